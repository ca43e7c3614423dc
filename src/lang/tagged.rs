//! Texts that hold several languages between marks, as qTranslate and its successors write them: `[:fr]…[:en]…[:]`,
//! `{:fr}…{:}` and `<!--:fr-->…<!--:-->` (qtranslate-xt, wiki page "Multilingual fields").

use std::ops::Range;

use super::site::is_language_code;

/// How a mark begins and ends; the code of the language is between, and nothing in a closing mark.
const MARKS: [(&str, &str); 3] = [("[:", "]"), ("{:", "}"), ("<!--:", "-->")];

/// A text's version in each language that it has marks of, in the order of their first marks; `None` where it has none.
///
/// What is outside all marks belongs to every language. A language that is named but says nothing is left out, unless
/// all say nothing. A mark of no language is text, a mark that is never closed holds to the next one, and a closing mark
/// that closes nothing goes: so no text is ever lost.
///
/// ```
/// use diptych::lang::tagged::split;
/// let versions = split("[:fr]Bonjour[:en]Hello[:] !").unwrap();
/// assert_eq!(versions, [("fr".to_owned(), "Bonjour !".to_owned()), ("en".to_owned(), "Hello !".to_owned())]);
/// ```
pub fn split(text: &str) -> Option<Vec<(String, String)>> {
    Some(texts(text, ranges(text)?))
}

/// The same, each version as its ranges of the text.
pub fn ranges(text: &str) -> Option<Vec<(String, Vec<Range<usize>>)>> {
    versions(text, parts(text, &mut None), None)
}

/// The same of a part of a text. `open` is the language whose mark is open where the part begins, and afterwards where it ends; that
/// one says something, if only in the next part.
pub fn split_part(text: &str, open: &mut Option<String>) -> Option<Vec<(String, String)>> {
    let parts = parts(text, open);
    Some(texts(text, versions(text, parts, open.as_deref())?))
}

fn texts(text: &str, versions: Vec<(String, Vec<Range<usize>>)>) -> Vec<(String, String)> {
    let words = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| &text[range]).collect();
    let versions = versions.into_iter();
    versions
        .map(|(code, ranges)| (code, words(ranges)))
        .collect()
}

fn versions(
    text: &str,
    parts: Vec<(Option<String>, Range<usize>)>,
    goes_on: Option<&str>,
) -> Option<Vec<(String, Vec<Range<usize>>)>> {
    let mut codes: Vec<&str> = Vec::new();
    for code in parts.iter().filter_map(|(code, _)| code.as_deref()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let has_text = |code: &str| {
        let mut own = parts.iter().filter(|(of, _)| of.as_deref() == Some(code));
        goes_on == Some(code) || own.any(|(_, part)| !text[part.clone()].trim().is_empty())
    };
    if codes.iter().any(|code| has_text(code)) {
        codes.retain(|code| has_text(code));
    }
    let version = |code: &str| {
        let is_of = |of: &Option<String>| of.as_deref().is_none_or(|of| of == code);
        let ranges = parts.iter().filter(|(of, _)| is_of(of));
        (
            code.to_owned(),
            ranges.map(|(_, part)| part.clone()).collect(),
        )
    };
    (!codes.is_empty()).then(|| codes.into_iter().map(version).collect())
}

/// The text cut at its marks, each part with the language it is in, if in one; `open` is that of the beginning, and then of the end.
fn parts(text: &str, open: &mut Option<String>) -> Vec<(Option<String>, Range<usize>)> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text[at..].find(':') {
        at += found + 1;
        let begins = MARKS.iter().map(|(begin, _)| begin);
        let mut begins = begins.filter(|begin| text[start..at].ends_with(**begin));
        let Some((begin, (code, length))) = begins.find_map(|begin| {
            let begin = at - begin.len();
            Some((begin, mark(&text[begin..])?))
        }) else {
            continue;
        };
        parts.push((std::mem::replace(open, code), start..begin));
        at = begin + length;
        start = at;
    }
    parts.push((open.clone(), start..text.len()));
    parts
}

