// Offers readers this page in their language, without a redirect; the answer stays in this browser.
(() => {
  let answer
  try { answer = localStorage.language } catch {}
  const remember = (value) => { try { localStorage.language = value } catch {} }
  const links = [...document.querySelectorAll('.switch a')]
  for (const link of links) link.addEventListener('click', () => remember(link.hreflang))
  if (answer === 'declined') return
  const base = (tag) => tag.toLowerCase().split('-')[0]
  const versions = document.body.className === 'root' ? links : [document.documentElement, ...links]
  const tag = (v) => v.hreflang ?? v.lang
  let wanted
  for (const reader of answer ? [answer] : navigator.languages) {
    wanted = versions.find((v) => tag(v) === reader) ?? versions.find((v) => base(tag(v)) === base(reader))
    if (wanted) break
  }
  if (!wanted?.dataset.offer) return
  document.querySelector(`.half[data-lang="${wanted.hreflang}"]`)?.classList.add('suggested')
  const offer = document.createElement('aside'), accept = wanted.cloneNode(), decline = document.createElement('button')
  Object.assign(offer, { className: 'offer', lang: wanted.lang, dir: wanted.dir })
  accept.textContent = wanted.dataset.offer
  accept.onclick = () => remember(wanted.hreflang)
  decline.textContent = wanted.dataset.decline
  decline.onclick = () => { remember('declined'); offer.remove() }
  offer.append(accept, ' ', decline)
  document.querySelector('main').before(offer)
})()
