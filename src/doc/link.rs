//! Which node ends what another begins, elements of Markdown and tags of HTML alike.

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{Tag, TagEnd};
use smallvec::SmallVec;

use super::elements::LITERAL;
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
    tags: Open,
}

impl Linker {
    /// Gives a node, and what it ends, their partners.
    pub fn link(&mut self, nodes: &mut [Node], at: usize) {
        nodes[at].partner = NONE;
        match &nodes[at].kind {
            Kind::Start(tag) => {
                self.elements.push(at);
                if let Tag::Heading { .. } = tag {
                    self.tags.push(HEADING.into(), at, false);
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
                    self.tags.push(name.into(), at, tag.is_any(LITERAL));
                } else if tag.closes() {
                    let name = tag.name().to_ascii_lowercase();
                    self.close(&name, nodes, at);
                }
            }
            Kind::Shortcode(Mark::Open(call)) => self.tags.push(call.to_string().into(), at, false),
            Kind::Shortcode(Mark::Close(call)) => {
                let call = call.to_string();
                self.close(&call, nodes, at);
            }
            _ => {}
        }
    }

    /// What was left open inside, such as a paragraph, ends here too.
    fn close(&mut self, name: &str, nodes: &mut [Node], at: usize) {
        let closed = self.tags.close(name);
        nodes[at].partner = closed.first().map_or(NONE, |open| open.node);
        for open in closed {
            nodes[open.node].partner = at;
        }
    }

    /// Whether the text here is no prose.
    pub fn is_literal(&self) -> bool {
        self.tags.literal > 0
    }
}

/// Stands for a heading of Markdown; no tag is called so.
const HEADING: &str = "#";

/// The tags that are open, from the outermost on; one that is closed is found without looking through all of them.
#[derive(Default)]
struct Open {
    tags: Vec<OpenTag>,
    /// How many of a name are open.
    counts: HashMap<Cow<'static, str>, usize>,
    /// How many hold no prose.
    literal: usize,
}

struct OpenTag {
    name: Cow<'static, str>,
    node: usize,
    literal: bool,
}

impl Open {
    fn push(&mut self, name: Cow<'static, str>, node: usize, literal: bool) {
        *self.counts.entry(name.clone()).or_default() += 1;
        self.literal += usize::from(literal);
        self.tags.push(OpenTag {
            name,
            node,
            literal,
        });
    }

    /// Closes the innermost of a name, with what was left open inside.
    fn close(&mut self, name: &str) -> SmallVec<[OpenTag; 4]> {
        let mut closed = SmallVec::new();
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return closed;
        }
        let at = self.tags.iter().rposition(|open| open.name == name);
        for open in self.tags.drain(at.unwrap_or(self.tags.len())..) {
            if let Some(count) = self.counts.get_mut(&open.name) {
                *count -= 1;
            }
            self.literal -= usize::from(open.literal);
            closed.push(open);
        }
        closed
    }
}
