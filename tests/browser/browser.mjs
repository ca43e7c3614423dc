// Chromium, and readers in it whose console is watched.
import { chromium } from 'playwright-core'

export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const flags = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]
// Playwright gives each launch a new, empty profile. Signals are the runner's own business.
export const launch = () => chromium.launch({ executablePath: executable, args: flags, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })

// Which errors are no faults: a page that does not exist is told in the console too.
const foreseen = (message) => /status of 404/.test(message.text()) && /\/x(\/|$)/.test(new URL(message.location().url).pathname)

// A new reader's page. By default nobody whom a page would be offered to in another language.
export const reader = async ({ browser, site, expect }, options = {}) => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 900 }, baseURL: site.origin, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  const where = () => page.url().replace(site.origin, '')
  page.on('console', (message) => message.type() === 'error' && !foreseen(message) && expect?.(where(), 'console', message.text(), ''))
  page.on('pageerror', (error) => expect?.(where(), 'script', error.message, ''))
  return page
}

// Does the work for each item, several at a time.
const pool = async (items, worker, width) => {
  const queue = [...items]
  await Promise.all(Array.from({ length: Math.min(width, queue.length) }, () => worker(() => queue.shift())))
}

const attempt = async (world, item, work) => {
  try {
    await work()
  } catch (error) {
    world.expect?.(item.path ?? item, 'broke off', error.message, '')
  }
}

// Each worker has a page of its own, which goes from one item to the next.
export const each = (world, items, work, options = {}, width = 3) => pool(items, async (next) => {
  const page = await reader(world, options)
  for (let item; (item = next()) !== undefined;) await attempt(world, item, () => work(page, item))
  await page.context().close()
}, width)

// Each item is seen by a new reader, who has nothing in store.
export const anew = (world, items, work, options = {}, width = 3) => pool(items, async (next) => {
  for (let item; (item = next()) !== undefined;) {
    const page = await reader(world, options)
    await attempt(world, item, () => work(page, item))
    await page.context().close()
  }
}, width)

// Clicks, and waits for the page that it leads to.
export const follow = async (page, link) => {
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), link.click()])
  return decodeURIComponent(new URL(page.url()).pathname)
}
