//! One Markdown file → a document.

use std::ops::Range;

use super::fences::{self, Split};
use super::{Body, Document, FrontMatter, Menu, Role};
use crate::cache::{Digester, Memo};
use crate::config::Config;
use crate::diag::{self, Code, Diagnostic};
use crate::doc::{self, Block, Extensions, Outline};
use crate::fields::Fields;
use crate::lang::{Detector, Guess, Lang, OtherLanguage, OwnWords, Voice, site::is_language_code};
use crate::source::{SourceId, Sources, Span};
use crate::text::conflicts::conflicts;

/// Reads a file; `None`, with a finding, where there is nothing in it.
pub fn parse(
    sources: &Sources,
    source: SourceId,
    role: Role,
    config: &Config,
    (detector, memo): (&Detector, &Memo),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let text = &sources.get(source).text;
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::warning(Code::Empty, "this file is empty")
                .in_file(source)
                .help("write something, or remove it"),
        );
        return None;
    }
    if let Some(at) = conflict(text) {
        diagnostics.push(diag::conflict(sources, Span::new(source, at)));
        return None;
    }
    let Split {
        table,
        syntax,
        span,
        body,
    } = fences::split(sources, source, diagnostics);
    let misplaced = fences::misplaced(sources, source, &span);
    let body = match misplaced {
        Some(_) => body.end..body.end,
        None => body,
    };
    diagnostics.extend(misplaced);
    let mut fields = Fields::new(&table, Code::FrontMatter, diagnostics).written_in(syntax);
    let front = FrontMatter::read(&mut fields, span);
    if role == Role::Post && front.menu.is_some_and(|menu| menu != Menu::None) {
        let message = "`menu` is of pages: a post stands in lists";
        let help = "move the file to `content/pages/`, or remove this line";
        fields.warn_at("menu", message, help);
    }
    fields.finish();
    let extensions = front.extensions(config.markdown);
    let (stem, name_lang) = name(&sources.get(source).path, role, config, source, diagnostics);
    document(
        sources,
        Known {
            role,
            stem,
            name_lang,
            front,
            span,
            body,
            extensions,
        },
        detector,
        memo,
        diagnostics,
    )
}

/// Where git left a conflict in a text: code may be about such marks.
fn conflict(text: &str) -> Option<Range<usize>> {
    let found = conflicts(text);
    let code = if found.is_empty() {
        Vec::new()
    } else {
        doc::code_ranges(text, Extensions::default())
    };
    let is_code = |at: &Range<usize>| code.iter().any(|code| code.contains(&at.start));
    found.into_iter().find(|at| !is_code(at))
}

/// What is known of a Markdown file before its text is looked at.
pub struct Known {
    pub role: Role,
    /// What the files of its story share.
    pub stem: String,
    /// The language its path tells.
    pub name_lang: Option<Lang>,
    pub front: FrontMatter,
    pub span: Span,
    /// The bytes of its text.
    pub body: Range<usize>,
    /// What its text may hold.
    pub extensions: Extensions,
}

/// Looks at the text of a file; `None`, with a finding, where there is neither a text nor a title.
pub fn document(
    sources: &Sources,
    known: Known,
    detector: &Detector,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let Known {
        role,
        stem,
        name_lang,
        mut front,
        span,
        mut body,
        extensions,
    } = known;
    let source = span.source;
    let text = &sources.get(source).text;
    let mut title = None;
    if front.title.is_none()
        && let Some((heading, rest)) = first_heading(&text[body.clone()], extensions)
    {
        title = Some(heading);
        body.start += rest;
    }
    let lines = [
        &mut front.title,
        &mut title,
        &mut front.description,
        &mut front.excerpt,
    ];
    formulas_as_text(lines, extensions, source, diagnostics);
    if text[body.clone()].trim().is_empty()
        && front.title.is_none()
        && title.is_none()
        && !diag::any_error(diagnostics)
    {
        diagnostics.push(
            Diagnostic::warning(Code::Empty, "this post has no text")
                .in_file(source)
                .help("write something, or remove it"),
        );
        return None;
    }
    let told = front.lang.is_some() || name_lang.is_some();
    let (outline, reads_as, other_language) =
        read_text(text, &body, told, extensions, (detector, memo));
    let against = reads_as.filter(|_| told && is_long(&outline));
    Some(Document {
        place: span,
        role,
        stem: Some(stem),
        name_lang,
        guess: reads_as.filter(|_| !told),
        reads_as: against,
        other_language,
        front,
        title,
        outline,
        body: Body::markdown(Span::new(source, body), extensions),
        archive: None,
        comments: Vec::new(),
        split_from: None,
        broken: diag::any_error(diagnostics),
        imported: false,
    })
}

/// What stands in lists, heads and feeds is a line of text, with its formulas.
fn formulas_as_text<const N: usize>(
    lines: [&mut Option<String>; N],
    extensions: Extensions,
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for line in lines.into_iter().flatten() {
        let (text, undrawn) = doc::line_as_text(line, extensions);
        diagnostics.extend(undrawn.into_iter().map(|undrawn| {
            let message = format!("{}, in `{line}`", undrawn.message);
            Diagnostic::warning(Code::Math, message)
                .in_file(source)
                .help(undrawn.help)
        }));
        *line = text;
    }
}

