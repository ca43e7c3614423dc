//! What a publication changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::desk::Desk;
use super::record::{Facts, Published};
use crate::manifest::Manifest;

/// A file of the next generation.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    pub published: Published,
    /// Whether it is on the desk; else the output has it already.
    pub is_new: bool,
}

/// The next generation, and the last.
pub struct Change<'a> {
    pub output: &'a Path,
    pub desk: &'a Desk,
    pub old: Option<&'a Manifest>,
    /// All files, the manifest among them.
    pub files: &'a BTreeMap<String, Placed>,
    pub adopt: bool,
    pub sync: bool,
}

impl Change<'_> {
    /// Where this build writes.
    pub fn folder(&self) -> PathBuf {
        self.desk.path("new")
    }

    pub fn new_files(&self) -> impl Iterator<Item = &str> {
        let new = self.files.iter().filter(|(_, placed)| placed.is_new);
        new.map(|(file, _)| file.as_str())
    }

    /// Whether others have taken away, or changed, what this build wrote.
    pub fn check_new(&self) -> Result<(), Error> {
        let new = self.folder();
        self.check(&new, self.files.iter().filter(|(_, placed)| placed.is_new))
    }

    /// Whether the output is what it should be.
    pub fn check_output(&self) -> Result<(), Error> {
        self.check(self.output, self.files.iter())
    }

    fn check<'b>(
        &self,
        folder: &Path,
        files: impl IntoIterator<Item = (&'b String, &'b Placed)>,
    ) -> Result<(), Error> {
        for (file, placed) in files {
            let path = folder.join(file);
            if Facts::of(&path) != Some(placed.published.facts) {
                return Err(Error::Refused(format!(
                    "`{}` was removed or changed while the site was built; build again, and let nothing else write there",
                    path.display()
                )));
            }
        }
        Ok(())
    }
}
