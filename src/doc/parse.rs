//! A text → the nodes of its tree: Markdown by its parser, the HTML in it by [`tags`], shortcodes in the places that [`Found`] kept.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};

use super::elements::{BLOCK, TABLE};
use super::shortcodes::{self, Found, Mistake};
use super::tags::tags;
use super::tree::{Kind, Linker, Mark, Markup, Node, link, part};

/// The only place where the Markdown parser is made: CommonMark with tables, footnotes, strikethrough and task lists.
pub fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(text, options)
}

/// The nodes of a text whose shortcodes were found; `source` is the text as written. What is wrong goes to the end of `mistakes`.
pub fn parse<'t>(found: &'t Found, source: &'t str, mistakes: &mut Vec<Mistake>) -> Vec<Node<'t>> {
    let mut builder = Builder {
        found,
        source,
        // A node for every dozen bytes is more than most texts need.
        nodes: Vec::with_capacity(found.text.len() / 12 + 8),
        linker: Linker::default(),
        seen: vec![false; found.tags.len()],
    };
    let mut block: Option<Html> = None;
    for (event, range) in parser(&found.text).into_offset_iter() {
        match (event, &mut block) {
            (Event::Html(html) | Event::InlineHtml(html), Some(block)) => {
                builder.collect(&html, range, true, block);
            }
            (Event::InlineHtml(html) | Event::Html(html), None) => {
                let mut alone = Html::default();
                builder.collect(&html, range, false, &mut alone);
                builder.inline_html(alone);
            }
            (Event::Start(Tag::HtmlBlock), _) => {
                block = Some(Html::default());
                builder.push(Node::new(Kind::Start(Tag::HtmlBlock), range));
            }
            // The indentation of a block's first line.
            (Event::Text(text), Some(_)) => builder.push(Node::new(Kind::Text(text), range)),
            (event, _) => {
                if let Some(html) = block.take() {
                    builder.html_block(html);
                }
                builder.markdown(event, range);
            }
        }
    }
    let Builder { nodes, seen, .. } = builder;
    if found.tags.is_empty() {
        return nodes;
    }
    let mut nodes = shortcodes::lift(nodes);
    shortcodes::check(found, &nodes, &seen, mistakes);
    link(&mut nodes);
    nodes
}

struct Builder<'t> {
    found: &'t Found<'t>,
    source: &'t str,
    nodes: Vec<Node<'t>>,
    linker: Linker,
    /// Of the shortcodes' tags, which were met.
    seen: Vec<bool>,
}

/// HTML that the parser gives line by line, in one piece.
#[derive(Default)]
struct Html {
    /// Its bytes of the text, as long as they are all of it.
    range: Range<usize>,
    /// The text, where it is not that of `range`: of what stands in a quotation, the lines lack their marks.
    joined: Option<String>,
    /// The shortcodes in it, a [`FILLER`] for each.
    calls: Vec<(usize, Mark, Range<usize>)>,
    /// Where its lines stand: bytes of the whole, and of the text.
    lines: Vec<(usize, usize)>,
}

/// Stands for a shortcode's tag in HTML; it begins no name and parts no attributes.
const FILLER: char = '\u{1}';

impl Html {
    fn length(&self) -> usize {
        self.joined.as_ref().map_or(self.range.len(), String::len)
    }

    fn add(&mut self, html: &str, at: usize, text: &str) {
        self.lines.push((self.length(), at));
        if self.range.is_empty() && self.joined.is_none() {
            self.range = at..at;
        }
        let goes_on = self.range.end == at && text.get(at..at + html.len()) == Some(html);
        if self.joined.is_none() && goes_on {
            self.range.end = at + html.len();
            return;
        }
        let range = self.range.clone();
        let joined = self.joined.get_or_insert_with(|| text[range].to_owned());
        joined.push_str(html);
    }

    fn add_call(&mut self, mark: Mark, range: Range<usize>, text: &str) {
        let at = self.length();
        self.add(FILLER.encode_utf8(&mut [0; 1]), range.start, text);
        self.calls.push((at, mark, range));
    }

    /// The bytes of the text for bytes of the whole.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= at);
            let line = self.lines.get(line.saturating_sub(1));
            line.map_or(at, |(start, place)| place + at - start)
        };
        let start = place(range.start);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        start..last.map_or(start, |last| place(last) + 1).max(start)
    }
}

impl<'t> Builder<'t> {
    fn push(&mut self, node: Node<'t>) {
        let at = self.nodes.len();
        self.nodes.push(node);
        self.linker.link(&mut self.nodes, at);
    }

    fn markdown(&mut self, event: Event<'t>, range: Range<usize>) {
        let kind = match event {
            Event::Start(tag) => Kind::Start(tag),
            Event::End(end) => Kind::End(end),
            Event::Text(_) | Event::Code(_) if !self.found.tags_in(&range).is_empty() => {
                self.unmasked(matches!(event, Event::Code(_)), &range)
            }
            Event::Text(text) => return self.text(text, range),
            Event::Code(code) => Kind::Code(code),
            Event::SoftBreak => Kind::SoftBreak,
            Event::HardBreak => Kind::HardBreak,
            Event::Rule => Kind::Rule,
            Event::TaskListMarker(done) => Kind::Task(done),
            Event::FootnoteReference(label) => Kind::NoteReference(label),
            // Mathematics is not enabled, and HTML is read above.
            Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::Html(text)
            | Event::InlineHtml(text) => Kind::Text(text),
        };
        self.push(Node::new(kind, range));
    }

