//! A shortcode may make what is no part of a line: HTML has no `<figure>` within a `<p>`, and no link within a link.
//!
//! Where such HTML stands within a line, the paragraph and what is open in it end before it and go on after it; within a heading,
//! which must stay one, it comes after the heading; a list item or a table cell holds it as it is. No word is lost.

use super::elements::{BLOCK, CUT, LINE, TRANSPARENT, WHOLE, classes};
use super::html::{Html, without_id};
use super::tags::{HtmlTag, tags};

/// HTML as it grows, and what is open in it.
#[derive(Default)]
pub struct Placer {
    /// What is written.
    pub html: Html,
    open: Vec<Element>,
    /// Whether what was put last was nothing: the spaces around it are one.
    nothing: bool,
}

/// An open element.
struct Element {
    /// Its name in small letters, and its opening tag.
    name: String,
    tag: String,
    /// Its first byte in the HTML, and that of what it holds.
    at: usize,
    inside: usize,
    /// Whether the tag is in the HTML: an element that was cut goes on as soon as there is something to hold.
    is_written: bool,
    /// What comes after its end.
    after: String,
}

impl Element {
    fn is_any(&self, wanted: u16) -> bool {
        classes(&self.name) & wanted != 0
    }
}

/// Whether HTML is more than a part of a line.
pub fn is_block(html: &str) -> bool {
    tags(html).any(|tag| tag.is_any(BLOCK))
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

    /// Adds a tag.
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
            self.open.push(Element {
                name: tag.name().to_ascii_lowercase(),
                tag: tag.text.to_owned(),
                at,
                inside: self.html.text.len(),
                is_written: true,
                after: String::new(),
            });
        }
    }

    fn close(&mut self, tag: HtmlTag) {
        // What the author left open inside ends here too.
        let name = tag.name().to_ascii_lowercase();
        let at = self.open.iter().rposition(|element| element.name == name);
        let closed = self.open.split_off(at.unwrap_or(self.open.len()));
        let after: String = closed
            .iter()
            .map(|element| element.after.as_str())
            .collect();
        if closed.first().is_none_or(|element| element.is_written) {
            if !after.is_empty() {
                self.html.trim_end();
            }
            self.html.push_tag(tag.text);
        }
        if !after.is_empty() {
            self.html.text.push('\n');
            self.put(&after);
        }
    }

    /// The innermost element that holds more than parts of a line.
    fn around(&self) -> Option<usize> {
        self.open.iter().rposition(|element| !element.is_any(LINE))
    }

    /// A paragraph ends where a block begins, its end written or not.
    fn end_paragraph(&mut self) {
        if let Some(at) = self.around().filter(|at| self.open[*at].name == "p") {
            self.open.truncate(at);
        }
    }

    /// Adds what a shortcode makes, where it may stand.
    pub fn put(&mut self, html: &str) {
        if html.is_empty() {
            self.nothing = true;
            return;
        }
        let is_block = is_block(html);
        let is_link = tags(html).any(|tag| tag.is("a"));
        let around = self.around();
        if let Some(around) = around.filter(|at| is_block && self.open[*at].is_any(WHOLE)) {
            self.open[around].after.push_str(html);
            self.nothing = true;
            return;
        }
        let line = around.map_or(0, |around| around + 1);
        let is_cut = around.is_some_and(|at| is_block && self.open[at].is_any(CUT));
        let must_end = |element: &Element| {
            (is_block && !element.is_any(TRANSPARENT)) || (is_link && element.name == "a")
        };
        let from = line - usize::from(is_cut);
        match self.open[from..].iter().position(must_end) {
            Some(at) => self.cut(from + at),
            None => self.go_on(),
        }
        if is_block && self.html.text.ends_with(' ') {
            self.html.trim_end();
        }
        self.html.push_html(html);
    }

    /// Ends the elements from the `from`th on, for now; one that holds nothing yet begins later.
    fn cut(&mut self, from: usize) {
        let written = self.open[from..].iter_mut().rev();
        for element in written.filter(|element| element.is_written) {
            if self.html.text[element.inside..].trim().is_empty() {
                self.html.truncate(element.at);
            } else {
                self.html.trim_end();
                self.html.push_tag(&format!("</{}>", element.name));
            }
            let text = &mut self.html.text;
            if element.is_any(CUT) && !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            element.is_written = false;
        }
    }

    fn is_cut(&self) -> bool {
        self.open.last().is_some_and(|element| !element.is_written)
    }

    /// Opens what was cut again; an id is the first part's.
    fn go_on(&mut self) {
        // What was cut is innermost.
        let written = self.open.iter().rposition(|element| element.is_written);
        for element in &mut self.open[written.map_or(0, |last| last + 1)..] {
            let (start, text) = (0, element.tag.as_str());
            element.tag = without_id(HtmlTag { start, text }).unwrap_or(text.to_owned());
            element.at = self.html.text.len();
            self.html.push_tag(&element.tag);
            element.inside = self.html.text.len();
            element.is_written = true;
        }
    }
}
