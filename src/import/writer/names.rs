//! The names of the files that posts are written to. A story's files share one; nothing that exists is named again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::basis::Basis;
use crate::content::comments;
use crate::lang::site::is_language_code;
use crate::model::{PostId, Role, Site, StoryId};
use crate::source::base_name;
use crate::text::titles;

/// What a story's posts share: the key that one of them has already, else the name of their files.
pub fn key(site: &Site, id: PostId, path: &str) -> Option<String> {
    let several = site.story_of(id).versions().nth(1).is_some();
    site.declared_key(id)
        .map(str::to_owned)
        .or_else(|| several.then(|| base_name(stem(path)).to_owned()))
}

/// Names of stories' files.
pub struct Names<'a> {
    basis: Basis<'a>,
    /// Every name in use below `content/posts` and `content/pages`, without language and ending, in lower case.
    taken: BTreeSet<String>,
}

impl<'a> Names<'a> {
    pub fn new(basis: Basis<'a>) -> Self {
        let own = basis.own_posts().map(|id| basis.path_of(id));
        let taken = own
            .chain(basis.assets.iter().map(|asset| asset.path.as_str()))
            .map(|path| stem(path).to_lowercase());
        Self {
            basis,
            taken: taken.collect(),
        }
    }

    pub fn paths(
        mut self,
        chosen: &[PostId],
        bundles: &BTreeSet<StoryId>,
    ) -> BTreeMap<PostId, String> {
        let mut stems: HashMap<(StoryId, Role), String> = HashMap::new();
        let mut paths = BTreeMap::new();
        for id in chosen {
            let post = self.basis.site.post(*id);
            let stem = stems
                .entry((post.story, post.role))
                .or_insert_with(|| self.stem(*id))
                .clone();
            let code = self.basis.code_of(post);
            let name = if bundles.contains(&post.story) {
                format!("{stem}/index.{code}.md")
            } else {
                format!("{stem}.{code}.md")
            };
            paths.insert(*id, name);
        }
        paths
    }

    /// The name of a story's files: that of a translation that has one, else its first post's slug.
    fn stem(&mut self, id: PostId) -> String {
        let site = self.basis.site;
        let (post, story) = (site.post(id), site.story_of(id));
        let folder = if post.role == Role::Page {
            "content/pages"
        } else {
            "content/posts"
        };
        let own = story.versions().find(|id| site.post(*id).is_own_file());
        if let Some(own) = own {
            let stem = stem(self.basis.path_of(own));
            let is_free = site.post(own).lang != post.lang;
            if stem.starts_with(folder) && !stem.contains("/index") && is_free {
                return stem.to_owned();
            }
        }
        let mut versions = story.versions().map(|id| site.post(id));
        let first = versions
            .find(|other| other.role == post.role)
            .unwrap_or(post);
        // The slug may hold any letter; a file's name is for every file system.
        let slug = match titles::slug(&first.slug) {
            slug if slug.is_empty() => "post".to_owned(),
            slug => slug,
        };
        let mut name = format!("{folder}/{slug}");
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{folder}/{slug}-{number}");
        }
        name
    }
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
