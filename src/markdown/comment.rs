//! What strangers wrote: no HTML, no images (they can trace who reads), no scheme but the web's, and links that vouch for nothing.

use pulldown_cmark::{Event, Tag, TagEnd, html};

use super::{escape, foreign, links, parser, typography};
use crate::text::typography::Style;

/// A comment as HTML, set as its language does.
pub fn comment(text: &str, style: Style) -> String {
    let mut html = String::new();
    let events: Vec<Event> = links::autolink(parser(text)).collect();
    let own = typography::Typography {
        own: style,
        of: &|_| style,
    };
    let leaves = foreign::leaves(&events);
    let (events, _) = typography::set(events, &leaves, &mut Vec::new(), own);
    let events = events.into_iter().filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { dest_url, .. }) => {
            let url = if dest_url.starts_with("https://") || dest_url.starts_with("http://") {
                &*dest_url
            } else {
                ""
            };
            // https://html.spec.whatwg.org/#link-type-nofollow, and Google's `ugc`.
            Some(Event::InlineHtml(
                format!("<a href=\"{}\" rel=\"nofollow ugc\">", escape(url)).into(),
            ))
        }
        Event::End(TagEnd::Link) => Some(Event::InlineHtml("</a>".into())),
        event => Some(event),
    });
    html::push_html(&mut html, events);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_s_text_is_harmless() {
        for (text, expected) in [
            ("Merci *beaucoup* !", "<p>Merci <em>beaucoup</em> !</p>\n"),
            (
                "Voilà <script>x</script> ![i](https://a.org/i.png)",
                "<p>Voilà &lt;script&gt;x&lt;/script&gt; i</p>\n",
            ),
            ("<div onclick=x>", "<p>&lt;div onclick=x&gt;</p>\n"),
            (
                "[a](javascript:x) [b](https://b.org/?a&b)",
                "<p><a href=\"\" rel=\"nofollow ugc\">a</a> <a href=\"https://b.org/?a&amp;b\" rel=\"nofollow ugc\">b</a></p>\n",
            ),
        ] {
            assert_eq!(comment(text, Style::OFF), expected, "{text}");
        }
    }
}
