//! What was understood of archives, exports and posts: as JSON for programs, as a report for people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::exports::ExportReport;
use super::passages;
use crate::archive::{self, About, Lost};
use crate::config::Config;
use crate::content::{ArchiveReport, Document};
use crate::diag::{Code, Diagnostic};
use crate::model::Body;
use crate::model::{Evidence, Post, PostId, Site, Story};
use crate::source::{Sources, Span};
use crate::text::toml;

/// The reading of a set of files.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The posts, in the site's order.
    pub posts: Vec<ReadPost>,
    /// Lines, and parts of lines, that are in no post.
    pub dropped: Vec<ReadDropped>,
    /// Decisions that may be wrong, the most doubtful first.
    pub doubts: Vec<ReadDoubt>,
    /// Images and embeds that the archive no longer holds.
    pub lost: Vec<ReadLost>,
    /// Lines that a copy has and the kept, fullest one has not.
    pub only_in_copies: Vec<ReadLine>,
    /// Items of exports that are no posts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<ReadLeftOut>,
    /// What is not as it was in an export's posts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ReadChange>,
    /// Comments of exports that are not imported, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub comments_left_out: BTreeMap<&'static str, usize>,
}

/// An item of an export that is no post.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadLeftOut {
    pub file: String,
    pub line: usize,
    pub id: String,
    pub what: String,
    pub title: String,
    pub reason: String,
}

/// Something of an export's post that is not as it was.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadChange {
    pub file: String,
    pub line: usize,
    pub what: String,
    pub became: &'static str,
}

/// One post.
#[derive(Clone, Debug, Serialize)]
pub struct ReadPost {
    /// `file:line` in an archive, else the file, with its language where the file holds several.
    pub id: String,
    /// As the line stands in the archive.
    pub title: String,
    /// Its language's code.
    pub lang: String,
    /// The last part of its URL.
    pub slug: String,
    /// Whether only its beginning is known.
    pub truncated: bool,
    /// Every copy, the kept one first.
    pub spans: Vec<ReadSpan>,
    /// The blocks of the kept copy.
    pub blocks: Vec<ReadBlock>,
    /// Passages in another language than the post.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<ReadPassage>,
    /// The story's first post in the order of the site's languages; null on that post.
    pub translation_of: Option<String>,
    /// Why it is in its story.
    pub evidence: ReadEvidence,
    /// The file that it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The author that a byline or signature names: offered, not taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// Lines of a file, from 1.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadSpan {
    pub file: String,
    pub first_line: usize,
    pub last_line: usize,
}

/// A block of a post.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadBlock {
    pub first_line: usize,
    pub last_line: usize,
    pub kind: &'static str,
}

/// A passage in another language than its post.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadPassage {
    pub first_line: usize,
    pub last_line: usize,
    pub text: String,
    /// Its language's code.
    pub lang: String,
}

/// Why a post is in its story.
#[derive(Clone, Debug, Serialize)]
pub struct ReadEvidence {
    /// `alone`, `same-key`, `same-stem`, `same-body`, `author` or `scored`.
    pub kind: &'static str,
    /// The probability, where scored.
    pub score: Option<f64>,
    /// In words.
    pub reasons: Vec<String>,
}

/// A line that is in no post.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadDropped {
    pub file: String,
    pub line: usize,
    /// The part, where it is not the whole line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub reason: &'static str,
}

/// What is lost at a line.
#[derive(Clone, Debug, Serialize)]
pub struct ReadLost {
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// The image's name or caption, or what seems to be missing.
    pub what: String,
}

/// A line of a file.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReadLine {
    pub file: String,
    pub line: usize,
    pub text: String,
}

/// A decision that may be wrong.
#[derive(Clone, Debug, Serialize)]
pub struct ReadDoubt {
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// What was decided: a boundary, a title, a pair…
    pub about: String,
    /// Why it may be wrong.
    pub why: String,
    /// The lines of `archive.toml` (or front matter) that would change it.
    pub correction: String,
    /// How doubtful, from 0 to 1; sorts the list.
    #[serde(skip)]
    pub weight: f64,
}

