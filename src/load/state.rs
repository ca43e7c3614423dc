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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileState {
    size: u64,
    /// In nanoseconds since 1970.
    modified: u64,
    changed: u64,
    inode: u64,
}

impl FileState {
    /// The state of a file, links followed.
    pub fn of(path: &Path) -> Option<Self> {
        let data = std::fs::metadata(path).ok()?;
        Some(Self {
            size: data.len(),
            modified: nanoseconds(data.modified().ok()),
            changed: changed(&data),
            inode: inode(&data),
        })
    }

    /// Whether its times are in whole seconds.
    fn is_coarse(&self) -> bool {
        let is_whole = |time: u64| time.is_multiple_of(1_000_000_000);
        is_whole(self.modified) && is_whole(self.changed)
    }
}

/// Since 1970.
pub fn nanoseconds(time: Option<SystemTime>) -> u64 {
    let since = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_nanos() as u64)
}

/// Its number on the disk, where the system tells it.
#[cfg(unix)]
pub fn inode(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
pub fn inode(_: &Metadata) -> u64 {
    0
}

/// The time of its last change of any kind, where the system tells it; else that of its text's. In nanoseconds since 1970.
#[cfg(unix)]
pub fn changed(data: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    (data.ctime() as u64)
        .wrapping_mul(1_000_000_000)
        .wrapping_add(data.ctime_nsec() as u64)
}

#[cfg(not(unix))]
pub fn changed(data: &Metadata) -> u64 {
    nanoseconds(data.modified().ok())
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
        let since = |tick| now.checked_sub(tick).map(|time| nanoseconds(Some(time)));
        let (fine, coarse) = (since(TICK)?, since(COARSE_TICK)?);
        let is_before = |state: &FileState| {
            let since = if state.is_coarse() { coarse } else { fine };
            state.modified < since && state.changed < since
        };
        Some(Self {
            is_settled: files.iter().all(|(_, state)| is_before(state)),
            files,
        })
        .filter(|_| diagnostics.is_empty())
    }
}
