//! A shortcode may make what is no part of a line: HTML has no `<figure>` within a `<p>`, and no link within a link.
//!
//! Where such HTML stands within a line, the paragraph and what is open in it end before it and go on after it; within a heading,
//! which must stay one, it comes after the heading; a list item or a table cell holds it as it is. No word is lost.

use crate::text::html::{BLOCKS, Open, Tag, VOID, tags, without_ids};

/// HTML as it grows, and what is open in it.
#[derive(Default)]
pub struct Writer {
    html: String,
    open: Open<Element>,
    /// Those of them that are no part of a line.
    around: Vec<usize>,
    /// Whether what was put last was nothing: the spaces around it are one.
    nothing: bool,
}

/// An open element.
struct Element {
    /// Its opening tag, where it begins in the HTML and where what it holds begins.
    tag: String,
    at: usize,
    inside: usize,
    /// Whether the tag is in the HTML: an element that was cut goes on as soon as there is something to hold.
    written: bool,
    /// What comes after its end.
    after: String,
}

/// Elements that hold parts of a line, and can end before something else and go on after it.
const LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var",
];
/// Of these, the ones that hold whatever may stand where they do (HTML, "Transparent content models").
const TRANSPARENT: &[&str] = &["a", "del", "ins"];
/// Elements that hold lines alone and can be cut too.
const CUT: &[&str] = &["p", "pre"];
/// Elements that hold lines alone and stay whole.
const WHOLE: &[&str] = &[
    "h1", "h2", "h3", "h4", "h5", "h6", "summary", "button", "label", "legend",
];

/// Whether HTML is more than a part of a line.
pub fn is_block(html: &str) -> bool {
    tags(html).iter().any(|tag| is_any(tag, BLOCKS))
}

fn is_any(tag: &Tag, names: &[&str]) -> bool {
    names.iter().any(|name| tag.is(name))
}

impl Writer {
    /// All of it.
    pub fn finish(self) -> String {
        self.html
    }

    /// Adds text as it stands in HTML.
    pub fn text(&mut self, text: &str) {
        let mut text = text;
        if self.is_cut() {
            text = text.trim_start();
        }
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.nothing) {
            match self.html.ends_with(' ') {
                true if text.starts_with(['.', ',', ')', '…']) => {
                    self.html.truncate(self.html.trim_end().len())
                }
                true => text = text.trim_start_matches(' '),
                false => {}
            }
        }
        self.go_on();
        self.html.push_str(text);
    }

    /// Adds a tag.
    pub fn tag(&mut self, tag: &Tag) {
        if tag.closes() {
            return self.close(tag);
        }
        if tag.is("br") && self.is_cut() {
            return;
        }
        if is_any(tag, BLOCKS) {
            self.end_paragraph();
        }
        self.go_on();
        let at = self.html.len();
        self.html.push_str(tag.text);
        if !is_any(tag, VOID) && !tag.text.ends_with("/>") {
            let (name, inside) = (tag.name().to_ascii_lowercase(), self.html.len());
            if !LINE.contains(&name.as_str()) {
                self.around.push(self.open.all().len());
            }
            self.open.push(
                name,
                Element {
                    tag: tag.text.to_owned(),
                    at,
                    inside,
                    written: true,
                    after: String::new(),
                },
            );
        }
    }

    fn close(&mut self, tag: &Tag) {
        // What the author left open inside ends here too.
        let closed = self.open.close(&tag.name().to_ascii_lowercase());
        self.forget();
        let after: String = closed
            .iter()
            .map(|(_, element)| element.after.as_str())
            .collect();
        if closed.first().is_none_or(|(_, element)| element.written) {
            if !after.is_empty() {
                self.html.truncate(self.html.trim_end().len());
            }
            self.html.push_str(tag.text);
        }
        if !after.is_empty() {
            self.html.push('\n');
            self.put(&after);
        }
    }

    /// A paragraph ends where a block begins, its end written or not.
    fn end_paragraph(&mut self) {
        if let Some(at) = self
            .around
            .last()
            .copied()
            .filter(|at| self.open.all()[*at].0 == "p")
        {
            self.open.truncate(at);
            self.forget();
        }
    }

    /// Forgets what is open no more.
    fn forget(&mut self) {
        while self
            .around
            .pop_if(|at| *at >= self.open.all().len())
            .is_some()
        {}
    }

    /// Adds what a shortcode makes, where it may stand.
    pub fn put(&mut self, html: &str) {
        if html.is_empty() {
            self.nothing = true;
            return;
        }
        let made = tags(html);
        let (block, link) = (
            made.iter().any(|tag| is_any(tag, BLOCKS)),
            made.iter().any(|tag| tag.is("a")),
        );
        let line = self.around.last().map_or(0, |around| around + 1);
        let cut_around = match line
            .checked_sub(1)
            .map(|around| &mut self.open.all_mut()[around])
        {
            Some((name, around)) if block && WHOLE.contains(&name.as_str()) => {
                around.after.push_str(html);
                self.nothing = true;
                return;
            }
            Some((name, _)) => block && CUT.contains(&name.as_str()),
            None => false,
        };
        let from = line - usize::from(cut_around);
        let must_end =
            |name: &str| (block && !TRANSPARENT.contains(&name)) || (link && name == "a");
        let open = if block || link {
            &self.open.all()[from..]
        } else {
            &[]
        };
        match open
            .iter()
            .position(|(name, _)| must_end(name))
            .map(|at| from + at)
        {
            Some(at) => self.cut(at),
            None => self.go_on(),
        }
        if block && self.html.ends_with(' ') {
            self.html.truncate(self.html.trim_end().len());
        }
        self.html.push_str(html);
    }

    /// Ends the elements from the `from`th on, for now; one that holds nothing yet begins later.
    fn cut(&mut self, from: usize) {
        for (name, element) in self.open.all_mut()[from..]
            .iter_mut()
            .rev()
            .filter(|(_, element)| element.written)
        {
            let is_empty = self.html[element.inside..].trim().is_empty();
            let end = if is_empty {
                element.at
            } else {
                self.html.trim_end().len()
            };
            self.html.truncate(end);
            if !is_empty {
                self.html.push_str(&format!("</{name}>"));
            }
            if CUT.contains(&name.as_str()) && !self.html.is_empty() && !self.html.ends_with('\n') {
                self.html.push('\n');
            }
            element.written = false;
        }
    }

    fn is_cut(&self) -> bool {
        self.open
            .all()
            .last()
            .is_some_and(|(_, element)| !element.written)
    }

    /// Opens what was cut again; an id is the first part's.
    fn go_on(&mut self) {
        let elements = self.open.all_mut();
        // What was cut is innermost.
        let from = elements
            .iter()
            .rposition(|(_, element)| element.written)
            .map_or(0, |last| last + 1);
        for (_, element) in &mut elements[from..] {
            element.tag = without_ids(&element.tag).into_owned();
            element.at = self.html.len();
            self.html.push_str(&element.tag);
            element.inside = self.html.len();
            element.written = true;
        }
    }
}
