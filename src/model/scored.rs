//! Pairs that are scored by their texts, and the report of those that were made.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Basis;
use super::ids::PostId;
use super::settled::Settled;
use super::site::{Evidence, Site};
use crate::cache::Digester;
use crate::diag::{Code, Diagnostic};
use crate::pairing::{self, Profile, Text};
use crate::source::Sources;
use crate::text::toml::quote;

/// So many pairs are named in one diagnostic.
const NAMED: usize = 8;

/// Reports, once, which Markdown posts were paired by their texts alone; archives and imports have reports of their own.
pub fn report_pairs(site: &Site, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let is_own_file = |id: &PostId| site.post(*id).is_own_file();
    let links = site.stories.iter().flat_map(|story| &story.links);
    let pairs: Vec<(PostId, PostId, f64)> = links
        .filter_map(|(a, b, evidence)| match evidence {
            Evidence::Scored { score, .. } if is_own_file(a) && is_own_file(b) => {
                Some((*a, *b, *score))
            }
            _ => None,
        })
        .collect();
    let Some(&(first, other, _)) = pairs.first() else {
        return;
    };
    let name = |id: PostId| {
        let path = &sources.get(site.post(id).place.source).path;
        path.strip_prefix("content/posts/").unwrap_or(path)
    };
    let listed = pairs.iter().take(NAMED);
    let listed: Vec<String> = listed
        .map(|(a, b, score)| format!("`{}` with `{}` ({score:.2})", name(*a), name(*b)))
        .collect();
    let more = if pairs.len() > NAMED {
        format!(" and {} more", pairs.len() - NAMED)
    } else {
        String::new()
    };
    let message = format!(
        "taken for translations by their texts alone: {}{more}",
        listed.join(", ")
    );
    let help = format!(
        "where that is right, write in both posts, with a key of their own:\ntranslationKey = {}\nwhere it is not, write in one of them:\nnot_translation_of = {}",
        quote(&site.post(first).slug),
        quote(name(other))
    );
    diagnostics.push(
        Diagnostic::note(Code::Guess, message)
            .at(site.post(first).place)
            .help(help),
    );
}

pub(super) fn scored(
    settled: &[Settled],
    posts: &[usize],
    known: &[(usize, usize)],
    forbidden: &[(usize, usize)],
    Basis { config, memo, .. }: Basis,
) -> pairing::Outcome {
    let first = posts.first().map(|at| settled[*at].lang);
    if posts.iter().all(|at| Some(settled[*at].lang) == first) {
        return pairing::Outcome::default();
    }
    let place: HashMap<usize, usize> = posts
        .iter()
        .enumerate()
        .map(|(place, at)| (*at, place))
        .collect();
    let local = |pairs: &[(usize, usize)]| -> Vec<(usize, usize)> {
        pairs
            .iter()
            .filter_map(|(a, b)| Some((*place.get(a)?, *place.get(b)?)))
            .collect()
    };
    let (known, forbidden) = (local(known), local(forbidden));
    let of = Digester::new("pairs").value(&(&known, &forbidden, config.pairing));
    let of = posts
        .iter()
        .fold(of, |of, at| digest_facts(of, &settled[*at]));
    let mut outcome = memo.get(of.finish(), || {
        let profiles: Vec<Profile> = posts.par_iter().map(|at| profile(&settled[*at])).collect();
        let profiles: Vec<&Profile> = profiles.iter().collect();
        pairing::pair(&profiles, &known, &forbidden, config.pairing)
    });
    for pair in outcome.pairs.iter_mut().chain(&mut outcome.proposed) {
        (pair.a, pair.b) = (posts[pair.a], posts[pair.b]);
    }
    outcome
}

/// All that a post's profile is made of.
fn digest_facts(of: Digester, settled: &Settled) -> Digester {
    let document = &settled.document;
    let front = &document.front;
    let slug = front.slug.as_ref().map(|(slug, _)| slug);
    let links = document.outline.links.iter();
    of.digest(settled.text)
        .text(&settled.title)
        .value(&(settled.lang, slug, front.date, document.truncated()))
        .texts(links.map(|link| (link.image, link.destination.as_str())))
}

fn profile(settled: &Settled) -> Profile {
    let document = &settled.document;
    let blocks = settled.blocks();
    let targets = |image: bool| -> Vec<&str> {
        document
            .outline
            .links
            .iter()
            .filter(|link| link.image == image)
            .map(|link| link.destination.as_str())
            .collect()
    };
    pairing::profile(&Text {
        language: settled.lang.0 as usize,
        title: &settled.title,
        slug: document.front.slug.as_ref().map(|(slug, _)| slug.as_str()),
        date: document
            .front
            .date
            .and_then(|date| Some((date.year, date.month?, date.day?))),
        blocks: &blocks,
        links: &targets(false),
        images: &targets(true),
        truncated: document.truncated(),
    })
}
