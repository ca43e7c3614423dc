//! The words and numbers of a running text, as pairing compares them.

/// A word or a number of a running text.
pub(super) enum TextPiece<'a> {
    Word {
        text: &'a str,
        named: bool,
        /// Whether it is small letters and digits without accents, which is how words are compared.
        plain: bool,
    },
    Number(String),
}

/// Words and numbers in order. A word is `named` if it has a capital inside a sentence, or more than one capital.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = TextPiece<'_>> {
    let (mut at, mut starts) = (0, true);
    std::iter::from_fn(move || {
        while let Some(byte) = text.as_bytes().get(at) {
            if byte.is_ascii_digit() {
                let (number, length) = number(&text[at..]);
                at += length;
                starts = false;
                return Some(TextPiece::Number(number));
            }
            // Most characters are ASCII, which needs no look at Unicode.
            let first = if byte.is_ascii() {
                char::from(*byte)
            } else {
                text[at..].chars().next()?
            };
            if is_alphanumeric(first) {
                let (text, capitals, ascii) = word(&text[at..]);
                at += text.len();
                let is_name = capitals == 1 && first.is_uppercase() && !starts && text.len() > 1;
                // After an apostrophe a word goes on inside the sentence: "L'Europe" names Europe.
                starts = false;
                let named = capitals > 1 || is_name;
                let plain = ascii && capitals == 0;
                return Some(TextPiece::Word { text, named, plain });
            }
            starts |= matches!(
                first,
                '.' | '!' | '?' | '…' | ':' | '\n' | '•' | '«' | '"' | '“' | '–' | '—'
            );
            at += first.len_utf8();
        }
        None
    })
}

/// The word that a text starts with, how many capitals it has, and whether it is ASCII.
fn word(text: &str) -> (&str, usize, bool) {
    let (mut length, mut capitals, mut ascii) = (0, 0, true);
    loop {
        while let Some(byte) = text.as_bytes().get(length)
            && byte.is_ascii_alphanumeric()
        {
            capitals += usize::from(byte.is_ascii_uppercase());
            length += 1;
        }
        match text[length..].chars().next() {
            Some(c) if !c.is_ascii() && (is_alphanumeric(c) || is_mark(c)) => {
                capitals += usize::from(c.is_uppercase());
                length += c.len_utf8();
                ascii = false;
            }
            _ => return (&text[..length], capitals, ascii),
        }
    }
}

/// The same as [`char::is_alphanumeric`], told at once of Latin letters.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '×' | '÷' => false,
        'À'..='ɏ' => true,
        c => c.is_alphanumeric(),
    }
}

/// A combining accent, of a text whose accents are written as separate marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The number that a text starts with, written one way in every language, and its length:
/// `1 000`, `1,000` and `1.000` are 1000; `8,5` and `8.5` are 8.5; `8 %` is `8%`.
fn number(text: &str) -> (String, usize) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    let mut number = text[..length].to_string();
    while let Some(separator) = text[length..].chars().next() {
        let group = &text[length + separator.len_utf8()..];
        let size = digits(group);
        match separator {
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ',' | '.' | '\'' | '’'
                if size == 3 && !number.contains('.') && length <= 12 && digits(text) <= 3 => {}
            ',' | '.' if size > 0 && size < 3 && !number.contains('.') => number.push('.'),
            _ => break,
        }
        number.push_str(&group[..size]);
        length += separator.len_utf8() + size;
    }
    let after = text[length..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    if after.starts_with('%') {
        number.push('%');
        length = text.len() - after.len() + 1;
    }
    (number, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_one_way() {
        for (text, expected, rest) in [
            ("1 000 pains", "1000", " pains"),
            ("1\u{202f}000\u{a0}000", "1000000", ""),
            ("1,000 loaves", "1000", " loaves"),
            ("1.000", "1000", ""),
            ("8 % de", "8%", " de"),
            ("8% of", "8%", " of"),
            ("8,5", "8.5", ""),
            ("8.5.", "8.5", "."),
            ("2014, 300 pages", "2014", ", 300 pages"),
            ("2014 300", "2014", " 300"),
            ("14 juin", "14", " juin"),
            ("3,", "3", ","),
        ] {
            let (number, length) = number(text);
            assert_eq!((&*number, &text[length..]), (expected, rest), "{text}");
        }
    }

    #[test]
    fn openings_are_no_names() {
        let text = "Marie lit. Hier, Paul a vu l'ONU ; Le Monde aussi.";
        let names: Vec<&str> = pieces(text)
            .filter_map(|piece| {
                if let TextPiece::Word {
                    text, named: true, ..
                } = piece
                {
                    Some(text)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(names, ["Paul", "ONU", "Le", "Monde"]);
    }
}
