//! Where lines begin and end in a file.

use super::{RemovedText, take_out};

/// A line that is not blank, as it is in the file, spaces at both ends left out.
#[derive(Clone, Debug)]
pub struct RawLine {
    pub number: usize,
    pub last: usize,
    pub text: String,
    pub indent: usize,
    /// Blank lines above.
    pub before: usize,
    /// Whether a new page begins at the line.
    pub page: bool,
    pub code: bool,
}

/// The lines of a text that are not blank.
pub fn cut_lines(text: &str) -> Vec<RawLine> {
    let mut lines = Vec::new();
    let (mut blank, mut page) = (0, false);
    for (index, raw) in text.split('\n').enumerate() {
        let whole = raw.trim_start_matches('\u{feff}');
        page |= whole.contains('\u{c}');
        let whole = whole.trim_start_matches('\u{c}');
        let line = whole.trim_matches(is_space);
        if line.is_empty() {
            blank += 1;
            continue;
        }
        lines.push(RawLine {
            number: index + 1,
            last: index + 1,
            text: line.replace('\u{c}', " "),
            indent: indent(whole),
            before: std::mem::take(&mut blank),
            page: std::mem::take(&mut page),
            code: false,
        });
    }
    lines
}

/// Takes out the drawers of Org (`:PROPERTIES:` to `:END:`), what opens and closes its quotations, and the ids of AsciiDoc (`[#id]`, `[[id]]`), alone on a line.
pub fn remove_drawers(lines: &mut Vec<RawLine>, removed: &mut Vec<RemovedText>) {
    let mut inside = false;
    let is_gone = |line: &RawLine| {
        let text = line.text.as_str();
        inside |= text == ":PROPERTIES:";
        let is_id = ["[#", "[["].iter().any(|open| text.starts_with(open))
            && text.ends_with(']')
            && !text.contains([' ', '/']);
        let is_quote = text.starts_with("#+begin_quote") || text.starts_with("#+end_quote");
        let gone = inside || is_id || is_quote;
        inside &= text != ":END:" && text.starts_with(':');
        gone
    };
    let gone: Vec<bool> = lines.iter().map(is_gone).collect();
    take_out(lines, &gone, removed);
}

/// How many signs open a Markdown heading.
pub fn count_hashes(text: &str) -> usize {
    let count = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&count) && text[count..].starts_with(' ') {
        count
    } else {
        0
    }
}

/// Whether a line has signs only, as rules and underlines do.
pub fn is_signs(text: &str) -> bool {
    text.chars().count() >= 2 && !text.contains(char::is_alphanumeric)
}

pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Columns of plain space or tabs at the head; a no-break space indents nothing (editors leave them by accident).
fn indent(raw: &str) -> usize {
    raw.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}
