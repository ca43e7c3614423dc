//! The tree as HTML, as CommonMark's reference renderer writes it: typography, languages and what shortcodes make are put in as
//! the nodes are written, and nothing is read again but what a shortcode makes.

mod elements;

use std::ops::Range;

use pulldown_cmark::Alignment;
use pulldown_cmark_escape::escape_html_body_text;

use crate::doc::Passes;
use crate::doc::footnotes;
use crate::doc::foreign::{self, Languages, LeafText, SpanEdge};
use crate::doc::html::Html;
use crate::doc::place::Placer;
use crate::doc::tags::HtmlTag;
use crate::doc::tree::{Footnote, Kind, Mark, Markup, Node};
use crate::doc::typography::{self, Repaired, Setting, Unpaired};
use crate::doc::voices::{leaves, voices};
use crate::text::typography::{Change, Edit};

use elements::with_language;
pub use elements::{ALERTS, image};

pub struct Written {
    pub html: Html,
    /// The quotation marks left alone.
    pub unpaired: Vec<Unpaired>,
    /// What typography mended.
    pub repaired: Vec<Repaired>,
    /// The ids that shortcodes made, and the number of each one's call.
    pub made: Vec<(String, usize)>,
}

pub fn html(nodes: &[Node], passes: Passes) -> Written {
    html_of_blocks(nodes, &[], "", passes)
}

/// A whole text as HTML: `blocks` are the first nodes of its outermost blocks and of what follows them, `source` its text.
pub fn html_of_blocks(nodes: &[Node], blocks: &[usize], source: &str, passes: Passes) -> Written {
    let (voices, leaves) = (voices(nodes), leaves(nodes));
    let (mut texts, mut passages) = (Vec::new(), Vec::new());
    if let Some(foreign) = passes.foreign {
        let text = |leaf: &Range<usize>| LeafText::new(nodes, &voices, leaf.clone());
        texts = leaves.iter().map(text).collect();
        let words: Vec<&str> = texts.iter().map(|leaf| leaf.text.as_str()).collect();
        passages = foreign(&words);
    }
    let setting = match passes.typography {
        Some(typography) => typography::set(
            nodes,
            &voices,
            &leaves,
            &mut passages,
            typography,
            passes.is_heading,
        ),
        None => Setting::default(),
    };
    let languages = foreign::mark(nodes, &texts, &passages);
    let mut writer = Writer {
        nodes,
        passes,
        edits: &setting.edits,
        languages: &languages,
        spans: &languages.spans,
        output: Placer::default(),
        is_placing: !passes.calls.is_empty(),
        ends_line: true,
        table: Table::default(),
        bodies: Vec::new(),
        made: Vec::new(),
        scratch: String::new(),
    };
    let length = source.len().max(64);
    writer.output.html.reserve(length + length / 4, nodes.len());
    writer.write(blocks);
    Written {
        html: writer.output.html,
        made: writer.made,
        unpaired: setting.unpaired(nodes, source),
        repaired: setting.repaired(nodes, source),
    }
}

struct Writer<'w, 's> {
    nodes: &'w [Node<'s>],
    passes: Passes<'w>,
    /// The changes of text that are still to come.
    edits: &'w [Edit],
    languages: &'w Languages,
    /// The edges of spans that are still to come.
    spans: &'w [SpanEdge],
    output: Placer,
    /// Whether shortcodes may make what must be placed.
    is_placing: bool,
    /// Whether what is written ends a line.
    ends_line: bool,
    table: Table<'w>,
    /// The calls whose body is written now, and what was written before it.
    bodies: Vec<(usize, Placer)>,
    made: Vec<(String, usize)>,
    scratch: String,
}

#[derive(Default)]
struct Table<'w> {
    alignments: &'w [Alignment],
    cell: usize,
    in_head: bool,
}

