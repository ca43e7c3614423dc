//! Publishing where the output is ours alone: the spare generation becomes the next one, and takes the output's place in one step.
//!
//! 1. What the next generation lacks is removed from the spare.
//! 2. Each file that the spare lacks is linked, from the output where it is unchanged, else from what this build wrote. A file
//!    that is unchanged over two builds is the same file in both, so its facts tell that nothing is to be done.
//! 3. Every file is checked, the disk is synced, and the two folders are exchanged.
//! 4. What others put into the output meanwhile, in the spare now, goes back to the output.
//!
//! Until step 3 the output is not touched. A spare is one that was the output, and has its manifest still, or one that step 2 was
//! changing when its build ended, and has none: that one is thrown away.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::change::{Change, Placed};
use super::disk;
use super::ours::{self, Ours};
use super::record::Facts;
use super::{Error, read_manifest};
use crate::manifest;

/// A folder in what this build wrote, for a moment.
const PROBE: &str = ".diptych-probe";

/// Publishes, or says that it must be done in place: then the output is as it was.
pub fn publish(change: &Change) -> Result<bool, Error> {
    let spare = change.desk.path("spare");
    let done = change.desk.is_beside
        && match change.old.map(Ours::of) {
            None => first(change).is_ok(),
            Some(ours) => next(change, &ours, &spare).is_ok(),
        };
    if !done && spare.exists() {
        recover(&spare, change.output);
        disk::remove_all(&spare).map_err(disk::at(&spare))?;
    }
    Ok(done)
}

/// Takes back what others put into the output when it was about to become the spare: a build may have ended just then.
pub fn recover(spare: &Path, output: &Path) {
    if let Some(old) = read_manifest(spare) {
        ours::rescue(spare, output, &Ours::of(&old));
    }
}

/// Where there is no site, what was written becomes it; an empty folder gives way, and its mode stays.
fn first(change: &Change) -> io::Result<()> {
    let new = change.folder();
    if let Ok(there) = fs::symlink_metadata(change.output) {
        suits(change.output, &there, &new)?;
        fs::set_permissions(&new, there.permissions())?;
    }
    if change.sync {
        disk::sync(&new, change.new_files())?;
    }
    disk::rename(&new, change.output)
}

fn next(change: &Change, ours: &Ours, spare: &Path) -> io::Result<()> {
    let new = change.folder();
    let there = fs::symlink_metadata(change.output)?;
    suits(change.output, &there, &new)?;
    let made = Owner::of(&fs::symlink_metadata(&new)?);
    let seen = Mutex::new(vec![(String::new(), there.modified()?)]);
    let is_plain = |path: &str, folder: &fs::DirEntry| {
        let data = folder.metadata().ok();
        let time = data.as_ref().and_then(|data| data.modified().ok());
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend(time.map(|time| (path.to_owned(), time)));
        data.is_some_and(|data| Owner::of(&data) == made)
    };
    if !ours.foreign(change.output, &is_plain).is_empty() {
        return Err(unsuited());
    }
    clear(change, spare)?;
    let files = change.files.par_iter();
    files.try_for_each(|(file, placed)| fill(change, spare, file, placed))?;
    if fs::symlink_metadata(spare)?.permissions() != there.permissions() {
        fs::set_permissions(spare, there.permissions())?;
    }
    if change.sync {
        disk::sync(spare, change.new_files())?;
    }
    disk::exchange(spare, change.output)?;
    // What others put into the output since it was looked at has gone with the old generation; the times of its folders tell.
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    let has_changed = |(folder, time): &&(String, SystemTime)| {
        let data = fs::symlink_metadata(spare.join(folder));
        data.and_then(|data| data.modified()).ok() != Some(*time)
    };
    let changed = seen
        .iter()
        .filter(has_changed)
        .map(|(folder, _)| folder.as_str());
    ours::rescue_in(changed, spare, change.output, ours);
    Ok(())
}

/// Leaves in the spare no name that the next generation has not.
fn clear(change: &Change, spare: &Path) -> io::Result<()> {
    let Some(left) = read_manifest(spare) else {
        disk::remove_all(spare)?;
        disk::create_folders(spare)?;
        // Whether the system can exchange folders, before anything is done for it. Both are nobody's until now.
        let probe = change.folder().join(PROBE);
        disk::create_folders(&probe)?;
        let exchanged = disk::exchange(spare, &probe);
        disk::remove_all(&probe)?;
        return exchanged;
    };
    for file in left.all().filter(|file| !change.files.contains_key(*file)) {
        disk::remove_with_folders(spare, file)?;
    }
    disk::remove_file(&spare.join(manifest::FILE))
}

fn fill(change: &Change, spare: &Path, file: &str, placed: &Placed) -> io::Result<()> {
    let to = spare.join(file);
    let facts = Some(placed.published.facts);
    if Facts::of(&to) == facts {
        return Ok(());
    }
    disk::remove_file(&to)?;
    let from = match placed.is_new {
        true => change.folder().join(file),
        false => change.output.join(file),
    };
    disk::in_folder(&to, || disk::link(&from, &to))?;
    if Facts::of(&to) != facts {
        return Err(unsuited());
    }
    Ok(())
}

fn unsuited() -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// Whether another folder can take this one's place: a plain folder, owned as what we make is, and with nothing more to it.
fn suits(output: &Path, there: &fs::Metadata, made: &Path) -> io::Result<()> {
    let ids = |owner: Owner| (owner.user, owner.group);
    let same = there.is_dir()
        && ids(Owner::of(there)) == ids(Owner::of(&fs::symlink_metadata(made)?))
        && attributes(output) == attributes(made);
    same.then_some(()).ok_or_else(unsuited)
}

/// Who owns a folder, and who may what in it.
#[derive(PartialEq, Eq)]
struct Owner {
    user: u32,
    group: u32,
    mode: u32,
}

impl Owner {
    #[cfg(unix)]
    fn of(data: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            user: data.uid(),
            group: data.gid(),
            mode: data.mode(),
        }
    }

    #[cfg(not(unix))]
    fn of(data: &fs::Metadata) -> Self {
        Self {
            user: 0,
            group: 0,
            mode: data.permissions().readonly().into(),
        }
    }
}

/// The names of a folder's extended attributes, such as an access control list; `None` where they cannot be known.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn attributes(folder: &Path) -> Option<Vec<u8>> {
    let mut names = vec![0; 4096];
    let length = rustix::fs::listxattr(folder, &mut names[..]).ok()?;
    names.truncate(length);
    Some(names)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn attributes(_: &Path) -> Option<Vec<u8>> {
    None
}
