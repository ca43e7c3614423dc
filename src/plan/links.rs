//! Where the links inside posts lead: other posts by file, files beside the post, pages of the site by URL.
//!
//! A link by file is to a story: it leads to the version in the reader's language, where there is one. It leads to the very
//! file that it names where that is the reader's own story, as one names a translation to show it, or where what is behind
//! `#` is in that version alone. A link by URL leads there. What is behind `#` must be in the page.

use std::collections::{BTreeMap, HashMap, HashSet};

pub use super::broken::{BrokenLink, Why};
use super::paths::permalink;
use super::route::Page;
use super::targets::LinkTargets;
use super::{Basis, Plan, near};
use crate::doc::Link;
use crate::model::PostId;
use crate::source::{Span, composed};
use crate::text::address;
use crate::text::images::{is_image, key};
use crate::text::url;

/// A post and a destination as written; the new destination.
type Target = ((PostId, String), String);

/// Where links lead, and those that lead nowhere.
#[derive(Debug, Default)]
pub struct Links {
    pub targets: LinkTargets,
    pub broken: Vec<BrokenLink>,
}

pub fn resolve(plan: &Plan, basis: Basis) -> Links {
    let resolver = Resolver::new(plan, basis);
    let images = resolver.images();
    let mut links = Links::default();
    for id in basis.site.ids() {
        let post = basis.site.post(id);
        match resolver.cover(id) {
            Ok(target) => links.targets.0.extend(target),
            Err(broken) => links.broken.push(broken),
        }
        if post.archive.is_some() {
            let target = |link: &Link| {
                let image = (resolver.folder(id).to_owned(), key(&link.destination));
                let path = basis.config.base.encoded_path_of(images.get(&image)?);
                Some(((id, link.destination.clone()), path))
            };
            links.targets.0.extend(post.links.iter().filter_map(target));
            continue;
        }
        for link in &post.links {
            match resolver.target(id, &link.destination) {
                Ok(Some(target)) => {
                    let written = (id, link.destination.clone());
                    links.targets.0.insert(written, target);
                }
                Ok(None) => {}
                Err(broken) => {
                    if matches!(broken, Broken::HeldBack) {
                        let written = (id, link.destination.clone());
                        links.targets.0.insert(written, "#".to_owned());
                    }
                    links.broken.push(resolver.broken(id, link, broken));
                }
            }
        }
    }
    links
}

struct Resolver<'a> {
    basis: Basis<'a>,
    /// Every URL path of the site, and where it leads: a link to an old address goes straight to the new one.
    paths: HashMap<&'a str, &'a str>,
    /// Old addresses that are queries.
    queries: &'a BTreeMap<String, String>,
    /// The URL path of every asset.
    files: HashMap<String, String>,
    /// The post of every Markdown file.
    posts: HashMap<&'a str, PostId>,
    /// The post at every URL path of one.
    pages: HashMap<&'a str, PostId>,
    anchors: Vec<HashSet<&'a str>>,
}

enum Broken {
    /// Nothing is named.
    Nothing,
    /// It would run a script.
    Script,
    /// There is no such file or page.
    Path(String),
    /// The post of the file is not published.
    HeldBack,
    /// The post has no such anchor.
    Anchor(PostId),
}

/// What a path names.
enum Named {
    /// A post by its file, which names its story.
    File(PostId),
    /// A file, or a page, by its URL path.
    Path(String),
}

/// What is behind `#`, decoded.
pub fn fragment(destination: &str) -> Option<String> {
    destination
        .split_once('#')
        .map(|(_, fragment)| url::decode(fragment))
}

/// Anchors that the theme and the passes make, in every page.
fn is_of_every_page(fragment: &str) -> bool {
    matches!(fragment, "" | "top" | "main" | "comments" | "contents:")
        || ["fn:", "fnref:", "comment-"]
            .iter()
            .any(|start| fragment.starts_with(start))
}

impl<'a> Resolver<'a> {
    fn new(plan: &'a Plan, basis: Basis<'a>) -> Self {
        let files = plan.files.iter().map(|(path, _)| (path, path));
        let routes = plan.routes.iter().map(|route| match &route.page {
            Page::Redirect(target) => (&route.path, target),
            _ => (&route.path, &route.path),
        });
        let paths = files.chain(routes);
        let assets = plan.files.iter();
        let mut posts: HashMap<&str, PostId> = HashMap::new();
        for id in basis.site.ids() {
            let post = basis.site.post(id);
            if post.archive.is_none() {
                // Of a file in two languages, the first version is meant, unless the reader's language says otherwise.
                let path = &basis.sources.get(post.body.text.source).path;
                posts.entry(path).or_insert(id);
            }
        }
        let pages = plan.routes.iter().filter_map(|route| match route.page {
            Page::Post(id) => Some((route.path.as_str(), id)),
            _ => None,
        });
        let anchors = basis.site.posts.iter();
        Self {
            basis,
            paths: paths
                .map(|(path, to)| (path.as_str(), to.as_str()))
                .collect(),
            queries: &plan.queries,
            files: assets
                .map(|(path, asset)| (basis.assets[*asset].path.clone(), path.clone()))
                .collect(),
            posts,
            pages: pages.collect(),
            anchors: anchors
                .map(|post| post.anchors.iter().map(String::as_str).collect())
                .collect(),
        }
    }

