//! What the site lists and publishes: untranslated stories, taxonomies, kinds of page.

use super::hosts::{HOSTS, Host};
use super::kinds::output_keys;
use super::languages::no_language;
use super::{ByLang, Code, Diagnostic, Fields, Language, Table, Value};
use crate::fields::Entry;
use crate::source::Span;

/// What a list does with a story that has no post in the list's language. Such a story is never listed twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untranslated {
    Hide,
    /// It stands among the others, flagged with its language.
    Show,
    /// It is named apart, with the others that are only in its language.
    Link,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policies {
    pub home: Untranslated,
    pub terms: Untranslated,
    pub years: Untranslated,
    pub feeds: Untranslated,
    pub search: Untranslated,
}

impl Policies {
    /// An entry that only says that a text is in another language helps no subscriber.
    pub const DEFAULT: Self = Self {
        feeds: Untranslated::Hide,
        ..Self::all(Untranslated::Link)
    };

    pub const fn all(policy: Untranslated) -> Self {
        Self {
            home: policy,
            terms: policy,
            years: policy,
            feeds: policy,
            search: policy,
        }
    }

    /// `[untranslated]`, or `untranslated = "show"`.
    pub(super) fn read(fields: &mut Fields) -> Self {
        let mut all = Self::DEFAULT;
        let Some(item) = fields.item("untranslated") else {
            return all;
        };
        let Value::Table(table) = &item.value else {
            return fields
                .choice("untranslated", POLICIES)
                .map_or(all, Self::all);
        };
        fields.inside(table, |fields| {
            if let Some(policy) = fields.choice("default", POLICIES) {
                all = Self::all(policy);
            }
            let Self {
                home,
                terms,
                years,
                feeds,
                search,
            } = &mut all;
            for (key, policy) in [
                ("home", home),
                ("terms", terms),
                ("years", years),
                ("feeds", feeds),
                ("search", search),
            ] {
                *policy = fields.choice(key, POLICIES).unwrap_or(*policy);
            }
        });
        all
    }
}

const POLICIES: &[(&str, Untranslated)] = &[
    ("hide", Untranslated::Hide),
    ("show", Untranslated::Show),
    ("link", Untranslated::Link),
];

/// How many posts stand on a page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostsPerPage {
    pub home: usize,
    pub terms: usize,
}

impl PostsPerPage {
    pub const DEFAULT: Self = Self {
        home: 10,
        terms: 10,
    };

    /// `posts_per_page = 20`, or `[posts_per_page]`.
    pub(super) fn read(fields: &mut Fields) -> Self {
        const KEY: &str = "posts_per_page";
        let mut counts = Self::DEFAULT;
        let read = |fields: &mut Fields, key: &'static str, count: &mut usize| {
            let given = fields.integer(key, 1..=10_000, *count as i64);
            *count = given.map_or(*count, |given| given as usize);
        };
        match fields.item(KEY).map(|item| &item.value) {
            Some(Value::Table(table)) => fields.inside(table, |fields| {
                read(fields, "home", &mut counts.home);
                read(fields, "terms", &mut counts.terms);
            }),
            _ => {
                read(fields, KEY, &mut counts.home);
                counts.terms = counts.home;
            }
        }
        counts
    }
}

/// Which kinds of page and feed are made; all of them, unless `[outputs]` turns one off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// The keys of those that are not made.
    off: Vec<&'static str>,
    /// The servers and hosts for which rule files are made; none, unless the site names its own.
    pub rules: Vec<Host>,
}

impl Default for Outputs {
    fn default() -> Self {
        let off = match cfg!(feature = "search") {
            true => Vec::new(),
            false => vec!["search"],
        };
        Self {
            off,
            rules: Vec::new(),
        }
    }
}

