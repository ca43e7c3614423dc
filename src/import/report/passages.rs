//! The passages of a post in another language than it, with their lines.

use super::rows::ReadPassage;
use crate::archive::ArchiveBlockKind;
use crate::doc;
use crate::lang::passages::PassageFinder;
use crate::model::{Format, Post};
use crate::source::Sources;
use crate::text::words::one_line;

pub fn of(post: &Post, sources: &Sources, codes: &[&str]) -> Vec<ReadPassage> {
    let source = sources.get(post.place.source);
    // Per block: its words, and the lines of the file to look for them in.
    let blocks: Vec<(String, usize, usize)> = match &post.body.format {
        Format::Archive(body) => {
            let blocks = body.blocks.iter();
            let blocks = blocks.filter(|block| block.kind != ArchiveBlockKind::Title);
            let blocks = blocks.map(|block| (block.text.clone(), block.first, block.last));
            blocks.collect()
        }
        Format::Markdown(_) => {
            let text = &post.body.text;
            let line = |at: usize| source.position(text.place(&(at..at)).start).0;
            let leaves = doc::running_text(&text.read(sources)).into_iter();
            leaves
                .map(|(words, range)| (words, line(range.start), line(range.end.max(1) - 1)))
                .collect()
        }
    };
    let texts: Vec<&str> = blocks.iter().map(|(text, ..)| text.as_str()).collect();
    let mut found = Vec::new();
    let passages = PassageFinder::new(codes, post.lang.0 as usize).passages(&texts);
    for ((text, first, last), passages) in blocks.iter().zip(passages) {
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
            found.push(ReadPassage {
                first_line: opening,
                last_line: closing,
                text: one_line(words),
                lang: codes[passage.language].to_owned(),
            });
        }
    }
    found
}
