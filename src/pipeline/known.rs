//! Findings of archives by fingerprints: what was there when an archive was frozen is told no more, what is new in it is.

use std::collections::BTreeSet;

use crate::archive::Doubt;
use crate::cache::Digester;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::{Sources, Span};

/// By what a doubt is known: the line that it is about, and what is doubted of it.
pub fn of_doubt(doubt: &Doubt) -> String {
    let lines = format!("{:?}", doubt.correction.lines);
    fingerprint(&[&format!("{:?}", doubt.about), &lines])
}

/// By what a finding of an archive's text is known: its kind and the lines that it names.
pub fn of_finding(diagnostic: &Diagnostic, sources: &Sources) -> Option<String> {
    // How many doubts there are is no doubt itself.
    let span = diagnostic
        .span
        .filter(|_| diagnostic.code != Code::Archive)?;
    let path = &sources.get(span.source).path;
    let line = |span: Span| {
        let source = sources.get(span.source);
        source.text[source.line(source.position(span.start).0)].trim()
    };
    let others = diagnostic.labels.iter().map(|(span, _)| *span);
    let lines = std::iter::once(span).chain(others).map(line);
    let parts: Vec<&str> = std::iter::once(diagnostic.code.name())
        .chain(lines)
        .collect();
    (path.starts_with("content/archive/") && path.ends_with(".txt")).then(|| fingerprint(&parts))
}

/// Takes out what is known; errors are told all the same.
pub fn retain_new(diagnostics: &mut Vec<Diagnostic>, known: &BTreeSet<String>, sources: &Sources) {
    let is_known = |diagnostic: &Diagnostic| {
        of_finding(diagnostic, sources).is_some_and(|fingerprint| known.contains(&fingerprint))
    };
    diagnostics
        .retain(|diagnostic| diagnostic.severity == Severity::Error || !is_known(diagnostic));
}

fn fingerprint(parts: &[&str]) -> String {
    let of = Digester::new("finding").texts(parts.iter().map(|part| ((), *part)));
    format!("{:08x}", of.finish().0 & 0xffff_ffff)
}
