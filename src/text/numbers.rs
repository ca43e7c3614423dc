//! Numbers in a text as what they mean, so that those of two languages can be compared: `3,6 millions` is `3,600,000`, `15 h` is
//! `3 pm`, `le 3 mai` is `May 3`, `trois` is `3`.
//!
//! 1. The text is cut into runs of digits (with what parts thousands and decimals) and words.
//! 2. Each run of digits, and each number in words, has *meanings*: `3,600` may be 3600 or 3.6, `8 heures` eight hours, 8:00 or 20:00.
//! 3. What stands around it changes them: a scale, a per cent sign, a month, the sign of a time.
//!
//! Two numbers agree where they share a meaning; of days, months and times that both have, these decide.

mod around;
mod meaning;
mod reader;
mod tokens;

use crate::languages::Pack;
use meaning::Meaning;
pub use meaning::{Number, Weight};
use tokens::{NumberText, NumberWords, tokens};

/// The numbers of a text in a language.
pub fn numbers<'t>(text: &'t str, pack: &Pack) -> Vec<Number<'t>> {
    let words = NumberWords::new(pack);
    let tokens = tokens(text);
    let text = NumberText {
        text,
        tokens: &tokens,
        words: &words,
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let (read, next) = text.read(at).unwrap_or((Vec::new(), at + 1));
        found.extend(read);
        at = next.max(at + 1);
    }
    found
}

/// The runs of digits of code, which every language writes alike.
pub fn numbers_of_code(text: &str) -> Vec<Number<'_>> {
    let is_digit = |c: char| c.is_ascii_digit();
    let starts = text
        .char_indices()
        .filter(|(at, c)| is_digit(*c) && !text[..*at].ends_with(is_digit));
    let number = |(start, _)| {
        let length = text[start..]
            .find(|c| !is_digit(c))
            .unwrap_or(text.len() - start);
        let range = start..start + length;
        Some(Number {
            text,
            weight: Weight::Exact,
            meanings: vec![Meaning::Plain(text[range.clone()].parse().ok()?)],
            range,
        })
    };
    starts.filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::pack;

    /// Whether each number of either text has one in the other.
    fn agree(fr: &str, en: &str) -> bool {
        let (fr, en) = (numbers(fr, pack("fr")), numbers(en, pack("en")));
        let has = |list: &[Number], one: &Number| list.iter().any(|other| other.agrees(one));
        let telling = |list: &[Number], others: &[Number]| {
            list.iter()
                .filter(|one| one.weight > Weight::Hint)
                .all(|one| has(others, one))
        };
        !fr.is_empty() && telling(&fr, &en) && telling(&en, &fr)
    }

    #[test]
    fn numbers_of_two_languages() {
        for (fr, en, expected) in [
            ("en 1931", "in 1931", true),
            ("en 1931", "in 1913", false),
            ("1 500,50 €", "€1,500.50", true),
            ("1 500,50 €", "€1,500.05", false),
            ("2,5 %", "2.5%", true),
            ("2,5 %", "25%", false),
            ("2,5 pour cent", "2.5 per cent", true),
            ("3,6 millions", "3,600,000", true),
            ("3,6 M€", "€3.6 million", true),
            ("3,6 millions", "36 million", false),
            ("2 milliards", "2 billion", true),
            ("2 milliards", "2 million", false),
            ("2 milliards", "two thousand million", true),
            ("20 000", "20k", true),
            ("3,600 kg", "3.6 kg", true),
            ("12 345 678", "12,345,678", true),
            ("en 2019 350 personnes", "in 2019, 350 people", true),
            ("la version 2.4.1", "version 2.4.1", true),
            ("la version 2.4.1", "version 2.4.2", false),
            ("trois", "3", true),
            ("trois", "four", false),
            ("douze jours", "12 days", true),
            ("vingt et un", "twenty-one", true),
            ("soixante-dix-sept", "77", true),
            ("quatre-vingt-dix-neuf", "ninety-nine", true),
            ("deux cent cinq", "two hundred and five", true),
            ("deux mille quatorze", "2,014", true),
            ("un million et demi", "1,500,000", true),
            ("deux millions et demi", "two and a half million", true),
            ("trois ans et demi", "three and a half years", true),
            ("plus de 287 millions", "287+ million", true),
            ("20 ans", "two decades", true),
            ("partie 1 de 3", "part 1/3", true),
            ("mille", "a thousand", true),
            ("trois quarts", "three quarters", true),
            ("3/4", "75 %", true),
            ("3/4", "three quarters", true),
            ("3/4", "57%", false),
            ("la moitié des 8", "50% of the 8", true),
            ("deux fois", "twice", true),
            ("quinze jours", "two weeks", true),
            ("au 21e siècle", "in the twenty-first century", true),
            ("au XIXe siècle", "in the 19th century", true),
            ("au XIXe siècle", "in the 20th century", false),
            ("Le 2e. Ce Xe", "The 2nd, the 10th", true),
            ("les années 80", "the 1980s", true),
            ("les années 80", "the eighties", true),
            ("les années 80", "the 1970s", false),
            ("15 h", "3 pm", true),
            ("15 h", "5 pm", false),
            ("à 20 h 45", "at 8.45 p.m.", true),
            ("à 20h45", "at 20:45", true),
            ("à 20h45", "at 8:54 PM", false),
            ("8 heures du soir", "8 o'clock", true),
            ("à 0 h", "at midnight", true),
            ("à 8 h 05", "at 8.05", true),
            ("à 8 h 05", "at 8.50", false),
            ("8,50 €", "€8.50", true),
            ("2 h 30", "2h30", true),
            ("8 heures de travail", "8 hours of work", true),
            ("de 13 h à 15 h", "between 1-3pm", true),
            ("de 13 h à 15 h", "from 1 to 3 p.m.", true),
            ("de 13 h à 15 h", "from 2 to 3 p.m.", false),
            ("de 9 h à 11 h 30", "from 9:00 to 11:30 am", true),
            ("12 h", "noon", true),
            ("midi", "12 pm", true),
            ("1 h 30", "90 minutes", true),
            ("quinze heures", "3 pm", true),
            ("le 3 mai", "May 3", true),
            ("le 3 mai", "on the 3rd of May", true),
            ("le 3 mai", "May 4", false),
            ("le 3 mai", "June 3", false),
            ("le 1er mai 2014", "May 1st, 2014", true),
            ("du 3 au 5 mai", "May 3-5", true),
            ("mai 2014", "June 2014", false),
            ("le 3 mai 1931", "on 3 May 1931", true),
            ("le 3 mai 1931", "on 3 May 1913", false),
            ("le 16/09/2025", "on 09/16/2025", true),
            ("le 16/09/2025", "September 16, 2025", true),
            ("le 16/09/2025", "2025-09-16", true),
            ("le 16/09/2025", "2025-09-17", false),
            ("le 16/09/2025", "2026-09-16", false),
            ("007", "7", true),
            ("0", "zero", true),
        ] {
            assert_eq!(
                agree(fr, en),
                expected,
                "{fr} / {en}: {:?} {:?}",
                numbers(fr, pack("fr")),
                numbers(en, pack("en"))
            );
        }
    }
}
