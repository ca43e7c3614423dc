//! The last part of each post's URL: the author's, else the file's name, else (from archives) the title; each once per language.

use std::collections::{BTreeSet, HashMap};

use super::settled::Settled;
use crate::config::{TAXONOMIES, kinds};
use crate::content::terms::slug_of;
use crate::content::{Document, Role};
use crate::diag::{Code, Diagnostic};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::source::{Sources, base_name};
use crate::text::titles;

/// Slugs that no post may have, as the site's own pages may want them: those of every site, years, and in each language the words
/// of its string file.
pub(super) struct ReservedSlugs(Option<ByLang<BTreeSet<String>>>);

impl ReservedSlugs {
    pub fn of(strings: Option<&ByLang<Strings>>) -> Self {
        let words = |strings: &Strings| {
            let paths = kinds::reserved_words().filter_map(|key| strings.paths.get(key));
            let names = TAXONOMIES
                .iter()
                .filter_map(|key| strings.taxonomies.get(*key));
            paths
                .cloned()
                .chain(names.map(|name| slug_of(name)))
                .collect()
        };
        Self(strings.map(|strings| ByLang::from_fn(strings.len(), |lang| words(&strings[lang]))))
    }

    fn contains(&self, lang: Lang, slug: &str) -> bool {
        match &self.0 {
            Some(words) => kinds::is_reserved(slug) || words[lang].contains(slug),
            None => kinds::may_be_reserved(slug),
        }
    }
}

/// One slug for each document, in their order.
pub(super) fn decide(
    settled: &[Settled],
    reserved: &ReservedSlugs,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut slugs: Vec<Option<String>> = vec![None; settled.len()];
    let mut taker = Taker {
        settled,
        reserved,
        taken: HashMap::new(),
        numbers: HashMap::new(),
        diagnostics,
    };
    let declared = |at: &usize| settled[*at].document.front.slug.is_some();
    // What an old site called its posts is taken where it is free here.
    let (wished, own): (Vec<usize>, Vec<usize>) = (0..settled.len())
        .filter(declared)
        .partition(|at| settled[*at].document.imported);
    for at in own {
        slugs[at] = taker.declared(at);
    }
    for at in wished {
        let slug = settled[at].document.front.slug.as_ref();
        slugs[at] = slug.map(|(slug, _)| taker.free(slug, at));
    }
    // In the order of files and lines, so that the order of dates plays no part.
    let mut rest: Vec<usize> = (0..settled.len())
        .filter(|at| slugs[*at].is_none())
        .collect();
    rest.sort_by_key(|at| {
        let place = settled[*at].document.place;
        (
            settled[*at].document.archive.is_some(),
            &sources.get(place.source).path,
            place.start,
        )
    });
    for at in rest {
        slugs[at] = Some(taker.free(&made(&settled[at], sources), at));
    }
    slugs.into_iter().map(Option::unwrap_or_default).collect()
}

