//! What a text quotes: between quotation marks, or behind the `>` of a mail.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::words;

/// A quotation of fewer words is a name or a term, which says nothing by itself.
pub const LONG: usize = 4;

/// What is between quotation marks: `« … »`, `“…”`, `„…“`, `"…"`. A mark without its other half is left alone.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    // The marks, and others that begin with the same bytes.
    let is_candidate = |(_, byte): &(usize, u8)| matches!(byte, b'"' | 0xc2 | 0xe2);
    for (at, _) in text.bytes().enumerate().filter(is_candidate) {
        let Some(mark) = text[at..].chars().next() else {
            continue;
        };
        open = match open {
            Some((from, closing)) if closing.contains(mark) => {
                found.push(from..at);
                None
            }
            Some(open) => Some(open),
            None => closing(mark).map(|closing| (at + mark.len_utf8(), closing)),
        };
    }
    found
}

/// The marks that close what a mark opens.
pub fn closing(mark: char) -> Option<&'static str> {
    match mark {
        '«' => Some("»"),
        '“' => Some("”"),
        '„' => Some("“”"),
        '"' => Some("\""),
        _ => None,
    }
}

/// Whether a quotation has so many words that its language shows.
pub fn is_long(text: &str, range: &Range<usize>) -> bool {
    words::count(&text[range.clone()]) >= LONG
}

/// A line without its long quotations.
pub fn without_quotations(line: &str) -> Cow<'_, str> {
    if line.trim_start().starts_with("> ") {
        return Cow::Borrowed("");
    }
    let mut quoted = quotations(line);
    quoted.retain(|range| is_long(line, range));
    if quoted.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut own = String::with_capacity(line.len());
    let mut from = 0;
    for range in quoted {
        own.push_str(&line[from..range.start]);
        from = range.end;
    }
    own.push_str(&line[from..]);
    Cow::Owned(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks() {
        for (text, expected) in [
            ("« a » et “b” et \"c\"", vec![" a ", "b", "c"]),
            ("« a “b” »", vec![" a “b” "]),
            ("un » deux « trois", vec![]),
        ] {
            let found = quotations(text).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn own_words() {
        for (line, expected) in [
            (
                "Il dit : « the well is dry again », puis sort.",
                "Il dit : «», puis sort.",
            ),
            ("“We wait for the rain.” « Oui. »", "“” « Oui. »"),
            (
                "Le “fine tuning” est un mot.",
                "Le “fine tuning” est un mot.",
            ),
            ("  > We wait for the rain.", ""),
            ("5 > 4, \"and that is all", "5 > 4, \"and that is all"),
            ("", ""),
        ] {
            assert_eq!(without_quotations(line), expected);
        }
    }
}
