//! Numbers stay with what they count: units, signs and references; thousands are set apart; ordinals are raised.

use std::ops::Range;

use super::glyphs::{Block, Glyph};
use super::{NARROW, NO_BREAK, Setting};
use crate::languages::{Ordinals, Typography};

/// Sets the spaces of numbers, and raises the ends of ordinals.
pub fn set(block: &mut Block, setting: &Setting) {
    let has_digits = block.find(0, |glyph| glyph.c.is_ascii_digit()).is_some();
    let mut from = 0;
    while let Some(word) = block.next_word(from) {
        from = word.end;
        let Some(rules) = setting.rules(&block.glyphs[word.start]) else {
            continue;
        };
        if block.c(word.end).is_some_and(|c| c != '\n') {
            with_next(block, word.clone(), word.end, rules);
        }
        if has_digits {
            spaced_signs(block, word.clone(), rules);
            tight_signs(block, word.start, rules);
        }
        ordinals(block, word.clone(), &rules.ordinals);
        if has_digits {
            number_signs(block, word.clone(), rules);
        }
    }
    if has_digits {
        thousands(block, setting);
    }
}

fn is_digit(block: &Block, i: usize) -> bool {
    block.c(i).is_some_and(|c| c.is_ascii_digit()) && !block.glyphs[i].fixed
}

/// A number's unit, a reference's number and a title's name do not go to the next line.
fn with_next(block: &mut Block, word: Range<usize>, next: usize, rules: &Typography) {
    let is_number = is_digit(block, word.end - 1);
    let number_follows = is_digit(block, next);
    // Most words are neither numbers nor beside a number or a name.
    let may_be_joined = word.len() <= 7
        && (number_follows
            || block.glyphs[next].c.is_uppercase()
            || !rules.joined_words.is_empty());
    if !is_number && !may_be_joined {
        return;
    }
    let is_any = |i: usize, marks: &str| marks.contains(block.glyphs[i].c);
    let start = word.start + word.clone().take_while(|i| is_any(*i, "([«“‘\"")).count();
    // Nothing here is longer, but for the closing marks after it.
    let most = block.glyphs.len().min(next + 12);
    let end = (next + 1..most).find(|&i| block.has_gap(i)).unwrap_or(most);
    let closing = (next..end)
        .rev()
        .take_while(|i| is_any(*i, ".,;:!?…)]»”\""))
        .count();
    let is = |range: &Range<usize>, text: &str| block.is_text(range.clone(), text);
    let is_of = |range: Range<usize>, list: &[String]| list.iter().any(|text| is(&range, text));
    let is_short = word.end - start <= 5;
    let stays = is_number && is_of(next..end - closing, &rules.units)
        || is_short && number_follows && is_of(start..word.end, &rules.before_numbers)
        || is_short
            && block.glyphs[next].c.is_uppercase()
            && is_of(start..word.end, &rules.before_names)
        || number_follows
            && is(&(start..word.end), "h")
            && word.start > 0
            && is_digit(block, word.start - 1);
    let is_joined = |[first, second]: &[String; 2]| {
        is(&(start..word.end), first) && end >= next + second.chars().count() && {
            is(&(next..next + second.chars().count()), second)
        }
    };
    if stays {
        block.set_gap(next, Some(NO_BREAK));
    } else if rules.joined_words.iter().any(is_joined) {
        block.set_gap(next, Some(NARROW));
    }
}

/// `25%` → `25 %`, where the language has a space there.
fn spaced_signs(block: &mut Block, word: Range<usize>, rules: &Typography) {
    for i in word.start.max(1)..word.end {
        if is_digit(block, i - 1)
            && rules.spaced_signs.contains(block.glyphs[i].c)
            && block.after(i).is_none_or(|c| !c.is_alphanumeric())
            && !block.glyphs[i].fixed
        {
            block.set_gap(i, Some(NO_BREAK));
        }
    }
}

/// `25 %` → `25%`, where the language has no space there.
fn tight_signs(block: &mut Block, i: usize, rules: &Typography) {
    if i == 0
        || !is_digit(block, i - 1)
        || block.starts_line(i)
        || !rules.tight_signs.contains(block.glyphs[i].c)
    {
        return;
    }
    let ended = block.next(i).is_none_or(|c| {
        !c.is_alphanumeric()
            || !block.after(i).is_some_and(char::is_alphanumeric) && !c.is_ascii_digit()
    });
    if ended {
        block.set_gap(i, None);
    }
}

