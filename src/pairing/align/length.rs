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
    let apart = two.ln - one.ln - growth;
    let variance = FREEDOM + VARIANCE * (one.inverse + two.inverse) / 2.0;
    // 2 ln(tail) + ln(variance) / 2, as one logarithm.
    let tail = 1.0 + apart * apart / (3.0 * variance);
    let if_one = ((tail * tail * tail * tail) * variance).ln() / 2.0;
    let if_any = apart * apart / 2.0;
    (if_one - if_any).min(MOST)
}

/// The variance of ln of two lengths' ratio which does not shrink as texts grow.
const FREEDOM: f32 = 0.02;
/// Lengths alone say no more than this against two texts.
const MOST: f32 = 4.0;
