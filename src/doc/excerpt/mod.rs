//! The beginning of a text, for lists: well-formed, without headings, images and footnote marks; of the author's own HTML it keeps
//! what marks words.
//!
//! The author's `<!-- more -->` comes first, then the front matter's `excerpt`; else whole sentences up to about sixty words.

mod kept;
mod quotations;

use pulldown_cmark::{Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::html::Html;
use super::link::link;
use super::shortcodes::Call;
use super::tree::{Kind, Node, ends_words, part, plain};
use super::voices::{Voice, voices};
use super::{Passes, html, links, write};
use crate::text::{typography, words};

use kept::{Block, first_blocks, without_asides};

/// Sentences are taken while the excerpt has no more words than this…
const ABOUT: usize = 60;
/// …or than this while it is short; a longer sentence is cut here.
const AT_MOST: usize = 90;
/// An excerpt with fewer words is short.
const SHORT: usize = 25;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// As HTML, in blocks.
    #[serde(with = "html::whole")]
    pub html: Html,
    pub text: String,
    /// Whether it is the whole text, so that there is no more to read.
    pub whole: bool,
    /// Whether its author said what it is.
    pub chosen: bool,
}

/// The excerpt of a text's nodes, which have so many words; of its shortcodes, those that are a part of a line.
pub fn of(nodes: &[Node], words: usize, passes: Passes) -> Excerpt {
    let part_of_line = |call: &Call, body: Option<&str>| {
        let made = passes.component.map(|component| component(call, body));
        made.filter(|made| !Html::read(made).is_block())
            .unwrap_or_default()
    };
    let excerpt = beginning(
        nodes,
        words,
        Passes {
            component: Some(&part_of_line),
            ..passes
        },
    );
    // In a list it stands beside others.
    Excerpt {
        html: excerpt.html.without_ids(),
        ..excerpt
    }
}

fn beginning(nodes: &[Node], all: usize, passes: Passes) -> Excerpt {
    let pictures = nodes.iter().any(|node| match &node.kind {
        Kind::Start(Tag::Image { .. } | Tag::Table(_) | Tag::CodeBlock(_)) => true,
        Kind::Start(_) | Kind::End(_) => false,
        Kind::Shortcode(_) => !node.in_line || node.in_html,
        _ => node.in_html && !node.is_aside(),
    });
    if let Some(at) = nodes.iter().position(is_more) {
        let before = without_asides(&closed(nodes[..at].to_vec()));
        return Excerpt {
            chosen: true,
            ..finish(before, all, pictures, passes)
        };
    }
    if let Some(opening) = passes.opening {
        return written(opening, &plain(nodes), passes);
    }
    let blocks = first_blocks(nodes, ABOUT);
    // A text that is only a list begins with its items.
    let blocks = match blocks.paragraphs.is_empty() {
        true => blocks.items,
        false => blocks.paragraphs,
    };
    finish(first_sentences(&blocks), all, pictures, passes)
}

/// The excerpt that the author wrote.
fn written(opening: &str, text: &str, passes: Passes) -> Excerpt {
    let mut nodes = vec![paragraph()];
    nodes.extend(typography::code_spans(opening).into_iter().map(
        |(text, is_code)| match is_code {
            true => {
                let code = text.trim_matches('`').trim();
                Node::new(Kind::Code(code.into()), 0..0)
            }
            false => Node::text(text),
        },
    ));
    nodes.push(Node::new(Kind::End(TagEnd::Paragraph), 0..0));
    let mut nodes = links::autolink(nodes);
    link(&mut nodes);
    Excerpt {
        html: write::html(&nodes, passes).html,
        text: line(typography::code_spans(opening), passes),
        whole: words::one_line(opening) == words::one_line(text),
        chosen: true,
    }
}

fn paragraph<'s>() -> Node<'s> {
    Node::new(Kind::Start(Tag::Paragraph), 0..0)
}

fn finish(nodes: Vec<Node>, all: usize, pictures: bool, passes: Passes) -> Excerpt {
    let mut nodes = well_formed(nodes);
    link(&mut nodes);
    let parts = block_text(&nodes);
    let counts = parts.iter().map(|(text, _)| words::count(text));
    let count: usize = counts.sum();
    let texts = parts
        .iter()
        .map(|(text, is_code)| (text.as_str(), *is_code));
    Excerpt {
        text: line(texts, passes),
        html: write::html(&nodes, passes).html,
        whole: !pictures && count >= all,
        chosen: false,
    }
}

