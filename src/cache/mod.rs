//! What a build remembers for the next one: results of pure functions, by the [`Digest`] of all that they are a function of.
//!
//! Under `.cache/results/` there is a file for each build that made something new ([`generation`]); it is written whole and renamed, so
//! that builds side by side never see half of one. Each entry is checked when it is read: what is damaged, or of another version of the
//! program, is made again. The folder may be deleted at any time. Once most of it is no longer asked for, one file takes the
//! place of all.

mod digest;
mod generation;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use digest::{Digest, Digester, this_program};
use generation::{Generation, Unfinished};

/// Results that were remembered, and those of this run.
#[derive(Default)]
pub struct Memo {
    /// Where they are kept; nowhere, where nothing is remembered beyond the run.
    folder: Option<PathBuf>,
    program: Digest,
    generations: RwLock<Vec<Generation>>,
    /// The results of this run, on their way to the disk: of a large site they are more than memory should hold.
    unfinished: Mutex<Option<Unfinished>>,
    /// Those that cannot go there.
    kept: Mutex<FxHashMap<Digest, Vec<u8>>>,
    used: Mutex<FxHashSet<Digest>>,
    made: AtomicUsize,
}

/// How many results were asked for so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that were known.
    pub remembered: usize,
    pub made: usize,
}

impl Counts {
    /// Those that came after `before`.
    pub fn since(self, before: Self) -> Self {
        Self {
            remembered: self.remembered - before.remembered,
            made: self.made - before.made,
        }
    }
}

/// Files of results, at most.
const MOST: usize = 8;

impl Memo {
    /// What earlier builds of a site remembered, with the same program.
    pub fn open(root: &Path, program: Digest) -> Self {
        let folder = root.join(".cache/results");
        Self {
            generations: RwLock::new(generation::open_all(&folder, program)),
            folder: Some(folder),
            program,
            ..Self::default()
        }
    }

    /// A result, remembered or made.
    pub fn get<T: Serialize + DeserializeOwned>(&self, of: Digest, make: impl FnOnce() -> T) -> T {
        self.find(of).unwrap_or_else(|| {
            let result = make();
            self.put(of, &result);
            result
        })
    }

    /// Remembers a result.
    pub fn put(&self, of: Digest, result: &impl Serialize) {
        self.made.fetch_add(1, Ordering::Relaxed);
        let Ok(bytes) = postcard::to_stdvec(result) else {
            return;
        };
        let mut unfinished = held(&self.unfinished);
        if unfinished.is_none()
            && let Some(folder) = &self.folder
        {
            *unfinished = Unfinished::create(folder).ok();
        }
        let is_written = unfinished
            .as_mut()
            .is_some_and(|file| file.add(of, &bytes).is_ok());
        if !is_written {
            held(&self.kept).insert(of, bytes);
        }
    }

    pub fn counts(&self) -> Counts {
        Counts {
            remembered: held(&self.used).len(),
            made: self.made.load(Ordering::Relaxed),
        }
    }

    /// A result that was remembered.
    pub fn find<T: DeserializeOwned>(&self, of: Digest) -> Option<T> {
        let generations = self
            .generations
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = generations.iter().find_map(|them| them.read(of)) {
            let result = postcard::from_bytes(&bytes).ok()?;
            held(&self.used).insert(of);
            return Some(result);
        }
        let written = held(&self.unfinished)
            .as_mut()
            .and_then(|file| file.read(of));
        let bytes = written.or_else(|| held(&self.kept).get(&of).cloned())?;
        postcard::from_bytes(&bytes).ok()
    }

    /// A result that nobody has read in this run stays remembered.
    pub fn keep(&self, of: Digest) {
        held(&self.used).insert(of);
    }

    /// Remembers the results of this run for the next. What cannot be written is made again then.
    pub fn save(&self) {
        let Some(folder) = &self.folder else {
            return;
        };
        let mut generations = self
            .generations
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut unfinished = held(&self.unfinished);
        let used = held(&self.used);
        let known: usize = generations.iter().map(Generation::len).sum();
        let is_full = generations.len() >= MOST || known > 2 * used.len().max(1_000);
        if is_full && unfinished.is_none() {
            *unfinished = Unfinished::create(folder).ok();
        }
        let Some(mut file) = unfinished.take() else {
            return;
        };
        if is_full {
            for of in used.iter() {
                let bytes = generations.iter().find_map(|them| them.read(*of));
                // What cannot be written is made again.
                let _ = bytes.map(|bytes| file.add(*of, &bytes));
            }
        }
        if let Ok(generation) = file.finish(self.program) {
            if is_full {
                generations.iter().for_each(Generation::remove);
                generations.clear();
            }
            generations.push(generation);
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
