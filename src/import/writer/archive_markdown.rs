//! A post of an archive as Markdown that renders as the archive did.

use crate::archive::{Block, Kind, Piece, Shown};
use crate::markdown::literal;
use crate::text::titles;

/// The text of a post, without its title; `image` gives the path of an image that was found again.
pub fn of(piece: &Piece, image: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut last: Option<Kind> = None;
    for shown in piece.shown(|name| image(name).is_some()) {
        let (kind, lines) = match shown {
            Shown::Block(block, words) => (Some(block.kind), block_lines(block, &words)),
            Shown::Image(shown) => (
                None,
                image_line(shown.caption, &image(shown.name).unwrap_or_default()),
            ),
        };
        // Items of one list stand together; two quotations are two.
        let together = kind == Some(Kind::Item) && last == kind;
        let apart = if kind == Some(Kind::Quote) && last == kind {
            "\n<!-- -->\n\n"
        } else {
            "\n"
        };
        text.push_str(if text.is_empty() || together {
            ""
        } else {
            apart
        });
        text.push_str(&lines);
        last = kind;
    }
    text
}

fn block_lines(block: &Block, words: &str) -> String {
    let (first, next) = match block.kind {
        Kind::Title | Kind::H2 => ("## ".to_owned(), ""),
        Kind::H3 => ("### ".to_owned(), ""),
        Kind::Item => block.number.map_or(("- ".to_owned(), "  "), |number| {
            (format!("{number}. "), "    ")
        }),
        Kind::Quote => ("> ".to_owned(), "> "),
        Kind::Url | Kind::Para => (String::new(), ""),
    };
    let lines: Vec<String> = words
        .split('\n')
        .map(|line| literal(&titles::tidy(line)))
        .collect();
    format!("{first}{}\n", lines.join(&format!("\\\n{next}")))
}

fn image_line(caption: Option<&str>, path: &str) -> String {
    let caption = titles::tidy(caption.unwrap_or_default());
    let title = if caption.is_empty() {
        String::new()
    } else {
        format!(" \"{}\"", caption.replace('"', "\\\""))
    };
    format!("![{}]({path}{title})\n", literal(&caption))
}
