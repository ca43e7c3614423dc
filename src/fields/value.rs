//! What a settings file holds: values in the order in which they are written, each with its place.

use crate::source::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub value: Value,
    pub span: Span,
}

/// A value of a settings file.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    /// A TOML date or date-time, as written.
    Date(String),
    List(Vec<Item>),
    Table(Table),
}

impl Value {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a string",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_table(&self) -> Option<&Table> {
        match self {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Every text in it.
    pub fn all_texts(&self) -> Vec<&str> {
        match self {
            Value::Text(text) => vec![text],
            Value::List(items) => items
                .iter()
                .flat_map(|item| item.value.all_texts())
                .collect(),
            Value::Table(table) => table.all_texts(),
            _ => Vec::new(),
        }
    }

    /// The values of a list; any other value is a list of one.
    pub fn each(&self) -> Vec<&Value> {
        match self {
            Value::List(items) => items.iter().map(|item| &item.value).collect(),
            value => vec![value],
        }
    }
}

/// Keys and values in the order they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table(pub Vec<Entry>);

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub item: Item,
}

impl Table {
    pub fn get(&self, key: &str) -> Option<&Item> {
        let entry = self.0.iter().find(|entry| entry.key == key);
        entry.map(|entry| &entry.item)
    }

    /// Every text in it, those of tables within among them.
    pub fn all_texts(&self) -> Vec<&str> {
        self.0
            .iter()
            .flat_map(|entry| entry.item.value.all_texts())
            .collect()
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.as_text()
    }

    /// The strings of a key that has one or a list of them.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        let values = self.get(key).into_iter().flat_map(|item| item.value.each());
        values.filter_map(Value::as_text).collect()
    }

    /// Whether a key is set to true.
    pub fn is_set(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|item| item.value == Value::Flag(true))
    }

    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.value.as_table()
    }
}
