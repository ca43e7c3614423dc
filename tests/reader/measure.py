#!/usr/bin/env python3
"""How well archives are read: draws them from stories.txt and layouts.toml, reads them with Diptych, and scores (stdlib only).

  measure.py BIN                     a table: a row a layout, and all together
  measure.py BIN --check             and fails where a figure is under its floor (floors.toml)
  measure.py BIN --gold FOLDER…      and other archives with known answers: FOLDER/<collection>/{*.txt,gold.json}, or one collection
  --draws N  --seed N  --keep FOLDER (the archives that are drawn, with their answers)

boundaries  F1: a copy of a post begins at the line of its title
titles      posts whose title is right
copies      F1 of pairs of copies taken for the same post
truncated   F1 of posts of which only an excerpt is there
pairs       F1 of posts taken for translations of each other
left in     share of the site's lines that are in posts
lost        share of the author's lines that are in none
"""
import argparse, json, os, random, re, subprocess, sys, tempfile, textwrap, tomllib
from collections import Counter, defaultdict
from itertools import combinations

HERE = os.path.dirname(os.path.abspath(__file__))
FIGURES = ['boundaries', 'titles', 'copies', 'truncated', 'pairs', 'left in', 'lost']
AUTHORS = ['Anne Roux', 'Luc Morel', 'Claire Petit']
# Of ten stories, so many are in both languages; of posts, so many are copied to another file; of copies, so many are excerpts; and of
# posts, so many are nowhere whole.
STORIES, BOTH, COPIED, CUT, NEVER_WHOLE = 10, .7, .35, .5, .12
EXCERPT = 45


def data(name):
    with open(os.path.join(HERE, name), 'rb') as file:
        return tomllib.load(file)


def stories():
    """By name and language: the title and the blocks."""
    found = defaultdict(dict)
    for story in open(os.path.join(HERE, 'stories.txt'), encoding='utf-8').read().split('\n=== ')[1:]:
        name, *versions = story.split('\n--- ')
        for version in versions:
            head, text = version.split('\n', 1)
            language, title = head.split(': ', 1)
            found[name.strip()][language] = title, [block.strip('\n') for block in text.strip('\n').split('\n\n')]
    return dict(found)


def fill(template, values):
    return re.sub(r'\{(\w+)\}', lambda match: str(values.get(match[1], match[0])), template)


def drawn_words(words, story):
    """What a template may say of a post of a story, the same in each copy."""
    rng = random.Random(story)
    day, month, year = rng.randint(1, 28), rng.randrange(12), rng.randint(2009, 2019)
    date = fill(words['date'], {'day': day, 'month': words['months'].split()[month], 'year': year})
    category = words['categories'].split()[rng.randrange(4)]
    return {**words, 'date': date, 'author': rng.choice(AUTHORS), 'category': category, 'count': rng.randint(2, 90)}


# How a block is written in stories.txt, what it is, and how most layouts set it; quotations as their language does.
BLOCKS = [('    ', 'code', '    {text}'), ('- ', 'item', '  • {text}'), ('> ', 'quote', '{quoted}'), ('## ', 'heading', '{text}'), ('', '', '{text}')]


def body_lines(blocks, layout, values, cut):
    """The lines of a text as a layout sets them; `cut`, those of an excerpt."""
    if cut:
        prose = [block for block in blocks if not block.startswith(tuple(mark for mark, _, _ in BLOCKS if mark))]
        blocks = [fill(layout.get('cut', '{text} […]'), {**values, 'text': ' '.join(' '.join(prose).split()[:EXCERPT])})]
    lines, indent, wide = [], ' ' * layout.get('indent', 0), layout.get('wrap', 0)
    for block in blocks:
        if lines and not layout.get('dense'):
            lines.append('')
        for line in block.split('\n'):
            mark, kind, usual = next(row for row in BLOCKS if line.startswith(row[0]))
            text = line[len(mark):]
            line = fill(layout.get(kind, usual), {'text': text, 'quoted': fill(values['quoted'], {'text': text})})
            parts = textwrap.wrap(line, wide - len(indent)) if wide and kind != 'code' else [line]
            lines += [indent + part for part in parts]
    return lines


