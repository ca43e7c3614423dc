//! Double quotation marks: straight ones find their other halves, and each language makes of a pair what it uses.

use super::glyphs::{Block, Few, is_wordy};
use super::guillemets::{self, Marks};
use super::{Setting, UnmatchedQuote};
use crate::languages::Typography;

/// Sets double quotation marks; those without another half come back.
pub fn set(block: &mut Block, setting: &Setting) -> Vec<UnmatchedQuote> {
    // A language without rules has its own marks.
    let has_rules = |glyph| setting.rules(glyph).is_some();
    if !block.glyphs.iter().any(has_rules) {
        return Vec::new();
    }
    let mut marks = guillemets::pair(block, setting);
    let sides: Few<QuoteSide> = marks.glyphs.iter().map(|&i| side(block, i)).collect();
    pair_curly(block, &mut marks, setting);
    pair_straight(block, &mut marks, &sides);
    one_style(block, &marks);
    let crosses = |(mark, mate): (usize, &Option<usize>)| {
        mate.is_some_and(|closing| closing > mark && is_crossed(block, &marks, mark, closing))
    };
    let any_crossed = marks.mates.iter().enumerate().any(crosses);
    let is_curly = |i: usize| matches!(block.glyphs[i].c, '“' | '”');
    let unmatched_curly = marks
        .glyphs
        .iter()
        .zip(&marks.mates)
        .any(|(i, mate)| mate.is_none() && is_curly(*i));
    let mut depth = Depth::default();
    let mut unmatched = Vec::new();
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        let rules = setting.rules(&block.glyphs[i]);
        let alternating = rules.is_some_and(|rules| rules.alternating_quotes);
        match marks.mates[mark] {
            Some(closing) if closing > mark => {
                // What a straight pair means that is crossed is not certain; alternating marks all look alike: where some cross, none
                // of them is.
                let is_doubtful = match alternating {
                    true => any_crossed,
                    false => {
                        is_straight(block, &marks, mark) && is_crossed(block, &marks, mark, closing)
                    }
                };
                if !is_doubtful {
                    set_pair(block, [i, marks.glyphs[closing]], depth, rules);
                }
                depth.all += 1;
                depth.alternating += usize::from(alternating);
            }
            Some(_) => {
                depth.all = depth.all.saturating_sub(1);
                depth.alternating = depth.alternating.saturating_sub(usize::from(alternating));
            }
            None => {
                let turned = rules
                    .filter(|rules| rules.turns_unmatched_quotes)
                    .filter(|_| depth.all == 0 && !unmatched_curly)
                    .map(|rules| rules.quotes[0]);
                unmatched.extend(set_unmatched(block, i, sides[mark], turned));
            }
        }
    }
    unmatched
}

/// How many pairs are around a mark: of all languages, and of those whose marks alternate.
#[derive(Clone, Copy, Default)]
struct Depth {
    all: usize,
    alternating: usize,
}

/// What a mark can be, by what is around it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum QuoteSide {
    Opens,
    Closes,
    /// Spaces or punctuation on both sides.
    Loose,
    /// Letters on both sides.
    Tight,
}

fn side(block: &Block, i: usize) -> QuoteSide {
    match (is_tight(block, i, true), is_tight(block, i, false)) {
        (true, true) if is_elision(block, i) => QuoteSide::Opens,
        (false, true) => QuoteSide::Opens,
        (true, false) => QuoteSide::Closes,
        (false, false) => QuoteSide::Loose,
        (true, true) => QuoteSide::Tight,
    }
}

const QUOTES: &str = "\"«»“”‘’'";

