//! Descriptions, which search engines show.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};

/// Tells of the languages whose site has no description; a post's own may be its first sentences.
pub fn descriptions(config: &Config) -> Option<Diagnostic> {
    let lacking = config
        .languages
        .iter()
        .filter(|(_, language)| language.description.trim().is_empty());
    let codes: Vec<String> = lacking
        .map(|(_, language)| format!("`{}`", language.code))
        .collect();
    let first = codes.first()?.trim_matches('`').to_owned();
    let message = format!("the site has no description in {}", codes.join(", "));
    let help = format!(
        "write one below `[languages.{first}]` in site.toml: search engines show it\ndescription = \"…\""
    );
    Some(Diagnostic::note(Code::Description, message).help(help))
}
