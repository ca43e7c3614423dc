//! The tree of html5ever, and small questions to it.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Deeper elements are read as text alone.
pub(super) const DEEPEST: usize = 80;

pub(super) const BLOCKS: &[&str] = &[
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

pub(super) fn parse(html: &str) -> RcDom {
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

pub(super) fn body(dom: &RcDom) -> Handle {
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

pub(super) fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

pub(super) fn is(node: &Handle, known: &str) -> bool {
    name(node) == known
}

pub(super) fn attribute(node: &Handle, known: &str) -> Option<String> {
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
pub(super) fn text_of(node: &Handle) -> String {
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

/// The first element of a name below a node.
pub(super) fn find(node: &Handle, known: &str) -> Option<Handle> {
    let mut open: Vec<Handle> = node.children.borrow().iter().rev().cloned().collect();
    while let Some(node) = open.pop() {
        if is(&node, known) {
            return Some(node);
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    None
}

pub(super) fn is_more(comment: &str) -> bool {
    comment
        .trim_start()
        .strip_prefix("more")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether there is a block in a node.
pub(super) fn holds_block(node: &Handle) -> bool {
    let mut open: Vec<(Handle, usize)> = vec![(node.clone(), 0)];
    while let Some((node, depth)) = open.pop() {
        for child in node.children.borrow().iter() {
            let more = matches!(&child.data, NodeData::Comment { contents } if is_more(contents));
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
