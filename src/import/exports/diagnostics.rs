//! Diagnostics about exports: one for each kind of thing, with how often, not one for each item.

use std::collections::{BTreeMap, BTreeSet};

use super::convert::ConvertedItem;
use super::selection::Draft;
use crate::diag::{Code, Diagnostic};
use crate::import::html::Changed;
use crate::import::item::Item;
use crate::import::numbers::agreeing;
use crate::source::{SourceId, Span};

/// How many other places a diagnostic names.
const NAMED: usize = 4;

/// What is said of several items at once, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Remark<'a> {
    Untranslated,
    Private,
    Protected,
    Namesake,
    /// It is neither a post nor a page, but of this kind.
    Kind(&'a str),
    Change(Changed),
    /// It is in a language that the site does not have.
    Language(&'a str),
}

impl<'a> Remark<'a> {
    fn all_of(item: &'a ConvertedItem) -> BTreeSet<Self> {
        let draft = item.kept.draft.and_then(|draft| match draft {
            Draft::Unpublished => None,
            Draft::Private => Some(Remark::Private),
            Draft::Protected => Some(Remark::Protected),
        });
        let namesake = (item.kept.namesakes > 0).then_some(Remark::Namesake);
        let kind = item.item.kind.as_str();
        let kind = (!matches!(kind, "post" | "page")).then_some(Remark::Kind(kind));
        let changes = item.changes.iter().map(|(kind, _)| Remark::Change(*kind));
        let languages = item.other_languages.iter();
        let languages = languages.map(|lang| Remark::Language(lang));
        let all = draft.into_iter().chain(namesake).chain(kind);
        all.chain(changes).chain(languages).collect()
    }

    fn diagnostic(self, number: usize, codes: &str) -> Diagnostic {
        let words = |words: &str| agreeing(words, number);
        let (message, help) = match self {
            Remark::Untranslated => (
                words("# post|posts had a translation that is not in the export"),
                "export all content at once, or import all parts of the export together".into(),
            ),
            Remark::Private => (
                words("# post|posts was|were private: now drafts"),
                "write `draft = false` in those that everybody may read".into(),
            ),
            Remark::Protected => (
                words("# post|posts was|were protected by a password: now drafts"),
                "a static site asks for no password; write `draft = false` in those that everybody may read".into(),
            ),
            Remark::Namesake => (
                words("# item|items has|have the number of another item, but not its text"),
                "both are kept; remove the one that is not wanted".into(),
            ),
            Remark::Kind(kind) => (
                words("# item|items of the kind") + &format!(" `{kind}` became posts"),
                "remove the imported files, if they are none".into(),
            ),
            Remark::Change(kind) => (
                words("in # post|posts") + " " + kind.words(),
                "the report of the import lists each".into(),
            ),
            Remark::Language(lang) => (
                words("# post|posts") + &format!(" in `{lang}`, which is no language of the site: left out"),
                format!("the languages are {codes}; add `[languages.{lang}]` to site.toml and import again to have them"),
            ),
        };
        let diagnostic = match self {
            Remark::Change(Changed::Embed | Changed::Pages) => {
                Diagnostic::note(Code::Export, message)
            }
            Remark::Language(_) => Diagnostic::warning(Code::Language, message),
            _ => Diagnostic::warning(Code::Export, message),
        };
        diagnostic.help(help)
    }

    fn report(self, places: &[Span], codes: &str) -> Option<Diagnostic> {
        let (first, others) = places.split_first()?;
        let diagnostic = self.diagnostic(places.len(), codes).at(*first);
        let others = others.iter().take(NAMED);
        Some(others.fold(diagnostic, |diagnostic, place| {
            diagnostic.label(*place, "another")
        }))
    }
}

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

pub fn untranslated(items: &[&Item]) -> Option<Diagnostic> {
    let places: Vec<Span> = items.iter().map(|item| item.place()).collect();
    Remark::Untranslated.report(&places, "")
}

/// What became of the items of a site; `codes` are the site's languages.
pub fn of_items(items: &[ConvertedItem], codes: &str) -> Vec<Diagnostic> {
    let mut places: BTreeMap<Remark, Vec<Span>> = BTreeMap::new();
    for item in items {
        for remark in Remark::all_of(item) {
            places.entry(remark).or_default().push(item.item.place());
        }
    }
    let reports = places.iter();
    let reports = reports.filter_map(|(remark, places)| remark.report(places, codes));
    reports.collect()
}