impl Outputs {
    pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut fields = Fields::new(table, Code::Config, diagnostics);
        let mut off = Self::default().off;
        off.extend(output_keys().filter(|key| fields.flag(key) == Some(false)));
        let rules = fields.choices("rules", &HOSTS.each_ref().map(|row| (row.name, row.host)));
        fields.finish();
        Self { off, rules }
    }

    /// Whether what a key of `[outputs]` names is made.
    pub fn makes(&self, key: &str) -> bool {
        !self.off.contains(&key)
    }

    /// Whether a server may lead from `/` to the reader's language.
    pub fn negotiates(&self) -> bool {
        self.rules.iter().any(|host| host.row().negotiates)
    }

    /// Whether a taxonomy has pages.
    pub fn lists(&self, taxonomy: &str) -> bool {
        self.makes(match taxonomy {
            "authors" | "series" => taxonomy,
            _ => "terms",
        })
    }
}

/// The taxonomies that every site has.
pub const TAXONOMIES: [&str; 4] = ["tags", "categories", "authors", "series"];

/// A way to sort posts, as `site.toml` declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyNames {
    /// Its key in front matter: `tags`.
    pub key: String,
    /// Its name and its part of URLs in each language, where the site gives them.
    pub names: ByLang<(Option<String>, Option<String>)>,
    /// Where the site speaks of it: of its name in that language, else of itself.
    pub places: ByLang<Option<Span>>,
}

/// The taxonomies that every site has, then those of `[taxonomies]`, which may also rename the former:
/// `[taxonomies.tags]` with `fr = "Sujets"`, or `fr = { name = "Sujets", slug = "sujets" }`.
pub(super) fn taxonomies(
    table: Option<&Table>,
    languages: &ByLang<Language>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TaxonomyNames> {
    let nothing = |key: &str| TaxonomyNames {
        key: key.to_owned(),
        names: ByLang::from_fn(languages.len(), |_| (None, None)),
        places: ByLang::from_fn(languages.len(), |_| None),
    };
    let mut all: Vec<TaxonomyNames> = TAXONOMIES.into_iter().map(nothing).collect();
    for entry in table.map_or(&[][..], |table| &table.0) {
        let at = all
            .iter()
            .position(|taxonomy| taxonomy.key == entry.key)
            .unwrap_or_else(|| {
                all.push(nothing(&entry.key));
                all.len() - 1
            });
        all[at].names = names(entry, languages, diagnostics);
        all[at].places = ByLang::from_fn(languages.len(), |lang| {
            let own = match &entry.item.value {
                Value::Table(table) => table
                    .0
                    .iter()
                    .find(|own| own.key.eq_ignore_ascii_case(&languages[lang].code)),
                _ => None,
            };
            Some(own.map_or(entry.key_span, |own| own.key_span))
        });
    }
    all
}

fn names(
    entry: &Entry,
    languages: &ByLang<Language>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<(Option<String>, Option<String>)> {
    let mut names = ByLang::from_fn(languages.len(), |_| (None, None));
    let Value::Table(table) = &entry.item.value else {
        let message = format!("`taxonomies.{}` must be a table", entry.key);
        let help = format!(
            "write `[taxonomies.{}]` and its name in each language below it: `fr = \"…\"`",
            entry.key
        );
        diagnostics.push(
            Diagnostic::error(Code::Config, message)
                .at(entry.item.span)
                .help(help),
        );
        return names;
    };
    for in_language in &table.0 {
        let Some(lang) = languages
            .iter()
            .find(|(_, language)| language.code.eq_ignore_ascii_case(&in_language.key))
            .map(|(lang, _)| lang)
        else {
            let (message, help) = no_language(&in_language.key, languages);
            diagnostics.push(
                Diagnostic::error(Code::Config, message)
                    .at(in_language.key_span)
                    .help(help),
            );
            continue;
        };
        names[lang] = match &in_language.item.value {
            Value::Table(table) => {
                let mut fields = Fields::new(table, Code::Config, diagnostics);
                let (name, slug) = (fields.text("name"), fields.slug("slug"));
                fields.finish();
                (name, slug)
            }
            Value::Text(name) => (Some(name.clone()), None),
            _ => {
                let message = format!("the name of `{}` must be a string", entry.key);
                let help = format!("write `{} = \"…\"`", in_language.key);
                diagnostics.push(
                    Diagnostic::error(Code::Config, message)
                        .at(in_language.item.span)
                        .help(help),
                );
                continue;
            }
        };
    }
    names
}
