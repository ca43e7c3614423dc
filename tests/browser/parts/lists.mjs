// Lists: paging there and back, and terms that hold the posts which name them.
import { follow, reader } from '../browser.mjs'

const cards = (page) => page.locator('.h-feed .card .p-name a').evaluateAll((links) => links.filter((link) => !link.closest('.elsewhere')).map((link) => decodeURIComponent(new URL(link.href).pathname)))

export default async (world) => {
  const { site, expect } = world
  const page = await reader(world)
  const turned = new Set()
  for (const first of site.pages.filter((p) => p.older && !p.newer)) {
    const way = [first.path], shown = []
    await page.goto(first.path)
    for (;;) {
      shown.push(...(await cards(page)))
      const next = page.locator('nav.pages a[rel=next]')
      if (!(await next.count())) break
      way.push(await follow(page, next))
    }
    expect(first.path, 'posts that occur on two of its pages', shown.filter((path, at) => shown.indexOf(path) !== at), [])
    const posts = new Set(site.pages.filter((p) => p.kind === 'post' && p.lang === first.lang).map((p) => p.path))
    if (first.kind === 'home') expect(first.path, 'posts that none of its pages shows', [...posts].filter((path) => !shown.includes(path)), [])
    for (const path of way) turned.add(path)
    for (const back of way.slice(0, -1).reverse()) expect(first.path, 'the way back', await follow(page, page.locator('nav.pages a[rel=prev]')), back)
  }
  for (const { path } of site.pages.filter((p) => p.newer)) expect(path, 'is reached by paging', turned.has(path))

  // A post names its terms, and those hold it; a term's page leads to one of its language.
  const members = (path) => {
    const found = []
    for (let list = at.get(path); list; list = at.get(list.older)) found.push(...list.cards)
    return found
  }
  const at = new Map(site.pages.map((p) => [p.path, p]))
  for (const post of site.pages.filter((p) => p.kind === 'post')) for (const term of [...post.tags, ...post.authors]) {
    if (!at.has(term)) continue
    expect(post.path, `the term ${term} lists it`, members(term).includes(post.path))
    expect(post.path, `the language of its term ${term}`, at.get(term).lang, post.lang)
  }
  for (const term of site.pages.filter((p) => p.kind === 'term')) for (const other of term.switch.filter((s) => s.same)) {
    expect(term.path, `kind of ${other.path}, its pair`, at.get(other.path)?.kind, 'term')
  }
  await page.context().close()
}
