//! The beginning of a text, for lists: well-formed, without headings, images and footnote marks; of the author's own HTML it keeps
//! what marks words.
//!
//! The author's `<!-- more -->` comes first, then the front matter's `excerpt`; else whole sentences up to about sixty words.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::foreign::Author;
use super::shortcodes::{Call, Mark};
use super::{Passes, links, placed, plain, to_html};
use crate::text::html::{tags, without_ids};
use crate::text::{sentences, typography, words};

/// Sentences are taken while the excerpt has no more words than this…
const ABOUT: usize = 60;
/// …or than this while it is short; a longer sentence is cut here.
const AT_MOST: usize = 90;
/// An excerpt with fewer words is short.
const SHORT: usize = 25;

/// The beginning of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// As HTML, in blocks.
    pub html: String,
    /// As plain text.
    pub text: String,
    /// Whether it is the whole text, so that there is no more to read.
    pub whole: bool,
}

/// The excerpt of a text's events; of its shortcodes, those that are a part of a line.
pub fn of(events: &[Event], passes: Passes) -> Excerpt {
    let part_of_line = |call: &Call, body: Option<&str>| {
        let made = passes
            .component
            .map(|component| component(call, body))
            .unwrap_or_default();
        if placed::is_block(&made) {
            String::new()
        } else {
            made
        }
    };
    let excerpt = beginning(
        events,
        Passes {
            component: Some(&part_of_line),
            ..passes
        },
    );
    // In a list it stands beside others.
    Excerpt {
        html: without_ids(&excerpt.html).into_owned(),
        ..excerpt
    }
}

fn beginning(events: &[Event], passes: Passes) -> Excerpt {
    let all = count(events);
    let pictures = events.iter().any(|event| match event {
        Event::Start(Tag::Image { .. } | Tag::Table(_) | Tag::CodeBlock(_)) => true,
        Event::Html(html) => !html.trim_start().starts_with("<!--"),
        _ => false,
    });
    if let Some(at) = events.iter().position(is_more) {
        return finish(
            without_asides(&closed(&events[..at])),
            all,
            pictures,
            passes,
        );
    }
    if let Some(opening) = passes.opening {
        let part = |(text, is_code): (&str, bool)| match is_code {
            true => Event::Code(text.trim_matches('`').trim().to_owned().into()),
            false => Event::Text(text.to_owned().into()),
        };
        let text = links::autolink(typography::code_spans(opening).into_iter().map(part));
        let paragraph = [Event::Start(Tag::Paragraph)]
            .into_iter()
            .chain(text)
            .chain([Event::End(TagEnd::Paragraph)]);
        return Excerpt {
            html: to_html(paragraph.collect(), passes).html,
            text: line(typography::code_spans(opening), passes),
            whole: words::one_line(opening) == words::one_line(&plain(events)),
        };
    }
    let (paragraphs, items) = paragraphs(events);
    // A text that is only a list begins with its items.
    finish(
        first_sentences(if paragraphs.is_empty() {
            &items
        } else {
            &paragraphs
        }),
        all,
        pictures,
        passes,
    )
}

fn finish(events: Vec<Event>, all: usize, pictures: bool, passes: Passes) -> Excerpt {
    let events = well_formed(events);
    let parts = block_text(&events);
    let count: usize = parts
        .iter()
        .map(|(text, _)| words::words(text).count())
        .sum();
    let text = line(
        parts
            .iter()
            .map(|(text, is_code)| (text.as_str(), *is_code)),
        passes,
    );
    Excerpt {
        html: to_html(events, passes).html,
        text,
        whole: !pictures && count >= all,
    }
}

/// A plain text on one line, as its language sets it; of each part, whether it is code.
fn line<'t>(parts: impl IntoIterator<Item = (&'t str, bool)>, passes: Passes) -> String {
    match passes
        .typography
        .map(|typography| typography.own)
        .filter(|style| !style.is_off())
    {
        Some(style) => style.parts(parts),
        None => words::one_line(&parts.into_iter().map(|(text, _)| text).collect::<String>()),
    }
}

/// The words of all blocks, headings and notes included: what a reader would find beyond the excerpt.
pub fn count(events: &[Event]) -> usize {
    events
        .iter()
        .map(|event| match event {
            Event::Text(text) | Event::Code(text) => words::words(text).count(),
            _ => 0,
        })
        .sum()
}

