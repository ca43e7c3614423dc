//! Translations that disagree: what one version has and the other lacks, of numbers, links, pictures, code and headings.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Block};
use crate::model::{Likeness, Post, PostId, Site};
use crate::source::{Sources, Span};
use crate::text::numbers::numbers;
use crate::text::url;

/// So many things are named of each kind.
const NAMED: usize = 6;

/// Warns, once for each two versions that stand for each other, of what only one of them has. Versions that are told anew, cut
/// short or both in archives are not compared.
pub fn disagreements(site: &Site, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    for story in &site.stories {
        let pairs = story
            .likeness
            .iter()
            .filter(|(.., likeness)| *likeness != Likeness::Adapted);
        for (a, b, _) in pairs {
            let posts = [*a, *b].map(|id| site.post(id));
            let is_followed = posts.iter().any(|post| post.is_own_file());
            if is_followed && !posts.iter().any(|post| post.truncated) {
                diagnostics.extend(compare(site, [*a, *b], sources));
            }
        }
    }
}

fn compare(site: &Site, ids: [PostId; 2], sources: &Sources) -> Option<Diagnostic> {
    let [one, two] = ids.map(|id| site.post(id));
    let [ours, theirs] = [one, two].map(|post| Facts::of(post, sources));
    let (here, there) = differences(&ours, &theirs);
    if here.is_empty() && there.is_empty() {
        return None;
    }
    let path = |post: &Post| &sources.get(post.place.source).path;
    let only = |list: &[String], post: &Post| match list {
        [] => None,
        list => Some(format!("only `{}` has {}", path(post), list.join(", "))),
    };
    let parts: Vec<String> = [only(&here, one), only(&there, two)]
        .into_iter()
        .flatten()
        .collect();
    let message = format!("two versions of a story disagree: {}", parts.join("; "));
    let help = "correct the one that is wrong; where both are right, write `accept = [\"disagreement\"]` in the front matter of this one";
    let finding = Diagnostic::warning(Code::Disagreement, message)
        .at(two.place)
        .help(help);
    let labels = [(one, &here), (two, &there)]
        .into_iter()
        .flat_map(|(post, only)| {
            let place = |what: &String| place(post, what.trim_matches('`'), sources);
            only.iter()
                .filter_map(place)
                .map(move |span| (span, "only here"))
        });
    Some(labels.fold(finding, |finding, (span, what)| finding.label(span, what)))
}

/// What only one of two versions has, and what only the other.
fn differences(ours: &Facts, theirs: &Facts) -> (Vec<String>, Vec<String>) {
    let named = |only: Vec<String>| only.into_iter().take(NAMED).map(|what| format!("`{what}`"));
    let mut here: Vec<String> = named(numbers_only(&ours.numbers, &theirs.numbers)).collect();
    let mut there: Vec<String> = named(numbers_only(&theirs.numbers, &ours.numbers)).collect();
    for (one, two) in [
        (&ours.links, &theirs.links),
        (&ours.pictures, &theirs.pictures),
    ] {
        here.extend(named(one.difference(two).cloned().collect()));
        there.extend(named(two.difference(one).cloned().collect()));
    }
    let counts = [
        ("block of code", "blocks of code", ours.code, theirs.code),
        ("heading", "headings", ours.headings, theirs.headings),
    ];
    for (name, names, one, two) in counts.into_iter().filter(|(_, _, one, two)| one != two) {
        let count = |count: usize| format!("{count} {}", if count == 1 { name } else { names });
        here.push(count(one));
        there.push(count(two));
    }
    (here, there)
}

/// Where a text has something first, as it is written.
fn place(post: &Post, what: &str, sources: &Sources) -> Option<Span> {
    post.body.text.spans().find_map(|span| {
        let start = span.start + sources.text(span).find(what)?;
        Some(Span::new(span.source, start..start + what.len()))
    })
}

/// What two versions should have alike.
struct Facts {
    /// Numbers as they are compared, and as they are written.
    numbers: BTreeMap<String, String>,
    links: BTreeSet<String>,
    pictures: BTreeSet<String>,
    code: usize,
    headings: usize,
}

impl Facts {
    fn of(post: &Post, sources: &Sources) -> Self {
        let text = post.body.text.read(sources);
        let outline = doc::outline(&text);
        let count =
            |is: fn(&Block) -> bool| outline.blocks.iter().filter(|(block, _)| is(block)).count();
        let prose = outline
            .blocks
            .iter()
            .filter(|(block, _)| *block != Block::Code);
        let prose: Vec<&str> = prose.map(|(_, words)| words.as_str()).collect();
        // An address that stands as it is becomes a link later; its digits say nothing.
        let (addresses, words): (Vec<&str>, Vec<&str>) = prose
            .iter()
            .flat_map(|text| text.split(' '))
            .partition(|word| word.contains("://"));
        let (pictures, links): (Vec<_>, Vec<_>) = post.links.iter().partition(|link| link.image);
        let links = links.iter().map(|link| link.destination.as_str());
        Self {
            numbers: numbers(&words.join(" ")).collect(),
            links: links.chain(addresses).filter_map(place_of).collect(),
            pictures: pictures
                .iter()
                .map(|link| picture_of(&link.destination))
                .collect(),
            code: count(|block| *block == Block::Code),
            headings: count(|block| matches!(block, Block::Heading(_))),
        }
    }
}

