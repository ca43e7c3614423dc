//! Plain-text archives of old blogs → pieces, each one post with all its copies; every line accounted for.
//!
//! 1. `lines`: each line with its facts (`labels`: "Title: …"). 2. `marks`: what is furniture, a caption, a lost image (`furniture`, `comments`, `names`, `recurring`).
//! 3. `candidates`, `style`, `cohesion`, `turns`: what speaks for a post to begin at a line. 4. `boundaries`: where posts begin,
//!    decided over whole files. 5. `pieces`: spans, languages, bylines. 6. `copies`: which pieces are one post.
//! 7. `blocks`: the structure of the kept copy. 8. `doubts`: what the author should look at. `bilingual`, asked by the caller:
//!    posts in two languages.
//!
//! The author's corrections come before everything. Nothing here knows files, Markdown or a site.

pub mod bilingual;
mod blocks;
mod boundaries;
mod candidates;
mod cohesion;
mod comments;
mod copies;
mod corrections;
mod doubts;
mod furniture;
mod labels;
mod lines;
mod marks;
mod names;
mod pieces;
mod recurring;
mod shown;
mod style;
#[cfg(test)]
mod tests;
mod turns;
mod wrong;

use crate::lang::Detector;
use boundaries::{Field, Start};
use candidates::Candidate;
use lines::{Text, Vocabulary};
use marks::Mark;

pub use shown::{Image, Shown};

/// A text file of an archive.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name as the author knows it.
    pub name: &'a str,
    /// Its whole text.
    pub text: &'a str,
}

/// A run of lines of a file, from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lines {
    /// Index of the file.
    pub file: usize,
    /// First line.
    pub first: usize,
    /// Last line.
    pub last: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The post's title.
    Title,
    /// A heading.
    H2,
    /// A heading under a heading.
    H3,
    /// An item of a list.
    Item,
    /// A paragraph that is a quotation.
    Quote,
    /// An address alone.
    Url,
    /// A paragraph.
    Para,
}

impl Kind {
    /// The kind's name in the JSON reading.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Title => "title",
            Kind::H2 => "h2",
            Kind::H3 => "h3",
            Kind::Item => "item",
            Kind::Quote => "quote",
            Kind::Url => "url",
            Kind::Para => "para",
        }
    }
}

/// A block of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// First line in the kept copy's file, from 1.
    pub first: usize,
    /// Last line.
    pub last: usize,
    /// What the reader sees: dropped parts and list markers removed, `\n` where a break is kept.
    pub text: String,
    /// The number of a numbered item.
    pub number: Option<u32>,
}

/// One post, whatever the number of its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The title line as it is, trimmed; none if the post has no title.
    pub title: Option<String>,
    /// Index of its language.
    pub language: usize,
    /// Whether every copy stops at a read-more link.
    pub truncated: bool,
    /// All copies, the kept (fullest) one first; where a text alternates between two languages, the kept one's runs of lines.
    pub copies: Vec<Lines>,
    /// The kept copy, title included.
    pub blocks: Vec<Block>,
    /// The author named by a byline or a signature.
    pub signature: Option<String>,
    /// Year, month, day, where a byline states them.
    pub date: Option<(i32, u32, u32)>,
    /// The address at which the old site had it, as the archive states it.
    pub address: Option<String>,
    /// What readers wrote below it.
    pub comments: Vec<Comment>,
    /// Lines that only another copy has: file and line.
    pub elsewhere: Vec<(usize, usize)>,
    /// What is lost in the kept copy, by line.
    pub lost: Vec<(usize, Lost)>,
}

/// What a reader wrote below a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Who.
    pub author: String,
    /// Year, month, day.
    pub date: Option<(i32, u32, u32)>,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
}

/// What an archive no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// An image: its file's name.
    Image(String),
    /// The caption of an image.
    Caption(String),
    /// What a colon at the end of the line announces: a video, say.
    Announced,
}

/// Why a line, or a part of one, is not in a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// An interface string of the blog.
    Furniture,
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
    /// What a reader wrote below the post.
    Comment,
    /// It only announces what comes: a title, a text, the version in another language.
    Label,
}

impl Reason {
    /// The reason's name in the JSON reading.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Furniture => "furniture",
            Reason::Caption => "caption",
            Reason::Image => "image",
            Reason::More => "more",
            Reason::Byline => "byline",
            Reason::Rule => "rule",
            Reason::Correction => "correction",
            Reason::Outside => "outside",
            Reason::Comment => "comment",
            Reason::Label => "label",
        }
    }
}

