//! What stays HTML: written anew from a short list of elements and attributes, and cleaned once more by ammonia.

use std::sync::LazyLock;

use ammonia::Builder;
use markup5ever_rcdom::{Handle, NodeData};

use super::Changed;
use super::converter::Converter;
use super::dom::{
    DEEPEST, ELEMENTS, attribute, children, descendants, filled, is, is_block, name, text_of,
};
use crate::text::html::escape;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["iframe", "video", "audio", "source"])
        .add_generic_attributes(["id", "dir"])
        .add_tag_attributes(
            "iframe",
            ["src", "width", "height", "allowfullscreen", "loading"],
        )
        .add_tag_attributes("video", ["src", "poster", "width", "height", "controls"])
        .add_tag_attributes("audio", ["src", "controls"])
        .add_tag_attributes("source", ["src", "type"])
        .add_tag_attributes("time", ["datetime"])
        .url_schemes(["http", "https", "mailto", "tel", "ftp"].into())
        .link_rel(None);
    builder
});

/// Cleaned, and without an empty line, which would end HTML in Markdown.
fn cleaned(html: &str) -> Option<String> {
    let mut html = CLEANER.clean(html).to_string();
    while html.contains("\n\n") {
        html = html.replace("\n\n", "\n&#32;\n");
    }
    let html = html.trim().to_owned();
    (!html.is_empty()).then_some(html)
}

pub fn written(key: &str, value: &str) -> String {
    format!(" {key}=\"{}\"", escape(value))
}

impl Converter<'_> {
    pub fn raw(&mut self, node: &Handle) -> Option<String> {
        let mut html = String::new();
        self.write(node, false, 0, &mut html);
        cleaned(&html)
    }

    fn write(&mut self, node: &Handle, verbatim: bool, depth: usize, html: &mut String) {
        match &node.data {
            NodeData::Text { contents } if verbatim => html.push_str(&escape(&contents.borrow())),
            NodeData::Text { contents } => {
                let line_end = if self.context.lines { "<br>" } else { " " };
                html.push_str(&lines(&contents.borrow(), line_end));
            }
            NodeData::Element { .. } if depth > DEEPEST => html.push_str(&escape(&text_of(node))),
            NodeData::Element { .. } => self.write_element(node, verbatim, depth, html),
            _ => {}
        }
    }

    fn write_element(&mut self, node: &Handle, verbatim: bool, depth: usize, html: &mut String) {
        let element = name(node);
        match element {
            "script" | "style" => return self.change(Changed::Script, element),
            "input" | "svg" | "canvas" | "template" => {
                return self.change(Changed::Removed, element);
            }
            "iframe" | "object" | "embed" | "video" | "audio" => {
                let address = self.linked(node);
                return html.extend(address.map(|address| {
                    let label = escape(&address);
                    format!("<a{}>{label}</a>", written("href", &address))
                }));
            }
            _ => {}
        }
        let is_kept = ELEMENTS.in_html.contains(element);
        let attributes = is_kept.then(|| self.attributes(node)).flatten();
        let (open, close) = match attributes {
            Some(attributes) => (format!("<{element}{attributes}>"), format!("</{element}>")),
            None if is_block(node) => (" ".to_owned(), " ".to_owned()),
            None => Default::default(),
        };
        html.push_str(&open);
        if matches!(element, "br" | "hr" | "img") {
            return;
        }
        for child in children(node) {
            self.write(&child, verbatim || element == "pre", depth + 1, html);
        }
        html.push_str(&close);
    }

    /// The attributes of an element that is kept; nothing, where it is of no use without one that goes.
    fn attributes(&mut self, node: &Handle) -> Option<String> {
        let mut attributes = String::new();
        let address = match name(node) {
            "a" => Some(("href", self.context.local(&filled(node, "href")?))),
            "img" => Some(("src", self.context.image(&self.source_of(node)?))),
            _ => None,
        };
        if let Some((key, address)) = address {
            self.is_safe(&address).then_some(())?;
            attributes += &written(key, &address);
        }
        if is(node, "img") && attribute(node, "alt").is_none() {
            attributes += &written("alt", "");
        }
        for key in &ELEMENTS.attributes {
            let value = attribute(node, key).filter(|value| !value.is_empty() || key == "alt");
            attributes.extend(value.map(|value| written(key, &value.replace('\n', " "))));
        }
        let id = attribute(node, "id").filter(|id| self.targets.contains(id));
        attributes.extend(id.map(|id| written("id", &id)));
        Some(attributes)
    }

    /// A player that readers know, or a sound or film, as clean HTML.
    pub fn player(&mut self, node: &Handle) -> Option<String> {
        match name(node) {
            "iframe" => self.frame(node),
            "video" | "audio" => self.film(node),
            _ => None,
        }
    }

    fn frame(&mut self, node: &Handle) -> Option<String> {
        let address = self.embedded_address(node)?;
        is_known_player(&address).then_some(())?;
        self.change(Changed::Embed, address.as_str());
        let size = ["title", "width", "height"].into_iter();
        let size = size.filter_map(|key| Some(written(key, &filled(node, key)?)));
        let size: String = size.collect();
        let source = written("src", &address);
        cleaned(&format!(
            "<iframe{source}{size} loading=\"lazy\" allowfullscreen></iframe>"
        ))
    }

    fn film(&mut self, node: &Handle) -> Option<String> {
        let own = children(node).into_iter();
        let own = own.filter(|child| is(child, "source"));
        let mut sources = String::new();
        for node in std::iter::once(node.clone()).chain(own) {
            let source = attribute(&node, "src").map(|source| self.context.local(&source));
            let source = source.filter(|source| self.is_safe(source));
            sources.extend(source.map(|source| format!("<source{}>", written("src", &source))));
        }
        let element = name(node);
        let html = format!("<figure><{element} controls>{sources}</{element}></figure>");
        (!sources.is_empty()).then(|| cleaned(&html)).flatten()
    }

    /// The address of an embedded thing that becomes a link; without one it goes.
    pub fn linked(&mut self, node: &Handle) -> Option<String> {
        let address = self.embedded_address(node);
        match &address {
            Some(address) => self.change(Changed::Linked, address.as_str()),
            None => self.change(Changed::Removed, name(node)),
        }
        address
    }

    /// Where an embedded thing is, as an address that a link can lead to.
    fn embedded_address(&mut self, node: &Handle) -> Option<String> {
        let own = ["src", "data", "data-src", "href"].iter();
        let address = own
            .filter_map(|key| filled(node, key))
            .find(|value| value != "about:blank")
            .or_else(|| descendants(node).find_map(|node| address_inside(&node)))?;
        let address = match self.context.local(&address) {
            schemeless if schemeless.starts_with("//") => format!("https:{schemeless}"),
            address => address
                .replacen("http://www.youtube.com", "https://www.youtube.com", 1)
                .replacen("http://player.vimeo.com", "https://player.vimeo.com", 1),
        };
        // The old player of YouTube no longer plays.
        let address = match address.split_once("youtube.com/v/") {
            Some((_, id)) if !is(node, "iframe") => {
                let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
                let end = id.find(|c| !is_sign(c)).unwrap_or(id.len());
                format!("https://www.youtube.com/watch?v={}", &id[..end])
            }
            _ => address,
        };
        self.is_safe(&address).then_some(address)
    }
}

