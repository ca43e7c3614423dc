//! The elements of Markdown as tags.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, CodeBlockKind, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::Writer;
use crate::doc::html::Html;
use crate::doc::tree::plain;
use crate::doc::{escape, highlight};

const LEVELS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

impl<'w> Writer<'w, '_> {
    /// Begins an element, and tells the next node to be written.
    pub(super) fn start(&mut self, at: usize, tag: &'w Tag) -> usize {
        let language = self.languages.elements.get(&at).map(String::as_str);
        match tag {
            Tag::Paragraph => self.begin("<p", "", language),
            Tag::BlockQuote(_) => self.begin("<blockquote", "\n", language),
            Tag::Item => self.begin("<li", "", language),
            Tag::List(None) => self.begin("<ul", "\n", language),
            Tag::List(Some(1)) => self.begin("<ol", "\n", language),
            Tag::List(Some(start)) => self.begin(&format!("<ol start=\"{start}\""), "\n", language),
            Tag::Heading { .. } => {
                self.new_line();
                self.tag_with(|html| heading(html, tag, language));
            }
            Tag::Table(alignments) => {
                self.table.alignments = alignments;
                self.tag("<table>");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.cell = 0;
                self.tag("<thead>");
                self.tag("<tr>");
            }
            Tag::TableRow => {
                self.table.cell = 0;
                self.tag("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::CodeBlock(kind) => return self.code_block(at, kind),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Link { .. } => self.link(tag),
            Tag::Image {
                dest_url, title, ..
            } => {
                let end = self.nodes[at].partner;
                let alt = self.line(&plain(&self.nodes[at + 1..end])).into_owned();
                let title = self.line(title).into_owned();
                self.tag_with(|html| html.push_str(&image(dest_url, &alt, &title)));
                return end + 1;
            }
            // What is not enabled, and what has no tag of its own.
            _ => {}
        }
        at + 1
    }

    /// Adds a block's opening tag, with its language.
    fn begin(&mut self, tag: &str, inside: &str, language: Option<&str>) {
        if language.is_none() {
            self.new_line();
        }
        self.tag_with(|html| with_language(html, tag, language));
        self.text(inside);
    }

    fn cell(&mut self) {
        let align = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " style=\"text-align: left\"",
            Some(Alignment::Center) => " style=\"text-align: center\"",
            Some(Alignment::Right) => " style=\"text-align: right\"",
            _ => "",
        };
        let name = if self.table.in_head { "th" } else { "td" };
        self.tag(&format!("<{name}{align}>"));
    }

    fn code_block(&mut self, at: usize, kind: &CodeBlockKind) -> usize {
        self.new_line();
        let end = self.nodes[at].partner;
        let info = match kind {
            CodeBlockKind::Fenced(info) => &**info,
            CodeBlockKind::Indented => "",
        };
        if self.passes.highlight {
            let language = info.split([' ', ',', '{']).next().unwrap_or_default();
            let code = highlight::code(language, &plain(&self.nodes[at + 1..end]));
            if let Some(code) = code.filter(|_| matches!(kind, CodeBlockKind::Fenced(_))) {
                let language = escape(language);
                self.tag("<pre>");
                self.tag(&format!("<code class=\"language-{language}\">"));
                self.html(&Html::read(&code));
                self.end(TagEnd::CodeBlock);
                return end + 1;
            }
        }
        self.tag("<pre>");
        match info.split(' ').next().unwrap_or_default() {
            "" => self.tag("<code>"),
            language => self.tag_with(|html| {
                html.push_str("<code class=\"language-");
                escape_html(&mut *html, language).ok();
                html.push_str("\">");
            }),
        }
        at + 1
    }

    fn link(&mut self, tag: &Tag) {
        let Tag::Link {
            link_type,
            dest_url,
            title,
            ..
        } = tag
        else {
            return;
        };
        if self.passes.is_comment {
            return self.link_of_stranger(dest_url);
        }
        let title = self.line(title).into_owned();
        let hreflang = self.passes.hreflang.and_then(|hreflang| hreflang(dest_url));
        self.tag_with(|html| {
            let scheme = match link_type {
                LinkType::Email => "mailto:",
                _ => "",
            };
            html.push_str("<a href=\"");
            html.push_str(scheme);
            if let Some(language) = hreflang {
                escape_html(&mut *html, dest_url).ok();
                write!(html, "\" hreflang=\"{}", escape(&language)).ok();
            } else {
                escape_href(&mut *html, dest_url).ok();
            }
            attribute_title(html, &title);
            html.push_str("\">");
        });
    }

    /// See <https://html.spec.whatwg.org/#link-type-nofollow>, and Google's `ugc`.
    fn link_of_stranger(&mut self, url: &str) {
        let is_of_web = url.starts_with("https://") || url.starts_with("http://");
        let url = escape(if is_of_web { url } else { "" });
        self.tag(&format!("<a href=\"{url}\" rel=\"nofollow ugc\">"));
    }

    /// A line that stands for itself, such as an alternative text, as its language sets it.
    fn line<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        match self.passes.typography {
            Some(typography) if !text.is_empty() => typography.own.line(text).into(),
            _ => text.into(),
        }
    }

    /// Ends an element.
    pub(super) fn end(&mut self, end: TagEnd) {
        let tags: &[&str] = match end {
            TagEnd::Paragraph => &["</p>", "\n"],
            TagEnd::Heading(level) => {
                self.tag_with(|html| html.extend(["</", LEVELS[level as usize - 1], ">"]));
                &["\n"]
            }
            TagEnd::Table => &["</tbody>", "</table>", "\n"],
            TagEnd::TableHead => {
                self.table.in_head = false;
                &["</tr>", "</thead>", "<tbody>", "\n"]
            }
            TagEnd::TableRow => &["</tr>", "\n"],
            TagEnd::TableCell => {
                self.table.cell += 1;
                match self.table.in_head {
                    true => &["</th>"],
                    false => &["</td>"],
                }
            }
            TagEnd::BlockQuote(_) => &["</blockquote>", "\n"],
            TagEnd::CodeBlock => &["</code>", "</pre>", "\n"],
            TagEnd::List(true) => &["</ol>", "\n"],
            TagEnd::List(false) => &["</ul>", "\n"],
            TagEnd::Item => &["</li>", "\n"],
            TagEnd::Emphasis => &["</em>"],
            TagEnd::Strong => &["</strong>"],
            TagEnd::Strikethrough => &["</del>"],
            TagEnd::Link => &["</a>"],
            _ => &[],
        };
        for tag in tags {
            match *tag {
                "\n" => self.text("\n"),
                tag => self.tag(tag),
            }
        }
    }
}

