//! The outermost blocks of a text: what two texts are aligned by, and what can be pointed at.
//!
//! Each has an anchor: the id of its heading or of the author's own HTML, else `p:1`, `p:2`… in the order of the text. A colon is
//! in no heading's id. Footnotes are in no block; HTML that is opened in one block and closed in another makes one of all between.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::shortcodes::Mark;
use super::{Block, Ids, Rendered, parser};
use crate::text::html::{Open, tags};
use crate::text::words;

/// An outermost block of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes of the HTML.
    pub html: Range<usize>,
    /// What it is.
    pub kind: Block,
    /// Its words on one line; a picture or a rule may have none.
    pub words: String,
    /// Where a link to it leads, if it is an element.
    pub anchor: Option<Anchor>,
}

/// The first element of a block, as a place that links may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its id.
    pub id: String,
    /// Whether the HTML has it already.
    written: bool,
    /// Where an attribute can be added, in bytes of the whole HTML.
    after_name: usize,
}

/// HTML that is added to a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Where, in bytes of the HTML.
    pub at: usize,
    /// What.
    pub html: String,
    /// Whether it goes with what stands before it, not with what follows.
    pub closes: bool,
}

/// The HTML with what is added, in the order of the text.
pub fn inserted(html: &str, added: &[Insertion]) -> String {
    let mut whole =
        String::with_capacity(html.len() + added.iter().map(|one| one.html.len()).sum::<usize>());
    let mut from = 0;
    for one in added {
        whole.push_str(&html[from..one.at]);
        whole.push_str(&one.html);
        from = one.at;
    }
    whole + &html[from..]
}

impl Rendered {
    /// The whole HTML; each block has its id, and what `attributes` adds to it.
    pub fn anchored(&self, attributes: impl Fn(usize) -> String) -> String {
        let mut html: String = (0..self.parts.len())
            .map(|at| self.part(at, &attributes(at)))
            .collect();
        html.push_str(self.notes());
        html
    }

    /// One block's HTML with its id, and with more attributes.
    pub fn part(&self, at: usize, attributes: &str) -> String {
        let part = &self.parts[at];
        let Some(anchor) = &part.anchor else {
            return self.html[part.html.clone()].to_owned();
        };
        let id = if anchor.written {
            String::new()
        } else {
            format!(" id=\"{}\"", anchor.id)
        };
        let (before, after) = (
            part.html.start..anchor.after_name,
            anchor.after_name..part.html.end,
        );
        format!(
            "{}{id}{attributes}{}",
            &self.html[before], &self.html[after]
        )
    }

    /// Adds HTML; `added` is in the order of the text.
    pub fn insert(&mut self, added: &[Insertion]) {
        if added.is_empty() {
            return;
        }
        // What is added up to each of them.
        let sums: Vec<usize> = added
            .iter()
            .scan(0, |sum, one| {
                Some(std::mem::replace(sum, *sum + one.html.len()))
            })
            .collect();
        let all: usize = added.iter().map(|one| one.html.len()).sum();
        let moved = |at: usize| {
            let before = added.partition_point(|one| one.at < at);
            let closing = added[before..]
                .iter()
                .take_while(|one| one.at == at)
                .filter(|one| one.closes);
            at + sums.get(before).unwrap_or(&all) + closing.map(|one| one.html.len()).sum::<usize>()
        };
        for part in &mut self.parts {
            part.html = moved(part.html.start)..moved(part.html.end);
            if let Some(anchor) = &mut part.anchor {
                anchor.after_name = moved(anchor.after_name);
            }
        }
        self.html = inserted(&self.html, added);
    }

    /// The footnotes' HTML.
    pub fn notes(&self) -> &str {
        &self.html[self.parts.last().map_or(0, |part| part.html.end)..]
    }
}

