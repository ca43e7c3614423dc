//! Publishing: pages are staged beside the output, and take its place at once, when all of them are there.
//!
//! A build that fails leaves the last site as it was. Only files that the last manifest lists are ever deleted; what else
//! is in the output stays, but for files that `--adopt` lets us replace.

mod cache;
mod safety;

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::load::{Asset, Blob};
use crate::manifest::{self, Manifest};

pub use cache::Cache;

/// Why nothing was published.
#[derive(Debug)]
pub enum Error {
    /// The output folder cannot be used; the message says why and what to do.
    Refused(String),
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Refused(why) => f.write_str(why),
            Error::Io(path, error) => write!(f, "cannot write `{}`: {error}", path.display()),
        }
    }
}

/// An output folder that may be written, and the stage beside it. Dropped without `publish`, it leaves nothing.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    folder: PathBuf,
    old: Option<Manifest>,
    adopt: bool,
    /// Held while the stage is: two builds into one output would take each other's stage.
    lock: PathBuf,
    _locked: fs::File,
}

impl Stage {
    /// Checks that `output` may be written, and opens a stage beside it.
    pub fn open(root: &Path, output: &Path, adopt: bool) -> Result<Self, Error> {
        let output = safety::check(root, output)?;
        let (lock, locked) = lock(&output)?;
        recover(&output)?;
        let old = read_manifest(&output);
        if old.is_none() && !adopt && has_files(&output) {
            return Err(Error::Refused(format!(
                "`{}` holds files that diptych did not write; empty it, choose another with `--output`, or keep its files and write among them with `--adopt`",
                output.display()
            )));
        }
        let folder = beside(&output, "new");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| Error::Io(folder.clone(), error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| Error::Io(folder.clone(), error))?;
        Ok(Self {
            output,
            folder,
            old,
            adopt,
            lock,
            _locked: locked,
        })
    }

    /// What the last build wrote.
    pub fn old_manifest(&self) -> Option<&Manifest> {
        self.old.as_ref()
    }

    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.make_room(file)?;
        fs::write(&path, bytes).map_err(|error| Error::Io(path, error))
    }

    pub fn put_asset(&self, file: &str, asset: &Asset) -> Result<(), Error> {
        match &asset.blob {
            Blob::Embedded(bytes) => self.put(file, bytes),
            Blob::Made(bytes) => self.put(file, bytes),
            Blob::Disk(from) => {
                let path = self.make_room(file)?;
                fs::copy(from, &path)
                    .map(|_| ())
                    .map_err(|error| Error::Io(path, error))
            }
        }
    }

    fn make_room(&self, file: &str) -> Result<PathBuf, Error> {
        let path = self.folder.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::Io(folder.to_owned(), error))?;
        }
        Ok(path)
    }

    /// Takes over what is not ours, then puts the stage in the output's place.
    pub fn publish(self, manifest: &Manifest) -> Result<(), Error> {
        self.put(manifest::FILE, manifest.to_json().as_bytes())?;
        self.keep_foreign(manifest)?;
        let previous = beside(&self.output, "old");
        let moved = self.output.exists();
        if moved {
            fs::rename(&self.output, &previous)
                .map_err(|error| Error::Io(self.output.clone(), error))?;
        }
        if let Err(error) = fs::rename(&self.folder, &self.output) {
            if moved {
                let _ = fs::rename(&previous, &self.output);
            }
            return Err(Error::Io(self.output.clone(), error));
        }
        if moved {
            fs::remove_dir_all(&previous).map_err(|error| Error::Io(previous, error))?;
        }
        Ok(())
    }

    /// Links (or copies) into the stage the output's files that the last manifest does not list.
    fn keep_foreign(&self, manifest: &Manifest) -> Result<(), Error> {
        for path in entries_of(&self.output) {
            let file = path
                .strip_prefix(&self.output)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            if path.is_dir() && !path.is_symlink() {
                self.keep_folder(&path, &file)?;
                continue;
            }
            let ours = file == manifest::FILE
                || self
                    .old
                    .as_ref()
                    .is_some_and(|old| old.files.contains_key(&file));
            if ours {
                continue;
            }
            if manifest.files.contains_key(&file) {
                if self.adopt {
                    continue;
                }
                return Err(Error::Refused(format!(
                    "`{}` was not written by diptych, and a page wants its place; move it, or let it be replaced with `--adopt`",
                    path.display()
                )));
            }
            let to = self.make_room(&file)?;
            if fs::hard_link(&path, &to).is_err() {
                fs::copy(&path, &to).map_err(|error| Error::Io(to, error))?;
            }
        }
        Ok(())
    }
}

