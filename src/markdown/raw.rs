//! The author's own HTML in one piece, though the parser gives it line by line: its links, its ids.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape;
use crate::text::html::{self, is_bare, tags, unescape};

/// HTML, and where each of its pieces stands in the text.
#[derive(Default)]
pub struct Pieces {
    /// All of it.
    pub html: String,
    /// Where a piece begins, in the HTML and in the text.
    starts: Vec<(usize, usize)>,
}

impl Pieces {
    /// Adds a piece that begins at a byte of the text.
    pub fn push(&mut self, html: &str, at: usize) {
        self.starts.push((self.html.len(), at));
        self.html.push_str(html);
    }

    /// Where a part of the HTML stands in `text`.
    pub fn place(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let place = |at: usize| {
            let piece = self.starts.partition_point(|(start, _)| *start <= at);
            self.starts.get(piece.saturating_sub(1)).map_or(at, |(start, place)| place + at - start)
        };
        let start = place(range.start);
        let end = range.end.checked_sub(1).map_or(start, |last| place(last) + 1).max(start);
        let words = &self.html[range.clone()];
        // A tag over several lines of a quotation lacks the signs before them.
        let found = || text.get(start..)?.find(words).map(|at| start + at..start + at + words.len());
        if text.get(start..end) == Some(words) { start..end } else { found().unwrap_or(start..start) }
    }
}

/// Makes one event of all the lines of a block of HTML.
pub fn joined<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut joined: Vec<Event> = Vec::new();
    let (mut in_block, mut html) = (false, String::new());
    for event in events {
        match &event {
            Event::Html(line) if in_block => {
                html.push_str(line);
                continue;
            }
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            _ => {}
        }
        if !html.is_empty() {
            joined.push(Event::Html(std::mem::take(&mut html).into()));
        }
        joined.push(event);
    }
    joined
}

/// Where the addresses stand that HTML leads to or shows; what a shortcode fills in is none.
pub fn destinations(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for tag in tags(html) {
        for (name, value) in tag.attributes() {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            let leads = is("href") || is("src") || (is("poster") && tag.is("video")) || (is("data") && tag.is("object"));
            if leads {
                found.push(value);
            } else if is("srcset") {
                let candidates = html::srcset(&html[value.clone()]).into_iter();
                found.extend(candidates.map(|(at, _)| value.start + at.start..value.start + at.end));
            }
        }
    }
    found.retain(|value| !html[value.clone()].contains('\0'));
    found
}

/// An address as HTML has it, without its entities.
pub fn address(html: &str, at: &Range<usize>) -> String {
    unescape(html[at.clone()].trim()).into_owned()
}

/// Where the values of an attribute stand; what a shortcode fills in is none.
pub fn values(html: &str, name: &str) -> Vec<Range<usize>> {
    let values = tags(html).into_iter().filter(|tag| !tag.closes()).filter_map(|tag| tag.attribute(name));
    values.filter(|at| !html[at.clone()].is_empty() && !html[at.clone()].contains('\0')).collect()
}

/// HTML with its new addresses; nothing where all stay.
pub fn rewritten(html: &str, new_destination: &mut impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut rewritten = String::new();
    let mut from = 0;
    for at in destinations(html) {
        let Some(new) = new_destination(&address(html, &at)) else { continue };
        let quote = if is_bare(html, &at) && html[..at.start].ends_with('=') { "\"" } else { "" };
        rewritten.push_str(&html[from..at.start]);
        rewritten.push_str(&format!("{quote}{}{quote}", escape(&new)));
        from = at.end;
    }
    (from > 0).then(|| rewritten + &html[from..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Passes, outline, render};

    #[test]
    fn destinations_of_raw_html() {
        for (html, expected) in [
            ("<a class=\"x\" HREF='b.md'>", vec!["b.md"]),
            ("<img src=\"é.png\" srcset=\"a.png 2x,\n b.png 3x\" data-src=\"no\">", vec!["é.png", "a.png", "b.png"]),
            ("<video poster=\"p.jpg\"><source src=\"v.mp4\"><track src=t.vtt></video>", vec!["p.jpg", "v.mp4", "t.vtt"]),
            ("<object data=\"o.svg\"></object><p data=\"no\" poster=\"no\">", vec!["o.svg"]),
            ("<!-- <a href=\"x\"> -->", vec![]),
            ("<a href=\"x?a&amp;b=&quot;\">", vec!["x?a&b=\""]),
            ("<img src=\"\u{0}0\u{0}\">", vec![]),
        ] {
            assert_eq!(destinations(html).into_iter().map(|range| address(html, &range)).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn addresses_are_rewritten_over_several_lines() {
        let rewrite = |to: &str| to.starts_with("a.").then(|| format!("/m/{to}?x&y"));
        for (text, expected) in [
            (
                "<img\n  src=\"a.png\"\n  srcset=\"a.2 2x,\n  b.3 3x\">",
                "<p><img\n  src=\"/m/a.png?x&amp;y\"\n  srcset=\"/m/a.2?x&amp;y 2x,\n  b.3 3x\"></p>",
            ),
            (
                "<div\n  data-x=\"\"\n><a href=\n\"a.b\">x</a></div>",
                "<div\n  data-x=\"\"\n><a href=\n\"/m/a.b?x&amp;y\">x</a></div>",
            ),
            ("x <video poster=a.png></video>", "<p>x <video poster=\"/m/a.png?x&amp;y\"></video></p>"),
        ] {
            let html = render(text, Passes { rewrite: Some(&rewrite), ..Passes::default() }).html;
            assert_eq!(html.trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_have_their_places() {
        let text = "> <video\n>   poster=\"a.png\">\n> <source src=\"é.mp4\">\n> </video>\n\nx <a id=\"i\" name='n' href=y>z</a>";
        let outline = outline(text);
        let told: Vec<_> = outline.links.iter().map(|link| (link.destination.as_str(), &text[link.range.clone()])).collect();
        assert_eq!(told, [("a.png", "a.png"), ("é.mp4", "é.mp4"), ("y", "y")]);
        assert_eq!(outline.anchors, ["i", "n"]);
    }
}
