//! Tables of contents at the head of a file.

use super::mark::LineMark;
use crate::archive::lines::line::FileLines;
use crate::archive::report::DropReason;
use crate::languages::archive_words;
use crate::text::words::fold;
use std::collections::HashMap;

/// No title is longer, in words.
const LONGEST_TITLE: usize = 34;

/// A run of three or more lines at the head that all come again later, one by one, is a table of contents.
pub(crate) fn mark_table_of_contents(text: &FileLines, marks: &mut [LineMark]) {
    let key = |line| {
        let folded = fold(line);
        folded
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let keys: Vec<String> = text.lines.iter().map(|line| key(line.unmarked())).collect();
    let last: HashMap<&String, usize> = keys.iter().zip(0..).collect();
    let later = |i: usize| last.get(&keys[i]).copied().filter(|&at| at > i);
    let start = marks.iter().position(LineMark::is_kept).unwrap_or(0);
    let is_headed = keys
        .get(start)
        .is_some_and(|key| archive_words().contents_headings.contains(key));
    let first = start + usize::from(is_headed);
    let mut end = first;
    // One line of the list may be unknown below: a post left out.
    while end < keys.len()
        && text.lines[end].words <= LONGEST_TITLE
        && (end..keys.len().min(end + 2)).any(|i| later(i).is_some())
    {
        end += 1;
    }
    // The lines named must come in the body, not within the list itself.
    let named: Vec<usize> = (first..end)
        .filter_map(later)
        .filter(|&at| at >= end)
        .collect();
    let least = if is_headed { 1 } else { 3 };
    // Paragraphs that come again are a post and its copy.
    let prose = text.lines[first..end]
        .iter()
        .filter(|line| line.words > 12 && line.stops());
    if named.len() < least
        || named.len() * 10 < (end - first) * 7
        || prose.count() * 2 > end - first
    {
        return;
    }
    for mark in &mut marks[start..end] {
        mark.drop = Some(DropReason::Outside);
    }
    for at in named {
        marks[at].listed = true;
    }
}
