//! `[languages]`.

use super::{Language, typography};
use crate::diag::{Code, Diagnostic};
use crate::fields::{Entry, Fields, Table, Value};
use crate::lang::ByLang;
use crate::lang::site::{is_language_tag, usual_case};
use crate::source::SourceId;

/// What is said of a key that should be the code of a language of the site, and what helps.
pub(super) fn no_language(key: &str, languages: &ByLang<Language>) -> (String, String) {
    let known: Vec<&str> = languages
        .iter()
        .map(|(_, language)| language.code.as_str())
        .collect();
    (
        format!("`{key}` is no language of this site"),
        format!("its languages are {}", known.join(", ")),
    )
}

pub(super) fn read(
    table: Option<&Table>,
    source: SourceId,
    title: &str,
    description: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Language> {
    match table {
        Some(table) => read_languages(table, title, description, diagnostics),
        None => missing_languages(source, title, description, diagnostics),
    }
}

fn missing_languages(
    source: SourceId,
    title: &str,
    description: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Language> {
    let help = "write `[languages.fr]` and `[languages.en]`, each with a `title`";
    diagnostics.push(
        Diagnostic::warning(
            Code::Config,
            "no `[languages]`: French and English are taken",
        )
        .in_file(source)
        .help(help),
    );
    let title_in = |code: &str| {
        if title.is_empty() {
            code.to_owned()
        } else {
            title.to_owned()
        }
    };
    let style = typography::style;
    let language = |code: &str| Language {
        code: code.into(),
        title: title_in(code),
        description: description.into(),
        style: style(code),
    };
    ByLang::from_fn(2, |lang| language(["fr", "en"][lang.0 as usize]))
}

fn read_languages(
    table: &Table,
    title: &str,
    description: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for entry in &table.0 {
        let Some(code) = code_of(entry, &languages, diagnostics) else {
            continue;
        };
        let Value::Table(settings) = &entry.item.value else {
            let message = format!("`languages.{}` must be a table", entry.key);
            diagnostics.push(
                Diagnostic::error(Code::Config, message)
                    .at(entry.item.span)
                    .help(format!("write `[languages.{}]`", entry.key)),
            );
            continue;
        };
        let mut fields = Fields::new(settings, Code::Config, diagnostics);
        let own = fields
            .text("title")
            .or(Some(title.to_owned()))
            .filter(|title| !title.trim().is_empty());
        let description = fields
            .text("description")
            .unwrap_or_else(|| description.to_owned());
        let style = typography::of_language(&mut fields, &code);
        fields.finish();
        if own.is_none() {
            let finding =
                Diagnostic::warning(Code::Config, format!("the site has no title in `{code}`"))
                    .at(entry.key_span);
            diagnostics.push(finding.help("write `title = \"…\"` below it"));
        }
        let title = own.unwrap_or_else(|| code.clone());
        languages.push(Language {
            code,
            title,
            description,
            style,
        });
    }
    ByLang::from_fn(languages.len(), |lang| languages[lang.0 as usize].clone())
}

/// The code of a new language, in its usual case.
fn code_of(
    entry: &Entry,
    languages: &[Language],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (key, code) = (&entry.key, usual_case(&entry.key));
    let error = |message: String, help: String| {
        let error = Diagnostic::error(Code::Config, message);
        error.at(entry.key_span).help(help)
    };
    if !is_language_tag(key) {
        let message = format!("`{key}` is not a language code");
        let help = "write a code such as `fr`, `en`, `fr-CA` or `zh-Hans`".to_owned();
        diagnostics.push(error(message, help));
        return None;
    }
    if languages.iter().any(|known| known.code == code) {
        let message = format!("`{key}` and `{code}` are one language");
        diagnostics.push(error(message, format!("keep one `[languages.{code}]`")));
        return None;
    }
    if code != *key {
        let warning = Diagnostic::warning(Code::Config, format!("`{key}` is taken as `{code}`"));
        let help = format!("write `[languages.{code}]`");
        diagnostics.push(warning.at(entry.key_span).help(help));
    }
    Some(code)
}
