//! All reading ends here: a site's folder, or the files given to `import`, become [`Inputs`].
//!
//! What cannot be read is a diagnostic with its path; the rest is still read, so that one run shows every problem.

mod decode;
mod given;

use std::fs;
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Code, Diagnostic, Severity};
use crate::images::{self, Header};
use crate::source::{SourceId, Sources};
use crate::text::images::is_image;

pub use given::{Given, archives_of, for_import, paths};

/// The default theme: these very folders of the repository.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Everything a run works on.
#[derive(Debug, Default)]
pub struct Inputs {
    /// All text that was read.
    pub sources: Sources,
    /// `content/posts/**/*.md`.
    pub posts: Vec<SourceId>,
    /// `content/pages/**/*.md`.
    pub pages: Vec<SourceId>,
    /// `content/archive/**/*.txt`.
    pub archives: Vec<SourceId>,
    /// Exports and feeds given to `import`.
    pub exports: Vec<SourceId>,
    /// `archive.toml` files.
    pub corrections: Vec<SourceId>,
    /// `….comments.toml` files.
    pub comments: Vec<SourceId>,
    /// `content/terms.toml` and `content/authors.toml`.
    pub terms: Vec<SourceId>,
    /// `content/translations.toml`.
    pub translations: Option<SourceId>,
    /// Settings of other generators (`hugo.toml`, `_config.yml`), where `import` meets them.
    pub settings: Vec<SourceId>,
    /// Templates by name (`post.html`), the site's own and, where it has none, the theme's.
    pub templates: Vec<(String, SourceId)>,
    /// String files by language code.
    pub strings: Vec<(String, SourceId)>,
    /// Files that are published as they are.
    pub assets: Vec<Asset>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Relative to the site, e.g. `content/posts/a.png` or `static/style.css`.
    pub path: String,
    /// Its bytes.
    pub blob: Blob,
}

/// Bytes that were not read, as nothing looks into them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blob {
    /// A file.
    Disk(PathBuf),
    /// A part of the binary.
    Embedded(&'static [u8]),
    /// Made of such a file for this site.
    Made(Arc<[u8]>),
}

/// What a picture's head tells of its size; one that cannot be read is broken.
pub fn picture(asset: &Asset) -> Header {
    match &asset.blob {
        Blob::Disk(path) => fs::File::open(path).map_or(Header::Broken, |file| {
            images::header(&asset.path, BufReader::new(file))
        }),
        Blob::Embedded(bytes) => images::header(&asset.path, Cursor::new(bytes)),
        Blob::Made(bytes) => images::header(&asset.path, Cursor::new(bytes)),
    }
}

/// The theme's file of this path below `static/`, which a site's own would replace.
pub fn of_theme(path: &str) -> Option<&'static [u8]> {
    STATIC.get_file(path).map(|file| file.contents())
}

/// The prefix of a template of the theme that a site has its own version of: `{% extends "theme/base.html" %}`.
const THEME: &str = "theme/";

/// The largest export that is read: 1 GiB.
const MAX_EXPORT: u64 = 1 << 30;

/// Whether there is a `site.toml` to read.
pub fn has_settings(root: &Path) -> bool {
    root.join("site.toml").is_file()
}

