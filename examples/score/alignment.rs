//! Paragraphs aligned, against what is known.
//!
//! 1. A story counts if the Markdown of its two posts has the same kinds of block in the same order: then each block translates
//!    the block in its own place.
//! 2. Blocks of either side are left out, and neighbouring paragraphs joined, each with a chance of one in ten.
//! 3. Precision, recall and F1 are over links: two blocks, one of each post, that hold the same text.

use crate::gale_church;
use crate::random::Random;
use crate::{field, lines};
use diptych::doc::{self, Block};
use diptych::pairing::{self, Bead, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Times that each story is cut anew.
const ROUNDS: u64 = 5;
/// F1 to reach, and how far above lengths alone.
const BARS: [f64; 2] = [0.90, 0.05];

/// Stories that a site must have before its own figures say anything.
const ENOUGH: usize = 10;

/// Scores each file, which is a site, and all of them, by both methods; the names of those below the bars.
pub fn score(files: &[String]) -> Vec<String> {
    let mut below = Vec::new();
    let mut all = (0, [Tally::default(); 2]);
    println!(
        "{:<14}{:>8}{:>8}   {:<32}everything",
        "links right", "stories", "links", "lengths alone"
    );
    for file in files {
        let stories = stories(file);
        let tallies = tally(&stories);
        all = (
            all.0 + stories.len(),
            [all.1[0] + tallies[0], all.1[1] + tallies[1]],
        );
        let site = file
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(file)
            .trim_end_matches(".jsonl");
        below.extend(print(site, stories.len(), tallies));
    }
    below.extend(print("all", all.0, all.1));
    below
}

/// Both methods on every story, cut anew several times.
fn tally(stories: &[(Vec<Piece>, Vec<Piece>)]) -> [Tally; 2] {
    let mut tallies = [Tally::default(); 2];
    for (number, (a, b)) in (0..).zip(stories) {
        for round in 0..ROUNDS {
            let mut random = Random(number * ROUNDS + round + 1);
            let (a, b) = (cut(a, &mut random), cut(b, &mut random));
            let (one, two) = (texts(&a), texts(&b));
            let beads = [gale_church::align(&one, &two), pairing::align(&one, &two)];
            for (tally, beads) in tallies.iter_mut().zip(beads) {
                *tally = *tally + Tally::of(&a, &b, &beads);
            }
        }
    }
    tallies
}

/// Prints a row; the name, if it is below the bars.
fn print(site: &str, stories: usize, [length, everything]: [Tally; 2]) -> Option<String> {
    println!(
        "{site:<14}{stories:>8}{:>8}   {:<32}{}",
        everything.gold,
        length.to_string(),
        everything
    );
    let below = everything.f1() < BARS[0] || everything.f1() < length.f1() + BARS[1];
    (below && stories >= ENOUGH).then(|| site.to_owned())
}

/// A block, and which of the story's blocks it holds.
struct Piece {
    shape: Shape,
    text: String,
    holds: Range<usize>,
}

/// Stories whose posts have the same kinds of block in the same order.
fn stories(file: &str) -> Vec<(Vec<Piece>, Vec<Piece>)> {
    let mut posts: BTreeMap<String, BTreeMap<String, Vec<Piece>>> = BTreeMap::new();
    for post in lines(file) {
        let pieces = pieces(field(&post, "body_markdown"));
        posts
            .entry(field(&post, "pair_id").into())
            .or_default()
            .insert(field(&post, "lang").into(), pieces);
    }
    let kinds = |pieces: &[Piece]| pieces.iter().map(|piece| piece.shape).collect::<Vec<_>>();
    let both = posts
        .into_iter()
        .filter(|(pair, _)| !pair.is_empty())
        .filter_map(|(_, mut post)| Some((post.remove("fr")?, post.remove("en")?)));
    both.filter(|(fr, en)| fr.len() > 1 && kinds(fr) == kinds(en))
        .collect()
}

fn pieces(body: &str) -> Vec<Piece> {
    let blocks = doc::outline(body, Default::default())
        .blocks
        .into_iter()
        .enumerate();
    blocks
        .map(|(at, (block, text))| Piece {
            shape: shape(block),
            text,
            holds: at..at + 1,
        })
        .collect()
}

/// A block as pairing sees it.
pub fn shape(block: Block) -> Shape {
    match block {
        Block::Heading(level) => Shape::Heading(level),
        Block::Item => Shape::Item,
        Block::Quote => Shape::Quote,
        Block::Paragraph => Shape::Paragraph,
        Block::Code => Shape::Code,
    }
}

/// Some blocks left out, some neighbouring paragraphs joined.
fn cut(pieces: &[Piece], random: &mut Random) -> Vec<Piece> {
    let mut left: Vec<Piece> = Vec::new();
    for piece in pieces {
        if random.one_in_ten() {
            continue;
        }
        match left.last_mut() {
            Some(last)
                if last.shape == Shape::Paragraph
                    && piece.shape == Shape::Paragraph
                    && random.one_in_ten() =>
            {
                last.text = format!("{} {}", last.text, piece.text);
                last.holds.end = piece.holds.end;
            }
            _ => left.push(Piece {
                shape: piece.shape,
                text: piece.text.clone(),
                holds: piece.holds.clone(),
            }),
        }
    }
    left
}

fn texts(pieces: &[Piece]) -> Vec<(Shape, &str)> {
    pieces
        .iter()
        .map(|piece| (piece.shape, &*piece.text))
        .collect()
}

/// Links that are right, that were made, and that there are.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    made: usize,
    gold: usize,
}

impl Tally {
    fn of(a: &[Piece], b: &[Piece], beads: &[Bead]) -> Self {
        let every =
            |a: Range<usize>, b: Range<usize>| a.flat_map(move |i| b.clone().map(move |j| (i, j)));
        let share = |(i, j): &(usize, usize)| {
            a[*i].holds.start.max(b[*j].holds.start) < a[*i].holds.end.min(b[*j].holds.end)
        };
        let gold: BTreeSet<(usize, usize)> = every(0..a.len(), 0..b.len()).filter(share).collect();
        let made: BTreeSet<(usize, usize)> = beads
            .iter()
            .flat_map(|bead| every(bead.a.clone(), bead.b.clone()))
            .collect();
        Tally {
            right: gold.intersection(&made).count(),
            made: made.len(),
            gold: gold.len(),
        }
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.made + self.gold).max(1) as f64
    }
}

impl std::ops::Add for Tally {
    type Output = Tally;
    fn add(self, other: Tally) -> Tally {
        Tally {
            right: self.right + other.right,
            made: self.made + other.made,
            gold: self.gold + other.gold,
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        write!(
            f,
            "P {:.3} R {:.3} F1 {:.3}",
            share(self.made),
            share(self.gold),
            self.f1()
        )
    }
}
