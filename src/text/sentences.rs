//! Where sentences end.

use crate::languages;

/// Byte ends of the sentences of `text`, the last always at its end. A sentence ends at `. ! ? …` (and the marks that
/// close it) before a space and something that can begin a sentence.
pub fn ends(text: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut ends = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_end_mark(chars[at].1) {
            at += 1;
            continue;
        }
        let mark = at;
        while at < chars.len() && is_end_mark(chars[at].1) {
            at += 1;
        }
        let closed = skip_closing(&chars, at);
        let next = (closed..chars.len()).find(|&i| !chars[i].1.is_whitespace());
        let Some(next) = next else { break };
        let begins = chars[next].1.is_uppercase()
            || chars[next].1.is_numeric()
            || "«“\"'‘—–-¿¡([*•".contains(chars[next].1);
        let lone_point = at == mark + 1 && chars[mark].1 == '.';
        if next > closed
            && begins
            && !(lone_point && is_abbreviation(&text[..chars[mark].0], chars[next].1.is_numeric()))
        {
            ends.push(chars[closed].0);
        }
        at = closed.max(at);
    }
    ends.push(text.len());
    ends
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Past closing quotes and brackets, with the space that French puts before `»`.
fn skip_closing(chars: &[(usize, char)], mut at: usize) -> usize {
    loop {
        let here = chars.get(at).map(|c| c.1);
        let after = chars.get(at + 1).map(|c| c.1);
        match here {
            Some('»' | '”' | '"' | '’' | '\'' | ')' | ']') => at += 1,
            Some(space) if space.is_whitespace() && matches!(after, Some('»')) => at += 2,
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
    // None of them is longer; of a long text all of it would be folded at each point.
    let last = before
        .char_indices()
        .rev()
        .take(12)
        .last()
        .map_or(0, |(at, _)| at);
    // A text may quote any language.
    let known = &languages::all().abbreviations;
    let phrase = || {
        let end = super::words::fold(&before[last..]);
        known.phrases.iter().any(|known| end.ends_with(known))
    };
    initial
        || known.words.contains(&word)
        || phrase()
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
