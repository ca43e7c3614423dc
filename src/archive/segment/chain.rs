//! A file as a chain of candidates: its best segmentation into posts, and the probability of each boundary.

use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::urn::Urn;

/// Log-odds that a post of so many words is one, by [`length_class`].
pub(super) type LengthWeights = [f64; 6];

/// In most archives, a post of a few words is none.
pub(super) const ORDINARY: LengthWeights = [-8.0, -4.5, -3.0, -1.5, -0.6, 0.0];
/// In an archive of notes a long post is the exception: where most are long, this explains the file worse.
pub(super) const BRIEF: LengthWeights = [-8.0, -2.0, -0.5, 0.0, 0.0, -1.5];

fn length_class(words: usize) -> usize {
    match words {
        0..=14 => 0,
        15..=39 => 1,
        40..=79 => 2,
        80..=119 => 3,
        120..LONG => 4,
        _ => 5,
    }
}

/// Posts of this many words and more are all alike to [`length_class`].
const LONG: usize = 180;

/// What one nat of coherence weighs: words come in bursts, so a repeated word proves far less than an urn believes.
const COHERENCE: f64 = 0.05;

/// What is left of the penalty for short posts at a title that is plainly set off.
pub(super) const PLAINLY: f64 = 0.1;

/// A file as a chain of candidates: choosing one adds its weight, and each post so made its own.
pub(super) struct Chain<'c> {
    weights: &'c [f64],
    /// Words before each candidate, and before the end.
    starts: &'c [usize],
    /// Whether the post above each candidate, and above the end, is cut by a read-more link: it may be as short as it likes.
    cut: &'c [bool],
    /// What the layout, or a change of language, leaves of the penalty for short posts.
    penalties: &'c [f64],
    coherence: &'c Coherence,
    lengths: &'c LengthWeights,
    /// For each candidate, the first other so far away that only sums matter.
    far: Vec<usize>,
}

impl<'c> Chain<'c> {
    pub fn new(
        weights: &'c [f64],
        starts: &'c [usize],
        cut: &'c [bool],
        penalties: &'c [f64],
        coherence: &'c Coherence,
        lengths: &'c LengthWeights,
    ) -> Self {
        let mut far = Vec::with_capacity(weights.len());
        let mut next = 0;
        for a in 0..weights.len() {
            next = coherence.horizon(a).max(next).max(a + 1);
            while next < starts.len() && starts[next] - starts[a] < LONG {
                next += 1;
            }
            far.push(next);
        }
        Self {
            weights,
            starts,
            cut,
            penalties,
            coherence,
            lengths,
            far,
        }
    }

    fn weight(&self, b: usize) -> f64 {
        self.weights.get(b).copied().unwrap_or(0.0)
    }

    /// The weight of a post from candidate `a` to candidate `b` (or to the end).
    fn post(&self, a: usize, b: usize) -> f64 {
        let length = length_class(self.starts[b] - self.starts[a]);
        let weight = self.lengths[length];
        let penalty = |n: usize| self.penalties.get(n).copied().unwrap_or(PLAINLY);
        let weight = match self.cut.get(b) {
            _ if length + 1 == self.lengths.len() => weight,
            Some(true) => 0.0,
            _ => penalty(a).max(penalty(b)) * weight,
        };
        weight + COHERENCE * self.coherence.post(a, b)
    }

    /// What is left of a far post's weight when the sum up to its end is taken out.
    fn tail(&self, a: usize) -> f64 {
        let far = self.far[a].min(self.weights.len());
        self.lengths[self.lengths.len() - 1]
            + COHERENCE * (self.coherence.post(a, far) - self.coherence.full(far))
    }

    /// For each candidate and the end: what the ways to get there weigh, the last choice being the candidate. `join` puts the
    /// weights of two ways together.
    fn forward(&self, join: fn(f64, f64) -> f64) -> Vec<f64> {
        let (mut near, mut far) = (0, f64::NEG_INFINITY);
        let mut table: Vec<f64> = Vec::with_capacity(self.starts.len());
        for b in 0..self.starts.len() {
            while near < b && self.far[near] <= b {
                far = join(far, table[near] + self.tail(near));
                near += 1;
            }
            let before = (near..b).fold(far + COHERENCE * self.coherence.full(b), |sum, a| {
                join(sum, table[a] + self.post(a, b))
            });
            table.push(self.weight(b) + if b == 0 { 0.0 } else { before });
        }
        table
    }

    /// How well the file is explained, over all ways to cut it.
    pub fn total(&self) -> f64 {
        self.forward(add_logs)[self.weights.len()]
    }

