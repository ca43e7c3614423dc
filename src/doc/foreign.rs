//! Passages in another language than the text get their `lang`, so that they are spoken, hyphenated and translated as what
//! they are (WCAG 2.2, 3.1.2 "Language of Parts").
//!
//! 1. [`LeafText`]: the words of each block of running text; code, addresses, pictures and what the author gave a `lang` or marked
//!    as code in HTML are blank.
//! 2. The caller tells the passages of each.
//! 3. A block that is wholly in one other language carries `lang` itself, or the quotation, list or item around it does;
//!    elsewhere a `<span>` stands around the passage, opened and closed inside the same element.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Tag;

use super::tree::{Kind, Mark, Node};
use super::voices::Voice;

/// Tells the passages of each block of a text that are in another language than it: bytes and BCP 47 code.
pub type Foreign<'f> = &'f dyn Fn(&[&str]) -> Vec<Vec<(Range<usize>, String)>>;

/// A stretch of a block in another language: bytes of its [`LeafText`], and BCP 47 code.
pub type Passage = (Range<usize>, String);

/// The words of a block of running text.
pub struct LeafText {
    pub nodes: Range<usize>,
    /// Its words; what is no prose of the text's own language is blank.
    pub text: String,
    /// For each node, the byte where its text begins; at the end, the text's length.
    pub starts: Vec<usize>,
}

impl LeafText {
    /// The words of some nodes, of which the voices are known.
    pub fn new(nodes: &[Node], voices: &[Voice], leaf: Range<usize>) -> Self {
        let bytes = nodes[leaf.clone()].iter().map(|node| length(&node.kind));
        let mut text = String::with_capacity(bytes.sum());
        let mut starts = Vec::with_capacity(leaf.len() + 1);
        for at in leaf.clone() {
            starts.push(text.len());
            match &nodes[at].kind {
                Kind::Text(words) if voices[at] == Voice::Own => text.push_str(words),
                Kind::SoftBreak => text.push(' '),
                Kind::HardBreak => text.push('\n'),
                kind => text.extend(std::iter::repeat_n(' ', length(kind))),
            }
        }
        starts.push(text.len());
        Self {
            nodes: leaf,
            text,
            starts,
        }
    }

    fn range(&self, node: usize) -> Range<usize> {
        let at = node - self.nodes.start;
        self.starts[at]..self.starts[at + 1]
    }
}

/// The bytes that a node has in the text of its block.
pub fn length(kind: &Kind) -> usize {
    match kind {
        Kind::Text(text) | Kind::Code(text) => text.len(),
        Kind::Math(formula) => formula.text.len(),
        Kind::SoftBreak | Kind::HardBreak => 1,
        _ => 0,
    }
}

/// Where languages are written.
#[derive(Default)]
pub struct Languages {
    /// The language of an element, by the node that begins it.
    pub elements: HashMap<usize, String>,
    /// Where a `<span>` begins or ends in a node, in order.
    pub spans: Vec<SpanEdge>,
}

/// Where a `<span>` begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanEdge {
    /// The node before which it stands, or in whose text.
    pub node: usize,
    /// Its byte of that text.
    pub at: usize,
    /// The language of what begins; nothing where it ends.
    pub language: Option<String>,
}

/// Gives passages their language; there are as many lists of them as leaves.
pub fn mark(nodes: &[Node], leaves: &[LeafText], passages: &[Vec<Passage>]) -> Languages {
    let mut languages = Languages::default();
    if passages.iter().all(Vec::is_empty) {
        return languages;
    }
    let whole = wholes(nodes, leaves, passages);
    // For each open block, the language that it or a block around it is marked with.
    let mut open: Vec<Option<&String>> = Vec::new();
    let mut leaves = leaves.iter().zip(passages).peekable();
    for (at, node) in nodes.iter().enumerate() {
        let said = open.last().copied().flatten();
        if let Some((leaf, passages)) = leaves.next_if(|(leaf, _)| leaf.nodes.start == at) {
            let passages = passages
                .iter()
                .filter(|(_, language)| said != Some(language));
            let mut passages: Vec<&Passage> = passages.collect();
            passages.sort_by_key(|(range, _)| range.start);
            spans(nodes, leaf, &passages, &mut languages.spans);
        }
        match &node.kind {
            Kind::Start(tag) if !node.in_line => {
                let language = whole[at].as_ref().filter(|language| said != Some(language));
                let language = language.filter(|_| can_carry(tag));
                if let Some(language) = language {
                    languages.elements.insert(at, language.clone());
                }
                open.push(language.or(said));
            }
            Kind::End(_) if !node.in_line => {
                open.pop();
            }
            _ => {}
        }
    }
    languages
}

