//! What a text is cut into, and the words that a language has for numbers.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::meaning::Weight;
use crate::languages::Pack;
use crate::text::words::{fold, is_of_word};

/// The words of a language, by what they mean.
pub struct NumberWords<'p> {
    pub values: HashMap<&'p str, Vec<f64>>,
    pub hints: HashMap<&'p str, Vec<f64>>,
    pub scales: HashMap<&'p str, i32>,
    pub months: HashMap<&'p str, u32>,
    pub pack: &'p Pack,
}

impl<'p> NumberWords<'p> {
    pub fn new(pack: &'p Pack) -> Self {
        let numbers = &pack.numbers;
        let by_word = |table: &'p BTreeMap<String, String>| {
            let mut values: HashMap<&str, Vec<f64>> = HashMap::new();
            for (value, words) in table {
                for word in words.split(' ') {
                    values.entry(word).or_default().extend(value.parse::<f64>());
                }
            }
            values
        };
        let scales = by_word(&numbers.scales).into_iter();
        let months = pack.months.iter().zip(1..);
        Self {
            values: by_word(&numbers.words),
            hints: by_word(&numbers.hints),
            scales: scales
                .filter_map(|(word, noughts)| Some((word, *noughts.first()? as i32)))
                .collect(),
            months: months
                .flat_map(|(names, month)| names.split(' ').map(move |name| (name, month)))
                .collect(),
            pack,
        }
    }
}

/// A run of digits or letters.
pub struct Token {
    pub range: Range<usize>,
    /// Folded; nothing where it is digits.
    pub word: Option<String>,
}

pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_word).map(|found| at + found) {
        let rest = &text[start..];
        let is_digits = rest.starts_with(|c: char| c.is_ascii_digit());
        at = start
            + match is_digits {
                true => end_of(rest),
                false => rest
                    .find(|c: char| !is_of_word(c) || c.is_ascii_digit())
                    .unwrap_or(rest.len()),
            };
        tokens.push(Token {
            range: start..at,
            word: (!is_digits).then(|| fold(&text[start..at])),
        });
    }
    tokens
}

/// A text in tokens, and the words of its language.
pub struct NumberText<'a, 't> {
    pub text: &'t str,
    pub tokens: &'a [Token],
    pub words: &'a NumberWords<'a>,
}

impl<'t> NumberText<'_, 't> {
    pub fn word(&self, at: usize) -> &str {
        let token = self.tokens.get(at);
        token.and_then(|token| token.word.as_deref()).unwrap_or("")
    }

    pub fn digits(&self, at: usize) -> Option<&'t str> {
        let token = self.tokens.get(at)?;
        token
            .word
            .is_none()
            .then(|| &self.text[token.range.clone()])
    }

    /// What stands between a token and the one before.
    pub fn gap(&self, at: usize) -> &'t str {
        match (
            at.checked_sub(1).and_then(|at| self.tokens.get(at)),
            self.tokens.get(at),
        ) {
            (Some(before), Some(token)) => &self.text[before.range.end..token.range.start],
            _ => "\n",
        }
    }

    /// Whether a token follows the one before at once, or behind a space or a hyphen.
    pub fn follows(&self, at: usize) -> bool {
        let gap = self.gap(at).trim_start_matches('+');
        let is_close = |c: char| matches!(c, '-' | '‑') || c.is_whitespace();
        gap.chars().count() <= 1 && gap.chars().all(is_close)
    }

    /// How many noughts a word adds to the number before it.
    pub fn scale(&self, word: &str) -> Option<i32> {
        let scales = &self.words.scales;
        let singular = || scales.get(word.strip_suffix('s').filter(|word| word.len() > 2)?);
        scales.get(word).or_else(singular).copied()
    }
}

/// Where a number ends: one sign between two digits is of it, a space only between groups of three.
pub fn end_of(text: &str) -> usize {
    let digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let (mut end, mut group) = (0, 0);
    loop {
        let count = digits(end);
        group = if end == 0 { count } else { group.max(count) };
        end += count;
        let Some(sign) = text[end..].chars().next() else {
            return end;
        };
        let next = digits(end + sign.len_utf8());
        let goes_on = match sign {
            ',' | '.' => next > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => next == 3 && group <= 3,
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += sign.len_utf8();
    }
}

/// What digits may mean: a sign before three of them parts thousands or decimals.
pub fn plain(written: &str) -> Vec<f64> {
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).collect();
    let signs: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let whole = |groups: &[&str]| groups.concat().parse::<f64>().ok();
    let decimal = |groups: &[&str]| {
        let (last, first) = groups.split_last()?;
        format!("{}.{last}", first.concat()).parse::<f64>().ok()
    };
    let in_threes =
        |groups: &[&str]| groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let meanings = match signs.as_slice() {
        [] => vec![whole(&groups)],
        [',' | '.'] if in_threes(&groups) && groups[0] != "0" => {
            vec![whole(&groups), decimal(&groups)]
        }
        [',' | '.'] => vec![decimal(&groups)],
        [first, others @ .., last @ (',' | '.')]
            if last != first
                && others.iter().all(|sign| sign == first)
                && in_threes(&groups[..groups.len() - 1]) =>
        {
            vec![decimal(&groups)]
        }
        _ => vec![whole(&groups)],
    };
    meanings.into_iter().flatten().collect()
}

/// Small and round numbers are told otherwise as often as not.
pub fn weight(written: &str, values: &[f64]) -> Weight {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let is_round = digits.trim_end_matches('0').len() <= 1;
    match values.first() {
        Some(value) if *value <= 20.0 && value.fract() == 0.0 => Weight::Common,
        Some(value) if is_round && *value <= 1e6 => Weight::Common,
        Some(_) => Weight::Exact,
        None => Weight::Hint,
    }
}
