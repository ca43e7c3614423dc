// Searches the site's index (`render::search` says what is in it). What is found of a story in another language is shown in the page's,
// where it is told in it; else it carries its language.
const form = document.querySelector('form.search'), input = form.elements.q;
const count = document.getElementById('count'), list = document.getElementById('results');
const { languages, index, base, untranslated, in_language, ...words } = JSON.parse(form.dataset.settings);
const own = languages[0], PAGE = 10, CONTEXT = 110;
const more = document.createElement('button');
more.textContent = words.more;
more.className = 'more-results';

// As the words of the index are folded; `l’`, `d’`, `qu’` are no words of a query.
const fold = (text) => text.normalize('NFKD').replace(/[\p{M}\u00ad\u200b\ufeff]/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/[’ʼ]/g, "'");
const elided = /(^|[^\p{L}\p{N}])(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\p{L})/gu;
const WORD = /[\p{Alphabetic}\p{M}\p{N}]+/gu;
const parts = (query) => [...new Set(fold(query).replace(elided, '$1').match(WORD))];

const files = {};
const file = (path, read) => (files[path] ??= fetch(index + path).then((answer) => (answer.ok ? read(answer) : null)));
const json = (answer) => answer.json();
// A site without texts has no index.
const contents = () => file('index.json', json).then((it) => it ?? { languages: [], told: [], shards: [], words: [], endings: [] });

// The place of the file that a key is in, of a table of files and their first keys.
const place = (table, key) => {
  let low = 0, high = table.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[middle][0] <= key) low = middle; else high = middle;
  }
  return low;
};
const part = (table, at, read) => (table[at] ? file('shards/' + table[at][1], read) : null);

// A shard: the stems of its words, and how often each stem is in which story.
const shard = async (answer) => {
  const bytes = new Uint8Array(await answer.arrayBuffer()), end = bytes.indexOf(0);
  const [forms, stems] = new TextDecoder().decode(bytes.subarray(0, end)).split(/^\n/m).map((lines) => lines.split('\n').filter(Boolean).map((line) => line.split(' ')));
  let from = end + 1;
  const spans = stems.map(([stem, size]) => [stem, bytes.subarray(from, (from += +size))]);
  return { forms: new Map(forms.map(([form, ...of]) => [form, of])), stems: new Map(spans) };
};
const postings = (bytes) => {
  const stories = new Map();
  for (let at = 0, story = 0; at < bytes.length;) {
    let shift = 0, byte;
    do { byte = bytes[at++]; story += (byte & 127) << shift; shift += 7; } while (byte > 127);
    stories.set(story, bytes[at++] / 100);
  }
  return stories;
};

// A list of words: each has how many letters it shares with the one before, and the others.
const lines = async (answer) => {
  let word = '';
  return (await answer.text()).trim().split('\n').map((line) => (word = word.slice(0, parseInt(line[0], 36)) + line.slice(1)));
};
const backwards = (word) => [...word].reverse().join('');
// Whether two words differ in one letter, or in two that are swapped.
const isNear = (a, b) => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [x, y] = [a.slice(at), b.slice(at)];
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
};
const nearWords = async (word) => {
  if (word.length < 4) return [];
  const { words, endings } = await contents(), shared = Math.max(2, (word.length >> 1) - 1);
  const near = async (table, word) => {
    const start = word.slice(0, shared), first = place(table, start), last = place(table, start + '\uffff');
    // Of very many words that begin alike, those nearest to it.
    const at = Math.min(Math.max(place(table, word), first), last);
    const found = await Promise.all([at - 1, at, at + 1].filter((one) => one >= first && one <= last).map((one) => part(table, one, lines)));
    return found.flat().filter((other) => other && isNear(word, other));
  };
  return [...new Set([...(await near(words, word)), ...(await near(endings, backwards(word))).map(backwards)])];
};

// The stems of a word in all languages: those of the word itself; else of words that begin with it; else of those that it may be a
// mistake for; else a stem that it begins with, as it may be a form that no text has.
const exactly = (word, { forms, stems }, codes) => [...(forms.get(word) ?? []), ...codes.map((_, at) => at.toString(36) + word).filter((stem) => stems.has(stem))];
const stemsOf = async (word) => {
  const { shards, languages: codes } = await contents();
  const here = await part(shards, place(shards, word), shard);
  if (!here) return [];
  const exact = exactly(word, here, codes);
  if (exact.length) return exact;
  const own = [...here.stems.keys()];
  const longer = word.length < 3 ? [] : [...[...here.forms].filter(([form]) => form.startsWith(word)).flatMap(([, of]) => of), ...own.filter((stem) => stem.startsWith(word, 1))];
  if (longer.length) return longer.slice(0, 60);
  const near = await nearWords(word);
  const theirs = await Promise.all(near.map(async (other) => exactly(other, await part(shards, place(shards, other), shard), codes)));
  if (near.length) return theirs.flat();
  const shorter = own.filter((stem) => stem.length > Math.max(3, Math.ceil(word.length * 0.4)) && word.startsWith(stem.slice(1)));
  return shorter.filter((stem) => stem.length === Math.max(...shorter.map((other) => other.length)));
};

// How much a word counts in each story, by language.
const weigh = async (word) => {
  const { shards, languages: codes, posts } = await contents();
  const stems = [...new Set(await stemsOf(word))];
  const found = codes.map(() => new Map());
  await Promise.all(stems.map(async (stem) => {
    const at = parseInt(stem[0], 36), bytes = (await part(shards, place(shards, stem.slice(1)), shard))?.stems.get(stem);
    if (!bytes) return;
    const stories = postings(bytes);
    const rare = Math.log(1 + (posts[at] - stories.size + 0.5) / (stories.size + 0.5));
    for (const [story, counts] of stories) found[at].set(story, (found[at].get(story) ?? 0) + rare * counts);
  }));
  return { stems, found };
};

