//! The passages of a post in another language than it, with their lines.

use super::rows::ReadPassage;
use crate::archive::ArchiveBlockKind;
use crate::lang::passages::PassageFinder;
use crate::markdown;
use crate::model::{Body, Post};
use crate::source::Sources;
use crate::text::words::one_line;

/// A post's passages, in order.
pub fn of(post: &Post, sources: &Sources, codes: &[&str]) -> Vec<ReadPassage> {
    let source = sources.get(post.place.source);
    let text = post.body.markdown(sources).unwrap_or_default();
    // Per block: its words, and the lines of the file to look for them in.
    let blocks: Vec<(String, usize, usize)> = match &post.body {
        Body::Archive(piece) => {
            let blocks = piece
                .blocks
                .iter()
                .filter(|block| block.kind != ArchiveBlockKind::Title);
            blocks
                .map(|block| (block.text.clone(), block.first, block.last))
                .collect()
        }
        Body::Markdown(span, own) => {
            let from = if own.is_none() { span.start } else { 0 };
            let lines = |range: std::ops::Range<usize>| match own {
                None => (
                    source.position(from + range.start).0,
                    source.position(from + range.end.max(1) - 1).0,
                ),
                // What was taken out of a text is looked for in all of it.
                Some(_) => (
                    source.position(span.start).0,
                    source.position(span.end.max(1) - 1).0,
                ),
            };
            let leaves = markdown::running_text(text).into_iter();
            leaves
                .map(|(words, range)| (words, lines(range.clone()).0, lines(range).1))
                .collect()
        }
    };
    let texts: Vec<&str> = blocks.iter().map(|(text, ..)| text.as_str()).collect();
    let mut found = Vec::new();
    for ((text, first, last), passages) in blocks
        .iter()
        .zip(PassageFinder::new(codes, post.lang.0 as usize).passages(&texts))
    {
        for passage in passages {
            let words = &text[passage.range];
            let line = |part: &str, otherwise: usize| {
                let is_here =
                    |line: &usize| one_line(&source.text[source.line(*line)]).contains(part);
                (*first..=*last).find(is_here).unwrap_or(otherwise)
            };
            let all: Vec<&str> = words.split_whitespace().collect();
            let opening = line(&all[..all.len().min(3)].join(" "), *first);
            let closing = line(&all[all.len().saturating_sub(3)..].join(" "), *last).max(opening);
            let lang = codes[passage.language].to_owned();
            found.push(ReadPassage {
                first_line: opening,
                last_line: closing,
                text: one_line(words),
                lang,
            });
        }
    }
    found
}
