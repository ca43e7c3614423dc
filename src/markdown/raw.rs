//! The author's own HTML in one piece, though the parser gives it line by line: its links, its ids, and its text, which is set as
//! all text is.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::foreign::Author;
use super::shortcodes::Mark;
use super::{escape, parser, plain};
use crate::text::html::{self, BLOCKS, is_bare, tags, unescape};

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
            self.starts
                .get(piece.saturating_sub(1))
                .map_or(at, |(start, place)| place + at - start)
        };
        let start = place(range.start);
        let end = range
            .end
            .checked_sub(1)
            .map_or(start, |last| place(last) + 1)
            .max(start);
        let words = &self.html[range.clone()];
        // A tag over several lines of a quotation lacks the signs before them.
        let found = || {
            text.get(start..)?
                .find(words)
                .map(|at| start + at..start + at + words.len())
        };
        if text.get(start..end) == Some(words) {
            start..end
        } else {
            found().unwrap_or(start..start)
        }
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

/// Makes events of what blocks of HTML are made of: tags, and text that is no code.
pub fn texts(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    if !events
        .iter()
        .any(|event| matches!(event, Event::Start(Tag::HtmlBlock)))
    {
        return events;
    }
    let (mut cutter, mut in_block) = (
        Cutter {
            author: Author::default(),
            in_line: false,
            cut: Vec::new(),
        },
        false,
    );
    for event in events {
        match &event {
            Event::Html(html) if in_block => {
                cutter.html(html);
                continue;
            }
            Event::Html(html) | Event::InlineHtml(html) => cutter.author.read(html),
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            _ => {}
        }
        cutter.in_line = false;
        cutter.cut.push(event);
    }
    cutter.cut
}

/// Elements that begin a line of their own, beside [`BLOCKS`].
const OF_TABLES: &[&str] = &[
    "caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr",
];

fn begins_line(tag: &html::Tag) -> bool {
    BLOCKS.iter().chain(OF_TABLES).any(|name| tag.is(name))
}

struct Cutter<'a> {
    author: Author,
    /// Whether what comes next goes on with a line.
    in_line: bool,
    cut: Vec<Event<'a>>,
}

impl Cutter<'_> {
    fn html(&mut self, html: &str) {
        let mut from = 0;
        for tag in tags(html) {
            let ends_line = begins_line(&tag);
            self.between(&html[from..tag.start], ends_line);
            self.in_line = !ends_line;
            self.as_it_is(tag.text);
            self.author.read(tag.text);
            from = tag.start + tag.text.len();
        }
        self.between(&html[from..], true);
    }

    fn as_it_is(&mut self, html: &str) {
        let html = html.to_owned().into();
        self.cut.push(if self.in_line {
            Event::InlineHtml(html)
        } else {
            Event::Html(html)
        });
    }

    /// What stands between two tags: text, comments, marks.
    fn between(&mut self, html: &str, ends_line: bool) {
        let mut rest = html;
        while !rest.is_empty() {
            let end = match rest {
                _ if rest.starts_with("<!--") => rest.find("-->").map_or(rest.len(), |end| end + 3),
                _ if rest.starts_with("<!") || rest.starts_with("<?") => {
                    rest.find('>').map_or(rest.len(), |end| end + 1)
                }
                _ if rest.starts_with('\0') => Mark::length(rest),
                _ => {
                    let end = ["<!", "<?", "\0"]
                        .iter()
                        .filter_map(|what| rest.find(what))
                        .min()
                        .unwrap_or(rest.len());
                    self.text(&rest[..end], ends_line && end == rest.len());
                    rest = &rest[end..];
                    continue;
                }
            };
            let is_mark = rest.starts_with('\0');
            self.in_line &= !is_mark || !ends_line;
            self.as_it_is(&rest[..end]);
            if let (true, Some(mark)) = (is_mark, Mark::all(&rest[..end]).next()) {
                self.author.mark(mark);
            }
            rest = &rest[end..];
        }
    }

    /// Text; the spaces at the edges of a line are no part of it.
    fn text(&mut self, text: &str, ends_line: bool) {
        // What looks like a tag or ends a comment, and does neither here, means to browsers what it does not say.
        let is_tag = |(at, _): (usize, &str)| {
            text[at + 1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic())
        };
        let is_broken = text.contains("-->") || text.match_indices('<').any(is_tag);
        if self.author.is_literal() || is_broken {
            return self.as_it_is(text);
        }
        let start = if self.in_line {
            0
        } else {
            text.len() - text.trim_ascii_start().len()
        };
        let end = if ends_line {
            text.trim_ascii_end().len().max(start)
        } else {
            text.len()
        };
        if start > 0 {
            self.as_it_is(&text[..start]);
        }
        for (number, line) in text[start..end]
            .split('\n')
            .enumerate()
            .filter(|_| start < end)
        {
            if number > 0 {
                self.cut.push(Event::SoftBreak);
            }
            if !line.is_empty() {
                self.cut.push(Event::Text(decoded(line).into()));
            }
            self.in_line = true;
        }
        if end < text.len() {
            self.in_line = false;
            self.as_it_is(&text[end..]);
        }
    }
}

/// A text with its entities as what they stand for; the parser knows all their names.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let is_of_name = |c: &char| c.is_ascii_alphanumeric() || *c == '#';
        let length = 1 + rest[at + 1..]
            .chars()
            .take(40)
            .take_while(is_of_name)
            .count();
        let end = at + length + usize::from(rest[at + length..].starts_with(';'));
        match rest[at..end].ends_with(';') {
            true => decoded.push_str(&plain(&parser(&rest[at..end]).collect::<Vec<_>>())),
            false => decoded.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    decoded + rest
}