    /// The segmentation that explains the file best.
    pub fn best(&self) -> Vec<bool> {
        let table = self.forward(f64::max);
        let reach = |a: usize| table[a] + self.tail(a);
        // Of the candidates up to each, the best beginning of a post whose end is far.
        let mut beginnings: Vec<usize> = Vec::with_capacity(self.weights.len());
        for a in 0..self.weights.len() {
            let before = beginnings.last().copied();
            beginnings.push(before.filter(|&b| reach(b) > reach(a)).unwrap_or(a));
        }
        let mut chosen = vec![false; self.weights.len()];
        let mut b = chosen.len();
        while b > 0 {
            let near = self.far.partition_point(|&far| far <= b);
            let full = COHERENCE * self.coherence.full(b);
            let far = near.checked_sub(1).map(|last| beginnings[last]);
            let far = far.map(|a| (reach(a) + full, a)).into_iter();
            let near = (near..b).map(|a| (table[a] + self.post(a, b), a));
            let best = far.chain(near).max_by(|x, y| x.0.total_cmp(&y.0));
            b = best.map_or(0, |(_, a)| a);
            chosen[b] = true;
        }
        chosen
    }

    pub fn probabilities(&self) -> Vec<f64> {
        let count = self.weights.len();
        let forward = self.forward(add_logs);
        let mut backward = vec![0.0; count + 1];
        let (mut near, mut far) = (count + 1, f64::NEG_INFINITY);
        for a in (0..count).rev() {
            while near > self.far[a] {
                near -= 1;
                far = add_logs(
                    far,
                    backward[near] + self.weight(near) + COHERENCE * self.coherence.full(near),
                );
            }
            backward[a] = (a + 1..near).fold(far + self.tail(a), |sum, b| {
                add_logs(sum, backward[b] + self.weight(b) + self.post(a, b))
            });
        }
        let all = forward[count];
        (0..count)
            .map(|i| (forward[i] + backward[i] - all).exp().clamp(0.0, 1.0))
            .collect()
    }
}

fn add_logs(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

/// The log-probability of each stretch between two candidates, predicted by the words of its post before it.
pub(super) struct Coherence {
    /// For a post that begins at a candidate: the sums over its first stretches, one after the other.
    near: Vec<Vec<f64>>,
    /// The sums over all stretches, each predicted by as many words before it as count, wherever posts begin.
    full: Vec<f64>,
}

/// Words of a post that predict the next ones.
const MEMORY: usize = 600;

/// Stretches of a post that are predicted by its own beginning; where lines are short and many, this would run over the file.
const STRETCHES: usize = 200;

impl Coherence {
    /// `stems` are a file's subject words; `starts`, where each candidate's begin among them.
    pub fn new(vocabulary: &Vocabulary, stems: &[u32], starts: &[usize]) -> Self {
        let mut urn = Urn::new(vocabulary);
        let stretch =
            |k: usize| &stems[starts[k]..starts.get(k + 1).copied().unwrap_or(stems.len())];
        let mut full = vec![0.0];
        for k in 0..starts.len() {
            let before = &stems[starts[k].saturating_sub(MEMORY)..starts[k]];
            full.push(full[k] + urn.log_probability(before, stretch(k)));
        }
        let mut near = Vec::with_capacity(starts.len());
        for a in 0..starts.len() {
            let mut sums = vec![0.0];
            let (mut sum, mut k) = (0.0, a);
            while k < starts.len() && starts[k] - starts[a] <= MEMORY && k - a <= STRETCHES {
                sum += urn.draw(starts[k] - starts[a], stretch(k));
                sums.push(sum);
                k += 1;
            }
            urn.empty(&stems[starts[a]..starts.get(k).copied().unwrap_or(stems.len())]);
            near.push(sums);
        }
        Self { near, full }
    }

    /// The first candidate for which the beginning of a post at `a` no longer counts.
    pub fn horizon(&self, a: usize) -> usize {
        a + self.near[a].len() - 1
    }

    /// The log-probability of a post from candidate `a` to candidate `b`.
    pub fn post(&self, a: usize, b: usize) -> f64 {
        let near = &self.near[a];
        match near.get(b - a) {
            Some(sum) => *sum,
            None => near[near.len() - 1] + self.full[b] - self.full[self.horizon(a)],
        }
    }

    /// The log-probability of all stretches before candidate `b`, wherever posts begin.
    pub fn full(&self, b: usize) -> f64 {
        self.full[b]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(weights: &[f64], starts: &[usize], end: usize, cut: &[bool]) -> (Vec<bool>, Vec<f64>) {
        let coherence = Coherence::new(&Vocabulary::default(), &[], &vec![0; weights.len()]);
        let penalties = vec![1.0; weights.len()];
        let starts = [starts, &[end]].concat();
        let chain = Chain::new(weights, &starts, cut, &penalties, &coherence, &ORDINARY);
        (chain.best(), chain.probabilities())
    }

    #[test]
    fn short_posts_are_disliked() {
        let (best, p) = chain(&[40.0, 1.0, 1.0, 3.0], &[0, 8, 300, 600], 900, &[false; 4]);
        assert_eq!(best, [true, false, true, true]);
        assert!(
            p[0] > 0.99 && p[1] < 0.1 && p[2] > 0.7 && p[3] > 0.9,
            "{p:?}"
        );
    }

    #[test]
    fn a_cut_post_may_be_short() {
        assert_eq!(
            chain(&[40.0, 40.0], &[0, 8], 300, &[false, true]).0,
            [true, true]
        );
    }
}
