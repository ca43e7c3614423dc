//! The runs of a block as strings of their own, and where a stretch of the text that was read is in them.

use std::ops::Range;

use super::glyphs::{Block, Glyph, is_object};

/// A run of a block, as it is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What of it is raised, in bytes, in order.
    pub raised: Vec<Range<usize>>,
}

impl Block {
    /// The text of the first `count` runs.
    pub fn runs(&self, count: usize) -> Vec<Run> {
        let mut runs = vec![Run::default(); count];
        let mut put = |run: u32, c: char, raised: bool| {
            let Some(Run {
                text,
                raised: ranges,
            }) = runs.get_mut(run as usize)
            else {
                return;
            };
            let start = text.len();
            text.push(c);
            match ranges.last_mut().filter(|last| last.end == start) {
                Some(last) if raised => last.end = text.len(),
                _ if raised => ranges.push(start..text.len()),
                _ => {}
            }
        };
        for glyph in &self.glyphs {
            if let Some(gap) = glyph.gap {
                put(gap.run, gap.c, false);
            }
            if !is_object(glyph.c) && glyph.c != '\n' {
                put(glyph.run, glyph.c, glyph.raised);
            }
        }
        runs
    }

    /// Where a stretch of the text as it was read is now: run and byte of both ends.
    pub fn place(&self, range: &Range<usize>) -> Option<[(usize, usize); 2]> {
        let from = self
            .glyphs
            .partition_point(|glyph| (glyph.at as usize) < range.start);
        let to = self
            .glyphs
            .partition_point(|glyph| (glyph.at as usize) < range.end);
        let last = to.checked_sub(1).filter(|last| from <= *last)?;
        let [start, end] = [from, last].map(|i| (self.glyphs[i].run as usize, self.offset(i)));
        let length = if is_object(self.glyphs[last].c) {
            0
        } else {
            self.glyphs[last].c.len_utf8()
        };
        Some([start, (end.0, end.1 + length)])
    }

    /// Where in its run a glyph begins.
    fn offset(&self, i: usize) -> usize {
        let run = self.glyphs[i].run;
        let of_run = |glyph: &Glyph| {
            if glyph.run == run && !is_object(glyph.c) {
                glyph.c.len_utf8()
            } else {
                0
            }
        };
        let gap = |glyph: &Glyph| {
            glyph
                .gap
                .filter(|gap| gap.run == run)
                .map_or(0, |gap| gap.c.len_utf8())
        };
        let before = self.glyphs[..i]
            .iter()
            .rev()
            .take_while(|glyph| glyph.run == run);
        before
            .map(|glyph| of_run(glyph) + gap(glyph))
            .sum::<usize>()
            + gap(&self.glyphs[i])
    }
}