class Draft:
    """A file of an archive that is being written, and what is true of it."""

    def __init__(self, layout):
        self.layout, self.lines, self.site, self.posts = layout, [], [], []

    def write_site(self, text):
        for line in text.split('\n'):
            self.lines.append(line)
            if line.strip():
                self.site.append(len(self.lines))

    def write_post(self, post, values, cut):
        if self.posts:
            self.write_site(self.layout['between'].removesuffix('\n')) if self.layout['between'] else None
        copy = dict(post, truncated=cut, alt_first=[], captions=[], kept_ok=not cut)
        before = len(self.site)
        for line in self.layout['post'].strip('\n').split('\n'):
            if '{title}' in line:
                self.lines.append(fill(line, {'title': post['title']}))
                copy['first_line'] = len(self.lines)
            elif '{body}' in line:
                lines = body_lines(post['blocks'], self.layout, values, cut)
                # A link to the whole text on a line of its own is the site's.
                more = [lines.pop()] if lines[-1].strip() == values['more'] else []
                self.lines += lines
                copy['last_line'] = len(self.lines)
                self.write_site(more[0]) if more else None
            else:
                self.write_site(fill(line, values))
        copy['furniture'] = [n for n in self.site[before:] if copy['first_line'] < n < copy['last_line']]
        del copy['blocks']
        self.posts.append(copy)


def draw(folder, layout, words, told, rng):
    """An archive of three files, French, English and both, and its answers."""
    posts = []
    for name in rng.sample(sorted(told), STORIES):
        languages = ['fr', 'en'] if rng.random() < BOTH else [rng.choice(['fr', 'en'])]
        for language in languages:
            title, blocks = told[name][language]
            pair = name if len(languages) == 2 else None
            posts.append({'story': name, 'title': title, 'lang': language, 'blocks': blocks, 'dup_group': name + '.' + language, 'pair_id': pair})
    files = {name: Draft(layout) for name in ['french.txt', 'english.txt', 'mixed.txt']}
    places = defaultdict(list)
    for post in posts:
        cut = rng.random() < NEVER_WHOLE
        places['french.txt' if post['lang'] == 'fr' else 'english.txt'].append((post, cut))
        if rng.random() < COPIED:
            places['mixed.txt'].append((post, cut or rng.random() < CUT))
    os.makedirs(folder)
    for name, draft in files.items():
        values = words['en' if name == 'english.txt' else 'fr']
        if 'top' in layout:
            draft.write_site(fill(layout['top'].strip('\n') + '\n', values))
        for post, cut in rng.sample(places[name], len(places[name])):
            draft.write_post(post, drawn_words(words[post['lang']], post['story']), cut)
        if 'bottom' in layout:
            draft.write_site(fill(layout['bottom'].rstrip('\n'), values))
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write('\n'.join(draft.lines) + '\n')
    answers = {name: {'lines': len(draft.lines), 'furniture': draft.site, 'posts': draft.posts} for name, draft in files.items()}
    with open(os.path.join(folder, 'gold.json'), 'w', encoding='utf-8') as file:
        json.dump({'files': answers}, file, ensure_ascii=False, indent=1)


