//! The space before each glyph, as the marks on both sides of it ask.

use super::brackets;
use super::glyphs::{Block, Glyph, is_digit, is_object, is_wordy};
use super::{NO_BREAK, Setting, Style};

/// Sets the spaces around marks.
pub fn set(block: &mut Block, setting: &Setting) {
    let mut asks = false;
    let brackets = brackets::paired(block);
    for i in 0..block.glyphs.len() {
        let asked = std::mem::replace(&mut asks, may_ask(&block.glyphs[i]));
        if !(asked || asks) || block.starts_line(i) {
            continue;
        }
        if is_glued_wrong(block, i, setting) {
            block.set_gap(i + 1, Some(' '));
        }
        match space(block, i, &brackets, setting) {
            Want::Any => {}
            Want::None if lengthens_address(block, i) => {}
            Want::None => block.set_gap(i, None),
            Want::One(c) => block.set_gap(i, Some(c)),
            Want::IfAny(c) if block.has_gap(i) => block.set_gap(i, Some(c)),
            Want::IfAny(_) => {}
        }
    }
}

/// Whether a glyph may ask for a space, or for none, on one of its sides.
fn may_ask(glyph: &Glyph) -> bool {
    let is_mark = |c: char| matches!(c, '(' | '[' | ')' | ']' | ';' | ':' | '!' | '?' | ',' | '.');
    glyph.pair.is_some() || is_mark(glyph.c) || matches!(glyph.c, '«' | '»')
}

/// The space wanted before a glyph.
enum Want {
    /// As it is.
    Any,
    None,
    /// This one.
    One(char),
    /// This one, where there is one.
    IfAny(char),
}

fn space(block: &Block, i: usize, brackets: &[usize], setting: &Setting) -> Want {
    let is_paired = |i: usize| brackets.binary_search(&i).is_ok();
    let (before, glyph) = (&block.glyphs[i - 1], &block.glyphs[i]);
    // Inside quotation marks the mark's own style holds.
    if !before.fixed && (before.pair == Some(true) || before.c == '«') {
        return inside(setting.of(before), before.c, before.pair.is_some());
    }
    if !glyph.fixed && (glyph.pair == Some(false) || glyph.c == '»') {
        return inside(setting.of(glyph), glyph.c, glyph.pair.is_some());
    }
    if matches!(before.c, '(' | '[') && is_paired(i - 1) && !matches!(glyph.c, ')' | ']') {
        return Want::None;
    }
    let style = setting.of(glyph);
    if glyph.fixed {
        return Want::Any;
    }
    match glyph.c {
        ')' | ']' if !is_paired(i) => Want::Any,
        // `; )` would become a smiley.
        ')' | ']' if is_wordy(before.c) || ".!?…»”%".contains(before.c) => Want::None,
        ')' | ']' if before.c == '“' && before.pair == Some(false) => Want::None,
        ';' | ':' | '!' | '?' => before_mark(block, i, style),
        ',' | '.'
            if block.has_gap(i)
                && ends(block, i)
                && style.rules().is_some()
                && ends_word(before.c) =>
        {
            Want::None
        }
        '«' if before.c == ':' && glyph.pair == Some(true) => Want::One(' '),
        // Where the mark was turned round, its no-break space is before it.
        '«' if glyph.pair == Some(true) && style.space_inside_quotes().is_some() => {
            Want::IfAny(' ')
        }
        _ => Want::Any,
    }
}

fn ends_word(c: char) -> bool {
    c.is_alphanumeric() || ")]»”%".contains(c)
}

/// Whether an address would go on in what follows, without the space.
fn lengthens_address(block: &Block, i: usize) -> bool {
    let opened = i > 1
        && matches!(block.c(i - 1), Some('(' | '['))
        && !block.has_gap(i - 1)
        && block.glyphs[i - 2].fixed;
    if !matches!(block.c(i), Some(';' | ':' | '!' | '?')) {
        return opened || block.glyphs[i - 1].fixed && !is_object(block.glyphs[i - 1].c);
    }
    let of_word = |j: &usize| *j == i || (!block.has_gap(*j) && !block.starts_line(*j));
    let ends = |j: usize| "«»“”\"".contains(block.glyphs[j].c);
    let mut rest = (i..block.glyphs.len())
        .take_while(of_word)
        .take_while(|j| !ends(*j));
    (opened || block.glyphs[i - 1].fixed)
        && !rest.all(|j| super::fixed::ENDS.contains(block.glyphs[j].c))
}

