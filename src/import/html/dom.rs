//! The tree of html5ever, and small questions to it.

use std::collections::HashSet;
use std::sync::LazyLock;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde::Deserialize;

/// What becomes of which element: the lists of `elements.toml`.
#[derive(Default, Deserialize)]
pub struct Elements {
    pub blocks: HashSet<String>,
    pub in_text: HashSet<String>,
    pub in_html: HashSet<String>,
    /// In the order in which they are written.
    pub attributes: Vec<String>,
    pub not_in_picture: HashSet<String>,
    pub players: Vec<String>,
}

pub static ELEMENTS: LazyLock<Elements> =
    LazyLock::new(|| toml::from_str(include_str!("elements.toml")).unwrap_or_default());

/// Deeper elements are read as text alone.
pub const DEEPEST: usize = 80;

pub fn parse(html: &str) -> RcDom {
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

pub fn body(dom: &RcDom) -> Handle {
    find(&dom.document, "body").unwrap_or_else(|| dom.document.clone())
}

pub fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

pub fn is(node: &Handle, known: &str) -> bool {
    name(node) == known
}

pub fn is_block(node: &Handle) -> bool {
    ELEMENTS.blocks.contains(name(node))
}

pub fn attribute(node: &Handle, known: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attrs = attrs.borrow();
    let mut attrs = attrs.iter();
    let found = attrs.find(|attribute| &*attribute.name.local == known)?;
    Some(found.value.trim().to_owned())
}

pub fn filled(node: &Handle, known: &str) -> Option<String> {
    attribute(node, known).filter(|value| !value.is_empty())
}

pub fn has_class(node: &Handle, class: &str) -> bool {
    let classes = attribute(node, "class").unwrap_or_default();
    classes.split_whitespace().any(|known| known == class)
}

pub fn children(node: &Handle) -> Vec<Handle> {
    node.children.borrow().clone()
}

/// The nodes below a node, in the order of the text; never deep in the stack.
pub fn descendants(node: &Handle) -> impl Iterator<Item = Handle> {
    let mut open = children(node);
    open.reverse();
    std::iter::from_fn(move || {
        let node = open.pop()?;
        open.extend(node.children.borrow().iter().rev().cloned());
        Some(node)
    })
}

pub fn find(node: &Handle, known: &str) -> Option<Handle> {
    descendants(node).find(|node| is(node, known))
}

/// The text below a node, without scripts and styles, its blocks apart; never deep in the stack.
pub fn text_of(node: &Handle) -> String {
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
                let is_block = is_block(&node);
                if is_block || is(&node, "br") {
                    text.push('\n');
                }
                if is_block {
                    open.push(None);
                }
                open.extend(children(&node).into_iter().rev().map(Some));
            }
        }
    }
    text
}

pub fn is_more(comment: &str) -> bool {
    let rest = comment.trim_start().strip_prefix("more");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

pub fn holds_block(node: &Handle) -> bool {
    descendants(node).any(|node| match &node.data {
        NodeData::Comment { contents } => is_more(contents),
        _ => is_block(&node),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_well_formed() {
        toml::from_str::<Elements>(include_str!("elements.toml")).expect("elements.toml");
    }
}
