//! A Markdown post wins over an archive's copy of the same text: the author has taken it over.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::content::{Body, Document};
use crate::diag::{Code, Diagnostic};
use crate::text::words;

/// So much of an archive post's text must stand in the Markdown post.
const SHARE: f64 = 0.6;

/// Leaves out archive posts that a Markdown post holds, and says so.
pub fn resolve(documents: Vec<Document>, found: &mut Vec<Diagnostic>) -> Vec<Document> {
    let markdown: Vec<(crate::source::Span, HashSet<u64>)> = documents
        .iter()
        .filter(|document| matches!(document.body, Body::Markdown(_)))
        .map(|document| (document.place, shingles(document)))
        .collect();
    if markdown.is_empty() || markdown.len() == documents.len() {
        return documents;
    }
    documents
        .into_iter()
        .filter(|document| {
            if !matches!(document.body, Body::Archive(_)) {
                return true;
            }
            let own = shingles(document);
            let taken_over = |theirs: &HashSet<u64>| own.intersection(theirs).count() as f64 >= SHARE * own.len() as f64;
            let Some((place, _)) = markdown.iter().find(|(_, theirs)| !own.is_empty() && taken_over(theirs)) else { return true };
            let message = "this text also stands in a Markdown file, which is the one that is published";
            found.push(Diagnostic::note(Code::Copy, message).at(document.place).label(*place, "here"));
            false
        })
        .collect()
}

/// The runs of five words of a text, hashed.
fn shingles(document: &Document) -> HashSet<u64> {
    let text: Vec<String> = document.outline.blocks.iter().map(|(_, text)| words::fold(text)).collect();
    let text = text.join(" ");
    let words: Vec<&str> = words::words(&text).collect();
    words
        .windows(5)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
