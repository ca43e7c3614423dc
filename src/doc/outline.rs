//! What a text is made of: its blocks in words, where it leads and what leads into it.

use pulldown_cmark::{LinkType, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::addresses::{address, of_css};
use super::line::{self, plain_line};
use super::parse::{Extensions, parse};
use super::shortcodes::{self, Argument, Call};
use super::tags::HtmlTag;
use super::tree::{Kind, Markup, Node, Places};
use super::{Ids, headings};
use crate::text::html::unescape;
use crate::text::url;

use std::ops::Range;

/// A link or image of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// As the author wrote it.
    pub destination: String,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    pub image: bool,
    /// What an image says to who does not see it, empty where that is forgotten; `None` where nothing is to be said: it is no
    /// image, it has a caption, or the author says that it only decorates.
    pub alt: Option<String>,
}

/// What a Markdown text is made of, for telling its language and pairing it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The blocks that hold words, in order.
    pub blocks: Vec<(Block, String)>,
    pub links: Vec<Link>,
    /// Words of its HTML and its shortcodes that may name other files.
    pub file_names: Vec<String>,
    /// What a link can lead to inside of it, behind `#`.
    pub anchors: Vec<String>,
    /// Whether it has shortcodes, whose HTML may hold other anchors.
    pub shortcodes: bool,
}

/// The kinds of block of an [`Outline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Block {
    Heading(u8),
    Item,
    Quote,
    Paragraph,
    Code,
}

/// Reads what a text is made of.
pub fn outline(text: &str, extensions: Extensions) -> Outline {
    read(text, extensions, false)
}

/// Reads what a text is made of, with the words that stand in its HTML and below its pictures.
pub fn outline_with_html(text: &str, extensions: Extensions) -> Outline {
    read(text, extensions, true)
}

fn read(text: &str, extensions: Extensions, reads_html: bool) -> Outline {
    let found = shortcodes::read(text, extensions);
    let nodes = parse(&found, text, &mut Vec::new());
    let mut reader = OutlineReader {
        source: text,
        outline: Outline {
            shortcodes: !found.calls.is_empty(),
            ..Outline::default()
        },
        stack: Vec::new(),
        words: String::new(),
        headings: Vec::new(),
        images: Vec::new(),
        names: Vec::new(),
        in_style: false,
        reads_html,
        is_hidden: false,
    };
    for node in &nodes {
        reader.read(node, &found.calls);
    }
    reader.finish()
}

struct OutlineReader<'t> {
    source: &'t str,
    outline: Outline,
    /// The blocks that are open.
    stack: Vec<Block>,
    words: String,
    /// Of headings: the place of each among the anchors, its own id and its words.
    headings: Vec<(usize, Option<String>, String)>,
    /// Open images: which link each is, where its words begin, and its caption.
    images: Vec<(usize, usize, String)>,
    names: Vec<String>,
    /// Whether what comes next is a style sheet.
    in_style: bool,
    /// Whether the words of its HTML and of captions are read.
    reads_html: bool,
    /// Whether HTML is open that shows no words.
    is_hidden: bool,
}

