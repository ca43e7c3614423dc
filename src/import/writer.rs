//! Posts → the Markdown files that `import` writes, with their images and comments; decided without touching the disk.
//!
//! A story's files share a name, `content/posts/<story>.<lang>.md`, and a `translationKey`; one with files of its own beside it
//! is a folder, `content/posts/<story>/index.<lang>.md`. Nothing that exists is named again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{front_matter, markdown};
use crate::config::Config;
use crate::content::comments;
use crate::lang::site::is_language_code;
use crate::load::Asset;
use crate::model::{Body, Post, PostId, Role, Site, StoryId, origin};
use crate::source::{Sources, base_name};
use crate::text::{images, titles, url};

/// A file to write, its path relative to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// The bytes of an asset, by its index.
    Asset(usize),
}

/// What files are decided from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The site, with the posts that are imported.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// For texts and paths.
    pub sources: &'a Sources,
    /// The site's files, and those that were found beside what is imported.
    pub assets: &'a [Asset],
    /// How many of them, the first, are the site's.
    pub own_assets: usize,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files, images first.
    pub files: Vec<File>,
    /// The file of each post.
    pub paths: BTreeMap<PostId, String>,
    /// Addresses of files of the old site that posts show or link to, and that were not found.
    pub missing: BTreeSet<String>,
    /// Old addresses that cannot be kept: something else stands there, or no file can.
    pub lost: Vec<(PostId, String)>,
}

/// The files of the chosen posts. What posts of an earlier import show is looked for again.
pub fn plan(basis: Basis, chosen: &[PostId]) -> Plan {
    let assets = Assets::new(basis.assets, basis.own_assets);
    let bundles = chosen
        .iter()
        .filter(|id| has_own_files(basis, &assets, **id))
        .map(|id| basis.site.post(*id).story)
        .collect();
    let paths = Names::new(basis).paths(chosen, &bundles);
    let addresses = addresses(basis, &paths);
    let markdown = basis
        .site
        .ids()
        .filter(|id| matches!(basis.site.post(*id).body, Body::Markdown(..)));
    let by_source = markdown
        .map(|id| {
            (
                basis
                    .sources
                    .get(basis.site.post(id).place.source)
                    .path
                    .clone(),
                id,
            )
        })
        .collect();
    let mut writer = Writer {
        basis,
        assets,
        paths: &paths,
        addresses,
        by_source,
        copies: statics(basis),
        missing: BTreeSet::new(),
        taken: taken(basis),
        lost: Vec::new(),
    };
    let mut texts = Vec::new();
    for id in chosen {
        texts.extend(writer.post(*id));
    }
    for post in basis.site.posts.iter().filter(|post| is_own(post)) {
        post.links
            .iter()
            .filter(|link| link.destination.starts_with('/'))
            .for_each(|link| writer.upload(&link.destination));
    }
    let (missing, lost) = (writer.missing, writer.lost);
    let copies = writer.copies.into_iter().map(|(path, asset)| File {
        path,
        content: Content::Asset(asset),
    });
    Plan {
        files: copies.chain(texts).collect(),
        paths,
        missing,
        lost,
    }
}

/// The files that an imported site keeps in `static/`: its texts may name them in ways that are not seen.
fn statics(basis: Basis) -> BTreeMap<String, usize> {
    let given = basis.assets.iter().enumerate().skip(basis.own_assets);
    given
        .filter(|(_, asset)| asset.path.starts_with("static/"))
        .map(|(at, asset)| (asset.path.clone(), at))
        .collect()
}

/// What a story's posts share: the key that one of them has already, else the name of their files.
pub fn key(site: &Site, id: PostId, path: &str) -> Option<String> {
    let several = site.story_of(id).versions().nth(1).is_some();
    site.declared_key(id)
        .map(str::to_owned)
        .or_else(|| several.then(|| base_name(stem(path)).to_owned()))
}

