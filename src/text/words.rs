//! Words as they are compared: without case, accents, or the kind of apostrophe and space.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Lower case, accents stripped, ligatures opened, every kind of space as one plain space, quotes and apostrophes straight.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Folds into a string that is used again.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    // Most words are plain letters and digits, which need no look at Unicode.
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    let mut folded = Folded {
        text: folded,
        space: true,
    };
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
            continue;
        }
        // Marks are left out, so their canonical order, which NFKD of the whole text would see to, does not matter.
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|c| folded.push(c));
            }
        });
    }
    folded.text.truncate(folded.text.trim_end().len());
}

struct Folded<'t> {
    text: &'t mut String,
    /// Whether the last character was a space.
    space: bool,
}

impl Folded<'_> {
    fn push(&mut self, c: char) {
        match c {
            c if c.is_whitespace() => {
                if !self.space {
                    self.text.push(' ');
                }
                self.space = true;
                return;
            }
            '’' | '‘' | 'ʼ' => self.text.push('\''),
            '“' | '”' | '«' | '»' => self.text.push('"'),
            'œ' => self.text.push_str("oe"),
            'æ' => self.text.push_str("ae"),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => return,
            c => self.text.push(c),
        }
        self.space = false;
    }
}

/// Letters without their accents; all else stays.
pub fn without_accents(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .nfc()
        .collect()
}

/// The words of a text: runs of letters and digits, as they stand.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// A text for display on one line: every run of spaces, of any kind, is one plain space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (text, expected) in [
            ("L’été, à Nœux", "l'ete, a noeux"),
            ("  « Ça\u{a0}\u{a0}va ? »\n", "\" ca va ? \""),
            ("ﬁn…", "fin..."),
            ("co\u{ad}opérer", "cooperer"),
            ("", ""),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(
            words("L’été 2014, B2B !").collect::<Vec<_>>(),
            ["L", "été", "2014", "B2B"]
        );
    }

    #[test]
    fn one_line_keeps_words() {
        assert_eq!(one_line(" a\u{a0}\u{a0}b \n c"), "a b c");
    }
}
