// A search as a reader makes it.

// What a search page shows for a query, when it shows it.
export const search = async (page, path, query) => {
  await page.goto(`${path}?q=${encodeURIComponent(query)}`)
  return results(page)
}

export const results = async (page) => {
  await page.waitForFunction(() => document.getElementById('count').textContent, null, { timeout: 30000 })
  return page.evaluate(() => [...document.querySelectorAll('#results > li')].filter((li) => li.querySelector('a')).map((li) => {
    const link = li.querySelector('a'), excerpt = li.querySelector('p:not(.meta)')
    const note = li.querySelector('.badge')?.textContent ?? ''
    return {
      path: decodeURIComponent(new URL(link.href).pathname), title: link.textContent, lang: link.lang, note, excerpt: excerpt.textContent,
      marks: li.querySelectorAll('mark').length,
    }
  }))
}
