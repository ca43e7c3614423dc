//! A document in two languages → one document for each, of one story. qTranslate's marks decide, then the author's `lang` or
//! `split = false`, then the words.

use std::ops::Range;

use super::archive_document::Version;
use super::{Body, Document, FrontMatter, SplitSource};
use crate::archive::{ArchivePost, DroppedLine, bilingual as of_archive};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Block, Outline};
use crate::lang::{Detector, Guess, Lang, bilingual, tagged};
use crate::source::{SourceText, Sources, Span};

pub struct Splitter<'a> {
    sources: &'a Sources,
    config: &'a Config,
    pub detector: Detector,
}

impl<'a> Splitter<'a> {
    pub fn new(sources: &'a Sources, config: &'a Config) -> Self {
        Self {
            sources,
            config,
            detector: Detector::new(&config.codes()),
        }
    }

    pub fn markdown(&self, document: Document, diagnostics: &mut Vec<Diagnostic>) -> Vec<Document> {
        let Some(span) = document.body.text.span() else {
            return vec![document];
        };
        if document.front.split == Some(false) {
            return vec![document];
        }
        if let Some(versions) = tagged::ranges(self.sources.text(span)) {
            return self.tagged(document, span, versions, diagnostics);
        }
        if document.front.lang.is_some() || document.name_lang.is_some() {
            return vec![document];
        }
        self.halves(&document, span)
            .unwrap_or_else(|| vec![document])
    }

