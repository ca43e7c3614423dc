//! Freshness: what has changed in a text since its translation was made from it.
//!
//! 1. A record (`content/translations.toml`) has a digest of the title and of each paragraph that a translation was made from.
//!    Only words count, those of the author's own HTML among them: spaces, punctuation, case and accents do not.
//! 2. Recorded and present paragraphs are matched in order, by digest, and between those by opening words; what is left beside
//!    each other has changed, the rest was added or removed.
//! 3. [`accept`] makes the records anew. The original is what the author says, else the older post.
//!
//! Posts of archives and of texts in two languages have no file of their own, and are not followed.

use std::collections::BTreeMap;

use super::{Post, PostId, Site};
use crate::content::translations::{Record, Recorded};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::doc;
use crate::source::{Sources, Span};
use crate::text::dates::{self, Date};
use crate::text::words::{fold, words};

/// What has changed in an original since a translation was made from it; nothing, where the translation is up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The translation.
    pub translation: PostId,
    /// What it was made from.
    pub original: PostId,
    /// Whether the title has other words now.
    pub title: bool,
    /// Paragraphs of the original that the translation does not know.
    pub added: Vec<Paragraph>,
    /// Paragraphs that have other words now.
    pub changed: Vec<Paragraph>,
    /// Paragraphs that are no more.
    pub removed: Vec<Paragraph>,
}

impl Freshness {
    /// Whether the translation is up to date.
    pub fn is_fresh(&self) -> bool {
        !self.title && self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A paragraph of an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its first words.
    pub opening: String,
    /// Its first line; nothing for one that is no more.
    pub place: Option<Span>,
}

/// What the author accepts as up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// All records, as they are to be written.
    pub records: Vec<Record>,
    /// Files of the translations that were recorded.
    pub recorded: Vec<String>,
    /// Files of translations that are behind their originals, and were not named.
    pub behind: Vec<String>,
    /// Files of each story of which nothing tells which is the original.
    pub undecided: Vec<Vec<String>>,
}

/// Tells the freshness of each recorded translation that is published. `known` are all content files.
pub fn compare(
    site: &Site,
    sources: &Sources,
    records: &[Record],
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Freshness> {
    let files = Files::new(site, sources);
    let mut told = Vec::new();
    for record in records {
        let mut exists = true;
        for (file, span) in [&record.file, &record.of] {
            if !known.contains(&file.as_str()) {
                exists = false;
                let help = did_you_mean(file, known.iter().copied())
                    .unwrap_or_else(|| "remove this entry".into());
                diagnostics.push(
                    located(
                        Diagnostic::warning(Code::Freshness, format!("there is no `{file}`")),
                        *span,
                    )
                    .help(help),
                );
            }
        }
        // What is there but not published is a draft, or of the future.
        let Some((translation, original)) = files
            .get(&record.file.0)
            .zip(files.get(&record.of.0))
            .filter(|_| exists)
        else {
            continue;
        };
        if site.post(translation).story != site.post(original).story || translation == original {
            let message = format!("`{}` is no translation of `{}`", record.file.0, record.of.0);
            let finding = located(Diagnostic::warning(Code::Freshness, message), record.file.1);
            diagnostics.push(finding.help("correct `of`, or remove this entry"));
            continue;
        }
        told.push(difference(
            translation,
            (original, site.post(original)),
            record,
            sources,
        ));
    }
    told
}

fn located(finding: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => finding.at(span),
        None => finding,
    }
}

/// So many paragraphs of a text are named in one finding.
const NAMED: usize = 12;

/// A finding for each translation that is behind, at its original, with each paragraph that it does not know.
pub fn report(
    all: &[Freshness],
    site: &Site,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for stale in all.iter().filter(|freshness| !freshness.is_fresh()) {
        let file = path(site.post(stale.translation), sources);
        let counts = [
            (&stale.changed, "changed"),
            (&stale.added, "added"),
            (&stale.removed, "removed"),
        ];
        let counted: Vec<String> = counts
            .iter()
            .filter(|(list, _)| !list.is_empty())
            .map(|(list, what)| format!("{} {what}", list.len()))
            .collect();
        let title = stale.title.then(|| "the title changed".to_owned());
        let paragraphs =
            (!counted.is_empty()).then(|| format!("paragraphs {}", counted.join(", ")));
        let what: Vec<String> = title.into_iter().chain(paragraphs).collect();
        let mut message = format!("`{file}` is behind this text: {}", what.join("; "));
        let gone: Vec<String> = stale
            .removed
            .iter()
            .take(NAMED)
            .map(|gone| format!("« {}… »", gone.opening))
            .collect();
        if !gone.is_empty() {
            message.push_str(&format!("; no more: {}", gone.join(", ")));
        }
        let mut places: Vec<(Span, &str)> = [(&stale.changed, "changed"), (&stale.added, "added")]
            .into_iter()
            .flat_map(|(list, what)| {
                list.iter()
                    .filter_map(move |paragraph| Some((paragraph.place?, what)))
            })
            .collect();
        places.sort();
        let mut finding =
            Diagnostic::warning(Code::Freshness, message).at(site.post(stale.original).place);
        for (place, what) in places.into_iter().take(NAMED) {
            finding = finding.label(place, what);
        }
        diagnostics.push(finding.help(format!(
            "bring it up to date, then run `diptych sync {file}`"
        )));
    }
}

