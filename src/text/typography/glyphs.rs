//! A block of text as glyphs, each with the space before it, and what was changed of the text that was read.

use std::ops::Range;

use smallvec::SmallVec;

/// Stands for what is no text: code, an address, a picture. Unicode keeps it free for such uses, and HTML forbids it.
const OBJECT: char = '\u{10ffff}';
/// Takes the place of a glyph that was joined to the one before it, until it is taken away.
pub(super) const JOINED: char = '\0';

/// One for each quotation mark: few blocks have more, and these ask for memory.
pub(super) type Few<T> = SmallVec<[T; 12]>;

/// A block of running text: one paragraph, heading, item or title.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub(super) glyphs: Vec<Glyph>,
    /// The space read last, which the next glyph will have before it.
    gap: Option<Gap>,
    /// Bytes read so far.
    read: usize,
    /// What was read and is gone: superfluous spaces, signs that were joined to the one before.
    removed: Vec<Edit>,
    /// Whether it is a heading or a title.
    pub is_heading: bool,
    /// What was mended, in bytes of the block's text.
    repaired: Vec<Range<usize>>,
}

/// A character that is no space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub c: char,
    /// [`JOINED`] where it was put in.
    read: char,
    /// The space before it.
    pub gap: Option<Gap>,
    /// Where it was read, in bytes of the block's text.
    pub at: u32,
    pub run: u32,
    /// Number of its style.
    pub style: u8,
    /// Whether the author gave it that style.
    pub said: bool,
    /// Whether it is not to be touched.
    pub fixed: bool,
    /// Whether it is a quotation mark with another half: `Some(true)` where it opens.
    pub pair: Option<bool>,
    /// Whether a mark that could close a single quotation follows in its line.
    pub closing_follows: bool,
    /// Whether it is raised, as the end of an ordinal.
    pub raised: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub c: char,
    pub run: u32,
    at: u32,
    /// The space that was read there; none where the space was put in.
    read: Option<char>,
}

/// A change of the text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub run: usize,
    /// What it changes, in bytes of the block's text; empty where something is put in.
    pub range: Range<usize>,
    /// What becomes of it.
    pub change: Change,
}

/// What was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The words in question, in bytes of the block's text.
    pub range: Range<usize>,
    /// As they are set.
    pub set: String,
}

/// What becomes of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It goes.
    Remove,
    /// This takes its place.
    Set(char),
    /// It stays and is raised.
    Raise,
}

impl Block {
    /// A block with room for as many letters and marks.
    pub fn with_capacity(glyphs: usize) -> Self {
        Self {
            glyphs: Vec::with_capacity(glyphs),
            ..Self::default()
        }
    }

    /// Forgets the text but keeps the memory, for the next block.
    pub fn clear(&mut self) {
        self.glyphs.clear();
        self.removed.clear();
        self.repaired.clear();
        self.is_heading = false;
        (self.gap, self.read) = (None, 0);
    }

    /// Adds a run of text; runs are numbered upwards.
    pub fn words(&mut self, run: usize, text: &str) {
        self.read_run(run, text, false);
    }

    /// Adds a run that stays as it is written, its spaces too.
    pub fn code(&mut self, run: usize, text: &str) {
        self.read_run(run, text, true);
    }

    fn read_run(&mut self, run: usize, text: &str, fixed: bool) {
        for c in text.chars() {
            let at = self.read as u32;
            self.read += c.len_utf8();
            if !fixed && c.is_whitespace() {
                self.space(run as u32, at, c);
            } else if matches!(c, OBJECT | JOINED) {
                self.remove(run as u32, at, c);
            } else {
                self.push(c, at, run as u32, fixed);
            }
        }
    }

    /// Runs of spaces, no-break ones too, are one plain space.
    fn space(&mut self, run: u32, at: u32, c: char) {
        if let Some(gap) = &mut self.gap {
            gap.c = ' ';
            self.remove(run, at, c);
            return;
        }
        let first = if matches!(c, '\t' | '\n' | '\r') {
            ' '
        } else {
            c
        };
        self.gap = Some(Gap {
            c: first,
            run,
            at,
            read: Some(c),
        });
    }

    fn remove(&mut self, run: u32, at: u32, c: char) {
        let at = at as usize;
        self.removed.push(Edit {
            run: run as usize,
            range: at..at + c.len_utf8(),
            change: Change::Remove,
        });
    }

