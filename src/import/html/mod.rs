//! HTML → Markdown that keeps every visible word; what Markdown cannot say stays HTML, cleaned, and whatever goes is reported.
//!
//! 1. html5ever reads it as a browser would
//! 2. blocks are walked, their running text gathered as [`inline`] tokens
//! 3. tables without a header, definition lists, captions and players stay HTML, which ammonia cleans

mod inline;
mod raw;

use std::collections::HashSet;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::urls::Urls;
use crate::text::html::escape;
use crate::text::words::one_line;
use crate::text::{toml, url, video};
use inline::{Mark, Run, Token};

/// How a text is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The old site's addresses.
    pub urls: &'a Urls,
    /// Where the text stood, as a path: what its relative addresses are seen from.
    pub page: &'a str,
    /// Whether line feeds are ends of lines and empty lines ends of paragraphs, as in WordPress's classic texts.
    pub lines: bool,
    /// Whether HTML may stand in the result.
    pub html: bool,
}

impl Context<'_> {
    /// An address as the new site has it.
    fn local(&self, address: &str) -> String {
        self.urls.local(&self.absolute(address))
    }

    /// The path of an image.
    fn image(&self, address: &str) -> String {
        self.urls.image(&self.absolute(address))
    }

    /// An address that is relative to its page, from the root.
    fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        // Browsers overlook control characters: `java\nscript:` is a scheme. What may have one is no relative address.
        let schemeless = !address
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default()
            .contains(':');
        let is_relative =
            !address.is_empty() && !address.starts_with(['/', '#', '?']) && schemeless;
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let folder = url::folder_of(self.page);
        match url::join(folder, &address[..end]) {
            Some(path) if is_relative && self.page.starts_with('/') => {
                let slash = if address[..end].ends_with('/') && !path.is_empty() {
                    "/"
                } else {
                    ""
                };
                format!("/{path}{slash}{}", &address[end..])
            }
            _ => address.to_owned(),
        }
    }
}

/// A text in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub markdown: String,
    /// What is not as it was.
    pub changes: Vec<Change>,
}

/// What is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What became of it.
    pub kind: Changed,
    /// Of what: an address, an element's name.
    pub what: String,
}

/// What became of something that Markdown does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    /// A script, a style sheet, an event handler, or a link that runs a script: removed.
    Script,
    /// A player or map of another site: kept as HTML.
    Embed,
    /// Something embedded that is now a link.
    Linked,
    /// A form, a drawing, a pixel that counts readers: removed.
    Removed,
    /// A shortcode that nobody knows: kept as text.
    Shortcode,
    /// A block or gallery that WordPress filled when the page was asked for: removed.
    Dynamic,
    /// A text in several pages: now one.
    Pages,
    /// A feed's summary: the rest is not in the export.
    Summary,
}

impl Changed {
    /// In words, of several.
    pub fn words(self) -> &'static str {
        match self {
            Changed::Script => "scripts, styles or handlers were removed",
            Changed::Embed => "players or maps of other sites were kept",
            Changed::Linked => "embedded things became links",
            Changed::Removed => "forms, drawings or counters were removed",
            Changed::Shortcode => "unknown shortcodes stand as text",
            Changed::Dynamic => "parts that WordPress filled by itself were removed",
            Changed::Pages => "several pages became one",
            Changed::Summary => "only the summary is in the export",
        }
    }
}

/// Deeper elements are read as text alone.
const DEEPEST: usize = 80;

/// Converts a text.
pub fn convert(html: &str, context: Context) -> Converted {
    let dom = parse(html);
    let mut converter = Converter {
        context,
        changes: Vec::new(),
        targets: HashSet::new(),
        depth: 0,
    };
    let body = body(&dom);
    converter.find_targets(&body);
    let blocks = converter.blocks(&body.children.borrow());
    Converted {
        markdown: join(&blocks, "\n\n"),
        changes: converter.changes,
    }
}

/// The visible text of a line of HTML: a title, a term's name.
pub fn plain(html: &str) -> String {
    if html.contains(['<', '&']) {
        one_line(&text_of(&body(&parse(html))))
    } else {
        one_line(html)
    }
}

