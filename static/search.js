// Searches the index of each language, the page's first. What is found of a story in another language is shown in the page's, where
// it is told in it; else it carries its language.
const form = document.querySelector('form.search'), input = form.elements.q;
const count = document.getElementById('count'), list = document.getElementById('results');
const { languages, indexes, base, untranslated, in_language, ...words } = JSON.parse(form.dataset.settings);
const own = languages[0], PAGE = 20;
const engines = {}, more = document.createElement('button');
more.textContent = words.more;
more.className = 'more-results';

// As the texts were indexed: straight apostrophes; and without what was elided before them (l’, d’, qu’…).
const elided = /(^|[^\p{L}\p{N}])(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\p{L})/giu;
const asIndexed = (query) => query.normalize('NFC').replace(/[’ʼ]/g, "'").replace(elided, '$1').trim();

// Pagefind shortens a word that it does not find until it finds something: `hairdresser` would be met by the h of « 14 h ». A word
// is met by one that shares its first half: endings differ, beginnings hardly do.
const parts = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const meets = (query, { raw_content, locations, meta }) => {
  const words = raw_content.split(/[\s\u200b]+/);
  const there = parts(locations.map((at) => words[at]).join(' ') + ' ' + meta.title);
  const sought = parts(query);
  const start = (word) => word.slice(0, Math.max(3, Math.ceil(word.length / 2)));
  return sought.every((word) => (word.length === 1 && sought.length > 1) || there.some((other) => other.startsWith(start(word))));
};

const curled = (text) => text.replaceAll("'", '’');

// A language without posts has no index.
const engine = (code) => (engines[code] ??= import(indexes[code] + 'pagefind.js').then(async (it) => (await it.init(), it), () => null));

const searchIn = async (code, query) => {
  const results = (await (await engine(code))?.search(query))?.results ?? [];
  return results.map((result) => ({ code, score: result.score, data: result.data }));
};

// A result as it is shown; nothing, where it is none after all or the policy hides it.
const shown = async (query, { code, score, data }) => {
  const page = await data(), { url, meta, excerpt, filters } = page;
  if (!meets(query, page)) return null;
  const found = { lang: code, url, title: curled(meta.title), excerpt: curled(excerpt), score };
  if (code === own) return found;
  const version = filters.version?.map((json) => JSON.parse(json)).find(({ lang }) => lang === own);
  if (version) return { ...version, excerpt: version.excerpt.replace(/[&<>]/g, (c) => `&#${c.charCodeAt()};`), score, by: code };
  return untranslated === 'hide' ? null : found;
};

// The words of an excerpt are text, whatever they look like; only its marks are elements.
const marked = (html) => html.split(/<mark>(.*?)<\/mark>/s).map((part, at) => {
  const text = Object.assign(document.createElement('textarea'), { innerHTML: part.replaceAll('<', '&lt;') }).value;
  return at % 2 ? Object.assign(document.createElement('mark'), { textContent: text }) : text;
});

const item = ({ lang, url, title, excerpt, by }) => {
  const li = document.createElement('li'), h2 = document.createElement('h2'), a = document.createElement('a');
  const p = document.createElement('p');
  Object.assign(a, { href: base + url, textContent: title });
  p.append(...marked(excerpt));
  h2.append(a);
  li.append(h2, p);
  li.dataset.lang = lang;
  if (lang !== own) for (const part of [a, p]) part.lang = lang;
  if (lang !== own) a.hreflang = lang;
  const note = lang !== own ? in_language[lang] : by && words.found.replace('{in_language}', in_language[by]);
  if (note) p.before(Object.assign(document.createElement('span'), { className: 'badge', textContent: note }));
  return li;
};

let turn = 0;
const run = async (limit = PAGE) => {
  const mine = ++turn, query = asIndexed(input.value);
  history.replaceState(null, '', query ? '?q=' + encodeURIComponent(input.value.trim()) : location.pathname);
  const found = query ? await Promise.all(languages.map((code) => searchIn(code, query))) : [];
  const wanted = (await Promise.all(found.flatMap((results) => results.slice(0, limit).map((result) => shown(query, result))))).filter(Boolean);
  if (mine !== turn) return;
  const later = (result) => untranslated === 'link' && result.lang !== own;
  wanted.sort((a, b) => later(a) - later(b) || Boolean(a.by) - Boolean(b.by) || b.score - a.score);
  const seen = new Set();
  const once = wanted.filter(({ url }) => !seen.has(url) && seen.add(url));
  list.replaceChildren(...once.map(item));
  if (found.some((results) => results.length > limit)) list.append(more);
  more.onclick = () => run(limit + PAGE);
  count.textContent = !query ? '' : once.length ? words.count.replace('{n}', once.length) : words.none;
};

let timer;
input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(run, 200) });
form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); run() });
input.value = new URLSearchParams(location.search).get('q') ?? '';
input.focus();
if (input.value) run();
