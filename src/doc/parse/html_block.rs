//! A block of the author's own HTML as tags and text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::lines::{FILLER, Html};
use super::{Builder, Extensions, parser};
use crate::doc::elements::{BLOCK, TABLE};
use crate::doc::tags::tags;
use crate::doc::tree::{Kind, Node, part};

impl<'t> Builder<'t> {
    /// Adds the nodes of a block.
    pub fn html_block(&mut self, html: Html) {
        let text = self.html_text(&html);
        let mut block = HtmlBlock {
            text: &text,
            html: &html,
            in_line: false,
            builder: self,
        };
        block.read();
    }
}

/// A block of HTML as tags, and text that is no code.
struct HtmlBlock<'b, 't> {
    text: &'b CowStr<'t>,
    html: &'b Html,
    /// Whether what comes next goes on with a line.
    in_line: bool,
    builder: &'b mut Builder<'t>,
}

impl<'t> HtmlBlock<'_, 't> {
    fn read(&mut self) {
        let mut from = 0;
        for tag in tags(self.text) {
            let ends_line = tag.is_any(BLOCK | TABLE);
            self.between(from..tag.start, ends_line);
            self.in_line = !ends_line;
            self.markup(tag.range(), true);
            from = tag.range().end;
        }
        self.between(from..self.text.len(), true);
    }

    fn push(&mut self, mut node: Node<'t>, in_line: bool) {
        node.in_html = true;
        node.in_line = in_line;
        self.builder.push(node);
    }

    fn markup(&mut self, range: Range<usize>, is_tag: bool) {
        let node = self.builder.markup(self.html, self.text, range, is_tag);
        self.push(node, self.in_line);
    }

    /// What stands between two tags: text, comments, shortcodes.
    fn between(&mut self, range: Range<usize>, ends_line: bool) {
        let (mut at, text) = (range.start, self.text);
        while at < range.end {
            let rest = &text[at..range.end];
            let until = |end: &str| rest.find(end).map_or(rest.len(), |found| found + end.len());
            let call = self.html.calls_in(&(at..range.end)).first();
            let next_call = call.map_or(rest.len(), |(call, ..)| call - at);
            if let Some((_, mark, place)) = call.filter(|_| next_call == 0) {
                let node = Node::new(Kind::Shortcode(*mark), place.clone());
                self.in_line &= !ends_line;
                self.push(node, self.in_line);
                at += FILLER.len_utf8();
            } else if self.builder.linker.is_raw() {
                let end = at + next_call;
                self.markup(at..end, false);
                at = end;
            } else if rest.starts_with("<!--") {
                let end = at + until("-->");
                self.markup(at..end, false);
                at = end;
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                let end = at + until(">");
                self.markup(at..end, false);
                at = end;
            } else {
                let marks = ["<!", "<?"].iter().filter_map(|mark| rest.find(mark));
                let end = at + marks.min().unwrap_or(rest.len()).min(next_call);
                self.words(at..end, ends_line && end == range.end);
                at = end;
            }
        }
    }

    /// Text; the spaces at the edges of a line are no part of it.
    fn words(&mut self, range: Range<usize>, ends_line: bool) {
        let text = &self.text[range.clone()];
        // What looks like a tag or ends a comment, and does neither here, means to browsers what it does not say.
        let is_tag = |(at, _): (usize, &str)| {
            text[at + 1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic())
        };
        let is_broken = text.contains("-->") || text.match_indices('<').any(is_tag);
        if self.builder.linker.is_literal() || is_broken {
            return self.markup(range, false);
        }
        let start = match self.in_line {
            true => 0,
            false => text.len() - text.trim_ascii_start().len(),
        };
        let end = match ends_line {
            true => text.trim_ascii_end().len().max(start),
            false => text.len(),
        };
        if start > 0 {
            self.markup(range.start..range.start + start, false);
        }
        let mut from = start;
        for (number, line) in text[start..end].split('\n').enumerate() {
            if start == end {
                break;
            }
            let at = range.start + from;
            if number > 0 {
                let place = self.html.place(&(at - 1..at));
                self.push(Node::new(Kind::SoftBreak, place), true);
            }
            if !line.is_empty() {
                let line = at..at + line.len();
                let place = self.html.place(&line);
                let words = decoded(part(self.text, line));
                self.push(Node::new(Kind::Text(words), place), true);
            }
            self.in_line = true;
            from += line.len() + 1;
        }
        if end < text.len() {
            self.in_line = false;
            self.markup(range.start + end..range.end, false);
        }
    }
}

