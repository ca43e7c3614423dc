// What lists and searches do with stories that are not in their language: hide, show, link.
import { join } from 'node:path'
import { reader } from '../browser.mjs'
import { search } from '../search.mjs'
import { published } from '../sites.mjs'

const lists = ['/fr/', '/en/', '/fr/auteurs/camille-roche/', '/en/authors/camille-roche/', '/fr/archives/2025/', '/en/archive/2025/']

const foreign = () => {
  const own = document.documentElement.lang
  const count = (links) => links.filter((link) => link.hreflang && link.hreflang !== own && link.closest('#main')).length
  // What is ours, such as "read more" and "also in English", is in the page's language.
  const apart = [...document.querySelectorAll('section.elsewhere a')].filter((link) => !link.closest('.about, .also, .more'))
  const among = [...document.querySelectorAll('.card .p-name a, .titles a')].filter((link) => !link.closest('.elsewhere'))
  return { apart: count(apart), among: count(among), langless: [...apart, ...among].filter((link) => link.hreflang && link.hreflang !== own && link.lang !== link.hreflang).length }
}

export default async (world) => {
  const { diptych, folder, closing, expect } = world
  const seen = { apart: 0, among: 0 }
  for (const policy of ['hide', 'show', 'link']) {
    const site = await published(diptych, policy, world.site.root, join(folder, policy), `untranslated = "${policy}"`)
    closing.push(site.close)
    const page = await reader({ ...world, site })
    for (const path of lists) {
      const answer = await page.goto(path)
      expect(path, `answer where untranslated = "${policy}"`, answer.status(), 200)
      const { apart, among, langless } = await page.evaluate(foreign)
      expect(path, `links without their language where untranslated = "${policy}"`, langless, 0)
      if (policy !== 'link') expect(path, `named apart where untranslated = "${policy}"`, apart, 0)
      if (policy !== 'show') expect(path, `among the others where untranslated = "${policy}"`, among, 0)
      seen.apart += apart
      seen.among += among
    }
    const found = await search(page, '/fr/recherche/', 'tip jar')
    const at = found.findIndex((result) => result.path === '/en/the-tip-jar/')
    expect('/fr/recherche/', `finds what is told in English only where untranslated = "${policy}"`, at >= 0, policy !== 'hide')
    const twice = await search(page, '/fr/recherche/', 'hairdresser fringe')
    expect('/fr/recherche/', `finds by English words what is told in French where untranslated = "${policy}"`, twice.some((result) => result.path === '/fr/silence/'))
    await page.context().close()
  }
  expect(lists.join(' '), 'stories are named apart where untranslated = "link"', seen.apart > 0)
  expect(lists.join(' '), 'stories are among the others where untranslated = "show"', seen.among > 0)
}
