// Pictures of each kind of page, for people to look at.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { each } from '../browser.mjs'
import { samples } from '../pages.mjs'

const folder = process.env.SHOTS ?? fileURLToPath(new URL('../artefacts', import.meta.url))

export default async (world) => {
  const { site, expect } = world
  const to = join(folder, site.name)
  await mkdir(to, { recursive: true })
  const found = samples(site), wanted = Object.entries(found).map(([name, { path }]) => ({ name, path }))
  for (const [name, page] of Object.entries(found).filter(([name]) => name.startsWith('search-'))) {
    // A word of a post's title finds at least that.
    const [word] = site.pages.find((p) => p.kind === 'post' && p.lang === page.lang).title.match(/\p{L}{4,}/gu) ?? ['a']
    wanted.push({ name: name.replace('search', 'search-found'), path: `${page.path}?q=${word}`, results: true })
    wanted.push({ name: name.replace('search', 'search-nothing'), path: `${page.path}?q=xyzzyx`, results: true })
  }
  await each(world, wanted, async (page, { name, path, results }) => {
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(path)
      if (results) await page.waitForFunction(() => document.getElementById('count').textContent)
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.screenshot({ path: join(to, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        expect(path, 'is pictured', true)
      }
    }
  })
}
