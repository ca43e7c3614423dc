//! Where a file turns from one language to another and stays: a post in the other language begins there.
//!
//! 1. `runs`: the lines of a file fall into stretches of one language; a word or a line of the other is no turn.
//! 2. A stretch that returns without a title to the language it left is a quotation, and no stretch of its own.
//! 3. Where a title stands between two stretches that are left, a post begins at it, however short both are.

use super::boundaries::Field;
use super::candidates::{quoted, short};
use super::furniture::Role;
use super::lines::{Line, Text};

/// A stretch of kept lines in one language, from the first line that shows it to the last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// Index of the language.
    pub language: usize,
    /// Place of its first line among the lines given.
    pub first: usize,
    /// Place of its last line.
    pub last: usize,
    /// Words of its paragraphs; headings and quotations are not counted.
    pub words: usize,
}

/// How many function words of the other language it takes to leave one.
const LEAVE: f32 = 5.0;

/// The stretches of a text's lines, some of which are given by their indexes.
pub(crate) fn runs(text: &Text, kept: &[usize]) -> Vec<Run> {
    let lines = || kept.iter().map(|&line| &text.lines[line]);
    let spoken = spoken(&lines().map(tongue).collect::<Vec<_>>());
    let mut runs: Vec<Run> = Vec::new();
    for (place, (line, language)) in lines().zip(spoken).enumerate() {
        let own = tongue(line).get(language).copied().unwrap_or(0.0);
        let shows = own > 0.0
            && tongue(line)
                .iter()
                .enumerate()
                .all(|(l, weight)| l == language || *weight < own);
        let words = if short(line) || quoted(line.text) {
            0
        } else {
            line.words
        };
        match runs.last_mut().filter(|run| run.language == language) {
            Some(run) => {
                run.words += words;
                run.last = if shows { place } else { run.last };
            }
            None if shows => runs.push(Run {
                language,
                first: place,
                last: place,
                words,
            }),
            None => {}
        }
    }
    runs
}

/// What a line says of its language: a quotation says nothing.
fn tongue<'l>(line: &'l Line<'_>) -> &'l [f32] {
    if quoted(line.text) { &[] } else { &line.tongue }
}

/// The language of each line, left only where [`LEAVE`] is worth it (Viterbi).
fn spoken(tongues: &[&[f32]]) -> Vec<usize> {
    let count = tongues.iter().map(|tongue| tongue.len()).max().unwrap_or(0);
    let top = |sums: &[f32]| (0..count).fold(0, |top, l| if sums[l] > sums[top] { l } else { top });
    let mut sums = vec![0.0; count];
    let mut came: Vec<Vec<usize>> = Vec::new();
    for tongue in tongues {
        let best = top(&sums);
        came.push(
            (0..count)
                .map(|l| {
                    if sums[best] - LEAVE > sums[l] {
                        best
                    } else {
                        l
                    }
                })
                .collect(),
        );
        let floor = sums.get(best).map_or(0.0, |sum| sum - LEAVE);
        for (l, sum) in sums.iter_mut().enumerate() {
            *sum = sum.max(floor) + tongue.get(l).copied().unwrap_or(0.0);
        }
    }
    let mut language = top(&sums);
    let mut spoken = vec![language; tongues.len()];
    for (place, came) in came.iter().enumerate().rev() {
        spoken[place] = language;
        language = came.get(language).copied().unwrap_or(language);
    }
    spoken
}

/// What a title between two languages weighs (log-odds), where the paragraphs on both sides are long enough to tell.
const TURN: f64 = 9.0;
/// What is left of it where the title itself shows no language.
const MUTE: f64 = 0.8;
/// What is left of it where the title is in the language above.
const ABROAD: f64 = 0.5;
/// What is left of it where a stretch lacks a title on its other side.
const HALF: f64 = 0.5;
/// Words of paragraphs that tell for sure.
const ENOUGH: usize = 40;
/// Words of paragraphs that tell nothing yet.
const NOTHING: usize = 15;
/// A stretch of so many words is no quotation, unless it lacks a title on both sides.
pub(crate) const LONG_QUOTATION: usize = 150;

/// For each candidate of each file: what a change of language weighs, zero for most.
pub(crate) fn turns(field: &Field, opinions: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..field.texts.len())
        .map(|file| turns_of(field, file, &opinions[file]))
        .collect()
}

