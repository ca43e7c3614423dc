// Small helps; without this script everything can be read, switched and played all the same.
// It is minified by a tool that wants every statement to end with a semicolon.

// Light or dark, as the reader chose: before anything is drawn.
const chosenScheme = () => { try { return localStorage.scheme ?? ''; } catch { return ''; } };
document.documentElement.dataset.scheme = chosenScheme();

document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('button.scheme'), schemes = { '': '◐', light: '○', dark: '●' };
  const show = (scheme) => {
    document.documentElement.dataset.scheme = scheme;
    if (button) { Object.assign(button, { hidden: false, textContent: schemes[scheme], title: button.dataset[scheme || 'system'], ariaLabel: button.dataset[scheme || 'system'] }); }
  };
  show(chosenScheme());
  button?.addEventListener('click', () => {
    const names = Object.keys(schemes), next = names[(names.indexOf(chosenScheme()) + 1) % names.length];
    try { localStorage.scheme = next; } catch { }
    show(next);
  });

  // `/` opens the search, where nothing is typed.
  document.addEventListener('keydown', (event) => {
    const search = document.querySelector('a[rel="search"]');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !search || event.target.closest('input, textarea, select, [contenteditable]')) { return; }
    event.preventDefault();
    search.click();
  });

  // Offers readers this page in their language, without a redirect; the answer stays in this browser.
  (() => {
    let answer;
    try { answer = localStorage.language; } catch { }
    const remember = (value) => { try { localStorage.language = value; } catch { } };
    const links = [...document.querySelectorAll('.switch a')];
    for (const link of links) { link.addEventListener('click', () => remember(link.hreflang)); }
    if (answer === 'declined') { return; }
    const base = (tag) => tag.toLowerCase().split('-')[0];
    const versions = document.body.className === 'root' ? links : [document.documentElement, ...links];
    const tag = (version) => version.hreflang ?? version.lang;
    let wanted;
    for (const reader of answer ? [answer] : navigator.languages) {
      wanted = versions.find((version) => tag(version) === reader) ?? versions.find((version) => base(tag(version)) === base(reader));
      if (wanted) { break; }
    }
    if (!wanted?.dataset.offer) { return; }
    document.querySelector('.half[data-lang="' + wanted.hreflang + '"]')?.classList.add('suggested');
    const offer = document.createElement('aside'), accept = document.createElement('a'), decline = document.createElement('button');
    Object.assign(offer, { className: 'offer', lang: wanted.lang, dir: wanted.dir, ariaLabel: wanted.dataset.offer });
    Object.assign(accept, { href: wanted.href, hreflang: wanted.hreflang, textContent: wanted.dataset.offer });
    accept.onclick = () => remember(wanted.hreflang);
    decline.textContent = wanted.dataset.decline;
    decline.onclick = () => { remember('declined'); offer.remove(); };
    offer.append(accept, decline);
    document.querySelector('main').before(offer);
  })();

  // Keeps the reader's place: a link to the other text leads to the block that stands for the first one on screen.
  const beside = document.querySelector('[data-keeps-place]') ? '.switch a[rel="alternate"], .translation a[rel="alternate"]' : null;
  for (const link of beside ? document.querySelectorAll(beside) : []) {
    const key = 'data-at-' + link.hreflang.toLowerCase(), home = link.href.split('#')[0];
    const top = document.querySelector('.switch').getBoundingClientRect().height + 8;
    const aim = () => {
      const blocks = [...document.querySelectorAll('.e-content [' + key + ']')];
      const read = blocks.findLastIndex((block) => block.getBoundingClientRect().top <= top);
      const seen = blocks[read]?.getBoundingClientRect().bottom > top + 16 ? blocks[read] : read < 0 ? null : blocks[read + 1] ?? blocks[read];
      link.href = home + (seen ? '#' + seen.getAttribute(key) : '');
    };
    for (const event of ['pointerenter', 'pointerdown', 'focus', 'click']) { link.addEventListener(event, aim); }
  }

  // A paragraph under the pointer, or tapped, offers to go on from it in another language; by keyboard, the links above do the same.
  const text = document.querySelector('.e-content'), offers = document.createElement('div'), ways = [];
  offers.className = 'from-here';
  for (const link of beside && text ? document.querySelectorAll('.translation a[data-from-here]') : []) {
    const offer = document.createElement('a');
    Object.assign(offer, { lang: link.lang, dir: link.dir, hreflang: link.hreflang, textContent: link.dataset.fromHere, tabIndex: -1 });
    offers.append(offer);
    ways.push([offer, link]);
  }
  const offerFrom = (event) => {
    const block = event.target.closest('.e-content > *');
    if (!block || block === offers || event.target.closest('a, button, summary, video, audio') || !getSelection().isCollapsed) { return; }
    for (const [offer, link] of ways) {
      const key = 'data-at-' + link.hreflang.toLowerCase(), at = (block.hasAttribute(key) ? block : block.querySelector('[' + key + ']'))?.getAttribute(key);
      offer.hidden = !at;
      offer.href = link.href.split('#')[0] + '#' + at;
    }
    offers.style.top = block.offsetTop + (matchMedia('(min-width: 68rem)').matches ? 0 : block.offsetHeight) + 'px';
    if (!offers.parentNode) { text.append(offers); }
  };
  if (ways.length) { for (const event of ['pointerover', 'click']) { text.addEventListener(event, offerFrom); } }

  // A click on a picture that is shown smaller than it is opens it.
  for (const picture of document.querySelectorAll('.e-content img[width]')) {
    const isSmaller = () => picture.getAttribute('width') > picture.clientWidth * 1.2 && !picture.closest('a');
    picture.addEventListener('pointerover', () => picture.classList.toggle('opens', isSmaller()));
    picture.addEventListener('click', () => { if (isSmaller()) { location.assign(picture.src); } });
  }

  // Code can be copied, where the browser lets a page do so.
  const words = document.querySelector('[data-copy]')?.dataset, said = document.createElement('span');
  for (const block of words && navigator.clipboard ? document.querySelectorAll('.code') : []) {
    const button = document.createElement('button'), language = block.dataset.language;
    Object.assign(button, { type: 'button', className: 'copy', lang: document.documentElement.lang, textContent: words.copy, ariaLabel: words.copyCode + (language ? ' (' + language + ')' : '') });
    button.addEventListener('click', () => navigator.clipboard.writeText(block.querySelector('pre').textContent.trimEnd()).then(() => {
      said.textContent = button.textContent = words.copied;
      setTimeout(() => { said.textContent = ''; button.textContent = words.copy; }, 2000);
    }));
    block.prepend(button);
    if (!said.parentNode) {
      said.className = 'visually-hidden';
      said.setAttribute('role', 'status');
      document.body.append(said);
    }
  }

  // A click on a video loads its player; before, nothing comes from elsewhere.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-player]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    const player = document.createElement('iframe');
    player.src = link.dataset.player;
    player.title = link.dataset.title;
    player.allow = 'autoplay; fullscreen; picture-in-picture';
    // YouTube plays nothing for who does not say where from.
    player.referrerPolicy = 'strict-origin-when-cross-origin';
    player.tabIndex = 0;
    link.replaceWith(player);
    player.focus();
  });

  // An address of the old site, such as /?p=12: no file can stand there.
  const addresses = document.querySelector('[data-old-addresses]');
  if (addresses && location.search) {
    fetch(addresses.dataset.oldAddresses).then((response) => response.json()).then((to) => {
      const query = new URLSearchParams(location.search);
      const keys = [location.search.slice(1), ...['p', 'page_id'].map((key) => key + '=' + query.get(key))];
      const key = keys.find((key) => Object.hasOwn(to, key));
      if (key) { location.replace(to[key] + location.hash); }
    });
  }
});
