//! A text as a tree, and the tree as HTML, with no knowledge of the site.
//!
//! 1. [`shortcodes`]: found first, and never in code
//! 2. [`parse`]: Markdown ([`parser`]) and the HTML in it ([`tags`]) become one [`tree`]; everything below walks over it
//! 3. [`math`]: formulas as MathML, numbered through the text; [`unread`]: marks that were meant as more than they are; [`links`]: bare URLs become links, and destinations are rewritten by the caller
//! 4. [`figures`]: a picture with a caption, or a video's address, alone in a paragraph
//! 5. [`excerpt`]: the beginning of the text, for lists
//! 6. [`headings`]: each heading gets an id; every id is given once ([`ids`])
//! 7. [`footnotes`]: mentions and, at the end, the notes
//! 8. [`blocks`]: the outermost blocks, each with its anchor
//! 9. [`foreign`]: the passages in another language; [`typography`]: each language's quotes, spaces and dashes, as edits
//! 10. [`write`]: HTML, once; what shortcodes make stands where it may ([`place`]), blocks of code as their fences ask ([`code`])
//!
//! [`permalinks`] puts links beside the headings of a page. [`outline`] and [`layout`] tell what a text is made of, for its language, its pairing and its cutting.

mod addresses;
mod blocks;
mod code;
mod comment;
mod elements;
mod excerpt;
mod figures;
mod footnotes;
mod foreign;
mod headings;
mod html;
mod ids;
mod layout;
mod line;
mod link;
mod links;
mod literal;
mod math;
mod open;
mod outline;
mod parse;
mod permalinks;
mod place;
mod scroll;
mod shortcodes;
mod tags;
mod tree;
mod typography;
mod unread;
mod voices;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use serde::{Deserialize, Serialize};

pub use crate::text::html::escape;
pub use addresses::srcset;
pub use blocks::{Anchor, Part};
pub use code::OPTIONS as CODE_OPTIONS;
pub use comment::comment;
pub use excerpt::Excerpt;
pub use footnotes::NoteWords;
pub use foreign::Foreign;
pub use headings::Heading;
pub use html::{Change, Html, Renamer};
pub use ids::{Ids, Twice};
pub use layout::{Layout, layout, paragraphs, running_text};
pub use line::{line, plain_line};
pub use literal::literal;
pub use math::{Undrawn, line_as_text};
pub use outline::{Block, Link, Outline, outline, outline_with_html};
pub use parse::{Extensions, is_mark};
pub use permalinks::beside as permalinks;
pub use shortcodes::{Call, Mistake};
pub use tags::HtmlTag;
pub use tree::{Kind, Node};
pub use typography::{Repaired, Typography, Unpaired};
pub use unread::{Meant, Unread};
pub use write::{ALERTS, image};

use parse::{parse, parser};

/// A Markdown text as HTML, and what lists and checks need of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// The whole text, with the bytes of its outermost blocks and, after them, of the notes.
    #[serde(with = "html::whole")]
    pub html: Html,
    /// Its outermost blocks, in order.
    pub parts: Vec<Part>,
    pub excerpt: Excerpt,
    /// How many words it has.
    pub words: usize,
    /// Quotation marks whose other half is missing.
    pub unpaired: Vec<Unpaired>,
    /// What was broken for certain, and is mended.
    pub repaired: Vec<Repaired>,
    /// Marks that were not read as such.
    pub unread: Vec<Unread>,
    /// Formulas that are shown as they are written.
    pub undrawn: Vec<Undrawn>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// What is wrong with its shortcodes.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
    /// Its ids, those of its blocks included.
    pub ids: BTreeSet<String>,
    /// Those that the author wrote twice.
    pub twice: Vec<Twice>,
}

/// Where code and formulas stand in a text, blocks and spans, in bytes.
pub fn code_ranges(text: &str, extensions: Extensions) -> Vec<Range<usize>> {
    let is_code = |event: &Event| {
        let is_math = matches!(event, Event::InlineMath(_) | Event::DisplayMath(_));
        is_math || matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)))
    };
    parser(text, extensions)
        .into_offset_iter()
        .filter(|(event, _)| is_code(event))
        .map(|(_, range)| range)
        .collect()
}

