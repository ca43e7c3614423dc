//! A post that stands in an archive in two languages → two posts, with exact lines: every line is still accounted for.
//!
//! The first keeps the title's line and the other copies. Where paragraphs alternate, each post's runs of lines stand among
//! its copies, after the kept one. Lines that only announce a language are dropped.

use super::input::LineRange;
use super::post::{ArchiveBlock, ArchiveBlockKind, ArchivePost};
use super::report::{DropReason, DroppedLine};
use crate::lang::Detector;
use crate::lang::bilingual::{self, Versions};
use crate::lang::tagged;

/// A post's versions, what is dropped between them, and how they stand, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitPost {
    /// One post for each language.
    pub pieces: Vec<ArchivePost>,
    /// Lines of no post.
    pub dropped: Vec<DroppedLine>,
    /// How the versions stand, as a sentence in lower case.
    pub how: String,
}

/// The versions of a post whose paragraphs tell two languages.
pub fn split_versions(piece: &ArchivePost, detector: &Detector) -> Option<SplitPost> {
    let body: Vec<&ArchiveBlock> = piece
        .blocks
        .iter()
        .filter(|block| !is_title(block))
        .collect();
    let texts: Vec<&str> = body.iter().map(|block| block.text.as_str()).collect();
    let versions = bilingual::versions(&texts, detector)?;
    let file = piece.copies.first()?.file;
    let labels = versions.labels.iter().map(|at| body[*at]);
    let dropped = drop_labels(file, labels);
    let of_part = |n: usize| -> Vec<ArchiveBlock> {
        // A line belongs to one post, even where both could have it.
        let other = &versions.parts[1 - n].blocks;
        let own = versions.parts[n].blocks.iter();
        let own = own.filter(|at| n == 0 || !other.contains(at));
        own.map(|at| body[*at].clone()).collect()
    };
    let [mut first, mut second] = [0, 1].map(|n| ArchivePost {
        language: versions.parts[n].language,
        other_language: None,
        blocks: of_part(n),
        ..piece.clone()
    });
    let title = piece.blocks.iter().filter(|block| is_title(block));
    first.blocks.splice(0..0, title.cloned());
    titles(piece, &mut first, &mut second, detector);
    let (mut above, mut below) = (piece.copies[0], piece.copies[0]);
    above.last = first.blocks.last().map_or(0, |block| block.last);
    below.first = second.blocks.first()?.first;
    first.copies = runs(&first.blocks, &second.blocks, &versions, above);
    first.copies.extend(&piece.copies[1..]);
    second.copies = runs(&second.blocks, &first.blocks, &versions, below);
    for piece in [&mut first, &mut second] {
        let copies = &piece.copies;
        piece.lost.retain(|(line, _)| {
            copies
                .iter()
                .any(|lines| lines.file == file && (lines.first..=lines.last).contains(line))
        });
    }
    first.truncated = false;
    (second.elsewhere, second.comments) = (Vec::new(), Vec::new());
    Some(SplitPost {
        pieces: vec![first, second],
        dropped,
        how: describe_layout(versions.in_turns).to_owned(),
    })
}

fn is_title(block: &ArchiveBlock) -> bool {
    block.kind == ArchiveBlockKind::Title
}

/// The lines of blocks that only announce a language.
fn drop_labels<'b>(
    file: usize,
    labels: impl Iterator<Item = &'b ArchiveBlock>,
) -> Vec<DroppedLine> {
    labels
        .flat_map(|block| block.first..=block.last)
        .map(|line| DroppedLine {
            file,
            line,
            text: None,
            reason: DropReason::Label,
        })
        .collect()
}

/// Two posts in a row, the second of which is called "English below" or the like: one text in two languages, whose second
/// title is none. The lines that are dropped, if so.
pub fn merge_announced(
    first: &mut ArchivePost,
    second: &mut ArchivePost,
    detector: &Detector,
) -> Option<Vec<DroppedLine>> {
    let (above, below) = (*first.copies.first()?, *second.copies.first()?);
    let label = second.title.as_deref().is_some_and(bilingual::is_label);
    if !label
        || first.language == second.language
        || above.file != below.file
        || above.last > below.first
    {
        return None;
    }
    let labels = second
        .blocks
        .iter()
        .take_while(|block| bilingual::is_label(&block.text))
        .count();
    let start = second.blocks.get(labels)?.first;
    let labels: Vec<ArchiveBlock> = second.blocks.drain(..labels).collect();
    second.copies[0].first = start;
    let whole = first.clone();
    titles(&whole, first, second, detector);
    Some(drop_labels(above.file, labels.iter()))
}