/// A text with its entities as what they stand for; the parser knows all their names.
fn decoded(text: CowStr<'_>) -> CowStr<'_> {
    if !text.contains('&') {
        return text;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let is_of_name = |c: &char| c.is_ascii_alphanumeric() || *c == '#';
        let name = rest[at + 1..].chars().take(40).take_while(is_of_name);
        let length = 1 + name.count();
        let end = at + length + usize::from(rest[at + length..].starts_with(';'));
        let entity = &rest[at..end];
        if entity.ends_with(';') {
            let letters = parser(entity, Extensions::default()).filter_map(|event| match event {
                Event::Text(letters) => Some(letters),
                _ => None,
            });
            letters.for_each(|letters| decoded.push_str(&letters));
        } else {
            decoded.push_str(entity);
        }
        rest = &rest[end..];
    }
    (decoded + rest).into()
}

#[cfg(test)]
mod tests {
    use crate::doc::tags::tags;
    use crate::doc::{Html, Passes, outline, render};

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
            (
                "<style>\np { background: url(a.png), url('b.png') }\n\n/* url(a.png) */ @import \"a.css\";\n</style>\n\n<p style=\"background: url('a.png')\">x</p>",
                "<style>\np { background: url(/m/a.png?x&y), url('b.png') }\n\n/* url(a.png) */ @import \"/m/a.css?x&y\";\n</style>\n\
                 <p style=\"background: url('/m/a.png?x&amp;y')\">x</p>",
            ),
            (
                "<script>\nx = 'url(a.png)'\n</script>\n",
                "<script>\nx = 'url(a.png)'\n</script>",
            ),
        ] {
            let html = render(
                text,
                Passes {
                    rewrite: Some(&rewrite),
                    ..Passes::default()
                },
            )
            .html
            .text;
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
            .text
        };
        for text in [
            "<div>\nUn <b>mot</b> <i>deux</i>\n  trois\n<p> x </p>\n</div>\n",
            "<table>\n<tr>\n<td>Un\ndeux <td>trois\n</tr>\n</table>\n",
            "<div> d <?php e ?> f</div>\n",
            "<pre>\n a  'b'\n\n c\n</pre>\n<div><code> x  y </code><kbd> z</kbd></div>\n",
            "<script>\nif (a < b) { '<p>' }\n</script>\n",
            "<ul>\n<li>a\n<li>b\n</ul>\n",
            "<script>\nx = '<!-- a -->'; // <!-- <b>\ny\n</script>\n",
            "<style>\n<!-- p { top: 0 } -->\n</style>\n",
            "<textarea>\n <!-- a --> <b> &lt;\n</textarea>\n",
            "<p>Un <textarea><!-- a --></textarea></p>\n",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(
            shown("<div><!-- a <b> c --> d</div>\n\n<!--\nUn.\n-->\n\nDeux <!-- trois -->.\n"),
            "<div> d</div>\n\n<p>Deux .</p>\n",
            "comments are the author's own"
        );
        assert_eq!(
            shown("<div>&eacute;&#233; &lt; &nope; & 1 < 2 > 3</div>"),
            "<div>éé &lt; &amp;nope; &amp; 1 &lt; 2 &gt; 3</div>\n"
        );
    }

    #[test]
    fn addresses_have_their_places() {
        let text = "> <video\n>   poster=\"a.png\">\n> <source src=\"é.mp4\">\n> </video>\n\nx <a id=\"i\" name='n' href=y>z</a>";
        let outline = outline(text, Default::default());
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
            let plain = render(&html, Passes::default()).html.text;
            let cut = render(&html, Passes { foreign: Some(&all), ..Passes::default() }).html.text;
            let shown = |html: &str| crate::text::words::one_line(&Html::read(html).words());
            let names = |html: &str| tags(html).map(|tag| tag.text.to_owned()).collect::<Vec<_>>();
            proptest::prop_assert_eq!(shown(&plain), shown(&cut), "{}", cut);
            proptest::prop_assert_eq!(names(&plain), names(&cut), "{}", cut);
        }
    }
}
