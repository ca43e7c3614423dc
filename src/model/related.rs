//! Posts about the same things, in one language: shared terms, and words that are rare elsewhere.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ids::{PostId, TermId};
use super::settled::Settled;
use super::taxonomy::Taxonomy;
use crate::content::Role;
use crate::lang::Lang;
use crate::text::words;

/// Words that are kept of a post.
const KEYWORDS: usize = 24;
/// Related posts that are named.
const NAMED: usize = 3;
/// A shared term counts as much as words do that make up this part of both posts' keywords.
const TERM: f32 = 0.25;
/// Below this, two posts have nothing to do with each other.
const ENOUGH: f32 = 0.08;
/// Shorter words are rarely what a text is about.
const SHORTEST: usize = 4;
/// Words that more posts share tell nothing.
const COMMON: usize = 200;

/// A word's number, and how much it tells.
type Weighted = (u64, f32);

/// Each post's most telling words (tf–idf within its language, with a norm of one).
fn keywords(settled: &[Settled]) -> Vec<Vec<Weighted>> {
    let counts: Vec<FxHashMap<u64, u32>> = settled.par_iter().map(count).collect();
    let mut posts_with: FxHashMap<(Lang, u64), u32> = FxHashMap::default();
    let mut posts_in: FxHashMap<Lang, u32> = FxHashMap::default();
    for (settled, counts) in settled.iter().zip(&counts) {
        *posts_in.entry(settled.lang).or_default() += 1;
        for word in counts.keys() {
            *posts_with.entry((settled.lang, *word)).or_default() += 1;
        }
    }
    let telling = |(settled, counts): (&Settled, FxHashMap<u64, u32>)| {
        let all = posts_in[&settled.lang] as f32;
        let weight = |word: u64, times: u32| {
            (1.0 + (times as f32).ln()) * (all / posts_with[&(settled.lang, word)] as f32).ln()
        };
        let mut words: Vec<Weighted> = counts
            .into_iter()
            .map(|(word, times)| (word, weight(word, times)))
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(KEYWORDS);
        let norm = words
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        words
            .iter_mut()
            .for_each(|(_, weight)| *weight /= norm.max(f32::MIN_POSITIVE));
        words
    };
    settled.par_iter().zip(counts).map(telling).collect()
}

fn count(settled: &Settled) -> FxHashMap<u64, u32> {
    let mut counts = FxHashMap::default();
    let mut folded = String::new();
    let blocks = settled
        .document
        .outline
        .blocks
        .iter()
        .map(|(_, text)| text.as_str());
    for text in std::iter::once(settled.title.as_str()).chain(blocks) {
        for word in words::words(text).filter(|word| word.chars().count() >= SHORTEST) {
            words::fold_into(word, &mut folded);
            let mut hasher = DefaultHasher::new();
            folded.hash(&mut hasher);
            *counts.entry(hasher.finish()).or_default() += 1;
        }
    }
    counts
}

/// The posts of a site, with what relates them.
struct Relations<'a> {
    settled: &'a [Settled],
    taxonomies: &'a [Taxonomy],
    terms: &'a [Vec<TermId>],
    keywords: Vec<Vec<Weighted>>,
    /// The posts that have a word among their keywords, and how much it tells of them.
    by_word: FxHashMap<(Lang, u64), Vec<(PostId, f32)>>,
}

pub(super) fn find(
    settled: &[Settled],
    taxonomies: &[Taxonomy],
    terms: &[Vec<TermId>],
) -> Vec<Vec<PostId>> {
    let keywords = keywords(settled);
    let mut by_word: FxHashMap<(Lang, u64), Vec<(PostId, f32)>> = FxHashMap::default();
    for (at, settled) in settled.iter().enumerate().filter(|(_, post)| is_post(post)) {
        for (word, weight) in &keywords[at] {
            by_word
                .entry((settled.lang, *word))
                .or_default()
                .push((PostId(at), *weight));
        }
    }
    let relations = Relations {
        settled,
        taxonomies,
        terms,
        keywords,
        by_word,
    };
    (0..settled.len())
        .into_par_iter()
        .map(|at| match is_post(&settled[at]) {
            true => relations.nearest(PostId(at)),
            false => Vec::new(),
        })
        .collect()
}

fn is_post(settled: &Settled) -> bool {
    settled.document.role == Role::Post
}

impl Relations<'_> {
    fn nearest(&self, id: PostId) -> Vec<PostId> {
        let lang = self.settled[id.0].lang;
        let mut scores: FxHashMap<PostId, f32> = FxHashMap::default();
        for (word, weight) in &self.keywords[id.0] {
            let with = self
                .by_word
                .get(&(lang, *word))
                .filter(|with| with.len() <= COMMON);
            for (other, their) in with.into_iter().flatten() {
                *scores.entry(*other).or_default() += weight * their;
            }
        }
        for term in &self.terms[id.0] {
            let taxonomy = &self.taxonomies[term.taxonomy];
            let with = &taxonomy.terms[term.term].posts;
            if taxonomy.key == "authors" || with.len() > COMMON {
                continue;
            }
            for other in with
                .iter()
                .filter(|other| self.settled[other.0].lang == lang)
            {
                *scores.entry(*other).or_default() += TERM / (with.len() as f32).sqrt();
            }
        }
        let is_near = |(other, score): &(PostId, f32)| {
            *other != id && *score >= ENOUGH && is_post(&self.settled[other.0])
        };
        let mut scores: Vec<(PostId, f32)> = scores.into_iter().filter(is_near).collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores
            .into_iter()
            .take(NAMED)
            .map(|(other, _)| other)
            .collect()
    }
}
