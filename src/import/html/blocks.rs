//! Blocks of HTML → blocks of Markdown.

use markup5ever_rcdom::{Handle, NodeData};

use super::Changed;
use super::converter::{Converter, NOTE_TEXT};
use super::dom::{
    DEEPEST, ELEMENTS, attribute, children, descendants, find, has_class, holds_block, is,
    is_block, is_more, name, text_of,
};
use super::escape::fenced;
use super::inline::Run;
use super::marks::Mark;
use crate::import::item::given;

pub struct MarkdownBlock {
    pub text: String,
    pub kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq)]
pub enum BlockKind {
    /// A list, with the sign of its items.
    List(char),
    Text,
    Other,
}

pub fn join(blocks: &[MarkdownBlock], between: &str) -> String {
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    texts.join(between)
}

impl MarkdownBlock {
    pub fn other(text: String) -> Self {
        Self {
            text,
            kind: BlockKind::Other,
        }
    }
}

impl Converter<'_> {
    pub fn blocks(&mut self, nodes: &[Handle]) -> Vec<MarkdownBlock> {
        let (mut blocks, mut run) = (Vec::new(), Run::default());
        self.flow(nodes, &mut run, &mut blocks);
        self.flush(&mut run, &mut blocks);
        blocks
    }

    /// Ends the running text: its paragraphs become blocks.
    fn flush(&mut self, run: &mut Run, blocks: &mut Vec<MarkdownBlock>) {
        let kind = BlockKind::Text;
        let paragraphs = run.paragraphs().into_iter();
        blocks.extend(paragraphs.map(|text| MarkdownBlock { text, kind }));
    }

    fn flow(&mut self, nodes: &[Handle], run: &mut Run, blocks: &mut Vec<MarkdownBlock>) {
        self.depth += 1;
        for node in nodes {
            match &node.data {
                NodeData::Element { .. } if self.depth > DEEPEST => run.text(&text_of(node), false),
                NodeData::Element { .. } if is_block(node) => {
                    self.flush(run, blocks);
                    self.block(node, blocks);
                }
                NodeData::Element { .. } if !is(node, "a") && holds_block(node) => {
                    self.flow(&children(node), run, blocks)
                }
                NodeData::Comment { contents } => self.comment(contents, run, blocks),
                _ => self.inline(node, run),
            }
        }
        self.depth -= 1;
    }

    fn comment(&mut self, contents: &str, run: &mut Run, blocks: &mut Vec<MarkdownBlock>) {
        if is_more(contents) {
            self.flush(run, blocks);
            if self.context.html {
                blocks.push(MarkdownBlock::other("<!-- more -->".into()));
            }
        } else if contents.trim() == "nextpage" {
            self.flush(run, blocks);
            self.change(Changed::Pages, "nextpage");
        }
    }

    fn block(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        let (from, html) = (blocks.len(), self.context.html);
        let is_line = matches!(name(node), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let lang = self.lang(node).filter(|_| html && !is_line);
        let text = match name(node) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node),
            "blockquote" => self.quotation(node),
            "pre" if has_class(node, "wp-block-verse") => return self.verse(node, blocks),
            "pre" => self.preformatted(node),
            "div" if let Some(number) = self.note(node, NOTE_TEXT) => {
                let text = join(&self.anchored(node), "\n\n");
                Some(indented_by("    ", &format!("[^{number}]: "), &text))
            }
            "hr" => Some("---".into()),
            "dl" if html => self.raw(node),
            "iframe" | "object" | "embed" | "video" | "audio" => self.embed(node),
            "figure" if html && is_captioned(node) => self.raw(node),
            "table" => match self.table(node) {
                None if html => self.raw(node),
                None => return blocks.extend(self.anchored(node)),
                table => table,
            },
            element => {
                if element == "form" {
                    self.change(Changed::Removed, "form");
                }
                let inside = match element {
                    "ul" | "ol" | "menu" | "dir" => {
                        self.list(node, blocks.last()).into_iter().collect()
                    }
                    "details" if html => self.details(node),
                    _ => self.anchored(node),
                };
                blocks.extend(inside);
                None
            }
        };
        let other = MarkdownBlock::other;
        blocks.extend(text.map(other));
        if let Some(lang) = lang
            && blocks.len() > from
        {
            blocks.insert(from, other(format!("<div lang=\"{lang}\">")));
            blocks.push(other("</div>".into()));
        }
    }

    fn quotation(&mut self, node: &Handle) -> Option<String> {
        let inside = join(&self.anchored(node), "\n\n");
        let lines = inside.lines();
        let lines = lines.map(|line| format!("> {line}").trim_end_matches(' ').to_owned());
        given(lines.collect::<Vec<_>>().join("\n"))
    }

    /// The blocks in a node, its own name first where a link leads to it, and its language around a paragraph.
    pub fn anchored(&mut self, node: &Handle) -> Vec<MarkdownBlock> {
        let (mut blocks, mut run) = (Vec::new(), Run::default());
        self.anchor(node, &mut run);
        let lang = self
            .lang(node)
            .filter(|_| is(node, "p") && self.context.html);
        if let Some(lang) = &lang {
            let open = format!("<span lang=\"{lang}\">");
            run.open(Mark::Html(open, "</span>".into()));
        }
        self.flow(&children(node), &mut run, &mut blocks);
        if lang.is_some() {
            run.close();
        }
        self.flush(&mut run, &mut blocks);
        blocks
    }

    pub fn line(&mut self, node: &Handle) -> String {
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

    fn list(&mut self, node: &Handle, before: Option<&MarkdownBlock>) -> Option<MarkdownBlock> {
        let items = self.items(node);
        if items.is_empty() {
            return None;
        }
        let is_ordered = is(node, "ol");
        // Two lists that follow each other would be one, if their signs were the same.
        let before = before.map(|block| block.kind);
        let sign = match (is_ordered, before) {
            (true, Some(BlockKind::List('.'))) => ')',
            (true, _) => '.',
            (false, Some(BlockKind::List('-'))) => '*',
            (false, _) => '-',
        };
        let first = attribute(node, "start").and_then(|start| start.parse().ok());
        let first = first.filter(|first: &u32| *first < 1_000_000).unwrap_or(1);
        let is_tight = items.iter().all(|item| is_one_paragraph(item));
        let between = if is_tight { "\n" } else { "\n\n" };
        let items = (first..).zip(&items).map(|(number, item)| {
            let marker = match is_ordered {
                true => format!("{number}{sign} "),
                false => format!("{sign} "),
            };
            indented(&marker, &join(item, between))
        });
        Some(MarkdownBlock {
            text: items.collect::<Vec<_>>().join(between),
            kind: BlockKind::List(sign),
        })
    }

    fn items(&mut self, list: &Handle) -> Vec<Vec<MarkdownBlock>> {
        let is_item = |child: &Handle, depth: usize| is(child, "li") && depth <= DEEPEST;
        let mut items: Vec<Vec<MarkdownBlock>> = Vec::new();
        let (depth, children) = (self.depth, children(list));
        for run in children.chunk_by(|a, b| !is_item(a, depth) && !is_item(b, depth)) {
            if is_item(&run[0], depth) {
                self.depth += 1;
                items.push(self.anchored(&run[0]));
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
        items
    }

    /// As Markdown, where the first row is a header and no cell spans or holds blocks.
    fn table(&mut self, node: &Handle) -> Option<String> {
        let mut rows: Vec<Vec<Handle>> = Vec::new();
        for part in children(node) {
            match name(&part) {
                "thead" | "tbody" | "tfoot" => rows.extend(rows_of(&part)),
                "" | "colgroup" => {}
                _ => return None,
            }
        }
        let width = rows.first()?.len();
        let is_simple = width > 0
            && rows.len() > 1
            && rows[0].iter().all(|cell| is(cell, "th"))
            && rows.iter().all(|row| row.len() == width)
            && !rows
                .iter()
                .flatten()
                .any(|cell| spans(cell) || holds_block(cell));
        if !is_simple || self.depth > DEEPEST {
            return None;
        }
        let mut line = |row: &Vec<Handle>| {
            let cells = row.iter().map(|cell| self.line(cell).replace('|', "\\|"));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(&mut line).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        Some(lines.join("\n"))
    }

    /// A verse keeps its lines, as a text does whose line feeds count.
    fn verse(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        let lines = std::mem::replace(&mut self.context.lines, true);
        blocks.extend(self.anchored(node));
        self.context.lines = lines;
    }

    fn preformatted(&mut self, node: &Handle) -> Option<String> {
        let is_marked = || {
            ["em", "i", "strong", "b"]
                .iter()
                .any(|mark| find(node, mark).is_some())
        };
        let is_prose = has_class(node, "wp-block-preformatted") && is_marked();
        let rich = find(node, "a").is_some_and(|a| attribute(&a, "href").is_some())
            || find(node, "img").is_some()
            || is_prose;
        if rich && self.context.html {
            return self.raw(node);
        }
        let text = text_of(node);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
        if text.trim().is_empty() {
            return None;
        }
        let class = |node: &Handle| attribute(node, "class").unwrap_or_default();
        let of_code = find(node, "code").as_ref().map(class).unwrap_or_default();
        let language = code_language(&format!("{of_code} {}", class(node)));
        Some(fenced(&language, text))
    }
}

fn rows_of(part: &Handle) -> impl Iterator<Item = Vec<Handle>> {
    let rows = children(part).into_iter().filter(|row| is(row, "tr"));
    rows.map(|row| {
        let mut cells = children(&row);
        cells.retain(|cell| matches!(name(cell), "td" | "th"));
        cells
    })
}

fn spans(cell: &Handle) -> bool {
    ["colspan", "rowspan"]
        .iter()
        .any(|key| attribute(cell, key).is_some_and(|n| n != "1"))
}

/// Whether it is a picture with words below it, which stays HTML.
fn is_captioned(figure: &Handle) -> bool {
    let has_words = |caption: Handle| !text_of(&caption).trim().is_empty();
    find(figure, "figcaption").is_some_and(has_words)
        && find(figure, "img").is_some()
        && !descendants(figure).any(|node| ELEMENTS.not_in_picture.contains(name(&node)))
}

/// Whether the blocks of an item need no empty line between them: lists may follow a text directly, HTML ends only at such a line.
fn is_one_paragraph(item: &[MarkdownBlock]) -> bool {
    let follows = |block: &MarkdownBlock| {
        matches!(block.kind, BlockKind::List(_)) && !starts_late(&block.text)
    };
    item.len() == 1 || item[0].kind == BlockKind::Text && item[1..].iter().all(follows)
}

/// Whether a list begins with another number than one, so that it cannot follow a line of text directly.
fn starts_late(list: &str) -> bool {
    list.starts_with(|c: char| c.is_ascii_digit())
        && !list.starts_with("1.")
        && !list.starts_with("1)")
}

fn indented(marker: &str, text: &str) -> String {
    indented_by(&" ".repeat(marker.len()), marker, text)
}

fn indented_by(space: &str, marker: &str, text: &str) -> String {
    let lines = text.lines().enumerate().map(|(at, line)| match line {
        line if at == 0 => format!("{marker}{line}"),
        "" => String::new(),
        line => format!("{space}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The language that classes such as `language-php`, `lang-php` or `brush: php` name.
fn code_language(classes: &str) -> String {
    let classes = classes.replace("brush: ", "brush:").replace(';', " ");
    let known = classes.split_whitespace().find_map(|class| {
        let mut starts = ["language-", "lang-", "lang:", "brush:"].iter();
        starts.find_map(|start| class.strip_prefix(start))
    });
    let signs = known.unwrap_or_default().chars();
    let is_sign = |c: &char| c.is_ascii_alphanumeric() || "+#-_".contains(*c);
    signs.take_while(is_sign).collect()
}
