//! Footnotes: numbered by first mention, collected at the end with a way back. Their ids hold a colon, which no heading's has.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Replaces references by numbered links and takes the notes, which stand at the end, out of the text; a note nobody mentions is
/// left out.
pub fn collect(events: Vec<Event<'_>>) -> (Vec<Event<'_>>, Vec<Event<'_>>) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut notes: HashMap<String, Vec<Event>> = HashMap::new();
    let mut text = Vec::with_capacity(events.len());
    let mut inside: Option<String> = None;
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => inside = Some(label.to_string()),
            Event::End(TagEnd::FootnoteDefinition) => inside = None,
            event => {
                let event = reference(event, &mut numbers);
                match &inside {
                    Some(label) => notes.entry(label.clone()).or_default().push(event),
                    None => text.push(event),
                }
            }
        }
    }
    (text, section(numbers, notes))
}

fn reference<'a>(event: Event<'a>, numbers: &mut HashMap<String, usize>) -> Event<'a> {
    let Event::FootnoteReference(label) = event else { return event };
    let next = numbers.len() + 1;
    let first = !numbers.contains_key(&*label);
    let number = *numbers.entry(label.to_string()).or_insert(next);
    // Only the first mention can be come back to: an id stands once in a page.
    let id = if first { format!(" id=\"fnref:{number}\"") } else { String::new() };
    Event::InlineHtml(format!("<sup class=\"footnote-ref\"><a href=\"#fn:{number}\"{id}>{number}</a></sup>").into())
}

fn section<'a>(numbers: HashMap<String, usize>, mut notes: HashMap<String, Vec<Event<'a>>>) -> Vec<Event<'a>> {
    let mut text = Vec::new();
    if numbers.is_empty() {
        return text;
    }
    let mut order: Vec<(usize, String)> = numbers.into_iter().map(|(label, number)| (number, label)).collect();
    order.sort();
    text.push(Event::Html("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n".into()));
    for (number, label) in order {
        text.push(Event::Html(format!("<li id=\"fn:{number}\">").into()));
        text.extend(notes.remove(&label).unwrap_or_default());
        let back = format!("<a href=\"#fnref:{number}\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></li>\n");
        text.push(Event::Html(back.into()));
    }
    text.push(Event::Html("</ol>\n</section>\n".into()));
    text
}
