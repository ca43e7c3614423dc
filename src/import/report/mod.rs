//! The one report of an import: of every post what was understood, of everything else what became of it.

mod doubts;
mod passages;
mod rows;
mod text;

pub use rows::{ExportReport, ImportReport, Location, ReadChange, ReadDoubt, ReadLeftOut};

use crate::archive::{LineRange, LostContent};
use crate::config::Config;
use crate::content::ArchiveReport;
use crate::import::select;
use crate::model::{Body, Evidence, Format, Post, PostId, Site, Story};
use crate::source::{Source, Sources};

use rows::{ReadBlock, ReadDropped, ReadEvidence, ReadLine, ReadLost, ReadPost, ReadSpan};

pub struct Posts<'a> {
    pub site: &'a Site,
    pub archive: &'a ArchiveReport,
    pub sources: &'a Sources,
    pub config: &'a Config,
}

/// Reports on a site's posts, and on what of archives and exports is in none of them.
pub fn report(
    site: &Site,
    archive: &ArchiveReport,
    export: ExportReport,
    sources: &Sources,
    config: &Config,
) -> ImportReport {
    let posts = Posts {
        site,
        archive,
        sources,
        config,
    };
    let dropped = archive.dropped.iter().map(|dropped| ReadDropped {
        at: posts.line(dropped.file, dropped.line),
        text: dropped.text.clone(),
        reason: dropped.reason.name(),
    });
    let copied = site.posts.iter().filter_map(|post| post.archive.as_ref());
    let only_in_copies = copied.flat_map(|facts| &facts.elsewhere);
    let (doubts, more_doubts) = doubts::doubts(&posts);
    ImportReport {
        posts: site.ids().map(|id| posts.row(id)).collect(),
        dropped: dropped.collect(),
        doubts,
        more_doubts,
        lost: site
            .posts
            .iter()
            .flat_map(|post| lost(post, sources))
            .collect(),
        only_in_copies: only_in_copies
            .map(|(file, line)| posts.words(*file, *line))
            .collect(),
        export,
    }
}

fn lost(post: &Post, sources: &Sources) -> Vec<ReadLost> {
    let Format::Archive(body) = &post.body.format else {
        return Vec::new();
    };
    let file = sources.get(post.body.text.source).name();
    let rows = body.lost.iter().map(|(line, lost)| ReadLost {
        at: Location {
            file: file.to_owned(),
            line: *line,
        },
        what: match lost {
            LostContent::Image(name) => format!("image “{name}”"),
            LostContent::Caption(caption) => format!("image with the caption “{caption}”"),
            LostContent::Announced => "what the colon announces, a picture or a video".to_owned(),
        },
    });
    rows.collect()
}

impl Posts<'_> {
    pub fn row(&self, id: PostId) -> ReadPost {
        let post = self.site.post(id);
        let story = self.site.story_of(id);
        let first = story.versions().next().unwrap_or(id);
        let has_authors = post.front.terms.contains_key("authors");
        let unsigned = post.archive.as_ref().filter(|_| !has_authors);
        ReadPost {
            id: self.id(id),
            title: self.title(id),
            lang: self.config.languages[post.lang].code.clone(),
            slug: post.slug.clone(),
            truncated: post.truncated,
            spans: self.spans(post),
            blocks: blocks(&post.body),
            passages: passages::of(post, self.sources, &self.config.codes()),
            translation_of: (first != id).then(|| self.id(first)),
            evidence: evidence(story, id),
            file: None,
            signature: unsigned.and_then(|facts| facts.signature.clone()),
        }
    }

    fn id(&self, id: PostId) -> String {
        let post = self.site.post(id);
        if post.archive.is_some() || post.body.text.source != post.place.source {
            return select::item_id(post, self.sources);
        }
        let path = &self.sources.get(post.place.source).path;
        match post.is_version {
            false => path.clone(),
            true => format!("{path}:{}", self.config.languages[post.lang].code),
        }
    }

    /// The archive's own line: spaces are tidied for display, never in the report.
    pub fn title(&self, id: PostId) -> String {
        let post = self.site.post(id);
        let untitled = post.archive.as_ref();
        let untitled = untitled.filter(|_| post.front.title.is_none());
        let own = untitled.and_then(|facts| facts.title.as_ref());
        own.unwrap_or(&post.title).clone()
    }

    pub fn line(&self, file: usize, line: usize) -> Location {
        let source = self.archive.files.get(file).map(|id| self.sources.get(*id));
        let file = source.map_or("", Source::name).to_owned();
        Location { file, line }
    }

    fn words(&self, file: usize, line: usize) -> ReadLine {
        let source = self.archive.files.get(file).map(|id| self.sources.get(*id));
        let words = source.map(|source| source.text[source.line(line)].trim());
        ReadLine {
            at: self.line(file, line),
            text: words.unwrap_or_default().to_owned(),
        }
    }

    fn spans(&self, post: &Post) -> Vec<ReadSpan> {
        if let Some(facts) = &post.archive {
            let share_of = |copy: &LineRange| {
                let mut shares = facts.shares.iter();
                shares
                    .find(|(lines, _)| lines == copy)
                    .map(|(_, share)| *share)
            };
            let copies = facts.copies.iter().map(|lines| ReadSpan {
                file: self.line(lines.file, lines.first).file,
                first_line: lines.first,
                last_line: lines.last,
                share: share_of(lines),
            });
            return copies.collect();
        }
        let source = self.sources.get(post.place.source);
        let (first_line, last_line) = if post.body.text.source == post.place.source {
            (1, source.text.lines().count().max(1))
        } else {
            let start = post.place.start;
            let end = start + item_length(&source.text[start..]);
            (source.position(start).0, source.position(end).0)
        };
        vec![ReadSpan {
            file: source.name().to_owned(),
            first_line,
            last_line,
            share: None,
        }]
    }
}

/// Up to where an export's item goes that begins with the text. Only its own end is looked for: the other kind's may be nowhere
/// in a large file.
fn item_length(text: &str) -> usize {
    let end = match text.starts_with("<item") {
        true => "</item>",
        false => "entry>",
    };
    let mut ends = text.match_indices(end).map(|(at, _)| at);
    ends.find(|at| *at > "<entry".len() + 1).unwrap_or(0)
}

fn blocks(body: &Body) -> Vec<ReadBlock> {
    let blocks = match &body.format {
        Format::Markdown(_) => &[],
        Format::Archive(body) => &body.blocks[..],
    };
    let rows = blocks.iter().map(|block| ReadBlock {
        first_line: block.first,
        last_line: block.last,
        kind: block.kind.name(),
    });
    rows.collect()
}

fn evidence(story: &Story, id: PostId) -> ReadEvidence {
    let link = story.links.iter().find(|(a, b, _)| *a == id || *b == id);
    let (kind, score, reasons) = match link.map(|(_, _, evidence)| evidence) {
        None => ("alone", None, Vec::new()),
        Some(Evidence::SameKey) => ("same-key", None, Vec::new()),
        Some(Evidence::SameStem) => ("same-stem", None, Vec::new()),
        Some(Evidence::SameBody(how)) => ("same-body", None, vec![how.clone()]),
        Some(Evidence::Author) => ("author", None, Vec::new()),
        Some(Evidence::Scored { score, reasons }) => ("scored", Some(*score), reasons.clone()),
    };
    ReadEvidence {
        kind,
        score,
        reasons,
    }
}
