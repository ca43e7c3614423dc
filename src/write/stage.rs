//! A publication from its beginning: what is as it was stays, what differs is written to the desk, and all of it is published at the end.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::change::{Change, Placed};
use super::desk::{self, Desk};
use super::record::{Facts, Published, Record, digest};
use super::{Cache, Error, disk, exchange, in_place, read_manifest, safety, unreadable_manifest};
use crate::load::{Asset, Blob};
use crate::manifest::{self, Manifest};

/// An output folder that may be written. Dropped without `publish`, it leaves nothing.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    desk: Desk,
    new: PathBuf,
    old: Option<Manifest>,
    adopt: bool,
    sync: bool,
    cache: Cache,
    /// Of the files of the last publication; a build of which nothing changed does not ask for it.
    record: OnceLock<Record>,
    placed: Mutex<HashMap<String, Placed>>,
}

impl Stage {
    /// Checks that `output` may be written, ends what a build that was killed there had begun, and begins a publication.
    pub fn open(root: &Path, output: &Path, adopt: bool) -> Result<Self, Error> {
        let output = safety::check(root, output)?;
        let desk = Desk::open(&output)?;
        let (new, ready) = (desk.path("new"), desk.path("ready"));
        bring_back(&output)?;
        if ready.exists() {
            in_place::recover(&ready, &output)?;
        }
        if new.exists() {
            exchange::recover(&desk.path("spare"), &output);
            fs::remove_dir_all(&new).map_err(disk::at(&new))?;
        }
        let old = read_manifest(&output);
        if let Some(why) = unreadable_manifest(&output).filter(|_| old.is_none() && !adopt) {
            return Err(Error::Refused(format!(
                "the list of what was written, `{}`, cannot be read: {why}; empty `{}`, which the next build fills, or write among its files with `--adopt`",
                output.join(manifest::FILE).display(),
                output.display()
            )));
        }
        if old.is_none() && !adopt && has_files(&output) {
            return Err(Error::Refused(format!(
                "`{}` holds files that diptych did not write; empty it, choose another with `--output`, or keep its files and write among them with `--adopt`",
                output.display()
            )));
        }
        fs::create_dir(&new).map_err(disk::at(&new))?;
        let cache = Cache::of(root, "published");
        Ok(Self {
            record: OnceLock::new(),
            output,
            desk,
            new,
            old,
            adopt,
            sync: true,
            cache,
            placed: Mutex::default(),
        })
    }

    /// Publishes without waiting for the disk: a machine that stops just then may lose the site.
    pub fn without_sync(mut self) -> Self {
        self.sync = false;
        self
    }

    /// What the last build wrote.
    pub fn old_manifest(&self) -> Option<&Manifest> {
        self.old.as_ref()
    }

    fn record(&self) -> &Record {
        self.record
            .get_or_init(|| Record::read(&self.cache, &self.output))
    }

    /// Carries a file of the last publication over, if it is there as it was written; else it must be put again.
    pub fn keep(&self, file: &str) -> bool {
        let published = self.record().0.get(file);
        let kept = published.filter(|published| self.there(file) == Some(published.facts));
        kept.inspect(|published| self.place(file, **published, false))
            .is_some()
    }

    /// The same, if its bytes have this digest.
    pub fn keep_bytes(&self, file: &str, digest: u64) -> bool {
        let published = self.record().0.get(file);
        published.is_some_and(|published| published.digest == Some(digest)) && self.keep(file)
    }

