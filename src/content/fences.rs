//! Where the front matter of a file begins and ends: TOML between `+++` lines, YAML between `---` lines, or JSON in braces.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::fields::{Syntax, Table, parse_toml, parse_yaml};
use crate::source::{SourceId, Sources, Span};

/// A file's front matter, and the bytes of the text after it.
pub struct Split {
    pub table: Table,
    pub syntax: Syntax,
    /// The fence; empty where there is no front matter.
    pub span: Span,
    pub body: Range<usize>,
}

const FENCES: [(&str, Syntax); 2] = [("+++", Syntax::Toml), ("---", Syntax::Yaml)];

/// Cuts a file into its front matter and its text.
pub fn split(sources: &Sources, source: SourceId, diagnostics: &mut Vec<Diagnostic>) -> Split {
    let text = &sources.get(source).text;
    let none = |body: usize| Split {
        table: Table::default(),
        syntax: Syntax::Toml,
        span: Span::new(source, 0..0),
        body: body..text.len(),
    };
    for (fence, syntax) in FENCES {
        let Some(inside) = after_fence(text, 0, fence) else {
            continue;
        };
        let Some(close) = closing_fence(text, inside, fence) else {
            diagnostics.push(without_end(source, fence));
            return none(text.len());
        };
        let parse = match syntax {
            Syntax::Toml => parse_toml,
            _ => parse_yaml,
        };
        return Split {
            table: parse(source, text, inside..close, Code::FrontMatter, diagnostics),
            syntax,
            span: Span::new(source, 0..fence.len()),
            body: after_fence(text, close, fence).unwrap_or(text.len())..text.len(),
        };
    }
    if let Some(end) = closing_brace(text) {
        let body = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        return Split {
            // JSON is YAML.
            table: parse_yaml(source, text, 0..end, Code::FrontMatter, diagnostics),
            syntax: Syntax::Json,
            span: Span::new(source, 0..1),
            body: body..text.len(),
        };
    }
    none(0)
}

/// An error where a file, cut with this fence, has what a reader would take for front matter, but not where or as it must stand: it
/// may say that the text is a draft.
pub fn misplaced(sources: &Sources, source: SourceId, fence: &Span) -> Option<Diagnostic> {
    let text = &sources.get(source).text;
    // One that begins where it must is told to have no end.
    let begins = FENCES
        .iter()
        .any(|(fence, _)| after_fence(text, 0, fence).is_some());
    let is_outside = fence.start == fence.end && !begins;
    let (at, message, help) = like_front_matter(text).filter(|_| is_outside)?;
    let error = Diagnostic::error(Code::FrontMatter, message);
    Some(error.at(Span::new(source, at)).help(help))
}

fn without_end(source: SourceId, fence: &str) -> Diagnostic {
    let message = format!("the front matter that begins with `{fence}` has no end");
    let rule = match fence {
        "---" => "; a rule at the top of a text is written `***`",
        _ => "",
    };
    Diagnostic::error(Code::FrontMatter, message)
        .at(Span::new(source, 0..fence.len()))
        .help(format!("write a line `{fence}` under its last key{rule}"))
}

/// The byte after a fence line that stands at `at`.
fn after_fence(text: &str, at: usize, fence: &str) -> Option<usize> {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    (text[at..line_end].trim_end() == fence).then(|| (line_end + 1).min(text.len()))
}

fn closing_fence(text: &str, from: usize, fence: &str) -> Option<usize> {
    let mut at = from;
    while at < text.len() {
        if after_fence(text, at, fence).is_some() {
            return Some(at);
        }
        at += text[at..].find('\n').map_or(text.len() - at, |end| end + 1);
    }
    None
}

/// The byte after the brace that closes a first one, where a text begins as JSON does.
fn closing_brace(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '{' if !in_text => depth += 1,
            '}' if !in_text => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// What a reader would take for front matter at the top of a text that has none: its place, what is wrong, and what helps.
fn like_front_matter(text: &str) -> Option<(Range<usize>, &'static str, String)> {
    let start = text.len() - without_comments(text).len();
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
    let first = text[start..line_end(start)].trim_end();
    let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let place = start..start + first.len();
    let next = (line_end(start) + 1).min(text.len());
    let below = &text[next..];
    if is_fence(first) && below.lines().next().is_some_and(is_setting) {
        let fence = match below.lines().next().is_some_and(is_toml) {
            true => "+++",
            false => "---",
        };
        return Some(if first != fence {
            let help = format!("write `{fence}` instead of `{first}`, here and below its last key");
            (place, "this is no fence of front matter", help)
        } else if begin == start {
            let help = format!("remove what stands above `{fence}`");
            (
                place,
                "front matter begins on the first line of a file",
                help,
            )
        } else {
            let help = format!("write `{fence}` at the beginning of its line");
            (
                place,
                "front matter stands at the beginning of its lines",
                help,
            )
        });
    }
    if closing_brace(&text[start..]).is_some() && text[start..].contains("\":") {
        let help = "remove what stands above `{`".to_owned();
        return Some((
            place,
            "front matter begins on the first line of a file",
            help,
        ));
    }
    let settings = text[start..].lines().take_while(|line| is_setting(line));
    let settings: Vec<&str> = settings.collect();
    let is_closed = text[start..]
        .lines()
        .nth(settings.len())
        .is_some_and(is_fence);
    let is_known = |line: &&str| {
        let key = line.split([':', '=']).next().unwrap_or_default().trim();
        KNOWN.contains(&key)
    };
    if settings.iter().any(is_known) && (settings.len() > 1 || is_closed) {
        let fence = match settings.first().is_some_and(|line| is_toml(line)) {
            true => "+++",
            false => "---",
        };
        let help = format!("write a line `{fence}` above and one below these keys");
        return Some((place, "this front matter has no fence", help));
    }
    None
}

/// The keys by which front matter is known that has no fence.
const KNOWN: [&str; 7] = ["title", "date", "draft", "tags", "slug", "lang", "layout"];

/// A text without blank lines and comments at its top.
fn without_comments(text: &str) -> &str {
    let text = text.trim_start();
    match text
        .strip_prefix("<!--")
        .and_then(|text| text.split_once("-->"))
    {
        Some((_, rest)) => without_comments(rest),
        None => text,
    }
}

/// Two signs or more of a kind that fences are made of, by people and by word processors.
fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let mut signs = line.chars();
    let first = signs.next().unwrap_or(' ');
    line.chars().count() > 1 && "+-—–=~*;".contains(first) && signs.all(|sign| sign == first)
}

/// Whether a line is `key: value` or `key = value`.
fn is_setting(line: &str) -> bool {
    let end = line.find([':', '=']).unwrap_or_default();
    let key = line[..end].trim_end();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let after = line.get(end + 1..).unwrap_or_default();
    !key.is_empty() && key.chars().all(is_name) && (after.is_empty() || after.starts_with(' '))
}

fn is_toml(line: &str) -> bool {
    line.find('=')
        .is_some_and(|sign| !line[..sign].contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn anything_is_cut(text in "(\\+\\+\\+|---|title|[=:{}\"<!>—+-]|-->|<!--| |é|a|\n)*") {
            let mut sources = Sources::default();
            let source = sources.add("a.md", text.as_str());
            let found = split(&sources, source, &mut Vec::new());
            proptest::prop_assert!(text.get(found.body.clone()).is_some());
            if let Some(span) = misplaced(&sources, source, &found.span).and_then(|d| d.span) {
                proptest::prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
    }
}
