//! What the posts of one site say about each other: how rare a word is here, and who may be whose translation.
//!
//! 1. Each thing a post speaks of weighs as much as it is rare among the posts in its language.
//! 2. What a post says in the same words as another post in its language is the frame of a series, a signature, a notice: it
//!    hardly counts.
//! 3. An inverted index finds, for each post, the few posts in another language that share its rarest things.

use super::profile::{Keyed, Profile, RUN, Term, word_keys};
use crate::languages;
use crate::text::words::fold;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};

/// Candidates kept for a post in each other language.
const CANDIDATES: usize = 8;
/// Postings read for a post: what keeps the cost of a large site about proportional to its posts.
const BUDGET: usize = 10_000;
/// What one knows of words before reading the site counts as much as this many posts.
const PRIOR: f64 = 3.0;
/// What a thing counts for that is only in a frame.
const FRAMED: f64 = 0.2;
/// A post with more frame than this is a copy rather than one of a series: then nothing is a frame.
const MOST_FRAMED: f64 = 0.7;
/// The share of posts that use a word of which nothing is known, and one that any post may use.
const RARE: f64 = 0.05;
const COMMON: f64 = 0.5;

/// All posts of a site, weighed.
pub(super) struct Site<'a> {
    pub profiles: &'a [&'a Profile],
    /// The languages that have posts, in order.
    pub languages: Vec<usize>,
    /// Posts in each language, by its index, on each day.
    days: Vec<Keyed<f64>>,
    /// Per post, what its terms and its first words weigh.
    pub weighed: Vec<Weighed>,
}

/// What a post says, weighed.
#[derive(Default)]
pub(super) struct Weighed {
    /// Per term: its part of two unit vectors, one of words, one of what needs no translation.
    pub parts: Vec<f64>,
    /// Per term: whether it is only in a frame.
    pub framed: Vec<bool>,
    /// The words of the title and of the opening with their parts of a unit vector, by key.
    pub title: Vec<(u64, f64)>,
    pub opening: Vec<(u64, f64)>,
}

/// Per key, the posts that have it, with its weight there.
type Index = Keyed<Vec<(usize, f64)>>;

impl<'a> Site<'a> {
    pub fn new(profiles: &'a [&'a Profile]) -> Self {
        let languages = profiles.iter().map(|profile| profile.language);
        let languages: Vec<usize> = languages.collect::<BTreeSet<_>>().into_iter().collect();
        let count = languages.last().map_or(0, |last| last + 1);
        let idf = rarity(profiles, count);
        let repeated = repeated(profiles, count);
        let weigh = |profile: &&Profile| {
            let language = profile.language;
            weigh(profile, &idf[language], &repeated[language])
        };
        let weighed = profiles.par_iter().map(weigh).collect();
        let mut days = vec![Keyed::default(); count];
        for profile in profiles {
            if let Some(day) = profile.day {
                *days[profile.language].entry(day as u64).or_default() += 1.0;
            }
        }
        Site {
            profiles,
            languages,
            days,
            weighed,
        }
    }

    /// How many posts in its language have the post's date: a whole blog moved in one day says nothing.
    pub fn busy(&self, post: usize) -> f64 {
        let profile = self.profiles[post];
        let posts = |day: i64| self.days[profile.language].get(&(day as u64));
        profile.day.and_then(posts).copied().unwrap_or(1.0)
    }

    /// Pairs of posts in two languages worth a closer look, in order; posts for which `open` is false are left out.
    pub fn candidates(
        &self,
        first: usize,
        second: usize,
        open: &[bool],
    ) -> BTreeSet<(usize, usize)> {
        let mut found = BTreeSet::new();
        for (from, to) in [(first, second), (second, first)] {
            let index = self.index(to, open);
            let posts: Vec<usize> = self.posts(from, open).collect();
            let scores = || vec![0.0; self.profiles.len()];
            let nearest: Vec<Vec<usize>> = posts
                .par_iter()
                .map_init(scores, |scores, post| self.nearest(*post, &index, scores))
                .collect();
            for (post, others) in posts.into_iter().zip(nearest) {
                found.extend(others.into_iter().map(|other| {
                    if from == first {
                        (post, other)
                    } else {
                        (other, post)
                    }
                }));
            }
        }
        found
    }

    fn posts(&self, language: usize, open: &[bool]) -> impl Iterator<Item = usize> {
        (0..self.profiles.len())
            .filter(move |post| self.profiles[*post].language == language && open[*post])
    }

    fn index(&self, language: usize, open: &[bool]) -> Index {
        let mut index = Index::default();
        for post in self.posts(language, open) {
            for (key, weight) in self.marks(post) {
                index.entry(key).or_default().push((post, weight));
            }
        }
        index
    }

    /// Everything a post can be found by: what it speaks of, its title, its slug, its date.
    fn marks(&self, post: usize) -> impl Iterator<Item = (u64, f64)> {
        let (profile, weighed) = (self.profiles[post], &self.weighed[post]);
        let keys = profile.terms.iter().map(|term| term.key);
        let terms = keys.zip(weighed.parts.iter().copied());
        let title = weighed.title.iter();
        let titles = title.map(|(key, part)| (key ^ TITLE, 0.5 * part));
        let slug = profile.slug.map(|key| (key ^ TITLE, 1.0));
        let day = profile.day.map(|day| (day as u64 ^ DAY, 0.4));
        terms.chain(titles).chain(slug).chain(day)
    }

    /// The posts that share most of the rarest things, best first. `scores` is all zeros before and after.
    fn nearest(&self, post: usize, index: &Index, scores: &mut [f64]) -> Vec<usize> {
        let mut lists: Vec<(&Vec<(usize, f64)>, f64)> = self
            .marks(post)
            .filter_map(|(key, weight)| Some((index.get(&key)?, weight)))
            .collect();
        lists.sort_by_key(|(list, _)| list.len());
        let mut touched: Vec<usize> = Vec::new();
        let mut read = 0;
        for (list, weight) in lists {
            read += list.len();
            if read > BUDGET && !touched.is_empty() {
                break;
            }
            for &(other, other_weight) in list.iter().take(BUDGET) {
                if scores[other] == 0.0 {
                    touched.push(other);
                }
                // Never zero again, so that no post is touched twice.
                scores[other] += weight * other_weight + f64::MIN_POSITIVE;
            }
        }
        let order = |a: &usize, b: &usize| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b));
        let mut best = touched.clone();
        if best.len() > CANDIDATES {
            best.select_nth_unstable_by(CANDIDATES, order);
            best.truncate(CANDIDATES);
        }
        touched.into_iter().for_each(|other| scores[other] = 0.0);
        best
    }
}

