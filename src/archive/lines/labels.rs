//! Posts as mail, a database or a static generator prints them: "Title: …", "Date: …" above the text of each.

use super::line::{LabelKind, ListMarker};
use crate::languages::archive_words;
use crate::text::words::fold;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A label at the head of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineLabel {
    /// What it names.
    pub kind: LabelKind,
    /// Bytes of the line that it takes, with its colon and the spaces after.
    pub length: usize,
}

/// The labels of a text's lines that are not blank: each line with the blank lines above it.
///
/// "Sujet : …" may be the author's: labels are known by the first title's, above which are nothing but labels, and by
/// their company, other labels right beside or the same ones above each post.
pub fn find_labels(lines: &[(&str, usize)]) -> Vec<Option<LineLabel>> {
    let words = archive_words();
    let heads: Vec<Option<(String, usize)>> = lines.iter().map(|(line, _)| head(line)).collect();
    let name = |at: usize| heads[at].as_ref().map(|(head, _)| head);
    let is = |at: usize, names: &HashSet<String>| name(at).is_some_and(|head| names.contains(head));
    let titles: Vec<usize> = (0..lines.len())
        .filter(|&at| is(at, &words.title_labels))
        .collect();
    let has_words = |at: usize| lines[at].0.contains(char::is_alphanumeric);
    let mut labels = vec![None; lines.len()];
    match titles.first() {
        Some(&first) if (0..first).all(|at| !has_words(at) || heads[at].is_some()) => {}
        _ => return labels,
    }
    let blocks: Vec<Range<usize>> = titles
        .iter()
        .map(|&title| labels_beside(lines, &heads, title))
        .collect();
    let mut often: HashMap<&String, usize> = HashMap::new();
    for head in blocks.iter().cloned().flatten().filter_map(name) {
        *often.entry(head).or_default() += 1;
    }
    let body = |block: &Range<usize>| {
        Some(block.end).filter(|&at| at < lines.len() && is(at, &words.body_labels))
    };
    if matches!(&blocks[..], [block] if block.len() == 1 && body(block).is_none()) {
        return labels;
    }
    for (&title, block) in titles.iter().zip(&blocks) {
        // The text's own label may be apart.
        for at in block.clone().chain(body(block)) {
            let Some((head, length)) = &heads[at] else {
                continue;
            };
            let kind = if at == title {
                LabelKind::Title
            } else if words.body_labels.contains(head) {
                LabelKind::Body
            } else if often
                .get(head)
                .is_some_and(|&count| count * 2 >= titles.len())
            {
                LabelKind::Other
            } else {
                continue;
            };
            let length = *length;
            labels[at] = Some(LineLabel { kind, length });
            if kind == LabelKind::Body {
                break;
            }
        }
    }
    labels
}

/// The run of labels that a title's is in, without blank lines between.
fn labels_beside(
    lines: &[(&str, usize)],
    heads: &[Option<(String, usize)>],
    title: usize,
) -> Range<usize> {
    let up = (0..title)
        .rev()
        .take_while(|&at| lines[at + 1].1 == 0 && heads[at].is_some());
    let down = (title + 1..lines.len()).take_while(|&at| lines[at].1 == 0 && heads[at].is_some());
    up.last().unwrap_or(title)..down.last().unwrap_or(title) + 1
}

/// The few words before a colon at the head of a line, folded, and the bytes that they take with what follows.
fn head(line: &str) -> Option<(String, usize)> {
    let (name, value) = line.split_once(':')?;
    let rest = value.trim_start();
    let is_name =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '_');
    let plain = !name.is_empty()
        && name.len() <= 24
        && name.chars().all(is_name)
        && ListMarker::parse(line).is_none();
    let apart = rest.is_empty() || rest.len() < value.len();
    let few = name.split_whitespace().count() <= 3;
    (plain && apart && few).then(|| (fold(name).trim_end().to_owned(), line.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels as `T`, `B`, `o`; other lines as `-`.
    fn check(source: &str, expected: &str) {
        let mut blank = 0;
        let mut lines = Vec::new();
        for line in source.lines() {
            match line {
                "" => blank += 1,
                _ => lines.push((line, std::mem::take(&mut blank))),
            }
        }
        let sign = |label: Option<LineLabel>| {
            label.map_or('-', |label| ['T', 'B', 'o'][label.kind as usize])
        };
        assert_eq!(
            find_labels(&lines)
                .into_iter()
                .map(sign)
                .collect::<String>(),
            expected,
            "{source}"
        );
    }

    #[test]
    fn labels_of_posts() {
        for (source, expected) in [
            ("Titre : Le pain\nDate : 3 mai 2014\n\nIl lève.", "To-"),
            (
                "From: Anne\nSubject: Bread\n\nIt rises.\n\nFrom: Anne\nSubject: Crust\n\nIt cracks.",
                "oT-oT-",
            ),
            (
                "Title: Bread\n\nIt rises.\n\nTitle: Crust\n\nIt cracks.",
                "T-T-",
            ),
            ("Title: Bread\n\nContent: It rises.\n\nAnd falls.", "TB-"),
            ("Title: Bread\nBody:\nIt rises.\nNote: it falls.", "TB--"),
            (
                "---\ntitle: Bread\ndate: 2014-05-03\n---\n\nIt rises.",
                "-To--",
            ),
            // The author's own colons.
            (
                "Le pain\n\nSujet : le seigle\nDate : hier\n\nIl lève.",
                "----",
            ),
            ("Sujet : le seigle\n\nIl lève.", "--"),
            (
                "Title: Bread\nRemember: it rises.\n\nTitle: Crust\nIt cracks.\n\nTitle: Crumb\nIt is soft.",
                "T-T-T-",
            ),
            ("", ""),
        ] {
            check(source, expected);
        }
    }
}