/// Names of stories' files.
struct Names<'a> {
    basis: Basis<'a>,
    /// Every name in use below `content/posts` and `content/pages`, without language and ending, in lower case.
    taken: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(basis: Basis<'a>) -> Self {
        let own = basis
            .site
            .posts
            .iter()
            .filter(|post| is_own(post))
            .map(|post| &basis.sources.get(post.place.source).path);
        let taken = own
            .chain(basis.assets.iter().map(|asset| &asset.path))
            .map(|path| stem(path).to_lowercase());
        Self {
            basis,
            taken: taken.collect(),
        }
    }

    fn paths(mut self, chosen: &[PostId], bundles: &BTreeSet<StoryId>) -> BTreeMap<PostId, String> {
        let mut stems: HashMap<(StoryId, Role), String> = HashMap::new();
        let mut paths = BTreeMap::new();
        for id in chosen {
            let post = self.basis.site.post(*id);
            let stem = stems
                .entry((post.story, post.role))
                .or_insert_with(|| self.stem(*id))
                .clone();
            let code = &self.basis.config.languages[post.lang].code;
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
        let own = story
            .versions()
            .map(|id| site.post(id))
            .find(|post| is_own(post));
        if let Some(own) = own {
            let stem = stem(&self.basis.sources.get(own.place.source).path);
            if stem.starts_with(folder) && !stem.contains("/index") && own.lang != post.lang {
                return stem.to_owned();
            }
        }
        let first = story
            .versions()
            .map(|id| site.post(id))
            .find(|other| other.role == post.role)
            .unwrap_or(post);
        // The slug may hold any letter; a file's name is for every file system.
        let slug = Some(titles::slug(&first.slug))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "post".into());
        let numbered = (1..).map(|n| {
            if n == 1 {
                format!("{folder}/{slug}")
            } else {
                format!("{folder}/{slug}-{n}")
            }
        });
        let free = numbered
            .into_iter()
            .find(|stem| !self.taken.contains(stem))
            .unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }
}

/// A Markdown file of the site.
fn is_own(post: &Post) -> bool {
    !post.imported && matches!(post.body, Body::Markdown(..))
}

/// A path without language and ending: `content/posts/a.fr.md` → `content/posts/a`; a folder's own file is the folder.
fn stem(path: &str) -> &str {
    let ending = |path: &str| {
        base_name(path)
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_owned())
    };
    let mut stem = path.trim_end_matches(comments::ENDING);
    if let Some(last) = ending(stem) {
        stem = &stem[..stem.len() - last.len() - 1];
    }
    if let Some(code) = ending(stem).filter(|code| is_language_code(code)) {
        stem = &stem[..stem.len() - code.len() - 1];
    }
    stem.strip_suffix("/index").unwrap_or(stem)
}

/// The site's files, and those beside what is imported.
struct Assets<'a> {
    list: &'a [Asset],
    own: usize,
    by_path: HashMap<&'a str, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Assets<'a> {
    fn new(list: &'a [Asset], own: usize) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, asset) in list
            .iter()
            .enumerate()
            .filter(|(_, asset)| !asset.path.starts_with("static/"))
        {
            by_name
                .entry(images::key(&asset.path))
                .or_default()
                .push(at);
        }
        Self {
            list,
            own,
            by_path: list
                .iter()
                .enumerate()
                .map(|(at, asset)| (asset.path.as_str(), at))
                .collect(),
            by_name,
        }
    }

    /// The image of a name in a folder.
    fn named(&self, folder: &str, name: &str) -> Option<usize> {
        let is_here = |at: &&usize| {
            images::is_image(&self.list[**at].path)
                && url::folder_of(&self.list[**at].path) == folder
        };
        self.by_name
            .get(&images::key(name))?
            .iter()
            .find(is_here)
            .copied()
    }

    /// The file that an old address such as `/wp-content/uploads/2012/05/a-300x200.jpg` names: of those of its name (an image
    /// may be there in another size) the one whose folders agree most.
    fn uploaded(&self, address: &str) -> Option<usize> {
        if !base_name(address).contains('.') {
            return None;
        }
        let agreement = |at: &usize| {
            let path = &self.list[*at].path;
            let folders = path.rsplit('/').skip(1).zip(address.rsplit('/').skip(1));
            (
                folders.take_while(|(a, b)| a == b).count(),
                base_name(path) == base_name(address),
            )
        };
        let given = self
            .by_name
            .get(&images::key(address))?
            .iter()
            .copied()
            .filter(|at| *at >= self.own);
        given.max_by_key(agreement)
    }
}

