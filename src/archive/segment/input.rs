//! What the segmenter is given, and what it returns of each candidate.

use super::candidates::Candidate;
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::marks::mark::MarkedFile;

/// All files with their candidates.
pub struct SegmenterInput<'f, 'a> {
    pub files: &'f [MarkedFile<'a>],
    pub candidates: &'f [Vec<Candidate>],
    pub vocabulary: &'f Vocabulary,
}

impl<'f> SegmenterInput<'f, '_> {
    /// The folded text of a kept line, if there is one at that place.
    pub fn folded_at(&self, file: usize, place: Option<usize>) -> Option<&'f str> {
        let file = &self.files[file];
        let line = *file.kept.get(place?)?;
        Some(&file.lines[line].folded)
    }

    /// All candidates, by file and index.
    pub fn all_candidates(&self) -> impl Iterator<Item = ((usize, usize), &'f Candidate)> {
        let of_file = |(file, list): (usize, &'f Vec<Candidate>)| {
            list.iter()
                .enumerate()
                .map(move |(i, candidate)| ((file, i), candidate))
        };
        self.candidates.iter().enumerate().flat_map(of_file)
    }
}

/// A candidate with all that was decided about it.
#[derive(Clone, Debug)]
pub struct BoundaryDecision {
    /// Index of the line in its file.
    pub line: usize,
    /// Whether it is a title.
    pub heading: bool,
    /// Whether a post begins here.
    pub chosen: bool,
    /// Probability that a post begins here.
    pub probability: f64,
    /// All that speaks for a post to begin here (log-odds), before posts are weighed.
    pub odds: f64,
    /// Certain by an author's word or a read-more link: not to be doubted.
    pub fixed: bool,
    /// How likely what was decided is wrong (see [`super::confidence`]).
    pub wrong: f64,
}
