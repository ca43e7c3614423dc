//! What a build remembers for the next one: results of pure functions, by the [`Digest`] of all that they are a function of.
//!
//! Under `.cache/results/` there is a file for each build that made something new ([`generation`]); it is written whole and renamed, so
//! that builds side by side never see half of one. Each entry is checked when it is read: what is damaged, or of another version of the
//! program, is made again. The folder may be deleted at any time. Once most of it is no longer asked for, one file takes the
//! place of all.

mod digest;
mod generation;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use digest::{Digest, Digester, this_program};
use generation::Generation;

/// Results that were remembered, and those of this run.
#[derive(Default)]
pub struct Memo {
    /// Where they are kept; nowhere, where nothing is remembered beyond the run.
    folder: Option<PathBuf>,
    program: Digest,
    generations: Vec<Generation>,
    /// By the last bits of the digest, so that threads seldom wait for each other.
    shards: [Mutex<Shard>; SHARDS],
}

const SHARDS: usize = 16;

/// Files of results, at most.
const MOST: usize = 8;

#[derive(Default)]
struct Shard {
    new: FxHashMap<Digest, Arc<[u8]>>,
    used: FxHashSet<Digest>,
}

impl Memo {
    /// What earlier builds of a site remembered, with the same program.
    pub fn open(root: &Path, program: Digest) -> Self {
        let folder = root.join(".cache/results");
        Self {
            generations: generation::open_all(&folder, program),
            folder: Some(folder),
            program,
            ..Self::default()
        }
    }

    /// Remembers a result.
    pub fn put(&self, of: Digest, result: &impl Serialize) {
        if let Ok(bytes) = postcard::to_stdvec(result) {
            self.shard(of).new.insert(of, bytes.into());
        }
    }

    /// A result, remembered or made. What `make` says is not to be kept is made again next time.
    pub fn get<T: Serialize + DeserializeOwned>(
        &self,
        of: Digest,
        make: impl FnOnce() -> (T, bool),
    ) -> T {
        if let Some(result) = self.find(of) {
            return result;
        }
        let (result, is_kept) = make();
        if is_kept {
            self.put(of, &result);
        }
        result
    }

    /// A result that was remembered.
    pub fn find<T: DeserializeOwned>(&self, of: Digest) -> Option<T> {
        let new = self.shard(of).new.get(&of).cloned();
        if let Some(bytes) = new {
            return postcard::from_bytes(&bytes).ok();
        }
        let bytes = self.generations.iter().find_map(|them| them.read(of))?;
        let result = postcard::from_bytes(&bytes).ok()?;
        self.shard(of).used.insert(of);
        Some(result)
    }

    fn shard(&self, of: Digest) -> MutexGuard<'_, Shard> {
        let shard = &self.shards[of.0 as usize % SHARDS];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the results of this run for the next. What cannot be written is made again then.
    pub fn save(&self) {
        let Some(folder) = &self.folder else {
            return;
        };
        let guards = (0..SHARDS as u128).map(|at| self.shard(Digest(at)));
        let guards: Vec<MutexGuard<Shard>> = guards.collect();
        let new = guards.iter().flat_map(|shard| shard.new.iter());
        let mut results: Vec<(Digest, Arc<[u8]>)> =
            new.map(|(of, bytes)| (*of, bytes.clone())).collect();
        let used: usize = guards.iter().map(|shard| shard.used.len()).sum();
        let known: usize = self.generations.iter().map(Generation::len).sum();
        let is_full = self.generations.len() >= MOST || known > 2 * used.max(1_000);
        if results.is_empty() && !is_full {
            return;
        }
        if is_full {
            let used = guards.iter().flat_map(|shard| shard.used.iter());
            let read = |of: &Digest| {
                let bytes = self.generations.iter().find_map(|them| them.read(*of))?;
                Some((*of, Arc::from(bytes)))
            };
            results.extend(used.filter_map(read));
        }
        results.sort_unstable_by_key(|(of, _)| *of);
        if generation::write(folder, self.program, &results).is_ok() && is_full {
            self.generations.iter().for_each(Generation::remove);
        }
    }
}

#[cfg(test)]
mod tests;
