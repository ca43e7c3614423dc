//! What there is around a glyph, in its line.

use std::ops::Range;

use super::glyphs::{Block, Glyph};

impl Block {
    /// The character of a glyph.
    pub(super) fn c(&self, i: usize) -> Option<char> {
        self.glyphs.get(i).map(|glyph| glyph.c)
    }

    /// Whether there is a space before a glyph.
    pub(super) fn has_gap(&self, i: usize) -> bool {
        self.glyphs.get(i).is_some_and(|glyph| glyph.gap.is_some())
    }

    pub(super) fn starts_line(&self, i: usize) -> bool {
        i == 0 || self.c(i - 1) == Some('\n')
    }

    pub(super) fn ends_line(&self, i: usize) -> bool {
        matches!(self.c(i + 1), None | Some('\n'))
    }

    /// What is before a glyph in its line without a space between.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        (!self.starts_line(i) && !self.has_gap(i))
            .then(|| self.c(i - 1))
            .flatten()
    }

    /// What is after a glyph in its line without a space between.
    pub(super) fn after(&self, i: usize) -> Option<char> {
        (!self.ends_line(i) && !self.has_gap(i + 1))
            .then(|| self.c(i + 1))
            .flatten()
    }

    /// The character before a glyph in its line, a space between or not.
    pub(super) fn previous(&self, i: usize) -> Option<char> {
        (!self.starts_line(i)).then(|| self.c(i - 1)).flatten()
    }

    /// The character after a glyph in its line, a space between or not.
    pub(super) fn next(&self, i: usize) -> Option<char> {
        (!self.ends_line(i)).then(|| self.c(i + 1)).flatten()
    }

    pub(super) fn read_at(&self, i: usize) -> usize {
        self.glyphs[i].at as usize
    }

    /// The first glyph of a kind from one on.
    pub(super) fn find(&self, from: usize, is_it: impl Fn(&Glyph) -> bool) -> Option<usize> {
        let after = self.glyphs.get(from..)?;
        Some(from + after.iter().position(is_it)?)
    }

    /// The word that a glyph, which ends no line, is of.
    pub(super) fn word_around(&self, i: usize) -> Range<usize> {
        let begins = |start: &usize| self.has_gap(*start) || self.starts_line(*start);
        let start = (0..=i).rev().find(begins).unwrap_or(i);
        let end = self.find(i + 1, |glyph| glyph.gap.is_some() || glyph.c == '\n');
        start..end.unwrap_or(self.glyphs.len())
    }

    /// The first word that begins at a glyph or after it: glyphs without a space between.
    pub(super) fn next_word(&self, from: usize) -> Option<Range<usize>> {
        let start = self.find(from, |glyph| glyph.c != '\n')?;
        let end = self.find(start + 1, |glyph| glyph.gap.is_some() || glyph.c == '\n');
        Some(start..end.unwrap_or(self.glyphs.len()))
    }

    /// Whether some glyphs, without spaces, are this text.
    pub(super) fn is_text(&self, range: Range<usize>, text: &str) -> bool {
        let glyphs = self.glyphs[range].iter();
        glyphs.map(|glyph| glyph.c).eq(text.chars())
    }
}
