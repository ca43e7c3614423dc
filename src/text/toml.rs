//! Lines of TOML that a message offers to paste.

use super::words::one_line;

/// A text as a TOML basic string, its runs of spaces plain: corrections are matched without regard to spaces.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in one_line(text).chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A `[[post]]` entry of `archive.toml` for the post that opens with `starts`.
pub fn post_entry(file: Option<&str>, starts: &str, setting: &str) -> String {
    let file = file_line(file);
    let opening: Vec<&str> = starts.split_whitespace().take(10).collect();
    format!(
        "[[post]]\n{file}starts = {}\n{setting}",
        quote(&opening.join(" "))
    )
}

/// An entry of `archive.toml` for a line: the text that it begins with, and what is to be done there.
pub fn line_entry(file: Option<&str>, line: Option<usize>, text: &str, action: &str) -> String {
    let (file, text) = (file_line(file), quote(text));
    let line = line.map(|line| format!("line = {line}\n"));
    let line = line.unwrap_or_default();
    format!("[[at]]\n{file}{line}text = {text}\ndo = \"{action}\"")
}

/// A `[[file]]` entry of `archive.toml`: what is said of all lines of a kind.
pub fn file_entry(file: Option<&str>, key: &str, value: &str) -> String {
    format!("[[file]]\n{}{key} = {}", file_line(file), quote(value))
}

fn file_line(file: Option<&str>) -> String {
    file.map(|file| format!("file = {}\n", quote(file)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quoted_texts_are_toml(text in "\\PC*|[\\x00-\\x7f]*") {
            let expected = one_line(&text);
            let parsed: toml::Table = format!("a = {}", quote(&text)).parse().unwrap();
            prop_assert_eq!(parsed["a"].as_str(), Some(expected.as_str()));
        }
    }
}
