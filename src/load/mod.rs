//! All reading ends here: a site's folder, or the files given to `import`, become [`Inputs`].
//!
//! What cannot be read is a finding with its path; the rest is still read, so that one run shows every problem.

mod decode;

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Sources};

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
    /// `archive.toml` files.
    pub corrections: Vec<SourceId>,
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
}

/// Reads `site.toml`; `None`, with a finding, where there is none.
pub fn settings(root: &Path, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Option<SourceId> {
    let path = root.join("site.toml");
    match fs::read(&path) {
        Ok(bytes) => Some(decode::add(sources, "site.toml".into(), bytes, found)),
        Err(error) => {
            let message = format!("cannot read `{}`: {}", path.display(), reason(&error));
            let help = "run this in a site's folder, or name it with `--root DIR`";
            found.push(Diagnostic::error(Code::Unreadable, message).help(help));
            None
        }
    }
}

/// Reads a site: `content`, `templates` and `static` under `root`, each file up to `limit` bytes.
pub fn site(root: &Path, limit: u64, sources: Sources, found: &mut Vec<Diagnostic>) -> Inputs {
    let mut inputs = Inputs { sources, ..Inputs::default() };
    let mut reader = Reader { root, limit, found };
    for path in reader.files("content") {
        reader.content(&path, &mut inputs);
    }
    for path in reader.files("templates") {
        if let Some(source) = reader.text(&path, &mut inputs.sources) {
            add_template(path["templates/".len()..].to_owned(), source, &mut inputs);
        }
    }
    for path in reader.files("static") {
        reader.asset(path, &mut inputs.assets);
    }
    add_theme(&mut inputs);
    inputs
}

/// Reads the files and folders given to `import`: archives, Markdown posts and `archive.toml` beside them.
pub fn paths(paths: &[PathBuf], limit: u64, sources: Sources, found: &mut Vec<Diagnostic>) -> Inputs {
    let mut inputs = Inputs { sources, ..Inputs::default() };
    for path in paths {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        let mut reader = Reader { root: folder, limit, found };
        let names = if path.is_dir() {
            reader.files("")
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let corrections = folder.join("archive.toml").is_file().then(|| "archive.toml".to_owned());
            [name].into_iter().chain(corrections).collect()
        };
        for name in names {
            let shown = folder.join(&name).to_string_lossy().replace('\\', "/");
            reader.importable(&name, shown, &mut inputs);
        }
    }
    inputs
}

struct Reader<'a> {
    root: &'a Path,
    limit: u64,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The files under a folder, sorted by path, as paths relative to the root; a missing folder is an empty one.
    fn files(&mut self, folder: &str) -> Vec<String> {
        let base = self.root.join(folder);
        if fs::symlink_metadata(&base).is_err() {
            return Vec::new();
        }
        let mut files = Vec::new();
        for entry in WalkDir::new(&base).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_content) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let relative = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
                    files.push(relative.to_string_lossy().replace('\\', "/"));
                }
                Ok(_) => {}
                Err(error) => self.unreadable(error.path().unwrap_or(&base), &error.to_string()),
            }
        }
        files
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        let message = format!("cannot read `{}`: {why}", path.display());
        self.found.push(Diagnostic::error(Code::Unreadable, message).help("give read permission, or move it out of the site"));
    }

    /// Sorts one file of `content/` by where it stands and what it is.
    fn content(&mut self, path: &str, inputs: &mut Inputs) {
        let in_archive = path.starts_with("content/archive/");
        if in_archive && (path.ends_with(".txt") || path.ends_with("/archive.toml")) {
            let Some(source) = self.text(path, &mut inputs.sources) else { return };
            if path.ends_with(".txt") { inputs.archives.push(source) } else { inputs.corrections.push(source) }
        } else if path.ends_with(".md") && path.starts_with("content/posts/") {
            inputs.posts.extend(self.text(path, &mut inputs.sources));
        } else if path.ends_with(".md") && path.starts_with("content/pages/") {
            inputs.pages.extend(self.text(path, &mut inputs.sources));
        } else if path.starts_with("content/posts/") || path.starts_with("content/pages/") {
            self.asset(path.to_owned(), &mut inputs.assets);
        } else if !in_archive {
            let help = "posts stand in `content/posts/`, pages in `content/pages/`, archives in `content/archive/`";
            let message = format!("`{path}` is in no folder that is read");
            self.found.push(Diagnostic::warning(Code::Unreadable, message).help(help));
        }
    }

    fn importable(&mut self, name: &str, shown: String, inputs: &mut Inputs) {
        let list = match name {
            name if name.ends_with(".txt") => &mut inputs.archives,
            name if name.ends_with(".md") => &mut inputs.posts,
            name if name == "archive.toml" || name.ends_with("/archive.toml") => &mut inputs.corrections,
            _ => return,
        };
        if let Some(source) = read_text(&self.root.join(name), shown, self.limit, &mut inputs.sources, self.found)
            && !list.contains(&source)
        {
            list.push(source);
        }
    }

    fn text(&mut self, path: &str, sources: &mut Sources) -> Option<SourceId> {
        read_text(&self.root.join(path), path.to_owned(), self.limit, sources, self.found)
    }

    fn asset(&mut self, path: String, assets: &mut Vec<Asset>) {
        let on_disk = self.root.join(&path);
        match fs::metadata(&on_disk) {
            Ok(metadata) if metadata.len() > self.limit => self.found.push(too_large(&path, metadata.len(), self.limit)),
            Ok(_) => assets.push(Asset { path, blob: Blob::Disk(on_disk) }),
            Err(error) => self.unreadable(&on_disk, &reason(&error)),
        }
    }
}

