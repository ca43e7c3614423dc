//! A post of an archive, as the reader returns it.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::input::LineRange;
use crate::lang::OtherLanguage;

/// Year, month, day.
pub type CalendarDay = (i32, u32, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ArchiveBlockKind {
    Title,
    /// A heading.
    H2,
    /// A heading under a heading.
    H3,
    /// An item of a list.
    Item,
    /// A paragraph that is a quotation.
    Quote,
    /// A URL alone.
    Url,
    Code,
    Para,
}

impl ArchiveBlockKind {
    /// The kind's name in the JSON report.
    pub fn name(self) -> &'static str {
        match self {
            ArchiveBlockKind::Title => "title",
            ArchiveBlockKind::H2 => "h2",
            ArchiveBlockKind::H3 => "h3",
            ArchiveBlockKind::Item => "item",
            ArchiveBlockKind::Quote => "quote",
            ArchiveBlockKind::Url => "url",
            ArchiveBlockKind::Code => "code",
            ArchiveBlockKind::Para => "para",
        }
    }
}

/// What a part of a block is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Inline {
    Strong,
    Emphasis,
    Code,
    /// A link to a URL.
    Link(String),
}

/// A block of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveBlock {
    pub kind: ArchiveBlockKind,
    /// First line in the kept copy's file, from 1.
    pub first: usize,
    /// Last line.
    pub last: usize,
    /// Its text: dropped parts and list markers removed, `\n` where a break is kept.
    pub text: String,
    /// Links and emphasis, by bytes of the text.
    pub inlines: Vec<(Range<usize>, Inline)>,
    /// The number of a numbered item.
    pub number: Option<u32>,
}

/// One post, whatever the number of its copies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchivePost {
    /// The title line as it is, trimmed; none if the post has no title.
    pub title: Option<String>,
    /// Index of its language.
    pub language: usize,
    /// The language that it reads as, where that is none of those given.
    pub other_language: Option<OtherLanguage>,
    /// Whether every copy stops at a read-more link.
    pub truncated: bool,
    /// All copies, the kept (fullest) one first; where a text alternates between two languages, the kept one's runs of lines.
    pub copies: Vec<LineRange>,
    /// How much of each other copy the kept one has, in its runs of words, from 0 to 1.
    pub shares: Vec<(LineRange, f64)>,
    /// The kept copy, title included.
    pub blocks: Vec<ArchiveBlock>,
    /// The author named by a byline or a signature.
    pub signature: Option<String>,
    /// The date that a byline states.
    pub date: Option<CalendarDay>,
    /// The URL that the old site gave it, as the archive states it.
    pub address: Option<String>,
    /// The comments below it.
    pub comments: Vec<ArchiveComment>,
    /// Lines that only another copy has: file and line.
    pub elsewhere: Vec<(usize, usize)>,
    /// What is lost in the kept copy, by line.
    pub lost: Vec<(usize, LostContent)>,
}

/// A comment below a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveComment {
    pub author: String,
    pub date: Option<CalendarDay>,
    pub paragraphs: Vec<String>,
}

/// What an archive no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LostContent {
    /// An image: its file's name.
    Image(String),
    /// The caption of an image.
    Caption(String),
    /// What a colon at the end of the line announces: a video, say.
    Announced,
}
