// What certain queries find among the sample's posts: accents, elisions, endings, and what is told in the other language.
import { reader } from '../browser.mjs'
import { results, search } from '../search.mjs'

const queries = [
  ['/fr/recherche/', 'experience', '/fr/a-propos/', 'accents are folded, elisions parted'],
  ['/fr/recherche/', 'l’expérience', '/fr/a-propos/', 'elisions are parted in queries'],
  ['/fr/recherche/', "L'EXPERIENCE", '/fr/a-propos/', 'whatever the case and the apostrophe'],
  ['/fr/recherche/', 'expériences', '/fr/a-propos/', 'words are stemmed'],
  ['/fr/recherche/', 'oeil', '/fr/avis/', 'ligatures are folded'],
  ['/fr/recherche/', 'hairdresser fringe', '/fr/silence/', 'found in English, told in French'],
  ['/fr/recherche/', 'tip jar', '/en/the-tip-jar/', 'told in English only'],
  ['/en/search/', 'coiffeur', '/en/silence/', 'found in French, told in English'],
  ['/en/search/', 'platinum rules', '/en/platinum-rule/', 'words are stemmed'],
]

export default async (world) => {
  const { expect } = world
  const page = await reader(world)
  for (const [path, query, wanted, because] of queries) {
    const found = await search(page, path, query)
    expect(path, `"${query}" finds ${wanted} (${because})`, found.some((result) => result.path === wanted))
    const own = found.map((result) => result.path.startsWith(path.slice(0, 4)))
    expect(path, `"${query}": results in other languages come last`, own.slice(0, own.lastIndexOf(true) + 1).every(Boolean))
  }
  const [told] = await search(page, '/fr/recherche/', 'hairdresser fringe')
  expect('/fr/recherche/', 'what is found in English has its French title', told?.title, 'Ceux qui ne disent rien')
  expect('/fr/recherche/', 'and says so', told?.note.includes('anglais'))
  const [marked] = await search(page, '/fr/recherche/', 'experience')
  expect('/fr/recherche/', 'words are marked', marked?.marks > 0)
  await search(page, '/fr/recherche/', 'xyzzyx')
  await page.fill('#query', 'guichet')
  await page.waitForFunction(() => document.querySelectorAll('#results > li').length > 0, null, { timeout: 30000 })
  expect('/fr/recherche/', 'the address tells the query', new URL(page.url()).search, '?q=guichet')
  expect('/fr/recherche/', 'results come while typing', (await results(page)).length > 0)
  await page.context().close()
}
