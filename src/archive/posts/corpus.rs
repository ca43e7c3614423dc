//! All files of an archive, marked and cut; and the copies of posts in them.

use crate::archive::input::LineRange;
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::{LineMark, MarkedFile};
use crate::archive::post::{ArchiveComment, CalendarDay};
use crate::archive::report::DropReason;
use crate::archive::segment::input::BoundaryDecision;
use std::collections::HashMap;
use std::ops::Range;

/// All files, and what was decided of the candidates of each.
pub struct Corpus<'a> {
    pub files: Vec<MarkedFile<'a>>,
    pub boundaries: Vec<Vec<BoundaryDecision>>,
}

impl Corpus<'_> {
    /// How often each line is in all files.
    pub fn count_lines(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for line in self.files.iter().flat_map(|file| &file.lines) {
            *counts.entry(line.folded.as_str()).or_default() += 1;
        }
        counts
    }

    /// Where posts begin in a file, and the lines of each.
    pub fn post_ranges(&self, file: usize) -> Vec<(BoundaryDecision, Range<usize>)> {
        let chosen = self.boundaries[file].iter().filter(|start| start.chosen);
        let starts: Vec<&BoundaryDecision> = chosen.collect();
        let end = |n: usize| {
            let next = starts.get(n + 1).map(|next| next.line);
            next.unwrap_or(self.files[file].lines.len())
        };
        let range =
            |(n, start): (usize, &&BoundaryDecision)| ((*start).clone(), start.line..end(n));
        starts.iter().enumerate().map(range).collect()
    }
}

/// One occurrence of a post.
#[derive(Clone, Debug)]
pub struct PostCopy {
    pub file: usize,
    /// Indexes of its kept lines.
    pub kept: Vec<usize>,
    /// Whether the first line is a title.
    pub titled: bool,
    pub truncated: bool,
    pub words: usize,
    pub author: Option<String>,
    pub date: Option<CalendarDay>,
    pub address: Option<String>,
    pub comments: Vec<ArchiveComment>,
}

impl PostCopy {
    /// Its kept lines and their marks.
    pub fn lines<'c>(
        &'c self,
        corpus: &'c Corpus,
    ) -> impl DoubleEndedIterator<Item = (&'c Line<'c>, &'c LineMark)> {
        let file = &corpus.files[self.file];
        self.kept.iter().map(|&i| (&file.lines[i], &file.marks[i]))
    }

    /// Its first line as compared.
    pub fn opening<'c>(&'c self, corpus: &'c Corpus) -> &'c str {
        &corpus.files[self.file].lines[self.kept[0]].folded
    }

    /// Whether its first line is the line under the title of another copy: it has lost its title.
    pub fn lacks_title_of(&self, other: &PostCopy, corpus: &Corpus) -> bool {
        let second = other.kept.get(1);
        other.titled
            && second
                .is_some_and(|&i| corpus.files[other.file].lines[i].folded == self.opening(corpus))
    }

    /// Its lines in the file.
    pub fn range(&self, corpus: &Corpus) -> LineRange {
        let file = &corpus.files[self.file];
        let mut first = self.kept[0];
        // The caption above an untitled post is of its own lost image.
        let is_of_image =
            |mark: &LineMark| matches!(mark.drop, Some(DropReason::Image | DropReason::Caption));
        while !self.titled && first > 0 && is_of_image(&file.marks[first - 1]) {
            first -= 1;
        }
        LineRange {
            file: self.file,
            first: file.lines[first].number,
            last: file.lines[self.kept[self.kept.len() - 1]].last,
        }
    }
}
