//! Numbers that one version has and the other lacks, passage by passage.
//!
//! An exact number that is nowhere in the other version is told. A small or round one, which a translation often tells otherwise, is told
//! where both versions have such a one in the same passage: one stands for the other.

use super::only::Only;
use crate::doc::Block;
use crate::languages::Pack;
use crate::model::shape;
use crate::pairing;
use crate::text::numbers::{Number, Weight, numbers};

/// A version's blocks, and the language that its numbers are written in.
pub struct Passages<'a> {
    pub blocks: &'a [(Block, String)],
    pub pack: &'a Pack,
}

/// What only the first version has, and what only the second has.
pub fn differences(one: &Passages, two: &Passages) -> (Vec<Only>, Vec<Only>) {
    let [ours, theirs] = [one, two].map(by_block);
    let [a, b] = [one, two].map(|version| {
        let blocks = version.blocks.iter();
        let blocks = blocks.map(|(block, text)| (shape(*block), text.as_str()));
        blocks.collect::<Vec<_>>()
    });
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for bead in pairing::align(&a, &b) {
        let (left, right) = (&ours[bead.a.clone()], &theirs[bead.b.clone()]);
        let (only_left, only_right) = (without(left, right), without(right, left));
        let is_exchanged = !only_left.is_empty() && !only_right.is_empty();
        let told = |only: Vec<&Number<'_>>, others: &[Vec<Number>]| {
            let is_nowhere =
                |number: &&Number| number.weight == Weight::Exact && !has(others, number);
            let told = only
                .into_iter()
                .filter(|number| is_exchanged || is_nowhere(number));
            told.map(Only::number).collect::<Vec<_>>()
        };
        here.extend(told(only_left, &theirs));
        there.extend(told(only_right, &ours));
    }
    (here, there)
}

/// The numbers of each block; code counts for itself, and the digits of an address say nothing.
fn by_block<'a>(version: &Passages<'a>) -> Vec<Vec<Number<'a>>> {
    let read = |(block, text): &'a (Block, String)| match block {
        Block::Code => Vec::new(),
        _ => numbers(text, version.pack),
    };
    version.blocks.iter().map(read).collect()
}

fn has(blocks: &[Vec<Number>], number: &Number) -> bool {
    blocks.iter().flatten().any(|other| number.agrees(other))
}

/// The numbers of a passage that another has not.
fn without<'n, 't>(here: &'n [Vec<Number<'t>>], there: &[Vec<Number>]) -> Vec<&'n Number<'t>> {
    let numbers = here.iter().flatten();
    let telling = numbers.filter(|number| number.weight > Weight::Hint);
    telling.filter(|number| !has(there, number)).collect()
}