// What is found, the best first: in all words of the query; where no text has all, in those that have most.
const search = async (query) => {
  const { languages: codes, told } = await contents(), weighed = await Promise.all(parts(query).map(weigh));
  const tells = (at, story) => at >= 0 && (parseInt(told[at][story >> 2] ?? 0, 16) >> (story & 3)) & 1;
  const results = codes.flatMap((lang, at) => {
    const sums = new Map();
    for (const { found } of weighed) for (const [story, score] of found[at]) {
      const sum = sums.get(story) ?? { story, lang, score: 0, meets: 0 };
      sums.set(story, { ...sum, score: sum.score + score, meets: sum.meets + 1 });
    }
    return [...sums.values()];
  });
  const most = Math.max(...results.map(({ meets }) => meets));
  const home = codes.indexOf(own), seen = new Set();
  const here = results.filter(({ meets }) => meets === most).map((result) => (result.lang !== own && tells(home, result.story) ? { ...result, lang: own, by: result.lang } : result));
  const wanted = here.filter(({ lang }) => lang === own || untranslated !== 'hide');
  const later = ({ lang }) => untranslated === 'link' && lang !== own;
  wanted.sort((a, b) => later(a) - later(b) || Boolean(a.by) - Boolean(b.by) || b.score - a.score || b.story - a.story);
  const once = wanted.filter(({ story, lang }) => !seen.has(lang + story) && seen.add(lang + story));
  return { found: once, marks: await marksOf(weighed.flatMap(({ stems }) => stems)) };
};

// Whether a word is one of these stems'.
const marksOf = async (stems) => {
  const { shards } = await contents(), marked = new Set(stems.map((stem) => stem.slice(1)));
  for (const stem of stems) for (const [form, of] of (await part(shards, place(shards, stem.slice(1)), shard))?.forms ?? []) if (of.includes(stem)) marked.add(form);
  return (word) => marked.has(fold(word));
};

const hitsOf = (text, isMarked) => [...text.matchAll(WORD)].filter(([word]) => isMarked(word)).map((hit) => ({ from: hit.index, to: hit.index + hit[0].length, word: fold(hit[0]) }));

// A part of a text, with marks around its hits.
const marked = (text, hits, from = 0, to = text.length) => {
  const plain = (a, b) => text.slice(a, b).replaceAll('\n', ' · '), shown = [];
  for (const hit of hits.filter((hit) => hit.from >= from && hit.to <= to)) {
    shown.push(plain(from, hit.from), Object.assign(document.createElement('mark'), { textContent: text.slice(hit.from, hit.to) }));
    from = hit.to;
  }
  return [...shown, plain(from, to).trimEnd()];
};

// The part of a text around what was sought.
const snippet = (text, isMarked) => {
  const hits = hitsOf(text, isMarked);
  const variety = (at) => new Set(hits.filter(({ from }) => from >= hits[at].from && from < hits[at].from + 2 * CONTEXT).map(({ word }) => word)).size;
  let best = 0;
  for (let at = 1; at < Math.min(hits.length, 50); at++) if (variety(at) > variety(best)) best = at;
  let from = Math.max(0, (hits[best]?.from ?? 0) - CONTEXT / 2);
  let to = Math.min(text.length, from + 2 * CONTEXT);
  if (from) from = Math.min(text.slice(0, hits[best].from).search(/\s\S*$/) + 1, from + text.slice(from).search(/\s/) + 1);
  if (to < text.length) to = Math.max(hits[best]?.to ?? 0, from + text.slice(from, to).search(/\s\S*$/));
  return [from ? '… ' : '', ...marked(text, hits, from, to), to < text.length ? ' …' : ''];
};

const item = (marks) => async ({ story, lang, by }) => {
  const page = await file(`${lang}/${story}.json`, json);
  if (!page) return '';
  const make = (name, more, ...inside) => { const it = Object.assign(document.createElement(name), more); it.append(...inside); return it; };
  const a = make('a', { href: base + page.url }, ...marked(page.title, hitsOf(page.title, marks))), h2 = make('h2', {}, a);
  const p = make('p', {}, ...snippet(page.text, marks)), meta = make('p', { className: 'meta' });
  const note = lang !== own ? in_language[lang] : by && words.found.replace('{in_language}', in_language[by]);
  if (note) meta.append(make('span', { className: 'badge', textContent: note }), ' ');
  if (page.date) meta.append(make('time', { dateTime: page.date[0], textContent: page.date[1] }));
  if (lang !== own) for (const it of [a, p, ...meta.querySelectorAll('time')]) it.lang = lang;
  if (lang !== own) a.hreflang = lang;
  const li = make('li', {}, h2, ...(meta.firstChild ? [meta] : []), p);
  li.dataset.lang = lang;
  return li;
};

let turn = 0;
const run = async (limit = PAGE) => {
  const mine = ++turn, query = input.value.trim();
  history.replaceState(null, '', query ? '?q=' + encodeURIComponent(query) : location.pathname);
  const { found, marks } = parts(query).length ? await search(query) : { found: [] };
  const items = await Promise.all(found.slice(0, limit).map(item(marks)));
  if (mine !== turn) return;
  list.replaceChildren(...items);
  if (found.length > limit) list.after(more); else more.remove();
  more.onclick = () => run(limit + PAGE);
  count.textContent = !query ? '' : found.length ? words.count.replace('{n}', found.length) : words.none;
};

let timer;
input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(run, 200); });
form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); run(); });
input.value = new URLSearchParams(location.search).get('q') ?? '';
input.focus();
if (input.value) run();
