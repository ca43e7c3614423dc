//! The steps by which a publication changes the disk. A test can let the process end before any of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Error;

/// Says whose fault an error of the disk is.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path: PathBuf = path.to_owned();
    move |error| Error::Io(path, error)
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::hard_link(from, to)
}

pub fn create_folders(folder: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir_all(folder)
}

/// Removes a file or a link; that it is gone already is well.
pub fn remove_file(path: &Path) -> io::Result<()> {
    step()?;
    ignore_absent(fs::remove_file(path))
}

/// Removes a folder with all that is in it; that it is gone already is well.
pub fn remove_all(folder: &Path) -> io::Result<()> {
    step()?;
    ignore_absent(fs::remove_dir_all(folder))
}

/// Does `make`, which needs the folder of `path`, and makes the folder where it is missing.
pub fn in_folder<T>(path: &Path, mut make: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    match make() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folders(path.parent().unwrap_or(path))?;
            make()
        }
        made => made,
    }
}

/// Removes `top`/`file`, and the folders that are empty then; `top` stays.
pub fn remove_with_folders(top: &Path, file: &str) -> io::Result<()> {
    let path = top.join(file);
    remove_file(&path)?;
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| *folder != top) {
        step()?;
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

/// Two folders take each other's place in one step, where the system can.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    step()?;
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What was written goes to the disk before others are told of it: all of the file system in one call, where there is one.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn sync<'a>(folder: &Path, _: impl Iterator<Item = &'a str>) -> io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub fn sync<'a>(folder: &Path, mut files: impl Iterator<Item = &'a str>) -> io::Result<()> {
    files.try_for_each(|file| {
        fs::File::options()
            .append(true)
            .open(folder.join(file))?
            .sync_all()
    })
}

fn ignore_absent(done: io::Result<()>) -> io::Result<()> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match done {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(()),
        done => done,
    }
}

#[cfg(not(test))]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use tests::step;

/// Where a process ends in tests: what it does after that does not happen.
#[cfg(test)]
pub mod tests {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static STEPS_LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// Lets this thread's process end after so many steps; `None` brings it back.
    pub fn end_after(steps: Option<usize>) {
        STEPS_LEFT.set(steps);
    }

    pub fn has_ended() -> bool {
        STEPS_LEFT.get() == Some(0)
    }

    pub fn step() -> io::Result<()> {
        match STEPS_LEFT.get() {
            Some(0) => Err(io::Error::other("the process has ended")),
            left => {
                STEPS_LEFT.set(left.map(|left| left - 1));
                Ok(())
            }
        }
    }
}