    fn remove_gap(&mut self, gap: Option<Gap>) {
        if let Some((gap, c)) = gap.and_then(|gap| Some((gap, gap.read?))) {
            self.remove(gap.run, gap.at, c);
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

    /// Adds a word of `length` bytes that is not read.
    pub(super) fn word(&mut self, run: usize, stands_for_it: char, length: usize) {
        self.push(stands_for_it, self.read as u32, run as u32, false);
        self.read += length;
    }

    /// Adds the end of a line, of `length` bytes.
    pub fn line_break(&mut self, run: usize, length: usize) {
        let gap = self.gap.take();
        self.remove_gap(gap);
        self.push('\n', self.read as u32, run as u32, true);
        self.read += length;
    }

    /// Passes over `length` bytes that are not there.
    pub fn skip(&mut self, length: usize) {
        self.read += length;
    }

    fn push(&mut self, c: char, at: u32, run: u32, fixed: bool) {
        let mut gap = self.gap.take();
        if self.starts_line(self.glyphs.len()) {
            self.remove_gap(gap.take());
        }
        self.glyphs.push(Glyph {
            c,
            read: c,
            gap,
            at,
            run,
            style: 0,
            said: false,
            fixed,
            pair: None,
            closing_follows: false,
            raised: false,
        });
    }

    /// Says the number of the style of some bytes, and whether the author himself gave it to them, quotation marks included.
    pub fn style(&mut self, range: Range<usize>, style: u8, said: bool) {
        let from = self.first_at(range.start);
        for glyph in self.glyphs[from..]
            .iter_mut()
            .take_while(|glyph| (glyph.at as usize) < range.end)
        {
            (glyph.style, glyph.said) = (style, said);
        }
    }

    /// What makes the text that was read the one that is set, in order, added to `edits`.
    pub fn edits(&self, edits: &mut Vec<Edit>) {
        let first = edits.len();
        let edit = |run: u32, at: u32, length: usize, change: Change| Edit {
            run: run as usize,
            range: at as usize..at as usize + length,
            change,
        };
        for glyph in &self.glyphs {
            if let Some(gap) = glyph.gap.filter(|gap| gap.read != Some(gap.c)) {
                let length = gap.read.map_or(0, char::len_utf8);
                edits.push(edit(gap.run, gap.at, length, Change::Set(gap.c)));
            }
            let length = glyph.length();
            if glyph.c != glyph.read {
                edits.push(edit(glyph.run, glyph.at, length, Change::Set(glyph.c)));
            } else if glyph.raised {
                let raised = edit(glyph.run, glyph.at, length, Change::Raise);
                let goes_on = |last: &&mut Edit| {
                    (last.run, last.range.end, last.change)
                        == (raised.run, raised.range.start, Change::Raise)
                };
                match edits[first..].last_mut().filter(goes_on) {
                    Some(last) => last.range.end = raised.range.end,
                    None => edits.push(raised),
                }
            }
        }
        let last = self.gap.and_then(|gap| Some((gap, gap.read?)));
        let last = last.map(|(gap, c)| edit(gap.run, gap.at, c.len_utf8(), Change::Remove));
        edits.extend(self.removed.iter().cloned().chain(last));
        edits[first..].sort_by_key(|edit| (edit.range.start, edit.range.end));
    }

    /// The text as it is set.
    #[cfg(test)]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.read + 8);
        for glyph in &self.glyphs {
            text.extend(glyph.gap.map(|gap| gap.c));
            if !is_object(glyph.c) && glyph.c != '\n' {
                text.push(glyph.c);
            }
        }
        text
    }

    /// The first glyph at a byte of the text that was read, or behind it.
    fn first_at(&self, byte: usize) -> usize {
        let is_before = |glyph: &Glyph| (glyph.at as usize) < byte;
        self.glyphs.partition_point(is_before)
    }

    /// The words in a stretch of the text that was read: from the first of them to the last.
    pub fn words_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let from = self.first_at(range.start);
        let glyphs = &self.glyphs[from..self.first_at(range.end).max(from)];
        let (first, last) = (glyphs.first()?, glyphs.last()?);
        let length = match is_object(last.c) {
            true => 0,
            false => last.length(),
        };
        let words = first.at as usize..last.at as usize + length;
        (!words.is_empty()).then_some(words)
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
        let old = glyph.gap.take();
        // A space that goes with an opening mark stays outside the emphasis that follows; no space can be put in an object.
        let (run, at) = if glyph.c == OBJECT || matches!(before.c, '«' | '—') {
            (before.run, before.at + before.length() as u32)
        } else {
            (glyph.run, glyph.at)
        };
        let new = Gap {
            c: ' ',
            run,
            at,
            read: None,
        };
        match c {
            Some(c) => {
                glyph.gap = Some(Gap {
                    c,
                    ..old.unwrap_or(new)
                })
            }
            None => self.remove_gap(old),
        }
    }

    /// Puts a sign before the first.
    pub(super) fn open_with(&mut self, c: char) {
        if let Some(first) = self.glyphs.first().copied() {
            let read = JOINED;
            self.glyphs.insert(0, Glyph { c, read, ..first });
        }
    }

    /// Keeps in mind that some glyphs were mended.
    pub(super) fn record(&mut self, glyphs: Range<usize>) {
        let (first, last) = (self.glyphs[glyphs.start], self.glyphs[glyphs.end - 1]);
        let range = first.at as usize..last.at as usize + last.length();
        self.repaired.push(range);
    }

    /// What was mended, in order, as it is set.
    pub fn repairs(&self) -> Vec<Repair> {
        let mut ranges = self.repaired.clone();
        ranges.sort_by_key(|range| range.start);
        let mut whole: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match whole.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => whole.push(range),
            }
        }
        let repair = |range: Range<usize>| {
            let glyphs = self.first_at(range.start)..self.first_at(range.end);
            let glyphs = self.glyphs[glyphs].iter().enumerate();
            let set = glyphs.flat_map(|(i, glyph)| {
                let gap = glyph.gap.filter(|_| i > 0).map(|gap| gap.c);
                gap.into_iter().chain([glyph.c])
            });
            let set = set.filter(|c| !is_object(*c)).collect();
            Repair { set, range }
        };
        whole.into_iter().map(repair).collect()
    }

    /// Takes away the glyphs that were joined to those before them.
    pub(super) fn remove_joined(&mut self) {
        for i in 0..self.glyphs.len() {
            let glyph = self.glyphs[i];
            if glyph.c == JOINED {
                self.remove(glyph.run, glyph.at, glyph.read);
            }
        }
        self.glyphs.retain(|glyph| glyph.c != JOINED);
    }
}

impl Glyph {
    /// Bytes of it that were read.
    fn length(&self) -> usize {
        match self.read {
            JOINED => 0,
            c => c.len_utf8(),
        }
    }
}

/// An object counts as a word, as letters and digits do.
pub(super) fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == OBJECT
}

pub(super) fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// Whether a character is what is no text.
pub(super) fn is_object(c: char) -> bool {
    c == OBJECT
}
