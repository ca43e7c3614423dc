//! Each language's typography ([`crate::text::typography`]) over a text, as edits of its nodes: a quotation may open in one element
//! and close in another, so the text of a whole block is set at once.
//!
//! Code, addresses and tags are left alone; alternative texts and titles, which are prose, are set by themselves. What the author
//! gave a language of its own is set as that language does.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::elements::SHOWN;
use super::foreign::{Passage, length};
use super::tree::{Kind, Node, Places};
use super::voices::Voice;
use crate::text::typography::{Block, Edit, Repair, Style, UnmatchedQuote};

/// How a text and the passages in it are set.
#[derive(Clone, Copy)]
pub struct Typography<'a> {
    pub own: Style,
    /// The style of another language, by its BCP 47 code.
    pub of: &'a dyn Fn(&str) -> Style,
}

/// A quotation mark that was left as it is, as its other half is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpaired {
    pub mark: char,
    /// Its bytes of the text.
    pub place: Range<usize>,
}

/// What was broken for certain, and is mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// Its bytes of the text.
    pub place: Range<usize>,
    /// As it is set.
    pub set: String,
}

/// What typography changes in a text.
#[derive(Default)]
pub struct Setting {
    /// The changes: `run` is a node, `range` bytes of its text; in order.
    pub edits: Vec<Edit>,
    /// The marks left alone: which leaf, which node of it, and the mark with its byte of the node's text.
    unmatched: Vec<(usize, usize, UnmatchedQuote)>,
    /// What was mended: the node, and the bytes of its text.
    repairs: Vec<(usize, Repair)>,
}

/// Letters and marks of a paragraph, as most are.
const TYPICAL: usize = 500;

/// Sets the text of all leaves. Passages, as many lists of them as leaves, shrink to the words they begin and end with.
pub fn set(
    nodes: &[Node],
    voices: &[Voice],
    leaves: &[Range<usize>],
    passages: &mut [Vec<Passage>],
    typography: Typography,
    is_heading: bool,
) -> Setting {
    let mut setting = Setting::default();
    if typography.own.is_off() {
        return setting;
    }
    setting.edits.reserve(nodes.len());
    let longest = leaves.iter().map(|leaf| leaf.len()).max().unwrap_or(0);
    let mut block = Block::with_capacity(TYPICAL.min(16 * longest));
    // Where each node's text begins in that of its leaf.
    let (mut starts, mut styles) = (Vec::with_capacity(longest), Vec::new());
    for (number, leaf) in leaves.iter().enumerate() {
        block.clear();
        starts.clear();
        let own = passages.get_mut(number);
        let is_own = own.as_ref().is_none_or(|passages| passages.is_empty());
        let sparse = Some(typography.own).filter(|own| is_own && !own.is_repairing());
        let opener = leaf.start.checked_sub(1).map(|before| &nodes[before].kind);
        block.is_heading = is_heading || matches!(opener, Some(Kind::Start(Tag::Heading { .. })));
        read(nodes, voices, leaf, sparse, &mut block, &mut starts);
        styles.clear();
        styles.push(typography.own);
        for (range, code) in own.iter().flat_map(|passages| passages.iter()) {
            let style = number_of((typography.of)(code), &mut styles);
            block.style(range.clone(), style, false);
        }
        for (node, start) in leaf.clone().zip(&starts) {
            if let (Kind::Text(text), Voice::Of(code)) = (&nodes[node].kind, voices[node]) {
                let style = number_of((typography.of)(code), &mut styles);
                block.style(*start..start + text.len(), style, true);
            }
        }
        for unmatched in block.set(&styles) {
            let node = starts.partition_point(|start| *start <= unmatched.at) - 1;
            let at = unmatched.at - starts[node];
            let found = UnmatchedQuote { at, ..unmatched };
            setting.unmatched.push((number, leaf.start + node, found));
        }
        setting.take(&block, leaf, &starts);
        if let Some(passages) = own {
            passages.retain_mut(|(range, _)| match block.words_in(range) {
                Some(words) => {
                    *range = words;
                    true
                }
                None => false,
            });
        }
    }
    setting
}

