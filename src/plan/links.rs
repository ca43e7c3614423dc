//! Where the links inside posts lead: other posts by file, files beside the post, pages of the site by URL.

use std::collections::{BTreeMap, HashMap};

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
pub fn resolve(plan: &Plan, basis: Basis, found: &mut Vec<Diagnostic>) -> LinkTargets {
    let Basis { site, config, assets, sources, .. } = basis;
    let mut paths: HashMap<&str, &str> = plan.files.iter().map(|(path, _)| (path.as_str(), path.as_str())).collect();
    paths.extend(plan.routes.iter().map(|route| match &route.page {
        Page::Redirect(target) => (route.path.as_str(), target.as_str()),
        _ => (route.path.as_str(), route.path.as_str()),
    }));
    let mut files: HashMap<String, String> = HashMap::new();
    for (path, asset) in &plan.files {
        files.insert(assets[*asset].path.clone(), path.clone());
    }
    for id in site.ids() {
        if let Body::Markdown(span, _) = site.post(id).body {
            // Of a file in two languages, the first version is meant.
            files.entry(sources.get(span.source).path.clone()).or_insert_with(|| permalink(config, site, id));
        }
    }
    let resolver = Resolver { basis, paths, queries: &plan.queries, files };
    let mut targets = LinkTargets::default();
    let images = resolver.images();
    for id in site.ids() {
        if let Body::Archive(_) = site.post(id).body {
            targets.0.extend(site.post(id).links.iter().filter_map(|link| {
                let path = images.get(&(resolver.folder(id).to_owned(), key(&link.destination)))?;
                Some(((id, link.destination.clone()), url::encode_path(&config.base.path_of(path))))
            }));
            continue;
        }
        for link in &site.post(id).links {
            match resolver.target(id, &link.destination) {
                Ok(Some(target)) => {
                    targets.0.insert((id, link.destination.clone()), target);
                }
                Ok(None) => {}
                Err(help) => found.push(resolver.broken(id, link, help)),
            }
        }
    }
    targets
}

struct Resolver<'a> {
    basis: Basis<'a>,
    /// Every URL path of the site, and where it leads: a link to an old address goes straight to the new one.
    paths: HashMap<&'a str, &'a str>,
    /// Old addresses that are queries.
    queries: &'a BTreeMap<String, String>,
    /// The URL path of every source file and asset.
    files: HashMap<String, String>,
}

impl Resolver<'_> {
    /// The images that lie beside archives, by folder and name: an archive names an image without saying where it lies.
    fn images(&self) -> HashMap<(String, String), &str> {
        let images = self.files.iter().filter(|(file, _)| file.starts_with("content/archive/") && is_image(file));
        // Of two images of one name (`a.jpg`, `a.png`) the first is taken.
        let mut images: Vec<(&String, &String)> = images.collect();
        images.sort_unstable_by(|a, b| b.cmp(a));
        let place = |file: &str| file.rsplit_once('/').map(|(folder, name)| (folder.to_owned(), key(name))).unwrap_or_default();
        images.into_iter().map(|(file, path)| (place(file), path.as_str())).collect()
    }

    /// The new destination, `None` if it stays; or what to do about a link that leads nowhere.
    fn target(&self, id: PostId, destination: &str) -> Result<Option<String>, String> {
        if destination.is_empty() || destination.starts_with(['#', '?']) || url::is_external(destination) {
            return Ok(None);
        }
        if let Some(target) = destination.strip_prefix("/?").and_then(|query| self.queries.get(query)) {
            return Ok(Some(url::encode_path(&self.basis.config.base.path_of(target))));
        }
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, tail) = destination.split_at(end);
        let path = url::decode(path);
        let found = if path.starts_with('/') {
            self.by_url(&path).or_else(|| self.by_root_file(&path))
        } else {
            self.by_file(id, &path).or_else(|| self.by_relative_url(id, &path))
        };
        match found {
            Some(target) => Ok(Some(format!("{}{tail}", url::encode_path(&self.basis.config.base.path_of(&target))))),
            None => Err(self.advice(id, &path)),
        }
    }

    fn by_url(&self, path: &str) -> Option<String> {
        [path.to_owned(), format!("{path}/")]
            .into_iter()
            .find_map(|path| self.paths.get(path.as_str()).map(|to| (*to).to_owned()))
    }

    fn folder(&self, id: PostId) -> &str {
        let path = &self.basis.sources.get(self.basis.site.post(id).place.source).path;
        url::folder_of(path)
    }

    fn by_file(&self, id: PostId, path: &str) -> Option<String> {
        let file = url::join(self.folder(id), path)?;
        let in_language = || {
            // `a.md` stands for `a.fr.md` in a French post.
            let code = &self.basis.config.languages[self.basis.site.post(id).lang].code;
            self.files.get(&format!("{}.{code}.md", file.strip_suffix(".md")?))
        };
        self.files.get(&file).or_else(in_language).cloned()
    }

    /// `/posts/a.fr.md`, as some generators write it.
    fn by_root_file(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches('/');
        [path.to_owned(), format!("content/{path}")].into_iter().find_map(|file| self.files.get(&file).cloned())
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
            return format!("`{file}` is a draft or dated in the future; publish it, or remove the link");
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let names = self.files.keys().filter_map(|file| file.rsplit('/').next());
        did_you_mean(name, names).unwrap_or_else(|| "write the path of a file, seen from this one, or a whole address".into())
    }

    fn broken(&self, id: PostId, link: &Link, help: String) -> Diagnostic {
        let what = if link.image { "image" } else { "link" };
        let place = Span::new(self.basis.site.post(id).place.source, link.range.clone());
        let message = format!("this {what} leads nowhere: `{}`", link.destination);
        // What the site does not make may be served beside it, but not below its languages, and never as Markdown.
        let elsewhere =
            link.destination.starts_with('/') && !self.is_ours(&link.destination) && !link.destination.ends_with(".md");
        let finding = if elsewhere { Diagnostic::warning(Code::Link, message) } else { Diagnostic::error(Code::Link, message) };
        finding.at(place).help(help)
    }
}
