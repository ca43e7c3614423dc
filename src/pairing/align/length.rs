//! What the lengths of two texts say about whether they are one text in two languages.
//!
//! Gale and Church (1993): a letter of one language gives rise to c letters of the other on average, with a variance of s² for each.

/// c, the same as in the paper: no language is longer.
const RATIO: f32 = 1.0;
/// s², measured by them on paragraphs of economic reports in three languages.
const VARIANCE: f32 = 6.8;
/// What their program takes for a probability too small to be measured.
const IMPOSSIBLE: f32 = 25.0;

/// −ln of the probability that two texts of these lengths (in letters), being one, are so far apart or further.
pub(super) fn cost(one: f32, two: f32) -> f32 {
    let apart = 2.0 * (1.0 - normal(apart(one, two)));
    if apart > 0.0 {
        (-apart.ln()).min(IMPOSSIBLE)
    } else {
        IMPOSSIBLE
    }
}

/// For blog posts, whose translators shorten and explain: how the odds of two texts being one fall with their lengths (as −ln).
///
/// `growth` is ln of how many times as long the second language is. ln of two lengths' ratio has the variance of Gale and Church
/// with some more for freedom, and the heavy tails of Student's t with three degrees; for two texts that are not one it is normal
/// with variance 1.
pub(super) fn odds(one: f32, two: f32, growth: f32) -> f32 {
    let (one, two) = (one + 1.0, two + 1.0);
    let apart = (two / one).ln() - growth;
    let variance = FREEDOM + VARIANCE * (1.0 / one + 1.0 / two) / 2.0;
    let if_one = 2.0 * (1.0 + apart * apart / (3.0 * variance)).ln() + variance.ln() / 2.0;
    let if_any = apart * apart / 2.0;
    (if_one - if_any).min(MOST)
}

/// The variance of ln of two lengths' ratio which does not shrink as texts grow.
const FREEDOM: f32 = 0.02;
/// Lengths alone say no more than this against two texts.
const MOST: f32 = 4.0;

/// Standard deviations between two lengths.
fn apart(one: f32, two: f32) -> f32 {
    let mean = (one + two / RATIO) / 2.0;
    if mean == 0.0 {
        0.0
    } else {
        (RATIO * one - two).abs() / (VARIANCE * mean).sqrt()
    }
}

/// The normal distribution's share below `z`, for `z` ≥ 0: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17,
/// the approximation which Gale and Church use.
fn normal(z: f32) -> f32 {
    let z = f64::from(z);
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let sum = t
        * (0.319_381_530
            + t * (-0.356_563_782
                + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    (1.0 - 0.398_942_280_4 * (-z * z / 2.0).exp() * sum) as f32
}
