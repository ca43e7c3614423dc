//! Step 1, plain lines → lines, each with its facts: the blank lines around it, its words, how it begins and ends, its language.
//!
//! `labels` finds "Title: …", `vocabulary` numbers the subject words.

mod labels;
pub mod line;
pub mod vocabulary;

use super::programs::{PlainLine, PlainText};
use crate::lang::Detector;
use crate::text::words;
use labels::find_labels;
use line::{FileLines, LabelKind, Line, ListMarker};
use vocabulary::Vocabulary;

/// Gives the lines of a text their facts; its words enter the vocabulary.
pub fn read_lines<'a>(
    plain: &'a PlainText,
    detector: &Detector,
    vocabulary: &mut Vocabulary,
) -> FileLines<'a> {
    let texts: Vec<(&str, usize)> = plain
        .lines
        .iter()
        .map(|line| (line.text.as_str(), line.before))
        .collect();
    let labels = find_labels(&texts);
    let line = |(n, plain_line): (usize, &'a PlainLine)| {
        let text = plain_line.text.as_str();
        let label =
            labels[n].filter(|label| label.kind != LabelKind::Other && label.length < text.len());
        let (label, text) = text.split_at(label.map_or(0, |label| label.length));
        let folded = words::fold(text);
        let tongue = if plain_line.code {
            Vec::new()
        } else {
            detector.weigh_folded(&folded, text).into_vec()
        };
        Line {
            number: plain_line.number,
            last: plain_line.last,
            text,
            label,
            named: labels[n].map(|label| label.kind),
            level: plain_line.level,
            code: plain_line.code,
            inlines: &plain_line.inlines,
            announces_more: words::words(&folded)
                .last()
                .is_some_and(|word| detector.is_function_word(word)),
            indent: plain_line.indent,
            before: plain_line.before,
            after: plain.lines.get(n + 1).map_or(0, |next| next.before),
            words: words::words(text).count(),
            marker: ListMarker::parse(text).filter(|_| !plain_line.code),
            stems: if plain_line.code {
                Vec::new()
            } else {
                vocabulary.add(&folded)
            },
            tongue,
            folded,
        }
    };
    let lines: Vec<Line> = plain.lines.iter().enumerate().map(line).collect();
    let solid = lines.windows(2).all(|pair| pair[1].before == 0);
    FileLines { lines, solid }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::programs::read_plain;

    #[test]
    fn markers() {
        for (text, expected) in [
            ("• pain", Some((4, None))),
            ("- pain", Some((2, None))),
            ("-pain", None),
            ("12. Pétrir", Some((4, Some(12)))),
            ("2) Cuire", Some((3, Some(2)))),
            ("a) le sel", None),
            ("2014. Une année", None),
            ("3.14 est un nombre", None),
            ("1.", None),
            ("", None),
        ] {
            assert_eq!(
                ListMarker::parse(text).map(|found| (found.length, found.number)),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn lines_know_the_blanks_around_them() {
        let plain = read_plain("\u{feff}Un\r\n\r\n\r\n  Deux\nTrois\r\n");
        let text = read_lines(&plain, &Detector::new(&["fr"]), &mut Vocabulary::default());
        let facts: Vec<_> = text
            .lines
            .iter()
            .map(|l| (l.number, l.text, l.before, l.after, l.indent))
            .collect();
        assert_eq!(
            facts,
            [
                (1, "Un", 0, 2, 0),
                (4, "Deux", 2, 0, 2),
                (5, "Trois", 0, 0, 0)
            ]
        );
    }
}
