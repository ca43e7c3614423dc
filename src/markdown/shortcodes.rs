//! Shortcodes, in Zola's syntax: `{{ name(key = "value") }}`, and `{% name() %}` … `{% end %}` around Markdown.
//!
//! 1. [`read`] finds them before Markdown does, never in code, and puts in the place of each tag HTML of the same length: a
//!    comment where it stands alone on its line, an empty `<s/>` within a line. So every byte stays where it was, and what is
//!    between two tags is Markdown of the same text: its notes, headings and links are the text's.
//! 2. [`marked`] gives the parser's events, with a mark where each tag stands. The passes take marks for HTML.
//! 3. [`expand`] puts in the marks' place what the caller makes of each call, the HTML between two marks given to it.
//!
//! What has no parentheses, `{{ such }}` or `{% raw %}`, is text; `{{/* name() */}}` and `\{{ name() }}` show
//! a shortcode as it is written.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::SEPARATOR;
use serde_json::Value;

use super::placed::{self, Writer};
use super::{code_ranges, ids, parser};
use crate::text::html::{self, tags};

/// A shortcode as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// Its tag, in bytes of the text; of a shortcode with a body, the first one. Empty where the text has none.
    pub range: Range<usize>,
    /// The tag that ends its body.
    pub end: Option<Range<usize>>,
}

/// An argument of a shortcode.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// A TOML literal.
    pub value: Value,
    /// Where its value stands, in bytes of the text; of a text, what is between the quotes.
    pub range: Range<usize>,
}

/// What is wrong in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The arguments that lead somewhere, by their names, whatever the shortcode.
const LINKS: &[&str] = &["src", "href", "link", "url", "poster"];

impl Call {
    /// A call that the text does not spell out.
    pub(super) fn of(name: &str, arguments: &[(&str, &str)]) -> Self {
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

    /// The text of an argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments
            .iter()
            .find(|argument| argument.name == name)
            .and_then(|argument| argument.value.as_str())
    }

    /// The arguments that lead somewhere.
    pub(super) fn links(&mut self) -> impl Iterator<Item = (&str, &mut String, &Range<usize>)> {
        let links = self
            .arguments
            .iter_mut()
            .filter(|argument| LINKS.contains(&argument.name.as_str()));
        links.filter_map(|argument| match &mut argument.value {
            Value::String(text) => Some((argument.name.as_str(), text, &argument.range)),
            _ => None,
        })
    }
}

/// A text and its shortcodes.
#[derive(Debug, Default)]
pub(super) struct Found<'t> {
    /// The text, HTML in the place of tags.
    pub text: Cow<'t, str>,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// The tags, in order.
    tags: Vec<Placed>,
}

#[derive(Clone, Debug)]
struct Placed {
    range: Range<usize>,
    mark: Mark,
}

/// A tag as it stands among events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A shortcode without body.
    Alone(usize),
    /// The beginning of one with a body.
    Open(usize),
    /// Its end.
    Close(usize),
}

/// Shortcodes in shortcodes: the HTML of each holds that of all in it, so that a text of nothing else would never be done.
const DEEPEST: usize = 32;

/// What no text holds, as [`read`] takes it away.
const NUL: char = '\0';

impl Mark {
    fn written(self) -> String {
        match self {
            Mark::Alone(call) => format!("{NUL}{call}{NUL}"),
            Mark::Open(call) => format!("{NUL}{call}({NUL}"),
            Mark::Close(call) => format!("{NUL}{call}){NUL}"),
        }
    }

    /// The mark that begins with the NUL at the beginning of `html`, and what follows it.
    fn read(html: &str) -> Option<(Self, &str)> {
        let (inside, rest) = html.strip_prefix(NUL)?.split_once(NUL)?;
        let mark = match (inside.strip_suffix('('), inside.strip_suffix(')')) {
            (Some(call), _) => Mark::Open(call.parse().ok()?),
            (_, Some(call)) => Mark::Close(call.parse().ok()?),
            _ => Mark::Alone(inside.parse().ok()?),
        };
        Some((mark, rest))
    }

    /// The bytes of the mark that `html` begins with; of what is none, its first byte.
    pub(super) fn length(html: &str) -> usize {
        Self::read(html).map_or(1, |(_, rest)| html.len() - rest.len())
    }

    /// The call that begins here.
    pub(super) fn begins(self) -> Option<usize> {
        match self {
            Mark::Alone(call) | Mark::Open(call) => Some(call),
            Mark::Close(_) => None,
        }
    }

    /// The marks in HTML.
    pub(super) fn all(html: &str) -> impl Iterator<Item = Self> {
        let mut rest = html;
        std::iter::from_fn(move || {
            loop {
                rest = &rest[rest.find(NUL)?..];
                match Mark::read(rest) {
                    Some((mark, after)) => {
                        rest = after;
                        return Some(mark);
                    }
                    None => rest = &rest[1..],
                }
            }
        })
    }

    /// As an event: a block's, or a line's.
    pub(super) fn event(self, block: bool) -> Event<'static> {
        if block {
            Event::Html(self.written().into())
        } else {
            Event::InlineHtml(self.written().into())
        }
    }
}

