//! What a fence says of its code: the language, then options as authors of Hugo (`{linenos=true,hl_lines=[2,"4-6"]}`,
//! gohugo.io/content-management/syntax-highlighting) and of Zola (`,linenos,hl_lines=2 4-6`,
//! getzola.org/documentation/content/syntax-highlighting) write them.

use std::ops::{Range, RangeInclusive};

/// The options that there are.
pub const OPTIONS: [&str; 3] = ["linenos", "linenostart", "hl_lines"];

/// Words that rustdoc and mdBook read, and that change nothing of what is seen.
const OF_RUSTDOC: &str =
    "ignore no_run should_panic compile_fail test_harness editable noplayground";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence<'i> {
    /// As the author names it; nothing where he names none.
    pub language: &'i str,
    /// The number of the first line, where lines are numbered.
    pub first_number: Option<usize>,
    /// The lines that are marked, the first being 1 whatever its number.
    marked: Vec<RangeInclusive<usize>>,
    /// What is no option, or has a value that says nothing: bytes of the fence.
    pub unknown: Vec<Range<usize>>,
}

impl<'i> Fence<'i> {
    /// Reads what stands behind the backticks.
    pub fn read(info: &'i str) -> Self {
        let end = info.find([' ', '\t', ',', '{']).unwrap_or(info.len());
        let mut fence = Self {
            language: &info[..end],
            ..Self::default()
        };
        let (mut is_numbered, mut first) = (false, 1);
        let mut at = end;
        while let Some((range, key, value)) = option(info, at) {
            at = range.end;
            let is_known = match (key.to_ascii_lowercase().as_str(), value) {
                ("linenos", "" | "true" | "1" | "table" | "inline") => {
                    is_numbered = true;
                    true
                }
                ("linenos", "false" | "0") => true,
                ("linenostart", value) => value.parse().map(|number| first = number).is_ok(),
                ("hl_lines", value) => lines(value)
                    .map(|lines| fence.marked.extend(lines))
                    .is_some(),
                (word, "") => {
                    word.starts_with("edition20")
                        || OF_RUSTDOC.split(' ').any(|known| known == word)
                }
                _ => false,
            };
            if !is_known {
                fence.unknown.push(range);
            }
        }
        fence.first_number = is_numbered.then_some(first);
        fence
    }

    /// Whether it asks for something of its lines.
    pub fn has_lines(&self) -> bool {
        self.first_number.is_some() || !self.marked.is_empty()
    }

    /// Whether a line is marked, counted from 1.
    pub fn marks(&self, line: usize) -> bool {
        self.marked.iter().any(|lines| lines.contains(&line))
    }
}

/// The next option behind a byte: its bytes, its key, and its value without brackets and quotes.
fn option(info: &str, from: usize) -> Option<(Range<usize>, &str, &str)> {
    const BETWEEN: [char; 5] = [' ', '\t', ',', '{', '}'];
    let rest = info[from..].trim_start_matches(BETWEEN);
    let start = info.len() - rest.len();
    if rest.is_empty() {
        return None;
    }
    let length = rest.find(BETWEEN).unwrap_or(rest.len());
    let (key, after) = match rest.find('=') {
        Some(sign) if sign < length => (&rest[..sign], &rest[sign + 1..]),
        _ => return Some((start..start + length, &rest[..length], "")),
    };
    let whole = value(after);
    let end = start + key.len() + 1 + whole.len();
    Some((start..end, key, whole.trim_matches(['[', ']', '"', '\''])))
}

/// The value that a text begins with: a list, what is quoted, or a word and the numbers behind it.
fn value(text: &str) -> &str {
    let closed = |close: char| {
        let end = text[1..].find(close);
        end.map_or(text, |end| &text[..end + 1 + close.len_utf8()])
    };
    match text.chars().next() {
        Some('[') => closed(']'),
        Some(quote @ ('"' | '\'')) => closed(quote),
        _ => {
            let mut end = text.find([' ', '\t', ',', '}']).unwrap_or(text.len());
            while let Some(next) = text[end..].strip_prefix(' ') {
                let number = next.split([' ', ',', '}']).next().unwrap_or_default();
                if !number.starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
                end += 1 + number.len();
            }
            &text[..end]
        }
    }
}

/// `2 4-6`, `2,"4-6"`: numbers and ranges of them; nothing where anything else stands among them.
fn lines(list: &str) -> Option<Vec<RangeInclusive<usize>>> {
    let words = list.split([' ', ',', '"', '\'']);
    let range = |word: &str| {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
        (first.min(last) > 0).then(|| first.min(last)..=first.max(last))
    };
    let words = words.filter(|word| !word.is_empty());
    let ranges: Option<Vec<_>> = words.map(range).collect();
    ranges.filter(|ranges| !ranges.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The language, the number of the first line or 0, the lines that are marked, and what is unknown.
    #[track_caller]
    fn check(info: &str, language: &str, first: usize, marked: &str, unknown: &[&str]) {
        let fence = Fence::read(info);
        let lines = (1..30).filter(|line| fence.marks(*line));
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        let told: Vec<&str> = fence.unknown.iter().map(|at| &info[at.clone()]).collect();
        assert_eq!(
            (
                fence.language,
                fence.first_number.unwrap_or(0),
                lines.join(" ").as_str(),
                &told[..]
            ),
            (language, first, marked, unknown),
            "{info}"
        );
    }

    #[test]
    fn options_of_hugo() {
        check("go", "go", 0, "", &[]);
        check(
            "go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}",
            "go",
            199,
            "8 15 16 17",
            &[],
        );
        check(
            "go{lineNos=inline hl_lines=\"2 4-5\"}",
            "go",
            1,
            "2 4 5",
            &[],
        );
        check("{linenos=true}", "", 1, "", &[]);
        check("go {linenos=false, linenostart=3}", "go", 0, "", &[]);
        check(
            "go {style=monokai, hl_lines=[2,x], linenos=yes}",
            "go",
            0,
            "",
            &["style=monokai", "hl_lines=[2,x]", "linenos=yes"],
        );
        check("go {hl_lines=[3", "go", 0, "3", &[]);
    }

    #[test]
    fn options_of_zola() {
        check("rust,linenos", "rust", 1, "", &[]);
        check(
            "rust,hl_lines=1 4-6 9,linenos,linenostart=20",
            "rust",
            20,
            "1 4 5 6 9",
            &[],
        );
        check("rust, hl_lines=6-4", "rust", 0, "4 5 6", &[]);
        check(
            "rust,hide_lines=2,linenso",
            "rust",
            0,
            "",
            &["hide_lines=2", "linenso"],
        );
    }

    #[test]
    fn words_of_others() {
        check("rust,ignore,edition2024", "rust", 0, "", &[]);
        check(
            "js title=\"a b.js\" {1,3}",
            "js",
            0,
            "",
            &["title=\"a b.js\"", "1", "3"],
        );
        check("c++", "c++", 0, "", &[]);
        check("é=", "é=", 0, "", &[]);
        check("a =", "a", 0, "", &["="]);
    }
}
