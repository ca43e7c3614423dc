//! ' → ’, or ‘ ’ where two of them are quotation marks.

use super::Setting;
use super::glyphs::{Block, is_digit, is_wordy};
use crate::languages::Typography;

/// Sets apostrophes and single quotation marks.
pub fn set(block: &mut Block, setting: &Setting) {
    let Some(first) = block.find(0, |glyph| matches!(glyph.c, '\'' | '‘')) else {
        return;
    };
    // Marks that could close a quotation: looked for once, from behind.
    let mut closing_follows = false;
    for i in (0..block.glyphs.len()).rev() {
        block.glyphs[i].closing_follows = closing_follows;
        let closes = || ends_word(block, i) && !block.after(i).is_some_and(is_wordy);
        match block.glyphs[i].c {
            '\n' => closing_follows = false,
            '\'' | '’' if !block.glyphs[i].fixed && closes() => closing_follows = true,
            _ => {}
        }
    }
    for i in first..block.glyphs.len() {
        if !matches!(block.glyphs[i].c, '\'' | '‘') {
            continue;
        }
        let Some(rules) = setting.rules(&block.glyphs[i]) else {
            continue;
        };
        if block.glyphs[i].fixed {
            continue;
        }
        if let Some(c) = apostrophe(block, i, rules) {
            block.glyphs[i].c = c;
        }
    }
}

fn apostrophe(block: &Block, i: usize, rules: &Typography) -> Option<char> {
    let has_closing = block.glyphs[i].closing_follows;
    let straight = match block.glyphs[i].c {
        '\'' => true,
        '‘' => false,
        _ => return None,
    };
    // A mark after it may yet lose its space, and says nothing.
    let [before, after] = [
        block.before(i),
        block.after(i).filter(|c| !",.;:!?…)]}%»”’\"".contains(*c)),
    ];
    let in_word = before.is_some_and(is_wordy) && after.is_some_and(is_wordy);
    if !straight {
        // A hasty keyboard opens where a letter is left out: l‘eau, ‘90s.
        let left_out = before.is_none() && is_elided(block, i, rules) && !has_closing;
        return (in_word || left_out).then_some('’');
    }
    // A tear: `:'(`.
    let is_tear = matches!(before, Some(':' | ';')) && matches!(after, Some('(' | ')' | '['));
    if is_tear || (!rules.single_quotes && !in_word) {
        return None;
    }
    match (ends_word(block, i), after) {
        // Feet and minutes, until a prime is written.
        (true, _) if is_digit(before) && !after.is_some_and(char::is_alphabetic) => None,
        (true, _) => Some('’'),
        (false, None) => None,
        (false, Some(_)) if is_elided(block, i, rules) => Some('’'),
        (false, Some(_)) => Some(if has_closing { '‘' } else { '’' }),
    }
}

/// Whether a word, or the punctuation after one, ends before a glyph.
fn ends_word(block: &Block, i: usize) -> bool {
    block
        .before(i)
        .is_some_and(|c| is_wordy(c) || ".,!?…)]}%»”’".contains(c))
}

/// Whether the word after an apostrophe is one that begins with it: 'tis, '90s.
fn is_elided(block: &Block, i: usize, rules: &Typography) -> bool {
    if rules.elided_words.is_empty() {
        return false;
    }
    let word: String = (i + 1..block.glyphs.len())
        .take_while(|&j| !block.has_gap(j))
        .filter_map(|j| block.c(j))
        .take(8)
        .take_while(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect();
    rules.elided_words.contains(&word)
}
