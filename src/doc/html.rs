//! HTML as it is written: once, with the bytes of each of its tags and blocks, so that nobody has to read it again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::elements::{BLOCK, RAW_TEXT};
use super::tags::{HtmlTag, tags_and_comments};
use crate::text::html::{escape, unescape};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    pub text: String,
    /// The bytes of its tags and comments, in order.
    tags: Vec<Range<usize>>,
    /// The first byte of each outermost block, and of what follows the last.
    blocks: Vec<usize>,
}

/// Its tags and blocks are of its text.
impl Hash for Html {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// Templates see its text.
impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// HTML with all that is known of it, for what is remembered.
pub mod whole {
    use std::ops::Range;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Html;

    pub fn serialize<S: Serializer>(html: &Html, serializer: S) -> Result<S::Ok, S::Error> {
        (&html.text, &html.tags, &html.blocks).serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Html, D::Error> {
        type Parts = (String, Vec<Range<usize>>, Vec<usize>);
        let (text, tags, blocks) = Parts::deserialize(deserializer)?;
        Ok(Html { text, tags, blocks })
    }
}

/// What becomes of a tag.
#[derive(Default)]
pub struct Change {
    /// What is put before it.
    pub before: String,
    /// What takes its place.
    pub tag: Option<String>,
    /// What is put after it.
    pub after: String,
}

impl Change {
    /// Another tag in its place.
    pub fn to(tag: String) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }
}

impl Html {
    /// Reads HTML that was made elsewhere, such as a shortcode's.
    pub fn read(text: &str) -> Self {
        Self {
            tags: tags_and_comments(text).map(|tag| tag.range()).collect(),
            text: text.to_owned(),
            blocks: Vec::new(),
        }
    }

    /// Whether it is more than a part of a line.
    pub fn is_block(&self) -> bool {
        self.tags().any(|tag| tag.is_any(BLOCK))
    }

    pub fn reserve(&mut self, bytes: usize, tags: usize) {
        self.text.reserve(bytes);
        self.tags.reserve(tags);
    }

    pub fn push_tag(&mut self, tag: &str) {
        let start = self.text.len();
        self.text.push_str(tag);
        self.tags.push(start..self.text.len());
    }

    /// Adds other HTML, its blocks apart.
    pub fn push(&mut self, html: &Self) {
        let start = self.text.len();
        self.text.push_str(&html.text);
        let tags = html
            .tags
            .iter()
            .map(|tag| start + tag.start..start + tag.end);
        self.tags.extend(tags);
    }

    /// Begins the next block; the one before it, if there is one, ends its line.
    pub fn begin_block(&mut self) {
        if !self.blocks.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.blocks.push(self.text.len());
    }

    pub fn truncate(&mut self, end: usize) {
        self.text.truncate(end);
        while self.tags.pop_if(|tag| tag.start >= end).is_some() {}
        let blocks = self.blocks.iter_mut().rev();
        let are_cut = blocks.take_while(|block| **block > end);
        are_cut.for_each(|block| *block = end);
    }

    pub fn trim_end(&mut self) {
        self.truncate(self.text.trim_end().len());
    }

    /// The bytes of some blocks in a row.
    pub fn blocks(&self, blocks: Range<usize>) -> Range<usize> {
        match blocks.is_empty() {
            true => 0..0,
            false => self.blocks[blocks.start]..self.blocks[blocks.end],
        }
    }

    /// The bytes of what follows the last block.
    pub fn after_blocks(&self) -> Range<usize> {
        self.blocks.last().copied().unwrap_or_default()..self.text.len()
    }

    pub fn tags(&self) -> impl Iterator<Item = HtmlTag<'_>> {
        self.tags_in(0..self.text.len()).map(|(_, tag)| tag)
    }

    /// The tags and comments of a part of it, each with its number.
    pub fn tags_in(&self, range: Range<usize>) -> impl Iterator<Item = (usize, HtmlTag<'_>)> {
        let first = self.tags.partition_point(|tag| tag.start < range.start);
        let tags = self.tags[first..].iter();
        let tag = move |(at, tag): (usize, &Range<usize>)| {
            let (start, text) = (tag.start, &self.text[tag.clone()]);
            (first + at, HtmlTag { start, text })
        };
        let is_in = move |(_, tag): &(usize, HtmlTag)| tag.start < range.end;
        tags.enumerate().map(tag).take_while(is_in)
    }

    pub fn ids(&self) -> BTreeSet<&str> {
        let ids = self.tags().filter(|tag| !tag.closes());
        ids.filter_map(|tag| tag.value("id"))
            .filter(|id| !id.is_empty())
            .collect()
    }

