//! What an export of another system holds, as it is there: WordPress's WXR, RSS, Atom. Nothing is decided here.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::dates::Date;

/// What kind of file an export is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// WordPress eXtended RSS.
    #[default]
    Wxr,
    /// RSS 2.0 or 1.0.
    Rss,
    /// Atom, also as Blogger writes its backups.
    Atom,
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Its kind.
    pub format: Format,
    /// The address of the site, as the file gives it.
    pub base_url: String,
    /// Another address of it (`base_site_url`, `link`).
    pub site_url: String,
    /// The language that the whole file claims.
    pub language: Option<String>,
    /// Login → the name that readers see.
    pub authors: BTreeMap<String, String>,
    /// Terms of all taxonomies.
    pub terms: Vec<Term>,
    /// Everything that was written, in the order of the file.
    pub items: Vec<Item>,
    /// What is not well-formed.
    pub flaws: Vec<super::xml::Flaw>,
}

/// A term of a taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Its number.
    pub id: String,
    /// `category`, `post_tag`, `language`, `post_translations`…
    pub taxonomy: String,
    /// Its name in addresses.
    pub slug: String,
    /// The slug of the term above it.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// Its description; Polylang keeps its groups there.
    pub description: String,
}

/// Something that was written: a post, a page, an attachment, a menu's line…
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// Whether the file holds all of it.
    pub whole: bool,
    /// Its number, or a feed's own name for it.
    pub id: String,
    /// WordPress's `post_type`; `post` in a feed.
    pub kind: String,
    /// WordPress's status; `publish` in a feed.
    pub status: String,
    /// Its title, as HTML.
    pub title: String,
    /// Its address.
    pub link: String,
    /// Its name in addresses, as written.
    pub slug: String,
    /// When it was published, in its own time zone.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Its text, as HTML or as WordPress keeps it.
    pub content: String,
    /// Whether a line feed of the text is a line's end and an empty line a paragraph's, as in WordPress.
    pub lines: bool,
    /// Its excerpt, as HTML.
    pub excerpt: String,
    /// Whether the text is only a summary.
    pub summary: bool,
    /// Whether a password is asked.
    pub protected: bool,
    /// Whether it stands first.
    pub sticky: bool,
    /// The number of the item above it.
    pub parent: String,
    /// Who wrote it: a login in WXR, a name in a feed.
    pub authors: Vec<String>,
    /// Its terms.
    pub terms: Vec<ItemTerm>,
    /// WordPress's custom fields.
    pub meta: Vec<(String, String)>,
    /// The file of an attachment.
    pub attachment_url: String,
    /// What readers wrote.
    pub comments: Vec<Comment>,
    /// The language that the item itself names (`xml:lang`).
    pub language: Option<String>,
}

impl Item {
    /// A custom field, where it says something.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta
            .iter()
            .find(|(known, value)| known == key && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// Its first term in a taxonomy.
    pub fn term(&self, taxonomy: &str) -> Option<&ItemTerm> {
        self.terms.iter().find(|term| term.taxonomy == taxonomy)
    }
}

/// A term as an item names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ItemTerm {
    pub taxonomy: String,
    pub slug: String,
    pub name: String,
}

/// A comment as the export holds it, without mail and network addresses, which are never read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: String,
    /// The number of the one it answers.
    pub parent: String,
    /// Who wrote it.
    pub author: String,
    /// The author's site.
    pub url: String,
    /// When.
    pub date: Option<Date>,
    /// `1`, `0`, `spam`, `trash`, `post-trashed`.
    pub approved: String,
    /// `comment` or nothing, `pingback`, `trackback`, a plugin's own.
    pub kind: String,
    /// Its text, with WordPress's few tags.
    pub content: String,
}
