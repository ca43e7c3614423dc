// 320 px wide, which is 1280 at 400 %, and 200 % of zoom: nothing scrolls sideways, nothing is cut off.
import { each } from '../browser.mjs'

const measure = () => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, a.skip, svg')
  const scroller = (e) => { for (let up = e; up; up = up.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return true }
  const all = [...document.querySelectorAll('body *')].filter(shown)
  return {
    wide: document.documentElement.scrollWidth - innerWidth,
    out: all.filter((e) => [...e.getClientRects()].some((r) => r.width > 0 && (r.right > innerWidth + 1 || r.left < -1)) && !scroller(e)).map((e) => e.outerHTML.slice(0, 60)),
    // A title in the switch may end in an ellipsis: it is said whole to who does not see it, and heads the page that it leads to.
    cut: all.filter((e) => !e.matches('.switch .to') && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)),
    short: all.filter((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1).map((e) => e.outerHTML.slice(0, 60)),
  }
}

export default async (world) => {
  const { site, expect } = world
  for (const [what, options] of [['at 320 px', { viewport: { width: 320, height: 640 } }], ['at 200 %', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }]]) {
    await each(world, site.pages, async (page, { path }) => {
      await page.goto(path)
      const { wide, out, cut, short } = await page.evaluate(measure)
      expect(path, `scrolls sideways ${what}`, Math.max(0, wide), 0)
      expect(path, `out of the window ${what}`, out, [])
      expect(path, `cut off ${what}`, [...cut, ...short], [])
    }, options)
  }
}
