//! The words of a text that may be in any language: what stands between spaces, without code, cut at marks.

use unicode_normalization::char::is_combining_mark;

use crate::text::words::is_of_word;

/// What stands between spaces.
#[derive(Clone, Copy)]
struct Token<'t> {
    text: &'t str,
    /// The kinds of its last byte, and of all others.
    last: u8,
    others: u8,
}

/// The kinds of bytes: a small letter, another ASCII letter or digit…
const SMALL: u8 = 1;
const CAPITAL: u8 = 1 << 1;
/// …a sign of which code is full…
const SIGN: u8 = 1 << 2;
/// …another mark, and a part of what is not ASCII.
const MARK: u8 = 1 << 3;
const BEYOND: u8 = 1 << 4;
/// Whether a space may begin with it.
const SPACE: u8 = 1 << 5;

const KINDS: [u8; 256] = {
    let mut kinds = [MARK; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' | b'0'..=b'9' => CAPITAL,
            b'/' | b'_' | b'=' | b'@' | b'\\' | b'{' | b'}' | b'<' | b'>' | b'$' | b'#' | b'.' => {
                SIGN
            }
            b'\t'..=b'\r' | b' ' => SPACE,
            0xc2 | 0xe1..=0xe3 => SPACE | BEYOND,
            0x80.. => BEYOND,
            _ => MARK,
        };
        byte += 1;
    }
    kinds
};

/// What stands between spaces, without code.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    all_tokens(text).map(|token| token.text)
}

/// Tells the words between spaces, without code, and whether each is of small letters alone. Marks that are set on a letter, and what is
/// not seen, are parts of them.
pub fn each_word<'t>(text: &'t str, mut tell: impl FnMut(&'t str, bool)) {
    for token in all_tokens(text) {
        let Token { text, last, others } = token;
        // Most are one word, perhaps with a mark behind it.
        match (others, last) {
            (0 | SMALL, SMALL) => tell(text, true),
            (SMALL, MARK | SIGN) => tell(&text[..text.len() - 1], true),
            _ => each_part(text, |word| tell(word, false)),
        }
    }
}

fn all_tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let next = move || {
        loop {
            let token = first(rest);
            if token.text.is_empty() {
                let after = rest.trim_start();
                if after.is_empty() {
                    return None;
                }
                rest = after;
                continue;
            }
            let after = &rest[token.text.len()..];
            rest = after.strip_prefix(' ').unwrap_or(after);
            // At the end such a sign is punctuation.
            if token.others & SIGN == 0 || !is_code(token.text) {
                return Some(token);
            }
        }
    };
    std::iter::from_fn(next)
}

/// What stands before the first space.
fn first(text: &str) -> Token<'_> {
    let (mut last, mut others) = (0, 0);
    let mut end = text.len();
    for (at, byte) in text.bytes().enumerate() {
        let kind = KINDS[usize::from(byte)];
        if kind & SPACE != 0 && (kind == SPACE || text[at..].starts_with(char::is_whitespace)) {
            end = at;
            break;
        }
        others |= last;
        last = kind & !SPACE;
    }
    Token {
        text: &text[..end],
        last,
        others,
    }
}

fn each_part<'t>(token: &'t str, mut tell: impl FnMut(&'t str)) {
    let is_part = |c: char| {
        is_of_word(c)
            || !c.is_ascii()
                && (matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}') || is_combining_mark(c))
    };
    let (mut start, mut has_letters) = (0, false);
    for (at, c) in token.char_indices() {
        if is_part(c) {
            has_letters |= is_of_word(c);
            continue;
        }
        if has_letters {
            tell(&token[start..at]);
        }
        (start, has_letters) = (at + c.len_utf8(), false);
    }
    if has_letters {
        tell(&token[start..]);
    }
}

/// Whether a run of signs without a space, of which one is inside, is no word: an address, a path, a file's name, a setting.
fn is_code(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let dotted = || inner.split('.').count() > 1 && inner.split('.').all(|part| part.len() > 1);
    inner.contains(['/', '_', '=', '@', '\\', '{', '}', '<', '>'])
        || token.starts_with(['$', '#', '@', '/'])
        || dotted()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_code() {
        for (text, expected) in [
            ("L’été, à  Nœux.\u{a0}", "L|été|à|Nœux"),
            ("voir /etc/x ou ab.txt, etc.", "voir*|ou*|etc*"),
            ("e\u{301}te\u{301} — 2014 !", "e\u{301}te\u{301}|2014"),
            ("\u{3000}x\u{2009}y…", "x*|y"),
            ("", ""),
        ] {
            let mut words: Vec<String> = Vec::new();
            each_word(text, |word, is_small| {
                words.push(format!("{word}{}", if is_small { "*" } else { "" }))
            });
            assert_eq!(words.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn every_space_ends_a_token() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b{c}");
            let all = all_tokens(&text).count();
            let code = text.split_whitespace().filter(|token| is_code(token));
            assert_eq!(all + code.count(), text.split_whitespace().count(), "{c:?}");
        }
    }
}
