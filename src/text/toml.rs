//! Lines of TOML that a message offers to paste.

use std::fmt;

use toml::Value;

use super::dates::Date;
use super::words::one_line;

/// A text as a TOML basic string, its runs of spaces plain: corrections are matched without regard to spaces.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in one_line(text).chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A `[[post]]` entry of `archive.toml` for the post that opens with `starts`.
pub fn post_entry(file: Option<&str>, starts: &str, setting: &str) -> String {
    let file = file_line(file);
    let opening: Vec<&str> = starts.split_whitespace().take(10).collect();
    format!(
        "[[post]]\n{file}starts = {}\n{setting}",
        quote(&opening.join(" "))
    )
}

/// An entry of `archive.toml` for a line: the text that it begins with, and what is to be done there.
pub fn line_entry(file: Option<&str>, line: Option<usize>, text: &str, action: &str) -> String {
    let (file, text) = (file_line(file), quote(text));
    let line = line.map(|line| format!("line = {line}\n"));
    let line = line.unwrap_or_default();
    format!("[[at]]\n{file}{line}text = {text}\ndo = \"{action}\"")
}

/// A `[[file]]` entry of `archive.toml`: what is said of all lines of a kind.
pub fn file_entry(file: Option<&str>, key: &str, value: &str) -> String {
    format!("[[file]]\n{}{key} = {}", file_line(file), quote(value))
}

fn file_line(file: Option<&str>) -> String {
    file.map(|file| format!("file = {}\n", quote(file)))
        .unwrap_or_default()
}

/// Keys and their values, each on a line; what is absent or holds nothing is left out.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    pub fn put(&mut self, key: &str, value: Option<impl Into<Value>>) {
        let value = value.map(Into::into).filter(|value| match value {
            Value::Array(items) => !items.is_empty(),
            Value::Table(entries) => !entries.is_empty(),
            _ => true,
        });
        if let Some(value) = value {
            self.0.push_str(&format!("{key} = {value}\n"));
        }
    }

    /// Adds the line that keeps a post back until its author removes it.
    pub fn draft(&mut self) {
        self.0
            .push_str("draft = true   # remove this line when it is ready\n");
    }

    /// Adds lines that say something to who reads them.
    pub fn comment(&mut self, text: &str) {
        text.lines()
            .for_each(|line| self.0.push_str(&format!("# {line}\n")));
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// TOML has days and times; a month or a year alone is a text.
pub fn date(date: Date) -> Value {
    let text = date.to_string();
    text.parse().map_or_else(|_| text.into(), Value::Datetime)
}

/// JSON as TOML, which knows no null.
pub fn value(json: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or(number.as_f64().map(Value::from))?,
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::Array(items.iter().filter_map(value).collect()),
        Json::Object(entries) => Value::Table(
            entries
                .iter()
                .filter_map(|(k, v)| Some((k.clone(), value(v)?)))
                .collect(),
        ),
    })
}
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quoted_texts_are_toml(text in "\\PC*|[\\x00-\\x7f]*") {
            let expected = one_line(&text);
            let parsed: toml::Table = format!("a = {}", quote(&text)).parse().unwrap();
            prop_assert_eq!(parsed["a"].as_str(), Some(expected.as_str()));
        }
    }
}