/// How two versions stand in one body.
pub fn describe_layout(in_turns: bool) -> &'static str {
    if in_turns {
        "both stand in one text, paragraph by paragraph"
    } else {
        "both stand in one text, one after the other"
    }
}

/// The lines of a version: one run, or each of its turns.
fn runs(
    blocks: &[ArchiveBlock],
    others: &[ArchiveBlock],
    versions: &Versions,
    whole: LineRange,
) -> Vec<LineRange> {
    if !versions.in_turns {
        return vec![whole];
    }
    let is_between = |above: &ArchiveBlock, below: &ArchiveBlock| {
        let mut others = others.iter();
        others.any(|other| above.last < other.first && other.first < below.first)
    };
    let run = |run: &[ArchiveBlock]| LineRange {
        first: run[0].first,
        last: run[run.len() - 1].last,
        ..whole
    };
    let runs = blocks.chunk_by(|above, below| !is_between(above, below));
    let mut runs: Vec<LineRange> = runs.map(run).collect();
    if let Some(first) = runs.first_mut() {
        first.first = whole.first;
    }
    runs
}

/// A title in both languages is shared out; else the second version's may be its first heading.
fn titles(
    piece: &ArchivePost,
    first: &mut ArchivePost,
    second: &mut ArchivePost,
    detector: &Detector,
) {
    second.title = None;
    if let Some(title) = &piece.title
        && let Some(halves) = bilingual::title(title, detector)
    {
        for (language, half) in halves {
            let piece = if language == first.language {
                &mut *first
            } else {
                &mut *second
            };
            piece.title = Some(half.to_owned());
        }
        return;
    }
    let is_heading = |block: &&mut ArchiveBlock| block.kind == ArchiveBlockKind::H2;
    let headings = |piece: &mut ArchivePost| piece.blocks.iter_mut().filter(is_heading).count();
    if headings(second) > headings(first)
        && let Some(heading) = second.blocks.first_mut().filter(is_heading)
    {
        heading.kind = ArchiveBlockKind::Title;
        second.title = Some(heading.text.clone());
    }
}

/// The versions of a post with qTranslate's marks, and the codes they name. A line that holds both languages is the first's.
pub fn split_tagged(piece: &ArchivePost) -> Option<Vec<(String, ArchivePost)>> {
    let blocks = tagged_blocks(&piece.blocks);
    let mut codes: Vec<&String> = Vec::new();
    for code in blocks.iter().filter_map(|(code, _)| code.as_ref()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let titles = piece.title.as_deref().and_then(tagged::split);
    let titles = titles.unwrap_or_default();
    let kept = *piece.copies.first()?;
    let mut versions: Vec<(String, ArchivePost)> = Vec::new();
    let mut taken = 0;
    for code in codes {
        let is_of = |of: &Option<String>| of.as_ref().is_none_or(|of| of == code);
        let of_version = blocks.iter().filter(|(of, _)| is_of(of));
        let blocks: Vec<ArchiveBlock> = of_version.map(|(_, block)| block.clone()).collect();
        let mut own = blocks.iter().filter(|block| block.first > taken);
        let first = own.clone().next().map_or(kept.first, |block| block.first);
        let last = own.next_back().map_or(kept.first, |block| block.last);
        let lines = |first: usize| LineRange {
            first,
            last,
            ..kept
        };
        let copies = if versions.is_empty() {
            let others = piece.copies[1..].iter().copied();
            [lines(kept.first)].into_iter().chain(others).collect()
        } else {
            vec![lines(first)]
        };
        let title = titles.iter().find(|(of, _)| of == code);
        let version = ArchivePost {
            title: title
                .map(|(_, title)| title.clone())
                .or(piece.title.clone()),
            blocks,
            copies,
            ..piece.clone()
        };
        versions.push((code.clone(), version));
        taken = taken.max(last);
    }
    let (_, version) = versions.last_mut()?;
    version.copies[0].last = version.copies[0].last.max(kept.last);
    Some(versions)
}

/// Each block's versions. A mark may open in one block and close in another; what is outside all is everyone's.
fn tagged_blocks(blocks: &[ArchiveBlock]) -> Vec<(Option<String>, ArchiveBlock)> {
    let (mut open, mut found) = (None, Vec::new());
    for block in blocks {
        let with = |text: &str| ArchiveBlock {
            text: text.trim().to_owned(),
            ..block.clone()
        };
        match tagged::split_part(&block.text, &mut open) {
            None => found.push((None, with(&block.text))),
            Some(mut versions) => {
                versions.retain(|(_, text)| !text.trim().is_empty());
                let versions = versions.into_iter();
                found.extend(versions.map(|(code, text)| (Some(code), with(&text))));
            }
        }
    }
    found
}
