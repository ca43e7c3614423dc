//! Headings that one can link to: beside each stands a link to it. It is no part of the heading, whose words stay its name, and is put in
//! where a page is made: feeds, excerpts and searches have none.

use super::escape;
use super::headings::Heading;
use super::html::{Change, Html};
use super::tags::HtmlTag;

fn is_heading(tag: &HtmlTag) -> bool {
    matches!(tag.name().as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

/// HTML with a link beside each of these headings; `name` makes its name of their words.
pub fn beside(html: &Html, headings: &[Heading], name: impl Fn(&str) -> String) -> Html {
    let mut headings = headings.iter().peekable();
    let mut open: Option<&Heading> = None;
    html.changed(0..html.text.len(), |_, tag| {
        let mut change = Change::default();
        if !is_heading(&tag) {
            return change;
        }
        if tag.closes() {
            if let Some(Heading { id, html, .. }) = open.take() {
                let name = name(Html::read(html).words().trim());
                change.after = format!(
                    "<a class=\"anchor\" href=\"#{}\" aria-label=\"{}\"></a></div>",
                    escape(id),
                    escape(&name)
                );
            }
            return change;
        }
        let id = tag.value("id").unwrap_or_default();
        open = headings.next_if(|heading| heading.id == id);
        if open.is_some() {
            change.before = "<div class=\"heading\">".to_owned();
        }
        change
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Passes, render};

    #[test]
    fn a_link_stands_beside_each_heading() {
        for (text, expected) in [
            (
                "## Un *mot* & \"deux\"[^1]\n\n[^1]: N.",
                "<div class=\"heading\"><h2 id=\"un-mot-deux\">Un <em>mot</em> &amp; \"deux\"<sup class=\"footnote-ref\">\
                 <a href=\"#fn:1\" id=\"fnref:1\">1</a></sup></h2>\
                 <a class=\"anchor\" href=\"#un-mot-deux\" aria-label=\"Vers Un mot &amp; &quot;deux&quot;\"></a></div>\n",
            ),
            (
                "> ### A {#x}\n\n<h2>Mien</h2>\n\n## A",
                "<blockquote>\n<div class=\"heading\"><h3 id=\"x\">A</h3><a class=\"anchor\" href=\"#x\" aria-label=\"Vers A\"></a></div>\n\
                 </blockquote>\n<h2>Mien</h2>\n\
                 <div class=\"heading\"><h2 id=\"a\">A</h2><a class=\"anchor\" href=\"#a\" aria-label=\"Vers A\"></a></div>\n",
            ),
            ("Un.", "<p>Un.</p>\n"),
        ] {
            let rendered = render(text, Passes::default());
            let blocks = rendered.html.blocks(0..rendered.parts.len());
            let whole = beside(&rendered.html, &rendered.headings, |words| {
                format!("Vers {words}")
            });
            let notes = &rendered.html.text[blocks.end..];
            assert_eq!(whole.text.strip_suffix(notes).unwrap(), expected, "{text}");
        }
    }
}