/// What the site tells the passes; nothing of it is needed.
#[derive(Clone, Copy, Default)]
pub struct Passes<'a> {
    /// The author's own excerpt; the mark `<!-- more -->` comes before it.
    pub opening: Option<&'a str>,
    /// A link's or image's new destination, where it changes.
    pub rewrite: Option<OfLink<'a>>,
    /// Tells what is in another language.
    pub foreign: Option<Foreign<'a>>,
    /// How languages set their text.
    pub typography: Option<Typography<'a>>,
    /// Makes HTML of a shortcode, of its body's HTML where it has one.
    pub component: Option<Component<'a>>,
    /// The language of what a final destination leads to, where it is another than the text's.
    pub hreflang: Option<OfLink<'a>>,
    /// What footnotes are called.
    pub notes: Option<&'a NoteWords>,
    /// How the text is parsed.
    pub extensions: Extensions,
    /// Whether code is coloured.
    pub highlight: bool,
    /// Whether strangers wrote the text: its links vouch for nothing.
    pub is_comment: bool,
    /// Whether it is a heading's words.
    pub is_heading: bool,
    /// The shortcodes of the text; found by [`render`].
    pub calls: &'a [Call],
}

/// Tells something of a destination.
pub type OfLink<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Makes HTML of a shortcode.
pub type Component<'a> = &'a dyn Fn(&Call, Option<&str>) -> String;

pub fn render(text: &str, passes: Passes) -> Rendered {
    let found = shortcodes::read(text, passes.extensions);
    let (mut calls, mut mistakes) = (found.calls.clone(), found.mistakes.clone());
    let mut nodes = parse(&found, text, &mut mistakes);
    math::number(&mut nodes);
    let undrawn = math::undrawn(&nodes, &calls, text, passes.extensions);
    let written = ids::written(&nodes, text);
    let unread = unread::find(&nodes, text);
    if let Some(rewrite) = passes.rewrite {
        for (_, link, _) in calls.iter_mut().flat_map(Call::links) {
            *link = rewrite(link).unwrap_or_else(|| std::mem::take(link));
        }
    }
    let mut taken: BTreeSet<String> = written.iter().map(|(id, _)| id.clone()).collect();
    let (mut rendered, mut made, ids) = render_nodes(nodes, text, calls.clone(), passes, &taken);
    // What shortcodes make is known only then: ours give way to that too.
    if made.iter().any(|(id, _)| ids.gave(id)) {
        taken.extend(made.into_iter().map(|(id, _)| id));
        let mut nodes = parse(&found, text, &mut Vec::new());
        math::number(&mut nodes);
        (rendered, made, _) = render_nodes(nodes, text, calls.clone(), passes, &taken);
    }
    Rendered {
        mistakes,
        unread,
        undrawn,
        twice: ids::twice(written, &made, &calls),
        ..rendered
    }
}

/// Renders a tree that is not of Markdown; `source` is the text that its places are of.
pub fn render_tree(mut nodes: Vec<Node>, source: &str, passes: Passes) -> Rendered {
    link::link(&mut nodes);
    render_nodes(nodes, source, Vec::new(), passes, &BTreeSet::new()).0
}

