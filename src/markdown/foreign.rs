//! Passages in another language than the text get their `lang`, so that they are spoken, hyphenated and translated as what
//! they are (WCAG 2.2, 3.1.2 "Language of Parts").
//!
//! 1. `leaves`: the events fall into blocks of running text; code, addresses, pictures and what the author gave a `lang` or
//!    marked as code in HTML are blanked.
//! 2. The caller tells the passages of each.
//! 3. A block that is wholly in one other language carries `lang` itself, or the quotation, list or item around it does;
//!    elsewhere a `<span>` stands around the passage, opened and closed inside the same element.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::escape;
use super::shortcodes::Mark;
use crate::text::html::{self, Open, VOID};

/// Tells the passages of each block of a text that are in another language than it: bytes and BCP 47 code.
pub type Foreign<'f> = &'f dyn Fn(&[&str]) -> Vec<Vec<(Range<usize>, String)>>;

/// A block of running text.
pub(super) struct Leaf {
    /// Its events.
    pub events: Range<usize>,
    /// Its words; what is no writing is blank.
    pub text: String,
    /// For each event, where its text begins; at the end, the text's length.
    pub starts: Vec<usize>,
    /// Events whose text the author gave a language, and that language; for the passes it is blank.
    pub said: Vec<(usize, String)>,
}

impl Leaf {
    /// The language that the author gave the text of an event.
    pub fn said(&self, event: usize) -> Option<&str> {
        let at = self
            .said
            .binary_search_by_key(&event, |(event, _)| *event)
            .ok()?;
        Some(&self.said[at].1)
    }
}

/// A stretch of a leaf in another language: bytes and BCP 47 code.
pub(super) type Passage = (Range<usize>, String);

/// The passages of each leaf.
pub fn passages(leaves: &[Leaf], foreign: Foreign) -> Vec<Vec<Passage>> {
    let texts: Vec<&str> = leaves.iter().map(|leaf| leaf.text.as_str()).collect();
    foreign(&texts)
}

/// Gives passages their language.
pub fn mark<'a>(events: Vec<Event<'a>>, passages: &[Vec<Passage>]) -> Vec<Event<'a>> {
    if passages.iter().all(Vec::is_empty) {
        return events;
    }
    let leaves = leaves(&events);
    let whole = wholes(&events, &leaves, passages);
    let mut marker = Marker {
        whole,
        open: Vec::new(),
        marked: Vec::with_capacity(events.len() + 8),
    };
    let mut leaves = leaves.iter().zip(passages).peekable();
    let mut at = 0;
    while at < events.len() {
        match leaves.next_if(|(leaf, _)| leaf.events.start == at) {
            Some((leaf, passages)) => {
                marker.leaf(&events[leaf.events.clone()], leaf, passages);
                at = leaf.events.end;
            }
            None => {
                marker.block(at, &events[at]);
                at += 1;
            }
        }
    }
    marker.marked
}

struct Marker<'a> {
    /// For each event that opens a block, the language that all of it is in.
    whole: Vec<Option<String>>,
    /// For each open block, the language that it or a block around it is marked with, and its closing tag where it was written here.
    open: Vec<(Option<String>, Option<&'static str>)>,
    marked: Vec<Event<'a>>,
}

impl<'a> Marker<'a> {
    /// The language that a block around says.
    fn said(&self) -> Option<&String> {
        self.open.last().and_then(|(language, _)| language.as_ref())
    }

    fn block(&mut self, at: usize, event: &Event<'a>) {
        match event {
            Event::Start(tag) => {
                let language = self.whole[at]
                    .clone()
                    .filter(|language| self.said() != Some(language));
                match language
                    .as_ref()
                    .and_then(|language| with_language(tag, language))
                {
                    Some((opening, closing)) => {
                        self.open.push((language, closing));
                        self.marked.push(opening);
                    }
                    None => {
                        self.open.push((self.said().cloned(), None));
                        self.marked.push(event.clone());
                    }
                }
            }
            Event::End(_) => {
                let closing = self.open.pop().and_then(|(_, closing)| closing);
                self.marked.push(
                    closing.map_or_else(|| event.clone(), |closing| Event::Html(closing.into())),
                );
            }
            event => self.marked.push(event.clone()),
        }
    }

