//! Which files beside posts are published: those that a published text shows or names. All others stay private: notes, letters,
//! pictures of drafts.
//!
//! 1. Texts name them: links, HTML, arguments of shortcodes, front matter (`files`, for those that no text can name), photographs of
//!    authors, templates and settings.
//! 2. Published files name others: pages, style sheets, scripts, drawings.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::load::{Asset, Blob};
use crate::model::{Post, PostId, Site};
use crate::plan::permalink;
use crate::source::Sources;
use crate::text::images::{is_image, key};
use crate::text::{url, wildcard};
use crate::write;

/// So many private files are named at once.
const NAMED: usize = 5;

/// The files of the site that are published, and the paths of those that are not.
pub struct Shown {
    pub assets: Vec<Asset>,
    pub private: Vec<String>,
}

/// Parts the files that published texts show from those that stay private.
pub fn shown(assets: Vec<Asset>, site: &Site, config: &Config, sources: &Sources) -> Shown {
    let mut finder = Finder::new(&assets, config);
    if !finder.is_shown.contains(&false) {
        let private = Vec::new();
        return Shown { assets, private };
    }
    for id in site.ids() {
        finder.post(site, id, sources);
    }
    for photo in photos(site) {
        finder.name("content", photo);
    }
    for text in sources.iter().filter(|source| is_of_site(&source.path)) {
        url::file_names(&text.text).for_each(|name| finder.name("", name));
    }
    finder.follow();
    let is_shown = finder.is_shown;
    let (mut published, mut private) = (Vec::new(), Vec::new());
    for (asset, is_shown) in assets.into_iter().zip(is_shown) {
        match is_shown {
            true => published.push(asset),
            false => private.push(asset.path),
        }
    }
    Shown {
        assets: published,
        private,
    }
}

/// Names once the private files, but those of drafts and of posts of the future.
pub fn report(private: &[String], site: &Site, sources: &Sources) -> Option<Diagnostic> {
    let mut of_drafts = Vec::new();
    let mut folders = Vec::new();
    for draft in &site.left_out {
        let path = &sources.get(draft.place.source).path;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if name.starts_with("index.") {
            folders.push(format!("{folder}/"));
        }
        of_drafts.extend(draft.shows.iter().filter_map(|name| file_of(folder, name)));
    }
    let is_told = |path: &&String| {
        !of_drafts.contains(path) && !folders.iter().any(|folder| path.starts_with(folder))
    };
    let told: Vec<&String> = private.iter().filter(is_told).collect();
    let first = told.first()?;
    let names: Vec<String> = told
        .iter()
        .take(NAMED)
        .map(|path| format!("`{path}`"))
        .collect();
    let more = if told.len() > NAMED { ", …" } else { "" };
    let message = match told.len() {
        1 => format!("no published text shows {}: it is not published", names[0]),
        count => format!(
            "no published text shows these {count} files: they are not published: {}{more}",
            names.join(", ")
        ),
    };
    let name = url::relative(url::folder_of(first), first);
    let help = format!(
        "show or link what readers should have, or name it in the front matter of a post beside it: `files = [\"{name}\"]`; what \
         should stand at the root of the site belongs into `static/`"
    );
    Some(Diagnostic::warning(Code::UnusedFile, message).help(help))
}

fn photos(site: &Site) -> impl Iterator<Item = &str> {
    let terms = site.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
    terms.filter_map(|term| Some(term.declared.as_ref()?.photo.as_ref()?.0.as_str()))
}

/// Whether a text of the author's own is of the site as a whole.
fn is_of_site(path: &str) -> bool {
    path == "site.toml" || path.starts_with("templates/")
}

/// The file that a text of `folder` names, by its path in the site; none that lies elsewhere.
fn file_of(folder: &str, name: &str) -> Option<String> {
    let name = name.trim();
    let end = name.find(['#', '?']).unwrap_or(name.len());
    let path = url::decode(&name[..end]);
    match path.is_empty() || url::is_external(&path) {
        true => None,
        false => url::join(folder, &path),
    }
}

struct Finder<'a> {
    assets: &'a [Asset],
    config: &'a Config,
    by_path: BTreeMap<&'a str, usize>,
    /// Images beside archives, by folder and name: an archive names an image without saying where it lies.
    of_archives: BTreeMap<(&'a str, String), Vec<usize>>,
    is_shown: Vec<bool>,
    /// Files that were found and may name others.
    open: Vec<usize>,
}

