// Light and dark, forced colours, and no movement for who wants none.
import { each } from '../browser.mjs'
import { samples } from '../pages.mjs'

const colours = () => {
  const of = (e, name) => e && getComputedStyle(e)[name]
  const ground = [document.body, document.documentElement].map((e) => of(e, 'backgroundColor')).find((colour) => colour !== 'rgba(0, 0, 0, 0)') ?? 'rgb(255, 255, 255)'
  const light = (colour) => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255
  }
  const text = of(document.querySelector('main p, main h1'), 'color')
  return { ground: light(ground), text: light(text), link: of(document.querySelector('nav.switch a'), 'color'), scheme: getComputedStyle(document.documentElement).colorScheme }
}

const moving = () => {
  const seconds = (list) => Math.max(...list.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 0.001 : 1)))
  const found = [...document.querySelectorAll('*')].filter((e) => ['', '::before', '::after'].some((part) => {
    const style = getComputedStyle(e, part || null)
    return (style.animationName !== 'none' && seconds(style.animationDuration) > 0.01) || seconds(style.transitionDuration) > 0.01
  })).map((e) => e.outerHTML.slice(0, 60))
  const glides = (rules) => [...rules].some((rule) => {
    if (rule.media && !matchMedia(rule.media.mediaText).matches) return false
    return (rule.constructor.name === 'CSSViewTransitionRule' && rule.navigation === 'auto') || (rule.cssRules && !rule.style && glides(rule.cssRules))
  })
  if ([...document.styleSheets].some((sheet) => glides(sheet.cssRules))) found.push('a view transition')
  if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') found.push('smooth scrolling')
  return found
}

const forced = () => {
  const probe = document.createElement('p')
  probe.style.cssText = 'color: CanvasText; background: Canvas'
  document.body.append(probe)
  const { color, backgroundColor } = getComputedStyle(probe)
  probe.remove()
  const all = [...document.querySelectorAll('body, body *')]
  return {
    body: [getComputedStyle(document.body).color === color, [backgroundColor, 'rgba(0, 0, 0, 0)'].includes(getComputedStyle(document.body).backgroundColor)],
    refused: all.filter((e) => !e.closest('svg') && getComputedStyle(e).forcedColorAdjust === 'none').map((e) => e.outerHTML.slice(0, 60)),
    // A button that only its ground tells would be told by nothing.
    bare: all.filter((e) => e.matches('button, input:not([type=checkbox]), .enter, .reply a')).filter((e) => getComputedStyle(e).borderStyle === 'none').map((e) => e.outerHTML.slice(0, 60)),
  }
}

export default async (world) => {
  const { site, expect } = world
  await each(world, Object.values(samples(site)), async (page, { path }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(path)
    const light = await page.evaluate(colours)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await page.evaluate(colours)
    expect(path, 'dark on light', light.text < 0.25 && light.ground > 0.85)
    expect(path, 'light on dark', dark.text > 0.6 && dark.ground < 0.2)
    expect(path, 'links have a colour of their own in the dark', dark.link !== light.link)
    expect(path, 'color-scheme', [light.scheme, dark.scheme], ['light dark', 'light dark'])
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active', reducedMotion: 'reduce' })
    const system = await page.evaluate(forced)
    expect(path, 'forced colours of text and ground', system.body, [true, true])
    expect(path, 'refuses forced colours', system.refused, [])
    expect(path, 'controls without a border in forced colours', system.bare, [])
    expect(path, 'moves for who wants no movement', await page.evaluate(moving), [])
    await page.keyboard.press('Tab')
    expect(path, 'focus has an outline in forced colours', await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1
    }))
  })
}
