//! One line of Markdown: a caption, a title, a heading's words.

use pulldown_cmark::{Event, Tag};

use super::link::link;
use super::parse::{Extensions, parse, parser};
use super::tree::{Kind, Node};
use super::{Passes, links, math, shortcodes, write};

/// A line of Markdown, such as a caption, as HTML without a paragraph around it; what would be another block stays as it is written.
pub fn line(text: &str, passes: Passes) -> String {
    let found = shortcodes::Found::none_in(text, passes.extensions);
    let mut nodes = links::autolink(parse(&found, text, &mut Vec::new()));
    if let Some(rewrite) = passes.rewrite {
        links::rewrite(&mut nodes, rewrite);
    }
    let is_paragraph = |node: &Node| matches!(node.kind, Kind::Start(Tag::Paragraph));
    let is_line = nodes.first().is_some_and(is_paragraph) && nodes[0].partner + 1 == nodes.len();
    let nodes = match is_line {
        true => {
            let mut inside = nodes[1..nodes.len() - 1].to_vec();
            link(&mut inside);
            inside
        }
        false => math::line_nodes(text, passes.extensions),
    };
    write::html(&nodes, passes).html.text
}

/// Where the links of a line lead.
pub fn links(text: &str) -> Vec<String> {
    let link = |event: Event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    parser(text, Extensions::default())
        .filter_map(link)
        .collect()
}

/// The words of one line of Markdown, such as a heading; its code stays between backticks.
pub fn plain_line(text: &str, extensions: Extensions) -> String {
    let word = |event: Event| match event {
        Event::Code(code) if code.contains('`') => format!("`` {code} ``"),
        Event::Code(code) => format!("`{code}`"),
        Event::Text(text) => text.to_string(),
        Event::InlineMath(source) => format!("${source}$"),
        Event::DisplayMath(source) => format!("$${source}$$"),
        Event::SoftBreak | Event::HardBreak => " ".to_owned(),
        _ => String::new(),
    };
    parser(text, extensions).map(word).collect()
}
