//! What the lengths of two texts say about whether they are one text in two languages.
//!
//! Gale and Church (1993): a letter of one language gives rise to some letters of the other, with a variance of s² for each.

/// s², measured by them on paragraphs of economic reports in three languages.
const VARIANCE: f32 = 6.8;

/// Blocks on one side of a bead, at most.
pub(super) const LONGEST: usize = 3;

/// The length of some blocks, as the odds ask for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    ln: f32,
    inverse: f32,
}

impl Length {
    /// Of so many letters.
    pub fn of(letters: f32) -> Self {
        Self {
            ln: (letters + 1.0).ln(),
            inverse: (letters + 1.0).recip(),
        }
    }
}

/// For blog posts, whose translators shorten and explain: how the odds of two texts being one fall with their lengths (as −ln).
///
/// `growth` is ln of how many times as long the second language is. ln of two lengths' ratio has the variance of Gale and Church
/// with some more for freedom, and the heavy tails of Student's t with three degrees; for two texts that are not one it is normal
/// with variance 1.
pub(super) fn odds(one: Length, two: Length, growth: f32) -> f32 {
    odds_below(f32::INFINITY, one, two, growth).unwrap_or(MOST)
}

/// The same, unless they are surely not below `limit`.
pub(super) fn odds_below(limit: f32, one: Length, two: Length, growth: f32) -> Option<f32> {
    let apart = two.ln - one.ln - growth;
    let variance = FREEDOM + VARIANCE * (one.inverse + two.inverse) / 2.0;
    // 2 ln(tail) + ln(variance) / 2, as one logarithm.
    let tail = 1.0 + apart * apart / (3.0 * variance);
    let odds = (tail * tail * tail * tail) * variance;
    let if_any = apart * apart / 2.0;
    if (ln_at_least(odds) / 2.0 - if_any).min(MOST) - ROUNDED >= limit {
        return None;
    }
    let if_one = odds.ln() / 2.0;
    Some((if_one - if_any).min(MOST))
}

/// A number no higher than ln of a positive one, and at most 0.06 below it, which costs less: between powers of two it is a straight
/// line, which is what a number's bits are.
fn ln_at_least(number: f32) -> f32 {
    let log2 = number.to_bits() as f32 / (1_u32 << (f32::MANTISSA_DIGITS - 1)) as f32 - 127.0;
    log2 * std::f32::consts::LN_2
}

/// More than what is lost by rounding.
const ROUNDED: f32 = 0.01;

/// The variance of ln of two lengths' ratio which does not shrink as texts grow.
const FREEDOM: f32 = 0.02;
/// Lengths alone say no more than this against two texts.
const MOST: f32 = 4.0;