/// Finds the shortcodes of a text.
pub(super) fn read(text: &str) -> Found<'_> {
    let text = if text.contains(NUL) {
        Cow::Owned(text.replace(NUL, " "))
    } else {
        Cow::Borrowed(text)
    };
    if !text.contains("{{") && !text.contains("{%") {
        return Found {
            text,
            ..Found::default()
        };
    }
    let mut reader = Reader {
        code: code_ranges(&without_quoted_marks(&text)),
        masked: text.clone().into_owned().into_bytes(),
        text: &text,
        open: Vec::new(),
        calls: Vec::new(),
        mistakes: Vec::new(),
        tags: Vec::new(),
    };
    reader.run();
    let Reader {
        masked,
        calls,
        mistakes,
        tags,
        ..
    } = reader;
    // Only whole tags were replaced, by ASCII.
    let text = String::from_utf8(masked).unwrap_or_else(|_| text.into_owned());
    Found {
        text: text.into(),
        calls,
        mistakes,
        tags,
    }
}

/// A text whose tags hold nothing that could be taken for the edge of code, such as a backtick between quotes.
fn without_quoted_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(['`', '~']) {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut at) = (text.to_owned().into_bytes(), 0);
    while let Some(found) = text[at..].find("{").map(|found| at + found) {
        at = found + 1;
        if !text[at..].starts_with(['{', '%']) {
            continue;
        }
        if let Tagged::Call(call) = tag(text, found) {
            plain[call.range.clone()]
                .iter_mut()
                .filter(|byte| matches!(byte, b'`' | b'~'))
                .for_each(|byte| *byte = b'x');
            at = call.range.end;
        }
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(text), Cow::Owned)
}

struct Reader<'t> {
    text: &'t str,
    masked: Vec<u8>,
    code: Vec<Range<usize>>,
    /// Calls whose body has not ended.
    open: Vec<usize>,
    calls: Vec<Call>,
    mistakes: Vec<Mistake>,
    tags: Vec<Placed>,
}

/// What a `{{` or `{%` begins.
enum Tagged {
    /// Nothing of ours.
    Text,
    /// A shortcode shown as it is written; where its `/*` and `*/` stand.
    Shown(usize, usize, usize),
    /// `{% end %}`, and where it ends.
    End(usize),
    Call(Call),
    Broken(Mistake),
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.next_brace(at) {
            at = match tag(self.text, found) {
                Tagged::Text => found + 2,
                Tagged::Shown(open, close, end) => {
                    self.masked[open..open + 2].fill(b' ');
                    self.masked[close..close + 2].fill(b' ');
                    end
                }
                Tagged::Broken(mistake) => {
                    let next = mistake.range.end.max(found + 2);
                    self.mistakes.push(mistake);
                    next
                }
                Tagged::End(end) => {
                    self.end(found..end);
                    end
                }
                Tagged::Call(call) if self.open.len() == DEEPEST => {
                    let message =
                        format!("the shortcode `{}` stands in {DEEPEST} others", call.name);
                    let help = "take some of them out of the others, or write the `{% end %}` of those that should have ended"
                        .to_owned();
                    self.mistakes.push(Mistake {
                        range: call.range.clone(),
                        message,
                        help,
                    });
                    // What it holds is told with it.
                    self.text.len()
                }
                Tagged::Call(call) => self.call(call),
            };
        }
        for call in std::mem::take(&mut self.open) {
            let Call { name, range, .. } = &self.calls[call];
            let message = format!("the shortcode `{name}` has no end");
            let help = "write `{% end %}` on a line below its text".to_owned();
            self.mistakes.push(Mistake {
                range: range.clone(),
                message,
                help,
            });
        }
    }

    /// The next `{{` or `{%` that is not in code.
    fn next_brace(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // As everywhere in Markdown, what stands behind a backslash is itself.
        let is_escaped = |at: usize| {
            bytes[..at]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count()
                % 2
                == 1
        };
        let is_tag =
            |at: &usize| matches!(bytes.get(at + 1), Some(b'{' | b'%')) && !is_escaped(*at);
        let braces = (from..bytes.len())
            .filter(|at| bytes[*at] == b'{')
            .filter(is_tag);
        braces.into_iter().find(|at| {
            let before = self.code.partition_point(|range| range.start <= *at);
            before == 0
                || !self.code[..before]
                    .iter()
                    .rev()
                    .take(4)
                    .any(|range| range.contains(at))
        })
    }

    fn call(&mut self, call: Call) -> usize {
        let (range, number) = (call.range.clone(), self.calls.len());
        let has_body = self.text[range.clone()].starts_with("{%");
        self.calls.push(call);
        if has_body {
            self.open.push(number);
        }
        self.replace(
            range.clone(),
            if has_body {
                Mark::Open(number)
            } else {
                Mark::Alone(number)
            },
        );
        range.end
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(call) = self.open.pop() else {
            let help =
                "remove it, or write a shortcode such as `{% quote() %}` before it".to_owned();
            self.mistakes.push(Mistake {
                range,
                message: "`{% end %}` ends no shortcode".to_owned(),
                help,
            });
            return;
        };
        self.calls[call].end = Some(range.clone());
        self.replace(range, Mark::Close(call));
    }

    /// Puts HTML of the same length in the place of a tag.
    fn replace(&mut self, range: Range<usize>, mark: Mark) {
        let (open, close): (&[u8], &[u8]) = if self.is_alone(&range) {
            (b"<!--", b"-->")
        } else {
            (b"<s", b"/>")
        };
        let is_block = open.len() == 4;
        let masked = &mut self.masked[range.clone()];
        let length = masked.len();
        // A comment may have line feeds, and lines keep their number; a tag must not have two.
        masked
            .iter_mut()
            .filter(|byte| !(is_block && **byte == b'\n'))
            .for_each(|byte| *byte = b' ');
        masked[..open.len()].copy_from_slice(open);
        masked[length - close.len()..].copy_from_slice(close);
        self.tags.push(Placed { range, mark });
    }

    /// Whether a tag has its lines for itself, but for the signs of a quotation or list around it.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let before = self.text[..range.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let after = self.text[range.end..]
            .split('\n')
            .next()
            .unwrap_or_default();
        before
            .bytes()
            .all(|b| b.is_ascii_digit() || b" \t>-*+.)".contains(&b))
            && after.trim().is_empty()
    }
}

