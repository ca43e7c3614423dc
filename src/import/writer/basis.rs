//! What files are decided from, and what is decided.

use crate::config::Config;
use crate::load::Asset;
use crate::model::{Post, PostId, Site};
use crate::source::Sources;

/// A file to write, its path relative to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// The bytes of an asset, by its index.
    Asset(usize),
}

/// What files are decided from.
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

    /// The posts that are Markdown files of the site.
    pub fn own_posts(&self) -> impl Iterator<Item = PostId> + use<'a> {
        let site = self.site;
        site.ids().filter(|id| site.post(*id).is_own_file())
    }
}
