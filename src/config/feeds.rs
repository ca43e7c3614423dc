//! `[feeds]`: how far back feeds reach, and by which host their entries are known.

use super::{Code, Diagnostic, Fields, Table};

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
            .integer("posts", 1..=10_000)
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
