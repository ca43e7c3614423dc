//! What one build remembers for the next, under `.cache/`: it may be deleted at any time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Error, put_whole};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What no build has used for so long is forgotten.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A folder of remembered results; each has one or several files, whose names begin with its key, up to the first `-` or `.`.
#[derive(Clone, Debug)]
pub struct Cache(PathBuf);

impl Cache {
    /// The folder `.cache/NAME` of a site.
    pub fn of(root: &Path, name: &str) -> Self {
        Self(root.join(".cache").join(name))
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    pub fn has(&self, file: &str) -> bool {
        self.path(file).is_file()
    }

    pub fn read(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.path(file)).ok()
    }

    /// Notes that a result was used: the time of its file tells, to the day.
    pub fn used(&self, file: &str) {
        if age(&self.path(file)).is_some_and(|age| age > DAY) {
            // Without leave to write, it is forgotten too soon, and made again.
            let _ = fs::File::options()
                .append(true)
                .open(self.path(file))
                .and_then(|file| file.set_modified(SystemTime::now()));
        }
    }

    /// Forgets the results that no build has used for thirty days.
    pub fn prune(&self) {
        let mut results: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let key = name.split(['-', '.']).next().unwrap_or_default().to_owned();
                results.entry(key).or_default().push(entry.path());
            }
        }
        for files in results.into_values().filter(|files| {
            files
                .iter()
                .all(|file| age(file).is_some_and(|age| age > KEPT))
        }) {
            files.iter().for_each(|file| drop(fs::remove_file(file)));
        }
    }

    /// Writes a file whole or not at all.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        put_whole(&self.path(file), bytes, true)
    }
}

/// How long ago a file was written.
fn age(path: &Path) -> Option<Duration> {
    fs::metadata(path)
        .and_then(|data| data.modified())
        .ok()?
        .elapsed()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_long_is_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::of(root.path(), "images");
        let write = |file: &str, days: u32| {
            cache.write(file, b"x").unwrap();
            let file = fs::File::options()
                .append(true)
                .open(cache.path(file))
                .unwrap();
            file.set_modified(SystemTime::now() - days * DAY).unwrap();
        };
        write("aa.txt", 40);
        write("aa-480w.webp", 40);
        write("bb.txt", 40);
        write("bb-480w.webp", 40);
        write("cc.txt", 29);
        fs::create_dir(cache.path("dd")).unwrap();
        cache.used("bb.txt");
        cache.used("no such file");
        cache.prune();
        let mut left: Vec<String> = fs::read_dir(&cache.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["bb-480w.webp", "bb.txt", "cc.txt", "dd"]);
        Cache::of(root.path(), "nothing").prune();
    }
}
