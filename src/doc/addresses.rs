//! Where HTML holds addresses: the one list, for what is published beside a text and for where links lead.

use std::borrow::Cow;
use std::ops::Range;

use super::tags::HtmlTag;
use crate::text::html::unescape;

/// How an attribute holds addresses.
enum Holds {
    /// It is one.
    One,
    /// Several, each with its size (HTML, "srcset attributes").
    Sizes,
    /// Those of its CSS.
    Css,
}

/// The attributes that hold addresses, and the one element that it is so of. Scripts put those of `data-…` into place.
const ATTRIBUTES: [(&str, &str, Holds); 10] = [
    ("href", "", Holds::One),
    ("src", "", Holds::One),
    ("srcset", "", Holds::Sizes),
    ("style", "", Holds::Css),
    ("poster", "video", Holds::One),
    ("data", "object", Holds::One),
    ("background", "", Holds::One),
    ("xlink:href", "", Holds::One),
    ("data-src", "", Holds::One),
    ("data-srcset", "", Holds::Sizes),
];

impl HtmlTag<'_> {
    /// The addresses it leads to or shows, by their bytes in the HTML.
    pub fn destinations(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (name, value) in self.attributes() {
            let is_it = |(known, element, _): &&(&str, &str, Holds)| {
                name.eq_ignore_ascii_case(known) && (element.is_empty() || self.is(element))
            };
            let Some((known, _, holds)) = ATTRIBUTES.iter().find(is_it) else {
                continue;
            };
            let text = &self.text[value.start - self.start..value.end - self.start];
            // What a script reads need not be an address.
            let parts = match holds {
                Holds::One if known.starts_with("data-") && !text.contains('.') => continue,
                Holds::One => std::iter::once(0..text.len()).collect(),
                Holds::Sizes => srcset(text).into_iter().map(|(at, _)| at).collect(),
                Holds::Css => of_css(text),
            };
            found.extend(
                parts
                    .into_iter()
                    .map(|at| value.start + at.start..value.start + at.end),
            );
        }
        found
    }
}

/// An address as HTML has it, without its entities.
pub fn address(written: &str) -> Cow<'_, str> {
    unescape(written.trim())
}

/// The candidates of a `srcset`: the bytes of each one's address, and what follows it (HTML, "srcset attributes"). An address
/// may hold a comma, but neither begin nor end with one.
pub fn srcset(value: &str) -> Vec<(Range<usize>, &str)> {
    let mut candidates = Vec::new();
    let is_between = |c: char| c.is_whitespace() || c == ',';
    let mut rest = value.trim_start_matches(is_between);
    while !rest.is_empty() {
        let start = value.len() - rest.len();
        let (written, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let address = written.trim_end_matches(',');
        // A comma right after the address ends the candidate.
        let end = if address.len() < written.len() {
            0
        } else {
            after.find(',').unwrap_or(after.len())
        };
        candidates.push((start..start + address.len(), after[..end].trim()));
        rest = after[end..].trim_start_matches(is_between);
    }
    candidates
}

/// The addresses in CSS, by their bytes: those of `url(…)` and `@import`, but for what stands in the page or in the CSS itself.
pub fn of_css(css: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut is_import) = (0, false);
    while let Some(c) = css[at..].chars().next() {
        let rest = &css[at..];
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some(quoted) = quoted(rest) {
            if is_import {
                found.push(at + quoted.start..at + quoted.end);
            }
            is_import = false;
            at += (quoted.end + quoted.start).min(rest.len());
        } else if starts_with(rest, "url(") {
            let inside = &rest["url(".len()..];
            let start = at + rest.len() - inside.trim_start().len();
            let quoted = quoted(&css[start..]);
            let end = css[start..].find(')').unwrap_or(css.len() - start);
            let address = match &quoted {
                Some(quoted) => start + quoted.start..start + quoted.end,
                None => start..start + css[start..start + end].trim_end().len(),
            };
            // Behind the mark that ends it.
            at = (address.end + quoted.map_or(0, |quoted| quoted.start)).min(css.len());
            found.push(address);
            is_import = false;
        } else {
            is_import = (is_import && c.is_whitespace()) || starts_with(rest, "@import");
            at += if starts_with(rest, "@import") {
                "@import".len()
            } else {
                c.len_utf8()
            };
        }
    }
    found.retain(|at| {
        let address = &css[at.clone()];
        !address.is_empty() && !address.starts_with('#') && !starts_with(address, "data:")
    });
    found
}

