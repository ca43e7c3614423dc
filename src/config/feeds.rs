//! The formats of feeds, one row each: a new one is a row here, and its writer in `render::feed`. `[feeds]`: how far back feeds
//! reach, and by which host their entries are known.

use super::{Code, Diagnostic, Fields, Table};

/// A feed's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feed {
    Atom,
    Rss,
}

#[derive(Debug)]
pub struct FeedRow {
    pub feed: Feed,
    /// The key of `[outputs]` that turns it off.
    pub output: &'static str,
    /// The name of its file.
    pub file: &'static str,
    pub media_type: &'static str,
    pub name: &'static str,
}

/// The table, in the order of [`Feed`].
pub static FEEDS: [FeedRow; 2] = [
    FeedRow {
        feed: Feed::Atom,
        output: "atom",
        file: "atom.xml",
        media_type: "application/atom+xml",
        name: "Atom",
    },
    FeedRow {
        feed: Feed::Rss,
        output: "rss",
        file: "rss.xml",
        media_type: "application/rss+xml",
        name: "RSS",
    },
];

impl Feed {
    pub fn row(self) -> &'static FeedRow {
        &FEEDS[self as usize]
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// The newest posts that a feed of one language holds.
    pub posts: usize,
    /// The host in the ids of entries, where it is no longer that of `base_url`: a changed id is a new post to every reader.
    pub host: Option<String>,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            posts: 20,
            host: None,
        }
    }
}

impl Feeds {
    pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let default = Self::default();
        let mut fields = Fields::new(table, Code::Config, diagnostics);
        let posts = fields
            .integer("posts", 1..=10_000, default.posts as i64)
            .map_or(default.posts, |n| n as usize);
        let host = fields.spanned_text("host").and_then(|(host, span)| {
            let is_host = !host.is_empty()
                && host
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
            if !is_host {
                fields.problem(
                    span,
                    format!("`{host}` is no host"),
                    "write the name alone: `host = \"example.org\"`",
                );
            }
            is_host.then_some(host)
        });
        fields.finish();
        Self { posts, host }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feed_has_its_row() {
        for (at, row) in FEEDS.iter().enumerate() {
            assert_eq!(row.feed as usize, at, "{:?}", row.feed);
        }
    }
}