/// A document as one that is imported: a file remembers its path, from the folder that was given, as its origin.
pub fn taken(mut document: Document, given: &[PathBuf], sources: &Sources) -> Document {
    let path = Path::new(&sources.get(document.place.source).path);
    if document.front.origin.is_none() {
        let above = given
            .iter()
            .find(|given| path.starts_with(given))
            .and_then(|given| given.parent());
        let name = above
            .and_then(|above| path.strip_prefix(above).ok())
            .unwrap_or(path);
        // Two old sites may have files of one name; hardly ever with one title.
        let title = document
            .front
            .title
            .as_ref()
            .or(document.title.as_ref())
            .map(|title| format!(": {title}"));
        let name = name.to_string_lossy().replace('\\', "/");
        document.front.origin = Some((name + &title.unwrap_or_default(), document.place));
    }
    document.imported = true;
    document
}

/// The posts to write: every one that is read for the import, or those of these ids.
pub fn choose(
    site: &Site,
    sources: &Sources,
    only: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PostId> {
    let imported: Vec<PostId> = site.ids().filter(|id| site.post(*id).imported).collect();
    if only.is_empty() {
        return imported;
    }
    let mut chosen = Vec::new();
    for wanted in only {
        match imported
            .iter()
            .find(|id| is_called(site.post(**id), wanted, sources))
        {
            Some(id) => chosen.push(*id),
            None => {
                let message = format!(
                    "`{wanted}` is no post of what is imported, or a file of the site has it already"
                );
                let help = "`diptych import --dry-run` lists the posts; write `file:line`, of any line of the post";
                diagnostics.push(Diagnostic::error(Code::Archive, message).help(help));
            }
        }
    }
    chosen
}

/// The place of an archive's post or of an export's item: `file:line`, and what tells it from others that begin on that line.
fn item_id(post: &Post, sources: &Sources) -> String {
    let source = sources.get(post.place.source);
    let (line, column) = source.position(post.place.start);
    let id = format!("{}:{line}", source.name());
    let is_first = source.text[source.line(line).start..post.place.start]
        .trim()
        .is_empty();
    // Two versions of one item stand at one place; the later one's address tells them apart.
    let version = post
        .front
        .origin
        .as_ref()
        .and_then(|(origin, _)| origin.rsplit_once('#'))
        .map(|(_, version)| version);
    match (&post.body, version, is_first) {
        (Body::Archive(_), _, _) | (_, None, true) => id,
        (_, None, false) => format!("{id}:{column}"),
        (_, Some(version), _) => format!("{id}#{version}"),
    }
}

/// Whether `file:line` is a line of the post's kept copy; of a post of a file of its own, the file's path.
fn is_called(post: &Post, wanted: &str, sources: &Sources) -> bool {
    let source = sources.get(post.place.source);
    let (file, line) = wanted
        .rsplit_once(':')
        .and_then(|(file, line)| Some((file, line.parse().ok()?)))
        .unwrap_or((wanted, 0));
    let same_file = file == source.path || file == source.name();
    let own_file = matches!(post.body, Body::Markdown(span, _) if span.source == post.place.source);
    match &post.body {
        Body::Archive(piece) => {
            same_file
                && piece
                    .copies
                    .first()
                    .is_some_and(|kept| (kept.first..=kept.last).contains(&line))
        }
        Body::Markdown(..) if own_file => same_file || wanted == source.path,
        Body::Markdown(..) => wanted == item_id(post, sources),
    }
}

/// One decision in so many is told as a doubt: a longer list is read by nobody.
const TOLD: usize = 10;
/// However few the decisions, so many doubts are told.
const FEWEST: usize = 5;
/// No doubt below this weight is told, though there be room.
const LEAST: f64 = 0.04;
/// A post so many times longer than its translation holds another one, perhaps.
const LONGER: f64 = 1.5;
/// How many times likelier it is then, as odds, that a post starts at a line that was left alone in it. Set by hand.
const HOLDS_ANOTHER: f64 = 5.0;
/// Below this probability a made pair is worth the author's look.
const SURE: f64 = 0.9;

impl Reading {
    /// Gathers what was understood.
    pub fn new(
        site: &Site,
        archive: &ArchiveReport,
        export: &ExportReport,
        sources: &Sources,
        config: &Config,
    ) -> Self {
        let reader = Reader {
            site,
            archive,
            sources,
            config,
        };
        let posts = site.ids().map(|id| reader.post(id)).collect();
        let dropped = archive
            .dropped
            .iter()
            .map(|dropped| reader.dropped(dropped))
            .collect();
        let open = archive
            .doubts
            .iter()
            .filter(|doubt| !reader.is_answered(doubt));
        let longer = reader.longer_than_their_translation();
        let mut doubts: Vec<ReadDoubt> = open.map(|doubt| reader.doubt(doubt, &longer)).collect();
        doubts.extend(reader.pair_doubts());
        doubts.retain(|doubt| doubt.weight >= LEAST);
        doubts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        doubts.truncate((reader.decisions() / TOLD).max(FEWEST));
        Self {
            posts,
            dropped,
            doubts,
            lost: reader.lost(),
            only_in_copies: reader.only_in_copies(),
            left_out: reader.left_out(export),
            changed: reader.changed(export),
            comments_left_out: export.comments_left_out.clone(),
        }
    }
}

impl Reading {
    /// Only what concerns the posts that were written, each with its file.
    pub fn of_import(
        mut self,
        site: &Site,
        paths: &BTreeMap<PostId, String>,
        sources: &Sources,
    ) -> Self {
        let files: BTreeSet<&str> = paths
            .keys()
            .map(|id| sources.get(site.post(*id).place.source).name())
            .collect();
        let all = std::mem::take(&mut self.posts);
        // A signature is the author of the file that is written.
        let own = |(id, post)| {
            Some(ReadPost {
                file: Some(paths.get(&id)?.clone()),
                signature: None,
                ..post
            })
        };
        let written = site.ids().zip(all).filter_map(own);
        self.posts = written.collect();
        self.dropped
            .retain(|line| files.contains(line.file.as_str()));
        self.doubts
            .retain(|doubt| files.contains(doubt.file.as_str()));
        self.lost.retain(|lost| files.contains(lost.file.as_str()));
        self.only_in_copies
            .retain(|line| files.contains(line.file.as_str()));
        self
    }
}

struct Reader<'a> {
    site: &'a Site,
    archive: &'a ArchiveReport,
    sources: &'a Sources,
    config: &'a Config,
}

