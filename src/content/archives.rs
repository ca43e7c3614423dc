//! Archive files → documents, corrected by the author's `archive.toml`.

use super::archive_document::{comments, day, outline};
use super::corrections::{self, Corrections, PostEntry};
use super::versions::Splitter;
use super::{Body, Document, Documents, FrontMatter, Role};
use crate::archive::{self, ArchivePost};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::lang::Guess;
use crate::load::Inputs;
use crate::markdown::Link;
use crate::source::{SourceId, Sources, Span, base_name};
use crate::text::words::fold;

/// Reads all archives together, as copies stand across files.
pub fn parse(
    inputs: &Inputs,
    config: &Config,
    codes: &[&str],
    splitter: &Splitter,
    documents: &mut Documents,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let sources = &inputs.sources;
    let corrections = corrections::read(sources, &inputs.corrections, diagnostics);
    let files: Vec<_> = inputs
        .archives
        .iter()
        .map(|id| file(sources, *id))
        .collect();
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
    let reading = archive::read_archive(&files, codes, &at);
    for unmatched in reading.unmatched {
        diagnostics.push(matches_nothing(
            "no line has these words",
            corrections.at[unmatched].1,
        ));
    }
    let parser = ArchiveParser {
        sources,
        files: &inputs.archives,
        config,
    };
    let pieces: Vec<Document> = reading
        .posts
        .into_iter()
        .map(|piece| parser.document(piece))
        .collect();
    let left_whole = parser.left_whole(&pieces, &corrections);
    let mut dropped = reading.dropped;
    let mut parts: Vec<Document> = Vec::with_capacity(pieces.len());
    for (document, whole) in pieces.into_iter().zip(left_whole) {
        if whole {
            parts.push(document);
            continue;
        }
        let (versions, between) = splitter.archive(document, diagnostics);
        parts.extend(versions);
        dropped.extend(between);
    }
    for at in 1..parts.len() {
        let (above, below) = parts.split_at_mut(at);
        dropped.extend(splitter.announced(&mut above[at - 1], &mut below[0]));
    }
    dropped.sort_by_key(|dropped| (dropped.file, dropped.line));
    parser.correct(&mut parts, corrections, diagnostics);
    documents.list.extend(parts);
    documents.archive.files = inputs.archives.clone();
    documents.archive.dropped = dropped;
    documents.archive.doubts = reading.doubts;
}

fn file(sources: &Sources, id: SourceId) -> archive::ArchiveFile<'_> {
    let source = sources.get(id);
    archive::ArchiveFile {
        name: source.name(),
        text: &source.text,
    }
}

fn matches_nothing(message: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::Corrections, message)
        .at(span)
        .help("correct the words, or remove this entry")
}

struct ArchiveParser<'a> {
    sources: &'a Sources,
    files: &'a [SourceId],
    config: &'a Config,
}

impl ArchiveParser<'_> {
    fn document(&self, piece: ArchivePost) -> Document {
        let date = piece.date.map(day);
        let mut outline = outline(&piece);
        outline.links = self.images(&piece);
        Document {
            place: self.place(&piece),
            role: Role::Post,
            stem: None,
            name_lang: None,
            guess: Some(Guess {
                language: piece.language.min(self.config.languages.len() - 1),
                confidence: 1.0,
            }),
            front: FrontMatter {
                date,
                ..FrontMatter::default()
            },
            title: piece.title.clone(),
            outline,
            comments: comments(&piece),
            body: Body::Archive(piece),
            split_from: None,
            broken: false,
            imported: false,
        }
    }

    /// Which documents the author does not want taken apart: he says so, or names their language.
    fn left_whole(&self, documents: &[Document], corrections: &Corrections) -> Vec<bool> {
        let whole = |front: &FrontMatter| {
            front.split == Some(false) || (front.lang.is_some() && front.split != Some(true))
        };
        let starts = |document: &Document, entry: &PostEntry| {
            let in_file = entry
                .file
                .as_ref()
                .is_none_or(|name| base_name(name) == self.file_name(document));
            in_file
                && openings(document)
                    .iter()
                    .any(|opening| opening.starts_with(&fold(&entry.starts)))
        };
        let by_post = |d: &Document| {
            corrections
                .posts
                .iter()
                .any(|entry| whole(&entry.front) && starts(d, entry))
        };
        let by_file = |d: &Document| {
            corrections
                .files
                .iter()
                .any(|(name, front, _)| whole(front) && base_name(name) == self.file_name(d))
        };
        documents
            .iter()
            .map(|document| by_post(document) || by_file(document))
            .collect()
    }

    /// The first line of the kept copy.
    fn place(&self, piece: &ArchivePost) -> Span {
        let Some(kept) = piece.copies.first() else {
            return Span::new(self.files[0], 0..0);
        };
        let source = self.files[kept.file];
        Span::new(source, self.sources.get(source).line(kept.first))
    }

    /// The images that the archive names: their files may lie beside it.
    fn images(&self, piece: &ArchivePost) -> Vec<Link> {
        let Some(kept) = piece.copies.first() else {
            return Vec::new();
        };
        let source = self.sources.get(self.files[kept.file]);
        let link = |image: archive::LostImage| Link {
            destination: image.name.to_owned(),
            range: source.line(image.line),
            image: true,
            alt: None,
        };
        piece.images().map(link).collect()
    }

    fn file_name(&self, document: &Document) -> &str {
        self.sources.get(document.place.source).name()
    }

    fn correct(
        &self,
        documents: &mut [Document],
        corrections: Corrections,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for (name, front, span) in corrections.files {
            let mut matched = false;
            for document in documents
                .iter_mut()
                .filter(|d| self.file_name(d) == base_name(&name))
            {
                document.front.set(front.clone());
                matched = true;
            }
            if !matched {
                diagnostics.push(matches_nothing(
                    &format!("no archive is called `{name}`"),
                    span,
                ));
            }
        }
        let openings: Vec<[String; 2]> = if corrections.posts.is_empty() {
            Vec::new()
        } else {
            documents.iter().map(openings).collect()
        };
        for entry in corrections.posts {
            let words = fold(&entry.starts);
            let in_file = |d: &Document| {
                entry
                    .file
                    .as_ref()
                    .is_none_or(|name| base_name(name) == self.file_name(d))
            };
            let opens = |at: usize| {
                openings[at]
                    .iter()
                    .any(|opening| opening.starts_with(&words))
            };
            let matching: Vec<usize> = (0..documents.len())
                .filter(|&at| opens(at) && in_file(&documents[at]))
                .collect();
            match matching[..] {
                [at] => documents[at].front.set(entry.front),
                [] => diagnostics.push(matches_nothing(
                    "no post starts with these words",
                    entry.span,
                )),
                [first, second, ..] => {
                    let message = format!("{} posts start with these words", matching.len());
                    let diagnostic = Diagnostic::error(Code::Corrections, message)
                        .at(entry.span)
                        .help("give more words, or a `file`");
                    diagnostics.push(
                        diagnostic
                            .label(documents[first].place, "one")
                            .label(documents[second].place, "another"),
                    );
                }
            }
        }
    }
}

/// What a post may be called by: its title and its first block, folded.
fn openings(document: &Document) -> [String; 2] {
    let opening = document
        .outline
        .blocks
        .first()
        .map(|(_, text)| text.as_str());
    [document.title.as_deref(), opening].map(|text| fold(text.unwrap_or_default()))
}
