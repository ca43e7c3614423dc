//! Boilerplate: the interface strings of blog engines, captions, bylines, read-more links.
//!
//! The phrases are data of each language; this module only knows how to compare a line with them.

use super::dates::date_ends;
use super::tokens::{LineToken, is_sign, tokenize, tokenize_line, without_last_signs};
use crate::archive::post::CalendarDay;
use crate::languages::archive_words;
use crate::languages::{self, LineRole};
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Clone, Debug, PartialEq)]
pub struct RecognizedLine {
    pub role: LineRole,
    /// The author that a byline names.
    pub author: Option<String>,
    /// The date that a byline states.
    pub date: Option<CalendarDay>,
}

struct Phrase {
    role: LineRole,
    signed: bool,
    /// Whether it has words between quotation marks, as a line that it is must have.
    quoted: bool,
    parts: Vec<PhrasePart>,
    /// Whether a number or a date is in it.
    counts: bool,
}

#[derive(Debug, PartialEq)]
enum PhrasePart {
    Word(String),
    Number,
    Date,
    /// At most so many words.
    Any(usize),
    /// A person: two to four words in capitals, or the one word that means whoever keeps the site.
    Name,
}

/// So many given words make a sentence an interface's, whatever else is in it.
const TELLING: usize = 5;
/// `{any}` is at most as many words, and `{few}`, such as a name, these.
const ANY: usize = 34;
const FEW: usize = 4;
/// No name of a person has more words.
const NAME: usize = 5;

/// Phrases by their first word; those that begin otherwise under an empty one.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    for group in &languages::all().boilerplate {
        for line in &group.lines {
            let parts = parse_phrase(line);
            let first = match parts.first() {
                Some(PhrasePart::Word(word)) => word.clone(),
                _ => String::new(),
            };
            let counts = [PhrasePart::Number, PhrasePart::Date];
            phrases.entry(first).or_default().push(Phrase {
                role: group.kind,
                signed: group.signed,
                quoted: line.contains('"'),
                counts: parts.iter().any(|part| counts.contains(part)),
                parts,
            });
        }
    }
    phrases
});

/// The phrases that a line may be which begins with a word.
fn phrases_from(word: &str) -> impl Iterator<Item = &'static Phrase> {
    [word, ""]
        .into_iter()
        .filter_map(|word| PHRASES.get(word))
        .flatten()
}

fn parse_phrase(line: &str) -> Vec<PhrasePart> {
    let mut parts = Vec::new();
    for (index, part) in line.split(['{', '}']).enumerate() {
        match (index % 2, part) {
            (0, text) => {
                let words = tokenize(text, true).into_iter();
                parts.extend(words.map(|token| PhrasePart::Word(token.word)));
            }
            (_, "n") => parts.push(PhrasePart::Number),
            (_, "date") => parts.push(PhrasePart::Date),
            (_, "few") => parts.push(PhrasePart::Any(FEW)),
            (_, "name") => parts.push(PhrasePart::Name),
            _ => parts.push(PhrasePart::Any(ANY)),
        }
    }
    let is_sign = |part: &PhrasePart| matches!(part, PhrasePart::Word(word) if is_sign(word));
    while parts.last().is_some_and(is_sign) {
        parts.pop();
    }
    parts
}

/// Recognises a whole line.
pub fn recognize_line(line: &str) -> Option<RecognizedLine> {
    let tokens = tokenize_line(line)?;
    phrases_from(&tokens[0].word).find_map(|phrase| phrase.recognize(line, &tokens))
}

impl Phrase {
    fn recognize(&self, line: &str, tokens: &[LineToken]) -> Option<RecognizedLine> {
        let has_digits = |token: &LineToken| token.word.starts_with(|c: char| c.is_ascii_digit());
        if self.counts && !tokens.iter().any(has_digits) {
            return None;
        }
        let mut matched = PhraseMatch::default();
        if !match_parts(&self.parts, tokens, 0, &mut matched) {
            return None;
        }
        let end = line.trim_end();
        let is_sentence =
            end.ends_with(['.', ',', ';']) && !end.ends_with("...") && tokens.len() > 6;
        // A date beside words of the author's is a byline's only with its year: "1er mai – fête du travail" is a title.
        let is_year = |token: &LineToken| token.word.len() == 4 && token.is_number();
        let given = self
            .parts
            .iter()
            .filter(|part| matches!(part, PhrasePart::Word(_)));
        let is_dated = self.parts.contains(&PhrasePart::Date);
        let is_authors = matched.any
            && (is_sentence && given.count() < TELLING || is_dated && !tokens.iter().any(is_year));
        if is_authors
            || self.quoted && !line.contains(['"', '“', '«'])
            || self.signed && !line.contains(['(', '[', '…', '→', '»', '>', '.'])
        {
            return None;
        }
        let author = matched
            .author
            .or(matched.head.filter(|_| self.role == LineRole::Comment));
        let words =
            |(first, last): (usize, usize)| line[tokens[first].start..tokens[last].end].trim();
        Some(RecognizedLine {
            role: self.role,
            author: author.map(|range| words(range).to_owned()),
            date: matched.date,
        })
    }
}

