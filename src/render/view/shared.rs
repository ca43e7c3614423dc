//! What many pages show.

use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::cache::{Digest, Digester};

/// A value with its digest, which stands for it where pages are told apart.
pub struct Shared<T> {
    value: T,
    digest: Digest,
}

impl<T: Hash> Shared<T> {
    pub fn new(value: T) -> Self {
        let digest = Digester::new("shared").hash(&value).finish();
        Self { value, digest }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
