//! The old addresses: which post each leads to now, and which of them can be kept as aliases.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Basis;
use crate::diag::{Code, Diagnostic};
use crate::model::{Post, PostId};
use crate::text::url;

/// File systems take names of 255 bytes.
const LONGEST: usize = 240;

pub struct Addresses {
    /// The post that was at each old address.
    posts: HashMap<String, PostId>,
    /// The post of every Markdown source, by path.
    sources: HashMap<String, PostId>,
    /// What the new site has already.
    taken: BTreeSet<String>,
}

impl Addresses {
    pub fn new(basis: Basis, paths: &BTreeMap<PostId, String>) -> Self {
        let mut posts = HashMap::new();
        for id in paths.keys() {
            let aliases = basis.site.post(*id).front.aliases.iter();
            posts.extend(aliases.map(|(alias, _)| (address(alias), *id)));
        }
        let is_markdown = |id: &PostId| basis.site.post(*id).archive.is_none();
        let sources = basis.site.ids().filter(is_markdown);
        Self {
            posts,
            sources: sources
                .map(|id| (basis.path_of(id).to_owned(), id))
                .collect(),
            taken: taken(basis),
        }
    }

    pub fn at(&self, path: &str) -> Option<PostId> {
        self.posts.get(&address(path)).copied()
    }

    pub fn of_file(&self, path: &str) -> Option<PostId> {
        self.sources.get(path).copied()
    }

    /// The aliases that a post can keep; the author's others are reported.
    pub fn aliases(
        &mut self,
        basis: Basis,
        post: &Post,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let mut kept = Vec::new();
        let own = new_address(basis, post);
        let aliases = post.front.aliases.iter();
        for (alias, _) in aliases.filter(|(alias, _)| address(alias) != own) {
            let is_short = is_short(alias);
            if is_short && (alias.starts_with("/?") || self.taken.insert(address(alias))) {
                kept.push(alias.clone());
                continue;
            }
            let why = match is_short {
                true => "another page has it",
                false => "its name is too long",
            };
            let message = format!("the old address `{alias}` is not kept: {why}");
            let help = "write another into `aliases` if readers still come by it";
            let warning = Diagnostic::warning(Code::Alias, message);
            diagnostics.push(warning.at(post.place).help(help));
        }
        let facts = post.archive.as_ref();
        let of_archive = facts.and_then(|facts| facts.old_path.clone());
        kept.extend(of_archive.filter(|path| is_short(path) && self.taken.insert(address(path))));
        kept
    }
}

fn is_short(alias: &str) -> bool {
    url::decode(alias)
        .split('/')
        .all(|part| part.len() <= LONGEST)
}

/// An address without `/` at the end.
fn address(path: &str) -> String {
    let path = url::decode(path);
    path.strip_suffix("index.html")
        .unwrap_or(&path)
        .trim_end_matches('/')
        .to_owned()
}

/// Where a post is on the new site.
fn new_address(basis: Basis, post: &Post) -> String {
    format!("/{}/{}", basis.code_of(post), post.slug)
}

fn taken(basis: Basis) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for post in &basis.site.posts {
        taken.insert(new_address(basis, post));
        if !post.imported {
            let aliases = post.front.aliases.iter();
            taken.extend(aliases.map(|(alias, _)| address(alias)));
        }
    }
    let codes = basis.config.codes().into_iter();
    taken.extend(codes.map(|code| format!("/{code}")));
    let files = basis.assets.iter();
    let files = files.filter_map(|asset| asset.path.strip_prefix("static"));
    let own = ["", "/404.html", "/sitemap.xml", "/old-addresses.json"];
    taken.extend(files.chain(own).map(str::to_owned));
    taken
}