/// Reads what begins at a `{{` or `{%`.
fn tag(text: &str, start: usize) -> Tagged {
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

/// The events of a text, with their bytes and marks where its tags stand; `source` is the text as written. What is wrong
/// goes to the end of `mistakes`.
pub(super) fn marked<'t>(
    found: &'t Found,
    source: &'t str,
    calls: &[Call],
    mistakes: &mut Vec<Mistake>,
) -> Vec<(Event<'t>, Range<usize>)> {
    let events = parser(&found.text).into_offset_iter();
    if found.tags.is_empty() {
        return events.collect();
    }
    let mut seen = vec![false; found.tags.len()];
    let mut marked = Vec::new();
    for (event, range) in events {
        let block = matches!(event, Event::Html(_));
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                cut(found, &html, range, block, &mut seen, &mut marked)
            }
            Event::Text(_) | Event::Code(_) if tags_in(found, &range).next().is_some() => {
                // Code after all, once the tags before it were taken away.
                tags_in(found, &range).for_each(|tag| seen[tag] = true);
                let inset = if matches!(event, Event::Code(_)) {
                    found.text[range.clone()]
                        .bytes()
                        .take_while(|b| *b == b'`')
                        .count()
                } else {
                    0
                };
                let text = source
                    .get(range.start + inset..range.end - inset)
                    .unwrap_or_default();
                marked.push((
                    if inset > 0 {
                        Event::Code(text.into())
                    } else {
                        Event::Text(text.into())
                    },
                    range,
                ));
            }
            event => marked.push((event, range)),
        }
    }
    let marked = lift(marked);
    check(found, calls, &marked, &seen, mistakes);
    marked
}

/// The tags that begin in a range.
fn tags_in(found: &Found, range: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let first = found
        .tags
        .partition_point(|tag| tag.range.start < range.start);
    let after = found
        .tags
        .partition_point(|tag| tag.range.start < range.end);
    first..after
}

/// HTML with marks in the place of tags.
fn cut<'t>(
    found: &Found,
    html: &str,
    range: Range<usize>,
    block: bool,
    seen: &mut [bool],
    marked: &mut Vec<(Event<'t>, Range<usize>)>,
) {
    let mut push = |text: &str, range: Range<usize>| {
        let text = text.to_owned().into();
        marked.push((
            if block {
                Event::Html(text)
            } else {
                Event::InlineHtml(text)
            },
            range,
        ));
    };
    // The lines after the first of a tag.
    let before = found
        .tags
        .partition_point(|tag| tag.range.start < range.start);
    let mut at = before.checked_sub(1).map_or(range.start, |tag| {
        found.tags[tag].range.end.clamp(range.start, range.end)
    });
    let slice = |from: usize, to: usize| {
        html.get(from - range.start..to - range.start)
            .unwrap_or_default()
    };
    for number in tags_in(found, &range) {
        let Placed { range: tag, mark } = &found.tags[number];
        seen[number] = true;
        if at < tag.start && !slice(at, tag.start).trim().is_empty() {
            push(slice(at, tag.start), at..tag.start);
        }
        let text = mark.written();
        push(&text, tag.clone());
        at = tag.end.min(range.end);
    }
    if at < range.end && (at == range.start || !slice(at, range.end).trim().is_empty()) {
        push(slice(at, range.end), at..range.end);
    }
}

fn mark_of(event: &Event) -> Option<Mark> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Mark::read(html)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(mark, _)| mark),
        _ => None,
    }
}

fn is_blank(event: &Event) -> bool {
    matches!(event, Event::SoftBreak)
        || matches!(event, Event::Text(text) if text.trim().is_empty())
}

