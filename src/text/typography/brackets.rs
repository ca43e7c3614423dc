//! Brackets and their other halves: a space goes only inside those that have one. `:(` is a face, `]0, 1[` an open interval.

use super::glyphs::Block;

/// The brackets, as glyphs, whose other half is in the text; none where the text speaks of a bracket: "press the ( key".
pub fn paired(block: &Block) -> Vec<usize> {
    let (mut paired, mut open) = (Vec::new(), Vec::new());
    let mut alone = Vec::new();
    for (i, glyph) in block.glyphs.iter().enumerate() {
        let opens = matches!(glyph.c, '(' | '[');
        if !(opens || matches!(glyph.c, ')' | ']')) || glyph.fixed || is_turned(block, i, opens) {
            continue;
        }
        if opens {
            open.push((i, if glyph.c == '(' { ')' } else { ']' }));
        } else if let Some(at) = open.iter().rposition(|(_, closing)| *closing == glyph.c) {
            alone.extend(open.drain(at + 1..).map(|(unclosed, _)| unclosed));
            paired.extend(open.pop().map(|(opening, _)| opening));
            paired.push(i);
        } else {
            alone.push(i);
        }
    }
    alone.extend(open.into_iter().map(|(unclosed, _)| unclosed));
    if alone
        .into_iter()
        .any(|i| block.before(i).is_none() && block.after(i).is_none())
    {
        paired.clear();
    }
    paired.sort_unstable();
    paired
}

/// Whether a space is inside of a bracket and none outside, where text goes on: it is a face, or turns its back.
fn is_turned(block: &Block, i: usize, opens: bool) -> bool {
    let (inside, outside, beside) = match opens {
        true => (block.after(i), block.before(i), "([{«“‘\"'/—–"),
        false => (block.before(i), block.after(i), ".,;:!?…)]}»”’\"'*/—–"),
    };
    inside.is_none() && outside.is_some_and(|c| !beside.contains(c))
}
