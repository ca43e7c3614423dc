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

/// What a correction does with its line.
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
}

impl CorrectionAction {
    /// The word in `archive.toml`.
    pub fn name(self) -> &'static str {
        match self {
            CorrectionAction::Start => "start",
            CorrectionAction::Join => "join",
            CorrectionAction::Drop => "drop",
            CorrectionAction::Keep => "keep",
        }
    }
}

/// The author's word on a line, which is addressed by its words: the whole line, or its opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The file's name, where the words are in several.
    pub file: Option<String>,
    /// The line from 1, only to break ties.
    pub line: Option<usize>,
    /// The line's words, or its opening words.
    pub text: String,
    pub action: CorrectionAction,
}
