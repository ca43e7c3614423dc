//! Typography by language: a text's quotes, apostrophes, dashes, ellipses and spaces as its language sets them.
//!
//! A block of text is read into glyphs, each with the space before it ([`glyphs`]), so that a rule never has to look for
//! spaces; then, in this order:
//!
//! 1. [`fixed`]: addresses are left as they are
//! 2. [`repair`]: what is broken for certain is mended, in texts of archives
//! 3. [`guillemets`]: « and » find their other halves, and those that were turned round are put right
//! 4. [`dashes`]: `...` → …, ` - ` and `--` → dashes
//! 5. [`quotes`]: the straight ones, and what each language makes of a pair
//! 6. [`apostrophes`]: ' → ’, and single quotes
//! 7. [`spaces`] and [`numbers`]: before and after marks, units and thousands; ordinals are raised
//!
//! Every step, and all together, are idempotent. What a language wants, with its sources, is in its pack
//! ([`crate::languages::Typography`]): no step asks which language it sets.

mod apostrophes;
mod brackets;
mod dashes;
mod fixed;
mod glyphs;
mod guillemets;
mod neighbours;
mod numbers;
mod quotes;
mod repair;
mod spaces;
mod sparse;

use std::collections::HashMap;
use std::ops::Range;

use crate::languages::{self, Space, Typography};

pub use glyphs::{Block, Change, Edit, Repair};

/// The no-break space.
pub const NO_BREAK: char = '\u{a0}';
/// The narrow no-break space.
pub const NARROW: char = '\u{202f}';

/// What a site says about its typography.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether text is set at all.
    pub enabled: bool,
    /// The space inside the outer quotation marks, instead of the language's own.
    pub space_inside_quotes: Option<Space>,
    /// Whether texts are mended where they are broken for certain; unsaid, those of archives are.
    pub repair: Option<bool>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            enabled: true,
            space_inside_quotes: None,
            repair: None,
        }
    }
}

/// How a text is set: by the rules of its language, as its site wants it.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// None where the text stays as it is.
    typography: Option<&'static Typography>,
    space_inside_quotes: Option<Space>,
    repair: Option<bool>,
}

/// Every language has its rules in one place: styles of the same place are equal.
impl PartialEq for Style {
    fn eq(&self, other: &Self) -> bool {
        let place = |style: &Self| style.typography.map(std::ptr::from_ref);
        place(self) == place(other)
            && self.space_inside_quotes == other.space_inside_quotes
            && self.is_repairing() == other.is_repairing()
    }
}

impl Eq for Style {}

impl Style {
    /// Text stays as it is written.
    pub const OFF: Self = Self {
        typography: None,
        space_inside_quotes: None,
        repair: None,
    };

    /// The style of a language, by its BCP 47 code.
    pub fn of(code: &str, options: &Options) -> Self {
        Self::by(&languages::pack(code).typography, options)
    }

    /// The style by these rules.
    fn by(typography: &'static Typography, options: &Options) -> Self {
        Self {
            typography: options.enabled.then_some(typography),
            space_inside_quotes: options.space_inside_quotes,
            repair: options.repair,
        }
    }

    /// The style of a text of an archive: mended, unless the site says otherwise.
    pub fn of_archive(self) -> Self {
        Self {
            repair: self.repair.or(Some(true)),
            ..self
        }
    }

    /// Whether what is broken for certain is mended.
    pub fn is_repairing(self) -> bool {
        self.repair == Some(true) && self.rules().is_some()
    }

    /// The style as a site wants it.
    pub fn with(self, options: &Options) -> Self {
        match self.typography {
            Some(typography) => Self::by(typography, options),
            None => Self::OFF,
        }
    }

    /// Whether text stays as it is written.
    pub fn is_off(self) -> bool {
        self.typography.is_none()
    }

