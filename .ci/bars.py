#!/usr/bin/env python3
"""Runs the scorers and fails where a figure is below its bar: bars.py BIN DATA OUT (stdlib only)."""
import json, subprocess, sys

binary, data, out = sys.argv[1:]
failed = []


def score(*args):
    run = subprocess.run([sys.executable, data + '/evaluate.py', binary, *args, '--json'], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    return json.loads(run.stdout)


def bar(name, value, least=None, most=None):
    good = (least is None or value >= least) and (most is None or value <= most)
    print('  %-28s %.4f %s' % (name, value, '' if good else 'below the bar' if least is not None else 'above the bar'))
    if not good:
        failed.append(name)


print('the five archives')
total = score('seeds', '--out', out)['total']
exact = ['boundary_f1', 'title_exact', 'lang_acc', 'dup_f1', 'kept_acc', 'trunc_acc', 'trunc_f1', 'pair_f1', 'end_acc', 'glued_found']
for name in exact:
    bar(name, total[name], least=1)
for name in ['caption_leak', 'furniture_leak', 'content_lost', 'lines_lost', 'overlap_lines']:
    bar(name, total[name], most=0)
bar('kind_acc', total['kind_acc'], least=.95)

print('archives with known answers')
total = score('archives', data + '/corpora/archives', '--out', out)['total']
for name, least in [('boundary_f1', .97), ('title_exact', .95), ('lang_acc', .98), ('dup_f1', .98), ('kept_acc', .97), ('trunc_f1', .93), ('pair_f1', .96), ('end_acc', .97)]:
    bar(name, total[name], least=least)
bar('furniture_leak', total['furniture_leak'], most=.02)
for name in ['lines_lost', 'overlap_lines']:
    bar(name, total[name], most=0)

print('pairing alone')
for kind, least in [('dev', .99), ('dev-trunc', .985), ('dev-adapt', .98), ('dev-mask', .985), ('dev-mix', .97)]:
    rows = score('pairing', data + '/corpora/pairing/%s.jsonl' % kind)
    every = next(row for row in rows if row['site'] == 'all')
    bar(kind, every['f1'], least=least)
    bar(kind + ' right at 0.9', every['right_at_0.9'] or 0, least=.98)

sys.exit('below the bar: ' + ', '.join(failed) if failed else 0)
