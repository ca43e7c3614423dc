//! Posts without a date: last in every list, and in no feed.

use crate::content::Role;
use crate::diag::{Code, Diagnostic};
use crate::model::Site;
use crate::source::Sources;

/// So many files are named.
const NAMED: usize = 5;

/// Tells once of the Markdown posts that have no date.
pub fn dates(site: &Site, sources: &Sources) -> Option<Diagnostic> {
    let posts = site
        .posts
        .iter()
        .filter(|post| post.is_own_file() && post.role == Role::Post);
    let undated: Vec<_> = posts.filter(|post| post.date.is_none()).collect();
    let first = undated.first()?;
    let path = |place: crate::source::Span| format!("`{}`", sources.get(place.source).path);
    let names: Vec<String> = undated
        .iter()
        .take(NAMED)
        .map(|post| path(post.place))
        .collect();
    let more = if undated.len() > NAMED { ", …" } else { "" };
    let message = match undated.len() {
        1 => "this post has no date: it is last in every list, and in no feed".to_owned(),
        count => format!(
            "{count} posts have no date: they are last in every list, and in no feed: {}{more}",
            names.join(", ")
        ),
    };
    let line = |date: &str| first.front.syntax.line("date", date);
    let help = format!(
        "write one in the front matter: `{}`, or `{}`",
        line("2025-09-16"),
        line("\"2025-09\"")
    );
    Some(
        Diagnostic::note(Code::Date, message)
            .at(first.place)
            .help(help),
    )
}
