//! What stays HTML: written anew from a short list of elements and attributes, and cleaned once more by ammonia.

use std::sync::LazyLock;

use ammonia::Builder;
use markup5ever_rcdom::{Handle, NodeData};

use super::changes::Changed;
use super::converter::Converter;
use super::dom::{BLOCKS, DEEPEST, attribute, is, name, text_of};
use crate::text::html::escape;

/// Elements that are kept; others give way to what is in them.
const KEPT: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];
/// Attributes that are kept wherever they stand.
const ATTRIBUTES: &[&str] = &[
    "lang", "title", "dir", "datetime", "colspan", "rowspan", "scope", "start", "alt",
];
const VOID: &[&str] = &["br", "hr", "img"];

/// Hosts whose players and maps readers know; others get a link.
const PLAYERS: &[&str] = &[
    "archive.org",
    "arte.tv",
    "bandcamp.com",
    "codepen.io",
    "dailymotion.com",
    "deezer.com",
    "google.com/maps",
    "maps.google.",
    "ina.fr",
    "mixcloud.com",
    "open.spotify.com",
    "openstreetmap.org",
    "player.vimeo.com",
    "podcasts.apple.com",
    "radiofrance.fr",
    "slideshare.net",
    "soundcloud.com",
    "ted.com",
    "vimeo.com",
    "youtube-nocookie.com",
    "youtube.com",
    "peertube",
    "calameo.com",
];

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