/// Whether the writer puts `lang` on an element.
fn can_carry(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::BlockQuote(None)
            | Tag::Item
            | Tag::List(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Heading { .. }
    )
}

/// For each node that opens a block, the language that all the words in it are in.
fn wholes(nodes: &[Node], leaves: &[LeafText], passages: &[Vec<Passage>]) -> Vec<Option<String>> {
    let mut whole: Vec<Option<String>> = vec![None; nodes.len()];
    // Per open block: where it opened, and the language of the words so far.
    let mut open: Vec<(usize, Words)> = Vec::new();
    let mut leaves = leaves.iter().zip(passages).peekable();
    for (at, node) in nodes.iter().enumerate() {
        if let Some((leaf, passages)) = leaves.next_if(|(leaf, _)| leaf.nodes.start == at)
            && leaf.text.contains(char::is_alphanumeric)
            && let Some((_, words)) = open.last_mut()
        {
            let language = language_of(leaf, passages).cloned();
            words.add(language.map_or(Words::Mixed, Words::In));
        }
        match &node.kind {
            Kind::Start(tag) if !node.in_line => {
                let words = match has_language(tag) {
                    true => Words::Mixed,
                    false => Words::None,
                };
                open.push((at, words));
            }
            Kind::End(_) if !node.in_line => {
                let Some((start, words)) = open.pop() else {
                    continue;
                };
                if let Words::In(language) = &words {
                    whole[start] = Some(language.clone());
                }
                if let Some((_, around)) = open.last_mut() {
                    around.add(words);
                }
            }
            _ => {}
        }
    }
    whole
}

/// The language of the words of a block.
#[derive(PartialEq)]
enum Words {
    None,
    In(String),
    /// Its own, or several.
    Mixed,
}

impl Words {
    fn add(&mut self, more: Words) {
        *self = match (std::mem::replace(self, Words::Mixed), more) {
            (words, Words::None) | (Words::None, words) => words,
            (words, more) if words == more => words,
            _ => Words::Mixed,
        };
    }
}

fn language_of<'p>(leaf: &LeafText, passages: &'p [Passage]) -> Option<&'p String> {
    let [(range, language)] = passages else {
        return None;
    };
    let outside = [&leaf.text[..range.start], &leaf.text[range.end..]];
    let has_words = |text: &&str| text.contains(char::is_alphanumeric);
    (!outside.iter().any(has_words)).then_some(language)
}

/// Whether the author gave a heading its language: `{lang=en}`.
fn has_language(tag: &Tag) -> bool {
    matches!(tag, Tag::Heading { attrs, .. } if attrs.iter().any(|(name, _)| &**name == "lang"))
}

/// A node of a leaf, or a part of its text.
struct Piece {
    node: usize,
    /// Bytes of the leaf.
    range: Range<usize>,
}

/// A leaf's nodes, their texts cut where passages begin and end.
fn pieces(nodes: &[Node], leaf: &LeafText, passages: &[&Passage]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for node in leaf.nodes.clone() {
        let range = leaf.range(node);
        let mut start = range.start;
        if let Kind::Text(_) = nodes[node].kind {
            let first = passages.partition_point(|(passage, _)| passage.end <= range.start);
            let near = passages[first..].iter();
            let near = near.take_while(|(passage, _)| passage.start < range.end);
            for end in near.flat_map(|(passage, _)| [passage.start, passage.end]) {
                if start < end && end < range.end {
                    let range = start..end;
                    pieces.push(Piece { node, range });
                    start = end;
                }
            }
        }
        let range = start..range.end;
        pieces.push(Piece { node, range });
    }
    pieces
}

/// What a piece says of the passage it is in.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    /// Wholly in this passage.
    In(usize),
    /// Nowhere: it has no text.
    Anywhere,
    /// Outside, or across an edge, or it must not be enclosed.
    Across,
}

impl Stands {
    fn and(self, other: Stands) -> Stands {
        match (self, other) {
            (stands, Stands::Anywhere) | (Stands::Anywhere, stands) => stands,
            (stands, other) if stands == other => stands,
            _ => Stands::Across,
        }
    }
}

