//! Code of highlighter plugins, which is no HTML: every byte of it is code.

use super::NAMES;
use crate::import::arguments::Arguments;

/// Code of WP-Syntax and CodeColorer, which is no HTML: `<pre lang="php">`, `<code lang="php">`.
pub fn raw_code(element: &str, end: &str) -> Option<String> {
    let (tag, inside) = element.strip_suffix(end)?.split_once('>')?;
    let (_, arguments) = tag.split_once(char::is_whitespace)?;
    let arguments = Arguments::read(arguments, false);
    let is_escaped = arguments.filled("escaped") == Some("true");
    let language = arguments.filled("lang").filter(|_| !is_escaped)?;
    Some(source_code(language, inside))
}

/// The language that a shortcode of a highlighter names, where it is one: empty where its arguments do, `php` of `[php]` and
/// `[cce_php]` (SyntaxHighlighter Evolved, CodeColorer, Crayon).
pub fn highlighted(name: &str) -> Option<&str> {
    let is_code_colorer = |head: &str| {
        let head = head
            .strip_prefix("cc")
            .map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
        matches!(
            head,
            Some("" | "e" | "i" | "ie" | "ei" | "n" | "en" | "ne" | "b" | "l" | "w")
        )
    };
    match name.split_once('_') {
        Some((head, language)) if is_code_colorer(head) => Some(language),
        None if is_code_colorer(name) || NAMES.code.iter().any(|known| known == name) => Some(""),
        None => NAMES
            .code_languages
            .iter()
            .map(String::as_str)
            .find(|known| *known == name),
        _ => None,
    }
}

pub fn source_code(language: &str, inside: &str) -> String {
    let inside = inside.trim_matches('\n');
    // Old versions kept code as it was written, later ones escaped.
    let escaped = if inside.contains("&lt;") || !inside.contains('<') {
        inside.to_owned()
    } else {
        inside.replace('&', "&amp;").replace('<', "&lt;")
    };
    let class = match language {
        "" => String::new(),
        language => format!(" class=\"language-{}\"", language.replace('"', "")),
    };
    format!("\n\n<pre><code{class}>{escaped}</code></pre>\n\n")
}
