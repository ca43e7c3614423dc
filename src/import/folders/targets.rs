//! Links between posts that are written in the generator's way: by a path below the content, a bare name, or an old URL.

use std::collections::HashMap;

use super::file::File;
use crate::lang::{Lang, site::is_language_code};
use crate::source::Sources;
use crate::text::url;

/// The versions of a post: language, where it is told, and file.
type Versions = Vec<(Option<Lang>, String)>;

/// Where posts are, for links between them.
pub struct Targets {
    /// Files by site, and by the path below the content, by name, or by old URL.
    by_name: HashMap<(String, String), Versions>,
}

impl Targets {
    /// Of the files of an import.
    pub fn new(files: &[File], sources: &Sources) -> Self {
        let mut by_name: HashMap<(String, String), Versions> = HashMap::new();
        for file in files {
            let path = &sources.get(file.source).path;
            let folders: String = file
                .place
                .folders
                .iter()
                .map(|folder| format!("{folder}/"))
                .collect();
            let whole = format!("/{folders}{}", file.place.file_name);
            let mut names = vec![whole.to_lowercase(), file.place.file_name.to_lowercase()];
            names.extend(
                file.url
                    .as_deref()
                    .map(|url| format!("url:{}", url.trim_end_matches('/'))),
            );
            for name in names {
                by_name
                    .entry((file.site.root.clone(), name))
                    .or_default()
                    .push((file.lang.or(file.declared_lang), path.clone()));
            }
        }
        Self { by_name }
    }

    /// The path from one file to another that a link names in the generator's way.
    pub fn find(&self, file: &File, path: &str, link: &str) -> Option<String> {
        let end = link.find(['#', '?']).unwrap_or(link.len());
        let (link, tail) = link.split_at(end);
        let link = url::decode(link);
        let get = |name: String| self.by_name.get(&(file.site.root.clone(), name));
        let name = bare(link.trim_start_matches('@')).to_lowercase();
        let here: String = file
            .place
            .folders
            .iter()
            .map(|folder| format!("{folder}/"))
            .collect();
        let beside = url::join(&here, &name).map(|path| format!("/{}", path.to_lowercase()));
        let by_url = link
            .starts_with('/')
            .then(|| get(format!("url:{}", link.trim_end_matches('/'))))
            .flatten();
        let candidates = by_url
            .or_else(|| beside.filter(|_| !name.starts_with('/')).and_then(get))
            .or_else(|| get(format!("/{}", name.trim_start_matches('/'))))
            .or_else(|| {
                get(name.clone()).filter(|files| {
                    files
                        .iter()
                        .all(|(_, path)| bare(path) == bare(&files[0].1))
                })
            })?;
        let lang = file.lang.or(file.declared_lang);
        let (_, to) = candidates
            .iter()
            .find(|(other, _)| *other == lang)
            .or(candidates.first())?;
        let folder = url::folder_of(path);
        Some(format!("{}{tail}", url::relative(folder, to)))
    }
}

/// A link's path without ending, language and `index`.
fn bare(link: &str) -> &str {
    let path = link.strip_suffix(".md").unwrap_or(link);
    let path = match path.rsplit_once('.') {
        Some((name, code)) if is_language_code(code) => name,
        _ => path,
    };
    let path = path.trim_end_matches('/');
    path.strip_suffix("/index")
        .or_else(|| path.strip_suffix("/_index"))
        .unwrap_or(path)
}
