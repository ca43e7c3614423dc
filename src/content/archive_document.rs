//! A post of an archive in the terms of a document.

use super::{ArchiveFacts, Comment, SplitSource, front_matter, origin};
use crate::archive::{self, ArchiveBlockKind, ArchivePost};
use crate::doc::{Block, Outline, literal};
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

/// A post of an archive, or its version in one language.
pub struct Version {
    pub post: ArchivePost,
    pub split_from: Option<SplitSource>,
}

pub fn outline(piece: &ArchivePost) -> Outline {
    Outline {
        blocks: below_title(piece)
            .map(|block| (kind(block.kind), block.text.clone()))
            .collect(),
        ..Outline::default()
    }
}

fn below_title(post: &ArchivePost) -> impl Iterator<Item = &archive::ArchiveBlock> {
    let blocks = post.blocks.iter();
    blocks.filter(|block| block.kind != ArchiveBlockKind::Title)
}

/// What a post may be called by: its title and its first block below it.
pub fn openings(post: &ArchivePost) -> [&str; 2] {
    let opening = below_title(post).next();
    let opening = opening.map(|block| block.text.as_str());
    [post.title.as_deref(), opening].map(Option::unwrap_or_default)
}

/// What the archive says of a post whose kept copy is in `file`.
pub fn facts(post: &ArchivePost, file: &str) -> ArchiveFacts {
    let [_, opening] = openings(post);
    let first = post.blocks.first();
    let address = post.address.as_deref();
    ArchiveFacts {
        origin: origin::of_archive(post.title.as_deref(), opening, file),
        title: post.title.clone(),
        first_block: first.map_or_else(String::new, |block| block.text.clone()),
        opening: opening.to_owned(),
        signature: post.signature.clone(),
        old_path: address.and_then(front_matter::path_of_old),
        copies: post.copies.clone(),
        shares: post.shares.clone(),
        elsewhere: post.elsewhere.clone(),
    }
}

fn kind(kind: ArchiveBlockKind) -> Block {
    match kind {
        ArchiveBlockKind::Title => Block::Heading(1),
        ArchiveBlockKind::H2 => Block::Heading(2),
        ArchiveBlockKind::H3 => Block::Heading(3),
        ArchiveBlockKind::Item => Block::Item,
        ArchiveBlockKind::Quote => Block::Quote,
        ArchiveBlockKind::Code => Block::Code,
        ArchiveBlockKind::Url | ArchiveBlockKind::Para => Block::Paragraph,
    }
}
