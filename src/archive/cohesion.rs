//! Does the subject change here? The words before and after a line, compared as draws from one urn or from two.
//!
//! A Pólya urn over the archive's own word frequencies: a word seen a moment ago is likely to come again while the
//! subject lasts, a common word proves nothing. (Utiyama and Isahara 2001, Eisenstein and Barzilay 2008.)

use super::lines::Vocabulary;

/// Words looked at on each side.
pub(crate) const WINDOW: usize = 450;
/// Words looked at on each side, of the paragraphs nearest to a line.
pub(crate) const NEAR: usize = 180;
/// How many draws the archive's frequencies are worth. Between 100 and 400 nothing changed on the development archives.
const PRIOR: f64 = 200.0;

/// Scratch space, one count a word of the vocabulary.
pub(crate) struct Urn<'v> {
    vocabulary: &'v Vocabulary,
    counts: Vec<u16>,
}

impl<'v> Urn<'v> {
    /// An empty urn.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            counts: vec![0; vocabulary.counts.len()],
            vocabulary,
        }
    }

    /// How much better the words after are told without those before, per word of the shorter side; positive where the
    /// subject changes.
    pub fn gain(&mut self, before: &[u32], after: &[u32]) -> f64 {
        if before.len() < 12 || after.len() < 12 {
            return 0.0;
        }
        let fresh = self.tell(&[], after);
        let going_on = self.tell(before, after);
        (fresh - going_on) / after.len() as f64
    }

    /// How much better a title's words are told by the text below than by the text above, per word.
    pub fn told(&mut self, title: &[u32], above: &[u32], below: &[u32]) -> f64 {
        if title.is_empty() || below.is_empty() {
            return 0.0;
        }
        ((self.tell(below, title) - self.tell(above, title)) / title.len() as f64).clamp(-4.0, 4.0)
    }

    /// Log-probability of `words` when `seen` words are in the urn; they stay in it.
    fn go_on(&mut self, seen: usize, words: &[u32]) -> f64 {
        let mut total = seen as f64;
        let mut sum = 0.0;
        for &word in words {
            let common =
                f64::from(self.vocabulary.counts[word as usize]) / self.vocabulary.total as f64;
            let count = f64::from(self.counts[word as usize]);
            sum += ((count + PRIOR * common) / (total + PRIOR)).ln();
            self.counts[word as usize] = self.counts[word as usize].saturating_add(1);
            total += 1.0;
        }
        sum
    }

    fn empty(&mut self, words: &[u32]) {
        for &word in words {
            self.counts[word as usize] = 0;
        }
    }

    /// Log-probability of `words`, one after the other, when `seen` came before.
    fn tell(&mut self, seen: &[u32], words: &[u32]) -> f64 {
        for &word in seen {
            self.counts[word as usize] = self.counts[word as usize].saturating_add(1);
        }
        let sum = self.go_on(seen.len(), words);
        self.empty(seen);
        self.empty(words);
        sum
    }
}

/// How well each post of a file hangs together, for every way to cut it: the log-probability of each stretch between
/// two candidates, told by the words of its post before it.
pub(crate) struct Coherence {
    /// For a post that begins at a candidate: the sums over its first stretches, one after the other.
    near: Vec<Vec<f64>>,
    /// The sums over all stretches, each told by as many words before it as are remembered, wherever posts begin.
    full: Vec<f64>,
}

/// Words of a post that are remembered.
const MEMORY: usize = 600;

/// Stretches of a post that are told by its own beginning; where lines are short and many, memory would run over the file.
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
            full.push(full[k] + urn.tell(before, stretch(k)));
        }
        let mut near = Vec::with_capacity(starts.len());
        for a in 0..starts.len() {
            let mut sums = vec![0.0];
            let (mut sum, mut k) = (0.0, a);
            while k < starts.len() && starts[k] - starts[a] <= MEMORY && k - a <= STRETCHES {
                sum += urn.go_on(starts[k] - starts[a], stretch(k));
                sums.push(sum);
                k += 1;
            }
            urn.empty(&stems[starts[a]..starts.get(k).copied().unwrap_or(stems.len())]);
            near.push(sums);
        }
        Self { near, full }
    }

    /// The candidate from which on a post that begins at `a` no longer remembers its beginning.
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