impl Reader<'_> {
    fn file(&self, file: usize) -> String {
        self.archive
            .files
            .get(file)
            .map(|id| self.sources.get(*id).name().to_owned())
            .unwrap_or_default()
    }

    fn place(&self, span: Span) -> (String, usize) {
        let source = self.sources.get(span.source);
        (source.name().to_owned(), source.position(span.start).0)
    }

    fn id(&self, id: PostId) -> String {
        let post = self.site.post(id);
        match post.body {
            Body::Markdown(span, None) if span.source == post.place.source => {
                return self.sources.get(span.source).path.clone();
            }
            Body::Markdown(span, Some(_)) if span.source == post.place.source => {
                return format!(
                    "{}:{}",
                    self.sources.get(span.source).path,
                    self.config.languages[post.lang].code
                );
            }
            _ => {}
        }
        item_id(post, self.sources)
    }

    fn left_out(&self, export: &ExportReport) -> Vec<ReadLeftOut> {
        let view = |item: &crate::import::exports::LeftOut| {
            let (file, line) = self.place(item.place);
            let (id, what, title, reason) = (
                item.id.clone(),
                item.what.clone(),
                item.title.clone(),
                item.reason.clone(),
            );
            ReadLeftOut {
                file,
                line,
                id,
                what,
                title,
                reason,
            }
        };
        export.left_out.iter().map(view).collect()
    }

    fn changed(&self, export: &ExportReport) -> Vec<ReadChange> {
        let view = |change: &crate::import::exports::ItemChange| {
            let (file, line) = self.place(change.place);
            ReadChange {
                file,
                line,
                what: change.change.what.clone(),
                became: change.change.kind.words(),
            }
        };
        export.changes.iter().map(view).collect()
    }

    fn post(&self, id: PostId) -> ReadPost {
        let post = self.site.post(id);
        let story = self.site.story_of(id);
        let first = story.versions().next().unwrap_or(id);
        ReadPost {
            id: self.id(id),
            title: self.title(id),
            lang: self.config.languages[post.lang].code.clone(),
            slug: post.slug.clone(),
            truncated: post.truncated,
            spans: self.spans(id),
            blocks: blocks(&post.body),
            passages: passages::of(post, self.sources, &self.config.codes()),
            translation_of: (first != id).then(|| self.id(first)),
            evidence: evidence(story, id),
            file: None,
            signature: match &post.body {
                Body::Archive(piece) if !post.front.terms.contains_key("authors") => {
                    piece.signature.clone()
                }
                _ => None,
            },
        }
    }

    /// The archive's own line: spaces are tidied for display, never in the reading.
    fn title(&self, id: PostId) -> String {
        let post = self.site.post(id);
        match &post.body {
            Body::Archive(piece) if post.front.title.is_none() => {
                piece.title.clone().unwrap_or_else(|| post.title.clone())
            }
            _ => post.title.clone(),
        }
    }

    fn spans(&self, id: PostId) -> Vec<ReadSpan> {
        let post = self.site.post(id);
        match &post.body {
            Body::Archive(piece) => piece
                .copies
                .iter()
                .map(|lines| ReadSpan {
                    file: self.file(lines.file),
                    first_line: lines.first,
                    last_line: lines.last,
                })
                .collect(),
            Body::Markdown(span, _) if span.source != post.place.source => {
                let source = self.sources.get(post.place.source);
                let rest = &source.text[post.place.start..];
                // Only its own end is looked for: the other kind's may be nowhere in a large file.
                let end = if rest.starts_with("<item") {
                    "</item>"
                } else {
                    "entry>"
                };
                let end = rest
                    .match_indices(end)
                    .map(|(at, _)| at)
                    .find(|at| *at > "<entry".len() + 1)
                    .unwrap_or(0);
                let line = |at: usize| source.position(at).0;
                let (first_line, last_line) =
                    (line(post.place.start), line(post.place.start + end));
                vec![ReadSpan {
                    file: source.name().to_owned(),
                    first_line,
                    last_line,
                }]
            }
            Body::Markdown(span, _) => {
                let source = self.sources.get(span.source);
                let last_line = source.text.lines().count().max(1);
                vec![ReadSpan {
                    file: source.name().to_owned(),
                    first_line: 1,
                    last_line,
                }]
            }
        }
    }

    fn dropped(&self, dropped: &archive::Dropped) -> ReadDropped {
        let (file, text) = (self.file(dropped.file), dropped.text.clone());
        ReadDropped {
            file,
            line: dropped.line,
            text,
            reason: dropped.reason.name(),
        }
    }

    /// Whether the author has given a title to the post that had none.
    fn is_answered(&self, doubt: &archive::Doubt) -> bool {
        let here = |piece: &archive::Piece| {
            piece.copies.first().is_some_and(|kept| {
                kept.file == doubt.file && (kept.first..=kept.last).contains(&doubt.line)
            })
        };
        let titled = |post: &crate::model::Post| match &post.body {
            Body::Archive(piece) => post.front.title.is_some() && here(piece),
            Body::Markdown(..) => false,
        };
        doubt.about == About::Title && self.site.posts.iter().any(titled)
    }

    /// The copies of posts that are so much longer than their translation that two may have been taken for one.
    fn longer_than_their_translation(&self) -> Vec<archive::Lines> {
        let piece = |id: PostId| match &self.site.post(id).body {
            Body::Archive(piece) if !piece.truncated => Some(piece),
            _ => None,
        };
        let words = |piece: &archive::Piece| {
            piece
                .blocks
                .iter()
                .map(|block| block.text.split_whitespace().count())
                .sum::<usize>()
        };
        let links = self.site.stories.iter().flat_map(|story| &story.links);
        let pairs = links.filter_map(|(a, b, _)| Some((piece(*a)?, piece(*b)?)));
        let longer = pairs
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .filter(|(a, b)| words(a) as f64 > LONGER * words(b) as f64);
        longer.flat_map(|(a, _)| a.copies.iter().copied()).collect()
    }

    fn doubt(&self, doubt: &archive::Doubt, longer: &[archive::Lines]) -> ReadDoubt {
        let holds = |copy: &archive::Lines| {
            copy.file == doubt.file && (copy.first + 1..=copy.last).contains(&doubt.line)
        };
        let odds = if doubt.correction.action == archive::Do::Start && longer.iter().any(holds) {
            HOLDS_ANOTHER
        } else {
            1.0
        };
        ReadDoubt {
            file: self.file(doubt.file),
            line: doubt.line,
            about: doubt.about.name().to_owned(),
            why: doubt.why.clone(),
            correction: match doubt.about {
                About::Title => titled(&doubt.correction),
                _ => correction(&doubt.correction),
            },
            weight: odds * doubt.weight / (1.0 - doubt.weight + odds * doubt.weight),
        }
    }

    fn pieces(&self) -> impl Iterator<Item = &archive::Piece> {
        self.site.posts.iter().filter_map(|post| match &post.body {
            Body::Archive(piece) => Some(piece),
            Body::Markdown(..) => None,
        })
    }

    /// How many things were decided: where each copy of a post begins, and for each post its title and its translation.
    fn decisions(&self) -> usize {
        let of = |post: &crate::model::Post| match &post.body {
            Body::Archive(piece) => piece.copies.len() + 2,
            Body::Markdown(..) => 1,
        };
        self.site.posts.iter().map(of).sum()
    }

    fn lost(&self) -> Vec<ReadLost> {
        let of = |piece: &archive::Piece| -> Vec<ReadLost> {
            let file = piece.copies.first().map_or(0, |lines| lines.file);
            let what = |lost: &Lost| match lost {
                Lost::Image(name) => format!("image “{name}”"),
                Lost::Caption(caption) => format!("image with the caption “{caption}”"),
                Lost::Announced => "what the colon announces, a picture or a video".to_owned(),
            };
            piece
                .lost
                .iter()
                .map(|(line, lost)| ReadLost {
                    file: self.file(file),
                    line: *line,
                    what: what(lost),
                })
                .collect()
        };
        self.pieces().flat_map(of).collect()
    }

    fn only_in_copies(&self) -> Vec<ReadLine> {
        let view = |(file, line): &(usize, usize)| {
            let source = self
                .archive
                .files
                .get(*file)
                .map(|id| self.sources.get(*id));
            let text = source
                .map(|source| source.text[source.line(*line)].trim().to_owned())
                .unwrap_or_default();
            ReadLine {
                file: self.file(*file),
                line: *line,
                text,
            }
        };
        self.pieces()
            .flat_map(|piece| piece.elsewhere.iter().map(view))
            .collect()
    }

    /// Pairs that were made with little certainty, and likely ones that were not.
    fn pair_doubts(&self) -> Vec<ReadDoubt> {
        let links = self.site.stories.iter().flat_map(|story| &story.links);
        let made = links.filter_map(|(a, b, evidence)| match evidence {
            Evidence::Scored { score, reasons } if *score < SURE => {
                Some(self.pair_doubt(*a, *b, *score, reasons, true))
            }
            _ => None,
        });
        let proposed = self
            .site
            .proposed
            .iter()
            .filter_map(|proposal| match &proposal.evidence {
                Evidence::Scored { score, reasons } => {
                    Some(self.pair_doubt(proposal.a, proposal.b, *score, reasons, false))
                }
                _ => None,
            });
        made.chain(proposed).collect()
    }

    fn pair_doubt(
        &self,
        a: PostId,
        b: PostId,
        score: f64,
        reasons: &[crate::pairing::Reason],
        made: bool,
    ) -> ReadDoubt {
        let (file, line) = self.place(self.site.post(b).place);
        let title = |id: PostId| self.site.post(id).title.as_str();
        let because: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        let because = if because.is_empty() {
            String::new()
        } else {
            format!(": {}", because.join("; "))
        };
        let (verdict, correction) = match made {
            true => (
                "were taken for translations",
                self.setting(
                    b,
                    &format!("not_translation_of = [{:?}]", self.site.post(a).slug),
                ),
            ),
            false => {
                let story = format!("story = {:?}", self.site.post(a).slug);
                (
                    "may be translations",
                    format!("{}\n{}", self.setting(a, &story), self.setting(b, &story)),
                )
            }
        };
        let why = format!(
            "« {} » and « {} » {verdict} (probability {score:.2}){because}",
            title(a),
            title(b)
        );
        ReadDoubt {
            file,
            line,
            about: "pair".into(),
            why,
            correction,
            weight: if made { 1.0 - score } else { score },
        }
    }

    /// A setting of a post, as the author would write it.
    fn setting(&self, id: PostId, line: &str) -> String {
        let post = self.site.post(id);
        let (file, _) = self.place(post.place);
        match post.body {
            Body::Markdown(..) => format!("# front matter of {file}\n{line}"),
            Body::Archive(_) => toml::post_entry(Some(&file), &self.title(id), line),
        }
    }
}

