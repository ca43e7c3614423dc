//! The interface words of a site's languages: from their string files, else from English.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::Inputs;
use crate::source::SourceId;

/// The words of each language: its string file, or its main language's (`fr` for `fr-CA`), or English ones.
pub fn read(
    config: &Config,
    inputs: &Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Strings> {
    let file = |code: &str| -> Option<SourceId> {
        let mut files = inputs.strings.iter();
        files
            .find(|(name, _)| name == code)
            .map(|(_, source)| *source)
    };
    let english = file("en")
        .map(|source| Strings::read("en", &inputs.sources, source, None, &mut Vec::new()));
    let of = |lang: Lang| {
        let language = &config.languages[lang];
        let code = language.code.as_str();
        let main = code.split('-').next().unwrap_or(code);
        match (file(code).or_else(|| file(main)), &english) {
            (Some(source), _) => {
                Strings::read(code, &inputs.sources, source, english.as_ref(), diagnostics)
                    .set(language.style)
            }
            (None, Some(english)) => {
                let message =
                    format!("there are no interface words for `{code}`; falling back to English");
                let help =
                    format!("write templates/strings/{code}.toml, after the theme's en.toml");
                diagnostics.push(Diagnostic::warning(Code::Strings, message).help(help));
                english.clone().as_fallback_for(code)
            }
            (None, None) => Strings::default(),
        }
    };
    ByLang::from_fn(config.languages.len(), of)
}
