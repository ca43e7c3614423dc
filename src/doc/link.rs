//! Which node ends what another begins, elements of Markdown and tags of HTML alike.

use std::borrow::Cow;

use pulldown_cmark::{Tag, TagEnd};

use super::elements::{self, LITERAL, RAW_TEXT};
use super::open::Open;
use super::tree::{Kind, Mark, NONE, Node};

/// Gives every node its partner.
pub fn link(nodes: &mut [Node]) {
    let mut linker = Linker::default();
    for at in 0..nodes.len() {
        linker.link(nodes, at);
    }
}

/// What is open while a text is read.
#[derive(Default)]
pub struct Linker {
    elements: Vec<usize>,
    tags: Open<OpenTag>,
    /// How many tags hold no prose, and how many no HTML either.
    literal: usize,
    raw: usize,
}

#[derive(Default)]
struct OpenTag {
    node: usize,
    /// What kind of element it is.
    classes: u16,
}

impl Linker {
    /// Gives a node, and what it ends, their partners.
    pub fn link(&mut self, nodes: &mut [Node], at: usize) {
        nodes[at].partner = NONE;
        match &nodes[at].kind {
            Kind::Start(tag) => {
                self.elements.push(at);
                if let Tag::Heading { .. } = tag {
                    self.open(HEADING.into(), at, 0);
                }
            }
            Kind::End(end) => {
                let is_heading = matches!(end, TagEnd::Heading(_));
                let start = self.elements.pop();
                if is_heading {
                    self.close(HEADING, nodes, at);
                }
                if let Some(start) = start {
                    (nodes[start].partner, nodes[at].partner) = (at, start);
                }
            }
            Kind::Tag(markup) => {
                let tag = markup.tag();
                if tag.opens() {
                    let name = tag.name().to_ascii_lowercase();
                    let classes = elements::classes(&name);
                    self.open(name.into(), at, classes);
                } else if tag.closes() {
                    let name = tag.name().to_ascii_lowercase();
                    self.close(&name, nodes, at);
                }
            }
            Kind::Shortcode(Mark::Open(call)) => self.open(call.to_string().into(), at, 0),
            Kind::Shortcode(Mark::Close(call)) => {
                let call = call.to_string();
                self.close(&call, nodes, at);
            }
            _ => {}
        }
    }

    fn open(&mut self, name: Cow<'static, str>, node: usize, classes: u16) {
        self.literal += usize::from(classes & LITERAL != 0);
        self.raw += usize::from(classes & RAW_TEXT != 0);
        self.tags.push(name, OpenTag { node, classes });
    }

    fn close(&mut self, name: &str, nodes: &mut [Node], at: usize) {
        let closed = self.tags.close(name);
        nodes[at].partner = closed.first().map_or(NONE, |(_, open)| open.node);
        for (_, open) in closed {
            nodes[open.node].partner = at;
            self.literal -= usize::from(open.classes & LITERAL != 0);
            self.raw -= usize::from(open.classes & RAW_TEXT != 0);
        }
    }

    /// Whether the text here is no prose.
    pub fn is_literal(&self) -> bool {
        self.literal > 0
    }

    /// Whether the text here is not even HTML.
    pub fn is_raw(&self) -> bool {
        self.raw > 0
    }
}

/// Stands for a heading of Markdown; no tag is called so.
const HEADING: &str = "#";
