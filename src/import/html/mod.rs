//! HTML → Markdown that keeps every visible word; what Markdown cannot say stays HTML, cleaned, and whatever goes is reported.
//!
//! 1. html5ever reads it as a browser would
//! 2. blocks are walked, their running text gathered and tidied ([`inline`]), and written with its [`marks`]
//! 3. tables without a header, definition lists, captions and players stay HTML, which ammonia cleans

mod blocks;
mod converter;
mod dom;
mod elements;
mod escape;
mod inline;
mod marks;
mod media;
mod raw;

use std::collections::{BTreeSet, HashSet};

use crate::import::urls::Urls;
use crate::text::url;
use crate::text::words::one_line;
use converter::Converter;

pub use converter::NOTE_TEXT;
pub use escape::fenced;

/// How a text is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub urls: &'a Urls,
    /// Where the text stood, as a path: what its relative addresses are seen from.
    pub page: &'a str,
    /// Whether line feeds are ends of lines and empty lines ends of paragraphs, as in WordPress's classic texts.
    pub lines: bool,
    /// Whether HTML may stand in the result.
    pub html: bool,
}

/// What became of what: of an address, of an element.
pub type Changes = BTreeSet<(Changed, String)>;

/// What became of something that Markdown does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    Script,
    Embed,
    Linked,
    Removed,
    Shortcode,
    Dynamic,
    Pages,
    Summary,
}

impl Changed {
    /// In words, of several.
    pub fn words(self) -> &'static str {
        match self {
            Changed::Script => "scripts, styles or handlers were removed",
            Changed::Embed => "players or maps of other sites were kept",
            Changed::Linked => "embedded things became links",
            Changed::Removed => "forms, drawings or counters were removed",
            Changed::Shortcode => "unknown shortcodes stand as text",
            Changed::Dynamic => "parts that WordPress filled by itself were removed",
            Changed::Pages => "several pages became one",
            Changed::Summary => "only the summary is in the export",
        }
    }
}

pub fn convert(html: &str, context: Context, changes: &mut Changes) -> String {
    let tree = dom::parse(html);
    let mut converter = Converter {
        context,
        changes,
        targets: HashSet::new(),
        notes: Vec::new(),
        depth: 0,
    };
    let body = dom::body(&tree);
    converter.find_targets(&body);
    let blocks = converter.blocks(&body.children.borrow());
    blocks::join(&blocks, "\n\n")
}

/// The visible text of a line of HTML: a title, a term's name.
pub fn plain(html: &str) -> String {
    if html.contains(['<', '&']) {
        one_line(&dom::text_of(&dom::body(&dom::parse(html))))
    } else {
        one_line(html)
    }
}

impl Context<'_> {
    /// An address as the new site has it.
    pub fn local(&self, address: &str) -> String {
        self.urls.local(&self.absolute(address))
    }

    pub fn image(&self, address: &str) -> String {
        self.urls.image(&self.absolute(address))
    }

    /// An address that is relative to its page, from the root.
    fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (path, tail) = address.split_at(end);
        // Browsers overlook control characters: `java\nscript:` is a scheme. What may have one is no relative address.
        let may_have_scheme = path
            .split('/')
            .next()
            .is_some_and(|part| part.contains(':'));
        let is_absolute = path.is_empty() || path.starts_with('/') || may_have_scheme;
        match url::join(url::folder_of(self.page), path) {
            Some(joined) if !is_absolute && self.page.starts_with('/') => {
                let is_folder = path.ends_with('/') && !joined.is_empty();
                let slash = if is_folder { "/" } else { "" };
                format!("/{joined}{slash}{tail}")
            }
            _ => address.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
