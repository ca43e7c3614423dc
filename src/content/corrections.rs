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
//! byline = "Published by * on *"     # and for its lines; `*` stands for any words
//! drop = ["Share on *", "* claps"]   # or keep
//! title = "underlined"               # where its titles stand
//!
//! [[frozen]]                   # findings that `import --freeze` met: they are told no more
//! known = ["3f9a1c2b"]
//! ```

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use super::{Document, FrontMatter};
use crate::archive::{CorrectedLines, Correction, CorrectionAction, TitlePlace};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Fields, Table, parse_toml};
use crate::source::{SourceId, Sources, Span, base_name};
use crate::text::patterns::Pattern;
use crate::text::words::fold;

/// The author's corrections, from every `archive.toml`.
#[derive(Debug, Default)]
pub struct Corrections {
    pub at: Vec<(Correction, Span)>,
    pub posts: Vec<PostEntry>,
    pub files: Vec<(String, FrontMatter, Span)>,
    /// Fingerprints of findings that were there when the archives were frozen.
    pub known: BTreeSet<String>,
}

/// A `[[post]]` entry.
#[derive(Debug)]
pub struct PostEntry {
    /// The file, by its base name, where given.
    pub file: Option<String>,
    /// The opening words of its title or text.
    pub starts: String,
    pub front: FrontMatter,
    pub span: Span,
}

impl Corrections {
    /// Whether the author does not want a post taken apart: he says so, or names its language.
    pub fn leave_whole(&self, openings: [&str; 2], file: &str) -> bool {
        let whole = |front: &FrontMatter| {
            front.split == Some(false) || (front.lang.is_some() && front.split != Some(true))
        };
        let openings = openings.map(fold);
        let mut posts = self.posts.iter().filter(|entry| whole(&entry.front));
        let mut files = self.files.iter().filter(|(_, front, _)| whole(front));
        posts.any(|entry| entry.is_of(&openings, file))
            || files.any(|(name, ..)| base_name(name) == file)
    }

    /// Sets what the author says of files, and then of posts.
    pub fn apply(
        self,
        documents: &mut [Document],
        sources: &Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let file_of = |document: &Document| sources.get(document.place.source).name();
        let files = self
            .files
            .iter()
            .map(|(name, front, span)| (base_name(name).to_owned(), front.clone(), *span));
        report_contradictions(files, diagnostics);
        for (name, front, span) in self.files {
            let of_file = documents.iter_mut();
            let mut of_file = of_file
                .filter(|d| file_of(d) == base_name(&name))
                .peekable();
            if of_file.peek().is_none() {
                let message = format!("no archive is called `{name}`");
                diagnostics.push(matches_nothing(&message, span));
            }
            of_file.for_each(|document| document.front.set(front.clone()));
        }
        let openings: Vec<[String; 2]> = match self.posts[..] {
            [] => return,
            _ => documents.iter().map(openings).collect(),
        };
        let mut of_posts = Vec::new();
        for entry in self.posts {
            let is_of = |at: &usize| entry.is_of(&openings[*at], file_of(&documents[*at]));
            let matching: Vec<usize> = (0..documents.len()).filter(is_of).collect();
            match matching[..] {
                [at] => {
                    of_posts.push((at, entry.front.clone(), entry.span));
                    documents[at].front.set(entry.front);
                }
                [] => diagnostics.push(matches_nothing(
                    "no post starts with these words",
                    entry.span,
                )),
                [first, second, ..] => {
                    let message = format!("{} posts start with these words", matching.len());
                    let diagnostic = Diagnostic::error(Code::Corrections, message)
                        .at(entry.span)
                        .help("give more words, or a `file`");
                    diagnostics.push(
                        diagnostic
                            .label(documents[first].place, "one")
                            .label(documents[second].place, "another"),
                    );
                }
            }
        }
        report_contradictions(of_posts.into_iter(), diagnostics);
    }
}

