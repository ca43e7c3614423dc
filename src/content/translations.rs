//! `content/translations.toml`: what each translation was made from. `diptych sync` writes it; its author may, too.
//!
//! ```toml
//! ["content/posts/queue.en.md"]
//! of = "content/posts/queue.fr.md"
//! title = "9b20c4d1 La file d’attente"
//! paragraphs = [
//!   "3f9a1c2b La file avance d’un pas",
//! ]
//! ```
//!
//! A line a paragraph, sorted by file, so that changes of two people merge: a digest, and the opening words, which name the
//! paragraph once it is gone.

use std::fmt::Write;

use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Value, parse_toml};
use crate::source::{SourceId, Sources, Span};
use crate::text::toml::quote;

pub const FILE: &str = "content/translations.toml";

/// What one translation was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The translation's file, and where it is named.
    pub file: (String, Option<Span>),
    /// The original's file.
    pub of: (String, Option<Span>),
    /// The original's title, as it was. Records that have none were made before titles and HTML counted, and tell nothing of
    /// either.
    pub title: Option<Recorded>,
    /// The original's paragraphs, as they were.
    pub paragraphs: Vec<Recorded>,
}

/// A paragraph or a title, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// A short hash of its words.
    pub digest: String,
    /// Its first words.
    pub opening: String,
}

/// Reads the records; what is broken is reported and left out.
pub fn read(sources: &Sources, source: SourceId, diagnostics: &mut Vec<Diagnostic>) -> Vec<Record> {
    let text = &sources.get(source).text;
    let table = parse_toml(source, text, 0..text.len(), Code::Freshness, diagnostics);
    let mut records = Vec::new();
    for entry in &table.0 {
        let Value::Table(record) = &entry.item.value else {
            let finding =
                Diagnostic::error(Code::Freshness, format!("`{}` must be a table", entry.key))
                    .at(entry.key_span);
            diagnostics.push(finding.help(
                "a translation's file stands between quotes: `[\"content/posts/name.en.md\"]`",
            ));
            continue;
        };
        let mut fields = Fields::new(record, Code::Freshness, diagnostics);
        let of = fields.spanned_text("of");
        let title = fields.text("title").map(|line| recorded(&line));
        let paragraphs = fields
            .list("paragraphs")
            .into_iter()
            .map(|(line, _)| recorded(&line))
            .collect();
        if of.is_none() && !fields.has_errors() {
            fields.problem(
                entry.key_span,
                "`of` is missing",
                "write `of = \"…\"`, the file of the original",
            );
        }
        fields.finish();
        if let Some((of, span)) = of {
            records.push(Record {
                file: (entry.key.clone(), Some(entry.key_span)),
                of: (of, Some(span)),
                title,
                paragraphs,
            });
        }
    }
    records
}

fn recorded(line: &str) -> Recorded {
    let (digest, opening) = line.split_once(' ').unwrap_or((line, ""));
    Recorded {
        digest: digest.to_owned(),
        opening: opening.to_owned(),
    }
}

/// The file's text for these records.
pub fn write(records: &[Record]) -> String {
    let mut sorted: Vec<&Record> = records.iter().collect();
    sorted.sort_by(|a, b| a.file.0.cmp(&b.file.0));
    let line = |was: &Recorded| quote(&format!("{} {}", was.digest, was.opening));
    let mut text = String::from(
        "# What each translation was made from: a digest of each paragraph of the original, and its first words.\n\
         # `diptych sync FILE` writes it anew for a translation that is up to date; turn `of` around if it is the other way.\n",
    );
    for record in sorted {
        let _ = write!(
            text,
            "\n[{}]\nof = {}\n",
            quote(&record.file.0),
            quote(&record.of.0)
        );
        if let Some(title) = &record.title {
            let _ = writeln!(text, "title = {}", line(title));
        }
        text.push_str("paragraphs = [\n");
        for paragraph in &record.paragraphs {
            let _ = writeln!(text, "  {},", line(paragraph));
        }
        text.push_str("]\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag;

    fn check(text: &str, expected: &[&str]) -> Vec<Record> {
        let mut sources = Sources::default();
        let source = sources.add(FILE, text);
        let mut diagnostics = Vec::new();
        let records = read(&sources, source, &mut diagnostics);
        let heads: Vec<_> = diagnostics
            .iter()
            .map(|d| diag::plain(d, &sources).lines().next().unwrap().to_owned())
            .collect();
        assert_eq!(heads, expected, "{text}");
        records
    }

    #[test]
    fn what_is_written_is_read() {
        let line = |digest: &str, opening: &str| Recorded {
            digest: digest.into(),
            opening: opening.into(),
        };
        let record = |file: &str| Record {
            file: (file.into(), None),
            of: ("a.fr.md".into(), None),
            title: (file == "b.en.md").then(|| line("01", "Un titre")),
            paragraphs: vec![line("00ff", "Il dit « \"oui\" »"), line("12", "")],
        };
        let text = write(&[record("b.en.md"), record("a.en.md")]);
        let read: Vec<Record> = check(&text, &[])
            .into_iter()
            .map(|record| Record {
                file: (record.file.0, None),
                of: (record.of.0, None),
                ..record
            })
            .collect();
        assert_eq!(read, [record("a.en.md"), record("b.en.md")]);
    }

    #[test]
    fn problems_are_told_with_their_place() {
        check(
            "a = 1\n[\"b.en.md\"]\nparagraphs = []\n[\"c.en.md\"]\nof = \"c.fr.md\"\nparagraph = []\n",
            &[
                "content/translations.toml:1:1: error[freshness]: `a` must be a table",
                "content/translations.toml:6:1: warning[unknown-key]: unknown key `paragraph`",
            ],
        );
        check(
            "[\"b.en.md\"]\n",
            &["content/translations.toml:1:2: error[freshness]: `of` is missing"],
        );
    }
}
