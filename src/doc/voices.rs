//! The running text of a tree: its blocks, and whose text every node is.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::elements::LITERAL;
use super::tree::{Kind, Node};

/// Whose text a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice<'n> {
    /// Prose in the language of what is around it.
    Own,
    /// Prose in a language that the author gave it.
    Of(&'n str),
    /// What the author's own HTML marks as code.
    Code,
    /// No prose: a block of code, an address, a picture.
    None,
}

pub fn voices<'n>(nodes: &'n [Node]) -> Vec<Voice<'n>> {
    let mut voices = Vec::with_capacity(nodes.len());
    // What changes the voice: up to which node, and to which.
    let mut open: Vec<(usize, Voice)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        while open.pop_if(|(end, _)| *end <= at).is_some() {}
        let before = open.last().map_or(Voice::Own, |(_, voice)| *voice);
        voices.push(before);
        let changed = match &node.kind {
            Kind::Start(tag) if is_blank(tag) => Some(Voice::None),
            Kind::Start(Tag::Heading { attrs, .. }) => {
                let lang = attrs.iter().find(|(name, _)| &**name == "lang");
                lang.and_then(|(_, value)| value.as_deref()).map(Voice::Of)
            }
            Kind::Tag(markup) if markup.tag().opens() => {
                let tag = markup.tag();
                let lang = tag.value("lang").map(|lang| Voice::Of(lang.trim()));
                if tag.is_any(LITERAL) {
                    Some(Voice::Code)
                } else {
                    lang
                }
            }
            _ => None,
        };
        // In what is no prose, nothing is.
        let is_prose = !matches!(before, Voice::Code | Voice::None);
        if let Some(voice) = changed.filter(|_| is_prose) {
            open.push((node.partner, voice));
        }
    }
    voices
}

/// What holds no running text in the language of what is around it.
fn is_blank(tag: &Tag) -> bool {
    let address = matches!(
        tag,
        Tag::Link {
            link_type: LinkType::Autolink | LinkType::Email,
            ..
        }
    );
    address || matches!(tag, Tag::CodeBlock(_) | Tag::Image { .. })
}

/// The blocks of running text, in order.
pub fn leaves(nodes: &[Node]) -> Vec<Range<usize>> {
    let mut leaves: Vec<Range<usize>> = Vec::with_capacity(nodes.len() / 4 + 1);
    for (at, _) in nodes.iter().enumerate().filter(|(_, node)| node.in_line) {
        match leaves.last_mut().filter(|leaf| leaf.end == at) {
            Some(leaf) => leaf.end = at + 1,
            None => leaves.push(at..at + 1),
        }
    }
    leaves
}
