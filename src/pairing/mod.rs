//! Which posts translate each other: features, score, assignment.
//!
//! 1. [`profile`] reads one post, once: words, names, numbers, links and where they are.
//! 2. An inverted index finds, for each post, the few posts of another language that share its rarest things.
//! 3. Each such pair is measured, and scored by itself and by its lead over the next candidate on both sides.
//! 4. How common pairs are on this site is estimated from all scores, and makes each of them a probability.
//! 5. The best one-to-one choice over the whole site is made, with reasons that a writer understands.
//!
//! Nothing here knows a language; the words that are too common to say anything on a small site are data of each.

mod align;
mod assign;
mod features;
mod pieces;
mod prior;
mod profile;
mod reasons;
mod score;
mod site;

pub use align::{Agreement, Bead, agreement, align};
pub use profile::{Profile, profile};

use features::Features;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use site::Site;
use std::collections::{HashMap, HashSet};

/// What pairing looks at in one post; borrowed text.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// Index of its language among the site's languages.
    pub language: usize,
    pub title: &'a str,
    /// The slug, where the author gave one.
    pub slug: Option<&'a str>,
    /// Year, month, day, where known.
    pub date: Option<(i32, u32, u32)>,
    /// Headings, items, quotes, paragraphs in order, without the title.
    pub blocks: &'a [(Shape, &'a str)],
    /// Where its links lead.
    pub links: &'a [&'a str],
    /// Its images, by name or address.
    pub images: &'a [&'a str],
    /// Whether only its beginning is known.
    pub truncated: bool,
}

/// The shape of one block of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Heading(u8),
    Item,
    Quote,
    Paragraph,
    /// Code, which is not translated.
    Code,
}

/// Two posts that may translate each other. `a`'s language comes before `b`'s.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Match {
    /// Index of the post whose language comes first.
    pub a: usize,
    /// Index of the other post.
    pub b: usize,
    /// The probability that they translate each other.
    pub score: f64,
    /// What speaks for it and against it, the strongest first.
    pub reasons: Vec<String>,
}

/// What pairing found, best first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Pairs made: at or above the threshold, each post in at most one for each other language.
    pub pairs: Vec<Match>,
    /// Pairs worth showing to the author: between the thresholds, or above them but with a post that a better pair has taken.
    pub proposed: Vec<Match>,
}

/// From which score on a pair is made, and from which it is proposed.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// A pair of this score or more is made.
    pub make: f64,
    /// A pair of this score or more is proposed.
    pub propose: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            make: 0.5,
            propose: 0.15,
        }
    }
}

/// Pairs the posts of a site, every two languages by themselves.
///
/// `fixed` pairs are known already, by their key or by the author's word: their posts are taken, for these two languages.
/// `forbidden` pairs are not made, whatever they look like. Either may be given in any order.
pub fn pair(
    profiles: &[&Profile],
    fixed: &[(usize, usize)],
    forbidden: &[(usize, usize)],
    thresholds: Thresholds,
) -> Outcome {
    let site = Site::new(profiles);
    let mut outcome = Outcome::default();
    for (i, first) in site.languages.iter().enumerate() {
        for second in &site.languages[i + 1..] {
            let scored = score_all(&site, *first, *second, fixed, forbidden);
            choose(&site, &scored, thresholds, &mut outcome);
        }
    }
    let best_first = |one: &Match, two: &Match| {
        two.score
            .total_cmp(&one.score)
            .then((one.a, one.b).cmp(&(two.a, two.b)))
    };
    outcome.pairs.sort_by(best_first);
    outcome.proposed.sort_by(best_first);
    outcome
}

/// A candidate pair, measured.
struct Scored {
    a: usize,
    b: usize,
    features: Features,
    /// How far it is ahead of the next candidate, on the side where it is less so; nothing where there is no other.
    lead: Option<f64>,
    /// The log-odds that it is a pair; in the end the probability.
    score: f64,
}

