//! The result of steps 1 and 2: a file's lines, what each is, and which of them are the author's text.

use super::mark::{LineMark, is_cut_between, kept_lines};
use crate::archive::lines::line::{FileLines, Line};

/// A file whose lines are marked.
pub(crate) struct MarkedFile<'a> {
    pub lines: Vec<Line<'a>>,
    /// Whether no blank line is between two lines of the file.
    pub solid: bool,
    pub marks: Vec<LineMark>,
    /// Indexes of the kept lines; a *place* is an index among these.
    pub kept: Vec<usize>,
}

impl<'a> MarkedFile<'a> {
    pub fn new(text: FileLines<'a>, marks: Vec<LineMark>) -> Self {
        Self {
            lines: text.lines,
            solid: text.solid,
            kept: kept_lines(&marks),
            marks,
        }
    }

    /// The kept line at a place.
    pub fn line_at(&self, place: usize) -> &Line<'a> {
        &self.lines[self.kept[place]]
    }

    pub fn mark_at(&self, place: usize) -> &LineMark {
        &self.marks[self.kept[place]]
    }

    pub fn kept_lines(&self) -> impl DoubleEndedIterator<Item = &Line<'a>> {
        self.kept.iter().map(|&i| &self.lines[i])
    }

    /// Whether a read-more link cuts the post above a place, or above the end of the file.
    pub fn is_cut_above(&self, place: usize) -> bool {
        let line = self.kept.get(place).copied().unwrap_or(self.marks.len());
        let last = place.checked_sub(1).map(|above| self.kept[above]);
        last.is_some_and(|last| is_cut_between(&self.marks, last, line))
    }

    /// Words of the kept lines before each place, and in all.
    pub fn words_before(&self) -> Vec<usize> {
        let mut sum = 0;
        let mut sums = vec![0];
        sums.extend(self.kept_lines().map(|line| {
            sum += line.words;
            sum
        }));
        sums
    }
}
