//! One file of results: the results, then a table of them, then the table's place.
//!
//! ```text
//! results… · table: postcard of Vec<Row>, sorted · MAGIC, program (16 bytes), start and checksum of the table (8 bytes each)
//! ```

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::Digest;

/// The format; another one is not read.
const MAGIC: &[u8; 8] = b"diptych1";
const FOOTER: usize = MAGIC.len() + 16 + 8 + 8;
const ENDING: &str = "results";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A file of results, open.
pub struct Generation {
    path: PathBuf,
    file: ReadAt,
    table: Vec<Row>,
}

/// A result's digest, and its bytes in the file with their checksum.
#[derive(Serialize, Deserialize)]
struct Row {
    of: Digest,
    start: u64,
    length: u32,
    checksum: u64,
}

/// The files of a folder that this program wrote.
pub fn open_all(folder: &Path, program: Digest) -> Vec<Generation> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let (finished, others): (Vec<PathBuf>, Vec<PathBuf>) = entries
        .map(|entry| entry.path())
        .partition(|path| path.extension().is_some_and(|ending| ending == ENDING));
    // Left by builds that were killed; one that runs writes to its own.
    let is_left = |path: &&PathBuf| {
        let age = fs::metadata(path)
            .and_then(|file| file.modified())
            .map(|time| time.elapsed());
        age.is_ok_and(|age| age.is_ok_and(|age| age > DAY))
    };
    for path in others.iter().filter(is_left) {
        let _ = fs::remove_file(path);
    }
    finished
        .into_iter()
        .filter_map(|path| {
            let generation = open(&path, program);
            if generation.is_none() {
                // Of another version, or damaged: nobody will read it.
                let _ = fs::remove_file(&path);
            }
            generation
        })
        .collect()
}

fn open(path: &Path, program: Digest) -> Option<Generation> {
    let mut file = File::open(path).ok()?;
    let end = file
        .seek(SeekFrom::End(0))
        .ok()?
        .checked_sub(FOOTER as u64)?;
    let mut footer = [0; FOOTER];
    file.seek(SeekFrom::Start(end)).ok()?;
    file.read_exact(&mut footer).ok()?;
    let rest = footer
        .strip_prefix(MAGIC)?
        .strip_prefix(&program.0.to_le_bytes())?;
    let (start, checksum) = rest.split_first_chunk::<8>()?;
    let start = u64::from_le_bytes(*start);
    let mut table = vec![0; usize::try_from(end.checked_sub(start)?).ok()?];
    file.seek(SeekFrom::Start(start)).ok()?;
    file.read_exact(&mut table).ok()?;
    let is_whole = xxh3_64(&table).to_le_bytes() == checksum;
    let table = postcard::from_bytes(&table).ok().filter(|_| is_whole)?;
    Some(Generation {
        path: path.to_owned(),
        file: ReadAt::new(file),
        table,
    })
}

impl Generation {
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// The bytes of a result, if they are as they were written.
    pub fn read(&self, of: Digest) -> Option<Vec<u8>> {
        let at = self.table.binary_search_by_key(&of, |row| row.of).ok()?;
        let row = &self.table[at];
        let mut bytes = vec![0; row.length as usize];
        self.file.read(&mut bytes, row.start).ok()?;
        (xxh3_64(&bytes) == row.checksum).then_some(bytes)
    }

    pub fn remove(&self) {
        // Another build may have removed it; what stays is read once more than it need be.
        let _ = fs::remove_file(&self.path);
    }
}

/// A file that is being written; dropped before it is finished, it leaves nothing.
pub struct Unfinished {
    path: PathBuf,
    file: BufWriter<File>,
    start: u64,
    table: FxHashMap<Digest, Row>,
}

impl Unfinished {
    pub fn create(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = own_path_in(folder);
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self {
            path,
            file: BufWriter::with_capacity(1 << 16, file),
            start: 0,
            table: FxHashMap::default(),
        })
    }

    pub fn add(&mut self, of: Digest, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        let row = Row {
            of,
            start: self.start,
            length: bytes.len() as u32,
            checksum: xxh3_64(bytes),
        };
        self.start += bytes.len() as u64;
        self.table.insert(of, row);
        Ok(())
    }

    /// The bytes of a result that was added.
    pub fn read(&mut self, of: Digest) -> Option<Vec<u8>> {
        let row = self.table.get(&of)?;
        let mut bytes = vec![0; row.length as usize];
        self.file.seek(SeekFrom::Start(row.start)).ok()?;
        let is_read = self.file.get_mut().read_exact(&mut bytes).is_ok();
        self.file.seek(SeekFrom::Start(self.start)).ok()?;
        (is_read && xxh3_64(&bytes) == row.checksum).then_some(bytes)
    }

    /// Ends the file and gives it its name.
    pub fn finish(mut self, program: Digest) -> io::Result<Generation> {
        let mut table: Vec<Row> = self.table.drain().map(|(_, row)| row).collect();
        table.sort_unstable_by_key(|row| row.of);
        let bytes = postcard::to_stdvec(&table).map_err(io::Error::other)?;
        self.file.write_all(&bytes)?;
        self.file.write_all(MAGIC)?;
        self.file.write_all(&program.0.to_le_bytes())?;
        self.file.write_all(&self.start.to_le_bytes())?;
        self.file.write_all(&xxh3_64(&bytes).to_le_bytes())?;
        self.file.flush()?;
        let path = self.path.with_extension(ENDING);
        fs::rename(&self.path, &path)?;
        let file = ReadAt::new(self.file.get_ref().try_clone()?);
        Ok(Generation { path, file, table })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Once it is finished it has another name.
        let _ = fs::remove_file(&self.path);
    }
}

/// A path in a folder that no other build uses.
fn own_path_in(folder: &Path) -> PathBuf {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |since| since.as_nanos());
    folder.join(format!("{now:x}-{:x}.part", std::process::id()))
}

/// A file that several threads read at different places.
#[cfg(unix)]
struct ReadAt(File);

#[cfg(unix)]
impl ReadAt {
    fn new(file: File) -> Self {
        Self(file)
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, bytes, at)
    }
}

#[cfg(not(unix))]
struct ReadAt(std::sync::Mutex<File>);

#[cfg(not(unix))]
impl ReadAt {
    fn new(file: File) -> Self {
        Self(std::sync::Mutex::new(file))
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let mut file = self.0.lock().map_err(|_| io::ErrorKind::Other)?;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(bytes)
    }
}
