//! Text that is to stand in HTML, and the tags of HTML that we or the author wrote.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The words of HTML: without tags, scripts and styles, a space for each tag that is no part of a line, entities as what they stand
/// for. It is for searching and counting, and so takes what is not well-formed as it comes.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') {
            tag(rest, &mut text)
        } else {
            entity(rest, &mut text)
        };
    }
    text.push_str(rest);
    text
}

/// Passes a tag, or an element of which nothing is read; a `<` that begins none is itself.
fn tag<'t>(rest: &'t str, text: &mut String) -> &'t str {
    let name: String = rest[1..]
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let name = name.to_ascii_lowercase();
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let (false, Some(end)) = (name.is_empty(), rest.find('>')) else {
        text.push('<');
        return &rest[1..];
    };
    if !INLINE.contains(&name.as_str()) {
        text.push(' ');
    }
    let after = &rest[end + 1..];
    if !matches!(name.as_str(), "script" | "style") || rest.starts_with("</") {
        return after;
    }
    let close = after
        .match_indices("</")
        .find(|(at, _)| is_prefix(&name, &after[at + 2..]));
    close.map_or(after, |(close, _)| &after[close..])
}

/// Elements that may stand within a word (HTML, "Phrasing content").
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that are no part of a line: where one begins, a paragraph ends (HTML, 13.2.6.4.7, "in body").
pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Elements without an end (HTML, 13.1.2, "Void elements").
pub const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// The entities that we write, and numbers.
fn entity<'t>(rest: &'t str, text: &mut String) -> &'t str {
    let end = rest
        .char_indices()
        .take(12)
        .find(|(_, c)| *c == ';')
        .map(|(at, _)| at);
    let letter = end.and_then(|end| match &rest[1..end] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        name => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            hex.map_or_else(
                || digits.parse().ok(),
                |hex| u32::from_str_radix(hex, 16).ok(),
            )
            .and_then(char::from_u32)
        }
    });
    let (letter, taken) = letter.map_or(('&', 1), |letter| (letter, end.map_or(1, |end| end + 1)));
    text.push(letter);
    &rest[taken..]
}

/// Escapes text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A tag, with where it stands in its HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Its first byte, that of `<`.
    pub start: usize,
    /// From `<` to `>`.
    pub text: &'h str,
}

impl<'h> Tag<'h> {
    /// Whether it is a closing tag.
    pub fn closes(&self) -> bool {
        self.text.starts_with("</")
    }

    /// The element's name, as written.
    pub fn name(&self) -> &'h str {
        &self.text[self.name_place()]
    }

    /// Where its name stands in it; broken HTML may have more than one `/` before it.
    fn name_place(&self) -> Range<usize> {
        let name = self.text.trim_start_matches(['<', '/']);
        let start = self.text.len() - name.len();
        start
            ..start
                + name
                    .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
                    .unwrap_or(name.len())
    }

    /// Whether it is an element of this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// Its attributes that have a value: names, and where their values stand in the HTML, without quotes.
    pub fn attributes(&self) -> Vec<(&'h str, Range<usize>)> {
        let mut attributes = Vec::new();
        let text = self.text.strip_suffix('>').unwrap_or(self.text);
        let mut at = text.len().min(self.name_place().end);
        let until = |from: usize, ends: &dyn Fn(char) -> bool| {
            text[from..]
                .find(ends)
                .map_or(text.len(), |length| from + length)
        };
        let is_space = |c: char| c.is_ascii_whitespace();
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
            let quote = text[value..]
                .chars()
                .next()
                .filter(|c| matches!(c, '"' | '\''));
            let inside = value + usize::from(quote.is_some());
            let after = until(inside, &|c| quote.map_or(is_space(c), |quote| c == quote));
            attributes.push((&text[start..end], self.start + inside..self.start + after));
            at = (after + usize::from(quote.is_some())).min(text.len());
        }
        attributes
    }

    /// Where the value of one attribute stands in the HTML.
    pub fn attribute(&self, name: &str) -> Option<Range<usize>> {
        self.attributes()
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, range)| range)
    }
}

/// HTML without its ids, for where it stands a second time.
pub fn without_ids(html: &str) -> Cow<'_, str> {
    if !html.contains("id") && !html.contains("ID") {
        return Cow::Borrowed(html);
    }
    let (mut without, mut from) = (String::with_capacity(html.len()), 0);
    for tag in tags(html) {
        let Some(id) = tag.attribute("id") else {
            continue;
        };
        let before = html[..id.start]
            .trim_end_matches(['"', '\''])
            .trim_end()
            .trim_end_matches('=')
            .trim_end();
        let start = before
            .trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .trim_end()
            .len();
        without.push_str(&html[from..start]);
        from = id.end + usize::from(!is_bare(html, &id));
    }
    Cow::Owned(without + &html[from..])
}

