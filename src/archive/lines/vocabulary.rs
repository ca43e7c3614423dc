//! The subject words of all files, as numbers.

use crate::text::words;
use std::collections::HashMap;

/// Numbers for the subject words, and how often each is in the files.
#[derive(Default)]
pub struct Vocabulary {
    index: HashMap<String, u32>,
    /// Occurrences of each word.
    pub counts: Vec<u32>,
    /// Occurrences of all.
    pub total: u64,
}

/// A subject word is compared by its first letters: "client", "clients" and "clientèle" are one subject.
const STEM: usize = 6;

impl Vocabulary {
    /// Counts the subject words of a folded line, and returns their numbers.
    pub fn add(&mut self, folded: &str) -> Vec<u32> {
        let mut stems = Vec::new();
        for word in words::words(folded).filter(|word| word.len() > 3) {
            let stem = word
                .char_indices()
                .nth(STEM)
                .map_or(word, |(at, _)| &word[..at]);
            let id = match self.index.get(stem) {
                Some(&id) => id,
                None => {
                    let id = self.counts.len() as u32;
                    self.index.insert(stem.to_string(), id);
                    self.counts.push(0);
                    id
                }
            };
            self.counts[id as usize] += 1;
            self.total += 1;
            stems.push(id);
        }
        stems
    }
}