/// The outermost blocks of a Markdown text that have words: their bytes and their words, with or without those of the author's
/// own HTML. A footnote is one, too.
pub fn paragraphs(text: &str, html: bool) -> Vec<(Range<usize>, String)> {
    let (events, ranges): (Vec<Event>, Vec<Range<usize>>) = parser(text).into_offset_iter().unzip();
    let starts = cut(&events);
    let ends = starts.iter().skip(1).copied().chain([events.len()]);
    let blocks = starts.iter().zip(ends).filter_map(|(start, end)| {
        let bytes = ranges[*start..end].iter().map(|range| range.end).max()?;
        let events = &events[*start..end];
        Some((
            ranges[*start].start..bytes,
            if html {
                with_html(events)
            } else {
                read(events).1
            },
        ))
    });
    blocks.filter(|(_, words)| !words.is_empty()).collect()
}

/// The words of a block, those of the author's own HTML among them.
fn with_html(events: &[Event]) -> String {
    let html = |event: &Event| match event {
        Event::Html(html) => Some(html.to_string()),
        _ => None,
    };
    let runs = events.chunk_by(|one, next| html(one).is_some() == html(next).is_some());
    let words: Vec<String> = runs
        .map(
            |run| match run.iter().map(html).collect::<Option<String>>() {
                Some(html) => crate::text::html::text(&html),
                None => read(run).1,
            },
        )
        .collect();
    words::one_line(&words.join(" "))
}

/// The first event of each outermost block. The blocks tile the events: comments go with the block before them.
pub(super) fn cut(events: &[Event]) -> Vec<usize> {
    let mut starts = Vec::new();
    // Elements, bodies of shortcodes and the author's own HTML that are open.
    let (mut depth, mut bodies, mut open) = (0usize, 0usize, Open::default());
    for (at, event) in events.iter().enumerate() {
        let is_end = matches!(event, Event::End(_));
        if depth == 0 && bodies == 0 && open.is_empty() && !is_end && !is_aside(&events[at..]) {
            starts.push(at);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Html(html) => {
                nest(html, &mut open);
                for mark in Mark::all(html) {
                    match mark {
                        Mark::Open(_) => bodies += 1,
                        Mark::Close(_) => bodies = bodies.saturating_sub(1),
                        Mark::Alone(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
    // HTML that is never closed: nothing can be taken out of it.
    if !open.is_empty() {
        starts.truncate(1);
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts
}

/// Whether HTML that begins here shows nothing: comments, such as `<!-- more -->`.
fn is_aside(events: &[Event]) -> bool {
    let html = |event: &Event| match event {
        Event::Html(html) => Some(tags(html).is_empty() && html.trim_start().starts_with("<!--")),
        _ => None,
    };
    match events {
        [Event::Start(Tag::HtmlBlock), rest @ ..] => {
            rest.iter().map_while(html).all(|is_comment| is_comment)
        }
        [event, ..] => html(event).unwrap_or(false),
        [] => false,
    }
}

/// Elements whose end may be left out, or that have none (HTML, 13.1.2.4 "Optional tags" and 13.1.2 "Void elements").
const UNCLOSED: [&str; 27] = [
    "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp",
    "colgroup", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
];

/// Adds the elements that HTML leaves open, and takes away those it closes.
fn nest(html: &str, open: &mut Open<()>) {
    for tag in tags(html)
        .into_iter()
        .filter(|tag| !UNCLOSED.iter().any(|name| tag.is(name)) && !tag.text.ends_with("/>"))
    {
        let name = tag.name().to_ascii_lowercase();
        if tag.closes() {
            open.close(&name);
        } else {
            open.push(name, ());
        }
    }
}

/// What a block is, and its words.
pub(super) fn read(events: &[Event]) -> (Block, String) {
    let kind = events.iter().find_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(Block::Heading(*level as u8)),
        Event::Start(Tag::List(_)) => Some(Block::Item),
        Event::Start(Tag::BlockQuote(_)) => Some(Block::Quote),
        Event::Start(Tag::CodeBlock(_)) => Some(Block::Code),
        Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::End(_) => None,
        _ => Some(Block::Paragraph),
    });
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_),
            ) => text.push(' '),
            _ => {}
        }
    }
    (kind.unwrap_or(Block::Paragraph), words::one_line(&text))
}

/// Stands before each block and before the notes, as HTML which all passes leave alone; no text holds NUL (CommonMark, 2.3).
pub(super) const SEPARATOR: &str = "\0|\0\n";

/// The blocks of a text, and all events with a separator before each block and before the notes.
pub(super) fn separate<'a>(
    text: Vec<Event<'a>>,
    notes: Vec<Event<'a>>,
) -> (Vec<(Block, String)>, Vec<Event<'a>>) {
    let starts = cut(&text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let blocks: Vec<(Block, String)> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| read(&text[*start..end]))
        .collect();
    let separator = || Event::Html(SEPARATOR.into());
    let mut events = Vec::with_capacity(text.len() + notes.len() + blocks.len() + 1);
    let mut starts = starts.into_iter().peekable();
    for (at, event) in text.into_iter().enumerate() {
        if starts.next_if_eq(&at).is_some() {
            events.push(separator());
        }
        events.push(event);
    }
    events.push(separator());
    events.extend(notes);
    (blocks, events)
}

