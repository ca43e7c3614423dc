//! Images, figures, players, and what folds.

use markup5ever_rcdom::Handle;

use super::Changed;
use super::blocks::MarkdownBlock;
use super::converter::Converter;
use super::dom::{attribute, children, filled, is};
use super::escape::{destination, escape_label};
use super::inline::Run;
use crate::doc::literal;
use crate::text::words::one_line;
use crate::text::{toml, video};

impl Converter<'_> {
    pub fn details(&mut self, node: &Handle) -> Vec<MarkdownBlock> {
        let children = children(node);
        let at = children.iter().position(|child| is(child, "summary"));
        let title = at.and_then(|at| self.raw(&children[at]));
        let title = title.unwrap_or_default();
        let mut blocks = vec![MarkdownBlock::other(format!("<details>{title}"))];
        // What stands before the summary and what stands after it do not touch.
        blocks.extend(self.blocks(&children[..at.unwrap_or(0)]));
        blocks.extend(self.blocks(&children[at.map_or(0, |at| at + 1)..]));
        blocks.push(MarkdownBlock::other("</details>".into()));
        blocks
    }

    pub fn embed(&mut self, node: &Handle) -> Option<String> {
        let player = self.player(node).filter(|_| self.context.html);
        let video = attribute(node, "src").and_then(|address| video_of(&address));
        let title = filled(node, "title");
        Some(match (player, video, title) {
            // The site has a player of its own, which loads nothing before a click.
            (Some(_), Some(video), Some(title)) => {
                let (video, title) = (toml::quote(&video), toml::quote(&title));
                format!("{{{{ video(url={video}, title={title}) }}}}")
            }
            (Some(_), Some(video), None) => format!("<{video}>"),
            (Some(html), None, _) => html,
            (None, _, title) => {
                let address = self.linked(node)?;
                let title = title.as_ref().unwrap_or(&address);
                let mut run = Run::default();
                run.link(&address, "", |run| run.text(title, false));
                run.line()
            }
        })
    }

    pub fn picture(&mut self, node: &Handle, large: Option<String>, run: &mut Run) {
        let classes = attribute(node, "class").unwrap_or_default();
        let alt = one_line(&attribute(node, "alt").unwrap_or_default());
        let is_smiley = |class| matches!(class, "wp-smiley" | "emoji");
        if !alt.is_empty() && classes.split_whitespace().any(is_smiley) {
            return run.text(&alt, false);
        }
        let Some(source) = self.source_of(node) else {
            run.text(&alt, false);
            return self.change(Changed::Removed, "img without an address");
        };
        let tiny = |key: &str| {
            attribute(node, key)
                .is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"))
        };
        if tiny("width") && tiny("height") {
            return self.change(Changed::Removed, source);
        }
        run.lazy = attribute(node, "src").as_deref() != Some(source.as_str())
            && attribute(node, "data-src").is_some();
        let source = large.unwrap_or_else(|| self.context.image(&source));
        if !self.is_safe(&source) {
            return;
        }
        // A title becomes a caption; WordPress fills it with the name of the file.
        let title = attribute(node, "title").map(|title| one_line(&title));
        let title = title.filter(|title| *title != alt && title.contains(' '));
        let title = title.map(|title| literal(&title)).unwrap_or_default();
        let destination = destination(&source, &title);
        run.raw(format!("![{}]({destination})", escape_label(&alt)));
    }

    /// Where an image is: pages that load images late keep the address in another attribute.
    pub fn source_of(&self, node: &Handle) -> Option<String> {
        const LATE: &str = "data-src data-lazy-src data-original data-orig-file";
        let is_empty_picture = |source: &String| {
            source.starts_with("data:") || source.contains("/blank.gif") || source.contains("/lazy")
        };
        let now = filled(node, "src");
        if now.as_ref().is_some_and(|now| !is_empty_picture(now)) {
            return now;
        }
        let late = LATE.split(' ').find_map(|key| attribute(node, key));
        late.filter(|source| !source.is_empty()).or(now)
    }
}

/// The page of the video that a player shows.
fn video_of(address: &str) -> Option<String> {
    let address = address
        .strip_prefix("//")
        .map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    video::player(&address).map(|player| player.page)
}
