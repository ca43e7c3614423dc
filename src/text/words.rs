//! Words as they are compared: without case, accents, or the kind of apostrophe and space.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents stripped, ligatures opened, every kind of space as one plain space, quotes and apostrophes straight.
pub fn fold(text: &str) -> String {
    // Most words are plain letters and digits, which need no look at Unicode.
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut space = true;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() => {
                if !space {
                    folded.push(' ');
                }
                space = true;
                continue;
            }
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '“' | '”' | '«' | '»' => folded.push('"'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
            c => folded.push(c),
        }
        space = false;
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Letters without their accents; all else stays.
pub fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect()
}

/// The words of a text: runs of letters and digits, as they stand.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
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
        assert_eq!(words("L’été 2014, B2B !").collect::<Vec<_>>(), ["L", "été", "2014", "B2B"]);
    }

    #[test]
    fn one_line_keeps_words() {
        assert_eq!(one_line(" a\u{a0}\u{a0}b \n c"), "a b c");
    }
}
