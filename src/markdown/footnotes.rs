//! Footnotes: numbered by first mention, collected at the end, with a way back to each mention. Their ids hold a colon, which no
//! heading's has.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape;
use super::ids::Ids;

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
    /// What the box of a task says to who does not see it: that it is to be done, or done.
    pub tasks: [String; 2],
}

/// Replaces references by numbered links and takes the notes, which stand at the end, out of the text; a note nobody mentions is
/// left out. Notes are numbered as they are read: those of the text, then those of the notes.
pub fn collect<'a>(
    events: Vec<Event<'a>>,
    words: Option<&NoteWords>,
    ids: &mut Ids,
) -> (Vec<Event<'a>>, Vec<Event<'a>>) {
    let mut collector = Collector {
        words,
        ids,
        notes: Vec::new(),
        numbers: HashMap::new(),
    };
    let mut definitions: HashMap<String, Vec<Event>> = HashMap::new();
    let mut text = Vec::with_capacity(events.len());
    // A definition may stand in another.
    let mut inside: Vec<String> = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => inside.push(label.to_string()),
            Event::End(TagEnd::FootnoteDefinition) => drop(inside.pop()),
            event => match inside.last() {
                Some(label) => definitions.entry(label.clone()).or_default().push(event),
                None => text.push(collector.reference(event)),
            },
        }
    }
    let mut notes = Vec::new();
    while let Some(note) = collector.notes.get(notes.len()) {
        let definition = definitions.remove(&note.label).unwrap_or_default();
        notes.push(
            definition
                .into_iter()
                .map(|event| collector.reference(event))
                .collect(),
        );
    }
    (text, collector.section(notes))
}

struct Collector<'w> {
    words: Option<&'w NoteWords>,
    ids: &'w mut Ids,
    /// The notes, by first mention.
    notes: Vec<Note>,
    /// Their places in `notes`, by label.
    numbers: HashMap<String, usize>,
}

struct Note {
    label: String,
    id: String,
    /// The ids of its mentions.
    mentions: Vec<String>,
}

impl Collector<'_> {
    fn reference<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let Event::FootnoteReference(label) = event else {
            return event;
        };
        let number = self
            .numbers
            .get(&*label)
            .map_or(self.notes.len() + 1, |at| at + 1);
        if number > self.notes.len() {
            self.numbers.insert(label.to_string(), self.notes.len());
            self.notes.push(Note {
                label: label.to_string(),
                id: self.ids.free(&format!("fn:{number}")),
                mentions: Vec::new(),
            });
        }
        let note = &mut self.notes[number - 1];
        let id = self.ids.free(&mention(number, note.mentions.len() + 1));
        let named = self
            .words
            .map(|words| format!(" role=\"doc-noteref\"{}", label_of(&words.note, number, 1)))
            .unwrap_or_default();
        let html = format!(
            "<sup class=\"footnote-ref\"><a href=\"#{}\" id=\"{id}\"{named}>{number}</a></sup>",
            note.id
        );
        note.mentions.push(id);
        Event::InlineHtml(html.into())
    }

    fn section<'a>(self, notes: Vec<Vec<Event<'a>>>) -> Vec<Event<'a>> {
        let mut text = Vec::new();
        if self.notes.is_empty() {
            return text;
        }
        let named = self
            .words
            .map(|words| format!(" aria-label=\"{}\"", escape(&words.notes)))
            .unwrap_or_default();
        text.push(Event::Html(
            format!("<section class=\"footnotes\" role=\"doc-endnotes\"{named}>\n<ol>\n").into(),
        ));
        for (at, (note, definition)) in self.notes.iter().zip(notes).enumerate() {
            text.push(Event::Html(format!("<li id=\"{}\">", note.id).into()));
            text.extend(definition);
            let mentions = note.mentions.iter().enumerate();
            let backs: Vec<String> = mentions
                .map(|(mention, id)| self.back(at + 1, mention + 1, id))
                .collect();
            text.push(Event::Html((backs.join(" ") + "</li>\n").into()));
        }
        text.push(Event::Html("</ol>\n</section>\n".into()));
        text
    }

    /// The way back to a mention.
    fn back(&self, number: usize, mention: usize, id: &str) -> String {
        let named = self.words.map(|words| {
            label_of(
                if mention == 1 {
                    &words.back
                } else {
                    &words.back_again
                },
                number,
                mention,
            )
        });
        let again = if mention == 1 {
            String::new()
        } else {
            format!("<sup>{mention}</sup>")
        };
        let named = named.unwrap_or_default();
        format!(
            "<a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\"{named}>↩{again}</a>"
        )
    }
}

/// The id of a mention.
fn mention(number: usize, mention: usize) -> String {
    if mention == 1 {
        format!("fnref:{number}")
    } else {
        format!("fnref:{number}-{mention}")
    }
}

fn label_of(pattern: &str, number: usize, mention: usize) -> String {
    let text = pattern
        .replace("{number}", &number.to_string())
        .replace("{mention}", &mention.to_string());
    format!(" aria-label=\"{}\"", escape(&text))
}
