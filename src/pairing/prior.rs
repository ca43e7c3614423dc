//! How common pairs are among the posts at hand, which one score cannot know: of a blog where hardly a post has a counterpart, the
//! best candidate of a post is most likely the best of wrong ones.
//!
//! 1. The best candidates are chosen one to one; each is a pair or not.
//! 2. Expectation maximisation finds the share of pairs that their scores agree with (Saerens, Latinne and Decaestecker, "Adjusting
//!    the outputs of a classifier to new a priori probabilities", 2002).
//! 3. This is done for all, then for notes and longer posts apart: a blog may translate its articles and none of its notes.

use super::Scored;
use super::features::SHORTER;
use super::score::logistic;
use std::collections::HashSet;

/// The share that one starts from, as of a blog that translates most of its posts, and as how many pairs it counts: on a site of
/// three posts hardly anything else is known. Set by hand, so that small sites keep the pairs that they had.
const BEFORE: f64 = 0.7;
const UNSEEN: f64 = 2.0;
/// Steps of expectation maximisation: where hardly anything is a pair, the share falls slowly.
const STEPS: usize = 50;
/// No share is nearer to 0 or 1 than this.
const LEAST: f64 = 1e-4;

/// Adds to the log-odds of each pair how common pairs of its kind are.
pub(super) fn add(scored: &mut [Scored]) {
    let best = best(scored);
    let odds_of = |of: &dyn Fn(&Scored) -> bool| -> Vec<f64> {
        let chosen = best.iter().map(|at| &scored[*at]);
        chosen
            .filter(|pair| of(pair))
            .map(|pair| pair.score)
            .collect()
    };
    let of_all = share(&odds_of(&|_| true), BEFORE);
    let [of_notes, of_longer] =
        [true, false].map(|notes| share(&odds_of(&|pair| is_note(pair) == notes), of_all));
    for pair in scored {
        let share = if is_note(pair) { of_notes } else { of_longer };
        pair.score += (share / (1.0 - share)).ln();
    }
}

/// Whether the shorter post has fewer than a hundred words.
fn is_note(pair: &Scored) -> bool {
    pair.features[SHORTER] < 0.0
}

/// The pairs that would be made if all that can be were.
fn best(scored: &[Scored]) -> Vec<usize> {
    let mut best: Vec<usize> = (0..scored.len()).collect();
    best.sort_by(|one, two| scored[*two].score.total_cmp(&scored[*one].score));
    let mut taken = HashSet::new();
    best.retain(|at| {
        let pair = &scored[*at];
        let is_free = !taken.contains(&pair.a) && !taken.contains(&pair.b);
        if is_free {
            taken.extend([pair.a, pair.b]);
        }
        is_free
    });
    best
}

/// The share of pairs among candidates of these log-odds, which are those of a share of one half.
fn share(odds: &[f64], before: f64) -> f64 {
    let mut share = before;
    for _ in 0..STEPS {
        let prior = (share / (1.0 - share)).ln();
        let pairs: f64 = odds.iter().map(|odds| logistic(odds + prior)).sum();
        let all = odds.len() as f64 + UNSEEN;
        share = ((pairs + UNSEEN * before) / all).clamp(LEAST, 1.0 - LEAST);
    }
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        for (what, odds, from, to) in [
            ("nothing is known", vec![], 0.5, 0.5),
            ("all are pairs", vec![6.0; 50], 0.98, 1.0),
            (
                "one in ten is",
                [vec![6.0; 5], vec![-6.0; 45]].concat(),
                0.09,
                0.12,
            ),
            ("the best of wrong ones", vec![-1.0; 50], 0.0, 0.04),
        ] {
            let share = share(&odds, 0.5);
            assert!((from..=to).contains(&share), "{what}: {share}");
        }
    }
}
