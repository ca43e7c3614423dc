//! Dates as authors write them: a year, a month or a day, with or without a time and its offset from UTC.
//!
//! Readers see the day that the author wrote; machines see the instant. A time without an offset is UTC.

use std::cmp::Ordering;
use std::fmt;

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike,
};

/// A date no more precise than what was written: `2014`, `2014-05` or `2014-05-01`, the last with an optional time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    pub year: i32,
    /// The month, 1 to 12.
    pub month: Option<u32>,
    pub day: Option<u32>,
    pub time: Option<Time>,
}

/// A time as the clock of its author shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// The clock, to the second.
    pub clock: NaiveTime,
    /// How many minutes it is ahead of UTC, where that was written.
    pub offset: Option<i32>,
}

impl Date {
    /// A full date without a time.
    pub fn day(date: NaiveDate) -> Self {
        Self {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
            time: None,
        }
    }

    /// The instant in UTC: midnight where only the day is known, the first day where only the year or month is.
    pub fn utc(&self) -> NaiveDateTime {
        let day =
            NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
                .unwrap_or_default();
        let Some(time) = self.time else {
            return day.and_time(NaiveTime::MIN);
        };
        let ahead = TimeDelta::minutes(time.offset.unwrap_or(0).into());
        day.and_time(time.clock)
            .checked_sub_signed(ahead)
            .unwrap_or_default()
    }

    /// As its author's clock shows it, without the offset.
    pub fn local(&self) -> Date {
        Date {
            time: self.time.map(|time| Time {
                offset: None,
                ..time
            }),
            ..*self
        }
    }

    /// For machines, with the offset wherever there is a time (RFC 3339).
    pub fn exact(&self) -> String {
        let time = self.time.map(|time| Time {
            offset: time.offset.or(Some(0)),
            ..time
        });
        Date { time, ..*self }.to_string()
    }

    /// Whether it is certainly earlier: of "2014" and "May 2014" that cannot be said.
    pub fn precedes(&self, other: Date) -> bool {
        if self.time.and(other.time).is_some() {
            return self.utc() < other.utc();
        }
        match (self.month.zip(other.month), self.day.zip(other.day)) {
            _ if self.year != other.year => self.year < other.year,
            (Some((month, other)), _) if month != other => month < other,
            (Some(_), Some((day, other))) => day < other,
            _ => false,
        }
    }

    /// With the offset of the clock that shows this time at that instant of UTC; `None` where no clock does.
    fn at_instant(self, utc: NaiveDateTime) -> Option<Date> {
        let time = self.time?;
        let ahead = self.local().utc() - utc;
        let is_zone = ahead.num_seconds() % 60 == 0 && ahead.num_minutes().abs() <= 14 * 60;
        is_zone.then(|| Date {
            time: Some(Time {
                offset: Some(ahead.num_minutes() as i32),
                ..time
            }),
            ..self
        })
    }
}

/// The one that is certainly dated before all others.
pub fn earliest<T: Copy + PartialEq>(all: &[T], date: impl Fn(T) -> Option<Date>) -> Option<T> {
    let precedes = |one: T, other: T| {
        date(one)
            .zip(date(other))
            .is_some_and(|(date, other)| date.precedes(other))
    };
    all.iter().copied().find(|&one| {
        all.iter()
            .all(|&other| other == one || precedes(one, other))
    })
}

/// By the day as it is written; on one day, by the instant.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Date| {
            (
                date.year,
                date.month,
                date.day,
                date.time.map(|time| (date.utc(), time)),
            )
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As it was written: `2014`, `2014-05`, `2014-05-01`, `2014-05-01T08:30:00`, `2014-05-01T08:30:00+02:00`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        let Some(Time { clock, offset }) = self.time else {
            return Ok(());
        };
        write!(f, "T{}", clock.format("%H:%M:%S"))?;
        match offset {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(ahead) => write!(
                f,
                "{}{:02}:{:02}",
                if ahead < 0 { '-' } else { '+' },
                ahead.abs() / 60,
                ahead.abs() % 60
            ),
        }
    }
}

