//! What a line is by the lines beside it: a button under "Share this:", a menu, a table of contents, a date above the first line, a link to another post.

use super::mark::{LineMark, kept_lines};
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::report::DropReason;
use crate::languages::{LineRole, archive_words};
use crate::text::words::fold;
use std::collections::{HashMap, HashSet};

/// Zemanta printed a caption twice: bare, then with its credit.
pub fn mark_captions_above_credits(text: &FileLines, marks: &mut [LineMark]) {
    for i in 1..marks.len() {
        if marks[i].role != Some(LineRole::Caption) || !marks[i - 1].is_kept() {
            continue;
        }
        let bare = text.lines[i - 1].folded.trim_end_matches(['.', '…']);
        let credit = text.lines[i].folded.strip_prefix(bare);
        let is_credit = |rest: &str| rest.trim_start_matches(['.', '…', ' ']).starts_with('(');
        if !bare.is_empty() && credit.is_some_and(is_credit) {
            marks[i - 1].drop_as(DropReason::Caption, LineRole::Caption);
        }
    }
}

/// A single word ("Contact", "Home") heads many a section, and is boilerplate in company only; a label with a colon is a widget.
pub fn mark_single_words(text: &FileLines, marks: &mut [LineMark]) {
    for (line, mark) in text.lines.iter().zip(marks.iter_mut()) {
        let is_end = mark.drop == Some(DropReason::Boilerplate) && mark.role == Some(LineRole::End);
        if is_end && line.words <= 1 && !line.text.ends_with([':', '…']) {
            (mark.drop, mark.role) = (None, Some(LineRole::Group));
        }
    }
}

/// A run of three or more lines at the head that all come again later, one by one, is a table of contents.
pub fn mark_table_of_contents(text: &FileLines, marks: &mut [LineMark]) {
    let key = |line| {
        let folded = fold(line);
        folded
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let keys: Vec<String> = text.lines.iter().map(|line| key(line.unmarked())).collect();
    let mut places: HashMap<&String, Vec<usize>> = HashMap::new();
    for (key, i) in keys.iter().zip(0..) {
        places.entry(key).or_default().push(i);
    }
    // What comes more often is a menu's.
    let later = |i: usize| match places[&keys[i]][..] {
        [first, second] if first == i => Some(second),
        _ => None,
    };
    let start = marks.iter().position(LineMark::is_kept).unwrap_or(0);
    let is_headed = keys
        .get(start)
        .is_some_and(|key| archive_words().contents_headings.contains(key));
    let first = start + usize::from(is_headed);
    let mut end = first;
    // One line of the list may be unknown below: a post left out.
    while end < keys.len()
        && text.lines[end].words <= LONGEST_LINK
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
    // The head of a page comes again as a whole: its lines stay together.
    let parted = named
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) > 1);
    if parted.count() * 2 < named.len().saturating_sub(1) {
        return;
    }
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

/// A date above a file's first line dates its first post.
pub fn mark_dates_at_the_head(marks: &mut [LineMark]) {
    for mark in marks.iter_mut().filter(|mark| mark.is_kept()) {
        let Some(date) = mark.date else { break };
        mark.drop_as(DropReason::Byline, LineRole::Byline);
        mark.stated = date;
    }
}

/// No title in a link or a table of contents is longer, in words.
const LONGEST_LINK: usize = 34;

/// An arrow, and words that are another line of the archive: a link to the post above or below. Where arrows are many,
/// the other line may be lost.
pub fn mark_navigation(texts: &[FileLines], marks: &mut [Vec<LineMark>]) {
    const MANY: usize = 4;
    let all = texts.iter().flat_map(|text| &text.lines);
    let lines: HashSet<&str> = all.map(|line| line.folded.as_str()).collect();
    let mut links: Vec<(&mut LineMark, bool)> = Vec::new();
    for (text, marks) in texts.iter().zip(marks) {
        for (line, mark) in text.lines.iter().zip(marks) {
            if let Some(title) = link_title(line).filter(|_| mark.is_kept()) {
                links.push((mark, lines.contains(fold(title).as_str())));
            }
        }
    }
    let many = links.len() >= 2 * MANY || links.iter().filter(|(_, known)| *known).count() >= MANY;
    for (mark, _) in links.into_iter().filter(|(_, known)| *known || many) {
        mark.drop_as(DropReason::Boilerplate, LineRole::End);
    }
}

/// What an arrow at the head or the end of a line points to.
fn link_title<'l>(line: &Line<'l>) -> Option<&'l str> {
    const BACK: [char; 5] = ['←', '‹', '<', '⇐', '◄'];
    const ON: [char; 5] = ['→', '›', '>', '⇒', '►'];
    let text = line.text;
    // Guillemets are quotation marks as well: only a single one is an arrow.
    let back = text.starts_with(BACK) || text.starts_with('«') && !text.contains('»');
    let on = text.ends_with(ON) || text.ends_with('»') && !text.contains('«');
    let is_sign = |c: char| {
        c.is_whitespace() || BACK.contains(&c) || ON.contains(&c) || matches!(c, '«' | '»')
    };
    ((back || on) && (1..=LONGEST_LINK).contains(&line.words)).then(|| text.trim_matches(is_sign))
}

/// A title that is printed twice: the second line says nothing new, and a path that ends in the title is no title. One or two
/// words that come twice above a title are buttons.
pub fn mark_repeated_titles(text: &FileLines, marks: &mut [LineMark]) {
    let kept = kept_lines(marks);
    for (at, pair) in kept.windows(2).enumerate() {
        let (above, below) = (&text.lines[pair[0]], &text.lines[pair[1]]);
        let no_title = below.words > LONGEST_LINK
            || below.marker.is_some()
            || below.stops() && below.words > 12;
        if no_title || !marks[pair[0]].is_kept() {
            continue;
        }
        let repeats = if above.folded == below.folded {
            let next = kept.get(at + 2).map(|&next| &text.lines[next]);
            if above.words <= 2 && next.is_some_and(|next| next.before > 0 && next.may_be_title()) {
                marks[pair[0]].drop_as(DropReason::Boilerplate, LineRole::End);
                marks[pair[1]].drop_as(DropReason::Boilerplate, LineRole::End);
                continue;
            }
            pair[1]
        } else if leads_to(above, below) {
            pair[0]
        } else {
            continue;
        };
        marks[repeats].drop_as(DropReason::Boilerplate, LineRole::Byline);
    }
}

/// Whether a line is a path ("Home > News > The title") to the line below.
fn leads_to(path: &Line, title: &Line) -> bool {
    const SIGNS: [char; 11] = ['>', '›', '»', '/', '|', '→', ':', '•', '·', '\\', '"'];
    let above = path.folded.strip_suffix(title.folded.as_str());
    !title.folded.is_empty()
        && path.words <= title.words + 12
        && above.is_some_and(|above| above.trim_end().ends_with(SIGNS))
}
