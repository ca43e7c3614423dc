//! Elements of running text.

use markup5ever_rcdom::{Handle, NodeData};

use super::changes::Changed;
use super::converter::Converter;
use super::dom::{BLOCKS, DEEPEST, attribute, find, is, name, text_of};
use super::inline::{Mark, Run, Token};
use crate::import::urls;
use crate::text::html::escape;
use crate::text::words::one_line;

impl Converter<'_> {
    pub(super) fn inlines(&mut self, node: &Handle, run: &mut Run) {
        for child in node.children.borrow().iter() {
            self.inline(child, run);
        }
    }

    pub(super) fn inline(&mut self, node: &Handle, run: &mut Run) {
        match &node.data {
            NodeData::Text { contents } => run.text(&contents.borrow(), self.context.lines),
            NodeData::Comment { .. } if self.depth <= DEEPEST => {}
            NodeData::Element { .. } if self.depth > DEEPEST => run.text(&text_of(node), false),
            NodeData::Element { .. } => {
                self.depth += 1;
                self.element(node, run);
                self.depth -= 1;
            }
            _ => {}
        }
    }

    pub(super) fn element(&mut self, node: &Handle, run: &mut Run) {
        let element = name(node);
        self.anchor(node, run);
        match element {
            "br" => run.push(Token::Break),
            "wbr" => {}
            "a" => self.link(node, run),
            "img" => self.picture(node, None, run),
            "code" | "tt" if find(node, "a").is_none() && find(node, "img").is_none() => {
                run.code(&text_of(node))
            }
            "script" | "style" => self.change(Changed::Script, element),
            "input" | "svg" | "canvas" | "template" | "meta" | "base" | "map" | "applet" => {
                self.change(Changed::Removed, element)
            }
            "link" => self.change(Changed::Script, element),
            "noscript" if run.lazy => {}
            "em" | "i" | "strong" | "b" | "del" | "s" | "strike" if self.lang(node).is_none() => {
                let mark = match element {
                    "em" | "i" => Mark::Emphasis,
                    "strong" | "b" => Mark::Strong,
                    _ => Mark::Strike,
                };
                run.marked(mark, self.context.html, |run| self.inlines(node, run));
            }
            _ => match self.html_mark(node) {
                Some(mark) => run.marked(mark, true, |run| self.inlines(node, run)),
                None => {
                    // A block where only words may stand: its words, apart from the ones beside it.
                    let block = BLOCKS.contains(&element);
                    run.apart(block);
                    self.inlines(node, run);
                    run.apart(block);
                }
            },
        }
    }

    /// Elements that Markdown has no sign for and that say something.
    pub(super) fn html_mark(&self, node: &Handle) -> Option<Mark> {
        const KEPT: &[&str] = &[
            "abbr", "bdi", "bdo", "cite", "code", "dfn", "em", "i", "ins", "kbd", "mark", "q",
            "rp", "rt", "ruby", "samp", "small", "strong", "sub", "sup", "time", "u", "var",
        ];
        let element = if is(node, "acronym") {
            "abbr"
        } else {
            name(node)
        };
        let lang = self.lang(node);
        if !self.context.html
            || !(KEPT.contains(&element)
                || (lang.is_some() && matches!(element, "span" | "font" | "b" | "a" | "del" | "s")))
        {
            return None;
        }
        let element = if matches!(element, "font" | "a") {
            "span"
        } else {
            element
        };
        let mut open = format!("<{element}");
        for key in ["title", "datetime", "dir"] {
            if let Some(value) = attribute(node, key).filter(|value| !value.is_empty()) {
                open += &format!(" {key}=\"{}\"", escape(&one_line(&value)));
            }
        }
        if let Some(lang) = lang {
            open += &format!(" lang=\"{lang}\"");
        }
        Some(Mark::Html(open + ">", format!("</{element}>")))
    }

    pub(super) fn link(&mut self, node: &Handle, run: &mut Run) {
        let href = attribute(node, "href").unwrap_or_default();
        let address = if href.is_empty() {
            String::new()
        } else {
            self.context.local(&href)
        };
        if address.is_empty() || !self.is_safe(&address) {
            self.inlines(node, run);
            return;
        }
        // A small picture that leads to its own large copy is that copy.
        if let (Some(image), "") = (find(node, "img"), text_of(node).trim()) {
            let large = self.context.local(&href);
            let source = self
                .context
                .local(&attribute(&image, "src").unwrap_or_default());
            if large == source || urls::full_size(&source).as_deref() == Some(large.as_str()) {
                self.picture(&image, Some(large), run);
                return;
            }
        }
        let title = attribute(node, "title")
            .map(|title| one_line(&title))
            .filter(|title| *title != one_line(&text_of(node)))
            .unwrap_or_default();
        run.link(&address, &title, |run| self.inlines(node, run));
    }
}
