//! The syntax of a shortcode's tag; its arguments are TOML.

use serde_json::Value;

use super::{Argument, Call, Mistake};

/// What a `{{` or `{%` begins.
pub enum Tagged {
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
    let open = &text[start..start + 2];
    let close = if open == "{{" { "}}" } else { "%}" };
    let at = start + open.len();
    let mut at = Cursor { text, at };
    at.spaces();
    if at.takes("/*") {
        return shown(at, close);
    }
    let name = at.name();
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
        return Tagged::Broken(Mistake::new(
            start..at.at,
            format!("the tag of the shortcode `{name}` does not end"),
            format!(
                "write `{open} {name}(…) {close}`. To show this text as it is, write it in code"
            ),
        ));
    }
    Tagged::Call(Call {
        name: name.to_owned(),
        arguments,
        range: start..at.at,
        end: None,
    })
}

/// A shortcode behind `/*`, which is shown as it is written.
fn shown(at: Cursor, close: &str) -> Tagged {
    let Cursor { text, at } = at;
    // Up to the next that begins so: of a text of nothing else, each would be looked through to the end.
    let begins = |found: &usize| {
        let before = text[..at + found].trim_end_matches(' ');
        before.ends_with(['{', '%'])
    };
    let mut starts = text[at..].match_indices("/*").map(|(found, _)| found);
    let next = starts.find(begins).map_or(text.len(), |found| at + found);
    let mut ends = text[at..next].match_indices("*/");
    let shown = ends.find_map(|(found, _)| {
        let end = at + found;
        let mut after = Cursor { text, at: end + 2 };
        after.spaces();
        let is_end = after.takes(close);
        is_end.then_some(Tagged::Shown(at - 2, end, after.at))
    });
    shown.unwrap_or(Tagged::Text)
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

    /// The name of a shortcode, which is that of a file: `-` may stand within it.
    fn name(&mut self) -> &'t str {
        let (start, text) = (self.at, self.text);
        self.word();
        while self.rest().starts_with('-') {
            self.at += 1;
            if self.word().is_empty() {
                self.at -= 1;
                break;
            }
        }
        &text[start..self.at]
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
        let (argument, is_part) = argument(at)?;
        let mut known = arguments.iter_mut();
        match known.find(|known| known.name == argument.name) {
            None => arguments.push(argument),
            Some(known) => {
                if !is_part || !add(&mut known.value, &argument.value) {
                    let message = format!("the argument `{}` is given twice", argument.name);
                    return Err(Mistake::new(start..at.at, message, "keep one of them"));
                }
            }
        }
        at.spaces();
        if !at.takes(",") && !at.rest().starts_with(')') {
            let next = at.rest().chars().next().map_or(0, char::len_utf8);
            return Err(Mistake::new(
                at.at..at.at + next,
                "a `,` or `)` is missing here",
                "arguments stand between parentheses, with commas between them",
            ));
        }
    }
}

/// Adds the parts of a table to another, if they are new to it.
fn add(known: &mut Value, parts: &Value) -> bool {
    let (Some(known), Some(parts)) = (known.as_object_mut(), parts.as_object()) else {
        return false;
    };
    let is_new = parts.keys().all(|key| !known.contains_key(key));
    if is_new {
        known.extend(parts.clone());
    }
    is_new
}

/// An argument, and whether it is a part of a table: `alt.fr = "…"`.
fn argument(at: &mut Cursor) -> Result<(Argument, bool), Mistake> {
    let start = at.at;
    let name = at.word();
    let part = if at.takes(".") { Some(at.name()) } else { None };
    at.spaces();
    if name.is_empty() || !at.takes("=") {
        let next = at.rest().chars().next().map_or(0, char::len_utf8);
        return Err(Mistake::new(
            start..at.at + next,
            "an argument of a shortcode has a name and a value",
            "write `name(key = \"value\")`; to show this text as it is, write `{{/* … */}}` or put it in code",
        ));
    }
    at.spaces();
    let (from, written) = (at.at, at.value());
    let end = from + written.len();
    let Some(value) = literal(written) else {
        let what = if written.is_empty() {
            "nothing"
        } else {
            written
        };
        return Err(Mistake::new(
            start..end,
            format!("the value of `{name}` is no TOML value: `{what}`"),
            "write a text between quotes, a number, `true`, `false` or a list, as in TOML",
        ));
    };
    at.at = end;
    let is_quoted = written.len() > 1 && written.starts_with(['"', '\'']);
    let inset = usize::from(value.is_string() && is_quoted);
    let value = match part {
        Some(part) => Value::from_iter([(part, value)]),
        None => value,
    };
    let argument = Argument {
        name: name.to_owned(),
        value,
        range: from + inset..end - inset,
    };
    Ok((argument, part.is_some()))
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
