//! The shape of a line: its words with a sign for each date, number and name, so that "By Anna Roux on 3 May" and "By Paul
//! Bois on 9 June" are one.

use super::dates::date_ends;
use super::tokens::{LineToken, is_at_most, is_sign, tokenize_line};
use crate::languages::archive_words;
use crate::text::patterns::{ANY, common_pattern};

/// What stands for a date in a shape.
pub const DATE: &str = "<date>";

/// No longer line has a shape, in words.
const LONGEST: usize = 16;

/// The shape of a list of terms, each with the number of its posts.
const COUNTED: &str = "<term> (<number>)";

/// Whether a line is "bread (12) oven (3) flour (7)".
fn counts_terms(line: &str) -> bool {
    const TERMS: usize = 3;
    const WORDS: usize = 4;
    let is_count = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let counts = line.split('(').skip(1);
    let counts = counts
        .filter_map(|part| part.split(')').next())
        .filter(is_count)
        .count();
    counts >= TERMS && line.ends_with(')') && line.split_whitespace().count() <= counts * WORDS
}

/// The shape of a line; none where it would say no more, or too little, than the words themselves.
pub fn line_shape(line: &str) -> Option<String> {
    if counts_terms(line) {
        return Some(COUNTED.to_owned());
    }
    if !is_at_most(line, LONGEST) {
        return None;
    }
    let tokens = tokenize_line(line).filter(|tokens| tokens.len() <= LONGEST)?;
    let (mut shape, mut words, mut counts) = (Vec::new(), 0, 0);
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if let Some((ends, _)) = date_ends(&tokens, at) {
            at = ends.last().unwrap_or(at + 1);
            shape.push(DATE);
            counts += 1;
            continue;
        }
        if token.word.starts_with(|c: char| c.is_ascii_digit()) {
            shape.push("<number>");
            counts += 1;
        } else if token.capital && at > 0 {
            if shape.last() != Some(&"<name>") {
                shape.push("<name>");
            }
        } else {
            shape.push(&token.word);
            words += 1;
        }
        at += 1;
    }
    // "Section 2" counts sections, "Comments (2)" comments.
    let last = shape
        .iter()
        .rposition(|part| *part != "<number>")
        .unwrap_or(0);
    let counts_sections = last + 1 < shape.len()
        && words > 0
        && !line.ends_with([')', ']'])
        && !shape[..=last].iter().any(|part| part.starts_with('<'));
    let says_more = counts > 0 || shape.contains(&"<name>") && words >= 2;
    (says_more && !counts_sections && (words > 0 || counts > 1 || tokens.len() == 1))
        .then(|| shape.join(" "))
}

/// What lines of one shape have in common, as a pattern. A date and a name are each one thing, though all lines have the same.
pub fn shape_pattern(lines: &[&str]) -> Option<String> {
    let lines: Vec<String> = lines.iter().map(|line| star_parts(line)).collect();
    common_pattern(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A line with a star for each date, its "on" left, and each name.
fn star_parts(line: &str) -> String {
    let tokens = tokenize_line(line).unwrap_or_default();
    let is_name = |token: &LineToken| token.capital && !is_sign(&token.word);
    let (mut starred, mut from, mut at) = (String::new(), 0, 0);
    while at < tokens.len() {
        let date = date_ends(&tokens, at).and_then(|(ends, _)| ends.last());
        let names = tokens[at..]
            .iter()
            .take_while(|token| at > 0 && is_name(token));
        let Some(end) = date.or(Some(at + names.count()).filter(|end| *end > at)) else {
            at += 1;
            continue;
        };
        let is_on = |token: &&LineToken| {
            date.is_some() && archive_words().before_dates.contains(&token.word)
        };
        let first = at + tokens[at..end].iter().take_while(is_on).count();
        let mut inside = tokens[first..end].iter();
        let last = inside.rfind(|token| !is_sign(&token.word));
        if let Some((first, last)) = tokens.get(first).zip(last) {
            starred += &line[from..first.start];
            starred.push(ANY);
            from = last.end;
        }
        at = end;
    }
    starred + &line[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (line, expected) in [
            (
                "Zorbed by Anna Roux on 3 May 2014",
                Some("zorbed by <name> <date>"),
            ),
            ("12 claps", Some("<number> claps")),
            ("12", Some("<number>")),
            (
                "pain (12) four (3) farine bise (7)",
                Some("<term> (<number>)"),
            ),
            (
                "Le pain (12) et le sel (3)",
                Some("le pain <number> et le sel <number>"),
            ),
            ("Comments (12)", Some("comments <number>")),
            ("Section 2.1", None),
            ("Le pain de seigle", None),
            ("Anna Roux", None),
            ("", None),
        ] {
            assert_eq!(line_shape(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn patterns_of_a_shape() {
        for (lines, expected) in [
            (
                &[
                    "Zorbed by Anna Roux on 3 May 2014",
                    "Zorbed by Paul on 9 May 2014",
                ][..],
                Some("Zorbed by * on *"),
            ),
            (
                &["3 mai 2014 — Anna Roux — zorb", "4 mai 2014 — Léa — zorb"],
                Some("* — * — zorb"),
            ),
            (&["12 claps", "15 claps"], Some("* claps")),
            (
                &[
                    "Zorbé par Anne Roux le 3 mai 2014",
                    "Zorbé par Anne Roux le 4 mai 2014",
                ],
                Some("Zorbé par * le *"),
            ),
            (&["3 mai 2014", "4 mai 2014"], None),
        ] {
            assert_eq!(shape_pattern(lines).as_deref(), expected, "{lines:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_has_a_shape(words in proptest::collection::vec(proptest::sample::select(vec![
            "Le", "On", "Samedi", "le", "Anne", "zorbé", "3", "mai", "2014", "—", "|", ":", "12:30", "(4)", "May", "at", "",
        ]), 0..9), line in "\\PC*") {
            for line in [words.join(" "), line] {
                line_shape(&line);
                shape_pattern(&[&line, &line]);
            }
        }
    }
}
