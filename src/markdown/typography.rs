//! Each language's typography ([`crate::text::typography`]) over Markdown: a quotation may open in one element and close in
//! another, so the text of a whole block is set at once and given back to the events it stood in.
//!
//! Code, addresses and tags are left alone; alternative texts and titles, which are prose, are set by themselves. What the author
//! gave a language of its own is set as that language does.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::foreign::{self, Leaf, Passage};
use crate::text::typography::{Block, Run, Style, UnmatchedQuote};

/// How a text and the passages in it are set.
#[derive(Clone, Copy)]
pub struct Typography<'a> {
    /// The text's own style.
    pub own: Style,
    /// The style of another language, by its BCP 47 code.
    pub of: &'a dyn Fn(&str) -> Style,
}

/// A quotation mark that was left as it is, as its other half is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpaired {
    /// The mark.
    pub mark: char,
    /// Some of the text before it, in its block.
    pub before: String,
    /// The mark, and some of the text after it.
    pub after: String,
}

/// Bytes on each side of a mark that tell it from others.
const AROUND: usize = 400;

/// Sets all text; passages, which are in bytes of their leaves, move with it.
pub(super) fn set<'a>(
    events: Vec<Event<'a>>,
    leaves: &[Leaf],
    passages: &mut [Vec<Passage>],
    typography: Typography,
) -> (Vec<Event<'a>>, Vec<Unpaired>) {
    if typography.own.is_off() {
        return (events, Vec::new());
    }
    let mut set = Vec::with_capacity(events.len() + 8);
    let mut unmatched: Vec<(usize, UnmatchedQuote)> = Vec::new();
    let mut places = Vec::new();
    let mut next = 0;
    for (number, leaf) in leaves.iter().enumerate() {
        set.extend_from_slice(&events[next..leaf.events.start]);
        next = leaf.events.end;
        let own_passages = passages.get(number).map_or(&[][..], Vec::as_slice);
        let (mut block, styles) =
            read(&events[leaf.events.clone()], leaf, own_passages, typography);
        unmatched.extend(
            block
                .set(&styles)
                .into_iter()
                .map(|unmatched| (number, unmatched)),
        );
        let runs = block.runs(leaf.events.len());
        let first = set.len();
        let firsts = write(
            &events[leaf.events.clone()],
            runs,
            leaf,
            typography.own,
            &mut set,
        );
        let place = |range: &Range<usize>| {
            block
                .place(range)
                .map(|ends| ends.map(|(run, at)| (firsts[run], at)))
        };
        places.push((
            first,
            own_passages
                .iter()
                .map(|(range, _)| place(range))
                .collect::<Vec<_>>(),
        ));
    }
    set.extend_from_slice(&events[next..]);
    if passages.iter().any(|passages| !passages.is_empty()) {
        move_passages(&foreign::leaves(&set), &places, passages);
    }
    (set, unpaired(unmatched, leaves))
}

/// A leaf as a block to be set, and its styles.
fn read(
    events: &[Event],
    leaf: &Leaf,
    passages: &[Passage],
    typography: Typography,
) -> (Block, Vec<Style>) {
    let mut block = Block::default();
    let mut in_image = 0usize;
    for (run, event) in events.iter().enumerate() {
        let range = leaf.starts[run]..leaf.starts[run + 1];
        match event {
            Event::Start(Tag::Image { .. }) => {
                in_image += 1;
                block.object(run, 0);
            }
            Event::End(TagEnd::Image) => in_image = in_image.saturating_sub(1),
            // Nothing of a picture is text here, but its bytes count.
            _ if in_image > 0 => block.skip(range.len()),
            Event::Text(text) if leaf.said(run).is_some() || leaf.text[range.clone()] == **text => {
                block.words(run, text)
            }
            Event::Text(_) | Event::Code(_) => block.object(run, range.len()),
            Event::SoftBreak => block.words(run, " "),
            Event::HardBreak => block.line_break(run, range.len()),
            Event::InlineHtml(html)
                if html
                    .get(..3)
                    .is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) =>
            {
                block.line_break(run, 0)
            }
            // A shortcode shows something, and so does code.
            Event::InlineHtml(html) if !html.starts_with('<') => block.object(run, 0),
            Event::InlineHtml(html)
                if html
                    .get(..4)
                    .is_some_and(|tag| tag.eq_ignore_ascii_case("<img")) =>
            {
                block.object(run, 0)
            }
            Event::InlineHtml(html) if shows(html, events.get(run + 1)) => block.between(run),
            _ => {}
        }
    }
    let mut styles = vec![typography.own];
    let mut number = |code: &str| {
        let style = (typography.of)(code);
        let number = styles
            .iter()
            .position(|known| *known == style)
            .unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
        number.min(u8::MAX as usize) as u8
    };
    for (range, code) in passages {
        block.style(range.clone(), number(code), false);
    }
    for (event, code) in &leaf.said {
        block.style(
            leaf.starts[*event]..leaf.starts[*event + 1],
            number(code),
            true,
        );
    }
    (block, styles)
}

