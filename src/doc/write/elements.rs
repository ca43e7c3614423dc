//! The elements of Markdown as tags.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::Writer;
use crate::doc::code::Fence;
use crate::doc::html::Html;
use crate::doc::math::Formula;
use crate::doc::tree::plain;
use crate::doc::{code, escape, line_as_text};

/// The kinds of alerts, as their classes and their titles' keys have them: `> [!NOTE]`, see
/// <https://docs.github.com/get-started/writing-on-github>.
pub const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

impl<'w> Writer<'w, '_> {
    /// Begins an element, and tells the next node to be written.
    pub(super) fn start(&mut self, at: usize, tag: &'w Tag) -> usize {
        let language = self.languages.elements.get(&at).map(String::as_str);
        match tag {
            Tag::Paragraph => self.begin("<p", "", language),
            Tag::BlockQuote(None) => self.begin("<blockquote", "\n", language),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind, language),
            Tag::Item => self.begin("<li", "", language),
            Tag::List(None) => self.begin("<ul", "\n", language),
            Tag::DefinitionList => self.begin("<dl", "\n", language),
            Tag::DefinitionListTitle => self.begin("<dt", "", language),
            Tag::DefinitionListDefinition => self.begin("<dd", "", language),
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
                let (title, _) = line_as_text(title, self.passes.extensions);
                let title = self.line(&title).into_owned();
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

    /// Begins an alert and names it, in the language of the page.
    fn alert(&mut self, kind: BlockQuoteKind, language: Option<&str>) {
        let at = match kind {
            BlockQuoteKind::Note => 0,
            BlockQuoteKind::Tip => 1,
            BlockQuoteKind::Important => 2,
            BlockQuoteKind::Warning => 3,
            BlockQuoteKind::Caution => 4,
        };
        let class = format!("<blockquote class=\"alert alert-{}\"", ALERTS[at]);
        self.begin(&class, "\n", language);
        let words = self.passes.notes;
        let own = language.and(words).map(|words| &*words.lang);
        self.begin("<p class=\"alert-title\"", "", own);
        self.tag("<strong>");
        self.words(words.map_or(ALERTS[at], |words| &words.alerts[at]));
        self.tag("</strong>");
        self.end(TagEnd::Paragraph);
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
        let fence = match kind {
            CodeBlockKind::Fenced(info) => Fence::read(info),
            CodeBlockKind::Indented => Fence::default(),
        };
        self.tag("<pre>");
        match fence.language {
            "" => self.tag("<code>"),
            language => self.tag_with(|html| {
                html.push_str("<code class=\"language-");
                escape_html(&mut *html, language).ok();
                html.push_str("\">");
            }),
        }
        if fence == Fence::default() {
            return at + 1;
        }
        let text = plain(&self.nodes[at + 1..end]);
        let Some(code) = code::html(&fence, &text, self.passes.highlight) else {
            return at + 1;
        };
        self.html(&Html::read(&code));
        self.end(TagEnd::CodeBlock);
        end + 1
    }

    /// A formula; as it is written, where it cannot be drawn.
    pub(super) fn math(&mut self, formula: &Formula) {
        match &formula.drawn {
            Ok(mathml) if formula.is_display => {
                self.tag("<span class=\"formula\">");
                self.html(&Html::read(mathml));
                self.tag("</span>");
            }
            Ok(mathml) => self.html(&Html::read(mathml)),
            Err(_) => {
                self.tag("<code class=\"language-tex\">");
                self.words(&formula.written());
                self.tag("</code>");
            }
        }
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
            html.push_str("<a href=\"");
            if *link_type == LinkType::Email {
                html.push_str("mailto:");
            }
            match hreflang {
                Some(_) => escape_html(&mut *html, dest_url).ok(),
                None => escape_href(&mut *html, dest_url).ok(),
            };
            html.push('"');
            attribute(html, "hreflang", hreflang.as_deref());
            attribute(
                html,
                "title",
                Some(&*title).filter(|title| !title.is_empty()),
            );
            html.push('>');
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

    pub(super) fn end(&mut self, end: TagEnd) {
        let tags: &[&str] = match end {
            TagEnd::Paragraph => &["</p>", "\n"],
            TagEnd::Heading(level) => {
                self.tag_with(|html| write!(html, "</{level}>").unwrap_or_default());
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
            TagEnd::DefinitionList => &["</dl>", "\n"],
            TagEnd::DefinitionListTitle => &["</dt>", "\n"],
            TagEnd::DefinitionListDefinition => &["</dd>", "\n"],
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

/// Adds an attribute, where it has a value.
fn attribute(html: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        html.push(' ');
        escape_html(&mut *html, name).ok();
        html.push_str("=\"");
        escape_html(&mut *html, value).ok();
        html.push('"');
    }
}

/// An opening tag with its language.
pub fn with_language(html: &mut String, tag: &str, language: Option<&str>) {
    html.push_str(tag);
    attribute(html, "lang", language);
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
    attribute(html, "id", id.as_deref());
    let classes: Vec<&str> = classes.iter().map(|class| &**class).collect();
    let class = classes.join(" ");
    attribute(html, "class", Some(&*class).filter(|_| !classes.is_empty()));
    for (name, value) in attrs {
        attribute(html, name, Some(value.as_deref().unwrap_or_default()));
    }
    with_language(html, "", language);
}

/// An `<img>`: the only place where one is made.
pub fn image(src: &str, alt: &str, title: &str) -> String {
    let mut html = String::from("<img src=\"");
    escape_href(&mut html, src).ok();
    html.push('"');
    attribute(&mut html, "alt", Some(alt));
    attribute(
        &mut html,
        "title",
        Some(title).filter(|title| !title.is_empty()),
    );
    html.push_str(" />");
    html
}
