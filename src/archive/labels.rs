//! Posts as mail, a database or a static generator prints them: "Title: …", "Date: …" above the text of each.

use super::lines::marker;
use crate::text::words;
use std::collections::HashMap;
use std::ops::Range;

/// What the label at the head of a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The post's title.
    Title,
    /// The post's text.
    Body,
    /// Something else of the post: its date, its address.
    Other,
}

/// A label at the head of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// What it names.
    pub named: Named,
    /// Bytes of the line that it takes, with its colon and the spaces after.
    pub length: usize,
}

/// Folded, as the subjects of mail, the columns of WordPress's and Dotclear's tables and the front matter of generators are called.
const TITLES: &[&str] = &[
    "title",
    "titre",
    "subject",
    "sujet",
    "objet",
    "headline",
    "post title",
    "post_title",
    "titre du billet",
];
const BODIES: &[&str] = &[
    "body",
    "content",
    "contenu",
    "corps",
    "text",
    "texte",
    "article",
    "post_content",
    "message",
];

/// The labels of a text's lines that are not blank: each line with the blank lines above it.
///
/// "Sujet : …" may be the author's: labels are told by the first title's, above which stands nothing but labels, and by
/// their company, other labels right beside or the same ones above each post.
pub(crate) fn labels(lines: &[(&str, usize)]) -> Vec<Option<Label>> {
    let heads: Vec<Option<(String, usize)>> = lines.iter().map(|(line, _)| head(line)).collect();
    let is = |at: usize, names: &[&str]| {
        heads[at]
            .as_ref()
            .is_some_and(|(head, _)| names.contains(&head.as_str()))
    };
    let titles: Vec<usize> = (0..lines.len()).filter(|&at| is(at, TITLES)).collect();
    let mut labels = vec![None; lines.len()];
    let Some(&first) = titles.first() else {
        return labels;
    };
    let words = |at: usize| lines[at].0.contains(char::is_alphanumeric);
    if (0..first).any(|at| words(at) && heads[at].is_none()) {
        return labels;
    }
    let beside = |title: usize| {
        let up = (0..title)
            .rev()
            .take_while(|&at| lines[at + 1].1 == 0 && heads[at].is_some())
            .last()
            .unwrap_or(title);
        let down = (title + 1..lines.len())
            .take_while(|&at| lines[at].1 == 0 && heads[at].is_some())
            .last()
            .unwrap_or(title);
        up..down + 1
    };
    let blocks: Vec<Range<usize>> = titles.iter().map(|&title| beside(title)).collect();
    let mut often: HashMap<&str, usize> = HashMap::new();
    for at in blocks.iter().cloned().flatten() {
        *often
            .entry(heads[at].as_ref().map_or("", |(head, _)| head))
            .or_default() += 1;
    }
    let body =
        |block: &Range<usize>| Some(block.end).filter(|&at| at < lines.len() && is(at, BODIES));
    if let [block] = &blocks[..]
        && block.len() == 1
        && body(block).is_none()
    {
        return labels;
    }
    let mut label = |at: usize, named: Named| {
        labels[at] = heads[at].as_ref().map(|(_, length)| Label {
            named,
            length: *length,
        });
    };
    for (&title, block) in titles.iter().zip(&blocks) {
        // The text's own label may stand apart.
        for at in block.clone().chain(body(block)) {
            match heads[at].as_ref().map(|(head, _)| head.as_str()) {
                _ if at == title => label(at, Named::Title),
                Some(head) if BODIES.contains(&head) => {
                    label(at, Named::Body);
                    break;
                }
                Some(head)
                    if often
                        .get(head)
                        .is_some_and(|&count| count * 2 >= titles.len()) =>
                {
                    label(at, Named::Other)
                }
                _ => {}
            }
        }
    }
    labels
}

/// The few words before a colon at the head of a line, folded, and the bytes that they take with what follows.
fn head(line: &str) -> Option<(String, usize)> {
    let (name, value) = line.split_once(':')?;
    let rest = value.trim_start();
    let is_name =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '_');
    let plain =
        !name.is_empty() && name.len() <= 24 && name.chars().all(is_name) && marker(line).is_none();
    let apart = rest.is_empty() || rest.len() < value.len();
    let few = name.split_whitespace().count() <= 3;
    (plain && apart && few).then(|| {
        (
            words::fold(name).trim_end().to_owned(),
            line.len() - rest.len(),
        )
    })
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
        let sign =
            |label: Option<Label>| label.map_or('-', |label| ['T', 'B', 'o'][label.named as usize]);
        assert_eq!(
            labels(&lines).into_iter().map(sign).collect::<String>(),
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
