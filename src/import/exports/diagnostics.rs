//! Diagnostics about exports: one for each kind of thing, with how often, not one for each item.

use std::collections::{BTreeMap, BTreeSet};

use super::convert::ConvertedItem;
use super::selection::{Draft, Kept};
use crate::diag::{Code, Diagnostic};
use crate::import::html::Changed;
use crate::import::item::Item;
use crate::import::xml::Flaw;
use crate::source::{SourceId, Sources, Span};

/// How many other places a diagnostic names.
const NAMED: usize = 4;

/// Reports what holds of several places, if there are any; `message` is made from how many there are.
fn report(
    mut places: Vec<Span>,
    make: fn(Code, String) -> Diagnostic,
    code: Code,
    message: impl FnOnce(usize) -> String,
    help: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    places.dedup();
    if let Some((first, others)) = places.split_first() {
        let diagnostic = make(code, message(places.len())).at(*first).help(help);
        let others = others.iter().take(NAMED);
        diagnostics.push(others.fold(diagnostic, |diagnostic, place| {
            diagnostic.label(*place, "another")
        }));
    }
}

/// Words about a number of things: `#` is the number, of `was|were` the one that agrees with it.
fn agreeing(words: &str, number: usize) -> String {
    let word = |word: &str| match word.split_once('|') {
        Some((one, _)) if number == 1 => one.to_owned(),
        Some((_, several)) => several.to_owned(),
        None => word.replace('#', &number.to_string()),
    };
    let words: Vec<String> = words.split(' ').map(word).collect();
    words.join(" ")
}

/// A file that is neither WXR nor a feed.
pub fn not_an_export(file: SourceId, root: Option<&str>, is_alone: bool) -> Diagnostic {
    let what = match root {
        Some(root) => format!("it holds `<{root}>`"),
        None => "it holds no XML".to_owned(),
    };
    let message = format!("this is neither a WordPress export nor a feed: {what}");
    let make = if is_alone {
        Diagnostic::error
    } else {
        Diagnostic::warning
    };
    make(Code::Export, message).in_file(file).help("in WordPress, Tools → Export → All content writes the file; RSS and Atom feeds can be read too")
}

/// What is not well-formed.
pub fn report_flaws(
    file: SourceId,
    flaws: Vec<Flaw>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let end = sources.get(file).text.len();
    diagnostics.extend(flaws.into_iter().map(|flaw| {
        let help = match flaw.cut {
            true => "export again: what comes after is not in the file",
            false => "what could be read is kept; compare this item with the old site",
        };
        let range = flaw.at..(flaw.at + 1).min(end).max(flaw.at);
        let warning = Diagnostic::warning(Code::Export, flaw.message);
        warning.at(Span::new(file, range)).help(help)
    }));
}

/// Items whose translation is not in the export.
pub fn report_missing_translations(items: Vec<&Item>, diagnostics: &mut Vec<Diagnostic>) {
    report(
        items.into_iter().map(Item::place).collect(),
        Diagnostic::warning,
        Code::Export,
        |n| {
            agreeing(
                "# post|posts had a translation that is not in the export",
                n,
            )
        },
        "export all content at once, or import all parts of the export together",
        diagnostics,
    );
}

/// What is said of items that are kept.
struct KeptReport {
    is_about: fn(&Kept) -> bool,
    /// Words about their number, and what to do.
    words: &'static str,
    help: &'static str,
}

const KEPT: &[KeptReport] = &[
    KeptReport {
        is_about: |kept| kept.draft == Some(Draft::Private),
        words: "# post|posts was|were private: now drafts",
        help: "write `draft = false` in those that everybody may read",
    },
    KeptReport {
        is_about: |kept| kept.draft == Some(Draft::Protected),
        words: "# post|posts was|were protected by a password: now drafts",
        help: "a static site asks for no password; write `draft = false` in those that everybody may read",
    },
    KeptReport {
        is_about: |kept| kept.namesakes > 0,
        words: "# item|items has|have the number of another item, but not its text",
        help: "both are kept; remove the one that is not wanted",
    },
];

/// What became of the items of a site; `codes` are the site's languages.
pub fn report_items(items: &[ConvertedItem], codes: &str, diagnostics: &mut Vec<Diagnostic>) {
    for about in KEPT {
        let places = items.iter().filter(|item| (about.is_about)(&item.kept));
        report(
            places.map(|item| item.item.place()).collect(),
            Diagnostic::warning,
            Code::Export,
            |n| agreeing(about.words, n),
            about.help,
            diagnostics,
        );
    }
    report_kinds(items, diagnostics);
    report_changes(items, diagnostics);
    report_other_languages(items, codes, diagnostics);
}

fn report_kinds(items: &[ConvertedItem], diagnostics: &mut Vec<Diagnostic>) {
    let is_odd = |item: &&ConvertedItem| !matches!(item.item.kind.as_str(), "post" | "page");
    let kinds = items
        .iter()
        .filter(is_odd)
        .map(|item| (item.item.kind.as_str(), item));
    for (kind, places) in by(kinds) {
        report(
            places,
            Diagnostic::warning,
            Code::Export,
            |n| {
                format!(
                    "{} `{kind}` became posts",
                    agreeing("# item|items of the kind", n)
                )
            },
            "remove the imported files, if they are none",
            diagnostics,
        );
    }
}

fn report_changes(items: &[ConvertedItem], diagnostics: &mut Vec<Diagnostic>) {
    let changes = items
        .iter()
        .flat_map(|item| item.changes.iter().map(move |change| (change.kind, item)));
    for (kind, places) in by(changes) {
        let make = match kind {
            Changed::Embed | Changed::Pages => Diagnostic::note,
            _ => Diagnostic::warning,
        };
        report(
            places,
            make,
            Code::Export,
            |n| format!("{} {}", agreeing("in # post|posts", n), kind.words()),
            "the report of the import lists each",
            diagnostics,
        );
    }
}

fn report_other_languages(items: &[ConvertedItem], codes: &str, diagnostics: &mut Vec<Diagnostic>) {
    let languages = items.iter().flat_map(|item| {
        let others: BTreeSet<&str> = item.other_languages.iter().map(String::as_str).collect();
        others.into_iter().map(move |lang| (lang, item))
    });
    for (lang, places) in by(languages) {
        report(
            places,
            Diagnostic::warning,
            Code::Language,
            |n| {
                format!(
                    "{} in `{lang}`, which is no language of the site: left out",
                    agreeing("# post|posts", n)
                )
            },
            &format!(
                "the languages are {codes}; add `[languages.{lang}]` to site.toml and import again to have them"
            ),
            diagnostics,
        );
    }
}

/// The places of items by what they share.
fn by<'a, K: Ord>(items: impl Iterator<Item = (K, &'a ConvertedItem)>) -> BTreeMap<K, Vec<Span>> {
    let mut by: BTreeMap<K, Vec<Span>> = BTreeMap::new();
    for (key, item) in items {
        by.entry(key).or_default().push(item.item.place());
    }
    by
}
