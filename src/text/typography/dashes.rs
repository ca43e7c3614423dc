//! `...` → …, and hyphens that stand for dashes.

use std::ops::Range;

use super::Setting;
use super::glyphs::{Block, Glyph, JOINED, is_digit, is_wordy};
use crate::languages::Typography;

/// Sets ellipses and dashes.
pub fn set(block: &mut Block, setting: &Setting) {
    each_run(block, '.', |block, run| {
        ellipsis(block, run.start, run.end, setting)
    });
    each_run(block, '-', |block, run| {
        dash(block, run.start, run.end, setting)
    });
    let mut from = 0;
    while let Some(i) = block.find(from, |glyph| glyph.c == '—') {
        from = i + 1;
        if !block.starts_line(i) || !block.has_gap(i + 1) {
            continue;
        }
        let space = |rules: &Typography| rules.space_after_opening_dash.char();
        if let Some(space) = setting.rules(&block.glyphs[i]).and_then(space) {
            block.set_gap(i + 1, Some(space));
        }
    }
}

/// Does something to every run of `c`, from left to right; what it joins is gone afterwards.
fn each_run(block: &mut Block, c: char, mut set: impl FnMut(&mut Block, Range<usize>)) {
    let mut end = 0;
    while let Some(start) = block.find(end, |glyph| glyph.c == c && !glyph.fixed) {
        let goes_on = |glyph: &Glyph| glyph.c == c && !glyph.fixed && glyph.gap.is_none();
        let after = block.find(start + 1, |glyph| !goes_on(glyph));
        end = after.unwrap_or(block.glyphs.len());
        set(block, start..end);
    }
    if end > 0 {
        block.remove_joined();
    }
}

/// Three points are an ellipsis, and in some languages more of them.
fn ellipsis(block: &mut Block, start: usize, end: usize, setting: &Setting) {
    let Some(rules) = setting.rules(&block.glyphs[start]) else {
        return;
    };
    let [before, after] = [block.before(start), block.after(end - 1)];
    let of_a_path = [before, after].contains(&Some('/'));
    let of_a_range = [before, after].into_iter().all(is_digit);
    if (3..=rules.longest_ellipsis).contains(&(end - start)) && !of_a_path && !of_a_range {
        join(block, start, end, '…');
    }
}

fn join(block: &mut Block, start: usize, end: usize, c: char) {
    block.glyphs[start].c = c;
    for glyph in &mut block.glyphs[start + 1..end] {
        glyph.c = JOINED;
    }
}

fn dash(block: &mut Block, start: usize, end: usize, setting: &Setting) {
    let Some(rules) = setting.rules(&block.glyphs[start]) else {
        return;
    };
    let last = end - 1;
    let numbers = is_digit(block.previous(start)) && is_digit(block.next(last));
    // The spaces inside guillemets are not the dash's.
    let inside = block.previous(start) == Some('«') || block.next(last) == Some('»');
    let spaced = block.has_gap(start) && block.has_gap(end) && !block.ends_line(last) && !inside;
    let opens = block.starts_line(start) && block.has_gap(end);
    let glued = block
        .before(start)
        .is_some_and(|c| is_wordy(c) || ".,!?…«»”\"’'".contains(c))
        && block
            .after(last)
            .is_some_and(|c| is_wordy(c) || "«»“\"‘'".contains(c));
    match end - start {
        1 | 2 if opens => join(block, start, end, '—'),
        // Between two numbers one hyphen is a minus, or says "to".
        1 if spaced && !numbers => join(block, start, end, '–'),
        2 if spaced => join(block, start, end, '–'),
        2 if glued && numbers => join(block, start, end, '–'),
        2 if glued => {
            let dash = &rules.dash_between_words;
            join(block, start, end, dash.trim().chars().next().unwrap_or('–'));
            if dash.starts_with(' ') {
                block.set_gap(start, Some(' '));
                block.set_gap(end, Some(' '));
            }
        }
        3 if spaced || opens || glued => join(block, start, end, '—'),
        _ => {}
    }
}
