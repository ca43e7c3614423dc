//! Where text comes from: a source is a file's path and text, a span is a place in it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Index of a source in [`Sources`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SourceId(pub u32);

/// Bytes `start..end` of a source's text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    pub source: SourceId,
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self {
            source,
            start: range.start,
            end: range.end,
        }
    }
}

/// A text that stands in a source: one range of it, or several that were taken out of it and are read as one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    pub source: SourceId,
    /// Its ranges in the order of the text; the source may have them in another order.
    ranges: Vec<Range<usize>>,
    /// What is read between two ranges.
    separator: &'static str,
}

impl SourceText {
    /// The text of several ranges.
    pub fn joined(
        source: SourceId,
        ranges: impl IntoIterator<Item = Range<usize>>,
        separator: &'static str,
    ) -> Self {
        Self {
            source,
            ranges: ranges.into_iter().collect(),
            separator,
        }
    }

    pub fn read<'a>(&self, sources: &'a Sources) -> Cow<'a, str> {
        match self.span() {
            Some(span) => sources.text(span).into(),
            None => self.read_by(|span| sources.text(span).to_owned()).into(),
        }
    }

    /// The words that are made of each range, as one text.
    pub fn read_by(&self, words: impl FnMut(Span) -> String) -> String {
        let parts: Vec<String> = self.spans().map(words).collect();
        parts.join(self.separator)
    }

    /// Its ranges of the source.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let span = |range: &Range<usize>| Span::new(self.source, range.clone());
        self.ranges.iter().map(span)
    }

    /// Its range, where it has no other.
    pub fn span(&self) -> Option<Span> {
        let mut spans = self.spans();
        spans.next().filter(|_| spans.next().is_none())
    }

    /// Where a part of the text stands. What goes on in another range of the source ends with the one it begins in.
    pub fn place(&self, part: &Range<usize>) -> Span {
        let (mut next, mut at, mut within) = (0, 0, &(0..0));
        for range in &self.ranges {
            if part.start < next {
                break;
            }
            (at, within) = (next, range);
            next += range.len() + self.separator.len();
        }
        let place = |offset: usize| within.end.min(within.start + offset.saturating_sub(at));
        Span::new(self.source, place(part.start)..place(part.end))
    }

    /// Takes the first bytes of the text away.
    pub fn cut_start(&mut self, bytes: usize) {
        let mut left = bytes;
        self.ranges.retain_mut(|range| {
            let cut = left.min(range.len());
            let is_left = left <= range.len();
            left = left.saturating_sub(range.len() + self.separator.len());
            range.start += cut;
            is_left
        });
    }
}

impl From<Span> for SourceText {
    fn from(span: Span) -> Self {
        Self::joined(span.source, std::iter::once(span.start..span.end), "")
    }
}

/// What the paths of files that came with the binary begin with.
pub const EMBEDDED: &str = "diptych:";

/// One file as it was read: its path relative to the site, with `/`, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Relative to the site's root, `/` between folders.
    pub path: String,
    pub text: String,
    /// Where its lines start, in bytes: positions are asked for at every diagnostic and every post.
    starts: OnceLock<Vec<usize>>,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: composed(path.into()),
            text: text.into(),
            starts: OnceLock::new(),
        }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let ends = self.text.match_indices('\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect()
        })
    }

    /// Whether it came with the binary.
    pub fn is_embedded(&self) -> bool {
        self.path.starts_with(EMBEDDED)
    }

    /// The file's own name, without its folders.
    pub fn name(&self) -> &str {
        base_name(&self.path)
    }

    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts().partition_point(|start| *start <= offset);
        (
            line,
            self.text[self.starts()[line - 1]..offset].chars().count() + 1,
        )
    }

    /// The bytes of line `number` (from 1), without its line feed; empty past the end.
    pub fn line(&self, number: usize) -> Range<usize> {
        let start = self
            .starts()
            .get(number.max(1) - 1)
            .copied()
            .unwrap_or(self.text.len());
        let end = self
            .starts()
            .get(number.max(1))
            .map_or(self.text.len(), |next| next - 1);
        start..end.max(start)
    }
}

/// A file's name with its accents composed, as keyboards write them: Macs and their archives have them apart (NFD), and texts that
/// name the file do not.
pub fn composed(name: String) -> String {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => name,
        _ => name.nfc().collect(),
    }
}

pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(Vec<Source>);

impl Sources {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(Source::new(path, text))
    }

    pub fn push(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(self.0.len() as u32 - 1)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    pub fn text(&self, span: Span) -> &str {
        &self.get(span.source).text[span.start..span.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_ranges_knows_where_each_part_stands() {
        let mut sources = Sources::default();
        let source = sources.add("a", "un one deux two");
        let mut text = SourceText::joined(source, [0..2, 7..11], "\n\n");
        assert_eq!(text.read(&sources), "un\n\ndeux");
        for (part, expected) in [
            (0..2, "un"),
            (4..8, "deux"),
            (5..7, "eu"),
            (1..6, "n"),
            (3..3, ""),
            (8..8, ""),
        ] {
            let place = text.place(&part);
            assert_eq!(sources.text(place), expected, "{part:?} at {place:?}");
        }
        text.cut_start(5);
        assert_eq!(text.read(&sources), "eux");
        assert_eq!(sources.text(text.place(&(0..1))), "e");
        let nothing = SourceText::joined(source, [], "");
        assert_eq!(nothing.read(&sources), "");
    }

    #[test]
    fn names_compare_whatever_form_a_disk_has() {
        let source = Source::new("e\u{301}te\u{301}.fr.md", "");
        assert_eq!(source.path, "\u{e9}t\u{e9}.fr.md");
    }

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("a", "été\n\nà la fin");
        for (offset, expected) in [
            (0, (1, 1)),
            (2, (1, 2)),
            (5, (1, 4)),
            (6, (2, 1)),
            (7, (3, 1)),
            (99, (3, 9)),
        ] {
            assert_eq!(source.position(offset), expected, "offset {offset}");
        }
        assert_eq!(&source.text[source.line(3)], "à la fin");
        assert_eq!(source.line(9), source.text.len()..source.text.len());
    }
}
