//! Footnotes: numbered by first mention, collected at the end, with a way back to each mention. Their ids hold a colon, which no
//! heading's has.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Tag, TagEnd};

use super::escape;
use super::html::Html;
use super::ids::Ids;
use super::link::link;
use super::tree::{Footnote, Kind, Node};

/// What footnotes, tasks and alerts are called in the text's language; `{number}` and `{mention}` are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteWords {
    /// The language, by its BCP 47 code.
    pub lang: String,
    pub notes: String,
    /// "Note {number}".
    pub note: String,
    /// "Back to the text, note {number}".
    pub back: String,
    /// "Back to the text, note {number}, mention {mention}".
    pub back_again: String,
    /// What the box of a task says to who does not see it: that it is to be done, or done.
    pub tasks: [String; 2],
    /// What code and tables that scroll are called.
    pub code: String,
    pub table: String,
    pub formula: String,
    /// The titles of alerts, as [`ALERTS`] are.
    ///
    /// [`ALERTS`]: super::ALERTS
    pub alerts: [String; 5],
}

/// Numbers the mentions and moves the notes behind the text, which has as many nodes as come back; a note nobody mentions is
/// left out. Notes are numbered as they are read: those of the text, then those of the notes.
pub fn collect<'s>(nodes: Vec<Node<'s>>, ids: &mut Ids) -> (Vec<Node<'s>>, usize) {
    let is_note = |node: &Node| {
        matches!(
            node.kind,
            Kind::NoteReference(_) | Kind::Start(Tag::FootnoteDefinition(_))
        )
    };
    if !nodes.iter().any(is_note) {
        let length = nodes.len();
        return (nodes, length);
    }
    let mut definitions: HashMap<CowStr, Vec<Node>> = HashMap::new();
    let mut numbering = Numbering {
        ids,
        notes: Vec::new(),
        numbers: HashMap::new(),
    };
    let mut ordered = Vec::with_capacity(nodes.len() + 8);
    // A definition may stand in another.
    let mut inside: Vec<CowStr> = Vec::new();
    for node in nodes {
        match node.kind {
            Kind::Start(Tag::FootnoteDefinition(label)) => inside.push(label),
            Kind::End(TagEnd::FootnoteDefinition) => drop(inside.pop()),
            _ => match inside.last() {
                Some(label) => definitions.entry(label.clone()).or_default().push(node),
                None => ordered.push(numbering.numbered(node)),
            },
        }
    }
    let text = ordered.len();
    let mut at = 0;
    let mut backs = Vec::new();
    while let Some((label, id)) = numbering.notes.get(at).map(|note| (&note.label, &note.id)) {
        ordered.extend((at == 0).then(|| made(Footnote::Start)));
        ordered.push(made(Footnote::Note(id.clone())));
        let definition = definitions.remove(label).unwrap_or_default();
        ordered.extend(definition.into_iter().map(|node| numbering.numbered(node)));
        backs.push(ordered.len());
        ordered.push(made(Footnote::Backs(at + 1, Vec::new())));
        at += 1;
    }
    ordered.extend((at > 0).then(|| made(Footnote::End)));
    // A note may be mentioned by a later one.
    for (at, note) in backs.into_iter().zip(numbering.notes) {
        if let Kind::Footnote(Footnote::Backs(_, mentions)) = &mut ordered[at].kind {
            *mentions = note.mentions;
        }
    }
    link(&mut ordered);
    (ordered, text)
}

fn made<'s>(note: Footnote) -> Node<'s> {
    Node::new(Kind::Footnote(note), 0..0)
}

struct Numbering<'s, 'i> {
    ids: &'i mut Ids,
    /// The notes, by first mention.
    notes: Vec<Note<'s>>,
    /// Their places in `notes`, by label.
    numbers: HashMap<CowStr<'s>, usize>,
}

struct Note<'s> {
    label: CowStr<'s>,
    id: String,
    /// The ids of its mentions.
    mentions: Vec<String>,
}

impl<'s> Numbering<'s, '_> {
    fn numbered(&mut self, mut node: Node<'s>) -> Node<'s> {
        let Kind::NoteReference(label) = &node.kind else {
            return node;
        };
        let at = *self.numbers.entry(label.clone()).or_insert_with(|| {
            self.notes.push(Note {
                label: label.clone(),
                id: self.ids.free(&format!("fn:{}", self.notes.len() + 1)),
                mentions: Vec::new(),
            });
            self.notes.len() - 1
        });
        let (number, note) = (at + 1, &mut self.notes[at]);
        let id = self.ids.free(&match note.mentions.len() {
            0 => format!("fnref:{number}"),
            before => format!("fnref:{number}-{}", before + 1),
        });
        note.mentions.push(id.clone());
        let note = note.id.clone();
        node.kind = Kind::Footnote(Footnote::Mention { number, note, id });
        node
    }
}

/// Writes a part of the footnotes.
pub fn write(note: &Footnote, words: Option<&NoteWords>, html: &mut Html) {
    match note {
        Footnote::Mention { number, note, id } => {
            let named = label(words.map(|words| &*words.note), *number, 1);
            let role = if words.is_some() {
                " role=\"doc-noteref\""
            } else {
                ""
            };
            html.push_tag("<sup class=\"footnote-ref\">");
            html.push_tag(&format!("<a href=\"#{note}\" id=\"{id}\"{role}{named}>"));
            html.text.push_str(&number.to_string());
            html.push_tag("</a>");
            html.push_tag("</sup>");
        }
        Footnote::Start => {
            let named = label(words.map(|words| &*words.notes), 0, 0);
            let section = "<section class=\"footnotes\" role=\"doc-endnotes\"";
            html.push_tag(&format!("{section}{named}>"));
            html.text.push('\n');
            html.push_tag("<ol>");
            html.text.push('\n');
        }
        Footnote::Note(id) => html.push_tag(&format!("<li id=\"{id}\">")),
        Footnote::Backs(number, mentions) => {
            for (at, id) in mentions.iter().enumerate() {
                html.text.push_str(if at > 0 { " " } else { "" });
                write_back(words, *number, (at + 1, id), html);
            }
            html.push_tag("</li>");
            html.text.push('\n');
        }
        Footnote::End => {
            html.push_tag("</ol>");
            html.text.push('\n');
            html.push_tag("</section>");
            html.text.push('\n');
        }
    }
}

/// The way back to a mention, the how manyth it is and its id.
fn write_back(
    words: Option<&NoteWords>,
    number: usize,
    (mention, id): (usize, &str),
    html: &mut Html,
) {
    let pattern = words.map(|words| match mention {
        1 => &*words.back,
        _ => &*words.back_again,
    });
    let named = label(pattern, number, mention);
    let class = "class=\"footnote-back\" role=\"doc-backlink\"";
    html.push_tag(&format!("<a href=\"#{id}\" {class}{named}>"));
    html.text.push('↩');
    if mention > 1 {
        html.push_tag("<sup>");
        html.text.push_str(&mention.to_string());
        html.push_tag("</sup>");
    }
    html.push_tag("</a>");
}

/// An accessible name, where there are words for it.
fn label(pattern: Option<&str>, number: usize, mention: usize) -> String {
    pattern.map_or_else(String::new, |pattern| {
        let text = pattern
            .replace("{number}", &number.to_string())
            .replace("{mention}", &mention.to_string());
        format!(" aria-label=\"{}\"", escape(&text))
    })
}