/// An opening tag with its language.
pub fn with_language(html: &mut String, tag: &str, language: Option<&str>) {
    html.push_str(tag);
    if let Some(language) = language {
        write!(html, " lang=\"{}\"", escape(language)).ok();
    }
    html.push('>');
}

fn heading(html: &mut String, tag: &Tag, language: Option<&str>) {
    let Tag::Heading {
        level,
        id,
        classes,
        attrs,
    } = tag
    else {
        return;
    };
    write!(html, "<{level}").ok();
    let mut attribute = |name: &str, values: &mut dyn Iterator<Item = &str>| {
        html.push(' ');
        escape_html(&mut *html, name).ok();
        html.push_str("=\"");
        for (number, value) in values.enumerate() {
            html.push_str(if number > 0 { " " } else { "" });
            escape_html(&mut *html, value).ok();
        }
        html.push('"');
    };
    if let Some(id) = id {
        attribute("id", &mut [&**id].into_iter());
    }
    if !classes.is_empty() {
        attribute("class", &mut classes.iter().map(|class| &**class));
    }
    for (name, value) in attrs {
        attribute(name, &mut value.as_deref().into_iter());
    }
    if let Some(language) = language {
        attribute("lang", &mut [language].into_iter());
    }
    html.push('>');
}

fn attribute_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str("\" title=\"");
        escape_html(html, title).ok();
    }
}

/// An `<img>`: the only place where one is made.
pub fn image(src: &str, alt: &str, title: &str) -> String {
    let mut html = String::from("<img src=\"");
    escape_href(&mut html, src).ok();
    html.push_str("\" alt=\"");
    escape_html(&mut html, alt).ok();
    attribute_title(&mut html, title);
    html.push_str("\" />");
    html
}
