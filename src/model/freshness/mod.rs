//! Freshness: what has changed in a text since its translation was made from it.
//!
//! 1. A record (`content/translations.toml`) has a digest of the title and of each paragraph that a translation was made from.
//!    Only words count, those of the author's own HTML among them: spaces, punctuation, case and accents do not.
//! 2. Recorded and present paragraphs are matched in order, by digest, and between those by opening words; what is left beside
//!    each other has changed, the rest was added or removed.
//! 3. Files that were renamed are found again by what was recorded of them.
//! 4. [`accept()`] makes the records anew. The original is what the author says, else the older post.
//!
//! Posts of archives and of texts in two languages have no file of their own, and are not followed.

mod accept;
mod changes;
mod diff;
mod moved;

use std::collections::{BTreeMap, BTreeSet};

use super::{Post, PostId, Site};
use crate::content::translations::{Record, Recorded};
use crate::diag::{Code, Diagnostic};
use crate::doc;
use crate::source::{Sources, Span};
use crate::text::words::{fold, words};

pub use accept::{Accepted, accept, find, record};
use changes::changes;
pub use diff::{old_paragraphs, word_diff};
use moved::Finder;

/// What has changed in an original since a translation was made from it; nothing, where the translation is up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    pub translation: PostId,
    pub original: PostId,
    /// Whether the title has other words now.
    pub title: bool,
    /// Paragraphs of the original that the translation does not know.
    pub added: Vec<Paragraph>,
    /// Paragraphs that have other words now.
    pub changed: Vec<Paragraph>,
    /// Paragraphs that are no more.
    pub removed: Vec<Paragraph>,
}

impl Freshness {
    /// Whether the translation is up to date.
    pub fn is_fresh(&self) -> bool {
        !self.title && self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A paragraph of an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub opening: String,
    /// Its first line; nothing for one that is no more.
    pub place: Option<Span>,
    /// The digest of what it was; nothing for one that is new.
    pub was: Option<String>,
}

/// Tells the freshness of each recorded translation that is published. `known` are all content files.
pub fn compare(
    site: &Site,
    sources: &Sources,
    records: &[Record],
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Freshness> {
    if records.is_empty() {
        return Vec::new();
    }
    let files = Files::new(site, sources);
    let finder = Finder::new(site, sources, &files, records, known);
    let (mut told, mut missing) = (Vec::new(), 0);
    for record in records {
        let gone = [&record.file, &record.of].into_iter();
        let gone: Vec<_> = gone.filter(|(file, _)| !finder.is_there(file)).collect();
        let renamed = match gone[..] {
            [] => None,
            _ => finder.renamed(record),
        };
        if let Some(renamed) = &renamed {
            diagnostics.push(moved::report(record, renamed));
        } else if !gone.is_empty() {
            for (file, span) in gone {
                missing += 1;
                let finding = moved::report_gone(file, &finder, missing <= NAMED);
                diagnostics.push(located(finding, *span));
            }
            continue;
        }
        let record = renamed.as_ref().unwrap_or(record);
        // What is there but not published is a draft, or of the future.
        let (translation, original) = (files.get(&record.file.0), files.get(&record.of.0));
        let Some((translation, original)) = translation.zip(original) else {
            continue;
        };
        if site.post(translation).story != site.post(original).story || translation == original {
            let message = format!("`{}` is no translation of `{}`", record.file.0, record.of.0);
            let finding = located(Diagnostic::warning(Code::Freshness, message), record.file.1);
            diagnostics.push(finding.help("correct `of`, or remove this entry"));
            continue;
        }
        let difference = difference(
            translation,
            (original, site.post(original)),
            record,
            sources,
        );
        let gone = difference.changed.len() + difference.removed.len();
        let is_other = gone > 0 && gone == record.paragraphs.len();
        let holder = is_other.then(|| finder.holder(record)).flatten();
        match holder.filter(|id| ![translation, original].contains(id)) {
            Some(holder) => {
                let holder = finder.path(holder);
                diagnostics.push(moved::report_exchanged(record, holder));
            }
            None => told.push(difference),
        }
    }
    told
}

fn located(finding: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => finding.at(span),
        None => finding,
    }
}

/// So many paragraphs of a text are named in one finding.
const NAMED: usize = 12;

/// A finding for each translation that is behind, at its original, with each paragraph that it does not know.
pub fn report(
    all: &[Freshness],
    site: &Site,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for stale in all.iter().filter(|freshness| !freshness.is_fresh()) {
        let file = path(site.post(stale.translation), sources);
        let counts = [
            (&stale.changed, "changed"),
            (&stale.added, "added"),
            (&stale.removed, "removed"),
        ];
        let counted: Vec<String> = counts
            .iter()
            .filter(|(list, _)| !list.is_empty())
            .enumerate()
            .map(|(at, (list, what))| match (at, list.len()) {
                (0, 1) => format!("1 paragraph {what}"),
                (0, count) => format!("{count} paragraphs {what}"),
                (_, count) => format!("{count} {what}"),
            })
            .collect();
        let title = stale.title.then(|| "the title changed".to_owned());
        let paragraphs = (!counted.is_empty()).then(|| counted.join(", "));
        let what: Vec<String> = title.into_iter().chain(paragraphs).collect();
        let mut message = format!("`{file}` is behind this text: {}", what.join("; "));
        let gone: Vec<String> = stale
            .removed
            .iter()
            .take(NAMED)
            .map(|gone| format!("« {}… »", gone.opening))
            .collect();
        if !gone.is_empty() {
            message.push_str(&format!("; no more: {}", gone.join(", ")));
        }
        let mut places: Vec<(Span, &str)> = [(&stale.changed, "changed"), (&stale.added, "added")]
            .into_iter()
            .flat_map(|(list, what)| {
                list.iter()
                    .filter_map(move |paragraph| Some((paragraph.place?, what)))
            })
            .collect();
        places.sort();
        let mut finding =
            Diagnostic::warning(Code::Freshness, message).at(site.post(stale.original).place);
        for (place, what) in places.into_iter().take(NAMED) {
            finding = finding.label(place, what);
        }
        diagnostics.push(finding.help(format!(
            "bring it up to date, then run `diptych sync {file}`"
        )));
    }
}

/// The translations that readers may be told are behind, and their originals.
pub fn behind<'f>(all: impl Iterator<Item = &'f Freshness>) -> BTreeMap<PostId, PostId> {
    all.filter(|freshness| !freshness.is_fresh())
        .map(|stale| (stale.translation, stale.original))
        .collect()
}

