//! Files: those that are copied, the rules of web servers, and what must not be in their way.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::paths::{INDEX, normal};
use super::planner::{Owner, Planner};
use super::route::Page;
use crate::diag::{Code, Diagnostic};

/// The bytes of a file's name that most disks take…
const MOST_OF_NAME: usize = 255;
/// …and of a path below the output folder, which has its own path (4096 on Linux, less elsewhere).
const MOST_OF_PATH: usize = 2_000;
/// So much of a long address is shown.
const SHOWN: usize = 60;

impl Planner<'_> {
    /// Adds the files that are copied.
    pub fn add_assets(&mut self) {
        for (at, asset) in self.basis.assets.iter().enumerate() {
            let file = match asset.path.strip_prefix("static/") {
                Some(path) => format!("/{path}"),
                None => format!("/media/{}", asset.path.trim_start_matches("content/")),
            };
            // A file without an ending (`CNAME`) is no folder.
            let path = if file.ends_with("/index.html") {
                normal(&file)
            } else {
                file.clone()
            };
            match self.taken.get(&path) {
                None => {
                    self.taken.insert(path, Owner::File(at, file));
                }
                Some(owner) => {
                    let message = format!("`{}` would be at `{path}`, which is taken", asset.path);
                    let mut finding = Diagnostic::error(Code::Collision, message)
                        .help("rename or remove the file");
                    finding.span = owner.place();
                    self.diagnostics.push(finding);
                }
            }
        }
    }

    /// The rules of web servers; a file that the author put in their place wins.
    pub fn add_rules(&mut self) {
        let hosts = self.basis.config.outputs.rules.iter();
        let mut files: Vec<_> = hosts.flat_map(|host| host.row().files).collect();
        files.sort_by_key(|(_, path)| *path);
        files.dedup();
        for (file, path) in files {
            if self.taken.contains_key(*path) {
                let message =
                    format!("`static{path}` is in the site already: no rules are written there");
                let help =
                    "remove it, or remove its host from `rules` below `[outputs]` in site.toml";
                self.diagnostics
                    .push(Diagnostic::warning(Code::Collision, message).help(help));
            } else {
                self.add_file(*path, Page::Rules(*file));
            }
        }
    }

    /// Every page must have a file of its own on every disk: none where a folder is wanted (`/a` beside `/a/b/`), no name too long,
    /// and no two that some disks take for one.
    pub fn check_files(&mut self) {
        let files = self
            .taken
            .iter()
            .map(|(path, owner)| (file_of(path), owner));
        let files: BTreeMap<String, &Owner> = files.collect();
        let mut found = Vec::new();
        let mut folded: BTreeMap<String, (&str, &Owner)> = BTreeMap::new();
        for (file, owner) in &files {
            found.extend(
                in_index(file, self.basis.config.outputs.makes("search"))
                    .map(|it| (it, owner.place())),
            );
            found.extend(too_long(file).map(|it| (it, owner.place())));
            let mut folder = file.as_str();
            while let Some(at) = folder.rfind('/').filter(|at| *at > 0) {
                folder = &folder[..at];
                let Some(other) = files.get(folder) else {
                    continue;
                };
                let message =
                    format!("`{folder}` is a file, and `{file}` would be in a folder of that name");
                let finding =
                    Diagnostic::error(Code::Collision, message).help("rename one of them");
                found.push((finding, owner.place().or(other.place())));
            }
            let fold: String = file.nfc().collect::<String>().to_lowercase();
            if let Some((other, of_other)) = folded.insert(fold, (file, owner)) {
                let message = format!(
                    "`{}` and `{}` are one file on many disks (macOS, Windows)",
                    path_of(other),
                    path_of(file)
                );
                let finding = Diagnostic::warning(Code::Collision, message).help(
                    "choose a slug or alias that differs in more than case and accents' form",
                );
                let place = owner.place().or(of_other.place());
                found.push((
                    match of_other.place().filter(|other| Some(*other) != place) {
                        Some(other) => finding.label(other, "the other"),
                        None => finding,
                    },
                    place,
                ));
            }
        }
        let placed = found.into_iter().map(|(mut finding, place)| {
            finding.span = place;
            finding
        });
        self.diagnostics.extend(placed);
    }
}

/// The file of a path.
fn file_of(path: &str) -> String {
    match path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

/// The path of a file, as readers see it.
fn path_of(file: &str) -> &str {
    file.strip_suffix("index.html").unwrap_or(file)
}

/// What is where the index of the search is.
fn in_index(file: &str, has_index: bool) -> Option<Diagnostic> {
    let path = path_of(file);
    let is_there = path.starts_with(INDEX) || file == INDEX.trim_end_matches('/');
    let message = format!("`{path}` is where the search index of the site is, `{INDEX}`");
    let help = "rename it, or write `search = false` below `[outputs]` in site.toml";
    (is_there && has_index).then(|| Diagnostic::error(Code::Collision, message).help(help))
}

/// A file with a name or a path that is longer than disks take.
fn too_long(file: &str) -> Option<Diagnostic> {
    let longest = file.split('/').map(str::len).max().unwrap_or(0);
    let (has, most) = match file.len() > MOST_OF_PATH {
        true => (file.len(), MOST_OF_PATH),
        false => (longest, MOST_OF_NAME),
    };
    let begin: String = file.chars().take(SHOWN).collect();
    let message =
        format!("the address `{begin}…` is too long: {has} bytes, where files may have {most}");
    (has > most).then(|| {
        Diagnostic::error(Code::Slug, message).help("give it a shorter slug, name or alias")
    })
}
