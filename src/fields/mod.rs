//! Settings as written: TOML and YAML read into one tree of values with spans, and typed reading that reports every problem.
//!
//! `site.toml`, front matter, `archive.toml` and the string files all come through here. serde would stop at the first
//! problem and knows no unknown keys; here a file's problems are all found in one run.

mod invisible;
mod mistakes;
mod syntax;
mod toml;
mod unknown;
mod value;
mod yaml;

pub use self::syntax::Syntax;
pub use self::toml::parse as parse_toml;
pub use self::value::{Entry, Item, Table, Value};
pub use self::yaml::parse as parse_yaml;

use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::source::Span;
use crate::text::dates::{self, Date};
use crate::text::titles;

/// Typed reading of one table: each call takes a key; what no call took is unknown.
pub struct Fields<'t, 'd> {
    table: &'t Table,
    code: Code,
    syntax: Syntax,
    known: Vec<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Fields<'t, 'd> {
    /// Reads `table`; problems get `code` and go to `diagnostics`.
    pub fn new(table: &'t Table, code: Code, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self {
            table,
            code,
            syntax: Syntax::Toml,
            known: Vec::new(),
            diagnostics,
        }
    }

    /// Of a table that is not written in TOML.
    pub fn written_in(self, syntax: Syntax) -> Self {
        Self { syntax, ..self }
    }

    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// The line that sets a key, as the author would write it.
    pub fn line(&self, key: &str, value: &str) -> String {
        self.syntax.line(key, value)
    }

    /// Whether an error was found so far, in the syntax or in a value.
    pub fn has_errors(&self) -> bool {
        crate::diag::any_error(self.diagnostics)
    }

