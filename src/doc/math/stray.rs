//! Dollars that were meant to begin a formula, and begin none: the parser asks for balanced braces, and for no space at the edges of
//! `$…$`. Readers would see them as they are.

use std::ops::Range;

use super::Undrawn;
use crate::doc::tree::Node;
use crate::doc::voices::leaves;

/// The stray formulas of a text.
pub fn stray(nodes: &[Node], source: &str) -> Vec<Undrawn> {
    let mut found = Vec::new();
    for leaf in leaves(nodes) {
        let nodes = &nodes[leaf];
        let end = nodes.iter().map(|node| node.span.end).max().unwrap_or(0);
        let mut from = 0;
        for node in nodes.iter().filter(|node| node.own_text().is_some()) {
            let text = source.get(node.span.clone()).unwrap_or_default();
            for (at, _) in text.match_indices('$') {
                let at = node.span.start + at;
                let is_escaped = source[..at].ends_with('\\');
                if at < from || is_escaped {
                    continue;
                }
                if let Some(place) = formula(source, at, end) {
                    from = place.end;
                    found.push(told(place));
                }
            }
        }
    }
    found
}

/// The formula that was meant to begin at a dollar and to end before `end`.
fn formula(source: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = source.get(at..end)?;
    let fence = if rest.starts_with("$$") { "$$" } else { "$" };
    let inside = &rest[fence.len()..];
    let close = inside.find(fence);
    let inside = &inside[..close.unwrap_or(inside.len())];
    let is_closed = close.is_some_and(|_| !inside.is_empty());
    let length = fence.len() + inside.len() + if is_closed { fence.len() } else { 0 };
    let is_meant = looks_like_latex(inside) && !inside.contains('`');
    let is_meant = is_meant && (is_closed || fence == "$$");
    is_meant.then(|| at..at + length)
}

fn looks_like_latex(text: &str) -> bool {
    let commands = text.match_indices('\\');
    let is_command =
        |(at, _): (usize, &str)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    commands.into_iter().any(is_command) || text.contains(['^', '{', '}']) || text.contains("_{")
}

fn told(place: Range<usize>) -> Undrawn {
    Undrawn {
        message: "this is no formula: its braces are not balanced, a blank line parts it, or a space stands inside its dollars"
            .to_owned(),
        help: "write `\\$` for a dollar that begins no formula".to_owned(),
        place,
    }
}
