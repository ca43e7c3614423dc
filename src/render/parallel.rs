//! The blocks of two posts of a story side by side: rows, and the counterpart of each block.
//!
//! The model has told from their words that two posts go together; here it is what stands on the page that is aligned, pictures
//! included, which go with the block above them.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Context;
use crate::cache::Digester;
use crate::doc::{Anchor, Part};
use crate::model::{PostId, shape};
use crate::pairing::{self, Bead, Shape};

/// What stands side by side: blocks of the first post and of the second; one of them may have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// Blocks of the first post.
    pub a: Range<usize>,
    /// Blocks of the second.
    pub b: Range<usize>,
}

/// The rows of every two posts that have a page of their own.
pub struct Rows(BTreeMap<(PostId, PostId), Vec<Row>>);

impl Rows {
    pub fn new(context: &Context) -> Self {
        let pairs: Vec<(PostId, PostId)> = context
            .site
            .stories
            .iter()
            .flat_map(|story| story.parallel())
            .collect();
        Self(
            pairs
                .into_par_iter()
                .map(|(a, b)| {
                    let of = Digester::new("rows")
                        .digest(context.bodies[a].blocks)
                        .digest(context.bodies[b].blocks);
                    let made = || rows(&context.text(a).parts, &context.text(b).parts);
                    ((a, b), context.memo.get(of.finish(), made))
                })
                .collect(),
        )
    }

    pub fn of(&self, a: PostId, b: PostId) -> &[Row] {
        self.0.get(&(a, b)).map_or(&[], Vec::as_slice)
    }

    /// For each block of a post, the first block of its other version that stands beside it.
    pub fn counterparts(&self, id: PostId, other: PostId, blocks: usize) -> Vec<Option<usize>> {
        let mut counterparts = vec![None; blocks];
        let sides = |row: &Row, turned: bool| {
            if turned {
                (row.b.clone(), row.a.clone())
            } else {
                (row.a.clone(), row.b.clone())
            }
        };
        for (key, turned) in [((id, other), false), ((other, id), true)] {
            for (own, beside) in self.of(key.0, key.1).iter().map(|row| sides(row, turned)) {
                // Of several blocks beside several, each leads to the one as far down.
                for (at, block) in own.clone().enumerate().filter(|_| !beside.is_empty()) {
                    counterparts[block] = Some(beside.start + at * beside.len() / own.len());
                }
            }
        }
        counterparts
    }
}

/// An attribute for each block of a post that tells the anchor of its counterpart: `data-at-en="p:3"`.
pub fn attribute(code: &str, counterpart: Option<usize>, other: &[Option<Anchor>]) -> String {
    let anchor = counterpart.and_then(|at| other[at].as_ref());
    anchor.map_or_else(String::new, |anchor| {
        format!(" data-at-{}=\"{}\"", code.to_lowercase(), anchor.id)
    })
}

/// Words of a caption.
const CAPTION: usize = 10;

fn rows(a: &[Part], b: &[Part]) -> Vec<Row> {
    let (one, two) = (Worded::new(a), Worded::new(b));
    let is_same = one.shapes().eq(two.shapes());
    let beads = match is_same && one.says_little() && two.says_little() {
        true => (0..one.texts.len()).map(Bead::one_to_one).collect(),
        false => pairing::align(&one.texts, &two.texts),
    };
    beads
        .into_iter()
        .map(|bead| Row {
            a: one.parts(bead.a),
            b: two.parts(bead.b),
        })
        .collect()
}

/// The blocks of a post that have words.
struct Worded<'a> {
    texts: Vec<(Shape, &'a str)>,
    /// Where each begins among all blocks, those without words before the first included, and where all end.
    starts: Vec<usize>,
}

impl<'a> Worded<'a> {
    fn new(parts: &'a [Part]) -> Self {
        let worded: Vec<usize> = (0..parts.len())
            .filter(|at| !parts[*at].words.is_empty())
            .collect();
        let first = worded.first().map(|_| 0);
        let starts = first
            .into_iter()
            .chain(worded.iter().skip(1).copied())
            .chain([parts.len()]);
        Self {
            texts: worded
                .iter()
                .map(|at| (shape(parts[*at].kind), parts[*at].words.as_str()))
                .collect(),
            starts: starts.collect(),
        }
    }

    fn shapes(&self) -> impl Iterator<Item = Shape> {
        self.texts.iter().map(|(shape, _)| *shape)
    }

    /// Whether its blocks are captions more than sentences: too few words to align by.
    fn says_little(&self) -> bool {
        let words = self
            .texts
            .iter()
            .map(|(_, text)| text.split_whitespace().count());
        words.sum::<usize>() < CAPTION * self.texts.len()
    }

    fn parts(&self, texts: Range<usize>) -> Range<usize> {
        self.starts[texts.start]..self.starts[texts.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{self, Passes, Rendered};

    /// The rows of two Markdown texts, each as `blocks / blocks`.
    fn check(a: &str, b: &str, expected: &[&str]) {
        let (a, b) = (
            doc::render(a, Passes::default()),
            doc::render(b, Passes::default()),
        );
        let words = |rendered: &Rendered, range: Range<usize>| -> String {
            let parts = rendered.parts[range].iter();
            parts
                .map(|part| {
                    if part.words.is_empty() {
                        "-"
                    } else {
                        &part.words
                    }
                })
                .collect::<Vec<_>>()
                .join(" + ")
        };
        let rows: Vec<String> = rows(&a.parts, &b.parts)
            .into_iter()
            .map(|row| format!("{} / {}", words(&a, row.a), words(&b, row.b)))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn pictures_go_with_what_is_above_them() {
        check(
            "![](i.png)\n\nMarie arrive à Lyon en 1994.\n\n![](j.png)\n\nPaul vend 300 vélos à Dakar.",
            "Marie arrives in Lyon in 1994.\n\n---\n\nPaul sells 300 bicycles in Dakar.",
            &[
                "- + Marie arrive à Lyon en 1994. + - / Marie arrives in Lyon in 1994. + -",
                "Paul vend 300 vélos à Dakar. / Paul sells 300 bicycles in Dakar.",
            ],
        );
    }

    #[test]
    fn a_list_stands_beside_a_list() {
        check(
            "Voici :\n\n- Marie\n- Paul\n\nFin de 1994.",
            "Here:\n\n- Marie\n- Paul\n\nThe end of 1994.",
            &[
                "Voici : / Here:",
                "Marie Paul / Marie Paul",
                "Fin de 1994. / The end of 1994.",
            ],
        );
    }

    #[test]
    fn a_text_of_pictures_alone_has_no_rows() {
        check("![](i.png)", "A word.", &[" / A word."]);
        check("", "", &[]);
    }
}
