//! Step 1, text → lines, each with its facts: the blank lines around it, its words, how it begins and ends, its language.
//!
//! `wrap` cuts the text, `labels` finds "Title: …", `vocabulary` numbers the subject words.

mod labels;
pub mod line;
pub mod vocabulary;
mod wrap;

use crate::lang::Detector;
use crate::text::words;
use labels::find_labels;
use line::{FileLines, LabelKind, Line, ListMarker};
use vocabulary::Vocabulary;
use wrap::{RawLine, count_hashes, cut_lines, is_space};

/// Cuts a text into lines; its words enter the vocabulary.
pub fn read_lines<'a>(
    text: &'a str,
    detector: &Detector,
    vocabulary: &mut Vocabulary,
) -> FileLines<'a> {
    let raws = cut_lines(text);
    let labels = find_labels(
        &raws
            .iter()
            .map(|raw| (&text[raw.start..raw.end], raw.before))
            .collect::<Vec<_>>(),
    );
    let line = |(n, raw): (usize, &RawLine)| {
        let whole = &text[raw.start..raw.end];
        let hashes = count_hashes(whole);
        let text = whole[hashes..].trim_start_matches(is_space);
        let label =
            labels[n].filter(|label| label.kind != LabelKind::Other && label.length < text.len());
        let (label, text) = text.split_at(label.map_or(0, |label| label.length));
        let folded = words::fold(text);
        Line {
            number: raw.number,
            last: raw.last,
            text,
            label,
            named: labels[n].map(|label| label.kind),
            hashes,
            indent: raw.indent,
            before: raw.before,
            after: raws.get(n + 1).map_or(0, |next| next.before),
            words: words::words(text).count(),
            marker: ListMarker::parse(text),
            stems: vocabulary.add(&folded),
            tongue: detector.weigh_folded(&folded, text).into_vec(),
            folded,
        }
    };
    let lines: Vec<Line> = raws.iter().enumerate().map(line).collect();
    let solid = lines.windows(2).all(|pair| pair[1].before == 0);
    FileLines { lines, solid }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_wrapped_paragraph_is_one_line() {
        let paragraph = "Le pain de seigle demande une longue\nattente, et celui qui se presse le rate;\n\
                         c’est la seule chose que mon père m’ait\nvraiment apprise dans le fournil.\n";
        let source = format!(
            "Le pain\n\n{}",
            format!("{paragraph}\n  • le sel\n  • l’eau\n\n").repeat(4)
        );
        let text = read_lines(&source, &Detector::new(&["fr"]), &mut Vocabulary::default());
        let facts: Vec<_> = text
            .lines
            .iter()
            .take(4)
            .map(|l| (l.number, l.last, l.after))
            .collect();
        assert_eq!(facts, [(1, 1, 1), (3, 6, 1), (8, 8, 0), (9, 9, 1)]);
        assert!(text.lines[1].flat().contains("longue attente"));
        assert_eq!(text.lines[1].words, 30);
    }

    #[test]
    fn markdown_headings_lose_their_signs() {
        let text = read_lines(
            "## Le four\n\n#pain",
            &Detector::new(&["fr"]),
            &mut Vocabulary::default(),
        );
        let facts: Vec<_> = text.lines.iter().map(|l| (l.text, l.hashes)).collect();
        assert_eq!(facts, [("Le four", 2), ("#pain", 0)]);
    }

    #[test]
    fn lines_know_the_blanks_around_them() {
        let text = read_lines(
            "\u{feff}Un\r\n\r\n\r\n  Deux\nTrois\r\n",
            &Detector::new(&["fr"]),
            &mut Vocabulary::default(),
        );
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
