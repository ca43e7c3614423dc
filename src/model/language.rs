//! A document's language: what the author says, then the file's name, then the words.

use crate::config::Config;
use crate::content::Document;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::lang::{Lang, OtherLanguage};

/// A guess below this is told to the author.
const SURE: f64 = 0.8;

/// Decides; a contradiction or an unknown language is an error, and the first language then stands in.
pub fn decide(document: &Document, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Lang {
    let guess = document.guess.map(|guess| Lang(guess.language as u8));
    if let Some((code, span)) = &document.front.lang {
        let Some(lang) = config.lang(code) else {
            let codes = config.codes();
            let help = did_you_mean(code, codes.iter().copied())
                .unwrap_or_else(|| format!("the languages are {}", config.list_of_codes()));
            diagnostics.push(
                Diagnostic::error(
                    Code::Language,
                    format!("`{code}` is no language of the site"),
                )
                .at(*span)
                .help(help),
            );
            return document.name_lang.or(guess).unwrap_or(Lang(0));
        };
        if let Some(named) = document.name_lang.filter(|named| *named != lang) {
            let named = &config.languages[named].code;
            let message = format!("the front matter says `{code}`, the file's name says `{named}`");
            diagnostics.push(
                Diagnostic::error(Code::Language, message)
                    .at(*span)
                    .help("rename the file, or remove this line"),
            );
        }
        return lang;
    }
    if let Some(lang) = document.name_lang {
        return lang;
    }
    if let Some(other) = &document.other_language {
        diagnostics.push(in_another(document, other, guess, config));
        return guess.unwrap_or(Lang(0));
    }
    let sure =
        document.guess.is_some_and(|guess| guess.confidence >= SURE) || config.languages.len() == 1;
    if !sure && !document.broken && document.archive.is_none() {
        let code = &config.languages[guess.unwrap_or(Lang(0))].code;
        let message = format!("the language of this post is not certain; it is taken for `{code}`");
        let set = document.how_to_set("lang", &format!("\"{code}\""));
        let help = format!("{set}, or name the file `….{code}.md`");
        diagnostics.push(
            Diagnostic::warning(Code::Guess, message)
                .at(document.place)
                .help(help),
        );
    }
    guess.unwrap_or(Lang(0))
}

/// Says that a post is in a language that the site has not: it must be in one of them, and the nearest stands in.
fn in_another(
    document: &Document,
    other: &OtherLanguage,
    guess: Option<Lang>,
    config: &Config,
) -> Diagnostic {
    let code = &config.languages[guess.unwrap_or(Lang(0))].code;
    let OtherLanguage { code: own, name } = other;
    let message = format!(
        "this post reads as {name}, which is no language of the site; it is taken for `{code}`"
    );
    let leave_out = document.how_to_set("draft", "true");
    let help = format!(
        "add `[languages.{own}]` to site.toml, or state its language (`lang = \"{code}\"`), or leave it out: {leave_out}"
    );
    Diagnostic::warning(Code::Language, message)
        .at(document.place)
        .help(help)
}
