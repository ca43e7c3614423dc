//! Double quotation marks: straight ones find their other halves, and each language makes of a pair what it uses. French has
//! « » and inside them “ ” (Lexique, « Guillemets »); English “ ” and inside them ‘ ’ (Chicago 13.30).

use super::glyphs::{Block, is_wordy};
use super::guillemets::{self, Marks};
use super::{Lone, Setting};

/// Sets double quotation marks; those without another half come back.
pub fn set(block: &mut Block, setting: &Setting) -> Vec<Lone> {
    // A language without rules has its own marks.
    if !block
        .glyphs
        .iter()
        .any(|glyph| setting.of(glyph).is_french() || setting.of(glyph).is_english())
    {
        return Vec::new();
    }
    let mut marks = guillemets::pair(block);
    let sides: Vec<Side> = marks.glyphs.iter().map(|&i| side(block, i)).collect();
    pair_curly(block, &mut marks);
    let crossed = pair_straight(block, &mut marks, &sides);
    one_style(block, &marks);
    let any_crossed = any_crossed(block, &marks);
    let is_curly = |i: usize| matches!(block.glyphs[i].c, '“' | '”');
    let lone_curly = marks
        .glyphs
        .iter()
        .zip(&marks.mates)
        .any(|(i, mate)| mate.is_none() && is_curly(*i));
    // Pairs around: all of them, and the English ones.
    let mut depth = [0usize; 2];
    let mut lone = Vec::new();
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        match marks.mates[mark] {
            Some(closing) if closing > mark => {
                let english = setting.of(&block.glyphs[i]).is_english();
                // English marks all look alike: where some cross, none of them is certain.
                if !(if english { any_crossed } else { crossed[mark] }) {
                    dress(block, [i, marks.glyphs[closing]], depth, setting);
                }
                depth = [depth[0] + 1, depth[1] + usize::from(english)];
            }
            Some(_) => {
                let english = setting.of(&block.glyphs[i]).is_english();
                depth = [
                    depth[0].saturating_sub(1),
                    depth[1].saturating_sub(usize::from(english)),
                ];
            }
            None => {
                let turn =
                    depth[0] == 0 && !lone_curly && setting.of(&block.glyphs[i]).is_english();
                lone.extend(left_alone(block, i, sides[mark], turn));
            }
        }
    }
    lone
}

/// What a mark can be, by what stands around it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Opens,
    Closes,
    /// Spaces or punctuation on both sides.
    Loose,
    /// Letters on both sides.
    Tight,
}

fn side(block: &Block, i: usize) -> Side {
    let (left, elision) = (tight_left(block, i), is_elision(block, i));
    match (left, tight_right(block, i)) {
        (true, true) if elision => Side::Opens,
        (false, true) => Side::Opens,
        (true, false) => Side::Closes,
        (false, false) => Side::Loose,
        (true, true) => Side::Tight,
    }
}

const QUOTES: &str = "\"«»“”‘’'";

/// Whether a word ends on the left of a mark, other marks between or not. The space inside them is none.
fn tight_left(block: &Block, mut i: usize) -> bool {
    loop {
        if block.starts_line(i) || (block.has_gap(i) && !inside(block, i)) {
            return false;
        }
        i -= 1;
        match block.glyphs[i].c {
            c if QUOTES.contains(c) && !block.glyphs[i].fixed => {}
            c => {
                return is_wordy(c)
                    || ".,!?…)]}%°".contains(c)
                    || block.glyphs[i].fixed
                    || is_symbol(c);
            }
        }
    }
}

fn tight_right(block: &Block, mut i: usize) -> bool {
    loop {
        if block.ends_line(i) || (block.has_gap(i + 1) && !inside(block, i + 1)) {
            return false;
        }
        i += 1;
        match block.glyphs[i].c {
            c if QUOTES.contains(c) && !block.glyphs[i].fixed => {}
            c => {
                return is_wordy(c)
                    || "…([{#@$€£&".contains(c)
                    || block.glyphs[i].fixed
                    || is_symbol(c);
            }
        }
    }
}

fn is_symbol(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !"–—…".contains(c) && !QUOTES.contains(c)
}

/// Whether the space before a glyph is one inside quotation marks.
fn inside(block: &Block, i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|before| block.c(before));
    matches!(block.c(i), Some('»' | '”')) || matches!(before, Some('«' | '“'))
}

/// `l’` before a mark.
fn is_elision(block: &Block, i: usize) -> bool {
    matches!(block.before(i), Some('’' | '\''))
        && block.before(i - 1).is_some_and(char::is_alphabetic)
}

/// An open straight mark, and how far the other pairs since then reach.
struct Open {
    mark: usize,
    lowest: usize,
    highest: usize,
}

