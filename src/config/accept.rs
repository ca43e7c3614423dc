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
    files: Vec<String>,
}

impl Accept {
    /// Reads the table: `alt = true`, or files, `alt = ["content/posts/2009-*"]`.
    pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut accepted = Vec::new();
        for entry in &table.0 {
            let code = code_of(&entry.key, entry.key_span, diagnostics);
            let files = files_of(&entry.item);
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
        let known = codes.filter_map(|(code, span)| code_of(code, *span, diagnostics));
        let of_file = known.map(|code| Accepted {
            code,
            files: vec![file.to_owned()],
        });
        self.0.extend(of_file);
        self
    }

    /// Takes out what is accepted; errors are not.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
        diagnostics.retain(|diagnostic| {
            let path = diagnostic
                .span
                .map(|span| sources.get(span.source).path.as_str());
            let is_accepted = |accepted: &Accepted| {
                let files = &accepted.files;
                let is_there = || {
                    files
                        .iter()
                        .any(|file| wildcard::matches(file, path.unwrap_or_default()))
                };
                accepted.code == diagnostic.code && is_there()
            };
            diagnostic.severity == Severity::Error || !self.0.iter().any(is_accepted)
        });
    }
}

fn files_of(item: &Item) -> Option<Vec<String>> {
    match &item.value {
        Value::Flag(true) => Some(vec!["*".to_owned()]),
        value => value
            .each()
            .into_iter()
            .map(|file| file.as_text().map(str::to_owned))
            .collect(),
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
