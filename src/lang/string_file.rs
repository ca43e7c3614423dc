//! What is wrong with a string file: names that nothing asks for, and phrases that cannot be filled. Readers would see them.

use std::collections::BTreeSet;

use super::strings::{FORMS, Strings};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Entry, Item, Table, Value, parse_toml};
use crate::source::{SourceId, Sources};

/// What a file is compared with.
pub struct Models<'a> {
    /// The theme's own words in the file's language; they stand for those that the file lacks.
    pub theme: Option<&'a Strings>,
    /// English has every word.
    pub english: Option<&'a Strings>,
    /// Whether a template of the site names a word: an author may have words of his own.
    pub is_used: &'a dyn Fn(&str) -> bool,
}

impl Models<'_> {
    /// The names that phrases of a key are filled with.
    fn names(&self, of: impl Fn(&Strings) -> Vec<String>) -> Option<Vec<String>> {
        let models = self.theme.into_iter().chain(self.english);
        let phrases: Vec<String> = models.flat_map(of).collect();
        let names = phrases.iter().flat_map(|phrase| placeholders(phrase));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        let names = names.into_iter().map(str::to_owned).collect();
        (!phrases.is_empty()).then_some(names)
    }
}

/// The names between braces, each with its byte.
fn placeholders(phrase: &str) -> Vec<(&str, usize)> {
    let opened = phrase.match_indices('{');
    let name = |(at, _): (usize, &str)| {
        let inside = &phrase[at + 1..];
        Some((&inside[..inside.find('}')?], at))
    };
    opened.filter_map(|(at, brace)| name((at, brace))).collect()
}

/// Reports what is wrong with a file, beside its syntax.
pub fn check(
    sources: &Sources,
    source: SourceId,
    models: &Models,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(english) = models.english else {
        return;
    };
    let text = &sources.get(source).text;
    let said_already = &mut Vec::new();
    let table = &parse_toml(source, text, 0..text.len(), Code::Strings, said_already);
    let mut checker = Checker {
        models,
        diagnostics,
    };
    for entry in section(table, "text") {
        let known = english.text.keys().map(String::as_str);
        checker.key(entry, known);
        let names = models.names(|model| model.text.get(&entry.key).into_iter().cloned().collect());
        checker.phrase(&entry.key, &entry.item, names.as_deref());
    }
    for entry in section(table, "count") {
        checker.key(entry, english.count.keys().map(String::as_str));
        checker.forms(entry);
    }
    for (name, known) in [
        ("taxonomies", &english.taxonomies),
        ("paths", &english.paths),
    ] {
        for entry in section(table, name) {
            checker.key(entry, known.keys().map(String::as_str));
            checker.phrase(&entry.key, &entry.item, None);
        }
    }
    for entry in ["in_language", "version"]
        .into_iter()
        .flat_map(|name| section(table, name))
    {
        checker.phrase(&entry.key, &entry.item, None);
    }
    for entry in section(table, "date") {
        let names: &[&str] = match entry.key.as_str() {
            "day" => &["day", "month", "year"],
            "month" => &["month", "year"],
            _ => continue,
        };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        checker.phrase(&entry.key, &entry.item, Some(&names));
    }
}

fn section<'t>(table: &'t Table, name: &str) -> &'t [Entry] {
    table.table(name).map_or(&[], |table| &table.0)
}

struct Checker<'a> {
    models: &'a Models<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn problem(&mut self, item: &Item, message: String, help: String) {
        let error = Diagnostic::error(Code::Strings, message);
        self.diagnostics.push(error.at(item.span).help(help));
    }

    /// A key that is nearly one that is asked for, and that no template of the site names.
    fn key<'k>(&mut self, entry: &Entry, known: impl Iterator<Item = &'k str> + Clone) {
        if known.clone().any(|known| known == entry.key) || (self.models.is_used)(&entry.key) {
            return;
        }
        if let Some(help) = did_you_mean(&entry.key, known) {
            let message = format!("nothing asks for `{}`", entry.key);
            let error = Diagnostic::error(Code::Strings, message);
            self.diagnostics.push(error.at(entry.key_span).help(help));
        }
    }

    /// A phrase, and the names that it may hold where they are known.
    fn phrase(&mut self, key: &str, item: &Item, names: Option<&[String]>) {
        let Value::Text(text) = &item.value else {
            let message = format!("`{key}` must be a string");
            return self.problem(item, message, format!("write `{key} = \"…\"`"));
        };
        if text.trim().is_empty() {
            let message = format!("`{key}` is empty");
            let help = "write a phrase, or remove the line to have the theme's own";
            return self.problem(item, message, help.to_owned());
        }
        let Some(names) = names else { return };
        for (name, _) in placeholders(text) {
            if names.iter().any(|known| known == name) {
                continue;
            }
            let message = format!("`{{{name}}}` is filled with nothing in `{key}`");
            let known: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
            let help = match (did_you_mean(name, names.iter().map(String::as_str)), names) {
                (Some(help), _) => help,
                (None, []) => format!("remove it: nothing is filled in `{key}`"),
                (None, _) => format!("what is filled in: {}", known.join(", ")),
            };
            self.problem(item, message, help);
        }
    }

    /// The plural forms of a word.
    fn forms(&mut self, entry: &Entry) {
        let of_model = |model: &Strings| {
            let forms = model.count.get(&entry.key).into_iter();
            forms.flat_map(|forms| forms.values().cloned()).collect()
        };
        let names = self.models.names(of_model);
        let Value::Table(table) = &entry.item.value else {
            return self.phrase(&entry.key, &entry.item, names.as_deref());
        };
        for form in &table.0 {
            if FORMS.contains(&form.key.as_str()) {
                self.phrase(&form.key, &form.item, names.as_deref());
                continue;
            }
            let message = format!("`{}` is no plural form", form.key);
            let help = did_you_mean(&form.key, FORMS)
                .unwrap_or_else(|| format!("the forms are {}", FORMS.join(", ")));
            self.problem(&form.item, message, help);
        }
        if table.get("other").is_none() {
            let message = format!("`{}` lacks the form `other`", entry.key);
            let help = format!("write `{} = {{ one = \"…\", other = \"…\" }}`", entry.key);
            self.problem(&entry.item, message, help);
        }
    }
}