/// Puts a `<span>` around each passage; one that crosses the edge of an element is spanned in parts.
fn spans(nodes: &[Node], leaf: &LeafText, passages: &[&Passage], edges: &mut Vec<SpanEdge>) {
    if passages.is_empty() {
        return;
    }
    let pieces = pieces(nodes, leaf, passages);
    let elements = elements(nodes, &pieces, passages);
    let mut at = 0;
    while at < pieces.len() {
        let (end, Stands::In(passage)) = elements[at] else {
            // What it holds is looked at by itself.
            at += 1;
            continue;
        };
        let (mut last, mut next) = (end, end);
        while let Some((after, stands)) = elements.get(next) {
            match stands {
                Stands::In(same) if *same == passage => last = *after,
                Stands::Anywhere => {}
                _ => break,
            }
            next = *after;
        }
        let mut edge = |node: usize, at: usize, language: Option<String>| {
            let at = at - leaf.range(node).start;
            edges.push(SpanEdge { node, at, language });
        };
        let (first, closing) = (&pieces[at], &pieces[last - 1]);
        edge(
            first.node,
            first.range.start,
            Some(passages[passage].1.clone()),
        );
        edge(closing.node, closing.range.end, None);
        at = last;
    }
}

/// For each piece, one past the element that begins there, and where that stands: with all it holds, or the piece alone.
fn elements(nodes: &[Node], pieces: &[Piece], passages: &[&Passage]) -> Vec<(usize, Stands)> {
    let mut elements = Vec::with_capacity(pieces.len());
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let stands = match &nodes[piece.node].kind {
            Kind::Start(_) => {
                open.push(at);
                elements.push((pieces.len(), Stands::Anywhere));
                continue;
            }
            Kind::End(_) => {
                elements.push((at + 1, Stands::Across));
                let Some(start) = open.pop() else { continue };
                elements[start].0 = at + 1;
                elements[start].1
            }
            // A lone tag of the author's must not be enclosed without its fellow; with the element around it, it may.
            Kind::Tag(html) => {
                let is_whole = !html.tag().closes() && !html.tag().opens();
                elements.push((
                    at + 1,
                    if is_whole {
                        Stands::Anywhere
                    } else {
                        Stands::Across
                    },
                ));
                Stands::Anywhere
            }
            Kind::Shortcode(Mark::Open(_) | Mark::Close(_)) => {
                elements.push((at + 1, Stands::Across));
                Stands::Anywhere
            }
            Kind::Shortcode(Mark::Alone(_)) | Kind::Markup(_) | Kind::Footnote(_) => {
                elements.push((at + 1, Stands::Anywhere));
                Stands::Anywhere
            }
            _ => {
                elements.push((at + 1, place(piece, passages)));
                elements[at].1
            }
        };
        if let Some(around) = open.last() {
            elements[*around].1 = elements[*around].1.and(stands);
        }
    }
    elements
}