impl<'w> Writer<'w, '_> {
    fn write(&mut self, blocks: &[usize]) {
        let mut blocks = blocks.iter().peekable();
        let mut at = 0;
        while at < self.nodes.len() {
            if blocks.next_if_eq(&&at).is_some() {
                self.begin_block();
            }
            at = self.node(at);
        }
        blocks.for_each(|_| self.begin_block());
        self.end_bodies();
    }

    /// Ends the bodies of shortcodes without an end: a mistake is told already.
    fn end_bodies(&mut self) {
        while let Some((_, before)) = self.bodies.pop() {
            let inside = std::mem::replace(&mut self.output, before).html;
            self.html(&inside);
        }
    }

    fn begin_block(&mut self) {
        self.end_bodies();
        self.output.html.begin_block();
        self.ends_line = true;
    }

    /// Adds text as it stands in HTML.
    fn text(&mut self, text: &str) {
        match self.is_placing {
            true => self.output.text(text),
            false => self.output.html.text.push_str(text),
        }
        if !text.is_empty() {
            self.ends_line = text.ends_with('\n');
        }
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.is_placing {
            let mut escaped = std::mem::take(&mut self.scratch);
            escaped.clear();
            escape_html_body_text(&mut escaped, words).ok();
            self.text(&escaped);
            self.scratch = escaped;
        } else {
            escape_html_body_text(&mut self.output.html.text, words).ok();
            self.ends_line = words.ends_with('\n');
        }
    }

    fn tag(&mut self, tag: &str) {
        match self.is_placing {
            true => self.output.tag(HtmlTag {
                start: 0,
                text: tag,
            }),
            false => self.output.html.push_tag(tag),
        }
        self.ends_line = false;
    }

    /// Adds a tag as `write` writes it.
    fn tag_with(&mut self, write: impl FnOnce(&mut String)) {
        let mut tag = std::mem::take(&mut self.scratch);
        tag.clear();
        write(&mut tag);
        self.tag(&tag);
        self.scratch = tag;
    }

    fn new_line(&mut self) {
        if !self.ends_line {
            self.text("\n");
        }
    }

    fn html(&mut self, html: &Html) {
        let mut from = 0;
        for tag in html.tags() {
            self.text(&html.text[from..tag.start]);
            self.tag(tag.text);
            from = tag.range().end;
        }
        self.text(&html.text[from..]);
    }

    /// Writes a node, or an element with all it holds, and tells the next.
    fn node(&mut self, at: usize) -> usize {
        let node = &self.nodes[at];
        let edges = match node.kind {
            // They stand within it.
            Kind::Text(_) => &[],
            _ => skip(&mut self.spans, |edge| edge.node, at),
        };
        let languages = edges.iter().filter_map(|edge| edge.language.as_deref());
        languages.for_each(|language| self.begin_span(language));
        let next = self.whole(at, node);
        let ends = edges.iter().filter(|edge| edge.language.is_none()).count();
        (0..ends).for_each(|_| self.tag("</span>"));
        next
    }

    fn begin_span(&mut self, language: &str) {
        self.tag_with(|tag| with_language(tag, "<span", Some(language)));
    }

    fn whole(&mut self, at: usize, node: &'w Node) -> usize {
        match &node.kind {
            Kind::Start(tag) => return self.start(at, tag),
            Kind::End(end) => self.end(*end),
            Kind::Text(text) => self.edited(at, text),
            Kind::Code(text) => {
                self.tag("<code>");
                self.words(text);
                self.tag("</code>");
            }
            Kind::Math(formula) => self.math(formula),
            Kind::SoftBreak => {
                let next = self.edits.iter().find(|edit| edit.run >= at);
                match next.is_some_and(|edit| edit.run == at) {
                    true => self.edited(at, " "),
                    false => self.text("\n"),
                }
            }
            Kind::HardBreak => {
                self.tag("<br />");
                self.text("\n");
            }
            Kind::Rule => {
                self.new_line();
                self.tag("<hr />");
                self.text("\n");
            }
            Kind::Task(done) => self.task(*done),
            Kind::NoteReference(_) => {}
            Kind::Footnote(note) => self.footnote(note),
            Kind::Tag(markup) => {
                let text = self.filled(markup);
                self.tag(&text);
            }
            // What an author writes for nobody but himself, such as the original above its translation.
            Kind::Markup(markup) if markup.is_comment && markup.calls.is_empty() => {}
            Kind::Markup(markup) => {
                let text = self.filled(markup);
                match markup.is_comment {
                    true => self.output.comment(&text),
                    false => self.text(&text),
                }
                self.ends_line = text.ends_with('\n');
            }
            Kind::Shortcode(mark) => self.shortcode(*mark),
        }
        at + 1
    }

    /// The author's own HTML, with what its shortcodes make; of an attribute, only those without a body.
    fn filled(&mut self, markup: &'w Markup) -> std::borrow::Cow<'w, str> {
        if markup.calls.is_empty() {
            return (&*markup.text).into();
        }
        let (mut filled, mut from) = (String::new(), 0);
        for (at, mark) in &markup.calls {
            filled.push_str(&markup.text[from..at.start]);
            if let Mark::Alone(call) = mark {
                filled.push_str(&self.made(*call, None).text);
            }
            from = at.end;
        }
        (filled + &markup.text[from..]).into()
    }

    fn task(&mut self, done: bool) {
        let Some(words) = self.passes.notes else {
            let checked = if done { " checked=\"\"" } else { "" };
            self.tag(&format!(
                "<input disabled=\"\" type=\"checkbox\"{checked}/>"
            ));
            return self.text("\n");
        };
        let checked = if done { " checked" } else { "" };
        let label = crate::doc::escape(&words.tasks[usize::from(done)]);
        self.tag(&format!(
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\">"
        ));
    }

    fn footnote(&mut self, note: &Footnote) {
        let mut html = Html::default();
        footnotes::write(note, self.passes.notes, &mut html);
        self.html(&html);
    }

    fn shortcode(&mut self, mark: Mark) {
        match mark {
            Mark::Alone(call) => {
                let made = self.made(call, None);
                self.output.put(&made);
            }
            Mark::Open(call) => self.bodies.push((call, std::mem::take(&mut self.output))),
            // Where tags cross, a mistake is told already.
            Mark::Close(call) => {
                if let Some((call, before)) = self.bodies.pop_if(|(open, _)| *open == call) {
                    let body = std::mem::replace(&mut self.output, before).html;
                    let made = self.made(call, Some(&body));
                    self.output.put(&made);
                }
            }
        }
        self.ends_line = false;
    }

    /// What a call makes. The line feeds around a part of a line are its template's, and would be seen as spaces.
    fn made(&mut self, number: usize, body: Option<&Html>) -> Html {
        let Some(call) = self.passes.calls.get(number) else {
            return Html::default();
        };
        let text = body.map(|body| body.text.as_str());
        let made = match self.passes.component {
            Some(component) => component(call, text),
            None => text.unwrap_or_default().to_owned(),
        };
        let mut html = Html::read(&made);
        if !html.is_block() {
            html = Html::read(made.trim_matches(['\n', '\r']));
        }
        let known = body.map(Html::ids).unwrap_or_default();
        let ids = html.ids().into_iter().filter(|id| !known.contains(id));
        self.made.extend(ids.map(|id| (id.to_owned(), number)));
        html
    }

    /// Writes a text with its edits and the edges of spans in it.
    fn edited(&mut self, at: usize, text: &str) {
        let edits = skip(&mut self.edits, |edit| edit.run, at);
        let edges = match self.nodes[at].kind {
            Kind::Text(_) => skip(&mut self.spans, |edge| edge.node, at),
            _ => &[],
        };
        let (mut edits, mut edges) = (edits.iter().peekable(), edges.iter().peekable());
        let mut from = 0;
        loop {
            // At one byte: a span ends, a space is put in, a span begins, the letter changes.
            let edge = edges
                .peek()
                .map(|edge| (edge.at, if edge.language.is_some() { 2 } else { 0 }));
            let edit = edits.peek().map(|edit| {
                let order = if edit.range.is_empty() { 1 } else { 3 };
                (edit.range.start, order)
            });
            let is_edge = match (edge, edit) {
                (None, None) => break,
                (Some(edge), Some(edit)) => edge < edit,
                (edge, _) => edge.is_some(),
            };
            if let Some(edge) = edges.next_if(|_| is_edge) {
                self.words(&text[from..edge.at.max(from)]);
                from = edge.at.max(from);
                match &edge.language {
                    Some(language) => self.begin_span(language),
                    None => self.tag("</span>"),
                }
            } else if let Some(edit) = edits.next() {
                self.words(&text[from..edit.range.start.max(from)]);
                self.change(edit, text);
                from = edit.range.end.max(from);
            }
        }
        self.words(&text[from..]);
    }

    fn change(&mut self, edit: &Edit, text: &str) {
        match edit.change {
            Change::Remove => {}
            Change::Set(c) => self.words(c.encode_utf8(&mut [0; 4])),
            Change::Raise => {
                self.tag("<sup>");
                self.words(&text[edit.range.clone()]);
                self.tag("</sup>");
            }
        }
    }
}

/// Takes from a list, in the order of nodes, what belongs to a node. What belongs to those before it is left out: what a picture
/// holds is written nowhere.
fn skip<'l, T>(list: &mut &'l [T], node: impl Fn(&T) -> usize, at: usize) -> &'l [T] {
    let first = list.iter().take_while(|item| node(item) < at).count();
    let after = list[first..].iter().take_while(|item| node(item) == at);
    let (found, rest) = list[first..].split_at(after.count());
    *list = rest;
    found
}
