#!/usr/bin/env python3
"""How many entries of archive.toml an author needs until an archive is read right (stdlib only).

  corrections.py BIN [--gold FOLDER…] [--lines]

The author goes through the doubts of `import --dry-run`, the worst first, types the entry below one where something is wrong as it
stands, and reads again. An entry that helps and also harms counts two. Wrong is where a post begins, and whose a line is. Printed
for each layout of measure.py: posts, mistakes at first and at last, entries, and entries for a hundred posts. With `--lines` the
author passes over entries of kinds of lines (`[[file]]`): what these save.
"""
import argparse, json, os, shutil, tempfile

import measure

MOST = 60


def mistakes(folder, found):
    """Where a post begins and none should, or should and none does; lines of the site's in posts, and of the author's in none."""
    truth = json.load(open(os.path.join(folder, 'gold.json'), encoding='utf-8'))['files']
    base = os.path.basename
    spans = [(base(span['file']), span['first_line'], span['last_line']) for post in found['posts'] for span in post['spans']]
    dropped = {(base(line['file']), line['line']) for line in found['dropped'] if not line.get('text')}
    inside = {(file, n) for file, first, last in spans for n in range(first, last + 1)} - dropped
    starts, wrong = {(file, first) for file, first, _ in spans}, set()
    for name, file in truth.items():
        lines = open(os.path.join(folder, name), encoding='utf-8').read().split('\n')
        site, silent = set(file['furniture']), {n for copy in file['posts'] for n in copy.get('captions', [])} | set(file.get('neutral', []))
        may = {n: copy['first_line'] for copy in file['posts'] for n in [copy['first_line'], *copy.get('alt_first', [])]}
        begun = {may.get(n, n) for file, n in starts if file == name}
        wrong |= {('begins', name, n) for n in begun ^ {copy['first_line'] for copy in file['posts']}}
        wrong |= {('left in', name, n) for n in site if (name, n) in inside}
        own = {n for copy in file['posts'] for n in range(copy['first_line'], copy['last_line'] + 1) if lines[n - 1].strip()} - site - silent
        wrong |= {('lost', name, n) for n in own if (name, n) not in inside}
    return wrong


def mend(binary, folder, lines_only):
    """Posts, mistakes at first and at last, and entries with those that harm counted twice."""
    names = sorted(name for name in os.listdir(folder) if name.endswith('.txt'))
    corrections = os.path.join(folder, 'archive.toml')

    def read(entries):
        with open(corrections, 'w', encoding='utf-8') as file:
            file.write('\n\n'.join(entries))
        found = measure.read(binary, folder, names)
        return found, mistakes(folder, found)

    typed, passed, entries = [], set(), 0
    found, wrong = read(typed)
    first = len(wrong)
    posts = sum(len(file['posts']) for file in json.load(open(os.path.join(folder, 'gold.json'), encoding='utf-8'))['files'].values())
    while wrong and len(typed) < MOST:
        for doubt in found['doubts']:
            entry = doubt['correction']
            if entry in passed or not entry.startswith('[[at' if lines_only else ('[[at', '[[file')):
                continue
            then, left = read([*typed, entry])
            if len(left) < len(wrong):
                entries += 2 if left - wrong else 1
                typed, found, wrong = [*typed, entry], then, left
                break
            passed.add(entry)
        else:
            break
    os.remove(corrections)
    return posts, first, len(wrong), entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary')
    parser.add_argument('--gold', nargs='*', default=[])
    parser.add_argument('--lines', action='store_true')
    parser.add_argument('--draws', type=int, default=2)
    args = parser.parse_args()
    binary = os.path.abspath(args.binary)
    print('%-16s%8s%10s%6s%9s%13s' % ('', 'posts', 'mistakes', 'left', 'entries', 'a hundred'))
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure.drawn(os.path.join(scratch, 'drawn'), args.draws, 1)
        for folder in args.gold:
            copy = shutil.copytree(folder, os.path.join(scratch, 'gold', os.path.basename(os.path.abspath(folder))))
            rows[os.path.basename(copy)] = measure.collections(copy)
        for name, folders in rows.items():
            posts, first, left, entries = map(sum, zip(*(mend(binary, folder, args.lines) for folder in folders)))
            print('%-16s%8d%10d%6d%9d%13.1f' % (name, posts, first, left, entries, 100 * entries / posts), flush=True)


if __name__ == '__main__':
    main()