fn blocks(body: &Body) -> Vec<ReadBlock> {
    let Body::Archive(piece) = body else {
        return Vec::new();
    };
    let view = |block: &archive::Block| ReadBlock {
        first_line: block.first,
        last_line: block.last,
        kind: block.kind.name(),
    };
    piece.blocks.iter().map(view).collect()
}

fn evidence(story: &Story, id: PostId) -> ReadEvidence {
    let link = story.links.iter().find(|(a, b, _)| *a == id || *b == id);
    let (kind, score, reasons) = match link.map(|(_, _, evidence)| evidence) {
        None => ("alone", None, Vec::new()),
        Some(Evidence::SameKey) => ("same-key", None, Vec::new()),
        Some(Evidence::SameStem) => ("same-stem", None, Vec::new()),
        Some(Evidence::SameBody(how)) => ("same-body", None, vec![how.clone()]),
        Some(Evidence::Author) => ("author", None, Vec::new()),
        Some(Evidence::Scored { score, reasons }) => (
            "scored",
            Some(*score),
            reasons.iter().map(ToString::to_string).collect(),
        ),
    };
    ReadEvidence {
        kind,
        score,
        reasons,
    }
}

/// A title for a post that has none.
fn titled(at: &archive::At) -> String {
    toml::post_entry(at.file.as_deref(), &at.text, "title = \"…\"")
}

fn correction(at: &archive::At) -> String {
    let file = at
        .file
        .as_ref()
        .map(|file| format!("file = {}\n", toml::quote(file)))
        .unwrap_or_default();
    let line = at
        .line
        .map(|line| format!("line = {line}\n"))
        .unwrap_or_default();
    format!(
        "[[at]]\n{file}{line}text = {}\ndo = \"{}\"",
        toml::quote(&at.text),
        at.action.name()
    )
}
