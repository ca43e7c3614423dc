//! Numbers stay with what they count: units, signs and references; thousands in French; ordinals are raised.

use super::glyphs::Block;
use super::{Manner, NARROW, NO_BREAK, Setting};

/// Units that stay with the number before them (Lexique, « Unités de mesure »; Chicago 6.121).
const UNITS: &[&str] = &[
    "%",
    "‰",
    "€",
    "$",
    "£",
    "¥",
    "°",
    "°C",
    "°F",
    "km",
    "m",
    "cm",
    "mm",
    "km/h",
    "ha",
    "m²",
    "m³",
    "kg",
    "g",
    "mg",
    "t",
    "l",
    "L",
    "cl",
    "ml",
    "h",
    "min",
    "s",
    "ms",
    "ko",
    "Ko",
    "kB",
    "Mo",
    "MB",
    "Go",
    "GB",
    "To",
    "TB",
    "kW",
    "kWh",
    "W",
    "V",
    "Hz",
    "GHz",
    "px",
    "pt",
    "M€",
    "k€",
    "million",
    "millions",
    "milliard",
    "milliards",
];

/// Words that stay with the number after them.
const BEFORE_NUMBERS: &[&str] = &[
    "n°", "N°", "nº", "Nº", "nos", "p.", "pp.", "art.", "chap.", "fig.", "vol.", "§", "No.", "no.",
];

/// Titles that stay with the name after them (Lexique, « Abréviations »; Chicago 6.121).
const BEFORE_NAMES: &[&str] = &[
    "M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Pr", "Mgr", "Mr.", "Mrs.", "Ms.", "Dr.",
    "Prof.", "St.",
];

/// Sets the spaces of numbers.
pub fn set(block: &mut Block, setting: &Setting) {
    let words = block.word_ranges();
    for (n, word) in words.iter().enumerate() {
        let start = word.start;
        let style = setting.of(&block.glyphs[start]);
        if !style.is_french() && !style.is_english() {
            continue;
        }
        let next = words
            .get(n + 1)
            .filter(|next| !block.starts_line(next.start))
            .map(|next| next.start);
        if let Some(next) = next {
            with_next(block, word.clone(), next);
        }
        if style.is_french() {
            signs(block, word.clone(), style.manner == Manner::Canadian);
            ordinals(block, word.clone());
            numero(block, word.clone());
        } else {
            percent(block, start);
        }
    }
    for manner in [Manner::French, Manner::Canadian] {
        thousands(block, manner, setting);
    }
}

fn is_digit(block: &Block, i: usize) -> bool {
    block.c(i).is_some_and(|c| c.is_ascii_digit()) && !block.glyphs[i].fixed
}

/// A number's unit, a reference's number and a title's name do not go to the next line.
fn with_next(block: &mut Block, word: std::ops::Range<usize>, next: usize) {
    // Most words are neither numbers nor so short.
    if !is_digit(block, word.end - 1) && word.len() > 7 {
        return;
    }
    // Nothing here is longer, but for the closing marks after it.
    let head: String = block.glyphs[next..]
        .iter()
        .take(12)
        .enumerate()
        .take_while(|(n, glyph)| *n == 0 || glyph.gap.is_none())
        .map(|(_, glyph)| glyph.c)
        .collect();
    let unit = head.trim_end_matches(|c| ".,;:!?…)]»”\"".contains(c));
    let number = is_digit(block, word.end - 1);
    let of_unit = number && UNITS.contains(&unit);
    let opening = block.glyphs[word.clone()]
        .iter()
        .take_while(|glyph| "([«“‘\"".contains(glyph.c))
        .count();
    let length = word.len() - opening;
    let text = || block.chars(word.start + opening..word.end);
    let of_number =
        length <= 5 && is_digit(block, next) && BEFORE_NUMBERS.contains(&text().as_str());
    let of_name = length <= 5
        && head.starts_with(char::is_uppercase)
        && BEFORE_NAMES.contains(&text().as_str());
    let of_hour =
        text() == "h" && is_digit(block, next) && word.start > 0 && is_digit(block, word.start - 1);
    if of_unit || of_number || of_name || of_hour {
        block.set_gap(next, Some(NO_BREAK));
    }
}

