// A reader's visit to a built site, in headless Chromium: every page, every switch, every "read more", both ways.
// node visit.mjs PUBLIC [SCREENSHOTS]: prints what is wrong, exits 1 if anything is. PUBLIC must be built for a base URL
// without a path.
import { stat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { serve, launch } from './site.mjs'

const [root, shots] = process.argv.slice(2)
const wrong = []
const say = (page, what) => wrong.push(`${page}: ${what}`)

const { origin, close } = await serve(root)
const browser = await launch()
// Nobody whom a page would be offered to in another language.
const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1200, height: 800 } })
const page = await context.newPage()
page.on('console', (message) => message.type() === 'error' && say(page.url(), `console: ${message.text()}`))
page.on('pageerror', (error) => say(page.url(), `script: ${error.message}`))

const exists = async (path) => {
  try { return (await stat(join(root, path.endsWith('/') ? path + 'index.html' : path))).isFile() } catch { return false }
}

// Every page that can be reached from the landing page, and every link on it.
const seen = new Set(['/']), queue = ['/'], pages = []
while (queue.length) {
  const path = queue.shift()
  await page.goto(origin + path)
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    parallel: !!document.querySelector('article.parallel'),
    title: document.title,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    links: [...document.querySelectorAll('a[href], img[src], link[rel=stylesheet], link[rel=icon]')].map((e) => e.href ?? e.src),
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id),
    hashes: [...document.querySelectorAll('a[href^="#"]')].map((e) => e.getAttribute('href').slice(1)),
    switch: [...document.querySelectorAll('.switch a')].map((e) => ({ href: e.href, lang: e.hreflang, same: e.rel === 'alternate', text: e.textContent.trim() })),
    more: [...document.querySelectorAll('.card .more a')].map((e) => ({ href: e.href, name: e.textContent.trim(), title: e.closest('.card').querySelector('.p-name').textContent.trim(), lang: e.closest('.card').dataset.lang, hreflang: e.hreflang })),
    images: [...document.querySelectorAll('main img')].map((e) => ({ src: e.src, ok: e.complete && e.naturalWidth > 0, alt: e.alt })),
    alternates: [...document.querySelectorAll('link[hreflang]')].map((e) => [e.hreflang, new URL(e.href).pathname]),
  }))
  pages.push({ path, ...found })
  if (!found.lang) say(path, 'no lang')
  if (!found.title) say(path, 'no title')
  if (found.wide) say(path, 'scrolls sideways')
  for (const id of found.ids) if (found.ids.filter((other) => other === id).length > 1) say(path, `id twice: ${id}`)
  for (const hash of found.hashes) if (hash && !found.ids.includes(hash)) say(path, `no such anchor: #${hash}`)
  for (const image of found.images) if (!image.ok || !image.alt) say(path, `image: ${JSON.stringify(image)}`)
  for (const link of found.links) {
    const url = new URL(link)
    if (url.origin !== origin) continue
    const target = decodeURIComponent(url.pathname)
    if (!(await exists(target))) say(path, `broken link: ${target}`)
    else if (target.endsWith('/') && !seen.has(target)) { seen.add(target); queue.push(target) }
  }
}

// hreflang is reciprocal, and a page names itself.
const at = new Map(pages.map((p) => [p.path, p]))
for (const p of pages) for (const [lang, path] of p.alternates) {
  if (lang === 'x-default') continue
  const other = at.get(decodeURIComponent(path))
  if (!other?.alternates.some(([, back]) => decodeURIComponent(back) === p.path) && p.path !== '/') say(p.path, `hreflang ${lang} is not returned by ${path}`)
}

