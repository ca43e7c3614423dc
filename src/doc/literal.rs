//! Words as Markdown that renders as they are.

use super::parse::is_mark;

/// Escapes what Markdown would take for a mark (CommonMark 0.31, §2.4), and nothing that reads as plain text.
pub fn literal(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len() + 4);
    let marker = list_marker(line);
    let mut url = false;
    for (at, c) in line.char_indices() {
        let rest = &line[at..];
        let before = line[..at].chars().next_back();
        let after = rest[c.len_utf8()..].chars().next();
        let starts_word = before.is_none_or(|c| c.is_whitespace() || "(«“\"'".contains(c));
        if starts_word {
            url = rest.starts_with("http://") || rest.starts_with("https://");
        }
        let mark = match c {
            // A bare address becomes a link; its `_` and `*` are its own.
            '_' | '*' if url => false,
            '\\' | '*' | '[' | ']' | '~' => true,
            // Between letters `_` is a letter.
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric))
            }
            '&' => {
                !url && rest.find(';').is_some_and(|end| {
                    rest[1..end]
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || c == '#')
                })
            }
            '|' => true,
            '#' | '>' | '+' | '-' | '=' | ':' => at == 0,
            '{' if matches!(after, Some('#' | '.')) => true,
            '.' | ')' => marker == Some(at),
            _ => is_mark(c, after.unwrap_or('\n')),
        };
        // A `#` at the end would close a heading; a `!` before `[` is harmless as the bracket is escaped.
        let closes = c == '#' && rest.trim_end_matches('#').is_empty();
        if mark || closes {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The sign after a number that would begin a list.
fn list_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_marker = (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']);
    is_marker.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc;
    use crate::text::titles;
    use proptest::prelude::*;

    #[test]
    fn only_marks_are_escaped() {
        for (line, expected) in [
            ("Rien à dire, n'est-ce pas ?", "Rien à dire, n'est-ce pas ?"),
            ("2 * 3 et _a_b_", "2 \\* 3 et \\_a_b\\_"),
            ("# non", "\\# non"),
            ("- non", "\\- non"),
            ("12. non", "12\\. non"),
            ("12.5 %", "12\\.5 %"),
            ("a < b <c>", "a < b \\<c>"),
            ("R&D &amp; fin", "R&D \\&amp; fin"),
            ("https://a.org/x_y_z?a=1&b=2", "https://a.org/x_y_z?a=1&b=2"),
            ("[1] non", "\\[1\\] non"),
            ("un titre #", "un titre \\#"),
        ] {
            assert_eq!(literal(line), expected);
        }
    }

    proptest! {
        /// What is escaped reads, once rendered, as it was written.
        #[test]
        fn escaped_lines_are_plain(line in "[a-z0-9 *_#>+=.()~`\\[\\]<&;:!|{}$^'\"-]{1,40}") {
            let line = titles::tidy(&line);
            prop_assume!(!line.is_empty());
            let rendered = doc::render(&literal(&line), Default::default()).html.text;
            prop_assert_eq!(rendered.trim_end(), format!("<p>{}</p>", doc::escape(&line).replace("&quot;", "\"")), "{}", literal(&line));
        }
    }
}