    fn leaf(&mut self, events: &[Event<'a>], leaf: &Leaf, passages: &[(Range<usize>, String)]) {
        let said = self.said();
        let mut passages: Vec<&Passage> = passages
            .iter()
            .filter(|(_, language)| said != Some(language))
            .collect();
        passages.sort_by_key(|(range, _)| range.start);
        if passages.is_empty() {
            self.marked.extend_from_slice(events);
            return;
        }
        let pieces = pieces(events, leaf, &passages);
        spans(&pieces, &passages, &mut self.marked);
    }
}

/// A block's opening with its language, and its closing tag where the opening is now HTML.
fn with_language<'a>(tag: &Tag<'a>, language: &str) -> Option<(Event<'a>, Option<&'static str>)> {
    let language = escape(language);
    let html = |opening: String, closing| Some((Event::Html(opening.into()), Some(closing)));
    match tag {
        Tag::Paragraph => html(format!("<p lang=\"{language}\">"), "</p>\n"),
        Tag::BlockQuote(None) => html(
            format!("<blockquote lang=\"{language}\">\n"),
            "</blockquote>\n",
        ),
        Tag::Item => html(format!("<li lang=\"{language}\">"), "</li>\n"),
        Tag::List(None) => html(format!("<ul lang=\"{language}\">\n"), "</ul>\n"),
        Tag::List(Some(1)) => html(format!("<ol lang=\"{language}\">\n"), "</ol>\n"),
        Tag::List(Some(start)) => html(
            format!("<ol start=\"{start}\" lang=\"{language}\">\n"),
            "</ol>\n",
        ),
        Tag::Heading {
            level,
            id,
            classes,
            attrs,
        } => {
            let mut attrs = attrs.clone();
            attrs.push(("lang".into(), Some(language.into())));
            Some((
                Event::Start(Tag::Heading {
                    level: *level,
                    id: id.clone(),
                    classes: classes.clone(),
                    attrs,
                }),
                None,
            ))
        }
        _ => None,
    }
}

/// For each event that opens a block, the language that all the words in it are in.
fn wholes(
    events: &[Event],
    leaves: &[Leaf],
    passages: &[Vec<(Range<usize>, String)>],
) -> Vec<Option<String>> {
    let mut whole: Vec<Option<String>> = vec![None; events.len()];
    // Per open block: where it opened, and the language of the words so far.
    let mut open: Vec<(usize, Words)> = Vec::new();
    let mut leaves = leaves.iter().zip(passages).peekable();
    for (at, event) in events.iter().enumerate() {
        if let Some((leaf, passages)) = leaves.next_if(|(leaf, _)| leaf.events.start == at)
            && leaf.text.contains(char::is_alphanumeric)
            && let Some((_, words)) = open.last_mut()
        {
            words.add(
                language_of(leaf, passages)
                    .map_or(Words::Mixed, |language| Words::In(language.clone())),
            );
        }
        match event {
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                open.push((
                    at,
                    if has_language(tag) {
                        Words::Mixed
                    } else {
                        Words::None
                    },
                ));
            }
            Event::End(end) if !is_inline(end) => {
                let Some((start, words)) = open.pop() else {
                    continue;
                };
                if let Words::In(language) = &words {
                    whole[start] = Some(language.clone());
                }
                if let Some((_, around)) = open.last_mut() {
                    around.add(words);
                }
            }
            _ => {}
        }
    }
    whole
}

/// The language of the words of a block.
#[derive(PartialEq)]
enum Words {
    None,
    In(String),
    /// Its own, or several.
    Mixed,
}

impl Words {
    fn add(&mut self, more: Words) {
        *self = match (std::mem::replace(self, Words::Mixed), more) {
            (words, Words::None) | (Words::None, words) => words,
            (words, more) if words == more => words,
            _ => Words::Mixed,
        };
    }
}