struct Files<'a> {
    by_path: BTreeMap<&'a str, PostId>,
    /// Files of posts that have none of their own: archives, texts in two languages.
    shared: BTreeSet<&'a str>,
}

impl<'a> Files<'a> {
    fn new(site: &Site, sources: &'a Sources) -> Self {
        let (followed, others): (Vec<PostId>, Vec<PostId>) =
            site.ids().partition(|id| is_followed(site.post(*id)));
        let path = |id: PostId| path(site.post(id), sources);
        Self {
            by_path: followed.into_iter().map(|id| (path(id), id)).collect(),
            shared: others.into_iter().map(path).collect(),
        }
    }

    fn get(&self, file: &str) -> Option<PostId> {
        self.by_path.get(file).copied()
    }
}

fn path<'a>(post: &Post, sources: &'a Sources) -> &'a str {
    &sources.get(post.place.source).path
}

/// Whether a post has a file of its own.
fn is_followed(post: &Post) -> bool {
    post.is_own_file() && !post.is_version
}

/// A post's paragraphs and their first lines; `html` says whether the words of the author's own HTML count.
fn paragraphs(post: &Post, html: bool, sources: &Sources) -> Vec<(Recorded, Span)> {
    let body = &post.body.text;
    let words = body.read(sources);
    let paragraphs = doc::paragraphs(&words, html).into_iter();
    let read = paragraphs.map(|(range, text)| {
        let first_line = words[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at);
        (recorded(&text), body.place(&(range.start..first_line)))
    });
    read.filter(|(recorded, _)| !recorded.opening.is_empty())
        .collect()
}

fn recorded(text: &str) -> Recorded {
    let opening: Vec<&str> = text.split_whitespace().take(OPENING).collect();
    Recorded {
        digest: digest(text),
        opening: opening.join(" "),
    }
}

/// Words by which a paragraph is known once it is gone.
const OPENING: usize = 6;

/// FNV-1a over the words, both halves of it in one: stable, and short enough to be read.
fn digest(text: &str) -> String {
    let folded = fold(text);
    let bytes = words(&folded).flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// What has changed in a post since a record was made.
fn difference(
    translation: PostId,
    (original, post): (PostId, &Post),
    record: &Record,
    sources: &Sources,
) -> Freshness {
    let title = record
        .title
        .as_ref()
        .is_some_and(|was| was.digest != digest(&post.title));
    let now = paragraphs(post, record.title.is_some(), sources);
    Freshness {
        title,
        ..changes(translation, original, &record.paragraphs, &now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_words_alone_and_never_changes() {
        assert_eq!(digest("Un mot."), digest(" un  MOT !"));
        assert_ne!(digest("Un mot."), digest("Un mots."));
        assert_ne!(digest("un mot"), digest("unmot"));
        assert_eq!(digest("Un mot."), "f36e9f70");
    }
}
