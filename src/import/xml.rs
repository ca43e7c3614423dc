//! XML that people really have: broken in places, cut off, with any prefixes. One record (an item, an author, a term) is in
//! memory at a time; what is not well-formed is told, and the reading goes on at the next record.
//!
//! Entities of a DTD are never expanded, so there is no bomb: only XML's own five and character references are resolved,
//! and HTML's names stay as written for the HTML reader.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// Elements that hold records and are no record themselves, by their usual names.
const CONTAINERS: &[&str] = &["rss", "channel", "rdf:RDF", "atom:feed"];
/// Where the reading goes on after what cannot be read.
const RECORDS: &[&str] = &["<item", "<entry", "<wp:term", "<wp:author"];
/// Deeper elements are part of a text that was not escaped; nobody's export has them.
const DEEPEST: usize = 64;

/// The usual prefixes of namespaces, by a part of their address that all versions have; of two that fit, the last.
const NAMESPACES: &[(&str, &str)] = &[
    ("wordpress.org/export/", "wp"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/elements", "dc"),
    ("w3.org/2005/Atom", "atom"),
    ("purl.org/atom/", "atom"),
    ("w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("purl.org/syndication/thread", "thr"),
    ("w3.org/2007/app", "app"),
    ("purl.org/atom/app", "app"),
];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name with the usual prefix (`wp:`, `content:`, `excerpt:`, `dc:`, `atom:`), whatever prefix the file has.
    pub name: String,
    /// Prefixes as written.
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
    pub span: Span,
    /// The bytes between its tags.
    pub inner: Range<usize>,
}

impl Element {
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn trimmed(&self) -> String {
        self.text.trim().to_owned()
    }

    /// The text of a child, trimmed; empty where there is none.
    pub fn text_of(&self, name: &str) -> String {
        self.child(name).map(Element::trimmed).unwrap_or_default()
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Its text; HTML that was not escaped stands as it was written.
    pub fn value(&self, source: &str) -> String {
        // Marks of languages are comments (qTranslate), which a title may have without CDATA.
        let inside = &source[self.inner.clone()];
        match self.children.is_empty() && !inside.trim_start().starts_with("<!--") {
            true => self.text.clone(),
            false => clean(inside).into_owned(),
        }
    }

    pub fn value_of(&self, name: &str, source: &str) -> String {
        let child = self.child(name);
        child.map_or_else(String::new, |child| child.value(source))
    }
}

/// Gives every record to `each`, with whether it is whole; containers (`rss`, `channel`, `feed`) are walked through. Reports what is
/// not well-formed.
pub fn records(file: SourceId, text: &str, mut each: impl FnMut(Element, bool)) -> Vec<Diagnostic> {
    let mut walk = Walk {
        file,
        text,
        prefixes: Prefixes::default(),
        open: Vec::new(),
        flaws: Vec::new(),
        each: &mut each,
    };
    let mut from = Some(beginning(text));
    while let Some(base) = from {
        from = walk.from(base);
    }
    walk.flaws
}

/// Where XML begins: a server may have written its warnings above it, as text or as HTML.
fn beginning(text: &str) -> usize {
    text[..floor(text, 64 << 10)].find("<?xml").unwrap_or(0)
}

/// The usual name of the first element of a text: `rss`, `atom:feed`, `html`…
pub fn root(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(&text[beginning(text)..]);
    let mut prefixes = Prefixes::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                prefixes.declare(&start);
                return Some(prefixes.usual(start.name().as_ref()));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

struct Walk<'a> {
    file: SourceId,
    text: &'a str,
    prefixes: Prefixes,
    /// The record being read and the elements open in it.
    open: Vec<Element>,
    flaws: Vec<Diagnostic>,
    each: &'a mut dyn FnMut(Element, bool),
}

impl Walk<'_> {
    /// Reads from a byte to the end, or to what cannot be read; then, where to go on.
    fn from(&mut self, base: usize) -> Option<usize> {
        let mut reader = Reader::from_str(&self.text[base..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            let start = base + reader.buffer_position() as usize;
            let event = reader.read_event();
            let end = base + reader.buffer_position() as usize;
            match event {
                // `a < b`, where the sign was not escaped, is no tag.
                Ok(Event::Start(tag) | Event::Empty(tag)) if !begins_name(tag.name().as_ref()) => {
                    self.push_text("<");
                    return Some(start + 1);
                }
                Ok(Event::Start(tag)) => self.start(&tag, start..end),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, start..end);
                    self.end(tag.name().as_ref(), end..end);
                }
                Ok(Event::End(tag)) => self.end(tag.name().as_ref(), start..end),
                Ok(Event::Text(text)) => self.push_text(&text),
                Ok(Event::CData(text)) => self.push_text(&text),
                Ok(Event::GeneralRef(reference)) => self.push_text(&resolved(&reference)),
                Ok(Event::Eof) => {
                    self.cut_off();
                    return None;
                }
                Ok(_) => {}
                Err(error) => {
                    let at = base + reader.error_position() as usize;
                    return self.recover(at, &error.to_string());
                }
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, range: Range<usize>) {
        self.prefixes.declare(tag);
        let name = self.prefixes.usual(tag.name().as_ref());
        let is_container = self.open.is_empty() && CONTAINERS.contains(&name.as_str());
        if is_container || self.open.len() > DEEPEST {
            return;
        }
        // A record in a record: the outer one was never closed.
        if matches!(name.as_str(), "item" | "atom:entry") && !self.open.is_empty() {
            self.flaw(range.start, "the item before this one is not closed", false);
            self.close_from(0, range.start..range.start, true);
        }
        let attributes = tag.html_attributes().flatten();
        let attributes = attributes.map(|attribute| {
            let value = unescaped(&attribute.value);
            (attribute.key.as_ref().to_owned(), value)
        });
        self.open.push(Element {
            name,
            attributes: attributes.collect(),
            inner: range.end..range.end,
            span: Span::new(self.file, range),
            ..Element::default()
        });
    }

    /// An end closes the nearest element of its name, and what stands open in it; one that closes nothing is nothing.
    fn end(&mut self, name: &str, range: Range<usize>) {
        let name = self.prefixes.usual(name);
        let at = self.open.iter().rposition(|element| element.name == name);
        if let Some(at) = at {
            self.close_from(at, range, true);
        }
    }

    /// Closes all elements that are open from one on; `range` is that of what closes them.
    fn close_from(&mut self, at: usize, range: Range<usize>, whole: bool) {
        while self.open.len() > at
            && let Some(mut element) = self.open.pop()
        {
            element.inner.end = range.start.max(element.inner.start);
            element.span.end = range.end;
            match self.open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => (self.each)(element, whole),
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(&clean(text));
        }
    }

    /// Reports what is not well-formed at a byte; `cut` is whether the file ends in the middle of a record.
    fn flaw(&mut self, at: usize, message: impl Into<String>, cut: bool) {
        let end = (at + 1).min(self.text.len()).max(at);
        let diagnostic = if cut {
            let close = match self.text.contains("<feed") {
                true => "</feed>",
                false => "</channel></rss>",
            };
            let help = format!(
                "export again, as what comes after is not in the file; to import what is whole, remove all from here on and write `{close}`"
            );
            Diagnostic::error(Code::Export, message).help(help)
        } else {
            let help = "what could be read is kept; compare this item with the old site";
            Diagnostic::warning(Code::Export, message).help(help)
        };
        self.flaws
            .push(diagnostic.at(Span::new(self.file, at..end)));
    }

    fn cut_off(&mut self) {
        if let Some(record) = self.open.first() {
            let message = format!("the file ends within this `<{}>`", record.name);
            self.flaw(record.span.start, message, true);
        }
        let end = self.text.len();
        self.close_from(0, end..end, false);
    }

    /// Reports what is broken, closes the record that it is in, and finds the next one.
    fn recover(&mut self, at: usize, why: &str) -> Option<usize> {
        let at = floor(self.text, at);
        let message = format!("this is not XML: {why}");
        let records = RECORDS.iter();
        let next = records
            .filter_map(|record| self.text[at..].find(record))
            .min();
        let Some(next) = next.filter(|next| *next > 0) else {
            if self.open.is_empty() {
                self.flaw(at, message, true);
            }
            self.cut_off();
            return None;
        };
        self.flaw(at, message, false);
        self.close_from(0, at + next..at + next, false);
        Some(at + next)
    }
}

/// The boundary of a character at a byte, or before it.
pub fn floor(text: &str, at: usize) -> usize {
    let mut before = (0..=at.min(text.len())).rev();
    before.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn begins_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A text without the control characters that XML forbids and old blogs are full of.
fn clean(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| match c {
        '\n' | '\t' => false,
        c => c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'),
    };
    match text.contains(is_bad) {
        true => text.replace(is_bad, "").into(),
        false => text.into(),
    }
}

fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    resolve_xml_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// An attribute's value, its references resolved; unknown ones stay.
fn unescaped(value: &str) -> String {
    let unescaped = quick_xml::escape::unescape(value);
    unescaped.map_or_else(|_| value.replace("&amp;", "&"), Cow::into_owned)
}

/// What each prefix of a file stands for, by the namespaces' addresses.
#[derive(Default)]
struct Prefixes(HashMap<String, &'static str>);

impl Prefixes {
    fn declare(&mut self, tag: &BytesStart) {
        if !tag.attributes_raw().contains("xmlns") {
            return;
        }
        for attribute in tag.html_attributes().flatten() {
            let prefix = match attribute.key.as_ref() {
                "xmlns" => Some(""),
                key => key.strip_prefix("xmlns:"),
            };
            if let (Some(prefix), Some(usual)) = (prefix, usual_prefix(&attribute.value)) {
                self.0.insert(prefix.to_owned(), usual);
            }
        }
    }

    /// `x:post_id` → `wp:post_id`, where the file says that `x` is WordPress's namespace.
    fn usual(&self, name: &str) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match self.0.get(prefix) {
            Some(usual) => format!("{usual}:{local}"),
            None if name == "feed" => "atom:feed".to_owned(),
            None => name.to_owned(),
        }
    }
}

fn usual_prefix(address: &str) -> Option<&'static str> {
    let mut known = NAMESPACES.iter().rev();
    match known.find(|(part, _)| address.contains(part))?.1 {
        "wp" if address.trim_end_matches('/').ends_with("excerpt") => Some("excerpt"),
        prefix => Some(prefix),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(Element, bool)>, Vec<String>) {
        let mut read = Vec::new();
        let flaws = records(SourceId(0), text, |element, whole| {
            read.push((element, whole))
        });
        (read, flaws.into_iter().map(|flaw| flaw.message).collect())
    }

    #[track_caller]
    fn titles(text: &str, expected: &[&str], flaws: usize) {
        let (read, found) = read(text);
        let titles: Vec<String> = read
            .iter()
            .map(|(element, _)| element.text_of("title"))
            .collect();
        assert_eq!(titles, expected, "{text}: {found:?}");
        assert_eq!(found.len(), flaws, "{text}: {found:?}");
    }

    #[test]
    fn well_formed_or_not() {
        titles(
            "<rss><channel><item><title>a &amp; b</title></item></channel></rss>",
            &["a & b"],
            0,
        );
        titles(
            "<rss><item><title>a & b &eacute; &#233;</title></item></rss>",
            &["a & b &eacute; é"],
            0,
        );
        titles(
            "<rss><item><title><![CDATA[a ]]]]><![CDATA[> b]]></title></item></rss>",
            &["a ]]> b"],
            0,
        );
        titles(
            "<rss><item><title>a < b</title></item><item><title>c</title></item></rss>",
            &["a < b", "c"],
            0,
        );
        titles("<rss><item><title>a\u{1}b</title></item></rss>", &["ab"], 0);
        titles(
            "<rss><item><title>a</wrong></title></item></rss>",
            &["a"],
            0,
        );
        titles(
            "<rss><item><title>a</title><item><title>b</title></item></rss>",
            &["a", "b"],
            1,
        );
        titles(
            "<rss><item><title>a</title></item><item><title>b",
            &["a", "b"],
            1,
        );
        titles("<rss><item><title><![CDATA[a</title></item>", &[""], 1);
        titles(
            "<rss><item><title>a</title><!-- </item><item><title>b</title></item></rss>",
            &["a", "b"],
            1,
        );
        titles("", &[], 0);
    }

    #[test]
    fn a_dtd_s_entities_are_never_expanded() {
        let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><item><title>&b;</title></item></rss>";
        titles(bomb, &["&b;"], 0);
    }

    #[test]
    fn any_prefix_will_do() {
        let text = "<rss xmlns:x=\"http://wordpress.org/export/1.1/\" xmlns:y=\"http://wordpress.org/export/1.1/excerpt/\">\
                    <item><x:post_id>3</x:post_id><y:encoded>e</y:encoded><wp:status>publish</wp:status></item></rss>";
        let (read, _) = read(text);
        let names: Vec<&str> = read[0]
            .0
            .children
            .iter()
            .map(|child| child.name.as_str())
            .collect();
        assert_eq!(names, ["wp:post_id", "excerpt:encoded", "wp:status"]);
        assert_eq!(
            root(
                "<?xml version=\"1.0\"?><!-- c --><a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"/>"
            )
            .unwrap(),
            "atom:feed"
        );
        assert_eq!(root("<feed>").unwrap(), "atom:feed");
    }

    #[test]
    fn html_that_was_not_escaped_stands_as_written() {
        let text = "<rss><item><description>a <b>c</b></description></item></rss>";
        let (read, _) = read(text);
        assert_eq!(
            read[0].0.child("description").unwrap().value(text),
            "a <b>c</b>"
        );
    }
}