/// The HTML without separators, and its blocks, with anchors of ours where they have none.
pub(super) fn join(
    separated: &str,
    blocks: Vec<(Block, String)>,
    ids: &mut Ids,
) -> (String, Vec<Part>) {
    let mut html = String::with_capacity(separated.len());
    let mut pieces = separated.split(SEPARATOR);
    html.push_str(pieces.next().unwrap_or_default());
    let (mut parts, mut number) = (Vec::with_capacity(blocks.len()), 0);
    for ((kind, words), piece) in blocks.into_iter().zip(pieces.by_ref()) {
        let start = html.len();
        html.push_str(piece);
        if !html.ends_with('\n') {
            html.push('\n');
        }
        let anchor = anchor(&html[start..], start, &mut number, ids);
        parts.push(Part {
            html: start..html.len(),
            kind,
            words,
            anchor,
        });
    }
    pieces.for_each(|notes| html.push_str(notes));
    (html, parts)
}

/// The anchor of a block that stands at `start`.
fn anchor(html: &str, start: usize, number: &mut usize, ids: &mut Ids) -> Option<Anchor> {
    let first = *tags(html).first()?;
    if first.closes()
        || ["hr", "script", "style", "link"]
            .iter()
            .any(|name| first.is(name))
    {
        return None;
    }
    let own = first.attribute("id").map(|range| html[range].to_owned());
    let after_name = start + first.start + 1 + first.name().len();
    let written = own.is_some();
    let id = own.unwrap_or_else(|| {
        *number += 1;
        ids.free(&format!("p:{number}"))
    });
    Some(Anchor {
        id,
        written,
        after_name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Passes, parser, render};

    /// Each block's words, between bars.
    fn check(text: &str, expected: &str) {
        let events: Vec<Event> = parser(text).collect();
        let starts = cut(&events);
        let ends = starts.iter().skip(1).copied().chain([events.len()]);
        let blocks: Vec<String> = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| read(&events[*start..end]).1)
            .collect();
        assert_eq!(blocks.join("|"), expected, "{text}");
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
        assert_eq!(rendered.part(2, " x"), "<p id=\"p:2\" x>b</p>\n");
        let whole = rendered.anchored(|at| format!(" data-n=\"{at}\""));
        let parts = [
            "<p id=\"p:1\" data-n=\"0\">a</p>\n<h2 data-n=\"1\" id=\"p-1\">P 1</h2>\n<p id=\"p:2\" data-n=\"2\">b</p>\n",
            "<figure data-n=\"3\" id=\"f\"></figure>\n<div id=\"p:3\" data-n=\"4\" class=\"x\">y</div>\n<hr />\n<p id=\"p:4\" data-n=\"6\">c",
        ];
        assert!(whole.starts_with(&parts.concat()), "{whole}");
        assert!(
            rendered.notes().starts_with("<section class=\"footnotes\""),
            "{}",
            rendered.notes()
        );
        assert_eq!(whole.matches("data-n").count(), 6);
    }
}
