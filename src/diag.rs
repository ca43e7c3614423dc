//! What is wrong with the content, as values: all diagnostics of a run are collected, each with its span and what to do.
//!
//! Broken content is a [`Diagnostic`]; a broken world (disk, network) is an `Error` of the boundary that met it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::{Source, SourceId, Sources, Span};

/// How grave a diagnostic is. Errors stop the publication; warnings and notes do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Probably not what the author meant.
    Warning,
    /// Nothing is published.
    Error,
}

/// The kind of a diagnostic; printed with it, stable from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the printed names say it
pub enum Code {
    FrontMatter,
    Config,
    Corrections,
    Strings,
    UnknownKey,
    Language,
    Story,
    Slug,
    Collision,
    Link,
    Alias,
    Template,
    Unreadable,
    TooLarge,
    Encoding,
    Empty,
    Guess,
    Archive,
    LostUrl,
    Removals,
    Copy,
    Comments,
    LeftOut,
    Shortcode,
    Export,
    Terms,
    Typography,
    Image,
    Alt,
    Freshness,
    Id,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// One diagnostic: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: Code,
    /// What is wrong, in lower case, names in backticks.
    pub message: String,
    pub span: Option<Span>,
    /// Other places that matter, each with what it shows.
    pub labels: Vec<(Span, String)>,
    pub help: Option<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span: None,
            labels: Vec::new(),
            help: None,
        }
    }

    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says where, when only the file matters: its first line.
    pub fn in_file(self, source: SourceId) -> Self {
        self.at(Span::new(source, 0..0))
    }

    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// All places that it names.
    pub fn spans(&mut self) -> impl Iterator<Item = &mut Span> {
        let labels = self.labels.iter_mut().map(|(span, _)| span);
        self.span.iter_mut().chain(labels)
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Sorts diagnostics for reading: by file and line, those of the whole run last; equal ones once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        place(a, sources)
            .cmp(&place(b, sources))
            .then(b.severity.cmp(&a.severity))
    });
    diagnostics.dedup();
}

fn place<'a>(d: &Diagnostic, sources: &'a Sources) -> (bool, &'a str, usize) {
    match d.span {
        Some(span) => (false, &sources.get(span.source).path, span.start),
        None => (true, "", 0),
    }
}

/// One diagnostic as plain lines: `file:line:column: error[code]: what`, then the help.
pub fn plain(d: &Diagnostic, sources: &Sources) -> String {
    let severity = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = d
        .span
        .map(|span| format!("{}: ", at(sources.get(span.source), span)))
        .unwrap_or_default();
    let mut text = format!("{place}{severity}[{}]: {}", d.code, d.message);
    for (span, label) in &d.labels {
        text += &format!("\n  {}: {label}", at(sources.get(span.source), *span));
    }
    if let Some(help) = &d.help {
        text += &format!("\n  help: {help}");
    }
    text
}

fn at(source: &Source, span: Span) -> String {
    let (line, column) = source.position(span.start);
    format!("{}:{line}:{column}", source.path)
}

/// `, did you mean …?` for a word that is close to one of `known`, else nothing.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let nearest = known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), k))
        .min()?;
    // A third of the word may differ, as in cargo and just.
    (nearest.0 <= (word.chars().count() / 3).max(1))
        .then(|| format!("did you mean `{}`?", nearest.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_offered() {
        for (word, expected) in [
            ("titel", Some("did you mean `title`?")),
            ("tag", Some("did you mean `tags`?")),
            ("colour", None),
            ("x", None),
        ] {
            assert_eq!(
                did_you_mean(word, ["title", "tags", "date"]).as_deref(),
                expected,
                "{word}"
            );
        }
    }

    #[test]
    fn plain_says_what_where_and_what_to_do() {
        let mut sources = Sources::default();
        let source = sources.add("content/posts/a.fr.md", "+++\ntitel = 1\n+++\n");
        let diagnostic = Diagnostic::warning(Code::UnknownKey, "unknown key `titel`")
            .at(Span::new(source, 4..9))
            .help("remove it");
        assert_eq!(
            plain(&diagnostic, &sources),
            "content/posts/a.fr.md:2:1: warning[unknown-key]: unknown key `titel`\n  help: remove it"
        );
    }
}