/// Where the addresses stand that HTML leads to or shows; what a shortcode fills in is none.
pub fn destinations(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for tag in tags(html) {
        for (name, value) in tag.attributes() {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            let leads = is("href")
                || is("src")
                || (is("poster") && tag.is("video"))
                || (is("data") && tag.is("object"));
            if leads {
                found.push(value);
            } else if is("srcset") {
                let candidates = html::srcset(&html[value.clone()]).into_iter();
                found
                    .extend(candidates.map(|(at, _)| value.start + at.start..value.start + at.end));
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
    let values = tags(html)
        .into_iter()
        .filter(|tag| !tag.closes())
        .filter_map(|tag| tag.attribute(name));
    values
        .filter(|at| !html[at.clone()].is_empty() && !html[at.clone()].contains('\0'))
        .collect()
}

/// HTML with its new addresses; nothing where all stay.
pub fn rewritten(
    html: &str,
    new_destination: &mut impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    let mut rewritten = String::new();
    let mut from = 0;
    for at in destinations(html) {
        let Some(new) = new_destination(&address(html, &at)) else {
            continue;
        };
        let quote = if is_bare(html, &at) && html[..at.start].ends_with('=') {
            "\""
        } else {
            ""
        };
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
            (
                "<img src=\"é.png\" srcset=\"a.png 2x,\n b.png 3x\" data-src=\"no\">",
                vec!["é.png", "a.png", "b.png"],
            ),
            (
                "<video poster=\"p.jpg\"><source src=\"v.mp4\"><track src=t.vtt></video>",
                vec!["p.jpg", "v.mp4", "t.vtt"],
            ),
            (
                "<object data=\"o.svg\"></object><p data=\"no\" poster=\"no\">",
                vec!["o.svg"],
            ),
            ("<!-- <a href=\"x\"> -->", vec![]),
            ("<a href=\"x?a&amp;b=&quot;\">", vec!["x?a&b=\""]),
            ("<img src=\"\u{0}0\u{0}\">", vec![]),
        ] {
            assert_eq!(
                destinations(html)
                    .into_iter()
                    .map(|range| address(html, &range))
                    .collect::<Vec<_>>(),
                expected
            );
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
            (
                "x <video poster=a.png></video>",
                "<p>x <video poster=\"/m/a.png?x&amp;y\"></video></p>",
            ),
        ] {
            let html = render(
                text,
                Passes {
                    rewrite: Some(&rewrite),
                    ..Passes::default()
                },
            )
            .html;
            assert_eq!(html.trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn text_is_cut_out_and_put_back() {
        let shown = |text: &str| {
            let all = |texts: &[&str]| vec![Vec::new(); texts.len()];
            render(
                text,
                Passes {
                    foreign: Some(&all),
                    ..Passes::default()
                },
            )
            .html
        };
        for text in [
            "<div>\nUn <b>mot</b> <i>deux</i>\n  trois\n<p> x </p>\n</div>\n",
            "<table>\n<tr>\n<td>Un\ndeux <td>trois\n</tr>\n</table>\n",
            "<div><!-- a <b> c --> d <?php e ?> f</div>\n",
            "<pre>\n a  'b'\n\n c\n</pre>\n<div><code> x  y </code><kbd> z</kbd></div>\n",
            "<script>\nif (a < b) { '<p>' }\n</script>\n",
            "<ul>\n<li>a\n<li>b\n</ul>\n",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(
            shown("<div>&eacute;&#233; &lt; &nope; & 1 < 2 > 3</div>"),
            "<div>éé &lt; &amp;nope; &amp; 1 &lt; 2 &gt; 3</div>\n"
        );
    }

    #[test]
    fn addresses_have_their_places() {
        let text = "> <video\n>   poster=\"a.png\">\n> <source src=\"é.mp4\">\n> </video>\n\nx <a id=\"i\" name='n' href=y>z</a>";
        let outline = outline(text);
        let told: Vec<_> = outline
            .links
            .iter()
            .map(|link| (link.destination.as_str(), &text[link.range.clone()]))
            .collect();
        assert_eq!(told, [("a.png", "a.png"), ("é.mp4", "é.mp4"), ("y", "y")]);
        assert_eq!(outline.anchors, ["i", "n"]);
    }

    proptest::proptest! {
        #[test]
        fn cutting_html_changes_no_word_and_no_tag(
            html in "(<div>|</div>|<b>|</b>|<br>|<pre>|</pre>|<kbd>|</kbd>|<p|<p>|>|<|&amp;|&|;|é| |\n|a|<!--|-->|\"|=|<script>|</script>|<\\?|\\?>)*"
        ) {
            let html = format!("<div>{html}");
            let all = |texts: &[&str]| vec![Vec::new(); texts.len()];
            let plain = render(&html, Passes::default()).html;
            let cut = render(&html, Passes { foreign: Some(&all), ..Passes::default() }).html;
            let shown = |html: &str| crate::text::words::one_line(&html::text(html));
            let names = |html: &str| tags(html).iter().map(|tag| tag.text.to_owned()).collect::<Vec<_>>();
            proptest::prop_assert_eq!(shown(&plain), shown(&cut), "{}", cut);
            proptest::prop_assert_eq!(names(&plain), names(&cut), "{}", cut);
        }
    }
}
