//! Passages in another language than the text get their `lang`, so that they are spoken, hyphenated and translated as what
//! they are (WCAG 2.2, 3.1.2 "Language of Parts").
//!
//! 1. `leaves`: the events fall into blocks of running text; code, addresses, pictures and what the author gave a `lang` in
//!    HTML are blanked.
//! 2. The caller tells the passages of each.
//! 3. A block that is wholly in one other language carries `lang` itself, or the quotation, list or item around it does;
//!    elsewhere a `<span>` stands around the passage, opened and closed inside the same element.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::escape;

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
}

/// Gives passages their language. `places` are events between blocks; they are moved to where these are now.
pub fn mark<'a>(events: Vec<Event<'a>>, foreign: Foreign, places: &mut [usize]) -> Vec<Event<'a>> {
    let leaves = leaves(&events);
    let texts: Vec<&str> = leaves.iter().map(|leaf| leaf.text.as_str()).collect();
    let passages = foreign(&texts);
    if passages.iter().all(Vec::is_empty) {
        return events;
    }
    let whole = wholes(&events, &leaves, &passages);
    let mut marker = Marker { whole, open: Vec::new(), marked: Vec::with_capacity(events.len() + 8) };
    let mut leaves = leaves.iter().zip(&passages).peekable();
    let mut at = 0;
    let mut places = places.iter_mut().peekable();
    while at < events.len() {
        while let Some(place) = places.next_if(|place| **place <= at) {
            *place = marker.marked.len();
        }
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
    places.for_each(|place| *place = marker.marked.len());
    marker.marked
}

struct Marker<'a> {
    /// For each event that opens a block, the language that all of it is in.
    whole: Vec<Option<String>>,
    /// For each open block, its language where it is marked, and its closing tag where it was written here.
    open: Vec<(Option<String>, Option<&'static str>)>,
    marked: Vec<Event<'a>>,
}

impl<'a> Marker<'a> {
    /// The language that a block around says.
    fn said(&self) -> Option<&String> {
        self.open.iter().rev().find_map(|(language, _)| language.as_ref())
    }

    fn block(&mut self, at: usize, event: &Event<'a>) {
        match event {
            Event::Start(tag) => {
                let language = self.whole[at].clone().filter(|language| self.said() != Some(language));
                match language.as_ref().and_then(|language| with_language(tag, language)) {
                    Some((opening, closing)) => {
                        self.open.push((language, closing));
                        self.marked.push(opening);
                    }
                    None => {
                        self.open.push((None, None));
                        self.marked.push(event.clone());
                    }
                }
            }
            Event::End(_) => {
                let closing = self.open.pop().and_then(|(_, closing)| closing);
                self.marked.push(closing.map_or_else(|| event.clone(), |closing| Event::Html(closing.into())));
            }
            event => self.marked.push(event.clone()),
        }
    }

