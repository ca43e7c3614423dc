//! `content/terms.toml`: the terms of each taxonomy, paired across languages; `content/authors.toml`: who writes.
//!
//! ```toml
//! [[tags]]
//! fr = "relation client"
//! en = { name = "customer relations", slug = "customers", description = "…", also = ["customer relation"] }
//! ```
//!
//! ```toml
//! [camille-roche]
//! name = "Camille Roche"
//! photo = "authors/camille.jpg"
//! fr.bio = "Vingt ans de guichet."
//! en.bio = "Twenty years behind a counter."
//! ```

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Entry, Fields, Item, Table, Value, parse_toml};
use crate::lang::ByLang;
use crate::load::Inputs;
use crate::source::Span;
use crate::text::titles;

use super::front_matter::Spanned;

/// What the author declares of terms, by the key of their taxonomy.
pub type Declared = BTreeMap<String, Vec<DeclaredTerm>>;

/// One term, in each language that it has a name in.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredTerm {
    /// Where it is declared.
    pub span: Span,
    /// Its names.
    pub names: ByLang<Option<TermName>>,
    /// Other words that mean it, in any language.
    pub also: Vec<String>,
    /// Of an author: a file beside `authors.toml`, or a site path.
    pub photo: Option<Spanned>,
    /// Of an author: another site.
    pub url: Option<String>,
}

/// A term in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermName {
    /// For display.
    pub name: String,
    /// Its part of URLs.
    pub slug: String,
    /// What it is about, or who an author is; Markdown.
    pub description: Option<String>,
}

/// Reads both files.
pub fn read(inputs: &Inputs, config: &Config, found: &mut Vec<Diagnostic>) -> Declared {
    let mut declared = Declared::new();
    for source in &inputs.terms {
        let file = inputs.sources.get(*source);
        let table = parse_toml(*source, &file.text, 0..file.text.len(), Code::Terms, found);
        let mut reader = Reader { config, found };
        match file.path.ends_with("authors.toml") {
            true => {
                let authors = table.0.iter().filter_map(|entry| reader.author(entry)).collect();
                declared.insert("authors".to_owned(), authors);
            }
            false => declared.extend(table.0.iter().filter_map(|entry| Some((entry.key.clone(), reader.terms(entry)?)))),
        }
    }
    declared
}

struct Reader<'a, 'd> {
    config: &'a Config,
    found: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    /// `[[tags]]`, …
    fn terms(&mut self, entry: &Entry) -> Option<Vec<DeclaredTerm>> {
        let known = || self.config.taxonomies.iter().map(|taxonomy| taxonomy.key.as_str());
        if !known().any(|key| key == entry.key) {
            let help = did_you_mean(&entry.key, known())
                .unwrap_or_else(|| format!("declare it in site.toml: `[taxonomies.{}]`", entry.key));
            let message = format!("there is no taxonomy `{}`", entry.key);
            self.found.push(Diagnostic::error(Code::Terms, message).at(entry.key_span).help(help));
            return None;
        }
        let Value::List(items) = &entry.item.value else {
            let message = format!("`{}` must be a list of tables", entry.key);
            let help = format!("write `[[{}]]` above each term", entry.key);
            self.found.push(Diagnostic::error(Code::Terms, message).at(entry.item.span).help(help));
            return None;
        };
        Some(items.iter().filter_map(|item| self.term(item)).collect())
    }

    /// Its name in each language.
    fn term(&mut self, item: &Item) -> Option<DeclaredTerm> {
        let Value::Table(table) = &item.value else {
            let finding = Diagnostic::error(Code::Terms, "a term must be a table").at(item.span);
            self.found.push(finding.help("write its name in each language: `fr = \"…\"`, `en = \"…\"`"));
            return None;
        };
        let mut term = DeclaredTerm { span: item.span, names: self.no_names(), also: Vec::new(), photo: None, url: None };
        for entry in &table.0 {
            let Some(lang) = self.config.lang(&entry.key) else {
                let help = did_you_mean(&entry.key, self.config.codes())
                    .unwrap_or_else(|| format!("the languages are {}", self.config.list_of_codes()));
                let message = format!("`{}` is no language of this site", entry.key);
                self.found.push(Diagnostic::error(Code::Terms, message).at(entry.key_span).help(help));
                continue;
            };
            let mut fields = Fields::new(table, Code::Terms, self.found);
            term.names[lang] = match &entry.item.value {
                Value::Table(inner) => fields.inside(inner, |fields| {
                    let (name, slug) = (fields.text("name"), fields.slug("slug"));
                    let description = fields.text("description");
                    term.also.extend(fields.list("also").into_iter().map(|(word, _)| word));
                    name.map(|name| named(name, slug, description))
                }),
                _ => fields.texts_of(&entry.key, &entry.item).into_iter().next().map(|(name, _)| named(name, None, None)),
            };
        }
        Some(term)
    }

    /// `[camille-roche]`: what is the same in all languages, and below them what is not.
    fn author(&mut self, entry: &Entry) -> Option<DeclaredTerm> {
        let Value::Table(table) = &entry.item.value else {
            let message = format!("`{}` must be a table", entry.key);
            let help = format!("write `[{}]`, and `name = \"…\"` below it", entry.key);
            self.found.push(Diagnostic::error(Code::Terms, message).at(entry.item.span).help(help));
            return None;
        };
        let mut names = self.no_names();
        // The languages are keys of the table, too; they are looked for by hand.
        let (languages, own): (Vec<Entry>, Vec<Entry>) =
            table.0.iter().cloned().partition(|entry| self.config.lang(&entry.key).is_some());
        let own = Table(own);
        let mut fields = Fields::new(&own, Code::Terms, self.found);
        let name = fields.text("name").unwrap_or_else(|| entry.key.clone());
        let (slug, bio) = (fields.slug("slug"), fields.text("bio"));
        let (photo, url) = (fields.spanned_text("photo"), fields.text("url"));
        let mut also: Vec<String> = fields.list("also").into_iter().map(|(word, _)| word).collect();
        fields.finish();
        also.push(entry.key.clone());
        for lang in self.config.languages.langs() {
            let code = &self.config.languages[lang].code;
            let here = languages.iter().find(|entry| entry.key.eq_ignore_ascii_case(code));
            let in_language = here.and_then(|entry| match &entry.item.value {
                Value::Table(table) => Some(table),
                _ => None,
            });
            let mut names_here = named(name.clone(), slug.clone(), bio.clone());
            if let Some(table) = in_language {
                let mut fields = Fields::new(table, Code::Terms, self.found);
                let (name, slug, bio) = (fields.text("name"), fields.slug("slug"), fields.text("bio"));
                fields.finish();
                names_here = TermName {
                    slug: slug.unwrap_or(names_here.slug),
                    name: name.unwrap_or(names_here.name),
                    description: bio.or(names_here.description),
                };
            }
            names[lang] = Some(names_here);
        }
        Some(DeclaredTerm { span: entry.key_span, names, also, photo, url })
    }

    fn no_names(&self) -> ByLang<Option<TermName>> {
        ByLang::from_fn(self.config.languages.len(), |_| None)
    }
}

/// A term whose slug is made from its name unless it is given.
fn named(name: String, slug: Option<String>, description: Option<String>) -> TermName {
    TermName { slug: slug.unwrap_or_else(|| slug_of(&name)), name, description }
}

/// The slug of a term's name; of one without any Latin letter, the name itself.
pub fn slug_of(name: &str) -> String {
    let slug = titles::slug(name);
    if slug.is_empty() { name.replace(|c: char| !c.is_alphanumeric(), "-") } else { slug }
}
