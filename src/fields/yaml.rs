//! YAML into values with spans: front matter as Jekyll, Hugo and WordPress exporters write it.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};

use super::mistakes::{Mistake, in_yaml};
use super::{Entry, Item, Table, Value};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// Parses the bytes `range` of `text` as a YAML mapping; what is broken is reported, and nothing then returned.
pub fn parse(
    source: SourceId,
    text: &str,
    range: Range<usize>,
    code: Code,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    let place = Place::new(source, &text[range.clone()], range.start);
    // JSON is YAML, but not in lines.
    let mistakes = match text[range.clone()].starts_with('{') {
        true => Vec::new(),
        false => in_yaml(&text[range.clone()]),
    };
    let (error, at) = match MarkedYaml::load_from_str(&text[range.clone()]) {
        Ok(documents) => match documents.first().and_then(|first| place.item(first)) {
            None => return Table::default(),
            Some(Item {
                value: Value::Table(table),
                ..
            }) => {
                // What is YAML, too, but a text of two lines where the author wrote a list.
                let items = mistakes.into_iter().filter(|mistake| mistake.is_item);
                diagnostics.extend(items.map(|mistake| place.diagnostic(mistake, code)));
                return table;
            }
            Some(item) if !text[range.clone()].contains([':', '=']) => {
                let found = Diagnostic::error(code, "between these two lines stands no key");
                let help = "write `key: text`, one to a line; a rule at the top of a text is written `***`";
                diagnostics.push(found.at(item.span).help(help));
                return Table::default();
            }
            Some(item) => ("this is not a list of keys".to_owned(), item.span.start),
        },
        Err(error) => (in_words(error.info()), place.offset(error.marker())),
    };
    // A mistake below the place where the parser stopped does not explain it; it may stop at the end of the line before.
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line_end = line_end((line_end(at) + 1).min(text.len()));
    if mistakes
        .iter()
        .any(|mistake| range.start + mistake.range.start <= line_end)
    {
        let mistakes = mistakes.into_iter();
        diagnostics.extend(mistakes.map(|mistake| place.diagnostic(mistake, code)));
    } else {
        let help = match error.contains("twice") {
            true => "keep one of them",
            false => "write `key: text`, one to a line; a text with `: ` in it needs quotes",
        };
        let found = Diagnostic::error(code, error).at(place.span(at, at));
        diagnostics.push(found.help(help));
    }
    Table::default()
}

fn in_words(error: &str) -> String {
    match error.contains("duplicated key") {
        true => "this key stands here twice".to_owned(),
        false => format!("this is not YAML: {error}"),
    }
}

struct Place {
    source: SourceId,
    start: usize,
    /// Byte of each character, as the parser counts in characters.
    bytes: Vec<usize>,
}

impl Place {
    fn new(source: SourceId, text: &str, start: usize) -> Self {
        let bytes = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        Self {
            source,
            start,
            bytes,
        }
    }

    fn offset(&self, marker: &Marker) -> usize {
        self.bytes
            .get(marker.index())
            .or(self.bytes.last())
            .map_or(self.start, |at| self.start + at)
    }

    fn diagnostic(&self, mistake: Mistake, code: Code) -> Diagnostic {
        let span = self.span(
            self.start + mistake.range.start,
            self.start + mistake.range.end,
        );
        Diagnostic::error(code, mistake.message)
            .at(span)
            .help(mistake.help)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start..end.max(start))
    }

    /// `None` for null, as an absent key.
    fn item(&self, node: &MarkedYaml) -> Option<Item> {
        let span = self.span(self.offset(&node.span.start), self.offset(&node.span.end));
        let value = match &node.data {
            YamlData::Value(Scalar::Null) | YamlData::BadValue | YamlData::Alias(_) => return None,
            YamlData::Value(Scalar::Boolean(flag)) => Value::Flag(*flag),
            YamlData::Value(Scalar::Integer(number)) => Value::Integer(*number),
            YamlData::Value(Scalar::FloatingPoint(number)) => Value::Float(number.into_inner()),
            YamlData::Value(Scalar::String(text)) => Value::Text(text.to_string()),
            YamlData::Representation(text, ..) => Value::Text(text.to_string()),
            YamlData::Sequence(items) => {
                Value::List(items.iter().filter_map(|item| self.item(item)).collect())
            }
            YamlData::Mapping(map) => Value::Table(Table(
                map.iter().filter_map(|(k, v)| self.entry(k, v)).collect(),
            )),
            YamlData::Tagged(_, node) => return self.item(node),
        };
        Some(Item { value, span })
    }

    fn entry(&self, key: &MarkedYaml, value: &MarkedYaml) -> Option<Entry> {
        let key_item = self.item(key)?;
        let key = match key_item.value {
            Value::Text(text) => text,
            Value::Integer(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            _ => return None,
        };
        Some(Entry {
            key,
            key_span: key_item.span,
            item: self.item(value)?,
        })
    }
}
