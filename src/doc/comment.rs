//! What strangers wrote: no HTML, no images (they can trace who reads), no scheme but the web's, and links that vouch for nothing.

use pulldown_cmark::{Tag, TagEnd};

use super::html::Html;
use super::link::link;
use super::tree::{Kind, Node};
use super::typography::Typography;
use super::{Passes, html};
use crate::text::typography::Style;

/// A comment as HTML, set as its language does.
pub fn comment(text: &str, own: Style) -> Html {
    let typography = Some(Typography { own, of: &|_| own });
    let passes = Passes {
        typography,
        is_comment: true,
        ..Passes::default()
    };
    html(text, passes)
}

pub fn harmless_nodes(nodes: Vec<Node>) -> Vec<Node> {
    let mut nodes: Vec<Node> = nodes.into_iter().filter_map(harmless).collect();
    link(&mut nodes);
    nodes
}

/// A node without what a stranger may not do; its HTML is text.
fn harmless(mut node: Node) -> Option<Node> {
    let in_html = std::mem::take(&mut node.in_html);
    node.kind = match node.kind {
        Kind::Tag(html) | Kind::Markup(html) => {
            node.in_line = true;
            Kind::Text(html.text)
        }
        Kind::Start(Tag::HtmlBlock) => Kind::Start(Tag::Paragraph),
        Kind::End(TagEnd::HtmlBlock) => Kind::End(TagEnd::Paragraph),
        Kind::Start(Tag::Image { .. }) | Kind::End(TagEnd::Image) => return None,
        kind => kind,
    };
    node.in_line |= in_html;
    Some(node)
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
            assert_eq!(comment(text, Style::OFF).text, expected, "{text}");
        }
    }
}
