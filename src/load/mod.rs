//! All reading ends here: a site's folder, or the files given to `import`, become [`Inputs`].
//!
//! What cannot be read is a diagnostic with its path; the rest is still read, so that one run shows every problem.

mod addresses;
mod decode;
mod given;
mod history;
mod kind;
mod no_text;
mod state;
mod theme;
mod unreadable;

use std::fs;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Code, Diagnostic, Severity};
use crate::images::{self, Header};
use crate::source::{SourceId, Sources, composed};
use crate::text::images::is_image;

use decode::Decoded;
use kind::{Kind, is_content};

pub use addresses::{Answer, ask, can_ask};
pub use given::{Given, archives_of, for_import, paths};
pub use history::earlier_versions;
pub use state::{FileState, SiteState, changed, has_content, inode, nanoseconds};
pub use theme::{THEME, is_of_theme, of_theme, theme_files};

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
    /// `content/urls.txt`.
    pub urls: Option<SourceId>,
    /// Settings of other generators (`hugo.toml`, `_config.yml`), where `import` meets them.
    pub settings: Vec<SourceId>,
    /// Templates by name (`post.html`), the site's own and, where it has none, the theme's.
    pub templates: Vec<(String, SourceId)>,
    /// Files of `templates/` that are neither templates nor string files.
    pub no_templates: Vec<String>,
    /// String files by language code.
    pub strings: Vec<(String, SourceId)>,
    pub assets: Vec<Asset>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Relative to the site, e.g. `content/posts/a.png` or `static/style.css`.
    pub path: String,
    pub blob: Blob,
}

/// Bytes that were not read, as nothing looks into them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blob {
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

/// The first bytes of a file of the author's, by which its format is known.
pub fn head(asset: &Asset) -> Vec<u8> {
    let mut head = Vec::new();
    if let Blob::Disk(path) = &asset.blob
        && let Ok(file) = fs::File::open(path)
    {
        // What cannot be read is told where it is copied.
        let _ = file.take(16).read_to_end(&mut head);
    }
    head
}

/// How many bytes a file of the author's has; nothing of what is no file on the disk.
pub fn size(asset: &Asset) -> Option<u64> {
    match &asset.blob {
        Blob::Disk(path) => fs::metadata(path).ok().map(|data| data.len()),
        Blob::Embedded(_) | Blob::Made(_) => None,
    }
}