/// The mark that a text begins with: its language, in lower case, or none where it closes; and its length.
fn mark(text: &str) -> Option<(Option<String>, usize)> {
    // The longest code, `fr-ca`, and a comment's end have eight bytes; the whole text is never looked at.
    MARKS.iter().find_map(|(begin, end)| {
        let inside = text.strip_prefix(begin)?;
        let length = inside
            .as_bytes()
            .iter()
            .take(8)
            .position(|byte| !is_of_code(*byte))?;
        // A comment's end begins with the hyphen that a code may hold too.
        let length = inside[..length].trim_end_matches('-').len();
        inside[length..].starts_with(end).then_some(())?;
        let code = inside[..length].replace('_', "-").to_lowercase();
        let whole = begin.len() + length + end.len();
        match code.as_str() {
            "" => Some((None, whole)),
            code => is_language_code(code).then(|| (Some(code.to_owned()), whole)),
        }
    })
}

fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let versions = split(text).unwrap_or_default();
        let versions: Vec<_> = versions
            .iter()
            .map(|(code, text)| (code.as_str(), text.as_str()))
            .collect();
        assert_eq!(versions, expected, "{text}");
    }

    #[test]
    fn marks_of_every_kind() {
        check(
            "[:fr]Le chat[:en]The cat[:]",
            &[("fr", "Le chat"), ("en", "The cat")],
        );
        check(
            "{:fr}Le chat{:}{:en}The cat{:}",
            &[("fr", "Le chat"), ("en", "The cat")],
        );
        check(
            "<!--:fr-->Le chat<!--:--><!--:en-->The cat<!--:-->",
            &[("fr", "Le chat"), ("en", "The cat")],
        );
        check("<!--:fr-CA-->Le chat<!--:-->", &[("fr-ca", "Le chat")]);
        check("[:fr_FR]Le chat[:]", &[("fr-fr", "Le chat")]);
        check(
            "<!--:en-->One<!--more-->two<!--:-->",
            &[("en", "One<!--more-->two")],
        );
    }

    #[test]
    fn text_outside_belongs_to_all() {
        check("A [:fr]b[:en]c[:] d", &[("fr", "A b d"), ("en", "A c d")]);
        check("[:fr]a[:] – [:fr]b[:]", &[("fr", "a – b")]);
        check("[:en]a[:fr]b[:en]c[:]", &[("en", "ac"), ("fr", "b")]);
    }

    #[test]
    fn what_is_not_well_formed_loses_nothing() {
        check("[:fr]a[:en]b", &[("fr", "a"), ("en", "b")]);
        check("a[:]b[:fr]c", &[("fr", "abc")]);
        check("[:fr]a[:qq]b[:]", &[("fr", "a[:qq]b")]);
        check("[:fr]a[:en][:]", &[("fr", "a")]);
        check("[:fr][:en] [:]", &[("fr", ""), ("en", " ")]);
        for text in [
            "",
            "no marks",
            "[:]",
            "[:alpha:]",
            "[: fr]",
            "<!--more-->",
            "[a](b) {c} <d>",
            "[:fr",
            "[",
            "<!--:fr--",
            "é[:é]",
        ] {
            check(text, &[]);
        }
    }

    proptest! {
        #[test]
        fn every_word_is_in_some_version(text in "(\\[:(fr|en|qq)?\\]|\\{:(fr|en)?\\}|<!--:(fr|en)?-->|[a-zé \\[{<:]{1,9}){0,9}") {
            let all: String = split(&text).unwrap_or_default().into_iter().map(|(_, text)| text + " ").collect();
            if !all.is_empty() {
                for (_, part) in parts(&text, &mut None) {
                    prop_assert!(all.contains(text[part.clone()].trim()), "{part:?} of {text:?}");
                }
            }
        }
    }
}