/// The numbers that only one of two versions has. `80` is `1980` told shortly, `8` in the evening is `20`, and `8.45` is `8 h 45`.
fn numbers_only(here: &BTreeMap<String, String>, there: &BTreeMap<String, String>) -> Vec<String> {
    let parts_there: BTreeSet<&str> = there.values().flat_map(|written| parts(written)).collect();
    let is_same = |number: &str| {
        let hour = number
            .parse::<u32>()
            .ok()
            .filter(|hour| (13..24).contains(hour));
        there.contains_key(number)
            || parts_there.contains(number)
            || hour.is_some_and(|hour| parts_there.contains((hour - 12).to_string().as_str()))
            || there
                .keys()
                .any(|other| is_short_for(number, other) || is_short_for(other, number))
    };
    // A time: hours and two digits of minutes.
    let is_time = |written: &str| match written.split_once(['.', ',']) {
        Some((hours, minutes)) => {
            minutes.len() == 2 && is_same(minutes) && (is_same(hours) || is_often_spelled(hours))
        }
        None => false,
    };
    let is_there = |number: &str, written: &str| is_same(number) || is_time(written);
    let only = here
        .iter()
        .filter(|(number, written)| !is_often_spelled(number) && !is_there(number, written));
    only.map(|(_, written)| written.clone()).collect()
}

fn parts(written: &str) -> impl Iterator<Item = &str> {
    written.split(['.', ','])
}

fn is_short_for(short: &str, long: &str) -> bool {
    short.len() == 2 && long.len() == 4 && long.ends_with(short)
}

/// Small and round numbers are written as words as often as not.
fn is_often_spelled(number: &str) -> bool {
    let is_round = number.trim_end_matches('0').len() <= 1;
    number
        .parse::<u64>()
        .is_ok_and(|number| number <= 20 || (is_round && number <= 1_000_000))
}

/// What versions of a page in several languages have alike: no scheme, no `www`, no language. Of a site whose host has a language
/// (`fr.wikipedia.org`) the host alone, as its pages have other names there. None of what lies in the site.
fn place_of(destination: &str) -> Option<String> {
    let (scheme, rest) = destination.split_once("://")?;
    if !scheme.starts_with("http") {
        return None;
    }
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (host, path) = rest[..end].split_once('/').unwrap_or((&rest[..end], ""));
    match host.split_once('.') {
        Some((label, domain)) if is_language(label) && domain.contains('.') => {
            Some(domain.to_owned())
        }
        _ => {
            let parts = path
                .split('/')
                .filter(|part| !part.is_empty() && !is_language(part));
            let path: Vec<&str> = parts.collect();
            let is_localised = path.len() < path_length(destination);
            Some(if is_localised {
                host.to_owned()
            } else {
                format!("{host}/{}", path.join("/"))
            })
        }
    }
}

fn path_length(destination: &str) -> usize {
    let end = destination.find(['?', '#']).unwrap_or(destination.len());
    destination[..end]
        .split('/')
        .skip(3)
        .filter(|part| !part.is_empty())
        .count()
}

/// Whether a part of an address names a language: `fr`, `en-GB`, `fr_CA`.
fn is_language(part: &str) -> bool {
    let primary = part.split(['-', '_']).next().unwrap_or_default();
    part.len() <= 5 && primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The name of a picture without its folder, ending and language: `schema.fr.png` and `schema-en.png` are one.
fn picture_of(destination: &str) -> String {
    let name = url::decode(destination.rsplit('/').next().unwrap_or(destination));
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    match stem.rsplit_once(['.', '-', '_']) {
        Some((stem, code)) if is_language(code) => stem.to_lowercase(),
        _ => stem.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_one_text_lacks() {
        for (here, there, expected) in [
            ("en 1931", "in 1913", &["1931"][..]),
            ("1 500 € et 2,5 %", "€1,500 and 2.5%", &[]),
            ("à 20 h 45", "at 8.45 pm", &[]),
            ("at 8.45 pm", "à 20 h 45", &[]),
            ("2,5 %", "3,5 %", &["2,5"]),
            ("dans les années 80", "in the 1980s", &[]),
            ("vingt et 30 jours", "twenty and thirty days", &[]),
            ("le 16/09/2025", "on 09/16/2025", &[]),
            ("au XIXe siècle", "in the 19th century", &[]),
            ("37 personnes", "people", &["37"]),
        ] {
            let [one, two] = [here, there].map(|text| numbers(text).collect::<BTreeMap<_, _>>());
            assert_eq!(numbers_only(&one, &two), expected, "{here} / {there}");
        }
    }

    #[test]
    fn places_are_alike_in_all_languages() {
        for (one, two, same) in [
            ("https://a.org/x", "http://www.a.org/x/", true),
            (
                "https://fr.wikipedia.org/wiki/File",
                "https://en.wikipedia.org/wiki/Queue",
                true,
            ),
            ("https://a.org/fr/propos", "https://a.org/en/about", true),
            ("https://a.org/x", "https://a.org/y", false),
            ("https://a.org/", "https://b.org/", false),
        ] {
            assert_eq!(place_of(one) == place_of(two), same, "{one} {two}");
        }
        assert_eq!(place_of("b.fr.md"), None);
        assert_eq!(picture_of("i/Schema.fr.png"), picture_of("schema-en.jpg"));
    }
}
