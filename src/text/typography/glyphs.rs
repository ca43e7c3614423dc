//! A block of text as glyphs, each with the space that stands before it, and back into the runs it came from.

use std::ops::Range;

/// Stands for what is no text: code, an address, a picture. Unicode keeps it free for such uses, and HTML forbids it.
const OBJECT: char = '\u{10ffff}';
/// Takes the place of a glyph that was joined to the one before it, until it is taken away.
pub(super) const JOINED: char = '\0';

/// A block of running text: one paragraph, heading, item or title.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub(super) glyphs: Vec<Glyph>,
    /// The space read last, which the next glyph will have before it.
    gap: Option<Gap>,
    /// Bytes read so far.
    read: usize,
}

/// A character that is no space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub c: char,
    /// The space before it.
    pub gap: Option<Gap>,
    /// Where it was read, in bytes of the block's text.
    at: u32,
    run: u32,
    /// Number of its style.
    pub style: u8,
    /// Whether the author gave it that style.
    pub said: bool,
    /// Whether it is not to be touched.
    pub fixed: bool,
    /// Whether it is a quotation mark with another half: `Some(true)` where it opens.
    pub pair: Option<bool>,
    /// Whether it is raised, as the end of an ordinal.
    pub raised: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub c: char,
    run: u32,
}

/// A run of a block, as it is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What of it is raised, in bytes, in order.
    pub raised: Vec<Range<usize>>,
}

impl Block {
    /// Adds a run of text; runs are numbered upwards.
    pub fn words(&mut self, run: usize, text: &str) {
        let run = run as u32;
        for c in text.chars() {
            let at = self.read as u32;
            self.read += c.len_utf8();
            if c.is_whitespace() {
                let first = if matches!(c, '\t' | '\n' | '\r') {
                    ' '
                } else {
                    c
                };
                // Runs of spaces, no-break ones too, are one plain space.
                self.gap = Some(
                    self.gap
                        .map_or(Gap { c: first, run }, |gap| Gap { c: ' ', ..gap }),
                );
            } else if !matches!(c, OBJECT | JOINED) {
                self.push(c, at, run, false);
            }
        }
    }

    /// Adds a run that stays as it is written, its spaces too.
    pub fn code(&mut self, run: usize, text: &str) {
        for c in text.chars() {
            if !matches!(c, OBJECT | JOINED) {
                self.push(c, self.read as u32, run as u32, true);
            }
            self.read += c.len_utf8();
        }
    }

    /// Adds what is no text, of `length` bytes.
    pub fn object(&mut self, run: usize, length: usize) {
        self.push(OBJECT, self.read as u32, run as u32, true);
        self.read += length;
    }

    /// Adds what shows something between words without being one, such as the number of a note: the spaces on its two sides
    /// are not one run.
    pub fn between(&mut self, run: usize) {
        if self.gap.is_some() {
            self.object(run, 0);
        }
    }

    /// Adds the end of a line, of `length` bytes.
    pub fn line_break(&mut self, run: usize, length: usize) {
        self.gap = None;
        self.push('\n', self.read as u32, run as u32, true);
        self.read += length;
    }

    /// Passes over `length` bytes that are not there.
    pub fn skip(&mut self, length: usize) {
        self.read += length;
    }

    fn push(&mut self, c: char, at: u32, run: u32, fixed: bool) {
        let gap = self
            .gap
            .take()
            .filter(|_| self.glyphs.last().is_some_and(|last| last.c != '\n'));
        self.glyphs.push(Glyph {
            c,
            gap,
            at,
            run,
            style: 0,
            said: false,
            fixed,
            pair: None,
            raised: false,
        });
    }

