// `diptych serve`: pages follow their sources, and say what is wrong with them.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reader } from '../browser.mjs'
import { copied, previewed } from '../sites.mjs'

export default async (world) => {
  const { diptych, folder, closing, expect } = world
  const root = join(folder, 'preview'), post = join(root, 'content/posts/silence.fr.md'), path = '/fr/silence/'
  await copied(world.site.root, root)
  const site = await previewed(diptych, 'preview', root)
  closing.push(site.close)
  const page = await reader({ ...world, site })
  const words = await readFile(post, 'utf8')
  const errors = page.locator('#diptych-errors')
  // Whether the page comes to hold it by itself.
  const shows = async (what, locator, wanted = 'visible') => {
    const start = Date.now()
    const there = await locator.waitFor({ state: wanted, timeout: 10000 }).then(() => true, () => false)
    expect(path, what, there)
    return Date.now() - start
  }
  await page.goto(path)
  expect(path, 'errors of a whole site', await errors.count(), 0)

  await writeFile(post, `${words}\nQuelques mots de plus.\n`)
  const waited = await shows('a changed post is shown', page.getByText('Quelques mots de plus.'))
  expect(path, 'within three seconds', waited < 3000)
  await page.evaluate(() => scrollTo({ top: 400, behavior: 'instant' }))
  const before = await page.evaluate(() => scrollY)
  await writeFile(post, `${words}\nEncore d’autres.\n`)
  await shows('a second change is shown', page.getByText('Encore d’autres.'))
  expect(path, 'keeps its place when it reloads', await page.waitForFunction((y) => Math.abs(scrollY - y) < 50, before, { timeout: 3000 }).then(() => true, () => false))

  await writeFile(post, words.replace(/^\+\+\+/, '+++\ntitle = '))
  await shows('errors of a broken post are shown', errors)
  const told = await errors.textContent().catch(() => '')
  expect(path, `they name the file and the line: ${told}`, /silence\.fr\.md:\d+/.test(told))
  expect(path, 'the last page is behind them', await page.locator('.e-content').isVisible())
  expect(path, 'they are announced', await errors.getAttribute('role').catch(() => ''), 'alert')
  await page.goto('/en/')
  expect('/en/', 'errors are over other pages too', await errors.isVisible())
  await page.goto(path)
  await writeFile(post, words)
  await shows('errors are gone from a mended post', errors, 'detached')
  await shows('and its words are there', page.locator('.e-content'))

  await mkdir(join(root, 'templates'), { recursive: true })
  const template = join(root, 'templates/post.html'), own = await readFile(template, 'utf8').catch(() => null)
  await writeFile(template, '{% extends "base.html" %}\n{% block main %}{{ post.title }\n{% endblock main %}\n')
  await shows('errors of a broken template are shown', errors)
  const where = await errors.textContent().catch(() => '')
  expect(path, `they name the template and the line: ${where}`, /templates\/post\.html:2/.test(where))
  if (own === null) await rm(template)
  else await writeFile(template, own)
  await shows('errors are gone from a mended template', errors, 'detached')

  await mkdir(join(root, 'static'), { recursive: true })
  await writeFile(join(root, 'static/style.css'), 'body { background: rgb(1, 2, 3) }')
  const styled = () => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'
  expect(path, 'a changed style sheet is shown', await page.waitForFunction(styled, null, { timeout: 10000 }).then(() => true, () => false))

  // A post that comes to be, and goes.
  const other = join(root, 'content/posts/x.fr.md')
  await page.goto('/fr/x/')
  await shows('a page that is not there yet', page.locator('body.not-found'))
  await writeFile(other, '+++\ntitle = "Tout neuf"\n+++\n\nUn texte tout neuf, écrit à l’instant.\n')
  await shows('is shown when its post is written', page.locator('body.post'))
  await rm(other)
  await shows('and is gone with it', page.locator('body.not-found'))
  await page.context().close()

  // A server ends, and another follows on its port: the page is of the first, which its console may say.
  const patient = await reader({ browser: world.browser, site })
  await patient.goto(path)
  let running = site
  for (const line of ['Des mots d’un autre jour.', 'Et d’un autre encore.']) {
    await running.close()
    await writeFile(post, `${words}\n${line}\n`)
    running = await previewed(diptych, 'preview', root, new URL(site.origin).port)
    closing.push(running.close)
    await shows('a page follows from one run of the server to the next', patient.getByText(line))
  }
  await patient.context().close()
}
