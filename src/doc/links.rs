//! Bare URLs become links; destinations are rewritten.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};

use super::addresses::{address, of_css};
use super::escape;
use super::link::link;
use super::tree::{Kind, Markup, Node, part, text_part};

/// Turns bare `http(s)://…` in text into links, outside links, images, code and the author's own HTML.
pub fn autolink<'s>(nodes: Vec<Node<'s>>) -> Vec<Node<'s>> {
    let has_url = |node: &Node| node.own_text().is_some_and(|text| text.contains("://"));
    if !nodes.iter().any(has_url) {
        return nodes;
    }
    let mut linked = Vec::with_capacity(nodes.len() + 8);
    let mut protected = 0usize;
    for node in nodes {
        match &node.kind {
            Kind::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => protected += 1,
            Kind::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => protected -= 1,
            Kind::Text(text) if protected == 0 && has_url(&node) => {
                cut_at_urls(&node, text, &mut linked);
                continue;
            }
            _ => {}
        }
        linked.push(node);
    }
    link(&mut linked);
    linked
}

fn cut_at_urls<'s>(node: &Node<'s>, text: &CowStr<'s>, linked: &mut Vec<Node<'s>>) {
    let mut at = 0;
    for url in urls(text) {
        if at < url.start {
            linked.push(text_part(node, text, at..url.start));
        }
        at = url.end;
        let words = text_part(node, text, url.clone());
        let (dest_url, title) = (part(text, url), CowStr::Borrowed(""));
        let (link_type, id) = (LinkType::Autolink, title.clone());
        let tag = Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        };
        let span = words.span.clone();
        let end = Node::new(Kind::End(TagEnd::Link), span.clone());
        linked.extend([Node::new(Kind::Start(tag), span), words, end]);
    }
    if at < text.len() {
        linked.push(text_part(node, text, at..text.len()));
    }
}

/// The URLs in a text. As in GitHub's autolinks, punctuation at the end and an unmatched `)` are not of the URL.
fn urls(text: &str) -> Vec<Range<usize>> {
    let mut urls: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://").map(|found| from + found) {
        from = at + "://".len();
        let before = &text[urls.last().map_or(0, |last| last.end)..at];
        let Some(scheme) = ["https", "http"]
            .iter()
            .find(|scheme| before.ends_with(**scheme))
        else {
            continue;
        };
        let start = at - scheme.len();
        let before = &before[..before.len() - scheme.len()];
        let end = start + url_length(&text[start..]);
        if before.ends_with(char::is_alphanumeric) || end - start <= "https://".len() {
            continue;
        }
        urls.push(start..end);
        from = end;
    }
    urls
}

fn url_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || "<>«»“”\"".contains(c))
        .unwrap_or(text.len());
    let mut url = &text[..end];
    let [opened, mut closed] = ['(', ')'].map(|c| url.matches(c).count());
    loop {
        let trimmed =
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '*', '_']);
        let unmatched = trimmed.ends_with(')') && opened < closed;
        closed -= usize::from(unmatched);
        let trimmed = &trimmed[..trimmed.len() - usize::from(unmatched)];
        if trimmed.len() == url.len() {
            return url.len();
        }
        url = trimmed;
    }
}

/// Gives links and images their new destinations.
pub fn rewrite(nodes: &mut [Node], new_destination: &dyn Fn(&str) -> Option<String>) {
    let mut in_style = false;
    for node in nodes {
        let begins_style = node.begins_style();
        match &mut node.kind {
            Kind::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                if let Some(new) = new_destination(dest_url) {
                    *dest_url = new.into();
                }
            }
            Kind::Tag(html) => {
                let new = |written: &str| Some(escape(&new_destination(&address(written))?));
                let values = new_values(html, html.tag().destinations(), new);
                if !values.is_empty() {
                    html.text = html.tag().with_values(&values).into();
                }
            }
            Kind::Markup(html) if in_style => {
                let values = new_values(html, of_css(&html.text), new_destination);
                let mut text = html.text.to_string();
                for (at, new) in values.into_iter().rev() {
                    text.replace_range(at, &new);
                }
                html.text = text.into();
            }
            _ => {}
        }
        in_style = begins_style;
    }
}

/// The new values of some bytes, in order; the places of shortcodes behind them are moved with what follows.
fn new_values(
    html: &mut Markup,
    destinations: Vec<Range<usize>>,
    new: impl Fn(&str) -> Option<String>,
) -> Vec<(Range<usize>, String)> {
    let own = html.own_values(destinations.into_iter());
    let values: Vec<_> = own
        .filter_map(|at| Some((at.clone(), new(&html.text[at])?)))
        .collect();
    for (call, _) in &mut html.calls {
        let before = values.iter().filter(|(at, _)| at.end <= call.start);
        let grown: isize = before
            .map(|(at, new)| new.len() as isize - at.len() as isize)
            .sum();
        *call = call.start.saturating_add_signed(grown)..call.end.saturating_add_signed(grown);
    }
    values
}

#[cfg(test)]
mod tests {
    use crate::doc::{Passes, render};

    #[test]
    fn urls_end_before_punctuation() {
        for (text, expected) in [
            (
                "(https://a.org/x)",
                "(<a href=\"https://a.org/x\">https://a.org/x</a>)",
            ),
            (
                "https://a.org/x_(y).",
                "<a href=\"https://a.org/x_(y)\">https://a.org/x_(y)</a>.",
            ),
            (
                "« https://a.org »",
                "« <a href=\"https://a.org\">https://a.org</a> »",
            ),
            ("xhttps://a.org & https://", "xhttps://a.org &amp; https://"),
            (
                "ftp://a.org http://b.org/?u=http://c.org/)).",
                "ftp://a.org <a href=\"http://b.org/?u=http://c.org/\">http://b.org/?u=http://c.org/</a>)).",
            ),
            ("a < b", "a &lt; b"),
        ] {
            let html = render(text, Passes::default()).html.text;
            assert_eq!(html, format!("<p>{expected}</p>\n"));
        }
    }
}
