//! The lines of the author's own HTML in one piece.

use std::ops::Range;

use crate::doc::tree::Mark;

/// HTML that the parser gives line by line, in one piece.
#[derive(Default)]
pub struct Html {
    /// Its bytes of the text, as long as they are all of it.
    pub range: Range<usize>,
    /// The text, where it is not that of `range`: of what stands in a quotation, the lines lack their marks.
    pub joined: Option<String>,
    /// The shortcodes in it, a [`FILLER`] for each.
    pub calls: Vec<FoundCall>,
    /// Where its lines stand: bytes of the whole, and of the text.
    lines: Vec<(usize, usize)>,
}

/// The byte of its [`FILLER`], the tag and its bytes of the text.
type FoundCall = (usize, Mark, Range<usize>);

/// Stands for a shortcode's tag in HTML; it begins no name and parts no attributes.
pub const FILLER: char = '\u{1}';

impl Html {
    fn length(&self) -> usize {
        self.joined.as_ref().map_or(self.range.len(), String::len)
    }

    /// Adds a line that begins at a byte of the text.
    pub fn add(&mut self, html: &str, at: usize, text: &str) {
        self.lines.push((self.length(), at));
        if self.range.is_empty() && self.joined.is_none() {
            self.range = at..at;
        }
        let goes_on = self.range.end == at && text.get(at..at + html.len()) == Some(html);
        if self.joined.is_none() && goes_on {
            self.range.end = at + html.len();
            return;
        }
        let range = self.range.clone();
        let joined = self.joined.get_or_insert_with(|| text[range].to_owned());
        joined.push_str(html);
    }

    pub fn add_call(&mut self, mark: Mark, range: Range<usize>, text: &str) {
        let at = self.length();
        self.add(FILLER.encode_utf8(&mut [0; 1]), range.start, text);
        self.calls.push((at, mark, range));
    }

    pub fn calls_in(&self, range: &Range<usize>) -> &[FoundCall] {
        let before = |at: usize| self.calls.partition_point(|(call, ..)| *call < at);
        &self.calls[before(range.start)..before(range.end)]
    }

    /// The bytes of the text for bytes of the whole.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= at);
            let line = self.lines.get(line.saturating_sub(1));
            line.map_or(at, |(start, place)| place + at - start)
        };
        let start = place(range.start);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        start..last.map_or(start, |last| place(last) + 1).max(start)
    }
}
