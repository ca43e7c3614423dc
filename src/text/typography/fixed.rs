//! What keeps its marks: addresses and the code names of emoji. They are told by their shape.

use std::ops::Range;

use super::glyphs::Block;

/// What an address does not end in.
pub const ENDS: &str = ".,;:!?'‘’…()[]*_";

/// Marks what is not to be touched.
pub fn fix(block: &mut Block) {
    for word in block.word_ranges() {
        let text: Vec<char> = block.glyphs[word.clone()]
            .iter()
            .map(|glyph| glyph.c)
            .collect();
        let mut start = word.start;
        for part in text.split(|c| matches!(c, '«' | '»' | '“' | '”' | '"')) {
            // Nearly all words have nothing of the kind.
            let may = part.iter().any(|c| matches!(c, '.' | ':'));
            if let Some(found) = may.then(|| address(part).or_else(|| emoji(part))).flatten() {
                for glyph in &mut block.glyphs[start + found.start..start + found.end] {
                    glyph.fixed = true;
                }
            }
            start += part.len() + 1;
        }
    }
}

/// The address in a word: a URL, a host, an e-mail address; without the punctuation around it.
fn address(part: &[char]) -> Option<Range<usize>> {
    let positions = |what: &'static [u8]| {
        let is_here = move |window: &[char]| {
            window
                .iter()
                .zip(what)
                .all(|(c, b)| c.to_ascii_lowercase() == char::from(*b))
        };
        let windows = part.windows(what.len()).enumerate();
        windows
            .filter(move |(_, window)| is_here(window))
            .map(|(at, _)| at)
    };
    let opening = part
        .iter()
        .take_while(|c| matches!(c, '(' | '[' | '‘' | '\'' | '’'))
        .count();
    let is_letter = |at: usize| part.get(at).is_some_and(|c| c.is_alphanumeric());
    let scheme = positions(b"://").find_map(|at| {
        let letters = part[..at]
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric())
            .count();
        (letters > 0 && is_letter(at + 3)).then_some(at - letters)
    });
    let mail = || {
        let at = part.iter().position(|c| *c == '@')?;
        let host = part[at + 1..].iter().position(|c| *c == '.')?;
        (at > opening && is_letter(at + 1) && is_letter(at + 2 + host)).then_some(opening)
    };
    let www = || positions(b"www.").find(|at| is_letter(at + 4) && !(*at > 0 && is_letter(at - 1)));
    let start = scheme.or_else(mail).or_else(www)?;
    let trailing = part[start..]
        .iter()
        .rev()
        .take_while(|c| ENDS.contains(**c))
        .count();
    (part.len() > start + trailing).then(|| start..part.len() - trailing)
}

/// The code name of an emoji: `:smile:`.
fn emoji(word: &[char]) -> Option<Range<usize>> {
    let start = word.iter().take_while(|c| matches!(c, '(' | '[')).count();
    let name = word.get(start + 1..)?.iter().take_while(|c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-')
    });
    let end = start + 1 + name.count();
    let is_name = word[start] == ':' && end > start + 2 && word.get(end) == Some(&':');
    (is_name && !word.get(end + 1).is_some_and(|c| c.is_alphanumeric())).then_some(start..end + 1)
}