fn parse(html: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let options = ParseOpts {
        tree_builder,
        ..ParseOpts::default()
    };
    // What precedes the body, a comment for one, would not be in it.
    parse_document(RcDom::default(), options).one(format!("<!DOCTYPE html><body>{html}"))
}

fn body(dom: &RcDom) -> Handle {
    let element = |node: &Handle, name: &str| {
        node.children
            .borrow()
            .iter()
            .find(|child| is(child, name))
            .cloned()
    };
    element(&dom.document, "html")
        .and_then(|html| element(&html, "body"))
        .unwrap_or_else(|| dom.document.clone())
}

fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

fn is(node: &Handle, known: &str) -> bool {
    name(node) == known
}

fn attribute(node: &Handle, known: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attrs = attrs.borrow();
    attrs
        .iter()
        .find(|attribute| &*attribute.name.local == known)
        .map(|attribute| attribute.value.trim().to_owned())
}

/// The text below a node, without scripts and styles, its blocks apart; never deep in the stack.
fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![Some(node.clone())];
    while let Some(next) = open.pop() {
        let Some(node) = next else {
            text.push('\n');
            continue;
        };
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { .. } if matches!(name(&node), "script" | "style") => {}
            _ => {
                if is(&node, "br") || BLOCKS.contains(&name(&node)) {
                    text.push('\n');
                    open.push(None);
                }
                open.extend(node.children.borrow().iter().rev().cloned().map(Some));
            }
        }
    }
    text
}

/// A block of Markdown.
#[derive(Clone, Debug)]
struct Block {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A list, with the sign of its items.
    List(char),
    Text,
    Other,
}

fn join(blocks: &[Block], between: &str) -> String {
    blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect::<Vec<_>>()
        .join(between)
}

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
    "caption",
];

struct Converter<'a> {
    context: Context<'a>,
    changes: Vec<Change>,
    /// Names that links of this text lead to.
    targets: HashSet<String>,
    depth: usize,
}