// Every switch is clicked, and leads to its language; where it says "the same", it leads back.
let switches = 0, mores = 0
for (const p of pages) {
  for (let i = 0; i < p.switch.length; i++) {
    await page.goto(origin + p.path)
    await Promise.all([page.waitForNavigation(), page.locator('.switch a').nth(i).click()])
    const there = new URL(page.url()).pathname
    const lang = await page.evaluate(() => document.documentElement.lang)
    switches++
    if (lang !== p.switch[i].lang) say(p.path, `switch to ${p.switch[i].lang} leads to a page in ${lang}`)
    if (p.switch[i].same && p.path !== '/' && !p.parallel && !at.get(decodeURIComponent(there))?.switch.some((s) => new URL(s.href).pathname === new URL(origin + p.path).pathname || s.lang !== p.lang)) say(p.path, `no way back from ${there}`)
    if (!p.switch[i].same && !there.startsWith(`/${p.switch[i].lang}/`)) say(p.path, `switch without a translation leads to ${there}`)
    if (!p.switch[i].same && p.switch[i].text.length < 20) say(p.path, 'the switch does not say that there is no version')
  }
  for (let i = 0; i < p.more.length; i++) {
    const more = p.more[i]
    if (!more.name.includes(more.title)) say(p.path, `"read more" without the post's title: ${more.name}`)
    await page.goto(origin + p.path)
    await Promise.all([page.waitForNavigation(), page.locator('.card .more a').nth(i).click()])
    const there = await page.evaluate(() => ({ title: document.querySelector('h1')?.textContent.trim(), lang: document.documentElement.lang }))
    mores++
    if (there.title !== more.title || there.lang !== more.lang) say(p.path, `"${more.name}" leads to ${JSON.stringify(there)}`)
    await page.goBack()
    if (new URL(page.url()).pathname !== new URL(origin + p.path).pathname) say(p.path, 'no way back from "read more"')
  }
}

// Where a text stands beside another, the switch leads from each of its blocks to the one beside it.
let places = 0
for (const p of pages) {
  await page.goto(origin + p.path)
  const blocks = page.locator('.e-content > [data-at-fr], .e-content > [data-at-en]')
  for (const at of [0, Math.floor((await blocks.count()) / 2)]) {
    if (!(await page.locator('.place a').count())) break
    await page.goto(origin + p.path)
    await blocks.nth(at).evaluate((block) => scrollTo({ top: block.getBoundingClientRect().top + scrollY, behavior: 'instant' }))
    const meant = await blocks.nth(at).evaluate((block) => block.getAttribute('data-at-fr') ?? block.getAttribute('data-at-en'))
    // The end of a short text cannot be scrolled to the top.
    if (await blocks.nth(at).evaluate((block) => block.getBoundingClientRect().top > 1)) break
    // The driver's own click would first scroll to where the link stands in the text, as it sticks to the window.
    await Promise.all([page.waitForNavigation(), page.locator('.place a').first().evaluate((link) => link.click())])
    const hash = decodeURIComponent(new URL(page.url()).hash.slice(1))
    places++
    if (hash !== meant || !(await page.evaluate((id) => document.getElementById(id), hash))) say(p.path, `the switch leads to #${hash}, not #${meant}`)
  }
}

// A page that does not exist answers in both languages.
const missing = await context.request.get(`${origin}/nowhere/`)
if (missing.status() !== 404 || !(await missing.text()).includes('href="/en/"')) say('/nowhere/', 'no bilingual 404')

// Nothing scrolls sideways on a phone.
await page.setViewportSize({ width: 360, height: 740 })
for (const p of pages) {
  await page.goto(origin + p.path)
  if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) say(p.path, 'scrolls sideways on a phone')
}

if (shots) {
  await mkdir(shots, { recursive: true })
  const post = pages.find((p) => p.switch.some((s) => s.same) && !/^\/(..\/)?(page\/.*)?$/.test(p.path))
  for (const [name, path] of [['root', '/'], ['home-fr', '/fr/'], ['home-en', '/en/'], ['post', post?.path ?? '/']])
    for (const [size, width, height] of [['phone', 390, 844], ['desktop', 1280, 900]]) {
      await page.setViewportSize({ width, height })
      await page.goto(origin + path)
      await page.screenshot({ path: join(shots, `${name}-${size}.png`) })
    }
}
await browser.close()
close()
for (const line of wrong) console.log(line)
console.log(`${pages.length} pages, ${switches} switches, ${mores} "read more", ${places} places kept: ${wrong.length} wrong`)
process.exit(wrong.length || pages.length < 3 ? 1 : 0)
