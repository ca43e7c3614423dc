//! Where the tags of shortcodes may stand among the blocks of a text.

use pulldown_cmark::{Tag, TagEnd};

use super::Mistake;
use super::find::Found;
use crate::doc::tree::{Kind, Mark, Node};

fn mark_of(node: &Node) -> Option<Mark> {
    match node.kind {
        Kind::Shortcode(mark) => Some(mark),
        _ => None,
    }
}

fn alone(mut node: Node<'_>) -> Node<'_> {
    node.in_line = false;
    node
}

fn is_blank(node: &Node) -> bool {
    matches!(node.kind, Kind::SoftBreak)
        || matches!(&node.kind, Kind::Text(text) if text.trim().is_empty())
}

/// Takes shortcodes out of paragraphs: of those that hold nothing else, and where a body begins or ends with a paragraph.
pub fn lift(nodes: Vec<Node>) -> Vec<Node> {
    let mut lifted: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut nodes = nodes.into_iter();
    while let Some(node) = nodes.next() {
        if !matches!(node.kind, Kind::Start(Tag::Paragraph)) {
            lifted.push(node);
            continue;
        }
        let mut inside: Vec<Node> = Vec::new();
        let mut end = None;
        for node in nodes.by_ref() {
            if matches!(node.kind, Kind::End(TagEnd::Paragraph)) {
                end = Some(node);
                break;
            }
            inside.push(node);
        }
        let is_mark = |node: &Node| mark_of(node).is_some();
        if inside.iter().all(|node| is_mark(node) || is_blank(node)) && inside.iter().any(is_mark) {
            lifted.extend(inside.into_iter().filter(is_mark).map(alone));
            continue;
        }
        // A body's first tag before its paragraph, its last one after; not where both are within a line.
        let marks: Vec<Mark> = inside.iter().filter_map(mark_of).collect();
        let first = inside.first().and_then(mark_of);
        let last = inside.last().and_then(mark_of);
        let mut after = None;
        let whole = matches!((first, last), (Some(Mark::Open(a)), Some(Mark::Close(b))) if a == b);
        if let Some(Mark::Close(call)) = last
            && (whole || !marks.contains(&Mark::Open(call)))
        {
            after = inside.pop().map(alone);
        }
        if let Some(Mark::Open(call)) = first
            && (whole || !marks.contains(&Mark::Close(call)))
        {
            lifted.push(alone(inside.remove(0)));
        }
        while inside.last().is_some_and(is_blank) {
            inside.pop();
        }
        lifted.push(node);
        lifted.extend(inside);
        lifted.extend(end);
        lifted.extend(after);
    }
    lifted
}

/// Tags that no node holds, and bodies that begin in one block and end in another.
pub fn check(found: &Found, nodes: &[Node], seen: &[bool], mistakes: &mut Vec<Mistake>) {
    for (tag, _) in found.tags.iter().zip(seen).filter(|(_, seen)| !**seen) {
        mistakes.push(Mistake::new(
            tag.range.clone(),
            "a shortcode cannot stand here",
            "move it out of the link, picture or HTML; to show it as it is, write `{{/* … */}}`",
        ));
    }
    // Of each open element, its node; of each open body, the element it began in.
    let (mut elements, mut bodies) = (Vec::new(), Vec::new());
    for (at, node) in nodes.iter().enumerate() {
        match node.kind {
            Kind::Start(Tag::HtmlBlock) | Kind::End(TagEnd::HtmlBlock) => {}
            Kind::Start(_) => elements.push(at),
            Kind::End(_) => {
                elements.pop();
            }
            Kind::Shortcode(Mark::Open(call)) => bodies.push((call, elements.last().copied())),
            Kind::Shortcode(Mark::Close(call))
                if bodies.pop() != Some((call, elements.last().copied())) =>
            {
                let name = &found.calls[call].name;
                mistakes.push(Mistake::new(
                    node.span.clone(),
                    format!(
                        "the shortcode `{name}` begins in one block of the text and ends in another"
                    ),
                    "write both its tags on lines of their own, as far from the left",
                ));
            }
            _ => {}
        }
    }
}
