//! The body of a post as it is shown: its blocks in order, and between them the images whose files may have been found again.

use super::post::{ArchiveBlock, ArchiveBlockKind, Inline, LostContent};
use std::ops::Range;

/// What is shown, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyPart<'a> {
    /// A block and its words, without Markdown: a truncated post breaks off with `…`; a colon that announced a lost picture
    /// is a full stop; `\n` is a line break.
    Block(&'a ArchiveBlock, String),
    /// The place of an image that the archive only names.
    Image(LostImage<'a>),
}

/// An image that the archive only names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostImage<'a> {
    /// Its file's name, with or without an ending.
    pub name: &'a str,
    /// The caption below it.
    pub caption: Option<&'a str>,
    pub line: usize,
}

/// The kept copy of a post, as it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveBody {
    /// Its blocks, the title included.
    pub blocks: Vec<ArchiveBlock>,
    /// Whether it stops at a read-more link.
    pub truncated: bool,
    /// What is lost in it, by line.
    pub lost: Vec<(usize, LostContent)>,
}

impl ArchiveBody {
    /// The post without its title; `is_found` says which images there is something to show of.
    pub fn body_parts(&self, is_found: impl Fn(&str) -> bool) -> Vec<BodyPart<'_>> {
        let mut images = self
            .images()
            .filter(|image| is_found(image.name))
            .peekable();
        let mut shown = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            // A name glued to a paragraph stands before it.
            while let Some(image) = images.next_if(|image| image.line <= block.last) {
                shown.push(BodyPart::Image(image));
            }
            if block.kind != ArchiveBlockKind::Title {
                let next = images.peek().is_some_and(|image| {
                    self.blocks
                        .get(at + 1)
                        .is_none_or(|next| image.line <= next.first)
                });
                shown.push(BodyPart::Block(
                    block,
                    self.words(block, at + 1 == self.blocks.len(), next),
                ));
            }
        }
        shown.extend(images.map(BodyPart::Image));
        shown
    }

    /// The images that the archive names.
    pub fn images(&self) -> impl Iterator<Item = LostImage<'_>> {
        let caption = |at: usize| match self.lost.get(at + 1) {
            Some((_, LostContent::Caption(caption))) => Some(caption.as_str()),
            _ => None,
        };
        self.lost
            .iter()
            .enumerate()
            .filter_map(move |(at, (line, lost))| match lost {
                LostContent::Image(name) => Some(LostImage {
                    name,
                    caption: caption(at),
                    line: *line,
                }),
                LostContent::Caption(_) | LostContent::Announced => None,
            })
    }

    fn words(&self, block: &ArchiveBlock, is_last: bool, before_image: bool) -> String {
        let breaks_off = self.truncated && is_last;
        let announces = |(line, lost): &(usize, LostContent)| {
            *lost == LostContent::Announced && (block.first..=block.last).contains(line)
        };
        let text = block.text.trim_end();
        match text.strip_suffix(':') {
            Some(text) if !before_image && self.lost.iter().any(announces) => {
                format!("{}.", text.trim_end())
            }
            _ if breaks_off && !text.ends_with(['…', '.', '!', '?']) => {
                format!("{}…", text.trim_end_matches([',', ';', ':', ' ', '\u{a0}']))
            }
            _ if breaks_off && !text.ends_with('…') && !text.ends_with("...") => {
                format!("{text} …")
            }
            _ => text.to_owned(),
        }
    }
}

/// A part of a block's words, and what it is.
pub struct Piece<'b> {
    pub words: &'b str,
    /// From the outermost.
    pub inlines: Vec<&'b Inline>,
}

impl ArchiveBlock {
    /// The words of the block, as they are shown, cut where links and emphasis begin and end.
    pub fn pieces<'b>(&'b self, words: &'b str) -> Vec<Piece<'b>> {
        let edges = self
            .inlines
            .iter()
            .flat_map(|(range, _)| [range.start, range.end]);
        let mut edges: Vec<usize> = edges
            .filter(|&at| words.is_char_boundary(at))
            .chain([0, words.len()])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let piece = |edge: &[usize]| {
            let mut around: Vec<&(Range<usize>, Inline)> = self
                .inlines
                .iter()
                .filter(|(range, _)| range.start <= edge[0] && edge[1] <= range.end)
                .collect();
            around.sort_by_key(|(range, _)| std::cmp::Reverse(range.len()));
            Piece {
                words: &words[edge[0]..edge[1]],
                inlines: around.into_iter().map(|(_, inline)| inline).collect(),
            }
        };
        edges.windows(2).map(piece).collect()
    }
}
