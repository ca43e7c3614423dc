// What assistive technology is told: landmarks and their names, headings, languages, where one is.
import { each } from '../browser.mjs'

const read = () => {
  const all = (selector, say) => [...document.querySelectorAll(selector)].map(say)
  const own = document.documentElement.lang
  const langOf = (node) => (node.nodeType === 1 ? node : node.parentElement).closest('[lang]').lang
  const name = (e) => e.getAttribute('aria-label') ?? e.getAttribute('aria-labelledby')?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim() ?? ''
  // The languages of an element's words.
  const langs = (e) => {
    const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = new Set()
    while (walk.nextNode()) if (walk.currentNode.data.trim()) found.add(langOf(walk.currentNode))
    return [...found]
  }
  const navs = all('nav, aside, form[role=search], search', name)
  return {
    h1: all('h1', (e) => e.textContent.trim()),
    mains: all('main', (e) => e.id),
    headers: all('body > header', (e) => e.className), footers: all('body > footer', (e) => e.className),
    nameless: all('nav, aside:not(.offer), main section', (e) => [e, name(e) || (e.matches('section') ? e.querySelector('h1, h2, h3, h4')?.textContent : '')]).filter(([, label]) => !label).map(([e]) => e.outerHTML.slice(0, 60)),
    twins: navs.filter((label, at) => label && navs.indexOf(label) !== at),
    switches: all('nav.switch a', (e) => ({ leads: e.hreflang, lang: e.lang, words: langs(e), name: e.textContent.trim() !== '' })).filter((e) => !e.name || e.lang !== e.leads || e.words.some((lang) => lang !== e.leads)),
    // Titles in another language carry it.
    titles: all('.card .p-name a', (e) => [langOf(e.firstChild ?? e), e.closest('.card').dataset.lang]).filter(([is, should]) => is !== should),
    here: all('header.site nav a, footer.site nav a', (e) => e).filter((e) => e.href.split('#')[0] === location.href.split(/[?#]/)[0] && e.getAttribute('aria-current') !== 'page').length,
    elsewhere: all('[aria-current=page]', (e) => e.href).filter((href) => href && href.split('#')[0] !== location.href.split(/[?#]/)[0]),
    paging: document.querySelector('nav.pages') && langs(document.querySelector('nav.pages')).filter((lang) => lang !== own),
    buttons: all('button, a[href], input:enabled', (e) => e).filter((e) => !e.closest('[aria-hidden=true]') && !(e.textContent.trim() || name(e) || e.title || e.labels?.length || e.querySelector('img[alt]:not([alt=""]), title'))).map((e) => e.outerHTML.slice(0, 80)),
  }
}

export default async (world) => {
  const { site, expect } = world
  await each(world, site.pages, async (page, { path, kind }) => {
    await page.goto(path)
    const found = await page.evaluate(read)
    expect(path, 'number of h1', found.h1.length, 1)
    expect(path, 'h1 says something', found.h1.every(Boolean))
    expect(path, 'main', found.mains, ['main'])
    // Where all languages are at home, the switch above is the head.
    const headless = ['root', 'parallel'].includes(kind) || path === '/x'
    expect(path, 'header and footer', [...found.headers, ...found.footers], headless ? ['site'] : ['site', 'site'])
    expect(path, 'landmarks without a name', found.nameless, [])
    expect(path, 'landmarks of one name', found.twins, [])
    expect(path, 'switch links that are not in the language they lead to', found.switches, [])
    expect(path, 'titles without their language', found.titles, [])
    expect(path, 'links to this very page without aria-current', found.here, 0)
    expect(path, 'aria-current elsewhere', found.elsewhere, [])
    expect(path, 'paging in other languages', found.paging ?? [], [])
    expect(path, 'controls without a name', found.buttons, [])
  })
}
