//! The one report of an import: of every post what was understood, of everything else what became of it.

mod doubts;
mod passages;
mod posts;
mod rows;
mod text;

pub use rows::{ExportReport, ImportReport, Location, ReadChange, ReadDoubt, ReadLeftOut};

use crate::archive::{ArchivePost, LostContent};
use crate::config::Config;
use crate::content::ArchiveReport;
use crate::model::Site;
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
    let pieces = || {
        site.posts
            .iter()
            .filter_map(|post| post.body.archive_post())
    };
    ImportReport {
        posts: site.ids().map(|id| posts.row(id)).collect(),
        dropped: dropped.collect(),
        doubts: doubts::doubts(&posts),
        lost: pieces().flat_map(|piece| lost(piece, &posts)).collect(),
        only_in_copies: pieces()
            .flat_map(|piece| only_in_copies(piece, &posts))
            .collect(),
        export,
    }
}

fn lost(piece: &ArchivePost, posts: &Posts) -> Vec<ReadLost> {
    let file = piece.copies.first().map_or(0, |lines| lines.file);
    let rows = piece.lost.iter().map(|(line, lost)| ReadLost {
        at: posts.line(file, *line),
        what: match lost {
            LostContent::Image(name) => format!("image “{name}”"),
            LostContent::Caption(caption) => format!("image with the caption “{caption}”"),
            LostContent::Announced => "what the colon announces, a picture or a video".to_owned(),
        },
    });
    rows.collect()
}

fn only_in_copies(piece: &ArchivePost, posts: &Posts) -> Vec<ReadLine> {
    let rows = piece.elsewhere.iter().map(|(file, line)| ReadLine {
        at: posts.line(*file, *line),
        text: posts.words(*file, *line),
    });
    rows.collect()
}
