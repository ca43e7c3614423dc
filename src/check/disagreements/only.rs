//! What only one of two versions has, and where.

use crate::model::Post;
use crate::source::{Sources, Span};
use crate::text::numbers::Number;

/// What only one of two versions has.
pub struct Only {
    pub what: String,
    /// The words before it, by which it is found.
    before: String,
}

impl Only {
    pub fn number(number: &Number) -> Self {
        let before = number.text[..number.range.start].char_indices();
        let from = before.rev().nth(BEFORE).map_or(0, |(at, _)| at);
        Self {
            what: number.text[number.range.clone()].to_owned(),
            before: number.text[from..number.range.start].to_owned(),
        }
    }

    pub fn place(what: String) -> Self {
        Self {
            what,
            before: String::new(),
        }
    }

    /// Where it stands: behind as many of the words before it as stand in the source like this.
    pub fn find(&self, post: &Post, sources: &Sources) -> Option<Span> {
        let befores = self.before.char_indices().map(|(at, _)| &self.before[at..]);
        // What only a letter or two precede alike is another.
        let telling = befores.filter(|before| before.len() >= TELLING || *before == self.before);
        let whole = Some("").filter(|_| self.before.is_empty());
        telling.chain(whole).find_map(|before| {
            let sought = format!("{before}{}", self.what);
            post.body.text.spans().find_map(|span| {
                let start = span.start + sources.text(span).find(&sought)? + before.len();
                Some(Span::new(span.source, start..start + self.what.len()))
            })
        })
    }
}

/// So many letters before a number tell its place.
const BEFORE: usize = 20;
const TELLING: usize = 4;
