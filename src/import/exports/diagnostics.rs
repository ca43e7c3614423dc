//! Diagnostics about exports: one for each kind of thing, with how often, not one for each item.

use std::collections::{BTreeMap, BTreeSet};

use super::convert::ConvertedItem;
use super::selection::Draft;
use crate::diag::{Code, Diagnostic, Severity};
use crate::import::html::Changed;
use crate::import::item::Item;
use crate::import::xml::Flaw;
use crate::source::{SourceId, Sources, Span};

/// How many other places a diagnostic names.
const NAMED: usize = 4;

/// Adds a diagnostic, made for the number of places, where there are any.
fn report_places(
    mut places: Vec<Span>,
    diagnostic: impl FnOnce(usize) -> Diagnostic,
    diagnostics: &mut Vec<Diagnostic>,
) {
    places.dedup();
    let Some((first, others)) = places.split_first() else {
        return;
    };
    let mut diagnostic = diagnostic(places.len()).at(*first);
    for place in others.iter().take(NAMED) {
        diagnostic = diagnostic.label(*place, "another");
    }
    diagnostics.push(diagnostic);
}

/// `1 post`, `3 posts`.
fn count(number: usize, of: &str) -> String {
    if number == 1 {
        format!("1 {of}")
    } else {
        format!("{number} {of}s")
    }
}

fn were(number: usize) -> &'static str {
    if number == 1 { "was" } else { "were" }
}

fn warning(code: Code, message: String, help: &str) -> Diagnostic {
    Diagnostic::warning(code, message).help(help)
}

/// A file that is neither WXR nor a feed.
pub(super) fn not_an_export(file: SourceId, root: Option<&str>, is_alone: bool) -> Diagnostic {
    let what = root.map_or("it holds no XML".to_owned(), |root| {
        format!("it holds `<{root}>`")
    });
    let message = format!("this is neither a WordPress export nor a feed: {what}");
    let diagnostic = if is_alone {
        Diagnostic::error(Code::Export, message)
    } else {
        Diagnostic::warning(Code::Export, message)
    };
    diagnostic.in_file(file).help("in WordPress, Tools → Export → All content writes the file; RSS and Atom feeds can be read too")
}

/// What is not well-formed.
pub(super) fn report_flaws(
    file: SourceId,
    flaws: Vec<Flaw>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let end = sources.get(file).text.len();
    for flaw in flaws {
        let help = if flaw.cut {
            "export again: what comes after is not in the file"
        } else {
            "what could be read is kept; compare this item with the old site"
        };
        let range = flaw.at..(flaw.at + 1).min(end).max(flaw.at);
        diagnostics.push(warning(Code::Export, flaw.message, help).at(Span::new(file, range)));
    }
}

/// Items whose translation is not in the export.
pub(super) fn report_missing_translations(items: Vec<&Item>, diagnostics: &mut Vec<Diagnostic>) {
    let places = items.into_iter().map(Item::place).collect();
    let diagnostic = |n| {
        let posts = count(n, "post");
        let message = format!("{posts} had a translation that is not in the export");
        let help = "export all content at once, or import all parts of the export together";
        warning(Code::Export, message, help)
    };
    report_places(places, diagnostic, diagnostics);
}

/// What became of the items of a site; `codes` are the site's languages.
pub(super) fn report_items(
    items: &[ConvertedItem],
    codes: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    report_drafts(items, diagnostics);
    report_kinds(items, diagnostics);
    report_changes(items, diagnostics);
    report_other_languages(items, codes, diagnostics);
}

fn report_drafts(items: &[ConvertedItem], diagnostics: &mut Vec<Diagnostic>) {
    let places = |is_one: &dyn Fn(&ConvertedItem) -> bool| {
        let items = items.iter().filter(|item| is_one(item));
        items.map(|item| item.item.place()).collect::<Vec<Span>>()
    };
    let private = places(&|item| item.kept.draft == Some(Draft::Private));
    let diagnostic = |n| {
        let message = format!("{} {} private: now drafts", count(n, "post"), were(n));
        let help = "write `draft = false` in those that everybody may read";
        warning(Code::Export, message, help)
    };
    report_places(private, diagnostic, diagnostics);
    let protected = places(&|item| item.kept.draft == Some(Draft::Protected));
    let diagnostic = |n| {
        let posts = count(n, "post");
        let message = format!("{posts} {} protected by a password: now drafts", were(n));
        let help = "a static site asks for no password; write `draft = false` in those that everybody may read";
        warning(Code::Export, message, help)
    };
    report_places(protected, diagnostic, diagnostics);
    let namesakes = places(&|item| item.kept.namesakes > 0);
    let diagnostic = |n| {
        let have = if n == 1 { "has" } else { "have" };
        let items = count(n, "item");
        let message = format!("{items} {have} the number of another item, but not its text");
        let help = "both are kept; remove the one that is not wanted";
        warning(Code::Export, message, help)
    };
    report_places(namesakes, diagnostic, diagnostics);
}

fn report_kinds(items: &[ConvertedItem], diagnostics: &mut Vec<Diagnostic>) {
    let mut kinds: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for ConvertedItem { item, .. } in items {
        if !matches!(item.kind.as_str(), "post" | "page") {
            kinds.entry(&item.kind).or_default().push(item.place());
        }
    }
    for (kind, places) in kinds {
        let diagnostic = |n| {
            let message = format!("{} of the kind `{kind}` became posts", count(n, "item"));
            let help = "remove the imported files, if they are none";
            warning(Code::Export, message, help)
        };
        report_places(places, diagnostic, diagnostics);
    }
}

fn report_changes(items: &[ConvertedItem], diagnostics: &mut Vec<Diagnostic>) {
    let mut changes: BTreeMap<Changed, Vec<Span>> = BTreeMap::new();
    for item in items {
        for change in &item.changes {
            let places = changes.entry(change.kind).or_default();
            places.push(item.item.place());
        }
    }
    for (kind, places) in changes {
        let diagnostic = |n| {
            let message = format!("in {} {}", count(n, "post"), kind.words());
            let severity = match kind {
                Changed::Embed | Changed::Pages => Severity::Note,
                _ => Severity::Warning,
            };
            Diagnostic {
                severity,
                ..warning(Code::Export, message, "the report of the import lists each")
            }
        };
        report_places(places, diagnostic, diagnostics);
    }
}

fn report_other_languages(items: &[ConvertedItem], codes: &str, diagnostics: &mut Vec<Diagnostic>) {
    let languages: BTreeSet<&str> = items
        .iter()
        .flat_map(|item| item.other_languages.iter().map(String::as_str))
        .collect();
    for lang in languages {
        let has = |item: &&ConvertedItem| item.other_languages.iter().any(|other| other == lang);
        let places = items.iter().filter(has).map(|item| item.item.place());
        let diagnostic = |n| {
            let posts = count(n, "post");
            let message =
                format!("{posts} in `{lang}`, which is no language of the site: left out");
            let help = format!(
                "the languages are {codes}; add `[languages.{lang}]` to site.toml and import again to have them"
            );
            Diagnostic::warning(Code::Language, message).help(help)
        };
        report_places(places.collect(), diagnostic, diagnostics);
    }
}
