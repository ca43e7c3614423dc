//! The tags of HTML: the one scanner, for the author's own HTML and for what a shortcode makes.

use std::ops::Range;

use super::elements::{self, RAW_TEXT, VOID};

/// A tag, with its place in its HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlTag<'h> {
    /// Its first byte, that of `<`.
    pub start: usize,
    /// From `<` to `>`.
    pub text: &'h str,
}

impl<'h> HtmlTag<'h> {
    /// Its bytes of the HTML.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub fn is_comment(&self) -> bool {
        self.text.starts_with("<!--")
    }

    /// Whether it is a closing tag.
    pub fn closes(&self) -> bool {
        self.text.starts_with("</")
    }

    /// Whether it opens something that another tag closes.
    pub fn opens(&self) -> bool {
        !self.closes() && !self.text.ends_with("/>") && !self.is_any(VOID)
    }

    /// The element's name, as written.
    pub fn name(&self) -> &'h str {
        &self.text[self.name_range()]
    }

    /// The bytes of its name in it; broken HTML may have more than one `/` before it.
    pub fn name_range(&self) -> Range<usize> {
        let name = self.text.trim_start_matches(['<', '/']);
        let start = self.text.len() - name.len();
        let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
        let plain = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let end = name[plain..]
            .find(is_end)
            .map_or(name.len(), |end| plain + end);
        start..start + end
    }

    /// Whether it is an element of this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        let start = self.text.trim_start_matches(['<', '/']).as_bytes();
        // Most tags differ in their first letters, and need not be read to the name's end.
        let begins = start.get(..name.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(name.as_bytes()))
            && self.name().len() == name.len()
    }

    /// Whether what is before it and what follows it are no one word.
    pub fn parts_words(&self) -> bool {
        !self.is_comment() && !self.is_any(elements::WORD)
    }

    /// Whether it is an element of one of these classes.
    pub fn is_any(&self, classes: u16) -> bool {
        elements::classes(self.name()) & classes != 0
    }

    /// Its attributes that have a value: names, and the bytes of their values in the HTML, without quotes.
    pub fn attributes(&self) -> impl Iterator<Item = (&'h str, Range<usize>)> + use<'h> {
        let text = self.text.strip_suffix('>').unwrap_or(self.text);
        let (offset, mut at) = (self.start, text.len().min(self.name_range().end));
        let until = move |from: usize, ends: &dyn Fn(char) -> bool| {
            let found = text[from..].find(ends);
            found.map_or(text.len(), |length| from + length)
        };
        let is_space = |c: char| c.is_ascii_whitespace();
        std::iter::from_fn(move || {
            while at < text.len() {
                let start = until(at, &|c| !is_space(c) && c != '/');
                let first = text[start..].chars().next().map_or(0, char::len_utf8);
                let end = until(start + first, &|c| is_space(c) || matches!(c, '=' | '/'));
                let equals = until(end, &|c| !is_space(c));
                at = end;
                if !text[equals..].starts_with('=') {
                    continue;
                }
                let value = until(equals + 1, &|c| !is_space(c));
                let quote = text[value..].chars().next();
                let quote = quote.filter(|c| matches!(c, '"' | '\''));
                let inside = value + usize::from(quote.is_some());
                let after = until(inside, &|c| quote.map_or(is_space(c), |quote| c == quote));
                at = (after + usize::from(quote.is_some())).min(text.len());
                return Some((&text[start..end], offset + inside..offset + after));
            }
            None
        })
    }

    /// The bytes of one attribute's value in the HTML.
    pub fn attribute(&self, name: &str) -> Option<Range<usize>> {
        self.attributes()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, range)| range)
    }

    /// One attribute's value as it is written.
    pub fn value(&self, name: &str) -> Option<&'h str> {
        self.attribute(name)
            .map(|at| &self.text[at.start - self.start..at.end - self.start])
    }

    /// Whether it has an attribute, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        let is_named = |word: &str| {
            word.get(..name.len()).is_some_and(|start| {
                start.eq_ignore_ascii_case(name) && word[name.len()..].starts_with('=')
            })
        };
        self.attribute(name).is_some() || self.text.split(' ').skip(1).any(is_named)
    }

    /// The tag with other values: bytes of the HTML and what takes their place, quoted where nothing quotes it; in order.
    pub fn with_values(&self, values: &[(Range<usize>, String)]) -> String {
        let mut changed = String::with_capacity(self.text.len() + 32);
        let mut from = self.start;
        for (at, new) in values {
            let before = &self.text[from - self.start..at.start - self.start];
            let quote = if before.trim_end().ends_with('=') {
                "\""
            } else {
                ""
            };
            changed.push_str(before);
            changed.push_str(&format!("{quote}{new}{quote}"));
            from = at.end;
        }
        changed + &self.text[from - self.start..]
    }
}

