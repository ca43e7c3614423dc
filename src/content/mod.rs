//! Files → [`Document`]s: front matter, Markdown and archives alike. A document holds all that its words tell.

mod archive_document;
mod archives;
pub mod comments;
mod corrections;
pub mod fences;
pub mod front_matter;
mod markdown_file;
pub mod origin;
pub mod terms;
pub mod translations;
pub mod urls;
mod versions;

use std::collections::BTreeSet;

use std::ops::Range;

use rayon::prelude::*;

use crate::archive;
use crate::cache::Memo;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::doc::{Extensions, Outline};
use crate::lang::{Guess, Lang, OtherLanguage};
use crate::load::Inputs;
use crate::source::{SourceId, SourceText, Sources, Span};
use crate::text::dates::Date;
use crate::text::toml;

pub use front_matter::{FrontMatter, Menu};
pub use markdown_file::{Known, document, own_words};
use versions::Splitter;

/// A post or page of a file, before anything is decided about it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where messages about it point: its front matter, or its title's line.
    pub place: Span,
    pub role: Role,
    /// What files of one story share: path and name, without language and ending. Archives have none.
    pub stem: Option<String>,
    /// The language its file's name tells.
    pub name_lang: Option<Lang>,
    /// The language its words tell, where neither the author nor the file's name does.
    pub guess: Option<Guess>,
    /// The language its words tell, where the author or the file's name tells one.
    pub reads_as: Option<Guess>,
    /// The language that its words are in, where the site has it not.
    pub other_language: Option<OtherLanguage>,
    /// What the author declares, in the file or, for an archive, in `archive.toml`.
    pub front: FrontMatter,
    /// The title in the text: an archive's title line, or a first `# heading`.
    pub title: Option<String>,
    /// Its blocks, in words.
    pub outline: Outline,
    pub body: Body,
    /// What its archive says of it; nothing where none holds it.
    pub archive: Option<ArchiveFacts>,
    /// What readers wrote below it, in the order of time.
    pub comments: Vec<Comment>,
    /// The text in several languages that it was taken out of.
    pub split_from: Option<SplitSource>,
    /// Whether its front matter has errors, so that what seems left out may not be.
    pub broken: bool,
    /// Whether it is read for an import, and not the site's own.
    pub imported: bool,
}

/// A text in several languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitSource {
    /// Where messages about it point; the same for all its versions.
    pub place: Span,
    /// How its versions stand in it, in words.
    pub how: String,
}

/// What a reader wrote below a post, on the site that it comes from. Mail and network addresses are never kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// Its number on the old site.
    pub id: String,
    /// The number of the comment it answers.
    pub reply_to: Option<String>,
    pub author: String,
    /// The author's site, where it is `http:` or `https:`.
    pub url: Option<String>,
    pub date: Option<Date>,
    /// Whether another site made it by linking here (a pingback or trackback).
    pub pingback: bool,
    /// Its text, in Markdown without HTML.
    pub text: String,
}

impl Document {
    /// Whether only the beginning of the text is known.
    pub fn truncated(&self) -> bool {
        let breaks_off = matches!(&self.body.format, Format::Archive(body) if body.truncated);
        self.front.truncated.unwrap_or(breaks_off)
    }

    /// Whether it is a Markdown file of the site, and not of an import.
    pub fn is_own_file(&self) -> bool {
        self.archive.is_none() && !self.imported
    }

    /// How the author says something of it, by its file or else by the words that it begins with.
    pub fn how_to_set(&self, key: &str, value: &str) -> String {
        let line = self.front.syntax.line(key, value);
        match (&self.archive, self.front.span) {
            (Some(facts), _) => format!(
                "write in archive.toml:\n{}",
                toml::post_entry(None, &facts.first_block, &line)
            ),
            (None, Some(span)) if span.start == span.end && !self.imported => {
                format!("write above the text, between two lines `+++`: `{line}`")
            }
            (None, _) => format!("write `{line}` in its front matter"),
        }
    }
}

