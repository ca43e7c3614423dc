// What a screen reader meets on a French page of each kind, and what Tab stops at, against the transcripts that are kept;
// UPDATE_TRANSCRIPTS=1 writes them anew, for their changes to be read.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { each } from '../browser.mjs'
import { samples } from '../pages.mjs'

const folder = join(import.meta.dirname, '..', 'transcripts')

// The names of what Tab stops at, in order, and where each leads.
const stops = async (page) => {
  const found = page.locator('a[href], button, input, summary, video[controls], [tabindex]')
  const all = []
  for (const stop of await found.all()) {
    if (!(await stop.evaluate((e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true })))) continue
    const [line = ''] = (await stop.ariaSnapshot()).split('\n')
    const to = await stop.evaluate((e) => e.href?.replace(location.origin, '').replace(location.pathname + '#', '#') ?? '')
    all.push({ name: line.replace(/^- /, '').replace(/:$/, ''), to })
  }
  return all
}

export default async (world) => {
  const { site, expect } = world
  await mkdir(folder, { recursive: true })
  const kinds = Object.entries(samples(site)).filter(([name]) => !name.endsWith('-en')).map(([name, page]) => ({ ...page, name }))
  await each(world, kinds, async (page, { path, name }) => {
    await page.goto(path)
    const tree = await page.locator('body').ariaSnapshot(), walk = await stops(page)
    for (const said of new Set(walk.map((stop) => stop.name))) {
      const places = new Set(walk.filter((stop) => stop.name === said && !stop.to.startsWith('#')).map(({ to }) => to))
      expect(path, `what ${said} leads to is one`, places.size <= 1)
    }
    const text = [`# ${path}`, tree.replaceAll(site.origin, ''), '', '# Tab', ...walk.map(({ name, to }) => `${name}${to && ' → '}${to}`), ''].join('\n')
    const file = join(folder, `${name}.yml`)
    if (process.env.UPDATE_TRANSCRIPTS) return writeFile(file, text)
    const kept = await readFile(file, 'utf8').catch(() => '')
    const [was, is] = [kept.split('\n'), text.split('\n')], at = is.findIndex((line, at) => line !== was[at])
    expect(path, `its transcript (${name}.yml)`, at < 0 ? was.slice(is.length).join('\n') : `${at + 1}: ${is[at]}`, at < 0 ? '' : `${at + 1}: ${was[at] ?? ''}`)
  })
}
