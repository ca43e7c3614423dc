//! Archive files → documents, corrected by the author's `archive.toml`.

use super::archive_document::{Version, comments, day, facts, openings, outline};
use super::corrections::{self, Corrections, PostEntry};
use super::versions::Splitter;
use super::{Body, Document, Documents, Format, FrontMatter, Role};
use crate::archive::{self, ArchiveBody, ArchivePost};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::Link;
use crate::lang::Guess;
use crate::load::Inputs;
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
    let mut dropped = reading.dropped;
    let mut versions: Vec<Version> = Vec::with_capacity(reading.posts.len());
    for post in reading.posts {
        if parser.is_left_whole(&post, &corrections) {
            versions.push(Version {
                post,
                split_from: None,
            });
            continue;
        }
        let place = parser.place(&post);
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
    let mut posts: Vec<Document> = versions
        .into_iter()
        .map(|version| parser.document(version))
        .collect();
    parser.correct(&mut posts, corrections, diagnostics);
    documents.list.extend(posts);
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
            guess: Some(Guess {
                language: post.language.min(self.config.languages.len() - 1),
                confidence: 1.0,
            }),
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

    /// Whether the author does not want a post taken apart: he says so, or names its language.
    fn is_left_whole(&self, post: &ArchivePost, corrections: &Corrections) -> bool {
        let whole = |front: &FrontMatter| {
            front.split == Some(false) || (front.lang.is_some() && front.split != Some(true))
        };
        let file = self.sources.get(self.place(post).source).name();
        let is_of = |name: &str| base_name(name) == file;
        let by_post = |entry: &PostEntry| {
            let starts = fold(&entry.starts);
            let opens = |opening: &str| fold(opening).starts_with(&starts);
            whole(&entry.front)
                && entry.file.as_deref().is_none_or(is_of)
                && openings(post).into_iter().any(opens)
        };
        let by_file = |(name, front, _): &(String, FrontMatter, Span)| whole(front) && is_of(name);
        corrections.posts.iter().any(by_post) || corrections.files.iter().any(by_file)
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
            documents.iter().map(folded_openings).collect()
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

/// What `archive.toml` may call a post by.
fn folded_openings(document: &Document) -> [String; 2] {
    let facts = document.archive.as_ref();
    let title = facts.and_then(|facts| facts.title.as_deref());
    let opening = facts.map(|facts| facts.opening.as_str());
    [title, opening].map(|text| fold(text.unwrap_or_default()))
}
