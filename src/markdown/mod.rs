//! Markdown → HTML, with no knowledge of the site: one parser, and a fold of small named passes over its events.
//!
//! 1. [`shortcodes`]: found first, and never in code; they stand as marks among the events
//! 2. [`parser`]: CommonMark with tables, footnotes, strikethrough and task lists; the only place where the parser is made
//! 3. [`links`]: bare URLs become links, and destinations are rewritten by the caller
//! 4. [`figures`]: a picture with a caption, or a video's address, alone in a paragraph
//! 5. [`headings`]: each heading gets an id; [`ids`] stand once
//! 6. [`excerpt`]: the beginning of the text, for lists
//! 7. [`footnotes`]: references and, at the end, the notes
//! 8. [`typography`]: each language's quotes, spaces and dashes, in the author's own HTML ([`raw`]) too
//! 9. [`foreign`]: passages in another language get their `lang`
//! 10. [`highlight`]: code in colours, where it is wanted
//! 11. [`blocks`]: the outermost blocks, each with its anchor
//! 12. HTML, the marks replaced by what the caller makes of each shortcode, [`placed`] where it may stand

mod blocks;
mod comment;
mod excerpt;
mod figures;
mod footnotes;
mod foreign;
mod headings;
mod highlight;
mod ids;
mod links;
mod literal;
mod placed;
mod raw;
mod shortcodes;
mod typography;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, html};

pub use crate::text::html::escape;
pub use blocks::{Anchor, Insertion, Part, inserted, paragraphs};
pub use comment::comment;
pub use excerpt::Excerpt;
pub use figures::image;
pub use footnotes::NoteWords;
pub use foreign::Foreign;
pub use headings::Heading;
pub use ids::{Ids, Twice};
pub use links::autolink_html;
pub use literal::literal;
pub use shortcodes::{Call, Mistake};
pub use typography::{Typography, Unpaired};

/// A Markdown text as HTML, and what lists and checks need of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The whole text.
    pub html: String,
    /// Its outermost blocks, in order; what stands after them are the notes.
    pub parts: Vec<Part>,
    /// Its beginning.
    pub excerpt: Excerpt,
    /// How many words it has.
    pub words: usize,
    /// Quotation marks whose other half is missing.
    pub unpaired: Vec<Unpaired>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// What is wrong with its shortcodes.
    pub mistakes: Vec<Mistake>,
    /// Its ids, those of its blocks included.
    pub ids: BTreeSet<String>,
    /// Those that the author wrote twice.
    pub twice: Vec<Twice>,
}

/// A link or image of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As the author wrote it.
    pub destination: String,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// Whether it is an image.
    pub image: bool,
    /// What an image says to who does not see it, empty where that is forgotten; `None` where nothing is to be said: it is no
    /// image, it has a caption, or the author says that it only decorates.
    pub alt: Option<String>,
}

/// What a Markdown text is made of, for telling its language and pairing it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The blocks that hold words, in order.
    pub blocks: Vec<(Block, String)>,
    /// Its links and images.
    pub links: Vec<Link>,
    /// What a link can lead to inside of it, behind `#`.
    pub anchors: Vec<String>,
    /// Whether it has shortcodes, whose HTML may hold other anchors.
    pub shortcodes: bool,
}

/// The kinds of block of an [`Outline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Block {
    Heading(u8),
    Item,
    Quote,
    Paragraph,
    Code,
}

fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(text, options)
}

/// Where code stands in a text, blocks and spans, in bytes.
pub fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    parser(text)
        .into_offset_iter()
        .filter(|(event, _)| is_code(event))
        .map(|(_, range)| range)
        .collect()
}

/// What the site tells the passes; nothing of it is needed.
#[derive(Clone, Copy, Default)]
pub struct Passes<'a> {
    /// The author's own excerpt; the mark `<!-- more -->` comes before it.
    pub opening: Option<&'a str>,
    /// A link's or image's new destination, where it changes.
    pub rewrite: Option<OfLink<'a>>,
    /// Tells what is in another language.
    pub foreign: Option<Foreign<'a>>,
    /// How languages set their text.
    pub typography: Option<Typography<'a>>,
    /// Makes HTML of a shortcode, of its body's HTML where it has one.
    pub component: Option<Component<'a>>,
    /// The language of what a final destination leads to, where it is another than the text's.
    pub hreflang: Option<OfLink<'a>>,
    /// What footnotes are called.
    pub notes: Option<&'a NoteWords>,
    /// Whether code is given classes for colours.
    pub highlight: bool,
    /// The shortcodes of the text; found by [`render`].
    pub calls: &'a [Call],
}

