// On paper: the text, black on white, whole; nothing to click.
import { each } from '../browser.mjs'
import { samples } from '../pages.mjs'

const printed = () => {
  const all = (selector) => [...document.querySelectorAll(selector)]
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0
  const channels = (colour) => colour.match(/[\d.]+/g)?.map(Number) ?? []
  const dark = ([r, g, b]) => r + g + b < 120
  const main = document.getElementById('main')
  return {
    clickable: all('nav.switch, .place, .translation, button, nav.pages, .more, aside.offer, form.search, header.site nav, footer.site nav, a.skip').filter((e) => shown(e) && e.getBoundingClientRect().right > 0).map((e) => e.outerHTML.slice(0, 60)),
    ground: all('html, body, main, article').map((e) => getComputedStyle(e).backgroundColor).filter((colour) => !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(colour)),
    text: all('.e-content p, .e-content li, .parallel .side p, h1').filter((e) => shown(e) && !e.closest('.video') && !dark(channels(getComputedStyle(e).color))).map((e) => getComputedStyle(e).color).filter((colour, at, list) => list.indexOf(colour) === at),
    cut: [...main.querySelectorAll('*')].filter((e) => shown(e) && !e.closest('.visually-hidden') && getComputedStyle(e).overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && e.clientWidth > 1).map((e) => e.outerHTML.slice(0, 60)),
    wide: document.documentElement.scrollWidth > innerWidth,
    fixed: all('*').filter((e) => shown(e) && ['fixed', 'sticky'].includes(getComputedStyle(e).position)).map((e) => e.outerHTML.slice(0, 60)),
    // Columns of the page that shows two texts.
    columns: all('.parallel .row').map((row) => [...row.querySelectorAll(':scope > .side')].map((side) => side.getBoundingClientRect())).filter((sides) => sides.length === 2).some(([one, two]) => one.right > two.left + 1),
    broken: all('.parallel .row').filter((row) => getComputedStyle(row).breakInside !== 'avoid').length,
    tall: all('main img').filter((e) => e.getBoundingClientRect().height > 1000).map((e) => e.outerHTML.slice(0, 60)),
    sideways: all('main pre, main .scroll').filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)),
    words: main.innerText.trim().length,
  }
}

export default async (world) => {
  const { site, expect } = world
  // A4 less its margins, at 96 dots per inch.
  await each(world, Object.values(samples(site)), async (page, { path }) => {
    await page.goto(path)
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    const found = await page.evaluate(printed)
    expect(path, 'what nobody can click on paper', found.clickable, [])
    expect(path, 'grounds on paper', found.ground, [])
    expect(path, 'colours of text on paper', found.text, [])
    expect(path, 'what is cut on paper', found.cut, [])
    expect(path, 'columns that are below each other on paper', found.columns, false)
    expect(path, 'rows that may break on paper', found.broken, 0)
    expect(path, 'pictures that do not fit the paper', found.tall, [])
    expect(path, 'what would scroll on paper', found.sideways, [])
    expect(path, 'is wider than the paper', found.wide, false)
    expect(path, 'what stays in one place on paper', found.fixed, [])
    expect(path, 'has words on paper', found.words > 10)
  }, { viewport: { width: 718, height: 1000 } })
}
