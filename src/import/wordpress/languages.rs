//! What an export tells of languages and of which items translate each other: Polylang's taxonomies, WPML's custom fields,
//! and, where nothing else tells, addresses (`/en/…`, `?lang=en`).
//!
//! Groups are keyed on the plugins' own keys, never on slugs, which translations may share.

use std::collections::{HashMap, HashSet};

use super::names::NAMES;
use super::php;
use crate::import::item::{Export, Item};
use crate::lang::site::is_language_code;

/// What an export says of an item's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemLanguage {
    /// Codes for its language, the most precise first: `fr-fr`, `fr`.
    pub codes: Vec<String>,
    /// The key that it shares with its translations.
    pub group: Option<String>,
    /// The language of its address, which is a guess.
    pub address: Option<String>,
}

/// Terms of one taxonomy that translate each other, by language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermPair {
    /// `category` or `post_tag`.
    pub taxonomy: String,
    /// Language → slug and name of the term.
    pub terms: Vec<(String, String, String)>,
}

/// Reads what one site's files tell; items are numbered over all files in order.
#[derive(Debug, Default)]
pub struct Languages<'a> {
    /// Polylang's languages: slug → locale.
    locales: HashMap<&'a str, String>,
    /// Item's number → its group and language, by the groups' descriptions.
    members: HashMap<String, (String, String)>,
    /// Group → its language and number pairs.
    groups: HashMap<String, Vec<(String, String)>>,
    /// Numbers of items that others say they copy: WPML tells it on the copy alone.
    copied: HashSet<String>,
}

impl<'a> Languages<'a> {
    /// Gathers languages and groups from all files of a site, and what `items` say of one another.
    pub fn new<'i>(export: &'a Export, items: impl Iterator<Item = &'i Item>) -> Self {
        let mut languages = Self::default();
        for term in &export.terms {
            match term.taxonomy.as_str() {
                "language" => {
                    let locale = php::read(&term.description);
                    let locale = locale
                        .iter()
                        .flat_map(php::Value::texts)
                        .find(|(key, _)| *key == "locale")
                        .map(|(_, value)| value.to_owned());
                    languages
                        .locales
                        .insert(&term.slug, locale.unwrap_or_default());
                }
                "post_translations" => languages.group(&term.slug, &term.description),
                _ => {}
            }
        }
        let groups = items.filter_map(|item| languages.of_plugins(item).group);
        languages.copied = groups
            .filter_map(|group| Some(group.strip_prefix(COPY)?.to_owned()))
            .collect();
        languages
    }

    fn group(&mut self, key: &str, description: &str) {
        let group = php::read(description);
        // Other keys, `sync` for one, hold no item's number.
        let members = group
            .iter()
            .flat_map(php::Value::texts)
            .filter(|(lang, id)| is_code(lang) && id.parse::<u64>().is_ok_and(|id| id > 0));
        let members: Vec<(String, String)> = members
            .map(|(lang, id)| (lang.to_owned(), id.to_owned()))
            .collect();
        for (lang, id) in &members {
            self.members
                .insert(id.clone(), (key.to_owned(), lang.clone()));
        }
        self.groups.insert(key.to_owned(), members);
    }

    /// What is said of an item, which was at `path`.
    pub fn of(&self, item: &Item, path: &str) -> ItemLanguage {
        let mut language = self.of_plugins(item);
        if language.codes.is_empty() {
            language.codes = item.language.iter().map(|lang| normal(lang)).collect();
        }
        language.codes.retain(|code| !code.is_empty());
        if language.group.is_none() && self.copied.contains(&item.id) {
            language.group = Some(format!("{COPY}{}", item.id));
        }
        language.address = address_language(path);
        language
    }

    fn of_plugins(&self, item: &Item) -> ItemLanguage {
        let polylang = self.polylang(item);
        if !polylang.codes.is_empty() {
            return polylang;
        }
        let wpml = wpml(item);
        ItemLanguage {
            group: polylang.group.or(wpml.group),
            ..wpml
        }
    }

    fn polylang(&self, item: &Item) -> ItemLanguage {
        let listed = self.members.get(&item.id);
        let slug = item
            .term("language")
            .map(|term| term.slug.as_str())
            .or(listed.map(|(_, lang)| lang.as_str()));
        // The item's own word comes first: in a partial export it is the only one.
        let own = item.term("post_translations").map(|term| {
            if term.slug.is_empty() {
                term.name.clone()
            } else {
                term.slug.clone()
            }
        });
        let group = own.or(listed.map(|(group, _)| group.clone()));
        let codes = slug.map(|slug| {
            let locale = self
                .locales
                .get(slug)
                .map(|locale| normal(locale))
                .unwrap_or_default();
            vec![locale, normal(slug)]
        });
        ItemLanguage {
            codes: codes.unwrap_or_default(),
            group,
            address: None,
        }
    }

    /// The items of which a group names a translation that is not among them.
    pub fn without_translation<'i>(&self, items: &'i [Item]) -> Vec<&'i Item> {
        let present: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let is_missing = |item: &&Item| {
            let group = self
                .members
                .get(&item.id)
                .map(|(group, _)| &self.groups[group]);
            group
                .into_iter()
                .flatten()
                .any(|(_, id)| *id != item.id && !present.contains(id.as_str()))
        };
        items.iter().filter(is_missing).collect()
    }
}