/// Elements that show something without text in them.
const SHOWN: [&str; 11] = [
    "video", "audio", "iframe", "input", "svg", "picture", "object", "embed", "canvas", "button",
    "select",
];

/// Whether HTML within a line shows something beside the text: a note's number, a player, an element left empty for an icon.
fn shows(html: &str, next: Option<&Event>) -> bool {
    let name = html.trim_start_matches('<');
    let name = &name[..name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len())];
    let closed = matches!(next, Some(Event::InlineHtml(next)) if next.starts_with("</"));
    html.starts_with("<sup class=\"footnote-ref\"")
        || SHOWN.iter().any(|shown| name.eq_ignore_ascii_case(shown))
        || (closed && !html.starts_with("</") && !html.starts_with("<!--"))
}

/// Gives a leaf's events their text; the number of the first event that each became comes back.
fn write<'a>(
    events: &[Event<'a>],
    runs: Vec<Run>,
    leaf: &Leaf,
    style: Style,
    set: &mut Vec<Event<'a>>,
) -> Vec<usize> {
    let mut firsts = Vec::with_capacity(events.len());
    let mut image: Option<usize> = None;
    for (number, (event, run)) in events.iter().zip(runs).enumerate() {
        firsts.push(set.len());
        let is_prose = |text: &str| {
            leaf.said(number).is_some()
                || leaf.text[leaf.starts[number]..leaf.starts[number + 1]] == *text
        };
        match event {
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                image.get_or_insert(number);
                let (dest_url, title, id) = (dest_url.clone(), line(title, style), id.clone());
                set.push(Event::Start(Tag::Image {
                    link_type: *link_type,
                    dest_url,
                    title,
                    id,
                }));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let (dest_url, title, id) = (dest_url.clone(), line(title, style), id.clone());
                set.push(Event::Start(Tag::Link {
                    link_type: *link_type,
                    dest_url,
                    title,
                    id,
                }));
            }
            Event::End(TagEnd::Image) => {
                image = None;
                set.push(event.clone());
            }
            _ if image.is_some() => alt(events, number, style, set),
            Event::Text(text) if is_prose(text) => words(text, run, set),
            Event::SoftBreak if run.text != " " => set.push(Event::Text(run.text.into())),
            event => set.push(event.clone()),
        }
    }
    firsts
}

/// A run of text; what is raised in it stands in `<sup>`.
fn words<'a>(text: &CowStr<'a>, run: Run, set: &mut Vec<Event<'a>>) {
    if run.raised.is_empty() {
        // Most runs of a few words are set already.
        set.push(Event::Text(if *run.text == **text {
            text.clone()
        } else {
            run.text.into()
        }));
        return;
    }
    let mut start = 0;
    for raised in run.raised {
        set.push(Event::Text(run.text[start..raised.start].to_owned().into()));
        set.push(Event::InlineHtml("<sup>".into()));
        set.push(Event::Text(run.text[raised.clone()].to_owned().into()));
        set.push(Event::InlineHtml("</sup>".into()));
        start = raised.end;
    }
    set.push(Event::Text(run.text[start..].to_owned().into()));
}

