//! Where sentences end.

use crate::languages;

/// Byte ends of the sentences of `text`, the last always at its end. A sentence ends at `. ! ? …` (and the marks that
/// close it) before a space and something that can begin a sentence; at `。！？` whatever follows.
pub fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(mark) = next_end_mark(text, at) {
        let marks = text[mark..].len() - text[mark..].trim_start_matches(is_end_mark).len();
        let closed = skip_closing(text, mark + marks);
        at = closed;
        if text[..mark + marks].ends_with(is_wide) {
            ends.extend((closed < text.len()).then_some(closed));
            continue;
        }
        let rest = text[closed..].trim_start();
        let Some(first) = rest.chars().next() else {
            break;
        };
        let begins =
            first.is_uppercase() || first.is_numeric() || "«“\"'‘—–-¿¡([*•".contains(first);
        let lone_point = marks == 1 && text[mark..].starts_with('.');
        if closed + rest.len() < text.len()
            && begins
            && !(lone_point && is_abbreviation(&text[..mark], first.is_numeric()))
        {
            ends.push(closed);
        }
    }
    ends.push(text.len());
    ends
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide(c)
}

/// A mark of Chinese and Japanese, which has its space inside.
fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Looks at bytes: most letters need not be known.
fn next_end_mark(text: &str, from: usize) -> Option<usize> {
    let may_be = |byte: &u8| matches!(*byte, b'.' | b'!' | b'?' | FIRST_OF_ELLIPSIS | 0xe3 | 0xef);
    let mut at = from;
    loop {
        at += text.as_bytes()[at..].iter().position(may_be)?;
        if text[at..].starts_with(is_end_mark) {
            return Some(at);
        }
        at += 1;
    }
}

/// The first byte of `…`, and of other marks; that of `。` is 0xe3, of `！` and `？` 0xef.
const FIRST_OF_ELLIPSIS: u8 = 0xe2;

/// Past closing quotes and brackets, with the space that French puts before `»`.
fn skip_closing(text: &str, mut at: usize) -> usize {
    loop {
        let mut chars = text[at..].chars();
        match (chars.next(), chars.next()) {
            (Some(mark @ ('»' | '”' | '"' | '’' | '\'' | ')' | ']' | '」' | '』' | '）')), _) => {
                at += mark.len_utf8()
            }
            (Some(space), Some('»')) if space.is_whitespace() => {
                at += space.len_utf8() + '»'.len_utf8()
            }
            _ => return at,
        }
    }
}

fn is_abbreviation(before: &str, number_follows: bool) -> bool {
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '“' | '"'))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = super::words::fold(&before[word_start..]);
    // A single capital is an initial: "J. Martin".
    let initial = before[word_start..].chars().count() == 1 && before.ends_with(char::is_uppercase);
    // A text may quote any language.
    let known = &languages::all().abbreviations;
    let ends_phrase = |phrase: &&String| {
        let last = phrase.rsplit(' ').next();
        last.is_some_and(|last| word.ends_with(last))
    };
    let is_phrase = |phrase: &String| {
        // Of a long text all of it would be folded at each point.
        let letters = before.char_indices().rev().take(12);
        let from = letters.last().map_or(0, |(at, _)| at);
        super::words::fold(&before[from..]).ends_with(phrase)
    };
    initial
        || known.words.contains(&word)
        || known.phrases.iter().filter(ends_phrase).any(is_phrase)
        || (number_follows && known.before_numbers.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_ends() {
        for (text, expected) in [
            ("Un. Deux.", vec!["Un.", " Deux."]),
            ("M. Roche est là. Bien.", vec!["M. Roche est là.", " Bien."]),
            (
                "Des fruits, etc. Le reste suit",
                vec!["Des fruits, etc. Le reste suit"],
            ),
            (
                "Some (e.g. apples) and J. Smith. Yes!",
                vec!["Some (e.g. apples) and J. Smith.", " Yes!"],
            ),
            (
                "Un exemple, p. ex. Lyon. Voilà.",
                vec!["Un exemple, p. ex. Lyon.", " Voilà."],
            ),
            (
                "« Vraiment ? » Oui… peut-être. Non ?! Si.",
                vec!["« Vraiment ? »", " Oui… peut-être.", " Non ?!", " Si."],
            ),
            (
                "C’est ce qu’il est. Puis non.",
                vec!["C’est ce qu’il est.", " Puis non."],
            ),
            (
                "Voir p. 12. It was me. No. Yes.",
                vec!["Voir p. 12.", " It was me.", " No.", " Yes."],
            ),
            (
                "雨だ。「行こう！」と言う。はい",
                vec!["雨だ。", "「行こう！」", "と言う。", "はい"],
            ),
            ("It costs 3.50 today", vec!["It costs 3.50 today"]),
            ("", vec![""]),
        ] {
            let mut start = 0;
            let found: Vec<&str> = ends(text)
                .into_iter()
                .map(|end| {
                    let sentence = &text[start..end];
                    start = end;
                    sentence
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