/// Titles and days are found by keys of their own.
const TITLE: u64 = 0x5bd1_e995_9e37_79b9;
const DAY: u64 = 0xa076_1d64_78bd_642f;

/// Per language, how much each thing weighs: the fewer posts speak of it, the more.
fn rarity(profiles: &[&Profile], languages: usize) -> Vec<Keyed<f64>> {
    let mut counts: Vec<(f64, Keyed<f64>)> = vec![Default::default(); languages];
    for profile in profiles {
        let (posts, seen) = &mut counts[profile.language];
        *posts += 1.0;
        let title = profile.title.iter().copied();
        let only_there = title.filter(|key| profile.find(key).is_none());
        let terms = profile.terms.iter().map(|term| term.key);
        for key in terms.chain(only_there) {
            *seen.entry(key).or_default() += 1.0;
        }
    }
    let common = common();
    let weigh = |(posts, mut seen): (f64, Keyed<f64>)| {
        for (key, count) in &mut seen {
            let expected = if common.contains(key) { COMMON } else { RARE };
            *count = ((posts + PRIOR) / (*count + PRIOR * expected))
                .ln()
                .max(0.0);
        }
        seen
    };
    counts.into_iter().map(weigh).collect()
}

/// Keys of the words which any post may use: on a small site nothing else shows that they are common.
fn common() -> HashSet<u64> {
    languages::all()
        .common_words
        .split_whitespace()
        .flat_map(|word| word_keys(&fold(word)).collect::<Vec<_>>())
        .map(|(_, key)| key)
        .collect()
}

/// Per language, the runs of words that several posts have.
fn repeated(profiles: &[&Profile], languages: usize) -> Vec<HashSet<u32>> {
    let mut seen: Vec<Keyed<usize>> = vec![Keyed::default(); languages];
    let mut repeated = vec![HashSet::new(); languages];
    for (post, profile) in profiles.iter().enumerate() {
        let language = profile.language;
        for run in profile.runs.iter().skip(RUN - 1) {
            if *seen[language].entry(spread(*run)).or_insert(post) != post {
                repeated[language].insert(*run);
            }
        }
    }
    repeated
}

/// A hash of 32 bits as a key of 64.
fn spread(run: u32) -> u64 {
    u64::from(run).wrapping_mul(TITLE)
}

/// Per term, whether it is only where other posts say the same.
fn framed(profile: &Profile, repeated: &HashSet<u32>) -> Vec<bool> {
    // Places count from one; what is before the first word has place zero.
    let mut covered = vec![false; profile.runs.len() + 1];
    for (last, run) in profile.runs.iter().enumerate().skip(RUN - 1) {
        if repeated.contains(run) {
            covered[last + 2 - RUN..=last + 1].fill(true);
        }
    }
    let share = covered.iter().filter(|covered| **covered).count() as f64 / covered.len() as f64;
    let is_covered = |place: &u32| covered.get(*place as usize).copied().unwrap_or(true);
    profile
        .terms
        .iter()
        .map(|term| share < MOST_FRAMED && term.places.iter().all(is_covered))
        .collect()
}

/// A post's terms weighed: words and exact things are two unit vectors, side by side.
fn weigh(profile: &Profile, idf: &Keyed<f64>, repeated: &HashSet<u32>) -> Weighed {
    let rarity = |key: u64| idf.get(&key).copied().unwrap_or(0.0);
    let framed = framed(profile, repeated);
    let telling = |framed: bool| if framed { FRAMED } else { 1.0 };
    let weight = |term: &Term| (1.0 + f64::from(term.count).ln()) * rarity(term.key);
    let mut parts: Vec<f64> = profile
        .terms
        .iter()
        .zip(&framed)
        .map(|(term, framed)| telling(*framed) * weight(term))
        .collect();
    let mut squares = [0.0, 0.0];
    for (term, part) in profile.terms.iter().zip(&parts) {
        squares[usize::from(term.kind.exact())] += part * part;
    }
    for (term, part) in profile.terms.iter().zip(&mut parts) {
        *part /= squares[usize::from(term.kind.exact())]
            .sqrt()
            .max(f64::MIN_POSITIVE);
    }
    let unit = |keys: &[u64]| {
        let framed = |key: &u64| profile.find(key).is_some_and(|at| framed[at]);
        let weights: Vec<(u64, f64)> = keys
            .iter()
            .map(|key| (*key, rarity(*key) * telling(framed(key))))
            .collect();
        let length = weights
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f64>()
            .sqrt()
            .max(f64::MIN_POSITIVE);
        weights
            .into_iter()
            .map(|(key, weight)| (key, weight / length))
            .collect()
    };
    Weighed {
        title: unit(&profile.title),
        opening: unit(&profile.opening),
        parts,
        framed,
    }
}
