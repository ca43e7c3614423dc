//! A long sorted table in files of a reader's size. A limit between two depends on the key that follows it, and not on what comes
//! before: what is added in one file leaves most of the others as they are.

use crate::cache::Digester;

/// One of the files.
pub struct Cut {
    /// Its first key.
    pub first: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Decides before which keys a new file begins.
pub struct Cutter {
    least: usize,
    most: usize,
    size: usize,
}

/// Of so many keys, one may begin a file.
const ONE_IN: u128 = 16;

impl Cutter {
    /// For files of so many bytes at least, and at most where keys allow it.
    pub fn new(least: usize, most: usize) -> Self {
        let size = usize::MAX / 2;
        Self { least, most, size }
    }

    /// Whether a file begins with this key, which has so many bytes; the first does. One that belongs to what is before it rather does not.
    pub fn begins(&mut self, key: &str, bytes: usize, belongs: bool) -> bool {
        let is_limit = || {
            Digester::new("cut")
                .text(key)
                .finish()
                .0
                .is_multiple_of(ONE_IN)
        };
        let begins = match belongs {
            true => self.size + bytes > 2 * self.most,
            false => self.size + bytes > self.most || (self.size >= self.least && is_limit()),
        };
        self.size = if begins { bytes } else { self.size + bytes };
        begins
    }
}

/// The name of a file by its bytes.
pub fn name(bytes: &[u8], ending: &str) -> String {
    let digest = Digester::new(ending).bytes(bytes).finish();
    format!("{:012x}.{ending}", digest.0 >> 80)
}