    /// Says the number of the style of some bytes, and whether the author himself gave it to them, quotation marks included.
    pub fn style(&mut self, range: Range<usize>, style: u8, said: bool) {
        let from = self
            .glyphs
            .partition_point(|glyph| (glyph.at as usize) < range.start);
        for glyph in self.glyphs[from..]
            .iter_mut()
            .take_while(|glyph| (glyph.at as usize) < range.end)
        {
            (glyph.style, glyph.said) = (style, said);
        }
    }

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
            if glyph.c != OBJECT && glyph.c != '\n' {
                put(glyph.run, glyph.c, glyph.raised);
            }
        }
        runs
    }

    /// Where a stretch of the text as it was read stands now: run and byte of both ends.
    pub fn place(&self, range: &Range<usize>) -> Option<[(usize, usize); 2]> {
        let from = self
            .glyphs
            .partition_point(|glyph| (glyph.at as usize) < range.start);
        let to = self
            .glyphs
            .partition_point(|glyph| (glyph.at as usize) < range.end);
        let last = to.checked_sub(1).filter(|last| from <= *last)?;
        let [start, end] = [from, last].map(|i| (self.glyphs[i].run as usize, self.offset(i)));
        let length = if self.glyphs[last].c == OBJECT {
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
            if glyph.run == run && glyph.c != OBJECT {
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

    /// Sets the space before a glyph; none is put where a line begins.
    pub(super) fn set_gap(&mut self, i: usize, c: Option<char>) {
        let Some(before) = i
            .checked_sub(1)
            .and_then(|before| self.glyphs.get(before))
            .copied()
        else {
            return;
        };
        let Some(glyph) = self.glyphs.get_mut(i) else {
            return;
        };
        if before.c == '\n' || glyph.c == '\n' {
            return;
        }
        // A space that goes with an opening mark stays outside the emphasis that follows; no space can be put in an object.
        let run = if glyph.c == OBJECT || matches!(before.c, '«' | '—') {
            before.run
        } else {
            glyph.run
        };
        glyph.gap = c.map(|c| Gap {
            c,
            run: glyph.gap.map_or(run, |gap| gap.run),
        });
    }

    /// The character of a glyph.
    pub(super) fn c(&self, i: usize) -> Option<char> {
        self.glyphs.get(i).map(|glyph| glyph.c)
    }

    /// Whether a space stands before a glyph.
    pub(super) fn has_gap(&self, i: usize) -> bool {
        self.glyphs.get(i).is_some_and(|glyph| glyph.gap.is_some())
    }

    /// Whether a glyph is the first of a line.
    pub(super) fn starts_line(&self, i: usize) -> bool {
        i == 0 || self.c(i - 1) == Some('\n')
    }

    /// Whether a glyph is the last of a line.
    pub(super) fn ends_line(&self, i: usize) -> bool {
        matches!(self.c(i + 1), None | Some('\n'))
    }

    /// What stands before a glyph in its line without a space between.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        (!self.starts_line(i) && !self.has_gap(i))
            .then(|| self.c(i - 1))
            .flatten()
    }

    /// What stands after a glyph in its line without a space between.
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

    /// Where a glyph was read.
    pub(super) fn read_at(&self, i: usize) -> usize {
        self.glyphs[i].at as usize
    }

    /// The words of the block: glyphs without a space between.
    pub(super) fn word_ranges(&self) -> Vec<Range<usize>> {
        let mut words: Vec<Range<usize>> = Vec::new();
        for i in 0..self.glyphs.len() {
            match words.last_mut() {
                Some(word)
                    if !self.starts_line(i) && !self.has_gap(i) && self.glyphs[i].c != '\n' =>
                {
                    word.end = i + 1
                }
                _ if self.glyphs[i].c == '\n' => {}
                _ => words.push(i..i + 1),
            }
        }
        words
    }

    /// Whether some glyphs, without spaces, are this text.
    pub(super) fn is_text(&self, range: Range<usize>, text: &str) -> bool {
        let glyphs = self.glyphs[range].iter();
        glyphs.map(|glyph| glyph.c).eq(text.chars())
    }

    /// The characters of some glyphs, without spaces.
    pub(super) fn chars(&self, range: Range<usize>) -> String {
        self.glyphs[range].iter().map(|glyph| glyph.c).collect()
    }
}

/// What may be told of a letter or digit is told of an object too: it is a word.
pub(super) fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == OBJECT
}

/// Whether a character stands for what is no text.
pub(super) fn is_object(c: char) -> bool {
    c == OBJECT
}
