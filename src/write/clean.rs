//! What builds leave behind, removed: what they remember, and, where it is asked for, the site.

use std::path::{Path, PathBuf};

use super::desk::{self, Desk};
use super::{Error, disk, read_manifest, safety};
use crate::manifest;

/// Removes `.cache` and what is prepared beside the output, and with `site` the files that the last build wrote; what was removed.
pub fn clean(root: &Path, output: &Path, site: bool) -> Result<Vec<PathBuf>, Error> {
    let output = safety::check(root, output)?;
    let prepared = desk::beside(&output, "diptych");
    let mut removed = Vec::new();
    if output.is_dir() {
        // No other build may be at it.
        drop(Desk::open(&output)?);
    }
    if site && let Some(manifest) = read_manifest(&output) {
        for file in manifest.all().map(String::as_str).chain([manifest::FILE]) {
            disk::remove_with_folders(&output, file).map_err(disk::at(&output))?;
        }
        removed.push(output);
    }
    for folder in [root.join(".cache"), prepared] {
        if folder.is_dir() {
            disk::remove_all(&folder).map_err(disk::at(&folder))?;
            removed.push(folder);
        }
    }
    Ok(removed)
}
