//! A text as a tree, in the order of the text: one flat list of nodes, each with its bytes of the text.
//!
//! An element of Markdown is a node where it begins and a node where it ends, which know each other by number. Tags of HTML are
//! leaves with the number of their partner, never containers, so that what is unbalanced is written back as it is. Text nodes
//! hold text, not HTML; where it stands in the source as it is, they borrow it.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag, TagEnd};

use super::math::Formula;
use super::tags::HtmlTag;

/// No node: the partner of what is never closed.
pub const NONE: usize = usize::MAX;

/// A part of a text.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    pub kind: Kind<'s>,
    /// Its bytes of the text.
    pub span: Range<usize>,
    /// The node that ends what begins here, or that begins what ends here.
    pub partner: usize,
    /// Whether it stands within a line, as text does.
    pub in_line: bool,
    /// Whether it is of a block of the author's own HTML.
    pub in_html: bool,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Kind<'s> {
    /// An element of Markdown begins.
    Start(Tag<'s>),
    /// An element of Markdown ends.
    End(TagEnd),
    /// Text, its entities as what they stand for.
    Text(CowStr<'s>),
    /// Code within a line.
    Code(CowStr<'s>),
    /// A formula.
    Math(Box<Formula>),
    /// A line feed within a paragraph.
    SoftBreak,
    /// A line that ends.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The box of a task, and whether it is done.
    Task(bool),
    /// A footnote's mention, by its label.
    NoteReference(CowStr<'s>),
    /// A part of the footnotes, once they are numbered.
    Footnote(Footnote),
    /// A tag of the author's.
    Tag(Markup<'s>),
    /// Other HTML of the author's: comments, code, white space between blocks.
    Markup(Markup<'s>),
    /// The tag of a shortcode.
    Shortcode(Mark),
}

/// A part of the footnotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Footnote {
    /// A link to a note: the note's number and id, and the mention's own id.
    Mention {
        number: usize,
        note: String,
        id: String,
    },
    /// The section of all notes begins.
    Start,
    /// A note, by its id, begins.
    Note(String),
    /// A note ends, with the ways back to its mentions: its number, and their ids.
    Backs(usize, Vec<String>),
    End,
}

/// The tag of a shortcode, with the number of its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A shortcode without body.
    Alone(usize),
    /// The beginning of one with a body.
    Open(usize),
    Close(usize),
}

impl Mark {
    /// The call that begins here.
    pub fn begins(self) -> Option<usize> {
        match self {
            Mark::Alone(call) | Mark::Open(call) => Some(call),
            Mark::Close(_) => None,
        }
    }
}

/// HTML as the author wrote it.
#[derive(Clone, Debug)]
pub struct Markup<'s> {
    pub text: CowStr<'s>,
    /// The shortcodes in it, such as in an attribute: their bytes of `text`.
    pub calls: Vec<(Range<usize>, Mark)>,
    /// Whether it is a comment; in a script or a `textarea`, what looks like one is text.
    pub is_comment: bool,
}

impl<'s> Markup<'s> {
    pub fn tag(&self) -> HtmlTag<'_> {
        HtmlTag {
            start: 0,
            text: &self.text,
        }
    }

    /// The values of some of its attributes, without what a shortcode fills in.
    pub fn own_values<'m>(
        &'m self,
        ranges: impl Iterator<Item = Range<usize>> + 'm,
    ) -> impl Iterator<Item = Range<usize>> + 'm {
        let is_filled = |at: &Range<usize>| {
            let overlaps =
                |(call, _): &(Range<usize>, Mark)| call.start < at.end && at.start < call.end;
            self.calls.iter().any(overlaps)
        };
        ranges.filter(move |at| !at.is_empty() && !is_filled(at))
    }
}

impl<'s> Node<'s> {
    /// A node of Markdown.
    pub fn new(kind: Kind<'s>, span: Range<usize>) -> Self {
        let in_line = match &kind {
            Kind::Start(tag) => is_in_line(&tag.to_end()),
            Kind::End(end) => is_in_line(end),
            Kind::Rule => false,
            Kind::Footnote(note) => matches!(note, Footnote::Mention { .. }),
            _ => true,
        };
        Self {
            kind,
            span,
            partner: NONE,
            in_line,
            in_html: false,
        }
    }

    /// A text that the source does not have.
    pub fn text(text: impl Into<CowStr<'s>>) -> Self {
        Self::new(Kind::Text(text.into()), 0..0)
    }

    /// A tag of HTML that the source does not have.
    pub fn tag_of(text: String) -> Self {
        let markup = Markup {
            text: text.into(),
            calls: Vec::new(),
            is_comment: false,
        };
        Self::new(Kind::Tag(markup), 0..0)
    }

