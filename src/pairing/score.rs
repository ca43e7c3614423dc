//! From what two posts have in common to the probability that they translate each other.
//!
//! 1. A first logistic model looks at the pair alone.
//! 2. A second one looks at how far that puts it ahead of the next candidate, on both sides: some posts resemble all others of
//!    their site, and only the lead tells. This is what carries over from one site to another.

use super::features::{FEATURES, Features};

/// The first model: weights of the features, then the constant.
///
/// Fitted with `examples/pair_posts --measures` by logistic regression on bilingual blogs of the public service, of a software
/// project and of a gallery; as they are, cut, halved, with their names and numbers taken out, their dates moved or taken out,
/// half of their posts left without translation; each site weighing the same, and each held out in turn to choose the features.
const ALONE: [f64; FEATURES] = [2.386, 0.0, -0.385, 7.878, 10.008, 2.153, -1.102, 4.764, 0.0, -2.883, 0.0, 2.0, -2.41];
const ALONE_CONSTANT: f64 = -7.407;

/// The second model: the pair alone, its smaller lead, the constant.
const LEAD: [f64; 2] = [0.405, 0.803];
const LEAD_CONSTANT: f64 = -0.906;

/// What a post's next candidate is worth at least: even a post with a single candidate needs more than this to lead.
const NOBODY: f64 = -4.0;

/// A pair's log-odds on its own.
pub(super) fn alone(features: &Features) -> f64 {
    ALONE_CONSTANT + features.iter().zip(&ALONE).map(|(feature, weight)| feature * weight).sum::<f64>()
}

/// How far a pair is ahead of the best other candidate of one of its posts.
pub(super) fn lead(alone: f64, rival: Option<f64>) -> f64 {
    (alone - rival.unwrap_or(NOBODY).max(NOBODY)).clamp(-6.0, 6.0)
}

/// The probability that a pair is one, from its own log-odds and its smaller lead.
pub(super) fn probability(alone: f64, lead: f64) -> f64 {
    let odds = LEAD_CONSTANT + LEAD[0] * alone.clamp(-10.0, 10.0) + LEAD[1] * lead;
    1.0 / (1.0 + (-odds).exp())
}
