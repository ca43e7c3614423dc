//! A build that would remove many of the last build's posts at once: a folder that was moved, a disk that is not there.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::manifest::{Entry, Manifest};

/// So few may go together.
const FEW: usize = 5;
const HELP: &str = "put back what is missing; if it shall go, build with `--allow-removals`";

/// An error where a third of the posts of `old`, and more than five, have neither their file nor their URL in `new`. Files
/// that are `held` back are told apart.
pub fn removals(old: &Manifest, new: &Manifest, held: &BTreeSet<&str>) -> Option<Diagnostic> {
    let known: BTreeSet<_> = posts(new)
        .map(|(_, entry)| (&entry.source, &entry.title))
        .collect();
    let is_gone = |(file, entry): &(&String, &Entry)| {
        let is_held = entry
            .source
            .as_deref()
            .is_some_and(|file| held.contains(file));
        !is_held
            && !new.files.contains_key(*file)
            && !known.contains(&(&entry.source, &entry.title))
    };
    let count = posts(old).count();
    let gone: Vec<_> = posts(old).filter(is_gone).collect();
    if !is_much(gone.len(), old) {
        return None;
    }
    let first = gone.iter().find_map(|(_, entry)| entry.source.as_deref())?;
    let gone = gone.len();
    let message = format!(
        "{gone} of the {count} posts of the last site would be removed, that of `{first}` among them"
    );
    Some(Diagnostic::error(Code::Removals, message).help(HELP))
}

/// Whether so many posts are much of a site.
pub(super) fn is_much(gone: usize, of: &Manifest) -> bool {
    gone > FEW && gone * 3 >= posts(of).count()
}

/// An error: an empty site would take the place of the last one, wherever that is.
pub fn no_content() -> Diagnostic {
    Diagnostic::error(
        Code::Removals,
        "there is no `content/` in the site's folder",
    )
    .help(HELP)
}

/// What was made of content and has a page; a picture beside a post has none.
fn posts(manifest: &Manifest) -> impl Iterator<Item = (&String, &Entry)> {
    manifest.files.iter().filter(|(file, entry)| {
        let source = entry.source.as_deref();
        file.ends_with(".html") && source.is_some_and(|source| source.starts_with("content/"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Posts by their number: each at its URL, of its file.
    fn manifest(posts: impl Iterator<Item = (u32, u32)>) -> Manifest {
        let mut manifest = Manifest::new();
        for (url, source) in posts {
            let of = |source| Entry {
                source: Some(source),
                ..Entry::default()
            };
            let page = of(format!("content/posts/{source}.md"));
            manifest.files.insert(format!("fr/{url}/index.html"), page);
            let picture = of(format!("content/posts/{source}.jpg"));
            manifest.files.insert(format!("media/{url}.jpg"), picture);
        }
        manifest
    }

    #[test]
    fn a_third_and_more_than_five() {
        let same = |posts: std::ops::Range<u32>| manifest(posts.map(|post| (post, post)));
        for (old, new, is_error) in [
            (same(0..18), same(6..18), true),
            (same(0..18), same(5..18), false),
            (same(0..19), same(6..19), false),
            (same(0..6), same(6..12), true),
            (same(0..5), Manifest::new(), false),
            (
                same(0..9),
                manifest((0..9).map(|post| (post, post + 100))),
                false,
            ),
            (
                same(0..9),
                manifest((0..9).map(|post| (post + 100, post))),
                false,
            ),
        ] {
            assert_eq!(
                removals(&old, &new, &BTreeSet::new()).is_some(),
                is_error,
                "{:?}",
                new.files.keys()
            );
        }
        assert_eq!(
            removals(&same(0..7), &Manifest::new(), &BTreeSet::new())
                .unwrap()
                .message,
            "7 of the 7 posts of the last site would be removed, that of `content/posts/0.md` among them"
        );
    }
}