/// A plain text on one line, as its language sets it; of each part, whether it is code.
fn line<'t>(parts: impl IntoIterator<Item = (&'t str, bool)>, passes: Passes) -> String {
    match passes
        .typography
        .map(|typography| typography.own)
        .filter(|style| !style.is_off())
    {
        Some(style) => style.parts(parts),
        None => words::one_line(&parts.into_iter().map(|(text, _)| text).collect::<String>()),
    }
}

/// The words of all blocks, headings and notes included: what a reader would find beyond the excerpt.
pub fn count(nodes: &[Node]) -> usize {
    let texts = nodes.iter().filter(|node| !node.in_html);
    texts
        .map(|node| match &node.kind {
            Kind::Text(text) | Kind::Code(text) => words::count(text),
            Kind::Math(formula) => words::count(&formula.text),
            _ => 0,
        })
        .sum()
}

/// The plain text of blocks, in parts, and whether each is code.
fn block_text(nodes: &[Node]) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = vec![Default::default()];
    for (node, voice) in nodes.iter().zip(voices(nodes)) {
        let (text, is_code) = match &node.kind {
            Kind::Text(text) if voice == Voice::Code => (text.to_string(), true),
            Kind::Code(text) => (words::one_line(text), true),
            Kind::Math(formula) => (formula.text.clone(), true),
            Kind::End(end) if ends_words(*end) => (" ".to_owned(), false),
            _ => (plain([node]), false),
        };
        match parts.last_mut().filter(|(_, of_code)| *of_code == is_code) {
            Some((part, _)) => part.push_str(&text),
            None => parts.push((text, is_code)),
        }
    }
    parts
}

fn is_more(node: &Node) -> bool {
    let Kind::Markup(html) = &node.kind else {
        return false;
    };
    let comment = html.text.trim().strip_prefix("<!--");
    let inside = comment.and_then(|comment| comment.strip_suffix("-->"));
    inside.is_some_and(|inside| inside.trim() == "more")
}

/// Nodes up to a mark, with what is open there closed.
fn closed<'s>(mut nodes: Vec<Node<'s>>) -> Vec<Node<'s>> {
    let mut open = Vec::new();
    for node in &nodes {
        match &node.kind {
            Kind::Start(tag) => open.push(tag.to_end()),
            Kind::End(_) => {
                open.pop();
            }
            _ => {}
        }
    }
    let ends = open.into_iter().rev();
    nodes.extend(ends.map(|end| Node::new(Kind::End(end), 0..0)));
    nodes
}

/// Ends the author's own elements where what they stand in ends, and drops the ends of what has not begun.
fn well_formed<'s>(nodes: Vec<Node<'s>>) -> Vec<Node<'s>> {
    let mut formed = Vec::with_capacity(nodes.len());
    // Open elements: those of Markdown have no name.
    let mut open: Vec<Option<String>> = Vec::new();
    let close = |name: String| Node::tag_of(format!("</{name}>"));
    for node in nodes {
        match &node.kind {
            Kind::Start(_) => open.push(None),
            Kind::End(_) => {
                while let Some(Some(name)) = open.pop() {
                    formed.push(close(name));
                }
            }
            Kind::Tag(html) => {
                let name = html.tag().name().to_ascii_lowercase();
                if !html.tag().closes() {
                    open.push(Some(name));
                } else if open.last() == Some(&Some(name)) {
                    open.pop();
                } else {
                    continue;
                }
            }
            Kind::Markup(_) => continue,
            _ => {}
        }
        formed.push(node);
    }
    formed.extend(open.into_iter().rev().flatten().map(close));
    formed
}