/// Tells something of a destination.
pub type OfLink<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Makes HTML of a shortcode.
pub type Component<'a> = &'a dyn Fn(&Call, Option<&str>) -> String;

/// Renders a text.
pub fn render(text: &str, passes: Passes) -> Rendered {
    let mut diagnostics = shortcodes::read(text);
    let rewrite = |to: &str| passes.rewrite.and_then(|rewrite| rewrite(to));
    let (mut calls, mut mistakes) = (
        std::mem::take(&mut diagnostics.calls),
        std::mem::take(&mut diagnostics.mistakes),
    );
    let marked = shortcodes::marked(&diagnostics, text, &calls, &mut mistakes);
    let written = ids::written(&marked, text);
    for (_, link, _) in calls.iter_mut().flat_map(Call::links) {
        *link = rewrite(link).unwrap_or_else(|| std::mem::take(link));
    }
    let mut taken: BTreeSet<String> = written.iter().map(|(id, _)| id.clone()).collect();
    let (mut rendered, mut made, ids) = render_with(
        marked.into_iter().map(|(event, _)| event),
        calls.clone(),
        passes,
        &taken,
    );
    // What shortcodes make is known only then: ours give way to that too.
    if made.iter().any(|(id, _)| ids.gave(id)) {
        taken.extend(made.into_iter().map(|(id, _)| id));
        let again = shortcodes::marked(&diagnostics, text, &calls, &mut Vec::new());
        (rendered, made, _) = render_with(
            again.into_iter().map(|(event, _)| event),
            calls.clone(),
            passes,
            &taken,
        );
    }
    Rendered {
        mistakes,
        twice: ids::twice(written, &made, &calls),
        ..rendered
    }
}

/// Renders what is not written in Markdown, as Markdown is.
pub fn render_events<'a>(events: impl Iterator<Item = Event<'a>>, passes: Passes) -> Rendered {
    render_with(events, Vec::new(), passes, &BTreeSet::new()).0
}

/// Renders events; the ids that calls made come too, and ours, which are none of those that are taken.
fn render_with<'a>(
    events: impl Iterator<Item = Event<'a>>,
    mut calls: Vec<Call>,
    passes: Passes,
    taken: &BTreeSet<String>,
) -> (Rendered, Vec<(String, usize)>, Ids) {
    let rewrite = |to: &str| passes.rewrite.and_then(|rewrite| rewrite(to));
    let events = raw::joined(events).into_iter();
    let events = links::rewrite(links::autolink(events), &mut { rewrite }).collect::<Vec<_>>();
    let events = if passes.component.is_some() {
        figures::raise(events, &mut calls)
    } else {
        events
    };
    let passes = Passes {
        calls: &calls,
        ..passes
    };
    let excerpt = excerpt::of(&events, passes);
    let words = excerpt::count(&events);
    // Ids are made of the words as they were written.
    let mut ids = Ids::new(taken.iter().cloned());
    let (events, headings) = headings::anchor(events, passes, &mut ids);
    let (text, notes) = footnotes::collect(events, passes.notes, &mut ids);
    let (blocks, events) = blocks::separate(text, notes);
    let Set {
        html,
        unpaired,
        made,
    } = to_html(events, passes);
    let mut all = ids::of_html(&html);
    let (html, parts) = blocks::join(&html, blocks, &mut Ids::new(all.iter().cloned()));
    all.extend(
        parts
            .iter()
            .filter_map(|part| Some(part.anchor.as_ref()?.id.clone())),
    );
    let rendered = Rendered {
        html,
        parts,
        excerpt,
        words,
        unpaired,
        headings,
        ids: all,
        ..Rendered::default()
    };
    (rendered, made, ids)
}

/// A line of plain text as HTML, as the passes make it.
pub fn line(text: &str, passes: Passes) -> String {
    to_html(vec![Event::Text(text.into())], passes).html
}

/// Events as HTML.
struct Set {
    html: String,
    /// The quotation marks left alone.
    unpaired: Vec<Unpaired>,
    /// The ids that shortcodes made, and the number of each one's call.
    made: Vec<(String, usize)>,
}

