//! Words alone, for what is misspelt: a word with one mistake has its beginning or its end right, so there is a list by each.

use super::cuts::{self, Cut, Cutter};

/// Shorter words are too near to too many others; what has digits is no word.
const SHORTEST: usize = 4;
/// Bytes of a file.
const LEAST: usize = 3_000;
const MOST: usize = 5_000;

/// The words of a sorted list in files, by their beginnings and by their ends.
pub fn lists<'w>(words: impl Iterator<Item = &'w String>) -> (Vec<Cut>, Vec<Cut>) {
    let is_word = |word: &&String| {
        word.chars().nth(SHORTEST - 1).is_some() && !word.contains(char::is_numeric)
    };
    let words: Vec<&String> = words.filter(is_word).collect();
    let backwards = |word: &&String| word.chars().rev().collect::<String>();
    let mut endings: Vec<String> = words.iter().map(backwards).collect();
    endings.sort_unstable();
    (files(&words), files(&endings.iter().collect::<Vec<_>>()))
}

/// A word a line: how many letters it shares with the one before, in base 36, and the others.
fn files(words: &[&String]) -> Vec<Cut> {
    let mut files: Vec<Cut> = Vec::new();
    let mut cutter = Cutter::new(LEAST, MOST);
    let mut before = "";
    for word in words {
        let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b);
        let shared = shared.take(35).count();
        let rest = word
            .char_indices()
            .nth(shared)
            .map_or("", |(at, _)| &word[at..]);
        if cutter.begins(word, rest.len() + 2, false) {
            files.push(Cut {
                first: (*word).clone(),
                name: String::new(),
                bytes: format!("0{word}\n").into_bytes(),
            });
        } else if let Some(file) = files.last_mut() {
            let digit = char::from_digit(shared as u32, 36).unwrap_or('0');
            file.bytes.extend(format!("{digit}{rest}\n").into_bytes());
        }
        before = word;
    }
    for file in &mut files {
        file.name = cuts::name(&file.bytes, "words");
    }
    files
}