/// The translations that readers may be told are behind, and their originals.
pub fn behind(all: &[Freshness]) -> BTreeMap<PostId, PostId> {
    all.iter()
        .filter(|freshness| !freshness.is_fresh())
        .map(|stale| (stale.translation, stale.original))
        .collect()
}

/// Records translations as up to date: those of `named` files, or, where none is named, those that have no record yet.
pub fn accept(
    site: &Site,
    sources: &Sources,
    records: &[Record],
    named: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Accepted {
    let files = Files::new(site, sources);
    let named: Vec<PostId> = named
        .iter()
        .filter_map(|name| files.named(name, diagnostics))
        .collect();
    let mut by_file: BTreeMap<String, Record> = records
        .iter()
        .map(|record| (record.file.0.clone(), record.clone()))
        .collect();
    let mut accepted = Accepted::default();
    for story in &site.stories {
        let posts: Vec<PostId> = story
            .versions()
            .filter(|id| is_followed(site.post(*id)))
            .collect();
        let chosen: Vec<PostId> = posts
            .iter()
            .copied()
            .filter(|id| named.contains(id))
            .collect();
        if posts.len() < 2 || (!named.is_empty() && chosen.is_empty()) {
            continue;
        }
        let of_files = |posts: &[PostId]| {
            posts
                .iter()
                .map(|id| path(site.post(*id), sources).to_owned())
                .collect::<Vec<_>>()
        };
        let original = original(
            &posts,
            &chosen,
            |id| {
                by_file
                    .get(path(site.post(id), sources))
                    .and_then(|record| files.get(&record.of.0))
            },
            |id| site.post(id).date,
        );
        let Some(original) = original else {
            accepted.undecided.push(of_files(&posts));
            continue;
        };
        let title = Some(recorded(&site.post(original).title));
        let text = paragraphs(site.post(original), true, sources);
        let original_file = path(site.post(original), sources).to_owned();
        for translation in posts
            .iter()
            .copied()
            .filter(|id| *id != original && (chosen.is_empty() || chosen.contains(id)))
        {
            let file = path(site.post(translation), sources).to_owned();
            if let Some(record) = by_file.get(&file).filter(|_| chosen.is_empty()) {
                if !difference(
                    translation,
                    (original, site.post(original)),
                    record,
                    sources,
                )
                .is_fresh()
                {
                    accepted.behind.push(file);
                }
                continue;
            }
            let paragraphs = text.iter().map(|(recorded, _)| recorded.clone()).collect();
            let (own, of) = ((file.clone(), None), (original_file.clone(), None));
            by_file.insert(
                file.clone(),
                Record {
                    file: own,
                    of,
                    title: title.clone(),
                    paragraphs,
                },
            );
            accepted.recorded.push(file);
        }
        // What is the original of others is no translation of them.
        by_file.remove(&original_file);
    }
    accepted.records = by_file.into_values().collect();
    accepted
}

/// The original of a story: none of those named as translations; what a record names; else the one that is older than all others.
fn original(
    posts: &[PostId],
    named: &[PostId],
    recorded: impl Fn(PostId) -> Option<PostId>,
    date: impl Fn(PostId) -> Option<Date>,
) -> Option<PostId> {
    let others: Vec<PostId> = posts
        .iter()
        .copied()
        .filter(|id| !named.contains(id))
        .collect();
    let told = posts
        .iter()
        .filter_map(|id| recorded(*id))
        .find(|id| others.contains(id));
    match others[..] {
        [only] => Some(only),
        _ => told.or_else(|| dates::earliest(&others, date)),
    }
}

/// Posts by file.
struct Files<'a> {
    by_path: BTreeMap<&'a str, PostId>,
}

impl<'a> Files<'a> {
    fn new(site: &Site, sources: &'a Sources) -> Self {
        let followed = site.ids().filter(|id| is_followed(site.post(*id)));
        Self {
            by_path: followed
                .map(|id| (path(site.post(id), sources), id))
                .collect(),
        }
    }

    fn get(&self, file: &str) -> Option<PostId> {
        self.by_path.get(file).copied()
    }

