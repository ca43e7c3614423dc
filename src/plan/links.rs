//! Where the links inside posts lead: other posts by file, files beside the post, pages of the site by URL.
//!
//! A link by file is to a story: it leads to the version in the reader's language, where there is one. It leads to the very
//! file that it names where that is the reader's own story, as one names a translation to show it, or where what stands behind
//! `#` is in that version alone. A link by URL leads there. What stands behind `#` must be in the page.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Basis, Page, Plan, permalink};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::markdown::Link;
use crate::model::Body;
use crate::model::PostId;
use crate::source::Span;
use crate::text::images::{is_image, key};
use crate::text::url;

/// The new destinations, by post and destination as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTargets(BTreeMap<(PostId, String), String>);

impl LinkTargets {
    /// Where a link of a post leads, if it is changed.
    pub fn get(&self, post: PostId, destination: &str) -> Option<&String> {
        self.0.get(&(post, destination.to_owned()))
    }
}

/// Resolves every link; one that leads nowhere is an error.
pub fn resolve(plan: &Plan, basis: Basis, diagnostics: &mut Vec<Diagnostic>) -> LinkTargets {
    let Basis {
        site,
        config,
        assets,
        sources,
        ..
    } = basis;
    let mut paths: HashMap<&str, &str> = plan
        .files
        .iter()
        .map(|(path, _)| (path.as_str(), path.as_str()))
        .collect();
    paths.extend(plan.routes.iter().map(|route| match &route.page {
        Page::Redirect(target) => (route.path.as_str(), target.as_str()),
        _ => (route.path.as_str(), route.path.as_str()),
    }));
    let mut files: HashMap<String, String> = HashMap::new();
    for (path, asset) in &plan.files {
        files.insert(assets[*asset].path.clone(), path.clone());
    }
    let mut posts: HashMap<&str, PostId> = HashMap::new();
    for id in site.ids() {
        if let Body::Markdown(span, _) = site.post(id).body {
            // Of a file in two languages, the first version is meant, unless the reader's language says otherwise.
            posts.entry(&sources.get(span.source).path).or_insert(id);
        }
    }
    let pages = plan.routes.iter().filter_map(|route| match route.page {
        Page::Post(id) => Some((route.path.as_str(), id)),
        _ => None,
    });
    let anchors = site
        .posts
        .iter()
        .map(|post| post.anchors.iter().map(String::as_str).collect())
        .collect();
    let resolver = Resolver {
        basis,
        paths,
        queries: &plan.queries,
        files,
        posts,
        pages: pages.collect(),
        anchors,
    };
    let mut targets = LinkTargets::default();
    let images = resolver.images();
    for id in site.ids() {
        targets.0.extend(resolver.image(id, diagnostics));
        if let Body::Archive(_) = site.post(id).body {
            targets
                .0
                .extend(site.post(id).links.iter().filter_map(|link| {
                    let path =
                        images.get(&(resolver.folder(id).to_owned(), key(&link.destination)))?;
                    Some((
                        (id, link.destination.clone()),
                        url::encode_path(&config.base.path_of(path)),
                    ))
                }));
            continue;
        }
        for link in &site.post(id).links {
            match resolver.target(id, &link.destination) {
                Ok(Some(target)) => {
                    targets.0.insert((id, link.destination.clone()), target);
                }
                Ok(None) => {}
                Err(Broken::Path(help)) => diagnostics.push(resolver.broken(id, link, help)),
                Err(Broken::Anchor(target)) => {
                    diagnostics.push(resolver.broken_anchor(id, link, target))
                }
            }
        }
    }
    targets
}

/// Anchors of a post that a wrong one is compared with…
const ANCHORS: usize = 200;
/// …and that are named where it is like none.
const NAMED: usize = 20;

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
    /// The anchors of every post.
    anchors: Vec<HashSet<&'a str>>,
}

/// Why a link leads nowhere.
enum Broken {
    /// There is no such file or page; what to do.
    Path(String),
    /// The post has no such anchor.
    Anchor(PostId),
}

/// What a path names.
enum Named {
    /// A post by its file: it stands for its story.
    File(PostId),
    /// A file, or a page, by its URL path.
    Path(String),
}