/// The lines of a text; empty ones around it are a space.
fn lines(text: &str, line_end: &str) -> String {
    let lines = text.split('\n');
    let lines: Vec<String> = lines
        .map(|line| escape(line.trim_matches(['\t', '\r'])))
        .collect();
    let has_words = |line: &String| !line.trim().is_empty();
    let space = |is_there: bool| if is_there { " " } else { "" };
    match (
        lines.iter().position(has_words),
        lines.iter().rposition(has_words),
    ) {
        (Some(first), Some(last)) => {
            let (before, after) = (space(first > 0), space(last + 1 < lines.len()));
            format!("{before}{}{after}", lines[first..=last].join(line_end))
        }
        _ => space(!text.is_empty()).to_owned(),
    }
}

/// The address that an element in an `<object>` or the like gives for it.
fn address_inside(node: &Handle) -> Option<String> {
    let names_it = |name: String| matches!(name.to_lowercase().as_str(), "movie" | "src" | "data");
    match name(node) {
        "param" if attribute(node, "name").is_some_and(names_it) => filled(node, "value"),
        "embed" | "source" | "iframe" => filled(node, "src"),
        _ => None,
    }
}

fn is_known_player(address: &str) -> bool {
    let Some(address) = address.strip_prefix("https://") else {
        return false;
    };
    let address = address.strip_prefix("www.").unwrap_or(address);
    let host = address.split('/').next().unwrap_or_default();
    let mut players = ELEMENTS.players.iter();
    players.any(|known| match known.strip_suffix('*') {
        Some(beginning) => address.starts_with(beginning),
        None => host == known || host.ends_with(&format!(".{known}")),
    })
}
