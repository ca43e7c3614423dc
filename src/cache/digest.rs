//! Digests: XXH3 of 128 bits, which is fast, and in which chance makes no two alike (it is no defence against a forger).

use std::fmt::{self, Debug, Write};
use std::hash::{Hash, Hasher};
use std::io;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// What tells a value from all others.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Digest(pub u128);

/// The program that runs, by its version and its file: another one may make other results of the same.
pub fn this_program() -> Digest {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let file = file.map(|file| (file.len(), file.modified().ok())).ok();
    Digester::new(env!("CARGO_PKG_VERSION"))
        .value(&file)
        .finish()
}

/// Makes the digest of several values, in their order.
#[derive(Default)]
pub struct Digester(Xxh3);

impl Digester {
    /// Begins with what kind of result it is of.
    pub fn new(kind: &str) -> Self {
        Self::default().bytes(kind.as_bytes())
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Texts, each with its kind, and how many there are.
    pub fn texts<'t, K: Hash>(self, texts: impl Iterator<Item = (K, &'t str)>) -> Self {
        let (digester, count) = texts.fold((self, 0_usize), |(digester, count), (kind, text)| {
            (digester.hash(&kind).text(text), count + 1)
        });
        digester.hash(&("texts", count))
    }

    pub fn digest(self, digest: Digest) -> Self {
        self.bytes(&digest.0.to_le_bytes())
    }

    /// A value by what `Debug` shows of it, which must be all of it.
    pub fn value(mut self, value: &impl Debug) -> Self {
        // A digest takes whatever it is given.
        let _ = write!(&mut self, "{value:?}\0");
        self
    }

    /// A value by what it hashes, which must be all that it shows.
    pub fn hash(mut self, value: &impl Hash) -> Self {
        value.hash(&mut self);
        self
    }

    pub fn finish(&self) -> Digest {
        Digest(self.0.digest128())
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

impl fmt::Write for Digester {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