fn turns_of(field: &Field, file: usize, opinions: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0; opinions.len()];
    let runs = without_quotations(
        field,
        file,
        opinions,
        runs(&field.texts[file], &field.kept[file]),
    );
    let titles: Vec<Option<(usize, f64)>> = runs
        .windows(2)
        .map(|pair| title(field, file, opinions, &pair[0], &pair[1]))
        .collect();
    let parted: Vec<bool> = runs
        .windows(2)
        .zip(&titles)
        .map(|(pair, title)| title.is_some() || ended(field, file, pair[0].last, pair[1].first))
        .collect();
    // A stretch that lacks a title on one side may yet be a long quotation.
    let whole = |n: usize| {
        let sides = [
            n.checked_sub(1).and_then(|above| parted.get(above)),
            parted.get(n),
        ];
        if sides.contains(&Some(&false)) {
            HALF
        } else {
            1.0
        }
    };
    let enough =
        |run: &Run| (run.words.saturating_sub(NOTHING) as f64 / (ENOUGH - NOTHING) as f64).min(1.0);
    for (n, title) in titles.iter().enumerate() {
        if let Some((candidate, worth)) = title {
            let sure = enough(&runs[n]) * enough(&runs[n + 1]) * whole(n).min(whole(n + 1));
            weights[*candidate] = TURN * worth * sure;
        }
    }
    weights
}

/// The runs without those that return, somewhere, to the language they left without a title.
fn without_quotations(field: &Field, file: usize, opinions: &[f64], runs: Vec<Run>) -> Vec<Run> {
    let parted = |a: &Run, b: &Run| {
        title(field, file, opinions, a, b).is_some() || ended(field, file, a.last, b.first)
    };
    let mut left: Vec<Run> = Vec::new();
    for run in runs {
        if let [.., host, inner] = left.as_mut_slice() {
            let sides = u8::from(parted(host, inner)) + u8::from(parted(inner, &run));
            if host.language == run.language
                && (sides == 0 || sides == 1 && inner.words < LONG_QUOTATION)
            {
                host.last = run.last;
                host.words += run.words;
                left.pop();
                continue;
            }
        }
        left.push(run);
    }
    left
}

/// Whether furniture between two kept lines ends a post.
fn ended(field: &Field, file: usize, above: usize, below: usize) -> bool {
    let kept = &field.kept[file];
    (kept[above] + 1..kept[below]).any(|i| {
        matches!(
            field.marks[file][i].role,
            Some(Role::End | Role::More | Role::Byline)
        ) || field.marks[file][i].more.is_some()
    })
}

/// The line between two runs that is most like a title (an index of the candidates), and its share of [`TURN`].
fn title(
    field: &Field,
    file: usize,
    opinions: &[f64],
    above: &Run,
    below: &Run,
) -> Option<(usize, f64)> {
    let (lines, kept, list) = (
        &field.texts[file].lines,
        &field.kept[file],
        &field.candidates[file],
    );
    // A heading right above the other language, under a paragraph of its own: it has a foreign title, perhaps.
    let foreign = |place: usize| {
        place + 1 == below.first && place > above.first && !short(&lines[kept[place - 1]])
    };
    let worth = |place: usize| match place {
        _ if place == below.first => 1.0,
        _ if place > above.last => MUTE,
        _ if foreign(place) => ABROAD,
        _ => 0.0,
    };
    let from = list.partition_point(|candidate| candidate.place < above.last.max(1));
    let between = list[from..]
        .iter()
        .enumerate()
        .take_while(|(_, candidate)| candidate.place <= below.first);
    between
        .filter(|(_, candidate)| {
            candidate.heading
                && candidate.place + 1 < kept.len()
                && title_like(&lines[candidate.line])
        })
        .map(|(i, candidate)| (from + i, worth(candidate.place)))
        .filter(|(_, worth)| *worth > 0.0)
        .max_by(|&(a, x), &(b, y)| (opinions[a] + TURN * x).total_cmp(&(opinions[b] + TURN * y)))
}

/// A title between two languages has no more words.
const LONGEST: usize = 20;
/// Headings within a post that stands in several languages: none is a title.
const NAMES: &[&str] = &[
    "francais",
    "anglais",
    "version francaise",
    "version anglaise",
    "en francais",
    "en anglais",
    "english",
    "french",
    "english version",
    "french version",
    "in english",
    "in french",
    "espanol",
    "deutsch",
    "italiano",
    "portugues",
    "nederlands",
];

/// Short, of one language, and neither a sentence, nor a quotation, nor the announcement of what follows.
fn title_like(line: &Line) -> bool {
    let (all, best) = line
        .tongue
        .iter()
        .fold((0.0, 0.0_f32), |(all, best), weight| {
            (all + weight, best.max(*weight))
        });
    let mixed = all - best >= 2.0 && best < 3.0 * (all - best);
    let name = line.folded.trim_matches(|c: char| !c.is_alphanumeric());
    line.words <= LONGEST
        && !mixed
        && !quoted(line.text)
        && line.marker.is_none()
        && !matches!(line.ends(), '.' | ',' | ';' | ':')
        && !NAMES.contains(&name)
}
