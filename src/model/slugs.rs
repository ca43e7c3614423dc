//! The last part of each post's URL: the author's, else the file's name, else (from archives) the title; each once per language.

use std::collections::HashMap;

use super::Settled;
use crate::content::{Body, Role};
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;
use crate::source::Sources;
use crate::text::{titles, toml};

pub use titles::is_reserved;

/// One slug for each document, in their order.
pub(super) fn decide(
    settled: &[Settled],
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut slugs: Vec<Option<String>> = vec![None; settled.len()];
    let mut taken: HashMap<(Lang, String), usize> = HashMap::new();
    let declared = |at: &usize| settled[*at].document.front.slug.is_some();
    // What an old site called its posts is taken where it is free here.
    let (wished, own): (Vec<usize>, Vec<usize>) = (0..settled.len())
        .filter(declared)
        .partition(|at| settled[*at].document.imported);
    for (at, own) in own
        .into_iter()
        .filter_map(|at| Some((at, settled[at].document.front.slug.as_ref()?)))
    {
        let (slug, span) = own;
        if is_reserved(slug) {
            let message = format!("`{slug}` is the site's own word for a list");
            diagnostics.push(
                Diagnostic::error(Code::Slug, message)
                    .at(*span)
                    .help("choose another slug"),
            );
        }
        if let Some(first) = taken.insert((settled[at].lang, slug.clone()), at) {
            let message = format!("two posts want the URL of `{slug}`");
            let finding = Diagnostic::error(Code::Collision, message)
                .at(*span)
                .help("change one of the two slugs");
            let other = settled[first]
                .document
                .front
                .slug
                .as_ref()
                .map_or(settled[first].document.place, |(_, span)| *span);
            diagnostics.push(finding.label(other, "the other"));
        }
        slugs[at] = Some(slug.clone());
    }
    let mut numbers = HashMap::new();
    for at in wished {
        let slug = settled[at]
            .document
            .front
            .slug
            .as_ref()
            .map(|(slug, _)| slug.clone())
            .unwrap_or_default();
        slugs[at] = Some(free(
            slug,
            at,
            settled,
            &mut taken,
            &mut numbers,
            diagnostics,
        ));
    }
    // In the order of files and lines, so that the order of dates plays no part.
    let mut rest: Vec<usize> = (0..settled.len())
        .filter(|at| slugs[*at].is_none())
        .collect();
    rest.sort_by_key(|at| {
        let place = settled[*at].document.place;
        (
            matches!(settled[*at].document.body, Body::Archive(_)),
            &sources.get(place.source).path,
            place.start,
        )
    });
    for at in rest {
        slugs[at] = Some(free(
            made(&settled[at], sources),
            at,
            settled,
            &mut taken,
            &mut numbers,
            diagnostics,
        ));
    }
    slugs.into_iter().map(Option::unwrap_or_default).collect()
}

fn made(settled: &Settled, sources: &Sources) -> String {
    let from_title = || titles::slug(&settled.title);
    let slug = match &settled.document.body {
        Body::Archive(_) => from_title(),
        Body::Markdown(span, _) => {
            let path = &sources.get(span.source).path;
            let stem = settled.document.stem.as_deref().unwrap_or(path);
            let name = stem.rsplit('/').next().unwrap_or(stem);
            titles::slug(without_date(name))
        }
    };
    let slug = if slug.is_empty() { from_title() } else { slug };
    if slug.is_empty() {
        "post".to_owned()
    } else {
        slug
    }
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

fn free(
    slug: String,
    at: usize,
    settled: &[Settled],
    taken: &mut HashMap<(Lang, String), usize>,
    numbers: &mut HashMap<(Lang, String), usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let lang = settled[at].lang;
    // Numbers go on from the last one that this slug took.
    let number = numbers.entry((lang, slug.clone())).or_insert(1);
    let mut free = slug.clone();
    while is_reserved(&free) || taken.contains_key(&(lang, free.clone())) {
        *number += 1;
        free = format!("{slug}-{number}");
    }
    if free != slug {
        let document = &settled[at].document;
        let what = if document.role == Role::Page {
            "page"
        } else {
            "post"
        };
        let why = if is_reserved(&slug) {
            "is a list's"
        } else {
            "is taken"
        };
        let message = format!("the URL `{slug}` {why}; this {what} is at `{free}`");
        let help = match document.body {
            Body::Markdown(..) => "write `slug = \"…\"` in its front matter".to_owned(),
            Body::Archive(_) => {
                format!(
                    "write in archive.toml:\n{}",
                    toml::post_entry(None, &settled[at].title, "slug = \"…\"")
                )
            }
        };
        let mut finding = Diagnostic::warning(Code::Collision, message)
            .at(document.place)
            .help(help);
        if let Some(first) = taken.get(&(lang, slug)) {
            finding = finding.label(settled[*first].document.place, "the first");
        }
        diagnostics.push(finding);
    }
    taken.insert((lang, free.clone()), at);
    free
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
