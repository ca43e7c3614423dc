//! Lists as templates see them: homes, terms, years, and the lists of lists.

use std::borrow::Cow;

use serde::Serialize;

use super::card::Card;
use super::{LinkView, Shared, View, Views};
use crate::doc::Html;
use crate::lang::Lang;
use crate::model::PostId;
use crate::plan::{self, ListId, Route};

/// Stories told only in another language, on a list.
const ELSEWHERE: usize = 5;
/// So many titles the archive shows on one page; of more, each year has its own alone.
const ON_ARCHIVE: usize = 500;

#[derive(Hash, Serialize)]
struct ListView<'v> {
    list: About<'v>,
    cards: Vec<&'v Shared<Card<'v>>>,
    /// Stories told only in another language; on the first page.
    elsewhere: Vec<Elsewhere<'v>>,
    number: usize,
    total: usize,
    /// "Page 2 of 3".
    position: String,
    newer: Option<String>,
    older: Option<String>,
}

/// What a list is of.
#[derive(Hash, Serialize)]
struct About<'v> {
    /// `home`, `term` or `year`.
    kind: &'static str,
    /// The key of a term's taxonomy, e.g. `tags`.
    taxonomy: Option<String>,
    title: String,
    /// What a term is about, who an author is; HTML.
    description: Option<Html>,
    photo: Option<String>,
    /// An author's own site.
    site: Option<String>,
    /// "12 posts".
    count: String,
    /// The list that this one is in.
    overview: Option<LinkView<'v>>,
}

#[derive(Hash, Serialize)]
struct Elsewhere<'v> {
    /// Its anchor.
    id: String,
    heading: String,
    lang: String,
    dir: String,
    cards: Vec<&'v Shared<Card<'v>>>,
    /// Those that have no card: their titles.
    others: Vec<LinkView<'v>>,
}

#[derive(Hash, Serialize)]
struct OverviewView<'v> {
    /// The key of the taxonomy; nothing for years.
    taxonomy: Option<String>,
    title: String,
    entries: Vec<EntryView<'v>>,
}

#[derive(Hash, Serialize)]
struct EntryView<'v> {
    title: String,
    url: String,
    /// "12 posts".
    count: String,
    posts: usize,
    /// Of a year, where they are not too many: its anchor, and its posts.
    id: Option<String>,
    cards: Vec<&'v Shared<Card<'v>>>,
}

impl<'a> Views<'a> {
    pub fn list(&'a self, route: &Route, id: ListId, lang: Lang, number: usize) -> impl View + 'a {
        let Some(list) = self.context.plan.lists.get(id, lang) else {
            unreachable!("a route of a list that is not planned")
        };
        let (posts, total) = (&list.pages[number - 1], list.pages.len());
        let path = |page: usize| self.path(&self.list_path(id, lang, page));
        let position = self.position(number, total, lang);
        let about = self.about(id, lang, list.count());
        let heading = match id {
            ListId::Home => about.title.clone(),
            _ => self.full_title(&about.title, lang),
        };
        let is_first = number == 1;
        let title = match is_first {
            true => heading,
            false => format!("{heading} – {position}"),
        };
        let own = &self.config.languages[lang].description;
        let description = match (id, &about.description) {
            (ListId::Home, _) if is_first && !own.is_empty() => own.clone(),
            (_, Some(html)) if is_first => super::shorten(&html.words().replace('\n', " ")),
            _ => self.titles(posts.iter().copied(), lang),
        };
        let elsewhere = is_first.then(|| self.elsewhere(&list.elsewhere, lang));
        let view = ListView {
            list: about,
            cards: posts.iter().map(|id| self.card(*id, lang)).collect(),
            elsewhere: elsewhere.unwrap_or_default(),
            number,
            total,
            position,
            newer: (!is_first).then(|| path(number - 1)),
            older: (number < total).then(|| path(number + 1)),
        };
        self.page(route, lang, title, description, view)
    }

    /// The titles of posts in a language, else the site's: what search engines are told of a list that has no description.
    pub(super) fn titles(&self, posts: impl Iterator<Item = PostId>, lang: Lang) -> String {
        let own = posts.filter(|id| self.site.post(*id).lang == lang);
        let titles: Vec<&str> = own.take(10).map(|id| self.title(id)).collect();
        if titles.is_empty() {
            self.site_title(lang).to_owned()
        } else {
            super::shorten(&titles.join(" · "))
        }
    }

    fn about(&self, id: ListId, lang: Lang, posts: usize) -> About<'a> {
        let about = About {
            kind: "home",
            taxonomy: None,
            title: self.list_title(id, lang).into_owned(),
            description: None,
            photo: None,
            site: None,
            count: self.strings(lang).count("posts", posts),
            overview: None,
        };
        match id {
            ListId::Home => about,
            ListId::Year(_) => About {
                kind: "year",
                overview: Some(self.years_link(lang)),
                ..about
            },
            ListId::Term(id) => {
                let term = self.site.term(id);
                let name = term.names[lang].clone().unwrap_or_default();
                let declared = term.declared.as_ref();
                let photo = declared.and_then(|term| term.photo.as_ref());
                About {
                    kind: "term",
                    taxonomy: Some(self.taxonomy(id).key.clone()),
                    description: name.description.map(|text| self.prose(&text, lang)),
                    photo: photo.map(|(photo, _)| self.path(&plan::photo_path(photo))),
                    site: declared.and_then(|term| term.url.clone()),
                    overview: Some(self.terms_link(id.taxonomy, lang)),
                    ..about
                }
            }
        }
    }