impl Converter<'_> {
    /// An element as clean HTML.
    pub(super) fn raw(&mut self, node: &Handle) -> Option<String> {
        let mut html = String::new();
        self.write(node, false, 0, &mut html);
        cleaned(&html)
    }

    fn write(&mut self, node: &Handle, verbatim: bool, depth: usize, html: &mut String) {
        match &node.data {
            NodeData::Text { contents } => {
                html.push_str(&self.raw_text(&contents.borrow(), verbatim))
            }
            NodeData::Element { .. } if depth > DEEPEST => html.push_str(&escape(&text_of(node))),
            NodeData::Element { .. } => self.write_element(node, verbatim, depth, html),
            _ => {}
        }
    }

    fn raw_text(&self, text: &str, verbatim: bool) -> String {
        if verbatim {
            return escape(text);
        }
        let between = if self.context.lines { "<br>" } else { " " };
        let lines: Vec<String> = text
            .split('\n')
            .map(|line| escape(line.trim_matches(['\t', '\r'])))
            .collect();
        let blank = |line: &String| line.trim().is_empty();
        let (Some(first), Some(last)) = (
            lines.iter().position(|line| !blank(line)),
            lines.iter().rposition(|line| !blank(line)),
        ) else {
            return if text.is_empty() {
                String::new()
            } else {
                " ".into()
            };
        };
        let space = |blank: bool| if blank { " " } else { "" };
        let inside: Vec<&str> = lines[first..=last].iter().map(String::as_str).collect();
        format!(
            "{}{}{}",
            space(first > 0),
            inside.join(between),
            space(last + 1 < lines.len())
        )
    }

    fn write_element(&mut self, node: &Handle, verbatim: bool, depth: usize, html: &mut String) {
        let element = name(node);
        match element {
            "script" | "style" => return self.change(Changed::Script, element),
            "input" | "svg" | "canvas" | "template" => {
                return self.change(Changed::Removed, element);
            }
            "iframe" | "object" | "embed" | "video" | "audio" => {
                let Some(address) = self.embedded_address(node) else {
                    return self.change(Changed::Removed, element);
                };
                self.change(Changed::Linked, address.as_str());
                let address = escape(&address);
                *html += &format!("<a href=\"{address}\">{address}</a>");
                return;
            }
            _ => {}
        }
        let kept = KEPT.contains(&element);
        let attributes = if kept {
            self.raw_attributes(node)
        } else {
            Some(String::new())
        };
        let (kept, attributes) = (kept && attributes.is_some(), attributes.unwrap_or_default());
        if kept {
            *html += &format!("<{element}{attributes}>");
        } else if BLOCKS.contains(&element) {
            html.push(' ');
        }
        if !VOID.contains(&element) {
            for child in node.children.borrow().iter() {
                self.write(child, verbatim || element == "pre", depth + 1, html);
            }
            if kept {
                *html += &format!("</{element}>");
            } else if BLOCKS.contains(&element) {
                html.push(' ');
            }
        }
    }

    /// The attributes of an element that is kept; nothing, where it is of no use without one that goes.
    fn raw_attributes(&mut self, node: &Handle) -> Option<String> {
        let mut written = String::new();
        match name(node) {
            "a" => {
                let address = self
                    .context
                    .local(&attribute(node, "href").filter(|href| !href.is_empty())?);
                self.is_safe(&address).then_some(())?;
                written += &format!(" href=\"{}\"", escape(&address));
            }
            "img" => {
                let address = self.context.image(&self.source_of(node)?);
                self.is_safe(&address).then_some(())?;
                written += &format!(" src=\"{}\"", escape(&address));
                if attribute(node, "alt").is_none() {
                    written += " alt=\"\"";
                }
            }
            _ => {}
        }
        for key in ATTRIBUTES {
            if let Some(value) =
                attribute(node, key).filter(|value| !value.is_empty() || *key == "alt")
            {
                written += &format!(" {key}=\"{}\"", escape(&value.replace('\n', " ")));
            }
        }
        if let Some(id) = attribute(node, "id").filter(|id| self.targets.contains(id)) {
            written += &format!(" id=\"{}\"", escape(&id));
        }
        Some(written)
    }

    /// A player that readers know, or a sound or film, as clean HTML.
    pub(super) fn player(&mut self, node: &Handle) -> Option<String> {
        let html = match name(node) {
            "iframe" => {
                let address = self.embedded_address(node)?;
                let host = address.strip_prefix("https://")?;
                let host = host.strip_prefix("www.").unwrap_or(host);
                let end = host.find('/').unwrap_or(host.len());
                let known = PLAYERS.iter().any(|known| match known.split_once('/') {
                    Some(_) => host.starts_with(known),
                    None => {
                        host[..end] == **known
                            || host[..end].ends_with(&format!(".{known}"))
                            || (known.ends_with('.') || *known == "peertube")
                                && host.starts_with(known)
                    }
                });
                known.then_some(())?;
                self.change(Changed::Embed, address.as_str());
                let size: String = ["title", "width", "height"]
                    .iter()
                    .filter_map(|key| {
                        Some(format!(
                            " {key}=\"{}\"",
                            escape(&attribute(node, key).filter(|value| !value.is_empty())?)
                        ))
                    })
                    .collect();
                format!(
                    "<iframe src=\"{}\"{size} loading=\"lazy\" allowfullscreen></iframe>",
                    escape(&address)
                )
            }
            element @ ("video" | "audio") => {
                let mut sources = vec![attribute(node, "src")];
                sources.extend(
                    node.children
                        .borrow()
                        .iter()
                        .filter(|child| is(child, "source"))
                        .map(|source| attribute(source, "src")),
                );
                let mut sources: Vec<String> = sources
                    .into_iter()
                    .flatten()
                    .map(|source| self.context.local(&source))
                    .collect();
                sources.retain(|source| self.is_safe(source));
                let sources: String = sources
                    .iter()
                    .map(|source| format!("<source src=\"{}\">", escape(source)))
                    .collect();
                if sources.is_empty() {
                    return None;
                }
                format!("<figure><{element} controls>{sources}</{element}></figure>")
            }
            _ => return None,
        };
        cleaned(&html)
    }

    /// Where an embedded thing is, as an address that a link can lead to.
    pub(super) fn embedded_address(&mut self, node: &Handle) -> Option<String> {
        let own = ["src", "data", "data-src", "href"].iter().find_map(|key| {
            attribute(node, key).filter(|value| !value.is_empty() && value != "about:blank")
        });
        let address = own.or_else(|| {
            let mut open: Vec<Handle> = node.children.borrow().iter().rev().cloned().collect();
            while let Some(node) = open.pop() {
                let movie = is(&node, "param")
                    && attribute(&node, "name").is_some_and(|name| {
                        matches!(name.to_lowercase().as_str(), "movie" | "src" | "data")
                    });
                let found = if movie {
                    attribute(&node, "value")
                } else {
                    None
                };
                let found = found.or_else(|| {
                    matches!(name(&node), "embed" | "source" | "iframe")
                        .then(|| attribute(&node, "src"))
                        .flatten()
                });
                if found.as_ref().is_some_and(|found| !found.is_empty()) {
                    return found;
                }
                open.extend(node.children.borrow().iter().rev().cloned());
            }
            None
        })?;
        let address = self.context.local(&address);
        let address = if address.starts_with("//") {
            format!("https:{address}")
        } else {
            address
        };
        let address = address
            .replacen("http://www.youtube.com", "https://www.youtube.com", 1)
            .replacen("http://player.vimeo.com", "https://player.vimeo.com", 1);
        // The old player of YouTube no longer plays.
        let address = match address.split_once("youtube.com/v/") {
            Some((_, id)) if !is(node, "iframe") => {
                let id: String = id
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                    .collect();
                format!("https://www.youtube.com/watch?v={id}")
            }
            _ => address,
        };
        self.is_safe(&address).then_some(address)
    }
}
