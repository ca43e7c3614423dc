//! `archive.toml`: the author's word about an archive. It addresses lines by their words, so that adding a line breaks nothing.
//!
//! ```toml
//! [[at]]                       # a line that was misread
//! file = "old-blog.txt"        # file and line only break ties
//! text = "The words of the line"
//! do = "start"                 # or "join", "drop", "keep"
//!
//! [[post]]                     # a post, by its opening words
//! starts = "The opening words"
//! date = "2014-05"
//!
//! [[file]]                     # what holds for every post of a file
//! file = "old-blog.txt"
//! authors = ["Camille Roche"]
//! ```

use super::FrontMatter;
use crate::archive::{Correction, CorrectionAction};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Fields, Table, parse_toml};
use crate::source::{SourceId, Sources, Span};

/// The author's corrections, from every `archive.toml`.
#[derive(Debug, Default)]
pub struct Corrections {
    /// `[[at]]`.
    pub at: Vec<(Correction, Span)>,
    /// `[[post]]`.
    pub posts: Vec<PostEntry>,
    /// `[[file]]`.
    pub files: Vec<(String, FrontMatter, Span)>,
}

/// A `[[post]]` entry.
#[derive(Debug)]
pub struct PostEntry {
    /// The file, by its base name, where given.
    pub file: Option<String>,
    /// The opening words of its title or text.
    pub starts: String,
    /// What is set.
    pub front: FrontMatter,
    /// Where it stands.
    pub span: Span,
}

/// Reads every `archive.toml`.
pub fn read(
    sources: &Sources,
    files: &[SourceId],
    diagnostics: &mut Vec<Diagnostic>,
) -> Corrections {
    let mut corrections = Corrections::default();
    for source in files {
        let text = &sources.get(*source).text;
        let table = parse_toml(*source, text, 0..text.len(), Code::Corrections, diagnostics);
        let mut fields = Fields::new(&table, Code::Corrections, diagnostics);
        let (at, posts, defaults) = (
            fields.tables("at"),
            fields.tables("post"),
            fields.tables("file"),
        );
        fields.finish();
        corrections.at.extend(
            at.into_iter()
                .filter_map(|(table, span)| Some((read_at(table, span, diagnostics)?, span))),
        );
        corrections.posts.extend(
            posts
                .into_iter()
                .filter_map(|(table, span)| read_post(table, span, diagnostics)),
        );
        corrections.files.extend(
            defaults
                .into_iter()
                .filter_map(|(table, span)| read_file(table, span, diagnostics)),
        );
    }
    corrections
}

fn read_at(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Correction> {
    let mut fields = Fields::new(table, Code::Corrections, diagnostics);
    let (file, line) = (fields.text("file"), fields.integer("line", 1..=i64::MAX));
    let (text, action) = (
        required(&mut fields, "text", span),
        fields.spanned_text("do"),
    );
    let action = match action.as_ref().map(|(word, span)| (word.as_str(), *span)) {
        Some(("start", _)) => Some(CorrectionAction::Start),
        Some(("join", _)) => Some(CorrectionAction::Join),
        Some(("drop", _)) => Some(CorrectionAction::Drop),
        Some(("keep", _)) => Some(CorrectionAction::Keep),
        Some((word, span)) => {
            let help = did_you_mean(word, ["start", "join", "drop", "keep"]);
            let help =
                help.unwrap_or_else(|| "write \"start\", \"join\", \"drop\" or \"keep\"".into());
            fields.problem(span, format!("`{word}` is nothing to do"), help);
            None
        }
        None => {
            fields.problem(
                span,
                "`do` is missing",
                "write `do = \"start\"`, or \"join\", \"drop\", \"keep\"",
            );
            None
        }
    };
    fields.finish();
    Some(Correction {
        file,
        line: line.map(|line| line as usize),
        text: text?,
        action: action?,
    })
}

fn read_post(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<PostEntry> {
    let mut fields = Fields::new(table, Code::Corrections, diagnostics);
    let file = fields.text("file");
    let starts = required(&mut fields, "starts", span);
    let front = FrontMatter::read(&mut fields, span);
    fields.finish();
    Some(PostEntry {
        file,
        starts: starts?,
        front,
        span,
    })
}

fn read_file(
    table: &Table,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, FrontMatter, Span)> {
    let mut fields = Fields::new(table, Code::Corrections, diagnostics);
    let file = required(&mut fields, "file", span);
    let front = FrontMatter::read(&mut fields, span);
    fields.finish();
    Some((file?, front, span))
}

fn required(fields: &mut Fields, key: &'static str, span: Span) -> Option<String> {
    let text = fields.text(key).filter(|text| !text.trim().is_empty());
    if text.is_none() {
        fields.problem(
            span,
            format!("`{key}` is missing"),
            format!("write `{key} = \"…\"`"),
        );
    }
    text
}