impl Stage {
    /// A folder that none of our files stood in is kept even when it is empty: git needs its own.
    fn keep_folder(&self, path: &Path, folder: &str) -> Result<(), Error> {
        let inside = format!("{folder}/");
        let ours = self.old.as_ref().is_some_and(|old| {
            old.files
                .range(inside.clone()..)
                .next()
                .is_some_and(|(file, _)| file.starts_with(&inside))
        });
        let to = self.folder.join(folder);
        if !ours && !to.exists() {
            fs::create_dir_all(&to).map_err(|error| Error::Io(to.clone(), error))?;
            let permissions = fs::metadata(path)
                .and_then(|metadata| fs::set_permissions(&to, metadata.permissions()));
            permissions.map_err(|error| Error::Io(to, error))?;
        }
        Ok(())
    }
}

/// What became of a file that was to be new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was written.
    New,
    /// It was there, with these bytes.
    Same,
    /// It was there, with other bytes, and was left alone.
    Differs,
}

/// Writes a file below `root` whole or not at all, and never over another.
pub fn new_file(root: &Path, file: &str, bytes: &[u8]) -> Result<Written, Error> {
    if file
        .split(['/', '\\'])
        .any(|part| matches!(part, "" | "." | ".."))
    {
        return Err(Error::Refused(format!(
            "`{file}` is no place in a site; this is a fault of diptych, and nothing was written there"
        )));
    }
    let path = root.join(file);
    if let Ok(there) = fs::read(&path) {
        return Ok(if there == bytes {
            Written::Same
        } else {
            Written::Differs
        });
    }
    if path.symlink_metadata().is_ok() {
        return Ok(Written::Differs);
    }
    put_whole(&path, bytes, false).map(|()| Written::New)
}

/// Puts files by under `.cache/`, by what they are and what they were made from; what was put by before gives way.
pub fn remember(root: &Path, what: &str, key: &str, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let folder = root.join(".cache").join(what);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let unfinished = folder.join("unfinished");
    for (file, bytes) in files {
        let path = unfinished.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&unfinished))?;
        fs::write(path, bytes)?;
    }
    fs::rename(unfinished, folder.join(key))
}

/// Replaces a text file whole: its readers see the old text or the new one.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    put_whole(path, text.as_bytes(), true)
}

fn put_whole(path: &Path, bytes: &[u8], over: bool) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::Io(folder.to_owned(), error))?;
    }
    let part = beside(path, "part");
    // A link, unlike a rename, fails where a file is, even one that came just now; not every file system has links.
    let link = |()| match fs::hard_link(&part, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(&part, path),
        linked => linked,
    };
    let written = fs::write(&part, bytes).and_then(|()| {
        if over {
            fs::rename(&part, path)
        } else {
            link(())
        }
    });
    let _ = fs::remove_file(&part);
    written.map_err(|error| Error::Io(path.to_owned(), error))
}

/// Makes a folder; one that holds files is refused.
pub fn empty_folder(path: &Path) -> Result<(), Error> {
    if has_files(path) || path.is_file() {
        return Err(Error::Refused(format!(
            "`{}` is there already; choose another name, or empty it",
            path.display()
        )));
    }
    fs::create_dir_all(path).map_err(|error| Error::Io(path.to_owned(), error))
}

pub fn bytes(asset: &Asset) -> Result<Cow<'_, [u8]>, Error> {
    match &asset.blob {
        Blob::Embedded(bytes) => Ok(Cow::Borrowed(bytes)),
        Blob::Made(bytes) => Ok(Cow::Borrowed(bytes)),
        Blob::Disk(path) => fs::read(path)
            .map(Cow::Owned)
            .map_err(|error| Error::Io(path.clone(), error)),
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // After `publish` the stage is the output, and this finds nothing.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_file(&self.lock);
    }
}

/// Takes the lock of an output; the system frees it when the process ends, however it ends.
fn lock(output: &Path) -> Result<(PathBuf, fs::File), Error> {
    let path = beside(output, "lock");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::Io(folder.to_owned(), error))?;
    }
    let file = fs::File::create(&path).map_err(|error| Error::Io(path.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok((path, file)),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Refused(format!(
            "another build is writing `{}`; wait until it has ended",
            output.display()
        ))),
        Err(fs::TryLockError::Error(error)) => Err(Error::Io(path, error)),
    }
}