/// The tags of HTML, without comments and what scripts and styles hold.
pub fn tags(html: &str) -> impl Iterator<Item = HtmlTag<'_>> {
    tags_and_comments(html).filter(|tag| !tag.is_comment())
}

pub fn tags_and_comments(html: &str) -> Tags<'_> {
    Tags {
        html,
        at: 0,
        raw: None,
        misses: 0,
    }
}

/// See [`tags_and_comments`].
pub struct Tags<'h> {
    html: &'h str,
    at: usize,
    /// The element whose text is read now and is no HTML.
    raw: Option<&'h str>,
    misses: usize,
}

/// So many tags may lack the other half of a quote: where no tag ends any more, each would be looked for up to the end.
const MISSES: usize = 100;

impl<'h> Iterator for Tags<'h> {
    type Item = HtmlTag<'h>;

    fn next(&mut self) -> Option<HtmlTag<'h>> {
        let html = self.html;
        while let Some(start) = html[self.at..].find('<').map(|found| self.at + found) {
            let rest = &html[start..];
            if self.raw.is_none() && rest.starts_with("<!--") {
                let text = &rest[..rest.find("-->").map_or(rest.len(), |end| end + 3)];
                self.at = start + text.len();
                return Some(HtmlTag { start, text });
            }
            let is_tag = match self.raw {
                Some(raw) => {
                    let name = rest
                        .strip_prefix("</")
                        .and_then(|name| name.get(..raw.len()));
                    name.is_some_and(|name| name.eq_ignore_ascii_case(raw))
                }
                None => rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()),
            };
            let Some(length) = is_tag.then(|| tag_length(rest)).flatten() else {
                self.misses += usize::from(is_tag);
                if self.misses == MISSES || (is_tag && !rest.contains('>')) {
                    self.at = html.len();
                    return None;
                }
                self.at = start + 1;
                continue;
            };
            let text = &rest[..length];
            let tag = HtmlTag { start, text };
            self.raw = (!tag.closes() && tag.is_any(RAW_TEXT)).then(|| tag.name());
            self.at = start + length;
            return Some(tag);
        }
        None
    }
}

/// The bytes up to the `>` that stands in no quotes.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_what_looks_like_them_is_not() {
        for (html, expected) in [
            ("<p>a &lt; b</p>", vec!["<p>", "</p>"]),
            (
                "<a title='>' href=\"x\">é</a>",
                vec!["<a title='>' href=\"x\">", "</a>"],
            ),
            ("<!-- <p> --><hr/>", vec!["<hr/>"]),
            (
                "<script>a < b; '<p>'</script><b>",
                vec!["<script>", "</script>", "<b>"],
            ),
            ("1 < 2 <", vec![]),
            ("<p", vec![]),
        ] {
            let found: Vec<&str> = tags(html).map(|tag| tag.text).collect();
            assert_eq!(found, expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_is_read(html in "(<|>|&|;|!|-|/|#|=|\"|'| |script|é|[a-z]|.)*") {
            for tag in tags(&html) {
                for (name, range) in tag.attributes() {
                    proptest::prop_assert!(!name.is_empty() && html.get(range).is_some());
                }
            }
        }
    }
}
