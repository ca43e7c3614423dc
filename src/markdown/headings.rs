//! Headings get ids: the author's `{#id}`, else a slug of their words, each once.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::plain;
use crate::text::titles;

/// Gives each heading its id.
pub fn anchor(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    // The page's own anchor, that of the link which skips to the text.
    let mut taken = BTreeSet::from(["main".to_owned()]);
    for at in 0..events.len() {
        let Event::Start(Tag::Heading { id, .. }) = &events[at] else { continue };
        let own_id = id.as_ref().map(|id| id.to_string());
        let end = (at..events.len()).find(|&i| matches!(events[i], Event::End(TagEnd::Heading(_)))).unwrap_or(at);
        let text = plain(&events[at..end]);
        let id = unique(own_id.unwrap_or_else(|| titles::slug(&text)), &mut taken);
        if let Event::Start(Tag::Heading { id: slot, .. }) = &mut events[at] {
            *slot = Some(id.into());
        }
    }
    events
}

/// `id`, or `id-2`, `id-3`… where it is taken.
fn unique(id: String, taken: &mut BTreeSet<String>) -> String {
    let id = if id.is_empty() { "section".to_owned() } else { id };
    let free = std::iter::once(id.clone()).chain((2..).map(|n| format!("{id}-{n}"))).find(|id| !taken.contains(id));
    let free = free.unwrap_or(id);
    taken.insert(free.clone());
    free
}
