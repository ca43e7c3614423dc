//! A line of an archive with its facts, and a file as lines.

use crate::archive::post::Inline;
use std::ops::Range;

/// One file, cut into its lines that are not blank.
pub struct FileLines<'a> {
    /// The lines that are not blank, in order.
    pub lines: Vec<Line<'a>>,
    /// Whether no blank line is between two lines of the file.
    pub solid: bool,
}

/// A line that is not blank.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Number in the file, from 1.
    pub number: usize,
    /// Number of its last line: another one where a paragraph was wrapped.
    pub last: usize,
    /// Without the spaces at both ends, marks of other programs and the label of a title or a text.
    pub text: &'a str,
    /// The label that was taken from it ("Title: "); empty for most.
    pub label: &'a str,
    /// What the label at its head names, taken from it or not.
    pub named: Option<LabelKind>,
    /// Level of a heading that is marked as one, else zero.
    pub level: usize,
    pub code: bool,
    /// Links and emphasis, by bytes of label and text.
    pub inlines: &'a [(Range<usize>, Inline)],
    /// Whether its last word is a function word, which announces others.
    pub announces_more: bool,
    /// Columns of space before the text.
    pub indent: usize,
    /// Blank lines above, since the last line that is not blank.
    pub before: usize,
    /// Blank lines below.
    pub after: usize,
    /// As compared.
    pub folded: String,
    /// Number of words.
    pub words: usize,
    pub marker: Option<ListMarker>,
    /// The subject words, as numbers of the vocabulary.
    pub stems: Vec<u32>,
    /// What speaks for each language.
    pub tongue: Vec<f32>,
}

impl Line<'_> {
    /// The last character that is not a closing quote or bracket.
    pub fn ends(&self) -> char {
        self.text
            .trim_end_matches(['"', '”', '»', ')', '’', '\u{a0}', ' ', '*'])
            .chars()
            .next_back()
            .unwrap_or(' ')
    }

    /// The text without its bullet or number.
    pub fn unmarked(&self) -> &str {
        &self.text[self.marker.map_or(0, |marker| marker.length)..]
    }

    pub fn has_bullet(&self) -> bool {
        self.marker.is_some_and(|marker| marker.bullet)
    }

    /// The number of a numbered line.
    pub fn item_number(&self) -> Option<u32> {
        self.marker.and_then(|marker| marker.number)
    }

    /// Whether the line ends a sentence.
    pub fn stops(&self) -> bool {
        matches!(self.ends(), '.' | '!' | '?' | '…')
    }

    /// Whether it breaks off as WordPress's excerpts do: "[…]", a full stop and dots after it, dots after a word that
    /// announces others.
    pub fn breaks_off(&self) -> bool {
        let end = self.text;
        ["[…]", "[...]", "....", ".…", "(…)", "(...)"]
            .iter()
            .any(|sign| end.ends_with(sign))
            || self.has_dots() && self.announces_more
    }

    /// Whether dots end it.
    pub fn has_dots(&self) -> bool {
        self.text.ends_with('…') || self.text.ends_with("...")
    }

    /// Whether it ends within a sentence.
    pub fn is_open(&self) -> bool {
        let end = self.text.chars().next_back();
        let is_prose =
            self.words >= 12 && self.marker.is_none() && !self.code && !self.text.contains('\t');
        is_prose && end.is_some_and(|c| c.is_alphanumeric() || c == ',')
    }

    /// Whether the whole line is one URL.
    pub fn is_url(&self) -> bool {
        is_url(self.text)
    }

    /// Whether the line is a rule of signs (`-----`, `* * *`, `===`).
    pub fn is_rule(&self) -> bool {
        let signs = self.text.chars().filter(|c| "-*_=~#•·—–+⁂".contains(*c));
        self.words == 0 && signs.count() >= 2
    }

    /// Whether the line is wholly between quotation marks.
    pub fn is_quoted(&self) -> bool {
        let opens = self.text.starts_with(['«', '“', '"']);
        let closed = self
            .text
            .trim_end_matches(['.', ',', ' ', '\u{a0}', '\u{202f}']);
        opens && closed.ends_with(['»', '”', '"']) && closed.chars().count() > 2
    }

    /// Whether it reads as a heading to its neighbours: short and without a full stop.
    pub fn is_short(&self) -> bool {
        self.words <= 13
            && !self.code
            && !self.has_bullet()
            && !matches!(self.ends(), '.' | ',' | ';' | ':' | '…')
            && !self.is_url()
    }

    /// Whether it may be a title by its words; nothing is said of its place.
    pub fn may_be_title(&self) -> bool {
        self.is_short()
            || !self.code
                && (4..=34).contains(&self.words)
                && (self.ends() != '.' || self.text.ends_with(".."))
    }
}

/// What the label at the head of a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    Title,
    Body,
    /// Something else of the post: its date, its address.
    Other,
}

pub fn is_url(text: &str) -> bool {
    let head = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    !text.contains(char::is_whitespace)
        && ["http://", "https://", "www."]
            .iter()
            .any(|scheme| head.starts_with(scheme))
}

/// A list marker at the head of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListMarker {
    /// Bytes of the trimmed line that the marker and its spaces take.
    pub length: usize,
    /// The number, of a numbered item.
    pub number: Option<u32>,
    /// A bullet; otherwise a number.
    pub bullet: bool,
}

impl ListMarker {
    /// The list marker of a line: `•`, `-`, `*`, `1.`, `2)`. A letter (`a)`) is a word of the author's, and behind `—` someone speaks.
    pub fn parse(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        let rest = &text[first.len_utf8()..];
        let length = |rest: &str| text.len() - rest.trim_start().len();
        let bullet = "•◦▪‣●○■□–-*+·⁃∙➢➔→✓✔►".contains(first);
        if bullet && rest.starts_with(char::is_whitespace) {
            return Some(Self {
                length: length(rest),
                number: None,
                bullet,
            });
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 3 {
            return None;
        }
        let rest = text[digits..].strip_prefix([')', '.'])?;
        (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then(|| Self {
            length: length(rest),
            number: text[..digits].parse().ok(),
            bullet: false,
        })
    }
}
