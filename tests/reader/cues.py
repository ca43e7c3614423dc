#!/usr/bin/env python3
"""What each cue of the archive reader earns: scores the reader without it (stdlib only).

  cues.py [--gold FOLDER…] [--only WORD…]     a table: a row a cue, the dearest first
  cues.py --check                             only that each cue of cues.toml is in the source, once

A figure is what the removal costs, in thousandths: of `left in` and `lost` what it adds, of the others what it takes; negative where
the reader is better without. `most` is the largest cost on any of the data. The archives are those of measure.py, and others with
known answers (`--gold`).

The repository has no switch for this. A copy of it gets one: each cue of cues.toml becomes a choice, and the program so built goes
without the one whose number the environment names.
"""
import argparse, os, shutil, subprocess, sys, tempfile

import measure

ROOT = os.path.abspath(os.path.join(measure.HERE, '..', '..'))
LITTLE = ['left in', 'lost']


def cues():
    """Name → file, find, put."""
    return {name: cue for step in measure.data('cues.toml').values() for name, cue in step.items()}


def stale(root):
    """The cues that are not in the source, or more than once."""
    def times(cue):
        with open(os.path.join(root, 'src', 'archive', cue['file']), encoding='utf-8') as file:
            return file.read().count(cue['find'])
    return [name for name, cue in cues().items() if times(cue) != 1]


# What the copy's src/archive/mod.rs gets.
SWITCH = '''
/// Whether a cue is left out, by its number.
pub fn is_without(cue: usize) -> bool {
    static LEFT_OUT: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
    let number = || std::env::var("WITHOUT").ok()?.parse().ok();
    *LEFT_OUT.get_or_init(number) == Some(cue)
}
'''


def with_switches(folder, target):
    """The program with all cues as choices, built in a copy of the repository."""
    files = subprocess.run(['git', 'ls-files', '-z'], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in files.rstrip('\0').split('\0'):
        if os.path.exists(os.path.join(ROOT, name)):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            shutil.copy2(os.path.join(ROOT, name), os.path.join(folder, name))

    def rewrite(name, change):
        path = os.path.join(folder, 'src', 'archive', name)
        with open(path, encoding='utf-8') as file:
            text = change(file.read())
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    for number, cue in enumerate(cues().values()):
        without = 'crate::archive::is_without(%d)' % number
        find, put = cue['find'], cue['put']
        put = put.replace('WITHOUT', without) if 'WITHOUT' in put else '(if %s { %s } else { %s })' % (without, put, find)
        rewrite(cue['file'], lambda text: text.replace(find, put))
    rewrite('mod.rs', lambda text: text + SWITCH)
    command = ['cargo', 'build', '--quiet', '--no-default-features', '--bin', 'diptych']
    environment = {**os.environ, 'CARGO_TARGET_DIR': target}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return os.path.join(target, 'debug', 'diptych') if run.returncode == 0 else sys.exit(run.stderr[-5000:])


def scores(binary, corpora):
    """The figures of each corpus."""
    return {name: measure.figures(measure.measure(binary, {'': folders})['']) for name, folders in corpora.items()}


def costs(whole, without):
    """What is lost, in thousandths, by corpus and figure."""
    sign = {name: -1 if name in LITTLE else 1 for name in measure.FIGURES}
    return {corpus: {name: round(1000 * sign[name] * (value - without[corpus][name])) for name, value in figures.items()} for corpus, figures in whole.items()}


def print_costs(rows, corpora):
    heads = ['bound', 'title', 'copies', 'cut', 'pairs', 'left', 'lost']
    print('%-34s%6s' % ('', 'most') + ''.join('   %-42s' % corpus for corpus in corpora))
    print('%-34s%6s' % ('', '') + ''.join('   ' + ''.join('%6s' % head for head in heads) for _ in corpora))
    for name, row in sorted(rows.items(), key=lambda item: -most(item[1])):
        print('%-34s%6d' % (name, most(row)) + ''.join('   ' + ''.join('%6d' % row[corpus][figure] for figure in measure.FIGURES) for corpus in corpora))


def most(row):
    return max(cost for corpus in row.values() for cost in corpus.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gold', nargs='*', default=[])
    parser.add_argument('--only', nargs='*', default=[''], help='words of the names of cues')
    parser.add_argument('--draws', type=int, default=4)
    parser.add_argument('--work', help='a folder for the copy and what is built, kept')
    parser.add_argument('--check', action='store_true')
    args = parser.parse_args()
    if names := stale(ROOT):
        sys.exit('not in the source, or more than once: ' + ', '.join(names))
    if args.check:
        return
    with tempfile.TemporaryDirectory() as scratch:
        work = args.work or scratch
        binary = with_switches(os.path.join(work, 'source'), os.path.join(work, 'target'))
        corpora = {'drawn': sum(measure.drawn(os.path.join(scratch, 'drawn'), args.draws, 1).values(), [])}
        corpora.update({os.path.basename(os.path.abspath(folder)): measure.collections(folder) for folder in args.gold})
        whole, rows, failed = scores(binary, corpora), {}, []
        for number, name in enumerate(cues()):
            if not any(word in name for word in args.only):
                continue
            os.environ['WITHOUT'] = str(number)
            try:
                rows[name] = costs(whole, scores(binary, corpora))
            except SystemExit as error:
                failed.append('without %r the reader fails: %s' % (name, error))
                continue
            print('%-34s%6d' % (name, most(rows[name])), file=sys.stderr, flush=True)
    print_costs(rows, corpora)
    sys.exit('\n'.join(failed) or 0)


if __name__ == '__main__':
    main()