fn inside(style: Style, mark: char, paired: bool) -> Want {
    match style.space_inside_quotes() {
        Some(space) if matches!(mark, '«' | '»') && paired => Want::One(space),
        Some(space) if matches!(mark, '«' | '»') => Want::IfAny(space),
        // An unmatched mark keeps what speaks for its side; marks of other languages keep their spaces.
        _ if !paired || style.rules().is_none() => Want::Any,
        _ => Want::None,
    }
}

/// Before `; : ! ?`: what the language has there.
fn before_mark(block: &Block, i: usize, style: Style) -> Want {
    let Some(rules) = style.rules() else {
        return Want::Any;
    };
    let mark = block.glyphs[i].c;
    let before = block.glyphs[i - 1].c;
    let spaced = block.has_gap(i);
    let same = |c: Option<char>| c == Some(mark) && matches!(mark, ':' | ';');
    if !(ends(block, i) || is_face(block, i)) || same(block.previous(i)) || same(block.next(i)) {
        return Want::Any;
    }
    // `?!` and `!!!` are one mark.
    if matches!(mark, '!' | '?') && matches!(before, '!' | '?') {
        return Want::None;
    }
    let ratio = mark == ':' && is_digit(Some(before)) && is_digit(block.next(i)) && spaced;
    let space = |mark: char| rules.space_before.get(&mark).and_then(|space| space.char());
    if is_face(block, i) {
        return match space(':') {
            Some(_) => Want::IfAny(NO_BREAK),
            None => Want::Any,
        };
    }
    if is_entity(block, i) || !may_be_ended(block, i - 1) {
        return Want::Any;
    }
    match space(mark) {
        Some(space) => Want::One(space),
        None if ratio => Want::Any,
        None => Want::None,
    }
}

/// Whether a mark is where one ends something: before a space, another mark, or the end.
fn ends(block: &Block, i: usize) -> bool {
    block
        .after(i)
        .is_none_or(|c| ".,;:!?…)]}«»“”’\"'*".contains(c))
}

/// Whether a mark can follow a glyph: not where something opens, nor after a stroke.
fn may_be_ended(block: &Block, i: usize) -> bool {
    let glyph = &block.glyphs[i];
    (glyph.fixed && glyph.c != ':') || !"([{«“‘¿¡/\\-–—=<>&#@;:,".contains(glyph.c)
}

/// Whether a mark is the eyes of a smiley, with or without a nose.
fn is_face(block: &Block, i: usize) -> bool {
    matches!(block.c(i), Some(':' | ';'))
        && block
            .after(i)
            .is_some_and(|c| ")(][/\\|*DPpoO-'’".contains(c))
}

/// `&eacute;` in plain text.
fn is_entity(block: &Block, i: usize) -> bool {
    if block.glyphs[i].c != ';' || block.has_gap(i) {
        return false;
    }
    let mut at = i;
    while at > 0 && i - at < 10 && !block.has_gap(at) {
        at -= 1;
        match block.glyphs[at].c {
            '&' => return at + 1 < i,
            c if c.is_ascii_alphanumeric() || c == '#' => {}
            _ => return false,
        }
    }
    false
}

/// "are :If": the space is on the wrong side of the mark. Code has such marks too (`:root`, `!important`): the word after
/// it must be a plain one, and `!` or `?` begin none in small letters.
fn is_glued_wrong(block: &Block, i: usize, setting: &Setting) -> bool {
    let glyph = &block.glyphs[i];
    if glyph.fixed
        || !matches!(glyph.c, ';' | ':' | '!' | '?' | ',')
        || !block.has_gap(i)
        || block.has_gap(i + 1)
        || setting.rules(glyph).is_none()
    {
        return false;
    }
    let word = &block.glyphs[i + 1..];
    let is_letter = |n: usize| {
        block
            .c(i + 1 + n)
            .is_some_and(|c| c.is_alphabetic() || (n > 0 && matches!(c, '\'' | '’')))
    };
    let joined = |n: usize| n == 0 || !block.has_gap(i + 1 + n);
    let letters = (0..word.len())
        .find(|&n| !is_letter(n) || !joined(n))
        .unwrap_or(word.len());
    let end = word.get(letters);
    let ended = end
        .is_none_or(|end| end.c != ':' && (end.gap.is_some() || ",.;!?…)]»”\"\n".contains(end.c)));
    // "www.…"
    let dotted = end.is_some_and(|end| end.c == '.')
        && block
            .after(i + 1 + letters)
            .is_some_and(|c| c.is_alphanumeric());
    let begins = word.first().is_some_and(|glyph| glyph.c.is_uppercase())
        || matches!(glyph.c, ':' | ';' | ',');
    let face = letters == 1 && is_face(block, i);
    block.glyphs[i - 1].c.is_alphabetic()
        && !face
        && !dotted
        && letters > 0
        && ended
        && begins
        && !word[0].fixed
}
