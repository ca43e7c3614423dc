//! By which ids feeds know posts. A changed id is a new post to every reader, so an id holds neither title nor address.
//!
//! 1. what the old site's feed had, if the post comes from one: those who followed it find nothing new
//! 2. else a `tag:` URI (RFC 4151) of where the post came from, or of its file, and its language
//!
//! The date that RFC 4151 asks for is the post's year: the part of a date that is hardly ever mended.

use std::collections::HashSet;

use super::Basis;
use crate::model::Post;
use crate::text::url;

/// The ids of all posts, each once.
pub fn ids(basis: &Basis) -> Vec<String> {
    let host = host(basis);
    let mut taken: HashSet<String> = HashSet::new();
    let mut id = |post: &Post| {
        let tag = tag(basis, &host, post);
        let own = post
            .front
            .origin
            .as_ref()
            .map(|(origin, _)| origin)
            .filter(|origin| is_iri(origin));
        let wanted = own.into_iter().cloned().chain([tag.clone()]);
        // Two posts of one text may have one origin.
        let numbered = (2..).map(|number| format!("{tag}.{number}"));
        let id = wanted
            .chain(numbered)
            .find(|id| !taken.contains(id))
            .unwrap_or(tag.clone());
        taken.insert(id.clone());
        id
    };
    basis.site.posts.iter().map(&mut id).collect()
}

fn host(basis: &Basis) -> String {
    let whole = basis
        .config
        .base
        .origin
        .split_once("://")
        .map_or("", |(_, host)| host);
    let without_user = whole.rsplit('@').next().unwrap_or(whole);
    let host = without_user
        .split(':')
        .next()
        .unwrap_or(without_user)
        .to_lowercase();
    basis.config.feeds.host.clone().unwrap_or(host)
}

fn tag(basis: &Basis, host: &str, post: &Post) -> String {
    let code = &basis.config.languages[post.lang].code;
    let path = &basis.sources.get(post.place.source).path;
    let name = match (&post.front.origin, &post.archive) {
        (Some((origin, _)), _) => origin.clone(),
        // As it will be once the post is taken over.
        (None, Some(facts)) => facts.origin.clone(),
        (None, None) => {
            let path = path.trim_start_matches("content/").trim_end_matches(".md");
            path.strip_suffix(&format!(".{code}"))
                .unwrap_or(path)
                .to_owned()
        }
    };
    let year = post.date.map_or(0, |date| date.year);
    format!("tag:{host},{year:04}:{}.{code}", url::encode_path(&name))
}

fn is_iri(origin: &str) -> bool {
    let has_scheme = ["http://", "https://", "tag:", "urn:"]
        .iter()
        .any(|scheme| origin.starts_with(scheme));
    has_scheme
        && !origin
            .contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_what_is_none() {
        for (origin, expected) in [
            ("https://old.example/?p=12", true),
            ("tag:old.example,2012:a", true),
            ("https://old.example#2012-05-01 Un titre", false),
            ("vieux.txt: Titre | mots", false),
        ] {
            assert_eq!(is_iri(origin), expected, "{origin}");
        }
    }
}
