//! Shortcodes, in Zola's syntax: `{{ name(key = "value") }}`, and `{% name() %}` … `{% end %}` around Markdown.
//!
//! 1. [`find`]: they are found before Markdown is parsed, never in code, and HTML of the same length takes the place of each tag:
//!    a comment where it stands alone on its line, an empty `<s/>` within a line. So every byte stays where it was, and what is
//!    between two tags is Markdown of the same text: its notes, headings and links are the text's.
//! 2. The parser of the tree makes a node of each; [`lift`] takes them out of the paragraphs that hold nothing else.
//! 3. The writer puts in their place what the caller makes of each call, the HTML between two tags given to it.
//!
//! What has no parentheses, `{{ such }}` or `{% raw %}`, is text; `{{/* name() */}}` and `\{{ name() }}` show
//! a shortcode as it is written.

mod find;
mod lift;
mod syntax;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::Value;

pub use find::{Found, read};
pub use lift::{check, lift};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    pub name: String,
    pub arguments: Vec<Argument>,
    /// Its tag, in bytes of the text; of a shortcode with a body, the first one. Empty where the text has none.
    pub range: Range<usize>,
    /// The tag that ends its body.
    pub end: Option<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub name: String,
    /// A TOML literal.
    pub value: Value,
    /// Where its value stands, in bytes of the text; of a text, what is between the quotes.
    pub range: Range<usize>,
}

impl Argument {
    /// Its words, in each language where they are given by language.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let by_language = self
            .value
            .as_object()
            .into_iter()
            .flat_map(|table| table.values());
        self.value
            .as_str()
            .into_iter()
            .chain(by_language.filter_map(Value::as_str))
    }

    /// Its text, or those of its list.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let list = self.value.as_array().into_iter().flatten();
        self.value
            .as_str()
            .into_iter()
            .chain(list.filter_map(Value::as_str))
    }
}

/// What is wrong in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

impl Mistake {
    pub fn new(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self {
            range,
            message,
            help,
        }
    }
}

/// The arguments that lead somewhere, by their names, whatever the shortcode.
const LINKS: &[&str] = &[
    "src",
    "href",
    "link",
    "url",
    "poster",
    "captions",
    "transcript",
];

impl Call {
    /// A call that the text does not spell out.
    pub fn of(name: &str, arguments: &[(&str, &str)]) -> Self {
        let argument = |(name, value): &(&str, &str)| Argument {
            name: (*name).into(),
            value: (*value).into(),
            range: 0..0,
        };
        Self {
            name: name.to_owned(),
            arguments: arguments.iter().map(argument).collect(),
            ..Self::default()
        }
    }

    pub fn argument(&self, name: &str) -> Option<&Argument> {
        let mut arguments = self.arguments.iter();
        arguments.find(|argument| argument.name == name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.argument(name)?.value.as_str()
    }

    /// The arguments that lead somewhere; each of a table's does.
    pub fn links(&mut self) -> impl Iterator<Item = (&str, &mut String, &Range<usize>)> {
        let links = self
            .arguments
            .iter_mut()
            .filter(|argument| LINKS.contains(&argument.name.as_str()));
        links.flat_map(|Argument { name, value, range }| {
            let (text, table) = match value {
                Value::String(text) => (Some(text), None),
                Value::Object(table) => (None, Some(table.values_mut())),
                _ => (None, None),
            };
            let of_table = table.into_iter().flatten().filter_map(|value| match value {
                Value::String(text) => Some(text),
                _ => None,
            });
            text.into_iter()
                .chain(of_table)
                .map(|text| (name.as_str(), text, &*range))
        })
    }
}
/// Makes one block of the blocks between the two tags of each shortcode.
pub fn join_bodies(calls: &[Call], blocks: &mut Vec<(Range<usize>, String)>) {
    for call in calls {
        let Some(end) = &call.end else { continue };
        let first = blocks.partition_point(|(range, _)| range.end <= call.range.start);
        let after = blocks.partition_point(|(range, _)| range.start < end.end);
        if first + 1 < after {
            let parts: Vec<(Range<usize>, String)> = blocks.drain(first..after).collect();
            let range = parts[0].0.start..parts[parts.len() - 1].0.end;
            blocks.insert(
                first,
                (range, parts.into_iter().map(|(_, words)| words).collect()),
            );
        }
    }
}
