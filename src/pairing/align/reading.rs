//! What each block of two posts has that may show which block of the other post it is.
//!
//! Only what is in both posts says anything. A word that few blocks have speaks strongly for two blocks which share it,
//! and a word that one block has and the other has not speaks a little against them: naive Bayes, with one weight for all
//! words, as words of one text do not come by themselves.

use super::super::Shape;
use super::super::profile::{Keyed, TermKind, block_keys};
use super::length::{LONGEST, Length};
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
    /// Per block, what it has: its numbers among the things of both posts, in their order.
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

pub(super) fn read(a: &[(Shape, &str)], b: &[(Shape, &str)]) -> (AlignedPost, AlignedPost) {
    let mut found = FoundThings::default();
    let one = found.of_first(a);
    let two = found.of_second(b);
    let FoundThings { things, .. } = found;
    // Numbered in order of key, so that sums come out the same in every run.
    let mut common: Vec<usize> = (0..things.len()).collect();
    common.retain(|thing| things[*thing].blocks[1] > 0);
    common.sort_unstable_by_key(|thing| things[*thing].key);
    let mut numbers = vec![None; things.len()];
    for (number, thing) in common.iter().enumerate() {
        numbers[*thing] = Some(number);
    }
    let side = |blocks, has: Vec<Vec<usize>>, other: usize, others: usize| {
        let evidence: Vec<KeyEvidence> = common
            .iter()
            .map(|thing| weigh_key(things[*thing].kind, things[*thing].blocks[other], others))
            .collect();
        let has = has.into_iter().map(|things| {
            let mut has: Vec<usize> = things.iter().filter_map(|at| numbers[*at]).collect();
            has.sort_unstable();
            has
        });
        side(blocks, has.collect(), &evidence)
    };
    (side(a, one, 1, b.len()), side(b, two, 0, a.len()))
}

/// A thing that the first post has.
struct FoundThing {
    key: u64,
    kind: TermKind,
    /// In how many blocks of each post it is.
    blocks: [usize; 2],
    /// The block that it was last found in, of all blocks of both posts.
    last: usize,
}

/// What the first post has, as it is found in both posts.
#[derive(Default)]
struct FoundThings {
    places: Keyed<usize>,
    things: Vec<FoundThing>,
    /// Blocks that were looked at.
    looked_at: usize,
}

impl FoundThings {
    /// Per block of the first post, what it has.
    fn of_first(&mut self, blocks: &[(Shape, &str)]) -> Vec<Vec<usize>> {
        self.of_post(0, blocks, |found, kind, key| {
            let place = *found.places.entry(key).or_insert(found.things.len());
            if place == found.things.len() {
                found.things.push(FoundThing {
                    key,
                    kind,
                    blocks: [0, 0],
                    last: 0,
                });
            }
            Some(place)
        })
    }

    /// Per block of the second post, what it has that the first has too.
    fn of_second(&mut self, blocks: &[(Shape, &str)]) -> Vec<Vec<usize>> {
        self.of_post(1, blocks, |found, _, key| found.places.get(&key).copied())
    }

    fn of_post(
        &mut self,
        post: usize,
        blocks: &[(Shape, &str)],
        find: impl Fn(&mut Self, TermKind, u64) -> Option<usize>,
    ) -> Vec<Vec<usize>> {
        let of_block = |(shape, text): &(Shape, &str)| {
            self.looked_at += 1;
            let mut has = Vec::new();
            block_keys(*shape, text, |kind, key| {
                let Some(place) = find(self, kind, key) else {
                    return;
                };
                let thing = &mut self.things[place];
                if thing.last != self.looked_at {
                    thing.last = self.looked_at;
                    thing.blocks[post] += 1;
                    has.push(place);
                }
            });
            has
        };
        blocks.iter().map(of_block).collect()
    }
}

fn side(blocks: &[(Shape, &str)], has: Vec<Vec<usize>>, evidence: &[KeyEvidence]) -> AlignedPost {
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
    // The blocks of the second post that have each thing are one after the other; `ends` tells where, once all are in place.
    let mut ends = vec![0; one.worth.len() + 1];
    for thing in two.has.iter().flatten() {
        ends[thing + 1] += 1;
    }
    for thing in 1..ends.len() {
        ends[thing] += ends[thing - 1];
    }
    let mut places = vec![0; two.has.iter().map(Vec::len).sum()];
    for (block, has) in two.has.iter().enumerate() {
        for thing in has {
            places[ends[*thing]] = block;
            ends[*thing] += 1;
        }
    }
    let row = |(block, has): (usize, &Vec<usize>)| {
        let columns = band(block);
        let mut row = vec![0.0; columns.len()];
        for &thing in has {
            let start = thing.checked_sub(1).map_or(0, |before| ends[before]);
            let places = &places[start..ends[thing]];
            let from = places.partition_point(|place| *place < columns.start);
            for place in places[from..].iter().take_while(|at| **at < columns.end) {
                row[place - columns.start] += one.worth[thing] + two.worth[thing];
            }
        }
        row
    };
    one.has.iter().enumerate().map(row).collect()
}

/// What the things are worth that a block of each post has.
pub(super) fn alike_in(one: &AlignedPost, two: &AlignedPost, row: usize, column: usize) -> f32 {
    let (mut ours, mut theirs) = (&*one.has[row], &*two.has[column]);
    let mut worth = 0.0;
    while let ([thing, others @ ..], [other, more @ ..]) = (ours, theirs) {
        if thing == other {
            worth += one.worth[*thing] + two.worth[*thing];
        }
        if thing <= other {
            ours = others;
        }
        if other <= thing {
            theirs = more;
        }
    }
    worth
}

/// What blocks of kinds that do not go together cost.
pub(super) fn unlike(one: &[Shape], two: &[Shape]) -> f32 {
    let cost = |one: Shape, two: Shape| match (one, two) {
        (one, two) if one == two => 0.0,
        (Shape::Heading(_), Shape::Heading(_)) => 1.0,
        (Shape::Heading(_) | Shape::Code, _) | (_, Shape::Heading(_) | Shape::Code) => 5.0,
        _ => 2.0,
    };
    let mut most = 0.0_f32;
    for one in one {
        for two in two {
            most = most.max(cost(*one, *two));
        }
    }
    most
}