/// Whether a post links to files that lie beside it.
fn has_own_files(basis: Basis, assets: &Assets, id: PostId) -> bool {
    let post = basis.site.post(id);
    let folder = url::folder_of(&basis.sources.get(post.place.source).path);
    let is_own = |path: String| assets.by_path.contains_key(path.as_str());
    let is_relative = |to: &str| !to.starts_with(['/', '#', '?']) && !url::is_external(to);
    matches!(post.body, Body::Markdown(..))
        && post
            .links
            .iter()
            .any(|link| is_relative(&link.destination) && is_own(beside(folder, &link.destination)))
}

/// The path of what a file of `folder` calls `link`; unlike in a site, it may lead out of the folders that are read.
fn beside(folder: &str, link: &str) -> String {
    let link = url::decode(link.split(['#', '?']).next().unwrap_or(link));
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." if parts
                .last()
                .is_some_and(|last| !matches!(*last, "" | "." | "..")) =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/").trim_start_matches("./").to_owned()
}

/// The post that stands at each old address, the addresses without `/` at the end.
fn addresses(basis: Basis, paths: &BTreeMap<PostId, String>) -> HashMap<String, PostId> {
    let of = |id: &PostId| {
        let aliases = basis.site.post(*id).front.aliases.iter();
        aliases
            .map(|(alias, _)| (address(alias), *id))
            .collect::<Vec<_>>()
    };
    paths.keys().flat_map(of).collect()
}

fn address(path: &str) -> String {
    let path = url::decode(path);
    path.strip_suffix("index.html")
        .unwrap_or(&path)
        .trim_end_matches('/')
        .to_owned()
}

/// Where posts, homes and files stand on the new site.
fn taken(basis: Basis) -> BTreeSet<String> {
    let code = |post: &Post| &basis.config.languages[post.lang].code;
    let posts = basis
        .site
        .posts
        .iter()
        .map(|post| format!("/{}/{}", code(post), post.slug));
    let homes = basis
        .config
        .languages
        .langs()
        .map(|lang| format!("/{}", basis.config.languages[lang].code));
    let files = basis
        .assets
        .iter()
        .filter_map(|asset| asset.path.strip_prefix("static").map(str::to_owned));
    let own = ["", "/404.html", "/sitemap.xml", "/old-addresses.json"].map(str::to_owned);
    let aliases = basis
        .site
        .posts
        .iter()
        .filter(|post| !post.imported)
        .flat_map(|post| &post.front.aliases);
    posts
        .chain(homes)
        .chain(files)
        .chain(own)
        .chain(aliases.map(|(alias, _)| address(alias)))
        .collect()
}

struct Writer<'a> {
    basis: Basis<'a>,
    assets: Assets<'a>,
    paths: &'a BTreeMap<PostId, String>,
    addresses: HashMap<String, PostId>,
    /// The post of every Markdown source.
    by_source: HashMap<String, PostId>,
    /// Files to copy: the path and the asset.
    copies: BTreeMap<String, usize>,
    missing: BTreeSet<String>,
    /// Where something stands on the new site.
    taken: BTreeSet<String>,
    lost: Vec<(PostId, String)>,
}