/// What is behind `#`, decoded.
fn fragment(destination: &str) -> Option<String> {
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

impl Resolver<'_> {
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

    /// Where the picture is that its author has stand for a post: beside its file, else below the site's root, as in Hugo. What
    /// `extra` calls so may mean something else, and is taken where it is a file.
    fn image(
        &self,
        id: PostId,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<((PostId, String), String)> {
        let front = &self.basis.site.post(id).front;
        let destination = front.cover()?;
        let rooted = format!("/{}", destination.trim_start_matches('/'));
        match [destination, &rooted]
            .into_iter()
            .find_map(|image| self.target(id, image).ok())
        {
            Some(target) => Some((
                (id, destination.to_owned()),
                target.unwrap_or_else(|| destination.to_owned()),
            )),
            None => {
                let place = front.image.as_ref()?.1;
                let finding =
                    Diagnostic::warning(Code::Link, format!("there is no image `{destination}`"))
                        .at(place);
                diagnostics.push(finding.help(self.advice(id, destination)));
                None
            }
        }
    }

    /// The new destination, `None` if it stays.
    fn target(&self, id: PostId, destination: &str) -> Result<Option<String>, Broken> {
        if destination.starts_with('#') {
            return self.checked(id, destination).map(|_| None);
        }
        if destination.is_empty() || destination.starts_with('?') || url::is_external(destination) {
            return Ok(None);
        }
        if let Some(target) = destination
            .strip_prefix("/?")
            .and_then(|query| self.queries.get(query))
        {
            return Ok(Some(url::encode_path(
                &self.basis.config.base.path_of(target),
            )));
        }
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, tail) = destination.split_at(end);
        let path = url::decode(path);
        let found = if path.starts_with('/') {
            self.by_url(&path)
                .map(Named::Path)
                .or_else(|| self.by_root_file(&path))
        } else {
            self.by_file(id, &path)
                .or_else(|| self.by_relative_url(id, &path).map(Named::Path))
        };
        let target = match found.ok_or_else(|| Broken::Path(self.advice(id, &path)))? {
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
        Ok(Some(format!(
            "{}{tail}",
            url::encode_path(&self.basis.config.base.path_of(&target))
        )))
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

    /// Whether a post has an anchor.
    fn has(&self, id: PostId, anchor: &str) -> bool {
        let is_block = anchor
            .strip_prefix("p:")
            .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
        is_block || is_of_every_page(anchor) || self.anchors[id.0].contains(anchor)
    }

    /// The post that a link leads to, if it has what the link names.
    fn checked(&self, id: PostId, destination: &str) -> Result<PostId, Broken> {
        let is_known = matches!(self.basis.site.post(id).body, Body::Markdown(..));
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

    fn folder(&self, id: PostId) -> &str {
        let path = &self
            .basis
            .sources
            .get(self.basis.site.post(id).place.source)
            .path;
        url::folder_of(path)
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

    fn advice(&self, id: PostId, path: &str) -> String {
        let file = url::join(self.folder(id), path).unwrap_or_default();
        if self.basis.known.contains(&file.as_str()) {
            return format!(
                "`{file}` is a draft or dated in the future; publish it, or remove the link"
            );
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let files = self
            .files
            .keys()
            .map(String::as_str)
            .chain(self.posts.keys().copied());
        let names = files.filter_map(|file| file.rsplit('/').next());
        did_you_mean(name, names).unwrap_or_else(|| {
            "write the path of a file, seen from this one, or a whole address".into()
        })
    }

    fn broken(&self, id: PostId, link: &Link, help: String) -> Diagnostic {
        let what = if link.image { "image" } else { "link" };
        let place = Span::new(self.basis.site.post(id).place.source, link.range.clone());
        let message = format!("this {what} leads nowhere: `{}`", link.destination);
        // What the site does not make may be served beside it, but not below its languages, and never as Markdown.
        let elsewhere = link.destination.starts_with('/')
            && !self.is_ours(&link.destination)
            && !link.destination.ends_with(".md");
        let finding = if elsewhere {
            Diagnostic::warning(Code::Link, message)
        } else {
            Diagnostic::error(Code::Link, message)
        };
        finding.at(place).help(help)
    }

    fn broken_anchor(&self, id: PostId, link: &Link, target: PostId) -> Diagnostic {
        let site = self.basis.site;
        let (post, anchor) = (
            site.post(target),
            fragment(&link.destination).unwrap_or_default(),
        );
        let whose = if id == target {
            "this text".to_owned()
        } else {
            format!("« {} »", post.title)
        };
        let message = format!("this link leads to `#{anchor}`, which is nowhere in {whose}");
        let known = || post.anchors.iter().take(ANCHORS).map(String::as_str);
        let help = did_you_mean(&anchor, known()).unwrap_or_else(|| match post.anchors.len() {
            0 => "it has no headings; give the place an anchor: `<a id=\"…\"></a>`".to_owned(),
            count => {
                let named = known()
                    .take(NAMED)
                    .map(|id| format!("`#{id}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                format!("it has {named}{}", if count > NAMED { "…" } else { "" })
            }
        });
        // What came from elsewhere may have lost its anchors long ago, and shortcodes may hold some that are not seen here.
        let is_sure =
            !post.shortcodes && site.post(id).front.origin.is_none() && post.front.origin.is_none();
        let finding = if is_sure {
            Diagnostic::error(Code::Link, message)
        } else {
            Diagnostic::warning(Code::Link, message)
        };
        finding
            .at(Span::new(site.post(id).place.source, link.range.clone()))
            .help(help)
    }
}