/// Where an attribute's value is not quoted, as it stands in the HTML.
pub fn is_bare(html: &str, value: &Range<usize>) -> bool {
    !html[..value.start].ends_with(['"', '\''])
}

/// The candidates of a `srcset`: where the address of each stands, and what follows it (HTML, "srcset attributes"). An address
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

/// What the entities of a text stand for.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let (mut plain, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = entity(&rest[at..], &mut plain);
    }
    Cow::Owned(plain + rest)
}

/// The tags of HTML, without comments and what stands in scripts and styles.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags: Vec<Tag> = Vec::new();
    let (mut at, mut misses) = (0, 0);
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| start + end + 3);
            continue;
        }
        let raw = tags
            .last()
            .filter(|tag| !tag.closes() && ["script", "style"].iter().any(|name| tag.is(name)));
        let is_tag = match raw {
            Some(raw) => {
                rest.len() > 2 && rest[1..].starts_with('/') && is_prefix(raw.name(), &rest[2..])
            }
            None => rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()),
        };
        let Some(length) = is_tag.then(|| tag_length(rest)).flatten() else {
            misses += usize::from(is_tag);
            // Where no tag ends any more, each would be looked for up to the end.
            if misses == MISSES || (is_tag && !rest.contains('>')) {
                break;
            }
            at = start + 1;
            continue;
        };
        tags.push(Tag {
            start,
            text: &rest[..length],
        });
        at = start + length;
    }
    tags
}

/// So many tags may lack the other half of a quote.
const MISSES: usize = 100;

/// The elements that are open, from the outermost on; one that is closed is found without looking through all of them.
pub struct Open<T> {
    elements: Vec<(String, T)>,
    /// How many of a name are open.
    counts: HashMap<String, usize>,
}

impl<T> Default for Open<T> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
            counts: HashMap::new(),
        }
    }
}

impl<T> Open<T> {
    /// Opens one; names are in small letters.
    pub fn push(&mut self, name: String, element: T) {
        *self.counts.entry(name.clone()).or_default() += 1;
        self.elements.push((name, element));
    }

    /// Closes the innermost of a name; it comes back, and behind it what was left open inside.
    pub fn close(&mut self, name: &str) -> Vec<(String, T)> {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return Vec::new();
        }
        let at = self
            .elements
            .iter()
            .rposition(|(known, _)| known == name)
            .unwrap_or(self.elements.len());
        self.truncate(at)
    }

    /// Closes all from one on.
    pub fn truncate(&mut self, at: usize) -> Vec<(String, T)> {
        let closed = self.elements.split_off(at.min(self.elements.len()));
        for (name, _) in &closed {
            self.counts
                .entry(name.clone())
                .and_modify(|count| *count -= 1);
        }
        closed
    }

    /// All of them.
    pub fn all(&self) -> &[(String, T)] {
        &self.elements
    }

    /// All of them, to be changed.
    pub fn all_mut(&mut self) -> &mut [(String, T)] {
        &mut self.elements
    }

    /// Whether none is open.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }
}

fn is_prefix(name: &str, text: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
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

/// The ids of HTML that will stand in one page with another text: each gets a prefix, and so does what refers to it.
pub struct Renamer<'a> {
    ids: BTreeSet<&'a str>,
    prefix: &'a str,
    /// The page where all else is that its local links may lead to.
    home: &'a str,
}

impl<'a> Renamer<'a> {
    /// For the parts of `html`, whose own page is `home`.
    pub fn new(html: &'a str, prefix: &'a str, home: &'a str) -> Self {
        let ids = tags(html)
            .into_iter()
            .filter_map(|tag| tag.attribute("id"))
            .map(|range| &html[range])
            .collect();
        Self { ids, prefix, home }
    }

    /// A part of the HTML, with its new ids.
    pub fn rename(&self, part: &str) -> String {
        let mut renamed = String::with_capacity(part.len() + 64);
        let mut from = 0;
        for (name, range) in tags(part).iter().flat_map(Tag::attributes) {
            let Some(value) = self.value(&name.to_ascii_lowercase(), &part[range.clone()]) else {
                continue;
            };
            let quote = if is_bare(part, &range) { "\"" } else { "" };
            renamed.push_str(&part[from..range.start]);
            renamed.push_str(&format!("{quote}{value}{quote}"));
            from = range.end;
        }
        renamed + &part[from..]
    }

