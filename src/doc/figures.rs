//! What stands alone in its paragraph and is more than a line of text: a picture with a caption, a video's address. Both become
//! shortcodes that the author need not write.

use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};

use super::link::link;
use super::shortcodes::Call;
use super::tree::{Kind, Mark, Node, plain};
use crate::text::video;

/// Puts calls of `figure` and `video` in the place of such paragraphs.
pub fn raise<'s>(nodes: Vec<Node<'s>>, calls: &mut Vec<Call>) -> Vec<Node<'s>> {
    let lone = |(at, pair): (usize, &[Node])| {
        let (end, begins) = (pair[0].partner, &pair[1].kind);
        let is_candidate = matches!(pair[0].kind, Kind::Start(Tag::Paragraph))
            && matches!(begins, Kind::Start(Tag::Image { .. } | Tag::Link { .. }));
        let call = is_candidate.then(|| lone(&nodes[at + 1..end])).flatten()?;
        Some((at..end + 1, call))
    };
    let raised: Vec<_> = nodes.windows(2).enumerate().filter_map(lone).collect();
    if raised.is_empty() {
        return nodes;
    }
    let mut raised = raised.into_iter().peekable();
    let mut rest = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.into_iter().enumerate() {
        let Some((range, _)) = raised.peek().filter(|(range, _)| range.contains(&at)) else {
            rest.push(node);
            continue;
        };
        if at + 1 == range.end {
            let mark = Kind::Shortcode(Mark::Alone(calls.len()));
            let mut call = Node::new(mark, node.span);
            call.in_line = false;
            rest.push(call);
            calls.extend(raised.next().map(|(_, call)| call));
        }
    }
    link(&mut rest);
    rest
}

/// What a paragraph's nodes are a call of.
fn lone(inside: &[Node]) -> Option<Call> {
    let [first, picture @ .., last] = inside else {
        return None;
    };
    match (&first.kind, &last.kind) {
        (
            Kind::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            }),
            Kind::End(TagEnd::Link),
        ) if matches!(picture, [text] if text.own_text().is_some()) => {
            video::player(dest_url).map(|_| Call::of("video", &[("url", dest_url)]))
        }
        (Kind::Start(Tag::Link { dest_url, .. }), Kind::End(TagEnd::Link)) => {
            let mut call = captioned(picture)?;
            let link = Call::of("", &[("link", dest_url)]);
            call.arguments.extend(link.arguments);
            Some(call)
        }
        _ => captioned(inside),
    }
}

/// A picture with a caption: its title.
fn captioned(nodes: &[Node]) -> Option<Call> {
    let [first, alt @ .., last] = nodes else {
        return None;
    };
    let Kind::Start(Tag::Image {
        dest_url, title, ..
    }) = &first.kind
    else {
        return None;
    };
    let is_image_end = |node: &Node| matches!(node.kind, Kind::End(TagEnd::Image));
    if !is_image_end(last) || title.trim().is_empty() || alt.iter().any(is_image_end) {
        return None;
    }
    // What the caption says is not said twice to who listens.
    let alt = Some(plain(alt))
        .filter(|alt| alt.trim() != title.trim())
        .unwrap_or_default();
    Some(Call::of(
        "figure",
        &[("src", dest_url), ("alt", &alt), ("caption", title)],
    ))
}

/// Puts the captions of figures that mention notes between two tags, where notes are read.
pub fn caption_notes<'s>(nodes: Vec<Node<'s>>, calls: &mut [Call]) -> Vec<Node<'s>> {
    let defined = |node: &Node<'s>| match &node.kind {
        Kind::Start(Tag::FootnoteDefinition(label)) => Some(label.clone()),
        _ => None,
    };
    let labels: Vec<CowStr> = nodes.iter().filter_map(defined).collect();
    let mut caption = |node: &Node| match node.kind {
        Kind::Shortcode(Mark::Alone(call))
            if !labels.is_empty() && calls[call].name == "figure" =>
        {
            let arguments = &mut calls[call].arguments;
            let at = arguments
                .iter()
                .position(|argument| argument.name == "caption")?;
            let caption = with_notes(arguments[at].texts().next()?, &labels)?;
            arguments.remove(at);
            Some((call, caption))
        }
        _ => None,
    };
    let mut read = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some((call, caption)) = caption(&node) else {
            read.push(node);
            continue;
        };
        let mark = |mark| Node {
            kind: Kind::Shortcode(mark),
            ..node.clone()
        };
        let (open, close) = (mark(Mark::Open(call)), mark(Mark::Close(call)));
        read.extend(std::iter::once(open).chain(caption).chain([close]));
    }
    link(&mut read);
    read
}