/// A text's outline, the language that it reads as, and the one that it is in where the site has it not.
type Reading = (Outline, Option<Guess>, Option<OtherLanguage>);

/// Reads a part of a file, with its places in the file; `told` says whether its author tells its language.
fn read_text(
    text: &str,
    body: &Range<usize>,
    told: bool,
    extensions: Extensions,
    (detector, memo): (&Detector, &Memo),
) -> Reading {
    let part = &text[body.clone()];
    let of = Digester::new("text")
        .text(detector.codes())
        .value(&told)
        .value(&extensions);
    let mut reading: Reading = memo.get(of.text(part).finish(), || {
        let outline = doc::outline(part, extensions);
        let words = own_words(&outline, told, detector);
        // Trigrams cost the most, and where a language is told they say nothing more.
        let other = (!told).then(|| words.other_language()).flatten();
        let guess = words.guess();
        (outline, guess, other)
    });
    for link in &mut reading.0.links {
        link.range = link.range.start + body.start..link.range.end + body.start;
    }
    reading
}

/// Where the author tells the language, so many bytes say whether that is it.
const ENOUGH: usize = 1_000;

/// A text of fewer words may be nothing but names.
const LONG: usize = 20;

fn is_long(outline: &Outline) -> bool {
    let words = outline
        .blocks
        .iter()
        .map(|(_, text)| text.split(' ').count());
    words.sum::<usize>() >= LONG
}

/// What a text says, and what it quotes.
pub fn own_words<'c>(outline: &'c Outline, told: bool, detector: &'c Detector) -> OwnWords<'c, 'c> {
    let mut words = OwnWords::new(detector);
    let mut bytes = 0;
    for (block, text) in &outline.blocks {
        if told && bytes > ENOUGH {
            break;
        }
        bytes += text.len();
        let voice = match block {
            Block::Quote | Block::Code => Voice::Quoted,
            Block::Paragraph => Voice::Prose,
            Block::Heading(_) | Block::Item => Voice::Labels,
        };
        words.add(text, &detector.weigh(text), voice);
    }
    words
}

/// A text that opens with `# Title`: the title, and the bytes it takes.
fn first_heading(text: &str, extensions: Extensions) -> Option<(String, usize)> {
    let start = text.len() - text.trim_start().len();
    let line_end = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end + 1);
    let heading = text[start..line_end]
        .strip_prefix("# ")?
        .trim()
        .trim_end_matches('#')
        .trim();
    let heading = doc::plain_line(heading, extensions);
    (!heading.is_empty()).then_some((heading, line_end))
}

/// What a file's path tells: what its story's files share, and its language.
fn name(
    path: &str,
    role: Role,
    config: &Config,
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, Option<Lang>) {
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    let (mut stem, mut lang) = (path, None);
    let file = path.rsplit('/').next().unwrap_or(path);
    if let Some((_, code)) = file.rsplit_once('.') {
        lang = config.lang(code);
        if lang.is_some() {
            stem = &path[..path.len() - code.len() - 1];
        } else if is_language_code(code) {
            let message =
                format!("the name of this file says `{code}`, which is no language of the site");
            let help = format!(
                "the languages are {}; add `[languages.{code}]` to site.toml, or rename the file",
                config.list_of_codes()
            );
            diagnostics.push(
                Diagnostic::error(Code::Language, message)
                    .in_file(source)
                    .help(help),
            );
        }
    }
    // A folder with `index.fr.md` and its images is one story, named by the folder.
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let kind = if role == Role::Page { "page:" } else { "" };
    (format!("{kind}{stem}"), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let config = Config::outside_a_site();
        for (path, stem, lang, findings) in [
            ("content/posts/a.fr.md", "content/posts/a", Some(Lang(0)), 0),
            ("content/posts/a.EN.md", "content/posts/a", Some(Lang(1)), 0),
            (
                "content/posts/trip/index.en.md",
                "content/posts/trip",
                Some(Lang(1)),
                0,
            ),
            ("content/posts/a.bak.md", "content/posts/a.bak", None, 0),
            ("content/posts/v1.2.md", "content/posts/v1.2", None, 0),
            ("content/posts/a.de.md", "content/posts/a.de", None, 1),
        ] {
            let mut diagnostics = Vec::new();
            let name = name(path, Role::Post, &config, SourceId(0), &mut diagnostics);
            assert_eq!(
                (name.0.as_str(), name.1, diagnostics.len()),
                (stem, lang, findings),
                "{path}"
            );
        }
    }

    #[test]
    fn a_first_heading_is_a_title() {
        for (text, expected) in [
            ("# Un titre\nTexte", Some(("Un titre", 11))),
            ("# *Un* `a--b`\n", Some(("Un `a--b`", 14))),
            ("\n# T #\n", Some(("T", 7))),
            ("## Non", None),
            ("Non", None),
        ] {
            assert_eq!(
                first_heading(text, Default::default())
                    .as_ref()
                    .map(|(t, n)| (t.as_str(), *n)),
                expected,
                "{text}"
            );
        }
    }
}
