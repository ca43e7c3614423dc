//! What is given to `import`: archives, exports, folders of Markdown; and the files beside them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Asset, Blob, Inputs, Kind, SiteLoader, slashed, unreadable};
use crate::diag::Diagnostic;
use crate::source::{SourceId, Sources, composed};
use crate::text::images::is_image;

/// Reads the files and folders given to `import`: archives, Markdown posts and `archive.toml` beside them, and the settings
/// of the generator they are written for. A folder's other files are named, not read.
pub fn paths(
    paths: &[PathBuf],
    limit: u64,
    sources: Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Inputs {
    let mut inputs = Inputs {
        sources,
        ..Inputs::default()
    };
    // A file that is named twice, or by itself and by its folder, is one file.
    let mut seen = BTreeSet::new();
    for path in paths {
        let folder = if path.is_dir() {
            path.as_path()
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        let mut loader = SiteLoader {
            root: folder,
            limit,
            diagnostics,
        };
        let named = loader
            .importable_names(path)
            .into_iter()
            .map(|name| folder.join(name));
        for on_disk in named.chain(settings_above(path)) {
            if seen.insert(on_disk.canonicalize().unwrap_or_else(|_| on_disk.clone())) {
                loader.importable(&on_disk, &mut inputs);
            }
        }
    }
    inputs
}

/// A site, and what is given to be imported into it.
#[derive(Debug)]
pub struct Given {
    /// The site; its texts are with those of what is given.
    pub site: Inputs,
    /// What is given from outside the site, with all texts.
    pub given: Inputs,
    /// The site's own archives that are given.
    pub own: BTreeSet<SourceId>,
}

impl Given {
    /// The archives that are imported: the site's own that are given, and others.
    pub fn archives(&self) -> BTreeSet<SourceId> {
        let all = self.own.iter().chain(&self.given.archives);
        all.copied().collect()
    }

    /// The site with all that is given.
    pub fn together(self) -> Inputs {
        let Inputs {
            sources,
            posts,
            pages,
            archives,
            exports,
            corrections,
            comments,
            terms: _,
            settings,
            templates: _,
            no_templates: _,
            strings: _,
            translations: _,
            urls: _,
            assets,
        } = self.given;
        let mut inputs = self.site;
        inputs.sources = sources;
        inputs.posts.extend(posts);
        inputs.pages.extend(pages);
        inputs.archives.extend(archives);
        inputs.exports.extend(exports);
        inputs.corrections.extend(corrections);
        inputs.comments.extend(comments);
        inputs.settings.extend(settings);
        inputs.assets.extend(assets);
        inputs
    }
}

/// Reads a site and, for an import into it, the files and folders given, which may be the site's own.
pub fn for_import(
    root: &Path,
    given: &[PathBuf],
    limit: u64,
    sources: Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Given {
    let mut site = super::site(root, limit, sources, diagnostics);
    let base = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let inside = |path: &PathBuf| {
        let path = path.canonicalize().ok()?;
        let path = composed(slashed(path.strip_prefix(&base).ok()?));
        (path.is_empty() || path.starts_with("content")).then_some(path)
    };
    let own_paths: Vec<String> = given.iter().filter_map(inside).collect();
    let is_given = |path: &str| own_paths.iter().any(|own| Path::new(path).starts_with(own));
    let own = site
        .archives
        .iter()
        .copied()
        .filter(|id| is_given(&site.sources.get(*id).path))
        .collect();
    let others: Vec<PathBuf> = given
        .iter()
        .filter(|path| inside(path).is_none())
        .cloned()
        .collect();
    let mut given = paths(
        &others,
        limit,
        std::mem::take(&mut site.sources),
        diagnostics,
    );
    let known: BTreeSet<String> = given
        .assets
        .iter()
        .map(|asset| asset.path.clone())
        .collect();
    given.assets.extend(
        others
            .iter()
            .flat_map(|path| media(path))
            .filter(|asset| !known.contains(&asset.path)),
    );
    Given { site, given, own }
}

/// Of the dumps of an old site: the plain-text archives with the images and corrections beside them, each with its name below
/// its folder; and what is not of archives, for an import.
pub fn archives_of(
    given: &[PathBuf],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<(String, PathBuf)>, Vec<PathBuf>) {
    let (mut all, mut others) = (Vec::new(), Vec::new());
    for path in given {
        let mut archives = Vec::new();
        let files = match (path.is_dir(), path.is_file()) {
            (true, _) => files_below(path),
            (_, true) => vec![path.clone()],
            _ => {
                diagnostics.push(unreadable::missing(path));
                continue;
            }
        };
        if !files
            .iter()
            .any(|file| unreadable::holds_posts(&slashed(file)))
        {
            let unread = std::fs::read_dir(path).err().filter(|_| path.is_dir());
            diagnostics.push(match path.is_dir() {
                _ if let Some(error) = &unread => unreadable::of_error(path, error),
                true => unreadable::nothing_in(path, files.iter().map(PathBuf::as_path)),
                false => unreadable::no_kind(path),
            });
            continue;
        }
        let kind = |file: &PathBuf| Kind::of(&slashed(file));
        if !files
            .iter()
            .any(|file| matches!(kind(file), Some(Kind::Archive)))
        {
            others.push(path.clone());
            continue;
        }
        let base = if path.is_dir() {
            path.as_path()
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        for file in files {
            match kind(&file) {
                Some(Kind::Archive | Kind::Corrections) => archives.push(file),
                None if is_image(&slashed(&file)) => archives.push(file),
                Some(Kind::Markdown | Kind::Export) => others.push(file),
                _ => {}
            }
        }
        let named = archives
            .into_iter()
            .map(|file: PathBuf| (slashed(file.strip_prefix(base).unwrap_or(&file)), file));
        all.extend(named);
    }
    (all, others)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(DirEntry::into_path)
        .collect()
}

/// The images and other files that lie beside what is imported: in its folder, and in the folders where blogs keep them.
fn media(path: &Path) -> Vec<Asset> {
    const FOLDERS: &[&str] = &["wp-content", "uploads", "images", "media", "files"];
    let folder = if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(Path::new(""))
    };
    let walk = |folder: PathBuf, depth: usize| {
        let is_file = |entry: &DirEntry| entry.file_type().is_file();
        WalkDir::new(folder)
            .max_depth(depth)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .filter(is_file)
    };
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let beside =
        walk(here.to_owned(), 1).filter(|entry| is_image(&entry.file_name().to_string_lossy()));
    let below = FOLDERS.iter().flat_map(|name| walk(here.join(name), 8));
    let asset = |entry: DirEntry| {
        let shown = folder.join(entry.path().strip_prefix(here).unwrap_or(entry.path()));
        Asset {
            path: composed(slashed(&shown)),
            blob: Blob::Disk(entry.into_path()),
        }
    };
    beside.chain(below).map(asset).collect()
}

/// The settings of a site of which only (a part of) the content is given: `blog/hugo.toml` for `blog/content/posts`.
fn settings_above(path: &Path) -> Vec<PathBuf> {
    let is_content = |folder: &&Path| {
        folder
            .file_name()
            .is_some_and(|name| name == "content" || name == "_posts")
    };
    let Some(site) = path
        .ancestors()
        .filter(is_content)
        .last()
        .and_then(Path::parent)
    else {
        return Vec::new();
    };
    let in_folder = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries
            .map(|entry| folder.join(entry.file_name()))
            .filter(|file| file.is_file())
            .collect();
        files.sort();
        files
    };
    let site = if site.as_os_str().is_empty() {
        Path::new(".")
    } else {
        site
    };
    let files = [site.to_owned(), site.join("config/_default")]
        .into_iter()
        .flat_map(in_folder);
    let plain = |path: PathBuf| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
    files
        .map(plain)
        .filter(|file| matches!(Kind::of(&slashed(file)), Some(Kind::Settings)))
        .collect()
}
