//! Which pieces are one post: the same runs of words, though lines are missing or the post is cut.

use super::Ground;
use super::pieces::Copy;
use std::collections::{HashMap, HashSet};

/// Words in a run.
const RUN: usize = 5;
/// A run that stands in more pieces than this is a phrase of the site's, not a mark of one post.
const COMMON: usize = 24;
/// Share of the shorter piece's runs that the longer one must have: where one has no title, where the titles are the
/// same, and where they differ (posts of a series share their opening).
const SHARE: f64 = 0.5;
const SHARE_WITH_TITLE: f64 = 0.3;
const SHARE_DESPITE_TITLES: f64 = 0.85;

/// Groups pieces into posts; in each group the fullest first, the others in file and line order.
pub(crate) fn group(ground: &Ground, pieces: &[Copy]) -> Vec<Vec<usize>> {
    let runs: Vec<HashSet<u64>> = pieces.iter().map(|piece| runs(ground, piece)).collect();
    let mut parent: Vec<usize> = (0..pieces.len()).collect();
    for ((a, b), shared) in shared(&runs) {
        if alike(ground, pieces, &runs, a, b, shared) {
            let (a, b) = (root(&mut parent, a), root(&mut parent, b));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for n in 0..pieces.len() {
        groups.entry(root(&mut parent, n)).or_default().push(n);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_unstable();
        let fullest = group
            .iter()
            .copied()
            .min_by_key(|&n| (pieces[n].truncated, usize::MAX - pieces[n].words, n));
        if let Some(at) = group.iter().position(|&n| Some(n) == fullest) {
            group[..=at].rotate_right(1);
        }
    }
    groups.sort_unstable();
    groups
}

fn root(parent: &mut [usize], mut n: usize) -> usize {
    while parent[n] != n {
        parent[n] = parent[parent[n]];
        n = parent[n];
    }
    n
}

/// The runs of words of a piece's text, hashed.
fn runs(ground: &Ground, piece: &Copy) -> HashSet<u64> {
    let (lines, marks) = (&ground.texts[piece.file].lines, &ground.marks[piece.file]);
    let body = if piece.titled && piece.kept.len() > 1 {
        &piece.kept[1..]
    } else {
        &piece.kept[..]
    };
    let mut words: Vec<u64> = Vec::new();
    for &i in body {
        let folded = &lines[i].folded;
        let cut;
        let text = match marks[i].more {
            None => folded.as_str(),
            Some(more) => {
                cut = crate::text::words::fold(&lines[i].text[..more]);
                &cut
            }
        };
        words.extend(crate::text::words::words(text).map(|word| hash(word.bytes())));
    }
    if words.len() < RUN {
        return HashSet::from([mix(&words)]);
    }
    words.windows(RUN).map(mix).collect()
}

/// FNV-1a: runs are many and short, and nobody forges an archive.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One number for a run of hashed words.
fn mix(words: &[u64]) -> u64 {
    words.iter().fold(0, |sum: u64, word| {
        (sum.rotate_left(13) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Pairs of pieces that share runs, and how many.
fn shared(runs: &[HashSet<u64>]) -> Vec<((usize, usize), usize)> {
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    for (n, runs) in runs.iter().enumerate() {
        for &run in runs {
            holders.entry(run).or_default().push(n as u32);
        }
    }
    let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
    for holders in holders
        .values()
        .filter(|holders| (2..=COMMON).contains(&holders.len()))
    {
        for (i, &a) in holders.iter().enumerate() {
            for &b in &holders[i + 1..] {
                let pair = (a.min(b) as usize, a.max(b) as usize);
                *counts.entry(pair).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_unstable();
    pairs
}

fn alike(
    ground: &Ground,
    pieces: &[Copy],
    runs: &[HashSet<u64>],
    a: usize,
    b: usize,
    shared: usize,
) -> bool {
    let title = |n: usize| {
        ground.texts[pieces[n].file].lines[pieces[n].kept[0]]
            .folded
            .as_str()
    };
    let least = runs[a].len().min(runs[b].len()).max(1);
    let share = shared as f64 / least as f64;
    let needed = match (pieces[a].titled && pieces[b].titled, title(a) == title(b)) {
        (_, true) => SHARE_WITH_TITLE,
        (true, false) if !opens(ground, pieces, a, b) && !opens(ground, pieces, b, a) => {
            SHARE_DESPITE_TITLES
        }
        _ => SHARE,
    };
    share >= needed
}

/// Whether the first line of piece `a` is the line under the title of piece `b`: `a` has lost its title.
pub(crate) fn opens(ground: &Ground, pieces: &[Copy], a: usize, b: usize) -> bool {
    let line = |n: usize, place: usize| {
        let piece: &Copy = &pieces[n];
        piece
            .kept
            .get(place)
            .map(|&i| ground.texts[piece.file].lines[i].folded.as_str())
    };
    pieces[b].titled && line(a, 0).is_some() && line(a, 0) == line(b, 1)
}

/// Lines of other copies that the kept one lacks: file and line.
pub(crate) fn elsewhere(ground: &Ground, pieces: &[Copy], group: &[usize]) -> Vec<(usize, usize)> {
    let Some((&first, others)) = group.split_first() else {
        return Vec::new();
    };
    let folded = |n: usize| {
        let piece = &pieces[n];
        piece
            .kept
            .iter()
            .map(move |&i| (i, &ground.texts[piece.file].lines[i]))
    };
    let mut have: HashSet<&str> = folded(first)
        .map(|(_, line)| line.folded.as_str())
        .collect();
    let mut found = Vec::new();
    for &other in others {
        for (i, line) in folded(other) {
            // A cut line is the head of a line that the kept copy has whole.
            if ground.marks[pieces[other].file][i].more.is_none() && have.insert(&line.folded) {
                found.push((pieces[other].file, line.number));
            }
        }
    }
    found
}