impl Writer<'_> {
    /// A post's file, and that of its comments.
    fn post(&mut self, id: PostId) -> Vec<File> {
        let (site, path) = (self.basis.site, self.paths[&id].clone());
        let post = site.post(id);
        let source = self.basis.sources.get(post.place.source);
        let (body, origin) = match &post.body {
            Body::Archive(piece) => {
                let text = markdown::of(piece, |name| {
                    self.assets
                        .named(url::folder_of(&source.path), name)
                        .map(|at| self.image(&source.path, at))
                });
                for image in piece.images() {
                    if let Some(at) = self.assets.named(url::folder_of(&source.path), image.name) {
                        self.copies
                            .insert(format!("static{}", self.image(&source.path, at)), at);
                    }
                }
                (text, Some(origin::of_piece(piece, &source.path)))
            }
            Body::Markdown(..) => (
                self.text(id, &path),
                post.front.origin.as_ref().map(|(origin, _)| origin.clone()),
            ),
        };
        let code = &self.basis.config.languages[post.lang].code;
        let key = key(site, id, &path);
        let aliases = self.aliases(id);
        let image = post
            .front
            .image
            .as_ref()
            .map(|(image, _)| self.destination(id, &path, image).unwrap_or(image.clone()));
        let told = front_matter::Told {
            lang: code,
            key: key.as_deref(),
            aliases: &aliases,
            origin: origin.as_deref(),
            image: image.as_deref(),
        };
        let front = front_matter::of(post, told);
        let text = format!("{front}\n{}\n", body.trim_matches('\n'));
        let comments = (!post.comments.is_empty()).then(|| File {
            path: format!("{}{}", path.trim_end_matches(".md"), comments::ENDING),
            content: Content::Text(front_matter::comments(&post.comments)),
        });
        comments
            .into_iter()
            .chain([File {
                path,
                content: Content::Text(text),
            }])
            .collect()
    }

    /// The old addresses that can be kept.
    fn aliases(&mut self, id: PostId) -> Vec<String> {
        // File systems take names of 255 bytes.
        const LONGEST: usize = 240;
        let is_short = |alias: &str| {
            url::decode(alias)
                .split('/')
                .all(|part| part.len() <= LONGEST)
        };
        let post = self.basis.site.post(id);
        let all = post.front.aliases.iter().map(|(alias, _)| alias.clone());
        let (mut kept, lost): (Vec<String>, Vec<String>) = all.partition(|alias| {
            is_short(alias) && (alias.starts_with("/?") || self.taken.insert(address(alias)))
        });
        self.lost.extend(lost.into_iter().map(|alias| (id, alias)));
        kept.extend(
            post.body
                .old_path()
                .filter(|path| is_short(path) && self.taken.insert(address(path))),
        );
        kept
    }

    /// The site path of an image that an archive names.
    fn image(&self, archive: &str, asset: usize) -> String {
        let folder = titles::slug(base_name(archive).trim_end_matches(".txt"));
        format!(
            "/images/{folder}/{}",
            base_name(&self.basis.assets[asset].path)
        )
    }

    /// A Markdown text, its links leading where things stand now.
    fn text(&mut self, id: PostId, path: &str) -> String {
        let post = self.basis.site.post(id);
        let span = match &post.body {
            Body::Markdown(span, None) => *span,
            // Its blocks stand apart in the file, so its links have no places.
            Body::Markdown(_, Some(text)) => return self.versions_text(id, path, text),
            Body::Archive(_) => return String::new(),
        };
        let source = &self.basis.sources.get(span.source).text;
        let mut edits = BTreeMap::new();
        for link in &post.links {
            let Some(new) = self.destination(id, path, &link.destination) else {
                continue;
            };
            let within = link.range.start.max(span.start)..link.range.end.min(span.end);
            // The destination stands behind the words, which may be the same.
            let place = source
                .get(within.clone())
                .and_then(|text| text.rfind(&link.destination));
            if let Some(at) = place {
                edits.insert(within.start + at, (link.destination.len(), new));
            }
        }
        let mut text = String::with_capacity(span.end - span.start);
        let mut from = span.start;
        for (at, (length, new)) in edits.into_iter().filter(|(at, _)| *at >= span.start) {
            if at >= from {
                text.push_str(&source[from..at]);
                text.push_str(&new);
                from = at + length;
            }
        }
        text + &source[from..span.end]
    }

    /// Copies the file that an old address names to where it was.
    fn upload(&mut self, address: &str) {
        let decoded = url::decode(address.split(['?', '#']).next().unwrap_or(address));
        // An address that climbs out of its site names nothing.
        let Some(place) = url::join("", &decoded).filter(|_| !decoded.contains('\\')) else {
            return;
        };
        let (address, path) = (format!("/{place}"), format!("static/{place}"));
        // What ends so was a page.
        const PAGES: [&str; 4] = ["html", "htm", "php", "md"];
        let is_file = base_name(&address)
            .rsplit_once('.')
            .is_some_and(|(_, ending)| !PAGES.contains(&ending));
        if is_file && !self.assets.by_path.contains_key(path.as_str()) {
            match self.assets.uploaded(&address) {
                Some(asset) => drop(self.copies.insert(path, asset)),
                None => drop(self.missing.insert(address)),
            }
        }
    }

    /// The text of one version of a text in several languages, its links leading where things stand now.
    fn versions_text(&mut self, id: PostId, path: &str, text: &str) -> String {
        let destinations: BTreeSet<&str> = self
            .basis
            .site
            .post(id)
            .links
            .iter()
            .map(|link| link.destination.as_str())
            .collect();
        let mut text = text.to_owned();
        for destination in destinations {
            let Some(new) = self.destination(id, path, destination) else {
                continue;
            };
            for (before, after) in [
                ("](", ")"),
                ("](", " "),
                ("](<", ">"),
                ("]: ", "\n"),
                ("=\"", "\""),
            ] {
                text = text.replace(
                    &format!("{before}{destination}{after}"),
                    &format!("{before}{new}{after}"),
                );
            }
        }
        text
    }

    /// Where a link leads now, if it must change; the files that it names are copied.
    fn destination(&mut self, id: PostId, path: &str, to: &str) -> Option<String> {
        let fragment = to.find('#').map_or("", |at| &to[at..]);
        if to.starts_with('#') || url::is_external(to) {
            return None;
        }
        let plain = to.trim_end_matches(fragment);
        if to.starts_with('/') {
            if let Some(other) = self.addresses.get(&address(plain)) {
                return Some(format!(
                    "{}{fragment}",
                    url::relative(url::folder_of(path), &self.paths[other])
                ));
            }
            self.upload(plain);
            return None;
        }
        let post = self.basis.site.post(id);
        let named = beside(
            url::folder_of(&self.basis.sources.get(post.place.source).path),
            to,
        );
        if let Some(other) = self.by_source.get(&named) {
            let target = self.paths.get(other).unwrap_or(
                &self
                    .basis
                    .sources
                    .get(self.basis.site.post(*other).place.source)
                    .path,
            );
            return Some(format!(
                "{}{fragment}",
                url::relative(url::folder_of(path), target)
            ));
        }
        let asset = *self.assets.by_path.get(named.as_str())?;
        let decoded = url::decode(plain);
        let climbs = decoded.split(['/', '\\']).any(|part| part == "..") || decoded.contains('\\');
        let local = if climbs {
            base_name(&named).to_owned()
        } else {
            decoded
        };
        self.copies.insert(
            format!(
                "{}/{}",
                url::folder_of(path),
                local.trim_start_matches("./")
            ),
            asset,
        );
        climbs.then(|| url::encode_path(&local))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (path, expected) in [
            ("content/posts/a.fr.md", "content/posts/a"),
            ("content/posts/v1.2.fr.md", "content/posts/v1.2"),
            ("content/posts/a/index.en.md", "content/posts/a"),
            ("content/posts/a/photo.jpg", "content/posts/a/photo"),
        ] {
            assert_eq!(stem(path), expected);
        }
        for (folder, link, expected) in [
            ("old/posts", "a.jpg", "old/posts/a.jpg"),
            ("old/posts", "../img/a%20b.jpg?x", "old/img/a b.jpg"),
            ("..", "../a.jpg", "../../a.jpg"),
            ("/old", "./a.jpg", "/old/a.jpg"),
        ] {
            assert_eq!(beside(folder, link), expected);
        }
    }
}
