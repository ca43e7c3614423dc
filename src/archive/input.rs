//! What the archive reader is given: files and the author's corrections; and how lines are named.

use serde::{Deserialize, Serialize};

/// A text file of an archive.
#[derive(Clone, Copy, Debug)]
pub struct ArchiveFile<'a> {
    /// Its name as the author knows it.
    pub name: &'a str,
    pub text: &'a str,
}

/// A run of lines of a file, from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineRange {
    /// Index of the file.
    pub file: usize,
    /// First line.
    pub first: usize,
    /// Last line.
    pub last: usize,
}

/// What a correction does with its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CorrectionAction {
    /// A post starts at the line; it is the title.
    Start,
    /// No post starts at the line.
    Join,
    /// The line is not the author's.
    Drop,
    /// The line is the author's.
    Keep,
    /// The line says who wrote the post, and when.
    Byline,
}

impl CorrectionAction {
    /// The word in `archive.toml`.
    pub fn name(self) -> &'static str {
        match self {
            CorrectionAction::Start => "start",
            CorrectionAction::Join => "join",
            CorrectionAction::Drop => "drop",
            CorrectionAction::Keep => "keep",
            CorrectionAction::Byline => "byline",
        }
    }
}

/// How a file sets its titles off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TitlePlace {
    Underlined,
    AfterRule,
    AfterBlankLines,
    AboveByline,
    BelowByline,
}

impl TitlePlace {
    /// All, with the words of `archive.toml`.
    pub const ALL: [(&'static str, TitlePlace); 5] = [
        ("underlined", TitlePlace::Underlined),
        ("after a rule", TitlePlace::AfterRule),
        ("after two blank lines", TitlePlace::AfterBlankLines),
        ("above a byline", TitlePlace::AboveByline),
        ("below a byline", TitlePlace::BelowByline),
    ];

    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, place)| *place == self)
            .map_or("", |(name, _)| name)
    }
}

/// Which lines a correction is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectedLines {
    /// One, by its words: the whole line, or its opening.
    One {
        text: String,
        /// The line from 1, only to break ties.
        number: Option<usize>,
    },
    /// All of a pattern ([`crate::text::patterns`]).
    Like(String),
    /// The titles, by where they stand: a post starts at these lines and at no others.
    Titles(TitlePlace),
}

/// The author's word on a line, or on a kind of line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The file's name; of one line only where the words are in several.
    pub file: Option<String>,
    pub lines: CorrectedLines,
    pub action: CorrectionAction,
}