/// The nodes of a line that mentions notes.
fn with_notes<'s>(line: &str, labels: &[CowStr<'s>]) -> Option<Vec<Node<'s>>> {
    let mut nodes = Vec::new();
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once("[^") {
        let (label, after) = mark.split_once(']')?;
        let label = labels
            .iter()
            .find(|known| known.eq_ignore_ascii_case(label))?;
        nodes.push(Node::text(before.to_owned()));
        nodes.push(Node::new(Kind::NoteReference(label.clone()), 0..0));
        rest = after;
    }
    nodes.push(Node::text(rest.to_owned()));
    (nodes.len() > 1).then_some(nodes)
}

#[cfg(test)]
mod tests {
    use crate::doc::shortcodes::Call;
    use crate::doc::{Passes, render};

    fn check(text: &str, expected: &str) {
        let component = |call: &Call, _: Option<&str>| {
            let arguments: Vec<String> = call
                .arguments
                .iter()
                .map(|a| format!("{}={}", a.name, a.value))
                .collect();
            format!("[{} {}]", call.name, arguments.join(" "))
        };
        let html = render(
            text,
            Passes {
                component: Some(&component),
                ..Default::default()
            },
        )
        .html
        .text;
        assert_eq!(html.trim_end().replace('\n', ""), expected, "{text}");
    }

    #[test]
    fn what_stands_alone_is_raised() {
        check(
            "![Une file](a.png \"La file, à midi\")",
            "[figure src=\"a.png\" alt=\"Une file\" caption=\"La file, à midi\"]",
        );
        check(
            "![La file](a.png \"La file\")",
            "[figure src=\"a.png\" alt=\"\" caption=\"La file\"]",
        );
        check(
            "[![Une file](a.png \"T\")](b.png)",
            "[figure src=\"a.png\" alt=\"Une file\" caption=\"T\" link=\"b.png\"]",
        );
        check(
            "https://youtu.be/abc",
            "[video url=\"https://youtu.be/abc\"]",
        );
        check(
            "<https://youtu.be/abc>",
            "[video url=\"https://youtu.be/abc\"]",
        );
        check(
            "> https://vimeo.com/1",
            "<blockquote>[video url=\"https://vimeo.com/1\"]</blockquote>",
        );
    }

    #[test]
    fn the_rest_stays_in_its_line() {
        check(
            "![Une file](a.png)",
            "<p><img src=\"a.png\" alt=\"Une file\" /></p>",
        );
        check(
            "Ici ![x](a.png \"T\")",
            "<p>Ici <img src=\"a.png\" alt=\"x\" title=\"T\" /></p>",
        );
        check(
            "Voir https://youtu.be/abc",
            "<p>Voir <a href=\"https://youtu.be/abc\">https://youtu.be/abc</a></p>",
        );
        check(
            "[film](https://youtu.be/abc)",
            "<p><a href=\"https://youtu.be/abc\">film</a></p>",
        );
        check(
            "https://example.org/abc",
            "<p><a href=\"https://example.org/abc\">https://example.org/abc</a></p>",
        );
        check(
            "![a](b.png \"T\") ![c](d.png \"U\")",
            "<p><img src=\"b.png\" alt=\"a\" title=\"T\" /> <img src=\"d.png\" alt=\"c\" title=\"U\" /></p>",
        );
    }
}