/// Where buttons and counters end that begin at a token: phrases of known words, numbers and names only.
pub(super) fn phrase_ends(tokens: &[LineToken], at: usize) -> Vec<usize> {
    let is_open = |part: &PhrasePart| matches!(part, PhrasePart::Any(_) | PhrasePart::Date);
    let known = phrases_from(&tokens[at].word).filter(|phrase| {
        matches!(
            phrase.role,
            LineRole::End | LineRole::Group | LineRole::More
        ) && !phrase.parts.iter().any(is_open)
            && phrase.parts.len() <= tokens.len() - at
    });
    let ends = known.filter_map(|phrase| {
        let end = at + phrase.parts.len();
        let mut matched = PhraseMatch::default();
        match_parts(&phrase.parts, &tokens[..end], at, &mut matched).then_some(end)
    });
    let mut ends: Vec<usize> = ends.collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.dedup();
    ends
}

/// What the parts of a phrase are in a line; the words by their first and last token.
#[derive(Default)]
struct PhraseMatch {
    any: bool,
    author: Option<(usize, usize)>,
    /// The words that are for `{any}` at the head.
    head: Option<(usize, usize)>,
    date: Option<CalendarDay>,
}

fn match_parts(
    parts: &[PhrasePart],
    tokens: &[LineToken],
    at: usize,
    matched: &mut PhraseMatch,
) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return at == tokens.len();
    };
    let Some(token) = tokens.get(at) else {
        return false;
    };
    let upto = |most: usize| at + 1..=at + most.min(tokens.len() - at);
    match part {
        PhrasePart::Word(word) => *word == token.word && match_parts(rest, tokens, at + 1, matched),
        PhrasePart::Number => token.is_number() && match_parts(rest, tokens, at + 1, matched),
        PhrasePart::Date => {
            let Some((mut ends, date)) = date_ends(tokens, at) else {
                return false;
            };
            let ok = ends.any(|end| match_parts(rest, tokens, end, matched));
            if ok {
                matched.date = date;
            }
            ok
        }
        PhrasePart::Name => {
            let mut ends = upto(NAME).filter(|&end| is_name(&tokens[at..end]));
            let end = ends.find(|&end| match_parts(rest, tokens, end, matched));
            matched.author = end.map(|end| (at, end - 1)).or(matched.author);
            end.is_some()
        }
        PhrasePart::Any(most) => {
            let Some(end) = upto(*most).find(|&end| match_parts(rest, tokens, end, matched)) else {
                return false;
            };
            matched.any = true;
            if at == 0 {
                matched.head = Some((0, end - 1));
            }
            if names_author(&tokens[..at]) {
                matched.author = Some((at, end - 1));
            }
            true
        }
    }
}

/// Whether the words before others announce an author: "by", "author:".
fn names_author(before: &[LineToken]) -> bool {
    match before {
        [.., label, sign] if sign.word == ":" => {
            archive_words().author_labels.contains(&label.word)
        }
        [.., last] => archive_words().by.contains(&last.word),
        [] => false,
    }
}

pub(super) fn is_name(tokens: &[LineToken]) -> bool {
    match tokens {
        [one] => archive_words().site_accounts.contains(&one.word),
        [first, .., last] => {
            let is_part = |token: &LineToken| {
                token.word.bytes().all(|b| b.is_ascii_alphabetic())
                    && (token.capital || archive_words().name_particles.contains(&token.word))
            };
            first.capital && last.capital && tokens.iter().all(is_part)
        }
        [] => false,
    }
}

/// Whether a line is nothing but a person's name in capitals.
pub fn is_person(line: &str) -> bool {
    tokenize_line(line).is_some_and(|tokens| tokens.len() <= NAME && is_name(&tokens))
}

