//! The states of files: by them a build knows whether anything changed, as git does, without reading.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::SiteLoader;

/// A clock's tick, and some more: what was changed so shortly before it was looked at may have been changed again since, unseen…
const TICK: Duration = Duration::from_millis(20);
/// …and where a file system keeps whole seconds, or two at a time as FAT does.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// A file's size and times; on Unix its number too, and the time of its last change of any kind, which no program sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    size: u64,
    /// Since 1970, in nanoseconds.
    modified: u128,
    changed: i128,
    number: u64,
}

impl FileState {
    /// The state of a file, links followed.
    pub fn of(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|file| Self::from(&file))
    }

    /// Whether its times are in whole seconds.
    fn is_coarse(&self) -> bool {
        const SECOND: u128 = 1_000_000_000;
        self.modified.is_multiple_of(SECOND) && self.changed % SECOND as i128 == 0
    }

    fn from(file: &Metadata) -> Self {
        let modified = file.modified().unwrap_or(UNIX_EPOCH);
        let (changed, number) = on_disk(file);
        Self {
            size: file.len(),
            modified: nanoseconds(modified),
            changed,
            number,
        }
    }
}

#[cfg(unix)]
fn on_disk(file: &Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(file.ctime()) * 1_000_000_000 + i128::from(file.ctime_nsec());
    (changed, file.ino())
}

#[cfg(not(unix))]
fn on_disk(_: &Metadata) -> (i128, u64) {
    (0, 0)
}

fn nanoseconds(time: SystemTime) -> u128 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
}

/// Whether a site has the folder of its texts.
pub fn has_content(root: &Path) -> bool {
    root.join("content").is_dir()
}

/// The states of all files that a site is read from, by path.
#[derive(Debug, PartialEq, Eq)]
pub struct SiteState {
    pub files: Vec<(String, FileState)>,
    /// Whether a file that changes from now on will be seen to have changed.
    pub is_settled: bool,
}

impl SiteState {
    /// Looks at every file of a site; nothing, where one cannot be looked at.
    pub fn of(root: &Path) -> Option<Self> {
        let now = SystemTime::now();
        let mut diagnostics = Vec::new();
        let mut loader = SiteLoader {
            root,
            limit: u64::MAX,
            diagnostics: &mut diagnostics,
        };
        let mut paths = vec!["site.toml".to_owned()];
        for folder in ["content", "templates", "static"] {
            paths.extend(loader.files(folder));
        }
        let state = |path: String| {
            let state = FileState::of(&root.join(&path))?;
            Some((path, state))
        };
        let files: Vec<(String, FileState)> =
            paths.into_iter().map(state).collect::<Option<_>>()?;
        let since = |tick| now.checked_sub(tick).map(nanoseconds);
        let (fine, coarse) = (since(TICK)?, since(COARSE_TICK)?);
        let is_before = |state: &FileState| {
            let since = if state.is_coarse() { coarse } else { fine };
            state.modified < since && state.changed < since as i128
        };
        Some(Self {
            is_settled: files.iter().all(|(_, state)| is_before(state)),
            files,
        })
        .filter(|_| diagnostics.is_empty())
    }
}