/// Reads `site.toml`; `None`, with a diagnostic, where there is none.
pub fn settings(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SourceId> {
    let path = root.join("site.toml");
    match fs::read(&path) {
        Ok(bytes) => Some(decode::add(sources, "site.toml".into(), bytes, diagnostics)),
        Err(error) => {
            let message = format!("cannot read `{}`: {}", path.display(), reason(&error));
            let help = "run this in a site's folder, or name it with `--root DIR`";
            diagnostics.push(Diagnostic::error(Code::Unreadable, message).help(help));
            None
        }
    }
}

/// Reads a site: `content`, `templates` and `static` under `root`, each file up to `limit` bytes.
pub fn site(
    root: &Path,
    limit: u64,
    sources: Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Inputs {
    let mut inputs = Inputs {
        sources,
        ..Inputs::default()
    };
    let mut loader = SiteLoader {
        root,
        limit,
        diagnostics,
    };
    for path in loader.files("content") {
        loader.content(&path, &mut inputs);
    }
    for path in loader.files("templates") {
        if let Some(source) = loader.text(&path, &mut inputs.sources) {
            add_template(path["templates/".len()..].to_owned(), source, &mut inputs);
        }
    }
    for path in loader.files("static") {
        loader.asset(path, &mut inputs.assets);
    }
    add_theme(&mut inputs);
    inputs
}

/// The files that `write::remember` put by under this key, by their paths, in order.
pub fn remembered(root: &Path, what: &str, key: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = root.join(".cache").join(what).join(key);
    let entries = WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let files = entries.iter().filter(|entry| entry.file_type().is_file());
    let file = |entry: &DirEntry| {
        Some((
            slashed(entry.path().strip_prefix(&folder).ok()?),
            fs::read(entry.path()).ok()?,
        ))
    };
    let mut files: Vec<(String, Vec<u8>)> = files.map(file).collect::<Option<_>>()?;
    files.sort();
    Some(files)
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What a file of content is, by its name; the case of its ending does not count.
enum Kind {
    Markdown,
    Archive,
    Corrections,
    Comments,
    Settings,
    Export,
}

impl Kind {
    fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = name.to_lowercase();
        match name.rsplit_once('.')? {
            ("archive", "toml") => Some(Kind::Corrections),
            (stem, "toml") if stem.ends_with(".comments") => Some(Kind::Comments),
            ("hugo" | "config" | "zola" | "_config", "toml" | "yaml" | "yml" | "json") => {
                Some(Kind::Settings)
            }
            (_, "toml" | "yaml" | "yml" | "json") if folder.ends_with("config/_default") => {
                Some(Kind::Settings)
            }
            (_, "md" | "markdown") => Some(Kind::Markdown),
            (_, "txt") => Some(Kind::Archive),
            (_, "xml" | "rss" | "atom" | "wxr") => Some(Kind::Export),
            _ => None,
        }
    }
}

struct SiteLoader<'a> {
    root: &'a Path,
    limit: u64,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl SiteLoader<'_> {
    /// The files under a folder, sorted by path, as paths relative to the root; a missing folder is an empty one.
    fn files(&mut self, folder: &str) -> Vec<String> {
        let base = self.root.join(folder);
        if fs::symlink_metadata(&base).is_err() {
            return Vec::new();
        }
        let mut files = Vec::new();
        for entry in WalkDir::new(&base)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| is_content(entry, folder == "static"))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let relative = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
                    files.push(slashed(relative));
                }
                Ok(_) => {}
                Err(error) => self.unreadable(error.path().unwrap_or(&base), &error.to_string()),
            }
        }
        files
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        let message = format!("cannot read `{}`: {why}", path.display());
        self.diagnostics.push(
            Diagnostic::error(Code::Unreadable, message)
                .help("give read permission, or move it out of the site"),
        );
    }

    /// Sorts one file of `content/` by its folder and its kind.
    fn content(&mut self, path: &str, inputs: &mut Inputs) {
        let folder = path.split('/').nth(1).unwrap_or_default();
        match (folder, Kind::of(path)) {
            ("archive", Some(Kind::Archive)) => {
                inputs.archives.extend(self.text(path, &mut inputs.sources))
            }
            ("archive", Some(Kind::Corrections)) => inputs
                .corrections
                .extend(self.text(path, &mut inputs.sources)),
            ("archive", Some(Kind::Markdown | Kind::Comments)) => self.misplaced(path),
            ("archive", None) if is_image(path) => self.asset(path.to_owned(), &mut inputs.assets),
            ("archive", Some(Kind::Settings | Kind::Export) | None) => {}
            ("posts", Some(Kind::Markdown)) => {
                inputs.posts.extend(self.text(path, &mut inputs.sources))
            }
            ("pages", Some(Kind::Markdown)) => {
                inputs.pages.extend(self.text(path, &mut inputs.sources))
            }
            ("posts" | "pages", Some(Kind::Comments)) => {
                inputs.comments.extend(self.text(path, &mut inputs.sources))
            }
            ("terms.toml" | "authors.toml", _) => {
                inputs.terms.extend(self.text(path, &mut inputs.sources))
            }
            ("authors", _) if is_image(path) => self.asset(path.to_owned(), &mut inputs.assets),
            ("posts" | "pages", _) => self.asset(path.to_owned(), &mut inputs.assets),
            ("translations.toml", _) => inputs.translations = self.text(path, &mut inputs.sources),
            _ => self.misplaced(path),
        }
    }

    fn misplaced(&mut self, path: &str) {
        let help = "move it: posts to `content/posts/`, pages to `content/pages/`, archives (`.txt`) to `content/archive/`";
        self.diagnostics.push(
            Diagnostic::warning(
                Code::Unreadable,
                format!("`{path}` is ignored: nothing is read from this folder"),
            )
            .help(help),
        );
    }

    /// The files of a path given to `import`: of a folder all that can be read; a file, and `archive.toml` beside it.
    fn importable_names(&mut self, path: &Path) -> Vec<String> {
        if path.is_dir() {
            let before = self.diagnostics.len();
            let files = self.files("");
            // A link that leads nowhere or back to its folder is no reason to leave the rest.
            self.diagnostics[before..]
                .iter_mut()
                .for_each(|diagnostic| diagnostic.severity = Severity::Warning);
            return files;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && Kind::of(&name).is_none() {
            let message = format!(
                "`{}` is no archive (`.txt`), export (`.xml`) or post (`.md`)",
                path.display()
            );
            self.diagnostics.push(
                Diagnostic::error(Code::Unreadable, message).help("use a supported extension"),
            );
            return Vec::new();
        }
        if !path.is_file() {
            self.unreadable(path, "there is no such file or folder");
            return Vec::new();
        }
        let corrections = path
            .with_file_name("archive.toml")
            .is_file()
            .then(|| "archive.toml".to_owned());
        [name].into_iter().chain(corrections).collect()
    }

    fn importable(&mut self, on_disk: &Path, inputs: &mut Inputs) {
        let shown = slashed(on_disk);
        let list = match Kind::of(&shown) {
            Some(Kind::Archive) => &mut inputs.archives,
            Some(Kind::Markdown) => &mut inputs.posts,
            Some(Kind::Corrections) => &mut inputs.corrections,
            Some(Kind::Comments) => &mut inputs.comments,
            Some(Kind::Settings) => &mut inputs.settings,
            Some(Kind::Export) => &mut inputs.exports,
            None => {
                return inputs.assets.push(Asset {
                    path: shown,
                    blob: Blob::Disk(on_disk.to_owned()),
                });
            }
        };
        // Exports hold a whole site, and are read once.
        let limit = if matches!(Kind::of(&shown), Some(Kind::Export)) {
            self.limit.max(MAX_EXPORT)
        } else {
            self.limit
        };
        list.extend(read_text(
            on_disk,
            shown,
            limit,
            &mut inputs.sources,
            self.diagnostics,
        ));
    }

    fn text(&mut self, path: &str, sources: &mut Sources) -> Option<SourceId> {
        read_text(
            &self.root.join(path),
            path.to_owned(),
            self.limit,
            sources,
            self.diagnostics,
        )
    }

    fn asset(&mut self, path: String, assets: &mut Vec<Asset>) {
        let on_disk = self.root.join(&path);
        match fs::metadata(&on_disk) {
            Ok(metadata) if metadata.len() > self.limit => {
                self.diagnostics
                    .push(too_large(&path, metadata.len(), self.limit))
            }
            Ok(_) => assets.push(Asset {
                path,
                blob: Blob::Disk(on_disk),
            }),
            Err(error) => self.unreadable(&on_disk, &reason(&error)),
        }
    }
}