/// The language of a leaf that is one passage.
fn language_of<'p>(leaf: &Leaf, passages: &'p [(Range<usize>, String)]) -> Option<&'p String> {
    let [(range, language)] = passages else {
        return None;
    };
    let outside = [&leaf.text[..range.start], &leaf.text[range.end..]];
    (!outside
        .iter()
        .any(|text| text.contains(char::is_alphanumeric)))
    .then_some(language)
}

/// Whether the author gave a heading its language: `{lang=en}`.
fn has_language(tag: &Tag) -> bool {
    matches!(tag, Tag::Heading { attrs, .. } if attrs.iter().any(|(name, _)| &**name == "lang"))
}

/// The blocks of running text, in order.
pub(super) fn leaves(events: &[Event]) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut open: Option<Leaf> = None;
    // Of each open element, whether it is blank, and how many are.
    let (mut opened, mut blank, mut author) = (Vec::new(), 0usize, Author::default());
    for (at, event) in events.iter().enumerate() {
        let inline = match event {
            Event::Start(tag) => is_inline(&tag.to_end()),
            Event::End(end) => is_inline(end),
            Event::Html(_) | Event::Rule => false,
            _ => true,
        };
        if !inline {
            leaves.extend(open.take().map(|leaf| closed(leaf, at)));
        }
        match event {
            Event::Start(tag) => {
                opened.push(is_blank(tag));
                blank += usize::from(is_blank(tag));
                author.start(tag);
            }
            Event::Html(html) | Event::InlineHtml(html) => author.read(html),
            _ => {}
        }
        if inline {
            let empty = || Leaf {
                events: at..at,
                text: String::new(),
                starts: Vec::new(),
                said: Vec::new(),
            };
            let leaf = open.get_or_insert_with(empty);
            leaf.starts.push(leaf.text.len());
            let is_prose = blank == 0 && !author.is_literal();
            match event {
                Event::Text(text) if is_prose && author.language().is_none() => {
                    leaf.text.push_str(text)
                }
                Event::Text(text) | Event::Code(text) => {
                    leaf.text.extend(std::iter::repeat_n(' ', text.len()));
                    if let (true, Event::Text(_), Some(language)) =
                        (is_prose, event, author.language())
                    {
                        leaf.said
                            .push((at - leaf.events.start, language.to_owned()));
                    }
                }
                Event::SoftBreak => leaf.text.push(' '),
                Event::HardBreak => leaf.text.push('\n'),
                _ => {}
            }
        }
        if let Event::End(end) = event {
            blank -= usize::from(opened.pop().unwrap_or(false));
            author.end(end);
        }
    }
    leaves.extend(open.map(|leaf| closed(leaf, events.len())));
    leaves
}

fn closed(mut leaf: Leaf, end: usize) -> Leaf {
    leaf.events.end = end;
    leaf.starts.push(leaf.text.len());
    leaf
}

/// What holds no running text in the language of what is around it.
fn is_blank(tag: &Tag) -> bool {
    let address = matches!(
        tag,
        Tag::Link {
            link_type: LinkType::Autolink | LinkType::Email,
            ..
        }
    );
    address || matches!(tag, Tag::CodeBlock(_) | Tag::Image { .. })
}

