// axe-core finds nothing on any page, wide and narrow, light and dark.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { each } from '../browser.mjs'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Each broken rule with the number of its breaches and the first of them.
const violations = async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
  return violations.map(({ id, nodes }) => {
    const [{ any, all, none, target }] = nodes
    return { rule: id, count: nodes.length, first: `${target.join(' ')}: ${[...any, ...all, ...none][0]?.message ?? ''}` }
  })
}

export default async (world) => {
  const { site, expect } = world
  const searches = site.pages.filter((p) => p.kind === 'search').map(({ path, lang }) => ({ path: `${path}?q=${site.pages.find((p) => p.kind === 'post' && p.lang === lang)?.title ?? ''}`, ready: '#results > li' }))
  await each(world, [...site.pages, ...searches], check(expect))
  // Readers of another language are offered the page in theirs.
  for (const [lang, locale] of [['fr', 'en-GB'], ['en', 'fr-FR']]) {
    const offered = site.pages.filter((p) => p.kind === 'post' && p.lang === lang && p.switch.some((other) => other.same)).slice(0, 1)
    await each(world, offered.map(({ path }) => ({ path, ready: 'aside.offer' })), check(expect), { locale })
  }
}

const check = (expect) => async (page, { path, ready }) => {
  const broken = new Map()
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(path)
    if (ready) await page.waitForSelector(ready)
    await page.evaluate(source)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const found = await page.evaluate(violations, tags)
      for (const { rule, count, first } of found) broken.set(rule, [...(broken.get(rule) ?? []), `${width} ${colorScheme}: ${count}, first ${first}`])
      if (!found.length) expect(path, 'axe', found, [])
    }
  }
  for (const [rule, [first, ...others]] of broken) expect(`${path} (${first}${others.length ? `; and ${others.map((state) => state.split(',')[0]).join(', ')}` : ''})`, 'axe', rule, '')
}
