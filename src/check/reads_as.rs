//! Posts whose text is in another language than the author says: a file that was copied to be translated, and was not.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::languages::primary;
use crate::model::Site;

/// A text that reads this surely as another language is told.
const SURE: f64 = 0.9;

/// Warns of each post that reads as another language of the site than its own.
pub fn reads_as(site: &Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for post in &site.posts {
        let Some((lang, confidence)) = post.reads_as else {
            continue;
        };
        let (own, other) = (
            &config.languages[post.lang].code,
            &config.languages[lang].code,
        );
        // Variants of a language read as each other: `fr` and `fr-CA`.
        if confidence < SURE || primary(own) == primary(other) {
            continue;
        }
        let message =
            format!("this post is said to be in `{own}`, but its text reads as `{other}`");
        let line = |key: &str, value: &str| post.front.syntax.line(key, value);
        let help = format!(
            "translate it, and keep it back until then (`{}`); or name it `….{other}.md`, or write `{}`",
            line("draft", "true"),
            line("lang", &format!("\"{other}\""))
        );
        let finding = Diagnostic::warning(Code::Language, message);
        diagnostics.push(finding.at(post.place).help(help));
    }
}
