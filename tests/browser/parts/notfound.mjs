// What does not exist is answered in the language of its folder; elsewhere, in all.
import { reader } from '../browser.mjs'

export default async (world) => {
  const { site, expect } = world
  const page = await reader(world)
  const langs = [...new Set(site.pages.filter((p) => p.kind === 'home').map((p) => p.lang))]
  const titles = new Map()
  for (const path of ['/x', '/x/', ...langs.flatMap((lang) => [`/${lang}/x`, `/${lang}/x/`, `/${lang}/x/y/z`])]) {
    const lang = langs.find((lang) => path.startsWith(`/${lang}/`))
    const answer = await page.goto(path)
    expect(path, 'status', answer.status(), 404)
    expect(path, 'kind', await page.evaluate(() => document.body.className.split(' ').includes('not-found')))
    expect(path, 'is styled', await page.evaluate(() => document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0))
    if (lang) expect(path, 'language', await page.evaluate(() => document.documentElement.lang), lang)
    else expect(path, 'languages', await page.locator('main [lang]').evaluateAll((parts) => [...new Set(parts.map((part) => part.lang))].sort()), [...langs].sort())
    titles.set(path, await page.locator('main').textContent())
    const homes = await page.locator('a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname))
    for (const home of lang ? [lang] : langs) expect(path, `leads to /${home}/`, homes.includes(`/${home}/`))
  }
  const [one, two] = langs.map((lang) => titles.get(`/${lang}/x`))
  expect('/x', 'is told in other words in each language', one !== two)
  await page.context().close()
}
