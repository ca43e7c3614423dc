//! What a number means, and whether two mean the same.

use std::ops::Range;

/// A number of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number<'t> {
    /// The text that it is in, and where.
    pub text: &'t str,
    pub range: Range<usize>,
    pub weight: Weight,
    pub meanings: Vec<Meaning>,
}

/// How much it says that another text has not the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing: a word that may mean something else.
    Hint,
    /// Little: small and round numbers, which are often told otherwise.
    Common,
    /// Much.
    Exact,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meaning {
    Plain(f64),
    /// A day of a month.
    Day(u32, u32),
    /// A month and its year.
    Month(u32, u32),
    /// Minutes from midnight.
    Time(u32),
}

impl Number<'_> {
    /// Whether one may stand by mistake for the other: a day for a day, a time for a time, a number for one of about its size.
    pub fn resembles(&self, other: &Number) -> bool {
        let about = |one: f64, other: f64| one.max(other) <= 10.0 * one.min(other).max(1.0);
        let mut pairs = self
            .meanings
            .iter()
            .flat_map(|one| other.meanings.iter().map(move |other| (one, other)));
        pairs.any(|pair| match pair {
            (Meaning::Plain(one), Meaning::Plain(other)) => about(*one, *other),
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        })
    }

    /// Whether both may be the same.
    pub fn agrees(&self, other: &Number) -> bool {
        let share = |of: fn(&Meaning) -> bool| {
            let (mut ours, mut theirs) = (
                self.meanings.iter().filter(|one| of(one)).peekable(),
                other.meanings.iter().filter(|one| of(one)).peekable(),
            );
            (ours.peek().is_some() && theirs.peek().is_some()).then(|| {
                let theirs: Vec<_> = theirs.collect();
                ours.any(|one| theirs.iter().any(|other| one.is(other)))
            })
        };
        share(|one| matches!(one, Meaning::Day(..)))
            .or_else(|| share(|one| matches!(one, Meaning::Month(..))))
            .or_else(|| share(|one| matches!(one, Meaning::Time(_))))
            .or_else(|| share(|one| matches!(one, Meaning::Plain(_))))
            .unwrap_or(false)
    }
}

impl Meaning {
    fn is(&self, other: &Meaning) -> bool {
        match (self, other) {
            (Meaning::Plain(one), Meaning::Plain(other)) => {
                (one - other).abs() <= 1e-6 * one.abs().max(other.abs()).max(0.1)
                    || is_short_for(*one, *other)
                    || is_short_for(*other, *one)
            }
            _ => self == other,
        }
    }
}

/// `80` is `1980` told shortly.
fn is_short_for(short: f64, long: f64) -> bool {
    (10.0..100.0).contains(&short) && (1000.0..3000.0).contains(&long) && long % 100.0 == short
}
