//! A folder that is made whole beside its place, and moved there at the end.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, desk, disk};

/// A folder in the making; without [`publish`](Self::publish) nothing is left of it.
#[derive(Debug)]
pub struct NewFolder {
    making: PathBuf,
    place: PathBuf,
}

impl NewFolder {
    /// Begins a folder that is to be at `place`, which may be there already with files of others in it.
    pub fn open(place: &Path) -> Result<Self, Error> {
        let place = std::path::absolute(place).map_err(disk::at(place))?;
        if place.is_file() {
            return Err(Error::Refused(format!(
                "`{}` is a file; choose another name",
                place.display()
            )));
        }
        let making = desk::beside(&place, "new");
        disk::remove_all(&making).map_err(disk::at(&making))?;
        let new = Self { making, place };
        disk::create_folders(&new.making).map_err(disk::at(&new.making))?;
        Ok(new)
    }

    pub fn path(&self) -> &Path {
        &self.making
    }

    /// Moves it into its place; where files of the same names are there, nothing is moved.
    pub fn publish(self) -> Result<(), Error> {
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

impl Drop for NewFolder {
    fn drop(&mut self) {
        // What cannot be removed is a hidden folder, which the next one removes.
        let _ = disk::remove_all(&self.making);
    }
}