impl Converter<'_> {
    fn change(&mut self, kind: Changed, what: impl Into<String>) {
        let change = Change {
            kind,
            what: what.into(),
        };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// One look at every element: where links lead to in this text, and what no reader sees but must be reported.
    fn find_targets(&mut self, node: &Handle) {
        let mut open = vec![node.clone()];
        while let Some(node) = open.pop() {
            if let NodeData::Element { attrs, .. } = &node.data {
                for attribute in attrs.borrow().iter() {
                    let key = &*attribute.name.local;
                    if key == "href"
                        && let Some(target) = attribute.value.strip_prefix('#')
                    {
                        self.targets.insert(target.to_owned());
                    }
                    if key.len() > 2 && key.starts_with("on") {
                        self.change(Changed::Script, key);
                    }
                }
            }
            open.extend(node.children.borrow().iter().cloned());
        }
    }

    fn blocks(&mut self, nodes: &[Handle]) -> Vec<Block> {
        let (mut blocks, mut run) = (Vec::new(), Run::default());
        self.flow(nodes, &mut run, &mut blocks);
        self.flush(&mut run, &mut blocks);
        blocks
    }

    /// Ends the running text: its paragraphs become blocks.
    fn flush(&mut self, run: &mut Run, blocks: &mut Vec<Block>) {
        let paragraphs = run.paragraphs();
        blocks.extend(paragraphs.into_iter().map(|text| Block {
            text,
            kind: Kind::Text,
        }));
    }

    fn flow(&mut self, nodes: &[Handle], run: &mut Run, blocks: &mut Vec<Block>) {
        self.depth += 1;
        for node in nodes {
            match &node.data {
                NodeData::Element { .. } if self.depth > DEEPEST => run.text(&text_of(node), false),
                NodeData::Element { .. } if BLOCKS.contains(&name(node)) => {
                    self.flush(run, blocks);
                    self.block(node, blocks);
                }
                NodeData::Element { .. } if !is(node, "a") && self.holds_block(node) => {
                    self.flow(&node.children.borrow(), run, blocks)
                }
                NodeData::Comment { contents } => self.comment(contents, run, blocks),
                _ => self.inline(node, run),
            }
        }
        self.depth -= 1;
    }

    fn holds_block(&self, node: &Handle) -> bool {
        let mut open: Vec<(Handle, usize)> = vec![(node.clone(), 0)];
        while let Some((node, depth)) = open.pop() {
            for child in node.children.borrow().iter() {
                let more =
                    matches!(&child.data, NodeData::Comment { contents } if is_more(contents));
                if more || BLOCKS.contains(&name(child)) {
                    return true;
                }
                if depth < DEEPEST {
                    open.push((child.clone(), depth + 1));
                }
            }
        }
        false
    }

    fn comment(&mut self, contents: &str, run: &mut Run, blocks: &mut Vec<Block>) {
        if is_more(contents) {
            self.flush(run, blocks);
            if self.context.html {
                blocks.push(Block {
                    text: "<!-- more -->".into(),
                    kind: Kind::Other,
                });
            }
        } else if contents.trim() == "nextpage" {
            self.flush(run, blocks);
            self.change(Changed::Pages, "nextpage");
        }
    }

    fn block(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let lang = self
            .lang(node)
            .filter(|_| !matches!(name(node), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
        let from = blocks.len();
        let other = |text: String| Block {
            text,
            kind: Kind::Other,
        };
        match name(node) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => blocks.extend(self.heading(node).map(other)),
            "blockquote" => {
                let inside = self.anchored(node);
                let quoted: Vec<String> = join(&inside, "\n\n")
                    .lines()
                    .map(|line| format!("> {line}").trim_end_matches(' ').to_owned())
                    .collect();
                blocks.extend((!quoted.is_empty()).then(|| other(quoted.join("\n"))));
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, blocks),
            "pre" => self.preformatted(node, blocks),
            "hr" => blocks.push(other("---".into())),
            "table" => self.table(node, blocks),
            "dl" if self.context.html => blocks.extend(self.raw(node).map(other)),
            "figure" => self.figure(node, blocks),
            "details" if self.context.html => self.details(node, blocks),
            "iframe" | "object" | "embed" | "video" | "audio" => self.embed(node, blocks),
            element => {
                if element == "form" {
                    self.change(Changed::Removed, "form");
                }
                blocks.extend(self.anchored(node));
            }
        }
        if let (Some(lang), true, true) = (lang, blocks.len() > from, self.context.html) {
            blocks.insert(from, other(format!("<div lang=\"{lang}\">")));
            blocks.push(other("</div>".into()));
        }
    }

    /// The blocks in a node, its own name first where a link leads to it, and its language around a paragraph.
    fn anchored(&mut self, node: &Handle) -> Vec<Block> {
        let (mut blocks, mut run) = (Vec::new(), Run::default());
        self.anchor(node, &mut run);
        let lang = self
            .lang(node)
            .filter(|_| is(node, "p") && self.context.html);
        if let Some(lang) = &lang {
            run.push(Token::Open(Mark::Html(
                format!("<span lang=\"{lang}\">"),
                "</span>".into(),
            )));
        }
        self.flow(&node.children.borrow(), &mut run, &mut blocks);
        if lang.is_some() {
            run.push(Token::Close);
        }
        self.flush(&mut run, &mut blocks);
        blocks
    }

    /// A language tag of an element, where it is well-formed.
    fn lang(&self, node: &Handle) -> Option<String> {
        let lang = attribute(node, "lang").or_else(|| attribute(node, "xml:lang"))?;
        let well_formed = (2..=20).contains(&lang.len())
            && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        well_formed.then_some(lang)
    }

    fn anchor(&mut self, node: &Handle, run: &mut Run) {
        let Some(id) =
            attribute(node, "id").or_else(|| attribute(node, "name").filter(|_| is(node, "a")))
        else {
            return;
        };
        let plain = id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
        if self.context.html && plain && self.targets.contains(&id) {
            run.push(Token::Raw(format!("<a id=\"{id}\"></a>")));
        }
    }

    fn line(&mut self, node: &Handle) -> String {
        let mut run = Run::default();
        self.anchor(node, &mut run);
        self.inlines(node, &mut run);
        run.line()
    }

    fn heading(&mut self, node: &Handle) -> Option<String> {
        let level = name(node)[1..].parse().unwrap_or(2);
        let mut line = self.line(node);
        if line.is_empty() {
            return None;
        }
        // `{#id}` and `#` at the end would be read as the heading's own.
        match line.pop() {
            Some('}') => line.push_str("&#125;"),
            Some('#') => line.push_str("\\#"),
            last => line.extend(last),
        }
        Some(format!("{} {line}", "#".repeat(level)))
    }

    fn list(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let ordered = is(node, "ol");
        // Two lists that follow each other would be one, if their signs were the same.
        let before = blocks.last().map(|block| block.kind);
        let sign = match (ordered, before) {
            (true, Some(Kind::List('.'))) => ')',
            (true, _) => '.',
            (false, Some(Kind::List('-'))) => '*',
            (false, _) => '-',
        };
        let mut number: u32 = attribute(node, "start")
            .and_then(|start| start.parse().ok())
            .filter(|n| *n < 1_000_000)
            .unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        let children = node.children.borrow();
        let is_item = |child: &Handle| is(child, "li") && self.depth <= DEEPEST;
        let runs: Vec<&[Handle]> = children
            .chunk_by(|a, b| !is_item(a) && !is_item(b))
            .collect();
        for run in runs {
            if let [item] = run
                && is(item, "li")
                && self.depth <= DEEPEST
            {
                self.depth += 1;
                items.push(self.anchored(item));
                self.depth -= 1;
                continue;
            }
            // A list right in a list, as old editors indented: part of the item before it.
            let more = self.blocks(run);
            match items.last_mut() {
                Some(last) => last.extend(more),
                None => items.push(more),
            }
        }
        items.retain(|item| !item.is_empty());
        if items.is_empty() {
            return;
        }
        let is_list = |block: &Block| matches!(block.kind, Kind::List(_));
        // HTML ends only at a blank line.
        let is_text = |block: &Block| matches!(block.kind, Kind::Text);
        let tight = items.iter().all(|item| {
            item.len() == 1
                || item[1..]
                    .iter()
                    .all(|block| is_list(block) && !starts_late(&block.text))
                    && is_text(&item[0])
        });
        let between = if tight { "\n" } else { "\n\n" };
        let mut lines = Vec::new();
        for item in &items {
            let marker = if ordered {
                format!("{number}{sign} ")
            } else {
                format!("{sign} ")
            };
            number += 1;
            lines.push(indented(&marker, &join(item, between)));
        }
        blocks.push(Block {
            text: lines.join(between),
            kind: Kind::List(sign),
        });
    }

    fn preformatted(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let rich = self
            .finds(node, "a")
            .is_some_and(|a| attribute(&a, "href").is_some())
            || self.finds(node, "img").is_some();
        if rich && self.context.html {
            blocks.extend(self.raw(node).map(|text| Block {
                text,
                kind: Kind::Other,
            }));
            return;
        }
        let text = text_of(node);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
        if text.trim().is_empty() {
            return;
        }
        let code = self.finds(node, "code");
        let class = |node: &Handle| attribute(node, "class").unwrap_or_default();
        let classes = format!(
            "{} {}",
            code.as_ref().map(class).unwrap_or_default(),
            class(node)
        );
        let fence = "`".repeat(longest(text, '`').max(2) + 1);
        blocks.push(Block {
            text: format!("{fence}{}\n{text}\n{fence}", code_language(&classes)),
            kind: Kind::Other,
        });
    }

    /// The first element of a name below a node.
    fn finds(&self, node: &Handle, known: &str) -> Option<Handle> {
        let mut open: Vec<Handle> = node.children.borrow().iter().rev().cloned().collect();
        while let Some(node) = open.pop() {
            if is(&node, known) {
                return Some(node);
            }
            open.extend(node.children.borrow().iter().rev().cloned());
        }
        None
    }

    /// A Markdown table where the first row is a header and no cell spans or holds blocks, else HTML.
    fn table(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        match self.simple_table(node) {
            Some(text) => blocks.push(Block {
                text,
                kind: Kind::Other,
            }),
            None if self.context.html => blocks.extend(self.raw(node).map(|text| Block {
                text,
                kind: Kind::Other,
            })),
            None => blocks.extend(self.anchored(node)),
        }
    }

    fn simple_table(&mut self, node: &Handle) -> Option<String> {
        let mut rows: Vec<Handle> = Vec::new();
        for part in node.children.borrow().iter() {
            match name(part) {
                "thead" | "tbody" | "tfoot" => rows.extend(
                    part.children
                        .borrow()
                        .iter()
                        .filter(|row| is(row, "tr"))
                        .cloned(),
                ),
                "" | "colgroup" => {}
                _ => return None,
            }
        }
        let cells = |row: &Handle| -> Vec<Handle> {
            row.children
                .borrow()
                .iter()
                .filter(|cell| matches!(name(cell), "td" | "th"))
                .cloned()
                .collect()
        };
        let rows: Vec<Vec<Handle>> = rows.iter().map(cells).collect();
        let width = rows.first()?.len();
        let spans = |cell: &Handle| {
            attribute(cell, "colspan").is_some_and(|n| n != "1")
                || attribute(cell, "rowspan").is_some_and(|n| n != "1")
        };
        let simple = width > 0
            && rows.len() > 1
            && rows[0].iter().all(|cell| is(cell, "th"))
            && rows.iter().all(|row| {
                row.len() == width && !row.iter().any(|cell| spans(cell) || self.holds_block(cell))
            });
        if !simple || self.depth > DEEPEST {
            return None;
        }
        let mut lines = Vec::new();
        for row in &rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| self.line(cell).replace('|', "\\|"))
                .collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        Some(lines.join("\n"))
    }

    /// An image with its caption stays HTML; without one, it is an image.
    fn figure(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let caption = self
            .finds(node, "figcaption")
            .filter(|caption| !text_of(caption).trim().is_empty());
        let simple = [
            "iframe",
            "table",
            "pre",
            "ul",
            "ol",
            "blockquote",
            "video",
            "audio",
            "object",
        ]
        .iter()
        .all(|known| self.finds(node, known).is_none());
        match (
            caption,
            simple && self.context.html && self.finds(node, "img").is_some(),
        ) {
            (Some(_), true) => blocks.extend(self.raw(node).map(|text| Block {
                text,
                kind: Kind::Other,
            })),
            _ => blocks.extend(self.anchored(node)),
        }
    }

    fn details(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let children = node.children.borrow();
        let at = children.iter().position(|child| is(child, "summary"));
        let title = at
            .and_then(|at| self.raw(&children[at]))
            .unwrap_or_default();
        let other = |text: String| Block {
            text,
            kind: Kind::Other,
        };
        blocks.push(other(format!("<details>{title}")));
        // What stands before the summary and what stands after it do not touch.
        blocks.extend(self.blocks(&children[..at.unwrap_or(0)]));
        blocks.extend(self.blocks(&children[at.map_or(0, |at| at + 1)..]));
        blocks.push(other("</details>".into()));
    }

    fn embed(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let player = self.player(node).filter(|_| self.context.html);
        let video = attribute(node, "src").and_then(|address| video_of(&address));
        let text = match (player, video) {
            // The site has a player of its own, which loads nothing before a click.
            (Some(_), Some(video)) => {
                match attribute(node, "title").filter(|title| !title.trim().is_empty()) {
                    Some(title) => format!(
                        "{{{{ video(url={}, title={}) }}}}",
                        toml::quote(&video),
                        toml::quote(&title)
                    ),
                    None => format!("<{video}>"),
                }
            }
            (Some(html), None) => html,
            _ => {
                let Some(address) = self.embedded_address(node) else {
                    self.change(Changed::Removed, name(node));
                    return;
                };
                self.change(Changed::Linked, address.as_str());
                let title = attribute(node, "title")
                    .filter(|title| !title.is_empty())
                    .unwrap_or_else(|| address.clone());
                let mut run = Run::default();
                run.link(&address, "", |run| run.text(&title, false));
                run.line()
            }
        };
        blocks.push(Block {
            text,
            kind: Kind::Other,
        });
    }

    fn inlines(&mut self, node: &Handle, run: &mut Run) {
        for child in node.children.borrow().iter() {
            self.inline(child, run);
        }
    }

    fn inline(&mut self, node: &Handle, run: &mut Run) {
        match &node.data {
            NodeData::Text { contents } => run.text(&contents.borrow(), self.context.lines),
            NodeData::Comment { .. } if self.depth <= DEEPEST => {}
            NodeData::Element { .. } if self.depth > DEEPEST => run.text(&text_of(node), false),
            NodeData::Element { .. } => {
                self.depth += 1;
                self.element(node, run);
                self.depth -= 1;
            }
            _ => {}
        }
    }

    fn element(&mut self, node: &Handle, run: &mut Run) {
        let element = name(node);
        self.anchor(node, run);
        match element {
            "br" => run.push(Token::Break),
            "wbr" => {}
            "a" => self.link(node, run),
            "img" => self.image(node, run),
            "code" | "tt"
                if self.finds(node, "a").is_none() && self.finds(node, "img").is_none() =>
            {
                run.code(&text_of(node))
            }
            "script" | "style" => self.change(Changed::Script, element),
            "input" | "svg" | "canvas" | "template" | "meta" | "base" | "map" | "applet" => {
                self.change(Changed::Removed, element)
            }
            "link" => self.change(Changed::Script, element),
            "noscript" if run.lazy => {}
            "em" | "i" | "strong" | "b" | "del" | "s" | "strike" if self.lang(node).is_none() => {
                let mark = match element {
                    "em" | "i" => Mark::Emphasis,
                    "strong" | "b" => Mark::Strong,
                    _ => Mark::Strike,
                };
                run.marked(mark, self.context.html, |run| self.inlines(node, run));
            }
            _ => match self.html_mark(node) {
                Some(mark) => run.marked(mark, true, |run| self.inlines(node, run)),
                None => {
                    // A block where only words may stand: its words, apart from the ones beside it.
                    let block = BLOCKS.contains(&element);
                    run.apart(block);
                    self.inlines(node, run);
                    run.apart(block);
                }
            },
        }
    }

    /// Elements that Markdown has no sign for and that say something.
    fn html_mark(&self, node: &Handle) -> Option<Mark> {
        const KEPT: &[&str] = &[
            "abbr", "bdi", "bdo", "cite", "code", "dfn", "em", "i", "ins", "kbd", "mark", "q",
            "rp", "rt", "ruby", "samp", "small", "strong", "sub", "sup", "time", "u", "var",
        ];
        let element = if is(node, "acronym") {
            "abbr"
        } else {
            name(node)
        };
        let lang = self.lang(node);
        if !self.context.html
            || !(KEPT.contains(&element)
                || (lang.is_some() && matches!(element, "span" | "font" | "b" | "a" | "del" | "s")))
        {
            return None;
        }
        let element = if matches!(element, "font" | "a") {
            "span"
        } else {
            element
        };
        let mut open = format!("<{element}");
        for key in ["title", "datetime", "dir"] {
            if let Some(value) = attribute(node, key).filter(|value| !value.is_empty()) {
                open += &format!(" {key}=\"{}\"", escape(&one_line(&value)));
            }
        }
        if let Some(lang) = lang {
            open += &format!(" lang=\"{lang}\"");
        }
        Some(Mark::Html(open + ">", format!("</{element}>")))
    }

    fn link(&mut self, node: &Handle, run: &mut Run) {
        let href = attribute(node, "href").unwrap_or_default();
        let address = if href.is_empty() {
            String::new()
        } else {
            self.context.local(&href)
        };
        if address.is_empty() || !self.is_safe(&address) {
            self.inlines(node, run);
            return;
        }
        // A small picture that leads to its own large copy is that copy.
        if let (Some(image), "") = (self.finds(node, "img"), text_of(node).trim()) {
            let large = self.context.local(&href);
            let source = self
                .context
                .local(&attribute(&image, "src").unwrap_or_default());
            if large == source || super::urls::full_size(&source).as_deref() == Some(large.as_str())
            {
                self.picture(&image, Some(large), run);
                return;
            }
        }
        let title = attribute(node, "title")
            .map(|title| one_line(&title))
            .filter(|title| *title != one_line(&text_of(node)))
            .unwrap_or_default();
        run.link(&address, &title, |run| self.inlines(node, run));
    }

    /// Whether an address can be followed without running anything; browsers skip spaces and controls in a scheme.
    fn is_safe(&mut self, address: &str) -> bool {
        let bare: String = address
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect::<String>()
            .to_lowercase();
        let scheme = bare.split_once(':').map_or("", |(scheme, _)| scheme);
        let known = [
            "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "geo", "xmpp", "irc", "magnet",
            "webcal",
        ];
        let safe = scheme.is_empty()
            || scheme.contains(['/', '?', '#'])
            || known.contains(&scheme)
            || bare.starts_with("data:image/");
        // `12:30` or `note:x` is no scheme that runs anything; these two do.
        if !safe {
            let what: String = address.chars().take(60).collect();
            self.change(Changed::Script, what);
        }
        safe
    }

    fn image(&mut self, node: &Handle, run: &mut Run) {
        self.picture(node, None, run);
    }

    fn picture(&mut self, node: &Handle, large: Option<String>, run: &mut Run) {
        let classes = attribute(node, "class").unwrap_or_default();
        let alt = one_line(&attribute(node, "alt").unwrap_or_default());
        if classes
            .split_whitespace()
            .any(|class| matches!(class, "wp-smiley" | "emoji"))
            && !alt.is_empty()
        {
            run.text(&alt, false);
            return;
        }
        let Some(source) = self.source_of(node) else {
            if !alt.is_empty() {
                run.text(&alt, false);
            }
            self.change(Changed::Removed, "img without an address");
            return;
        };
        let tiny = |key: &str| {
            attribute(node, key)
                .is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"))
        };
        if tiny("width") && tiny("height") {
            self.change(Changed::Removed, source);
            return;
        }
        run.lazy = attribute(node, "src").as_deref() != Some(source.as_str())
            && attribute(node, "data-src").is_some();
        let source = large.unwrap_or_else(|| self.context.image(&source));
        if !self.is_safe(&source) {
            return;
        }
        let title = attribute(node, "title").map(|title| one_line(&title));
        // A title becomes a caption; WordPress fills it with the name of the file.
        let title = title
            .filter(|title| *title != alt && title.contains(' '))
            .unwrap_or_default();
        run.push(Token::Raw(format!(
            "![{}]({})",
            inline::escape_label(&alt),
            inline::destination(&source, &title)
        )));
    }

    /// Where an image is: pages that load images late keep the address in another attribute.
    fn source_of(&self, node: &Handle) -> Option<String> {
        let late = [
            "data-src",
            "data-lazy-src",
            "data-original",
            "data-orig-file",
        ]
        .iter()
        .find_map(|key| attribute(node, key));
        let now = attribute(node, "src").filter(|source| !source.is_empty());
        match now {
            Some(now)
                if !now.starts_with("data:")
                    && !now.contains("/blank.gif")
                    && !now.contains("/lazy") =>
            {
                Some(now)
            }
            now => late.filter(|source| !source.is_empty()).or(now),
        }
    }
}

