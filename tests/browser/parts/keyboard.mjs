// The keyboard alone reaches everything, in the order of the page, and one sees where one is; there and back.
import { each } from '../browser.mjs'
import { samples } from '../pages.mjs'

// Lists what Tab should stop at, and how each looks without the focus.
const prepare = () => {
  const look = (e) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, color, textDecoration } = getComputedStyle(e)
    return JSON.stringify([outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor, boxShadow, backgroundColor, borderColor, color, textDecoration])
  }
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex], [contenteditable]')]
    .filter((e) => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility({ visibilityProperty: true }))
  const focused = document.activeElement
  focused.blur()
  window.walk = { stops, look, before: stops.map(look) }
  if (focused !== document.body) focused.focus()
  return stops.map((e) => e.outerHTML.replaceAll(location.origin, '').slice(0, 90))
}

// Where the focus is, and whether that is seen.
const where = () => {
  const { stops, look, before } = window.walk, e = document.activeElement, at = stops.indexOf(e)
  if (!e || e === document.body) return { at: null }
  const rect = [...e.getClientRects()].find((r) => r.width > 1 && r.height > 1)
  const points = rect ? [0.5, 0.1, 0.9].map((part) => [rect.left + rect.width * part, rect.top + rect.height / 2]) : []
  const uncovered = points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y)
    return hit && (e.contains(hit) || hit.contains(e))
  })
  return {
    at, plays: e.matches('video, audio'), scrolls: e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1, differs: at < 0 || e.matches('video, audio') || look(e) !== before[at],
    seen: uncovered || e.matches('video, audio'), html: e.outerHTML.replaceAll(location.origin, '').slice(0, 90),
  }
}

export default async (world) => {
  const { site, expect } = world
  const walk = async (page, { path, kind, offer }) => {
    const size = `at ${page.viewportSize().width} px${offer ? ' under an offer' : ''}`
    await page.goto(path)
    if (offer) await page.waitForSelector('aside.offer')
    const stops = await page.evaluate(prepare)
    const step = async (key) => {
      for (;;) {
        await page.keyboard.press(key)
        const place = await page.evaluate(where)
        // A part that scrolls is a stop of the browser's own.
        if (place.at === -1 && place.scrolls) continue
        // So are the buttons of a player.
        if (place.plays && place.at === at) continue
        return place
      }
    }
    // The search page starts in its field: what stands before that is met on the way back.
    let at = (await page.evaluate(where)).at ?? -1
    const start = at
    const met = []
    const note = (place, wanted, way) => {
      expect(path, `${way} ${size}: stop`, place.at === null ? 'none' : stops[place.at] ?? place.html, stops[wanted])
      if (place.at === null) return false
      expect(path, `${way} ${size}: focus is visible on ${place.html}`, place.differs)
      expect(path, `${way} ${size}: is in view and uncovered: ${place.html}`, place.seen)
      return place.at === wanted
    }
    while (at + 1 < stops.length) {
      const place = await step('Tab')
      if (!note(place, at + 1, 'Tab')) break
      met.push((at = place.at))
    }
    expect(path, `stops that Tab reaches ${size}`, met.length, stops.length - 1 - start)
    while (at > 0) {
      const place = await step('Shift+Tab')
      if (!note(place, at - 1, 'Shift+Tab')) break
      at = place.at
    }
    expect(path, `the first stop ${size} is the skip link`, await page.evaluate(() => document.activeElement.matches('a.skip[href="#main"]')))
    // And it works: what comes next is in the text.
    await page.keyboard.press('Enter')
    expect(path, 'the skip link leads to #main', await page.waitForURL(/#main$/, { timeout: 3000 }).then(() => true, () => false))
    const next = await step('Tab')
    const inside = await page.evaluate(() => document.querySelector('#main :is(a[href], button, input, summary, [tabindex="0"])') === null || document.getElementById('main').contains(document.activeElement))
    expect(path, `after the skip link ${size} Tab goes on in the text: ${next.html ?? 'none'}`, inside)
    if (kind === 'search') expect(path, 'the search field is a stop', stops.some((stop) => stop.includes('query')))
  }
  const found = samples(site), options = { reducedMotion: 'reduce' }
  for (const width of [1280, 375]) {
    const viewport = { width, height: 700 }
    await each(world, Object.values(found), walk, { ...options, viewport })
    // What is offered to readers of another language covers nothing that they come to.
    for (const [name, locale] of [['post-fr', 'en-GB'], ['post-en', 'fr-FR']]) {
      const post = found[name]
      if (post?.switch.some((other) => other.same)) await each(world, [{ ...post, offer: true }], walk, { ...options, viewport, locale })
    }
  }
}
