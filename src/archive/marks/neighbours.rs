//! What is beside titles: the lines above and below one ("Posted on", "5 min read") tell others, whatever they say.

use super::parts::Part;
use std::collections::{HashMap, HashSet};

/// A line, as others know it.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour {
    /// Its words, hashed.
    pub words: Option<u64>,
    /// Its shape, or else its words, hashed.
    pub shape: Option<u64>,
    /// What speaks for it to be a title by itself (log-odds); none where it cannot be one.
    pub title: Option<f64>,
}

/// How surely (log-odds) a title is one by itself that others are told by.
const SURE: f64 = 0.5;
/// The least and the most that a neighbour says of a title (log-odds).
const TITLE: [f64; 2] = [-1.0, 2.5];
/// The same of the lines of a header: they are many, and say little each.
const HEADER: [f64; 2] = [-0.75, 0.75];
/// What each log-odds of being in a header, and not in other boilerplate, weighs.
const OFTEN: f64 = 1.5;

/// What is beside the titles of all files, and in their headers.
pub struct Neighbours {
    /// For each side and shape: the titles beside it, and all lines beside it that could be titles.
    beside: HashMap<(usize, u64), [HashSet<u64>; 2]>,
    /// For each shape, how often it is in a header, and in other boilerplate.
    headers: HashMap<u64, [f64; 2]>,
    /// The share of titles among all lines that could be.
    share: f64,
}

impl Neighbours {
    pub fn new(files: &[Vec<Neighbour>], parts: &[Vec<Part>]) -> Self {
        let mut found = Self {
            beside: HashMap::new(),
            headers: HashMap::new(),
            share: 0.0,
        };
        let (mut titles, mut all) = (0.2, 1.0);
        for (lines, parts) in files.iter().zip(parts) {
            for (i, (line, part)) in lines.iter().zip(parts).enumerate() {
                if let Some(shape) = line.shape {
                    let [header, other] = found.headers.entry(shape).or_default();
                    *header += f64::from(u8::from(*part == Part::Header));
                    *other += f64::from(u8::from(*part == Part::Boilerplate));
                }
                let (Some(words), Some(odds)) = (line.words, line.title) else {
                    continue;
                };
                all += 1.0;
                titles += f64::from(u8::from(*part == Part::Title));
                for (side, shape) in beside(lines, i) {
                    let [titles, all] = found.beside.entry((side, shape)).or_default();
                    all.insert(words);
                    if *part == Part::Title && odds > SURE {
                        titles.insert(words);
                    }
                }
            }
        }
        found.share = titles / all;
        found
    }

    /// What the lines beside a line say for it to be a title (log-odds), by the other lines that have them.
    pub fn weigh_title(&self, lines: &[Neighbour], i: usize) -> f64 {
        let odds = |titles: f64, others: f64| (titles / others).ln();
        let usual = odds(self.share, 1.0 - self.share);
        let weigh = |beside: (usize, u64)| {
            let count = |set: &HashSet<u64>| {
                let is_own = lines[i].words.is_some_and(|own| set.contains(&own));
                (set.len() - usize::from(is_own)) as f64
            };
            let [titles, all] = self.beside.get(&beside)?.each_ref().map(count);
            let own = odds(titles + self.share, all - titles + 1.0 - self.share);
            (all > 0.0).then(|| (own - usual).clamp(TITLE[0], TITLE[1]))
        };
        beside(lines, i).filter_map(weigh).sum()
    }

    /// What other lines like it say for a line to be in a header (log-odds).
    pub fn weigh_header(&self, line: &Neighbour) -> f64 {
        let counts = line.shape.and_then(|shape| self.headers.get(&shape));
        counts.map_or(0.0, |[header, other]| {
            let odds = ((header + 1.0) / (other + 1.0)).ln();
            (OFTEN * odds).clamp(HEADER[0], HEADER[1])
        })
    }
}

/// The shapes above and below a line, each with its side.
fn beside(lines: &[Neighbour], i: usize) -> impl Iterator<Item = (usize, u64)> {
    let at = [i.checked_sub(1), Some(i + 1)];
    let lines = at.map(|at| lines.get(at?));
    let shapes = lines.map(|line| line.and_then(|line| line.shape));
    let sides = shapes.into_iter().enumerate();
    sides.filter_map(|(side, shape)| Some((side, shape?)))
}
