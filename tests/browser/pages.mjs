// The pages of a built site, and what each is.
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { each } from './browser.mjs'

const kinds = ['root', 'home', 'term', 'year', 'overview', 'post', 'page', 'parallel', 'search', 'not-found']

const look = (kinds) => {
  const all = (selector, say) => [...document.querySelectorAll(selector)].map(say)
  const path = (link) => decodeURIComponent(new URL(link.href).pathname)
  const has = (selector) => document.querySelector(selector) !== null
  return {
    kind: kinds.find((kind) => document.body.classList.contains(kind)) ?? document.body.className,
    lang: document.documentElement.lang,
    title: document.querySelector('h1')?.textContent.trim() ?? '',
    switch: all('nav.switch a', (link) => ({ path: path(link), lang: link.hreflang, same: link.rel === 'alternate', text: link.textContent.trim() })),
    more: all('.card .more a', (link) => ({ path: path(link), lang: link.closest('.card').dataset.lang, title: link.closest('.card').querySelector('.p-name').textContent.trim(), name: link.textContent.trim() })),
    cards: all('.card .p-name a', path),
    authors: all('a[rel~=author]', path),
    tags: all('a[rel~=tag]', path),
    newer: all('nav.pages a[rel=prev]', path)[0],
    older: all('nav.pages a[rel=next]', path)[0],
    contents: has('nav.contents'), notes: has('.footnotes'), figures: has('main figure'), code: has('.code'), cut: has('.h-entry > header [data-note=truncated]'),
  }
}

// Every page that was built, but redirects and the 404s, which are asked for by addresses that do not exist.
export const gather = async (browser, site) => {
  const files = (await readdir(site.public, { recursive: true })).filter((file) => file.endsWith('.html'))
  const texts = await Promise.all(files.map((file) => readFile(join(site.public, file), 'utf8')))
  const paths = files.filter((file, at) => !/(^|\/)404\.html$/.test(file) && !/http-equiv="?refresh/.test(texts[at]))
    .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`)
  const pages = []
  const missing = ['/x', ...new Set(files.filter((file) => /^[^/]+\/404\.html$/.test(file)).map((file) => `/${file.split('/')[0]}/x`))]
  await each({ browser, site }, [...paths, ...missing].sort(), async (page, path) => {
    await page.goto(path)
    pages.push({ path, ...(await page.evaluate(look, kinds)) })
  })
  return pages.sort((a, b) => (a.path < b.path ? -1 : 1))
}

// One page of each kind, by name: in each language, and with what a page of the kind may have more.
export const samples = ({ pages }) => {
  const found = {}
  const take = (name, ...tests) => {
    const page = tests.map((test) => pages.find(test)).find(Boolean)
    if (page && !Object.values(found).some((other) => other.path === page.path)) found[name] = page
  }
  const authors = new Set(pages.flatMap((page) => page.authors))
  take('landing', (p) => p.kind === 'root')
  take('not-found', (p) => p.path === '/x')
  for (const lang of new Set(pages.map((page) => page.lang))) {
    const of = (kind, test = () => true) => (p) => p.kind === kind && p.lang === lang && test(p)
    const paired = (p) => p.switch.some((other) => other.same)
    take(`home-${lang}`, of('home', (p) => !p.newer))
    take(`home-2-${lang}`, of('home', (p) => p.newer))
    take(`post-${lang}`, of('post', (p) => paired(p) && !p.contents && !p.cut), of('post', (p) => paired(p) && !p.cut))
    const rich = (kind) => ['contents notes figures', 'contents notes', 'notes figures', 'notes', 'figures', 'contents'].map((parts) => of(kind, (p) => parts.split(' ').every((part) => p[part])))
    take(`post-rich-${lang}`, ...rich('post'))
    take(`post-alone-${lang}`, of('post', (p) => !paired(p) && !p.cut))
    take(`post-truncated-${lang}`, of('post', (p) => p.cut))
    take(`term-${lang}`, of('term', (p) => !authors.has(p.path) && paired(p)), of('term', (p) => !authors.has(p.path)))
    take(`author-${lang}`, of('term', (p) => authors.has(p.path)))
    take(`overview-${lang}`, of('overview'))
    take(`year-${lang}`, of('year'))
    take(`page-${lang}`, of('page'))
    take(`search-${lang}`, of('search'))
    take(`not-found-${lang}`, of('not-found'))
    take(`parallel-${lang}`, ...rich('parallel'), of('parallel'))
  }
  return found
}
