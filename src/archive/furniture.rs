//! Lines that are not the author's: interface strings of blog engines, captions, bylines, read-more links.
//!
//! The strings are data (`furniture.toml`); this module only knows how to compare a line with them.

use crate::text::words;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What an interface string does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// May stand in the middle of a post.
    Ad,
    /// Stands after a post.
    End,
    /// Is furniture only among furniture.
    Group,
    /// Stands above all posts.
    Head,
    /// Author and date.
    Byline,
    /// Who wrote a comment.
    Comment,
    /// Ends a post that is cut.
    More,
    /// Names a lost image.
    Caption,
}

/// Year, month, day.
pub(crate) type Date = (i32, u32, u32);

/// What a line was recognised as.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// What it does.
    pub role: Role,
    /// The author that a byline names.
    pub author: Option<String>,
    /// The date that a byline states.
    pub date: Option<Date>,
}

#[derive(Deserialize)]
struct Table {
    strings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    kind: Role,
    lines: Vec<String>,
}

struct Pattern {
    role: Role,
    parts: Vec<Part>,
    /// Whether a number or a date is in it.
    counts: bool,
    /// Whether a date is.
    dated: bool,
    /// How many of its words are given.
    given: usize,
}

#[derive(Debug)]
enum Part {
    Word(String),
    Number,
    Date,
    /// At most so many words.
    Any(usize),
    /// A person: two to four words in capitals, or the one word that stands for whoever keeps the site.
    Name,
}

/// A word or a sign of a line, and where it stands.
struct Token {
    start: usize,
    end: usize,
    word: String,
    capital: bool,
}

/// No interface string is longer, in words.
const LONGEST: usize = 48;
/// So many given words make a sentence an interface's, whatever else is in it.
const TELLING: usize = 5;
/// `{any}` stands for at most as many words, and `{few}`, such as a name, for these.
const ANY: usize = 34;
const FEW: usize = 4;

struct Patterns {
    all: Vec<Pattern>,
    by_word: HashMap<String, Vec<usize>>,
    open: Vec<usize>,
    more: Vec<usize>,
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        // The table is our own and a test reads it: an empty one is better than a panic in someone's build.
        let table: Table = toml::from_str(include_str!("furniture.toml")).unwrap_or(Table {
            strings: Vec::new(),
        });
        let mut patterns = Patterns {
            all: Vec::new(),
            by_word: HashMap::new(),
            open: Vec::new(),
            more: Vec::new(),
        };
        for entry in table.strings {
            for line in &entry.lines {
                let parts = parse(line);
                let id = patterns.all.len();
                match parts.first() {
                    Some(Part::Word(word)) => {
                        patterns.by_word.entry(word.clone()).or_default().push(id)
                    }
                    Some(_) => patterns.open.push(id),
                    None => continue,
                }
                if entry.kind == Role::More {
                    patterns.more.push(id);
                }
                let counts = parts
                    .iter()
                    .any(|part| matches!(part, Part::Number | Part::Date));
                let dated = parts.iter().any(|part| matches!(part, Part::Date));
                let given = parts
                    .iter()
                    .filter(|part| matches!(part, Part::Word(_)))
                    .count();
                patterns.all.push(Pattern {
                    role: entry.kind,
                    parts,
                    counts,
                    dated,
                    given,
                });
            }
        }
        patterns
    })
}

fn parse(line: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, piece) in line.split(['{', '}']).enumerate() {
        match (index % 2, piece) {
            (0, text) => parts.extend(
                tokens(text, true)
                    .into_iter()
                    .map(|token| Part::Word(token.word)),
            ),
            (_, "n") => parts.push(Part::Number),
            (_, "date") => parts.push(Part::Date),
            (_, "few") => parts.push(Part::Any(FEW)),
            (_, "name") => parts.push(Part::Name),
            _ => parts.push(Part::Any(ANY)),
        }
    }
    while matches!(parts.last(), Some(Part::Word(sign)) if sign == ":" || sign == "|") {
        parts.pop();
    }
    parts
}

