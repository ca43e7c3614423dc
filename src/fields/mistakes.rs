//! What an author most likely meant by a line that cannot be read.
//!
//! The parsers say where they stopped, and in their own terms; here the line itself is looked at.

use std::ops::Range;

use super::invisible::{invisible, visible};

/// A mistake in a text: where, what, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
    /// Whether it is in an item of a list of YAML, which may be read as something else without a word.
    pub is_item: bool,
}

impl Mistake {
    fn new(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self {
            range,
            message,
            help,
            is_item: false,
        }
    }
}

/// A line as `key`, separator and value, each where it stands.
struct Setting<'t> {
    key: &'t str,
    /// Where the sign between the two stands.
    sign: usize,
    value: &'t str,
    value_at: usize,
}

impl<'t> Setting<'t> {
    /// Cuts a line at its first `sign`, where a plain name is before that.
    fn cut(line: &'t str, sign: char) -> Option<Self> {
        let at = line.find(sign)?;
        let key = line[..at].trim();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let after = at + sign.len_utf8();
        let value = line[after..].trim();
        (!key.is_empty() && key.chars().all(is_name)).then(|| Self {
            key,
            sign: at,
            value,
            value_at: after + (line[after..].len() - line[after..].trim_start().len()),
        })
    }
}

/// A text between plain quotes, whatever quotes it has.
fn quoted(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    let bare = text.strip_prefix('"').unwrap_or(text);
    let bare = bare.strip_suffix('"').unwrap_or(bare).trim();
    format!("\"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value of one syntax, as the other has it too.
fn plain_value(value: &str) -> String {
    let is_plain = value.starts_with(['"', '[', '\''])
        || matches!(value, "true" | "false")
        || value.starts_with(|c: char| c.is_ascii_digit());
    if is_plain {
        value.to_owned()
    } else {
        quoted(value)
    }
}

const QUOTES: [char; 8] = ['“', '”', '„', '«', '»', '‘', '’', '\u{a0}'];

/// The quotes of a text that are not escaped.
fn count_quotes(text: &str) -> usize {
    text.replace("\\\\", "")
        .replace("\\\"", "")
        .matches('"')
        .count()
}

/// Whether an apostrophe stands in a text between single quotes.
fn ends_at_apostrophe(value: &str) -> bool {
    value.starts_with('\'') && !value.starts_with("'''") && value.matches('\'').count() > 2
}

/// What is wrong with a line of TOML that cannot be read.
pub fn in_toml(line: &str) -> Option<Mistake> {
    let Some(setting) = Setting::cut(&visible(line), '=')
        .map(|_| ())
        .and(line.find('='))
    else {
        let setting = Setting::cut(line, ':')?;
        let help = format!("write `{} = {}`", setting.key, plain_value(setting.value));
        return Some(Mistake::new(
            setting.sign..setting.sign + 1,
            "this is written as in YAML, not as in TOML",
            help,
        ));
    };
    let (key, value) = (line[..setting].trim(), line[setting + 1..].trim());
    let value_at = line.len() - line[setting + 1..].trim_start().len();
    let is_text = value.starts_with('"') || value.starts_with('\'');
    let outside = if is_text { &line[..value_at] } else { line };
    if value.starts_with(QUOTES) && !value.starts_with('\u{a0}') {
        let length = value.chars().next().map_or(0, char::len_utf8);
        return Some(Mistake::new(
            value_at..value_at + length,
            "these are typographic quotes: TOML takes plain ones",
            format!("write `{} = {}`", visible(key), quoted(value)),
        ));
    }
    if let Some((at, name)) = invisible(outside) {
        let length = line[at..].chars().next().map_or(0, char::len_utf8);
        return Some(Mistake::new(
            at..at + length,
            format!("{name} stands here, which looks like a plain space or like nothing"),
            format!("write the line anew: `{}`", visible(line.trim())),
        ));
    }
    let write = |value: String| format!("write `{key} = {value}`");
    match count_quotes(value) {
        1 if value.starts_with('"') => Some(Mistake::new(
            value_at..value_at + 1,
            "this text has no closing quote",
            write(quoted(value)),
        )),
        3.. if value.starts_with('"') && !value.starts_with("\"\"\"") => {
            let inner = value[1..].find('"').unwrap_or_default();
            Some(Mistake::new(
                value_at + 1 + inner..value_at + 2 + inner,
                "quotes within a text must be escaped",
                write(quoted(&value.replace("\\\"", "\""))),
            ))
        }
        0 if ends_at_apostrophe(value) => Some(Mistake::new(
            value_at..value_at + 1,
            "an apostrophe ends this text",
            write(quoted(value.trim_matches('\''))),
        )),
        0 if value.starts_with(char::is_alphabetic) => Some(Mistake::new(
            value_at..value_at + value.len(),
            "a text stands between quotes",
            write(quoted(value)),
        )),
        _ => None,
    }
}

/// What is wrong with the lines of a YAML text that cannot be read, at most one mistake a line.
pub fn in_yaml(text: &str) -> Vec<Mistake> {
    let mut reader = YamlLines::default();
    let mut at = 0;
    let mut mistakes = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(mut mistake) = reader.read(line.trim_end()) {
            mistake.range = mistake.range.start + at..mistake.range.end + at;
            mistakes.push(mistake);
        }
        at += line.len();
    }
    mistakes
}

/// What is known of the lines above.
#[derive(Default)]
struct YamlLines {
    /// Of the last key: how far it is indented, and whether it has a value in its line.
    key: Option<(usize, bool)>,
    /// How far the last item of a list is indented.
    item: Option<usize>,
    /// How far the key of a text of several lines (`|`, `>`) is indented.
    block: Option<usize>,
}

impl YamlLines {
    fn read(&mut self, line: &str) -> Option<Mistake> {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() || content.starts_with('#') {
            return None;
        }
        if self.block.is_some_and(|key| indent > key) {
            return None;
        }
        self.block = None;
        if let Some(tab) = line[..indent].find('\t') {
            let help = format!("indent with spaces: `  {content}`");
            return Some(Mistake::new(tab..tab + 1, "YAML takes no tabs", help));
        }
        if content.starts_with('-') {
            return self.item(indent, content);
        }
        self.item = None;
        self.key(indent, content)
            .map(|mistake| shifted(mistake, indent))
    }

    fn item(&mut self, indent: usize, content: &str) -> Option<Mistake> {
        // Below a key with a value, a text goes on with it.
        if self.key.is_some_and(|(_, has_value)| has_value) {
            return None;
        }
        let above = self.item.replace(indent);
        let Some(text) = content.strip_prefix("- ") else {
            let text = content.trim_start_matches('-');
            let help = format!("write `- {text}`");
            let message = "a space is missing behind this `-`";
            let mistake = Mistake::new(indent..indent + 1, message, help);
            return (!text.is_empty()).then_some(Mistake {
                is_item: true,
                ..mistake
            });
        };
        if let Some(above) = above.filter(|above| *above != indent) {
            return Some(Mistake::new(
                indent..indent + 1,
                "this `-` does not stand below the one above",
                format!("write `{}{content}`", " ".repeat(above)),
            ));
        }
        let is_table = Setting::cut(text, ':').is_some();
        let mistake = (!is_table).then(|| text_mistake("- ", text.trim()))??;
        Some(shifted(mistake, line_end(indent, content, text)))
    }

    fn key(&mut self, indent: usize, content: &str) -> Option<Mistake> {
        let whole = 0..content.len();
        if let Some(setting) = Setting::cut(content, '=')
            && Setting::cut(content, ':').is_none()
        {
            let help = format!("write `{}: {}`", setting.key, plain_value(setting.value));
            let sign = setting.sign..setting.sign + 1;
            let message = "this is written as in TOML, not as in YAML";
            return Some(Mistake::new(sign, message, help));
        }
        if let Some(mistake) = invisible_in_key(content) {
            return Some(mistake);
        }
        let Some(setting) = Setting::cut(content, ':') else {
            let (key, value) = content.split_once(' ').unwrap_or((content, "…"));
            let is_key = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let help = match is_key {
                true => format!("write `{key}: {}`", plain_text(value.trim())),
                false => {
                    "write `key: text`; a text that goes on in a second line is indented there"
                        .into()
                }
            };
            return Some(Mistake::new(whole, "this line has no `:`", help));
        };
        let Setting {
            key, sign, value, ..
        } = setting;
        let above = self.key.replace((indent, !value.is_empty()));
        if matches!(value.trim_end_matches(['+', '-']), "|" | ">") {
            self.block = Some(indent);
            return None;
        }
        if !value.is_empty() && !content[sign + 1..].starts_with([' ', '\t']) {
            let help = format!("write `{key}: {}`", plain_text(value));
            return Some(Mistake::new(
                sign..sign + 1,
                "a space is missing behind this `:`",
                help,
            ));
        }
        if above.is_some_and(|(above, has_value)| has_value && indent > above) {
            let help = format!("write `{content}` at the beginning of the line");
            return Some(Mistake::new(
                whole,
                "this line is indented deeper than the one above",
                help,
            ));
        }
        let mistake = text_mistake(&format!("{key}: "), value)?;
        Some(shifted(mistake, setting.value_at))
    }
}

/// A sign that nobody sees in a key of YAML, or at its colon.
fn invisible_in_key(content: &str) -> Option<Mistake> {
    let head = content.split_inclusive(": ").next().unwrap_or(content);
    let (at, name) = invisible(head)?;
    let colon = content[..at].find(':');
    if colon.is_some_and(|colon| colon + 1 != at) {
        return None;
    }
    let length = content[at..].chars().next().map_or(0, char::len_utf8);
    let plain = visible(content).replace(" :", ":");
    Some(Mistake::new(
        at..at + length,
        format!("{name} stands here, which looks like a plain space or like nothing"),
        format!("write the line anew: `{plain}`"),
    ))
}

fn shifted(mistake: Mistake, by: usize) -> Mistake {
    let range = mistake.range.start + by..mistake.range.end + by;
    Mistake { range, ..mistake }
}

fn line_end(indent: usize, content: &str, text: &str) -> usize {
    indent + content.len() - text.trim_start().len()
}

/// A text as YAML takes it, quoted where it must be.
fn plain_text(text: &str) -> String {
    match text_mistake("", text) {
        Some(_) => quoted(text),
        None => text.to_owned(),
    }
}

/// What is wrong with a text behind a key or `-`.
fn text_mistake(before: &str, text: &str) -> Option<Mistake> {
    let write = |text: String| format!("write `{before}{text}`");
    let first = text.chars().next()?;
    let at_first = 0..first.len_utf8();
    match first {
        '"' if count_quotes(text) == 1 => Some(Mistake::new(
            at_first,
            "this text has no closing quote",
            write(quoted(text)),
        )),
        '"' if count_quotes(text) > 2 => Some(Mistake::new(
            at_first,
            "quotes within a text must be escaped",
            write(quoted(&text.replace("\\\"", "\""))),
        )),
        '\'' if text.matches('\'').count() % 2 == 1 => Some(Mistake::new(
            at_first,
            "this text has no closing quote, or an apostrophe that ends it",
            write(quoted(text.trim_matches('\''))),
        )),
        '"' | '\'' => None,
        '[' if !text.contains(']') => Some(Mistake::new(
            at_first,
            "this list has no end",
            write(format!("{text}]")),
        )),
        '[' | '{' | '|' | '>' => None,
        '@' | '`' | '%' | '&' | '*' | '!' => Some(Mistake::new(
            at_first,
            format!("a text that begins with `{first}` needs quotes"),
            write(quoted(text)),
        )),
        _ => {
            let colon = text.find(": ").or(text.strip_suffix(':').map(str::len))?;
            Some(Mistake::new(
                colon..colon + 1,
                "a text with `: ` in it needs quotes",
                write(quoted(text)),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn anything_is_looked_at(text in "(title|tags|[=:\\[\\]\"'“”«@|>#-]|\u{a0}|\u{200b}|\t| |é|\n)*") {
            for mistake in in_yaml(&text) {
                proptest::prop_assert!(text.get(mistake.range.clone()).is_some(), "{:?}", mistake);
            }
            for line in text.lines() {
                if let Some(mistake) = in_toml(line) {
                    proptest::prop_assert!(line.get(mistake.range.clone()).is_some(), "{:?}", mistake);
                }
            }
        }
    }
}
