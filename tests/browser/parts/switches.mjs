// Every switch and every "read more" is clicked, and leads to where it says; then back.
import { each, follow } from '../browser.mjs'
import { samples } from '../pages.mjs'

const here = () => ({ lang: document.documentElement.lang, title: document.querySelector('h1')?.textContent.trim() ?? '' })

// Where the switch of a page without a version leads: to the first page of the same list, else home.
const instead = (at, { newer, path }, lang) => {
  let first = at.get(newer)
  while (first?.newer) first = at.get(first.newer)
  return first?.switch.find((other) => other.lang === lang && other.same && first.path !== path)?.path ?? `/${lang}/`
}

export default async (world) => {
  const { site, expect } = world
  const at = new Map(site.pages.map((page) => [page.path, page]))
  const back = async (page, path) => {
    await page.goBack({ waitUntil: 'domcontentloaded' })
    return decodeURIComponent(new URL(page.url()).pathname)
  }
  // The preview shows the same pages: there, one of each kind will do.
  const pages = site.by === 'serve' ? Object.values(samples(site)) : site.pages
  await each(world, pages, async (page, own) => {
    const { path, kind, lang } = own
    await page.goto(path, { waitUntil: 'domcontentloaded' })
    expect(path, 'a switch is there', own.switch.length > 0)
    for (const [nth, other] of own.switch.entries()) {
      const there = await follow(page, page.locator('nav.switch a').nth(nth))
      expect(path, `the page that the switch to ${other.lang} leads to is in`, (await page.evaluate(here)).lang, other.lang)
      if (kind === 'not-found' || kind === 'root') {
        expect(path, `the switch to ${other.lang} leads to`, there, `/${other.lang}/`)
      } else if (!other.same) {
        expect(path, `the switch to ${other.lang} leads to`, there, instead(at, own, other.lang))
        expect(path, `the switch to ${other.lang} says that nothing stands there: ${other.text}`, /\/page\/\d+\/$/.test(path) || other.text.length >= 20)
      } else {
        const link = page.locator(kind === 'parallel' ? 'a.both' : `nav.switch a[rel=alternate][hreflang="${lang}"]`).first()
        if (expect(path, `a link back from ${there}`, (await link.count()) > 0)) expect(path, `${there} leads back to`, await follow(page, link), path)
        await back(page, path)
      }
      expect(path, `the way back from the switch to ${other.lang}`, await back(page, path), path)
    }
    for (const [nth, { name, title, lang, path: post }] of own.more.entries()) {
      expect(path, `the title in "${name}"`, name.includes(title))
      expect(path, `"${name}" leads to`, await follow(page, page.locator('.card .more a').nth(nth)), post)
      expect(path, `what "${name}" leads to`, await page.evaluate(here), { lang, title })
      expect(path, `the way back from "${name}"`, await back(page, path), path)
    }
  })
}
