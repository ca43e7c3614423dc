//! Pages of a printed text: numbers and running heads are no text, and a paragraph goes on over them.

use super::raw::RawLine;
use super::{RemovedText, take_out};
use crate::text::words::fold;
use std::collections::{HashMap, HashSet};

/// Lines at the head and at the foot of a page that may be no text.
const EDGE: usize = 2;
/// A line that is at the edge of so many pages is a running head.
const AGAIN: usize = 2;

/// Takes out what is at the edges of pages.
pub fn remove(lines: &mut Vec<RawLine>, removed: &mut Vec<RemovedText>) {
    let gone = find_edges(lines);
    let mut is_new_page = false;
    // Whether the last line that stays ends a paragraph.
    let mut is_ended: Option<bool> = None;
    for (line, gone) in lines.iter_mut().zip(&gone) {
        is_new_page |= line.page;
        if *gone {
            continue;
        }
        if let (true, Some(is_ended)) = (std::mem::take(&mut is_new_page), is_ended) {
            line.before = if is_ended { line.before.max(1) } else { 0 };
        }
        is_ended = Some(ends(&line.text));
    }
    take_out(lines, &gone, removed);
}

/// Which lines are page numbers and running heads.
fn find_edges(lines: &[RawLine]) -> Vec<bool> {
    let mut gone = vec![false; lines.len()];
    let mut starts: Vec<usize> = (1..lines.len()).filter(|&i| lines[i].page).collect();
    if starts.is_empty() {
        return gone;
    }
    starts.insert(0, 0);
    starts.push(lines.len());
    let mut pages_of: HashMap<String, usize> = HashMap::new();
    for page in starts.windows(2) {
        let keys: HashSet<String> = edges(page[0], page[1])
            .map(|i| key(&lines[i].text))
            .collect();
        keys.into_iter()
            .for_each(|key| *pages_of.entry(key).or_default() += 1);
    }
    for page in starts.windows(2) {
        let is_edge = |&i: &usize| {
            let text = &lines[i].text;
            is_number(text) || pages_of[&key(text)] >= AGAIN && !text.ends_with(['.', ','])
        };
        let heads = (page[0]..page[1]).take(EDGE).take_while(is_edge);
        let feet = (page[0]..page[1]).rev().take(EDGE).take_while(is_edge);
        heads.chain(feet).for_each(|i| gone[i] = true);
        // A head that names the chapter comes once, set off.
        let first = page[0];
        let is_head = first > 0
            && first + 1 < page[1]
            && lines[first + 1].before > 0
            && gone[first - 1]
            && goes_on(&lines[..first], &gone, &lines[first + 1]);
        gone[first] |= is_head;
    }
    gone
}

fn edges(first: usize, end: usize) -> impl Iterator<Item = usize> {
    (first..end).filter(move |i| i - first < EDGE || end - i <= EDGE)
}

/// Whether the paragraph above a page's head goes on below it.
fn goes_on(above: &[RawLine], gone: &[bool], below: &RawLine) -> bool {
    let last = (0..above.len()).rev().find(|&i| !gone[i]);
    below.text.starts_with(char::is_lowercase) && last.is_some_and(|i| !ends(&above[i].text))
}

fn ends(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', ':', '»', '”'])
}

/// A line as it comes on every page: its number apart.
fn key(text: &str) -> String {
    let mut key = fold(text);
    key.retain(|c| !c.is_ascii_digit());
    key
}

/// A page's number: "12", "- 12 -", "Page 3 of 9", "xii".
fn is_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_roman = |text: &str| text.len() <= 5 && text.bytes().all(|b| b"ivxlc".contains(&b));
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    !bare.is_empty()
        && (bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() <= 4
            || is_roman(bare)
            || digits > 0 && bare.split_whitespace().count() <= 4 && fold(bare).starts_with("page"))
}
