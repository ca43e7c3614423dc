// What readers do with built sites, in headless Chromium: node run.mjs DIPTYCH NAME=ROOT… [PART…]
// Each site is built with our rules for nginx and served by it, and by `diptych serve`. Prints what is wrong, each part's
// seconds and its number of checks; exits 1 if anything is wrong. SHOTS names the folder of the screenshots.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from './browser.mjs'
import { ledger } from './ledger.mjs'
import { gather } from './pages.mjs'
import { published, previewed } from './sites.mjs'

// Slowest last. What asks for the words of the repository's own site runs on that alone.
const parts = [
  { name: 'links' }, { name: 'lists' }, { name: 'notfound', serve: true }, { name: 'switches', serve: true },
  { name: 'places', serve: true }, { name: 'parallel', serve: true }, { name: 'offers', sample: true, serve: true },
  { name: 'search', serve: true }, { name: 'answers', sample: true }, { name: 'policies', sample: true },
  { name: 'preview', sample: true }, { name: 'scriptless' }, { name: 'code' }, { name: 'names' }, { name: 'keyboard' }, { name: 'transcripts', sample: true }, { name: 'schemes' },
  { name: 'print' }, { name: 'narrow' }, { name: 'weight' }, { name: 'axe' }, { name: 'shots' }, { name: 'lighthouse' },
]

const [diptych, ...rest] = process.argv.slice(2)
const roots = rest.filter((word) => word.includes('=')).map((word) => word.split('='))
const asked = rest.filter((word) => !word.includes('='))
const unknown = asked.filter((name) => !parts.some((part) => part.name === name))
if (!roots.length || unknown.length) {
  console.error(`node run.mjs DIPTYCH NAME=ROOT… [PART…]; parts: ${parts.map((part) => part.name).join(', ')}; not: ${unknown}`)
  process.exit(2)
}

const folder = await mkdtemp(join(tmpdir(), 'diptych-browser-'))
const closing = []
const end = async (code) => {
  for (const close of closing.reverse()) await close()
  await rm(folder, { recursive: true, force: true })
  process.exit(code)
}
process.on('SIGINT', () => end(130)).on('SIGTERM', () => end(143))

let failed = 0, checked = 0
const play = async (part, site) => {
  const { default: run } = await import(`./parts/${part.name}.mjs`)
  const book = ledger(), start = Date.now()
  try {
    await run({ site, browser, diptych, folder, closing, expect: book.expect })
  } catch (error) {
    book.expect('the part', 'broke off', error.stack, '')
  }
  book.expect('the part', 'has something to check', book.checks > 0)
  for (const line of book.lines()) console.log(`  ${site.name}, ${site.by}: ${line}`)
  console.log(`${part.name}, ${site.name} by ${site.by}: ${((Date.now() - start) / 1000).toFixed(1)} s, ${book.checks} checks, ${book.wrong} wrong`)
  failed += book.wrong
  checked += book.checks
}

const browser = await launch()
closing.push(() => browser.close())
try {
  const sites = []
  for (const [at, [name, root]] of roots.entries()) {
    const site = await published(diptych, name, root, join(folder, name))
    closing.push(site.close)
    const preview = await previewed(diptych, name, join(folder, name))
    closing.push(preview.close)
    const pages = await gather(browser, site)
    sites.push({ ...site, pages, sample: at === 0 }, { ...preview, pages, sample: at === 0 })
    console.log(`${name}: ${pages.length} pages`)
  }
  for (const part of parts.filter((part) => !asked.length || asked.includes(part.name)))
    for (const site of sites) if ((site.by === 'nginx' || part.serve) && (site.sample || !part.sample)) await play(part, site)
} catch (error) {
  console.error(error)
  failed++
}
console.log(`browser: ${checked} checks, ${failed} wrong`)
await end(failed ? 1 : 0)