/// Words, and the signs that tell a label from a sentence: `:` and any kind of bar (`|`, `·`, a dash between spaces).
fn tokens(text: &str, inner: bool) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            word.get_or_insert(at);
            continue;
        }
        if let Some(start) = word.take() {
            let word = &text[start..at];
            tokens.push(Token {
                start,
                end: at,
                word: words::fold(word),
                capital: word.starts_with(char::is_uppercase),
            });
        }
        let sign = match c {
            ':' => ":",
            '©' => "©",
            '|' | '·' | '•' => "|",
            '-' | '–' | '—' if text[..at].ends_with(char::is_whitespace) => "|",
            _ => continue,
        };
        if inner || !tokens.is_empty() {
            tokens.push(Token {
                start: at,
                end: at + c.len_utf8(),
                word: sign.to_string(),
                capital: false,
            });
        }
    }
    tokens
}

/// A line as the tables know it; its closing signs do not count.
fn line_tokens(line: &str) -> Option<Vec<Token>> {
    if line.len() > 400 {
        return None;
    }
    let mut found = tokens(line, false);
    while found
        .last()
        .is_some_and(|token| token.word == ":" || token.word == "|")
    {
        found.pop();
    }
    (!found.is_empty() && found.len() <= LONGEST).then_some(found)
}

/// Recognises a whole line.
pub(crate) fn recognise(line: &str) -> Option<Found> {
    let tokens = line_tokens(line)?;
    let patterns = patterns();
    let sentence = line.trim_end().ends_with(['.', ',', ';'])
        && !line.trim_end().ends_with("...")
        && tokens.len() > 6;
    let mut candidates: Vec<usize> = patterns
        .by_word
        .get(&tokens[0].word)
        .cloned()
        .unwrap_or_default();
    candidates.extend(&patterns.open);
    let digits = tokens
        .iter()
        .any(|token| token.word.starts_with(|c: char| c.is_ascii_digit()));
    candidates.into_iter().find_map(|id| {
        let pattern = &patterns.all[id];
        if pattern.counts && !digits {
            return None;
        }
        let mut seen = Seen::default();
        if !matches(&pattern.parts, &tokens, 0, &mut seen)
            || (sentence && seen.any && pattern.given < TELLING)
        {
            return None;
        }
        // A date beside words of the author's is a byline's only with its year: "1er mai – fête du travail" is a title.
        let year = || {
            tokens.iter().any(|token| {
                token.word.len() == 4 && token.word.bytes().all(|b| b.is_ascii_digit())
            })
        };
        if pattern.dated && seen.any && !year() {
            return None;
        }
        // "La suite", "More": a link only with its brackets or arrow; else it may be a heading.
        if pattern.role == Role::More
            && bare(&pattern.parts)
            && !line.contains(['(', '[', '…', '→', '»', '>', '.'])
        {
            return None;
        }
        let author = seen
            .author
            .or(seen.head.filter(|_| pattern.role == Role::Comment))
            .map(|(first, last)| {
                line[tokens[first].start..tokens[last].end]
                    .trim()
                    .to_string()
            });
        Some(Found {
            role: pattern.role,
            author,
            date: seen.date,
        })
    })
}

/// Words that a heading may be made of as well as a link: "Suite", "More", "En savoir plus".
fn bare(parts: &[Part]) -> bool {
    let words: Vec<&str> = parts
        .iter()
        .filter_map(|part| {
            if let Part::Word(word) = part {
                Some(word.as_str())
            } else {
                None
            }
        })
        .collect();
    matches!(
        words[..],
        ["suite"]
            | ["la", "suite"]
            | ["more"]
            | ["continue"]
            | ["continued"]
            | ["en", "savoir", "plus"]
            | ["learn", "more"]
            | ["find", "out", "more"]
    )
}

