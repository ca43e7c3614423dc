//! The subject words of a file's kept lines in one run.

use crate::archive::marks::marked::MarkedFile;
use crate::archive::urn::WINDOW;

/// All subject words, and where each kept line's begin.
pub(crate) struct SubjectWords {
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