/// Whole sentences from the first paragraphs, up to about sixty words; quotations stay what they are.
fn first_sentences<'s>(paragraphs: &[Block<'s>]) -> Vec<Node<'s>> {
    let (mut parts, mut total) = (Vec::new(), 0);
    for block in paragraphs {
        let text = plain(&block.nodes);
        let (end, cut, full) = take_sentences(&text, &mut total);
        if end > 0 {
            parts.push((block, text, end, cut));
        }
        if full {
            break;
        }
    }
    while let Some((_, text, end, cut)) = parts.last() {
        let before = without_announcement(&text[..*end]);
        match parts.len() {
            _ if *cut || before == *end => break,
            1 if before == 0 => break,
            last if before == 0 => parts.truncate(last - 1),
            last => parts[last - 1].2 = before,
        }
    }
    let (mut taken, mut quote) = (Vec::new(), None);
    for (Block { nodes, quote: own }, _, end, cut) in parts {
        if quote != *own {
            taken.extend(quote.map(|_| Node::new(Kind::End(TagEnd::BlockQuote(None)), 0..0)));
            taken.extend(own.map(|_| Node::new(Kind::Start(Tag::BlockQuote(None)), 0..0)));
            quote = *own;
        }
        taken.push(paragraph());
        taken.extend(truncated(nodes, end, cut));
        taken.push(Node::new(Kind::End(TagEnd::Paragraph), 0..0));
    }
    taken.extend(quote.map(|_| Node::new(Kind::End(TagEnd::BlockQuote(None)), 0..0)));
    taken
}

/// Where a text ends without a last sentence that only announces what comes below: "What one needs:".
fn without_announcement(text: &str) -> usize {
    if !text.trim_end().ends_with(':') {
        return text.len();
    }
    let ends = quotations::whole_sentences(text);
    let before = ends.iter().rev().find(|end| **end < text.trim_end().len());
    before.copied().unwrap_or(0)
}

/// How much of a paragraph fits: the byte it ends at, whether that cuts a sentence, and whether the excerpt is full.
fn take_sentences(text: &str, total: &mut usize) -> (usize, bool, bool) {
    let mut start = 0;
    for end in quotations::whole_sentences(text) {
        let length = words::count(&text[start..end]);
        let fits = *total + length <= ABOUT || (*total < SHORT && *total + length <= AT_MOST);
        if !fits && *total > 0 {
            return (without_ellipsis(text, start), false, true);
        }
        if !fits {
            let words = words::end_of(&text[start..end], AT_MOST);
            return (words.map_or(end, |words| start + words), true, true);
        }
        *total += length;
        start = end;
    }
    (without_ellipsis(text, text.len()), false, *total >= ABOUT)
}

/// The end without the ellipsis of a text that goes on elsewhere, where a full stop says that the sentence does not.
fn without_ellipsis(text: &str, end: usize) -> usize {
    let words = text[..end].trim_end_matches(|c: char| c.is_whitespace() || c == '…');
    let is_apart = text[words.len()..end].starts_with(char::is_whitespace);
    match is_apart && words.ends_with(['.', '!', '?']) {
        true => words.len(),
        false => end,
    }
}

/// The nodes of the first `end` bytes of a paragraph's text, what is open in them closed, `…` where a sentence was cut.
fn truncated<'s>(nodes: &[Node<'s>], end: usize, cut: bool) -> Vec<Node<'s>> {
    let closing = match cut {
        true => quotations::closing(&plain(nodes)[..end]),
        false => String::new(),
    };
    let mut kept = Vec::new();
    let mut at = 0;
    for node in nodes {
        if at >= end {
            break;
        }
        let length = plain([node]).len();
        let mut node = node.clone();
        match &mut node.kind {
            Kind::Text(text) if at + length > end => {
                let words = text[..end - at].trim_end().len();
                *text = part(text, 0..words);
            }
            Kind::Code(text) if at + length > end => *text = part(text, 0..end - at),
            // Half of it would say something else.
            Kind::Math(_) if at + length > end => break,
            _ => {}
        }
        kept.push(node);
        at += length;
    }
    let is_break = |node: &mut Node| matches!(node.kind, Kind::SoftBreak | Kind::HardBreak);
    while kept.pop_if(is_break).is_some() {}
    if cut {
        kept.push(Node::text(format!("…{closing}")));
    }
    closed(kept)
}

#[cfg(test)]
mod tests {
    use crate::doc::{Passes, render};

    fn check(text: &str, opening: Option<&str>, expected: &str, whole: bool) {
        let excerpt = render(
            text,
            Passes {
                opening,
                ..Default::default()
            },
        )
        .excerpt;
        assert_eq!(
            (
                excerpt.html.text.trim_end().replace('\n', ""),
                excerpt.whole
            ),
            (expected.to_owned(), whole),
            "{text}"
        );
    }

