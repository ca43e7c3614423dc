// What a reader does who searches the sample site, and who comes to it in another language than their own.
// node search.mjs PUBLIC: prints what is wrong, exits 1 if anything is.
import { serve, launch } from './site.mjs'

const { origin, close } = await serve(process.argv[2])
const browser = await launch()
const wrong = []
let checks = 0
const expect = (what, holds, found = '') => { checks++; if (!holds) wrong.push(`${what}: ${JSON.stringify(found)}`) }
const open = async (options) => {
  const page = await (await browser.newContext(options)).newPage()
  page.on('console', (message) => message.type() === 'error' && wrong.push(`${page.url()}: console: ${message.text()}`))
  page.on('pageerror', (error) => wrong.push(`${page.url()}: script: ${error.message}`))
  return page
}

// The results for a query, when they are there.
const search = async (page, path, query) => {
  await page.goto(`${origin}${path}?q=${encodeURIComponent(query)}`)
  await page.waitForFunction(() => document.getElementById('count').textContent, null, { timeout: 30000 })
  return page.evaluate(() => [...document.querySelectorAll('#results > li')].map((li) => ({
    path: new URL(li.querySelector('a').href).pathname, title: li.querySelector('a').textContent, lang: li.querySelector('a').lang,
    badge: li.querySelector('.badge')?.textContent ?? '', excerpt: li.querySelector('p').textContent, marks: li.querySelectorAll('mark').length,
  })))
}

const page = await open({ locale: 'de-DE' })
for (const [path, query, wanted, because] of [
  ['/fr/recherche/', 'experience', '/fr/a-propos/', 'accents are folded, elisions parted'],
  ['/fr/recherche/', 'l’expérience', '/fr/a-propos/', 'elisions are parted in queries'],
  ['/fr/recherche/', "L'EXPERIENCE", '/fr/a-propos/', 'whatever the case and the apostrophe'],
  ['/fr/recherche/', 'expériences', '/fr/a-propos/', 'words are stemmed'],
  ['/fr/recherche/', 'oeil', '/fr/avis/', 'ligatures are folded'],
  ['/fr/recherche/', 'hairdresser fringe', '/fr/silence/', 'found in English, told in French'],
  ['/fr/recherche/', 'tip jar', '/en/the-tip-jar/', 'told in English only'],
  ['/en/search/', 'coiffeur', '/en/silence/', 'found in French, told in English'],
  ['/en/search/', 'platinum rules', '/en/platinum-rule/', 'words are stemmed'],
]) {
  const found = await search(page, path, query)
  expect(`${path} ${query}: no ${wanted} (${because})`, found.some((result) => result.path === wanted), found)
  expect(`${query}: a story twice`, new Set(found.map((result) => result.path)).size === found.length, found)
  const own = path.slice(1, 3)
  for (const result of found) {
    const foreign = !result.path.startsWith(`/${own}/`)
    expect(`${query}: ${result.path} is not marked`, foreign ? result.lang === result.path.slice(1, 3) && result.badge : !result.lang, result)
    expect(`${query}: straight apostrophes`, !(result.title + result.excerpt).includes("'"), result)
    expect(`${query}: no excerpt`, result.excerpt.length > 20, result)
  }
  const last = found.map((result) => result.path.startsWith(`/${own}/`)).lastIndexOf(true)
  expect(`${query}: foreign results come last`, found.slice(0, last + 1).every((result) => result.path.startsWith(`/${own}/`)), found)
}
const told = await search(page, '/fr/recherche/', 'hairdresser fringe')
expect('the French title', told[0]?.title === 'Ceux qui ne disent rien' && told[0]?.badge.includes('anglais'), told)
expect('marks', (await search(page, '/fr/recherche/', 'experience'))[0]?.marks > 0)
expect('nothing is found', (await search(page, '/fr/recherche/', 'xyzzy')).length === 0)
await page.fill('#query', 'guichet')
await page.waitForFunction(() => document.querySelectorAll('#results > li').length > 0, null, { timeout: 30000 })
expect('the address tells the query', page.url().endsWith('?q=guichet'), page.url())

// Without a script the page says so, and leads to the lists.
const plain = await open({ javaScriptEnabled: false })
await plain.goto(`${origin}/fr/recherche/`)
expect('without a script', await plain.locator('noscript').count() && (await plain.content()).includes('/fr/archives/'))
await plain.goto(`${origin}/`)
expect('the landing page without a script', await plain.locator('.half a.enter').count() === 2)

// An offer in the reader's language, never a redirect.
const reader = await open({ locale: 'fr-CA' })
const offer = reader.locator('.offer a')
await reader.goto(`${origin}/`)
expect('no redirect at /', new URL(reader.url()).pathname === '/', reader.url())
expect('the French half', await reader.locator('.half.suggested').getAttribute('lang') === 'fr')
expect('an offer in French', await offer.textContent() === 'Continuer en français')
await reader.goto(`${origin}/fr/silence/`)
expect('no offer where one is', await offer.count() === 0)
await reader.goto(`${origin}/en/night-shift/`)
expect('no offer of what is not there', await offer.count() === 0)
await reader.goto(`${origin}/en/silence/`)
await Promise.all([reader.waitForNavigation(), offer.click()])
expect('the offer leads to the same story', new URL(reader.url()).pathname === '/fr/silence/', reader.url())
await Promise.all([reader.waitForNavigation(), reader.locator('.switch a').first().click()])
expect('who switches is not asked again', await offer.count() === 0, reader.url())
const declining = await open({ locale: 'fr' })
await declining.goto(`${origin}/en/silence/`)
await declining.locator('.offer button').click()
await declining.goto(`${origin}/en/queue/`)
expect('who declined is not asked again', await declining.locator('.offer').count() === 0)
await page.goto(`${origin}/en/silence/`)
expect('no offer to others', await page.locator('.offer').count() === 0)

// Old addresses of WordPress.
await page.goto(`${origin}/?p=12`)
await page.waitForURL('**/fr/formulaire/', { timeout: 10000 }).catch(() => {})
expect('/?p=12', new URL(page.url()).pathname === '/fr/formulaire/', page.url())

await browser.close()
close()
for (const line of wrong) console.log(line)
console.log(`search and offers: ${checks} checks, ${wrong.length} wrong`)
process.exit(wrong.length ? 1 : 0)