/// Hidden files and editors' backups are nobody's content.
fn is_content(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name.ends_with('~') || name.starts_with('#'))
}

fn read_text(path: &Path, shown: String, limit: u64, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Option<SourceId> {
    let size = fs::metadata(path).map(|metadata| metadata.len());
    if let Ok(size) = size
        && size > limit
    {
        found.push(too_large(&shown, size, limit));
        return None;
    }
    match fs::read(path) {
        Ok(bytes) => Some(decode::add(sources, shown, bytes, found)),
        Err(error) => {
            let message = format!("cannot read `{shown}`: {}", reason(&error));
            found.push(Diagnostic::error(Code::Unreadable, message).help("check its name and its permissions"));
            None
        }
    }
}

fn too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    let message = format!("`{path}` has {} MiB, more than the limit of {} MiB", size.div_ceil(1 << 20), limit >> 20);
    Diagnostic::error(Code::TooLarge, message).help("raise `max_file_mib` in site.toml, or move the file out of the site")
}

/// An error without its number, which says nothing to an author.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

fn add_template(name: String, source: SourceId, inputs: &mut Inputs) {
    match name.strip_prefix("strings/").and_then(|name| name.strip_suffix(".toml")) {
        Some(code) => inputs.strings.push((code.to_owned(), source)),
        None if name.ends_with(".html") || name.ends_with(".xml") => inputs.templates.push((name, source)),
        None => {}
    }
}

/// Adds the theme's files that the site has no own version of.
fn add_theme(inputs: &mut Inputs) {
    for (path, text) in embedded(&TEMPLATES) {
        let is_own = inputs.templates.iter().any(|(name, _)| *name == path)
            || inputs.strings.iter().any(|(code, _)| path == format!("strings/{code}.toml"));
        if !is_own {
            let source = inputs.sources.add(format!("diptych:templates/{path}"), String::from_utf8_lossy(text));
            add_template(path, source, inputs);
        }
    }
    for (path, bytes) in embedded(&STATIC) {
        let path = format!("static/{path}");
        if !inputs.assets.iter().any(|asset| asset.path == path) {
            inputs.assets.push(Asset { path, blob: Blob::Embedded(bytes) });
        }
    }
    inputs.templates.sort();
    inputs.strings.sort();
    inputs.assets.sort_by(|a, b| a.path.cmp(&b.path));
}

fn embedded(dir: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let mut files: Vec<_> = dir.files().map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents())).collect();
    files.extend(dir.dirs().flat_map(embedded));
    files
}
