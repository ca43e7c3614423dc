//! TOML into values with spans, going on after errors.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

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
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let span = from.span(span.start..span.end.min(range.len()));
        let diagnostic =
            Diagnostic::error(code, format!("this is not TOML: {}", error.message())).at(span);
        let help = match error.message().contains("invalid date") {
            true => {
                "a day is written `2014-05-01`; a month or a year alone needs quotes: `\"2014-05\"`"
            }
            false => "write `key = \"text\"`, one to a line; strings need quotes",
        };
        diagnostics.push(diagnostic.help(help));
    }
    from.table(table.get_ref())
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
            .filter(|(_, value)| {
                value.get_ref().is_table()
                    || !self.broken.iter().any(|at| touches(value.span(), *at))
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

fn touches(range: Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}
