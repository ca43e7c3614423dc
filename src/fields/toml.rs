//! TOML into values with spans, going on after errors.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::mistakes::in_toml;
use super::{Entry, Item, Table, Value};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// Parses the bytes `range` of `text` as TOML; what is broken is reported, what is whole is returned.
pub fn parse(
    source: SourceId,
    text: &str,
    range: Range<usize>,
    code: Code,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    let (table, errors) = DeTable::parse_recoverable(&text[range.clone()]);
    let broken: Vec<usize> = errors
        .iter()
        .filter_map(|error| Some(error.span()?.start))
        .collect();
    let from = Place {
        source,
        offset: range.start,
        broken,
    };
    let mut explained: Vec<usize> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_at(&text[range.clone()], span.start);
        if explained.contains(&line.start) {
            continue;
        }
        let written = &text[range.clone()][line.clone()];
        let found = match in_toml(written) {
            Some(mistake) if !error.message().contains("duplicate key") => {
                explained.push(line.start);
                let place = mistake.range.start + line.start..mistake.range.end + line.start;
                Diagnostic::error(code, mistake.message)
                    .at(from.span(place))
                    .help(mistake.help)
            }
            _ => {
                let place = from.span(span.start..span.end.min(range.len()));
                let (message, help) = in_words(error.message(), written);
                Diagnostic::error(code, message).at(place).help(help)
            }
        };
        diagnostics.push(found);
    }
    from.table(table.get_ref())
}

/// The line that a byte stands in.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// What the parser says of a line, and what helps.
fn in_words(error: &str, line: &str) -> (String, &'static str) {
    if error.contains("duplicate key") {
        let key = line.split('=').next().unwrap_or(line).trim();
        return (format!("`{key}` stands here twice"), "keep one of them");
    }
    let help = match error.contains("invalid date") {
        true => {
            "a day is written `2014-05-01`; a month or a year alone needs quotes: `\"2014-05\"`"
        }
        false => "write `key = \"text\"`, one to a line; strings need quotes",
    };
    (format!("this is not TOML: {error}"), help)
}

struct Place {
    source: SourceId,
    offset: usize,
    /// Where the parser met errors: a value there is not what the author wrote.
    broken: Vec<usize>,
}

impl Place {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(
            self.source,
            range.start + self.offset..range.end + self.offset,
        )
    }

    fn table(&self, table: &DeTable) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .filter(|(key, value)| {
                let is_broken =
                    |range: Range<usize>| self.broken.iter().any(|at| touches(&range, *at));
                value.get_ref().is_table() || !(is_broken(key.span()) || is_broken(value.span()))
            })
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: self.span(key.span()),
                item: self.item(value.get_ref(), value.span()),
            })
            .collect();
        // The parser's table is sorted by key; the author's order matters (of languages, say).
        entries.sort_by_key(|entry| entry.key_span);
        Table(entries)
    }

    fn item(&self, value: &DeValue, span: Range<usize>) -> Item {
        let value = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => {
                match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
                    Ok(number) => Value::Integer(number),
                    Err(_) => Value::Text(number.as_str().to_owned()),
                }
            }
            DeValue::Float(number) => {
                Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
            }
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|i| self.item(i.get_ref(), i.span()))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Item {
            value,
            span: self.span(span),
        }
    }
}

fn touches(range: &Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}
