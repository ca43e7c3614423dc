//! Dates as bylines write them, in any language.

use super::tokens::{LineToken, tokenize_line};
use crate::archive::post::CalendarDay;
use crate::languages::{archive_words, month};

/// Words that a time of day takes after a date ("at 10:30 am", "à 10 h 30").
const CLOCK: usize = 6;

/// A line that is nothing but a date, with the date where it is complete.
pub fn parse_date_line(line: &str) -> Option<Option<CalendarDay>> {
    let tokens = tokenize_line(line).filter(|tokens| tokens.len() <= 4 + CLOCK)?;
    if let [name, year] = &tokens[..]
        && month(&name.word).is_some()
        && year.word.len() == 4
        && year.is_number()
    {
        return Some(None);
    }
    let (length, date) = date_at(&tokens, 0)?;
    is_time(&tokens[length..]).then_some(date)
}

/// The ends of a date at a token, without and with a time of day after it.
pub(super) fn date_ends(
    tokens: &[LineToken],
    at: usize,
) -> Option<(impl Iterator<Item = usize>, Option<CalendarDay>)> {
    let (length, date) = date_at(tokens, at)?;
    let start = at + length;
    let ends = (start..=(start + CLOCK).min(tokens.len()))
        .filter(move |&end| is_time(&tokens[start..end]));
    Some((ends, date))
}

fn is_time(tokens: &[LineToken]) -> bool {
    tokens.iter().all(|token| {
        let digits = token.word.trim_end_matches(['h', 'm', 'a', 'p']);
        archive_words().time_words.contains(&token.word)
            || digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A date at a token: how many tokens it takes, and the date where it is sure.
fn date_at(tokens: &[LineToken], at: usize) -> Option<(usize, Option<CalendarDay>)> {
    let word = |i: usize| tokens.get(at + i).map_or("", |token| token.word.as_str());
    let mut i = 0;
    while i < 2 && archive_words().before_dates.contains(word(i)) {
        i += 1;
    }
    let number = |w: &str| w.parse::<u32>().ok().filter(|_| w.len() <= 2);
    let day = |w: &str| {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let day = digits.parse().ok()?;
        ((1..=31).contains(&day) && w.len() <= 4).then_some(day)
    };
    let year = |w: &str| {
        let year = w.parse::<i32>().ok()?;
        (w.len() == 4 && (1980..2100).contains(&year)).then_some(year)
    };
    // "03.05.14": of this century.
    let short_year = |w: &str| Some(2000 + number(w)? as i32).filter(|_| w.len() == 2);
    let (first, second, third) = (word(i), word(i + 1), word(i + 2));
    let named = match (day(first), month(second)) {
        (Some(day), Some(month)) => Some((month, day)),
        _ => month(first).zip(day(second)),
    };
    if let Some((month, day)) = named {
        let year = year(third);
        let length = i + 2 + usize::from(year.is_some());
        return Some((length, year.map(|year| (year, month, day))));
    }
    let iso = (year(first), number(second), number(third));
    if let (Some(y), Some(m @ 1..=12), Some(d @ 1..=31)) = iso {
        return Some((i + 3, Some((y, m, d))));
    }
    let (a, b, y) = (
        number(first)?,
        number(second)?,
        year(third).or_else(|| short_year(third))?,
    );
    // 03/05/2014 is a day in May or in March: only a number over twelve tells.
    match (a, b) {
        (13..=31, 1..=12) => Some((i + 3, Some((y, b, a)))),
        (1..=12, 13..=31) => Some((i + 3, Some((y, a, b)))),
        (1..=12, 1..=12) => Some((i + 3, (a == b).then_some((y, a, b)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_alone() {
        for (line, expected) in [
            ("3 mai 2014", Some(Some((2014, 5, 3)))),
            ("Saturday, May 3, 2014", Some(Some((2014, 5, 3)))),
            ("mai 2014", Some(None)),
            ("May the bread be with you", None),
            ("3 pains", None),
        ] {
            assert_eq!(parse_date_line(line), expected, "{line}");
        }
    }
}
