//! A post of an archive in the terms of a document.

use super::{Body, Comment, Document, SplitSource};
use crate::archive::{self, ArchiveBlockKind, ArchivePost};
use crate::lang::Guess;
use crate::markdown::{Block, Outline, literal};
use crate::source::{Sources, Span};
use crate::text::dates::Date;

/// What readers wrote below a post, numbered.
pub fn comments(piece: &ArchivePost) -> Vec<Comment> {
    let paragraphs = |paragraphs: &[String]| {
        paragraphs
            .iter()
            .map(|words| literal(words))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let comment = |(n, comment): (usize, &archive::ArchiveComment)| Comment {
        id: (n + 1).to_string(),
        author: comment.author.clone(),
        date: comment.date.map(day),
        text: paragraphs(&comment.paragraphs),
        ..Comment::default()
    };
    piece.comments.iter().enumerate().map(comment).collect()
}

pub fn day((year, month, day): (i32, u32, u32)) -> Date {
    Date {
        year,
        month: Some(month),
        day: Some(day),
        time: None,
    }
}

/// A version of a document.
pub fn document_of(
    piece: ArchivePost,
    document: &Document,
    split_from: SplitSource,
    sources: &Sources,
) -> Document {
    let source = document.place.source;
    let first = piece.copies.first().map_or(1, |kept| kept.first);
    Document {
        place: Span::new(source, sources.get(source).line(first)),
        guess: Some(Guess {
            language: piece.language,
            confidence: 1.0,
        }),
        title: piece.title.clone(),
        outline: outline(&piece),
        comments: comments(&piece),
        body: Body::Archive(piece),
        split_from: Some(split_from),
        ..document.clone()
    }
}

pub fn outline(piece: &ArchivePost) -> Outline {
    let blocks = piece
        .blocks
        .iter()
        .filter(|block| block.kind != ArchiveBlockKind::Title);
    Outline {
        blocks: blocks
            .map(|block| (kind(block.kind), block.text.clone()))
            .collect(),
        ..Outline::default()
    }
}

fn kind(kind: ArchiveBlockKind) -> Block {
    match kind {
        ArchiveBlockKind::Title => Block::Heading(1),
        ArchiveBlockKind::H2 => Block::Heading(2),
        ArchiveBlockKind::H3 => Block::Heading(3),
        ArchiveBlockKind::Item => Block::Item,
        ArchiveBlockKind::Quote => Block::Quote,
        ArchiveBlockKind::Url | ArchiveBlockKind::Para => Block::Paragraph,
    }
}