impl OutlineReader<'_> {
    fn read(&mut self, node: &Node, calls: &[Call]) {
        match &node.kind {
            Kind::Start(tag) => self.start(tag, node.span.clone()),
            Kind::End(TagEnd::Image) => {
                if let Some((image, from, caption)) = self.images.pop() {
                    let alt = self.words.get(from..).unwrap_or_default().trim();
                    let says = caption.is_empty() || !alt.is_empty();
                    self.outline.links[image].alt = says.then(|| alt.to_owned());
                    if self.reads_html && !caption.is_empty() {
                        self.words.extend([" ", &caption]);
                    }
                }
            }
            Kind::End(end) if is_block_end(*end) => {
                if let TagEnd::Heading(_) = end
                    && let Some((_, _, words)) = self.headings.last_mut()
                {
                    *words = self.words.clone();
                }
                self.flush();
                self.stack.pop();
            }
            Kind::Text(text) if node.in_html => {
                self.name_files(text);
                if self.reads_html && !self.is_hidden {
                    self.words.push_str(&unescape(text));
                }
            }
            Kind::SoftBreak if node.in_html && !self.reads_html => {}
            Kind::Text(text) | Kind::Code(text) => self.words.push_str(text),
            Kind::Math(formula) => self.words.push_str(&formula.text),
            Kind::SoftBreak | Kind::HardBreak | Kind::End(TagEnd::TableCell) => {
                self.words.push(' ')
            }
            Kind::Tag(html) => {
                self.calls(html, calls);
                self.tag(html, &node.span);
            }
            Kind::Markup(html) => {
                self.calls(html, calls);
                if self.in_style {
                    self.style(html, &node.span);
                }
            }
            Kind::Shortcode(mark) => {
                if let Some(call) = mark.begins().and_then(|call| calls.get(call)) {
                    call_outline(call, &mut self.words, &mut self.outline);
                }
            }
            _ => {}
        }
        self.in_style = node.begins_style();
    }

    /// Where the addresses of a style sheet lead.
    fn style(&mut self, html: &Markup, span: &Range<usize>) {
        let mut places = Places::new(span, &html.text, self.source);
        for at in html.own_values(of_css(&html.text).into_iter()) {
            let range = places.next(at.clone());
            self.outline.links.push(link(&html.text[at], range, false));
        }
    }

    fn name_files(&mut self, html: &str) {
        let names = url::file_names(html).map(str::to_owned);
        self.outline.file_names.extend(names);
    }

    fn calls(&mut self, html: &Markup, calls: &[Call]) {
        if !html.is_comment {
            self.name_files(&html.text);
        }
        let begun = html
            .calls
            .iter()
            .filter_map(|(_, mark)| calls.get(mark.begins()?));
        begun.for_each(|call| call_outline(call, &mut self.words, &mut self.outline));
    }

    fn start(&mut self, tag: &Tag, span: Range<usize>) {
        match tag {
            Tag::Link {
                link_type: LinkType::Email,
                ..
            } => {}
            Tag::Link { dest_url, .. } => self.outline.links.push(link(dest_url, span, false)),
            Tag::Image {
                dest_url, title, ..
            } => {
                let caption = title.trim().to_owned();
                self.images
                    .push((self.outline.links.len(), self.words.len(), caption.clone()));
                self.outline.links.push(link(dest_url, span.clone(), true));
                caption_links(&caption, &span, &mut self.outline);
            }
            tag => {
                if let Some(block) = block_of(tag, self.stack.last()) {
                    self.flush();
                    self.stack.push(block);
                }
                if let Tag::Heading { id, .. } = tag {
                    let id = id.as_ref().map(|id| id.to_string());
                    self.headings
                        .push((self.outline.anchors.len(), id, String::new()));
                    self.outline.anchors.push(String::new());
                }
            }
        }
    }

    /// Where a tag of the author's leads, and what leads to it.
    fn tag(&mut self, html: &Markup, span: &Range<usize>) {
        let tag = html.tag();
        if self.reads_html {
            self.part(&tag);
        }
        for at in html.own_values(tag.destinations().into_iter()) {
            let is_source = tag.is("img") && tag.attribute("src").as_ref() == Some(&at);
            let says = match tag.value("alt") {
                Some(alt) => Some(alt.to_owned()).filter(|alt| !alt.is_empty()),
                // Without a value or without quotes, it says something all the same.
                None => (!html.text.to_ascii_lowercase().contains(" alt")).then(String::new),
            };
            let destination = address(&html.text[at.clone()]);
            let range = Places::new(span, &html.text, self.source).next(at);
            self.outline.links.push(Link {
                alt: says.filter(|_| is_source),
                ..link(&destination, range, false)
            });
        }
        if tag.closes() {
            return;
        }
        let value = |name: &str| {
            let own = html.own_values(tag.attribute(name).into_iter());
            own.map(|at| html.text[at].to_owned()).next()
        };
        self.outline.anchors.extend(value("id"));
        self.names.extend(value("name"));
    }

    /// Ends a block of HTML, and begins one.
    fn part(&mut self, tag: &HtmlTag) {
        if tag.is("script") || tag.is("style") {
            self.is_hidden = tag.opens();
        }
        if !tag.parts_words() {
            return;
        }
        let heading = (1..=6).find(|level| tag.is(&format!("h{level}")));
        let block = match heading {
            Some(level) => Block::Heading(level),
            None if tag.is("li") => Block::Item,
            None if tag.is("pre") => Block::Code,
            None => Block::Paragraph,
        };
        if tag.closes() {
            self.stack.push(block);
        }
        self.flush();
        if tag.closes() {
            self.stack.pop();
        }
    }

    fn flush(&mut self) {
        if !self.words.trim().is_empty() {
            let block = self.stack.last().copied().unwrap_or(Block::Paragraph);
            let words = crate::text::words::one_line(&self.words);
            self.outline.blocks.push((block, words));
        }
        self.words.clear();
    }

    fn finish(mut self) -> Outline {
        self.flush();
        let mut outline = self.outline;
        let own = self.headings.iter().filter_map(|(_, own, _)| own.clone());
        let mut ids = Ids::new(outline.anchors.iter().cloned().chain(own));
        for (at, own, words) in self.headings {
            outline.anchors[at] = headings::of(&mut ids, own.as_deref(), &words);
        }
        outline.anchors.extend(self.names);
        outline
    }
}

