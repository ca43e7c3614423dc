// Where a text stands beside another, the switch leads from each of its blocks to the one beside it.
import { each } from '../browser.mjs'

export default async (world) => {
  const { site, expect } = world
  const texts = site.pages.filter((p) => p.kind === 'post' && p.switch.some((other) => other.same))
  let kept = 0
  await each(world, texts, async (page, { path, switch: others }) => {
    const { lang } = others.find((other) => other.same)
    await page.goto(path)
    if (!(await page.locator('[data-keeps-place]').count())) return
    const blocks = page.locator(`.e-content [data-at-${lang}]`)
    for (const at of [0, Math.floor((await blocks.count()) / 2)]) {
      await page.goto(path)
      const block = blocks.nth(at)
      // Below the switch, which stays at the top; the end of a short text cannot be scrolled there.
      const isThere = await block.evaluate((block) => {
        const above = document.querySelector('.switch').getBoundingClientRect().height
        scrollTo({ top: block.getBoundingClientRect().top + scrollY - above, behavior: 'instant' })
        return block.getBoundingClientRect().top <= above + 1
      })
      if (!isThere) continue
      const meant = await block.getAttribute(`data-at-${lang}`)
      await block.dispatchEvent('pointerover')
      const offered = await page.locator(`.from-here a[hreflang="${lang}"]`).evaluate((link) => decodeURIComponent(link.hash.slice(1)))
      expect(path, `what block ${at} offers leads to`, offered, meant)
      // The driver's own click would first scroll to where the switch stands in the page, as it sticks to the window.
      const { x, y, width, height } = await page.locator(`.switch a[hreflang="${lang}"]`).boundingBox()
      await Promise.all([page.waitForNavigation(), page.mouse.click(x + width / 2, y + height / 2)])
      const hash = decodeURIComponent(new URL(page.url()).hash.slice(1))
      expect(path, `the switch at its block ${at} leads to`, hash, meant)
      expect(path, 'that block is there', await page.evaluate((id) => document.getElementById(id) !== null, hash))
      kept++
    }
  })
  expect('posts', 'a place is kept', kept > 0 || texts.length === 0)
}