/// Hidden files and editors' backups are nobody's content; but hosts want hidden files (`.htaccess`, `.well-known/`).
fn is_content(entry: &DirEntry, hidden: bool) -> bool {
    let name = entry.file_name().to_string_lossy();
    let left_out = name == ".DS_Store"
        || name == ".git"
        || name.ends_with('~')
        || name.starts_with('#')
        || name.ends_with(".swp");
    entry.depth() == 0 || (!left_out && (hidden || !name.starts_with('.')))
}

fn read_text(
    path: &Path,
    shown: String,
    limit: u64,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SourceId> {
    let size = fs::metadata(path).map(|metadata| metadata.len());
    if let Ok(size) = size
        && size > limit
    {
        diagnostics.push(too_large(&shown, size, limit));
        return None;
    }
    match fs::read(path) {
        Ok(bytes) => Some(decode::add(sources, shown, bytes, diagnostics)),
        Err(error) => {
            let message = format!("cannot read `{shown}`: {}", reason(&error));
            diagnostics.push(
                Diagnostic::error(Code::Unreadable, message)
                    .help("check its name and its permissions"),
            );
            None
        }
    }
}

fn too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    let message = format!(
        "`{path}` has {} MiB, more than the limit of {} MiB",
        size.div_ceil(1 << 20),
        limit >> 20
    );
    Diagnostic::error(Code::TooLarge, message)
        .help("raise `max_file_mib` in site.toml, or move the file out of the site")
}

/// An error without its number, which says nothing to an author.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

fn add_template(name: String, source: SourceId, inputs: &mut Inputs) {
    match name
        .strip_prefix("strings/")
        .and_then(|name| name.strip_suffix(".toml"))
    {
        Some(code) => inputs.strings.push((code.to_owned(), source)),
        None if name.ends_with(".html") || name.ends_with(".xml") => {
            inputs.templates.push((name, source))
        }
        None => {}
    }
}

/// Adds the theme's files that the site has no own version of.
fn add_theme(inputs: &mut Inputs) {
    for (path, text) in embedded(&TEMPLATES) {
        let is_own = inputs.templates.iter().any(|(name, _)| *name == path)
            || inputs
                .strings
                .iter()
                .any(|(code, _)| path == format!("strings/{code}.toml"));
        let text = String::from_utf8_lossy(text);
        // A site's own can change a block of the theme's, which stays beside it; components are there once.
        if is_own && (!path.ends_with(".html") || text.contains("{% component")) {
            continue;
        }
        let source = inputs
            .sources
            .add(format!("diptych:templates/{path}"), text);
        add_template(
            if is_own {
                format!("{THEME}{path}")
            } else {
                path
            },
            source,
            inputs,
        );
    }
    for (path, bytes) in embedded(&STATIC) {
        let path = format!("static/{path}");
        if !inputs.assets.iter().any(|asset| asset.path == path) {
            inputs.assets.push(Asset {
                path,
                blob: Blob::Embedded(bytes),
            });
        }
    }
    inputs.templates.sort();
    inputs.strings.sort();
    inputs.assets.sort_by(|a, b| a.path.cmp(&b.path));
}

fn embedded(dir: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let mut files: Vec<_> = dir
        .files()
        .map(|file| (slashed(file.path()), file.contents()))
        .collect();
    files.extend(dir.dirs().flat_map(embedded));
    files
}
