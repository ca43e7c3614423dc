//! What a text is cut into: its outermost blocks, its running text, and its paragraphs.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::blocks;
use super::foreign::LeafText;
use super::html::Html;
use super::parse::{Extensions, parse, parser};
use super::shortcodes::{self, Found};
use super::tree::{Kind, Node, ends_words};
use super::voices::{leaves, voices};
use crate::text::words;

/// A text's blocks and definitions: what it is cut into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its outermost blocks: bytes and words; a picture, code or HTML has none.
    pub blocks: Vec<(Range<usize>, String)>,
    /// Footnotes, and the destinations of links by name, wherever they stand.
    pub definitions: Vec<Range<usize>>,
}

/// Reads what a text can be cut into.
pub fn layout(text: &str, extensions: Extensions) -> Layout {
    let found = shortcodes::read(text, extensions);
    let parser = parser(&found.text, extensions);
    let mut layout = Layout::default();
    layout.definitions.extend(
        parser
            .reference_definitions()
            .iter()
            .map(|(_, definition)| definition.span.clone()),
    );
    layout.definitions.sort_by_key(|range| range.start);
    // Per open element, whether its text is no writing.
    let mut open: Vec<bool> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        if open.is_empty() && !matches!(event, Event::End(_)) {
            match &event {
                Event::Start(Tag::FootnoteDefinition(_)) => layout.definitions.push(range),
                Event::Rule => layout.blocks.push((range, "---".to_owned())),
                _ => layout.blocks.push((range, String::new())),
            }
        }
        match (&event, layout.blocks.last_mut()) {
            (Event::Start(tag), _) => open.push(matches!(
                tag,
                Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)
            )),
            (Event::End(_), _) => {
                open.pop();
            }
            (Event::Text(words), Some((_, text))) if !open.contains(&true) => text.push_str(words),
            (Event::SoftBreak | Event::HardBreak, Some((_, text))) => text.push('\n'),
            _ => {}
        }
        if let (Event::End(end), Some((_, text))) = (&event, layout.blocks.last_mut())
            && ends_words(*end)
        {
            text.push('\n');
        }
    }
    shortcodes::join_bodies(&found.calls, &mut layout.blocks);
    layout
}

/// The blocks of running text, each with the bytes it stands in.
pub fn running_text(text: &str) -> Vec<(String, Range<usize>)> {
    let found = shortcodes::read(text, Extensions::default());
    let nodes = parse(&found, text, &mut Vec::new());
    let voices = voices(&nodes);
    let is_own = |leaf: &Range<usize>| !nodes[leaf.start].in_html;
    let leaves = leaves(&nodes).into_iter().filter(is_own);
    leaves
        .map(|leaf| {
            (
                LeafText::new(&nodes, &voices, leaf.clone()).text,
                bytes(&nodes[leaf]),
            )
        })
        .collect()
}

/// The bytes from the first of some nodes up to the last.
fn bytes(nodes: &[Node]) -> Range<usize> {
    let end = nodes.iter().map(|node| node.span.end).max();
    nodes.first().map_or(0, |node| node.span.start)..end.unwrap_or(0)
}

/// The outermost blocks of a Markdown text, whatever its extensions, so that records of it stay valid when those change, that have words: their bytes and their words, with or without those of the author's
/// own HTML. A footnote is one, too; shortcodes are text.
pub fn paragraphs(text: &str, html: bool) -> Vec<(Range<usize>, String)> {
    let found = Found::none_in(text, Extensions::default());
    let nodes = parse(&found, text, &mut Vec::new());
    let starts = blocks::cut(&nodes);
    let blocks = blocks::ranges(&starts, nodes.len()).map(|range| {
        let nodes = &nodes[range];
        let words = match html {
            true => words_with_html(nodes, text),
            false => blocks::read(nodes).1,
        };
        (bytes(nodes), words)
    });
    blocks.filter(|(_, words)| !words.is_empty()).collect()
}

/// The words of a block, those of the author's own HTML among them.
fn words_with_html(nodes: &[Node], source: &str) -> String {
    let runs = nodes.chunk_by(|one, next| one.in_html == next.in_html);
    let words: Vec<String> = runs
        .map(|run| match run[0].in_html {
            true => html_words(run, source),
            false => blocks::read(run).1,
        })
        .collect();
    words::one_line(&words.join(" "))
}

fn html_words(nodes: &[Node], source: &str) -> String {
    let mut html = Html::default();
    for node in nodes {
        match &node.kind {
            // As it is written, so that records of it stay valid.
            Kind::Text(text) => html
                .text
                .push_str(source.get(node.span.clone()).unwrap_or(text)),
            Kind::SoftBreak => html.text.push('\n'),
            Kind::Markup(markup) if !markup.is_comment => html.text.push_str(&markup.text),
            Kind::Tag(markup) | Kind::Markup(markup) => html.push_tag(&markup.text),
            _ => {}
        }
    }
    html.words()
}