/// Gives slugs away, each once per language.
struct Taker<'a> {
    settled: &'a [Settled],
    reserved: &'a ReservedSlugs,
    taken: HashMap<(Lang, String), usize>,
    /// The last number that was added to a slug.
    numbers: HashMap<(Lang, String), usize>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Taker<'_> {
    /// The author's slug, which is never changed.
    fn declared(&mut self, at: usize) -> Option<String> {
        let Settled { document, lang, .. } = &self.settled[at];
        let (slug, span) = document.front.slug.as_ref()?;
        if self.reserved.contains(*lang, slug) {
            let finding = Diagnostic::error(Code::Slug, format!("`{slug}` is a reserved slug"));
            self.diagnostics
                .push(finding.at(*span).help("choose another slug"));
        }
        if let Some(first) = self.taken.insert((*lang, slug.clone()), at) {
            let message = format!("two posts want the URL of `{slug}`");
            let other = &self.settled[first].document;
            let other = other
                .front
                .slug
                .as_ref()
                .map_or(other.place, |(_, span)| *span);
            self.diagnostics.push(
                Diagnostic::error(Code::Collision, message)
                    .at(*span)
                    .help("change one of the two slugs")
                    .label(other, "the other"),
            );
        }
        Some(slug.clone())
    }

    /// The slug, with a number behind it where it is taken or reserved.
    fn free(&mut self, slug: &str, at: usize) -> String {
        let lang = self.settled[at].lang;
        let number = self.numbers.entry((lang, slug.to_owned())).or_insert(1);
        let mut free = slug.to_owned();
        while self.reserved.contains(lang, &free) || self.taken.contains_key(&(lang, free.clone()))
        {
            *number += 1;
            free = format!("{slug}-{number}");
        }
        if free != slug {
            self.report(slug, &free, at);
        }
        self.taken.insert((lang, free.clone()), at);
        free
    }

    fn report(&mut self, slug: &str, free: &str, at: usize) {
        let Settled { document, lang, .. } = &self.settled[at];
        let what = match document.role {
            Role::Page => "page",
            Role::Post => "post",
        };
        let why = match self.reserved.contains(*lang, slug) {
            true => "reserved",
            false => "taken",
        };
        let first = self.taken.get(&(*lang, slug.to_owned()));
        let first = first.map(|first| &self.settled[*first].document);
        // Which of two files is the newer is not known, and the URL of the older must not change.
        let finding = match first.filter(|first| first.is_own_file() && document.is_own_file()) {
            Some(_) => {
                let message = format!("two files want the URL of `{slug}`");
                let set = document.how_to_set("slug", &format!("\"{free}\""));
                let help = format!("in the newer one, {set}");
                Diagnostic::error(Code::Collision, message).help(help)
            }
            None => {
                let message = format!("the slug `{slug}` is {why}; this {what} is at `{free}`");
                let help = document.how_to_set("slug", "\"…\"");
                Diagnostic::warning(Code::Collision, message).help(help)
            }
        };
        let finding = finding.at(document.place);
        self.diagnostics.push(match first {
            Some(first) => {
                let slug = first.front.slug.as_ref().map(|(_, span)| *span);
                finding.label(slug.unwrap_or(first.place), "the other")
            }
            None => finding,
        });
    }
}

fn made(settled: &Settled, sources: &Sources) -> String {
    let Settled {
        document, title, ..
    } = settled;
    let from_title = || titles::slug(title);
    let slug = match document.archive {
        Some(_) => from_title(),
        None => {
            let path = &sources.get(document.body.text.source).path;
            let stem = document.stem.as_ref().unwrap_or(path);
            of_stem(stem)
        }
    };
    let slug = if slug.is_empty() { from_title() } else { slug };
    if slug.is_empty() {
        "post".to_owned()
    } else {
        slug
    }
}

/// The slug that the post of a Markdown file would have, were it published and were no other in its way.
pub(super) fn likely(document: &Document) -> Option<String> {
    let given = document.front.slug.as_ref();
    let made = || Some(of_stem(document.stem.as_ref()?));
    given.map(|(slug, _)| slug.clone()).or_else(made)
}

fn of_stem(stem: &str) -> String {
    titles::slug(without_date(base_name(stem)))
}

/// `2014-05-01-name` → `name`, as Jekyll names files.
fn without_date(name: &str) -> &str {
    let date = name.get(..11).filter(|d| {
        d.char_indices().all(|(i, c)| {
            if matches!(i, 4 | 7 | 10) {
                c == '-'
            } else {
                c.is_ascii_digit()
            }
        })
    });
    match date {
        Some(_) if name.len() > 11 => &name[11..],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_no_part_of_a_slug() {
        for (name, expected) in [
            ("2014-05-01-a", "a"),
            ("2014-05-01-", "2014-05-01-"),
            ("a", "a"),
            ("2014-05-x1-a", "2014-05-x1-a"),
            ("été-en-deux-mots", "été-en-deux-mots"),
        ] {
            assert_eq!(without_date(name), expected);
        }
    }
}