/// Where a read-more link begins at the end of a line that says something before it.
pub fn find_read_more(line: &str) -> Option<usize> {
    let trimmed = line.trim_end();
    if trimmed.ends_with(['.', ',', ';']) && !trimmed.ends_with("...") {
        return None;
    }
    let from = match trimmed.char_indices().rev().nth(300) {
        None | Some((0, _)) => 0,
        Some((at, _)) => at + trimmed[at..].find(char::is_whitespace)?,
    };
    let tail = without_last_signs(tokenize(&trimmed[from..], true));
    (1..tail.len()).find_map(|first| {
        let at = from + tail[first].start;
        let capital = trimmed[at..].starts_with(char::is_uppercase);
        let bracket = trimmed[..at].ends_with(['(', '[']);
        let loose = trimmed[..at].ends_with(|c: char| {
            c.is_whitespace() || matches!(c, '…' | '.' | '!' | '?' | '»' | '>')
        });
        if !(capital && loose || bracket) {
            return None;
        }
        let rest = &tail[first..];
        let is_link = phrases_from(&rest[0].word).any(|phrase| {
            // One word ("Suite", "More") ends many a sentence; it is a link only between brackets.
            phrase.role == LineRole::More
                && (bracket || phrase.parts.len() > 1)
                && match_parts(&phrase.parts, rest, 0, &mut PhraseMatch::default())
        });
        is_link.then(|| if bracket { at - 1 } else { at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let phrases = || PHRASES.values().flatten();
        assert!(phrases().count() > 300);
        let says_something = |phrase: &Phrase| {
            phrase
                .parts
                .iter()
                .any(|part| !matches!(part, PhrasePart::Any(_) | PhrasePart::Name))
        };
        assert!(phrases().all(says_something));
    }

    #[test]
    fn lines_of_the_interface() {
        for (line, expected) in [
            ("Publicités", Some(LineRole::Ad)),
            ("J\u{2019}aime chargement…", Some(LineRole::End)),
            ("Share this:", Some(LineRole::End)),
            ("12 Comments", Some(LineRole::End)),
            ("Étiquettes : pain, levain", Some(LineRole::End)),
            ("  • Twitter", Some(LineRole::Group)),
            ("Publié le 3 mai 2014 par Anne Roux", Some(LineRole::Byline)),
            ("Posted by Anne Roux on May 3, 2014", Some(LineRole::Byline)),
            (
                "Published by Anne Roux on May 3, 2014",
                Some(LineRole::Byline),
            ),
            ("Published by Anne Roux", Some(LineRole::Byline)),
            ("Posted on May 3, 2014 at 10:30 am", Some(LineRole::Byline)),
            (
                "Par Anne Roux, le 3 mai 2014 à 10 h 30",
                Some(LineRole::Byline),
            ),
            ("Continue reading →", Some(LineRole::More)),
            ("Oven (Photo credit: Wikipedia)", Some(LineRole::Caption)),
            ("Image via CrunchBase", Some(LineRole::Caption)),
            (
                "The image was found via a search of all our ovens, and we kept it.",
                None,
            ),
            ("Twitter is a word that bakers seldom use", None),
            ("Le pain de seigle", None),
            ("Octobre – novembre 2017", None),
            ("1er mai – fête des boulangers", None),
            ("3 mai 2014 – Anne Roux", Some(LineRole::Byline)),
            ("Mon pain, publié dans Le Fournil", None),
            ("Marqué par la farine", None),
            ("Crédit : comment acheter un four à plusieurs", None),
            ("Crédit photo : Anne Roux", Some(LineRole::Caption)),
            ("Written by Anne Roux", Some(LineRole::Group)),
            ("Copyright and the baker", None),
            ("La suite", None),
            ("Suite", None),
            ("(suite)", Some(LineRole::More)),
            ("La suite →", Some(LineRole::More)),
            ("Par Anne Roux", Some(LineRole::Byline)),
            ("By Jean de la Mie", Some(LineRole::Byline)),
            ("Par amour du pain", None),
            ("By hand", None),
            (
                "This entry was posted in Bread and tagged rye, oven by Anne. Bookmark the permalink.",
                Some(LineRole::End),
            ),
            ("", None),
        ] {
            assert_eq!(
                recognize_line(line).map(|found| found.role),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn bylines_state_author_and_date() {
        for (line, author, date) in [
            (
                "Publié le 3 mai 2014 par Anne Roux",
                Some("Anne Roux"),
                Some((2014, 5, 3)),
            ),
            (
                "Posted by M.-A. Roy on December 4, 2012",
                Some("M.-A. Roy"),
                Some((2012, 12, 4)),
            ),
            (
                "Publié par Anne Roux le 1er août 2011",
                Some("Anne Roux"),
                Some((2011, 8, 1)),
            ),
            ("Posted on 03/05/2014", None, None),
            ("Posted on 2014-05-03", None, Some((2014, 5, 3))),
        ] {
            let found = recognize_line(line).expect(line);
            assert_eq!(
                (found.author.as_deref(), found.date),
                (author, date),
                "{line}"
            );
        }
    }

    #[test]
    fn read_more_at_the_end() {
        for (line, expected) in [
            ("Le four est leur Lire la suite", Some("Lire la suite")),
            (
                "A good crust.  Read\u{a0} more »",
                Some("Read\u{a0} more »"),
            ),
            (
                "Une croûte… Continuer la lecture de « Le pain » →",
                Some("Continuer la lecture de « Le pain » →"),
            ),
            ("Bread needs time [Read more]", Some("[Read more]")),
            ("Bread needs time (more…)", Some("(more…)")),
            ("You should read more", None),
            ("Voilà la suite", None),
            ("Lire la suite", None),
        ] {
            assert_eq!(
                find_read_more(line).map(|at| &line[at..]),
                expected,
                "{line}"
            );
        }
    }
}
