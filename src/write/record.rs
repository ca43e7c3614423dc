//! What is known of the files that were published, so that the next build need not read them: one file under `.cache/published/` for an output.
//!
//! It is written by the program that reads it, and believed only as far as its digest, and the size, time and inode of a file, bear it
//! out. Without it, every file is compared by its bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::xxh3_64;

use super::{Cache, Error};
use crate::load::{changed, inode, nanoseconds};

const VERSION: &str = concat!("diptych published 1 ", env!("CARGO_PKG_VERSION"));
/// What was changed so lately might be changed again without another time: no clock of a file system is coarser (FAT's has two seconds).
const RESOLUTION: Duration = Duration::from_secs(2);

/// What tells that a file is as it was, as git tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub size: u64,
    /// In nanoseconds.
    time: u64,
    inode: u64,
}

impl Facts {
    /// Those of a published file; `None` where there is no plain file.
    pub fn of(path: &Path) -> Option<Self> {
        let data = fs::symlink_metadata(path).ok()?;
        data.is_file().then(|| Self {
            size: data.len(),
            time: nanoseconds(data.modified().ok()),
            inode: inode(&data),
        })
    }

    /// Those of a file that is copied to the output; `None` where they would not tell a later change.
    /// Its time is that of its last change of any kind, which nobody can set back.
    pub fn of_source(data: &fs::Metadata) -> Option<Self> {
        let time = changed(data);
        let now = nanoseconds(Some(SystemTime::now()));
        let is_settled = now.saturating_sub(time) > RESOLUTION.as_nanos() as u64;
        is_settled.then(|| Self {
            size: data.len(),
            time,
            inode: inode(data),
        })
    }
}

/// A published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub facts: Facts,
    /// Of its bytes, where they were at hand.
    pub digest: Option<u64>,
    /// The file that it is a copy of.
    pub source: Option<Facts>,
}

impl Published {
    pub fn new(facts: Facts, digest: Option<u64>, source: Option<Facts>) -> Self {
        Self {
            facts,
            digest,
            source,
        }
    }
}

/// Tells bytes from others of the same size.
pub fn digest(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The published files by their paths in the output.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record(pub BTreeMap<String, Published>);

impl Record {
    /// Reads the record of an output; one that is not whole, or another program's, says nothing.
    pub fn read(cache: &Cache, output: &Path) -> Self {
        let name = name(output);
        cache.used(&name);
        let text = cache
            .read(&name)
            .and_then(|bytes| String::from_utf8(bytes).ok());
        text.and_then(|text| Self::parse(&text)).unwrap_or_default()
    }

    pub fn write(&self, cache: &Cache, output: &Path) -> Result<(), Error> {
        cache.write(&name(output), self.format().as_bytes())?;
        cache.prune();
        Ok(())
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, lines) = text.split_once('\n')?;
        (head == self::head(lines)).then_some(())?;
        let line = |line: &str| {
            let mut fields = line.splitn(8, ' ');
            let facts = facts(&mut fields)??;
            let digest = fields.next()?;
            let digest = match digest {
                "-" => None,
                digest => Some(u64::from_str_radix(digest, 16).ok()?),
            };
            let source = self::facts(&mut fields)?;
            Some((
                fields.next()?.to_owned(),
                Published::new(facts, digest, source),
            ))
        };
        lines.lines().map(line).collect::<Option<_>>().map(Self)
    }

    fn format(&self) -> String {
        let facts = |facts: Option<&Facts>| {
            facts.map_or("- - -".to_owned(), |facts| {
                format!("{} {} {}", facts.size, facts.time, facts.inode)
            })
        };
        let mut lines = String::new();
        // A name of two lines is not worth a way to write it.
        for (file, published) in self
            .0
            .iter()
            .filter(|(file, _)| !file.contains(['\n', '\r']))
        {
            let digest = published.digest;
            let digest = digest.map_or("-".to_owned(), |digest| format!("{digest:x}"));
            let source = facts(published.source.as_ref());
            lines += &format!(
                "{} {digest} {source} {file}\n",
                facts(Some(&published.facts))
            );
        }
        format!("{}\n{lines}", head(&lines))
    }
}

fn head(lines: &str) -> String {
    format!("{VERSION} {:016x}", digest(lines.as_bytes()))
}

/// Three fields: `Some(None)` where they are dashes.
fn facts<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Option<Facts>> {
    let mut field = || fields.next();
    match (field()?, field()?, field()?) {
        ("-", "-", "-") => Some(None),
        (size, time, inode) => Some(Some(Facts {
            size: size.parse().ok()?,
            time: time.parse().ok()?,
            inode: inode.parse().ok()?,
        })),
    }
}

/// Several outputs of one site are remembered apart.
fn name(output: &Path) -> String {
    format!("{:016x}.txt", digest(output.as_os_str().as_encoded_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_says_nothing() {
        let facts = |size| Facts {
            size,
            time: 7,
            inode: 9,
        };
        let published = |digest, source| Published::new(facts(3), digest, source);
        let record = Record(BTreeMap::from([
            ("a b/index.html".to_owned(), published(Some(0xfe), None)),
            ("é.png".to_owned(), published(None, Some(facts(5)))),
        ]));
        let text = record.format();
        assert_eq!(Record::parse(&text).unwrap(), record);
        for (from, to) in [
            ("a b", "a c"),
            ("3 7 9", "4 7 9"),
            ("published 1", "published 2"),
            (" é.png\n", ""),
        ] {
            assert!(text.contains(from));
            assert_eq!(Record::parse(&text.replace(from, to)), None, "{from}");
        }
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(Record::parse(&text[..end]), None);
        }
    }
}
