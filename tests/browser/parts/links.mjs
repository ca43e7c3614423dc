// What each page names leads somewhere: links, anchors, pictures, versions in other languages, feeds; and each page is led to.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { each } from '../browser.mjs'

const read = () => {
  const all = (selector, say) => [...document.querySelectorAll(selector)].map(say)
  const ids = all('[id]', (e) => e.id)
  return {
    title: document.title,
    links: all('a[href], img[src], link[rel=stylesheet], link[rel=icon], link[rel=alternate][type], script[src]', (e) => e.href || e.src),
    abroad: all('a[hreflang]', (e) => [e.href, e.hreflang]),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    astray: all('a[href^="#"]', (e) => decodeURIComponent(e.getAttribute('href').slice(1))).filter((id) => id && !ids.includes(id)),
    dark: all('main img', (e) => ({ src: e.src, ok: e.loading === 'lazy' || (e.complete && e.naturalWidth > 0), alt: e.hasAttribute('alt') })).filter((e) => !e.ok || !e.alt),
    alternates: all('link[hreflang]', (e) => [e.hreflang, decodeURIComponent(new URL(e.href).pathname)]),
    canonical: document.querySelector('link[rel=canonical]')?.href,
    noindex: document.querySelector('meta[name=robots]')?.content,
    feeds: all('link[rel=alternate][type="application/atom+xml"]', (e) => e.href),
  }
}

export default async (world) => {
  const { site, expect } = world
  const at = new Map(site.pages.map((page) => [page.path, page])), reached = new Set(['/']), answers = new Map(), alternates = new Map()
  const ask = (url, asked) => answers.get(url) ?? answers.set(url, asked.get(url).then((answer) => answer.status())).get(url)
  await each(world, site.pages, async (page, { path, kind }) => {
    await page.goto(path)
    const found = await page.evaluate(read)
    alternates.set(path, found.alternates)
    expect(path, 'has a title', found.title !== '')
    expect(path, 'ids that occur twice', found.twice, [])
    expect(path, 'anchors that are not there', found.astray, [])
    expect(path, 'pictures that do not show or have no alt', found.dark, [])
    // A site without a dated post has nothing to tell in a feed.
    if (['home', 'term', 'post'].includes(kind)) expect(path, 'names a feed', found.feeds.length > 0, existsSync(join(site.public, 'atom.xml')))
    if (kind === 'search' || kind === 'not-found') expect(path, 'is not for search engines', found.noindex ?? '', 'noindex')
    else if (found.canonical) expect(path, 'canonical', decodeURIComponent(found.canonical), site.origin + path)
    for (const [url, lang] of found.abroad) {
      const other = at.get(decodeURIComponent(new URL(url).pathname))
      if (other) expect(path, `the language of ${other.path}, which hreflang tells`, other.lang, lang)
    }
    for (const link of new Set(found.links)) {
      const url = new URL(link)
      if (url.origin !== site.origin || decodeURIComponent(url.pathname) === path) continue
      url.hash = ''
      expect(path, `answer of ${url.pathname}`, await ask(url.href, page.context().request), 200)
      reached.add(decodeURIComponent(url.pathname))
    }
  })
  // hreflang is reciprocal, and a page that has versions names itself.
  for (const [path, versions] of alternates) for (const [lang, other] of versions) {
    if (lang !== 'x-default' && path !== '/') expect(path, `hreflang ${lang} is returned by ${other}`, (alternates.get(other) ?? []).some(([, back]) => back === path))
  }
  for (const { path, kind } of site.pages) if (kind !== 'not-found') expect(path, 'is led to by links', reached.has(path))
}
