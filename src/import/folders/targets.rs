//! Links between posts that are written in the generator's way: by a path below the content, a bare name, or an old URL.

use std::collections::HashMap;

use super::file::File;
use crate::lang::{Lang, site::is_language_code};
use crate::source::Sources;
use crate::text::url;

/// The versions of a post: language, where it is known, and file.
type Versions = Vec<(Option<Lang>, String)>;

/// Where posts are, for links between them: by site, and by the path below the content, by name, or by old URL.
pub struct Targets(HashMap<(String, String), Versions>);

impl Targets {
    pub fn new(files: &[File], sources: &Sources) -> Self {
        let mut targets = Self(HashMap::new());
        for file in files {
            let (place, path) = (&file.place, &sources.get(file.source).path);
            let whole = format!("/{}{}", place.folder(), place.file_name);
            let url = file.url.as_deref().map(by_url);
            let names = [whole.to_lowercase(), place.file_name.to_lowercase()];
            for name in names.into_iter().chain(url) {
                let versions = targets.0.entry((file.site.root.clone(), name));
                let version = (file.language(), path.clone());
                versions.or_default().push(version);
            }
        }
        targets
    }

    /// The path from one file to another that a link names in the generator's way.
    pub fn find(&self, file: &File, path: &str, link: &str) -> Option<String> {
        let end = link.find(['#', '?']).unwrap_or(link.len());
        let (link, tail) = link.split_at(end);
        let link = url::decode(link);
        let name = bare(link.trim_start_matches('@')).to_lowercase();
        let get = |name: String| self.0.get(&(file.site.root.clone(), name));
        let beside = || url::join(&file.place.folder(), &name).filter(|_| !name.starts_with('/'));
        let is_one_post = |files: &&Versions| {
            files
                .iter()
                .all(|(_, path)| bare(path) == bare(&files[0].1))
        };
        let versions = Some(by_url(&link))
            .filter(|_| link.starts_with('/'))
            .and_then(get)
            .or_else(|| get(format!("/{}", beside()?.to_lowercase())))
            .or_else(|| get(format!("/{}", name.trim_start_matches('/'))))
            .or_else(|| get(name.clone()).filter(is_one_post))?;
        let mut same = versions.iter().filter(|(lang, _)| *lang == file.language());
        let (_, to) = same.next().or(versions.first())?;
        let folder = url::folder_of(path);
        Some(format!("{}{tail}", url::relative(folder, to)))
    }
}

fn by_url(url: &str) -> String {
    format!("url:{}", url.trim_end_matches('/'))
}

/// A link's path without ending, language and `index`.
fn bare(link: &str) -> &str {
    let path = link.strip_suffix(".md").unwrap_or(link);
    let path = match path.rsplit_once('.') {
        Some((name, code)) if is_language_code(code) => name,
        _ => path,
    };
    let path = path.trim_end_matches('/');
    let folder = path.strip_suffix("/index");
    folder.or(path.strip_suffix("/_index")).unwrap_or(path)
}
