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
    let mut runs: Vec<LineRange> = Vec::new();
    let mut from = whole.first;
    for (n, block) in blocks.iter().enumerate() {
        let turn = |next: &ArchiveBlock| {
            others
                .iter()
                .any(|other| block.last < other.first && other.first < next.first)
        };
        let goes_on = blocks.get(n + 1).is_some_and(|next| !turn(next));
        if !goes_on {
            runs.push(LineRange {
                first: from,
                last: block.last,
                ..whole
            });
            from = blocks.get(n + 1).map_or(0, |next| next.first);
        }
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
    let headings = |piece: &ArchivePost| {
        piece
            .blocks
            .iter()
            .filter(|block| block.kind == ArchiveBlockKind::H2)
            .count()
    };
    if headings(second) > headings(first)
        && let Some(heading) = second
            .blocks
            .first_mut()
            .filter(|block| block.kind == ArchiveBlockKind::H2)
    {
        heading.kind = ArchiveBlockKind::Title;
        second.title = Some(heading.text.clone());
    }
}

/// The versions of a post with qTranslate's marks, and the codes they name. A line that holds both languages is the first's.
pub fn split_tagged(piece: &ArchivePost) -> Option<Vec<(String, ArchivePost)>> {
    let mut versions: Vec<(String, ArchivePost)> = Vec::new();
    for (code, block) in tagged_blocks(&piece.blocks) {
        if !versions.iter().any(|(known, _)| *known == code) {
            versions.push((
                code.clone(),
                ArchivePost {
                    blocks: Vec::new(),
                    ..piece.clone()
                },
            ));
        }
        versions
            .iter_mut()
            .filter(|(known, _)| *known == code)
            .for_each(|(_, piece)| piece.blocks.push(block.clone()));
    }
    let kept = *piece.copies.first()?;
    let mut taken = 0;
    for (n, (code, version)) in versions.iter_mut().enumerate() {
        let titles = piece
            .title
            .as_deref()
            .and_then(tagged::split)
            .unwrap_or_default();
        version.title = titles
            .into_iter()
            .find(|(of, _)| of == code)
            .map(|(_, title)| title)
            .or(piece.title.clone());
        let own: Vec<&ArchiveBlock> = version
            .blocks
            .iter()
            .filter(|block| block.first > taken)
            .collect();
        let (first, last) = (
            own.first().map_or(kept.first, |block| block.first),
            own.last().map_or(kept.first, |block| block.last),
        );
        version.copies = vec![LineRange {
            first: if n == 0 { kept.first } else { first },
            last,
            ..kept
        }];
        if n == 0 {
            version.copies.extend(&piece.copies[1..]);
        }
        taken = taken.max(last);
    }
    if let Some((_, version)) = versions.last_mut() {
        version.copies[0].last = version.copies[0].last.max(kept.last);
    }
    (!versions.is_empty()).then_some(versions)
}

/// Each block's versions. A mark may open in one block and close in another; what stands outside all is everyone's.
fn tagged_blocks(blocks: &[ArchiveBlock]) -> Vec<(String, ArchiveBlock)> {
    // No text of an archive has this sign: it shows which languages are open at a block's end.
    const END: char = '\u{1}';
    let mut open = String::new();
    let mut found: Vec<(Option<String>, ArchiveBlock)> = Vec::new();
    for block in blocks {
        let with = |text: &str| ArchiveBlock {
            text: text.trim().to_owned(),
            ..block.clone()
        };
        match tagged::split(&format!("{open}{}{END}", block.text)) {
            None => found.push((None, with(&block.text))),
            Some(versions) => {
                let ending: Vec<&String> = versions
                    .iter()
                    .filter(|(_, text)| text.ends_with(END))
                    .map(|(code, _)| code)
                    .collect();
                let next =
                    if ending.len() == 1 && versions.len() > 1 || still_open(&block.text, &open) {
                        format!("[:{}]", ending[0])
                    } else {
                        String::new()
                    };
                let says = |text: &str| !text.trim_end_matches(END).trim().is_empty();
                found.extend(
                    versions
                        .iter()
                        .filter(|(_, text)| says(text))
                        .map(|(code, text)| (Some(code.clone()), with(text.trim_end_matches(END)))),
                );
                open = next;
            }
        }
    }
    let mut codes: Vec<String> = Vec::new();
    found
        .iter()
        .filter_map(|(code, _)| code.clone())
        .for_each(|code| {
            if !codes.contains(&code) {
                codes.push(code)
            }
        });
    let all = |(code, block): (Option<String>, ArchiveBlock)| -> Vec<(String, ArchiveBlock)> {
        codes
            .iter()
            .filter(|known| code.as_ref().is_none_or(|code| code == *known))
            .map(|known| (known.clone(), block.clone()))
            .collect()
    };
    found.into_iter().flat_map(all).collect()
}

/// Whether a block ends inside the only language it has.
fn still_open(text: &str, open: &str) -> bool {
    let closes = ["[:]", "{:}", "<!--:-->"]
        .iter()
        .filter_map(|mark| text.rfind(mark))
        .max();
    let opens = ["[:", "{:", "<!--:"]
        .iter()
        .flat_map(|mark| text.match_indices(mark).map(|(at, _)| at))
        .filter(|at| Some(*at) != closes)
        .max();
    match (opens, closes) {
        (Some(opens), Some(closes)) => opens > closes,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => !open.is_empty(),
    }
}