/// A build that was killed between the two renames left the last site under another name: it comes back.
fn recover(output: &Path) -> Result<(), Error> {
    let previous = beside(output, "old");
    if !previous.exists() {
        return Ok(());
    }
    let result = if read_manifest(output).is_some() {
        // The new site is in place, with all that was not ours: what is left of the old one is only ours.
        fs::remove_dir_all(&previous)
    } else if !has_files(output) {
        fs::remove_dir(output)
            .or(Ok(()))
            .and_then(|()| fs::rename(&previous, output))
    } else {
        return Err(Error::Refused(format!(
            "`{}` holds the last site, which a build that was ended left there; move it back to `{}`, or remove it",
            previous.display(),
            output.display()
        )));
    };
    result.map_err(|error| Error::Io(previous, error))
}

/// `public` → `.public.new`, on the same disk, so that a rename is enough.
fn beside(output: &Path, suffix: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.diptych-{suffix}"))
}

/// The manifest of an output folder, if it is one of ours.
fn read_manifest(output: &Path) -> Option<Manifest> {
    Manifest::parse(&fs::read_to_string(output.join(manifest::FILE)).ok()?)
}

fn has_files(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Everything below a folder, folders before what is in them.
fn entries_of(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    entries.map(walkdir::DirEntry::into_path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Entry;

    fn publish(root: &Path, files: &[(&str, &str)], adopt: bool) -> Result<(), Error> {
        let stage = Stage::open(root, &root.join("public"), adopt)?;
        let mut manifest = Manifest::new();
        for (file, text) in files {
            stage.put(file, text.as_bytes())?;
            manifest.files.insert(file.to_string(), Entry::default());
        }
        stage.publish(&manifest)
    }

    fn tree(root: &Path) -> Vec<String> {
        let public = root.join("public");
        let files = entries_of(&public)
            .into_iter()
            .filter(|path| path.is_file());
        let mut files: Vec<String> = files
            .map(|path| {
                path.strip_prefix(&public)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        files
    }

    #[test]
    fn only_what_the_manifest_lists_is_deleted() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        publish(root, &[("a/index.html", "1"), ("b.html", "1")], false).unwrap();
        fs::write(root.join("public/mine.txt"), "mine").unwrap();
        fs::create_dir_all(root.join("public/.git/refs/heads")).unwrap();
        publish(root, &[("b.html", "2")], false).unwrap();
        assert_eq!(tree(root), [".diptych.json", "b.html", "mine.txt"]);
        assert!(
            root.join("public/.git/refs/heads").is_dir(),
            "an empty folder of others stays"
        );
        assert!(
            !root.join("public/a").exists(),
            "an empty folder of ours goes"
        );
        assert_eq!(fs::read_to_string(root.join("public/b.html")).unwrap(), "2");
        let refused = publish(root, &[("mine.txt", "ours")], false).unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
        assert_eq!(tree(root), [".diptych.json", "b.html", "mine.txt"]);
        assert_eq!(
            fs::read_dir(root).unwrap().count(),
            1,
            "nothing is left beside the output"
        );
    }

    #[test]
    fn a_folder_of_others_is_refused_unless_adopted() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir(root.join("public")).unwrap();
        publish(root, &[("a.html", "1")], false).unwrap();
        fs::remove_file(root.join("public/.diptych.json")).unwrap();
        assert!(matches!(
            publish(root, &[("a.html", "2")], false),
            Err(Error::Refused(_))
        ));
        assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "1");
        publish(root, &[("a.html", "2")], true).unwrap();
        assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "2");
    }

    #[test]
    fn two_builds_at_once_are_one_too_many() {
        let root = tempfile::tempdir().unwrap();
        let stage = Stage::open(root.path(), &root.path().join("public"), false).unwrap();
        let second = Stage::open(root.path(), &root.path().join("public"), false).unwrap_err();
        assert!(second.to_string().contains("another build"), "{second}");
        drop(stage);
        Stage::open(root.path(), &root.path().join("public"), false).unwrap();
    }

    #[test]
    fn an_abandoned_stage_leaves_the_last_site() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        publish(root, &[("a.html", "1")], false).unwrap();
        let stage = Stage::open(root, &root.join("public"), false).unwrap();
        stage.put("a.html", b"2").unwrap();
        drop(stage);
        assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "1");
        fs::rename(root.join("public"), root.join(".public.diptych-old")).unwrap();
        publish(root, &[("b.html", "1")], false).unwrap();
        assert_eq!(tree(root), [".diptych.json", "b.html"]);
    }
}