/// The page of the video that a player shows.
fn video_of(address: &str) -> Option<String> {
    let address = address
        .strip_prefix("//")
        .map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    video::player(&address).map(|player| player.page)
}

fn is_more(comment: &str) -> bool {
    comment
        .trim_start()
        .strip_prefix("more")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether a list begins with another number than one, so that it cannot follow a line of text directly.
fn starts_late(list: &str) -> bool {
    list.starts_with(|c: char| c.is_ascii_digit())
        && !list.starts_with("1.")
        && !list.starts_with("1)")
}

fn indented(marker: &str, text: &str) -> String {
    let space = " ".repeat(marker.len());
    let mut lines = text.lines();
    let mut indented = format!("{marker}{}", lines.next().unwrap_or_default());
    for line in lines {
        indented.push('\n');
        if !line.is_empty() {
            indented += &space;
            indented += line;
        }
    }
    indented
}

/// How often a sign stands in a row, at most.
fn longest(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}

/// The language that classes such as `language-php`, `lang-php` or `brush: php` name.
fn code_language(classes: &str) -> String {
    let classes = classes.replace("brush: ", "brush:").replace(';', " ");
    let known = classes.split_whitespace().find_map(|class| {
        ["language-", "lang-", "lang:", "brush:"]
            .iter()
            .find_map(|start| class.strip_prefix(start))
    });
    known
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "+#-_".contains(*c))
        .collect()
}

#[cfg(test)]
mod tests;