    /// The images that lie beside archives, by folder and name: an archive names an image without saying where it lies.
    fn images(&self) -> HashMap<(String, String), &str> {
        let images = self
            .files
            .iter()
            .filter(|(file, _)| file.starts_with("content/archive/") && is_image(file));
        // Of two images of one name (`a.jpg`, `a.png`) the first is taken.
        let mut images: Vec<(&String, &String)> = images.collect();
        images.sort_unstable_by(|a, b| b.cmp(a));
        let place = |file: &str| {
            file.rsplit_once('/')
                .map(|(folder, name)| (folder.to_owned(), key(name)))
                .unwrap_or_default()
        };
        images
            .into_iter()
            .map(|(file, path)| (place(file), path.as_str()))
            .collect()
    }

    /// Where the image is that the author chose for a post: beside its file, else below the site's root, as in Hugo. What `extra`
    /// calls so may mean something else, and is taken where it is a file.
    fn cover(&self, id: PostId) -> Result<Option<Target>, BrokenLink> {
        let front = &self.basis.site.post(id).front;
        let Some(destination) = front.cover() else {
            return Ok(None);
        };
        let rooted = format!("/{}", destination.trim_start_matches('/'));
        let mut written = [destination, &rooted].into_iter();
        let target = written.find_map(|image| self.target(id, image).ok());
        match (target, &front.image) {
            (Some(target), _) => {
                let target = target.unwrap_or_else(|| destination.to_owned());
                Ok(Some(((id, destination.to_owned()), target)))
            }
            (None, None) => Ok(None),
            (None, Some((_, place))) => Err(BrokenLink {
                post: id,
                place: *place,
                destination: destination.to_owned(),
                why: Why::NoCover(self.advice(id, destination)),
            }),
        }
    }

