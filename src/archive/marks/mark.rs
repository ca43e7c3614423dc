//! The result of steps 1 and 2: a file's lines, what each is, and which of them are the author's text.

use crate::archive::lines::line::{FileLines, Line};
use crate::archive::post::CalendarDay;
use crate::archive::report::DropReason;
use crate::languages::LineRole;

/// What is known of one line.
#[derive(Clone, Debug, Default)]
pub struct LineMark {
    /// Why the whole line is dropped; none for the author's text.
    pub drop: Option<DropReason>,
    /// What the line does in a page.
    pub role: Option<LineRole>,
    /// Bytes at the head that are an image's name.
    pub glued: usize,
    /// Where a read-more link begins at the end.
    pub more: Option<usize>,
    /// The line is nothing but a date; inner: the date, where it is complete.
    pub date: Option<Option<CalendarDay>>,
    /// The author that a byline or the head of a comment names.
    pub author: Option<String>,
    /// The date that a byline states.
    pub stated: Option<CalendarDay>,
    pub comment: Option<CommentPart>,
    pub address: Option<String>,
    /// The line is the title between what the site prints above a post and the text.
    pub titled: bool,
    /// Whether a post starts here, by the author's word.
    pub starts: Option<bool>,
    /// The line is named by a table of contents above.
    pub listed: bool,
}

/// What a line of a comment is.
#[derive(Clone, Debug, PartialEq)]
pub enum CommentPart {
    /// Who wrote the comment, and when.
    Head(String, Option<CalendarDay>),
    /// A paragraph.
    Text,
}

impl LineMark {
    pub fn dropped(reason: DropReason, role: LineRole) -> Self {
        Self {
            drop: Some(reason),
            role: Some(role),
            ..Self::default()
        }
    }

    pub fn drop_as(&mut self, reason: DropReason, role: LineRole) {
        (self.drop, self.role) = (Some(reason), Some(role));
    }

    /// Whether the line is the author's text.
    pub fn is_kept(&self) -> bool {
        self.drop.is_none()
    }

    /// Whether nothing is known of the line but that it is text.
    pub fn is_plain(&self) -> bool {
        let is_more = self.drop.is_some() || self.role.is_some() || self.more.is_some();
        let is_dated = self.date.is_some() || self.stated.is_some();
        !(is_more || is_dated || self.comment.is_some() || self.titled || self.glued > 0)
    }

    pub fn is_byline(&self) -> bool {
        self.role == Some(LineRole::Byline)
    }
}

/// The kept lines of a file: indexes of those that are the author's text.
pub fn kept_lines(marks: &[LineMark]) -> Vec<usize> {
    (0..marks.len()).filter(|&i| marks[i].is_kept()).collect()
}

/// Whether a read-more link cuts the text that ends at a kept line, before another line.
pub fn is_cut_between(marks: &[LineMark], last: usize, line: usize) -> bool {
    marks[last].more.is_some()
        || marks[last + 1..line]
            .iter()
            .any(|mark| mark.role == Some(LineRole::More))
}

/// A file whose lines are marked.
pub struct MarkedFile<'a> {
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
