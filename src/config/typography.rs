//! `[typography]`, and a language's own `typography`: how text is set.

use super::Language;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Fields, Table, Value};
use crate::lang::{ByLang, site::is_language_tag};
use crate::languages::Space;
use crate::text::typography::{Options, Style};

/// The style of a language where nothing is said.
pub fn style(code: &str) -> Style {
    Style::of(code, &Options::default())
}

/// A language's own word: `typography = false`, or a code such as `"fr-CA"` whose style it takes.
pub fn of_language(fields: &mut Fields, code: &str) -> Style {
    let Some(item) = fields.item("typography") else {
        return style(code);
    };
    match &item.value {
        Value::Flag(false) => Style::OFF,
        Value::Flag(true) => style(code),
        Value::Text(other) if is_language_tag(other) => style(other),
        _ => {
            let help = "write `typography = false`, or the code of a language such as `\"fr-CA\"`";
            fields.problem(
                item.span,
                "`typography` must be false or the code of a language",
                help,
            );
            style(code)
        }
    }
}

/// The site's word; then its titles and descriptions are set.
pub fn read(
    table: Option<&Table>,
    languages: &mut ByLang<Language>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut options = Options::default();
    if let Some(table) = table {
        let mut fields = Fields::new(table, Code::Config, diagnostics);
        options.enabled = fields.flag("enabled").unwrap_or(options.enabled);
        options.space_inside_quotes = guillemets(&mut fields);
        options.repair = fields.flag("repair");
        fields.finish();
    }
    for lang in languages.langs() {
        let language = &mut languages[lang];
        language.style = language.style.with(&options);
        language.title = language.style.line(&language.title);
        language.description = language.style.line(&language.description);
    }
}

fn guillemets(fields: &mut Fields) -> Option<Space> {
    let (word, span) = fields.spanned_text("guillemets")?;
    match word.as_str() {
        // What French has of its own.
        "wide" => None,
        "narrow" => Some(Space::Narrow),
        _ => {
            let help = did_you_mean(&word, ["wide", "narrow"])
                .unwrap_or_else(|| "write \"wide\" or \"narrow\"".into());
            fields.problem(
                span,
                format!("`{word}` is no space inside guillemets"),
                help,
            );
            None
        }
    }
}