/// Reads a leaf into a block; in full, where the edges of what is in another language must be found, and so none has no `sparse` style.
fn read(
    nodes: &[Node],
    voices: &[Voice],
    leaf: &Range<usize>,
    sparse: Option<Style>,
    block: &mut Block,
    starts: &mut Vec<usize>,
) {
    let (mut in_image, mut at) = (0usize, 0);
    for run in leaf.clone() {
        let (kind, voice) = (&nodes[run].kind, voices[run]);
        let length = length(kind);
        starts.push(at);
        at += length;
        match kind {
            Kind::Start(Tag::Image { .. }) => {
                in_image += 1;
                block.object(run, 0);
            }
            Kind::End(TagEnd::Image) => in_image = in_image.saturating_sub(1),
            // Nothing of a picture is text here, but its bytes count.
            _ if in_image > 0 => block.skip(length),
            Kind::Text(text) if matches!(voice, Voice::Own | Voice::Of(_)) => match sparse {
                Some(style) if matches!(voice, Voice::Own) => {
                    block.words_sparsely(run, text, style)
                }
                _ => block.words(run, text),
            },
            Kind::Text(_) | Kind::Code(_) | Kind::Math(_) => block.object(run, length),
            Kind::SoftBreak => block.words(run, " "),
            Kind::HardBreak => block.line_break(run, length),
            // A shortcode shows something, and so does code.
            Kind::Shortcode(_) => block.object(run, 0),
            Kind::Markup(html) if !html.text.starts_with('<') => block.object(run, 0),
            Kind::Footnote(_) => block.between(run),
            Kind::Tag(html) => {
                let tag = html.tag();
                let is_closed = nodes[..leaf.end].get(run + 1).and_then(Node::tag);
                let is_empty = !tag.closes() && is_closed.is_some_and(|next| next.closes());
                if tag.is("br") {
                    block.line_break(run, 0)
                } else if tag.is("img") {
                    block.object(run, 0)
                } else if (tag.is_any(SHOWN) && !tag.closes()) || is_empty {
                    block.between(run)
                }
            }
            _ => {}
        }
    }
}

/// The number of a style among those of a block.
fn number_of(style: Style, styles: &mut Vec<Style>) -> u8 {
    let known = styles.iter().position(|known| *known == style);
    let number = known.unwrap_or_else(|| {
        styles.push(style);
        styles.len() - 1
    });
    number.min(u8::MAX as usize) as u8
}

impl Setting {
    /// Adds what a leaf's block becomes; `starts` are where its nodes begin in it.
    fn take(&mut self, block: &Block, leaf: &Range<usize>, starts: &[usize]) {
        let moved = |range: &Range<usize>, start: usize| range.start - start..range.end - start;
        for repair in block.repairs() {
            let node = starts.partition_point(|start| *start <= repair.range.start) - 1;
            let range = moved(&repair.range, starts[node]);
            self.repairs
                .push((leaf.start + node, Repair { range, ..repair }));
        }
        let first = self.edits.len();
        block.edits(&mut self.edits);
        for edit in &mut self.edits[first..] {
            edit.range = moved(&edit.range, starts[edit.run - leaf.start]);
        }
        self.edits[first..].sort_by_key(|edit| edit.run);
    }

    /// The marks that no other paragraph closes: a quotation of several paragraphs opens in the first and closes in the last,
    /// and may open in each between.
    pub fn unpaired(&self, nodes: &[Node], source: &str) -> Vec<Unpaired> {
        let mut left: Vec<&(usize, usize, UnmatchedQuote)> = Vec::new();
        for found in &self.unmatched {
            let opened = |left: &[&(usize, usize, UnmatchedQuote)]| {
                let last = left.last();
                last.is_some_and(|(leaf, _, quote)| *leaf < found.0 && closes(found.2, *quote))
            };
            if !opened(&left) {
                left.push(found);
                continue;
            }
            // Down to the mark in the middle of a line that the whole quotation began with.
            while opened(&left) && left.pop().is_some_and(|(_, _, quote)| quote.opens_line) {}
        }
        let marks = left.into_iter().map(|(_, node, quote)| {
            let range = quote.at..quote.at + quote.mark.len_utf8();
            (*node, range, quote.mark)
        });
        let unpaired = placed(nodes, source, marks.collect()).into_iter();
        unpaired
            .map(|(place, mark)| Unpaired { mark, place })
            .collect()
    }

    /// What was mended, in order.
    pub fn repaired(&self, nodes: &[Node], source: &str) -> Vec<Repaired> {
        let repairs = self.repairs.iter();
        let repairs = repairs.map(|(node, repair)| (*node, repair.range.clone(), &repair.set));
        let repaired = placed(nodes, source, repairs.collect()).into_iter();
        repaired
            .map(|(place, set)| Repaired {
                place,
                set: set.clone(),
            })
            .collect()
    }
}

/// The places in the source of what was found in the texts of nodes, by node and in order; what goes on in other nodes is told by its
/// beginning.
fn placed<T: Copy>(
    nodes: &[Node],
    source: &str,
    found: Vec<(usize, Range<usize>, T)>,
) -> Vec<(Range<usize>, T)> {
    let mut placed = Vec::with_capacity(found.len());
    for of_node in found.chunk_by(|(one, ..), (next, ..)| one == next) {
        let node = &nodes[of_node[0].0];
        let Kind::Text(text) = &node.kind else {
            continue;
        };
        let mut places = Places::new(&node.span, text, source);
        placed.extend(of_node.iter().map(|(_, range, of)| {
            let place = places.next(range.start..range.end.min(text.len()));
            (place, *of)
        }));
    }
    placed
}

fn closes(unmatched: UnmatchedQuote, opening: UnmatchedQuote) -> bool {
    match (opening.mark, unmatched.mark) {
        ('«', '»') | ('“', '”') => true,
        ('"', '"') => opening.opens_line && !unmatched.opens_line,
        _ => false,
    }
}