/// Reports entries of one thing that say different things of it.
fn report_contradictions<T: Eq + Hash>(
    entries: impl Iterator<Item = (T, FrontMatter, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut said: HashMap<T, Vec<(FrontMatter, Span)>> = HashMap::new();
    for (of, front, span) in entries {
        let before = said.entry(of).or_default();
        for (other, place) in before.iter() {
            if let Some(key) = front.contradicts(other) {
                let message = format!("two entries of one post or file do not agree on `{key}`");
                let error = Diagnostic::error(Code::Corrections, message).at(span);
                diagnostics.push(error.help("keep one of them").label(*place, "the other"));
            }
        }
        before.push((front, span));
    }
}

impl PostEntry {
    /// Whether it is of a post with these openings, folded, of a file.
    fn is_of(&self, openings: &[String; 2], file: &str) -> bool {
        let starts = fold(&self.starts);
        self.file
            .as_ref()
            .is_none_or(|name| base_name(name) == file)
            && openings.iter().any(|opening| opening.starts_with(&starts))
    }
}

/// What an entry may call a post by: its title and its first block, folded.
fn openings(document: &Document) -> [String; 2] {
    let facts = document.archive.as_ref();
    let title = facts.and_then(|facts| facts.title.as_deref());
    let opening = facts.map(|facts| facts.opening.as_str());
    [title, opening].map(|text| fold(text.unwrap_or_default()))
}

/// An entry that is of nothing.
pub fn matches_nothing(message: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::Corrections, message)
        .at(span)
        .help("correct the words, or remove this entry")
}

/// An entry that keeps a line which is no boilerplate.
pub fn keeps_what_is_kept(span: Span) -> Diagnostic {
    let message = "this line was kept already: `keep` changes nothing";
    let help = "to join it to the post above, write `do = \"join\"`; to begin a post with it, `do = \"start\"`; else remove this entry";
    Diagnostic::warning(Code::Corrections, message)
        .at(span)
        .help(help)
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
        let frozen = fields.tables("frozen");
        fields.finish();
        for (table, _) in frozen {
            let mut fields = Fields::new(table, Code::Corrections, diagnostics);
            let known = fields.list("known").into_iter();
            corrections
                .known
                .extend(known.map(|(fingerprint, _)| fingerprint));
            fields.finish();
        }
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
                .filter_map(|(table, span)| read_file(table, span, diagnostics))
                .map(|(file, front, span, kinds)| {
                    corrections.at.extend(kinds);
                    (file, front, span)
                }),
        );
    }
    corrections
}

fn read_at(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Correction> {
    let mut fields = Fields::new(table, Code::Corrections, diagnostics);
    let (file, line) = (fields.text("file"), fields.integer("line", 1..=i64::MAX, 1));
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
        lines: CorrectedLines::One {
            text: text?,
            number: line.map(|line| line as usize),
        },
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

/// The file's name, what holds for its posts, and what holds for its lines.
type FileEntry = (String, FrontMatter, Span, Vec<(Correction, Span)>);

fn read_file(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<FileEntry> {
    let mut fields = Fields::new(table, Code::Corrections, diagnostics);
    let file = required(&mut fields, "file", span);
    let kinds = read_kinds(&mut fields, file.as_deref());
    let mut front = FrontMatter::read(&mut fields, span);
    // Here it says where titles stand, not what they are.
    front.title = None;
    fields.finish();
    Some((file?, front, span, kinds))
}

/// What an entry says of its file's lines.
fn read_kinds(fields: &mut Fields, file: Option<&str>) -> Vec<(Correction, Span)> {
    let mut kinds = Vec::new();
    let mut add = |lines, action, span| {
        let file = file.map(str::to_owned);
        kinds.push((
            Correction {
                file,
                lines,
                action,
            },
            span,
        ));
    };
    for (key, action) in [
        ("byline", CorrectionAction::Byline),
        ("drop", CorrectionAction::Drop),
        ("keep", CorrectionAction::Keep),
    ] {
        for (pattern, span) in fields.list(key) {
            match Pattern::new(&pattern) {
                Some(_) => add(CorrectedLines::Like(pattern), action, span),
                None => fields.problem(
                    span,
                    format!("`{pattern}` is of every line"),
                    "write words that the lines have in common, and `*` for the others",
                ),
            }
        }
    }
    let span = fields.item("title").map(|item| item.span);
    let place = span.and_then(|span| Some((fields.choice("title", &TitlePlace::ALL)?, span)));
    if let Some((place, span)) = place {
        add(CorrectedLines::Titles(place), CorrectionAction::Start, span);
    }
    kinds
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
