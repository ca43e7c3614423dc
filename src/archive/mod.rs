//! Plain-text archives of old blogs → posts, each with all its copies; every line accounted for.
//!
//! A step is a folder or a file, with a typed result:
//!
//! 1. `programs`: text → [`PlainText`], without page numbers, wrapping, link markers, Markdown.
//!    `lines`: → [`FileLines`](lines::line::FileLines), each line with its facts.
//! 2. `marks`: lines → [`MarkedFile`]: what is boilerplate, a caption, a lost image, a comment. The author's `corrections` come on top.
//! 3. `segment::candidates`: → [`Candidate`](segment::candidates::Candidate)s, what speaks for a post to begin at a line.
//! 4. `segment`: → [`BoundaryDecision`](segment::input::BoundaryDecision)s, where posts begin, decided over whole files.
//! 5. `posts`: → [`PostCopy`](posts::corpus::PostCopy)s, spans and bylines; which are one post; the [`ArchivePost`]s with the blocks of
//!    the kept copy.
//! 6. `doubts`: → [`Doubt`]s, what the author should look at.
//!
//! `bilingual`, asked by the caller: posts in two languages. Words and phrases are data of each language. Nothing here knows files,
//! Markdown or a site.

pub mod bilingual;
mod body;
mod corrections;
mod doubts;
mod input;
mod lines;
mod marks;
mod post;
mod posts;
mod programs;
mod report;
mod segment;
#[cfg(test)]
mod tests;
mod title_places;
mod urn;

use crate::lang::Detector;
use lines::line::FileLines;
use lines::vocabulary::Vocabulary;
use marks::mark::MarkedFile;
use posts::corpus::Corpus;
use programs::PlainText;
use rayon::prelude::*;
use segment::input::SegmenterInput;

pub use body::{ArchiveBody, BodyPart, LostImage, Piece};
pub use input::{ArchiveFile, CorrectedLines, Correction, CorrectionAction, LineRange, TitlePlace};
pub use post::{
    ArchiveBlock, ArchiveBlockKind, ArchiveComment, ArchivePost, CalendarDay, Inline, LostContent,
};
pub use report::{ArchiveReading, Doubt, DoubtSubject, DropReason, DroppedLine};

/// Reads the files of an archive, as one: the same post may be in several. `languages` are BCP 47 codes.
pub fn read_archive(
    files: &[ArchiveFile],
    languages: &[&str],
    corrections: &[Correction],
) -> ArchiveReading {
    let detector = Detector::new(languages);
    let mut vocabulary = Vocabulary::default();
    let plain: Vec<PlainText> = files
        .par_iter()
        .map(|file| programs::read_plain(file.text))
        .collect();
    let texts: Vec<FileLines> = plain
        .iter()
        .map(|plain| lines::read_lines(plain, &detector, &mut vocabulary))
        .collect();
    let mut marks = marks::mark_lines(&texts, &vocabulary);
    let applied = corrections::apply_corrections(files, &texts, &mut marks, corrections);
    let marked = texts.into_iter().zip(marks);
    let marked: Vec<MarkedFile> = marked
        .map(|(text, marks)| MarkedFile::new(text, marks))
        .collect();
    let boundaries = segment::decide_boundaries(&SegmenterInput {
        files: &marked,
        candidates: &segment::candidates::find_candidates(&marked, &vocabulary, &detector),
        vocabulary: &vocabulary,
    });
    let mut corpus = Corpus {
        files: marked,
        boundaries,
    };
    let mut copies = posts::cut::cut_posts(&mut corpus);
    let groups = posts::grouping::group_copies(&corpus, &copies);
    let posts = posts::merge_copies(&corpus, &mut copies, &groups, &detector);
    ArchiveReading {
        posts,
        dropped: posts::list_dropped(&corpus, &plain),
        doubts: doubts::rank_doubts(files, &corpus, &copies, &groups),
        unmatched: applied.unmatched,
        idle: applied.idle,
    }
}
