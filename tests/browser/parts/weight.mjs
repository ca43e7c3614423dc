// What a page costs, as nginx sends it: bytes, requests, shifts of layout.
import { readdir, stat } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { anew } from '../browser.mjs'
import { samples } from '../pages.mjs'

const KB = 1000

const atMost = (expect, where, what, found, bound) => expect(where, `${what}, at most ${bound}`, found > bound ? found : 'fewer', 'fewer')

// The bytes of an answer's body on the wire.
const sent = (url) => new Promise((resolve, reject) => {
  get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
    let bytes = 0
    answer.on('data', (part) => { bytes += part.length }).on('end', () => resolve({ bytes, encoding: answer.headers['content-encoding'] }))
  }).on('error', reject)
})

const shifts = () => {
  window.shift = 0
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value }).observe({ type: 'layout-shift', buffered: true })
}

const sum = (parts) => parts.reduce((all, { bytes }) => all + bytes, 0)

// What a page loads but pictures, over a mobile network, so that what comes late and moves what is there is seen to; pictures come last.
const load = async (page, path) => {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 400 * KB, uploadThroughput: 100 * KB })
  await page.addInitScript(shifts)
  const later = (time) => new Promise((resolve) => setTimeout(resolve, time))
  await page.route(/\.(svg|png|jpe?g|gif|webp|avif)(\?|$)/, (route) => later(300).then(() => route.continue()))
  const asked = []
  page.on('request', (request) => asked.push({ url: request.url(), type: request.resourceType() }))
  const answer = await page.goto(path)
  const policy = answer.headers()['content-security-policy'] ?? ''
  const icons = await page.evaluate(async () => {
    const moment = (time) => new Promise((resolve) => setTimeout(resolve, time))
    await document.fonts.ready
    for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
      scrollTo({ top: y, behavior: 'instant' })
      await moment(50)
    }
    await moment(400)
    return [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.href)
  })
  return { policy, asked: asked.filter(({ url, type }) => type !== 'image' && !icons.includes(url) && !url.startsWith('data:')) }
}

export default async (world) => {
  const { site, expect } = world
  const scripts = (await readdir(site.public, { recursive: true })).filter((file) => file.endsWith('.js'))
  const raw = await Promise.all(scripts.map(async (file) => ({ bytes: (await stat(join(site.public, file))).size })))
  atMost(expect, scripts.join(' '), 'bytes of all script', sum(raw), 16 * KB)
  const weights = []
  for (const width of [375, 1280]) await anew(world, Object.values(samples(site)), async (page, { path, kind }) => {
    const { asked, policy } = await load(page, path)
    expect(path, 'policy for scripts', policy.match(/script-src [^;]*/)?.[0], "script-src 'self'")
    expect(path, `layout shift at ${width} px`, await page.evaluate(() => window.shift), 0)
    atMost(expect, `${path} (${asked.map(({ url }) => url.replace(site.origin, '')).join(' ')})`, `requests before images at ${width} px`, asked.length, kind === 'search' ? 5 : 4)
    expect(path, `requests to others at ${width} px`, asked.map(({ url }) => url).filter((url) => !url.startsWith(site.origin)), [])
    if (width !== 375) return
    const parts = await Promise.all(asked.map(async ({ url, type }) => ({ type, url, ...(await sent(url)) })))
    const fonts = parts.filter(({ type }) => type === 'font'), text = parts.filter(({ type }) => type !== 'font')
    for (const { url, encoding } of text.filter(({ bytes }) => bytes > 300)) expect(path, `encoding of ${url.replace(site.origin, '')}`, encoding, 'gzip')
    atMost(expect, path, 'bytes of fonts', sum(fonts), 60 * KB)
    if (kind === 'post') atMost(expect, path, 'bytes of HTML, CSS and script', sum(text), 20 * KB)
    weights.push({ path, kind, bytes: sum(text), script: sum(parts.filter(({ type }) => type === 'script')), style: sum(parts.filter(({ type }) => type === 'stylesheet')), fonts: sum(fonts) })
  }, { viewport: { width, height: 800 } })
  // The longest post weighs most.
  const posts = await Promise.all(site.pages.filter((p) => p.kind === 'post').map(async ({ path }) => ({ path, bytes: (await sent(site.origin + path)).bytes })))
  const rest = Math.max(...weights.filter(({ kind }) => kind === 'post').map(({ script, style }) => script + style))
  const [longest] = posts.sort((a, b) => b.bytes - a.bytes)
  if (longest) atMost(expect, longest.path, 'bytes of the longest post with the style and the scripts', longest.bytes + rest, 20 * KB)
  for (const kind of new Set(weights.map((page) => page.kind))) {
    const [most] = weights.filter((page) => page.kind === kind).sort((a, b) => b.bytes - a.bytes)
    console.log(`  ${kind}: at most ${most.bytes} bytes (${most.path}: style ${most.style}, script ${most.script}), fonts ${most.fonts}`)
  }
}
