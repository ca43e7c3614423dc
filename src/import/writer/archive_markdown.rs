//! A post of an archive as Markdown that renders as the archive did.

use crate::archive::{ArchiveBlock, ArchiveBlockKind, ArchiveBody, BodyPart, Inline, Piece};
use crate::doc::literal;
use crate::text::titles;

/// The text of a post, without its title; `image` gives the path of an image that was found again.
pub fn of(body: &ArchiveBody, image: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut last: Option<ArchiveBlockKind> = None;
    for shown in body.body_parts(|name| image(name).is_some()) {
        let (kind, lines) = match shown {
            BodyPart::Block(block, words) => (Some(block.kind), block_lines(block, &words)),
            BodyPart::Image(shown) => {
                let path = image(shown.name).unwrap_or_default();
                (None, image_line(shown.caption, &path))
            }
        };
        let between = match kind {
            _ if text.is_empty() => "",
            // Items of one list stand together; two quotations are two.
            Some(ArchiveBlockKind::Item) if last == kind => "",
            Some(ArchiveBlockKind::Quote) if last == kind => "\n<!-- -->\n\n",
            _ => "\n",
        };
        text.push_str(between);
        text.push_str(&lines);
        last = kind;
    }
    text
}

fn block_lines(block: &ArchiveBlock, words: &str) -> String {
    let (first, next) = match block.kind {
        ArchiveBlockKind::Title | ArchiveBlockKind::H2 => ("## ".to_owned(), ""),
        ArchiveBlockKind::H3 => ("### ".to_owned(), ""),
        ArchiveBlockKind::Item => block.number.map_or(("- ".to_owned(), "  "), |number| {
            (format!("{number}. "), "    ")
        }),
        ArchiveBlockKind::Quote => ("> ".to_owned(), "> "),
        ArchiveBlockKind::Code => return code_block(words),
        ArchiveBlockKind::Url | ArchiveBlockKind::Para => (String::new(), ""),
    };
    if !block.inlines.is_empty() {
        let pieces = block.pieces(words);
        let text: String = pieces.iter().map(marked_up).collect();
        return format!(
            "{first}{}\n",
            text.trim().replace('\n', &format!("\\\n{next}"))
        );
    }
    let lines: Vec<String> = words
        .split('\n')
        .map(|line| literal(&titles::tidy(line)))
        .collect();
    format!("{first}{}\n", lines.join(&format!("\\\n{next}")))
}

/// Code in a fence longer than those in it.
fn code_block(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{code}\n{fence}\n")
}

/// Words with the marks of links and emphasis, which are at their edges.
fn marked_up(piece: &Piece) -> String {
    let inside = piece.words.trim();
    if inside.is_empty() {
        return piece.words.to_owned();
    }
    let at = piece.words.len() - piece.words.trim_start().len();
    let (before, after) = (&piece.words[..at], &piece.words[at + inside.len()..]);
    let mut text = match piece.inlines.contains(&&Inline::Code) {
        true => format!("`{inside}`"),
        false => literal(inside),
    };
    for inline in piece.inlines.iter().rev() {
        text = match inline {
            Inline::Strong => format!("**{text}**"),
            Inline::Emphasis => format!("*{text}*"),
            Inline::Link(url) => format!("[{text}](<{url}>)"),
            Inline::Code => text,
        };
    }
    format!("{before}{text}{after}")
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
