//! Reading only what may be set: of most sentences, the words beside a mark. The others stand in the block as one sign.
//!
//! A word that no rule touches has small letters alone, hyphens and apostrophes between them, and perhaps a comma behind it. What is
//! beside a mark is read in full, as rules look at the words on both sides; so are the first and the last word of a text.

use super::glyphs::Block;

/// Stands for words that are not read: a letter that no list of words has.
const WORDS: char = 'ƿ';

impl Block {
    /// Adds a run of text of one style, with nothing but what may be set.
    pub fn words_sparsely(&mut self, run: usize, text: &str) {
        // Up to where it was read, whether the token before is plain, and where plain tokens behind a plain one begin.
        let (mut read, mut was_plain, mut plain_from) = (0, false, None);
        let mut at = 0;
        while at < text.len() {
            let end = text[at..]
                .find(' ')
                .map_or(text.len(), |length| at + length);
            let is_plain = end < text.len() && is_plain(&text[at..end]);
            if was_plain && is_plain {
                plain_from = plain_from.or(Some(at));
            } else if let Some(from) = plain_from.take() {
                self.leave_out(run, text, &mut read, from, at);
            }
            was_plain = is_plain;
            at = end + 1;
        }
        self.words(run, &text[read..]);
    }

    /// Leaves out the plain tokens in a range but for the last, which is beside a mark; what comes before them is read.
    fn leave_out(&mut self, run: usize, text: &str, read: &mut usize, from: usize, to: usize) {
        let tokens = text[from..to].trim_end_matches(' ');
        let Some(length) = tokens.rfind(' ') else {
            return;
        };
        self.words(run, &text[*read..from]);
        self.word(run, WORDS, length);
        *read = from + length;
    }
}

fn is_plain(token: &str) -> bool {
    let mut was_letter = false;
    let mut chars = token.chars().peekable();
    while let Some(c) = chars.next() {
        let is_letter = c.is_ascii_lowercase() || !c.is_ascii() && c.is_lowercase();
        let is_joint = matches!(c, '-' | '’') && was_letter && chars.peek().is_some();
        let is_comma = c == ',' && was_letter && chars.peek().is_none();
        if !is_letter && !is_joint && !is_comma {
            return false;
        }
        was_letter = is_letter;
    }
    !token.is_empty()
}