    fn leaf(&mut self, events: &[Event<'a>], leaf: &Leaf, passages: &[(Range<usize>, String)]) {
        let said = self.said();
        let passages: Vec<&(Range<usize>, String)> = passages.iter().filter(|(_, language)| said != Some(language)).collect();
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
        Tag::BlockQuote(None) => html(format!("<blockquote lang=\"{language}\">\n"), "</blockquote>\n"),
        Tag::Item => html(format!("<li lang=\"{language}\">"), "</li>\n"),
        Tag::List(None) => html(format!("<ul lang=\"{language}\">\n"), "</ul>\n"),
        Tag::List(Some(1)) => html(format!("<ol lang=\"{language}\">\n"), "</ol>\n"),
        Tag::List(Some(start)) => html(format!("<ol start=\"{start}\" lang=\"{language}\">\n"), "</ol>\n"),
        Tag::Heading { level, id, classes, attrs } => {
            let mut attrs = attrs.clone();
            attrs.push(("lang".into(), Some(language.into())));
            Some((Event::Start(Tag::Heading { level: *level, id: id.clone(), classes: classes.clone(), attrs }), None))
        }
        _ => None,
    }
}

/// For each event that opens a block, the language that all the words in it are in.
fn wholes(events: &[Event], leaves: &[Leaf], passages: &[Vec<(Range<usize>, String)>]) -> Vec<Option<String>> {
    let mut whole: Vec<Option<String>> = vec![None; events.len()];
    // Per open block: where it opened, the language so far, and whether there are words of two.
    let mut open: Vec<(usize, Option<String>, bool)> = Vec::new();
    let mut leaves = leaves.iter().zip(passages).peekable();
    for (at, event) in events.iter().enumerate() {
        if let Some((leaf, passages)) = leaves.next_if(|(leaf, _)| leaf.events.start == at)
            && leaf.text.contains(char::is_alphanumeric)
        {
            let language = language_of(leaf, passages);
            for (_, so_far, mixed) in &mut open {
                *mixed |= language.is_none() || so_far.as_ref().is_some_and(|so_far| language != Some(so_far));
                *so_far = language.cloned();
            }
        }
        match event {
            Event::Start(tag) if !is_inline(&tag.to_end()) => open.push((at, None, has_language(tag))),
            Event::End(end) if !is_inline(end) => {
                if let Some((start, language, false)) = open.pop() {
                    whole[start] = language;
                }
            }
            _ => {}
        }
    }
    whole
}

/// The language of a leaf that is one passage.
fn language_of<'p>(leaf: &Leaf, passages: &'p [(Range<usize>, String)]) -> Option<&'p String> {
    let [(range, language)] = passages else { return None };
    let outside = [&leaf.text[..range.start], &leaf.text[range.end..]];
    (!outside.iter().any(|text| text.contains(char::is_alphanumeric))).then_some(language)
}

/// Whether the author gave a heading its language: `{lang=en}`.
fn has_language(tag: &Tag) -> bool {
    matches!(tag, Tag::Heading { attrs, .. } if attrs.iter().any(|(name, _)| &**name == "lang"))
}

/// The blocks of running text, in order.
pub(super) fn leaves(events: &[Event]) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut open: Option<Leaf> = None;
    // Of each open element, whether it is blank.
    let (mut blank, mut author) = (Vec::new(), Author::default());
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
            Event::Start(tag) => blank.push(is_blank(tag)),
            Event::Html(html) | Event::InlineHtml(html) => author.read(html),
            _ => {}
        }
        if inline {
            let leaf = open.get_or_insert_with(|| Leaf { events: at..at, text: String::new(), starts: Vec::new() });
            leaf.starts.push(leaf.text.len());
            match event {
                Event::Text(text) if !blank.contains(&true) && !author.says() => leaf.text.push_str(text),
                Event::Text(text) | Event::Code(text) => leaf.text.extend(std::iter::repeat_n(' ', text.len())),
                Event::SoftBreak => leaf.text.push(' '),
                Event::HardBreak => leaf.text.push('\n'),
                _ => {}
            }
        }
        if matches!(event, Event::End(_)) {
            blank.pop();
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
    let address = matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. });
    address || has_language(tag) || matches!(tag, Tag::CodeBlock(_) | Tag::Image { .. })
}

fn is_inline(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The author's own tags that are open, and whether each has a `lang`.
#[derive(Default)]
struct Author(Vec<(String, bool)>);

impl Author {
    fn says(&self) -> bool {
        self.0.iter().any(|(_, language)| *language)
    }

    fn read(&mut self, html: &str) {
        for tag in tags(html) {
            if !tag.closes {
                self.0.push((tag.name, tag.language));
            } else if let Some(at) = self.0.iter().rposition(|(name, _)| *name == tag.name) {
                // What was left open inside, such as a paragraph, ends here too.
                self.0.truncate(at);
            }
        }
    }
}

struct HtmlTag {
    name: String,
    closes: bool,
    language: bool,
}

/// Elements without an end.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The tags of raw HTML that open or close something.
fn tags(html: &str) -> Vec<HtmlTag> {
    let inside = html.split('<').skip(1).filter_map(|part| part.split('>').next());
    let read = |inside: &str| {
        let closes = inside.starts_with('/');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_lowercase();
        let language = inside.split_whitespace().skip(1).any(|part| part.to_lowercase().starts_with("lang="));
        let alone = inside.ends_with('/') || VOID.contains(&name.as_str());
        (!name.is_empty() && !alone).then_some(HtmlTag { name, closes, language })
    };
    inside.filter_map(read).collect()
}

/// An event, or a part of a text, with the bytes of the leaf that it holds.
struct Part<'a> {
    event: Event<'a>,
    range: Range<usize>,
}