/// Whether there is a word right beside a mark, other marks between or not. The space inside them is none.
fn is_tight(block: &Block, mut i: usize, left: bool) -> bool {
    loop {
        let (is_last, gap) = match left {
            true => (block.starts_line(i), i),
            false => (block.ends_line(i), i + 1),
        };
        if is_last || (block.has_gap(gap) && !inside(block, gap)) {
            return false;
        }
        i = if left { i - 1 } else { i + 1 };
        let glyph = block.glyphs[i];
        if glyph.fixed || !QUOTES.contains(glyph.c) {
            let signs = if left {
                ".,!?…)]}%°"
            } else {
                "…([{#@$€£&"
            };
            return glyph.fixed
                || is_wordy(glyph.c)
                || signs.contains(glyph.c)
                || is_symbol(glyph.c);
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

fn pair_straight(block: &Block, marks: &mut Marks, sides: &[QuoteSide]) {
    let mut open: Few<usize> = Few::new();
    for (mark, side) in sides.iter().enumerate() {
        if !is_straight(block, marks, mark) {
            continue;
        }
        if *side == QuoteSide::Opens || (*side == QuoteSide::Loose && open.is_empty()) {
            open.push(mark);
        } else if let Some(opening) = open.pop() {
            guillemets::join(&mut marks.mates, opening, mark);
        }
    }
}

fn is_straight(block: &Block, marks: &Marks, mark: usize) -> bool {
    block.c(marks.glyphs[mark]) == Some('"')
}

/// Whether a pair crosses one that is not straight, or holds a mark of such a one without its other half.
fn is_crossed(block: &Block, marks: &Marks, opening: usize, closing: usize) -> bool {
    let is_inside = |mate: usize| (opening..=closing).contains(&mate);
    let crosses =
        |mark: usize| !is_straight(block, marks, mark) && !marks.mates[mark].is_some_and(is_inside);
    (opening + 1..closing).any(crosses)
}

/// Pairs “ and ”, and „ and “ where the language has these.
fn pair_curly(block: &Block, marks: &mut Marks, setting: &Setting) {
    let mut open: Few<usize> = Few::new();
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        let c = block.glyphs[i].c;
        let closes = |rules: &Typography| rules.quotes.iter().any(|[_, closing]| *closing == c);
        match c {
            '”' | '“' if c == '”' || setting.rules(&block.glyphs[i]).is_some_and(closes) => {
                if let Some(opening) = open.pop() {
                    guillemets::join(&mut marks.mates, opening, mark);
                }
            }
            '“' | '„' => open.push(mark),
            _ => {}
        }
    }
}

/// The halves of a pair are of one style: the block's own where they are in different languages, or where they stand
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
fn set_pair(block: &mut Block, pair: [usize; 2], depth: Depth, rules: Option<&Typography>) {
    let has_apostrophes = |rules: &Typography| rules.quotes.iter().any(|marks| marks[1] == '’');
    // After a letter, an opening ‘ would be read as an apostrophe.
    if rules.is_some_and(has_apostrophes) && block.before(pair[0]).is_some_and(is_wordy) {
        return;
    }
    let opening = block.glyphs[pair[0]].c;
    let marks = rules
        .filter(|rules| rules.replaced_quotes.contains(opening))
        .map(|rules| {
            let count = rules.quotes.len();
            rules.quotes[if rules.alternating_quotes {
                depth.alternating % count
            } else {
                depth.all.min(count - 1)
            }]
        });
    for (at, i) in pair.into_iter().enumerate() {
        block.glyphs[i].pair = Some(at == 0);
        if let Some(marks) = marks {
            block.glyphs[i].c = marks[at];
        }
    }
}

/// A mark without another half; where a language wants it, a straight one is turned as its place suggests.
fn set_unmatched(
    block: &mut Block,
    i: usize,
    side: QuoteSide,
    turned: Option<[char; 2]>,
) -> Option<UnmatchedQuote> {
    let glyph = block.glyphs[i];
    let inches = glyph.c == '"' && block.before(i).is_some_and(|c| c.is_ascii_digit());
    if inches {
        return None;
    }
    let unmatched = UnmatchedQuote {
        at: block.read_at(i),
        mark: glyph.c,
        opens_line: block.starts_line(i) && side == QuoteSide::Opens,
    };
    let beside_another = [block.before(i), block.after(i)]
        .iter()
        .flatten()
        .any(|c| QUOTES.contains(*c));
    if let Some([opening, closing]) = turned.filter(|_| glyph.c == '"' && !beside_another) {
        block.glyphs[i].c = match side {
            QuoteSide::Opens => opening,
            QuoteSide::Closes => closing,
            _ => '"',
        };
    }
    Some(unmatched)
}