/// What an archive says of a post, beside its text.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveFacts {
    /// What a Markdown file that is made of it will name as its origin.
    pub origin: String,
    /// The title line as it is; none if the post has no title.
    pub title: Option<String>,
    /// Its first block, be it the title or not.
    pub first_block: String,
    /// Its first block below the title.
    pub opening: String,
    /// The author whose signature it bears.
    pub signature: Option<String>,
    /// The path at which the old site had it.
    pub old_path: Option<String>,
    /// The lines of every copy, the kept one first.
    pub copies: Vec<archive::LineRange>,
    /// How much of each other copy the kept one has, in its runs of words, from 0 to 1.
    pub shares: Vec<(archive::LineRange, f64)>,
    /// Lines that only another copy has: file and line.
    pub elsewhere: Vec<(usize, usize)>,
}

/// A post stands in lists and feeds; a page does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Post,
    Page,
}

/// The text of a post.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands; of an archive's post, the lines of the kept copy.
    pub text: SourceText,
    /// How it is read.
    pub format: Format,
}

/// How a text is read. Only what renders and imports texts asks.
#[derive(Clone, Debug)]
pub enum Format {
    Markdown(Extensions),
    /// As the archive reader has read it.
    Archive(archive::ArchiveBody),
}

impl Body {
    pub fn markdown(text: impl Into<SourceText>, extensions: Extensions) -> Self {
        Self {
            text: text.into(),
            format: Format::Markdown(extensions),
        }
    }

    /// What its Markdown may hold.
    pub fn extensions(&self) -> Extensions {
        match self.format {
            Format::Markdown(extensions) => extensions,
            Format::Archive(_) => Extensions::default(),
        }
    }

    /// The place of a part of it: of Markdown, bytes of the text; of an archive's post, bytes of the archive.
    pub fn place(&self, range: &Range<usize>) -> Span {
        match self.format {
            Format::Markdown(_) => self.text.place(range),
            Format::Archive(_) => Span::new(self.text.source, range.clone()),
        }
    }
}

#[derive(Debug, Default)]
pub struct Documents {
    /// Posts and pages: Markdown files by path, then archives in file and line order.
    pub list: Vec<Document>,
    /// What the archive reader understood beside the posts.
    pub archive: ArchiveReport,
}

/// What became of an archive's other lines.
#[derive(Clone, Debug, Default)]
pub struct ArchiveReport {
    /// The files, by the reader's index.
    pub files: Vec<SourceId>,
    /// Lines and parts of lines that are in no post.
    pub dropped: Vec<archive::DroppedLine>,
    /// Decisions that may be wrong, worst first.
    pub doubts: Vec<archive::Doubt>,
    /// Fingerprints of findings that were there when the archives were frozen.
    pub known: BTreeSet<String>,
}

/// Takes texts in two languages apart, where a file was not read by [`parse`].
pub fn versions_of(
    documents: Vec<Document>,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let splitter = Splitter::new(sources, config);
    documents
        .into_iter()
        .flat_map(|document| splitter.markdown(document, diagnostics))
        .collect()
}

/// Reads all content of a site or of an import.
pub fn parse(
    inputs: &Inputs,
    config: &Config,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Documents {
    let codes = config.codes();
    let files: Vec<(SourceId, Role)> = inputs
        .posts
        .iter()
        .map(|id| (*id, Role::Post))
        .chain(inputs.pages.iter().map(|id| (*id, Role::Page)))
        .collect();
    let splitter = Splitter::new(&inputs.sources, config);
    let parsed: Vec<_> = files
        .par_iter()
        .map(|(source, role)| {
            let mut diagnostics = Vec::new();
            let document = markdown_file::parse(
                &inputs.sources,
                *source,
                *role,
                config,
                (&splitter.detector, memo),
                &mut diagnostics,
            );
            let documents = document
                .map(|document| splitter.markdown(document, &mut diagnostics))
                .unwrap_or_default();
            (documents, diagnostics)
        })
        .collect();
    let mut documents = Documents::default();
    for (parts, more) in parsed {
        documents.list.extend(parts);
        diagnostics.extend(more);
    }
    comments::attach(inputs, &mut documents.list, diagnostics);
    archives::parse(
        inputs,
        config,
        &codes,
        (&splitter, memo),
        &mut documents,
        diagnostics,
    );
    documents
}
