//! What an export tells of languages and of which items translate each other: Polylang's taxonomies, WPML's custom fields,
//! and, where nothing else tells, addresses (`/en/…`, `?lang=en`).
//!
//! Groups are keyed on the plugins' own keys, never on slugs, which translations may share.

use std::collections::{HashMap, HashSet};

use super::{NAMES, php};
use crate::import::item::{Export, Item, Term};
use crate::lang::site::is_language_code;

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
    members: HashMap<&'a str, (&'a str, &'a str)>,
    /// Group → the numbers of its items.
    groups: HashMap<&'a str, Vec<&'a str>>,
    /// Numbers of items that others say they copy: WPML tells it on the copy alone.
    copied: HashSet<String>,
}

impl<'a> Languages<'a> {
    pub fn new<'i>(export: &'a Export, items: impl Iterator<Item = &'i Item>) -> Self {
        let mut languages = Self::default();
        for term in &export.terms {
            let mut texts = php::texts(&term.description);
            match term.taxonomy.as_str() {
                "language" => {
                    let locale = texts.into_iter().find(|(key, _)| *key == "locale");
                    let locale = locale.map_or_else(String::new, |(_, locale)| normal(locale));
                    languages.locales.insert(&term.slug, locale);
                }
                "post_translations" => {
                    // Other keys, `sync` for one, hold no item's number.
                    let is_number = |id: &str| id.parse::<u64>().is_ok_and(|id| id > 0);
                    texts.retain(|(lang, id)| is_code(lang) && is_number(id));
                    let members = texts
                        .iter()
                        .map(|(lang, id)| (*id, (term.slug.as_str(), *lang)));
                    languages.members.extend(members);
                    let ids = texts.iter().map(|(_, id)| *id).collect();
                    languages.groups.insert(&term.slug, ids);
                }
                _ => {}
            }
        }
        let groups = items.filter_map(|item| languages.of_plugins(item).group);
        languages.copied = groups
            .filter_map(|group| Some(group.strip_prefix(COPY)?.to_owned()))
            .collect();
        languages
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
        let language = self.polylang(item);
        if !language.codes.is_empty() {
            return language;
        }
        let wpml = wpml(item);
        ItemLanguage {
            group: language.group.or(wpml.group),
            ..wpml
        }
    }

    fn polylang(&self, item: &Item) -> ItemLanguage {
        let listed = self.members.get(item.id.as_str()).copied();
        let (group, lang) = listed.unzip();
        // The item's own word comes first: in a partial export it is the only one.
        let own = item.term("language").map(|term| term.slug.as_str());
        let codes = own.or(lang).map(|slug| {
            let locale = self.locales.get(slug).cloned().unwrap_or_default();
            vec![locale, normal(slug)]
        });
        let own = item.term("post_translations");
        let own = own.map(|term| match term.slug.as_str() {
            "" => term.name.as_str(),
            slug => slug,
        });
        ItemLanguage {
            codes: codes.unwrap_or_default(),
            group: own.or(group).map(str::to_owned),
            address: None,
        }
    }

    /// The items of which a group names a translation that is not among them.
    pub fn without_translation<'i>(&self, items: &'i [Item]) -> Vec<&'i Item> {
        let present: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let lacks_one = |item: &&Item| {
            let member = self.members.get(item.id.as_str());
            member.is_some_and(|(group, _)| {
                let mut ids = self.groups[group].iter();
                ids.any(|id| *id != item.id && !present.contains(id))
            })
        };
        items.iter().filter(lacks_one).collect()
    }
}

/// Pairs of terms that Polylang keeps as `term_translations`.
pub fn term_pairs(export: &Export) -> Vec<TermPair> {
    let with_id = export.terms.iter().filter(|term| !term.id.is_empty());
    let by_id: HashMap<&str, &Term> = with_id.map(|term| (term.id.as_str(), term)).collect();
    let groups = export.terms.iter();
    let groups = groups.filter(|term| term.taxonomy == "term_translations");
    let pairs = groups.filter_map(|group| {
        let members = php::texts(&group.description).into_iter();
        let members: Vec<(&str, &Term)> = members
            .filter(|(lang, _)| is_code(lang))
            .filter_map(|(lang, id)| Some((lang, *by_id.get(id)?)))
            .collect();
        let (_, first) = members.first().filter(|_| members.len() > 1)?;
        let terms = members.iter();
        let terms =
            terms.map(|(lang, term)| ((*lang).to_owned(), term.slug.clone(), term.name.clone()));
        Some(TermPair {
            taxonomy: first.taxonomy.clone(),
            terms: terms.collect(),
        })
    });
    pairs.collect()
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
    // With something below it.
    let first = plain
        .trim_matches('/')
        .split_once('/')
        .map(|(first, _)| first);
    let code = asked.or(first).filter(|code| is_language_code(code));
    code.map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::item::Term;

    fn term(id: &str, taxonomy: &str, slug: &str, description: &str) -> Term {
        Term {
            id: id.into(),
            taxonomy: taxonomy.into(),
            slug: slug.into(),
            name: slug.to_uppercase(),
            description: description.into(),
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
            terms: vec![Term {
                name: String::new(),
                ..term("", taxonomy, slug, "")
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