/// The plain text of blocks, in parts, and whether each is code.
fn block_text(events: &[Event]) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = vec![Default::default()];
    let mut author = Author::default();
    for event in events {
        if let Event::InlineHtml(html) = event {
            author.read(html);
        }
        let (text, is_code) = match event {
            Event::Text(text) if author.is_literal() => (text.to_string(), true),
            Event::Code(text) => (words::one_line(text), true),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => (" ".to_owned(), false),
            event => (plain([event]), false),
        };
        match parts.last_mut().filter(|(_, of_code)| *of_code == is_code) {
            Some((part, _)) => part.push_str(&text),
            None => parts.push((text, is_code)),
        }
    }
    parts
}

fn is_more(event: &Event) -> bool {
    matches!(event, Event::Html(html) | Event::InlineHtml(html)
        if html.trim().strip_prefix("<!--").and_then(|html| html.strip_suffix("-->")).is_some_and(|inside| inside.trim() == "more"))
}

/// Events up to a mark, with the tags closed that are open there.
fn closed<'a>(events: &[Event<'a>]) -> Vec<Event<'a>> {
    let mut open = Vec::new();
    for event in events {
        match event {
            Event::Start(tag) => open.push(tag.to_end()),
            Event::End(_) => {
                open.pop();
            }
            _ => {}
        }
    }
    events
        .iter()
        .cloned()
        .chain(open.into_iter().rev().map(Event::End))
        .collect()
}

/// Elements of the author's own that mark words, as code or as another language.
const MARKING: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Ends the author's own elements where what they stand in ends, and drops the ends of what has not begun.
fn well_formed<'a>(events: Vec<Event<'a>>) -> Vec<Event<'a>> {
    let mut formed = Vec::with_capacity(events.len());
    // Open elements: those of Markdown have no name.
    let mut open: Vec<Option<String>> = Vec::new();
    let close = |name: String| Event::InlineHtml(format!("</{name}>").into());
    for event in events {
        match &event {
            Event::Start(_) => open.push(None),
            Event::End(_) => {
                while let Some(Some(name)) = open.pop() {
                    formed.push(close(name));
                }
            }
            Event::InlineHtml(html) if !html.starts_with('\0') => {
                let Some(tag) = tags(html).first().copied() else {
                    continue;
                };
                let name = tag.name().to_ascii_lowercase();
                if !tag.closes() {
                    open.push(Some(name));
                } else if open.last() == Some(&Some(name)) {
                    open.pop();
                } else {
                    continue;
                }
            }
            _ => {}
        }
        formed.push(event);
    }
    formed.extend(open.into_iter().rev().flatten().map(close));
    formed
}

/// Drops headings, images, footnotes and other raw HTML, and links to places of the page itself, which are not in a list; what
/// is empty then goes too.
fn without_asides<'a>(events: &[Event<'a>]) -> Vec<Event<'a>> {
    let mut kept: Vec<Event> = Vec::new();
    let (mut skipping, mut local) = (0usize, false);
    for event in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with('#') => local = true,
            Event::End(TagEnd::Link) if local => local = false,
            Event::End(TagEnd::Link)
                if matches!(kept.last(), Some(Event::Start(Tag::Link { .. }))) =>
            {
                kept.pop();
            }
            Event::InlineHtml(html) if skipping == 0 && html.starts_with("<br") => {
                kept.push(Event::HardBreak)
            }
            Event::Start(
                Tag::Heading { .. }
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::HtmlBlock,
            ) => skipping += 1,
            Event::End(
                TagEnd::Heading(_) | TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock,
            ) => {
                skipping = skipping.saturating_sub(1);
            }
            _ if skipping > 0 => {}
            Event::InlineHtml(html)
                if Mark::all(html).any(|mark| matches!(mark, Mark::Alone(_))) =>
            {
                kept.push(event.clone())
            }
            Event::InlineHtml(html) if marks_words(html) => kept.push(event.clone()),
            Event::FootnoteReference(_) | Event::Html(_) | Event::InlineHtml(_) => {}
            Event::End(TagEnd::Paragraph)
                if matches!(kept.last(), Some(Event::Start(Tag::Paragraph))) =>
            {
                kept.pop();
            }
            event => kept.push(event.clone()),
        }
    }
    kept
}

