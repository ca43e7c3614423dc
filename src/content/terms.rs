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

use std::collections::{BTreeMap, HashMap};

use crate::config::Config;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::fields::{Entry, Fields, Item, Table, Value, parse_toml};
use crate::lang::{ByLang, Lang};
use crate::load::Inputs;
use crate::source::Span;
use crate::text::{titles, words};

use super::front_matter::Spanned;

/// What the author declares of terms, by the key of their taxonomy.
pub type Declared = BTreeMap<String, Vec<DeclaredTerm>>;

/// One term, in each language that it has a name in.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredTerm {
    pub span: Span,
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
pub fn read(inputs: &Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Declared {
    let mut read: BTreeMap<String, Vec<Claimed>> = BTreeMap::new();
    for source in &inputs.terms {
        let file = inputs.sources.get(*source);
        let table = parse_toml(
            *source,
            &file.text,
            0..file.text.len(),
            Code::Terms,
            diagnostics,
        );
        let mut parser = TermParser {
            config,
            diagnostics,
        };
        for entry in &table.0 {
            let (key, terms) = match file.path.ends_with("authors.toml") {
                true => ("authors", parser.author(entry).into_iter().collect()),
                false => (entry.key.as_str(), parser.terms(entry)),
            };
            read.entry(key.to_owned()).or_default().extend(terms);
        }
    }
    read.into_iter()
        .map(|(key, terms)| (key, distinct(terms, diagnostics)))
        .collect()
}

/// A term, and the words and slugs that mean it.
type Claimed = (DeclaredTerm, Vec<Claim>);

/// A word or slug that means a term.
struct Claim {
    lang: Lang,
    text: String,
    is_slug: bool,
    span: Span,
}

/// The terms of a taxonomy; one that claims what an earlier one has is reported and left out.
fn distinct(terms: Vec<Claimed>, diagnostics: &mut Vec<Diagnostic>) -> Vec<DeclaredTerm> {
    let mut taken: HashMap<(Lang, String), Span> = HashMap::new();
    let mut kept = Vec::new();
    for (term, claims) in terms {
        let twice = claims
            .iter()
            .find_map(|claim| Some((claim, *taken.get(&(claim.lang, word_key(&claim.text)))?)));
        let Some((claim, first)) = twice else {
            taken.extend(
                claims
                    .iter()
                    .map(|claim| ((claim.lang, word_key(&claim.text)), claim.span)),
            );
            kept.push(term);
            continue;
        };
        let (message, help) = match claim.is_slug {
            true => (
                format!("the slug `{}` is another term's already", claim.text),
                "give one of them another `slug`",
            ),
            false => (
                format!("`{}` means another term already", claim.text),
                "make one entry of the two, or remove it from one",
            ),
        };
        diagnostics.push(
            Diagnostic::error(Code::Terms, message)
                .at(claim.span)
                .label(first, "the other")
                .help(help),
        );
    }
    kept
}

/// The name of a term, its slug, its description and other words for it.
type Name = (
    Option<Spanned>,
    Option<Spanned>,
    Option<String>,
    Vec<Spanned>,
);

/// The name of an author, their slug and their bio.
type Author = (Spanned, Option<Spanned>, Option<String>);

struct TermParser<'a, 'd> {
    config: &'a Config,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl TermParser<'_, '_> {
    /// `[[tags]]`, …
    fn terms(&mut self, entry: &Entry) -> Vec<Claimed> {
        let known = || {
            self.config
                .taxonomies
                .iter()
                .map(|taxonomy| taxonomy.key.as_str())
        };
        if !known().any(|key| key == entry.key) {
            let help = did_you_mean(&entry.key, known()).unwrap_or_else(|| {
                format!("declare it in site.toml: `[taxonomies.{}]`", entry.key)
            });
            let message = format!("there is no taxonomy `{}`", entry.key);
            self.diagnostics.push(
                Diagnostic::error(Code::Terms, message)
                    .at(entry.key_span)
                    .help(help),
            );
            return Vec::new();
        }
        let Value::List(items) = &entry.item.value else {
            let message = format!("`{}` must be a list of tables", entry.key);
            let help = format!("write `[[{}]]` above each term", entry.key);
            self.diagnostics.push(
                Diagnostic::error(Code::Terms, message)
                    .at(entry.item.span)
                    .help(help),
            );
            return Vec::new();
        };
        items.iter().filter_map(|item| self.term(item)).collect()
    }

    /// Its name in each language.
    fn term(&mut self, item: &Item) -> Option<Claimed> {
        let Value::Table(table) = &item.value else {
            let finding = Diagnostic::error(Code::Terms, "a term must be a table").at(item.span);
            self.diagnostics
                .push(finding.help("write its name in each language: `fr = \"…\"`, `en = \"…\"`"));
            return None;
        };
        let mut term = DeclaredTerm {
            span: item.span,
            names: self.no_names(),
            also: Vec::new(),
            photo: None,
            url: None,
        };
        let mut claims = Vec::new();
        for entry in &table.0 {
            let Some(lang) = self.lang(entry) else {
                continue;
            };
            let (name, slug, description, also) = self.name(table, entry);
            claims.extend(claims_of(lang, name.as_ref(), slug.as_ref(), &also));
            term.also.extend(also.into_iter().map(|(word, _)| word));
            term.names[lang] =
                name.map(|(name, _)| named(name, slug.map(|(slug, _)| slug), description));
        }
        Some((term, claims))
    }

    /// The language that a key of a term names.
    fn lang(&mut self, entry: &Entry) -> Option<Lang> {
        let lang = self.config.lang(&entry.key);
        if lang.is_none() {
            let help = did_you_mean(&entry.key, self.config.codes())
                .unwrap_or_else(|| format!("the languages are {}", self.config.list_of_codes()));
            let message = format!("`{}` is no language of this site", entry.key);
            self.diagnostics.push(
                Diagnostic::error(Code::Terms, message)
                    .at(entry.key_span)
                    .help(help),
            );
        }
        lang
    }

    /// A term in one language: `"…"`, or a table.
    fn name(&mut self, table: &Table, entry: &Entry) -> Name {
        let mut fields = Fields::new(table, Code::Terms, self.diagnostics);
        let Value::Table(inner) = &entry.item.value else {
            let name = fields.texts_of(&entry.key, &entry.item).into_iter().next();
            let name = name.and_then(|name| filled(&mut fields, name));
            return (name, None, None, Vec::new());
        };
        fields.inside(inner, |fields| {
            if inner.get("name").is_none() {
                let help = format!("write `{} = {{ name = \"…\" }}`", entry.key);
                let message = format!("this term has no name in `{}`", entry.key);
                fields.problem(entry.key_span, message, help);
            }
            let name = fields.spanned_text("name");
            (
                name.and_then(|name| filled(fields, name)),
                fields.spanned_slug("slug"),
                fields.text("description"),
                fields.list("also"),
            )
        })
    }

    /// `[camille-roche]`: what is the same in all languages, and below them what is not.
    fn author(&mut self, entry: &Entry) -> Option<Claimed> {
        let Value::Table(table) = &entry.item.value else {
            let message = format!("`{}` must be a table", entry.key);
            let help = format!("write `[{}]`, and `name = \"…\"` below it", entry.key);
            self.diagnostics.push(
                Diagnostic::error(Code::Terms, message)
                    .at(entry.item.span)
                    .help(help),
            );
            return None;
        };
        let mut names = self.no_names();
        // The languages are keys of the table, too; they are looked for by hand.
        let (languages, own): (Vec<Entry>, Vec<Entry>) = table
            .0
            .iter()
            .cloned()
            .partition(|entry| self.config.lang(&entry.key).is_some());
        let own = Table(own);
        let mut fields = Fields::new(&own, Code::Terms, self.diagnostics);
        let name = fields
            .spanned_text("name")
            .and_then(|name| filled(&mut fields, name));
        let name = name.unwrap_or_else(|| (entry.key.clone(), entry.key_span));
        let (slug, bio) = (fields.spanned_slug("slug"), fields.text("bio"));
        let (photo, url) = (fields.spanned_text("photo"), fields.text("url"));
        let mut also = fields.list("also");
        fields.finish();
        also.push((entry.key.clone(), entry.key_span));
        let mut claims = Vec::new();
        for lang in self.config.languages.langs() {
            let code = &self.config.languages[lang].code;
            let here = languages
                .iter()
                .find(|entry| entry.key.eq_ignore_ascii_case(code));
            let (name_here, slug_here, bio_here) =
                self.author_in(here, (name.clone(), slug.clone(), bio.clone()));
            claims.extend(claims_of(lang, Some(&name_here), slug_here.as_ref(), &also));
            names[lang] = Some(named(
                name_here.0,
                slug_here.map(|(slug, _)| slug),
                bio_here,
            ));
        }
        let also = also.into_iter().map(|(word, _)| word).collect();
        Some((
            DeclaredTerm {
                span: entry.key_span,
                names,
                also,
                photo,
                url,
            },
            claims,
        ))
    }

    /// An author's name, slug and bio in a language, by those that they have in all.
    fn author_in(&mut self, here: Option<&Entry>, in_all: Author) -> Author {
        let Some(Value::Table(table)) = here.map(|entry| &entry.item.value) else {
            return in_all;
        };
        let (name, slug, bio) = in_all;
        let mut fields = Fields::new(table, Code::Terms, self.diagnostics);
        let own = fields
            .spanned_text("name")
            .and_then(|name| filled(&mut fields, name));
        // The slug is made from the name in all languages.
        let slug = fields
            .spanned_slug("slug")
            .or(slug)
            .or_else(|| Some((slug_of(&name.0), name.1)));
        let bio = fields.text("bio").or(bio);
        fields.finish();
        (own.unwrap_or(name), slug, bio)
    }

    fn no_names(&self) -> ByLang<Option<TermName>> {
        ByLang::from_fn(self.config.languages.len(), |_| None)
    }
}

/// A name, unless there is nothing in it.
fn filled(fields: &mut Fields, (name, span): Spanned) -> Option<Spanned> {
    let is_filled = name
        .chars()
        .any(|letter| !letter.is_whitespace() && !letter.is_control());
    if !is_filled {
        fields.problem(
            span,
            "a name cannot be empty",
            "write what readers are to see, or remove this line",
        );
    }
    is_filled.then_some((name, span))
}

/// What a term claims in a language. Two names may be one word to readers of URLs, so its slug counts, too.
fn claims_of(
    lang: Lang,
    name: Option<&Spanned>,
    slug: Option<&Spanned>,
    also: &[Spanned],
) -> Vec<Claim> {
    let claim = |(text, span): &Spanned, is_slug: bool| Claim {
        lang,
        text: text.clone(),
        is_slug,
        span: *span,
    };
    let made = name
        .filter(|_| slug.is_none())
        .map(|(name, span)| (slug_of(name), *span));
    let words = name.into_iter().chain(also).map(|word| claim(word, false));
    words
        .chain(
            slug.or(made.as_ref())
                .filter(|_| name.is_some())
                .map(|slug| claim(slug, true)),
        )
        .collect()
}

/// What two ways to write a term have in common: case, accents and hyphens do not count; `C++` and `C#` are two.
pub fn word_key(name: &str) -> String {
    words::fold(&name.replace(['-', '_'], " "))
}

/// A term whose slug is made from its name unless it is given.
fn named(name: String, slug: Option<String>, description: Option<String>) -> TermName {
    TermName {
        slug: slug.unwrap_or_else(|| slug_of(&name)),
        name,
        description,
    }
}

/// The slug of a term's name; of one without any Latin letter, the name itself.
pub fn slug_of(name: &str) -> String {
    let slug = titles::slug(name);
    if slug.is_empty() {
        name.replace(|c: char| !c.is_alphanumeric(), "-")
    } else {
        slug
    }
}
