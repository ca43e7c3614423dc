//! `/` and "not found": the pages that are in every language.

use serde::Serialize;

use super::card::Card;
use super::{LinkView, Shared, View, Views};
use crate::config::Language;
use crate::lang::Lang;
use crate::plan::Route;

/// Posts of each language on the landing page.
const ON_LANDING: usize = 3;
/// Titles of each language where something is not found.
const ON_NOT_FOUND: usize = 5;

#[derive(Hash, Serialize)]
struct RootView<'v> {
    /// Each language's half of the landing page.
    halves: Vec<Half<'v>>,
    /// Where a script finds where addresses such as `/?p=12` lead now; nothing where there are none.
    old_addresses: Option<String>,
}

#[derive(Hash, Serialize)]
struct Half<'v> {
    lang: &'v str,
    dir: &'v str,
    name: &'v str,
    title: &'v str,
    description: &'v str,
    home: &'v str,
    enter: &'v str,
    not_found: &'v str,
    not_found_help: &'v str,
    /// The newest posts: on the landing page their cards, else their titles.
    cards: Vec<&'v Shared<Card<'v>>>,
    newest: Vec<LinkView<'v>>,
    search: Option<SearchForm<'v>>,
}

#[derive(Hash, Serialize)]
struct SearchForm<'v> {
    url: &'v str,
    label: &'v str,
    button: &'v str,
}

impl<'a> Views<'a> {
    /// `/`: every language's half; its own language is the first, as a page must have one.
    pub fn root(&'a self, route: &Route) -> impl View + 'a {
        let languages = &self.config.languages;
        let described = |(lang, language): (Lang, &Language)| match language.description.as_str() {
            "" => self.titles(self.order[lang].iter().copied(), lang),
            description => description.to_owned(),
        };
        let descriptions: Vec<String> = languages.iter().map(described).collect();
        let has_queries = !self.context.plan.queries.is_empty();
        let view = RootView {
            halves: languages
                .langs()
                .map(|lang| Half {
                    cards: self.order[lang]
                        .iter()
                        .take(ON_LANDING)
                        .map(|id| self.card(*id, lang))
                        .collect(),
                    ..self.half(lang)
                })
                .collect(),
            old_addresses: has_queries.then(|| self.path("/old-addresses.json")),
        };
        self.page(
            route,
            Lang(0),
            self.config.titles(),
            descriptions.join(" "),
            view,
        )
    }

    /// The one `404.html` that plain hosts know, in every language; or a language's own.
    pub fn not_found(&'a self, route: &Route, lang: Option<Lang>) -> impl View + 'a {
        let langs = self.config.languages.langs();
        let wanted = langs.filter(|known| lang.is_none_or(|lang| lang == *known));
        let halves: Vec<Half> = wanted.map(|lang| self.half(lang)).collect();
        let titles: Vec<&str> = halves.iter().map(|half| half.not_found).collect();
        let helps: Vec<&str> = halves.iter().map(|half| half.not_found_help).collect();
        let (title, description) = (titles.join(" · "), helps.join(" "));
        let view = RootView {
            halves,
            old_addresses: None,
        };
        self.page(route, lang.unwrap_or(Lang(0)), title, description, view)
    }

    fn half(&'a self, lang: Lang) -> Half<'a> {
        let (strings, language) = (self.strings(lang), &self.config.languages[lang]);
        let newest = self.order[lang].iter().take(ON_NOT_FOUND);
        let search = self.sites[lang].search.as_ref();
        Half {
            lang: &language.code,
            dir: &strings.direction,
            name: &strings.name,
            title: &language.title,
            description: &language.description,
            home: &self.sites[lang].home,
            enter: strings.get("enter"),
            not_found: strings.get("not_found"),
            not_found_help: strings.get("not_found_help"),
            cards: Vec::new(),
            newest: newest.map(|id| self.link(*id, lang)).collect(),
            search: search.map(|page| SearchForm {
                url: &page.url,
                label: strings.get("search_for"),
                button: strings.get("search_button"),
            }),
        }
    }
}
