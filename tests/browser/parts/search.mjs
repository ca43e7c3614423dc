// A word of a title finds that post, in each language, with a mistake in it too; the keyboard alone is enough; nothing found is said.
import { each, reader } from '../browser.mjs'
import { results, search } from '../search.mjs'

export default async (world) => {
  const { site, expect } = world
  for (const { path, lang } of site.pages.filter((p) => p.kind === 'search')) {
    const own = site.pages.filter((p) => p.kind === 'post' && p.lang === lang).slice(0, site.by === 'serve' ? 2 : 8)
    await each(world, own, async (page, post) => {
      const found = await search(page, path, post.title)
      expect(path, `"${post.title}" finds it`, found.some((result) => result.path === post.path))
      expect(path, `"${post.title}" finds twice`, found.map((result) => result.path).filter((one, at, all) => all.indexOf(one) !== at), [])
      for (const result of found) {
        const foreign = !result.path.startsWith(`/${lang}/`)
        expect(path, `${result.path} carries its language`, foreign ? result.lang === result.path.split('/')[1] && result.note !== '' : result.lang === '')
        expect(path, `${result.path}: straight apostrophes`, /'/.test(result.title + result.excerpt), false)
        expect(path, `${result.path} has an excerpt`, result.excerpt.length > 20)
      }
    })
    const page = await reader(world)
    // Two letters of the longest word of a title swapped.
    const [longest] = own.flatMap((post) => post.title.match(/\p{L}{6,}/gu)?.map((word) => ({ word, post })) ?? []).sort((a, b) => b.word.length - a.word.length)
    const misspelt = longest.word.replace(/^(..)(.)(.)/u, '$1$3$2')
    expect(path, `"${misspelt}" finds "${longest.word}"`, (await search(page, path, misspelt)).some((result) => result.path === longest.post.path))
    expect(path, 'what xyzzyx finds', await search(page, path, 'xyzzyx'), [])
    expect(path, 'says that nothing was found', (await page.locator('#count').textContent()).length > 5)
    // By keyboard: the field has the focus, Enter searches, Tab leads to the first result.
    await page.goto(path)
    expect(path, 'the focus', await page.evaluate(() => document.activeElement.id), 'query')
    await page.keyboard.type(own[0].title)
    await page.keyboard.press('Enter')
    const [first] = await results(page)
    expect(path, 'the address tells the query', new URL(page.url()).searchParams.get('q'), own[0].title)
    expect(path, 'the focus stays', await page.evaluate(() => document.activeElement.id), 'query')
    let stops = 0
    while (stops++ < 5 && !(await page.evaluate(() => document.getElementById('results').contains(document.activeElement)))) await page.keyboard.press('Tab')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    expect(path, 'Enter leads to the first result', decodeURIComponent(new URL(page.url()).pathname), first?.path)
    await page.goBack()
    expect(path, 'the results are there again', (await results(page))[0]?.path, first?.path)
    await page.context().close()
  }
}
