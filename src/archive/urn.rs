//! Does the subject change here? The words before and after a line, compared as draws from one urn or from two.
//!
//! A Pólya urn over the archive's own word frequencies: a word seen a moment ago is likely to come again while the
//! subject lasts, a common word proves nothing. (Utiyama and Isahara 2001, Eisenstein and Barzilay 2008.)

use super::lines::line::Line;
use super::lines::vocabulary::Vocabulary;
use super::marks::mark::MarkedFile;

/// Words looked at on each side.
pub const WINDOW: usize = 450;
/// Words looked at on each side, of the paragraphs nearest to a line.
pub const NEAR: usize = 180;
/// How many draws the archive's frequencies are worth. Between 100 and 400 nothing changed on the development archives.
const PRIOR: f64 = 200.0;

/// Scratch space, one count a word of the vocabulary.
pub struct Urn<'v> {
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

    /// How much better the words after are predicted without those before, per word; positive where the subject changes.
    pub fn gain(&mut self, before: &[u32], after: &[u32]) -> f64 {
        if before.len() < 12 || after.len() < 12 {
            return 0.0;
        }
        (self.log_probability(&[], after) - self.log_probability(before, after))
            / after.len() as f64
    }

    /// The same on average over places, each with the words before and after it; none where too few have enough.
    pub fn mean_gain(&mut self, places: impl Iterator<Item = (Vec<u32>, Vec<u32>)>) -> Option<f64> {
        let enough = places.filter(|(before, after)| before.len().min(after.len()) > NEAR / 4);
        let gains: Vec<f64> = enough
            .map(|(before, after)| self.gain(&before, &after))
            .collect();
        (gains.len() >= 2).then(|| gains.iter().sum::<f64>() / gains.len() as f64)
    }

    /// How much better a title's words are predicted by the text below than by the text above, per word.
    pub fn title_gain(&mut self, title: &[u32], above: &[u32], below: &[u32]) -> f64 {
        if title.is_empty() || below.is_empty() {
            return 0.0;
        }
        let gain = self.log_probability(below, title) - self.log_probability(above, title);
        (gain / title.len() as f64).clamp(-4.0, 4.0)
    }

    /// Log-probability of `words`, one after the other, when `seen` came before.
    pub fn log_probability(&mut self, seen: &[u32], words: &[u32]) -> f64 {
        for &word in seen {
            self.add(word);
        }
        let sum = self.draw(seen.len(), words);
        self.empty(seen);
        self.empty(words);
        sum
    }

    /// Log-probability of `words` when `seen` words are in the urn; they stay in it.
    pub fn draw(&mut self, seen: usize, words: &[u32]) -> f64 {
        let mut total = seen as f64;
        let mut sum = 0.0;
        for &word in words {
            let common =
                f64::from(self.vocabulary.counts[word as usize]) / self.vocabulary.total as f64;
            let count = f64::from(self.counts[word as usize]);
            sum += ((count + PRIOR * common) / (total + PRIOR)).ln();
            self.add(word);
            total += 1.0;
        }
        sum
    }

    fn add(&mut self, word: u32) {
        let count = &mut self.counts[word as usize];
        *count = count.saturating_add(1);
    }

    /// Takes words out.
    pub fn empty(&mut self, words: &[u32]) {
        for &word in words {
            self.counts[word as usize] = 0;
        }
    }
}

/// The subject words of some lines, about [`NEAR`] of them.
pub fn near_stems<'l, 't: 'l>(mut lines: impl Iterator<Item = &'l Line<'t>>) -> Vec<u32> {
    let mut stems: Vec<u32> = Vec::new();
    while stems.len() <= NEAR
        && let Some(line) = lines.next()
    {
        stems.extend(&line.stems);
    }
    stems
}

/// The subject words of a file's kept lines in one run, and where each kept line's begin.
pub struct SubjectWords {
    pub all: Vec<u32>,
    pub starts: Vec<usize>,
}

impl SubjectWords {
    pub fn new(file: &MarkedFile) -> Self {
        let (mut all, mut starts) = (Vec::new(), Vec::new());
        for line in file.kept_lines() {
            starts.push(all.len());
            all.extend(&line.stems);
        }
        Self { all, starts }
    }

    /// At most so many words before a place.
    pub fn before(&self, place: usize, window: usize) -> &[u32] {
        let end = self.starts[place];
        &self.all[end.saturating_sub(window)..end]
    }

    /// At most so many words from a place on.
    pub fn after(&self, place: usize, window: usize) -> &[u32] {
        let start = self.starts[place];
        &self.all[start..(start + window).min(self.all.len())]
    }

    /// The text under a line, which has some words of its own.
    pub fn below(&self, place: usize, own: usize) -> &[u32] {
        let start = self.starts[place] + own;
        &self.all[start..(start + WINDOW).min(self.all.len())]
    }
}
