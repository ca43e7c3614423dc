//! A shortcode may make what is no part of a line: HTML has no `<figure>` within a `<p>`, and no link within a link.
//!
//! Where such HTML stands within a line, the paragraph and what is open in it end before it and go on after it; within a heading,
//! which must stay one, it comes after the heading; a list item or a table cell holds it as it is. No word is lost.

use std::borrow::Cow;

use super::elements::{BLOCK, CUT, LINE, TRANSPARENT, WHOLE, classes};
use super::html::{Html, without_id};
use super::open::Open;
use super::tags::HtmlTag;

/// HTML as it grows, and what is open in it.
#[derive(Default)]
pub struct Placer {
    /// What is written.
    pub html: Html,
    open: Open<Element>,
    /// Those of them that hold more than parts of a line, by their places.
    around: Vec<usize>,
    /// Whether what was put last was nothing: the spaces around it are one.
    nothing: bool,
}

/// An open element.
#[derive(Default)]
struct Element {
    /// Its opening tag.
    tag: String,
    /// Its first byte in the HTML, and that of what it holds.
    at: usize,
    inside: usize,
    /// Whether the tag is in the HTML: an element that was cut goes on as soon as there is something to hold.
    is_written: bool,
    /// What comes after its end.
    after: Html,
}

fn is_any(name: &str, wanted: u16) -> bool {
    classes(name) & wanted != 0
}

impl Placer {
    /// Adds text as it stands in HTML.
    pub fn text(&mut self, text: &str) {
        let mut text = text;
        if self.is_cut() {
            text = text.trim_start();
        }
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.nothing) && self.html.text.ends_with(' ') {
            match text.starts_with(['.', ',', ')', '…']) {
                true => self.html.trim_end(),
                false => text = text.trim_start_matches(' '),
            }
        }
        self.go_on();
        self.html.text.push_str(text);
    }

    /// Adds a comment.
    pub fn comment(&mut self, comment: &str) {
        self.go_on();
        self.html.push_tag(comment);
    }

    pub fn tag(&mut self, tag: HtmlTag) {
        if tag.closes() {
            return self.close(tag);
        }
        if tag.is("br") && self.is_cut() {
            return;
        }
        if tag.is_any(BLOCK) {
            self.end_paragraph();
        }
        self.go_on();
        let at = self.html.text.len();
        self.html.push_tag(tag.text);
        if tag.opens() {
            let name = tag.name().to_ascii_lowercase();
            if !is_any(&name, LINE) {
                self.around.push(self.open.all().len());
            }
            let element = Element {
                tag: tag.text.to_owned(),
                at,
                inside: self.html.text.len(),
                is_written: true,
                after: Html::default(),
            };
            self.open.push(name.into(), element);
        }
    }

    fn close(&mut self, tag: HtmlTag) {
        // What the author left open inside ends here too.
        let closed = self.open.close(&tag.name().to_ascii_lowercase());
        self.forget();
        let mut after = Html::default();
        closed
            .iter()
            .for_each(|(_, element)| after.push(&element.after));
        let is_empty = after.text.is_empty();
        if closed.first().is_none_or(|(_, element)| element.is_written) {
            if !is_empty {
                self.html.trim_end();
            }
            self.html.push_tag(tag.text);
        }
        if !is_empty {
            self.html.text.push('\n');
            self.put(&after);
        }
    }

    /// A paragraph ends where a block begins, its end written or not.
    fn end_paragraph(&mut self) {
        let around = self.around.last().copied();
        if let Some(at) = around.filter(|at| self.open.all()[*at].0 == "p") {
            self.open.truncate(at);
            self.forget();
        }
    }

    /// Forgets what is open no more.
    fn forget(&mut self) {
        let count = self.open.all().len();
        while self.around.pop_if(|at| *at >= count).is_some() {}
    }

    /// Adds what a shortcode makes, where it may stand.
    pub fn put(&mut self, made: &Html) {
        if made.text.is_empty() {
            self.nothing = true;
            return;
        }
        let (is_block, is_link) = (made.is_block(), made.tags().any(|tag| tag.is("a")));
        let around = self.around.last().copied();
        let is_around =
            |wanted: u16| around.filter(|at| is_block && is_any(&self.open.all()[*at].0, wanted));
        if let Some(at) = is_around(WHOLE) {
            self.open.all_mut()[at].1.after.push(made);
            self.nothing = true;
            return;
        }
        let line = around.map_or(0, |around| around + 1);
        let from = line - usize::from(is_around(CUT).is_some());
        let must_end = |(name, _): &(Cow<str>, Element)| {
            (is_block && !is_any(name, TRANSPARENT)) || (is_link && name == "a")
        };
        match self.open.all()[from..].iter().position(must_end) {
            Some(at) => self.cut(from + at),
            None => self.go_on(),
        }
        if is_block && self.html.text.ends_with(' ') {
            self.html.trim_end();
        }
        self.html.push(made);
    }

    /// Ends the elements from the `from`th on, for now; one that holds nothing yet begins later.
    fn cut(&mut self, from: usize) {
        let written = self.open.all_mut()[from..].iter_mut().rev();
        for (name, element) in written.filter(|(_, element)| element.is_written) {
            if self.html.text[element.inside..].trim().is_empty() {
                self.html.truncate(element.at);
            } else {
                self.html.trim_end();
                self.html.push_tag(&format!("</{name}>"));
            }
            let text = &mut self.html.text;
            if is_any(name, CUT) && !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            element.is_written = false;
        }
    }

    fn is_cut(&self) -> bool {
        let last = self.open.all().last();
        last.is_some_and(|(_, element)| !element.is_written)
    }

    /// Opens what was cut again; an id is the first part's.
    fn go_on(&mut self) {
        let elements = self.open.all_mut();
        // What was cut is innermost.
        let written = elements.iter().rposition(|(_, element)| element.is_written);
        for (_, element) in &mut elements[written.map_or(0, |last| last + 1)..] {
            let (start, text) = (0, element.tag.as_str());
            if let Some(tag) = without_id(HtmlTag { start, text }) {
                element.tag = tag;
            }
            element.at = self.html.text.len();
            self.html.push_tag(&element.tag);
            element.inside = self.html.text.len();
            element.is_written = true;
        }
    }
}
