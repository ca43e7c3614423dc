//! Headings: the title is the page's `h1`, so a text has none; and none leaves out a level (WCAG 2.2, technique G141).

use crate::diag::{Code, Diagnostic};
use crate::doc;
use crate::model::{Post, Site};
use crate::source::Sources;

/// Warns of headings of the first level in texts, and of levels that are left out, once a post.
pub fn outlines(site: &Site, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let posts = site.posts.iter().filter(|post| post.is_own_file());
    diagnostics.extend(posts.filter_map(|post| outline(post, sources)));
}

fn outline(post: &Post, sources: &Sources) -> Option<Diagnostic> {
    let text = post.body.text.read(sources);
    let mut before = 1;
    for (range, _) in doc::paragraphs(&text, false) {
        let Some(level) = level(&text[range.clone()]) else {
            continue;
        };
        let message = match level {
            1 => "this heading is of the first level, as the title of the page is".to_owned(),
            level if level > before + 1 => {
                format!("this heading is of level {level}, and the one above it of level {before}")
            }
            _ => {
                before = level;
                continue;
            }
        };
        let line = text[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at);
        let signs = "#".repeat((before + 1).max(2));
        let finding =
            Diagnostic::warning(Code::Outline, message).at(post.body.place(&(range.start..line)));
        return Some(finding.help(format!(
            "write it with `{signs}`, and those below it accordingly"
        )));
    }
    None
}

/// The level of a block that is a heading, as CommonMark has it.
fn level(block: &str) -> Option<usize> {
    let block = block.trim_start();
    let signs = block.bytes().take_while(|byte| *byte == b'#').count();
    let after = block[signs..].chars().next();
    if (1..=6).contains(&signs) && after.is_none_or(char::is_whitespace) {
        return Some(signs);
    }
    let underline = block.lines().nth(1)?.trim();
    let is_all = |sign: char| !underline.is_empty() && underline.chars().all(|c| c == sign);
    match (is_all('='), is_all('-')) {
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels() {
        for (block, expected) in [
            ("# Un", Some(1)),
            ("### Trois\n", Some(3)),
            ("#hashtag", None),
            ("Un\n==", Some(1)),
            ("Deux\n---\n", Some(2)),
            ("Texte\nsuite", None),
        ] {
            assert_eq!(level(block), expected, "{block}");
        }
    }
}
