//! The disk, outwards: sites are published, other files written whole or not at all.
//!
//! A publication costs what changed: [`Stage`] takes each file of the next site, and writes only those that the output has not. In the
//! end the next generation takes the output's place in one step (`exchange`), or, where others have files there or the folder cannot
//! be replaced, file by file (`in_place`). A build that fails leaves the last site as it was; one that is killed leaves the last or the next,
//! and what is left to do the next build does. Only files that the last manifest lists are ever deleted; what else is in the output stays,
//! but for files that `--adopt` lets us replace.

mod cache;
mod change;
mod clean;
mod desk;
mod disk;
mod exchange;
mod in_place;
mod new_folder;
mod ours;
mod record;
mod safety;
mod stage;

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::load::{Asset, Blob};
use crate::manifest::{self, Manifest};

pub use cache::Cache;
pub use clean::clean;
pub use new_folder::NewFolder;
pub use record::digest;
pub use stage::Stage;

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

/// Replaces a text file whole: its readers see the old text or the new one.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    put_whole(path, text.as_bytes(), true)
}

fn put_whole(path: &Path, bytes: &[u8], over: bool) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::Io(folder.to_owned(), error))?;
    }
    let part = desk::beside(path, "diptych-part");
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

/// Lets its owner run a file, where systems ask for that.
pub fn make_executable(path: &Path) {
    #[cfg(unix)]
    if path.exists() {
        use std::os::unix::fs::PermissionsExt;
        // A script that cannot be made so runs with `sh publish.sh`.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o755));
    }
    #[cfg(not(unix))]
    let _ = path;
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

/// The manifest of an output folder, if it is one of ours.
pub fn read_manifest(output: &Path) -> Option<Manifest> {
    Manifest::parse(&fs::read_to_string(output.join(manifest::FILE)).ok()?)
}

/// Why the list of a folder cannot be read, where there is one.
fn unreadable_manifest(output: &Path) -> Option<String> {
    let text = match fs::read_to_string(output.join(manifest::FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => return Some(error.to_string()),
    };
    Manifest::why_not(&text)
}

#[cfg(test)]
mod tests;
