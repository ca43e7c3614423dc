//! From boundaries to copies of posts; what now shows to be no text of the author's is marked.

use super::corpus::{Corpus, PostCopy};
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::{CommentPart, LineMark, MarkedFile, is_cut_between, kept_lines};
use crate::archive::post::ArchiveComment;
use crate::archive::report::DropReason;
use crate::archive::segment::input::BoundaryDecision;
use crate::languages::LineRole;
use crate::text::words::fold;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Cuts all files into copies.
pub fn cut_posts(corpus: &mut Corpus) -> Vec<PostCopy> {
    for file in 0..corpus.files.len() {
        let ranges = corpus.post_ranges(file);
        strip_list_numbers(&mut corpus.files[file], &ranges);
        for (start, range) in ranges {
            mark_dates_beside_title(&mut corpus.files[file].marks, &start, range);
        }
    }
    mark_repeated_endings(corpus);
    let mut copies = Vec::new();
    for index in 0..corpus.files.len() {
        let ranges = corpus.post_ranges(index);
        let file = &mut corpus.files[index];
        file.kept = kept_lines(&file.marks);
        let mut previous = None;
        for (start, range) in ranges {
            let copy = copy_post(file, index, &start, range, previous);
            previous = copy.kept.last().copied();
            copies.push(copy);
        }
    }
    copies
}

/// A post's decision and its lines.
type PostRange = (BoundaryDecision, Range<usize>);

/// Titles that count the posts of their file, one up or over one that was missed, are a list's: the numbers are no words of
/// theirs.
fn strip_list_numbers(file: &mut MarkedFile, posts: &[PostRange]) {
    const LEAST: usize = 3;
    let headings = posts.iter().filter(|(start, _)| start.heading);
    let titles: Vec<usize> = headings.map(|(start, _)| start.line).collect();
    let numbers: Vec<u32> = titles
        .iter()
        .filter_map(|&at| file.lines[at].item_number())
        .collect();
    let follows = |pair: &&[u32]| (pair[0] + 1..=pair[0] + 2).contains(&pair[1]);
    let counted = 1 + numbers.windows(2).filter(follows).count();
    if counted < LEAST || counted * 3 < titles.len() * 2 {
        return;
    }
    for at in titles {
        let (line, mark) = (&mut file.lines[at], &file.marks[at]);
        let is_whole = line.label.is_empty() && mark.glued == 0 && mark.more.is_none();
        if let Some(marker) = line.marker.filter(|marker| is_whole && !marker.bullet) {
            (line.label, line.text) = line.text.split_at(marker.length);
            line.marker = None;
            line.folded = fold(line.text);
        }
    }
}

/// A date alone right under a title, or right above the next one, is a byline.
fn mark_dates_beside_title(marks: &mut [LineMark], start: &BoundaryDecision, range: Range<usize>) {
    let date = |mark: &mut LineMark| {
        mark.stated = mark.date.flatten();
        mark.drop_as(DropReason::Byline, LineRole::Byline);
    };
    let body = &mut marks[range][1..];
    if start.heading
        && let Some(below) = body.iter_mut().find(|mark| mark.is_kept())
        && below.date.is_some()
    {
        date(below);
    }
    for last in body.iter_mut().rev().filter(|mark| mark.is_kept()) {
        if last.date.is_none() {
            break;
        }
        date(last);
    }
}

/// A short line without a full stop that ends three posts or more, and is nowhere else, is the site's.
fn mark_repeated_endings(corpus: &mut Corpus) {
    const AGAIN: usize = 3;
    let mut endings: HashMap<&str, Vec<(usize, usize, &str)>> = HashMap::new();
    let everywhere = corpus.count_lines();
    for (index, file) in corpus.files.iter().enumerate() {
        for (start, mut range) in corpus.post_ranges(index) {
            range.start += 1;
            let Some(last) = range.rev().find(|&i| file.marks[i].is_kept()) else {
                continue;
            };
            let line = &file.lines[last];
            if (1..=8).contains(&line.words) && !line.stops() && line.marker.is_none() {
                let title = file.lines[start.line].folded.as_str();
                let places = endings.entry(&line.folded).or_default();
                places.push((index, last, title));
            }
        }
    }
    endings.retain(|line, places| {
        let titles: HashSet<&str> = places.iter().map(|(.., title)| *title).collect();
        titles.len() >= AGAIN && everywhere.get(line) == Some(&places.len())
    });
    let places = endings.into_values().flatten();
    for (file, last) in places
        .map(|(file, last, _)| (file, last))
        .collect::<Vec<_>>()
    {
        corpus.files[file].marks[last].drop = Some(DropReason::Boilerplate);
    }
}

fn copy_post(
    file: &MarkedFile,
    index: usize,
    start: &BoundaryDecision,
    range: Range<usize>,
    previous: Option<usize>,
) -> PostCopy {
    let (lines, marks) = (&file.lines, &file.marks);
    let kept: Vec<usize> = range.clone().filter(|&i| marks[i].is_kept()).collect();
    let last = kept.last().copied().unwrap_or(start.line);
    let words = kept.iter().map(|&i| lines[i].words).sum();
    let own = find_byline(file, &kept, previous);
    let byline = || own.iter().map(|&i| &marks[i]);
    PostCopy {
        file: index,
        titled: start.heading && (kept.len() > 1 || !lines[start.line].stops()),
        truncated: is_cut_between(marks, last, range.end) || is_cut_short(&lines[last], words),
        words,
        kept,
        // The author and the date may be on lines of their own.
        author: byline().find_map(|mark| mark.author.clone()),
        date: byline().find_map(|mark| mark.stated),
        address: byline().find_map(|mark| mark.address.clone()),
        comments: collect_comments(file, range),
    }
}

/// Whether the last line of a post shows that it is cut: an excerpt is short, and ends in dots or within a sentence.
fn is_cut_short(last: &Line, words: usize) -> bool {
    /// No theme shows more words of a post that it cuts.
    const EXCERPT: usize = 500;
    /// Words of a line that no author leaves without a full stop.
    const PROSE: usize = 20;
    last.breaks_off()
        || words <= EXCERPT && last.words >= 4 && last.has_dots()
        || last.is_open() && (last.announces_more || words <= EXCERPT && last.words >= PROSE)
}

fn collect_comments(file: &MarkedFile, range: Range<usize>) -> Vec<ArchiveComment> {
    let mut comments: Vec<ArchiveComment> = Vec::new();
    for i in range {
        match (&file.marks[i].comment, comments.last_mut()) {
            (Some(CommentPart::Head(author, date)), _) => comments.push(ArchiveComment {
                author: author.clone(),
                date: *date,
                paragraphs: Vec::new(),
            }),
            (Some(CommentPart::Text), Some(comment)) => {
                comment.paragraphs.push(file.lines[i].text.to_owned());
            }
            _ => {}
        }
    }
    comments
}

/// The byline of a post: the lines under its title; else those above it, close to it and after the last line of the post above.
fn find_byline(file: &MarkedFile, kept: &[usize], previous: Option<usize>) -> Vec<usize> {
    let first = kept[0];
    let body = kept.get(1).copied().unwrap_or(file.marks.len());
    let is_byline = |&i: &usize| file.marks[i].is_byline();
    let is_close = |&i: &usize| file.lines[i..first].iter().all(|line| line.after <= 1);
    let below: Vec<usize> = (first + 1..body).filter(is_byline).collect();
    if !below.is_empty() {
        return below;
    }
    let above = (previous.map_or(0, |end| end + 1)..first).rev();
    above.filter(|i| is_byline(i) && is_close(i)).collect()
}