    /// The post of a file, by its path in the site or the end of it.
    fn named(&self, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<PostId> {
        let name = name.trim_start_matches("./");
        let ends = format!("/{name}");
        let mut ending = self
            .by_path
            .iter()
            .filter(|(path, _)| path.ends_with(&ends));
        let one = self.get(name).or_else(|| {
            ending
                .next()
                .map(|(_, id)| *id)
                .filter(|_| ending.next().is_none())
        });
        if one.is_none() {
            let help = did_you_mean(name, self.by_path.keys().copied()).unwrap_or_else(|| {
                "name Markdown files of posts or pages, by their paths in the site".into()
            });
            diagnostics.push(
                Diagnostic::error(Code::Freshness, format!("`{name}` is the file of no post"))
                    .help(help),
            );
        }
        one
    }
}

fn path<'a>(post: &Post, sources: &'a Sources) -> &'a str {
    &sources.get(post.place.source).path
}

/// Whether a post has a file of its own.
fn is_followed(post: &Post) -> bool {
    post.is_own_file() && !post.is_version
}

/// A post's paragraphs and their first lines; `html` says whether the words of the author's own HTML count.
fn paragraphs(post: &Post, html: bool, sources: &Sources) -> Vec<(Recorded, Span)> {
    let body = &post.body.text;
    let words = body.read(sources);
    let paragraphs = doc::paragraphs(&words, html).into_iter();
    let read = paragraphs.map(|(range, text)| {
        let first_line = words[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at);
        (recorded(&text), body.place(&(range.start..first_line)))
    });
    read.filter(|(recorded, _)| !recorded.opening.is_empty())
        .collect()
}

fn recorded(text: &str) -> Recorded {
    let opening: Vec<&str> = text.split_whitespace().take(OPENING).collect();
    Recorded {
        digest: digest(text),
        opening: opening.join(" "),
    }
}

/// Words by which a paragraph is known once it is gone.
const OPENING: usize = 6;

