//! Diagnostics on stderr, as rustc prints them: what, where with the line and a caret, and what to do.

use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diag::{Diagnostic, Severity};
use crate::source::{Source, Sources, Span};

/// So many bytes of a line are shown after the place; lines of archives are whole paragraphs.
const WIDTH: usize = 120;

/// Prints all diagnostics, and how many there are.
pub fn print(diagnostics: &[Diagnostic], sources: &Sources) {
    let mut stderr = std::io::stderr().lock();
    let renderer = if stderr.is_terminal() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for diagnostic in diagnostics {
        let _ = writeln!(
            stderr,
            "{}\n",
            renderer.render(&[group(diagnostic, sources)])
        );
    }
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let counts = [
        (errors, "error", "errors"),
        (warnings, "warning", "warnings"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| plural(count, one, many));
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        let _ = writeln!(stderr, "{}", counts.join(", "));
    }
}

/// `1 file`, `2 files`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()));
    let first = diagnostic
        .span
        .into_iter()
        .map(|span| (span, None, AnnotationKind::Primary));
    let others = diagnostic
        .labels
        .iter()
        .map(|(span, text)| (*span, Some(text.as_str()), AnnotationKind::Context));
    for (span, label, kind) in first.chain(others) {
        let source = sources.get(span.source);
        let (start, text, range) = window(source, span);
        let annotation = kind.span(range).label(label);
        group = group.element(
            Snippet::source(text)
                .path(source.path.as_str())
                .line_start(start)
                .annotation(annotation),
        );
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The line of a span, cut to what a terminal shows: its number, its text, and the span within it.
fn window(source: &Source, span: Span) -> (usize, &str, std::ops::Range<usize>) {
    let (number, _) = source.position(span.start);
    let line = source.line(number);
    let end = floor(
        &source.text,
        line.end
            .min(span.start + WIDTH)
            .max(span.start.min(line.end)),
    );
    let text = &source.text[line.start..end];
    let from = span.start.clamp(line.start, end) - line.start;
    let to = floor(
        &source.text,
        span.end.clamp(line.start, end).min(span.start + WIDTH / 2),
    ) - line.start;
    (number, text, from..to.max(from))
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