/// Takes marks out of paragraphs: of those that hold nothing else, and where a body begins or ends with a paragraph.
fn lift<'t>(events: Vec<(Event<'t>, Range<usize>)>) -> Vec<(Event<'t>, Range<usize>)> {
    let mut lifted: Vec<(Event<'t>, Range<usize>)> = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    while let Some((event, range)) = events.next() {
        if !matches!(event, Event::Start(Tag::Paragraph)) {
            lifted.push((event, range));
            continue;
        }
        let mut inside: Vec<(Event<'t>, Range<usize>)> = events
            .by_ref()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Paragraph)))
            .collect();
        let block = |mark: Mark, range: Range<usize>| (mark.event(true), range);
        if inside
            .iter()
            .all(|(event, _)| mark_of(event).is_some() || is_blank(event))
            && inside.iter().any(|(event, _)| mark_of(event).is_some())
        {
            lifted.extend(
                inside
                    .into_iter()
                    .filter_map(|(event, range)| Some(block(mark_of(&event)?, range))),
            );
            continue;
        }
        // A body's first tag before its paragraph, its last one after; not where both are within a line.
        let marks: Vec<Mark> = inside
            .iter()
            .filter_map(|(event, _)| mark_of(event))
            .collect();
        let first = inside.first().and_then(|(event, _)| mark_of(event));
        let last = inside.last().and_then(|(event, _)| mark_of(event));
        let mut after = None;
        let whole = matches!((first, last), (Some(Mark::Open(a)), Some(Mark::Close(b))) if a == b);
        if let Some(Mark::Close(call)) = last
            && (whole || !marks.contains(&Mark::Open(call)))
        {
            after = inside
                .pop()
                .map(|(_, range)| block(Mark::Close(call), range));
        }
        if let Some(Mark::Open(call)) = first
            && (whole || !marks.contains(&Mark::Close(call)))
        {
            let (_, range) = inside.remove(0);
            lifted.push(block(Mark::Open(call), range));
        }
        while inside.last().is_some_and(|(event, _)| is_blank(event)) {
            inside.pop();
        }
        lifted.push((event, range.clone()));
        lifted.extend(inside);
        lifted.push((Event::End(TagEnd::Paragraph), range));
        lifted.extend(after);
    }
    lifted
}

/// Tags that no event holds, and bodies that begin in one block and end in another.
fn check(
    found: &Found,
    calls: &[Call],
    events: &[(Event, Range<usize>)],
    seen: &[bool],
    mistakes: &mut Vec<Mistake>,
) {
    for (tag, _) in found.tags.iter().zip(seen).filter(|(_, seen)| !**seen) {
        let message = "a shortcode cannot stand here".to_owned();
        let help =
            "move it out of the link, picture or HTML; to show it as it is, write `{{/* … */}}`"
                .to_owned();
        mistakes.push(Mistake {
            range: tag.range.clone(),
            message,
            help,
        });
    }
    // Of each open element, its number; of each open body, the element it began in.
    let (mut elements, mut next, mut bodies) = (Vec::new(), 0usize, Vec::new());
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) => {
                next += 1;
                elements.push(next);
            }
            Event::End(_) => {
                elements.pop();
            }
            event => match mark_of(event) {
                Some(Mark::Open(call)) => bodies.push((call, elements.last().copied())),
                Some(Mark::Close(call))
                    if bodies.pop() != Some((call, elements.last().copied())) =>
                {
                    let message = format!(
                        "the shortcode `{}` begins in one block of the text and ends in another",
                        calls[call].name
                    );
                    let help = "write both its tags on lines of their own, as far from the left"
                        .to_owned();
                    mistakes.push(Mistake {
                        range: range.clone(),
                        message,
                        help,
                    });
                }
                _ => {}
            },
        }
    }
}

/// Makes one block of the blocks between the two tags of each shortcode.
pub(super) fn join_bodies(calls: &[Call], blocks: &mut Vec<(Range<usize>, String)>) {
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

/// Puts in the place of marks what `component` makes of each call, with the HTML of its body; the ids that calls made come too.
pub(super) fn expand(
    html: String,
    calls: &[Call],
    component: impl Fn(&Call, Option<&str>) -> String,
) -> (String, Vec<(String, usize)>) {
    if calls.is_empty() || !html.contains(NUL) {
        return (html, Vec::new());
    }
    let mut expander = Expander {
        calls,
        component,
        written: Writer::default(),
        open: Vec::new(),
        in_comment: false,
        ids: RefCell::default(),
    };
    let mut from = 0;
    for tag in tags(&html) {
        expander.between(&html[from..tag.start]);
        expander.tag(tag);
        from = tag.start + tag.text.len();
    }
    expander.between(&html[from..]);
    expander.finish()
}

struct Expander<'c, C> {
    calls: &'c [Call],
    component: C,
    written: Writer,
    /// The calls whose body is written now, and what was written before it.
    open: Vec<(usize, Writer)>,
    in_comment: bool,
    /// The ids that calls made, beside those of their bodies.
    ids: RefCell<Vec<(String, usize)>>,
}