/// FNV-1a over the words, both halves of it in one: stable, and short enough to be read.
fn digest(text: &str) -> String {
    let folded = fold(text);
    let bytes = words(&folded).flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// What has changed in a post since a record was made.
fn difference(
    translation: PostId,
    (original, post): (PostId, &Post),
    record: &Record,
    sources: &Sources,
) -> Freshness {
    let title = record
        .title
        .as_ref()
        .is_some_and(|was| was.digest != digest(&post.title));
    let now = paragraphs(post, record.title.is_some(), sources);
    Freshness {
        title,
        ..changes(translation, original, &record.paragraphs, &now)
    }
}

fn changes(
    translation: PostId,
    original: PostId,
    then: &[Recorded],
    now: &[(Recorded, Span)],
) -> Freshness {
    let mut told = Freshness {
        translation,
        original,
        title: false,
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
    };
    let digests = (
        then.iter().map(|was| was.digest.clone()).collect(),
        now.iter().map(|(is, _)| is.digest.clone()).collect(),
    );
    let openings = (
        then.iter().map(|was| fold(&was.opening)).collect(),
        now.iter().map(|(is, _)| fold(&is.opening)).collect(),
    );
    let paragraph = |(recorded, place): &(Recorded, Span)| Paragraph {
        opening: recorded.opening.clone(),
        place: Some(*place),
    };
    let whole = (0, 0, then.len(), now.len());
    for (gap, _) in gaps(&digests, whole) {
        for ((was, is, was_end, is_end), same_opening) in gaps(&openings, gap) {
            let both = (was_end - was).min(is_end - is);
            told.changed
                .extend(now[is..is + both].iter().map(paragraph));
            told.added
                .extend(now[is + both..is_end].iter().map(paragraph));
            let gone = |was: &Recorded| Paragraph {
                opening: was.opening.clone(),
                place: None,
            };
            told.removed
                .extend(then[was + both..was_end].iter().map(gone));
            told.changed
                .extend(same_opening.map(|at| paragraph(&now[at])));
        }
    }
    told
}

/// Where a stretch of two lists begins in each, and where it ends in each.
type Stretch = (usize, usize, usize, usize);

/// What lies between the things that both lists have in order, within a stretch; and the place, in the second list, of the thing
/// after each.
fn gaps(
    (a, b): &(Vec<String>, Vec<String>),
    (from_a, from_b, to_a, to_b): Stretch,
) -> Vec<(Stretch, Option<usize>)> {
    let common = common(&a[from_a..to_a], &b[from_b..to_b]);
    let (mut next_a, mut next_b) = (from_a, from_b);
    let mut gaps = Vec::new();
    for (at_a, at_b) in common {
        gaps.push((
            (next_a, next_b, from_a + at_a, from_b + at_b),
            Some(from_b + at_b),
        ));
        (next_a, next_b) = (from_a + at_a + 1, from_b + at_b + 1);
    }
    gaps.push(((next_a, next_b, to_a, to_b), None));
    gaps
}

/// So many comparisons are made at most: beyond, a text is new anyway.
const MOST: usize = 1 << 22;

/// A longest common subsequence: the places of its things in both.
fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[start..]
        .iter()
        .rev()
        .zip(b[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (rows, columns) = (a.len() - start - end, b.len() - start - end);
    let mut found: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    if rows * columns <= MOST {
        // The longest from each pair of places to the ends.
        let mut longest = vec![vec![0u32; columns + 1]; rows + 1];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                longest[row][column] = match a[start + row] == b[start + column] {
                    true => longest[row + 1][column + 1] + 1,
                    false => longest[row + 1][column].max(longest[row][column + 1]),
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            if a[start + row] == b[start + column] {
                found.push((start + row, start + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[row + 1][column] >= longest[row][column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
    found.extend((0..end).map(|at| (a.len() - end + at, b.len() - end + at)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::text::dates;

    fn recorded(text: &str) -> Recorded {
        Recorded {
            digest: digest(text),
            opening: text
                .split_whitespace()
                .take(OPENING)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// Paragraphs stand between bars; what is told is `+ added ~ changed - removed`.
    fn check(then: &str, now: &str, expected: &str) {
        let list = |text: &str| -> Vec<Recorded> {
            text.split('|')
                .filter(|text| !text.is_empty())
                .map(recorded)
                .collect()
        };
        let place = Span::new(SourceId(0), 0..0);
        let now: Vec<_> = list(now)
            .into_iter()
            .map(|recorded| (recorded, place))
            .collect();
        let told = changes(PostId(0), PostId(1), &list(then), &now);
        let mut words = Vec::new();
        for (sign, list) in [
            ("+", &told.added),
            ("~", &told.changed),
            ("-", &told.removed),
        ] {
            words.extend(
                list.iter()
                    .map(|paragraph| format!("{sign} {}", paragraph.opening)),
            );
        }
        assert_eq!(words.join(" "), expected, "{then} → {now:?}");
    }

    #[test]
    fn paragraphs_are_matched_in_order() {
        for (then, now, expected) in [
            ("a|b|c", "a|b|c", ""),
            ("a|b|c", "A,|« b »|c !", ""),
            ("L’été|b", "L'ete|b", ""),
            ("a|b|c", "a|x|b|c", "+ x"),
            ("a|b|c", "x|a|b|c|y", "+ x + y"),
            ("a|b|c", "a|c", "- b"),
            ("a|b|c", "a|x|c", "~ x"),
            ("a|b|c", "", "- a - b - c"),
            ("", "a", "+ a"),
            // The opening tells which of two is the one that changed.
            (
                "a|un deux trois quatre cinq six sept|c",
                "a|x|un deux trois quatre cinq six huit|c",
                "+ x ~ un deux trois quatre cinq six",
            ),
            ("a|b|c|d", "a|x|y|z|d", "+ z ~ x ~ y"),
        ] {
            check(then, now, expected);
        }
    }

    #[test]
    fn a_digest_is_of_words_alone_and_never_changes() {
        assert_eq!(digest("Un mot."), digest(" un  MOT !"));
        assert_ne!(digest("Un mot."), digest("Un mots."));
        assert_ne!(digest("un mot"), digest("unmot"));
        assert_eq!(digest("Un mot."), "f36e9f70");
    }

    #[test]
    fn the_original_is_what_is_said_or_the_older_one() {
        let ids = [PostId(0), PostId(1), PostId(2)];
        let check = |dates: [&str; 3],
                     named: &[usize],
                     recorded: Option<usize>,
                     expected: Option<usize>| {
            let named: Vec<PostId> = named.iter().map(|at| PostId(*at)).collect();
            let found = original(
                &ids,
                &named,
                |_| recorded.map(PostId),
                |id| dates::parse(dates[id.0]),
            );
            assert_eq!(
                found,
                expected.map(PostId),
                "{dates:?} {named:?} {recorded:?}"
            );
        };
        check(["2014", "2015", "2016"], &[], None, Some(0));
        check(["2014", "2014-05", "2016"], &[], None, None);
        check(["2014-05-02", "2014-05-01", "2016"], &[], None, Some(1));
        check(["2014", "", "2016"], &[], None, None);
        check(["2014", "2014", "2014"], &[], Some(2), Some(2));
        check(["2014", "2014", "2014"], &[0, 1], None, Some(2));
        check(["2014", "2014", "2014"], &[2], Some(2), None);
        check(["2014", "2015", "2016"], &[0], Some(0), Some(1));
    }
}
