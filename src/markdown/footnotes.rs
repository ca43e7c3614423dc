//! Footnotes: numbered by first mention, collected at the end, with a way back to each mention. Their ids hold a colon, which no
//! heading's has.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape;

/// What footnotes are called in the text's language; `{number}` and `{mention}` are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteWords {
    /// "Notes".
    pub notes: String,
    /// "Note {number}".
    pub note: String,
    /// "Back to the text, note {number}".
    pub back: String,
    /// "Back to the text, note {number}, mention {mention}".
    pub back_again: String,
}

/// Replaces references by numbered links and takes the notes, which stand at the end, out of the text; a note nobody mentions is
/// left out.
pub fn collect<'a>(events: Vec<Event<'a>>, words: Option<&NoteWords>) -> (Vec<Event<'a>>, Vec<Event<'a>>) {
    let mut collector = Collector { words, labels: Vec::new(), numbers: HashMap::new() };
    let mut notes: HashMap<String, Vec<Event>> = HashMap::new();
    let mut text = Vec::with_capacity(events.len());
    let mut inside: Option<String> = None;
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => inside = Some(label.to_string()),
            Event::End(TagEnd::FootnoteDefinition) => inside = None,
            event => {
                let event = collector.reference(event);
                match &inside {
                    Some(label) => notes.entry(label.clone()).or_default().push(event),
                    None => text.push(event),
                }
            }
        }
    }
    (text, collector.section(notes))
}

struct Collector<'w> {
    words: Option<&'w NoteWords>,
    /// The labels, by first mention, and how often each is mentioned.
    labels: Vec<(String, usize)>,
    /// Their places in `labels`.
    numbers: HashMap<String, usize>,
}

impl Collector<'_> {
    fn reference<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let Event::FootnoteReference(label) = event else { return event };
        let at = *self.numbers.entry(label.to_string()).or_insert_with(|| {
            self.labels.push((label.to_string(), 0));
            self.labels.len() - 1
        });
        self.labels[at].1 += 1;
        let (number, id) = (at + 1, place(at + 1, self.labels[at].1));
        let named =
            self.words.map(|words| format!(" role=\"doc-noteref\"{}", label_of(&words.note, number, 1))).unwrap_or_default();
        let html = format!("<sup class=\"footnote-ref\"><a href=\"#fn:{number}\" id=\"{id}\"{named}>{number}</a></sup>");
        Event::InlineHtml(html.into())
    }

    fn section<'a>(self, mut notes: HashMap<String, Vec<Event<'a>>>) -> Vec<Event<'a>> {
        let mut text = Vec::new();
        if self.labels.is_empty() {
            return text;
        }
        let named = self.words.map(|words| format!(" aria-label=\"{}\"", escape(&words.notes))).unwrap_or_default();
        text.push(Event::Html(format!("<section class=\"footnotes\" role=\"doc-endnotes\"{named}>\n<ol>\n").into()));
        for (at, (label, mentions)) in self.labels.iter().enumerate() {
            text.push(Event::Html(format!("<li id=\"fn:{}\">", at + 1).into()));
            text.extend(notes.remove(label).unwrap_or_default());
            let backs: Vec<String> = (1..=*mentions).map(|mention| self.back(at + 1, mention)).collect();
            text.push(Event::Html((backs.join(" ") + "</li>\n").into()));
        }
        text.push(Event::Html("</ol>\n</section>\n".into()));
        text
    }

    /// The way back to a mention.
    fn back(&self, number: usize, mention: usize) -> String {
        let named = self.words.map(|words| label_of(if mention == 1 { &words.back } else { &words.back_again }, number, mention));
        let again = if mention == 1 { String::new() } else { format!("<sup>{mention}</sup>") };
        let (id, named) = (place(number, mention), named.unwrap_or_default());
        format!("<a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\"{named}>↩{again}</a>")
    }
}

/// The id of a mention.
fn place(number: usize, mention: usize) -> String {
    if mention == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{mention}") }
}

fn label_of(pattern: &str, number: usize, mention: usize) -> String {
    let text = pattern.replace("{number}", &number.to_string()).replace("{mention}", &mention.to_string());
    format!(" aria-label=\"{}\"", escape(&text))
}