    /// The new value of an attribute, where it changes.
    fn value(&self, name: &str, value: &str) -> Option<String> {
        match name {
            "id" => Some(format!("{}{value}", self.prefix)),
            "href" => {
                let id = value.strip_prefix('#')?;
                let known = self.ids.contains(id);
                Some(if known {
                    format!("#{}{id}", self.prefix)
                } else {
                    format!("{}#{id}", escape(self.home))
                })
            }
            "for" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls"
            | "aria-details" => {
                let prefixed = |id: &str| Cow::Owned(format!("{}{id}", self.prefix));
                let new = |id| {
                    if self.ids.contains(id) {
                        prefixed(id)
                    } else {
                        Cow::Borrowed(id)
                    }
                };
                Some(
                    value
                        .split_whitespace()
                        .map(new)
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each tag once cost a copy of all that follows: minutes for a text of this length.
    #[test]
    fn long_texts_are_read_in_no_time() {
        assert_eq!(text(&"<b>x</b>".repeat(200_000)).len(), 200_000);
    }

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
            assert_eq!(
                tags(html).iter().map(|tag| tag.text).collect::<Vec<_>>(),
                expected,
                "{html}"
            );
        }
    }

    #[test]
    fn attributes_are_read_where_they_stand() {
        for (html, expected) in [
            (
                "x<a  ID='é' data-x href=\"#b=c\" id=no>",
                vec![("ID", "é"), ("href", "#b=c"), ("id", "no")],
            ),
            ("<img\nsrc = \"a\"\n  alt/>", vec![("src", "a")]),
            (
                "<a href=/x/y class= b title='=\"'>",
                vec![("href", "/x/y"), ("class", "b"), ("title", "=\"")],
            ),
            ("<a ==\"x\" b=\"\">", vec![("=", "x"), ("b", "")]),
            ("<a href=>", vec![("href", "")]),
            ("</a id=\"x\">", vec![("id", "x")]),
        ] {
            let found: Vec<_> = tags(html)[0]
                .attributes()
                .into_iter()
                .map(|(name, range)| (name, &html[range]))
                .collect();
            assert_eq!(found, expected, "{html}");
        }
    }

    #[test]
    fn ids_are_taken_away() {
        for (html, expected) in [
            ("<p>id=\"x\"</p>", "<p>id=\"x\"</p>"),
            (
                "<p id=\"x\">a<b class='c' ID = 'd' e>f</b><i id=g></i>",
                "<p>a<b class='c' e>f</b><i></i>",
            ),
        ] {
            assert_eq!(without_ids(html), expected);
        }
    }

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
    fn ids_get_a_prefix_and_what_refers_to_them() {
        let html = "<h2 id=\"a\" aria-labelledby=\"a x\">id=\"a\"</h2><p><a href=\"#a\">1</a> <a href=\"#main\">2</a> <a href='/b#a'>3</a> <a href=#a>4</a></p>";
        assert_eq!(
            Renamer::new(html, "fr:", "/fr/post/").rename(html),
            "<h2 id=\"fr:a\" aria-labelledby=\"fr:a x\">id=\"a\"</h2><p><a href=\"#fr:a\">1</a> \
             <a href=\"/fr/post/#main\">2</a> <a href='/b#a'>3</a> <a href=\"#fr:a\">4</a></p>"
        );
    }

    #[test]
    fn words_of_html() {
        for (html, expected) in [
            ("<p>Un <em>mot</em>.</p><p>Deux</p>", " Un mot.  Deux "),
            (
                "l&#39;<b>é</b>té &amp; l&rsquo;hiver &lt;3 &#xE9;",
                "l'été & l&rsquo;hiver <3 é",
            ),
            (
                "a<script>x < y</script>b<style>p{}</style>c<!-- d > -->e",
                "a  b  ce",
            ),
            ("1 < 2 <", "1 < 2 <"),
            ("a<br />b & c &#xFFFFFFFF;", "a b & c &#xFFFFFFFF;"),
            ("<script>", " "),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn escaping_is_undone(words in ".*") {
            proptest::prop_assert_eq!(text(&escape(&words)), words);
        }

        #[test]
        fn anything_is_read(html in "(<|>|&|;|!|-|/|#|=|\"|'| |script|é|[a-z]|.)*") {
            text(&html);
            srcset(&html);
            for (name, range) in tags(&html).iter().flat_map(Tag::attributes) {
                proptest::prop_assert!(!name.is_empty() && html.get(range).is_some());
            }
        }
    }
}