impl<C: Fn(&Call, Option<&str>) -> String> Expander<'_, C> {
    fn tag(&mut self, tag: html::Tag) {
        if !tag.text.contains(NUL) {
            return self.written.tag(&tag);
        }
        // Of attributes, only calls without a body.
        let parts = Marked { rest: tag.text }.map(|part| match part {
            Ok(text) => text.to_owned(),
            Err(Mark::Alone(call)) => self.made(call, None),
            Err(_) => String::new(),
        });
        let text: String = parts.collect();
        self.written.tag(&html::Tag {
            start: 0,
            text: &text,
        });
    }

    /// What stands between two tags.
    fn between(&mut self, html: &str) {
        for part in (Marked { rest: html }) {
            match part {
                Ok(text) => {
                    self.written.text(text);
                    let [opens, closes] = ["<!--", "-->"].map(|edge| text.rfind(edge));
                    self.in_comment = if opens.or(closes).is_some() {
                        opens > closes
                    } else {
                        self.in_comment
                    };
                }
                Err(Mark::Alone(call)) => {
                    let made = self.made(call, None);
                    self.put(&made);
                }
                Err(Mark::Open(call)) => self.open.push((call, std::mem::take(&mut self.written))),
                // Where tags cross, a mistake is told already.
                Err(Mark::Close(call)) => {
                    if let Some((call, before)) = self.open.pop_if(|(open, _)| *open == call) {
                        let body = std::mem::replace(&mut self.written, before).finish();
                        let made = self.made(call, Some(&body));
                        self.put(&made);
                    }
                }
            }
        }
    }

    /// What a call makes. The line feeds around a part of a line are its template's, and would be seen as spaces.
    fn made(&self, call: usize, body: Option<&str>) -> String {
        let made = self
            .calls
            .get(call)
            .map(|call| (self.component)(call, body))
            .unwrap_or_default();
        let known = body.map(ids::of_html).unwrap_or_default();
        self.ids.borrow_mut().extend(
            ids::of_html(&made)
                .difference(&known)
                .map(|id| (id.clone(), call)),
        );
        if placed::is_block(&made) {
            made
        } else {
            made.trim_matches(['\n', '\r']).to_owned()
        }
    }

    fn put(&mut self, made: &str) {
        if self.in_comment {
            self.written.text(made)
        } else {
            self.written.put(made)
        }
    }

    fn finish(self) -> (String, Vec<(String, usize)>) {
        let html = self.written.finish();
        (
            self.open
                .into_iter()
                .rev()
                .fold(html, |html, (_, before)| before.finish() + &html),
            self.ids.into_inner(),
        )
    }
}