/// One event of an alternative text. Its words stand in its first text; what cuts them, such as emphasis, is not heard.
fn alt<'a>(events: &[Event<'a>], number: usize, style: Style, set: &mut Vec<Event<'a>>) {
    let is_text = |event: &Event| {
        matches!(
            event,
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak
        )
    };
    let is_start = |event: &Event| matches!(event, Event::Start(Tag::Image { .. }));
    let start = events[..number]
        .iter()
        .rposition(is_start)
        .map_or(0, |start| start + 1);
    if !is_text(&events[number]) {
        set.push(events[number].clone());
    } else if !events[start..number].iter().any(is_text) {
        let end = events[number..]
            .iter()
            .position(|event| matches!(event, Event::End(TagEnd::Image)));
        let all = super::plain(&events[number..end.map_or(events.len(), |end| number + end)]);
        set.push(Event::Text(style.line(&all).into()));
    } else {
        set.push(Event::Text("".into()));
    }
}

fn line<'a>(text: &CowStr<'a>, style: Style) -> CowStr<'a> {
    if text.is_empty() {
        text.clone()
    } else {
        style.line(text).into()
    }
}

/// Per leaf: its first event, and for each passage the events and bytes of both ends.
type Places = Vec<(usize, Vec<Option<[(usize, usize); 2]>>)>;

fn move_passages(leaves: &[Leaf], places: &Places, passages: &mut [Vec<Passage>]) {
    for ((leaf, (first, places)), passages) in leaves.iter().zip(places).zip(passages) {
        debug_assert_eq!(
            leaf.events.start, *first,
            "setting a text makes and joins no blocks"
        );
        let mut places = places.iter();
        passages.retain_mut(|(range, _)| {
            let Some(Some([start, end])) = places.next() else {
                return false;
            };
            let at = |(event, at): (usize, usize)| {
                leaf.starts
                    .get(event - leaf.events.start)
                    .map_or(0, |start| start + at)
            };
            *range = at(*start)..at(*end).min(leaf.text.len());
            range.start < range.end
                && leaf.text.is_char_boundary(range.start)
                && leaf.text.is_char_boundary(range.end)
        });
    }
}

/// The marks that no other paragraph closes: a quotation of several paragraphs opens in the first and closes in the last,
/// and may open in each between.
fn unpaired(unmatched: Vec<(usize, UnmatchedQuote)>, leaves: &[Leaf]) -> Vec<Unpaired> {
    let mut left: Vec<(usize, UnmatchedQuote)> = Vec::new();
    for (leaf, found) in unmatched {
        let opened = |left: &[(usize, UnmatchedQuote)]| {
            left.last()
                .is_some_and(|(at, unmatched)| *at < leaf && closes(found, *unmatched))
        };
        if !opened(&left) {
            left.push((leaf, found));
            continue;
        }
        // Down to the mark in the middle of a line that the whole quotation began with.
        while opened(&left)
            && left
                .pop()
                .is_some_and(|(_, unmatched)| unmatched.opens_line)
        {}
    }
    let unpaired = |(leaf, unmatched): (usize, UnmatchedQuote)| {
        let text = &leaves[leaf].text;
        let at = unmatched.at.min(text.len());
        let near = |range: Range<usize>| {
            (range.start..range.end)
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(range.end)
        };
        let (start, end) = (
            near(at.saturating_sub(AROUND)..at),
            near((at + AROUND).min(text.len())..text.len()),
        );
        Unpaired {
            mark: unmatched.mark,
            before: text[start..at].to_owned(),
            after: text[at..end].to_owned(),
        }
    };
    left.into_iter().map(unpaired).collect()
}

fn closes(unmatched: UnmatchedQuote, opening: UnmatchedQuote) -> bool {
    match (opening.mark, unmatched.mark) {
        ('«', '»') | ('“', '”') => true,
        ('"', '"') => opening.opens_line && !unmatched.opens_line,
        _ => false,
    }
}
