//! What the archive reader returns: posts, dropped lines with the reason, doubts.

use serde::{Deserialize, Serialize};

use super::input::Correction;
use super::post::ArchivePost;

/// What was read from all files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArchiveReading {
    /// The posts, in file and line order of the kept copy.
    pub posts: Vec<ArchivePost>,
    /// All that is in no post, in file and line order.
    pub dropped: Vec<DroppedLine>,
    /// The most doubtful first.
    pub doubts: Vec<Doubt>,
    /// Indexes of corrections that matched no line.
    pub unmatched: Vec<usize>,
    /// Indexes of corrections that keep what was kept already.
    pub idle: Vec<usize>,
}

/// Why a line, or a part of one, is not in a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DropReason {
    /// An interface string of the blog.
    Boilerplate,
    /// The caption of a lost image.
    Caption,
    /// The name of a lost image's file.
    Image,
    /// A read-more link.
    More,
    /// Author and date.
    Byline,
    /// A rule of signs.
    Rule,
    /// The author's correction.
    Correction,
    /// Outside all posts: a table of contents.
    Outside,
    /// A comment below the post.
    Comment,
    /// It only announces what comes: a title, a text, the version in another language.
    Label,
}

impl DropReason {
    /// The reason's name in the JSON report.
    pub fn name(self) -> &'static str {
        match self {
            DropReason::Boilerplate => "furniture",
            DropReason::Caption => "caption",
            DropReason::Image => "image",
            DropReason::More => "more",
            DropReason::Byline => "byline",
            DropReason::Rule => "rule",
            DropReason::Correction => "correction",
            DropReason::Outside => "outside",
            DropReason::Comment => "comment",
            DropReason::Label => "label",
        }
    }
}

/// A line, or a part of one, that is not in a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedLine {
    /// Index of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// The part, where it is not the whole line.
    pub text: Option<String>,
    pub reason: DropReason,
}

/// What a doubt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DoubtSubject {
    /// Whether a post begins at a line.
    Boundary,
    /// What a post's title is.
    Title,
    /// Whether a line is the author's.
    Boilerplate,
}

impl DoubtSubject {
    /// The name in the JSON report.
    pub fn name(self) -> &'static str {
        match self {
            DoubtSubject::Boundary => "boundary",
            DoubtSubject::Title => "title",
            DoubtSubject::Boilerplate => "furniture",
        }
    }
}

/// A decision that the author should look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// Index of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    pub about: DoubtSubject,
    /// Why, as a sentence in lower case.
    pub why: String,
    /// The correction that would change the decision.
    pub correction: Correction,
    /// How likely the decision is wrong, from 0 to 1.
    pub weight: f64,
}