fn is_inline(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The author's own tags that are open, and the bodies of shortcodes; what they say of the text in them.
#[derive(Default)]
pub(super) struct Author {
    /// Whether each holds code.
    open: Open<bool>,
    /// How many do.
    literal: usize,
    /// The languages they say, and which of them does.
    languages: Vec<(usize, String)>,
}

impl Author {
    /// Whether the text here is no prose.
    pub fn is_literal(&self) -> bool {
        self.literal > 0
    }

    /// The language that the author gave the text here.
    pub fn language(&self) -> Option<&str> {
        self.languages.last().map(|(_, language)| language.as_str())
    }

    /// Reads HTML, with its marks.
    pub fn read(&mut self, html: &str) {
        Mark::all(html).for_each(|mark| self.mark(mark));
        for tag in tags(html) {
            if tag.closes {
                self.close(&tag.name);
            } else {
                let literal = LITERAL.contains(&tag.name.as_str());
                self.open(tag.name, literal, tag.language);
            }
        }
    }

    /// A body of a shortcode begins or ends.
    pub fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Alone(_) => {}
            Mark::Open(call) => self.open(call.to_string(), false, None),
            Mark::Close(call) => self.close(&call.to_string()),
        }
    }

    /// A heading may have a language: `{lang=en}`.
    fn start(&mut self, tag: &Tag) {
        if let Tag::Heading { attrs, .. } = tag {
            let language = attrs
                .iter()
                .find(|(name, _)| &**name == "lang")
                .and_then(|(_, value)| value.as_ref());
            self.open(
                HEADING.to_owned(),
                false,
                language.map(|language| language.to_string()),
            );
        }
    }

    fn end(&mut self, end: &TagEnd) {
        if let TagEnd::Heading(_) = end {
            self.close(HEADING);
        }
    }

    fn open(&mut self, name: String, literal: bool, language: Option<String>) {
        self.literal += usize::from(literal);
        self.languages
            .extend(language.map(|language| (self.open.all().len(), language)));
        self.open.push(name, literal);
    }

    /// What was left open inside, such as a paragraph, ends here too.
    fn close(&mut self, name: &str) {
        self.literal -= self
            .open
            .close(name)
            .iter()
            .filter(|(_, literal)| *literal)
            .count();
        while self
            .languages
            .pop_if(|(tag, _)| *tag >= self.open.all().len())
            .is_some()
        {}
    }
}

/// Stands for a heading of Markdown; no tag is called so.
const HEADING: &str = "#";

struct HtmlTag {
    name: String,
    closes: bool,
    language: Option<String>,
}

/// Elements whose text is no prose.
const LITERAL: &[&str] = &[
    "code", "kbd", "math", "option", "pre", "samp", "script", "style", "svg", "template",
    "textarea", "title", "tt", "var",
];

/// The tags of raw HTML that open or close something.
fn tags(html: &str) -> Vec<HtmlTag> {
    let read = |tag: html::Tag| {
        let language = tag.attribute("lang").map(|at| html[at].trim().to_owned());
        let alone = tag.text.ends_with("/>") || VOID.iter().any(|name| tag.is(name));
        (!alone).then(|| HtmlTag {
            name: tag.name().to_ascii_lowercase(),
            closes: tag.closes(),
            language,
        })
    };
    html::tags(html).into_iter().filter_map(read).collect()
}

/// An event, or a part of a text, with the bytes of the leaf that it holds.
struct Part<'a> {
    event: Event<'a>,
    range: Range<usize>,
}

/// A leaf's events, their texts cut where passages begin and end.
fn pieces<'a>(events: &[Event<'a>], leaf: &Leaf, passages: &[&Passage]) -> Vec<Part<'a>> {
    let mut pieces = Vec::new();
    for (n, event) in events.iter().enumerate() {
        let range = leaf.starts[n]..leaf.starts[n + 1];
        let Event::Text(text) = event else {
            pieces.push(Part {
                event: event.clone(),
                range,
            });
            continue;
        };
        let first = passages.partition_point(|(passage, _)| passage.end <= range.start);
        let near = passages[first..]
            .iter()
            .take_while(|(passage, _)| passage.start < range.end);
        let ends = near.flat_map(|(passage, _)| [passage.start, passage.end]);
        let mut cuts: Vec<usize> = ends
            .filter(|at| range.start < *at && *at < range.end)
            .collect();
        cuts.push(range.end);
        let mut start = range.start;
        for end in cuts {
            let part = text[start - range.start..end - range.start].to_owned();
            pieces.push(Part {
                event: Event::Text(part.into()),
                range: start..end,
            });
            start = end;
        }
    }
    pieces
}

/// What a node says of the passage it is in.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    /// Wholly in this passage.
    In(usize),
    /// Nowhere: it has no text.
    Anywhere,
    /// Outside, or across an edge, or it must not be enclosed.
    Across,
}

impl Stands {
    fn and(self, other: Stands) -> Stands {
        match (self, other) {
            (stands, Stands::Anywhere) | (Stands::Anywhere, stands) => stands,
            (stands, other) if stands == other => stands,
            _ => Stands::Across,
        }
    }
}

