//! YAML into values with spans: front matter as Jekyll, Hugo and WordPress exporters write it.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};

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
    let found = match MarkedYaml::load_from_str(&text[range]) {
        Ok(documents) => match documents.into_iter().next() {
            None => return Table::default(),
            Some(document) => match place.item(&document) {
                Some(Item {
                    value: Value::Table(table),
                    ..
                }) => return table,
                None => return Table::default(),
                Some(item) => Diagnostic::error(code, "this is not a list of keys").at(item.span),
            },
        },
        Err(error) => {
            let at = place.offset(error.marker());
            Diagnostic::error(code, format!("this is not YAML: {}", error.info()))
                .at(place.span(at, at))
        }
    };
    diagnostics.push(
        found.help("write `key: text`, one to a line; a string with `: ` in it needs quotes"),
    );
    Table::default()
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