def read(binary, folder, names):
    run = subprocess.run([binary, 'import', '--dry-run', '--format', 'json', *(os.path.join(folder, name) for name in names)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr[-2000:])
    return json.loads(run.stdout)


def same(title):
    return re.sub(r'\W+', ' ', title or '').strip()


def count(folder, found):
    """What was found right, found, and there, of each figure."""
    truth = json.load(open(os.path.join(folder, 'gold.json'), encoding='utf-8'))['files']
    counts = Counter()

    def add(figure, right, found, there):
        counts.update({(figure, 'right'): right, (figure, 'found'): found, (figure, 'there'): there})

    copies = [dict(post, file=name) for name, file in truth.items() for post in file['posts']]
    blank = {name: {n for n, line in enumerate(open(os.path.join(folder, name), encoding='utf-8').read().split('\n'), 1) if not line.strip()} for name in truth}
    site = {(name, n) for name, file in truth.items() for n in file['furniture']}
    silent = {(copy['file'], n) for copy in copies for n in copy.get('captions', [])} | {(name, n) for name, file in truth.items() for n in file.get('neutral', [])}
    own = [{n for n in range(copy['first_line'], copy['last_line'] + 1) if n not in blank[copy['file']] and not {(copy['file'], n)} & (site | silent)} for copy in copies]
    spans = [(i, j, os.path.basename(span['file']), span['first_line'], span['last_line']) for i, post in enumerate(found['posts']) for j, span in enumerate(post['spans'])]
    starts = {(file, first) for _, _, file, first, _ in spans}
    begun = [any((copy['file'], n) in starts for n in [copy['first_line'], *copy.get('alt_first', [])]) for copy in copies]
    add('boundaries', sum(begun), len(starts), len(copies))

    # Which copy each span is of, and the span of each copy: the one with most of its lines.
    shared = {(s, k): len([n for n in own[k] if first <= n <= last]) for s, (_, _, file, first, last) in enumerate(spans) for k, copy in enumerate(copies) if copy['file'] == file and copy['first_line'] <= last and first <= copy['last_line']}
    of_span, of_copy = {}, {}
    for (s, k), lines in sorted(shared.items(), key=lambda item: item[1]):
        if lines:
            of_span[s] = k
        if lines * 2 >= len(own[k]):
            of_copy[k] = s
    kept = {spans[s][0]: copies[k]['dup_group'] for s, k in of_span.items() if spans[s][1] == 0}
    best = {}
    for s, k in of_span.items():
        group = copies[k]['dup_group']
        if spans[s][1] == 0 and shared[s, k] > best.get(group, (0, None))[0]:
            best[group] = shared[s, k], found['posts'][spans[s][0]]
    groups = defaultdict(list)
    for copy in copies:
        groups[copy['dup_group']].append(copy)
    for group, members in groups.items():
        post = best.get(group, (0, {}))[1]
        titles = {same(copy['title']) for copy in members if copy['title']}
        add('titles', same(post.get('title')) in titles, 0, 1 if titles else 0)
        whole_is_lost = all(copy['truncated'] for copy in members)
        add('truncated', whole_is_lost and bool(post.get('truncated')), 0, whole_is_lost)
    add('truncated', 0, sum(bool(post.get('truncated')) for post in found['posts']), 0)

    post_of = {k: spans[s][0] for k, s in of_copy.items()}
    true = {pair for pair in combinations(range(len(copies)), 2) if copies[pair[0]]['dup_group'] == copies[pair[1]]['dup_group']}
    made = {(a, b) for a, b in combinations(sorted(post_of), 2) if post_of[a] == post_of[b] and of_copy[a] != of_copy[b]}
    add('copies', len(true & made), len(made), len(true))

    pairs = defaultdict(set)
    for copy in copies:
        if copy['pair_id']:
            pairs[copy['pair_id']].add(copy['dup_group'])
    pairs = {frozenset(pair) for pair in pairs.values() if len(pair) == 2}
    place = {post['id']: i for i, post in enumerate(found['posts'])}
    told = {frozenset({i, place[post['translation_of']]}) for i, post in enumerate(found['posts']) if post.get('translation_of') in place}
    right = pairs & {frozenset(kept.get(i, i) for i in pair) for pair in told}
    add('pairs', len(right), len(told), len(pairs))

    dropped = {(os.path.basename(line['file']), line['line']) for line in found['dropped'] if not line.get('text')}
    covered = {(file, n) for _, _, file, first, last in spans for n in range(first, last + 1)}
    shown = {(file, n) for _, j, file, first, last in spans if j == 0 for n in range(first, last + 1)}
    judged = {line for line in site if line in shown or line not in covered}
    add('left in', len(judged & shown - dropped), 0, len(judged))
    lines = {(copy['file'], n) for k, copy in enumerate(copies) for n in own[k]}
    add('lost', len([line for line in lines if line in dropped or line not in covered]), 0, len(lines))
    return counts


def perfect(folder):
    """The answers as a reading, which must score as well as can be."""
    truth = json.load(open(os.path.join(folder, 'gold.json'), encoding='utf-8'))['files']
    groups, first = defaultdict(list), {}
    for name, file in truth.items():
        for copy in file['posts']:
            groups[copy['dup_group']].append((copy['truncated'], name, copy))
    posts = []
    for group, members in groups.items():
        members.sort(key=lambda member: member[:2])
        _, _, kept = members[0]
        spans = [{'file': name, 'first_line': copy['first_line'], 'last_line': copy['last_line']} for _, name, copy in members]
        pair = kept['pair_id'] and first.setdefault(kept['pair_id'], group)
        posts.append({'id': group, 'title': kept['title'], 'lang': kept['lang'], 'truncated': kept['truncated'], 'spans': spans, 'translation_of': pair if pair != group else None})
    return {'posts': posts, 'dropped': [{'file': name, 'line': n} for name, file in truth.items() for n in file['furniture']]}


def check_scores(folders):
    """That the answers score as well as can be, and worse when posts are joined."""
    for folder in folders:
        answers = perfect(folder)
        best = {name: float(name not in ['left in', 'lost']) for name in FIGURES}
        assert figures(count(folder, answers)) == best, (folder, figures(count(folder, answers)))
        joined = {**answers, 'posts': [{**answers['posts'][0], 'spans': sum((post['spans'] for post in answers['posts'][:2]), [])}, *answers['posts'][2:]]}
        worse = figures(count(folder, joined))
        assert worse['titles'] < 1 and worse['copies'] < 1, (folder, worse)


def figures(counts):
    def figure(name):
        right, found, there = (counts[name, part] for part in ['right', 'found', 'there'])
        if name in ['titles', 'left in', 'lost']:
            return right / there if there else float(name == 'titles')
        return 2 * right / (found + there) if found + there else 1.0
    return {name: figure(name) for name in FIGURES}


def collections(folder):
    """The folders with answers: the folder itself, or those in it."""
    inside = [folder, *(os.path.join(folder, name) for name in sorted(os.listdir(folder)))]
    return [name for name in inside if os.path.exists(os.path.join(name, 'gold.json'))]


def drawn(folder, draws, seed):
    """Draws archives; the folders by layout."""
    found, told = data('layouts.toml'), stories()
    folders = defaultdict(list)
    for name, layout in found['layout'].items():
        for n in range(draws):
            folders[name].append(os.path.join(folder, '%s-%d' % (name, n)))
            draw(folders[name][-1], layout, found['words'], told, random.Random('%s %d %d' % (name, n, seed)))
    return folders


def measure(binary, folders):
    """The counts of each row of a table, by name."""
    table = {}
    for name, rows in folders.items():
        table[name] = sum((count(row, read(binary, row, sorted(n for n in os.listdir(row) if n.endswith('.txt')))) for row in rows), Counter())
    return table


def print_table(table):
    print('%-16s' % '' + ''.join('%11s' % name for name in FIGURES))
    for name, row in table.items():
        print('%-16s' % name + ''.join('%11.3f' % row[figure] for figure in FIGURES))


def below_floors(table):
    """What is under its floor, or over it where little is good."""
    failed = []
    for row, floors in data('floors.toml').items():
        for name, floor in floors.items():
            value = table[row][name]
            if value > floor if name in ['left in', 'lost'] else value < floor:
                failed.append('%s: %s %.3f, not %.3f' % (row, name, value, floor))
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary')
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--gold', nargs='*', default=[])
    parser.add_argument('--draws', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--keep')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folders = drawn(args.keep or scratch, args.draws, args.seed)
        check_scores(sum(folders.values(), []) if args.check else [])
        counts = measure(os.path.abspath(args.binary), folders)
        table = {name: figures(row) for name, row in counts.items()}
        table['all'] = figures(sum(counts.values(), Counter()))
        others = {os.path.basename(os.path.abspath(folder)): collections(folder) for folder in args.gold}
        table.update({name: figures(row) for name, row in measure(os.path.abspath(args.binary), others).items()})
    print_table(table)
    failed = below_floors(table) if args.check else []
    sys.exit('under the floor: ' + '; '.join(failed) if failed else 0)


if __name__ == '__main__':
    main()
