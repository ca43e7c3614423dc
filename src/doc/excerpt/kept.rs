//! What an excerpt may be made of: a text without its asides, in blocks.

use pulldown_cmark::{Tag, TagEnd};

use crate::doc::elements::MARKING;
use crate::doc::tree::{Kind, Mark, Node, plain};
use crate::text::words;

/// Drops headings, images, footnotes and other raw HTML, and links to places of the page itself, which are not in a list; what
/// is empty then goes too.
pub fn without_asides<'s>(nodes: &[Node<'s>]) -> Vec<Node<'s>> {
    let mut kept = Kept::default();
    nodes.iter().for_each(|node| kept.add(node));
    kept.nodes
}

/// What is kept without the asides.
#[derive(Default)]
struct Kept<'s> {
    nodes: Vec<Node<'s>>,
    /// How many asides are open.
    skipping: usize,
    /// Whether a link to a place of the page is.
    local: bool,
}

impl<'s> Kept<'s> {
    fn add(&mut self, node: &Node<'s>) {
        let last = self.nodes.last().map(|last| &last.kind);
        match &node.kind {
            Kind::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with('#') => {
                self.local = true
            }
            Kind::End(TagEnd::Link) if self.local => self.local = false,
            Kind::End(TagEnd::Link) if matches!(last, Some(Kind::Start(Tag::Link { .. }))) => {
                self.nodes.pop();
            }
            Kind::Start(
                Tag::Heading { .. }
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::HtmlBlock,
            ) => self.skipping += 1,
            Kind::End(
                TagEnd::Heading(_) | TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock,
            ) => self.skipping = self.skipping.saturating_sub(1),
            _ if self.skipping > 0 => {}
            Kind::Tag(html) if html.tag().is("br") => {
                let line_break = Node::new(Kind::HardBreak, node.span.clone());
                self.nodes.push(line_break)
            }
            Kind::Tag(html) => {
                let tag = html.tag();
                if tag.is_any(MARKING) && !tag.text.ends_with("/>") {
                    self.nodes.push(node.clone());
                }
            }
            Kind::Shortcode(Mark::Alone(_)) if node.in_line => self.nodes.push(node.clone()),
            Kind::NoteReference(_) | Kind::Markup(_) | Kind::Shortcode(_) => {}
            Kind::End(TagEnd::Paragraph) if matches!(last, Some(Kind::Start(Tag::Paragraph))) => {
                self.nodes.pop();
            }
            _ => self.nodes.push(node.clone()),
        }
    }
}

/// The first blocks of the running text, each with the nodes inside it.
#[derive(Default)]
pub struct Blocks<'s> {
    pub paragraphs: Vec<Vec<Node<'s>>>,
    /// The items of lists.
    pub items: Vec<Vec<Node<'s>>>,
    current: Option<Vec<Node<'s>>>,
    /// How many lists, tables and the like are open.
    depth: usize,
    /// The words of the paragraphs.
    words: usize,
}

/// The blocks of the running text, up to the paragraph with which paragraphs have enough words.
pub fn first_blocks<'s>(nodes: &[Node<'s>], enough: usize) -> Blocks<'s> {
    let (mut kept, mut blocks) = (Kept::default(), Blocks::default());
    for node in nodes {
        kept.add(node);
        if let Kind::End(TagEnd::Paragraph) = node.kind {
            kept.nodes.drain(..).for_each(|node| blocks.add(node));
            if blocks.words >= enough {
                break;
            }
        }
    }
    kept.nodes.into_iter().for_each(|node| blocks.add(node));
    blocks
}

impl<'s> Blocks<'s> {
    fn add(&mut self, node: Node<'s>) {
        match &node.kind {
            Kind::Start(Tag::Item | Tag::Paragraph) => self.current = Some(Vec::new()),
            Kind::End(TagEnd::Paragraph) if self.depth == 0 => {
                if let Some(paragraph) = self.current.take() {
                    self.words += words::count(&plain(&paragraph));
                    self.paragraphs.push(paragraph);
                }
            }
            Kind::End(TagEnd::Item | TagEnd::Paragraph) => self.items.extend(self.current.take()),
            Kind::Start(Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_)) => self.depth += 1,
            Kind::End(TagEnd::List(_) | TagEnd::Table | TagEnd::CodeBlock) => {
                self.depth = self.depth.saturating_sub(1)
            }
            // A quotation's paragraphs are running text too.
            Kind::Start(Tag::BlockQuote(_)) | Kind::End(TagEnd::BlockQuote(_)) => {}
            _ => {
                if let Some(current) = &mut self.current {
                    current.push(node);
                }
            }
        }
    }
}
