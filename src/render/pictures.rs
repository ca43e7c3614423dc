//! The pictures of the posts' HTML: which of them are shown, and what a browser wants to know of each before it has loaded it.
//!
//! All `<img>` are seen here, those of Markdown, of shortcodes and of the author's own HTML. What the author says of one stays.

use std::collections::HashMap;

use super::cover::is_image;
use crate::doc::{Change, Html, HtmlTag, escape};
use crate::images::{self, Size};

/// The width of a text in the theme, in pixels: `--measure` in `static/style.css` has 37rem.
const COLUMN: u32 = 592;
pub(super) const SIZES: &str = "(min-width: 68rem) 46rem, (min-width: 41rem) 37rem, 92vw";

/// What is known of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Its size, where it has one.
    pub size: Option<Size>,
    /// Its proportions, where it has no size: it is drawn as wide as the text.
    pub shape: Option<Size>,
    /// Its variants: width and address, rising.
    pub variants: Vec<(u32, String)>,
}

/// The pictures by their addresses as HTML has them, without query and unescaped.
pub type Pictures = HashMap<String, Picture>;

/// The address of a picture's `src`, without query.
pub(super) fn address(src: &str) -> String {
    let src = src.replace("&amp;", "&");
    let end = src.find(['?', '#']).unwrap_or(src.len());
    src[..end].to_owned()
}

/// HTML with what is known of its pictures; the first `eager` ones are not left for later.
pub(super) fn dressed(html: &Html, pictures: &Pictures, eager: usize) -> Html {
    let (mut at, mut is_open) = (0, false);
    html.changed(0..html.text.len(), |_, tag| {
        if tag.is("picture") {
            is_open = !tag.closes();
        }
        if !is_image(&tag) {
            return Change::default();
        }
        let picture = tag.value("src").and_then(|src| pictures.get(&address(src)));
        let source = picture
            .filter(|_| !is_open && !tag.has("srcset"))
            .and_then(source);
        let attributes = attributes(&tag, picture, at >= eager);
        at += 1;
        let end = tag.text.trim_end_matches('>').trim_end();
        let (text, end) = tag
            .text
            .split_at(end.trim_end_matches('/').trim_end().len());
        let is_wrapped = source.is_some();
        Change {
            before: source.map_or_else(String::new, |source| format!("<picture>{source}")),
            tag: Some(format!("{text}{attributes}{end}")),
            after: if is_wrapped { "</picture>" } else { "" }.to_owned(),
        }
    })
}

/// A picture of the site's own that stands in no text; the browser takes it in the narrowest width that will do.
pub(super) fn sized(
    own: &str,
    alt: &str,
    picture: &Picture,
    sizes: &str,
    lazy: bool,
) -> Option<String> {
    let Size { width, height } = picture.size?;
    let mut candidates: Vec<String> = picture.variants.iter().map(candidate).collect();
    if candidates.is_empty() {
        candidates.push(format!("{} {width}w", escape(own)));
    }
    let smallest = picture.variants.first().map_or(own, |(_, url)| url);
    let lazy = if lazy {
        " loading=\"lazy\" decoding=\"async\""
    } else {
        ""
    };
    Some(format!(
        "<img src=\"{}\" srcset=\"{}\" sizes=\"{sizes}\" alt=\"{}\" width=\"{width}\" height=\"{height}\"{lazy}>",
        escape(smallest),
        candidates.join(", "),
        escape(alt),
    ))
}

fn candidate((width, url): &(u32, String)) -> String {
    format!("{} {width}w", escape(url))
}

fn attributes(tag: &HtmlTag, picture: Option<&Picture>, lazy: bool) -> String {
    let mut attributes = String::new();
    // One of the two alone would give it another shape.
    if let Some(Size { width, height }) = picture.and_then(|picture| picture.size)
        && !tag.has("width")
        && !tag.has("height")
    {
        attributes = format!(" width=\"{width}\" height=\"{height}\"");
    }
    if let Some(Size { width, height }) = picture.and_then(|picture| picture.shape)
        && !["width", "height", "style"]
            .iter()
            .any(|name| tag.has(name))
    {
        attributes = format!(" style=\"width:100%;aspect-ratio:{width}/{height}\"");
    }
    for (name, value) in [("loading", "lazy"), ("decoding", "async")] {
        if lazy && !tag.has(name) {
            attributes += &format!(" {name}=\"{value}\"");
        }
    }
    attributes
}