/// Reads a date; `None` if it is none, or a day that does not exist.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.as_str();
    for day in ["%Y-%m-%dT", "%Y-%m-%d "] {
        for clock in ["%H:%M:%S%.f", "%H:%M"] {
            if let Ok(date) = NaiveDateTime::parse_from_str(text, &format!("{day}{clock}")) {
                return with_time(date, None);
            }
            // As RFC 3339 has it (`Z`, `+02:00`), or `+0200`, `+02`.
            for zone in ["%#z", " %#z"] {
                if let Ok(date) = DateTime::parse_from_str(text, &format!("{day}{clock}{zone}")) {
                    return with_zone(date);
                }
            }
        }
    }
    let mut parts = text.split('-');
    let year = number(parts.next().filter(|year| year.len() == 4)?, 4)? as i32;
    let mut part = || match parts.next() {
        Some(part) => number(part, 2).map(Some),
        None => Some(None),
    };
    let (month, day) = (part()?, part()?);
    NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    parts.next().is_none().then_some(Date {
        year,
        month,
        day,
        time: None,
    })
}

/// Reads a date as mail and RSS write it (RFC 2822): `Tue, 01 May 2012 08:30:00 +0200`.
pub fn parse_rfc2822(text: &str) -> Option<Date> {
    with_zone(DateTime::parse_from_rfc2822(text.trim()).ok()?)
}

/// Reads a date that is written twice, as the author's clock shows it and in UTC; one of the two may be missing or senseless.
pub fn parse_twice(local: &str, utc: &str) -> Option<Date> {
    match (parse(local), parse(utc)) {
        (Some(local), Some(utc)) => local.at_instant(utc.utc()).or(Some(local)),
        (local, utc) => local.or(utc),
    }
}

fn with_zone(date: DateTime<FixedOffset>) -> Option<Date> {
    with_time(
        date.naive_local(),
        Some(date.offset().local_minus_utc() / 60),
    )
}