/// Events as HTML, set as their languages do, with the languages of their passages and what their shortcodes stand for.
fn to_html(events: Vec<Event>, passes: Passes) -> Set {
    let is_set = passes.foreign.is_some() || passes.typography.is_some();
    let events = if is_set { raw::texts(events) } else { events };
    let leaves = foreign::leaves(&events);
    let mut passages = passes
        .foreign
        .map_or_else(Vec::new, |foreign| foreign::passages(&leaves, foreign));
    let (events, unpaired) = match passes.typography {
        Some(typography) => typography::set(events, &leaves, &mut passages, typography),
        None => (events, Vec::new()),
    };
    let events = foreign::mark(events, &passages);
    let events = match passes.hreflang {
        Some(hreflang) => links::languages(events, hreflang),
        None => events,
    };
    let events = if passes.highlight {
        highlight::blocks(events)
    } else {
        events
    };
    let events = events.into_iter().map(|event| match (event, passes.notes) {
        (Event::TaskListMarker(done), Some(words)) => {
            let (checked, label) = (
                if done { " checked" } else { "" },
                escape(&words.tasks[usize::from(done)]),
            );
            Event::InlineHtml(
                format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\">")
                    .into(),
            )
        }
        (event, _) => event,
    });
    let mut html = String::new();
    html::push_html(&mut html, figures::images(events.collect()).into_iter());
    let component = |call: &Call, body: Option<&str>| match passes.component {
        Some(component) => component(call, body),
        None => body.unwrap_or_default().to_owned(),
    };
    let (html, made) = shortcodes::expand(html, passes.calls, component);
    Set {
        html,
        unpaired,
        made,
    }
}

/// Reads what a text is made of.
pub fn outline(text: &str) -> Outline {
    let found = shortcodes::read(text);
    let mut outline = Outline {
        shortcodes: !found.calls.is_empty(),
        ..Outline::default()
    };
    let mut stack: Vec<Block> = Vec::new();
    let mut words = String::new();
    // Of headings: the place of each among the anchors, its own id and its words.
    let (mut headings, mut own_id): (Vec<(usize, Option<String>, String)>, _) = (Vec::new(), None);
    // Open images: which link each is, where its words begin, and whether it has a caption.
    let mut described: Vec<(usize, usize, bool)> = Vec::new();
    let (mut html_block, mut names): (Option<raw::Pieces>, _) = (None, Vec::new());
    for (event, range) in shortcodes::marked(&found, text, &found.calls, &mut Vec::new()) {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                ..
            }) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                outline.links.push(link(&dest_url, range, false))
            }
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => {
                described.push((outline.links.len(), words.len(), !title.trim().is_empty()));
                outline.links.push(link(&dest_url, range, true));
            }
            Event::End(TagEnd::Image) => {
                if let Some((image, from, captioned)) = described.pop() {
                    let alt = words.get(from..).unwrap_or_default().trim();
                    outline.links[image].alt =
                        (!captioned || !alt.is_empty()).then(|| alt.to_owned());
                }
            }
            Event::Start(Tag::HtmlBlock) => html_block = Some(raw::Pieces::default()),
            Event::End(TagEnd::HtmlBlock) => html_outline(
                &html_block.take().unwrap_or_default(),
                text,
                &mut outline,
                &mut names,
            ),
            Event::Start(tag) => {
                if let Some(block) = block_of(&tag, stack.last()) {
                    flush(&mut words, &stack, &mut outline);
                    stack.push(block);
                }
                if let Tag::Heading { id, .. } = tag {
                    own_id = id.map(|id| id.to_string());
                }
            }
            Event::End(end) if is_block_end(end) => {
                if let TagEnd::Heading(_) = end {
                    headings.push((outline.anchors.len(), own_id.take(), words.clone()));
                    outline.anchors.push(String::new());
                }
                flush(&mut words, &stack, &mut outline);
                stack.pop();
            }
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => words.push(' '),
            Event::Html(html) | Event::InlineHtml(html) => {
                for call in
                    shortcodes::Mark::all(&html).filter_map(|mark| found.calls.get(mark.begins()?))
                {
                    call_outline(call, &mut words, &mut outline);
                }
                let mut alone = raw::Pieces::default();
                html_block
                    .as_mut()
                    .unwrap_or(&mut alone)
                    .push(&html, range.start);
                html_outline(&alone, text, &mut outline, &mut names);
            }
            _ => {}
        }
    }
    flush(&mut words, &stack, &mut outline);
    let own = headings.iter().filter_map(|(_, own, _)| own.clone());
    let mut ids = Ids::new(outline.anchors.iter().cloned().chain(own));
    for (at, own, words) in headings {
        outline.anchors[at] = headings::of(&mut ids, own.as_deref(), &words);
    }
    outline.anchors.extend(names);
    outline
}

