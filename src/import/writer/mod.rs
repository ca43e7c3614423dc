//! Posts → the Markdown files that `import` writes, with their images and comments; decided without touching the disk.
//!
//! A story's files share a name, `content/posts/<story>.<lang>.md`, and a `translationKey`; one with files of its own beside it
//! is a folder, `content/posts/<story>/index.<lang>.md`.

mod addresses;
mod archive_markdown;
mod assets;
mod basis;
mod front_matter;
mod names;
mod post;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::model::PostId;

use addresses::Addresses;
use assets::Assets;
use names::Names;
use post::PostWriter;

pub use basis::{Basis, Content, File};
pub use names::key;

#[derive(Debug, Default)]
pub struct Plan {
    /// The files, images first.
    pub files: Vec<File>,
    pub paths: BTreeMap<PostId, String>,
    /// Addresses of files of the old site that posts show or link to, and that were not found.
    pub missing: BTreeSet<String>,
}

/// The files of the selected posts. What posts of an earlier import show is looked for again.
pub fn plan(basis: Basis, selected: &[PostId], diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let assets = Assets::new(basis.assets, basis.own_assets);
    let bundles = selected
        .iter()
        .filter(|id| assets::has_own_files(basis, &assets, **id))
        .map(|id| basis.site.post(*id).story)
        .collect();
    let paths = Names::new(basis).paths(selected, &bundles);
    let mut writer = PostWriter {
        basis,
        assets,
        paths: &paths,
        addresses: Addresses::new(basis, &paths),
        copies: assets::statics(basis),
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
