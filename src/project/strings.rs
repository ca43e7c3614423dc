//! The interface words of a site's languages: from their string files, else from the theme's, else from English.

use crate::config::Config;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::lang::string_file::{self, Models};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::{Inputs, THEME};
use crate::source::SourceId;

/// The words of each language: its string file, or its main language's (`fr` for `fr-CA`), or English ones.
pub fn read(
    config: &Config,
    inputs: &Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Strings> {
    report_unused(config, inputs, diagnostics);
    let english = of_theme(inputs, "en");
    let english = english.or_else(|| plain(inputs, "en", file(inputs, "en")?));
    let of = |lang: Lang| {
        let language = &config.languages[lang];
        let code = language.code.as_str();
        let main = main_of(code);
        let own = file(inputs, code).or_else(|| file(inputs, main));
        match (own, &english) {
            (Some(source), _) => {
                let theme = of_theme(inputs, main);
                // The words of a language stand for those of its variant.
                let main = (main != code && file(inputs, code).is_some())
                    .then(|| plain(inputs, main, file(inputs, main)?))
                    .flatten();
                let models = Models {
                    theme: main.as_ref().or(theme.as_ref()),
                    english: english.as_ref(),
                    is_used: &|key| is_used(inputs, key),
                };
                string_file::check(&inputs.sources, source, &models, diagnostics);
                let models = [models.theme, models.english];
                Strings::read(code, &inputs.sources, source, models, diagnostics)
                    .set(language.style)
            }
            (None, Some(english)) => {
                let message =
                    format!("there are no interface words for `{code}`; falling back to English");
                let help = format!(
                    "translate the theme's: `diptych theme strings/en.toml > templates/strings/{code}.toml`"
                );
                diagnostics.push(Diagnostic::warning(Code::Strings, message).help(help));
                english.clone().as_fallback_for(code)
            }
            (None, None) => Strings::default(),
        }
    };
    ByLang::from_fn(config.languages.len(), of)
}

fn main_of(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

fn file(inputs: &Inputs, code: &str) -> Option<SourceId> {
    let mut files = inputs.strings.iter();
    files
        .find(|(name, _)| name == code)
        .map(|(_, source)| *source)
}

/// The theme's own words in a language, where the site has a file of its own for them.
fn of_theme(inputs: &Inputs, code: &str) -> Option<Strings> {
    plain(inputs, code, file(inputs, &format!("{THEME}{code}"))?)
}

fn plain(inputs: &Inputs, code: &str, source: SourceId) -> Option<Strings> {
    let nothing_said = &mut Vec::new();
    Some(Strings::read(
        code,
        &inputs.sources,
        source,
        [None; 2],
        nothing_said,
    ))
}

/// Whether a template of the site names a word.
fn is_used(inputs: &Inputs, key: &str) -> bool {
    let mut own = inputs
        .templates
        .iter()
        .map(|(_, id)| inputs.sources.get(*id))
        .filter(|source| !source.is_embedded());
    own.any(|source| source.text.contains(key))
}

/// Reports the string files of languages that the site does not have.
fn report_unused(config: &Config, inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let codes = config.codes();
    for (code, source) in &inputs.strings {
        let is_own = !inputs.sources.get(*source).is_embedded();
        let is_of_site = |known: &&str| known == code || main_of(known) == code;
        // Who copies the whole theme has changed nothing yet.
        let text = |source: SourceId| &inputs.sources.get(source).text;
        let theme = file(inputs, &format!("{THEME}{code}"));
        let is_copy = theme.is_some_and(|theme| text(theme) == text(*source));
        if !is_own || is_copy || codes.iter().any(is_of_site) {
            continue;
        }
        let message = format!("nothing uses this file: `{code}` is no language of the site");
        let help = did_you_mean(code, codes.iter().copied()).unwrap_or_else(|| {
            format!("add `[languages.{code}]` to site.toml, or remove the file")
        });
        let warning = Diagnostic::warning(Code::Strings, message).in_file(*source);
        diagnostics.push(warning.help(help));
    }
}
