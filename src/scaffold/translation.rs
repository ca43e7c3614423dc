//! The file that a translation begins with: what its front matter takes over, and each paragraph of the original above the place of
//! its translation.

use std::ops::Range;

use crate::text::toml::Lines;

/// What is translated.
pub struct Original<'a> {
    /// Keys and values that both versions share.
    pub shared: Lines,
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The bytes of its blocks that have words, in order.
    pub blocks: Vec<Range<usize>>,
}

/// What stands below a title that is to be translated.
pub const TRANSLATE_TITLE: &str =
    "the title of the original: translate it, and the text below each comment";

/// Two files of a story share their name, and the slug with it; few want French words in an English URL.
const OWN_SLUG: &str = "slug = \"…\"   the last part of its URL; without it, the file's name";

const CREDIT: &str = "translator = \"…\"   # who translates it; or: machine_translated = true";

/// The file's text: a draft. What needs no translation (code, pictures, shortcodes, HTML) is taken over as it is.
pub fn translation(original: Original) -> String {
    let mut lines = Lines::default();
    lines.put("title", Some(original.title));
    lines.comment(TRANSLATE_TITLE);
    lines.comment(OWN_SLUG);
    lines.comment(CREDIT);
    let mut text = format!("+++\n{lines}{}", original.shared);
    let mut draft = Lines::default();
    draft.draft();
    text.push_str(&format!("{draft}+++\n"));
    let mut from = 0;
    let source = original.text;
    for block in original.blocks {
        // A parser's block may begin behind the spaces of its first line.
        let start = source[..block.start].rfind('\n').map_or(0, |at| at + 1);
        let block = start.max(from)..block.end.max(from);
        take_over(&source[from..block.start], &mut text);
        match is_prose(&source[block.clone()]) {
            true => {
                let (prose, more) = without_more(&source[block.clone()]);
                text.push_str(&format!("\n<!--\n{}\n-->\n", uncommented(&prose)));
                take_over(more, &mut text);
            }
            false => take_over(&source[block.clone()], &mut text),
        }
        from = block.end;
    }
    take_over(&source[from..], &mut text);
    text
}

/// A block without the mark that ends the excerpt, and the mark, which no comment may hold.
fn without_more(block: &str) -> (String, &str) {
    let is_more = |line: &&str| line.split_whitespace().collect::<String>() == "<!--more-->";
    match block.lines().find(is_more) {
        Some(more) => (block.replacen(more, "", 1), more.trim()),
        None => (block.to_owned(), ""),
    }
}

fn take_over(part: &str, text: &mut String) {
    if !part.trim().is_empty() {
        text.push_str(&format!("\n{}\n", part.trim_matches('\n').trim_end()));
    }
}

/// Whether a block is to be translated: neither code, HTML, a shortcode nor a picture alone.
fn is_prose(block: &str) -> bool {
    let begins = ["```", "~~~", "    ", "\t", "<", "{{", "{%"];
    let is_picture =
        block.starts_with("![") && block.trim_end().ends_with(')') && !block.trim().contains(") ");
    !is_picture && !begins.iter().any(|start| block.starts_with(start))
}

/// Nothing in it ends the comment that it is put in (HTML, "Comments"); the rules of tables and of headings stay as they are.
fn uncommented(block: &str) -> String {
    block.trim().replace("-->", "- ->").replace("--!>", "- -!>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_shown_and_the_rest_taken_over() {
        let source = "Un.\n<!-- more -->\n\n![Un lac](lac.jpg)\n\n* * *\n\n## Deux -->\n\n- trois\n- quatre\n\n| a | b |\n|---|---|\n| -->| --!> |\n\n```\ncode\n```\n";
        let at = |part: &str| {
            let start = source.find(part).unwrap();
            start..start + part.len()
        };
        let blocks = [
            "Un.\n<!-- more -->\n",
            "![Un lac](lac.jpg)",
            "## Deux -->",
            "- trois\n- quatre\n",
            "| a | b |\n|---|---|\n| -->| --!> |\n",
            "```\ncode\n```",
        ];
        let mut shared = Lines::default();
        shared.put("date", Some("2014"));
        let text = translation(Original {
            shared,
            title: "La file",
            text: source,
            blocks: blocks.map(at).to_vec(),
        });
        assert_eq!(
            text,
            "+++\ntitle = \"La file\"\n# the title of the original: translate it, and the text below each comment\n# slug = \"…\"   the last part of its URL; without it, the file's name\n\
             # translator = \"…\"   # who translates it; or: machine_translated = true\ndate = \"2014\"\n\
             draft = true   # remove this line when it is ready\n+++\n\n<!--\nUn.\n-->\n\n<!-- more -->\n\n![Un lac](lac.jpg)\n\n* * *\n\n\
             <!--\n## Deux - ->\n-->\n\n<!--\n- trois\n- quatre\n-->\n\n\
             <!--\n| a | b |\n|---|---|\n| - ->| - -!> |\n-->\n\n```\ncode\n```\n"
        );
    }
}
