//! Diagnostics on stderr, as rustc prints them: what, where with the line and a caret, and what to do. Data on stdout.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::diag::{Code, Diagnostic, Severity};
use crate::project::Report;
use crate::source::{Source, Sources, Span};
use crate::write;

/// So many bytes of a line are shown after the place; lines of archives are whole paragraphs.
const WIDTH: usize = 120;

/// So many warnings of a kind are shown.
const SHOWN: usize = 3;

/// How findings are told.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Voice {
    /// Tell errors only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell every warning, not the first three of each kind.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

impl Voice {
    /// Says something on stderr, unless only errors are wanted.
    pub fn say(self, text: impl Display) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// What a command that writes made; where it made nothing, that is said, and why.
    pub fn made<T>(self, report: Result<Report<T>, write::Error>) -> Option<T> {
        match report {
            Ok(report) => {
                self.print(&report.diagnostics, &report.sources);
                if report.result.is_none() {
                    eprintln!("nothing was written");
                }
                report.result
            }
            Err(error) => {
                eprintln!("error: {error}");
                None
            }
        }
    }

    /// Prints diagnostics: by kind, so many of each; the errors, all of them, last; and how many there are.
    pub fn print(self, diagnostics: &[Diagnostic], sources: &Sources) {
        let mut stderr = std::io::stderr().lock();
        let renderer = match in_colour() {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let (errors, others): (Vec<_>, Vec<_>) = diagnostics.iter().partition(is_error);
        let mut kinds: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in others.iter().filter(|_| !self.quiet) {
            kinds.entry(diagnostic.code).or_default().push(diagnostic);
        }
        for (code, of_kind) in &kinds {
            let shown = match self.verbose {
                true => of_kind.len(),
                false => SHOWN,
            };
            for diagnostic in of_kind.iter().take(shown) {
                let _ = writeln!(
                    stderr,
                    "{}\n",
                    renderer.render(&[group(diagnostic, sources)])
                );
            }
            if of_kind.len() > shown {
                let hidden = of_kind.len() - shown;
                let _ = writeln!(
                    stderr,
                    "… and {hidden} more of `{code}`; `--verbose` shows all\n"
                );
            }
        }
        for error in &errors {
            let _ = writeln!(stderr, "{}\n", renderer.render(&[group(error, sources)]));
        }
        let warnings = others
            .iter()
            .filter(|other| other.severity == Severity::Warning)
            .count();
        let counts = [
            (warnings, "warning", "warnings"),
            (errors.len(), "error", "errors"),
        ];
        let told = counts.into_iter().filter(|(count, ..)| *count > 0);
        let told: Vec<String> = told
            .map(|(count, one, many)| plural(count, one, many))
            .collect();
        let is_wanted = !self.quiet || !errors.is_empty();
        if is_wanted && !told.is_empty() {
            let _ = writeln!(stderr, "{}", told.join(", "));
        }
    }
}

/// Whether stderr shows colours: a terminal that can, whose owner wants them (no-color.org).
fn in_colour() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Human,
    Json,
}

impl Format {
    /// Tells of an error of the disk or the network.
    pub fn fail(self, error: impl Display) -> ExitCode {
        eprintln!("error: {error}");
        if self == Format::Json {
            let finding = Diagnostic::error(Code::Output, error.to_string());
            print_findings(&[finding], &Sources::default());
        }
        ExitCode::FAILURE
    }

    /// Where nothing was made: says so, and as JSON why; the rest of stderr was said before.
    pub fn nothing(self, what: &str, diagnostics: &[Diagnostic], sources: &Sources) -> ExitCode {
        eprintln!("{what}");
        if self == Format::Json {
            print_findings(diagnostics, sources);
        }
        ExitCode::FAILURE
    }
}

/// Prints data on stdout. A reader that stops early (`| head`) is no error.
pub fn print_data(text: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write to stdout: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// A diagnostic as JSON.
#[derive(Serialize)]
pub struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place<'a>>,
    /// Other places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// A place in a file; lines and columns count from 1.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
}

/// Prints the diagnostics as one JSON object on stdout: `{"findings": […]}`.
pub fn print_findings(diagnostics: &[Diagnostic], sources: &Sources) -> ExitCode {
    let findings = serde_json::json!({ "findings": findings(diagnostics, sources) });
    print_data(&format!("{findings}\n"))
}

/// The diagnostics as JSON shows them.
fn findings<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Vec<Finding<'a>> {
    let place = |span: Span, what: Option<&'a str>| {
        let source = sources.get(span.source);
        let (line, column) = source.position(span.start);
        let file = source.path.as_str();
        Place {
            file,
            line,
            column,
            what,
        }
    };
    let finding = |diagnostic: &'a Diagnostic| Finding {
        severity: diagnostic.severity.name(),
        code: diagnostic.code.name(),
        message: &diagnostic.message,
        at: diagnostic.span.map(|span| place(span, None)),
        also: diagnostic
            .labels
            .iter()
            .map(|(span, what)| place(*span, Some(what)))
            .collect(),
        help: diagnostic.help.as_deref(),
    };
    diagnostics.iter().map(finding).collect()
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
    let mut group = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.name()),
    );
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
