//! A post's HTML as it leaves the site, for feed readers: every address whole, no script, nothing that needs our style sheet.

use std::borrow::Cow;

use ammonia::{Builder, Url, UrlRelative};

use crate::doc::{self, Change, Html};

/// What readers may be given beyond ammonia's defaults: figures, pictures and players are part of a text.
const TAGS: &[&str] = &[
    "section", "picture", "source", "video", "audio", "track", "iframe", "tfoot", "input",
];

/// Attributes of these and other elements; none holds a script, and ids and classes mean nothing elsewhere.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("img", &["srcset", "sizes", "loading"]),
    ("source", &["src", "srcset", "sizes", "type", "media"]),
    ("video", &["src", "poster", "controls", "width", "height"]),
    ("audio", &["src", "controls"]),
    ("track", &["src", "srclang", "kind", "label"]),
    ("iframe", &["src", "width", "height", "allowfullscreen"]),
    ("input", &["type", "checked", "disabled"]),
    ("ol", &["reversed", "type"]),
    ("time", &["datetime"]),
];

/// The elements of formulas, and their attributes (MathML Core; `menclose` is of MathML 3).
const MATH: &[&str] = &[
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];
const MATH_ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "display",
    "displaystyle",
    "form",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
];

/// The HTML, its addresses resolved against that of its page.
pub fn portable(html: &str, page: &str) -> String {
    let html = &*plain(html);
    let Ok(base) = Url::parse(page) else {
        return ammonia::clean(html);
    };
    let mut builder = Builder::default();
    builder
        .add_tags(TAGS.iter().copied())
        .add_generic_attributes(["dir"])
        .link_rel(None);
    for (tag, attributes) in ATTRIBUTES {
        builder.add_tag_attributes(*tag, attributes.iter().copied());
    }
    // Most texts have none, and the lists are long.
    if html.contains("<math") {
        builder.add_tags(MATH.iter().copied());
        for tag in MATH {
            builder.add_tag_attributes(*tag, MATH_ATTRIBUTES.iter().copied());
        }
    }
    let filter_base = base.clone();
    builder
        .url_relative(UrlRelative::RewriteWithBase(base))
        .attribute_filter(move |_, attribute, value| match attribute {
            // Ammonia itself does not look into these two.
            "srcset" => Some(Cow::Owned(srcset(value, &filter_base))),
            "cite" => whole(value, &filter_base).map(Cow::Owned),
            _ => Some(Cow::Borrowed(value)),
        });
    builder.clean(html).to_string()
}

/// Without the spans that only our style sheet knows, such as the colours of code.
fn plain(html: &str) -> Cow<'_, str> {
    if !html.contains("<span") {
        return html.into();
    }
    let html = Html::read(html);
    let mut are_kept: Vec<bool> = Vec::new();
    let plain = html.changed(0..html.text.len(), |_, tag| {
        let is_kept = match (tag.is("span"), tag.closes()) {
            (false, _) => return Change::default(),
            (true, true) => are_kept.pop().unwrap_or(true),
            (true, false) => {
                are_kept.push(tag.has("lang") || tag.has("dir"));
                are_kept.last() == Some(&true)
            }
        };
        match is_kept {
            true => Change::default(),
            false => Change::to(String::new()),
        }
    });
    plain.text.into()
}

fn whole(address: &str, base: &Url) -> Option<String> {
    base.join(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(String::from)
}

/// `a.jpg 400w, b.jpg 2x`.
fn srcset(value: &str, base: &Url) -> String {
    let candidates = doc::srcset(value).into_iter();
    let whole = candidates.filter_map(|(at, size)| {
        Some(
            format!("{} {size}", whole(&value[at], base)?)
                .trim_end()
                .to_owned(),
        )
    });
    whole.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_scripts_are_gone() {
        for (html, expected) in [
            (
                "<p>a <em lang=\"en\">b</em></p>",
                "<p>a <em lang=\"en\">b</em></p>",
            ),
            (
                "<a href=\"/b/fr/x/\">x</a>",
                "<a href=\"https://a.org/b/fr/x/\">x</a>",
            ),
            (
                "<a href=\"#fn:1\" id=\"r\" class=\"c\" onclick=\"x()\">1</a>",
                "<a href=\"https://a.org/b/fr/post/#fn:1\">1</a>",
            ),
            ("<a href=\"javascript:x()\">1</a>", "<a>1</a>"),
            (
                "<pre><code class=\"language-c\"><span class=\"hl-type\">int</span> a</code></pre><span lang=\"en\">a <span>b</span></span>",
                "<pre><code>int a</code></pre><span lang=\"en\">a b</span>",
            ),
            (
                "<a href=\"?x=1&amp;y\">1</a>",
                "<a href=\"https://a.org/b/fr/post/?x=1&amp;y\">1</a>",
            ),
            (
                "<a href=\"//b.org/\">1</a>",
                "<a href=\"https://b.org/\">1</a>",
            ),
            (
                "<img src=\"/b/m/é.png\" srcset=\"/b/m/1,2.png 400w, /b/m/3.png 2x,/b/m/4.png\" sizes=\"50vw\" alt=\"\">",
                "<img src=\"https://a.org/b/m/%C3%A9.png\" srcset=\"https://a.org/b/m/1,2.png 400w, https://a.org/b/m/3.png 2x, \
                 https://a.org/b/m/4.png\" sizes=\"50vw\" alt=\"\">",
            ),
            ("<script>x</script><style>y</style>z<!-- c -->", "z"),
            (
                "<blockquote cite=\"/q\">q</blockquote>",
                "<blockquote cite=\"https://a.org/q\">q</blockquote>",
            ),
            (
                "<video src=\"v.mp4\" poster=\"p.png\" controls></video>",
                "<video src=\"https://a.org/b/fr/post/v.mp4\" poster=\"https://a.org/b/fr/post/p.png\" controls=\"\"></video>",
            ),
        ] {
            assert_eq!(portable(html, "https://a.org/b/fr/post/"), expected);
        }
    }

    #[test]
    fn every_srcset_ends() {
        let base = Url::parse("https://a.org/").unwrap();
        for (value, expected) in [
            ("", ""),
            (",", ""),
            (" , ,", ""),
            ("a", "https://a.org/a"),
            ("a,", "https://a.org/a"),
            ("a, b", "https://a.org/a, https://a.org/b"),
            ("a 1x,b 2x", "https://a.org/a 1x, https://a.org/b 2x"),
            ("javascript:x 1x", ""),
        ] {
            assert_eq!(srcset(value, &base), expected, "{value}");
        }
    }
}
