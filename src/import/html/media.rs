//! Images, figures, players, and what folds.

use markup5ever_rcdom::Handle;

use super::blocks::MarkdownBlock;
use super::changes::Changed;
use super::converter::Converter;
use super::dom::{attribute, find, is, name, text_of};
use super::escape::{destination, escape_label};
use super::inline::{Run, Token};
use crate::text::words::one_line;
use crate::text::{toml, video};

impl Converter<'_> {
    /// An image with its caption stays HTML; without one, it is an image.
    pub(super) fn figure(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        let caption =
            find(node, "figcaption").filter(|caption| !text_of(caption).trim().is_empty());
        let simple = [
            "iframe",
            "table",
            "pre",
            "ul",
            "ol",
            "blockquote",
            "video",
            "audio",
            "object",
        ]
        .iter()
        .all(|known| find(node, known).is_none());
        match (
            caption,
            simple && self.context.html && find(node, "img").is_some(),
        ) {
            (Some(_), true) => blocks.extend(self.raw(node).map(MarkdownBlock::other)),
            _ => blocks.extend(self.anchored(node)),
        }
    }

    pub(super) fn details(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        let children = node.children.borrow();
        let at = children.iter().position(|child| is(child, "summary"));
        let title = at
            .and_then(|at| self.raw(&children[at]))
            .unwrap_or_default();
        let other = MarkdownBlock::other;
        blocks.push(other(format!("<details>{title}")));
        // What stands before the summary and what stands after it do not touch.
        blocks.extend(self.blocks(&children[..at.unwrap_or(0)]));
        blocks.extend(self.blocks(&children[at.map_or(0, |at| at + 1)..]));
        blocks.push(other("</details>".into()));
    }

    pub(super) fn embed(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        let player = self.player(node).filter(|_| self.context.html);
        let video = attribute(node, "src").and_then(|address| video_of(&address));
        let text = match (player, video) {
            // The site has a player of its own, which loads nothing before a click.
            (Some(_), Some(video)) => {
                match attribute(node, "title").filter(|title| !title.trim().is_empty()) {
                    Some(title) => format!(
                        "{{{{ video(url={}, title={}) }}}}",
                        toml::quote(&video),
                        toml::quote(&title)
                    ),
                    None => format!("<{video}>"),
                }
            }
            (Some(html), None) => html,
            _ => {
                let Some(address) = self.embedded_address(node) else {
                    self.change(Changed::Removed, name(node));
                    return;
                };
                self.change(Changed::Linked, address.as_str());
                let title = attribute(node, "title")
                    .filter(|title| !title.is_empty())
                    .unwrap_or_else(|| address.clone());
                let mut run = Run::default();
                run.link(&address, "", |run| run.text(&title, false));
                run.line()
            }
        };
        blocks.push(MarkdownBlock::other(text));
    }

    pub(super) fn picture(&mut self, node: &Handle, large: Option<String>, run: &mut Run) {
        let classes = attribute(node, "class").unwrap_or_default();
        let alt = one_line(&attribute(node, "alt").unwrap_or_default());
        if classes
            .split_whitespace()
            .any(|class| matches!(class, "wp-smiley" | "emoji"))
            && !alt.is_empty()
        {
            run.text(&alt, false);
            return;
        }
        let Some(source) = self.source_of(node) else {
            if !alt.is_empty() {
                run.text(&alt, false);
            }
            self.change(Changed::Removed, "img without an address");
            return;
        };
        let tiny = |key: &str| {
            attribute(node, key)
                .is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"))
        };
        if tiny("width") && tiny("height") {
            self.change(Changed::Removed, source);
            return;
        }
        run.lazy = attribute(node, "src").as_deref() != Some(source.as_str())
            && attribute(node, "data-src").is_some();
        let source = large.unwrap_or_else(|| self.context.image(&source));
        if !self.is_safe(&source) {
            return;
        }
        let title = attribute(node, "title").map(|title| one_line(&title));
        // A title becomes a caption; WordPress fills it with the name of the file.
        let title = title
            .filter(|title| *title != alt && title.contains(' '))
            .unwrap_or_default();
        run.push(Token::Raw(format!(
            "![{}]({})",
            escape_label(&alt),
            destination(&source, &title)
        )));
    }

    /// Where an image is: pages that load images late keep the address in another attribute.
    pub(super) fn source_of(&self, node: &Handle) -> Option<String> {
        let late = [
            "data-src",
            "data-lazy-src",
            "data-original",
            "data-orig-file",
        ]
        .iter()
        .find_map(|key| attribute(node, key));
        let now = attribute(node, "src").filter(|source| !source.is_empty());
        match now {
            Some(now)
                if !now.starts_with("data:")
                    && !now.contains("/blank.gif")
                    && !now.contains("/lazy") =>
            {
                Some(now)
            }
            now => late.filter(|source| !source.is_empty()).or(now),
        }
    }
}

/// The page of the video that a player shows.
fn video_of(address: &str) -> Option<String> {
    let address = address
        .strip_prefix("//")
        .map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    video::player(&address).map(|player| player.page)
}
