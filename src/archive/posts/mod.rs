//! Step 5, boundaries → copies → posts: `cut` makes copies, `grouping` says which are one post, `blocks` and `lost` read the kept one.

mod blocks;
pub mod corpus;
pub mod cut;
pub mod grouping;
mod lost;

use super::input::LineRange;
use super::lines::line::Line;
use super::post::{ArchiveBlock, ArchiveBlockKind, ArchivePost};
use super::programs::PlainText;
use super::report::{DropReason, DroppedLine};
use crate::lang::{Detector, OwnWords, Voice};
use crate::languages::archive_words;
use corpus::{Corpus, PostCopy};
use grouping::{CopyGroup, GroupMember};

/// Copies → posts, in file and line order of the kept copy.
pub fn merge_copies(
    corpus: &Corpus,
    copies: &mut [PostCopy],
    groups: &[CopyGroup],
    detector: &Detector,
) -> Vec<ArchivePost> {
    for group in groups {
        let kept = group[0].copy;
        let lacks_title =
            |member: &GroupMember| copies[kept].lacks_title_of(&copies[member.copy], corpus);
        // What opens a copy that lost its title is not its title.
        if group.iter().any(lacks_title) {
            copies[kept].titled = false;
        }
    }
    let copies = &*copies;
    let merge = |group: &CopyGroup| {
        let members: Vec<&PostCopy> = group.iter().map(|member| &copies[member.copy]).collect();
        let shares = group.iter().map(|member| member.share);
        merge_group(corpus, &members, shares, detector)
    };
    let mut posts: Vec<ArchivePost> = groups.iter().map(merge).collect();
    posts.sort_by_key(|post| post.copies.first().copied());
    posts
}

fn merge_group(
    corpus: &Corpus,
    group: &[&PostCopy],
    shares: impl Iterator<Item = f64>,
    detector: &Detector,
) -> ArchivePost {
    let kept = group[0];
    let copies: Vec<LineRange> = group.iter().map(|copy| copy.range(corpus)).collect();
    let shares = copies.iter().copied().zip(shares);
    // A kept copy without a title takes another copy's.
    let titled = group
        .iter()
        .find(|copy| copy.titled && (copy.kept.len() > 1 || group.len() == 1));
    let blocks = blocks::build_blocks(corpus, kept);
    let words = own_words(corpus, kept, &blocks, detector);
    let byline = group
        .iter()
        .find(|copy| copy.author.is_some() || copy.date.is_some());
    let comments = group.iter().map(|copy| &copy.comments);
    ArchivePost {
        title: titled.map(|copy| corpus.files[copy.file].lines[copy.kept[0]].text.to_owned()),
        language: words.guess().map_or(0, |guess| guess.language),
        other_language: words.other_language(),
        truncated: group.iter().all(|copy| copy.truncated),
        shares: shares.skip(1).collect(),
        copies,
        blocks,
        signature: byline
            .and_then(|copy| copy.author.clone())
            .or_else(|| find_signature(corpus, kept)),
        date: byline.and_then(|copy| copy.date),
        address: group.iter().find_map(|copy| copy.address.clone()),
        comments: comments
            .max_by_key(|comments| comments.len())
            .cloned()
            .unwrap_or_default(),
        elsewhere: grouping::find_elsewhere(corpus, group),
        lost: lost::find_lost(corpus, kept),
    }
}

/// What a copy says, and what it quotes.
fn own_words<'c>(
    corpus: &'c Corpus,
    copy: &'c PostCopy,
    blocks: &[ArchiveBlock],
    detector: &'c Detector,
) -> OwnWords<'c, 'c> {
    let mut words = OwnWords::new(detector);
    let mut blocks = blocks.iter().peekable();
    for (line, _) in copy.lines(corpus) {
        while blocks.next_if(|block| block.last < line.number).is_some() {}
        let voice = match blocks.peek().map(|block| block.kind) {
            Some(ArchiveBlockKind::Quote) => Voice::Quoted,
            Some(ArchiveBlockKind::Para) => Voice::Prose,
            _ => Voice::Labels,
        };
        words.add(line.text, &line.tongue, voice);
    }
    words
}

/// The author that a signature names: "Written by …" or "— …" at the end, "By …" under the title.
fn find_signature(corpus: &Corpus, copy: &PostCopy) -> Option<String> {
    let lines = || copy.lines(corpus).map(|(line, _)| line);
    let ends = lines().rev().take(2).chain(lines().nth(1));
    ends.filter(|line| line.words <= 12).find_map(signed_name)
}

fn signed_name(line: &Line) -> Option<String> {
    let lower = line.text.to_lowercase();
    let within = archive_words().signed_within.iter();
    let within = within.filter_map(|head| Some(lower.find(head)? + head.len()));
    let at_head = archive_words().signed_at_head.iter();
    let at_head = at_head.filter_map(|head| lower.starts_with(head).then_some(head.len()));
    let rest = line.text.get(within.chain(at_head).next()?..)?;
    let name = rest.split([',', '.', '(', '|', ';', ':']).next()?.trim();
    let mut parts = name.split_whitespace();
    let is_name = parts.all(|part| part.starts_with(char::is_uppercase));
    ((2..=4).contains(&name.split_whitespace().count()) && is_name).then(|| name.to_owned())
}

/// All that is in no post; `plain` are the texts of the files.
pub fn list_dropped(corpus: &Corpus, plain: &[PlainText]) -> Vec<DroppedLine> {
    let mut dropped = Vec::new();
    for (file, (text, plain)) in corpus.files.iter().zip(plain).enumerate() {
        let mut add = |line: usize, text: Option<&str>, reason| {
            dropped.push(DroppedLine {
                file,
                line,
                text: text.map(str::to_owned),
                reason,
            });
        };
        for removed in &plain.removed {
            let part = removed.text.as_deref();
            add(removed.line, part, DropReason::Boilerplate);
        }
        for (line, mark) in text.lines.iter().zip(&text.marks) {
            if let Some(reason) = mark.drop {
                (line.number..=line.last).for_each(|number| add(number, None, reason));
                continue;
            }
            if !line.label.is_empty() {
                add(line.number, Some(line.label.trim_end()), DropReason::Label);
            }
            if mark.glued > 0 {
                add(
                    line.number,
                    Some(&line.text[..mark.glued]),
                    DropReason::Image,
                );
            }
            if let Some(more) = mark.more {
                add(
                    line.last,
                    Some(line.text[more..].trim_end()),
                    DropReason::More,
                );
            }
        }
    }
    dropped.sort_by_key(|dropped| (dropped.file, dropped.line));
    dropped
}
