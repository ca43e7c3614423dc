//! What has changed within a paragraph, word by word.

use std::collections::BTreeMap;

use super::changes::common;
use super::digest;
use crate::doc;

/// The paragraphs of an earlier version of a file's text, by the digests that records have of them.
pub fn old_paragraphs(text: &str) -> BTreeMap<String, String> {
    let paragraphs = doc::paragraphs(text, true).into_iter();
    paragraphs
        .map(|(range, words)| (digest(&words), text[range].trim().to_owned()))
        .collect()
}

/// The words of a paragraph, those that went between `[-` and `-]` and those that came between `{+` and `+}`, as `git diff
/// --word-diff` has them.
pub fn word_diff(was: &str, is: &str) -> String {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (was, is) = (words(was), words(is));
    let mut parts: Vec<String> = Vec::new();
    let (mut from_was, mut from_is) = (0, 0);
    let ends = std::iter::once((was.len(), is.len()));
    for (at_was, at_is) in common(&was, &is).into_iter().chain(ends) {
        if from_was < at_was {
            parts.push(format!("[-{}-]", was[from_was..at_was].join(" ")));
        }
        if from_is < at_is {
            parts.push(format!("{{+{}+}}", is[from_is..at_is].join(" ")));
        }
        parts.extend(is.get(at_is).cloned());
        (from_was, from_is) = (at_was + 1, at_is + 1);
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_went_and_came() {
        for (was, is, expected) in [
            ("La file avance.", "La file avance.", "La file avance."),
            (
                "La file avance.",
                "La file recule un peu.",
                "La file [-avance.-] {+recule un peu.+}",
            ),
            ("Un deux", "deux trois", "[-Un-] deux {+trois+}"),
            ("", "tout", "{+tout+}"),
        ] {
            assert_eq!(word_diff(was, is), expected);
        }
    }

    #[test]
    fn old_paragraphs_have_the_digests_of_records() {
        let old = old_paragraphs("Un.\n\nDeux *trois*.\n");
        assert_eq!(
            old.get(&digest("Deux trois.")).map(String::as_str),
            Some("Deux *trois*.")
        );
    }
}
