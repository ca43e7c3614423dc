//! The names of the files that posts are written to. A story's files share one, but for a translation that was only guessed, which
//! has a name of its own; nothing that exists is named again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Basis;
use crate::content::comments;
use crate::lang::site::is_language_code;
use crate::model::{PostId, Role, Site};
use crate::source::base_name;
use crate::text::titles;

/// What a post shares with those that are said to be its translations: the key that one has already, else the name of their files.
pub fn key(site: &Site, id: PostId, path: &str) -> Option<String> {
    let stated = site.story_of(id).stated(id);
    let declared = stated
        .iter()
        .find_map(|id| site.post(*id).front.story.clone());
    declared
        .map(|(key, _)| key)
        .or_else(|| (stated.len() > 1).then(|| base_name(stem(path)).to_owned()))
}

/// The files of the chosen posts; a story of `bundles` is a folder.
pub fn paths(
    basis: Basis,
    chosen: &[PostId],
    bundles: &BTreeSet<PostId>,
) -> BTreeMap<PostId, String> {
    let own = basis.own_posts().map(|id| basis.path_of(id));
    let all = own.chain(basis.assets.iter().map(|asset| asset.path.as_str()));
    let mut taken: BTreeSet<String> = all.map(|path| stem(path).to_lowercase()).collect();
    let mut stems: HashMap<(Option<PostId>, Role), String> = HashMap::new();
    let path = |id: &PostId| {
        let post = basis.site.post(*id);
        let stated = basis.site.story_of(*id).stated(*id);
        let stem = stems.entry((stated.first().copied(), post.role));
        let stem = stem.or_insert_with(|| story_stem(basis, *id, &mut taken));
        let index = match bundles.contains(id) {
            true => "/index",
            false => "",
        };
        (*id, format!("{stem}{index}.{}.md", basis.code_of(post)))
    };
    chosen.iter().map(path).collect()
}

/// The name of a story's files: that of a translation that has one, else its first post's slug. `taken` are all names in use below
/// `content/posts` and `content/pages`, without language and ending, in lower case.
fn story_stem(basis: Basis, id: PostId, taken: &mut BTreeSet<String>) -> String {
    let site = basis.site;
    let (post, stated) = (site.post(id), site.story_of(id).stated(id));
    let folder = match post.role {
        Role::Page => "content/pages",
        Role::Post => "content/posts",
    };
    let own = stated.iter().find(|id| site.post(**id).is_own_file());
    if let Some(own) = own {
        let stem = stem(basis.path_of(*own));
        let is_free = site.post(*own).lang != post.lang;
        if stem.starts_with(folder) && !stem.contains("/index") && is_free {
            return stem.to_owned();
        }
    }
    let mut versions = stated.iter().map(|id| site.post(*id));
    let first = versions.find(|other| other.role == post.role);
    // The slug may hold any letter; a file's name is for every file system.
    let slug = match titles::slug(&first.unwrap_or(post).slug) {
        slug if slug.is_empty() => "post".to_owned(),
        slug => slug,
    };
    let mut name = format!("{folder}/{slug}");
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{folder}/{slug}-{number}");
    }
    name
}

/// A path without language and ending: `content/posts/a.fr.md` → `content/posts/a`; a folder's own file is the folder.
fn stem(path: &str) -> &str {
    let stem = path.trim_end_matches(comments::ENDING);
    let stem = split_ending(stem).map_or(stem, |(stem, _)| stem);
    let stem = match split_ending(stem) {
        Some((stem, code)) if is_language_code(code) => stem,
        _ => stem,
    };
    stem.strip_suffix("/index").unwrap_or(stem)
}

/// A path without its last ending, and that.
fn split_ending(path: &str) -> Option<(&str, &str)> {
    let (_, ending) = base_name(path).rsplit_once('.')?;
    Some((&path[..path.len() - ending.len() - 1], ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (path, expected) in [
            ("content/posts/a.fr.md", "content/posts/a"),
            ("content/posts/v1.2.fr.md", "content/posts/v1.2"),
            ("content/posts/a/index.en.md", "content/posts/a"),
            ("content/posts/a/photo.jpg", "content/posts/a/photo"),
        ] {
            assert_eq!(stem(path), expected);
        }
    }
}