#[derive(Default)]
struct Seen {
    any: bool,
    author: Option<(usize, usize)>,
    /// The words that stand for any at the head.
    head: Option<(usize, usize)>,
    date: Option<Date>,
}

fn matches(parts: &[Part], tokens: &[Token], at: usize, seen: &mut Seen) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return at == tokens.len();
    };
    let Some(token) = tokens.get(at) else {
        return false;
    };
    match part {
        Part::Word(word) => *word == token.word && matches(rest, tokens, at + 1, seen),
        Part::Number => {
            token.word.bytes().all(|b| b.is_ascii_digit()) && matches(rest, tokens, at + 1, seen)
        }
        Part::Date => date_at(tokens, at).is_some_and(|(length, date)| {
            let ok = (0..=CLOCK).any(|clock| {
                at + length + clock <= tokens.len()
                    && is_clock(&tokens[at + length..at + length + clock])
                    && matches(rest, tokens, at + length + clock, seen)
            });
            if ok {
                seen.date = date;
            }
            ok
        }),
        Part::Name => (1..=NAME.min(tokens.len() - at)).any(|length| {
            let ok = is_name(&tokens[at..at + length]) && matches(rest, tokens, at + length, seen);
            if ok {
                seen.author = Some((at, at + length - 1));
            }
            ok
        }),
        Part::Any(most) => (1..=(*most).min(tokens.len() - at)).any(|length| {
            let ok = matches(rest, tokens, at + length, seen);
            if ok {
                seen.any = true;
                if at == 0 {
                    seen.head = Some((0, length - 1));
                }
                let before = at.checked_sub(1).map(|before| tokens[before].word.as_str());
                let label = at.checked_sub(2).map(|before| tokens[before].word.as_str());
                if matches!(before, Some("par" | "by"))
                    || (before == Some(":") && matches!(label, Some("auteur" | "author")))
                {
                    seen.author = Some((at, at + length - 1));
                }
            }
            ok
        }),
    }
}

/// No name of a person has more words.
const NAME: usize = 5;

fn is_name(tokens: &[Token]) -> bool {
    let particle = |word: &str| {
        matches!(
            word,
            "de" | "du"
                | "des"
                | "la"
                | "le"
                | "van"
                | "von"
                | "der"
                | "den"
                | "da"
                | "di"
                | "el"
                | "d"
        )
    };
    let keeper = |word: &str| {
        matches!(
            word,
            "admin"
                | "administrator"
                | "administrateur"
                | "webmaster"
                | "webmestre"
                | "redaction"
                | "editor"
                | "guest"
        )
    };
    match tokens {
        [one] => keeper(&one.word),
        [first, .., last] => {
            let letters = |token: &Token| token.word.bytes().all(|b| b.is_ascii_alphabetic());
            first.capital
                && last.capital
                && tokens
                    .iter()
                    .all(|token| letters(token) && (token.capital || particle(&token.word)))
        }
        [] => false,
    }
}

/// Whether a line is nothing but a person's name in capitals.
pub(crate) fn person(line: &str) -> bool {
    line_tokens(line).is_some_and(|tokens| tokens.len() <= NAME && is_name(&tokens))
}

/// Words that a time of day takes after a date ("at 10:30 am", "à 10 h 30").
const CLOCK: usize = 6;

fn is_clock(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| {
        matches!(
            token.word.as_str(),
            "at" | "a" | "h" | "am" | "pm" | ":" | "min" | "|"
        ) || token
            .word
            .trim_end_matches(['h', 'm', 'a', 'p'])
            .bytes()
            .all(|b| b.is_ascii_digit())
    })
}

const MONTHS: &[&str] = &[
    "janvier january jan janv",
    "fevrier february feb fevr fev",
    "mars march mar",
    "avril april apr avr",
    "mai may",
    "juin june jun",
    "juillet july jul juil",
    "aout august aug",
    "septembre september sep sept",
    "octobre october oct",
    "novembre november nov",
    "decembre december dec",
];
const DAYS: &str = "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday \
                    saturday sunday mon tue wed thu fri sat sun lun mer jeu ven sam dim le on the";