    fn tagged(
        &self,
        document: Document,
        span: Span,
        versions: Vec<(String, Vec<Range<usize>>)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Document> {
        let mut parts: Vec<Document> = Vec::new();
        for (code, ranges) in versions {
            let Some(lang) = self.lang(&code) else {
                diagnostics.push(unknown(&code, self.config, document.place));
                continue;
            };
            let text = text_of(span, ranges, "");
            let mut part = self.part(&document, lang, text, parts.is_empty());
            self.choose_tagged(&mut part, &code);
            part.split_from = Some(SplitSource {
                place: document.place,
                how: TAGGED.to_owned(),
            });
            parts.push(part);
        }
        if parts.is_empty() {
            vec![document]
        } else {
            parts
        }
    }

    /// A code as the site has it: `fr` for `fr-ca`, where it has no better.
    fn lang(&self, code: &str) -> Option<Lang> {
        self.config
            .lang(code)
            .or_else(|| self.config.lang(code.split('-').next()?))
    }

    /// What is marked in the front matter too.
    fn choose_tagged(&self, part: &mut Document, code: &str) {
        let choose = |text: &mut Option<String>| {
            let versions = text.as_deref().and_then(tagged::split);
            if let Some(version) =
                versions.and_then(|versions| versions.into_iter().find(|(of, _)| of == code))
            {
                *text = Some(version.1.trim().to_owned());
            }
        };
        choose(&mut part.front.title);
        choose(&mut part.front.description);
        choose(&mut part.front.excerpt);
        choose(&mut part.title);
    }

    fn halves(&self, document: &Document, span: Span) -> Option<Vec<Document>> {
        let text = self.sources.text(span);
        let layout = doc::layout(text, document.body.extensions());
        let texts: Vec<&str> = layout
            .blocks
            .iter()
            .map(|(_, words)| words.as_str())
            .collect();
        let versions = bilingual::versions(&texts, &self.detector)?;
        let title = document.front.title.as_ref().or(document.title.as_ref());
        let titles = title.and_then(|title| bilingual::title(title, &self.detector));
        let mut parts = Vec::new();
        for (n, version) in versions.parts.iter().enumerate() {
            let lang = Lang(version.language as u8);
            let blocks = version.blocks.iter().map(|at| layout.blocks[*at].0.clone());
            let ranges = blocks.chain(layout.definitions.iter().cloned());
            let ranges =
                ranges.map(|range| range.start..range.start + text[range].trim_end().len());
            let mut part = self.part(document, lang, text_of(span, ranges, "\n\n"), n == 0);
            let own = titles.and_then(|halves| {
                halves
                    .into_iter()
                    .find(|(language, _)| *language == version.language)
            });
            if n > 0 || own.is_some() {
                part.front.title = own.map(|(_, half)| half.to_owned());
                part.title = None;
            }
            part.split_from = Some(SplitSource {
                place: document.place,
                how: of_archive::describe_layout(versions.in_turns).to_owned(),
            });
            parts.push(part);
        }
        if let [first, second] = &mut parts[..] {
            self.take_heading(first, second);
        }
        Some(parts)
    }

    fn part(&self, document: &Document, lang: Lang, text: SourceText, first: bool) -> Document {
        let extensions = document.body.extensions();
        let mut outline = doc::outline(&text.read(self.sources), extensions);
        for link in &mut outline.links {
            let place = text.place(&link.range);
            link.range = place.start..place.end;
        }
        let mut front = document.front.clone();
        front.lang = None;
        // The main version is the original.
        if first {
            front.translators.clear();
            front.machine_translated = None;
        }
        // What the author says once is said of the main version.
        if !first {
            front.slug = None;
            front.aliases.clear();
            if !tagged_any(&front) {
                front.excerpt = None;
                front.description = None;
            }
        }
        Document {
            name_lang: None,
            guess: Some(Guess {
                language: lang.0 as usize,
                confidence: 1.0,
            }),
            other_language: None,
            front,
            outline,
            body: Body::markdown(text, extensions),
            comments: if first {
                document.comments.clone()
            } else {
                Vec::new()
            },
            ..document.clone()
        }
    }

    /// The second version's title is its first heading, where the first version has one heading less of that level.
    fn take_heading(&self, first: &Document, second: &mut Document) {
        if second.front.title.is_some() {
            return;
        }
        let Some((heading @ Block::Heading(level), title)) = second.outline.blocks.first().cloned()
        else {
            return;
        };
        let count = |outline: &Outline| {
            outline
                .blocks
                .iter()
                .filter(|(block, _)| *block == heading)
                .count()
        };
        let is_title = level == 1 || count(&second.outline) > count(&first.outline);
        let extensions = second.body.extensions();
        let text = &mut second.body.text;
        let words = text.read(self.sources);
        let rest = doc::layout(&words, extensions)
            .blocks
            .first()
            .map(|(range, _)| words.len() - words[range.end..].trim_start().len());
        if let Some(rest) = rest.filter(|_| is_title) {
            text.cut_start(rest);
            second.outline.blocks.remove(0);
            second.title = Some(title);
        }
    }

    /// The versions of an archive's post, and the lines between them; `place` is its own.
    pub fn archive(
        &self,
        post: ArchivePost,
        place: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<Version>, Vec<DroppedLine>) {
        let (posts, dropped, how) = match of_archive::split_tagged(&post) {
            Some(versions) => (
                self.known(versions, place, diagnostics),
                Vec::new(),
                TAGGED.to_owned(),
            ),
            None => match of_archive::split_versions(&post, &self.detector) {
                Some(split) => (split.pieces, split.dropped, split.how),
                None => {
                    let split_from = None;
                    return (vec![Version { post, split_from }], Vec::new());
                }
            },
        };
        let split_from = SplitSource { place, how };
        let version = |post| Version {
            post,
            split_from: Some(split_from.clone()),
        };
        (posts.into_iter().map(version).collect(), dropped)
    }

    /// Two posts in a row that the archive's reader took for two, though the second is only announced as the first in another
    /// language; the lines between them. `place` is the first's.
    pub fn announced(
        &self,
        first: &mut Version,
        second: &mut Version,
        place: Span,
    ) -> Vec<DroppedLine> {
        let merged = of_archive::merge_announced(&mut first.post, &mut second.post, &self.detector);
        if merged.is_some() {
            let how = of_archive::describe_layout(false).to_owned();
            let split_from = Some(SplitSource { place, how });
            first.split_from.clone_from(&split_from);
            second.split_from = split_from;
        }
        merged.unwrap_or_default()
    }

    fn known(
        &self,
        versions: Vec<(String, ArchivePost)>,
        place: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<ArchivePost> {
        let mut pieces = Vec::new();
        for (code, mut piece) in versions {
            match self.lang(&code) {
                Some(lang) => {
                    piece.language = lang.0 as usize;
                    pieces.push(piece);
                }
                None => diagnostics.push(unknown(&code, self.config, place)),
            }
        }
        pieces
    }
}

const TAGGED: &str = "both stand in one text, between marks of their languages";

fn unknown(code: &str, config: &Config, place: Span) -> Diagnostic {
    let message = format!(
        "this text has a version in `{code}`, which is no language of the site; it is left out"
    );
    let help = format!(
        "the languages are {}; add `[languages.{code}]` to site.toml",
        config.list_of_codes()
    );
    Diagnostic::warning(Code::Language, message)
        .at(place)
        .help(help)
}

fn tagged_any(front: &FrontMatter) -> bool {
    [&front.excerpt, &front.description]
        .into_iter()
        .flatten()
        .any(|text| tagged::split(text).is_some())
}

/// A text of ranges of a span.
fn text_of(
    span: Span,
    ranges: impl IntoIterator<Item = Range<usize>>,
    separator: &'static str,
) -> SourceText {
    let ranges = ranges
        .into_iter()
        .map(|range| span.start + range.start..span.start + range.end);
    SourceText::joined(span.source, ranges, separator)
}