    /// "Page 2 of 3".
    pub(super) fn position(&self, number: usize, total: usize, lang: Lang) -> String {
        let (this, of) = (number.to_string(), total.to_string());
        self.strings(lang)
            .fill("page_of", &[("number", &this), ("total", &of)])
    }

    pub(super) fn list_title(&self, id: ListId, lang: Lang) -> Cow<'a, str> {
        match id {
            ListId::Home => self.site_title(lang).into(),
            ListId::Year(Some(year)) => year.to_string().into(),
            ListId::Year(None) => self.word(lang, "undated").into(),
            ListId::Term(id) => self.term_title(id, lang).unwrap_or_default().into(),
        }
    }

    /// The stories that are not told in `lang`, by the language they are told in.
    fn elsewhere(&self, missing: &[PostId], lang: Lang) -> Vec<Elsewhere<'_>> {
        let of = |other: Lang| {
            let ids = missing.iter().copied();
            let ids: Vec<PostId> = ids.filter(|id| self.site.post(*id).lang == other).collect();
            let count = self.strings(lang).count("stories_only", ids.len());
            let (first, rest) = ids.split_at(ids.len().min(ELSEWHERE));
            (!ids.is_empty()).then(|| Elsewhere {
                id: plan::elsewhere_id(self.config, other),
                heading: count.replace("{in_language}", self.in_language(lang, other)),
                lang: self.code(other).to_owned(),
                dir: self.strings(other).direction.clone(),
                cards: first.iter().map(|id| self.card(*id, lang)).collect(),
                others: rest.iter().map(|id| self.link(*id, lang)).collect(),
            })
        };
        let others = self.config.languages.langs().filter(|other| *other != lang);
        others.filter_map(of).collect()
    }

    /// All terms of a taxonomy.
    pub fn terms(&'a self, route: &Route, at: usize, lang: Lang) -> impl View + 'a {
        let taxonomy = &self.site.taxonomies[at];
        let entry = |(id, of, list): (ListId, Lang, &plan::List)| match id {
            ListId::Term(term) if of == lang && term.taxonomy == at => {
                let title = self.term_title(term, lang)?.to_owned();
                Some(self.entry(title, id, lang, list))
            }
            _ => None,
        };
        let lists = self.context.plan.lists.iter();
        let mut entries: Vec<EntryView> = lists.filter_map(entry).collect();
        entries.sort_by_cached_key(|entry| {
            (crate::text::words::fold(&entry.title), entry.title.clone())
        });
        let view = OverviewView {
            taxonomy: Some(taxonomy.key.clone()),
            title: taxonomy.names[lang].name.clone(),
            entries,
        };
        self.overview(route, lang, view)
    }

    pub fn years(&'a self, route: &Route, lang: Lang) -> impl View + 'a {
        let lists = &self.context.plan.lists;
        let years = || lists.years(lang).into_iter().map(ListId::Year);
        let of_year = years().filter_map(|id| lists.get(id, lang));
        let is_small = of_year.map(plan::List::count).sum::<usize>() <= ON_ARCHIVE;
        let entry = |id: ListId| {
            let (title, list) = (self.list_title(id, lang), lists.get(id, lang)?);
            let posts = list.posts().chain(list.elsewhere.iter().copied());
            // Those of other languages among the others, by their dates.
            let mut posts: Vec<PostId> = posts.collect();
            posts.sort_unstable();
            Some(EntryView {
                id: is_small.then(|| match id {
                    ListId::Year(Some(year)) => format!("year:{year}"),
                    _ => "year:undated".to_owned(),
                }),
                cards: posts
                    .into_iter()
                    .filter(|_| is_small)
                    .map(|id| self.card(id, lang))
                    .collect(),
                ..self.entry(title.into_owned(), id, lang, list)
            })
        };
        let view = OverviewView {
            taxonomy: None,
            title: self.word(lang, "archive").to_owned(),
            entries: years().filter_map(entry).collect(),
        };
        self.overview(route, lang, view)
    }

    fn overview(&'a self, route: &Route, lang: Lang, view: OverviewView<'a>) -> impl View + 'a {
        let head = self.full_title(&view.title, lang);
        let titles = view.entries.iter().map(|entry| entry.title.as_str());
        let description = super::shorten(&titles.collect::<Vec<_>>().join(" · "));
        self.page(route, lang, head, description, view)
    }

    fn entry(&self, title: String, id: ListId, lang: Lang, list: &plan::List) -> EntryView<'a> {
        let posts = list.count();
        EntryView {
            title,
            url: self.path(&self.list_path(id, lang, 1)),
            count: self.strings(lang).count("posts", posts),
            posts,
            id: None,
            cards: Vec::new(),
        }
    }
}
