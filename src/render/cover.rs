//! The picture that stands for a post where others link to it.

use serde::{Deserialize, Serialize};

use crate::doc::{Html, HtmlTag};
use crate::images::Size;
use crate::text::html::unescape;

/// A picture that stands for a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// A path on the host, or a whole address; percent-encoded.
    pub address: String,
    /// What it says to who does not see it; may be empty.
    pub alt: String,
    /// Its size, where it is known.
    pub size: Option<Size>,
}

impl Cover {
    /// The author's choice, else the first picture of the text. Drawings are passed over, as those who show previews know none.
    pub fn of(images: &[Image], chosen: Option<&str>) -> Option<Cover> {
        let is_whole = |src: &String| {
            src.starts_with('/') || src.starts_with("https://") || src.starts_with("http://")
        };
        let mut all = images.iter().filter_map(|image| {
            let address = unescape(image.src.as_deref()?).into_owned();
            is_whole(&address).then(|| Cover {
                address,
                alt: unescape(&image.alt).into_owned(),
                size: None,
            })
        });
        let Some(chosen) = chosen else {
            return all.find(|cover| !cover.path().to_lowercase().ends_with(".svg"));
        };
        let own = || Cover {
            address: chosen.to_owned(),
            alt: String::new(),
            size: None,
        };
        Some(
            all.find(|cover| cover.address == chosen)
                .unwrap_or_else(own),
        )
        .filter(|cover| is_whole(&cover.address))
    }

    /// Its address without query.
    pub fn path(&self) -> &str {
        self.address.split(['?', '#']).next().unwrap_or_default()
    }
}

/// A picture of a text, as its HTML has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Image {
    pub src: Option<String>,
    alt: String,
}

impl Image {
    pub fn of(tag: &HtmlTag) -> Self {
        Self {
            src: tag.value("src").map(str::to_owned),
            alt: tag.value("alt").unwrap_or_default().to_owned(),
        }
    }
}

/// The pictures of a text.
pub fn images(html: &Html) -> impl Iterator<Item = HtmlTag<'_>> {
    html.tags().filter(is_image)
}

/// Whether a tag shows a picture.
pub fn is_image(tag: &HtmlTag) -> bool {
    tag.is("img") && !tag.closes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_that_stands_for_a_post() {
        let html = "<img src=\"data:x\"><img src=\"/m/d.svg\"><img src='/m/b&amp;c.gif?x' alt='L&quot;un'><img src=\"/m/a.jpg\">";
        for (html, chosen, expected) in [
            ("<p>x</p>", None, None),
            (html, None, Some(("/m/b&c.gif?x", "L\"un"))),
            (html, Some("/m/d.svg"), Some(("/m/d.svg", ""))),
            (
                html,
                Some("https://a.org/x.png"),
                Some(("https://a.org/x.png", "")),
            ),
            (html, Some("/m/b&c.gif?x"), Some(("/m/b&c.gif?x", "L\"un"))),
        ] {
            let html = Html::read(html);
            let images: Vec<Image> = images(&html).map(|tag| Image::of(&tag)).collect();
            let found = Cover::of(&images, chosen);
            assert_eq!(
                found
                    .as_ref()
                    .map(|cover| (cover.address.as_str(), cover.alt.as_str())),
                expected,
                "{chosen:?}"
            );
        }
    }
}