/// Whether there is a file or folder of this path in a site.
pub fn is_there(root: &Path, path: &str) -> bool {
    fs::symlink_metadata(root.join(path)).is_ok()
}

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
        Ok(bytes) => {
            let file = decode::read("site.toml", bytes);
            decode::add_whole(sources, file, diagnostics)
        }
        Err(error) => {
            let message = format!("cannot read `{}`: {}", path.display(), reason(&error));
            let help = "run this in a site's folder, or name it with `--root DIR`; `diptych new site` makes one";
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
    let paths = loader.files("content");
    let is_text = |path: &str| path.ends_with(".toml") || Kind::of(path).is_some();
    let read = |path: &String| is_text(path).then(|| read_text(&root.join(path), path, limit));
    let texts: Vec<Option<Text>> = paths.par_iter().map(read).collect();
    for (path, text) in paths.iter().zip(texts) {
        loader.content(path, text, &mut inputs);
    }
    for path in loader.files("templates") {
        let text = read_text(&root.join(&path), &path, limit);
        if let Some(source) = loader.add(text, &mut inputs.sources) {
            add_template(path["templates/".len()..].to_owned(), source, &mut inputs);
        }
    }
    for path in loader.files("static") {
        loader.asset(path, &mut inputs.assets);
    }
    theme::add_theme(&mut inputs);
    inputs
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
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
        let (mut files, mut out) = (Vec::new(), Vec::new());
        let root = self.root;
        let name_of = |entry: &DirEntry| {
            let path = entry.path();
            slashed(path.strip_prefix(root).unwrap_or(path))
        };
        let homes = [root, &base].map(|home| home.canonicalize().ok());
        // What is imported lies where its owner wants it.
        let leads_out = |entry: &DirEntry| {
            let to = match !folder.is_empty() && entry.depth() > 0 && entry.path_is_symlink() {
                true => entry.path().canonicalize().ok(),
                false => None,
            };
            to.is_some_and(|to| !homes.iter().flatten().any(|home| to.starts_with(home)))
        };
        let mut is_ours = |entry: &DirEntry| {
            let is_content = is_content(entry, folder == "static");
            let leads_out = is_content && leads_out(entry);
            out.extend(leads_out.then(|| name_of(entry)));
            is_content && !leads_out
        };
        for entry in WalkDir::new(&base)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(&mut is_ours)
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    files.push(name_of(&entry));
                }
                Ok(_) => {}
                Err(error) => self.diagnostics.push(unreadable::of_walk(&base, &error)),
            }
        }
        let out = out.iter().map(|link| unreadable::leads_out(link));
        self.diagnostics.extend(out);
        files
    }

    /// Sorts one file of `content/` by its folder and its kind; a text was read.
    fn content(&mut self, path: &str, text: Option<Text>, inputs: &mut Inputs) {
        let folder = path.split('/').nth(1).unwrap_or_default();
        let list = match (folder, Kind::of(path)) {
            ("archive", Some(Kind::Archive)) => &mut inputs.archives,
            ("archive", Some(Kind::Corrections)) => &mut inputs.corrections,
            ("archive", Some(Kind::Markdown | Kind::Comments)) => return self.misplaced(path),
            ("archive", Some(Kind::Settings | Kind::Export)) => return,
            ("archive", None) if !is_image(path) => return,
            ("posts", Some(Kind::Markdown)) => &mut inputs.posts,
            ("pages", Some(Kind::Markdown)) => &mut inputs.pages,
            ("posts" | "pages", Some(Kind::Comments)) => &mut inputs.comments,
            ("terms.toml" | "authors.toml", _) => &mut inputs.terms,
            ("translations.toml", _) => {
                inputs.translations = text.and_then(|text| self.add(text, &mut inputs.sources));
                return;
            }
            ("urls.txt", _) => {
                inputs.urls = text.and_then(|text| self.add(text, &mut inputs.sources));
                return;
            }
            ("authors", _) if !is_image(path) => return self.misplaced(path),
            ("archive" | "authors" | "posts" | "pages", _) => {
                return self.asset(path.to_owned(), &mut inputs.assets);
            }
            _ => return self.misplaced(path),
        };
        list.extend(text.and_then(|text| self.add(text, &mut inputs.sources)));
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
            if !files.iter().any(|file| unreadable::holds_posts(file)) {
                let files = files.iter().map(Path::new);
                self.diagnostics.push(unreadable::nothing_in(path, files));
            }
            return files;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && Kind::of(&name).is_none() {
            self.diagnostics.push(unreadable::no_kind(path));
            return Vec::new();
        }
        if !path.is_file() {
            self.diagnostics.push(unreadable::missing(path));
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
                    path: composed(shown),
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
        let text = read_text(on_disk, &shown, limit);
        list.extend(self.add(text, &mut inputs.sources));
    }

    fn add(&mut self, text: Text, sources: &mut Sources) -> Option<SourceId> {
        match text {
            Ok(file) => decode::add_whole(sources, file, self.diagnostics),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn asset(&mut self, path: String, assets: &mut Vec<Asset>) {
        let on_disk = self.root.join(&path);
        match fs::metadata(&on_disk) {
            Ok(metadata) if metadata.len() > self.limit => {
                self.diagnostics
                    .push(too_large(&path, metadata.len(), self.limit))
            }
            Ok(_) => assets.push(Asset {
                path: composed(path),
                blob: Blob::Disk(on_disk),
            }),
            Err(error) => self
                .diagnostics
                .push(unreadable::of_error(&on_disk, &error)),
        }
    }
}

/// A text, or why it cannot be read.
type Text = Result<Decoded, Box<Diagnostic>>;

fn read_text(path: &Path, shown: &str, limit: u64) -> Text {
    let size = fs::metadata(path).map(|metadata| metadata.len());
    if let Ok(size) = size
        && size > limit
    {
        return Err(Box::new(too_large(shown, size, limit)));
    }
    let bytes =
        fs::read(path).map_err(|error| Box::new(unreadable::of_error(Path::new(shown), &error)))?;
    if let Some(what) = no_text::kind(&bytes) {
        let message = format!("`{shown}` is no text: it is {what}");
        let diagnostic = Diagnostic::error(Code::Encoding, message);
        let help = "open it in the program that made it and save it as plain text (UTF-8), or move it out of this folder";
        return Err(Box::new(diagnostic.help(help)));
    }
    Ok(decode::read(shown, bytes))
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
        None => inputs.no_templates.push(name),
    }
}
