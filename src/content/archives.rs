//! Archive files → documents, corrected by the author's `archive.toml`.

use super::archive_document::{Version, comments, day, facts, openings, outline};
use super::corrections::{self, Corrections, matches_nothing};
use super::versions::Splitter;
use super::{ArchiveReport, Body, Document, Documents, Format, FrontMatter, Role};
use crate::archive::{self, ArchiveBody, ArchivePost, ArchiveReading, CorrectedLines, Correction};
use crate::cache::{Digester, Memo};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::Link;
use crate::lang::Guess;
use crate::load::Inputs;
use crate::source::{SourceId, Sources, Span, base_name};

/// Reads all archives together, as copies stand across files.
pub fn parse(
    inputs: &Inputs,
    config: &Config,
    codes: &[&str],
    (splitter, memo): (&Splitter, &Memo),
    documents: &mut Documents,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let sources = &inputs.sources;
    let corrections = corrections::read(sources, &inputs.corrections, diagnostics);
    let reading = read(inputs, &corrections, codes, memo, diagnostics);
    let parser = ArchiveParser {
        sources,
        files: &inputs.archives,
        config,
    };
    let mut dropped = reading.dropped;
    let mut versions: Vec<Version> = Vec::with_capacity(reading.posts.len());
    for post in reading.posts {
        let place = parser.place(&post);
        let file = sources.get(place.source).name();
        if corrections.leave_whole(openings(&post), file) {
            let split_from = None;
            versions.push(Version { post, split_from });
            continue;
        }
        let (of_post, between) = splitter.archive(post, place, diagnostics);
        versions.extend(of_post);
        dropped.extend(between);
    }
    for at in 1..versions.len() {
        let (above, below) = versions.split_at_mut(at);
        let (above, below) = (&mut above[at - 1], &mut below[0]);
        let place = parser.place(&above.post);
        dropped.extend(splitter.announced(above, below, place));
    }
    dropped.sort_by_key(|dropped| (dropped.file, dropped.line));
    let posts = versions.into_iter().map(|version| parser.document(version));
    let mut posts: Vec<Document> = posts.collect();
    let known = corrections.known.clone();
    corrections.apply(&mut posts, sources, diagnostics);
    documents.list.extend(posts);
    documents.archive = ArchiveReport {
        files: inputs.archives.clone(),
        dropped,
        doubts: reading.doubts,
        known,
    };
}

fn read(
    inputs: &Inputs,
    corrections: &Corrections,
    codes: &[&str],
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> ArchiveReading {
    let ids = inputs.archives.iter();
    let files: Vec<_> = ids.map(|id| file(&inputs.sources, *id)).collect();
    for (file, id) in files.iter().zip(&inputs.archives) {
        if file.text.trim().is_empty() {
            diagnostics.push(
                Diagnostic::warning(Code::Empty, "this file is empty")
                    .in_file(*id)
                    .help("remove it"),
            );
        }
    }
    let at: Vec<_> = corrections.at.iter().map(|(at, _)| at.clone()).collect();
    let of = Digester::new("archives").value(&codes).value(&at);
    let of = of.texts(files.iter().map(|file| (file.name, file.text)));
    let reading = memo.get(of.finish(), || archive::read_archive(&files, codes, &at));
    let unmatched = reading.unmatched.iter().map(|at| &corrections.at[*at]);
    // An entry of a file that is none is diagnosed as that.
    let is_there = |at: &Correction| {
        let name = at.file.as_deref().map(base_name);
        let is_one = matches!(at.lines, CorrectedLines::One { .. });
        is_one || files.iter().any(|file| Some(base_name(file.name)) == name)
    };
    let unmatched = unmatched.filter(|(at, _)| is_there(at));
    let message = |at: &Correction| match at.lines {
        CorrectedLines::One { .. } => "no line has these words",
        CorrectedLines::Like(_) => "no line is of this pattern",
        CorrectedLines::Titles(_) => "no line stands so",
    };
    diagnostics.extend(unmatched.map(|(at, span)| matches_nothing(message(at), *span)));
    let idle = reading.idle.iter().map(|at| corrections.at[*at].1);
    diagnostics.extend(idle.map(corrections::keeps_what_is_kept));
    reading
}

fn file(sources: &Sources, id: SourceId) -> archive::ArchiveFile<'_> {
    let source = sources.get(id);
    archive::ArchiveFile {
        name: source.name(),
        text: &source.text,
    }
}

struct ArchiveParser<'a> {
    sources: &'a Sources,
    files: &'a [SourceId],
    config: &'a Config,
}

impl ArchiveParser<'_> {
    fn document(&self, version: Version) -> Document {
        let Version { post, split_from } = version;
        let place = self.place(&post);
        let facts = facts(&post, self.sources.get(place.source).name());
        let text = self.kept(&post).unwrap_or(place).into();
        let (mut outline, comments) = (outline(&post), comments(&post));
        let body = ArchiveBody {
            blocks: post.blocks,
            truncated: post.truncated,
            lost: post.lost,
        };
        outline.links = self.images(&body, place.source);
        Document {
            place,
            role: Role::Post,
            stem: None,
            name_lang: None,
            reads_as: None,
            guess: Some(Guess {
                language: post.language.min(self.config.languages.len() - 1),
                confidence: 1.0,
            }),
            other_language: post.other_language,
            front: FrontMatter {
                date: post.date.map(day),
                ..FrontMatter::default()
            },
            title: post.title,
            outline,
            comments,
            body: Body {
                text,
                format: Format::Archive(body),
            },
            archive: Some(facts),
            split_from,
            broken: false,
            imported: false,
        }
    }

    /// The first line of the kept copy.
    fn place(&self, post: &ArchivePost) -> Span {
        let Some(kept) = post.copies.first() else {
            return Span::new(self.files[0], 0..0);
        };
        let source = self.files[kept.file];
        Span::new(source, self.sources.get(source).line(kept.first))
    }

    /// The lines of the kept copy.
    fn kept(&self, post: &ArchivePost) -> Option<Span> {
        let kept = post.copies.first()?;
        let (source, place) = (self.sources.get(self.files[kept.file]), self.place(post));
        Some(Span::new(
            place.source,
            place.start..source.line(kept.last).end,
        ))
    }

    /// The images that the archive names: their files may lie beside it.
    fn images(&self, body: &ArchiveBody, source: SourceId) -> Vec<Link> {
        let source = self.sources.get(source);
        let link = |image: archive::LostImage| Link {
            destination: image.name.to_owned(),
            range: source.line(image.line),
            image: true,
            alt: None,
        };
        body.images().map(link).collect()
    }
}
