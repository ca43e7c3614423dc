// Code: its language is told, a button copies it and says so, numbers are neither copied nor read aloud; each colour can be read.
import { each } from '../browser.mjs'

const blocks = () => [...document.querySelectorAll('.code')].map((e) => ({
  label: getComputedStyle(e, '::before').content.replace(/^"|"$|^none$/g, ''), language: e.dataset.language ?? '',
  text: e.querySelector('pre').textContent, button: e.querySelector('button')?.getAttribute('aria-label') ?? '',
}))

// What a reader who marks a block with the mouse takes along.
const marked = (at) => {
  getSelection().selectAllChildren(document.querySelectorAll('.code pre')[at])
  return getSelection().toString()
}

// The least contrast of any word of code with its ground.
const contrast = () => {
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true })
  const light = (colour) => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return { value: 0.2126 * x + 0.7152 * y + 0.0722 * z, seen: a > 0 }
  }
  const ground = (e) => {
    for (let up = e; up; up = up.parentElement) {
      const colour = light(getComputedStyle(up).backgroundColor)
      if (colour.seen) return colour.value
    }
    return 1
  }
  const least = [...document.querySelectorAll('.code code, .code code *')].map((e) => {
    const [one, two] = [light(getComputedStyle(e).color).value, ground(e)].sort((a, b) => b - a)
    return (one + 0.05) / (two + 0.05)
  })
  return Math.round(10 * Math.min(...least)) / 10
}

export default async (world) => {
  const { site, expect } = world
  const pages = site.pages.filter((p) => p.code)
  expect('the site', 'may have code', true)
  // There is one clipboard.
  await each(world, pages, async (page, { path }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin })
    await page.clock.install()
    await page.goto(path)
    const found = await page.evaluate(blocks)
    expect(path, 'languages above their code', found.map(({ label }) => label), found.map(({ language }) => language))
    for (const [at, { text, button, language }] of found.entries()) {
      expect(path, `the button of ${language || 'code'} says of what`, button.includes(language) && button !== '')
      expect(path, 'what is marked has no numbers', (await page.evaluate(marked, at)).trimEnd(), text.trimEnd())
      const copy = page.locator('.code').nth(at).locator('button')
      if (at % 2) await copy.click()
      else {
        await copy.focus()
        await page.keyboard.press('Enter')
      }
      await page.waitForFunction(() => document.querySelector('[role=status]').textContent)
      expect(path, 'what is copied', await page.evaluate(() => navigator.clipboard.readText()), text.trimEnd())
      expect(path, 'what the button says then', await copy.textContent(), await page.locator('[role=status]').textContent())
      await page.clock.fastForward(3000)
      expect(path, 'and later', await copy.textContent() !== '' && (await page.locator('[role=status]').textContent()) === '')
      expect(path, 'numbers are not read aloud', /data-line|\b98\b/.test(await page.locator('.code').nth(at).ariaSnapshot()), false)
    }
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      const least = await page.evaluate(contrast)
      expect(path, `contrast of code, ${colorScheme}: ${least}`, least >= 4.5)
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
    // The ground behind words is the page's then, whatever that of a mark.
    const text = () => [...document.querySelectorAll('.code mark, .code mark *')].every((e) => getComputedStyle(e).color === getComputedStyle(document.body).color)
    expect(path, 'marked lines have the colour of text in forced colours', await page.evaluate(text))
    expect(path, 'contrast of code in forced colours', (await page.evaluate(contrast)) >= 4.5)
  }, {}, 1)
}