/// The variants; a browser that does not know their format takes the `<img>`, which is the file as the author has it.
fn source(picture: &Picture) -> Option<String> {
    let width = picture.size?.width;
    let candidates: Vec<String> = picture.variants.iter().map(candidate).collect();
    let sizes = match width {
        // Shown as wide as it is, and never wider.
        0..COLUMN => format!("(min-width: {}px) {width}px, 92vw", width + width / 10),
        _ => SIZES.to_owned(),
    };
    (!candidates.is_empty()).then(|| {
        format!(
            "<source type=\"{}\" srcset=\"{}\" sizes=\"{sizes}\">",
            images::FORMAT.1,
            candidates.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let size = |width, height| Some(Size { width, height });
        let variants = vec![
            (480, "/m/a-480w.webp".to_owned()),
            (900, "/m/a-900w.webp".to_owned()),
        ];
        let pictures = Pictures::from([
            (
                "/m/a.jpg".to_owned(),
                Picture {
                    size: size(900, 600),
                    variants,
                    ..Picture::default()
                },
            ),
            (
                "/m/b&c.gif".to_owned(),
                Picture {
                    size: size(32, 16),
                    ..Picture::default()
                },
            ),
            (
                "/m/d.svg".to_owned(),
                Picture {
                    shape: size(3, 2),
                    ..Picture::default()
                },
            ),
            (
                "/m/e.png".to_owned(),
                Picture {
                    size: size(320, 16),
                    variants: vec![(320, "/m/e.webp".to_owned())],
                    ..Picture::default()
                },
            ),
        ]);
        let html = Html::read(html);
        let expected = expected.replace("image/webp", images::FORMAT.1);
        assert_eq!(dressed(&html, &pictures, 1).text, expected, "{}", html.text);
    }

    #[test]
    fn browsers_are_told_what_is_known() {
        check("<p>x</p>", "<p>x</p>");
        check(
            "<p><img src=\"/m/a.jpg\" alt=\"A\" /></p>",
            "<p><picture><source type=\"image/webp\" srcset=\"/m/a-480w.webp 480w, /m/a-900w.webp 900w\" \
             sizes=\"(min-width: 68rem) 46rem, (min-width: 41rem) 37rem, 92vw\"><img src=\"/m/a.jpg\" alt=\"A\" width=\"900\" height=\"600\" />\
             </picture></p>",
        );
        check(
            "<img src='/m/b&amp;c.gif?x' alt=''><img src=\"https://a.org/x\"><img src=\"/m/d.svg\">",
            "<img src='/m/b&amp;c.gif?x' alt='' width=\"32\" height=\"16\">\
             <img src=\"https://a.org/x\" loading=\"lazy\" decoding=\"async\"><img src=\"/m/d.svg\" style=\"width:100%;aspect-ratio:3/2\" loading=\"lazy\" decoding=\"async\">",
        );
        check(
            "<img src=\"/m/e.png\">",
            "<picture><source type=\"image/webp\" srcset=\"/m/e.webp 320w\" sizes=\"(min-width: 352px) 320px, 92vw\">\
             <img src=\"/m/e.png\" width=\"320\" height=\"16\"></picture>",
        );
    }

    #[test]
    fn what_the_author_says_stays() {
        check(
            "<i></i><img src=\"/m/b&amp;c.gif\" width=16 loading=\"eager\" decoding='sync'/>",
            "<i></i><img src=\"/m/b&amp;c.gif\" width=16 loading=\"eager\" decoding='sync'/>",
        );
        check(
            "<picture><source srcset=\"x\"><img src=\"/m/a.jpg\" height=\"3\"></picture>",
            "<picture><source srcset=\"x\"><img src=\"/m/a.jpg\" height=\"3\"></picture>",
        );
        check(
            "<!-- <img src=\"/m/a.jpg\"> -->",
            "<!-- <img src=\"/m/a.jpg\"> -->",
        );
    }
}
