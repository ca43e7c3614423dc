//! What one build remembers for the next, under `.cache/`: it may be deleted at any time.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, put_whole};

/// A folder of remembered results.
#[derive(Clone, Debug)]
pub struct Cache(PathBuf);

impl Cache {
    /// The folder `.cache/NAME` of a site.
    pub fn of(root: &Path, name: &str) -> Self {
        Self(root.join(".cache").join(name))
    }

    /// Where a file of it is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// The bytes of a file, where it is there.
    pub fn read(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.path(file)).ok()
    }

    /// Writes a file whole or not at all.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        put_whole(&self.path(file), bytes, true)
    }
}
