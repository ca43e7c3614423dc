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

impl Severity {
    /// As it is printed.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// The kinds of diagnostics, one a line: the variant, its name and what it is said of.
macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal)*) => {
        /// The kind of a diagnostic; printed with it, stable from one version to the next.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// As it is printed.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }

            /// What it is said of, for the manual.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Code::$variant => $meaning,)*
                }
            }
        }
    };
}

codes! {
    FrontMatter "front-matter" "front matter that cannot be read"
    Config "config" "a setting of `site.toml` that cannot be what it is"
    Corrections "corrections" "an entry of `archive.toml` that corrects nothing, or contradicts another"
    Strings "strings" "interface words that are missing or broken"
    UnknownKey "unknown-key" "a key that nothing reads"
    Language "language" "a file whose language cannot be told, or is none of the site"
    Story "story" "posts that cannot be one story"
    Slug "slug" "two posts that want one address, or a slug that cannot be one"
    Collision "collision" "two files or pages at one address"
    Link "link" "a link or an image that leads nowhere"
    Alias "alias" "an old address that cannot send readers on"
    Template "template" "a template that is broken or missing"
    Math "math" "a formula that cannot be drawn"
    Unreadable "unreadable" "a file that cannot be read, or that nothing reads"
    TooLarge "too-large" "a file above `max_file_mib`"
    Encoding "encoding" "a text that is not UTF-8"
    Empty "empty" "a file without a text"
    Guess "guess" "two posts that were taken for translations of each other, or may be"
    Archive "archive" "what is doubtful in the reading of an archive"
    LostUrl "lost-url" "an address of the last site that the new one has not"
    Removals "removals" "a build that would remove much of the last site"
    Copy "copy" "a post that is there twice"
    Comments "comments" "comments that cannot be read"
    LeftOut "left-out" "what an import left out"
    Shortcode "shortcode" "a shortcode that cannot be what it is"
    Fence "fence" "an option of a block of code that has no effect"
    Export "export" "what an export lacks, or how it is broken"
    Terms "terms" "terms without a name, or declared wrongly"
    Typography "typography" "quotes without a partner"
    Image "image" "a picture that cannot be made smaller, or is broken"
    Alt "alt" "an image without words for those who do not see it"
    Freshness "freshness" "a translation that is behind its original"
    Id "id" "an id that stands twice in one text"
    UnusedFile "unused-file" "files that no published text shows"
    Waiting "waiting" "a story that waits for its translations"
    Draft "draft" "what stands in a text until it is written"
    Disagreement "disagreement" "what one version of a story has and the other lacks"
    Outline "outline" "headings that leave out a level, or two titles"
    Description "description" "a post without a description"
    Date "date" "a post without a date"
    Output "output" "a folder or a file that cannot be written"
    Conflict "conflict" "a merge that git left to be decided"
    Accept "accept" "an entry of `accept` that accepts nothing"
    LinkOut "link-out" "a link to another site that leads nowhere, or elsewhere by now"
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
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

/// Tells of a conflict at a place that git left in a text.
pub fn conflict(sources: &Sources, at: Span) -> Diagnostic {
    let (line, _) = sources.get(at.source).position(at.start);
    let message = format!("an unresolved merge conflict begins at line {line}");
    let help = "keep what is right of the two versions, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    Diagnostic::error(Code::Conflict, message).at(at).help(help)
}

pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Makes an error of a warning.
pub fn be_strict(diagnostic: &mut Diagnostic) {
    if diagnostic.severity == Severity::Warning {
        diagnostic.severity = Severity::Error;
    }
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
    let place = d
        .span
        .map(|span| format!("{}: ", at(sources.get(span.source), span)))
        .unwrap_or_default();
    let mut text = format!("{place}{}[{}]: {}", d.severity.name(), d.code, d.message);
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
