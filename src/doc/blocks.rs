//! The outermost blocks of a text: what two texts are aligned by, and what can be pointed at.
//!
//! Each has an anchor: the id of its heading or of the author's own HTML, else `p:1`, `p:2`… in the order of the text. A colon is
//! in no heading's id. Footnotes are in no block; HTML that is opened in one block and closed in another makes one of all between.

use pulldown_cmark::Tag;
use serde::{Deserialize, Serialize};

use super::elements::OPTIONAL_END;
use super::foreign::length;
use super::html::{Change, Html};
use super::tree::{Kind, Mark, NONE, Node, ends_words};
use super::{Block, Ids, Rendered};
use crate::text::words;

/// An outermost block of a rendered text; its HTML is that of the same number in [`Html::blocks`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub kind: Block,
    /// Its words on one line; a picture or a rule may have none.
    pub words: String,
    /// Where a link to it leads, if it is an element.
    pub anchor: Option<Anchor>,
}

/// The first element of a block, as a place that links may lead to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    pub id: String,
    /// Whether the HTML has it already.
    written: bool,
    /// The number of its tag in the HTML.
    tag: usize,
}

impl Rendered {
    /// The whole HTML; each block has its id, and what `attributes` adds to it.
    pub fn anchored(&self, attributes: impl Fn(usize) -> String) -> Html {
        self.part(0..self.html.text.len(), attributes)
    }

    /// A part of the HTML, its blocks with their ids, and with more attributes.
    pub fn part(
        &self,
        range: std::ops::Range<usize>,
        attributes: impl Fn(usize) -> String,
    ) -> Html {
        let anchors = self.parts.iter().enumerate();
        let anchors = anchors.filter_map(|(at, part)| Some((at, part.anchor.as_ref()?)));
        let mut anchors = anchors.peekable();
        self.html.changed(range, |number, tag| {
            while anchors.next_if(|(_, anchor)| anchor.tag < number).is_some() {}
            let Some((at, anchor)) = anchors.next_if(|(_, anchor)| anchor.tag == number) else {
                return Change::default();
            };
            let id = match anchor.written {
                true => String::new(),
                false => format!(" id=\"{}\"", anchor.id),
            };
            let (name, rest) = tag.text.split_at(tag.name_range().end);
            Change::to(format!("{name}{id}{}{rest}", attributes(at)))
        })
    }
}

/// The first node of each outermost block. The blocks tile the nodes: comments go with the block before them.
pub fn cut(nodes: &[Node]) -> Vec<usize> {
    let mut starts = Vec::new();
    // Where what is open ends, and whether some HTML never does.
    let (mut end, mut is_unclosed) = (0, false);
    for (at, node) in nodes.iter().enumerate() {
        if at >= end && !is_unclosed && !is_aside(nodes, at) {
            starts.push(at);
        }
        let partner = match &node.kind {
            Kind::Start(_) | Kind::Shortcode(Mark::Open(_)) => node.partner,
            Kind::Tag(html) if node.in_html && html.tag().opens() => {
                let may_stay_open = html.tag().is_any(OPTIONAL_END);
                is_unclosed |= node.partner == NONE && !may_stay_open;
                if may_stay_open { at } else { node.partner }
            }
            _ => at,
        };
        // One past the node that ends it; what is outermost ends at the next node anyway.
        end = end.max(if partner == NONE { at } else { partner } + 1);
    }
    // Nothing can be taken out of HTML that is never closed.
    if is_unclosed {
        starts.truncate(1);
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts
}

/// Whether what begins here shows nothing: comments, such as `<!-- more -->`.
fn is_aside(nodes: &[Node], at: usize) -> bool {
    match &nodes[at].kind {
        Kind::Start(Tag::HtmlBlock) => {
            let inside = &nodes[at + 1..nodes[at].partner];
            inside.iter().all(Node::is_aside)
        }
        _ => nodes[at].in_html && nodes[at].is_aside(),
    }
}

/// The ranges of nodes from each start up to the next, or to the end.
pub fn ranges(starts: &[usize], end: usize) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(ends).map(|(start, end)| *start..end)
}

/// What a block is, and its words.
pub fn read(nodes: &[Node]) -> (Block, String) {
    let kind = nodes.iter().find_map(|node| match &node.kind {
        Kind::Start(Tag::Heading { level, .. }) => Some(Block::Heading(*level as u8)),
        Kind::Start(Tag::List(_) | Tag::DefinitionList) => Some(Block::Item),
        Kind::Start(Tag::BlockQuote(_)) => Some(Block::Quote),
        Kind::Start(Tag::CodeBlock(_)) => Some(Block::Code),
        Kind::Start(Tag::HtmlBlock) | Kind::End(_) => None,
        Kind::Shortcode(_) if !node.in_line => None,
        _ => (!node.in_html).then_some(Block::Paragraph),
    });
    // A space behind a block at most.
    let bytes = nodes.iter().map(|node| length(&node.kind).max(1));
    let mut text = String::with_capacity(bytes.sum());
    for node in nodes.iter().filter(|node| !node.in_html) {
        match &node.kind {
            Kind::Text(words) | Kind::Code(words) => text.push_str(words),
            Kind::Math(formula) => text.push_str(&formula.text),
            Kind::SoftBreak | Kind::HardBreak => text.push(' '),
            Kind::End(end) if ends_words(*end) => text.push(' '),
            _ => {}
        }
    }
    (kind.unwrap_or(Block::Paragraph), words::one_line(&text))
}