    #[test]
    fn the_author_s_mark_and_words_come_first() {
        check(
            "Un *deux*.\n\n<!-- more -->\n\nTrois.",
            None,
            "<p>Un <em>deux</em>.</p>",
            false,
        );
        check(
            "Un *de<!-- more -->ux*.",
            None,
            "<p>Un <em>de</em></p>",
            false,
        );
        check(
            "Un.\n\nDeux.",
            Some("L’essentiel <ici>."),
            "<p>L’essentiel &lt;ici&gt;.</p>",
            false,
        );
        check(
            "Un.\n\n<!--more-->\n\nDeux.",
            Some("Autre."),
            "<p>Un.</p>",
            false,
        );
    }

    #[test]
    fn asides_are_left_out() {
        check(
            "## Titre\n\nUn[^1].\n\n[^1]: Note.",
            None,
            "<p>Un.</p>",
            false,
        );
        check("![i](i.png)\n\nUn.", None, "<p>Un.</p>", false);
        let text = "> [!TIP]\n> a\n>\n> > b\n\nUn.\n\n> [!NOTE]\n> c\n\nDeux.";
        check(text, None, "<p>Un.</p>", false);
        check("Un.", None, "<p>Un.</p>", true);
        check("- a\n- b\n\nUn.", None, "<p>Un.</p>", false);
        check("- Un.\n- Deux.", None, "<p>Un.</p><p>Deux.</p>", true);
        check(
            "Un<br>deux, [trois](#x), [quatre](/y).",
            None,
            "<p>Un<br />deux, trois, <a href=\"/y\">quatre</a>.</p>",
            true,
        );
        check("[![i](i.png)](i.png) Un.", None, "<p> Un.</p>", false);
        check(
            "Un.\n\n<!-- more -->\n\n<iframe></iframe>",
            None,
            "<p>Un.</p>",
            false,
        );
    }

    #[test]
    fn what_marks_words_stays_and_is_closed() {
        check(
            "Un <b>mot</b> <a href=\"x\">là</a>.",
            None,
            "<p>Un <b>mot</b> là.</p>",
            true,
        );
        check(
            "Un <kbd id=\"k\">a</kbd> *b <i>c* d</i>.",
            None,
            "<p>Un <kbd>a</kbd> <em>b <i>c</i></em> d.</p>",
            true,
        );
        check(
            "Un <b>deux\n\n<!-- more -->\n\ntrois</b>",
            None,
            "<p>Un <b>deux</b></p>",
            false,
        );
        check(
            "<q>Un\n\ndeux</q> trois",
            None,
            "<p><q>Un</q></p><p>deux trois</p>",
            true,
        );
        let text = format!(
            "Un <span lang=\"en\">{}</span> fin.",
            "mot ".repeat(100).trim_end()
        );
        let expected = format!(
            "<p>Un <span lang=\"en\">{}…</span></p>",
            "mot ".repeat(89).trim_end()
        );
        check(&text, None, &expected, false);
    }

    #[test]
    fn whole_sentences_up_to_about_sixty_words() {
        let sentence = |n: usize| format!("Mot {}.", "mot ".repeat(n - 1).trim_end());
        let text = format!("{} {} {}", sentence(30), sentence(30), sentence(5));
        check(
            &text,
            None,
            &format!("<p>{} {}</p>", sentence(30), sentence(30)),
            false,
        );
        let text = format!("{}\n\n{}", sentence(20), sentence(65));
        check(
            &text,
            None,
            &format!("<p>{}</p><p>{}</p>", sentence(20), sentence(65)),
            true,
        );
        let text = sentence(120);
        let expected = format!("<p>Mot {}…</p>", "mot ".repeat(89).trim_end());
        check(&text, None, &expected, false);
    }

    #[test]
    fn a_sentence_without_words_comes_before_a_long_one() {
        let text = format!("… Éé {}", "été ".repeat(120).trim_end());
        let expected = format!("<p>… Éé {}…</p>", "été ".repeat(89).trim_end());
        check(&text, None, &expected, false);
    }