/// A date at a token: how many tokens it takes, and the date where the words leave no doubt.
fn date_at(tokens: &[Token], at: usize) -> Option<(usize, Option<Date>)> {
    let word = |i: usize| tokens.get(at + i).map_or("", |token| token.word.as_str());
    let mut i = 0;
    while i < 2 && DAYS.split_whitespace().any(|day| day == word(i)) {
        i += 1;
    }
    let month = |w: &str| {
        MONTHS
            .iter()
            .position(|names| names.split(' ').any(|name| name == w))
            .map(|m| m as u32 + 1)
    };
    let day = |w: &str| {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits
            .parse()
            .ok()
            .filter(|d| (1..=31).contains(d) && w.len() <= 4)
    };
    let year = |w: &str| {
        w.parse::<i32>()
            .ok()
            .filter(|y| w.len() == 4 && (1980..2100).contains(y))
    };
    let sure = |y: Option<i32>, m: u32, d: u32| y.map(|y| (y, m, d));
    if let (Some(d), Some(m)) = (day(word(i)), month(word(i + 1))) {
        let y = year(word(i + 2));
        return Some((i + 2 + usize::from(y.is_some()), sure(y, m, d)));
    }
    if let (Some(m), Some(d)) = (month(word(i)), day(word(i + 1))) {
        let y = year(word(i + 2));
        return Some((i + 2 + usize::from(y.is_some()), sure(y, m, d)));
    }
    let number = |w: &str| w.parse::<u32>().ok().filter(|_| w.len() <= 2);
    let iso = (year(word(i)), number(word(i + 1)), number(word(i + 2)));
    if let (Some(y), Some(m @ 1..=12), Some(d @ 1..=31)) = iso {
        return Some((i + 3, Some((y, m, d))));
    }
    let (a, b) = (number(word(i))?, number(word(i + 1))?);
    let y = year(word(i + 2))?;
    // 03/05/2014 is a day in May or in March: only a number over twelve tells.
    match (a, b) {
        (13..=31, 1..=12) => Some((i + 3, Some((y, b, a)))),
        (1..=12, 13..=31) => Some((i + 3, Some((y, a, b)))),
        (1..=12, 1..=12) => Some((i + 3, (a == b).then_some((y, a, b)))),
        _ => None,
    }
}

/// A line that is nothing but a date, with the date where it is whole.
pub(crate) fn bare_date(line: &str) -> Option<Option<Date>> {
    let tokens = line_tokens(line).filter(|tokens| tokens.len() <= 4 + CLOCK)?;
    if let [name, year] = &tokens[..] {
        let month = MONTHS
            .iter()
            .any(|names| names.split(' ').any(|month| month == name.word));
        if month && year.word.len() == 4 && year.word.bytes().all(|b| b.is_ascii_digit()) {
            return Some(None);
        }
    }
    let (length, date) = date_at(&tokens, 0)?;
    is_clock(&tokens[length..]).then_some(date)
}

