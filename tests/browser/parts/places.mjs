// Where a text stands beside another, the switch leads from each of its blocks to the one beside it.
import { each } from '../browser.mjs'

export default async (world) => {
  const { site, expect } = world
  const texts = site.pages.filter((p) => p.kind === 'post' && p.switch.some((other) => other.same))
  let kept = 0
  await each(world, texts, async (page, { path, switch: others }) => {
    const { lang } = others.find((other) => other.same)
    await page.goto(path)
    if (!(await page.locator('.place a').count())) return
    const blocks = page.locator(`.e-content > [data-at-${lang}]`)
    for (const at of [0, Math.floor((await blocks.count()) / 2)]) {
      await page.goto(path)
      const block = blocks.nth(at)
      await block.evaluate((block) => scrollTo({ top: block.getBoundingClientRect().top + scrollY, behavior: 'instant' }))
      // The end of a short text cannot be scrolled to the top.
      if (await block.evaluate((block) => block.getBoundingClientRect().top > 1)) continue
      const meant = await block.getAttribute(`data-at-${lang}`)
      // The driver's own click would first scroll to where the link stands in the text, as it sticks to the window.
      await Promise.all([page.waitForNavigation(), page.locator(`.place a[hreflang="${lang}"]`).first().evaluate((link) => link.click())])
      const hash = decodeURIComponent(new URL(page.url()).hash.slice(1))
      expect(path, `the switch at its block ${at} leads to`, hash, meant)
      expect(path, 'that block is there', await page.evaluate((id) => document.getElementById(id) !== null, hash))
      kept++
    }
  })
  expect('posts', 'a place is kept', kept > 0 || texts.length === 0)
}