    /// The text of a text node, blocks of HTML apart.
    pub fn own_text(&self) -> Option<&CowStr<'s>> {
        match &self.kind {
            Kind::Text(text) if !self.in_html => Some(text),
            _ => None,
        }
    }

    pub fn tag(&self) -> Option<HtmlTag<'_>> {
        match &self.kind {
            Kind::Tag(markup) => Some(markup.tag()),
            _ => None,
        }
    }

    /// Whether what follows is a style sheet.
    pub fn begins_style(&self) -> bool {
        self.tag().is_some_and(|tag| tag.is("style") && tag.opens())
    }

    /// Whether it shows nothing: a comment, or white space of the author's own HTML.
    pub fn is_aside(&self) -> bool {
        matches!(&self.kind, Kind::Markup(html) if html.is_comment || html.text.trim().is_empty())
    }
}

fn is_in_line(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// Whether a space stands between what ends here and what comes next, once they are on one line.
pub fn ends_words(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::TableCell
    )
}

/// A part of a text; it is borrowed where the whole is.
pub fn part<'s>(text: &CowStr<'s>, range: Range<usize>) -> CowStr<'s> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[range]),
        text => text[range].to_owned().into(),
    }
}

/// A part of a text node, with its own place.
pub fn text_part<'s>(node: &Node<'s>, text: &CowStr<'s>, range: Range<usize>) -> Node<'s> {
    let span = match text {
        CowStr::Borrowed(_) => node.span.start + range.start..node.span.start + range.end,
        _ => node.span.clone(),
    };
    Node {
        kind: Kind::Text(part(text, range)),
        span,
        ..node.clone()
    }
}

/// Where parts of a node's text stand in its source. Where the text is not as it is written, but has other spaces, entities or
/// lines without the marks of a quotation, the same words that are nearest to as many letters count.
pub struct Places<'n> {
    /// First byte of the node in the source.
    start: usize,
    written: &'n str,
    text: &'n str,
    /// Bytes of the text and of what is written that have as many letters.
    at: (usize, usize),
}

impl<'n> Places<'n> {
    /// For a node of this span and text.
    pub fn new(span: &Range<usize>, text: &'n str, source: &'n str) -> Self {
        Self {
            start: span.start,
            written: source.get(span.clone()).unwrap_or_default(),
            text,
            at: (0, 0),
        }
    }

    /// The bytes of the source for a part of the text that is not before the last one.
    pub fn next(&mut self, part: Range<usize>) -> Range<usize> {
        let words = self.text.get(part.clone()).unwrap_or_default();
        let near = self.near(part.start);
        let (before, after) = self.written.split_at(near);
        let right = after.find(words).map(|at| near + at);
        let found = [before.rfind(words), right].into_iter().flatten();
        let found = found.min_by_key(|at| at.abs_diff(near));
        let start = self.start + found.unwrap_or(near);
        start..start + found.map_or(0, |_| words.len())
    }

    /// The letter that is written where a part of the text begins.
    fn near(&mut self, part: usize) -> usize {
        let (text, from) = self.at;
        let is_letter = |(_, c): &(usize, char)| !c.is_whitespace();
        let passed = self.text.get(text..part).unwrap_or_default();
        let passed = passed.char_indices().filter(is_letter).count();
        let mut letters = self.written[from..].char_indices().filter(is_letter);
        let letter = letters.nth(passed);
        let written = letter.map_or(self.written.len(), |(at, _)| from + at);
        self.at = (part, written);
        written
    }
}

/// The plain text of nodes, without that of blocks of HTML.
pub fn plain<'n, 's: 'n>(nodes: impl IntoIterator<Item = &'n Node<'s>>) -> String {
    let mut text = String::new();
    for node in nodes.into_iter().filter(|node| !node.in_html) {
        match &node.kind {
            Kind::Text(words) | Kind::Code(words) => text.push_str(words),
            Kind::Math(formula) => text.push_str(&formula.text),
            Kind::SoftBreak | Kind::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_of_whole_letters() {
        for (source, text, words, expected) in [
            ("été « fin", "été « fin", "«", "«"),
            ("é\u{a0}»  été", "é » été", "»", "»"),
            ("é&nbsp;» été »", "é\u{a0}» été »", "» été »", "» été »"),
            ("&laquo;é", "«é", "«", ""),
            ("", "«", "«", ""),
        ] {
            let at = text.find(words).unwrap();
            let mut places = Places::new(&(0..source.len()), text, source);
            let found = places.next(at..at + words.len());
            assert_eq!(source.get(found), Some(expected), "{text}");
        }
    }
}
