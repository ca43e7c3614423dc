//! What Markdown would read as a sign in a text, an address or at the beginning of a line is escaped, and no more.

use crate::doc::is_mark;

pub fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether it can be written between `<` and `>`.
pub fn is_plain_address(address: &str) -> bool {
    let breaks = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>');
    is_address(address) && !address.contains(breaks)
}

pub fn escape(text: &str, next: char, in_link: bool, out: &mut String) {
    let mut previous = out.chars().next_back().unwrap_or('\n');
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        if !previous.is_alphanumeric() && is_address(rest) {
            let address = bare_address(rest);
            if !in_link
                && address.contains(['*', '_', '~', '`', '[', ']', '\\'])
                && is_plain_address(address)
            {
                // A backslash that escaped nothing would escape the `<`.
                let backslashes = out.len() - out.trim_end_matches('\\').len();
                if !backslashes.is_multiple_of(2) {
                    out.push('\\');
                }
                // The site makes a link of an address only where it is one piece.
                *out += &format!("<{address}>");
                return escape(&text[at + address.len()..], next, in_link, out);
            }
        }
        let after = rest[c.len_utf8()..].chars().next().unwrap_or(next);
        if needs_escape(c, previous, after, rest, in_link) {
            if c == '&' {
                out.push_str("&amp;")
            } else {
                out.extend(['\\', c])
            }
        } else {
            out.push(c);
        }
        previous = c;
    }
}

fn needs_escape(c: char, previous: char, after: char, rest: &str, in_link: bool) -> bool {
    let apart = previous.is_whitespace() && after.is_whitespace();
    match c {
        '\\' => after.is_ascii_punctuation() || after == '\n',
        '*' | '~' => !apart,
        '_' => !(apart || previous.is_alphanumeric() && after.is_alphanumeric()),
        '[' => {
            in_link
                || after == '^'
                || ["[ ]", "[x]", "[X]"]
                    .iter()
                    .any(|task| rest.starts_with(task))
        }
        ']' => in_link || matches!(after, '(' | '[' | ':'),
        '<' if matches!(after, '*' | '<' | '\\') => true,
        '&' => is_entity(rest),
        _ => is_mark(c, after),
    }
}

fn is_entity(text: &str) -> bool {
    let name = &text[1..];
    let length = name
        .bytes()
        .take(34)
        .position(|b| !b.is_ascii_alphanumeric() && b != b'#');
    length.is_some_and(|length| length > 0 && name[length..].starts_with(';'))
}

/// The address that a text begins with, without the punctuation that follows it.
fn bare_address(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”'))
        .unwrap_or(text.len());
    // The end of a shortcode is no part of it.
    let end = text[..end].find("[/").unwrap_or(end);
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '’', '…', ']', '*'])
}

/// A line of text must not begin as a heading, a list, a quotation or a rule would.
pub fn guard_lines(text: &str) -> String {
    text.split('\n').map(guard).collect::<Vec<_>>().join("\n")
}

fn guard(line: &str) -> String {
    let bytes = line.as_bytes();
    let Some(first) = bytes.first() else {
        return String::new();
    };
    let ends = |at: usize| {
        bytes
            .get(at)
            .is_none_or(|b| b.is_ascii_whitespace() || (*b == b'\\' && at + 1 == bytes.len()))
    };
    let only = |signs: &[u8]| bytes.iter().all(|b| signs.contains(b));
    let escaped = match first {
        b'#' => {
            let length = bytes.iter().take_while(|b| **b == b'#').count();
            length <= 6 && ends(length)
        }
        b'>' => true,
        b'-' | b'+' | b'*' => ends(1) || only(b"-|: \\"),
        b'=' => only(b"= \\"),
        b'_' => only(b"_ \\"),
        b'|' | b':' => only(b"|:- \\"),
        _ => false,
    };
    if escaped {
        return format!("\\{line}");
    }
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if (1..=9).contains(&digits)
        && matches!(bytes.get(digits), Some(b'.' | b')'))
        && ends(digits + 1)
    {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line.to_owned()
}

/// The words for an image.
pub fn escape_label(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, '\n', true, &mut escaped);
    escaped
}

/// A destination and a title as they stand in `(…)`.
pub fn destination(address: &str, title: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        match c {
            ' ' => written.push_str("%20"),
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            '&' if is_entity(&address[at..]) => written.push_str("&amp;"),
            c if c.is_control() => {}
            c if c.is_whitespace() => {
                written.extend(c.to_string().bytes().map(|b| format!("%{b:02X}")))
            }
            c => written.push(c),
        }
    }
    if written.contains(['(', ')']) || written.is_empty() {
        written = format!("<{written}>");
    }
    if !title.is_empty() {
        let title = title
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('&', "&amp;")
            .replace('<', "&lt;");
        written += &format!(" \"{title}\"");
    }
    written
}

/// A block of code, in a fence that is longer than all in it.
pub fn fenced(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest(code, '`').max(2) + 1);
    format!("{fence}{language}\n{code}\n{fence}")
}

/// How often a sign comes in a row, at most.
pub fn longest(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}