/// Pairs straight marks, and tells which pairs other ones cross: what these mean is not certain.
fn pair_straight(block: &Block, marks: &mut Marks, sides: &[Side]) -> Vec<bool> {
    let mut crossed = vec![false; sides.len()];
    let mut open: Vec<Open> = Vec::new();
    for (mark, side) in sides.iter().enumerate() {
        match block.glyphs[marks.glyphs[mark]].c {
            c if c != '"' => {
                let mate = marks.mates[mark];
                if let Some(open) = open.last_mut() {
                    open.lowest = open.lowest.min(mate.unwrap_or(0));
                    open.highest = open.highest.max(mate.unwrap_or(usize::MAX));
                }
            }
            _ if *side == Side::Opens || (*side == Side::Loose && open.is_empty()) => {
                open.push(Open {
                    mark,
                    lowest: usize::MAX,
                    highest: 0,
                });
            }
            _ => {
                let Some(opening) = open.pop() else { continue };
                let is_crossed = opening.lowest < opening.mark || opening.highest > mark;
                crossed[opening.mark] = is_crossed;
                (marks.mates[opening.mark], marks.mates[mark]) = (Some(mark), Some(opening.mark));
                if let Some(around) = open.last_mut() {
                    around.lowest = around.lowest.min(opening.lowest);
                    around.highest = around.highest.max(opening.highest);
                }
            }
        }
    }
    crossed
}

/// Pairs “ and ”.
fn pair_curly(block: &Block, marks: &mut Marks) {
    let mut open = Vec::new();
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        match block.glyphs[i].c {
            '“' => open.push(mark),
            '”' => {
                if let Some(opening) = open.pop() {
                    (marks.mates[opening], marks.mates[mark]) = (Some(mark), Some(opening));
                }
            }
            _ => {}
        }
    }
}

/// Whether any pair crosses another, or holds a mark without another half that is not straight.
fn any_crossed(block: &Block, marks: &Marks) -> bool {
    let mut open = Vec::new();
    for (mark, mate) in marks.mates.iter().enumerate() {
        match mate {
            Some(closing) if *closing > mark => open.push(mark),
            Some(opening) if open.pop() != Some(*opening) => return true,
            None if !open.is_empty() && block.c(marks.glyphs[mark]) != Some('"') => return true,
            _ => {}
        }
    }
    false
}

/// The halves of a pair are of one style: the block's own where they stand in different languages, or where they stand
/// around all that is in another one, as quotation marks are of the text that quotes.
fn one_style(block: &mut Block, marks: &Marks) {
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        let Some(closing) = marks.mates[mark].filter(|closing| *closing > mark) else {
            continue;
        };
        let j = marks.glyphs[closing];
        let style = block.glyphs[i].style;
        let first = i
            .checked_sub(1)
            .is_some_and(|before| block.glyphs[before].style != style);
        let after =
            (j + 1..block.glyphs.len()).find(|&after| !".,;:!?…)]".contains(block.glyphs[after].c));
        let last = after.is_none_or(|after| block.glyphs[after].style != style);
        let said = block.glyphs[i].said && block.glyphs[j].said;
        if block.glyphs[j].style != style || (style != 0 && !said && first && last) {
            (block.glyphs[i].style, block.glyphs[j].style) = (0, 0);
        }
    }
}

/// Gives a pair the marks of its language.
fn dress(block: &mut Block, pair: [usize; 2], depth: [usize; 2], setting: &Setting) {
    let style = setting.of(&block.glyphs[pair[0]]);
    let [opening, closing] = pair.map(|i| block.glyphs[i].c);
    // After a letter, an opening mark would be read as an apostrophe.
    if style.is_english() && block.before(pair[0]).is_some_and(is_wordy) {
        return;
    }
    let dressed = match (opening, closing) {
        ('"', _) if style.is_french() => Some(if depth[0] == 0 {
            ['«', '»']
        } else {
            ['“', '”']
        }),
        ('"' | '«', _) if style.is_english() => Some(if depth[1].is_multiple_of(2) {
            ['“', '”']
        } else {
            ['‘', '’']
        }),
        _ => None,
    };
    for (at, i) in pair.into_iter().enumerate() {
        block.glyphs[i].pair = Some(at == 0);
        if let Some(dressed) = dressed {
            block.glyphs[i].c = dressed[at];
        }
    }
}

/// A mark without another half. English turns a straight one as its place tells: a quotation of several paragraphs opens each
/// of them (Chicago 13.32).
fn left_alone(block: &mut Block, i: usize, side: Side, turn: bool) -> Option<Lone> {
    let glyph = block.glyphs[i];
    let inches = glyph.c == '"' && block.before(i).is_some_and(|c| c.is_ascii_digit());
    if inches {
        return None;
    }
    let lone = Lone {
        at: block.read_at(i),
        mark: glyph.c,
        opens_line: block.starts_line(i) && side == Side::Opens,
    };
    let beside_another = [block.before(i), block.after(i)]
        .iter()
        .flatten()
        .any(|c| QUOTES.contains(*c));
    if glyph.c == '"' && turn && !beside_another {
        block.glyphs[i].c = match side {
            Side::Opens => '“',
            Side::Closes => '”',
            _ => '"',
        };
    }
    Some(lone)
}
