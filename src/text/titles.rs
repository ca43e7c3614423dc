//! Titles as readers see them, titles made from first words, and slugs.

use super::words::one_line;

/// A line for display: runs of spaces become one, spaces inside brackets go, and a no-break space stays only where
/// punctuation asks for it (before `; : ! ? »`, after `«`). `:(` is no bracket, nor is that of an interval, `]0, 1[`.
pub fn tidy(line: &str) -> String {
    let chars: Vec<char> = line.trim().chars().collect();
    let mut tidied = String::with_capacity(line.len());
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_whitespace() {
            tidied.push(chars[at]);
            at += 1;
            continue;
        }
        let end = (at..chars.len())
            .find(|&i| !chars[i].is_whitespace())
            .unwrap_or(chars.len());
        let no_break = chars[at..end]
            .iter()
            .any(|c| matches!(c, '\u{a0}' | '\u{202f}'));
        let (before, after) = (tidied.chars().next_back(), chars.get(end));
        let french =
            matches!(before, Some('«')) || matches!(after, Some(';' | ':' | '!' | '?' | '»' | '%'));
        let outside = tidied.chars().rev().nth(1);
        let opens = matches!(before, Some('(' | '['))
            && outside.is_none_or(|c| c.is_whitespace() || "«“‘\"'([".contains(c));
        let beyond = chars.get(end + 1);
        let closes = matches!(after, Some(')' | ']'))
            && beyond.is_none_or(|c| {
                c.is_whitespace() || c.is_ascii_punctuation() || "»”’…".contains(*c)
            });
        if !(opens || closes) {
            tidied.push(if no_break && french { '\u{a0}' } else { ' ' });
        }
        at = end;
    }
    tidied
}

/// A title from the first words of a text: at most sixty characters, cut at a word, with `…` where it was cut.
pub fn from_first_words(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = one_line(text);
    if text.chars().count() <= LONGEST {
        return text.trim_end_matches(['.', ':', ',', ';', ' ']).to_owned();
    }
    let limit = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    // A whole short sentence makes a better title than a cut one.
    if let Some(end) = text[..limit]
        .find(['.', '?', '!'])
        .filter(|end| text[..*end].chars().count() > 20)
    {
        return text[..=end].trim_end_matches('.').to_owned();
    }
    let mut words: Vec<&str> = text[..limit].split(' ').collect();
    words.pop();
    // A title that ends in an article or a preposition reads as an accident.
    while words.len() > 3 && words.last().is_some_and(|word| word.chars().count() <= 3) {
        words.pop();
    }
    format!(
        "{}…",
        words
            .join(" ")
            .trim_end_matches([',', ';', ':', '«', '(', '“', ' '])
    )
}

/// An ASCII slug of at most eighty characters, cut at a word; idempotent.
pub fn slug(text: &str) -> String {
    const LONGEST: usize = 80;
    let slug = slug::slugify(text);
    if slug.len() <= LONGEST {
        return slug;
    }
    let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
    slug[..cut].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tidying() {
        for (line, expected) in [
            (
                "Le guichet (\u{a0}ou ce qu’il en reste)",
                "Le guichet (ou ce qu’il en reste)",
            ),
            ("Fin ( à suivre ), dit-on", "Fin (à suivre), dit-on"),
            ("Triste :( mais  vrai", "Triste :( mais vrai"),
            ("Dans ]0, 1[ et  ]0, 1] ici", "Dans ]0, 1[ et ]0, 1] ici"),
            (
                "Opening hours are a\u{a0}promise",
                "Opening hours are a promise",
            ),
            ("  Qui  vient\u{a0} ?  ", "Qui vient\u{a0}?"),
            ("«\u{a0}ici\u{a0}» et  là", "«\u{a0}ici\u{a0}» et là"),
        ] {
            assert_eq!(tidy(line), expected, "{line}");
        }
    }

    #[test]
    fn titles_from_first_words() {
        for (text, expected) in [
            ("Une phrase courte.", "Une phrase courte"),
            (
                "Le magasin ouvre à neuf heures. Personne ne vient avant dix heures, et encore.",
                "Le magasin ouvre à neuf heures",
            ),
            (
                "Hier matin, pendant que nous rangions les chaises de la salle d’attente, un homme est entré",
                "Hier matin, pendant que nous rangions les chaises…",
            ),
        ] {
            assert_eq!(from_first_words(text), expected, "{text}");
        }
    }

    #[test]
    fn slugs() {
        for (text, expected) in [
            ("L’été à Nœux ?", "l-ete-a-noeux"),
            ("!!!", ""),
            ("a b", "a-b"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
        assert!(slug(&"mot ".repeat(60)).len() <= 80);
    }

    proptest! {
        #[test]
        fn slugs_and_tidying_are_idempotent(text in "\\PC*") {
            let once = slug(&text);
            prop_assert_eq!(&slug(&once), &once);
            let once = tidy(&text);
            prop_assert_eq!(&tidy(&once), &once);
            from_first_words(&text);
        }
    }
}
