//! Posts → the Markdown files that `import` writes, with their images and comments; decided without touching the disk.
//!
//! A story's files share a name, `content/posts/<story>.<lang>.md`, and a `translationKey`; one with files of its own beside it
//! is a folder, `content/posts/<story>/index.<lang>.md`. A translation that was only guessed by the texts stays a guess: it shares
//! neither name nor key, and a comment says what would confirm it.

mod addresses;
mod archive_markdown;
mod assets;
mod front_matter;
mod names;
mod post;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::load::Asset;
use crate::model::{Post, PostId, Site};
use crate::source::Sources;

use addresses::Addresses;
use assets::Assets;
use post::PostWriter;

pub use names::key;

/// A file to write, its path relative to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// The bytes of an asset, by its index.
    Asset(usize),
}

#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    pub sources: &'a Sources,
    /// The site's files, and those that were found beside what is imported.
    pub assets: &'a [Asset],
    /// How many of them, the first, are the site's.
    pub own_assets: usize,
}

impl<'a> Basis<'a> {
    pub fn path_of(&self, id: PostId) -> &'a str {
        &self.sources.get(self.site.post(id).place.source).path
    }

    pub fn code_of(&self, post: &Post) -> &'a str {
        &self.config.languages[post.lang].code
    }

    pub fn own_posts(&self) -> impl Iterator<Item = PostId> + use<'a> {
        let site = self.site;
        site.ids().filter(|id| site.post(*id).is_own_file())
    }
}

#[derive(Debug, Default)]
pub struct Plan {
    pub files: Vec<File>,
    pub paths: BTreeMap<PostId, String>,
    /// Addresses of files of the old site that posts show or link to, and that were not found.
    pub missing: BTreeSet<String>,
}

/// The files of the selected posts. What posts of an earlier import show is looked for again.
pub fn plan(basis: Basis, selected: &[PostId], diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let assets = Assets::new(basis);
    let bundles = selected
        .iter()
        .filter(|id| assets.has_own_files(**id))
        .flat_map(|id| basis.site.story_of(*id).stated(*id))
        .collect();
    let paths = names::paths(basis, selected, &bundles);
    // What an imported site keeps in `static/` its texts may name in ways that are not seen.
    let given = basis.assets.iter().enumerate().skip(basis.own_assets);
    let statics = given.filter(|(_, asset)| asset.path.starts_with("static/"));
    let mut writer = PostWriter {
        basis,
        assets,
        paths: &paths,
        addresses: Addresses::new(basis, &paths),
        copies: statics
            .map(|(at, asset)| (asset.path.clone(), at))
            .collect(),
        missing: BTreeSet::new(),
    };
    let mut texts = Vec::new();
    for id in selected {
        texts.extend(writer.files(*id, diagnostics));
    }
    for id in basis.own_posts() {
        for link in &basis.site.post(id).links {
            if link.destination.starts_with('/') {
                writer.copy_upload(&link.destination);
            }
        }
    }
    let missing = writer.missing;
    let copies = writer.copies.into_iter().map(|(path, asset)| File {
        path,
        content: Content::Asset(asset),
    });
    Plan {
        files: copies.chain(texts).collect(),
        paths,
        missing,
    }
}
