//! What the author has taken over wins over where it came from: a Markdown file of the site over the archive's post or the
//! item of an export that its `origin` names; over an archive's post, which has no id, also where it has the same text.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::content::{Document, origin::ArchiveOrigin};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::text::words;

/// So much of a text must stand in the Markdown post.
const SHARE: f64 = 0.6;

/// A document that is left out, as a Markdown file of the site stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superseded {
    pub place: Span,
    pub by: Span,
    /// Whether the document was read for an import.
    pub imported: bool,
}

/// Leaves out what a Markdown file of the site stands for, and says so.
pub fn resolve(
    documents: Vec<Document>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Document>, Vec<Superseded>) {
    let mut superseded = Vec::new();
    if documents.iter().all(Document::is_own_file) {
        return (documents, superseded);
    }
    let by_origin = by_origin(&documents);
    let by_text = Texts::of(documents.iter().filter(|document| document.is_own_file()));
    let kept = documents
        .into_iter()
        .enumerate()
        .filter_map(|(at, document)| {
            let known = by_origin.get(&at).copied();
            let holder = if document.is_own_file() {
                None
            } else {
                // What has an id is known by it alone: posts may be as alike as two monthly reports.
                let by_words = document.archive.is_some() || document.front.origin.is_none();
                known.or_else(|| by_words.then(|| by_text.holder(&document)).flatten())
            };
            let Some(place) = holder else {
                return Some(document);
            };
            superseded.push(Superseded {
                place: document.place,
                by: place,
                imported: document.imported,
            });
            // An import tells of it in its own report.
            if !document.imported {
                let why = if known.is_some() {
                    "was imported into"
                } else {
                    "also stands in"
                };
                let message =
                    format!("this text {why} a Markdown file, which is the one that is published");
                diagnostics.push(
                    Diagnostic::note(Code::Copy, message)
                        .at(document.place)
                        .label(place, "here"),
                );
            }
            None
        });
    (kept.collect(), superseded)
}

/// The files that stand for documents by their origin, by the documents' places in the list.
fn by_origin(documents: &[Document]) -> HashMap<usize, Span> {
    let declared = |document: &Document| {
        document
            .front
            .origin
            .as_ref()
            .map(|(origin, _)| origin.clone())
    };
    let owners: Vec<(String, Span)> = documents
        .iter()
        .filter(|d| d.is_own_file())
        .filter_map(|d| Some((declared(d)?, d.place)))
        .collect();
    let addresses: HashMap<&str, Span> = owners
        .iter()
        .map(|(origin, place)| (origin.as_str(), *place))
        .collect();
    let mut found = HashMap::new();
    for (at, document) in documents
        .iter()
        .enumerate()
        .filter(|(_, document)| !document.is_own_file())
    {
        if let Some(place) =
            declared(document).and_then(|origin| addresses.get(origin.as_str()).copied())
        {
            found.insert(at, place);
        }
    }
    let origin = |(at, document): (usize, &Document)| {
        let facts = document.archive.as_ref()?;
        Some((at, ArchiveOrigin::parse(&facts.origin)?))
    };
    let archives: BTreeMap<usize, ArchiveOrigin> =
        documents.iter().enumerate().filter_map(origin).collect();
    for (origin, place) in &owners {
        let Some(wanted) = ArchiveOrigin::parse(origin) else {
            continue;
        };
        let score = |at: usize| {
            let post = archives.get(&at);
            post.map_or(0, |post| wanted.score(post))
        };
        let best = (0..documents.len())
            .rev()
            .max_by_key(|at| score(*at))
            .filter(|at| score(*at) > 0);
        found.extend(best.map(|at| (at, *place)));
    }
    found
}

/// Which files hold each run of five words.
struct Texts(HashMap<u64, Vec<Span>>);

impl Texts {
    fn of<'a>(documents: impl Iterator<Item = &'a Document>) -> Self {
        let mut holders: HashMap<u64, Vec<Span>> = HashMap::new();
        for document in documents {
            for shingle in shingles(document) {
                holders.entry(shingle).or_default().push(document.place);
            }
        }
        Self(holders)
    }

    /// The Markdown post that holds most of a text, if one holds enough of it.
    fn holder(&self, document: &Document) -> Option<Span> {
        if self.0.is_empty() {
            return None;
        }
        let own = shingles(document);
        let mut shared: BTreeMap<Span, usize> = BTreeMap::new();
        for place in own
            .iter()
            .filter_map(|shingle| self.0.get(shingle))
            .flatten()
        {
            *shared.entry(*place).or_default() += 1;
        }
        let most = shared.into_iter().max_by_key(|(_, count)| *count)?;
        (most.1 as f64 >= SHARE * own.len() as f64).then_some(most.0)
    }
}

/// The runs of five words of a text, hashed.
fn shingles(document: &Document) -> HashSet<u64> {
    let text: Vec<String> = document
        .outline
        .blocks
        .iter()
        .map(|(_, text)| words::fold(text))
        .collect();
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