    /// Takes a file of the next site, which is written only if the output has not the same bytes there.
    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let digest = Some(digest(bytes));
        let there = self
            .there(file)
            .filter(|facts| facts.size == bytes.len() as u64);
        let is_same = |facts: &Facts| {
            let known = self
                .record()
                .0
                .get(file)
                .filter(|known| known.facts == *facts);
            match known.and_then(|known| known.digest) {
                Some(known) => digest == Some(known),
                None => fs::read(self.output.join(file)).is_ok_and(|there| there == bytes),
            }
        };
        match there.filter(is_same) {
            Some(facts) => self.place(file, Published::new(facts, digest, None), false),
            None => {
                let facts = self.make(file, |to| fs::write(to, bytes))?;
                self.place(file, Published::new(facts, digest, None), true);
            }
        }
        Ok(())
    }

    /// Takes a file that is published as it is: one on the disk is not even read if neither it nor its copy has changed.
    pub fn put_asset(&self, file: &str, asset: &Asset) -> Result<(), Error> {
        let from = match &asset.blob {
            Blob::Embedded(bytes) => return self.put(file, bytes),
            Blob::Made(bytes) => return self.put(file, bytes),
            Blob::Disk(from) => from,
        };
        let data = fs::metadata(from).map_err(disk::at(from))?;
        let source = Facts::of_source(&data);
        let known = self.record().0.get(file).and_then(|known| known.source);
        if source.is_some() && known == source && self.keep(file) {
            return Ok(());
        }
        let there = self.there(file);
        let to = self.output.join(file);
        match there.filter(|_| is_copy(&data, from, &to).unwrap_or(false)) {
            Some(facts) => self.place(file, Published::new(facts, None, source), false),
            None => {
                let facts = self.make(file, |to| fs::copy(from, to).map(drop))?;
                self.place(file, Published::new(facts, None, source), true);
            }
        }
        Ok(())
    }

    /// A file of the output that may be carried over.
    fn there(&self, file: &str) -> Option<Facts> {
        let is_ours = self.old.as_ref().is_some_and(|old| old.lists(file));
        (is_ours || self.adopt).then(|| Facts::of(&self.output.join(file)))?
    }

    /// Writes a file to the desk.
    fn make(&self, file: &str, write: impl Fn(&Path) -> io::Result<()>) -> Result<Facts, Error> {
        let to = self.new.join(file);
        disk::in_folder(&to, || write(&to)).map_err(disk::at(&to))?;
        let facts = Facts::of(&to).ok_or_else(|| io::ErrorKind::NotFound.into());
        facts.map_err(disk::at(&to))
    }

    fn place(&self, file: &str, published: Published, is_new: bool) {
        let placed = Placed { published, is_new };
        let mut files = self.placed.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(file.to_owned(), placed);
    }

    /// Publishes the files of the manifest, all of which were taken: in one step where that can be, else in place.
    pub fn publish(self, manifest: &Manifest) -> Result<(), Error> {
        let mut files = self.listed(manifest)?;
        let record = files
            .iter()
            .map(|(file, placed)| (file.clone(), placed.published));
        let record = Record(record.collect());
        if self.is_published(manifest, &files) {
            self.remember(&record);
            return Ok(());
        }
        let manifest = self.with_kept(manifest, &mut files);
        let facts = self.make(manifest::FILE, |to| fs::write(to, manifest.to_json()))?;
        let published = Published::new(facts, None, None);
        let is_new = true;
        files.insert(manifest::FILE.to_owned(), Placed { published, is_new });
        let change = Change {
            output: &self.output,
            desk: &self.desk,
            old: self.old.as_ref(),
            files: &files,
            adopt: self.adopt,
            sync: self.sync,
        };
        change.check_new()?;
        if !exchange::publish(&change)? {
            in_place::publish(&change)?;
        }
        self.remember(&record);
        Ok(())
    }

    fn listed(&self, manifest: &Manifest) -> Result<BTreeMap<String, Placed>, Error> {
        let placed = self.placed.lock().unwrap_or_else(PoisonError::into_inner);
        let file = |file: &String| match placed.get(file) {
            Some(placed) => Ok((file.clone(), *placed)),
            None => Err(Error::Refused(format!(
                "`{file}` was planned and not made; this is a fault of diptych, and nothing was published"
            ))),
        };
        manifest.files.keys().map(file).collect()
    }

    /// Whether the output is this site already; what it keeps from the one before may stay then.
    fn is_published(&self, manifest: &Manifest, files: &BTreeMap<String, Placed>) -> bool {
        let Some(old) = self.old.as_ref() else {
            return false;
        };
        files.values().all(|placed| !placed.is_new)
            && old.files == manifest.files
            && old.kept.iter().all(|file| !files.contains_key(file))
    }

    /// Pages that readers have open ask for the last generation's assets, which have a hash in their names: they stay for one more.
    fn with_kept(&self, manifest: &Manifest, files: &mut BTreeMap<String, Placed>) -> Manifest {
        let mut manifest = manifest.clone();
        for (file, entry) in self.old.iter().flat_map(|old| &old.files) {
            if entry.source.is_none()
                && is_hashed(file)
                && !manifest.files.contains_key(file)
                && let Some(facts) = Facts::of(&self.output.join(file))
            {
                let published = Published::new(facts, None, None);
                let is_new = false;
                files.insert(file.clone(), Placed { published, is_new });
                manifest.kept.insert(file.clone());
            }
        }
        manifest
    }

    fn remember(&self, record: &Record) {
        if record != self.record() {
            // A record that cannot be written costs time, not the site.
            let _ = record.write(&self.cache, &self.output);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        #[cfg(test)]
        if disk::tests::has_ended() {
            return;
        }
        // After a publication there is nothing but empty folders, or the links that were followed.
        let _ = fs::remove_dir_all(&self.new);
    }
}

/// `style.0123abcd.css`: another text would have another name.
fn is_hashed(file: &str) -> bool {
    let mut parts = file.rsplit('.').skip(1);
    let hash = parts.next().filter(|_| parts.next().is_some());
    hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a file has the bytes and the permissions of another, as a copy of it would.
fn is_copy(data: &fs::Metadata, from: &Path, to: &Path) -> io::Result<bool> {
    let there = fs::metadata(to)?;
    if there.len() != data.len() || there.permissions() != data.permissions() {
        return Ok(false);
    }
    let (mut one, mut other) = (fs::File::open(from)?, fs::File::open(to)?);
    let (mut of_one, mut of_other) = (Vec::new(), Vec::new());
    loop {
        of_one.clear();
        of_other.clear();
        one.by_ref().take(1 << 16).read_to_end(&mut of_one)?;
        other.by_ref().take(1 << 16).read_to_end(&mut of_other)?;
        if of_one != of_other || of_one.is_empty() {
            return Ok(of_one == of_other);
        }
    }
}

fn has_files(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| entry.file_name() != desk::INSIDE)
}

/// A build of an older version that was killed between two renames left the last site under another name: it comes back.
fn bring_back(output: &Path) -> Result<(), Error> {
    let previous = desk::beside(output, "diptych-old");
    if !previous.exists() {
        return Ok(());
    }
    let result = if read_manifest(output).is_some() {
        // The new site is in place, with all that was not ours: what is left of the old one is only ours.
        fs::remove_dir_all(&previous)
    } else if !has_files(output) {
        fs::remove_dir(output)
            .or(Ok(()))
            .and_then(|()| fs::rename(&previous, output))
    } else {
        return Err(Error::Refused(format!(
            "`{}` holds the last site, which a build that was ended left there; move it back to `{}`, or remove it",
            previous.display(),
            output.display()
        )));
    };
    result.map_err(|error| Error::Io(previous, error))
}
