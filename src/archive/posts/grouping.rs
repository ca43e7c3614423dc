//! Which copies are one post: the same runs of words, though lines are missing or the post is cut.

use super::corpus::{Corpus, PostCopy};
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::LineMark;
use crate::text::words::{fold, words};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a run.
const RUN: usize = 5;
/// A run that is in more copies than this is a phrase of the site's, not a mark of one post.
const COMMON: usize = 24;
/// Share of the shorter copy's runs that the longer one must have: where one has no title, where the titles are the
/// same, and where they differ (posts of a series share their opening).
const SHARE: f64 = 0.5;
const SHARE_WITH_TITLE: f64 = 0.3;
const SHARE_DESPITE_TITLES: f64 = 0.85;

/// Groups copies into posts; in each group the fullest first, the others in file and line order.
pub fn group_copies(corpus: &Corpus, copies: &[PostCopy]) -> Vec<Vec<usize>> {
    let runs: Vec<HashSet<u64>> = copies.iter().map(|copy| word_runs(corpus, copy)).collect();
    let mut parent: Vec<usize> = (0..copies.len()).collect();
    for ((a, b), shared) in count_shared(&runs) {
        let share = shared as f64 / runs[a].len().min(runs[b].len()).max(1) as f64;
        if share >= needed_share(corpus, &copies[a], &copies[b]) {
            let (a, b) = (root(&mut parent, a), root(&mut parent, b));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for n in 0..copies.len() {
        groups.entry(root(&mut parent, n)).or_default().push(n);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_unstable();
        let fullness = |&at: &usize| {
            let copy = &copies[group[at]];
            (copy.truncated, usize::MAX - copy.words)
        };
        if let Some(at) = (0..group.len()).min_by_key(fullness) {
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

/// The runs of words of a copy's text, hashed.
fn word_runs(corpus: &Corpus, copy: &PostCopy) -> HashSet<u64> {
    let title = usize::from(copy.titled && copy.kept.len() > 1);
    let text = |(line, mark): (&Line, &LineMark)| match mark.more {
        Some(more) => fold(&line.text[..more]),
        None => line.folded.clone(),
    };
    let texts: Vec<String> = copy.lines(corpus).skip(title).map(text).collect();
    let all: Vec<&str> = texts.iter().flat_map(|text| words(text)).collect();
    let hash = |run: &[&str]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    if all.len() < RUN {
        return HashSet::from([hash(&all)]);
    }
    all.windows(RUN).map(hash).collect()
}

/// Pairs of copies that share runs, and how many.
fn count_shared(runs: &[HashSet<u64>]) -> Vec<((usize, usize), usize)> {
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

/// The share of runs by which two copies are one post.
fn needed_share(corpus: &Corpus, a: &PostCopy, b: &PostCopy) -> f64 {
    if a.opening(corpus) == b.opening(corpus) {
        SHARE_WITH_TITLE
    } else if a.titled && b.titled && !a.lacks_title_of(b, corpus) && !b.lacks_title_of(a, corpus) {
        SHARE_DESPITE_TITLES
    } else {
        SHARE
    }
}

/// Lines of other copies that the kept one, the first, lacks: file and line.
pub fn find_elsewhere(corpus: &Corpus, group: &[&PostCopy]) -> Vec<(usize, usize)> {
    let mut have: HashSet<&str> = HashSet::new();
    let mut elsewhere = Vec::new();
    for (rank, copy) in group.iter().enumerate() {
        for (line, mark) in copy.lines(corpus) {
            // A cut line is the head of a line that the kept copy has whole.
            let counts = rank == 0 || mark.more.is_none();
            if counts && have.insert(&line.folded) && rank > 0 {
                elsewhere.push((copy.file, line.number));
            }
        }
    }
    elsewhere
}
