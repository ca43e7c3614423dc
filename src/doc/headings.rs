//! Headings get ids: the author's `{#id}`, else a slug of their words, each once. They are the contents of a text.

use pulldown_cmark::{Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::Passes;
use super::ids::Ids;
use super::link::link;
use super::tree::{Kind, Node, plain};
use super::write;
use crate::text::titles;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// What leads to it, behind `#`.
    pub id: String,
    /// Its words, as HTML without links, pictures and notes.
    pub html: String,
}

/// Gives each heading its id.
pub fn anchor(nodes: &mut [Node], passes: Passes, ids: &mut Ids) -> Vec<Heading> {
    let mut headings = Vec::new();
    for at in 0..nodes.len() {
        let Kind::Start(Tag::Heading {
            id: own_id, level, ..
        }) = &nodes[at].kind
        else {
            continue;
        };
        let inside = &nodes[at + 1..nodes[at].partner];
        let id = of(ids, own_id.as_deref(), &plain(inside));
        headings.push(Heading {
            level: *level as u8,
            id: id.clone(),
            html: words(inside, passes),
        });
        if let Kind::Start(Tag::Heading { id: slot, .. }) = &mut nodes[at].kind {
            *slot = Some(id.into());
        }
    }
    headings
}

/// A heading's words, where they stand elsewhere.
fn words(nodes: &[Node], passes: Passes) -> String {
    let mut picture = false;
    let mut kept = Vec::with_capacity(nodes.len());
    for node in nodes {
        match &node.kind {
            Kind::Start(Tag::Image { .. }) => picture = true,
            Kind::End(TagEnd::Image) => picture = false,
            Kind::Start(Tag::Link { .. })
            | Kind::End(TagEnd::Link)
            | Kind::NoteReference(_)
            | Kind::Tag(_)
            | Kind::Markup(_)
            | Kind::Shortcode(_) => {}
            _ if picture => {}
            _ => kept.push(node.clone()),
        }
    }
    link(&mut kept);
    let passes = Passes {
        is_heading: true,
        ..passes
    };
    let html = write::html(&kept, passes).html.text;
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
