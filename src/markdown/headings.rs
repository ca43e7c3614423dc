//! Headings get ids: the author's `{#id}`, else a slug of their words, each once. They are the contents of a text.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

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
pub fn anchor<'a>(mut events: Vec<Event<'a>>, passes: Passes) -> (Vec<Event<'a>>, Vec<Heading>) {
    let (mut ids, mut headings) = (Ids::default(), Vec::new());
    for at in 0..events.len() {
        let Event::Start(Tag::Heading { id, level, .. }) = &events[at] else { continue };
        let (own_id, level) = (id.as_ref().map(|id| id.to_string()), *level as u8);
        let end = (at..events.len()).find(|&i| matches!(events[i], Event::End(TagEnd::Heading(_)))).unwrap_or(at);
        let id = ids.of(own_id, &plain(&events[at..end]));
        headings.push(Heading { level, id: id.clone(), html: words(&events[at + 1..end.max(at + 1)], passes) });
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
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) | Event::FootnoteReference(_) | Event::InlineHtml(_)
        );
        !picture && !is_aside
    });
    let (html, _) = to_html(kept.cloned().collect(), passes);
    // What announces a list below it announces nothing here.
    html.trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']).trim().to_owned()
}

/// The ids of a text's headings.
pub struct Ids {
    taken: BTreeSet<String>,
}

impl Default for Ids {
    fn default() -> Self {
        // The page's own anchor, that of the link which skips to the text.
        Self { taken: BTreeSet::from(["main".to_owned()]) }
    }
}

impl Ids {
    /// The id of the next heading: the author's own, or its words'; `id-2`, `id-3`… where that is taken.
    pub fn of(&mut self, own: Option<String>, words: &str) -> String {
        let id = own.unwrap_or_else(|| titles::slug(words));
        let id = if id.is_empty() { "section".to_owned() } else { id };
        let free = std::iter::once(id.clone()).chain((2..).map(|n| format!("{id}-{n}"))).find(|id| !self.taken.contains(id));
        let free = free.unwrap_or(id);
        self.taken.insert(free.clone());
        free
    }
}