/// A line, or a part of one, that is not in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Index of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// The part, where it is not the whole line.
    pub text: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// What a doubt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// Whether a post begins at a line.
    Boundary,
    /// What a post's title is.
    Title,
    /// Whether a line is the author's.
    Furniture,
}

impl About {
    /// The name in the JSON reading.
    pub fn name(self) -> &'static str {
        match self {
            About::Boundary => "boundary",
            About::Title => "title",
            About::Furniture => "furniture",
        }
    }
}

/// A decision that the author should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// Index of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// What it is about.
    pub about: About,
    /// Why, as a sentence in lower case.
    pub why: String,
    /// The correction that would change the decision.
    pub correction: At,
    /// How likely the decision is wrong, from 0 to 1.
    pub weight: f64,
}

/// What a correction does with its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Do {
    /// A post starts at the line; it is the title.
    Start,
    /// No post starts at the line.
    Join,
    /// The line is not the author's.
    Drop,
    /// The line is the author's.
    Keep,
}

impl Do {
    /// The word in `archive.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Do::Start => "start",
            Do::Join => "join",
            Do::Drop => "drop",
            Do::Keep => "keep",
        }
    }
}

/// The author's word on a line, which is addressed by its words: the whole line, or its opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The file's name, where the words stand in several.
    pub file: Option<String>,
    /// The line from 1, only to break ties.
    pub line: Option<usize>,
    /// The line's words, or its opening words.
    pub text: String,
    /// What to do.
    pub action: Do,
}
/// What was understood of all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The posts, in file and line order of the kept copy.
    pub posts: Vec<Piece>,
    /// All that is in no post, in file and line order.
    pub dropped: Vec<Dropped>,
    /// The most doubtful first.
    pub doubts: Vec<Doubt>,
    /// Indexes of corrections that matched no line.
    pub unmatched: Vec<usize>,
}

/// All that is known of the files while they are read.
struct Ground<'a> {
    texts: Vec<Text<'a>>,
    marks: Vec<Vec<Mark>>,
    kept: Vec<Vec<usize>>,
    starts: Vec<Vec<Start>>,
}

/// Reads the files of an archive, as one: the same post may stand in several. `languages` are BCP 47 codes.
pub fn read(files: &[File], languages: &[&str], corrections: &[At]) -> Reading {
    let detector = Detector::new(languages);
    let (mut ground, unmatched) = survey(files, &detector, corrections);
    let mut pieces = pieces::cut(&mut ground);
    let groups = copies::group(&ground, &pieces);
    let posts = pieces::merge(&ground, &mut pieces, &groups, &detector, languages.len());
    let dropped = pieces::dropped(&ground);
    let doubts = doubts::rank(files, &ground, &pieces, &groups);
    Reading {
        posts,
        dropped,
        doubts,
        unmatched,
    }
}

fn survey<'a>(
    files: &[File<'a>],
    detector: &Detector,
    corrections: &[At],
) -> (Ground<'a>, Vec<usize>) {
    let mut vocabulary = Vocabulary::default();
    let texts: Vec<Text> = files
        .iter()
        .map(|file| lines::read(file.text, detector, &mut vocabulary))
        .collect();
    let mut marks = marks::mark(&texts, &vocabulary);
    let said = corrections::apply(files, &texts, &mut marks, corrections);
    let kept: Vec<Vec<usize>> = marks.iter().map(|marks| candidates::kept(marks)).collect();
    let candidates = all_candidates(&texts, &marks, &vocabulary, detector);
    let field = Field {
        texts: &texts,
        marks: &marks,
        kept: &kept,
        candidates: &candidates,
        vocabulary: &vocabulary,
        said: &said.words,
    };
    let starts = boundaries::decide(&field);
    (
        Ground {
            texts,
            marks,
            kept,
            starts,
        },
        said.unmatched,
    )
}

fn all_candidates(
    texts: &[Text],
    marks: &[Vec<Mark>],
    vocabulary: &Vocabulary,
    detector: &Detector,
) -> Vec<Vec<Candidate>> {
    let again = recurring::again(texts);
    texts
        .iter()
        .zip(marks)
        .map(|(text, marks)| candidates::candidates(text, marks, vocabulary, detector, &again))
        .collect()
}
