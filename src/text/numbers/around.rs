//! What stands around a number and changes what it means: a scale, a per cent sign, a month, the sign of a time.

use super::meaning::{Meaning, Weight};
use super::tokens::NumberText;

/// A number while what stands around it is read.
pub struct Around<'a, 't> {
    pub text: &'a NumberText<'a, 't>,
    pub meanings: Vec<Meaning>,
    pub weight: Weight,
    /// The token after it.
    pub next: usize,
    /// The token of its month, where it is of a date.
    pub month: Option<usize>,
}

impl Around<'_, '_> {
    pub fn look_around(&mut self, at: usize) {
        if self.time() {
            return;
        }
        self.dotted(at);
        self.half();
        self.shares();
        self.scales();
        self.percent();
        self.day(at);
    }

    fn whole(&self) -> Option<u32> {
        match self.meanings.first()? {
            Meaning::Plain(value) if value.fract() == 0.0 && (0.0..1e9).contains(value) => {
                Some(*value as u32)
            }
            _ => None,
        }
    }

    /// `15 h 30`, `3:30 pm`, `8.45 p.m.`, `8 o'clock`.
    fn time(&mut self) -> bool {
        let Some(Meaning::Plain(value)) = self.meanings.first().copied() else {
            return false;
        };
        let text = self.text;
        let numbers = &text.words.pack.numbers;
        let has = |list: &str, word: &str| !word.is_empty() && list.split(' ').any(|of| of == word);
        let hour = value.trunc();
        let mut minutes = ((value - hour) * 100.0).round();
        let minutes_at = |at: usize| {
            let digits = text.digits(at).filter(|digits| digits.len() == 2)?;
            digits.parse::<f64>().ok().filter(|minutes| *minutes < 60.0)
        };
        let (mut next, mut is_time) = (self.next, false);
        if minutes == 0.0
            && text.gap(next) == ":"
            && let Some(told) = minutes_at(next)
        {
            (minutes, next, is_time) = (told, next + 1, true);
        } else if minutes == 0.0 && text.follows(next) && has(&numbers.hours, text.word(next)) {
            let told = minutes_at(next + 1).filter(|_| text.follows(next + 1));
            (minutes, next, is_time) = (
                told.unwrap_or(0.0),
                next + 1 + usize::from(told.is_some()),
                true,
            );
        }
        let (half, after) = match (text.word(next), text.word(next + 1)) {
            (half @ ("a" | "p"), "m") if text.gap(next + 1) == "." => {
                (format!("{half}m"), next + 2)
            }
            (half, _) => (half.to_owned(), next + 1),
        };
        let is_near = text.follows(next);
        let (is_morning, is_afternoon) = (
            is_near && has(&numbers.morning, &half),
            is_near && has(&numbers.afternoon, &half),
        );
        if hour > 24.0 || minutes >= 60.0 || !(is_time || is_morning || is_afternoon) {
            return false;
        }
        let time = |hour: f64| Meaning::Time((hour % 24.0 * 60.0 + minutes) as u32);
        if is_morning || is_afternoon {
            let hour = hour % 12.0 + if is_afternoon { 12.0 } else { 0.0 };
            self.meanings = vec![time(hour)];
            self.noon(hour, minutes);
            self.next = after;
        } else {
            self.meanings.retain(|_| minutes == 0.0);
            self.meanings.push(time(hour));
            self.noon(hour, minutes);
            // At seven in the evening.
            match hour <= 12.0 {
                true => self.meanings.push(time(hour + 12.0)),
                false => self.meanings.push(Meaning::Plain(hour - 12.0)),
            }
            // It may last so long.
            if minutes > 0.0 {
                let minutes = hour * 60.0 + minutes;
                self.meanings
                    .extend([Meaning::Plain(minutes), Meaning::Plain(minutes / 60.0)]);
            }
            self.next = next;
        }
        self.weight = Weight::Exact;
        true
    }

    /// Noon and midnight have words, which mean twelve.
    fn noon(&mut self, hour: f64, minutes: f64) {
        if hour % 12.0 == 0.0 && minutes == 0.0 {
            self.meanings.push(Meaning::Plain(12.0));
        }
    }

    /// `8.05`, which may be a time.
    fn dotted(&mut self, at: usize) {
        let written = self
            .text
            .digits(at)
            .and_then(|digits| digits.split_once('.'));
        let Some((hour, minutes)) = written.filter(|(_, minutes)| minutes.len() == 2) else {
            return;
        };
        if let (Ok(hour @ 0..24), Ok(minutes @ 0..60)) =
            (hour.parse::<u32>(), minutes.parse::<u32>())
        {
            self.meanings.push(Meaning::Time(hour * 60 + minutes));
        }
    }