/// French puts a space before `%` and `€` (Lexique, « Pourcentage »); in Québec before `$` too (OQLF, « Symbole du dollar »).
fn signs(block: &mut Block, word: std::ops::Range<usize>, canadian: bool) {
    for i in word.start.max(1)..word.end {
        let sign =
            matches!(block.glyphs[i].c, '%' | '‰' | '€') || (canadian && block.glyphs[i].c == '$');
        let ended = block.after(i).is_none_or(|c| !c.is_alphanumeric());
        if sign && ended && is_digit(block, i - 1) && !block.glyphs[i].fixed {
            block.set_gap(i, Some(NO_BREAK));
        }
    }
}

/// English has none before `%` (Chicago 9.18).
fn percent(block: &mut Block, i: usize) {
    let ended = block.next(i).is_none_or(|c| {
        !c.is_alphanumeric()
            || !block.after(i).is_some_and(char::is_alphanumeric) && !c.is_ascii_digit()
    });
    if block.c(i) == Some('%') && i > 0 && is_digit(block, i - 1) && ended && !block.starts_line(i)
    {
        block.set_gap(i, None);
    }
}

/// `n°5` → `n° 5`.
fn numero(block: &mut Block, word: std::ops::Range<usize>) {
    for i in word.start + 1..word.end.saturating_sub(1) {
        let sign =
            matches!(block.glyphs[i].c, '°' | 'º') && matches!(block.before(i), Some('n' | 'N'));
        let alone = block.before(i - 1).is_none_or(|c| !c.is_alphanumeric());
        if sign && alone && is_digit(block, i + 1) && !block.has_gap(i + 1) {
            block.set_gap(i + 1, Some(NO_BREAK));
        }
    }
}

/// Groups of three digits are set apart by a no-break space, in France a narrow one (Lexique, « Nombres »; OQLF, « Nombres »).
fn thousands(block: &mut Block, manner: Manner, setting: &Setting) {
    let space = if manner == Manner::French {
        NARROW
    } else {
        NO_BREAK
    };
    let mut i = 0;
    while i < block.glyphs.len() {
        if !is_digit(block, i) || setting.of(&block.glyphs[i]).manner != manner {
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
                block.set_gap(group, Some(space));
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

/// What of an ordinal is raised, by its number (Lexique, « Ordinaux »; OQLF, « Adjectifs ordinaux »).
const FIRST: &[&str] = &["er", "ers", "re", "res", "ère", "ères"];
const SECOND: &[&str] = &["nd", "nds", "nde", "ndes"];
const OTHERS: &[&str] = &["e", "es", "ème", "èmes", "ième", "ièmes"];

fn ordinals(block: &mut Block, word: std::ops::Range<usize>) {
    let mut i = word.start;
    while i < word.end {
        let end = (i..word.end)
            .find(|&j| !block.glyphs[j].c.is_alphanumeric() || block.glyphs[j].fixed)
            .unwrap_or(word.end);
        let clear = block.before(i).is_none_or(|c| !".,#/_&:=+-–".contains(c))
            && block
                .after(end.max(i + 1) - 1)
                .is_none_or(|c| !"#/_=+".contains(c));
        let may = matches!(block.c(i), Some('0'..='9' | 'I' | 'V' | 'X'));
        if may && end > i && end - i <= 12 && clear {
            let text = block.chars(i..end);
            if let Some(from) = raised(&text) {
                for glyph in &mut block.glyphs[i + from..end] {
                    glyph.raised = true;
                }
            }
        }
        i = end.max(i) + 1;
    }
}

/// Where, in characters, the raised part of an ordinal begins.
fn raised(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let romans = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let (number, suffix) = text.split_at(digits.max(romans));
    let fits = match number {
        "1" | "I" if FIRST.contains(&suffix) => true,
        "2" | "II" if SECOND.contains(&suffix) => true,
        // One Roman letter and an `e` may be a word.
        _ => OTHERS.contains(&suffix) && (digits > 0 || romans > 1),
    };
    fits.then_some(number.len())
}