fn marks_words(html: &str) -> bool {
    tags(html)
        .first()
        .is_some_and(|tag| MARKING.iter().any(|name| tag.is(name)) && !tag.text.ends_with("/>"))
}

/// The paragraphs of the running text, each with the events inside it; and the items of its lists.
fn paragraphs<'a>(events: &[Event<'a>]) -> (Vec<Vec<Event<'a>>>, Vec<Vec<Event<'a>>>) {
    let (mut paragraphs, mut items, mut current, mut depth) =
        (Vec::new(), Vec::new(), None, 0usize);
    for event in without_asides(events) {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => current = Some(Vec::new()),
            Event::End(TagEnd::Paragraph) if depth == 0 => paragraphs.extend(current.take()),
            Event::Start(Tag::Item | Tag::Paragraph) => current = Some(Vec::new()),
            Event::End(TagEnd::Item | TagEnd::Paragraph) => items.extend(current.take()),
            Event::Start(Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::Table | TagEnd::CodeBlock) => {
                depth = depth.saturating_sub(1)
            }
            // A quotation's paragraphs are running text too.
            Event::Start(Tag::BlockQuote(_)) | Event::End(TagEnd::BlockQuote(_)) => {}
            event => {
                if let Some(current) = &mut current {
                    current.push(event);
                }
            }
        }
    }
    (paragraphs, items)
}

/// Whole sentences from the first paragraphs, up to about sixty words.
fn first_sentences<'a>(paragraphs: &[Vec<Event<'a>>]) -> Vec<Event<'a>> {
    let mut taken = Vec::new();
    let mut total = 0;
    for paragraph in paragraphs {
        let text = plain(paragraph);
        let (end, cut, full) = take_sentences(&text, &mut total);
        if end > 0 {
            taken.push(Event::Start(Tag::Paragraph));
            taken.extend(truncated(paragraph, end, cut));
            taken.push(Event::End(TagEnd::Paragraph));
        }
        if full {
            break;
        }
    }
    taken
}

/// How much of a paragraph fits: the byte it ends at, whether that cuts a sentence, and whether the excerpt is full.
fn take_sentences(text: &str, total: &mut usize) -> (usize, bool, bool) {
    let mut start = 0;
    for end in sentences::ends(text) {
        let length = words::words(&text[start..end]).count();
        let fits = *total + length <= ABOUT || (*total < SHORT && *total + length <= AT_MOST);
        if !fits && *total > 0 {
            return (start, false, true);
        }
        if !fits {
            return (start + nth_word_end(&text[start..end], AT_MOST), true, true);
        }
        *total += length;
        start = end;
    }
    (text.len(), false, *total >= ABOUT)
}

fn nth_word_end(text: &str, number: usize) -> usize {
    words::words(text)
        .nth(number - 1)
        .map_or(text.len(), |word| {
            word.as_ptr() as usize - text.as_ptr() as usize + word.len()
        })
}