/// Where the author's own HTML leads, and what leads to it.
fn html_outline(pieces: &raw::Pieces, text: &str, outline: &mut Outline, names: &mut Vec<String>) {
    let html = &pieces.html;
    outline
        .links
        .extend(raw::destinations(html).into_iter().map(|at| Link {
            alt: html_alt(html, at.start),
            ..link(&raw::address(html, &at), pieces.place(&at, text), false)
        }));
    let values = |name: &str| {
        raw::values(html, name)
            .into_iter()
            .map(|at| html[at].to_owned())
    };
    outline.anchors.extend(values("id"));
    names.extend(values("name"));
}

/// What a shortcode's arguments say and where they lead.
fn call_outline(call: &Call, words: &mut String, outline: &mut Outline) {
    for (name, to, range) in call.clone().links() {
        let is_image = matches!(name, "src" | "poster") && crate::text::images::is_image(to);
        outline.links.push(link(to, range.clone(), is_image));
    }
    let first = outline.links.len() - call.clone().links().count();
    if let (true, Some(image)) = (
        call.name == "figure",
        outline.links[first..].iter_mut().find(|link| link.image),
    ) {
        let has_caption = call.end.is_some() || call.text("caption").is_some();
        image.alt = match call.text("alt") {
            Some(alt) => Some(alt.to_owned()).filter(|alt| !alt.is_empty()),
            None => (!has_caption).then(String::new),
        };
    }
    outline.anchors.extend(call.text("id").map(str::to_owned));
    if let Some(text) = call.text("caption").or_else(|| call.text("alt")) {
        words.push_str(text);
        words.push(' ');
    }
}

/// What the `<img>` around a place of the author's own HTML says, as [`Link::alt`].
fn html_alt(html: &str, at: usize) -> Option<String> {
    let tags = crate::text::html::tags(html);
    let tag = tags
        .iter()
        .find(|tag| tag.is("img") && (tag.start..tag.start + tag.text.len()).contains(&at))?;
    // Of several pictures to choose from, the first speaks for all.
    tag.attribute("src").filter(|src| src.contains(&at))?;
    match tag.attribute("alt") {
        Some(alt) => Some(html[alt].to_owned()).filter(|alt| !alt.is_empty()),
        // Without a value or without quotes, it says something all the same.
        None => (!tag.text.to_ascii_lowercase().contains(" alt")).then(String::new),
    }
}

/// A text's blocks and definitions: what it is cut into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its outermost blocks: bytes and words; a picture, code or HTML has none.
    pub blocks: Vec<(Range<usize>, String)>,
    /// Footnotes, and the destinations of links by name, wherever they stand.
    pub definitions: Vec<Range<usize>>,
}

/// Reads what a text can be cut into.
pub fn layout(text: &str) -> Layout {
    let found = shortcodes::read(text);
    let parser = parser(&found.text);
    let mut layout = Layout::default();
    layout.definitions.extend(
        parser
            .reference_definitions()
            .iter()
            .map(|(_, definition)| definition.span.clone()),
    );
    layout.definitions.sort_by_key(|range| range.start);
    // Per open element, whether its text is no writing.
    let mut open: Vec<bool> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        if open.is_empty() && !matches!(event, Event::End(_)) {
            match &event {
                Event::Start(Tag::FootnoteDefinition(_)) => layout.definitions.push(range),
                Event::Rule => layout.blocks.push((range, "---".to_owned())),
                _ => layout.blocks.push((range, String::new())),
            }
        }
        match (&event, layout.blocks.last_mut()) {
            (Event::Start(tag), _) => open.push(matches!(
                tag,
                Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)
            )),
            (Event::End(_), _) => {
                open.pop();
            }
            (Event::Text(words), Some((_, text))) if !open.contains(&true) => text.push_str(words),
            (Event::SoftBreak | Event::HardBreak, Some((_, text))) => text.push('\n'),
            _ => {}
        }
        if let (Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell), Some((_, text))) =
            (&event, layout.blocks.last_mut())
        {
            text.push('\n');
        }
    }
    shortcodes::join_bodies(&found.calls, &mut layout.blocks);
    layout
}

