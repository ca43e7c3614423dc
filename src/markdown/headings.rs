//! Headings get ids: the author's `{#id}`, else a slug of their words, each once. They are the contents of a text.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::ids::Ids;
use super::{Passes, plain, to_html};
use crate::text::titles;

/// A heading of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// What leads to it, behind `#`.
    pub id: String,
    /// Its words, as HTML without links, pictures and notes.
    pub html: String,
}

/// Gives each heading its id.
pub fn anchor<'a>(
    mut events: Vec<Event<'a>>,
    passes: Passes,
    ids: &mut Ids,
) -> (Vec<Event<'a>>, Vec<Heading>) {
    let mut headings = Vec::new();
    for at in 0..events.len() {
        let Event::Start(Tag::Heading { id, level, .. }) = &events[at] else {
            continue;
        };
        let (own_id, level) = (id.as_ref().map(|id| id.to_string()), *level as u8);
        let end = (at..events.len())
            .find(|&i| matches!(events[i], Event::End(TagEnd::Heading(_))))
            .unwrap_or(at);
        let id = of(ids, own_id.as_deref(), &plain(&events[at..end]));
        headings.push(Heading {
            level,
            id: id.clone(),
            html: words(&events[at + 1..end.max(at + 1)], passes),
        });
        if let Event::Start(Tag::Heading { id: slot, .. }) = &mut events[at] {
            *slot = Some(id.into());
        }
    }
    (events, headings)
}

/// A heading's words, where they stand elsewhere.
fn words(events: &[Event], passes: Passes) -> String {
    let mut picture = false;
    let kept = events.iter().filter(|event| {
        match event {
            Event::Start(Tag::Image { .. }) => picture = true,
            Event::End(TagEnd::Image) => {
                picture = false;
                return false;
            }
            _ => {}
        }
        let is_aside = matches!(
            event,
            Event::Start(Tag::Link { .. })
                | Event::End(TagEnd::Link)
                | Event::FootnoteReference(_)
                | Event::InlineHtml(_)
        );
        !picture && !is_aside
    });
    let html = to_html(kept.cloned().collect(), passes).html;
    // What announces a list below it announces nothing here.
    html.trim_end_matches([':', ' ', '\u{a0}', '\u{202f}'])
        .trim()
        .to_owned()
}

/// The id of the next heading: the author's own, or its words'.
pub fn of(ids: &mut Ids, own: Option<&str>, words: &str) -> String {
    let slug = || {
        Some(titles::slug(words))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "section".to_owned())
    };
    own.filter(|own| !own.is_empty())
        .map(|own| ids.own(own))
        .unwrap_or_else(|| ids.free(&slug()))
}