fn place(piece: &Piece, passages: &[&Passage]) -> Stands {
    if piece.range.is_empty() {
        return Stands::Anywhere;
    }
    let passage = passages
        .partition_point(|(passage, _)| passage.start <= piece.range.start)
        .checked_sub(1);
    let passage = passage.filter(|at| piece.range.end <= passages[*at].0.end);
    passage.map_or(Stands::Across, Stands::In)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Passes, render};

    /// Passages are written `[…]` in words: here every word that begins with `x` is in another language.
    fn words_with_x(texts: &[&str]) -> Vec<Vec<(Range<usize>, String)>> {
        texts.iter().map(|text| runs(text)).collect()
    }

    fn runs(text: &str) -> Vec<(Range<usize>, String)> {
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        let mut go_on = false;
        for word in text.split_whitespace() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let foreign = word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with('x');
            match found.last_mut().filter(|_| foreign && go_on) {
                Some((range, _)) => range.end = start + word.len(),
                None if foreign => found.push((start..start + word.len(), "en".to_owned())),
                None => {}
            }
            go_on = foreign;
        }
        found
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let html = render(
            text,
            Passes {
                foreign: Some(&words_with_x),
                ..Default::default()
            },
        )
        .html
        .text;
        assert_eq!(html.trim_end().replace('\n', ""), expected, "{text}");
    }

    #[test]
    fn a_block_carries_its_language() {
        check("xa xb.\n\nUn.", "<p lang=\"en\">xa xb.</p><p>Un.</p>");
        check(
            "> xa\n>\n> xb\n\nUn",
            "<blockquote lang=\"en\"><p>xa</p><p>xb</p></blockquote><p>Un</p>",
        );
        check(
            "> xa\n>\n> un",
            "<blockquote><p lang=\"en\">xa</p><p>un</p></blockquote>",
        );
        check("## xa", "<h2 id=\"xa\" lang=\"en\">xa</h2>");
        check("- xa\n- un", "<ul><li lang=\"en\">xa</li><li>un</li></ul>");
        check(
            "3. xa\n4. xb",
            "<ol start=\"3\" lang=\"en\"><li>xa</li><li>xb</li></ol>",
        );
        check(
            "- xa\n  - un",
            "<ul><li><span lang=\"en\">xa</span><ul><li>un</li></ul></li></ul>",
        );
        check("xa `code`", "<p lang=\"en\">xa <code>code</code></p>");
    }

    #[test]
    fn a_passage_is_spanned_inside_its_element() {
        check(
            "un xa xb deux",
            "<p>un <span lang=\"en\">xa xb</span> deux</p>",
        );
        check(
            "un *xa xb* deux",
            "<p>un <span lang=\"en\"><em>xa xb</em></span> deux</p>",
        );
        check(
            "un *xa **xb*** xc",
            "<p>un <span lang=\"en\"><em>xa <strong>xb</strong></em> xc</span></p>",
        );
        check(
            "*un xa* xb",
            "<p><em>un <span lang=\"en\">xa</span></em><span lang=\"en\"> xb</span></p>",
        );
        check(
            "[un xa](y) xb",
            "<p><a href=\"y\">un <span lang=\"en\">xa</span></a><span lang=\"en\"> xb</span></p>",
        );
        check("un xa\nxb", "<p>un <span lang=\"en\">xaxb</span></p>");
        check(
            "un <b>xa</b> xb",
            "<p>un <b><span lang=\"en\">xa</span></b><span lang=\"en\"> xb</span></p>",
        );
        check("un xa<br>xb", "<p>un <span lang=\"en\">xa<br>xb</span></p>");
    }

    #[test]
    fn code_addresses_pictures_and_the_author_s_own_marks_are_left_alone() {
        check("```\nxa\n```", "<pre><code>xa</code></pre>");
        check(
            "un `xa` <https://xa.org> ![xa](y)",
            "<p>un <code>xa</code> <a href=\"https://xa.org\">https://xa.org</a> <img src=\"y\" alt=\"xa\" /></p>",
        );
        check(
            "un <span lang=\"de\">xa</span> xb",
            "<p>un <span lang=\"de\">xa</span> <span lang=\"en\">xb</span></p>",
        );
        check(
            "<div lang=\"de\">\n\nxa\n\n</div>\n\nxb",
            "<div lang=\"de\"><p>xa</p></div><p lang=\"en\">xb</p>",
        );
        check("## xa {lang=de}", "<h2 id=\"xa\" lang=\"de\">xa</h2>");
    }

    #[test]
    fn tables_and_notes() {
        check(
            "|xa|\n|-|\n|xb un|",
            "<table><thead><tr><th><span lang=\"en\">xa</span></th></tr></thead><tbody><tr><td><span lang=\"en\">xb</span> un</td></tr></tbody></table>",
        );
        let html = render(
            "Un[^1].\n\n[^1]: xa",
            Passes {
                foreign: Some(&words_with_x),
                ..Default::default()
            },
        )
        .html
        .text;
        assert!(html.contains("<p lang=\"en\">xa</p>"), "{html}");
    }

    #[test]
    fn excerpts_are_marked_too() {
        let excerpt = |opening| {
            render(
                "Un. xa xb.",
                Passes {
                    opening,
                    foreign: Some(&words_with_x),
                    ..Default::default()
                },
            )
            .excerpt
            .html
            .text
        };
        assert_eq!(
            excerpt(None),
            "<p>Un. <span lang=\"en\">xa xb.</span></p>\n"
        );
        assert_eq!(
            excerpt(Some("xa <b>")),
            "<p><span lang=\"en\">xa</span> &lt;b&gt;</p>\n"
        );
    }
}
