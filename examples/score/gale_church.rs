//! Paragraphs aligned by their lengths alone: what the library's own way is measured by.
//!
//! William A. Gale, Kenneth W. Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics 19(1), 1993,
//! with its beads, its priors, c = 1 and s² = 6.8: a letter of one language gives rise to c letters of the other on average, with a
//! variance of s² for each.

use diptych::pairing::{Bead, Shape};

/// s², measured by them on paragraphs of economic reports in three languages.
const VARIANCE: f32 = 6.8;
/// What their program takes for a probability too small to be measured.
const IMPOSSIBLE: f32 = 25.0;

/// Numbers of blocks that a bead may have, and what that alone costs, as −ln of its odds to one and one: their priors are .89 for one
/// and one, .0099 for none, .089 for two and one, .011 for two and two.
const KINDS: [(usize, usize, f32); 6] = [
    (1, 1, 0.0),
    (1, 0, 4.5),
    (0, 1, 4.5),
    (2, 1, 2.3),
    (1, 2, 2.3),
    (2, 2, 4.4),
];

/// Aligns the blocks of two posts.
pub fn align(a: &[(Shape, &str)], b: &[(Shape, &str)]) -> Vec<Bead> {
    let lengths = |blocks: &[(Shape, &str)]| -> Vec<f32> {
        let letters = |(_, text): &(Shape, &str)| text.chars().count() as f32;
        blocks.iter().map(letters).collect()
    };
    let (one, two) = (lengths(a), lengths(b));
    let mut best = vec![vec![(f32::INFINITY, 0); two.len() + 1]; one.len() + 1];
    best[0][0].0 = 0.0;
    for row in 0..=one.len() {
        for column in 0..=two.len() {
            for (kind, (rows, columns, price)) in KINDS.iter().enumerate() {
                let before = row.checked_sub(*rows).zip(column.checked_sub(*columns));
                let Some((up, left)) = before else { continue };
                let bead = cost(one[up..row].iter().sum(), two[left..column].iter().sum());
                let all = best[up][left].0 + price + bead;
                if all < best[row][column].0 {
                    best[row][column] = (all, kind);
                }
            }
        }
    }
    let (mut row, mut column) = (one.len(), two.len());
    let mut beads = Vec::new();
    while row + column > 0 {
        let (rows, columns, _) = KINDS[best[row][column].1];
        beads.push(Bead {
            a: row - rows..row,
            b: column - columns..column,
        });
        (row, column) = (row - rows, column - columns);
    }
    beads.reverse();
    beads
}

/// −ln of the probability that two texts of these lengths (in letters), being one, are so far apart or further.
fn cost(one: f32, two: f32) -> f32 {
    let mean = (one + two) / 2.0;
    let deviations = if mean == 0.0 {
        0.0
    } else {
        (one - two).abs() / (VARIANCE * mean).sqrt()
    };
    let apart = 2.0 * (1.0 - normal(deviations));
    if apart > 0.0 {
        (-apart.ln()).min(IMPOSSIBLE)
    } else {
        IMPOSSIBLE
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
