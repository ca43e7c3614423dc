//! What of a folder is ours by a manifest, and what others put there, under names of any bytes.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk;
use crate::manifest::{self, Manifest};

/// What a manifest says is ours.
pub struct Ours<'a> {
    manifest: &'a Manifest,
    folders: HashSet<&'a str>,
}

impl<'a> Ours<'a> {
    pub fn of(manifest: &'a Manifest) -> Self {
        let mut folders = HashSet::new();
        for file in manifest.all() {
            let mut path = file.as_str();
            while let Some((folder, _)) = path.rsplit_once('/') {
                if !folders.insert(folder) {
                    break;
                }
                path = folder;
            }
        }
        Self { manifest, folders }
    }

    pub fn has_folder(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// What others put below `top`: paths in it, a folder of theirs as one. A folder of ours is theirs too where `is_plain` denies it.
    pub fn foreign(
        &self,
        top: &Path,
        is_plain: &(impl Fn(&str, &fs::DirEntry) -> bool + Sync),
    ) -> Vec<PathBuf> {
        self.below(top, "", is_plain)
    }

    /// The same below a `folder` of ours in `top`.
    pub fn below(
        &self,
        top: &Path,
        folder: &str,
        is_plain: &(impl Fn(&str, &fs::DirEntry) -> bool + Sync),
    ) -> Vec<PathBuf> {
        let (mut foreign, folders) = self.scan(top, folder, is_plain);
        let deeper = folders
            .par_iter()
            .flat_map_iter(|path| self.below(top, path, is_plain));
        foreign.par_extend(deeper);
        foreign
    }

    /// What others put into a `folder` of ours, and the folders of ours in it.
    fn scan(
        &self,
        top: &Path,
        folder: &str,
        is_plain: &impl Fn(&str, &fs::DirEntry) -> bool,
    ) -> (Vec<PathBuf>, Vec<String>) {
        let at = Path::new(folder);
        let Ok(entries) = fs::read_dir(top.join(at)) else {
            return (vec![at.to_owned()], Vec::new());
        };
        let (mut foreign, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let name = entry.file_name();
            let path = name.to_str().map(|name| match folder {
                "" => name.to_owned(),
                folder => format!("{folder}/{name}"),
            });
            let kind = entry.file_type();
            match (path, kind) {
                (Some(path), Ok(kind))
                    if kind.is_dir() && self.has_folder(&path) && is_plain(&path, &entry) =>
                {
                    folders.push(path);
                }
                (Some(path), Ok(kind))
                    if kind.is_file() && (path == manifest::FILE || self.manifest.lists(&path)) => {
                }
                _ => foreign.push(at.join(name)),
            }
        }
        (foreign, folders)
    }
}

/// Moves what others put below `from` to its place below `to`; what they have put there since, or we, wins.
pub fn rescue(from: &Path, to: &Path, ours: &Ours) {
    for path in ours.foreign(from, &|_, _| true) {
        move_over(&from.join(&path), &to.join(&path));
    }
}

/// The same, but only what lies in these folders itself.
pub fn rescue_in<'a>(folders: impl Iterator<Item = &'a str>, from: &Path, to: &Path, ours: &Ours) {
    for path in folders.flat_map(|folder| ours.scan(from, folder, &|_, _| true).0) {
        move_over(&from.join(&path), &to.join(&path));
    }
}

fn move_over(from: &Path, to: &Path) {
    if fs::symlink_metadata(to).is_err() {
        // What cannot be moved stays where it is; there is nothing better to do with it.
        let _ = disk::in_folder(to, || disk::rename(from, to));
    } else if from.is_dir() && !from.is_symlink() {
        for entry in fs::read_dir(from).into_iter().flatten().flatten() {
            move_over(&entry.path(), &to.join(entry.file_name()));
        }
    }
}
