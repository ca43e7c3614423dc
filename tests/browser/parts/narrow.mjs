// 320 px wide, which is 1280 at 400 %, and 200 % of zoom: nothing scrolls sideways, nothing is cut off.
import { each } from '../browser.mjs'

const measure = () => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, a.skip, svg')
  const scroller = (e) => { for (let up = e; up; up = up.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return true }
  const all = [...document.querySelectorAll('body *')].filter(shown), ends = '.switch .to, .translation > span, .translation > span > a'
  return {
    wide: document.documentElement.scrollWidth - innerWidth,
    out: all.filter((e) => [...e.getClientRects()].some((r) => r.width > 0 && (r.right > innerWidth + 1 || r.left < -1)) && !scroller(e) && !e.closest(ends)).map((e) => e.outerHTML.slice(0, 60)),
    // A title of the other language's text may end in an ellipsis: it is said whole to who does not see it, and heads the page that it leads to.
    cut: all.filter((e) => !e.matches(ends) && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)),
    // Of an excerpt in a list, the first lines: the text itself is a click away.
    short: all.filter((e) => !e.matches('.p-summary') && ['hidden', 'clip'].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1).map((e) => e.outerHTML.slice(0, 60)),
  }
}

// A title's lines, and whether its long words may break where its language breaks them.
const titles = () => [...document.querySelectorAll('h1, :is(.e-content, .in) :is(h2, h3, h4), .p-name, .titles a, .neighbours a, .related a, .contents a, .tags a')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden'))
  .map((e) => {
    const range = document.createRange(), tops = []
    range.selectNodeContents(e)
    for (const { top, height, width } of range.getClientRects()) if (width > 1 && !tops.some((other) => Math.abs(other - top) < height / 2)) tops.push(top)
    return { text: e.textContent.trim(), lines: e.matches('h1, .p-name, .titles a') ? tops.length : 0, breaks: getComputedStyle(e).hyphens === 'auto' && Boolean(e.closest('[lang]')?.lang) }
  })

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
  await each(world, site.pages, async (page, { path }) => {
    await page.goto(path)
    const found = await page.evaluate(titles)
    expect(path, 'titles of 115 characters that take more than four lines', found.filter(({ text, lines }) => text.length <= 115 && lines > 4).map(({ text, lines }) => `${lines}: ${text}`), [])
    expect(path, 'titles that nothing hyphenates', found.filter(({ breaks }) => !breaks).map(({ text }) => text), [])
  })
}