/// Puts a `<span>` around each passage; one that crosses the edge of an element is spanned in parts.
fn spans<'a>(pieces: &[Part<'a>], passages: &[&Passage], out: &mut Vec<Event<'a>>) {
    let nodes = nodes(pieces, passages);
    let mut at = 0;
    while at < pieces.len() {
        let (end, Stands::In(passage)) = nodes[at] else {
            // What it holds is looked at by itself.
            out.push(pieces[at].event.clone());
            at += 1;
            continue;
        };
        let (mut last, mut next) = (end, end);
        while let Some((after, stands)) = nodes.get(next) {
            match stands {
                Stands::In(same) if *same == passage => last = *after,
                Stands::Anywhere => {}
                _ => break,
            }
            next = *after;
        }
        out.push(Event::InlineHtml(
            format!("<span lang=\"{}\">", escape(&passages[passage].1)).into(),
        ));
        out.extend(pieces[at..last].iter().map(|piece| piece.event.clone()));
        out.push(Event::InlineHtml("</span>".into()));
        at = last;
    }
}

/// For each piece, one past the node that begins there, and where that stands: an element with all it holds, or the piece alone.
fn nodes(pieces: &[Part], passages: &[&Passage]) -> Vec<(usize, Stands)> {
    let mut nodes = Vec::with_capacity(pieces.len());
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let stands = match &piece.event {
            Event::Start(_) => {
                open.push(at);
                nodes.push((pieces.len(), Stands::Anywhere));
                continue;
            }
            Event::End(_) => {
                nodes.push((at + 1, Stands::Across));
                let Some(start) = open.pop() else { continue };
                nodes[start].0 = at + 1;
                nodes[start].1
            }
            // A lone tag of the author's must not be enclosed without its fellow; with the element around it, it may.
            Event::InlineHtml(html) => {
                nodes.push((
                    at + 1,
                    if is_whole(html) {
                        Stands::Anywhere
                    } else {
                        Stands::Across
                    },
                ));
                Stands::Anywhere
            }
            _ => {
                nodes.push((at + 1, place(piece, passages)));
                nodes[at].1
            }
        };
        if let Some(around) = open.last() {
            nodes[*around].1 = nodes[*around].1.and(stands);
        }
    }
    nodes
}

/// Whether HTML opens and closes the same elements.
fn is_whole(html: &str) -> bool {
    let tags = tags(html);
    let is_body = |mark: Mark| !matches!(mark, Mark::Alone(_));
    2 * tags.iter().filter(|tag| !tag.closes).count() == tags.len() && !Mark::all(html).any(is_body)
}

