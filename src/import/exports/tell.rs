//! Findings about exports: one for each kind of thing, with how often, not one for each item.

use std::collections::HashSet;

use super::place;
use crate::diag::{Code, Diagnostic, Severity};
use crate::import::item::{Export, Item};
use crate::import::wordpress::languages::Languages;
use crate::source::{SourceId, Sources, Span};

/// How many places a finding names.
const NAMED: usize = 4;

/// Things of one kind, as one finding.
#[derive(Debug)]
pub(super) struct Tally {
    severity: Severity,
    code: Code,
    places: Vec<Span>,
    help: String,
}

impl Tally {
    pub(super) fn new(severity: Severity, code: Code, help: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            places: Vec::new(),
            help: help.into(),
        }
    }

    pub(super) fn add(&mut self, place: Span) {
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
    }

    /// The finding, where there was anything; `message` is told the number.
    pub(super) fn tell(
        self,
        message: impl FnOnce(usize) -> String,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let Some(first) = self.places.first() else {
            return;
        };
        let message = message(self.places.len());
        let mut finding = Diagnostic {
            severity: self.severity,
            code: self.code,
            message,
            span: None,
            labels: Vec::new(),
            help: Some(self.help),
        }
        .at(*first);
        for place in self.places.iter().skip(1).take(NAMED) {
            finding = finding.label(*place, "another");
        }
        diagnostics.push(finding);
    }
}

/// `1 post`, `3 posts`.
pub(super) fn count(number: usize, of: &str) -> String {
    if number == 1 {
        format!("1 {of}")
    } else {
        format!("{number} {of}s")
    }
}

/// A file that is neither WXR nor a feed.
pub(super) fn no_export(file: SourceId, root: Option<&str>, alone: bool) -> Diagnostic {
    let what = root.map_or("it holds no XML".to_owned(), |root| {
        format!("it holds `<{root}>`")
    });
    let message = format!("this is neither a WordPress export nor a feed: {what}");
    let finding = if alone {
        Diagnostic::error(Code::Export, message)
    } else {
        Diagnostic::warning(Code::Export, message)
    };
    finding.in_file(file).help("in WordPress, Tools → Export → All content writes the file; RSS and Atom feeds can be read too")
}

/// What is not well-formed.
pub(super) fn flaws(
    file: SourceId,
    export: &mut Export,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let end = sources.get(file).text.len();
    for flaw in std::mem::take(&mut export.flaws) {
        let help = if flaw.cut {
            "export again: what comes after is not in the file"
        } else {
            "what could be read is kept; compare this item with the old site"
        };
        diagnostics.push(
            Diagnostic::warning(Code::Export, flaw.message)
                .at(Span::new(
                    file,
                    flaw.at..(flaw.at + 1).min(end).max(flaw.at),
                ))
                .help(help),
        );
    }
}

/// Groups whose other half is not in the export.
pub(super) fn missing_translations(
    languages: &Languages,
    items: &[(SourceId, Item)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let present: HashSet<&str> = items.iter().map(|(_, item)| item.id.as_str()).collect();
    let refs: Vec<&Item> = items.iter().map(|(_, item)| item).collect();
    let mut tally = Tally::new(
        Severity::Warning,
        Code::Export,
        "export all content at once, or import all parts of the export together",
    );
    for missing in languages.missing(&refs, |id| present.contains(id)) {
        let (file, item) = &items[missing.item];
        tally.add(place(*file, item));
    }
    tally.tell(
        |n| {
            format!(
                "{} had a translation that is not in the export",
                count(n, "post")
            )
        },
        diagnostics,
    );
}

/// Items in languages that the site does not have.
pub(super) fn other_languages(
    languages: &[(String, Span)],
    codes: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut told: Vec<&str> = Vec::new();
    for (lang, _) in languages {
        if told.contains(&lang.as_str()) {
            continue;
        }
        told.push(lang);
        let help = format!(
            "the languages are {codes}; add `[languages.{lang}]` to site.toml and import again to have them"
        );
        let mut tally = Tally::new(Severity::Warning, Code::Language, help);
        languages
            .iter()
            .filter(|(other, _)| other == lang)
            .for_each(|(_, place)| tally.add(*place));
        tally.tell(
            |n| {
                format!(
                    "{} in `{lang}`, which is no language of the site: left out",
                    count(n, "post")
                )
            },
            diagnostics,
        );
    }
}