    /// `un million et demi`, `two and a half`.
    fn half(&mut self) {
        let text = self.text;
        if text.word(self.next) != text.words.pack.numbers.joins {
            return;
        }
        let half = |at: &usize| {
            let hints = text.words.hints.get(text.word(*at));
            hints.is_some_and(|hints| hints.contains(&0.5))
        };
        let places = [self.next + 1, self.next + 2];
        let Some((at, Meaning::Plain(value))) = places
            .into_iter()
            .find(half)
            .zip(self.meanings.first().copied())
        else {
            return;
        };
        let unit = if value < 1000.0 {
            1.0
        } else {
            1000_f64.powf(value.log(1000.0).floor())
        };
        self.meanings.push(Meaning::Plain(value + unit / 2.0));
        self.next = at + 1;
    }

    /// `three quarters`, `two decades`.
    fn shares(&mut self) {
        let text = self.text;
        let hints = text.words.hints.get(text.word(self.next));
        let Some(hints) = hints.filter(|_| text.follows(self.next)) else {
            return;
        };
        if let Some(Meaning::Plain(value)) = self.meanings.first().copied() {
            let shares = hints.iter().map(|hint| Meaning::Plain(value * hint));
            self.meanings.extend(shares);
            self.next += 1;
        }
    }

    fn scales(&mut self) {
        let text = self.text;
        while text.follows(self.next)
            && let Some(noughts) = text.scale(text.word(self.next))
        {
            let is_word = text.word(self.next).len() > 2;
            let touches = text.gap(self.next).is_empty();
            let end = text.tokens[self.next].range.end;
            let is_money = text.text[end..].trim_start().starts_with(['€', '$', '£']);
            if !is_word && !touches && !is_money {
                return;
            }
            let scaled = self.meanings.iter().map(|meaning| match meaning {
                Meaning::Plain(value) => Meaning::Plain(value * 10_f64.powi(noughts)),
                other => *other,
            });
            let scaled: Vec<_> = scaled.collect();
            // A letter may be a unit.
            self.meanings.retain(|_| !is_word);
            self.meanings.extend(scaled);
            self.next += 1;
            // `3 millions` are not told otherwise, as `un million` is: millions are not to be taken for billions.
            let one = 10_f64.powi(noughts);
            let is_more =
                |meaning: &Meaning| matches!(meaning, Meaning::Plain(value) if *value > one);
            if is_word && noughts >= 6 && self.meanings.iter().any(is_more) {
                self.weight = Weight::Exact;
            }
        }
    }

    fn percent(&mut self) {
        let text = self.text;
        let end = text.tokens[self.next - 1].range.end;
        let rest = text.text[end..].trim_start();
        let is_said = |phrase: &String| {
            let words = phrase.split(' ');
            words
                .enumerate()
                .all(|(at, word)| text.word(self.next + at) == word)
        };
        let said = text
            .words
            .pack
            .numbers
            .percent
            .iter()
            .find(|phrase| is_said(phrase));
        if let Some(phrase) = said {
            self.next += phrase.split(' ').count();
        }
        if said.is_some() || rest.starts_with('%') {
            let parts = self.meanings.iter().filter_map(|meaning| match meaning {
                Meaning::Plain(value) => Some(Meaning::Plain(value / 100.0)),
                _ => None,
            });
            let parts: Vec<_> = parts.collect();
            self.meanings.extend(parts);
        }
    }

    /// `3 mai`, `May 3rd`, `the 3rd of May`, and the year in `mai 2014`.
    fn day(&mut self, at: usize) {
        let text = self.text;
        let Some(value) = self.whole() else {
            return;
        };
        let month = |at: usize| Some((at, *text.words.months.get(text.word(at))?));
        let before = at
            .checked_sub(1)
            .filter(|_| text.follows(at))
            .and_then(month);
        let mut after = self.next;
        if text.gap(after).is_empty() && !text.word(after).is_empty() {
            after += 1;
        }
        let is_of = text.word(after) == "of";
        let after = after + usize::from(is_of);
        let after = month(after).filter(|_| text.follows(after));
        let (meaning, at) = match (value, after.or(before), before) {
            (1..=31, Some((at, month)), _) => (Meaning::Day(month, value), at),
            (1000..3000, _, Some((at, month))) => (Meaning::Month(month, value), at),
            _ => return,
        };
        if let Meaning::Day(..) = meaning {
            self.weight = Weight::Exact;
        }
        self.meanings.push(meaning);
        self.month = Some(at);
    }
}