/// The blocks of running text, each with the bytes it stands in.
pub fn running_text(text: &str) -> Vec<(String, Range<usize>)> {
    let found = shortcodes::read(text);
    let (events, ranges): (Vec<Event>, Vec<Range<usize>>) =
        parser(&found.text).into_offset_iter().unzip();
    let range = |events: &Range<usize>| {
        let ranges = &ranges[events.clone()];
        ranges.first().map_or(0, |range| range.start)
            ..ranges.iter().map(|range| range.end).max().unwrap_or(0)
    };
    foreign::leaves(&events)
        .into_iter()
        .map(|leaf| (leaf.text, range(&leaf.events)))
        .collect()
}

fn link(destination: &str, range: Range<usize>, image: bool) -> Link {
    Link {
        destination: destination.to_owned(),
        range,
        image,
        alt: None,
    }
}

fn block_of(tag: &Tag, within: Option<&Block>) -> Option<Block> {
    Some(match tag {
        Tag::Heading { level, .. } => Block::Heading(*level as u8),
        Tag::Item => Block::Item,
        Tag::BlockQuote(_) => Block::Quote,
        Tag::CodeBlock(_) => Block::Code,
        // A paragraph of an item or a quotation is of that item or quotation.
        Tag::Paragraph | Tag::Table(_) | Tag::FootnoteDefinition(_) => {
            within.copied().unwrap_or(Block::Paragraph)
        }
        _ => return None,
    })
}

fn is_block_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Paragraph
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
    )
}

fn flush(words: &mut String, stack: &[Block], outline: &mut Outline) {
    if !words.trim().is_empty() {
        let block = stack.last().copied().unwrap_or(Block::Paragraph);
        outline
            .blocks
            .push((block, crate::text::words::one_line(words)));
    }
    words.clear();
}

/// The words of one line of Markdown, such as a heading; its code stays between backticks.
pub fn plain_line(text: &str) -> String {
    let word = |event: Event| match event {
        Event::Code(code) if code.contains('`') => format!("`` {code} ``"),
        Event::Code(code) => format!("`{code}`"),
        event => plain([&event]),
    };
    parser(text).map(word).collect()
}

