//! Elements of running text.

use markup5ever_rcdom::{Handle, NodeData};

use super::Changed;
use super::converter::{Converter, NOTE_CALL};
use super::dom::{
    DEEPEST, ELEMENTS, attribute, children, filled, find, has_class, is_block, name, text_of,
};
use super::inline::Run;
use super::marks::{Gap, Mark};
use super::raw::written;
use crate::import::urls;
use crate::text::words::one_line;

impl Converter<'_> {
    pub fn inlines(&mut self, node: &Handle, run: &mut Run) {
        for child in children(node) {
            self.inline(&child, run);
        }
    }

    pub fn inline(&mut self, node: &Handle, run: &mut Run) {
        match &node.data {
            NodeData::Text { contents } => run.text(&contents.borrow(), self.context.lines),
            NodeData::Element { .. } if self.depth > DEEPEST => run.text(&text_of(node), false),
            NodeData::Element { .. } => {
                self.depth += 1;
                self.element(node, run);
                self.depth -= 1;
            }
            _ => {}
        }
    }

    pub fn element(&mut self, node: &Handle, run: &mut Run) {
        let element = name(node);
        if let Some(number) = self.note(node, NOTE_CALL) {
            return run.raw(format!("[^{number}]"));
        }
        self.anchor(node, run);
        match element {
            "br" => run.gap(Gap::Break),
            "wbr" => {}
            // The button of a file says what its link does.
            "a" if has_class(node, "wp-block-file__button") => {}
            "a" => self.link(node, run),
            "img" => self.picture(node, None, run),
            "code" | "tt" if find(node, "a").is_none() && find(node, "img").is_none() => {
                run.code(&text_of(node))
            }
            "script" | "style" | "link" => self.change(Changed::Script, element),
            "input" | "svg" | "canvas" | "template" | "meta" | "base" | "map" | "applet" => {
                self.change(Changed::Removed, element)
            }
            "noscript" if run.lazy => {}
            _ => match self.mark(node) {
                Some(mark) => run.marked(mark, self.context.html, |run| self.inlines(node, run)),
                None => self.passed(node, run),
            },
        }
    }

    /// An element that gives way to what is in it; the words of a block are apart from the ones beside it.
    fn passed(&mut self, node: &Handle, run: &mut Run) {
        let style = attribute(node, "style")
            .unwrap_or_default()
            .replace(' ', "");
        if !is_block(node) && !style.contains("display:block") {
            return self.inlines(node, run);
        }
        run.gap(Gap::Newline);
        self.inlines(node, run);
        run.gap(Gap::Newline);
    }

    /// The sign of an element in Markdown; where it has none, or must name a language, its HTML.
    fn mark(&self, node: &Handle) -> Option<Mark> {
        let lang = self.lang(node);
        let element = match (name(node), &lang) {
            ("em" | "i", None) => return Some(Mark::Emphasis),
            ("strong" | "b", None) => return Some(Mark::Strong),
            ("del" | "s" | "strike", None) => return Some(Mark::Strike),
            ("acronym", _) => "abbr",
            ("span" | "font", Some(_)) => "span",
            (element @ ("b" | "del" | "s"), Some(_)) => element,
            (element, _) => ELEMENTS.in_text.get(element)?,
        };
        if !self.context.html {
            return None;
        }
        let mut open = format!("<{element}");
        for key in ["title", "datetime", "dir"] {
            open.extend(filled(node, key).map(|value| written(key, &one_line(&value))));
        }
        open.extend(lang.map(|lang| written("lang", &lang)));
        Some(Mark::Html(open + ">", format!("</{element}>")))
    }

    pub fn link(&mut self, node: &Handle, run: &mut Run) {
        let address = filled(node, "href").map(|href| self.context.local(&href));
        let safe = address.filter(|address| !address.is_empty() && self.is_safe(address));
        let Some(address) = safe else {
            return self.inlines(node, run);
        };
        // A small picture that leads to its own large copy is that copy.
        if let (Some(image), "") = (find(node, "img"), text_of(node).trim()) {
            let source = attribute(&image, "src").unwrap_or_default();
            let source = self.context.local(&source);
            if address == source || urls::full_size(&source).as_ref() == Some(&address) {
                return self.picture(&image, Some(address), run);
            }
        }
        let title = attribute(node, "title")
            .map(|title| one_line(&title))
            .filter(|title| *title != one_line(&text_of(node)))
            .unwrap_or_default();
        run.link(&address, &title, |run| self.inlines(node, run));
    }
}
