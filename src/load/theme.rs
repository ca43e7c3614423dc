//! The default theme, which comes with the binary.

use include_dir::{Dir, include_dir};

use crate::source::EMBEDDED;

use super::{Asset, Blob, Inputs, add_template, slashed};

/// The default theme: these very folders of the repository.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The prefix of a template of the theme that a site has its own version of: `{% extends "theme/base.html" %}`.
pub const THEME: &str = "theme/";

/// The theme's file of this path below `static/`, which a site's own would replace.
pub fn of_theme(path: &str) -> Option<&'static [u8]> {
    STATIC.get_file(path).map(|file| file.contents())
}

/// Every file of the theme, by its path in a site that has its own instead.
pub fn theme_files() -> Vec<(String, &'static [u8])> {
    let below = |folder: &'static str, dir| {
        let files: Vec<(String, &'static [u8])> = embedded(dir);
        files
            .into_iter()
            .map(move |(path, bytes)| (format!("{folder}/{path}"), bytes))
    };
    let mut files: Vec<_> = below("templates", &TEMPLATES)
        .chain(below("static", &STATIC))
        .collect();
    files.sort();
    files
}

/// Whether the theme has a template of this name.
pub fn is_of_theme(name: &str) -> bool {
    TEMPLATES.get_file(name).is_some()
}

/// Adds the theme's files that the site has no own version of.
pub(super) fn add_theme(inputs: &mut Inputs) {
    for (path, text) in embedded(&TEMPLATES) {
        let is_own = inputs.templates.iter().any(|(name, _)| *name == path)
            || inputs
                .strings
                .iter()
                .any(|(code, _)| path == format!("strings/{code}.toml"));
        let text = String::from_utf8_lossy(text);
        let own_beside = match path.strip_prefix("strings/") {
            // A site's own words are completed by the theme's.
            Some(name) => Some(format!("strings/{THEME}{name}")),
            // A site's own can change a block of the theme's, which stays beside it; components are there once.
            None if path.ends_with(".html") && !text.contains("{% component") => {
                Some(format!("{THEME}{path}"))
            }
            None => None,
        };
        let name = match (is_own, own_beside) {
            (false, _) => path.clone(),
            (true, Some(beside)) => beside,
            (true, None) => continue,
        };
        let source = inputs
            .sources
            .add(format!("{EMBEDDED}templates/{path}"), text);
        add_template(name, source, inputs);
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