/// HTML cut at its marks; separators are HTML.
struct Marked<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Marked<'h> {
    type Item = Result<&'h str, Mark>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((mark, rest)) = Mark::read(self.rest) {
            self.rest = rest;
            return Some(Err(mark));
        }
        let separator = if self.rest.starts_with(SEPARATOR) {
            SEPARATOR.len()
        } else {
            0
        };
        if separator == 0 {
            self.rest = self.rest.trim_start_matches(NUL);
        }
        let end = self.rest[separator..]
            .find(NUL)
            .map_or(self.rest.len(), |at| separator + at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!text.is_empty()).then_some(Ok(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Passes, layout, outline, render};
    use proptest::prelude::*;

    /// Renders with components that show their calls: `[name key=value body]`.
    fn shown(text: &str) -> crate::markdown::Rendered {
        let component = |call: &Call, body: Option<&str>| {
            let arguments: String = call
                .arguments
                .iter()
                .map(|a| format!(" {}={}", a.name, a.value))
                .collect();
            format!(
                "[{}{arguments}{}]",
                call.name,
                body.map(|body| format!(" {body}")).unwrap_or_default()
            )
        };
        render(
            text,
            Passes {
                component: Some(&component),
                ..Default::default()
            },
        )
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let rendered = shown(text);
        let html = rendered.html.trim_end().replace('\n', "¶");
        let html = [(">¶", ">"), ("¶]", "]"), ("]¶", "]"), (" ¶", " ")]
            .iter()
            .fold(html, |html, (from, to)| html.replace(from, to));
        assert_eq!(
            (html.as_str(), rendered.mistakes),
            (expected, Vec::new()),
            "{text}"
        );
    }

    #[test]
    fn a_block_of_its_own() {
        check("{{ a() }}", "[a]");
        check("{{a(x=1)}}", "[a x=1]");
        check("Un\n{{ a() }}\nDeux", "<p>Un</p>[a]<p>Deux</p>");
        check("> Un\n> {{ a() }}", "<blockquote><p>Un</p>[a]</blockquote>");
        check(
            "- {{ a() }}\n- Un\n\n  {{ b() }}",
            "<ul><li>[a]</li><li><p>Un</p>[b]</li></ul>",
        );
        check(
            "{{ a(\n  x = \"1\",\n\n  y = 2,\n) }}\n\nUn",
            "[a x=\"1\" y=2]<p>Un</p>",
        );
        check("{{ a() }} {{ b() }}", "[a][b]");
        check(
            "|u|\n|-|\n|d|\n{{ a() }}",
            "<table><thead><tr><th>u</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>[a]",
        );
        check("<div>\n{{ a() }}\n</div>", "<div>[a]</div>");
        check("<p title=\"{{ a() }}\">x</p>", "<p title=\"[a]\">x</p>");
    }

    #[test]
    fn within_a_line() {
        check("Un {{ a() }} *deux*", "<p>Un [a] <em>deux</em></p>");
        check("{{ a() }} *deux*", "<p>[a] <em>deux</em></p>");
        check(
            "Un {% a() %}*deux*{% end %} trois",
            "<p>Un [a <em>deux</em>] trois</p>",
        );
        check("{% a() %}Un{% end %} deux", "<p>[a Un] deux</p>");
        check("## T {{ a() }}", "<h2 id=\"t\">T [a]</h2>");
        check(
            "|{{ a(x=\"|\") }}|u|\n|-|-|",
            "<table><thead><tr><th>[a x=\"|\"]</th><th>u</th></tr></thead><tbody></tbody></table>",
        );
    }

    /// Renders with components that make blocks (`f`, `q`), links (`l`) and parts of lines.
    fn places(text: &str) -> crate::markdown::Rendered {
        let component = |call: &Call, body: Option<&str>| match (call.name.as_str(), body) {
            ("f", _) => "<figure>f</figure>\n".to_owned(),
            ("q", body) => format!("\n<blockquote>{}</blockquote>\n", body.unwrap_or_default()),
            ("l", _) => "<a href=\"/l\">l</a>".to_owned(),
            (_, body) => format!("\n<i>{}</i>\n", body.unwrap_or("i")),
        };
        render(
            text,
            Passes {
                component: Some(&component),
                ..Default::default()
            },
        )
    }

    #[track_caller]
    fn placed(text: &str, expected: &str) {
        let rendered = places(text);
        assert_eq!(
            (rendered.html.replace('\n', "").as_str(), rendered.mistakes),
            (expected, Vec::new()),
            "{text}"
        );
    }

    #[test]
    fn a_block_within_a_line_ends_the_paragraph_and_it_goes_on() {
        let f = "<figure>f</figure>";
        placed("Un {{ f() }} deux", &format!("<p>Un</p>{f}<p>deux</p>"));
        placed("Un {{ f() }}", &format!("<p>Un</p>{f}"));
        placed("{{ f() }} deux", &format!("{f}<p>deux</p>"));
        placed(
            "Un {{ f() }} {{ f() }} deux",
            &format!("<p>Un</p>{f}{f}<p>deux</p>"),
        );
        placed(
            "Un {{ i() }} {{ f() }} {{ i() }}.",
            &format!("<p>Un <i>i</i></p>{f}<p><i>i</i>.</p>"),
        );
        placed(
            "Un {% q() %}*deux*{% end %} trois",
            "<p>Un</p><blockquote><em>deux</em></blockquote><p>trois</p>",
        );
        placed(
            "Un {% i() %}deux {{ f() }}{% end %} trois",
            &format!("<p>Un</p><i>deux{f}</i><p>trois</p>"),
        );
        placed(
            "Un *deux **{{ f() }} trois*** quatre",
            &format!("<p>Un <em>deux</em></p>{f}<p><em><strong>trois</strong></em> quatre</p>"),
        );
        placed("*{{ f() }}* deux", &format!("{f}<p>deux</p>"));
        placed("Un {{ f() }}\\\ndeux", &format!("<p>Un</p>{f}<p>deux</p>"));
        placed(
            "> Un {{ f() }} deux",
            &format!("<blockquote><p>Un</p>{f}<p>deux</p></blockquote>"),
        );
        placed(
            "Un <b id=\"b\" class=\"c\">deux {{ f() }} trois</b>",
            &format!(
                "<p>Un <b id=\"b\" class=\"c\">deux</b></p>{f}<p><b class=\"c\">trois</b></p>"
            ),
        );
    }

    #[test]
    fn where_a_block_may_stand_nothing_is_cut() {
        let f = "<figure>f</figure>";
        placed(
            "- Un {{ f() }} deux",
            &format!("<ul><li>Un{f} deux</li></ul>"),
        );
        placed(
            "- *Un {{ f() }} deux*",
            &format!("<ul><li><em>Un</em>{f}<em>deux</em></li></ul>"),
        );
        placed(
            "|a|\n|-|\n|b {{ f() }}|",
            &format!(
                "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b{f}</td></tr></tbody></table>"
            ),
        );
        placed(
            "<a href=\"/x\">\n{{ f() }}\n</a>",
            &format!("<a href=\"/x\">{f}</a>"),
        );
        placed(
            "<script>\n{{ f() }}\n</script>",
            &format!("<script>{f}</script>"),
        );
        placed(
            "Un <!-- {{ f() }} --> deux",
            &format!("<p>Un <!-- {f} --> deux</p>"),
        );
    }

    #[test]
    fn links_and_headings() {
        let f = "<figure>f</figure>";
        placed(
            "[Un {{ f() }} deux](/x)",
            &format!("<p><a href=\"/x\">Un</a></p>{f}<p><a href=\"/x\">deux</a></p>"),
        );
        placed(
            "[Un {{ l() }} deux](/x)",
            "<p><a href=\"/x\">Un</a><a href=\"/l\">l</a><a href=\"/x\">deux</a></p>",
        );
        placed(
            "[Un {{ i() }} deux](/x)",
            "<p><a href=\"/x\">Un <i>i</i> deux</a></p>",
        );
        placed(
            "## Un {{ f() }} *deux*\n\nTrois",
            &format!("<h2 id=\"un-deux\">Un <em>deux</em></h2>{f}<p>Trois</p>"),
        );
        placed("## Un {{ f() }}", &format!("<h2 id=\"un\">Un</h2>{f}"));
    }

    #[test]
    fn a_line_feed_of_the_template_is_no_space() {
        placed(
            "Un ({{ i() }}), {% i() %}deux{% end %}.",
            "<p>Un (<i>i</i>), <i>deux</i>.</p>",
        );
        placed(
            "<p title=\"{{ x() }}\">x</p>",
            "<p title=\"<i>i</i>\">x</p>",
        );
    }

    #[test]
    fn a_body_is_markdown_of_the_same_text() {
        check(
            "{% a() %}\n*Un*\n\n- deux\n{% end %}\nTrois",
            "[a <p><em>Un</em></p><ul><li>deux</li></ul>]<p>Trois</p>",
        );
        check("{% a(x='é') %}Un{% end %}", "[a x=\"é\" <p>Un</p>]");
        check("{% a() %}\nUn{% end %}", "[a <p>Un</p>]");
        check(
            "{% a() %}\n> Un\n{% end %}",
            "[a <blockquote><p>Un</p></blockquote>]",
        );
        check(
            "{% a() %}\n\nUn\n\n{% b() %}\nDeux\n{% end %}\n{{ c() }}\n{% end %}",
            "[a <p>Un</p>[b <p>Deux</p>][c]]",
        );
        check(
            "{% a() %}\n```\n{% end %}\n```\n{% end %}",
            "[a <pre><code>{% end %}¶</code></pre>]",
        );
        check(
            "{% a() %}\n[x]\n{% end %}\n\n[x]: /y",
            "[a <p><a href=\"/y\">x</a></p>]",
        );
        check("{% a() %}{% end %}", "[a ]");
        let html = shown("{% a() %}\nUn[^1].\n{% end %}\n\n[^1]: Note.").html;
        assert!(
            html.contains("href=\"#fn:1\"") && html.contains("<li id=\"fn:1\">"),
            "{html}"
        );
    }

    #[test]
    fn arguments_are_toml() {
        check(
            "{{ a(s=\"é \\\"q\\\" ) }} %}\", l='C:\\x', n=-1, f=1.5, b=true, a=[1, \"x, y)\"], t={k=\"v\"}) }}",
            "[a s=\"é \\\"q\\\" ) }} %}\" l=\"C:\\\\x\" n=-1 f=1.5 b=true a=[1,\"x, y)\"] t={\"k\":\"v\"}]",
        );
    }

    #[test]
    fn text_stays_text() {
        for text in [
            "{{ handlebars }}",
            "{% raw %}",
            "{% if x %}a{% endif %}",
            "{{",
            "{%",
            "{{ }}",
            "{}",
            "{{ 1() }}",
            "{{ a.b() }}",
        ] {
            check(text, &format!("<p>{text}</p>"));
        }
        check("{{/* a(x=1) */}}", "<p>{{   a(x=1)   }}</p>");
        check(
            "{%/* a() */%}u{%/* end */%}",
            "<p>{%   a()   %}u{%   end   %}</p>",
        );
        check(
            "{{/* a(x=\"u*/v\") */}} {{/* u",
            "<p>{{   a(x=\"u*/v\")   }} {{/* u</p>",
        );
        check(
            "\\{{ a() }} \\{% b() %} {\\{ c() }} \\\\{{ d() }}",
            "<p>{{ a() }} {% b() %} {{ c() }} \\[d]</p>",
        );
        check("`{{ a() }}`", "<p><code>{{ a() }}</code></p>");
        check("    {{ a() }}", "<pre><code>{{ a() }}</code></pre>");
        check(
            "```\n{{ a() }}\n{% b() %}\n```",
            "<pre><code>{{ a() }}¶{% b() %}¶</code></pre>",
        );
        check(
            "{{ a(x=\"`\") }} un `{{ b() }}`",
            "<p>[a x=\"`\"] un <code>{{ b() }}</code></p>",
        );
        check(
            "{{ a() }}\n    {{ b() }}",
            "[a]<pre><code>{{ b() }}</code></pre>",
        );
        check("\u{0}0\u{0} {{ a() }}", "<p>0  [a]</p>");
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, place, message) in [
            (
                "Un\n{% a() %}\nDeux",
                "{% a() %}",
                "the shortcode `a` has no end",
            ),
            ("Un {% end %}", "{% end %}", "`{% end %}` ends no shortcode"),
            (
                "{{ a(\"x\") }}",
                "\"",
                "an argument of a shortcode has a name and a value",
            ),
            (
                "{{ a(x=é) }}",
                "x=é",
                "the value of `x` is no TOML value: `é`",
            ),
            (
                "{{ a(x=) }}",
                "x=",
                "the value of `x` is no TOML value: `nothing`",
            ),
            (
                "{{ a(x=1 y=2) }}",
                "x=1 y=2",
                "the value of `x` is no TOML value: `1 y=2`",
            ),
            (
                "{{ a(x=1, x=2) }}",
                "x=2",
                "the argument `x` is given twice",
            ),
            ("{{ a(x=1 }}", "}", "a `,` or `)` is missing here"),
            (
                "{{ a(x=\"un) }}",
                "x=\"un",
                "the value of `x` is no TOML value: `\"un`",
            ),
            (
                "{{ a() %}",
                "{{ a() ",
                "the tag of the shortcode `a` does not end",
            ),
            (
                "[u]({{ a() }})",
                "{{ a() }}",
                "a shortcode cannot stand here",
            ),
            (
                "- {% a() %}\n- {% end %}",
                "{% end %}",
                "the shortcode `a` begins in one block of the text and ends in another",
            ),
            (
                "*{% a() %}u* d{% end %}",
                "{% end %}",
                "the shortcode `a` begins in one block of the text and ends in another",
            ),
        ] {
            let mistakes = shown(text).mistakes;
            let told: Vec<_> = mistakes
                .iter()
                .map(|m| (&text[m.range.clone()], m.message.as_str()))
                .collect();
            assert_eq!(told, [(place, message)], "{text}");
        }
    }

    #[test]
    fn shortcodes_are_not_nested_without_end() {
        let nested =
            |depth: usize| "{% a() %}\n".repeat(depth) + "b\n" + &"{% end %}\n".repeat(depth);
        assert_eq!(shown(&nested(DEEPEST)).mistakes, Vec::new());
        let mistakes = shown(&nested(1000)).mistakes;
        assert_eq!(mistakes[0].message, "the shortcode `a` stands in 32 others");
        assert_eq!(
            (mistakes[0].range.start, mistakes.len()),
            (DEEPEST * "{% a() %}\n".len(), 1 + DEEPEST)
        );
    }

    #[test]
    fn outlines_see_what_shortcodes_say() {
        let text = "{{ figure(src=\"a.svg\", caption=\"La file\") }}\n\n{% quote(url=\"b.md\", id=\"q\") %}\nOn *attend*. [x](c.md)\n{% end %}\n\n## Fin";
        let outline = outline(text);
        let blocks: Vec<&str> = outline
            .blocks
            .iter()
            .map(|(_, words)| words.as_str())
            .collect();
        assert_eq!(blocks, ["La file", "On attend. x", "Fin"]);
        let links: Vec<_> = outline
            .links
            .iter()
            .map(|l| (l.destination.as_str(), l.image, &text[l.range.clone()]))
            .collect();
        assert_eq!(
            links,
            [
                ("a.svg", true, "a.svg"),
                ("b.md", false, "b.md"),
                ("c.md", false, "[x](c.md)")
            ]
        );
        assert_eq!(outline.anchors, ["q", "fin"]);
    }

    #[test]
    fn a_body_is_not_cut() {
        let text = "Un\n\n{% quote() %}\nDeux\n\nTrois\n{% end %}\n\nQuatre";
        let blocks: Vec<_> = layout(text)
            .blocks
            .into_iter()
            .map(|(range, words)| (text[range].trim(), words.replace('\n', " ")))
            .collect();
        assert_eq!(
            blocks,
            [
                ("Un", "Un ".into()),
                (
                    "{% quote() %}\nDeux\n\nTrois\n{% end %}",
                    "Deux Trois ".into()
                ),
                ("Quatre", "Quatre ".to_owned())
            ]
        );
    }

    #[test]
    fn excerpts_keep_words_and_what_stands_in_a_line() {
        for (text, expected) in [
            ("{{ a() }}\n\nUn.", "<p>Un.</p>"),
            ("{% a() %}\nUn.\n{% end %}", "<p>Un.</p>"),
            ("Un {{ a() }} deux.", "<p>Un [a] deux.</p>"),
            ("Un {% a() %}deux{% end %}.", "<p>Un deux.</p>"),
        ] {
            assert_eq!(shown(text).excerpt.html.trim_end(), expected, "{text}");
        }
        let component = |_: &Call, _: Option<&str>| "<figure>f</figure>".to_owned();
        for (text, expected) in [
            ("Un {{ f() }} deux.", "<p>Un deux.</p>"),
            ("Un {{ f() }}.", "<p>Un.</p>"),
        ] {
            let excerpt = render(
                text,
                Passes {
                    component: Some(&component),
                    ..Default::default()
                },
            )
            .excerpt;
            assert_eq!(excerpt.html.trim_end(), expected, "{text}");
        }
    }

    /// Every element ends in the one it began in; no block stands in a paragraph or heading, and no link in a link.
    fn is_well_nested(html: &str) -> Result<(), String> {
        let mut open: Vec<&str> = Vec::new();
        for tag in tags(html) {
            let name = tag.name();
            if tag.closes() {
                if open.pop() != Some(name) {
                    return Err(format!("</{name}>"));
                }
            } else if !html::VOID.contains(&name) {
                let is_block = html::BLOCKS.contains(&name);
                let holds_lines =
                    |open: &&str| matches!(*open, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
                if (is_block && open.iter().any(holds_lines))
                    || (name == "a" && open.contains(&"a"))
                {
                    return Err(format!("<{name}> in {open:?}"));
                }
                open.push(name);
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(format!("{open:?}"))
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_around_shortcodes_html_is_well_nested(
            text in "([ab *_>\n#|-]|\\*\\*|\n\n|\\[a|\\]\\(/x\\)|<b>a</b>|\\\\\n|\\{\\{ [fli]\\(\\) \\}\\}|\\{% [qi]\\(\\) %\\}|\\{% end %\\})*"
        ) {
            let rendered = places(&text);
            if rendered.mistakes.is_empty() {
                prop_assert_eq!(is_well_nested(&rendered.html), Ok(()), "{:?} {}", text, rendered.html);
                prop_assert_eq!(is_well_nested(&rendered.excerpt.html), Ok(()), "{:?}", text);
            }
        }

        #[test]
        fn any_text_keeps_its_length_and_holds_no_mark(
            text in "([a-zé \n>`*-]|\\{\\{ a\\(\\) \\}\\}|\\{% b\\(x=\"é\"\\) %\\}|\\{% end %\\}|\\{\\{|\\{%|[(){}%\"=,\u{0}])*"
        ) {
            let found = read(&text);
            prop_assert_eq!(found.text.len(), text.len());
            prop_assert_eq!(found.text.matches('\n').count() <= text.matches('\n').count(), true);
            let rendered = shown(&text);
            prop_assert!(!rendered.html.contains(NUL), "{}", rendered.html);
            outline(&text);
            layout(&text);
        }
    }
}
