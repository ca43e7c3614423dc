//! The page where readers search. Results are shown by its script; without one it leads to the lists.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{View, Views};
use crate::config::Untranslated;
use crate::lang::Lang;
use crate::plan::{self, Route};

#[derive(Hash, Serialize)]
struct SearchView {
    search: Search,
}

#[derive(Hash, Serialize)]
struct Search {
    title: String,
    url: String,
    /// What the script must know, as JSON.
    settings: String,
}

#[derive(Hash, Serialize)]
struct Settings<'a> {
    /// The page's language, then the others.
    languages: Vec<&'a str>,
    /// The folder of the index.
    index: String,
    /// The path below which the site stands.
    base: String,
    /// What becomes of stories that are not told in the page's language: `hide`, `show` or `link`.
    untranslated: &'static str,
    /// "in English", by code.
    in_language: BTreeMap<&'a str, &'a str>,
    /// Words of the page.
    count: &'a str,
    none: &'a str,
    found: &'a str,
    more: &'a str,
}

impl<'a> Views<'a> {
    pub fn search(&'a self, route: &Route, lang: Lang) -> impl View + 'a {
        let config = self.config;
        let strings = self.strings(lang);
        let langs = || {
            std::iter::once(lang)
                .chain(config.languages.langs().filter(move |other| *other != lang))
        };
        let settings = Settings {
            languages: langs().map(|lang| self.code(lang)).collect(),
            index: self.path(plan::INDEX),
            base: config.base.encoded_path().trim_end_matches('/').to_owned(),
            untranslated: match config.untranslated.search {
                Untranslated::Hide => "hide",
                Untranslated::Show => "show",
                Untranslated::Link => "link",
            },
            in_language: langs()
                .map(|other| (self.code(other), self.in_language(lang, other)))
                .collect(),
            count: strings.get("search_count"),
            none: strings.get("search_none"),
            found: strings.get("search_found"),
            more: strings.get("search_more"),
        };
        let title = strings.get("search").to_owned();
        let head = self.full_title(&title, lang);
        let settings = serde_json::to_string(&settings).unwrap_or_default();
        let search = Search {
            title,
            url: self.path(&route.path),
            settings,
        };
        let description = self.titles(self.order[lang].iter().copied(), lang);
        self.page(route, lang, head, description, SearchView { search })
    }
}
