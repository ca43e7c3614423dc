//! The numbers that begin with a token: digits, dates in digits, words, centuries.

use std::ops::Range;

use super::around::Around;
use super::meaning::{Meaning, Number, Weight};
use super::tokens::{NumberText, plain, weight};
use crate::text::words::fold;

impl<'t> NumberText<'_, 't> {
    fn number(&self, tokens: Range<usize>, weight: Weight, meanings: Vec<Meaning>) -> Number<'t> {
        let start = self.tokens[tokens.start].range.start;
        Number {
            text: self.text,
            range: start..self.tokens[tokens.end - 1].range.end,
            weight,
            meanings,
        }
    }

    /// The numbers that begin with a token, and the token after them.
    pub fn read(&self, at: usize) -> Option<(Vec<Number<'t>>, usize)> {
        if let Some(date) = self.numeric_date(at) {
            return Some(date);
        }
        let number = match self.digits(at) {
            Some(written) => {
                let values = plain(written);
                let weight = weight(written, &values);
                Some((values, weight, at + 1))
            }
            None => self.in_words(at).or_else(|| self.roman(at)),
        };
        let is_hint = number.is_none();
        let (values, weight, next) = number.or_else(|| self.hint(at))?;
        let mut number = Around {
            text: self,
            meanings: values.into_iter().map(Meaning::Plain).collect(),
            weight,
            next,
            month: None,
        };
        if !is_hint {
            number.look_around(at);
        }
        let Around {
            meanings,
            weight,
            next,
            month,
            ..
        } = number;
        let from = month.map_or(at, |month| month.min(at));
        let to = month.map_or(next, |month| next.max(month + 1));
        Some((vec![self.number(from..to, weight, meanings)], next))
    }

    /// `16/09/2025`, `2025-09-16`, and `3/4`, which may be a part or a day.
    fn numeric_date(&self, at: usize) -> Option<(Vec<Number<'t>>, usize)> {
        let part = |at: usize| {
            let digits = self.digits(at)?;
            Some((digits.parse::<u32>().ok()?, digits))
        };
        let number =
            |from, to: usize, meanings, weight| self.number(from..to + 1, weight, meanings);
        let days = |a: u32, b: u32| {
            let day = |month, day| {
                let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
                is_day.then_some(Meaning::Day(month, day))
            };
            day(a, b).into_iter().chain(day(b, a)).collect::<Vec<_>>()
        };
        let year = |at, year| number(at, at, vec![Meaning::Plain(f64::from(year))], Weight::Exact);
        let ((a, first), (b, second)) = (part(at)?, part(at + 1)?);
        let sign = self.gap(at + 1);
        let third = part(at + 2).filter(|_| self.gap(at + 2) == sign && ["/", "-"].contains(&sign));
        match third {
            Some((c, third)) if third.len() == 4 && !days(a, b).is_empty() => {
                let day = number(at, at + 1, days(a, b), Weight::Exact);
                Some((vec![day, year(at + 2, c)], at + 3))
            }
            Some((c, _)) if first.len() == 4 && !days(b, c).is_empty() => {
                let day = number(at + 1, at + 2, vec![Meaning::Day(b, c)], Weight::Exact);
                Some((vec![year(at, a), day], at + 3))
            }
            None if sign == "/" && first.len() <= 2 && second.len() <= 2 && b > 0 => {
                let mut meanings = days(a, b);
                // Three of four.
                let values = [f64::from(a) / f64::from(b), f64::from(a), f64::from(b)];
                meanings.extend(values.map(Meaning::Plain));
                Some((vec![number(at, at + 1, meanings, Weight::Common)], at + 2))
            }
            _ => None,
        }
    }

    /// A number in words.
    fn in_words(&self, at: usize) -> Option<(Vec<f64>, Weight, usize)> {
        let (mut whole, mut part, mut next) = (0.0, None, at);
        loop {
            let is_joined = next > at && self.words.pack.numbers.joins == self.word(next);
            let here = next + usize::from(is_joined);
            if next > at && !(self.follows(next) && self.follows(here)) {
                break;
            }
            let word = self.word(here);
            let scale = self.scale(word).filter(|_| word.len() > 2 && !is_joined);
            let value = self
                .words
                .values
                .get(word)
                .and_then(|values| values.first());
            match (scale, value) {
                (Some(noughts), _) if part.is_some() || (next == at && !word.ends_with('s')) => {
                    whole += part.take().unwrap_or(1.0) * 10_f64.powi(noughts);
                }
                (None, Some(value)) => match composed(part, *value) {
                    Some(composed) => part = Some(composed),
                    None => break,
                },
                _ => break,
            }
            next = here + 1;
        }
        if next == at {
            return None;
        }
        let mut values = vec![whole + part.unwrap_or(0.0)];
        let word = self.word(at);
        if next == at + 1 {
            values.extend(self.words.hints.get(word).into_iter().flatten());
        }
        let weight = match values[0] >= 2.0 && values.len() == 1 {
            true => Weight::Common,
            false => Weight::Hint,
        };
        Some((values, weight, next))
    }

    fn hint(&self, at: usize) -> Option<(Vec<f64>, Weight, usize)> {
        let values = self.words.hints.get(self.word(at))?;
        Some((values.clone(), Weight::Hint, at + 1))
    }

    /// A century: `XIXe`, `XXᵉ`.
    fn roman(&self, at: usize) -> Option<(Vec<f64>, Weight, usize)> {
        let word = &self.text[self.tokens[at].range.clone()];
        let numeral = word.trim_end_matches(|c: char| !"IVX".contains(c));
        let is_century = ["e", "eme", "ᵉ", "º"].contains(&fold(&word[numeral.len()..]).as_str());
        if !is_century || numeral.is_empty() || numeral.contains(|c: char| !"IVX".contains(c)) {
            return None;
        }
        let values = numeral.chars().map(|c| match c {
            'I' => 1,
            'V' => 5,
            _ => 10,
        });
        let values: Vec<i32> = values.collect();
        let signed = values
            .iter()
            .enumerate()
            .map(|(at, value)| match values.get(at + 1) {
                Some(next) if next > value => -value,
                _ => *value,
            });
        Some((vec![f64::from(signed.sum::<i32>())], Weight::Common, at + 1))
    }
}

/// What two parts of a number in words make: twenty and one, four and twenty in French, two and hundred.
fn composed(part: Option<f64>, value: f64) -> Option<f64> {
    let Some(part) = part else {
        return Some(value);
    };
    let tail = part % 100.0;
    let adds = match tail {
        0.0 => value < 100.0,
        10.0 => (7.0..10.0).contains(&value),
        60.0 | 80.0 => value < 20.0,
        tail => tail >= 20.0 && tail % 10.0 == 0.0 && value < 10.0,
    };
    match () {
        _ if value == 100.0 && (1.0..100.0).contains(&part) => Some(part * 100.0),
        _ if value == 20.0 && tail == 4.0 => Some(part - 4.0 + 80.0),
        _ if adds && part > 0.0 && value > 0.0 => Some(part + value),
        _ => None,
    }
}