/// What stands between the quotation marks that a text begins with, as they are or as entities.
fn quoted(text: &str) -> Option<Range<usize>> {
    let mark = ["\"", "'", "&quot;", "&#34;", "&#39;"];
    let mark = mark.into_iter().find(|mark| text.starts_with(mark))?;
    let length = text[mark.len()..].find(mark);
    let length = length.unwrap_or(text.len() - mark.len());
    Some(mark.len()..mark.len() + length)
}

fn starts_with(text: &str, name: &str) -> bool {
    let start = text.as_bytes().get(..name.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::tags::tags;

    #[test]
    fn candidates_of_a_srcset() {
        for (value, expected) in [
            ("", vec![]),
            (" , ,", vec![]),
            ("a", vec![("a", "")]),
            ("a,", vec![("a", "")]),
            (
                "a 1x,\n b,c.png 2x, d,",
                vec![("a", "1x"), ("b,c.png", "2x"), ("d", "")],
            ),
            (
                "data:image/png;base64,AA== 1x",
                vec![("data:image/png;base64,AA==", "1x")],
            ),
        ] {
            let found: Vec<_> = srcset(value)
                .into_iter()
                .map(|(range, size)| (&value[range], size))
                .collect();
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn destinations_of_a_tag() {
        for (html, expected) in [
            ("<a class=\"x\" HREF='b.md'>", vec!["b.md"]),
            (
                "<img src=\"é.png\" srcset=\"a.png 2x,\n b.png 3x\" data-src=\"c.png\" data-srcset=\"d.png\" data-x=\"no\">",
                vec!["é.png", "a.png", "b.png", "c.png", "d.png"],
            ),
            (
                "<video poster=\"p.jpg\"><source src=\"v.mp4\"><track src=t.vtt></video>",
                vec!["p.jpg", "v.mp4", "t.vtt"],
            ),
            (
                "<object data=\"o.svg\"></object><p data=\"no\" poster=\"no\">",
                vec!["o.svg"],
            ),
            (
                "<td background=\"b.png\" style=\"color: red; background: URL( &quot;c d.png&quot; ) url('e.png') url(#f)\">",
                vec!["b.png", "c d.png", "e.png"],
            ),
            (
                "<use xlink:href=\"g.svg#h\" data-src=\"3\">",
                vec!["g.svg#h"],
            ),
            ("<!-- <a href=\"x\"> -->", vec![]),
            ("<a href=\"x?a&amp;b=&quot;\">", vec!["x?a&b=\""]),
        ] {
            let found: Vec<_> = tags(html)
                .flat_map(|tag| tag.destinations())
                .map(|at| address(&html[at]))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn addresses_of_a_style_sheet() {
        for (css, expected) in [
            (
                "p { background: url(a.png), url(\"b (1).png\") }",
                vec!["a.png", "b (1).png"],
            ),
            (
                "@import 'c.css'; @import url(d.css); @charset \"utf-8\";",
                vec!["c.css", "d.css"],
            ),
            (
                "/* url(no.png) */ p::before { content: \"url(no.png)\" }",
                vec![],
            ),
            (
                "p { mask: url(#m); src: url(data:font/woff2;base64,AA) }",
                vec![],
            ),
            ("x url(", vec![]),
            ("x url( é", vec!["é"]),
        ] {
            let found: Vec<_> = of_css(css).into_iter().map(|at| &css[at]).collect();
            assert_eq!(found, expected, "{css}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_value_is_read(value in "(url\\(|\\)|\"|'|/\\*|\\*/|@import|,| |&quot;|é|[a-z]|.)*") {
            srcset(&value);
            of_css(&value).into_iter().for_each(|at| assert!(value.get(at).is_some()));
        }
    }
}