fn place(piece: &Part, passages: &[&Passage]) -> Stands {
    if piece.range.is_empty() {
        return Stands::Anywhere;
    }
    let passage = passages
        .partition_point(|(passage, _)| passage.start <= piece.range.start)
        .checked_sub(1);
    let passage = passage.filter(|at| piece.range.end <= passages[*at].0.end);
    passage.map_or(Stands::Across, Stands::In)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Passes, render};

    /// Passages are written `[…]` in words: here every word that begins with `x` is in another language.
    fn words_with_x(texts: &[&str]) -> Vec<Vec<(Range<usize>, String)>> {
        texts.iter().map(|text| runs(text)).collect()
    }

    fn runs(text: &str) -> Vec<(Range<usize>, String)> {
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        let mut go_on = false;
        for word in text.split_whitespace() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let foreign = word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with('x');
            match found.last_mut().filter(|_| foreign && go_on) {
                Some((range, _)) => range.end = start + word.len(),
                None if foreign => found.push((start..start + word.len(), "en".to_owned())),
                None => {}
            }
            go_on = foreign;
        }
        found
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let html = render(
            text,
            Passes {
                foreign: Some(&words_with_x),
                ..Default::default()
            },
        )
        .html;
        assert_eq!(html.trim_end().replace('\n', ""), expected, "{text}");
    }

    #[test]
    fn a_block_carries_its_language() {
        check("xa xb.\n\nUn.", "<p lang=\"en\">xa xb.</p><p>Un.</p>");
        check(
            "> xa\n>\n> xb\n\nUn",
            "<blockquote lang=\"en\"><p>xa</p><p>xb</p></blockquote><p>Un</p>",
        );
        check(
            "> xa\n>\n> un",
            "<blockquote><p lang=\"en\">xa</p><p>un</p></blockquote>",
        );
        check("## xa", "<h2 id=\"xa\" lang=\"en\">xa</h2>");
        check("- xa\n- un", "<ul><li lang=\"en\">xa</li><li>un</li></ul>");
        check(
            "3. xa\n4. xb",
            "<ol start=\"3\" lang=\"en\"><li>xa</li><li>xb</li></ol>",
        );
        check(
            "- xa\n  - un",
            "<ul><li><span lang=\"en\">xa</span><ul><li>un</li></ul></li></ul>",
        );
        check("xa `code`", "<p lang=\"en\">xa <code>code</code></p>");
    }

    #[test]
    fn a_passage_is_spanned_inside_its_element() {
        check(
            "un xa xb deux",
            "<p>un <span lang=\"en\">xa xb</span> deux</p>",
        );
        check(
            "un *xa xb* deux",
            "<p>un <span lang=\"en\"><em>xa xb</em></span> deux</p>",
        );
        check(
            "un *xa **xb*** xc",
            "<p>un <span lang=\"en\"><em>xa <strong>xb</strong></em> xc</span></p>",
        );
        check(
            "*un xa* xb",
            "<p><em>un <span lang=\"en\">xa</span></em><span lang=\"en\"> xb</span></p>",
        );
        check(
            "[un xa](y) xb",
            "<p><a href=\"y\">un <span lang=\"en\">xa</span></a><span lang=\"en\"> xb</span></p>",
        );
        check("un xa\nxb", "<p>un <span lang=\"en\">xaxb</span></p>");
        check(
            "un <b>xa</b> xb",
            "<p>un <b><span lang=\"en\">xa</span></b><span lang=\"en\"> xb</span></p>",
        );
        check("un xa<br>xb", "<p>un <span lang=\"en\">xa<br>xb</span></p>");
    }

    #[test]
    fn code_addresses_pictures_and_the_author_s_own_marks_are_left_alone() {
        check("```\nxa\n```", "<pre><code>xa</code></pre>");
        check(
            "un `xa` <https://xa.org> ![xa](y)",
            "<p>un <code>xa</code> <a href=\"https://xa.org\">https://xa.org</a> <img src=\"y\" alt=\"xa\" /></p>",
        );
        check(
            "un <span lang=\"de\">xa</span> xb",
            "<p>un <span lang=\"de\">xa</span> <span lang=\"en\">xb</span></p>",
        );
        check(
            "<div lang=\"de\">\n\nxa\n\n</div>\n\nxb",
            "<div lang=\"de\"><p>xa</p></div><p lang=\"en\">xb</p>",
        );
        check("## xa {lang=de}", "<h2 id=\"xa\" lang=\"de\">xa</h2>");
    }

    #[test]
    fn tables_and_notes() {
        check(
            "|xa|\n|-|\n|xb un|",
            "<table><thead><tr><th><span lang=\"en\">xa</span></th></tr></thead><tbody><tr><td><span lang=\"en\">xb</span> un</td></tr></tbody></table>",
        );
        let html = render(
            "Un[^1].\n\n[^1]: xa",
            Passes {
                foreign: Some(&words_with_x),
                ..Default::default()
            },
        )
        .html;
        assert!(html.contains("<p lang=\"en\">xa</p>"), "{html}");
    }

    #[test]
    fn excerpts_are_marked_too() {
        let excerpt = |opening| {
            render(
                "Un. xa xb.",
                Passes {
                    opening,
                    foreign: Some(&words_with_x),
                    ..Default::default()
                },
            )
            .excerpt
            .html
        };
        assert_eq!(
            excerpt(None),
            "<p>Un. <span lang=\"en\">xa xb.</span></p>\n"
        );
        assert_eq!(
            excerpt(Some("xa <b>")),
            "<p><span lang=\"en\">xa</span> &lt;b&gt;</p>\n"
        );
    }
}