impl<'a> Finder<'a> {
    fn new(assets: &'a [Asset], config: &'a Config) -> Self {
        let mut of_archives: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, asset) in assets.iter().enumerate() {
            if asset.path.starts_with("content/archive/") && is_image(&asset.path) {
                let folder = url::folder_of(&asset.path);
                of_archives
                    .entry((folder, key(&asset.path)))
                    .or_default()
                    .push(at);
            }
        }
        let paths = assets.iter().enumerate();
        let is_static = |asset: &Asset| !asset.path.starts_with("content/");
        let is_own = |at: &usize| matches!(assets[*at].blob, Blob::Disk(_));
        Self {
            assets,
            config,
            by_path: paths.map(|(at, asset)| (asset.path.as_str(), at)).collect(),
            of_archives,
            is_shown: assets.iter().map(is_static).collect(),
            open: (0..assets.len())
                .filter(|at| is_static(&assets[*at]))
                .filter(is_own)
                .collect(),
        }
    }

    fn post(&mut self, site: &Site, id: PostId, sources: &Sources) {
        let post = site.post(id);
        let folder = url::folder_of(&sources.get(post.place.source).path);
        if post.archive.is_some() {
            for link in &post.links {
                let images = self.of_archives.get(&(folder, key(&link.destination)));
                images
                    .cloned()
                    .into_iter()
                    .flatten()
                    .for_each(|at| self.show(at));
            }
        }
        let at_url = permalink(self.config, site, id);
        for name in post.shows() {
            self.name(folder, name);
            self.name(&at_url, name);
        }
        self.declared(post, folder);
    }

    /// Shows the files that the front matter names, `*` among them.
    fn declared(&mut self, post: &Post, folder: &str) {
        for (pattern, _) in &post.front.files {
            let pattern = url::join(folder, pattern).unwrap_or_default();
            let paths = self.by_path.iter();
            let of_pattern = paths.filter(|(path, _)| wildcard::matches(&pattern, path));
            let found: Vec<usize> = of_pattern.map(|(_, at)| *at).collect();
            found.into_iter().for_each(|at| self.show(at));
        }
    }

    /// Shows the file that a text of `folder` names: from there, from the root of the site, or by its URL.
    fn name(&mut self, folder: &str, name: &str) {
        let base = &self.config.base;
        if url::is_external(name) && !name.starts_with(base.origin.as_str()) {
            return;
        }
        let own = name.trim().strip_prefix(base.origin.as_str());
        let name = own.filter(|path| path.starts_with('/')).unwrap_or(name);
        let below_base = file_of("", name).map(|path| format!("/{path}"));
        let below_base = below_base
            .as_deref()
            .and_then(|path| path.strip_prefix(base.path.as_str()));
        let seen = [
            file_of(folder, name),
            file_of("", name),
            below_base.map(str::to_owned),
        ];
        for path in seen.into_iter().flatten() {
            let of_url = path.strip_prefix("media/").unwrap_or(&path);
            for file in [path.as_str(), &format!("content/{of_url}")] {
                if let Some(at) = self.by_path.get(file) {
                    self.show(*at);
                }
            }
        }
    }

    fn show(&mut self, at: usize) {
        if !std::mem::replace(&mut self.is_shown[at], true) {
            self.open.push(at);
        }
    }

    /// Shows what published files name, as long as there is a file that nothing shows.
    fn follow(&mut self) {
        while self.is_shown.contains(&false)
            && let Some(at) = self.open.pop()
        {
            let asset = &self.assets[at];
            if !names_others(&asset.path) {
                continue;
            }
            // What cannot be read is told where it is copied.
            let Ok(bytes) = write::bytes(asset) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let place = asset.path.strip_prefix("static/").unwrap_or(&asset.path);
            let folder = url::folder_of(place).to_owned();
            url::file_names(&text).for_each(|name| self.name(&folder, name));
        }
    }
}

/// Whether browsers look for other files that a file of this name names.
fn names_others(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    [
        "css",
        "html",
        "htm",
        "svg",
        "js",
        "mjs",
        "json",
        "webmanifest",
    ]
    .contains(&ending.as_str())
}
