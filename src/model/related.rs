//! Posts about the same things, in one language: shared terms, and words that are rare elsewhere.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ids::{PostId, TermId};
use super::settled::Settled;
use super::taxonomy::Taxonomy;
use crate::cache::{Digester, Memo};
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

/// The posts that are named as related to each post.
pub(super) fn find(
    settled: &[Settled],
    taxonomies: &[Taxonomy],
    terms: &[Vec<TermId>],
    memo: &Memo,
) -> Vec<Vec<PostId>> {
    let mut related = vec![Vec::new(); settled.len()];
    let langs: BTreeSet<Lang> = settled.iter().map(|post| post.lang).collect();
    // One language after the other: the words of all posts are more than memory should hold.
    for lang in langs {
        let relations = Relations::new(lang, settled, taxonomies, terms, memo);
        let scores = || vec![0.0; settled.len()];
        let posts = relations.keywords.par_iter();
        let found: Vec<Vec<PostId>> = posts
            .map_init(scores, |scores, (id, words)| {
                relations.nearest(*id, words, scores)
            })
            .collect();
        for ((id, _), found) in relations.keywords.iter().zip(found) {
            related[id.0] = found;
        }
    }
    related
}

/// A word, by 32 bits of its hash: of the words of one language hardly two have the same.
type Word = u32;

/// The words of a post, in order, and how often it has each.
type Counts = Vec<(Word, u32)>;

fn count(settled: &Settled) -> Counts {
    let mut found: Vec<Word> = Vec::new();
    let mut folded = String::new();
    let blocks = settled.document.outline.blocks.iter();
    let blocks = blocks.map(|(_, text)| text.as_str());
    for text in std::iter::once(settled.title.as_str()).chain(blocks) {
        for word in words::words(text) {
            if word.chars().nth(SHORTEST - 1).is_some() {
                words::fold_into(word, &mut folded);
                let mut hasher = DefaultHasher::new();
                folded.hash(&mut hasher);
                found.push((hasher.finish() >> 32) as Word);
            }
        }
    }
    found.sort_unstable();
    found
        .chunk_by(|one, other| one == other)
        .map(|same| (same[0], same.len() as u32))
        .collect()
}

/// A word, and how much it tells.
type Weighted = (Word, f32);

/// Each post's most telling words (tf–idf within its language, with a norm of one), but for those that no other post has.
fn keywords(posts: &[PostId], settled: &[Settled], memo: &Memo) -> Vec<Vec<Weighted>> {
    let counts = |id: &PostId| -> Counts {
        let post = &settled[id.0];
        let of = Digester::new("words").digest(post.text).text(&post.title);
        memo.get(of.finish(), || count(post))
    };
    let counts: Vec<Counts> = posts.par_iter().map(counts).collect();
    let mut rarity: FxHashMap<Word, f32> = FxHashMap::default();
    for (word, _) in counts.iter().flatten() {
        *rarity.entry(*word).or_default() += 1.0;
    }
    let all = posts.len() as f32;
    for rarity in rarity.values_mut() {
        *rarity = (all / *rarity).ln();
    }
    let telling = |counts: Counts| {
        let weight = |(word, times): (Word, u32)| {
            let often = if times == 1 {
                1.0
            } else {
                1.0 + (times as f32).ln()
            };
            (word, often * rarity[&word])
        };
        let mut words: Vec<Weighted> = counts.into_iter().map(weight).collect();
        let order = |a: &Weighted, b: &Weighted| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if words.len() > KEYWORDS {
            words.select_nth_unstable_by(KEYWORDS, order);
            words.truncate(KEYWORDS);
        }
        words.sort_unstable_by(order);
        let squares = words.iter().map(|(_, weight)| weight * weight);
        let norm = squares.sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let shared = words
            .into_iter()
            .filter(|(word, _)| rarity[word] < all.ln());
        shared.map(|(word, weight)| (word, weight / norm)).collect()
    };
    counts.into_par_iter().map(telling).collect()
}

/// The posts in one language, with what relates them.
struct Relations<'a> {
    /// Of all posts of the site, which these are.
    here: Vec<bool>,
    taxonomies: &'a [Taxonomy],
    terms: &'a [Vec<TermId>],
    /// Each post's keywords.
    keywords: Vec<(PostId, Vec<Weighted>)>,
    /// The posts that have a word among their keywords, and how much it tells of them.
    by_word: FxHashMap<Word, Vec<(PostId, f32)>>,
}

impl<'a> Relations<'a> {
    fn new(
        lang: Lang,
        settled: &'a [Settled],
        taxonomies: &'a [Taxonomy],
        terms: &'a [Vec<TermId>],
        memo: &Memo,
    ) -> Self {
        let texts = (0..settled.len()).filter(|at| settled[*at].lang == lang);
        let texts: Vec<PostId> = texts.map(PostId).collect();
        let words = keywords(&texts, settled, memo);
        let is_post = |id: PostId| settled[id.0].document.role == Role::Post;
        let posts = texts.into_iter().zip(words).filter(|(id, _)| is_post(*id));
        let keywords: Vec<(PostId, Vec<Weighted>)> = posts.collect();
        let mut here = vec![false; settled.len()];
        let mut by_word: FxHashMap<Word, Vec<(PostId, f32)>> = FxHashMap::default();
        for (id, words) in &keywords {
            here[id.0] = true;
            for (word, weight) in words {
                by_word.entry(*word).or_default().push((*id, *weight));
            }
        }
        Self {
            here,
            taxonomies,
            terms,
            keywords,
            by_word,
        }
    }

    /// The posts that are nearest to a post. `scores` is all zeros before and after.
    fn nearest(&self, id: PostId, words: &[Weighted], scores: &mut [f32]) -> Vec<PostId> {
        let mut touched: Vec<PostId> = Vec::new();
        let mut add = |other: PostId, more: f32| {
            if scores[other.0] == 0.0 {
                touched.push(other);
            }
            scores[other.0] += more;
        };
        for (word, weight) in words {
            let with = &self.by_word[word];
            if with.len() <= COMMON {
                with.iter()
                    .for_each(|(other, their)| add(*other, weight * their));
            }
        }
        for term in &self.terms[id.0] {
            let taxonomy = &self.taxonomies[term.taxonomy];
            let with = &taxonomy.terms[term.term].posts;
            if taxonomy.key != "authors" && with.len() <= COMMON {
                let more = TERM / (with.len() as f32).sqrt();
                let here = with.iter().filter(|other| self.here[other.0]);
                here.for_each(|other| add(*other, more));
            }
        }
        // A score is taken once, and so is a post, should it have been touched before it had one.
        let scored = touched
            .into_iter()
            .map(|other| (other, std::mem::take(&mut scores[other.0])));
        let mut near: Vec<(PostId, f32)> = scored
            .filter(|(other, score)| *other != id && *score >= ENOUGH)
            .collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(NAMED);
        near.into_iter().map(|(other, _)| other).collect()
    }
}
