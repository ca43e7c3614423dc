//! A post of an archive as a tree, as that of a Markdown file is.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel, LinkType, Tag, TagEnd};

use crate::archive::{
    ArchiveBlock, ArchiveBlockKind, ArchiveBody, BodyPart, Inline, LostImage, Piece,
};
use crate::doc::{Kind, Node};
use crate::source::Source;
use crate::text::titles;

/// An archive's post as a tree, with its places in `source`; its text is no Markdown. `image` tells the URL of an image that the
/// archive names.
pub fn tree(
    body: &ArchiveBody,
    source: &Source,
    image: impl Fn(&str) -> Option<String>,
) -> Vec<Node<'static>> {
    let mut nodes = Vec::new();
    let mut list: Option<Option<u64>> = None;
    for shown in body.body_parts(|name| image(name).is_some()) {
        let own_list = match &shown {
            BodyPart::Block(block, _) => {
                (block.kind == ArchiveBlockKind::Item).then(|| block.number.map(u64::from))
            }
            BodyPart::Image(_) => None,
        };
        // An unnumbered item after numbered ones begins another list, and the other way round.
        if list.is_some() && list.map(|l| l.is_some()) != own_list.map(|l| l.is_some()) {
            nodes.push(made(Kind::End(TagEnd::List(list.flatten().is_some()))));
            list = None;
        }
        if let (None, Some(start)) = (list, own_list) {
            nodes.push(made(Kind::Start(Tag::List(start))));
            list = Some(start);
        }
        match shown {
            BodyPart::Block(block, words) => push_block(&mut nodes, block, &words, source),
            BodyPart::Image(shown) => {
                let url = image(shown.name).unwrap_or_default();
                push_image(&mut nodes, shown, url);
            }
        }
    }
    if let Some(start) = list {
        nodes.push(made(Kind::End(TagEnd::List(start.is_some()))));
    }
    nodes
}

