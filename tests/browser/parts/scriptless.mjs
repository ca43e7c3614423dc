// Without script everything can be read and reached; the search page says what to do.
import { each, follow, reader } from '../browser.mjs'
import { samples } from '../pages.mjs'

// Buttons are the script's.
const said = () => {
  for (const button of document.querySelectorAll('#main button')) button.remove()
  return document.getElementById('main').innerText.replace(/\s+/g, ' ').trim()
}

export default async (world) => {
  const { site, expect } = world
  const withScript = new Map()
  const pages = site.pages.filter((p) => p.kind !== 'search')
  await each(world, pages, async (page, { path }) => {
    await page.goto(path)
    withScript.set(path, await page.evaluate(said))
  })
  await each(world, pages, async (page, { path }) => {
    await page.goto(path)
    expect(path, 'says the same without script', (await page.evaluate(said)) === withScript.get(path))
  }, { javaScriptEnabled: false })

  const page = await reader(world, { javaScriptEnabled: false })
  for (const { path, kind, switch: others, more, older } of Object.values(samples(site))) {
    for (const { lang, path: to } of others) {
      await page.goto(path)
      expect(path, `the switch to ${lang} leads without script to`, await follow(page, page.locator(`nav.switch a[hreflang="${lang}"]`)), to)
    }
    if (more.length) {
      await page.goto(path)
      expect(path, `"${more[0].name}" leads without script to`, await follow(page, page.locator('.card .more a').first()), more[0].path)
    }
    if (older) {
      await page.goto(path)
      expect(path, 'pages turn without script to', await follow(page, page.locator('nav.pages a[rel=next]')), older)
    }
    if (kind === 'post' && others.some((other) => other.same)) {
      await page.goto(path)
      const both = page.locator('a.both').first()
      if (await both.count()) {
        await follow(page, both)
        expect(path, 'both texts are there without script', await page.locator('.parallel .row > .side').count() > 2)
      }
    }
    if (kind === 'search') {
      await page.goto(path)
      expect(path, 'says what to do without script', await page.locator('#main noscript').evaluateAll((notes) => notes.some((note) => note.innerText.trim().length > 20)))
      const lists = await page.locator('#main a').evaluateAll((links) => links.map((link) => decodeURIComponent(new URL(link.href).pathname)))
      expect(path, 'leads to lists without script', lists.some((to) => site.pages.some((p) => p.path === to && ['year', 'overview', 'home'].includes(p.kind))))
    }
  }
  await page.context().close()
}
