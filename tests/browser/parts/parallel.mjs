// Two texts beside each other where there is room, by turns where there is none; each side with its language.
import { each } from '../browser.mjs'

const measure = () => [...document.querySelectorAll('.parallel .row')].map((row) => [...row.querySelectorAll(':scope > .side')].map((side) => {
  const { top, bottom, left, right } = side.getBoundingClientRect()
  return { side: Number(side.dataset.side), lang: side.lang, shown: side.checkVisibility(), top, bottom, left, right, width: innerWidth }
}))

export default async (world) => {
  const { site, expect } = world
  const pages = site.pages.filter((p) => p.kind === 'parallel')
  for (const javaScriptEnabled of [true, false]) for (const width of [1280, 375]) {
    await each(world, pages, async (page, { path, switch: others }) => {
      const what = `at ${width} px${javaScriptEnabled ? '' : ', without script'}`
      await page.goto(path)
      const rows = await page.evaluate(measure)
      expect(path, `rows of two ${what}`, rows.filter((row) => row.length === 2).length > 1)
      expect(path, `every side is shown ${what}`, rows.flat().every((side) => side.shown))
      const langs = rows.find((row) => row.length === 2)?.map((side) => side.lang) ?? []
      expect(path, `two languages ${what}`, new Set(langs).size, 2)
      expect(path, `those of the switch ${what}`, [...langs].sort(), others.map((other) => other.lang).sort())
      rows.forEach((row, at) => {
        expect(path, `the languages of row ${at} ${what}`, row.map((side) => side.lang), row.map((side) => langs[side.side - 1]))
        if (row.length === 2) {
          const [one, two] = row
          if (width > 1000) {
            expect(path, `row ${at} starts on one line ${what}`, Math.abs(one.top - two.top) <= 1)
            expect(path, `row ${at} is side by side ${what}`, one.right <= two.left)
          } else {
            expect(path, `row ${at}: the second text is below the first ${what}`, one.bottom <= two.top + 1)
            expect(path, `row ${at} is as wide as the other texts ${what}`, one.right - one.left > width * 0.7)
          }
        } else if (width > 1000) {
          expect(path, `row ${at}: what stands alone keeps its side ${what}`, row.every(({ side, left, right }) => (side === 1 ? right <= width / 2 + 1 : left >= width / 2 - 1)))
        }
      })
      const tops = rows.flatMap((row) => row.map((side) => side.top))
      expect(path, `the order of the texts ${what}`, width > 1000 || tops.every((top, at) => at === 0 || top >= tops[at - 1] - 1))
    }, { viewport: { width, height: 900 }, javaScriptEnabled })
  }
  expect('parallel pages', 'there are some', pages.length > 0)
}
