//! The one report of an import: of every post what was understood, of everything else what became of it.

mod doubts;
mod passages;
mod posts;
mod rows;
mod text;

pub use rows::{ExportReport, ImportReport, Location, ReadChange, ReadDoubt, ReadLeftOut};

use crate::archive::LostContent;
use crate::config::Config;
use crate::content::{ArchiveFacts, ArchiveReport};
use crate::model::{Format, Post, Site};
use crate::source::Sources;

use posts::Posts;
use rows::{ReadDropped, ReadLine, ReadLost};

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
    ImportReport {
        posts: site.ids().map(|id| posts.row(id)).collect(),
        dropped: dropped.collect(),
        doubts: doubts::doubts(&posts),
        lost: site
            .posts
            .iter()
            .flat_map(|post| lost(post, &posts))
            .collect(),
        only_in_copies: site
            .posts
            .iter()
            .filter_map(|post| post.archive.as_ref())
            .flat_map(|facts| only_in_copies(facts, &posts))
            .collect(),
        export,
    }
}

fn lost(post: &Post, posts: &Posts) -> Vec<ReadLost> {
    let Format::Archive(body) = &post.body.format else {
        return Vec::new();
    };
    let file = posts.sources.get(post.body.text.source).name();
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

fn only_in_copies(facts: &ArchiveFacts, posts: &Posts) -> Vec<ReadLine> {
    let rows = facts.elsewhere.iter().map(|(file, line)| ReadLine {
        at: posts.line(*file, *line),
        text: posts.words(*file, *line),
    });
    rows.collect()
}
