//! Alt texts of images (WCAG 2.2, 1.1.1): each has one, and it is not the name of a file.

use crate::diag::{Code, Diagnostic};
use crate::doc::Link;
use crate::model::{Post, Site};
use crate::source::Span;
use crate::text::images::is_image;

/// Warns of images without an alt text of their own; once a post that comes from elsewhere, which may have hundreds.
pub fn alt_texts(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for post in &site.posts {
        let mut wrong = post
            .links
            .iter()
            .filter_map(|link| Some((link, Wrong::of(link)?)));
        if post.front.origin.is_none() {
            diagnostics.extend(wrong.map(|(link, wrong)| report(post, link, wrong, 0)));
        } else if let Some((link, first)) = wrong.next() {
            diagnostics.push(report(post, link, first, wrong.count()));
        }
    }
}

/// What is wrong with an alt text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Missing,
    FileName,
}

impl Wrong {
    fn of(link: &Link) -> Option<Self> {
        match link.alt.as_deref()?.trim() {
            "" => Some(Wrong::Missing),
            alt => is_file_name(alt, &link.destination).then_some(Wrong::FileName),
        }
    }
}

fn report(post: &Post, link: &Link, wrong: Wrong, others: usize) -> Diagnostic {
    let to = &link.destination;
    let more = match others {
        0 => String::new(),
        1 => "; so has another of this post".to_owned(),
        count => format!("; so have {count} others of this post"),
    };
    let (message, help) = match wrong {
        Wrong::Missing => (
            format!("this image has no alt text: `{to}`{more}"),
            format!(
                "describe it: `![…]({to})`; if it is decorative, say so: `{{{{ figure(src=\"{to}\", alt=\"\") }}}}`"
            ),
        ),
        Wrong::FileName => (
            format!(
                "the alt text of this image is a file name: `{}`{more}",
                link.alt.as_deref().unwrap_or_default()
            ),
            "describe what it shows".to_owned(),
        ),
    };
    Diagnostic::warning(Code::Alt, message)
        .at(Span::new(post.place.source, link.range.clone()))
        .help(help)
}

/// The names that cameras, telephones and systems give: a word of theirs, then numbers.
const CAMERAS: &[&str] = &[
    "img",
    "image",
    "dsc",
    "dscn",
    "dscf",
    "dcim",
    "pxl",
    "vid",
    "p",
    "mvimg",
    "photo",
    "picture",
    "pic",
    "screenshot",
    "capture",
    "sans titre",
    "untitled",
    "wp",
    "gopr",
];

/// Whether a text is a file name: with its extension, as a camera names it, or as the image's own, where that is no plain word.
fn is_file_name(alt: &str, destination: &str) -> bool {
    let is_one_word = !alt.contains(char::is_whitespace);
    if is_image(alt) && is_one_word {
        return true;
    }
    let word = alt.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '_' | '-' | ' ' | '(' | ')' | '.' | '~')
    });
    let ends_in_number = alt[word.len()..].contains(|c: char| c.is_ascii_digit());
    let is_camera = word.is_empty() || CAMERAS.contains(&word.to_lowercase().as_str());
    let name = destination.rsplit('/').next().unwrap_or(destination);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_own_name = is_one_word
        && alt == stem
        && alt.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
    (ends_in_number && is_camera) || is_own_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_no_alt_texts() {
        for (alt, destination, expected) in [
            ("IMG_1234.jpg", "a.jpg", true),
            ("IMG_1234", "a.jpg", true),
            ("DSC00012", "a.jpg", true),
            ("PXL_20240501_101112", "a.jpg", true),
            ("20240501_101112", "a.jpg", true),
            ("Screenshot 2024-05-01", "a.png", true),
            ("la-file", "x/la-file.png", true),
            ("la_file_2", "la_file_2.png", true),
            ("platine", "platine.jpg", false),
            ("La file, vue de a.jpg", "a.jpg", false),
            ("Une file d’attente", "file.jpg", false),
            ("Photo de classe", "photo.jpg", false),
            ("Paris en 1950", "a.jpg", false),
            ("Porte-clés", "a.jpg", false),
        ] {
            assert_eq!(
                is_file_name(alt, destination),
                expected,
                "{alt} {destination}"
            );
        }
    }
}
