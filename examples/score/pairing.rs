//! Posts paired, against what is known.
//!
//! A file is one way of treating some sites (as they are, cut short, …); a pool in it is one blog. Printed per file and site:
//! precision, recall and F1 of the pairs made; how many of those given 0.9 or more are right, and which share of the true pairs
//! has as much; and the expected calibration error (ECE) of the scores, over ten bins. That error is over the pairs that are
//! told, made or proposed: those under the lower threshold are not told, and counting them, nearly all rightly near 0, would
//! flatter it.

use crate::{field, lines};
use diptych::pairing::{self, Match, Profile, Shape, Text, Thresholds};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// F1 to reach for files whose name ends so; the first that fits. Files of other names are printed only.
const F1: [(&str, f64); 5] = [
    ("-trunc", 0.985),
    ("-adapt", 0.98),
    ("-mask", 0.985),
    ("-mix", 0.97),
    ("dev", 0.99),
];
/// Of pairs given 0.9 or more, how many must be right; how many of the true pairs must be given as much; the most ECE.
const RIGHT_WHEN_SURE: f64 = 0.98;
const SURE_WHEN_TRUE: f64 = 0.8;
const MOST_ECE: f64 = 0.05;
/// The score of a pair that is sure.
const SURE: f64 = 0.9;
/// Pairs that a file must have before how its scores are calibrated says anything.
const ENOUGH: usize = 50;

/// Scores each file; the names of figures below their bars.
pub fn score(files: &[String]) -> Vec<String> {
    let mut below = Vec::new();
    println!(
        "{:<22}{:<14}{:>6}{:>7}{:>7}{:>7}{:>15}{:>10}{:>7}",
        "file", "site", "pairs", "P", "R", "F1", "right at .9", "at .9", "ECE"
    );
    for file in files {
        let name = file
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(file)
            .trim_end_matches(".jsonl");
        let mut all = Tally::default();
        for (site, tally) in sites(file) {
            println!("{name:<22}{site:<14}{tally}");
            all.add(&tally);
        }
        println!("{name:<22}{:<14}{all}", "all");
        below.extend(
            all.below(name)
                .into_iter()
                .map(|figure| format!("{name} {figure}")),
        );
    }
    below
}

/// Each site's tally.
fn sites(file: &str) -> BTreeMap<String, Tally> {
    let mut pools: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for post in lines(file) {
        pools
            .entry(field(&post, "pool").into())
            .or_default()
            .push(post);
    }
    let mut sites: BTreeMap<String, Tally> = BTreeMap::new();
    for posts in pools.values() {
        sites
            .entry(field(&posts[0], "site").into())
            .or_default()
            .add(&Tally::of(posts));
    }
    sites
}

/// What is remembered of a post, its body being plain paragraphs.
pub fn profile(post: &Value) -> Profile {
    let body = field(post, "body_plain");
    let blocks: Vec<(Shape, &str)> = body
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .map(block)
        .collect();
    let links: Vec<&str> = body
        .split_whitespace()
        .filter(|word| word.contains("://"))
        .collect();
    pairing::profile(&Text {
        language: usize::from(field(post, "lang") != "fr"),
        title: field(post, "title"),
        slug: post["slug"].as_str(),
        date: date(field(post, "date")),
        blocks: &blocks,
        links: &links,
        images: &[],
        truncated: false,
    })
}

/// A paragraph, or what its first mark says it is.
fn block(text: &str) -> (Shape, &str) {
    let text = text.trim();
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    match text.as_bytes().first() {
        Some(b'#') if level <= 6 => (Shape::Heading(level as u8), text[level..].trim_start()),
        Some(b'-' | b'*') => (Shape::Item, text[1..].trim_start()),
        Some(b'>') => (Shape::Quote, text[1..].trim_start()),
        _ => (Shape::Paragraph, text),
    }
}

fn date(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.get(..10)?.split('-');
    Some((
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    ))
}

