//! What a conversion gives: the text, and what is not as it was.

use std::collections::BTreeSet;

/// A text in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    pub markdown: String,
    pub changes: Changes,
}

pub type Changes = BTreeSet<Change>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What became of it.
    pub kind: Changed,
    /// Of what: an address, an element's name.
    pub what: String,
}

impl Change {
    pub fn new(kind: Changed, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { kind, what }
    }
}

/// What became of something that Markdown does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    /// A script, a style sheet, an event handler, or a link that runs a script: removed.
    Script,
    /// A player or map of another site: kept as HTML.
    Embed,
    /// Something embedded that is now a link.
    Linked,
    /// A form, a drawing, a pixel that counts readers: removed.
    Removed,
    /// A shortcode that nobody knows: kept as text.
    Shortcode,
    /// A block or gallery that WordPress filled when the page was asked for: removed.
    Dynamic,
    /// A text in several pages: now one.
    Pages,
    /// A feed's summary: the rest is not in the export.
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