/// The plain text of events.
fn plain<'a>(events: impl IntoIterator<Item = &'a Event<'a>>) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(
            render(text, Passes::default()).html.trim_end(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn commonmark_and_its_extensions() {
        check(
            "*a* **b** ~~c~~",
            "<p><em>a</em> <strong>b</strong> <del>c</del></p>",
        );
        check(
            "- [x] done",
            "<ul>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\ndone</li>\n</ul>",
        );
        check(
            "|a|\n|-|\n|b|",
            "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>",
        );
    }

    #[test]
    fn bare_urls_become_links() {
        check(
            "Voir https://a.org/x_y?z=1, ou `https://b.org`.",
            "<p>Voir <a href=\"https://a.org/x_y?z=1\">https://a.org/x_y?z=1</a>, ou <code>https://b.org</code>.</p>",
        );
        check(
            "[https://a.org](https://b.org)",
            "<p><a href=\"https://b.org\">https://a.org</a></p>",
        );
    }

    #[test]
    fn headings_have_unique_anchors() {
        check(
            "## À *table*\n\n## À table\n\n## Le reste {#reste}",
            "<h2 id=\"a-table\">À <em>table</em></h2>\n<h2 id=\"a-table-2\">À table</h2>\n<h2 id=\"reste\">Le reste</h2>",
        );
    }

    #[test]
    fn destinations_are_rewritten() {
        let rewrite = |to: &str| (to == "b.md").then(|| "/fr/b/".into());
        let passes = Passes {
            rewrite: Some(&rewrite),
            ..Passes::default()
        };
        let html = render("<a href=\"b.md\">x</a> <img src='c'>", passes).html;
        assert_eq!(
            html.trim_end(),
            "<p><a href=\"/fr/b/\">x</a> <img src='c'></p>"
        );
        let rendered = render("[a](b.md) ![c](d.png)", passes);
        assert_eq!(
            rendered.html.trim_end(),
            "<p><a href=\"/fr/b/\">a</a> <img src=\"d.png\" alt=\"c\" /></p>"
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_in_order_of_mention() {
        check(
            "Un[^b] deux[^a].\n\n[^a]: Note *a*.\n\n[^b]: Note b.",
            "<p>Un<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\">1</a></sup> \
             deux<sup class=\"footnote-ref\"><a href=\"#fn:2\" id=\"fnref:2\">2</a></sup>.</p>\n\
             <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
             <li id=\"fn:1\">\n<p>Note b.</p>\n<a href=\"#fnref:1\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></li>\n\
             <li id=\"fn:2\">\n<p>Note <em>a</em>.</p>\n<a href=\"#fnref:2\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></li>\n\
             </ol>\n</section>",
        );
    }

    #[test]
    fn notes_are_numbered_as_they_are_read_and_lead_back() {
        for (text, order) in [
            (
                "Un[^a].\n\n[^a]: Aa[^b].\n\nDeux[^c].\n\n[^b]: Bb.\n\n[^c]: Cc.",
                vec!["Aa", "Cc", "Bb"],
            ),
            ("Un.\n\n[^x]: Xx[^y].\n\n[^y]: Yy.", vec![]),
            ("Un[^a].\n\n[^a]: Aa[^a].", vec!["Aa"]),
            (
                "Un[^a].\n\n[^a]: Aa\n    [^b]: Bb\n\nDeux[^b].",
                vec!["Aa", "Bb"],
            ),
        ] {
            let rendered = render(text, Passes::default());
            let at = |words: &&str| rendered.notes().find(*words);
            assert!(
                order.iter().all(|words| at(words).is_some()) && order.is_sorted_by_key(at),
                "{}",
                rendered.html
            );
            assert_eq!(
                order.len(),
                rendered.html.matches("<li id=\"fn:").count(),
                "{}",
                rendered.html
            );
            for link in rendered
                .html
                .split("href=\"#")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(rendered.ids.contains(link), "{link} in {}", rendered.html);
            }
        }
    }

    #[test]
    fn what_images_say_is_read() {
        for (text, expected) in [
            ("![Une *file*](a.png)", Some("Une file")),
            ("x ![](a.png) y", Some("")),
            ("![](a.png \"La file\")", None),
            ("![IMG](a.png \"La file\")", Some("IMG")),
            ("[x](a.png)", None),
            ("<img src=\"a.png\">", Some("")),
            ("x <img src='a.png' alt=''>", None),
            ("x <img alt src='a.png'>", None),
            ("<img src=\"a.png\" alt=\"Une file\">", Some("Une file")),
            ("<a href=\"a.png\">x</a>", None),
            ("{{ figure(src=\"a.png\") }}", Some("")),
            ("{{ figure(src=\"a.png\", alt=\"\") }}", None),
            (
                "{{ figure(src=\"a.png\", alt=\"Une file\", link=\"b.png\") }}",
                Some("Une file"),
            ),
            ("{{ figure(src=\"a.png\", caption=\"La file\") }}", None),
            ("{% figure(src=\"a.png\") %}La file{% end %}", None),
            ("{{ gallery(src=\"a.png\") }}", None),
        ] {
            let alt = outline(text)
                .links
                .into_iter()
                .find(|link| link.destination == "a.png")
                .unwrap()
                .alt;
            assert_eq!(alt.as_deref(), expected, "{text}");
        }
        let links = outline("![a ![b](b.png)](c.png)").links;
        let told: Vec<_> = links
            .iter()
            .map(|link| (link.destination.as_str(), link.alt.as_deref()))
            .collect();
        assert_eq!(told, [("c.png", Some("a b")), ("b.png", Some("b"))]);
    }

    #[test]
    fn outlines() {
        let text =
            "# T\n\nUn *mot*.\n\n- item [x](y.md)\n\n> dit\n\n```\ncode\n```\n\n![alt](i.png)";
        let outline = outline(text);
        let blocks: Vec<_> = outline
            .blocks
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                (Block::Heading(1), "T"),
                (Block::Paragraph, "Un mot."),
                (Block::Item, "item x"),
                (Block::Quote, "dit"),
                (Block::Code, "code"),
                (Block::Paragraph, "alt"),
            ]
        );
        let links: Vec<_> = outline
            .links
            .iter()
            .map(|l| (l.destination.as_str(), l.image, &text[l.range.clone()]))
            .collect();
        assert_eq!(
            links,
            [
                ("y.md", false, "[x](y.md)"),
                ("i.png", true, "![alt](i.png)")
            ]
        );
    }
}
