//! One file of results: the results, then a table of them, then the table's place.
//!
//! ```text
//! results… · table: postcard of Vec<Row>, sorted · MAGIC, program (16 bytes), start and checksum of the table (8 bytes each)
//! ```

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::Digest;

/// The format; another one is not read.
const MAGIC: &[u8; 8] = b"diptych1";
const FOOTER: usize = MAGIC.len() + 16 + 8 + 8;
const ENDING: &str = "results";

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
    let files = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING));
    files
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

/// Writes results, sorted by digest, as a new file.
pub fn write(folder: &Path, program: Digest, results: &[(Digest, Arc<[u8]>)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = tempfile_in(folder)?;
    let mut file = io::BufWriter::new(File::create(&unfinished)?);
    let (mut table, mut start) = (Vec::with_capacity(results.len()), 0);
    for (of, bytes) in results {
        file.write_all(bytes)?;
        table.push(Row {
            of: *of,
            start,
            length: bytes.len() as u32,
            checksum: xxh3_64(bytes),
        });
        start += bytes.len() as u64;
    }
    let table = postcard::to_stdvec(&table).map_err(io::Error::other)?;
    file.write_all(&table)?;
    file.write_all(MAGIC)?;
    file.write_all(&program.0.to_le_bytes())?;
    file.write_all(&start.to_le_bytes())?;
    file.write_all(&xxh3_64(&table).to_le_bytes())?;
    file.into_inner()?;
    fs::rename(&unfinished, unfinished.with_extension(ENDING))
}

/// A path in a folder that no other build uses.
fn tempfile_in(folder: &Path) -> io::Result<PathBuf> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |since| since.as_nanos());
    Ok(folder.join(format!("{now:x}-{:x}.part", std::process::id())))
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
