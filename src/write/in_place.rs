//! Publishing where the output is not ours alone, or is a folder that no other can replace: a rename for each file.
//!
//! 1. What this build wrote is renamed from `new` to `ready`, with its manifest: that is the journal, and from then on the next
//!    generation is decided.
//! 2. Each of its files is renamed into the output: those that are new there, then those that changed. A reader finds what links lead to.
//! 3. What the next generation lacks is removed. Last comes the manifest, and `ready` goes.
//!
//! A build that ended in between is gone on with by the next: what is left in `ready` is left to be done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::change::Change;
use super::ours::Ours;
use super::{Error, disk, read_manifest};
use crate::manifest::{self, Manifest};

pub fn publish(change: &Change) -> Result<(), Error> {
    refuse_occupied(change)?;
    let (new, ready) = (change.folder(), change.desk.path("ready"));
    disk::create_folders(change.output).map_err(disk::at(change.output))?;
    if change.sync {
        disk::sync(&new, change.new_files()).map_err(disk::at(&new))?;
    }
    disk::rename(&new, &ready).map_err(disk::at(&new))?;
    recover(&ready, change.output)?;
    change.check_output()
}

/// Goes on with the steps 2 and 3, from wherever they were left.
pub fn recover(ready: &Path, output: &Path) -> Result<(), Error> {
    // Without a manifest all was done but to remove the folder.
    if let Some(next) = read_manifest(ready) {
        let last = read_manifest(output).unwrap_or_default();
        go_on(ready, output, &last, &next)?;
    }
    disk::remove_all(ready).map_err(disk::at(ready))
}

fn go_on(ready: &Path, output: &Path, last: &Manifest, next: &Manifest) -> Result<(), Error> {
    let put = |file: &str| {
        let to = output.join(file);
        disk::in_folder(&to, || disk::rename(&ready.join(file), &to))
    };
    let is_left = |file: &&str| fs::symlink_metadata(ready.join(file)).is_ok();
    let left = next.all().map(String::as_str).filter(is_left);
    let (changed, new): (Vec<&str>, Vec<&str>) =
        left.partition(|file| fs::symlink_metadata(output.join(file)).is_ok());
    let mut without_room = Vec::new();
    for file in [new, changed].concat() {
        match put(file) {
            // Where a file was and a folder shall be, or the other way round, there is room when that is gone.
            Err(error) if is_in_the_way(&error) => without_room.push(file),
            done => done.map_err(disk::at(&output.join(file)))?,
        }
    }
    // Where a build has ended in between, a folder of the next generation may be there already.
    let is_folder = |file: &&String| output.join(file).is_dir();
    let gone = last.all().filter(|file| !next.lists(file));
    for file in gone.filter(|file| !is_folder(file)) {
        disk::remove_with_folders(output, file).map_err(disk::at(&output.join(file)))?;
    }
    for file in without_room.into_iter().chain([manifest::FILE]) {
        put(file).map_err(disk::at(&output.join(file)))?;
    }
    Ok(())
}

fn is_in_the_way(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory)
}

/// Refuses before anything is done where a new page's place is not free.
fn refuse_occupied(change: &Change) -> Result<(), Error> {
    let none = Manifest::new();
    let old = change.old.unwrap_or(&none);
    let ours = Ours::of(old);
    let is_ours = |file: &str| old.lists(file) || file == manifest::FILE;
    for file in change.new_files().filter(|file| !is_ours(file)) {
        let mut folder = file;
        while let Some((above, _)) = folder.rsplit_once('/') {
            let path = change.output.join(above);
            let there = fs::symlink_metadata(&path);
            if there.is_ok_and(|there| !there.is_dir() && !path.is_dir()) && !is_ours(above) {
                return Err(occupied(path, false));
            }
            folder = above;
        }
        let path = change.output.join(file);
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => {
                let theirs = match ours.has_folder(file) {
                    true => ours.below(change.output, file, &|_, _| true),
                    false => vec![PathBuf::from(file)],
                };
                if let Some(theirs) = theirs.first() {
                    return Err(occupied(change.output.join(theirs), false));
                }
            }
            Ok(_) if !change.adopt => return Err(occupied(path, true)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Error::Io(path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn occupied(path: PathBuf, may_be_replaced: bool) -> Error {
    let or = match may_be_replaced {
        true => ", or let it be replaced with `--adopt`",
        false => "",
    };
    Error::Refused(format!(
        "`{}` was not written by diptych, and a page wants its place; move it{or}",
        path.display()
    ))
}