    /// What turned out to be code once the tags before it were taken away, as it is written.
    fn unmasked(&mut self, is_code: bool, range: &Range<usize>) -> Kind<'t> {
        self.seen[self.found.tags_in(range)].fill(true);
        let is_fence = |byte: &u8| is_code && *byte == b'`';
        let inset = self.found.text[range.clone()]
            .bytes()
            .take_while(is_fence)
            .count();
        let text = self.source.get(range.start + inset..range.end - inset);
        let text = CowStr::from(text.unwrap_or_default());
        match inset {
            0 => Kind::Text(text),
            _ => Kind::Code(text),
        }
    }

    /// Text, joined to the text before it: the parser cuts it at every possible mark.
    fn text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        let all: &'t str = &self.found.text;
        let Some(Node {
            kind: Kind::Text(before),
            span,
            in_html: false,
            ..
        }) = self.nodes.last_mut()
        else {
            return self.push(Node::new(Kind::Text(text), range));
        };
        let joined = all.get(span.start..range.end).filter(|joined| {
            let (head, tail) = joined.split_at_checked(before.len()).unwrap_or_default();
            matches!(before, CowStr::Borrowed(_)) && head == &**before && tail == &*text
        });
        *before = match joined {
            Some(joined) => CowStr::Borrowed(joined),
            None => format!("{before}{text}").into(),
        };
        span.end = range.end;
    }

    /// Adds a line of HTML, its shortcodes apart; blank HTML beside one is left out.
    fn collect(&mut self, html: &str, range: Range<usize>, in_block: bool, whole: &mut Html) {
        let text: &'t str = &self.found.text;
        let numbers = self.found.tags_in(&range);
        // The lines after the first of a tag.
        let mut at = numbers.start.checked_sub(1).map_or(range.start, |before| {
            let end = self.found.tags[before].range.end;
            end.clamp(range.start, range.end)
        });
        if numbers.is_empty() && at == range.start {
            return whole.add(html, at, text);
        }
        let slice = |from: usize, to: usize| {
            html.get(from - range.start..to - range.start)
                .unwrap_or_default()
        };
        self.seen[numbers.clone()].fill(true);
        for tag in &self.found.tags[numbers] {
            let before = slice(at, tag.range.start.max(at));
            if !before.trim().is_empty() || !in_block {
                whole.add(before, at, text);
            }
            whole.add_call(tag.mark, tag.range.clone(), text);
            at = tag.range.end.min(range.end);
        }
        let rest = slice(at, range.end);
        if !rest.trim().is_empty() {
            whole.add(rest, at, text);
        }
    }

    fn inline_html(&mut self, html: Html) {
        let text = self.html_text(&html);
        if let [(_, mark, range)] = &html.calls[..]
            && text.len() == FILLER.len_utf8()
        {
            return self.push(Node::new(Kind::Shortcode(*mark), range.clone()));
        }
        let is_tag = tags(&text).next().is_some_and(|tag| tag.start == 0);
        let whole = 0..text.len();
        let node = self.markup(&html, &text, whole, is_tag);
        self.push(node);
    }

    fn html_text(&self, html: &Html) -> CowStr<'t> {
        let text: &'t str = &self.found.text;
        match &html.joined {
            Some(joined) => joined.clone().into(),
            None => CowStr::Borrowed(&text[html.range.clone()]),
        }
    }

    fn markup(
        &self,
        html: &Html,
        text: &CowStr<'t>,
        range: Range<usize>,
        is_tag: bool,
    ) -> Node<'t> {
        let calls = html.calls.iter().filter(|(at, ..)| range.contains(at));
        let calls = calls.map(|(at, mark, _)| {
            let at = at - range.start;
            (at..at + FILLER.len_utf8(), *mark)
        });
        let markup = Markup {
            calls: calls.collect(),
            text: part(text, range.clone()),
        };
        let kind = match is_tag {
            true => Kind::Tag(markup),
            false => Kind::Markup(markup),
        };
        Node::new(kind, html.place(&range))
    }

    fn html_block(&mut self, html: Html) {
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
            let call = self.html.calls.iter().find(|(call, ..)| *call >= at);
            let next_call = call.map_or(rest.len(), |(call, ..)| (call - at).min(rest.len()));
            if let Some((_, mark, place)) = call.filter(|_| next_call == 0) {
                let node = Node::new(Kind::Shortcode(*mark), place.clone());
                self.in_line &= !ends_line;
                self.push(node, self.in_line);
                at += FILLER.len_utf8();
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
            let letters = parser(entity).filter_map(|event| match event {
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
            let plain = render(&html, Passes::default()).html.text;
            let cut = render(&html, Passes { foreign: Some(&all), ..Passes::default() }).html.text;
            let shown = |html: &str| crate::text::words::one_line(&Html::read(html).words());
            let names = |html: &str| tags(html).map(|tag| tag.text.to_owned()).collect::<Vec<_>>();
            proptest::prop_assert_eq!(shown(&plain), shown(&cut), "{}", cut);
            proptest::prop_assert_eq!(names(&plain), names(&cut), "{}", cut);
        }
    }
}