    /// A part of it with other tags.
    pub fn changed(
        &self,
        range: Range<usize>,
        mut change: impl FnMut(usize, HtmlTag) -> Change,
    ) -> Self {
        let mut changed = Self {
            text: String::with_capacity(range.len() + range.len() / 8),
            ..Self::default()
        };
        let mut from = range.start;
        let is_in = |at: &&usize| (range.start..=range.end).contains(at);
        let mut blocks = self.blocks.iter().filter(is_in).peekable();
        let mut copy = |changed: &mut Self, from: usize, to: usize| {
            let mut from = from;
            while let Some(at) = blocks.next_if(|at| **at <= to) {
                changed.text.push_str(&self.text[from..*at]);
                changed.blocks.push(changed.text.len());
                from = *at;
            }
            changed.text.push_str(&self.text[from..to]);
        };
        for (number, tag) in self.tags_in(range.clone()) {
            copy(&mut changed, from, tag.start);
            from = tag.range().end;
            let change = change(number, tag);
            changed.text.push_str(&change.before);
            changed.push_tag(change.tag.as_deref().unwrap_or(tag.text));
            changed.text.push_str(&change.after);
        }
        copy(&mut changed, from, range.end);
        changed
    }

    /// Without its ids, for where it stands a second time.
    pub fn without_ids(&self) -> Self {
        self.changed(0..self.text.len(), |_, tag| match without_id(tag) {
            Some(tag) => Change::to(tag),
            None => Change::default(),
        })
    }

    /// Its words: a space for each tag that is no part of a word, nothing of scripts, styles and comments. It is for searching
    /// and counting, and so takes what is not well-formed as it comes.
    pub fn words(&self) -> String {
        let mut words = String::with_capacity(self.text.len());
        let (mut from, mut is_read) = (0, true);
        for tag in self.tags() {
            if is_read {
                words.push_str(&unescape(&self.text[from..tag.start]));
            }
            from = tag.range().end;
            is_read = tag.closes() || !tag.is_any(RAW_TEXT);
            if tag.parts_words() {
                words.push(' ');
            }
        }
        if is_read {
            words.push_str(&unescape(&self.text[from..]));
        }
        words
    }
}

/// A tag without its id, where it has one.
pub fn without_id(tag: HtmlTag) -> Option<String> {
    let id = tag.attribute("id")?;
    let (start, end) = (id.start - tag.start, id.end - tag.start);
    let before = tag.text[..start].trim_end_matches(['"', '\'']);
    let is_quoted = before.len() < start;
    let before = before.trim_end().trim_end_matches('=').trim_end();
    let before = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    Some(before.trim_end().to_owned() + &tag.text[end + usize::from(is_quoted)..])
}

/// Gives the ids of HTML that will stand in one page with another text a prefix, and what refers to them.
pub struct Renamer<'a> {
    ids: BTreeSet<&'a str>,
    prefix: &'a str,
    /// The page of all else that its local links may lead to.
    home: &'a str,
}

impl<'a> Renamer<'a> {
    /// For the parts of `html`, whose own page is `home`.
    pub fn new(html: &'a Html, prefix: &'a str, home: &'a str) -> Self {
        let ids = html.ids();
        Self { ids, prefix, home }
    }

    /// HTML with the new ids.
    pub fn renamed(&self, html: &Html) -> Html {
        html.changed(0..html.text.len(), |_, tag| self.change(tag))
    }

    fn change(&self, tag: HtmlTag) -> Change {
        let new = |(name, at): (&str, Range<usize>)| {
            let value = &tag.text[at.start - tag.start..at.end - tag.start];
            Some((at, self.value(&name.to_ascii_lowercase(), value)?))
        };
        let values: Vec<_> = tag.attributes().filter_map(new).collect();
        if values.is_empty() {
            return Change::default();
        }
        Change::to(tag.with_values(&values))
    }

    /// The new value of an attribute, where it changes.
    fn value(&self, name: &str, value: &str) -> Option<String> {
        let prefixed = |id: &str| format!("{}{id}", self.prefix);
        match name {
            "id" => Some(prefixed(value)),
            "href" => {
                let id = value.strip_prefix('#')?;
                Some(match self.ids.contains(id) {
                    true => format!("#{}", prefixed(id)),
                    false => format!("{}#{id}", escape(self.home)),
                })
            }
            "for" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls"
            | "aria-details" => {
                let new = |id| match self.ids.contains(id) {
                    true => Cow::Owned(prefixed(id)),
                    false => Cow::Borrowed(id),
                };
                let ids: Vec<Cow<str>> = value.split_whitespace().map(new).collect();
                Some(ids.join(" "))
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
        assert_eq!(
            Html::read(&"<b>x</b>".repeat(200_000)).words().len(),
            200_000
        );
    }

    #[test]
    fn ids_get_a_prefix_and_what_refers_to_them() {
        let html = "<h2 id=\"a\" aria-labelledby=\"a x\">id=\"a\"</h2><p><a href=\"#a\">1</a> <a href=\"#main\">2</a> <a href='/b#a'>3</a> <a href=#a>4</a></p>";
        let html = Html::read(html);
        let renamer = Renamer::new(&html, "fr:", "/fr/post/");
        let renamed = renamer.renamed(&html);
        assert_eq!(
            renamed.text,
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
            (
                "<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>",
                " E=mc2 ",
            ),
        ] {
            assert_eq!(Html::read(html).words(), expected, "{html}");
        }
    }
}