/// A leaf's events, their texts cut where passages begin and end.
fn pieces<'a>(events: &[Event<'a>], leaf: &Leaf, passages: &[&(Range<usize>, String)]) -> Vec<Part<'a>> {
    let mut pieces = Vec::new();
    for (n, event) in events.iter().enumerate() {
        let range = leaf.starts[n]..leaf.starts[n + 1];
        let Event::Text(text) = event else {
            pieces.push(Part { event: event.clone(), range });
            continue;
        };
        let ends = passages.iter().flat_map(|(passage, _)| [passage.start, passage.end]);
        let mut cuts: Vec<usize> = ends.filter(|at| range.start < *at && *at < range.end).collect();
        cuts.push(range.end);
        let mut start = range.start;
        for end in cuts {
            let part = text[start - range.start..end - range.start].to_owned();
            pieces.push(Part { event: Event::Text(part.into()), range: start..end });
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

/// Puts a `<span>` around each passage; one that crosses the edge of an element is spanned in parts.
fn spans<'a>(pieces: &[Part<'a>], passages: &[&(Range<usize>, String)], out: &mut Vec<Event<'a>>) {
    let mut at = 0;
    while at < pieces.len() {
        let end = node_end(pieces, at);
        if let Stands::In(passage) = stands(&pieces[at..end], passages) {
            let (mut last, mut next) = (end, end);
            while next < pieces.len() {
                let after = node_end(pieces, next);
                match stands(&pieces[next..after], passages) {
                    Stands::In(same) if same == passage => last = after,
                    Stands::Anywhere => {}
                    _ => break,
                }
                next = after;
            }
            out.push(Event::InlineHtml(format!("<span lang=\"{}\">", escape(&passages[passage].1)).into()));
            out.extend(pieces[at..last].iter().map(|piece| piece.event.clone()));
            out.push(Event::InlineHtml("</span>".into()));
            at = last;
            continue;
        }
        out.push(pieces[at].event.clone());
        if end > at + 1 {
            spans(&pieces[at + 1..end - 1], passages, out);
            out.push(pieces[end - 1].event.clone());
        }
        at = end;
    }
}