/// Only years of four digits: WordPress dates what was never published to the year -1.
fn with_time(date: NaiveDateTime, offset: Option<i32>) -> Option<Date> {
    // Neither parts of a second nor a leap second.
    let clock = date.time().with_nanosecond(0)?;
    (1..=9999).contains(&date.year()).then(|| Date {
        time: Some(Time { clock, offset }),
        ..Date::day(date.date())
    })
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_written() {
        for (written, expected) in [
            ("2014", Some("2014")),
            ("2014-05", Some("2014-05")),
            ("2014-5-1", Some("2014-05-01")),
            (
                "2014-05-01T08:30:00+02:00",
                Some("2014-05-01T08:30:00+02:00"),
            ),
            ("2014-05-01T08:30:00.25Z", Some("2014-05-01T08:30:00Z")),
            ("2014-05-01t08:30:00z", Some("2014-05-01T08:30:00Z")),
            ("2014-05-01T23:59:60Z", Some("2014-05-01T23:59:59Z")),
            ("2014-05-01T08:30-03:30", Some("2014-05-01T08:30:00-03:30")),
            ("2014-05-01T08:30:00", Some("2014-05-01T08:30:00")),
            ("2014-05-01 08:30", Some("2014-05-01T08:30:00")),
            (
                "2014-05-01 08:30:00 +0200",
                Some("2014-05-01T08:30:00+02:00"),
            ),
            (
                "2014-05-01 08:30:00.1 -05",
                Some("2014-05-01T08:30:00-05:00"),
            ),
            (
                "2014-05-01 08:30:00+02:00",
                Some("2014-05-01T08:30:00+02:00"),
            ),
            ("2014-02-30", None),
            ("2014-05-01T25:00:00Z", None),
            ("0000-00-00 00:00:00", None),
            ("2014-13", None),
            ("5", None),
            ("mai 2014", None),
            ("", None),
            ("2014-05-01-02", None),
        ] {
            let date = parse(written).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{written}");
            assert_eq!(date.as_deref().and_then(parse), parse(written), "{written}");
        }
    }

    #[test]
    fn instants() {
        for (written, utc, exact) in [
            (
                "2014-05-03T23:30:00-05:00",
                "2014-05-04 04:30:00",
                "2014-05-03T23:30:00-05:00",
            ),
            (
                "2014-05-03T00:30:00+02:00",
                "2014-05-02 22:30:00",
                "2014-05-03T00:30:00+02:00",
            ),
            (
                "2014-05-03T23:30:00",
                "2014-05-03 23:30:00",
                "2014-05-03T23:30:00Z",
            ),
            ("2014-05-03", "2014-05-03 00:00:00", "2014-05-03"),
            ("2014-05", "2014-05-01 00:00:00", "2014-05"),
        ] {
            let date = parse(written).unwrap();
            assert_eq!(
                (date.utc().to_string().as_str(), date.exact().as_str()),
                (utc, exact),
                "{written}"
            );
        }
    }

    #[test]
    fn the_day_is_the_author_s_and_the_order_within_it_the_instant_s() {
        let written = [
            "2014",
            "2014-05",
            "2014-05-03",
            "2014-05-03T09:00:00+09:00",
            "2014-05-03T01:00:00",
            "2014-05-03T03:00:00+02:00",
            "2014-05-03T23:30:00-05:00",
            "2014-05-04T01:00:00+02:00",
        ];
        let mut dates = written.map(|date| parse(date).unwrap());
        dates.reverse();
        dates.sort();
        assert_eq!(dates.map(|date| date.to_string()), written);
    }

    #[test]
    fn what_came_first() {
        for (a, b, expected) in [
            ("2014", "2015", true),
            ("2014", "2014-05", false),
            ("2014-05", "2014-06-01", true),
            ("2014-05", "2014-05-02", false),
            ("2014-05-01", "2014-05-02", true),
            ("2014-05-02", "2014-05-02", false),
            ("2014-05-02T08:00", "2014-05-02T09:00", true),
            ("2014-05-02T08:00", "2014-05-02", false),
            ("2014-05-02T00:30:00+02:00", "2014-05-01T23:30:00Z", true),
        ] {
            let (a, b) = (parse(a).unwrap(), parse(b).unwrap());
            assert_eq!(a.precedes(b), expected, "{a} {b}");
            assert!(!(expected && b.precedes(a)));
        }
    }

    #[test]
    fn local_time_and_utc() {
        for (local, utc, expected) in [
            (
                "2014-05-03 23:30:00",
                "2014-05-04 04:30:00",
                Some("2014-05-03T23:30:00-05:00"),
            ),
            (
                "2014-05-04 10:00:00",
                "2014-05-04 04:15:00",
                Some("2014-05-04T10:00:00+05:45"),
            ),
            (
                "2014-05-04 10:00:00",
                "2014-05-04 10:00:00",
                Some("2014-05-04T10:00:00Z"),
            ),
            (
                "2014-05-04 10:00:00",
                "0000-00-00 00:00:00",
                Some("2014-05-04T10:00:00"),
            ),
            (
                "0000-00-00 00:00:00",
                "2014-05-04 10:00:00",
                Some("2014-05-04T10:00:00"),
            ),
            (
                "2014-05-04 10:00:00",
                "2014-05-04 09:50:39",
                Some("2014-05-04T10:00:00"),
            ),
            (
                "2014-05-04 10:00:00",
                "2019-01-01 00:00:00",
                Some("2014-05-04T10:00:00"),
            ),
            ("", "", None),
        ] {
            let date = parse_twice(local, utc).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{local} {utc}");
        }
    }
}
