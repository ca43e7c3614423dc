//! The syntax of a shortcode's tag; its arguments are TOML.

use serde_json::Value;

use super::{Argument, Call, Mistake};

/// What a `{{` or `{%` begins.
pub enum Tagged {
    /// Nothing of ours.
    Text,
    /// A shortcode shown as it is written; where its `/*` and `*/` stand.
    Shown(usize, usize, usize),
    /// `{% end %}`, and where it ends.
    End(usize),
    Call(Call),
    Broken(Mistake),
}
/// Reads what begins at a `{{` or `{%`.
pub fn tag(text: &str, start: usize) -> Tagged {
    let close = if text[start..].starts_with("{{") {
        "}}"
    } else {
        "%}"
    };
    let mut at = Cursor {
        text,
        at: start + 2,
    };
    at.spaces();
    if at.takes("/*") {
        let open = at.at - 2;
        // Up to the next that begins so: of a text of nothing else, each would be looked through to the end.
        let begins = |(found, _): &(usize, &str)| {
            text[..at.at + found]
                .trim_end_matches(' ')
                .ends_with(['{', '%'])
        };
        let next = text[at.at..]
            .match_indices("/*")
            .find(begins)
            .map_or(text.len(), |(found, _)| at.at + found);
        let ends = text[at.at..next]
            .match_indices("*/")
            .map(|(found, _)| at.at + found);
        let shown = ends
            .map(|end| (end, Cursor { text, at: end + 2 }))
            .find_map(|(end, mut after)| {
                after.spaces();
                after
                    .takes(close)
                    .then_some(Tagged::Shown(open, end, after.at))
            });
        return shown.unwrap_or(Tagged::Text);
    }
    let name = at.word();
    at.spaces();
    if name == "end" && close == "%}" && at.takes(close) {
        return Tagged::End(at.at);
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !at.takes("(") {
        return Tagged::Text;
    }
    let arguments = match arguments(&mut at) {
        Ok(arguments) => arguments,
        Err(mistake) => return Tagged::Broken(mistake),
    };
    at.spaces();
    if !at.takes(close) {
        let message = format!("the tag of the shortcode `{name}` does not end");
        let (open, help) = (
            &text[start..start + 2],
            "`. To show this text as it is, write it in code",
        );
        let help = format!("write `{open} {name}(…) {close}{help}");
        return Tagged::Broken(Mistake {
            range: start..at.at,
            message,
            help,
        });
    }
    Tagged::Call(Call {
        name: name.to_owned(),
        arguments,
        range: start..at.at,
        end: None,
    })
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn spaces(&mut self) {
        self.at += self
            .rest()
            .bytes()
            .take_while(u8::is_ascii_whitespace)
            .count();
    }

    fn takes(&mut self, what: &str) -> bool {
        let takes = self.rest().starts_with(what);
        self.at += if takes { what.len() } else { 0 };
        takes
    }

    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
            .count();
        self.at += length;
        &rest[..length]
    }

    /// A TOML value, up to the comma or parenthesis that follows it.
    fn value(&mut self) -> &'t str {
        let (rest, mut depth, mut at) = (self.rest(), 0usize, 0);
        let bytes = rest.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => at += quoted(&rest[at..]) - 1,
                b'[' | b'{' => depth += 1,
                b']' | b'}' if depth > 0 => depth -= 1,
                b',' | b')' if depth == 0 => break,
                // A value that never ends must not take the rest of the text with it.
                b'}' | b'%' if depth == 0 => break,
                b'\n' if bytes.get(at + 1) == Some(&b'\n') => break,
                _ => {}
            }
            at += 1;
        }
        self.at += at;
        rest[..at].trim_end()
    }
}

/// The length of the TOML string at the beginning of a text; of one that has no end, that of its quote.
fn quoted(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let (mut at, bytes) = (1, text.as_bytes());
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' => break,
            byte if *byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    1
}

/// `key = value, …)`, the parenthesis included.
fn arguments(at: &mut Cursor) -> Result<Vec<Argument>, Mistake> {
    let mut arguments: Vec<Argument> = Vec::new();
    loop {
        at.spaces();
        if at.takes(")") {
            return Ok(arguments);
        }
        let start = at.at;
        let name = at.word();
        at.spaces();
        let mistake = |end: usize, message: String, help: &str| {
            let end = (start.max(end)..=at.text.len())
                .find(|end| at.text.is_char_boundary(*end))
                .unwrap_or(start);
            Err(Mistake {
                range: start..end,
                message,
                help: help.to_owned(),
            })
        };
        if name.is_empty() || !at.rest().starts_with('=') {
            let help = "write `name(key = \"value\")`; to show this text as it is, write `{{/* … */}}` or put it in code";
            return mistake(
                at.at + 1,
                "an argument of a shortcode has a name and a value".to_owned(),
                help,
            );
        }
        let mut value_at = Cursor {
            text: at.text,
            at: at.at + 1,
        };
        value_at.spaces();
        let (from, written) = (value_at.at, value_at.value());
        let Some(value) = literal(written) else {
            let what = if written.is_empty() {
                "nothing"
            } else {
                written
            };
            let help =
                "write a text between quotes, a number, `true`, `false` or a list, as in TOML";
            return mistake(
                from + written.len(),
                format!("the value of `{name}` is no TOML value: `{what}`"),
                help,
            );
        };
        if arguments.iter().any(|argument| argument.name == name) {
            return mistake(
                from + written.len(),
                format!("the argument `{name}` is given twice"),
                "keep one of them",
            );
        }
        let inset =
            usize::from(value.is_string() && written.len() > 1 && written.starts_with(['"', '\'']));
        let range = from + inset..from + written.len() - inset;
        arguments.push(Argument {
            name: name.to_owned(),
            value,
            range,
        });
        value_at.spaces();
        *at = value_at;
        if !at.takes(",") && !at.rest().starts_with(')') {
            let (start, end) = (
                at.at,
                at.at + at.rest().chars().next().map_or(0, char::len_utf8),
            );
            let help = "arguments stand between parentheses, with commas between them".to_owned();
            return Err(Mistake {
                range: start..end,
                message: "a `,` or `)` is missing here".to_owned(),
                help,
            });
        }
    }
}

fn literal(written: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(&format!("v = {written}"))
        .ok()
        .filter(|table: &toml::Table| table.len() == 1)?;
    json(table.get("v")?)
}

fn json(value: &toml::Value) -> Option<Value> {
    Some(match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| Some((key.clone(), json(value)?)))
            .collect::<Option<serde_json::Map<_, _>>>()?
            .into(),
    })
}