/// The blocks of HTML, with anchors of ours where they have none.
pub fn parts(html: &Html, blocks: Vec<(Block, String)>, ids: &mut Ids) -> Vec<Part> {
    let mut number = 0;
    let part = |(at, (kind, words)): (usize, (Block, String))| Part {
        kind,
        words,
        anchor: anchor(html, at, &mut number, ids),
    };
    blocks.into_iter().enumerate().map(part).collect()
}

fn anchor(html: &Html, block: usize, number: &mut usize, ids: &mut Ids) -> Option<Anchor> {
    let mut tags = html.tags_in(html.blocks(block..block + 1));
    let (at, first) = tags.find(|(_, tag)| !tag.is_comment())?;
    let is_never_read = ["hr", "script", "style", "link"]
        .iter()
        .any(|name| first.is(name));
    if first.closes() || is_never_read {
        return None;
    }
    let own = first.value("id").map(str::to_owned);
    let written = own.is_some();
    let id = own.unwrap_or_else(|| {
        *number += 1;
        ids.free(&format!("p:{number}"))
    });
    Some(Anchor {
        id,
        written,
        tag: at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::parse::parse;
    use crate::doc::shortcodes::Found;
    use crate::doc::{Call, Passes, render};

    /// Each block's words, between bars.
    fn check(text: &str, expected: &str) {
        let found = Found {
            text: text.into(),
            ..Found::default()
        };
        let nodes = parse(&found, text, &mut Vec::new());
        let blocks: Vec<String> = ranges(&cut(&nodes), nodes.len())
            .map(|range| read(&nodes[range]).1)
            .collect();
        assert_eq!(blocks.join("|"), expected, "{text}");
    }

    #[test]
    fn a_block_begins_where_what_is_before_it_ends() {
        let component = |_: &Call, _: Option<&str>| "<figure>f</figure>".to_owned();
        let passes = Passes {
            component: Some(&component),
            ..Passes::default()
        };
        let rendered = render("A <pre>b\n\n{{ f() }}\n\nc", passes);
        let anchored = rendered.anchored(|_| String::new()).text;
        assert!(anchored.contains("f</figure>"), "{anchored}");
    }

    #[test]
    fn blocks_are_the_outermost_ones() {
        check(
            "# T\n\na\nb\n\n- x\n- y\n\n> q\n>\n> r\n\n```\nc\n```\n\n|a|b|\n|-|-|\n|c|d|",
            "T|a b|x y|q r|c|a b c d",
        );
        check("![alt](i.png)\n\n---\n\nfin", "alt||fin");
        check("", "");
    }

    #[test]
    fn comments_are_no_blocks() {
        check("a\n\n<!-- more -->\n\nb", "a|b");
        check("<!-- note -->\n\na", "a");
    }

    #[test]
    fn html_around_blocks_makes_one_of_them() {
        check("a\n\n<div class=\"x\">\n\nb\n\nc\n\n</div>\n\nd", "a|b c|d");
        check(
            "<details><summary>s</summary>\n\nb\n\n</details>\n\nd",
            "b|d",
        );
        check("<p>x\n\nb\n\n<img src=x>\n\nc", "|b||c");
        check("a\n\n<div>\n\nb\n\nc", "a b c");
    }

    #[test]
    fn anchors() {
        let text = "a\n\n## P 1\n\nb\n\n<figure id=\"f\"></figure>\n\n<div class=\"x\">y</div>\n\n---\n\nc[^1]\n\n[^1]: n";
        let rendered = render(text, Passes::default());
        let ids: Vec<_> = rendered
            .parts
            .iter()
            .map(|part| part.anchor.as_ref().map_or("-", |anchor| &anchor.id))
            .collect();
        assert_eq!(ids, ["p:1", "p-1", "p:2", "f", "p:3", "-", "p:4"]);
        let third = rendered.part(rendered.html.blocks(2..3), |_| " x".to_owned());
        assert_eq!(third.text, "<p id=\"p:2\" x>b</p>\n");
        let whole = rendered.anchored(|at| format!(" data-n=\"{at}\"")).text;
        let parts = [
            "<p id=\"p:1\" data-n=\"0\">a</p>\n<h2 data-n=\"1\" id=\"p-1\">P 1</h2>\n<p id=\"p:2\" data-n=\"2\">b</p>\n",
            "<figure data-n=\"3\" id=\"f\"></figure>\n<div id=\"p:3\" data-n=\"4\" class=\"x\">y</div>\n<hr />\n<p id=\"p:4\" data-n=\"6\">c",
        ];
        assert!(whole.starts_with(&parts.concat()), "{whole}");
        let notes = &rendered.html.text[rendered.html.after_blocks()];
        assert!(notes.starts_with("<section class=\"footnotes\""), "{notes}");
        assert_eq!(whole.matches("data-n").count(), 6);
    }
}
