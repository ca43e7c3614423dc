//! A text → the nodes of its tree: Markdown by its parser, the HTML in it by [`tags`], shortcodes in the places that [`Found`] kept.

mod html_block;
mod lines;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};
use serde::{Deserialize, Serialize};

use crate::doc::link::{Linker, link};
use crate::doc::math;
use crate::doc::shortcodes::{self, Found, Mistake};
use crate::doc::tags::tags;
use crate::doc::tree::{Kind, Markup, Node, part};

use lines::{FILLER, Html};

/// What a text may hold beyond the Markdown that every text is in: old texts have lines that begin with a colon, and prices in `$`, so the
/// author asks for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extensions {
    /// A term, and below it lines that begin with `: `.
    pub definition_lists: bool,
    /// Formulas: `$…$` and `$$…$$`.
    pub math: bool,
}

/// The only place where the Markdown parser is made: CommonMark with tables, footnotes, strikethrough, task lists and alerts.
pub fn parser(text: &str, extensions: Extensions) -> Parser<'_> {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_DEFINITION_LIST, extensions.definition_lists);
    options.set(Options::ENABLE_MATH, extensions.math);
    Parser::new_ext(text, options)
}

/// Whether a sign begins something wherever it stands and must be escaped; what does so in some places only, [`literal`] and the
/// import know for the texts that they write.
///
/// [`literal`]: crate::doc::literal
pub fn is_mark(c: char, after: char) -> bool {
    match c {
        '`' => true,
        '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
        // A shortcode.
        '{' => matches!(after, '{' | '%'),
        _ => false,
    }
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
    for (event, range) in parser(&found.text, found.extensions).into_offset_iter() {
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
            Event::InlineMath(source) => self.math(source, &range, false),
            Event::DisplayMath(source) => self.math(source, &range, true),
            // It is read above.
            Event::Html(text) | Event::InlineHtml(text) => Kind::Text(text),
        };
        self.push(Node::new(kind, range));
    }

    /// A formula, as it is written: no tag stands in it.
    fn math(&mut self, source: CowStr<'t>, range: &Range<usize>, is_display: bool) -> Kind<'t> {
        let tags = self.found.tags_in(range);
        let source = match tags.is_empty() {
            true => source,
            false => self.source[range.clone()].trim_matches('$').into(),
        };
        self.seen[tags].fill(true);
        math::node_kind(source, is_display)
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
        let calls = html.calls_in(&range).iter().map(|(at, mark, _)| {
            let at = at - range.start;
            (at..at + FILLER.len_utf8(), *mark)
        });
        let text = part(text, range.clone());
        let markup = Markup {
            is_comment: !self.linker.is_raw() && text.trim_start().starts_with("<!--"),
            calls: calls.collect(),
            text,
        };
        let kind = match is_tag {
            true => Kind::Tag(markup),
            false => Kind::Markup(markup),
        };
        Node::new(kind, html.place(&range))
    }
}
