//! Published texts that are held back now, as their stories wait for translations: `publish = "together"` was turned on, or the site
//! has a language more.

use std::collections::BTreeSet;

use super::removals::is_much;
use crate::diag::{Code, Diagnostic};
use crate::manifest::{Entry, Manifest};

/// So many are named.
const NAMED: usize = 3;

/// What waits, and what was left out with it.
#[derive(Debug, Default)]
pub struct Held<'a> {
    /// The files of posts that wait.
    pub posts: BTreeSet<&'a str>,
    /// The codes of the languages that they wait for.
    pub codes: BTreeSet<&'a str>,
    /// Files that no published text shows.
    pub private: BTreeSet<&'a str>,
    /// Whether the site's settings hold them back.
    pub by_site: bool,
}

/// Takes out of `known` what is not lost but held back, and tells it in one finding: an error where it is much of the `last` site.
pub fn held_back(
    known: &mut Manifest,
    new: &Manifest,
    held: &Held,
    last: Option<&Manifest>,
) -> Option<Diagnostic> {
    let is_lost = |file: &String| !new.files.contains_key(file);
    let is_of = |entry: &Entry, files: &BTreeSet<&str>| {
        let source = entry.source.as_deref();
        source.is_some_and(|source| files.contains(source))
    };
    let is_held = |(file, entry): &(&String, &Entry)| {
        is_lost(file) && file.ends_with(".html") && is_of(entry, &held.posts)
    };
    let posts = known.files.iter().filter(is_held);
    let posts: BTreeSet<String> = posts
        .filter_map(|(_, entry)| entry.source.clone())
        .collect();
    if posts.is_empty() {
        return None;
    }
    // Lists are shorter, and pictures are shown by nothing, because of them.
    let with_them = |file: &String, entry: &Entry| {
        is_lost(file)
            && (entry.source.is_none()
                || [&held.posts, &held.private]
                    .iter()
                    .any(|files| is_of(entry, files)))
    };
    known.files.retain(|file, entry| !with_them(file, entry));
    let message = message(&posts, held);
    let how = match held.by_site {
        true => "write `publish = \"apart\"` in site.toml, or in the front matter of one of them",
        false => "remove `publish = \"together\"` from the front matter of the story",
    };
    let gone = last.map(|last| last.files.iter().filter(is_held).count());
    let is_error = last
        .zip(gone)
        .is_some_and(|(last, gone)| is_much(gone, last));
    let finding = match is_error {
        true => Diagnostic::error(Code::Waiting, message),
        false => Diagnostic::warning(Code::Waiting, message),
    };
    let without = if is_error {
        "; to publish without them, build with `--allow-removals`"
    } else {
        ""
    };
    Some(finding.help(format!("to keep them published meanwhile, {how}{without}")))
}

/// What waits for what.
fn message(posts: &BTreeSet<String>, held: &Held) -> String {
    let names: Vec<String> = posts
        .iter()
        .take(NAMED)
        .map(|file| format!("`{file}`"))
        .collect();
    let (texts, wait) = match posts.len() {
        1 => ("1 published text is".to_owned(), "it waits for its version"),
        count => (
            format!("{count} published texts are"),
            "they wait for their versions",
        ),
    };
    let codes: Vec<String> = held.codes.iter().map(|code| format!("`{code}`")).collect();
    let more = if posts.len() > NAMED { ", …" } else { "" };
    format!(
        "{texts} held back now, as {wait} in {}: {}{more}",
        codes.join(", "),
        names.join(", ")
    )
}