/// Renders nodes; the ids that calls made come too, and ours, which are none of those that are taken.
fn render_nodes(
    nodes: Vec<Node>,
    source: &str,
    mut calls: Vec<Call>,
    passes: Passes,
    taken: &BTreeSet<String>,
) -> (Rendered, Vec<(String, usize)>, Ids) {
    let mut nodes = links::autolink(nodes);
    if let Some(rewrite) = passes.rewrite {
        links::rewrite(&mut nodes, rewrite);
    }
    if passes.component.is_some() {
        nodes = figures::raise(nodes, &mut calls);
        nodes = figures::caption_notes(nodes, &mut calls);
    }
    let calls = &calls;
    let passes = Passes { calls, ..passes };
    let words = excerpt::count(&nodes);
    let excerpt = excerpt::of(&nodes, words, passes);
    // Ids are made of the words as they were written.
    let mut ids = Ids::new(taken.iter().cloned());
    let headings = headings::anchor(&mut nodes, passes, &mut ids);
    let (nodes, end) = footnotes::collect(nodes, &mut ids);
    let mut starts = blocks::cut(&nodes[..end]);
    let blocks = blocks::ranges(&starts, end).map(|range| blocks::read(&nodes[range]));
    let blocks: Vec<(Block, String)> = blocks.collect();
    starts.push(end);
    let written = write::html_of_blocks(&nodes, &starts, source, passes);
    let html = scroll::reachable(written.html, passes.notes);
    let mut all: BTreeSet<String> = html.ids().into_iter().map(str::to_owned).collect();
    let parts = blocks::parts(&html, blocks, &mut Ids::new(all.iter().cloned()));
    all.extend(
        parts
            .iter()
            .filter_map(|part| Some(part.anchor.as_ref()?.id.clone())),
    );
    let rendered = Rendered {
        html,
        parts,
        excerpt,
        words,
        unpaired: written.unpaired,
        repaired: written.repaired,
        headings,
        ids: all,
        ..Rendered::default()
    };
    (rendered, written.made, ids)
}