/// Pairs of terms that Polylang keeps as `term_translations`.
pub fn term_pairs(export: &Export) -> Vec<TermPair> {
    let terms = || export.terms.iter();
    let by_id: HashMap<&str, &crate::import::item::Term> = terms()
        .filter(|term| !term.id.is_empty())
        .map(|term| (term.id.as_str(), term))
        .collect();
    let mut pairs = Vec::new();
    for group in terms().filter(|term| term.taxonomy == "term_translations") {
        let value = php::read(&group.description);
        let mut members = Vec::new();
        let mut taxonomy = None;
        for (lang, id) in value
            .iter()
            .flat_map(php::Value::texts)
            .filter(|(lang, _)| is_code(lang))
        {
            if let Some(term) = by_id.get(id) {
                taxonomy.get_or_insert(&term.taxonomy);
                members.push((lang.to_owned(), term.slug.clone(), term.name.clone()));
            }
        }
        if let (Some(taxonomy), true) = (taxonomy, members.len() > 1) {
            pairs.push(TermPair {
                taxonomy: taxonomy.clone(),
                terms: members,
            });
        }
    }
    pairs
}

/// What WPML's custom fields say. A copy says which item it copies; the original says nothing.
fn wpml(item: &Item) -> ItemLanguage {
    let first = |keys: &[String]| keys.iter().find_map(|key| item.meta(key));
    let group = first(&NAMES.wpml.group).map(|group| format!("wpml_{group}"));
    let copied = first(&NAMES.wpml.copy_of).map(|id| format!("{COPY}{id}"));
    ItemLanguage {
        codes: first(&NAMES.wpml.code).map(normal).into_iter().collect(),
        group: group.or(copied),
        address: None,
    }
}

/// The group of an item and its copies, before the item's number.
const COPY: &str = "wpml_of_";

/// `fr_FR` → `fr-fr`.
pub fn normal(code: &str) -> String {
    let code = code.trim().replace('_', "-").to_lowercase();
    // `fr-fr-formal` and the like.
    code.split('-').take(2).collect::<Vec<_>>().join("-")
}

