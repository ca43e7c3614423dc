//! Words as they are compared: without case, accents, or the kind of apostrophe and space.

use std::sync::LazyLock;

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
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            LATIN_FIRST..=LATIN_LAST => {
                let part = &LATIN[c as usize - LATIN_FIRST as usize];
                folded.text.push_str(part);
                folded.space &= part.is_empty();
            }
            _ => folded.push_decomposed(c),
        }
    }
    folded.text.truncate(folded.text.trim_end().len());
}

struct Folded<'t> {
    text: &'t mut String,
    /// Whether the last character was a space.
    space: bool,
}

impl Folded<'_> {
    fn push_decomposed(&mut self, c: char) {
        // Marks are left out, so their canonical order, which NFKD of the whole text would see to, does not matter.
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|c| self.push(c));
            }
        });
    }

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

/// The letters of the languages of western and central Europe: Latin-1 Supplement and Latin Extended-A, from `À` to `ſ`.
const LATIN_FIRST: char = '\u{c0}';
const LATIN_LAST: char = '\u{17f}';

/// Each of these letters folded: none is a space, or becomes one.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let fold = |c: char| {
        let (mut text, space) = (String::new(), false);
        let mut folded = Folded {
            text: &mut text,
            space,
        };
        folded.push_decomposed(c);
        text
    };
    (LATIN_FIRST..=LATIN_LAST).map(fold).collect()
});

/// Whether a character is of a word: a letter or a digit. Those of most texts need no look at Unicode's tables.
#[inline]
pub fn is_of_word(c: char) -> bool {
    match c {
        _ if c.is_ascii() => ASCII_OF_WORD[c as usize],
        '×' | '÷' => false,
        LATIN_FIRST..=LATIN_LAST => true,
        '\u{2010}'..='\u{203a}' => false,
        _ => c.is_alphanumeric(),
    }
}

const ASCII_OF_WORD: [bool; 128] = {
    let mut table = [false; 128];
    let mut at = 0;
    while at < table.len() {
        table[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    table
};

/// Letters without their accents; all else stays.
pub fn without_accents(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .nfc()
        .collect()
}

/// The words of a text: runs of letters and digits, as they stand.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_word(c))
        .filter(|word| !word.is_empty())
}

/// How many words a text has; where nothing parts them, as in Chinese and Japanese, each character counts.
pub fn count(text: &str) -> usize {
    let (mut count, mut is_inside) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        let is_of_word = match byte {
            0..0x80 => ASCII_OF_WORD[usize::from(byte)],
            // Of the letter before.
            0x80..0xc0 => is_inside,
            FIRST_OF_IDEOGRAPH.. if text[at..].starts_with(is_ideograph) => {
                (count, is_inside) = (count + 1, false);
                continue;
            }
            _ => text[at..].starts_with(is_of_word),
        };
        count += usize::from(is_of_word && !is_inside);
        is_inside = is_of_word;
    }
    count
}

/// The byte at which so many words of a text end, as they are counted.
pub fn end_of(text: &str, number: usize) -> Option<usize> {
    let (mut count, mut is_inside) = (0, false);
    for (at, c) in text.char_indices() {
        let is_word = is_ideograph(c);
        if is_inside && (is_word || !is_of_word(c)) {
            count += 1;
            if count == number {
                return Some(at);
            }
        }
        count += usize::from(is_word);
        if is_word && count == number {
            return Some(at + c.len_utf8());
        }
        is_inside = !is_word && is_of_word(c);
    }
    (is_inside && count + 1 == number).then_some(text.len())
}

/// The first byte of the first ideograph.
const FIRST_OF_IDEOGRAPH: u8 = 0xe3;

/// Whether a character is of a script that puts no spaces between words: Han, Hiragana, Katakana.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text for display on one line: every run of spaces, of any kind, is one plain space.
pub fn one_line(text: &str) -> String {
    let text = text.trim();
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether each space in a text, which neither begins nor ends with one, is a plain one alone.
fn is_one_line(text: &str) -> bool {
    let mut was_space = false;
    text.bytes().enumerate().all(|(at, byte)| {
        let is_other = match byte {
            b'\t'..=b'\r' => true,
            // Of what is not ASCII, only these bytes begin a space.
            0xc2 | 0xe1..=0xe3 => text[at..].starts_with(char::is_whitespace),
            _ => false,
        };
        let is_double = was_space && byte == b' ';
        was_space = byte == b' ';
        !is_other && !is_double
    })
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
    fn short_ways_lead_where_unicode_does() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_of_word(c), c.is_alphanumeric(), "{c:?}");
            let text = format!("a{c}b");
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(one_line(&text), words.join(" "), "{c:?}");
            let apart = if is_ideograph(c) {
                3
            } else {
                super::words(&text).count()
            };
            assert_eq!(count(&text), apart, "{c:?}");
            assert_eq!(end_of(&text, apart), Some(text.len()), "{c:?}");
            assert_eq!(end_of(&text, apart + 1), None, "{c:?}");
        }
        for c in LATIN_FIRST..=LATIN_LAST {
            let parts = c.to_string();
            let parts = parts.nfkd().filter(|c| !is_combining_mark(*c));
            let expected: String = parts.flat_map(char::to_lowercase).collect();
            let expected = expected.replace('œ', "oe").replace('æ', "ae");
            assert_eq!(fold(&c.to_string()), expected.replace('ʼ', "'"), "{c:?}");
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
        for text in [" a\u{a0}\u{a0}b \n c", "a b c", " a  b c", "a b\u{a0} c "] {
            assert_eq!(one_line(text), "a b c", "{text:?}");
        }
    }
}
