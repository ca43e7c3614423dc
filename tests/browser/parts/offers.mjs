// Readers who come to a page in another language than their own are offered it in theirs, and nothing is done for them.
import { follow, reader } from '../browser.mjs'

export default async (world) => {
  const { site, expect } = world
  const french = await reader(world, { locale: 'fr-CA' })
  const offer = french.locator('aside.offer a')
  const at = () => new URL(french.url()).pathname
  await french.goto('/')
  // A web server with our rules leads on from there; what else leads there may stay.
  expect('/', 'leads French readers to', at(), site.by === 'nginx' ? '/fr/' : '/')
  await french.goto('/?choose=1')
  expect('/?choose=1', 'stays', at(), '/')
  expect('/', 'the offer', await offer.textContent(), 'Continuer en français')
  await french.goto('/fr/silence/')
  expect('/fr/silence/', 'offers to who reads in their language', await offer.count(), 0)
  await french.goto('/en/night-shift/')
  expect('/en/night-shift/', 'offers of what is not there', await offer.count(), 0)
  await french.goto('/en/silence/')
  expect('/en/silence/', 'the language of the offer', await french.locator('aside.offer').getAttribute('lang'), 'fr')
  expect('/en/silence/', 'the offer leads to', await follow(french, offer), '/fr/silence/')
  await follow(french, french.locator('nav.switch a').first())
  expect('/en/silence/', 'offers to who switched', await offer.count(), 0)

  const declining = await reader(world, { locale: 'fr' })
  await declining.goto('/en/silence/')
  await declining.locator('aside.offer button').click()
  expect('/en/silence/', 'offers when declined', await declining.locator('aside.offer').count(), 0)
  await declining.goto('/en/queue/')
  expect('/en/queue/', 'offers to who declined', await declining.locator('aside.offer').count(), 0)

  const german = await reader(world)
  await german.goto('/en/silence/')
  expect('/en/silence/', 'offers to others', await german.locator('aside.offer').count(), 0)
  await german.goto('/?p=12')
  await german.waitForURL('**/fr/formulaire/', { timeout: 10000 }).catch(() => {})
  expect('/?p=12', 'an old address leads to', new URL(german.url()).pathname, '/fr/formulaire/')
  for (const page of [french, declining, german]) await page.context().close()
}