/// Where a read-more link begins at the end of a line that says something before it.
pub(crate) fn more_at(line: &str) -> Option<usize> {
    let trimmed = line.trim_end();
    let from = trimmed
        .char_indices()
        .rev()
        .nth(300)
        .map_or(0, |(at, _)| at);
    let from = if from == 0 {
        0
    } else {
        from + trimmed[from..].find(char::is_whitespace)?
    };
    let tail = tokens(&trimmed[from..], true);
    let ends = trimmed.ends_with(['.', ',', ';']) && !trimmed.ends_with("...");
    if ends {
        return None;
    }
    let mut end = tail.len();
    while end > 0 && matches!(tail[end - 1].word.as_str(), ":" | "|") {
        end -= 1;
    }
    (1..end).find_map(|first| {
        let at = from + tail[first].start;
        let capital = trimmed[at..].starts_with(char::is_uppercase);
        let bracket = trimmed[..at].ends_with(['(', '[']);
        let loose = trimmed[..at].ends_with(|c: char| {
            c.is_whitespace() || matches!(c, '…' | '.' | '!' | '?' | '»' | '>')
        });
        if !(capital && loose || bracket) {
            return None;
        }
        let rest = &tail[first..end];
        let hit = patterns().more.iter().any(|&id| {
            let pattern = &patterns().all[id];
            // One word ("Suite", "More") ends many a sentence; it is a link only between brackets.
            (bracket || pattern.parts.len() > 1)
                && matches(&pattern.parts, rest, 0, &mut Seen::default())
        });
        hit.then(|| if bracket { at - 1 } else { at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        toml::from_str::<Table>(include_str!("furniture.toml")).expect("furniture.toml");
        assert!(patterns().all.len() > 300);
        let says_something = |pattern: &Pattern| {
            pattern
                .parts
                .iter()
                .any(|part| !matches!(part, Part::Any(_) | Part::Name))
        };
        assert!(patterns().all.iter().all(says_something));
    }

    #[test]
    fn lines_of_the_interface() {
        for (line, expected) in [
            ("Publicités", Some(Role::Ad)),
            ("J\u{2019}aime chargement…", Some(Role::End)),
            ("Share this:", Some(Role::End)),
            ("12 Comments", Some(Role::End)),
            ("Étiquettes : pain, levain", Some(Role::End)),
            ("  • Twitter", Some(Role::Group)),
            ("Publié le 3 mai 2014 par Anne Roux", Some(Role::Byline)),
            ("Posted by Anne Roux on May 3, 2014", Some(Role::Byline)),
            ("Posted on May 3, 2014 at 10:30 am", Some(Role::Byline)),
            ("Par Anne Roux, le 3 mai 2014 à 10 h 30", Some(Role::Byline)),
            ("Continue reading →", Some(Role::More)),
            ("Oven (Photo credit: Wikipedia)", Some(Role::Caption)),
            ("Image via CrunchBase", Some(Role::Caption)),
            (
                "The image was found via a search of all our ovens, and we kept it.",
                None,
            ),
            ("Twitter is a word that bakers seldom use", None),
            ("Le pain de seigle", None),
            ("Octobre – novembre 2017", None),
            ("1er mai – fête des boulangers", None),
            ("3 mai 2014 – Anne Roux", Some(Role::Byline)),
            ("Mon pain, publié dans Le Fournil", None),
            ("Marqué par la farine", None),
            ("Crédit : comment acheter un four à plusieurs", None),
            ("Crédit photo : Anne Roux", Some(Role::Caption)),
            ("Written by Anne Roux", Some(Role::Group)),
            ("Copyright and the baker", None),
            ("La suite", None),
            ("Suite", None),
            ("(suite)", Some(Role::More)),
            ("La suite →", Some(Role::More)),
            ("Par Anne Roux", Some(Role::Byline)),
            ("By Jean de la Mie", Some(Role::Byline)),
            ("Par amour du pain", None),
            ("By hand", None),
            (
                "This entry was posted in Bread and tagged rye, oven by Anne. Bookmark the permalink.",
                Some(Role::End),
            ),
            ("", None),
        ] {
            assert_eq!(recognise(line).map(|found| found.role), expected, "{line}");
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
            let found = recognise(line).expect(line);
            assert_eq!(
                (found.author.as_deref(), found.date),
                (author, date),
                "{line}"
            );
        }
    }

    #[test]
    fn dates_alone() {
        for (line, expected) in [
            ("3 mai 2014", Some(Some((2014, 5, 3)))),
            ("Saturday, May 3, 2014", Some(Some((2014, 5, 3)))),
            ("mai 2014", Some(None)),
            ("May the bread be with you", None),
            ("3 pains", None),
        ] {
            assert_eq!(bare_date(line), expected, "{line}");
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
            assert_eq!(more_at(line).map(|at| &line[at..]), expected, "{line}");
        }
    }
}
