//! Which posts of a story can be read side by side, block by block, and which are adaptations of each other.

use super::ids::PostId;
use super::settled::Settled;
use super::site::Likeness;
use crate::cache::{Digester, Memo};
use crate::lang::ByLang;
use crate::pairing::{self, Agreement};
use crate::source::base_name;

/// The share of two texts that must agree for a page with both.
const HALF: f32 = 0.5;

/// A text of fewer blocks is too short to be told anew.
const FEW: usize = 3;

/// Blocks of a post, at most, that are aligned: a text with more is no text that anyone reads side by side.
const MOST: usize = 2_000;

/// Compares each two posts of a story.
pub(super) fn compare(
    posts: &ByLang<Option<PostId>>,
    settled: &[Settled],
    memo: &Memo,
) -> Vec<(PostId, PostId, Likeness)> {
    let posts: Vec<PostId> = posts.iter().filter_map(|(_, post)| *post).collect();
    let pairs = posts
        .iter()
        .enumerate()
        .flat_map(|(at, a)| posts[at + 1..].iter().map(|b| (*a, *b)));
    pairs
        .map(|(a, b)| {
            let (one, two) = (&settled[a.0], &settled[b.0]);
            let of = [one, two]
                .into_iter()
                .fold(Digester::new("likeness"), |of, post| {
                    of.bytes(&[post.document.truncated().into()])
                        .value(&pictures(post))
                        .digest(post.text)
                });
            (a, b, memo.get(of.finish(), || likeness(one, two)))
        })
        .collect()
}

/// The pictures of a text, by the names of their files, in order.
fn pictures(post: &Settled) -> Vec<&str> {
    let links = post.document.outline.links.iter();
    let pictures = links.filter(|link| link.image);
    pictures.map(|link| base_name(&link.destination)).collect()
}

fn likeness(a: &Settled, b: &Settled) -> Likeness {
    let (one, two) = (a.blocks(), b.blocks());
    if one.is_empty() || two.is_empty() || one.len().max(two.len()) > MOST {
        return Likeness::Unknown;
    }
    // What is mostly pictures says little in words.
    let (shown, beside) = (pictures(a), pictures(b));
    if shown == beside && shown.len() * 2 >= one.len().max(two.len()) {
        let is_same = one
            .iter()
            .map(|(shape, _)| shape)
            .eq(two.iter().map(|(shape, _)| shape));
        return if is_same {
            Likeness::Parallel
        } else {
            Likeness::Unknown
        };
    }
    match pairing::agreement(&one, &two) {
        Agreement { share, evidence } if share >= HALF && evidence > 0.0 => Likeness::Parallel,
        Agreement { share, .. } if share >= HALF => Likeness::Unknown,
        _ if a.document.truncated() || b.document.truncated() => Likeness::Unknown,
        // Of one paragraph or two, what both share is in every one of them and says nothing.
        _ if one.len().min(two.len()) < FEW => Likeness::Unknown,
        _ => Likeness::Adapted,
    }
}
