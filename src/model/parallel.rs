//! Which posts of a story can be read side by side, block by block, and which are adaptations of each other.

use rayon::prelude::*;

use super::stories::shape;
use super::{PostId, Settled, Story};
use crate::pairing::{self, Agreement, Method, Shape};

/// How two posts of a story stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Half of their texts or more stand in blocks that translate each other: they can be read side by side.
    Parallel,
    /// Less: one of them is told anew.
    Adapted,
    /// It cannot be told: there is no text, only its beginning is known, or nothing but lengths speaks for it.
    Unknown,
}

/// The share of two texts that must agree for a page with both.
const HALF: f32 = 0.5;

/// Blocks of a post, at most, that are aligned: a text with more is no text that anyone reads side by side.
const MOST: usize = 2_000;

/// Tells each two posts of each story.
pub(super) fn tell(stories: &mut [Story], settled: &[Settled]) {
    stories.par_iter_mut().for_each(|story| {
        let posts: Vec<PostId> = story.versions().collect();
        let pairs = posts
            .iter()
            .enumerate()
            .flat_map(|(at, a)| posts[at + 1..].iter().map(|b| (*a, *b)));
        story.likeness = pairs
            .map(|(a, b)| (a, b, likeness(&settled[a.0], &settled[b.0])))
            .collect();
    });
}

fn likeness(a: &Settled, b: &Settled) -> Likeness {
    let (one, two) = (blocks(a), blocks(b));
    if one.is_empty() || two.is_empty() || one.len().max(two.len()) > MOST {
        return Likeness::Unknown;
    }
    let beads = pairing::align(&one, &two, Method::Everything);
    match pairing::agreement(&one, &two, &beads) {
        Agreement { share, evidence } if share >= HALF && evidence > 0.0 => Likeness::Parallel,
        Agreement { share, .. } if share >= HALF => Likeness::Unknown,
        _ if a.document.truncated() || b.document.truncated() => Likeness::Unknown,
        _ => Likeness::Adapted,
    }
}

fn blocks(settled: &Settled) -> Vec<(Shape, &str)> {
    settled
        .document
        .outline
        .blocks
        .iter()
        .map(|(block, text)| (shape(*block), text.as_str()))
        .collect()
}