/// One past the node that begins at a piece: an element with all it holds, or the piece alone.
fn node_end(pieces: &[Part], at: usize) -> usize {
    let mut depth = 0usize;
    for (n, piece) in pieces.iter().enumerate().skip(at) {
        match piece.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    pieces.len()
}

fn stands(node: &[Part], passages: &[&(Range<usize>, String)]) -> Stands {
    // A lone tag of the author's must not be enclosed without its fellow.
    if let [Part { event: Event::InlineHtml(html), .. }] = node {
        let tags = tags(html);
        let open = tags.iter().filter(|tag| !tag.closes).count();
        return if 2 * open == tags.len() { Stands::Anywhere } else { Stands::Across };
    }
    let mut stands = Stands::Anywhere;
    for piece in node.iter().filter(|piece| !piece.range.is_empty()) {
        let within = |passage: &&(Range<usize>, String)| passage.0.start <= piece.range.start && piece.range.end <= passage.0.end;
        stands = match (passages.iter().position(within), stands) {
            (None, _) => return Stands::Across,
            (Some(passage), Stands::Anywhere) => Stands::In(passage),
            (Some(passage), Stands::In(same)) if same == passage => stands,
            _ => return Stands::Across,
        };
    }
    stands
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
            let foreign = word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with('x');
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
        let html = render(text, Passes { foreign: Some(&words_with_x), ..Default::default() }).html;
        assert_eq!(html.trim_end().replace('\n', ""), expected, "{text}");
    }

    #[test]
    fn a_block_carries_its_language() {
        check("xa xb.\n\nUn.", "<p lang=\"en\">xa xb.</p><p>Un.</p>");
        check("> xa\n>\n> xb\n\nUn", "<blockquote lang=\"en\"><p>xa</p><p>xb</p></blockquote><p>Un</p>");
        check("> xa\n>\n> un", "<blockquote><p lang=\"en\">xa</p><p>un</p></blockquote>");
        check("## xa", "<h2 id=\"xa\" lang=\"en\">xa</h2>");
        check("- xa\n- un", "<ul><li lang=\"en\">xa</li><li>un</li></ul>");
        check("3. xa\n4. xb", "<ol start=\"3\" lang=\"en\"><li>xa</li><li>xb</li></ol>");
        check("- xa\n  - un", "<ul><li><span lang=\"en\">xa</span><ul><li>un</li></ul></li></ul>");
        check("xa `code`", "<p lang=\"en\">xa <code>code</code></p>");
    }

    #[test]
    fn a_passage_is_spanned_inside_its_element() {
        check("un xa xb deux", "<p>un <span lang=\"en\">xa xb</span> deux</p>");
        check("un *xa xb* deux", "<p>un <span lang=\"en\"><em>xa xb</em></span> deux</p>");
        check("un *xa **xb*** xc", "<p>un <span lang=\"en\"><em>xa <strong>xb</strong></em> xc</span></p>");
        check("*un xa* xb", "<p><em>un <span lang=\"en\">xa</span></em><span lang=\"en\"> xb</span></p>");
        check("[un xa](y) xb", "<p><a href=\"y\">un <span lang=\"en\">xa</span></a><span lang=\"en\"> xb</span></p>");
        check("un xa\nxb", "<p>un <span lang=\"en\">xaxb</span></p>");
        check("un <b>xa</b> xb", "<p>un <b><span lang=\"en\">xa</span></b><span lang=\"en\"> xb</span></p>");
        check("un xa<br>xb", "<p>un <span lang=\"en\">xa<br>xb</span></p>");
    }

    #[test]
    fn code_addresses_pictures_and_the_author_s_own_marks_are_left_alone() {
        check("```\nxa\n```", "<pre><code>xa</code></pre>");
        check(
            "un `xa` <https://xa.org> ![xa](y)",
            "<p>un <code>xa</code> <a href=\"https://xa.org\">https://xa.org</a> <img src=\"y\" alt=\"xa\" /></p>",
        );
        check("un <span lang=\"de\">xa</span> xb", "<p>un <span lang=\"de\">xa</span> <span lang=\"en\">xb</span></p>");
        check("<div lang=\"de\">\n\nxa\n\n</div>\n\nxb", "<div lang=\"de\"><p>xa</p></div><p lang=\"en\">xb</p>");
        check("## xa {lang=de}", "<h2 id=\"xa\" lang=\"de\">xa</h2>");
    }

    #[test]
    fn tables_and_notes() {
        check(
            "|xa|\n|-|\n|xb un|",
            "<table><thead><tr><th><span lang=\"en\">xa</span></th></tr></thead><tbody><tr><td><span lang=\"en\">xb</span> un</td></tr></tbody></table>",
        );
        let html = render("Un[^1].\n\n[^1]: xa", Passes { foreign: Some(&words_with_x), ..Default::default() }).html;
        assert!(html.contains("<p lang=\"en\">xa</p>"), "{html}");
    }

    #[test]
    fn excerpts_are_marked_too() {
        let excerpt =
            |opening| render("Un. xa xb.", Passes { opening, foreign: Some(&words_with_x), ..Default::default() }).excerpt.html;
        assert_eq!(excerpt(None), "<p>Un. <span lang=\"en\">xa xb.</span></p>\n");
        assert_eq!(excerpt(Some("xa <b>")), "<p><span lang=\"en\">xa</span> &lt;b&gt;</p>\n");
    }
}