/// A text as HTML and nothing else, for what has no shortcodes, ids and notes.
pub fn html(text: &str, passes: Passes) -> Html {
    let found = shortcodes::Found::none_in(text, passes.extensions);
    let mut nodes = links::autolink(parse(&found, text, &mut Vec::new()));
    if passes.is_comment {
        nodes = comment::harmless_nodes(nodes);
    }
    write::html_of_blocks(&nodes, &[], text, passes).html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(
            render(text, Passes::default()).html.text.trim_end(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn commonmark_and_its_extensions() {
        check(
            "*a* **b** ~~c~~",
            "<p><em>a</em> <strong>b</strong> <del>c</del></p>",
        );
        check(
            "- [x] done",
            "<ul>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\ndone</li>\n</ul>",
        );
        check(
            "> [!Tip]\n> a\n\n> [!NOTE] b",
            "<blockquote class=\"alert alert-tip\">\n<p class=\"alert-title\"><strong>tip</strong></p>\n<p>a</p>\n</blockquote>\n\
             <blockquote>\n<p>[!NOTE] b</p>\n</blockquote>",
        );
        check(
            "|a|\n|-|\n|b|",
            "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>",
        );
    }

    #[test]
    fn bare_urls_become_links() {
        check(
            "Voir https://a.org/x_y?z=1, ou `https://b.org`.",
            "<p>Voir <a href=\"https://a.org/x_y?z=1\">https://a.org/x_y?z=1</a>, ou <code>https://b.org</code>.</p>",
        );
        check(
            "[https://a.org](https://b.org)",
            "<p><a href=\"https://b.org\">https://a.org</a></p>",
        );
    }

    #[test]
    fn headings_have_unique_anchors() {
        check(
            "## À *table*\n\n## À table\n\n## Le reste {#reste}",
            "<h2 id=\"a-table\">À <em>table</em></h2>\n<h2 id=\"a-table-2\">À table</h2>\n<h2 id=\"reste\">Le reste</h2>",
        );
    }

    #[test]
    fn destinations_are_rewritten() {
        let rewrite = |to: &str| (to == "b.md").then(|| "/fr/b/".into());
        let passes = Passes {
            rewrite: Some(&rewrite),
            ..Passes::default()
        };
        let html = render("<a href=\"b.md\">x</a> <img src='c'>", passes)
            .html
            .text;
        assert_eq!(
            html.trim_end(),
            "<p><a href=\"/fr/b/\">x</a> <img src='c'></p>"
        );
        let rendered = render("[a](b.md) ![c](d.png)", passes);
        assert_eq!(
            rendered.html.text.trim_end(),
            "<p><a href=\"/fr/b/\">a</a> <img src=\"d.png\" alt=\"c\" /></p>"
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_in_order_of_mention() {
        check(
            "Un[^b] deux[^a].\n\n[^a]: Note *a*.\n\n[^b]: Note b.",
            "<p>Un<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\">1</a></sup> \
             deux<sup class=\"footnote-ref\"><a href=\"#fn:2\" id=\"fnref:2\">2</a></sup>.</p>\n\
             <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
             <li id=\"fn:1\">\n<p>Note b.</p>\n<a href=\"#fnref:1\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></li>\n\
             <li id=\"fn:2\">\n<p>Note <em>a</em>.</p>\n<a href=\"#fnref:2\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></li>\n\
             </ol>\n</section>",
        );
    }

    #[test]
    fn notes_are_numbered_as_they_are_read_and_lead_back() {
        for (text, order) in [
            (
                "Un[^a].\n\n[^a]: Aa[^b].\n\nDeux[^c].\n\n[^b]: Bb.\n\n[^c]: Cc.",
                vec!["Aa", "Cc", "Bb"],
            ),
            ("Un.\n\n[^x]: Xx[^y].\n\n[^y]: Yy.", vec![]),
            ("Un[^a].\n\n[^a]: Aa[^a].", vec!["Aa"]),
            (
                "Un[^a].\n\n[^a]: Aa\n    [^b]: Bb\n\nDeux[^b].",
                vec!["Aa", "Bb"],
            ),
        ] {
            let rendered = render(text, Passes::default());
            let at = |words: &&str| rendered.html.text[rendered.html.after_blocks()].find(*words);
            assert!(
                order.iter().all(|words| at(words).is_some()) && order.is_sorted_by_key(at),
                "{}",
                rendered.html.text
            );
            assert_eq!(
                order.len(),
                rendered.html.text.matches("<li id=\"fn:").count(),
                "{}",
                rendered.html.text
            );
            for link in rendered
                .html
                .text
                .split("href=\"#")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(
                    rendered.ids.contains(link),
                    "{link} in {}",
                    rendered.html.text
                );
            }
        }
    }

    #[test]
    fn what_images_say_is_read() {
        for (text, expected) in [
            ("![Une *file*](a.png)", Some("Une file")),
            ("x ![](a.png) y", Some("")),
            ("![](a.png \"La file\")", None),
            ("![IMG](a.png \"La file\")", Some("IMG")),
            ("[x](a.png)", None),
            ("<img src=\"a.png\">", Some("")),
            ("x <img src='a.png' alt=''>", None),
            ("x <img alt src='a.png'>", None),
            ("<img src=\"a.png\" alt=\"Une file\">", Some("Une file")),
            ("<a href=\"a.png\">x</a>", None),
            ("{{ figure(src=\"a.png\") }}", Some("")),
            ("{{ figure(src=\"a.png\", alt=\"\") }}", None),
            (
                "{{ figure(src=\"a.png\", alt=\"Une file\", link=\"b.png\") }}",
                Some("Une file"),
            ),
            ("{{ figure(src=\"a.png\", caption=\"La file\") }}", None),
            ("{% figure(src=\"a.png\") %}La file{% end %}", None),
            ("{{ gallery(src=\"a.png\") }}", None),
        ] {
            let alt = outline(text, Default::default())
                .links
                .into_iter()
                .find(|link| link.destination == "a.png")
                .unwrap()
                .alt;
            assert_eq!(alt.as_deref(), expected, "{text}");
        }
        let links = outline("![a ![b](b.png)](c.png)", Default::default()).links;
        let told: Vec<_> = links
            .iter()
            .map(|link| (link.destination.as_str(), link.alt.as_deref()))
            .collect();
        assert_eq!(told, [("c.png", Some("a b")), ("b.png", Some("b"))]);
    }

    #[test]
    fn outlines() {
        let text =
            "# T\n\nUn *mot*.\n\n- item [x](y.md)\n\n> dit\n\n```\ncode\n```\n\n![alt](i.png)";
        let outline = outline(text, Default::default());
        let blocks: Vec<_> = outline
            .blocks
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                (Block::Heading(1), "T"),
                (Block::Paragraph, "Un mot."),
                (Block::Item, "item x"),
                (Block::Quote, "dit"),
                (Block::Code, "code"),
                (Block::Paragraph, "alt"),
            ]
        );
        let links: Vec<_> = outline
            .links
            .iter()
            .map(|l| (l.destination.as_str(), l.image, &text[l.range.clone()]))
            .collect();
        assert_eq!(
            links,
            [
                ("y.md", false, "[x](y.md)"),
                ("i.png", true, "![alt](i.png)")
            ]
        );
    }
}
