//! How well the posts of a file hang together, for every way to cut it.

use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::urn::Urn;

/// The log-probability of each stretch between two candidates, predicted by the words of its post before it.
pub(crate) struct Coherence {
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
