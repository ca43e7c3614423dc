//! Where lines begin and end in a file; paragraphs that were wrapped at a width are one line again.

use super::line::ListMarker;

/// A line as it is in the file, spaces at both ends left out.
#[derive(Clone, Copy)]
pub struct RawLine {
    pub number: usize,
    pub last: usize,
    pub start: usize,
    pub end: usize,
    pub indent: usize,
    /// Blank lines above.
    pub before: usize,
}

/// The lines of a text that are not blank, unwrapped.
pub fn cut_lines(text: &str) -> Vec<RawLine> {
    let mut lines = Vec::new();
    let (mut blank, mut at) = (0, 0);
    for (index, raw) in text.split('\n').enumerate() {
        let whole = raw.trim_start_matches('\u{feff}');
        let line = whole.trim_matches(is_space);
        if line.is_empty() {
            blank += 1;
        } else {
            let start = at + (raw.len() - raw.trim_start_matches(is_space).len());
            lines.push(RawLine {
                number: index + 1,
                last: index + 1,
                start,
                end: start + line.len(),
                indent: indent(whole),
                before: std::mem::take(&mut blank),
            });
        }
        at += raw.len() + 1;
    }
    unwrap(text, lines)
}

/// No text is wrapped at more columns, or fewer.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// So many lines must go on at a width before a text is taken for wrapped.
const WRAPPED: usize = 8;

/// The lines with wrapped paragraphs as one: a text is wrapped where few lines are longer than its width, and most that
/// follow another at once begin with a word for which there was no room above.
fn unwrap(text: &str, lines: Vec<RawLine>) -> Vec<RawLine> {
    let length = |line: &RawLine| text[line.start..line.end].chars().count() + line.indent;
    let mut lengths: Vec<usize> = lines.iter().map(length).collect();
    lengths.sort_unstable();
    let Some(&width) = lengths
        .get(lengths.len() * 97 / 100)
        .filter(|width| WIDTHS.contains(width))
    else {
        return lines;
    };
    let follows = |line: &RawLine| {
        line.before == 0 && ListMarker::parse(&text[line.start..line.end]).is_none()
    };
    let goes_on = |above: &RawLine, below: &RawLine| {
        let line = &text[below.start..below.end];
        let first = line.split(char::is_whitespace).next().unwrap_or_default();
        follows(below)
            && count_hashes(line) == 0
            && length(above) + 1 + first.chars().count() > width
    };
    let close = lines.windows(2).filter(|pair| follows(&pair[1]));
    let (mut all, mut full) = (0, 0);
    for pair in close {
        all += 1;
        full += usize::from(goes_on(&pair[0], &pair[1]));
    }
    if full < WRAPPED || full * 5 < all * 3 {
        return lines;
    }
    let mut whole: Vec<RawLine> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        match whole.last_mut() {
            Some(last) if goes_on(&lines[n - 1], line) => {
                (last.last, last.end) = (line.number, line.end);
            }
            _ => whole.push(*line),
        }
    }
    whole
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
