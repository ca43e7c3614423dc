//! `[accept]`: what is found, and need not be told any more.

use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::fields::{Item, Table, Value};
use crate::source::{Sources, Span};
use crate::text::wildcard;

/// Kinds of warnings that the author accepts, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accept(Vec<Accepted>);

/// A kind of warning, and the files that it is accepted in: paths, in which `*` stands for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Accepted {
    code: Code,
    /// Each with the place where it is written.
    files: Vec<(String, Span)>,
}

impl Accept {
    /// Reads the table: `alt = true`, or files, `alt = ["content/posts/2009-*"]`.
    pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut accepted = Vec::new();
        for entry in &table.0 {
            let code = code_of(&entry.key, entry.key_span, diagnostics);
            let files = files_of(&entry.item, entry.key_span);
            if files.is_none() {
                let message = format!("`{}` must be `true`, or a list of files", entry.key);
                let help = format!("write `{} = [\"content/posts/name.fr.md\"]`", entry.key);
                let finding = Diagnostic::error(Code::Config, message);
                diagnostics.push(finding.at(entry.item.span).help(help));
            }
            accepted.extend(
                code.zip(files)
                    .map(|(code, files)| Accepted { code, files }),
            );
        }
        Self(accepted)
    }

    /// The same, and what a file accepts of itself; an unknown kind is an error.
    pub fn and(
        mut self,
        file: &str,
        codes: &[(String, Span)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let codes = codes.iter();
        let known =
            codes.filter_map(|(code, span)| Some((code_of(code, *span, diagnostics)?, *span)));
        let of_file = known.map(|(code, span)| Accepted {
            code,
            files: vec![(file.to_owned(), span)],
        });
        self.0.extend(of_file);
        self
    }

    /// Takes out what is accepted; errors are not.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
        diagnostics.retain(|diagnostic| {
            let mut files = self.0.iter().flat_map(|accepted| {
                let files = accepted.files.iter();
                files.map(|(file, _)| (accepted.code, file.as_str()))
            });
            !files.any(|(code, file)| is_of(diagnostic, code, file, sources))
        });
    }

    /// What accepts nothing of what is found: its kind, its files and where it is written.
    pub fn idle(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
    ) -> impl Iterator<Item = (Code, &str, Span)> {
        let entries = self.0.iter().flat_map(|accepted| {
            let files = accepted.files.iter();
            files.map(|(file, place)| (accepted.code, file.as_str(), *place))
        });
        entries.filter(|(code, file, _)| {
            let is_told = |found: &Diagnostic| is_of(found, *code, file, sources);
            !diagnostics.iter().any(is_told)
        })
    }
}

/// Whether a finding is of a kind and in a file; an error is never accepted.
fn is_of(found: &Diagnostic, code: Code, file: &str, sources: &Sources) -> bool {
    let path = found
        .span
        .map(|span| sources.get(span.source).path.as_str());
    found.severity != Severity::Error
        && found.code == code
        && wildcard::matches(file, path.unwrap_or_default())
}

fn files_of(item: &Item, key: Span) -> Option<Vec<(String, Span)>> {
    let file = |item: &Item| Some((item.value.as_text()?.to_owned(), item.span));
    match &item.value {
        Value::Flag(true) => Some(vec![("*".to_owned(), key)]),
        Value::List(items) => items.iter().map(file).collect(),
        _ => Some(vec![file(item)?]),
    }
}

fn code_of(name: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Code> {
    let found = Code::ALL.iter().find(|code| code.name() == name);
    if found.is_none() {
        let names = Code::ALL.iter().map(|code| code.name());
        let help = did_you_mean(name, names).unwrap_or_else(|| {
            "write what stands in brackets behind the warning: `warning[alt]` is `alt`".into()
        });
        let message = format!("there is no kind of warning `{name}`");
        diagnostics.push(Diagnostic::error(Code::Config, message).at(span).help(help));
    }
    found.copied()
}