/// Measures and scores the candidates between two languages.
fn score_all(
    site: &Site,
    first: usize,
    second: usize,
    fixed: &[(usize, usize)],
    forbidden: &[(usize, usize)],
) -> Vec<Scored> {
    let language = |post: usize| site.profiles.get(post).map(|profile| profile.language);
    let mut open = vec![true; site.profiles.len()];
    for &(a, b) in fixed {
        if let (Some(one), Some(two)) = (language(a), language(b))
            && [(first, second), (second, first)].contains(&(one, two))
        {
            open[a] = false;
            open[b] = false;
        }
    }
    let forbidden: HashSet<(usize, usize)> = forbidden
        .iter()
        .flat_map(|&(a, b)| [(a, b), (b, a)])
        .collect();
    let candidates = site.candidates(first, second, &open);
    let allowed: Vec<(usize, usize)> = candidates
        .into_iter()
        .filter(|pair| !forbidden.contains(pair))
        .collect();
    let measured = allowed.into_par_iter().map(|(a, b)| {
        let features = features::measure(site, a, b);
        Scored {
            a,
            b,
            features,
            lead: None,
            score: score::alone(&features),
        }
    });
    let mut scored: Vec<Scored> = measured.collect();
    compare(&mut scored);
    prior::add(&mut scored);
    for pair in &mut scored {
        pair.score = score::logistic(pair.score);
    }
    scored
}

/// Adds to each pair's own log-odds its lead over the next candidates of its two posts.
fn compare(scored: &mut [Scored]) {
    let mut candidates: HashMap<usize, Vec<(usize, f64)>> = HashMap::new();
    for (i, pair) in scored.iter().enumerate() {
        for post in [pair.a, pair.b] {
            candidates.entry(post).or_default().push((i, pair.score));
        }
    }
    for (i, pair) in scored.iter_mut().enumerate() {
        let alone = pair.score;
        let sides = [pair.a, pair.b].map(|post| {
            let others = candidates[&post].iter().filter(|(j, _)| *j != i);
            let rival = others.clone().map(|(_, score)| *score);
            (rival.reduce(f64::max), others.count())
        });
        let lead = sides.map(|(rival, others)| score::lead(alone, rival, others, &pair.features));
        let ahead = sides
            .iter()
            .filter_map(|(rival, _)| Some(alone - (*rival)?));
        pair.lead = ahead.reduce(f64::min);
        pair.score = score::odds(alone, lead[0].min(lead[1]), &pair.features);
    }
}

/// Makes the pairs between two languages, and proposes others.
fn choose(site: &Site, scored: &[Scored], thresholds: Thresholds, outcome: &mut Outcome) {
    let odds = |p: f64| (p.clamp(1e-9, 1.0 - 1e-9) / (1.0 - p.clamp(1e-9, 1.0 - 1e-9))).ln();
    let likely: Vec<&Scored> = scored
        .iter()
        .filter(|pair| pair.score >= thresholds.make)
        .collect();
    // A pair exactly at the threshold is still better than none.
    let value = |pair: &Scored| odds(pair.score) - odds(thresholds.make) + 1e-6;
    let edges: Vec<assign::Edge> = likely
        .iter()
        .map(|pair| assign::Edge {
            left: pair.a,
            right: pair.b,
            value: value(pair),
        })
        .collect();
    let mut made = HashSet::new();
    for chosen in assign::assign(&edges) {
        made.insert((likely[chosen].a, likely[chosen].b));
        outcome.pairs.push(explain(site, likely[chosen]));
    }
    let doubtful = scored.iter().filter(|pair| {
        pair.score >= thresholds.propose.min(thresholds.make) && !made.contains(&(pair.a, pair.b))
    });
    outcome
        .proposed
        .extend(doubtful.map(|pair| explain(site, pair)));
}

fn explain(site: &Site, pair: &Scored) -> Match {
    Match {
        a: pair.a,
        b: pair.b,
        score: pair.score,
        reasons: reasons::reasons(site, pair.a, pair.b, &pair.features, pair.lead),
    }
}

#[cfg(test)]
mod tests;
