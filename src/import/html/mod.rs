//! HTML → Markdown that keeps every visible word; what Markdown cannot say stays HTML, cleaned, and whatever goes is reported.
//!
//! 1. html5ever reads it as a browser would
//! 2. blocks are walked, their running text gathered and tidied ([`inline`]), and written with its [`marks`]
//! 3. tables without a header, definition lists, captions and players stay HTML, which ammonia cleans

mod blocks;
mod changes;
mod context;
mod converter;
mod dom;
mod elements;
mod escape;
mod inline;
mod lists;
mod marks;
mod media;
mod raw;
mod tables;
mod tokens;

use std::collections::HashSet;

use crate::text::words::one_line;
use converter::Converter;

pub use changes::{Change, Changed, Changes, Converted};
pub use context::Context;
pub use escape::longest;

pub fn convert(html: &str, context: Context) -> Converted {
    let tree = dom::parse(html);
    let mut converter = Converter {
        context,
        changes: Changes::new(),
        targets: HashSet::new(),
        depth: 0,
    };
    let body = dom::body(&tree);
    converter.find_targets(&body);
    let blocks = converter.blocks(&body.children.borrow());
    Converted {
        markdown: blocks::join(&blocks, "\n\n"),
        changes: converter.changes,
    }
}

/// The visible text of a line of HTML: a title, a term's name.
pub fn plain(html: &str) -> String {
    if html.contains(['<', '&']) {
        one_line(&dom::text_of(&dom::body(&dom::parse(html))))
    } else {
        one_line(html)
    }
}

#[cfg(test)]
mod tests;
