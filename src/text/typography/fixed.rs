//! What keeps its marks: addresses and the code names of emoji. Known by their shape.

use std::ops::Range;

use super::glyphs::{Block, Glyph};

/// What an address does not end in.
pub const ENDS: &str = ".,;:!?'‘’…()[]*_";

/// Marks what is not to be touched.
pub fn fix(block: &mut Block) {
    let mut from = 0;
    // Nearly all words have nothing of the kind.
    while let Some(mark) = block.find(from, |glyph| matches!(glyph.c, '.' | ':')) {
        let word = block.word_around(mark);
        from = word.end;
        let mut start = word.start;
        while start < word.end {
            let quotes = |glyph: &Glyph| matches!(glyph.c, '«' | '»' | '“' | '”' | '"');
            let part = &block.glyphs[start..word.end];
            let part = &part[..part.iter().position(quotes).unwrap_or(part.len())];
            let end = start + part.len();
            let may = part.iter().any(|glyph| matches!(glyph.c, '.' | ':'));
            if let Some(fixed) = may.then(|| address(part).or_else(|| emoji(part))).flatten() {
                for glyph in &mut block.glyphs[start + fixed.start..start + fixed.end] {
                    glyph.fixed = true;
                }
            }
            start = end + 1;
        }
    }
}

/// The address in a word: a URL, a host, an e-mail address; without the punctuation around it.
fn address(part: &[Glyph]) -> Option<Range<usize>> {
    let positions = |what: &'static [u8]| {
        let is_here = move |window: &&[Glyph]| {
            window
                .iter()
                .zip(what)
                .all(|(glyph, b)| glyph.c.to_ascii_lowercase() == char::from(*b))
        };
        let windows = part.windows(what.len()).enumerate();
        windows
            .filter(move |(_, window)| is_here(window))
            .map(|(at, _)| at)
    };
    let opening = part
        .iter()
        .take_while(|glyph| matches!(glyph.c, '(' | '[' | '‘' | '\'' | '’'))
        .count();
    let is_letter = |at: usize| part.get(at).is_some_and(|glyph| glyph.c.is_alphanumeric());
    let scheme = positions(b"://").find_map(|at| {
        let letters = part[..at]
            .iter()
            .rev()
            .take_while(|glyph| glyph.c.is_ascii_alphanumeric())
            .count();
        (letters > 0 && is_letter(at + 3)).then_some(at - letters)
    });
    let mail = || {
        let at = part.iter().position(|glyph| glyph.c == '@')?;
        let host = part[at + 1..].iter().position(|glyph| glyph.c == '.')?;
        (at > opening && is_letter(at + 1) && is_letter(at + 2 + host)).then_some(opening)
    };
    let www = || positions(b"www.").find(|at| is_letter(at + 4) && !(*at > 0 && is_letter(at - 1)));
    let start = scheme.or_else(mail).or_else(www)?;
    let trailing = part[start..]
        .iter()
        .rev()
        .take_while(|glyph| ENDS.contains(glyph.c))
        .count();
    (part.len() > start + trailing).then(|| start..part.len() - trailing)
}

/// The code name of an emoji: `:smile:`.
fn emoji(word: &[Glyph]) -> Option<Range<usize>> {
    let c = |at: usize| word.get(at).map(|glyph| glyph.c);
    let start = word
        .iter()
        .take_while(|glyph| matches!(glyph.c, '(' | '['))
        .count();
    let name = word
        .get(start + 1..)?
        .iter()
        .take_while(|glyph| matches!(glyph.c, 'a'..='z' | '0'..='9' | '_' | '+' | '-'));
    let end = start + 1 + name.count();
    let is_name = c(start) == Some(':') && end > start + 2 && c(end) == Some(':');
    (is_name && !c(end + 1).is_some_and(char::is_alphanumeric)).then_some(start..end + 1)
}