    /// The rules of the language, if it has any beside tidied spaces.
    fn rules(self) -> Option<&'static Typography> {
        self.typography.filter(|rules| !rules.quotes.is_empty())
    }

    /// The space inside the outer quotation marks, where the language has one.
    fn space_inside_quotes(self) -> Option<char> {
        let own = self.rules()?.space_inside_quotes.char()?;
        let wanted = self.space_inside_quotes.and_then(Space::char);
        Some(wanted.unwrap_or(own))
    }

    /// Sets one line of plain text, such as a title; what is between backticks is code. What is on several lines becomes one.
    ///
    /// ```
    /// use diptych::text::typography::{Options, Style};
    /// let french = Style::of("fr", &Options::default());
    /// assert_eq!(french.line("L'art d'être \"ici\" !"), "L’art d’être «\u{a0}ici\u{a0}»\u{202f}!");
    /// ```
    pub fn line(self, text: &str) -> String {
        if self.is_off() {
            return text.to_owned();
        }
        self.parts(code_spans(text))
    }

    /// What is mended of a line of plain text.
    pub fn repairs(self, text: &str) -> Vec<Repair> {
        match self.is_repairing() {
            true => self.set(code_spans(text)).1.repairs(),
            false => Vec::new(),
        }
    }

    /// Sets one line of which some parts are code.
    pub fn parts<'t>(self, parts: impl IntoIterator<Item = (&'t str, bool)>) -> String {
        let (text, block) = self.set(parts);
        let mut edits = Vec::new();
        block.edits(&mut edits);
        edited(&text, &edits)
    }

    fn set<'t>(self, parts: impl IntoIterator<Item = (&'t str, bool)>) -> (String, Block) {
        let mut block = Block::default();
        block.is_heading = true;
        let mut text = String::new();
        for (part, is_code) in parts {
            text.push_str(part);
            match is_code && !self.is_off() {
                true => block.code(0, part),
                false if self.is_repairing() => block.words(0, part),
                false => block.words_sparsely(0, part, self),
            }
        }
        block.set(&[self]);
        (text, block)
    }
}

/// A plain text with its edits, in which nothing can be raised.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edited = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for edit in edits.iter().filter(|edit| edit.change != Change::Raise) {
        edited.push_str(&text[from..edit.range.start]);
        if let Change::Set(c) = edit.change {
            edited.push(c);
        }
        from = edit.range.end;
    }
    edited.push_str(&text[from..]);
    edited
}

/// A text in parts, and whether each is code: it is between runs of as many backticks (CommonMark, 6.1), which are of it.
pub fn code_spans(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let runs = runs_of_backticks(text);
    let (mut from, mut at) = (0, 0);
    // Of each length, the last run is looked for once: what has none behind it opens nothing.
    let last: HashMap<usize, usize> = runs
        .iter()
        .enumerate()
        .map(|(at, run)| (run.len(), at))
        .collect();
    while let Some(open) = runs.get(at) {
        let is_alike = |close: &usize| runs[*close].len() == open.len();
        if let Some(close) = (at + 1..=last[&open.len()]).find(is_alike) {
            parts.push((&text[from..open.start], false));
            parts.push((&text[open.start..runs[close].end], true));
            from = runs[close].end;
            at = close;
        }
        at += 1;
    }
    parts.push((&text[from..], false));
    parts
}

fn runs_of_backticks(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end = at + 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}

/// A quotation mark whose other half is missing: it is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnmatchedQuote {
    /// Where it is, in bytes of the block's text.
    pub at: usize,
    pub mark: char,
    /// Whether the line begins with it: a quotation of several paragraphs may open each of them.
    pub opens_line: bool,
}

impl Block {
    /// Sets the block; a glyph's own style is found by its number among `styles`. What is left alone comes back.
    pub fn set(&mut self, styles: &[Style]) -> Vec<UnmatchedQuote> {
        if self.glyphs.is_empty() || styles.iter().all(|style| style.is_off()) {
            return Vec::new();
        }
        let setting = Setting { styles };
        fixed::fix(self);
        if styles.iter().any(|style| style.is_off()) {
            for glyph in &mut self.glyphs {
                glyph.fixed |= setting.of(glyph).is_off();
            }
        }
        repair::repair(self, &setting);
        let has_rules = styles.iter().any(|style| style.rules().is_some());
        let has_quotes = has_rules && !guillemets::pair(self, &setting).glyphs.is_empty();
        dashes::set(self, &setting);
        let unmatched = match has_quotes {
            true => quotes::set(self, &setting),
            false => Vec::new(),
        };
        apostrophes::set(self, &setting);
        spaces::set(self, &setting);
        numbers::set(self, &setting);
        unmatched
    }
}

/// The styles of a block's glyphs.
struct Setting<'a> {
    styles: &'a [Style],
}

impl Setting<'_> {
    fn of(&self, glyph: &glyphs::Glyph) -> Style {
        self.styles
            .get(usize::from(glyph.style))
            .or(self.styles.first())
            .copied()
            .unwrap_or(Style::OFF)
    }

    /// The rules of a glyph's language.
    fn rules(&self, glyph: &glyphs::Glyph) -> Option<&'static Typography> {
        self.of(glyph).rules()
    }
}

#[cfg(test)]
mod tests;