/// `n°5` → `n° 5`.
fn number_signs(block: &mut Block, word: Range<usize>, rules: &Typography) {
    for i in word.start + 1..word.end.saturating_sub(1) {
        if !is_digit(block, i + 1) {
            continue;
        }
        let sign = block.before(i).is_some_and(|letter| {
            let written = [letter.to_ascii_lowercase(), block.glyphs[i].c];
            rules
                .number_signs
                .iter()
                .any(|sign| sign.chars().eq(written))
        });
        let alone = block.before(i - 1).is_none_or(|c| !c.is_alphanumeric());
        if sign && alone && !block.has_gap(i + 1) {
            block.set_gap(i + 1, Some(NO_BREAK));
        }
    }
}

/// Groups of three digits with a space between them get the language's.
fn thousands(block: &mut Block, setting: &Setting) {
    let mut i = 0;
    while i < block.glyphs.len() {
        let space = setting
            .rules(&block.glyphs[i])
            .filter(|_| is_digit(block, i))
            .and_then(|rules| rules.thousands.char());
        if space.is_none() {
            i += 1;
            continue;
        }
        let end = digits_end(block, i);
        let mut groups = Vec::new();
        let mut last = end;
        while block.has_gap(last) && is_digit(block, last) && digits_end(block, last) == last + 3 {
            groups.push(last);
            last += 3;
        }
        let clear_before = block
            .before(i)
            .is_none_or(|c| !c.is_alphanumeric() && !".,/-+#".contains(c));
        // "06 123" is part of a telephone number, and so is what goes on with other digits.
        let goes_on = block.has_gap(last) && is_digit(block, last);
        let clear_after = block.after(last - 1).is_none_or(|c| !c.is_alphanumeric());
        let first = end - i <= 3
            && block.c(i) != Some('0')
            && !(i > 0 && block.has_gap(i) && is_digit(block, i - 1));
        if first && clear_before && clear_after && !goes_on {
            for group in groups {
                block.set_gap(group, space);
            }
        }
        i = last.max(i + 1);
    }
}

fn digits_end(block: &Block, start: usize) -> usize {
    (start + 1..block.glyphs.len())
        .find(|&i| !is_digit(block, i) || block.has_gap(i))
        .unwrap_or(block.glyphs.len())
}

/// Raises the ends of ordinals.
fn ordinals(block: &mut Block, word: Range<usize>, ordinals: &Ordinals) {
    let may_begin = |glyph: &Glyph| matches!(glyph.c, '0'..='9' | 'I' | 'V' | 'X');
    if ordinals.others.is_empty() || !block.glyphs[word.clone()].iter().any(may_begin) {
        return;
    }
    let mut i = word.start;
    while i < word.end {
        let end = (i..word.end)
            .find(|&j| !block.glyphs[j].c.is_alphanumeric() || block.glyphs[j].fixed)
            .unwrap_or(word.end);
        let clear = block.before(i).is_none_or(|c| !".,#/_&:=+-–".contains(c))
            && block
                .after(end.max(i + 1) - 1)
                .is_none_or(|c| !"#/_=+".contains(c));
        if may_begin(&block.glyphs[i]) && end > i && end - i <= 12 && clear {
            // Twelve letters of at most four bytes.
            let (mut text, mut length) = ([0; 48], 0);
            for glyph in &block.glyphs[i..end] {
                length += glyph.c.encode_utf8(&mut text[length..]).len();
            }
            let text = std::str::from_utf8(&text[..length]).unwrap_or_default();
            if let Some(from) = raised(text, ordinals) {
                for glyph in &mut block.glyphs[i + from..end] {
                    glyph.raised = true;
                }
            }
        }
        i = end.max(i) + 1;
    }
}

/// Where, in characters, the raised part of an ordinal begins.
fn raised(text: &str, ordinals: &Ordinals) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let romans = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let (number, suffix) = text.split_at(digits.max(romans));
    let is_of = |list: &[String]| list.iter().any(|known| known == suffix);
    let fits = match number {
        "1" | "I" if is_of(&ordinals.first) => true,
        "2" | "II" if is_of(&ordinals.second) => true,
        // One Roman letter and an `e` may be a word.
        _ => is_of(&ordinals.others) && (digits > 0 || romans > 1),
    };
    fits.then_some(number.len())
}
