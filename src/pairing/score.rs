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
const ALONE: [f64; FEATURES] = [1.39, 0.30, -0.66, 5.11, 8.53, 1.41, -0.43, 3.30, -1.20, 0.67, 2.0, -1.33, 0.55];
const ALONE_CONSTANT: f64 = -6.44;

/// The second model: the pair alone, its smaller lead, the constant.
const LEAD: [f64; 2] = [0.715, 0.812];
const LEAD_CONSTANT: f64 = -0.937;

/// What a post's next candidate is worth at least: even a post with a single candidate needs more than this to lead.
const NOBODY: f64 = -6.0;

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