/// A node that no words of the archive make.
fn made(kind: Kind<'static>) -> Node<'static> {
    Node::new(kind, 0..0)
}

/// An image in a paragraph of its own; its caption is its title and, as nothing else describes it, its alternative text.
fn push_image(nodes: &mut Vec<Node<'static>>, image: LostImage, url: String) {
    let caption = titles::tidy(image.caption.unwrap_or_default());
    let tag = Tag::Image {
        link_type: LinkType::Inline,
        dest_url: url.into(),
        title: caption.clone().into(),
        id: "".into(),
    };
    let end = tag.to_end();
    nodes.extend([
        made(Kind::Start(Tag::Paragraph)),
        made(Kind::Start(tag)),
        Node::text(caption),
        made(Kind::End(end)),
        made(Kind::End(TagEnd::Paragraph)),
    ]);
}

fn push_block(nodes: &mut Vec<Node<'static>>, block: &ArchiveBlock, words: &str, source: &Source) {
    let is_heading = matches!(block.kind, ArchiveBlockKind::H2 | ArchiveBlockKind::H3);
    let (number, words) = if is_heading {
        numbered(words)
    } else {
        (None, words)
    };
    // A heading's own number is a list's: it is shown by the style sheet, and stays out of anchors and contents.
    let attrs = number
        .map(|number| ("data-number".into(), Some(number.to_owned().into())))
        .into_iter()
        .collect();
    let heading = |level| Tag::Heading {
        level,
        id: None,
        classes: Vec::new(),
        attrs,
    };
    let tags = match block.kind {
        ArchiveBlockKind::Title | ArchiveBlockKind::H2 => vec![heading(HeadingLevel::H2)],
        ArchiveBlockKind::H3 => vec![heading(HeadingLevel::H3)],
        ArchiveBlockKind::Item => vec![Tag::Item],
        ArchiveBlockKind::Quote => vec![Tag::BlockQuote(None), Tag::Paragraph],
        ArchiveBlockKind::Code => vec![Tag::CodeBlock(CodeBlockKind::Fenced("".into()))],
        ArchiveBlockKind::Url | ArchiveBlockKind::Para => vec![Tag::Paragraph],
    };
    let span = source.line(block.first).start..source.line(block.last).end;
    nodes.extend(tags.iter().cloned().map(|tag| made(Kind::Start(tag))));
    if block.kind == ArchiveBlockKind::Code {
        nodes.push(Node::new(Kind::Text(format!("{words}\n").into()), span));
    } else if block.inlines.is_empty() || is_heading {
        push_lines(nodes, words, titles::tidy, &span);
    } else {
        for piece in block.pieces(words) {
            push_piece(nodes, &piece, &span);
        }
    }
    let ends = tags.iter().rev().map(|tag| made(Kind::End(tag.to_end())));
    nodes.extend(ends);
}

/// Lines with breaks between them.
fn push_lines(
    nodes: &mut Vec<Node<'static>>,
    words: &str,
    tidy: fn(&str) -> String,
    span: &Range<usize>,
) {
    for (at, line) in words.split('\n').enumerate() {
        nodes.extend((at > 0).then(|| made(Kind::HardBreak)));
        nodes.push(Node::new(Kind::Text(tidy(line).into()), span.clone()));
    }
}

/// Words within links and emphasis.
fn push_piece(nodes: &mut Vec<Node<'static>>, piece: &Piece, span: &Range<usize>) {
    if piece.inlines.contains(&&Inline::Code) {
        nodes.push(Node::new(
            Kind::Code(piece.words.to_owned().into()),
            span.clone(),
        ));
        return;
    }
    let tag = |inline: &&Inline| match inline {
        Inline::Link(url) => Tag::Link {
            link_type: LinkType::Inline,
            dest_url: url.clone().into(),
            title: "".into(),
            id: "".into(),
        },
        Inline::Emphasis => Tag::Emphasis,
        Inline::Strong | Inline::Code => Tag::Strong,
    };
    let tags: Vec<Tag> = piece.inlines.iter().map(tag).collect();
    nodes.extend(tags.iter().cloned().map(|tag| made(Kind::Start(tag))));
    push_lines(nodes, piece.words, single_spaces, span);
    nodes.extend(tags.iter().rev().map(|tag| made(Kind::End(tag.to_end()))));
}

/// Runs of spaces as one; those at both ends stay, as words may come before and after.
fn single_spaces(words: &str) -> String {
    let mut text = titles::tidy(words);
    if words.starts_with(char::is_whitespace) {
        text.insert(0, ' ');
    }
    if words.ends_with(char::is_whitespace) && !text.ends_with(' ') {
        text.push(' ');
    }
    text
}

/// "2. Title" → its number and its words.
fn numbered(words: &str) -> (Option<&str>, &str) {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let marker = words[digits..].starts_with(['.', ')'])
        && words[digits + 1..].starts_with(char::is_whitespace);
    match digits {
        1..=3 if marker => (Some(&words[..=digits]), words[digits + 1..].trim_start()),
        _ => (None, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::LostContent;
    use crate::doc::{self, Passes};

    fn block(
        kind: ArchiveBlockKind,
        first: usize,
        text: &str,
        number: Option<u32>,
    ) -> ArchiveBlock {
        ArchiveBlock {
            kind,
            first,
            last: first,
            text: text.into(),
            inlines: Vec::new(),
            number,
        }
    }

    fn check(
        blocks: Vec<ArchiveBlock>,
        truncated: bool,
        lost: Vec<(usize, LostContent)>,
        expected: &str,
    ) {
        let body = ArchiveBody {
            blocks,
            truncated,
            lost,
        };
        let image = |name: &str| (name == "jardin").then(|| "/media/jardin.jpg".to_owned());
        let source = Source::new("a.txt", "");
        let rendered = doc::render_tree(tree(&body, &source, image), "", Passes::default());
        assert_eq!(rendered.html.text.replace('\n', ""), expected);
    }

    #[test]
    fn blocks_become_html_and_their_text_is_no_markdown() {
        check(
            vec![
                block(ArchiveBlockKind::Title, 1, "T", None),
                block(ArchiveBlockKind::H2, 2, "1. Un  titre", None),
                block(ArchiveBlockKind::Para, 3, "a *b* <c>\nd", None),
                block(ArchiveBlockKind::Item, 4, "x", None),
                block(ArchiveBlockKind::Item, 5, "y", Some(3)),
                block(ArchiveBlockKind::Item, 6, "z", Some(4)),
                block(ArchiveBlockKind::Quote, 7, "« q »", None),
                block(ArchiveBlockKind::Url, 8, "https://a.org", None),
            ],
            false,
            Vec::new(),
            "<h2 id=\"un-titre\" data-number=\"1.\">Un titre</h2><p>a *b* &lt;c&gt;<br />d</p><ul><li>x</li></ul><ol start=\"3\"><li>y</li><li>z</li></ol>\
             <blockquote><p>« q »</p></blockquote><p><a href=\"https://a.org\">https://a.org</a></p>",
        );
    }

    #[test]
    fn a_truncated_post_breaks_off_and_a_lost_picture_leaves_no_hole() {
        check(
            vec![block(
                ArchiveBlockKind::Para,
                1,
                "pour leur incroyable",
                None,
            )],
            true,
            Vec::new(),
            "<p>pour leur incroyable…</p>",
        );
        check(
            vec![block(ArchiveBlockKind::Para, 1, "Il dort.", None)],
            true,
            Vec::new(),
            "<p>Il dort. …</p>",
        );
        check(
            vec![block(ArchiveBlockKind::Para, 1, "Il dort…", None)],
            true,
            Vec::new(),
            "<p>Il dort…</p>",
        );
        let lost = vec![(1, LostContent::Announced)];
        check(
            vec![
                block(ArchiveBlockKind::Para, 1, "Voici :", None),
                block(ArchiveBlockKind::Para, 2, "Fin.", None),
            ],
            false,
            lost,
            "<p>Voici.</p><p>Fin.</p>",
        );
    }

    #[test]
    fn an_image_found_again_stands_in_its_place() {
        let lost = |name: &str| {
            vec![
                (1, LostContent::Announced),
                (2, LostContent::Image(name.into())),
                (3, LostContent::Caption("Le jardin".into())),
            ]
        };
        let blocks = || {
            vec![
                block(ArchiveBlockKind::Para, 1, "Voici :", None),
                block(ArchiveBlockKind::Item, 4, "Fin.", None),
            ]
        };
        let found = "<p>Voici :</p><p><img src=\"/media/jardin.jpg\" alt=\"Le jardin\" title=\"Le jardin\" /></p><ul><li>Fin.</li></ul>";
        check(blocks(), false, lost("jardin"), found);
        check(
            blocks(),
            false,
            lost("autre"),
            "<p>Voici.</p><ul><li>Fin.</li></ul>",
        );
    }
}
