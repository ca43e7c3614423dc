//! What git leaves in a text where it could not merge two versions.

use std::ops::Range;

/// The first line of each conflict, `<<<<<<< ours`; where that is gone, its last, `>>>>>>> theirs`, below a line `=======`.
pub fn conflicts(text: &str) -> Vec<Range<usize>> {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return Vec::new();
    }
    let (mut found, mut at, mut is_parted) = (Vec::new(), 0, false);
    for line in text.split('\n') {
        let is_mark = |mark: &str| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        if is_mark("<<<<<<<") || (is_parted && found.is_empty() && is_mark(">>>>>>>")) {
            found.push(at..at + line.len());
        }
        is_parted |= line == "=======";
        at += line.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_at_the_beginning_of_lines() {
        for (text, expected) in [
            (
                "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> é\n<<<<<<<\n",
                vec!["<<<<<<< HEAD", "<<<<<<<"],
            ),
            ("=======\n>>>>>>> é", vec![">>>>>>> é"]),
            ("Un titre\n=======\n\n> <<<<<<< a\n\n<<<<<<<a\n", vec![]),
            (">>>>>>> a deep quotation", vec![]),
        ] {
            let found: Vec<&str> = conflicts(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
