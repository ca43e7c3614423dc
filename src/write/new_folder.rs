//! A folder that is made whole beside its place, and moved there at the end.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, desk, disk};

/// A file by which a folder in the making is known as ours; locked until the process ends, however it ends.
const MARK: &str = ".diptych-making";

/// A folder in the making; without [`publish`](Self::publish) nothing is left of it.
#[derive(Debug)]
pub struct NewFolder {
    making: PathBuf,
    place: PathBuf,
    _lock: fs::File,
}

impl NewFolder {
    /// Begins a folder that is to be at `place`, which may be there already with files of others in it. What runs that were killed
    /// left beside it is removed.
    pub fn open(place: &Path) -> Result<Self, Error> {
        let place = std::path::absolute(place).map_err(disk::at(place))?;
        if place.is_file() {
            return Err(Error::Refused(format!(
                "`{}` is a file; choose another name",
                place.display()
            )));
        }
        place.parent().into_iter().for_each(remove_left);
        let making = desk::beside(&place, "new");
        if making.symlink_metadata().is_ok() {
            return Err(Error::Refused(format!(
                "`{}` is in the way: another run is making it, or it is yours; choose another name, or move it away",
                making.display()
            )));
        }
        disk::create_folders(&making).map_err(disk::at(&making))?;
        let mark = making.join(MARK);
        let lock = fs::File::create(&mark).map_err(disk::at(&mark))?;
        // Where nothing can be locked, nothing is taken for left.
        let _ = lock.try_lock();
        Ok(Self {
            making,
            place,
            _lock: lock,
        })
    }

    pub fn path(&self) -> &Path {
        &self.making
    }

    /// Moves it into its place; where files of the same names are there, nothing is moved.
    pub fn publish(self) -> Result<(), Error> {
        let mark = self.making.join(MARK);
        disk::remove_file(&mark).map_err(disk::at(&mark))?;
        if !self.place.exists() {
            return disk::rename(&self.making, &self.place).map_err(disk::at(&self.place));
        }
        let entries = fs::read_dir(&self.making).map_err(disk::at(&self.making))?;
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .collect();
        // What an author knows is named first, not what is hidden.
        names.sort_by(|a, b| b.cmp(a));
        for name in &names {
            let there = self.place.join(name);
            if there.symlink_metadata().is_ok() {
                return Err(Error::Refused(format!(
                    "`{}` is there already; choose another folder, or move it away",
                    there.display()
                )));
            }
        }
        for name in &names {
            let to = self.place.join(name);
            disk::rename(&self.making.join(name), &to).map_err(disk::at(&to))?;
        }
        Ok(())
    }
}

/// Removes the folders that were in the making when their runs were killed.
fn remove_left(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_named = name.starts_with('.') && name.ends_with(".new");
        let mark = fs::File::open(entry.path().join(MARK));
        if is_named && mark.is_ok_and(|mark| mark.try_lock().is_ok()) {
            // What cannot be removed is in nobody's way.
            let _ = disk::remove_all(&entry.path());
        }
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // What cannot be removed is a hidden folder, which the next one removes.
        let _ = disk::remove_all(&self.making);
    }
}
