//! What each block of two posts has that may show which block of the other post it is.
//!
//! Only what is in both posts says anything. A word that few blocks have speaks strongly for two blocks which share it,
//! and a word that one block has and the other has not speaks a little against them: naive Bayes, with one weight for all
//! words, as words of one text do not come by themselves.

use super::super::Shape;
use super::super::profile::{TermKind, block_keys};
use super::length::{LONGEST, Length};
use std::collections::HashMap;
use std::ops::Range;

/// One post's blocks, read.
#[derive(Debug)]
pub(super) struct AlignedPost {
    shapes: Vec<Shape>,
    /// Letters up to each block.
    letters: Vec<f32>,
    /// Before each place, the lengths of one block up to as many as a bead may have.
    lengths: Vec<[Length; LONGEST]>,
    /// What is said against a block by everything it has, were none of it in the other, up to each block.
    against: Vec<f32>,
    /// Per block, what it has: its number among the things of both posts.
    has: Vec<Vec<usize>>,
    /// Per thing, what sharing it says beyond not sharing it.
    worth: Vec<f32>,
}

impl AlignedPost {
    pub fn blocks(&self) -> usize {
        self.shapes.len()
    }

    /// Letters of some blocks.
    pub fn length(&self, blocks: &Range<usize>) -> f32 {
        self.letters[blocks.end] - self.letters[blocks.start]
    }

    /// The length of blocks that a bead may have on one side.
    pub fn of_bead(&self, blocks: &Range<usize>) -> Length {
        self.lengths[blocks.end][blocks.len() - 1]
    }

    /// What the blocks' words would say if none of them stood in the other side of the bead.
    pub fn without(&self, blocks: &Range<usize>) -> f32 {
        self.against[blocks.end] - self.against[blocks.start]
    }

    /// The kinds of some blocks.
    pub fn shapes(&self, blocks: &Range<usize>) -> &[Shape] {
        &self.shapes[blocks.clone()]
    }
}

type BlockKeys = Vec<(TermKind, u64)>;

pub(super) fn read(a: &[(Shape, &str)], b: &[(Shape, &str)]) -> (AlignedPost, AlignedPost) {
    let keys = |blocks: &[(Shape, &str)]| -> Vec<BlockKeys> {
        blocks
            .iter()
            .map(|(shape, text)| block_keys(*shape, text))
            .collect()
    };
    let (one, two) = (keys(a), keys(b));
    let (in_one, in_two) = (counts(&one), counts(&two));
    // Numbered in order of key, so that sums come out the same in every run.
    let mut common: Vec<(u64, TermKind)> = one
        .iter()
        .flatten()
        .map(|(kind, key)| (*key, *kind))
        .collect();
    common.retain(|(key, _)| in_two.contains_key(key));
    common.sort_unstable();
    common.dedup_by_key(|(key, _)| *key);
    let evidence = |others: &Counts, blocks: usize| -> Vec<KeyEvidence> {
        common
            .iter()
            .map(|(key, kind)| weigh_key(*kind, others.get(key).copied().unwrap_or(0), blocks))
            .collect()
    };
    (
        side(a, &one, &common, &evidence(&in_two, b.len())),
        side(b, &two, &common, &evidence(&in_one, a.len())),
    )
}

/// In how many blocks each thing is.
type Counts = HashMap<u64, usize>;

fn counts(blocks: &[BlockKeys]) -> Counts {
    let mut counts = Counts::new();
    blocks
        .iter()
        .flatten()
        .for_each(|(_, key)| *counts.entry(*key).or_default() += 1);
    counts
}

fn side(
    blocks: &[(Shape, &str)],
    keys: &[BlockKeys],
    common: &[(u64, TermKind)],
    evidence: &[KeyEvidence],
) -> AlignedPost {
    let number = |key: u64| common.binary_search_by_key(&key, |(key, _)| *key).ok();
    let numbers = |keys: &BlockKeys| {
        keys.iter()
            .filter_map(|(_, key)| number(*key))
            .collect::<Vec<usize>>()
    };
    let has: Vec<Vec<usize>> = keys.iter().map(numbers).collect();
    let letters = sums(blocks.iter().map(|(_, text)| text.chars().count() as f32));
    let lengths = |end: usize| {
        std::array::from_fn(|at| Length::of(letters[end] - letters[end.saturating_sub(at + 1)]))
    };
    AlignedPost {
        lengths: (0..letters.len()).map(lengths).collect(),
        shapes: blocks.iter().map(|(shape, _)| *shape).collect(),
        letters,
        against: sums(
            has.iter()
                .map(|has| has.iter().map(|thing| evidence[*thing].absent).sum()),
        ),
        worth: evidence
            .iter()
            .map(|evidence| evidence.present - evidence.absent)
            .collect(),
        has,
    }
}

/// What it says of two blocks, one of which has a thing, that the other has it too, or has it not: ln of the odds.
struct KeyEvidence {
    present: f32,
    absent: f32,
}

/// How often a translation keeps a word that both posts have somewhere.
const KEPT: f32 = 0.4;
/// What a thing's word is worth, as words come in company and each is looked at from both sides.
const TRUST: f32 = 0.25;

/// What is said by one thing which `others` of the other post's `blocks` have.
fn weigh_key(kind: TermKind, others: usize, blocks: usize) -> KeyEvidence {
    let by_chance = ((others as f32 + 0.5) / (blocks as f32 + 1.0)).min(0.95);
    let kept = KEPT.max(by_chance);
    // A word has two keys, its first letters and its consonants.
    let trust = if kind.exact() { TRUST } else { TRUST / 2.0 };
    KeyEvidence {
        present: trust * (kept / by_chance).ln(),
        absent: trust * ((1.0 - kept) / (1.0 - by_chance)).ln(),
    }
}

/// Sums of all values before each place, and of all.
fn sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sum = 0.0;
    let mut sums = vec![0.0];
    sums.extend(values.map(|value| {
        sum += value;
        sum
    }));
    sums
}

/// Per block of the first post, and per block of the second within its band: what the things that both have are worth.
pub(super) fn alike(
    one: &AlignedPost,
    two: &AlignedPost,
    band: impl Fn(usize) -> Range<usize>,
) -> Vec<Vec<f32>> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); one.worth.len()];
    for (block, has) in two.has.iter().enumerate() {
        has.iter().for_each(|thing| places[*thing].push(block));
    }
    let row = |(block, has): (usize, &Vec<usize>)| {
        let columns = band(block);
        let mut row = vec![0.0; columns.len()];
        for &thing in has {
            let from = places[thing].partition_point(|place| *place < columns.start);
            for place in places[thing][from..]
                .iter()
                .take_while(|place| **place < columns.end)
            {
                row[place - columns.start] += one.worth[thing] + two.worth[thing];
            }
        }
        row
    };
    one.has.iter().enumerate().map(row).collect()
}

/// What blocks of kinds that do not go together cost.
pub(super) fn unlike(one: &[Shape], two: &[Shape]) -> f32 {
    let pairs = one
        .iter()
        .flat_map(|one| two.iter().map(move |two| (*one, *two)));
    let cost = |(one, two): (Shape, Shape)| match (one, two) {
        (one, two) if one == two => 0.0,
        (Shape::Heading(_), Shape::Heading(_)) => 1.0,
        (Shape::Heading(_) | Shape::Code, _) | (_, Shape::Heading(_) | Shape::Code) => 5.0,
        _ => 2.0,
    };
    pairs.map(cost).fold(0.0, f32::max)
}