/// What a shortcode's arguments say and where they lead.
fn call_outline(call: &Call, words: &mut String, outline: &mut Outline) {
    let first = outline.links.len();
    for (name, to, range) in call.clone().links() {
        let is_image = matches!(name, "src" | "poster") && crate::text::images::is_image(to);
        outline.links.push(link(to, range.clone(), is_image));
    }
    let mut images = outline.links[first..].iter_mut().filter(|link| link.image);
    if let Some(image) = images.next().filter(|_| call.name == "figure") {
        let has_caption = call.end.is_some() || call.text("caption").is_some();
        // One by language is looked for where its page is made.
        let is_said = call.argument("alt").is_some();
        image.alt = match call.text("alt") {
            Some(alt) => Some(alt.to_owned()).filter(|alt| !alt.is_empty()),
            None => (!has_caption && !is_said).then(String::new),
        };
    }
    outline.anchors.extend(call.text("id").map(str::to_owned));
    let texts = call.arguments.iter().flat_map(Argument::texts);
    outline.file_names.extend(texts.map(str::to_owned));
    if let Some(caption) = call.argument("caption") {
        caption
            .words()
            .for_each(|text| caption_links(text, &caption.range, outline));
    }
    if let Some(text) = call.text("caption").or_else(|| call.text("alt")) {
        words.push_str(&plain_line(text, Extensions::default()));
        words.push(' ');
    }
}

/// What the Markdown of a caption, which stands in `range`, leads to.
fn caption_links(caption: &str, range: &Range<usize>, outline: &mut Outline) {
    let links = line::links(caption).into_iter();
    let links = links.map(|to| link(&to, range.clone(), false));
    outline.links.extend(links);
}

fn link(destination: &str, range: Range<usize>, image: bool) -> Link {
    Link {
        destination: destination.to_owned(),
        range,
        image,
        alt: None,
    }
}

fn block_of(tag: &Tag, within: Option<&Block>) -> Option<Block> {
    Some(match tag {
        Tag::Heading { level, .. } => Block::Heading(*level as u8),
        Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => Block::Item,
        Tag::BlockQuote(_) => Block::Quote,
        Tag::CodeBlock(_) => Block::Code,
        // A paragraph of an item or a quotation is of that item or quotation.
        Tag::Paragraph | Tag::Table(_) | Tag::FootnoteDefinition(_) => {
            within.copied().unwrap_or(Block::Paragraph)
        }
        _ => return None,
    })
}

fn is_block_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Paragraph
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
    )
}
