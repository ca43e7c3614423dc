//! Where a publication is prepared: a hidden folder beside the output, on the same disk, so that a rename is enough.
//!
//! Where nothing may be made beside the output (a folder of the system's), or a rename does not lead from there into it (a mount),
//! the desk is a hidden folder in the output itself. It holds:
//!
//! - `lock`: held by the one build that writes this output;
//! - `new`: what this build has written so far, and only that;
//! - `ready`: the same of a build that has decided to publish in place; what is in it is moved on, whatever happens;
//! - `spare`: the generation before the output's, which becomes the next one.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, disk};

/// The desk's name in an output that is a mount, or lies in a folder that is not ours.
pub const INSIDE: &str = ".diptych";
/// A link from the desk into the output, for a moment.
const PROBE: &str = ".diptych-probe";

/// A desk, locked as long as it is held.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    /// Whether it is beside the output.
    pub is_beside: bool,
    _lock: fs::File,
}

impl Desk {
    pub fn open(output: &Path) -> Result<Self, Error> {
        let inside = output.join(INSIDE);
        let beside = beside(output, "diptych");
        match Self::take(beside, true, output) {
            Ok(desk) if desk.leads_into(output) => Ok(desk),
            Err(refused @ Error::Refused(_)) => Err(refused),
            Err(error) if !output.is_dir() => Err(error),
            Ok(_) | Err(_) => Self::take(inside, false, output),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Takes the lock; the system frees it when the process ends, however it ends.
    fn take(folder: PathBuf, is_beside: bool, output: &Path) -> Result<Self, Error> {
        let path = folder.join("lock");
        loop {
            fs::create_dir_all(&folder).map_err(disk::at(&folder))?;
            let file = match fs::File::create(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && folder.is_dir() => {
                    continue;
                }
                file => file.map_err(disk::at(&path))?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(Error::Refused(format!(
                        "another build is writing `{}`; wait until it has ended",
                        output.display()
                    )));
                }
                Err(fs::TryLockError::Error(error)) => return Err(Error::Io(path, error)),
            }
            // Whoever held it may have removed it since it was opened: then it keeps nobody out.
            if is_at(&file, &path) {
                return Ok(Self {
                    folder,
                    is_beside,
                    _lock: file,
                });
            }
        }
    }

    /// Whether a rename leads from the desk into the output.
    fn leads_into(&self, output: &Path) -> bool {
        match (mount(&self.folder), mount(output)) {
            (Some(desk), Some(output)) => desk == output,
            _ => !output.exists() || self.links_into(output),
        }
    }

    /// Where the system does not tell: a link leads where a rename does, and is easier to take back.
    fn links_into(&self, output: &Path) -> bool {
        let probe = output.join(PROBE);
        let _ = fs::remove_file(&probe);
        let linked = fs::hard_link(self.path("lock"), &probe).is_ok();
        let _ = fs::remove_file(probe);
        linked
    }
}

/// The mount that a folder is in: a folder of the same disk may be mounted elsewhere, too.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn mount(folder: &Path) -> Option<u64> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let told = statx(CWD, folder, AtFlags::empty(), StatxFlags::MNT_ID).ok()?;
    let has_mount = told.stx_mask & StatxFlags::MNT_ID.bits() != 0;
    has_mount.then_some(told.stx_mnt_id)
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn mount(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(folder).map(|data| data.dev()).ok()
}

#[cfg(not(unix))]
fn mount(_: &Path) -> Option<u64> {
    None
}

impl Drop for Desk {
    fn drop(&mut self) {
        #[cfg(test)]
        if disk::tests::has_ended() {
            return;
        }
        let is_bare = fs::read_dir(&self.folder).is_ok_and(|entries| entries.count() == 1);
        // Elsewhere a file that is open cannot be told from its successor, so it stays.
        if cfg!(unix) && is_bare {
            let _ = fs::remove_file(self.path("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: &fs::Metadata| (data.dev(), data.ino());
    matches!((&file.metadata(), &fs::metadata(path)), (Ok(held), Ok(there)) if id(held) == id(there))
}

#[cfg(not(unix))]
fn is_at(_: &fs::File, path: &Path) -> bool {
    path.exists()
}

/// `public` → `.public.SUFFIX`, whatever bytes the name holds.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Threads that open and leave a desk all the time never hold it together, although its lock goes and comes.
    #[test]
    fn one_holds_a_desk() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("public");
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while taken.load(Ordering::Relaxed) < 300 {
                        if let Ok(desk) = Desk::open(&output) {
                            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::Relaxed);
                            holders.fetch_sub(1, Ordering::SeqCst);
                            drop(desk);
                        }
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn where_nothing_may_be_made_beside_the_output_it_is_inside() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("public");
        fs::create_dir(&output).unwrap();
        assert!(Desk::open(&output).unwrap().is_beside);
        fs::write(root.path().join(".public.diptych"), "").unwrap();
        assert!(!Desk::open(&output).unwrap().is_beside);
        assert_eq!(
            fs::read_dir(&output).unwrap().count(),
            0,
            "no trace is left"
        );
    }
}
