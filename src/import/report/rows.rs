//! The report of an import as values: what `import --format json` prints.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::import::wordpress::languages::TermPair;
use crate::model::{PostId, Site};
use crate::source::{Sources, Span};

#[derive(Clone, Debug, Serialize)]
pub struct ImportReport {
    /// The posts, in the site's order.
    pub posts: Vec<ReadPost>,
    /// Lines, and parts of lines, that are in no post.
    pub dropped: Vec<ReadDropped>,
    /// Decisions that may be wrong, the most doubtful first.
    pub doubts: Vec<ReadDoubt>,
    /// Those that are less doubtful.
    #[serde(skip)]
    pub more_doubts: Vec<ReadDoubt>,
    /// Images and embeds that the archive no longer holds.
    pub lost: Vec<ReadLost>,
    /// Lines that a copy has and the kept, fullest one has not.
    pub only_in_copies: Vec<ReadLine>,
    #[serde(flatten)]
    pub export: ExportReport,
}

/// What became of exports' items beside the posts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExportReport {
    /// Categories and tags that translate each other.
    #[serde(skip)]
    pub term_pairs: Vec<TermPair>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<ReadLeftOut>,
    /// What is not as it was in the posts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ReadChange>,
    /// Comments that are not imported, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub comments_left_out: BTreeMap<&'static str, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    pub file: String,
    pub line: usize,
}

impl Location {
    pub fn of(span: Span, sources: &Sources) -> Self {
        let source = sources.get(span.source);
        Self {
            file: source.name().to_owned(),
            line: source.position(span.start).0,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Lines of a file, from 1.
#[derive(Clone, Debug, Serialize)]
pub struct ReadSpan {
    pub file: String,
    pub first_line: usize,
    pub last_line: usize,
    /// Of a copy that is not kept: the share of its runs of words that the kept one has, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadPost {
    /// `file:line` in an archive, else the file, with its language where the file holds several.
    pub id: String,
    /// As the line is in the archive.
    pub title: String,
    pub lang: String,
    pub slug: String,
    /// Whether only its beginning is known.
    pub truncated: bool,
    /// Every copy, the kept one first.
    pub spans: Vec<ReadSpan>,
    pub blocks: Vec<ReadBlock>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<ReadPassage>,
    /// The story's first post in the order of the site's languages; null on that post.
    pub translation_of: Option<String>,
    /// Why it is in its story.
    pub evidence: ReadEvidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The author that a byline or signature names: offered, not taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadBlock {
    pub first_line: usize,
    pub last_line: usize,
    pub kind: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadPassage {
    pub first_line: usize,
    pub last_line: usize,
    pub text: String,
    pub lang: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadEvidence {
    /// `alone`, `same-key`, `same-stem`, `same-body`, `author` or `scored`.
    pub kind: &'static str,
    /// The probability, where scored.
    pub score: Option<f64>,
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadDropped {
    #[serde(flatten)]
    pub at: Location,
    /// The part, where it is not the whole line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub reason: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadLost {
    #[serde(flatten)]
    pub at: Location,
    /// The image's name or caption, or what seems to be missing.
    pub what: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadLine {
    #[serde(flatten)]
    pub at: Location,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadDoubt {
    #[serde(flatten)]
    pub at: Location,
    /// What was decided: a boundary, a title, a pair…
    pub about: String,
    pub why: String,
    /// The lines of `archive.toml` (or front matter) that would change it.
    pub correction: String,
    /// How doubtful, from 0 to 1; sorts the list.
    #[serde(skip)]
    pub weight: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadLeftOut {
    #[serde(flatten)]
    pub at: Location,
    pub id: String,
    /// Its kind: `attachment`, `nav_menu_item`…
    pub what: String,
    pub title: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadChange {
    #[serde(flatten)]
    pub at: Location,
    pub what: String,
    pub became: &'static str,
}

impl ImportReport {
    /// Only what concerns the posts that were written, each with its file.
    pub fn of_import(
        mut self,
        site: &Site,
        paths: &BTreeMap<PostId, String>,
        sources: &Sources,
    ) -> Self {
        let name = |id: &PostId| sources.get(site.post(*id).place.source).name();
        let files: BTreeSet<&str> = paths.keys().map(name).collect();
        let is_of_import = |at: &Location| files.contains(at.file.as_str());
        let all = std::mem::take(&mut self.posts);
        for (id, mut post) in site.ids().zip(all) {
            if let Some(path) = paths.get(&id) {
                post.file = Some(path.clone());
                // It is the author of the file that is written.
                post.signature = None;
                self.posts.push(post);
            }
        }
        self.dropped.retain(|line| is_of_import(&line.at));
        self.doubts.retain(|doubt| is_of_import(&doubt.at));
        self.more_doubts.retain(|doubt| is_of_import(&doubt.at));
        self.lost.retain(|lost| is_of_import(&lost.at));
        self.only_in_copies.retain(|line| is_of_import(&line.at));
        self
    }
}
