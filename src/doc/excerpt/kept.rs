//! What an excerpt may be made of: a text without its asides, in blocks.

use pulldown_cmark::{Tag, TagEnd};

use crate::doc::elements::{GROUP, MARKING, SHOWN, WHOLE};
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

/// A paragraph of the running text.
pub struct Block<'s> {
    /// What is inside it.
    pub nodes: Vec<Node<'s>>,
    /// The quotation that it is of, by its number.
    pub quote: Option<usize>,
}

/// The first blocks of the running text.
#[derive(Default)]
pub struct Blocks<'s> {
    pub paragraphs: Vec<Block<'s>>,
    /// The items of lists.
    pub items: Vec<Block<'s>>,
    /// How many quotations have begun, and how many are open.
    quotes: (usize, usize),
    current: Option<Vec<Node<'s>>>,
    /// How many lists, tables and the like are open.
    depth: usize,
    /// The words of the paragraphs.
    words: usize,
}

/// The blocks of the running text, up to the paragraph with which paragraphs have enough words, or to what ends the opening
/// paragraphs: a heading, a list, a table, code, a figure.
pub fn first_blocks<'s>(nodes: &[Node<'s>], enough: usize) -> Blocks<'s> {
    let (mut kept, mut blocks) = (Kept::default(), Blocks::default());
    let (mut has_picture, mut alerts) = (false, 0usize);
    for node in nodes {
        if !blocks.paragraphs.is_empty() && ends_opening(node) {
            break;
        }
        // An alert stands beside the text.
        match node.kind {
            Kind::Start(Tag::BlockQuote(Some(_))) => alerts += 1,
            Kind::End(TagEnd::BlockQuote(Some(_))) => {
                alerts = alerts.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        if alerts > 0 {
            continue;
        }
        kept.add(node);
        match node.kind {
            Kind::Start(Tag::Paragraph) => has_picture = false,
            Kind::Start(Tag::Image { .. }) => has_picture = true,
            _ => {}
        }
        if let Kind::End(TagEnd::Paragraph) = node.kind {
            let is_figure = has_picture
                && !kept
                    .nodes
                    .iter()
                    .any(|node| matches!(node.kind, Kind::Text(_) | Kind::Code(_) | Kind::Math(_)));
            if is_figure && !blocks.paragraphs.is_empty() {
                kept.nodes.clear();
                break;
            }
            kept.nodes.drain(..).for_each(|node| blocks.add(node));
            if blocks.words >= enough {
                break;
            }
        }
    }
    kept.nodes.into_iter().for_each(|node| blocks.add(node));
    blocks
}

fn ends_opening(node: &Node) -> bool {
    match &node.kind {
        Kind::Start(
            Tag::Heading { .. }
            | Tag::List(_)
            | Tag::DefinitionList
            | Tag::Table(_)
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(Some(_)),
        ) => true,
        Kind::Tag(html) => html.tag().is_any(GROUP | WHOLE | SHOWN),
        Kind::Shortcode(Mark::Alone(_)) => !node.in_line,
        _ => false,
    }
}

impl<'s> Blocks<'s> {
    fn add(&mut self, node: Node<'s>) {
        match &node.kind {
            Kind::Start(
                Tag::Item
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::Paragraph,
            ) => self.current = Some(Vec::new()),
            Kind::End(TagEnd::Paragraph) if self.depth == 0 => {
                if let Some(paragraph) = self.current.take() {
                    self.words += words::count(&plain(&paragraph));
                    self.paragraphs.push(Block {
                        nodes: paragraph,
                        quote: (self.quotes.1 > 0).then_some(self.quotes.0),
                    });
                }
            }
            Kind::End(
                TagEnd::Item
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition
                | TagEnd::Paragraph,
            ) => {
                let items = self.current.take().into_iter();
                self.items
                    .extend(items.map(|nodes| Block { nodes, quote: None }));
            }
            Kind::Start(Tag::List(_) | Tag::DefinitionList | Tag::Table(_) | Tag::CodeBlock(_)) => {
                self.depth += 1
            }
            Kind::End(
                TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::Table | TagEnd::CodeBlock,
            ) => self.depth = self.depth.saturating_sub(1),
            Kind::Start(Tag::BlockQuote(_)) => {
                self.quotes.0 += usize::from(self.quotes.1 == 0);
                self.quotes.1 += 1;
            }
            Kind::End(TagEnd::BlockQuote(_)) => self.quotes.1 = self.quotes.1.saturating_sub(1),
            _ => {
                if let Some(current) = &mut self.current {
                    current.push(node);
                }
            }
        }
    }
}