    #[test]
    fn it_ends_where_the_opening_paragraphs_end() {
        for after in [
            "## Titre",
            "- a",
            "1. a",
            "    code",
            "```\ncode\n```",
            "![i](i.png)",
            "| a |\n|---|",
            "<figure>x</figure>",
            "<h2>Titre</h2>",
        ] {
            check(
                &format!("Un.\n\n{after}\n\nDeux."),
                None,
                "<p>Un.</p>",
                false,
            );
        }
        check(
            "Un ![i](i.png).\n\nDeux.",
            None,
            "<p>Un .</p><p>Deux.</p>",
            false,
        );
        check(
            "Un.\n\n<!-- à revoir -->\n\nDeux.",
            None,
            "<p>Un.</p><p>Deux.</p>",
            true,
        );
    }

    #[test]
    fn definitions_are_a_list() {
        let passes = Passes {
            extensions: crate::doc::Extensions {
                definition_lists: true,
                ..Default::default()
            },
            ..Passes::default()
        };
        for (text, expected, whole) in [
            ("Un.\n\nA\n: B.\n\nDeux.", "<p>Un.</p>", false),
            (
                "A\n: B.\n\nC\n\n: D.\n\n  E.",
                "<p>A</p><p>B.</p><p>C</p><p>D.</p><p>E.</p>",
                true,
            ),
        ] {
            let excerpt = crate::doc::render(text, passes).excerpt;
            assert_eq!(excerpt.html.text.replace('\n', ""), expected, "{text}");
            assert_eq!(excerpt.whole, whole, "{text}");
        }
    }

    #[test]
    fn quotations_stay_and_are_whole() {
        check(
            "Un.\n\n> Deux.\n>\n> Trois.\n\nQuatre.",
            None,
            "<p>Un.</p><blockquote><p>Deux.</p><p>Trois.</p></blockquote><p>Quatre.</p>",
            true,
        );
        let words = |n: usize| "mot ".repeat(n).trim_end().to_owned();
        for (text, expected) in [
            // No end inside of what is said.
            (
                format!("Dit {}. « Oui. Mais {}. » Fin.", words(30), words(40)),
                format!("Dit {}.", words(30)),
            ),
            (
                format!("“Yes. But {}.” End. Mot {}.", words(50), words(30)),
                format!("“Yes. But {}.” End.", words(50)),
            ),
            // What must be cut is closed.
            (
                format!("« Oui {}. »", words(100)),
                format!("« Oui {}… »", words(89)),
            ),
            // A mark without another half says nothing.
            (
                format!("« Oui. {}. Non {}.", words(30), words(40)),
                format!("« Oui. {}.", words(30)),
            ),
        ] {
            check(&text, None, &format!("<p>{expected}</p>"), false);
        }
    }

    #[test]
    fn it_does_not_end_in_what_announces_the_next_block() {
        for (text, expected) in [
            ("Un. Voici :\n\n- a", "<p>Un.</p>"),
            ("Un.\n\nVoici :\n\n- a", "<p>Un.</p>"),
            ("Un :\n\nDeux :\n\n- a", "<p>Un :</p>"),
            ("Un :\n\nDeux.\n\n- a", "<p>Un :</p><p>Deux.</p>"),
            ("*Voici :*\n\n- a", "<p><em>Voici :</em></p>"),
        ] {
            check(text, None, expected, false);
        }
    }

    #[test]
    fn no_ellipsis_follows_a_full_stop() {
        check(
            "Un texte commence. …",
            None,
            "<p>Un texte commence.</p>",
            true,
        );
        check(
            "Un texte commence…",
            None,
            "<p>Un texte commence…</p>",
            true,
        );
    }

    #[test]
    fn characters_count_where_no_space_parts_words() {
        let text = format!(
            "{}。{}。{}。",
            "雨".repeat(30),
            "雪".repeat(30),
            "風".repeat(30)
        );
        let expected = format!("<p>{}。{}。</p>", "雨".repeat(30), "雪".repeat(30));
        check(&text, None, &expected, false);
        check(
            &"雨".repeat(100),
            None,
            &format!("<p>{}…</p>", "雨".repeat(90)),
            false,
        );
    }

    #[test]
    fn cut_markup_is_closed() {
        let text = format!("Un **{}** fin.", "mot ".repeat(100).trim_end());
        let expected = format!(
            "<p>Un <strong>{}…</strong></p>",
            "mot ".repeat(89).trim_end()
        );
        check(&text, None, &expected, false);
    }
}