    /// Every text of the table that may name a file.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.table.all_texts().into_iter();
        texts
            .filter(|text| text.contains('.') && !text.contains('\n'))
            .map(str::to_owned)
            .collect()
    }

    pub fn item(&mut self, key: &'static str) -> Option<&'t Item> {
        self.known.push(key);
        self.table.get(key)
    }

    /// A value without its key being known: it is of other programs.
    pub fn peek(&self, key: &str) -> Option<&'t Item> {
        self.table.get(key)
    }

    /// Which of two names of one key is written: generators differ in their words for the same thing.
    pub fn either(&mut self, first: &'static str, second: &'static str) -> &'static str {
        let (one, other) = (self.item(first), self.item(second));
        match (one, other) {
            (Some(_), Some(other)) => {
                self.problem(
                    other.span,
                    format!("`{first}` and `{second}` are one key"),
                    format!("keep `{first}` alone"),
                );
                first
            }
            (None, Some(_)) => second,
            _ => first,
        }
    }

    pub fn problem(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::error(self.code, message).at(span).help(help));
    }

    /// Reports what need not stop anything.
    pub fn warn(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::warning(self.code, message).at(span).help(help));
    }

    /// Reports what need not stop anything, at a key's value.
    pub fn warn_at(
        &mut self,
        key: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if let Some(item) = self.item(key) {
            self.warn(item.span, message, help);
        }
    }

    fn wrong(&mut self, key: &str, item: &Item, wanted: &str, example: &str) {
        self.problem(
            item.span,
            format!(
                "`{key}` must be {wanted}, but this is {}",
                item.value.kind()
            ),
            format!("write `{}`", self.line(key, example)),
        );
    }

    /// A text. A number is taken as its digits, for titles such as `2014`.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.spanned_text(key).map(|(text, _)| text)
    }

    pub fn spanned_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let item = self.item(key)?;
        match &item.value {
            Value::Text(text) => Some((text.clone(), item.span)),
            Value::Integer(number) => Some((number.to_string(), item.span)),
            _ => {
                self.wrong(key, item, "a string", "\"…\"");
                None
            }
        }
    }

    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let item = self.item(key)?;
        match item.value {
            Value::Flag(flag) => Some(flag),
            _ => {
                self.wrong(key, item, "true or false", "true");
                None
            }
        }
    }

    /// A whole number in `range`; the default is offered where it is none.
    pub fn integer(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
        default: i64,
    ) -> Option<i64> {
        let item = self.item(key)?;
        match item.value {
            Value::Integer(number) if range.contains(&number) => Some(number),
            Value::Integer(_) => {
                let message = format!("`{key}` must be from {} to {}", range.start(), range.end());
                let line = self.line(key, &default.to_string());
                self.problem(item.span, message, format!("write `{line}`"));
                None
            }
            _ => {
                self.wrong(key, item, "an integer", &default.to_string());
                None
            }
        }
    }

    /// A number from 0 to 1; the default is offered where it is none.
    pub fn share(&mut self, key: &'static str, default: f64) -> Option<f64> {
        let item = self.item(key)?;
        let number = match item.value {
            Value::Float(number) => number,
            Value::Integer(number) => number as f64,
            _ => {
                self.wrong(key, item, "a number from 0 to 1", &default.to_string());
                return None;
            }
        };
        if (0.0..=1.0).contains(&number) {
            return Some(number);
        }
        self.problem(
            item.span,
            format!("`{key}` must be from 0 to 1"),
            format!("write `{}`", self.line(key, &default.to_string())),
        );
        None
    }

    /// A list of texts; a lone text is a list of one.
    pub fn list(&mut self, key: &'static str) -> Vec<(String, Span)> {
        self.item(key)
            .map(|item| self.texts_of(key, item))
            .unwrap_or_default()
    }

    /// The texts of an item: a list of them, or one.
    pub fn texts_of(&mut self, key: &str, item: &Item) -> Vec<(String, Span)> {
        let items = match &item.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(item),
        };
        if let Value::Text(text) = &item.value
            && text.contains(", ")
        {
            self.warn_of_commas(key, text, item.span);
        }
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push((text.clone(), item.span)),
                Value::Integer(number) => texts.push((number.to_string(), item.span)),
                _ => self.wrong(key, item, "a list of strings", "[\"…\"]"),
            }
        }
        texts
    }

    /// A text with commas where a list may stand is most likely meant as a list.
    fn warn_of_commas(&mut self, key: &str, text: &str, span: Span) {
        let list = self.syntax.list(text.split(',').map(str::trim));
        let one = format!("[{text:?}]");
        let help = format!(
            "write `{}`; if it is one, `{}`",
            self.line(key, &list),
            self.line(key, &one)
        );
        self.warn(span, format!("`{key}` is one text here, with commas"), help);
    }

    /// A date: `2014`, `2014-05` or `2014-05-01`, with or without a time, quoted or not.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let item = self.item(key)?;
        let written = match &item.value {
            Value::Date(text) | Value::Text(text) => text.clone(),
            Value::Integer(year) => year.to_string(),
            _ => {
                self.wrong(key, item, "a date", "2014-05-01");
                return None;
            }
        };
        let date = dates::parse(&written);
        if date.is_none() {
            let help = self.syntax.dates(key);
            self.problem(item.span, format!("`{written}` is not a date"), help);
        }
        date
    }

    pub fn table(&mut self, key: &'static str) -> Option<&'t Table> {
        let item = self.item(key)?;
        match &item.value {
            Value::Table(table) => Some(table),
            _ => {
                self.problem(
                    item.span,
                    format!("`{key}` must be a table"),
                    self.syntax.table(key),
                );
                None
            }
        }
    }

    /// An array of tables, each with its place.
    pub fn tables(&mut self, key: &'static str) -> Vec<(&'t Table, Span)> {
        let Some(item) = self.item(key) else {
            return Vec::new();
        };
        let Value::List(items) = &item.value else {
            self.problem(
                item.span,
                format!("`{key}` must be a list of tables"),
                self.syntax.tables(key),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => tables.push((table, item.span)),
                _ => self.problem(
                    item.span,
                    format!("`{key}` must be a list of tables"),
                    self.syntax.tables(key),
                ),
            }
        }
        tables
    }

    /// One of a few words, as the value that it names.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let (word, span) = self.spanned_text(key)?;
        self.chosen(key, &word, span, choices)
    }

    /// Some of a few words, as the values that they name.
    pub fn choices<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Vec<T> {
        let words = self.list(key);
        words
            .into_iter()
            .filter_map(|(word, span)| self.chosen(key, &word, span, choices))
            .collect()
    }

    fn chosen<T: Copy>(
        &mut self,
        key: &str,
        word: &str,
        span: Span,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let chosen = choices
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, value)| *value);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let help = did_you_mean(word, words.iter().copied())
                .unwrap_or_else(|| format!("write one of: {}", words.join(", ")));
            self.problem(span, format!("`{key}` cannot be `{word}`"), help);
        }
        chosen
    }

    /// A part of a path: it must not lead elsewhere, nor need encoding.
    pub fn slug(&mut self, key: &'static str) -> Option<String> {
        self.spanned_slug(key).map(|(slug, _)| slug)
    }

    pub fn spanned_slug(&mut self, key: &'static str) -> Option<(String, Span)> {
        let (slug, span) = self.spanned_text(key)?;
        let bad = |c: char| c.is_whitespace() || c.is_control() || "/\\?#%:*\"<>|&".contains(c);
        // Most file systems take names of 255 bytes at most.
        let ok = (1..=200).contains(&slug.len())
            && !slug.starts_with('.')
            && !slug.contains("..")
            && !slug.contains(bad);
        if ok {
            return Some((slug, span));
        }
        let better = titles::slug(&slug);
        let help = match better.as_str() {
            "" => "write a few letters, digits and `-`".to_owned(),
            better => format!("write `{}`", self.line(key, &format!("\"{better}\""))),
        };
        self.problem(
            span,
            format!("`{slug}` cannot be the last part of a URL"),
            help,
        );
        None
    }

    /// Reads a table inside this one, by the same rules.
    pub fn inside<T>(&mut self, table: &Table, read: impl FnOnce(&mut Fields) -> T) -> T {
        let mut fields = Fields::new(table, self.code, self.diagnostics).written_in(self.syntax);
        let result = read(&mut fields);
        fields.finish();
        result
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(mut self) {
        self.known.sort_unstable();
        self.known.dedup();
        for entry in &self.table.0 {
            if !self.known.contains(&entry.key.as_str()) {
                let mut found = unknown::key(&entry.key, &self.known).at(entry.key_span);
                // A word of the interface that nobody asks for leaves a gap where it was meant.
                if self.code == Code::Strings {
                    found.severity = Severity::Error;
                }
                self.diagnostics.push(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag;
    use crate::source::Sources;

    /// Reads `text` as front matter would, and returns the diagnostics as plain lines.
    fn check(yaml: bool, text: &str, expected: &[&str]) {
        let mut sources = Sources::default();
        let source = sources.add("f", text);
        let mut diagnostics = Vec::new();
        let parse = if yaml { parse_yaml } else { parse_toml };
        let table = parse(
            source,
            text,
            0..text.len(),
            Code::FrontMatter,
            &mut diagnostics,
        );
        let mut fields = Fields::new(&table, Code::FrontMatter, &mut diagnostics);
        fields.text("title");
        fields.date("date");
        fields.flag("draft");
        fields.list("tags");
        fields.finish();
        let lines: Vec<_> = diagnostics
            .iter()
            .map(|d| diag::plain(d, &sources).lines().next().unwrap().to_owned())
            .collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn toml_problems_are_all_found() {
        check(
            false,
            "title = \"a\"\ndate = 2014-05-01\ntags = [\"x\", \"y\"]\n",
            &[],
        );
        check(false, "title = 2014\ndate = 2014\ntags = \"x\"\n", &[]);
        check(
            false,
            "title = [1]\ndate = \"soon\"\ndraft = \"yes\"\ntittle = 3\n",
            &[
                "f:1:9: error[front-matter]: `title` must be a string, but this is a list",
                "f:2:8: error[front-matter]: `soon` is not a date",
                "f:3:9: error[front-matter]: `draft` must be true or false, but this is a string",
                "f:4:1: warning[unknown-key]: unknown key `tittle`",
            ],
        );
    }

    #[test]
    fn yaml_reads_the_same() {
        check(
            true,
            "title: \"Été : un\"\ndate: 2014-05-01\ntags:\n  - x\n  - y\ndraft: false\n",
            &[],
        );
        check(true, "# nothing\n", &[]);
        check(
            true,
            "title: é\ntags: {a: 1}\nlayout: post\n",
            &[
                "f:2:7: error[front-matter]: `tags` must be a list of strings, but this is a table",
                "f:3:1: warning[unknown-key]: unknown key `layout`",
            ],
        );
    }
}