/// What was found, counted.
#[derive(Default)]
struct Tally {
    gold: usize,
    made: usize,
    right: usize,
    /// Made with a high score, and of these the right ones.
    sure: usize,
    sure_right: usize,
    /// Per tenth of probability, over every pair told: how many, the sum of their scores, how many are right.
    bins: [(usize, f64, usize); 10],
}

impl Tally {
    fn of(posts: &[Value]) -> Tally {
        let mut stories: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, post) in posts
            .iter()
            .enumerate()
            .filter(|(_, post)| !field(post, "pair_id").is_empty())
        {
            stories
                .entry(field(post, "pair_id"))
                .or_default()
                .insert(at);
        }
        stories.retain(|_, posts| posts.len() == 2);
        let gold: HashSet<Vec<usize>> = stories
            .into_values()
            .map(|posts| posts.into_iter().collect())
            .collect();
        let is_right =
            |found: &&Match| gold.contains(&vec![found.a.min(found.b), found.a.max(found.b)]);
        let profiles: Vec<Profile> = posts.iter().map(profile).collect();
        let outcome = pairing::pair(
            &profiles.iter().collect::<Vec<_>>(),
            &[],
            &[],
            Thresholds::default(),
        );
        let sure = || outcome.pairs.iter().filter(|found| found.score >= SURE);
        let mut tally = Tally {
            gold: gold.len(),
            made: outcome.pairs.len(),
            right: outcome.pairs.iter().filter(is_right).count(),
            sure: sure().count(),
            sure_right: sure().filter(is_right).count(),
            bins: Default::default(),
        };
        for found in outcome.pairs.iter().chain(&outcome.proposed) {
            let (count, sum, right) = &mut tally.bins[((found.score * 10.0) as usize).min(9)];
            *count += 1;
            *sum += found.score;
            *right += usize::from(is_right(&found));
        }
        tally
    }

    fn add(&mut self, other: &Tally) {
        self.gold += other.gold;
        self.made += other.made;
        self.right += other.right;
        self.sure += other.sure;
        self.sure_right += other.sure_right;
        for (mine, theirs) in self.bins.iter_mut().zip(&other.bins) {
            *mine = (mine.0 + theirs.0, mine.1 + theirs.1, mine.2 + theirs.2);
        }
    }

    fn f1(&self) -> f64 {
        share(2 * self.right, self.made + self.gold)
    }

    /// How far scores are from how often they are right, on average.
    fn ece(&self) -> f64 {
        let told: usize = self.bins.iter().map(|(count, ..)| count).sum();
        self.bins
            .iter()
            .map(|(_, sum, right)| (sum - *right as f64).abs())
            .sum::<f64>()
            / told.max(1) as f64
    }

    /// The figures of a file that are below their bars.
    fn below(&self, name: &str) -> Vec<&'static str> {
        let Some((_, f1)) = F1.iter().find(|(end, _)| name.ends_with(end)) else {
            return Vec::new();
        };
        let calibrated = self.gold < ENOUGH || self.ece() <= MOST_ECE;
        let figures = [
            ("F1", self.f1() >= *f1),
            (
                "right when sure",
                share(self.sure_right, self.sure) >= RIGHT_WHEN_SURE,
            ),
            (
                "sure when true",
                share(self.sure_right, self.gold) >= SURE_WHEN_TRUE,
            ),
            ("ECE", calibrated),
        ];
        figures
            .into_iter()
            .filter(|(_, holds)| !holds)
            .map(|(figure, _)| figure)
            .collect()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let sure = format!("{:.3} of {}", share(self.sure_right, self.sure), self.sure);
        let (precision, recall) = (share(self.right, self.made), share(self.right, self.gold));
        write!(
            f,
            "{:>6}{precision:>7.3}{recall:>7.3}{:>7.3}{sure:>15}{:>10.3}{:>7.3}",
            self.gold,
            self.f1(),
            share(self.sure_right, self.gold),
            self.ece()
        )
    }
}
