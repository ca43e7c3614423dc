//! What an export of another system holds, as it is there: WordPress's WXR, RSS, Atom. Nothing is decided here.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::source::Span;
use crate::text::dates::Date;

/// One file, or all files of one site.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Whether it is a feed: its address may be one language's home, and its items have no numbers.
    pub is_feed: bool,
    pub base_url: String,
    /// Another address of it (`base_site_url`, `link`).
    pub site_url: String,
    pub language: Option<String>,
    /// Login → the name that readers see.
    pub authors: BTreeMap<String, String>,
    pub terms: Vec<Term>,
    /// Everything that was written, in the order of the file.
    pub items: Vec<Item>,
    /// What of it is not well-formed.
    pub flaws: Vec<Diagnostic>,
}

/// A category, a tag, or another plugin's term, as the site declares it or an item names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    pub id: String,
    /// `category`, `post_tag`, `language`, `post_translations`…
    pub taxonomy: String,
    pub slug: String,
    pub name: String,
    /// Polylang keeps its groups there.
    pub description: String,
}

/// Something that was written: a post, a page, an attachment, a line of a menu…
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Where it stands in its file.
    pub span: Span,
    /// Whether the file holds all of it.
    pub whole: bool,
    /// Its number, or a feed's own name for it.
    pub id: String,
    /// WordPress's `post_type`; `post` in a feed.
    pub kind: String,
    /// WordPress's; `publish` in a feed.
    pub status: String,
    pub title: String,
    pub link: String,
    pub slug: String,
    /// When it was published, in its own time zone.
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// As HTML or as WordPress keeps it.
    pub content: String,
    /// Whether a line feed of the text is a line's end and an empty line a paragraph's, as in WordPress.
    pub lines: bool,
    pub excerpt: String,
    /// Whether the text is no more.
    pub summary: bool,
    pub protected: bool,
    /// Whether it stands first.
    pub sticky: bool,
    /// The number of the item above it.
    pub parent: String,
    /// Who wrote it: a login in WXR, a name in a feed.
    pub authors: Vec<String>,
    pub terms: Vec<Term>,
    pub meta: Vec<(String, String)>,
    pub attachment_url: String,
    pub comments: Vec<ItemComment>,
    /// The language that the item itself names (`xml:lang`).
    pub language: Option<String>,
}

impl Export {
    /// The address of the site; a feed's may be one language's home (`/en/`), and its items are on the whole host.
    pub fn address(&self) -> &str {
        let address = self.base_url.as_str();
        let host = address.find("://").map_or(0, |at| at + 3);
        match address[host..].find('/') {
            Some(length) if self.is_feed => &address[..host + length],
            _ => address,
        }
    }

    /// Adds another file of the same site: WordPress splits exports.
    pub fn merge(&mut self, other: Export) {
        for (login, name) in other.authors {
            self.authors.entry(login).or_insert(name);
        }
        self.terms.extend(other.terms);
        self.items.extend(other.items);
        self.language = self.language.take().or(other.language);
    }
}

impl Item {
    /// Where messages about it point: the beginning of its first tag, not its many lines.
    pub fn place(&self) -> Span {
        let end = self.span.start + "<item".len();
        Span {
            end: end.min(self.span.end),
            ..self.span
        }
    }

    /// A custom field, where it says something.
    pub fn meta(&self, key: &str) -> Option<&str> {
        let mut values = self.meta.iter().filter(|(known, _)| known == key);
        values.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    pub fn term(&self, taxonomy: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.taxonomy == taxonomy)
    }
}

/// A text, if it says something.
pub fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// A comment as the export holds it, without mail and network addresses, which are never read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemComment {
    pub id: String,
    /// The number of the one it answers; 0 is none.
    pub parent: String,
    pub author: String,
    pub url: String,
    pub date: Option<Date>,
    /// `1`, `0`, `spam`, `trash`, `post-trashed`.
    pub approved: String,
    /// `comment` or nothing, `pingback`, `trackback`, a plugin's own.
    pub kind: String,
    /// Its text, with WordPress's few tags.
    pub content: String,
}