fn is_code(code: &str) -> bool {
    code != "sync"
        && (2..=12).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// `/en/2012/…` or `?lang=en`.
fn address_language(path: &str) -> Option<String> {
    let (plain, query) = path.split_once('?').unwrap_or((path, ""));
    let asked = query.split('&').find_map(|part| part.strip_prefix("lang="));
    let first = plain
        .trim_start_matches('/')
        .split('/')
        .next()
        .filter(|_| plain.trim_matches('/').contains('/'));
    asked
        .or(first)
        .filter(|code| is_language_code(code))
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::item::{ItemTerm, Term};

    fn term(id: &str, taxonomy: &str, slug: &str, description: &str) -> Term {
        Term {
            id: id.into(),
            taxonomy: taxonomy.into(),
            slug: slug.into(),
            name: slug.to_uppercase(),
            description: description.into(),
            ..Term::default()
        }
    }

    fn export() -> Export {
        let terms = vec![
            term(
                "1",
                "language",
                "fr",
                "a:2:{s:6:\"locale\";s:5:\"fr_FR\";s:3:\"rtl\";i:0;}",
            ),
            term("2", "language", "en", ""),
            term(
                "3",
                "post_translations",
                "pll_1",
                "a:3:{s:2:\"fr\";i:40;s:2:\"en\";s:2:\"38\";s:4:\"sync\";a:0:{}}",
            ),
            term(
                "4",
                "term_translations",
                "pll_2",
                "a:2:{s:2:\"fr\";i:5;s:2:\"en\";i:6;}",
            ),
            term("5", "category", "essai", ""),
            term("6", "category", "test", ""),
        ];
        Export {
            terms,
            ..Export::default()
        }
    }

    fn of(item: &Item, path: &str) -> (String, Option<String>, Option<String>) {
        let export = export();
        let language = Languages::new(&export, std::iter::empty()).of(item, path);
        (language.codes.join(" "), language.group, language.address)
    }

    fn with_term(id: &str, taxonomy: &str, slug: &str) -> Item {
        Item {
            id: id.into(),
            terms: vec![ItemTerm {
                taxonomy: taxonomy.into(),
                slug: slug.into(),
                name: String::new(),
            }],
            ..Item::default()
        }
    }

    #[test]
    fn polylang() {
        let group = Some("pll_1".to_owned());
        assert_eq!(
            of(&with_term("40", "language", "fr"), ""),
            ("fr-fr fr".into(), group.clone(), None)
        );
        assert_eq!(
            of(
                &Item {
                    id: "38".into(),
                    ..Item::default()
                },
                ""
            ),
            ("en".into(), group, None)
        );
        assert_eq!(
            of(&with_term("7", "post_translations", "pll_9"), "")
                .1
                .as_deref(),
            Some("pll_9")
        );
        let export = export();
        let item = Item {
            id: "40".into(),
            ..Item::default()
        };
        assert_eq!(
            Languages::new(&export, std::iter::empty())
                .without_translation(std::slice::from_ref(&item))
                .len(),
            1
        );
    }

    #[test]
    fn pairs_of_terms() {
        let expected = [
            ("fr".into(), "essai".into(), "ESSAI".into()),
            ("en".into(), "test".into(), "TEST".into()),
        ];
        assert_eq!(
            term_pairs(&export()),
            [TermPair {
                taxonomy: "category".into(),
                terms: expected.to_vec()
            }]
        );
    }

    #[test]
    fn wpml_s_fields_and_addresses() {
        let meta = |pairs: &[(&str, &str)]| Item {
            meta: pairs
                .iter()
                .map(|(k, v)| (k.to_string(), v.to_string()))
                .collect(),
            ..Item::default()
        };
        let item = meta(&[
            ("_wpml_import_language_code", "en"),
            ("_wpml_import_translation_group", "abc"),
        ]);
        assert_eq!(of(&item, ""), ("en".into(), Some("wpml_abc".into()), None));
        for (path, expected) in [
            ("/en/2012/a/", Some("en")),
            ("/?p=3&lang=FR", Some("fr")),
            ("/2012/a/", None),
            ("/en/", None),
            ("/a/b/", None),
        ] {
            assert_eq!(of(&Item::default(), path).2.as_deref(), expected, "{path}");
        }
    }
}
