//! A Markdown post wins over an archive's copy of the same text: the author has taken it over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::content::{Body, Document};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::text::words;

/// So much of an archive post's text must stand in the Markdown post.
const SHARE: f64 = 0.6;

/// Leaves out archive posts that a Markdown post holds, and says so.
pub fn resolve(documents: Vec<Document>, found: &mut Vec<Diagnostic>) -> Vec<Document> {
    let is_markdown = |document: &Document| matches!(document.body, Body::Markdown(..));
    if documents.iter().all(is_markdown) {
        return documents;
    }
    let mut holders: HashMap<u64, Vec<Span>> = HashMap::new();
    for document in documents.iter().filter(|document| is_markdown(document)) {
        for shingle in shingles(document) {
            holders.entry(shingle).or_default().push(document.place);
        }
    }
    documents
        .into_iter()
        .filter(|document| {
            let holder = if is_markdown(document) { None } else { holder(document, &holders) };
            if let Some(place) = holder {
                let message = "this text also stands in a Markdown file, which is the one that is published";
                found.push(Diagnostic::note(Code::Copy, message).at(document.place).label(place, "here"));
            }
            holder.is_none()
        })
        .collect()
}

/// The Markdown post that holds most of an archive post's text, if one holds enough of it.
fn holder(document: &Document, holders: &HashMap<u64, Vec<Span>>) -> Option<Span> {
    let own = shingles(document);
    let mut shared: BTreeMap<Span, usize> = BTreeMap::new();
    for place in own.iter().filter_map(|shingle| holders.get(shingle)).flatten() {
        *shared.entry(*place).or_default() += 1;
    }
    let most = shared.into_iter().max_by_key(|(_, count)| *count)?;
    (most.1 as f64 >= SHARE * own.len() as f64).then_some(most.0)
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