    /// The new destination, `None` if it stays.
    fn target(&self, id: PostId, destination: &str) -> Result<Option<String>, Broken> {
        if destination.starts_with('#') {
            return self.checked(id, destination).map(|_| None);
        }
        if destination.is_empty() {
            return Err(Broken::Nothing);
        }
        if address::runs_script(destination) {
            return Err(Broken::Script);
        }
        if destination.starts_with('?') || url::is_external(destination) {
            return Ok(None);
        }
        let on_host = |path: &str| self.basis.config.base.encoded_path_of(path);
        let query = destination.strip_prefix("/?");
        if let Some(target) = query.and_then(|query| self.queries.get(query)) {
            return Ok(Some(on_host(target)));
        }
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, tail) = destination.split_at(end);
        let path = composed(url::decode(path));
        let named = if path.starts_with('/') {
            self.by_url(&path)
                .or_else(|| self.by_url(&format!("/{}", self.below_base(&path)?)))
                .map(Named::Path)
                .or_else(|| self.by_root_file(&path))
        } else {
            self.by_file(id, &path)
                .or_else(|| self.by_relative_url(id, &path).map(Named::Path))
        };
        let target = match named.ok_or_else(|| self.no_target(id, &path))? {
            Named::File(post) => {
                let post = self.checked(self.version_for(id, post, destination), destination)?;
                permalink(self.basis.config, self.basis.site, post)
            }
            Named::Path(path) => {
                self.pages
                    .get(path.as_str())
                    .map_or(Ok(id), |post| self.checked(*post, destination))?;
                path
            }
        };
        Ok(Some(on_host(&target) + tail))
    }

    /// The version that a reader of `id` is led to by a link to the file of `named`.
    fn version_for(&self, id: PostId, named: PostId, destination: &str) -> PostId {
        let site = self.basis.site;
        let (reader, story) = (site.post(id), site.story_of(named));
        let Some(own) = story.posts[reader.lang].filter(|_| reader.story != site.post(named).story)
        else {
            return named;
        };
        let only_there = fragment(destination)
            .is_some_and(|anchor| self.has(named, &anchor) && !self.has(own, &anchor));
        if only_there { named } else { own }
    }

    fn has(&self, id: PostId, anchor: &str) -> bool {
        let is_block = anchor
            .strip_prefix("p:")
            .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
        is_block || is_of_every_page(anchor) || self.anchors[id.0].contains(anchor)
    }

    /// The post that a link leads to, if it has what the link names.
    fn checked(&self, id: PostId, destination: &str) -> Result<PostId, Broken> {
        let is_known = self.basis.site.post(id).archive.is_none();
        let missing = |anchor: String| is_known && !self.has(id, &anchor);
        if fragment(destination).is_some_and(missing) {
            Err(Broken::Anchor(id))
        } else {
            Ok(id)
        }
    }

    fn by_url(&self, path: &str) -> Option<String> {
        [path.to_owned(), format!("{path}/")]
            .into_iter()
            .find_map(|path| self.paths.get(path.as_str()).map(|to| (*to).to_owned()))
    }

    /// A path of the host, as one of the site.
    fn below_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.basis.config.base.path.as_str())
    }

    fn folder(&self, id: PostId) -> &str {
        let source = self.basis.site.post(id).place.source;
        url::folder_of(&self.basis.sources.get(source).path)
    }

    fn by_file(&self, id: PostId, path: &str) -> Option<Named> {
        let file = url::join(self.folder(id), path)?;
        self.named(&file).or_else(|| {
            // `a.md` stands for `a.fr.md` in a French post, and for `a.en.md` where there is no other.
            let (stem, languages) = (file.strip_suffix(".md")?, &self.basis.config.languages);
            let own = self.basis.site.post(id).lang;
            let others = languages.langs().filter(|lang| *lang != own);
            std::iter::once(own)
                .chain(others)
                .find_map(|lang| self.named(&format!("{stem}.{}.md", languages[lang].code)))
        })
    }

    fn named(&self, file: &str) -> Option<Named> {
        self.posts
            .get(file)
            .map(|post| Named::File(*post))
            .or_else(|| self.files.get(file).cloned().map(Named::Path))
    }

    /// `/posts/a.fr.md`, as some generators write it.
    fn by_root_file(&self, path: &str) -> Option<Named> {
        let path = path.trim_start_matches('/');
        [path.to_owned(), format!("content/{path}")]
            .into_iter()
            .find_map(|file| self.named(&file))
    }

    fn by_relative_url(&self, id: PostId, path: &str) -> Option<String> {
        let joined = url::join(&permalink(self.basis.config, self.basis.site, id), path)?;
        self.by_url(&format!("/{joined}"))
    }

    fn is_ours(&self, path: &str) -> bool {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
        self.basis.config.lang(first).is_some() || first == "media"
    }

    fn no_target(&self, id: PostId, path: &str) -> Broken {
        let file = url::join(self.folder(id), path).unwrap_or_default();
        let stem = file.strip_suffix(".md").unwrap_or(&file);
        let codes = self.basis.config.languages.iter();
        let mut files = codes.map(|(_, language)| format!("{stem}.{}.md", language.code));
        let is_known = |file: &str| self.basis.known.contains(&file);
        let last = path.trim_end_matches('/').rsplit('/').next();
        let mut left_out = self.basis.site.left_out.iter();
        let is_page = path.starts_with('/') && self.is_ours(path);
        let is_left_out = is_page && left_out.any(|post| post.slug.as_deref() == last);
        match is_left_out || is_known(&file) || files.any(|file| is_known(&file)) {
            true => Broken::HeldBack,
            false => Broken::Path(self.advice(id, path)),
        }
    }

    fn advice(&self, id: PostId, path: &str) -> String {
        let file = url::join(self.folder(id), path).unwrap_or_default();
        let files = self.files.keys().map(String::as_str);
        let files = files.chain(self.posts.keys().copied());
        let files = files.chain(self.basis.private.iter().map(String::as_str));
        near::help(self.folder(id), &file, &files.collect::<Vec<_>>())
    }

    fn broken(&self, id: PostId, link: &Link, broken: Broken) -> BrokenLink {
        let destination = &link.destination;
        let why = match broken {
            Broken::Anchor(target) => Why::NoAnchor(target),
            Broken::HeldBack => Why::HeldBack,
            Broken::Nothing => Why::Nothing { image: link.image },
            Broken::Script => Why::Script,
            // What the site does not make may be served beside it, but not below its languages, and never as Markdown.
            Broken::Path(help) => Why::NoTarget {
                image: link.image,
                is_ours: !destination.starts_with('/')
                    || self.is_ours(destination)
                    || destination.ends_with(".md"),
                help: match address::with_scheme(destination) {
                    Some(whole) => format!("write `{whole}`"),
                    None => help,
                },
            },
        };
        BrokenLink {
            post: id,
            place: Span::new(self.basis.site.post(id).place.source, link.range.clone()),
            destination: destination.clone(),
            why,
        }
    }
}