/// The events of the first `end` bytes of a paragraph's text, its open tags closed, `…` where a sentence was cut.
fn truncated<'a>(events: &[Event<'a>], end: usize, cut: bool) -> Vec<Event<'a>> {
    let mut kept = Vec::new();
    let mut at = 0;
    for event in events {
        if at >= end {
            break;
        }
        let length = plain([event]).len();
        match event {
            Event::Text(text) if at + length > end => kept.push(Event::Text(CowStr::from(
                text[..end - at].trim_end().to_owned(),
            ))),
            Event::Code(text) if at + length > end => {
                kept.push(Event::Code(CowStr::from(text[..end - at].to_owned())))
            }
            event => kept.push(event.clone()),
        }
        at += length;
    }
    while matches!(kept.last(), Some(Event::SoftBreak | Event::HardBreak)) {
        kept.pop();
    }
    if cut {
        kept.push(Event::Text("…".into()));
    }
    closed(&kept)
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Passes, render};

    fn check(text: &str, opening: Option<&str>, expected: &str, whole: bool) {
        let excerpt = render(
            text,
            Passes {
                opening,
                ..Default::default()
            },
        )
        .excerpt;
        assert_eq!(
            (excerpt.html.trim_end().replace('\n', ""), excerpt.whole),
            (expected.to_owned(), whole),
            "{text}"
        );
    }

    #[test]
    fn the_author_s_mark_and_words_come_first() {
        check(
            "Un *deux*.\n\n<!-- more -->\n\nTrois.",
            None,
            "<p>Un <em>deux</em>.</p>",
            false,
        );
        check(
            "Un *de<!-- more -->ux*.",
            None,
            "<p>Un <em>de</em></p>",
            false,
        );
        check(
            "Un.\n\nDeux.",
            Some("L’essentiel <ici>."),
            "<p>L’essentiel &lt;ici&gt;.</p>",
            false,
        );
        check(
            "Un.\n\n<!--more-->\n\nDeux.",
            Some("Autre."),
            "<p>Un.</p>",
            false,
        );
    }

    #[test]
    fn asides_are_left_out() {
        check(
            "## Titre\n\nUn[^1].\n\n[^1]: Note.",
            None,
            "<p>Un.</p>",
            false,
        );
        check("![i](i.png)\n\nUn.", None, "<p>Un.</p>", false);
        check("Un.", None, "<p>Un.</p>", true);
        check("- a\n- b\n\nUn.", None, "<p>Un.</p>", false);
        check("- Un.\n- Deux.", None, "<p>Un.</p><p>Deux.</p>", true);
        check(
            "Un<br>deux, [trois](#x), [quatre](/y).",
            None,
            "<p>Un<br />deux, trois, <a href=\"/y\">quatre</a>.</p>",
            true,
        );
        check("[![i](i.png)](i.png) Un.", None, "<p> Un.</p>", false);
        check(
            "Un.\n\n<!-- more -->\n\n<iframe></iframe>",
            None,
            "<p>Un.</p>",
            false,
        );
    }

    #[test]
    fn what_marks_words_stays_and_is_closed() {
        check(
            "Un <b>mot</b> <a href=\"x\">là</a>.",
            None,
            "<p>Un <b>mot</b> là.</p>",
            true,
        );
        check(
            "Un <kbd id=\"k\">a</kbd> *b <i>c* d</i>.",
            None,
            "<p>Un <kbd>a</kbd> <em>b <i>c</i></em> d.</p>",
            true,
        );
        check(
            "Un <b>deux\n\n<!-- more -->\n\ntrois</b>",
            None,
            "<p>Un <b>deux</b></p>",
            false,
        );
        check(
            "<q>Un\n\ndeux</q> trois",
            None,
            "<p><q>Un</q></p><p>deux trois</p>",
            true,
        );
        let text = format!(
            "Un <span lang=\"en\">{}</span> fin.",
            "mot ".repeat(100).trim_end()
        );
        let expected = format!(
            "<p>Un <span lang=\"en\">{}…</span></p>",
            "mot ".repeat(89).trim_end()
        );
        check(&text, None, &expected, false);
    }

    #[test]
    fn whole_sentences_up_to_about_sixty_words() {
        let sentence = |n: usize| format!("Mot {}.", "mot ".repeat(n - 1).trim_end());
        let text = format!("{} {} {}", sentence(30), sentence(30), sentence(5));
        check(
            &text,
            None,
            &format!("<p>{} {}</p>", sentence(30), sentence(30)),
            false,
        );
        let text = format!("{}\n\n{}", sentence(20), sentence(65));
        check(
            &text,
            None,
            &format!("<p>{}</p><p>{}</p>", sentence(20), sentence(65)),
            true,
        );
        let text = sentence(120);
        let expected = format!("<p>Mot {}…</p>", "mot ".repeat(89).trim_end());
        check(&text, None, &expected, false);
    }

    #[test]
    fn a_sentence_without_words_comes_before_a_long_one() {
        let text = format!("… Éé {}", "été ".repeat(120).trim_end());
        let expected = format!("<p>… Éé {}…</p>", "été ".repeat(89).trim_end());
        check(&text, None, &expected, false);
    }

    #[test]
    fn cut_markup_is_closed() {
        let text = format!("Un **{}** fin.", "mot ".repeat(100).trim_end());
        let expected = format!(
            "<p>Un <strong>{}…</strong></p>",
            "mot ".repeat(89).trim_end()
        );
        check(&text, None, &expected, false);
    }
}
