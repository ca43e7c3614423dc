//! Links and pictures that one version has and the other lacks.
//!
//! A translation leads to its readers' version of a page, on another host as often as not, and shows pictures with its own words. So a
//! link that only one version has says nothing where the other has one for it; what one has more of is told.

use std::collections::BTreeMap;

use crate::text::url;

/// What each of two lists has more of than the other: those that are the same go together, then those that stand next to each other.
pub fn surplus(here: &[String], there: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut ours, mut theirs) = (unmatched(here, there), unmatched(there, here));
    let (longer, shorter) = match ours.len() > theirs.len() {
        true => (&mut ours, &mut theirs),
        false => (&mut theirs, &mut ours),
    };
    for (place, what) in shorter.drain(..) {
        let host = |what: &str| what.split('/').next().map(str::to_owned);
        let distance = |(other, of): &&(f32, String)| {
            let is_elsewhere = host(of) != host(&what);
            (other - place).abs() + f32::from(u8::from(is_elsewhere))
        };
        let nearest = longer
            .iter()
            .enumerate()
            .min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
        if let Some((at, _)) = nearest {
            longer.remove(at);
        }
    }
    let names = |left: Vec<(f32, String)>| left.into_iter().map(|(_, what)| what).collect();
    (names(ours), names(theirs))
}

/// Those of a list that another has not, or not as often, each with its place between the beginning and the end.
fn unmatched(here: &[String], there: &[String]) -> Vec<(f32, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for what in there {
        *counts.entry(what).or_default() += 1;
    }
    let mut left = Vec::new();
    for (at, what) in here.iter().enumerate() {
        match counts.get_mut(what.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left.push((at as f32 / here.len() as f32, what.clone())),
        }
    }
    left
}

/// What versions of a page in several languages have alike: no scheme, no `www`, no language. Of a site whose host has a language
/// (`fr.wikipedia.org`) the host alone, as its pages have other names there. None of what lies in the site.
pub fn place_of(destination: &str) -> Option<String> {
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
pub fn picture_of(destination: &str) -> String {
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

    #[test]
    fn what_one_has_more_of() {
        for (here, there, left, right) in [
            ("a b c", "a b c", "", ""),
            ("a b c", "a c", "b", ""),
            ("a c", "a b c", "", "b"),
            ("fr.org/un b", "en.org/one b", "", ""),
            ("a a b", "a b", "a", ""),
            ("x.org/fr y.org/fr z", "x.org/en z", "y.org/fr", ""),
            ("", "a b", "", "a b"),
        ] {
            let [here, there] = [here, there].map(|list| {
                list.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            });
            let (ours, theirs) = surplus(&here, &there);
            assert_eq!(
                (ours.join(" ").as_str(), theirs.join(" ").as_str()),
                (left, right),
                "{here:?} {there:?}"
            );
        }
    }
}
