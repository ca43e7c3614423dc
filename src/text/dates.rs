//! Dates as authors write them: a year, a month or a day, with or without a time.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// A date no more precise than what was written: `2014`, `2014-05` or `2014-05-01`, the last with an optional time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: Option<u32>,
    /// The day of the month.
    pub day: Option<u32>,
    /// The time of day as written, its zone left aside: the author's day is the day the reader is told.
    pub time: Option<NaiveTime>,
}

impl Date {
    /// A full date without a time.
    pub fn day(date: NaiveDate) -> Self {
        use chrono::Datelike;
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()), time: None }
    }
}

/// As in HTML's `datetime`: `2014`, `2014-05`, `2014-05-01`, `2014-05-01T08:30:00`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        if let Some(time) = self.time {
            write!(f, "T{}", time.format("%H:%M:%S"))?;
        }
        Ok(())
    }
}

/// Reads a date; `None` if it is none, or a day that does not exist.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = DateTime::parse_from_rfc3339(text) {
        return Some(with_time(date.naive_local()));
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"] {
        if let Ok(date) = NaiveDateTime::parse_from_str(text, format) {
            return Some(with_time(date));
        }
    }
    for format in ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z"] {
        if let Ok(date) = DateTime::parse_from_str(text, format) {
            return Some(with_time(date.naive_local()));
        }
    }
    let mut parts = text.split('-');
    let year = number(parts.next().filter(|year| year.len() == 4)?, 4)? as i32;
    let month = parts.next().map(|part| number(part, 2)).map_or(Some(None), |month| month.map(Some))?;
    let day = parts.next().map(|part| number(part, 2)).map_or(Some(None), |day| day.map(Some))?;
    NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    parts.next().is_none().then_some(Date { year, month, day, time: None })
}

/// Reads a date as mail and RSS write it (RFC 2822): `Tue, 01 May 2012 08:30:00 +0200`.
pub fn parse_rfc2822(text: &str) -> Option<Date> {
    use chrono::Datelike;
    let date = DateTime::parse_from_rfc2822(text.trim()).ok()?.naive_local();
    // WordPress dates what was never published to the year -1.
    (date.year() > 0).then(|| with_time(date))
}

fn with_time(date: NaiveDateTime) -> Date {
    Date { time: Some(date.time()), ..Date::day(date.date()) }
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
            ("2014-05-01T08:30:00+02:00", Some("2014-05-01T08:30:00")),
            ("2014-05-01 08:30", Some("2014-05-01T08:30:00")),
            ("2014-05-01 08:30:00 +0200", Some("2014-05-01T08:30:00")),
            ("2014-02-30", None),
            ("2014-13", None),
            ("5", None),
            ("mai 2014", None),
            ("", None),
            ("2014-05-01-02", None),
        ] {
            assert_eq!(parse(written).map(|d| d.to_string()).as_deref(), expected, "{written}");
        }
    }
}
