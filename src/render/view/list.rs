//! Lists as templates see them: cards, homes, terms, years, and the lists of lists.

use serde::Serialize;

use super::{DateView, LinkView, Views};
use crate::config::kinds::Kind;
use crate::doc::Html;
use crate::lang::Lang;
use crate::model::{PostId, TermId};
use crate::plan::{self, ListId, Route};

/// Stories told only in another language, on a list.
const ELSEWHERE: usize = 5;
/// Terms on a card.
const TERMS_ON_A_CARD: usize = 3;

/// A post in a list.
#[derive(Clone, Serialize)]
pub(super) struct Card {
    /// Its anchor.
    id: String,
    title: String,
    url: String,
    lang: String,
    dir: String,
    /// Whether it is in another language than the page.
    foreign: bool,
    /// Then, that language in the page's words: "in French".
    in_language: Option<String>,
    date: Option<DateView>,
    /// "4 min read".
    reading_time: String,
    excerpt: String,
    /// "Read more", where there is more to read.
    read_more: Option<String>,
    /// That the archive holds only its beginning.
    truncated: Option<String>,
    terms: Vec<LinkView>,
    /// "Also in English", for each other version.
    translations: Vec<LinkView>,
}

#[derive(Serialize)]
struct ListView {
    list: About,
    cards: Vec<Card>,
    /// Stories told only in another language; on the first page.
    elsewhere: Vec<Elsewhere>,
    number: usize,
    total: usize,
    /// "Page 2 of 3".
    position: String,
    newer: Option<String>,
    older: Option<String>,
}

/// What a list is of.
#[derive(Serialize)]
struct About {
    /// `home`, `term` or `year`.
    kind: &'static str,
    /// The key of a term's taxonomy, e.g. `tags`.
    taxonomy: Option<String>,
    title: String,
    /// What a term is about, who an author is; HTML.
    description: Option<Html>,
    /// An author's photograph.
    photo: Option<String>,
    /// An author's own site.
    site: Option<String>,
    /// "12 posts".
    count: String,
    /// The list that this one is in.
    overview: Option<LinkView>,
}

#[derive(Serialize)]
struct Elsewhere {
    /// Its anchor.
    id: String,
    heading: String,
    lang: String,
    dir: String,
    cards: Vec<Card>,
    /// Those that have no card: their titles.
    others: Vec<LinkView>,
}

#[derive(Serialize)]
struct OverviewView {
    /// The key of the taxonomy; nothing for years.
    taxonomy: Option<String>,
    title: String,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    title: String,
    url: String,
    /// "12 posts".
    count: String,
    posts: usize,
}

impl<'a> Views<'a> {
    /// A page of a list.
    pub fn list(
        &'a self,
        route: &Route,
        id: ListId,
        lang: Lang,
        number: usize,
    ) -> impl Serialize + 'a {
        let (strings, language) = (self.strings(lang), &self.context.config.languages[lang]);
        let Some(list) = self.context.plan.lists.get(id, lang) else {
            unreachable!("a route of a list that is not planned")
        };
        let total = list.pages.len();
        let path = |page: usize| self.path(&self.list_path(id, lang, page));
        let position = strings.fill(
            "page_of",
            &[
                ("number", &number.to_string()),
                ("total", &total.to_string()),
            ],
        );
        let about = self.about(id, lang, list.posts().count());
        let heading = match id {
            ListId::Home => language.title.clone(),
            _ => format!("{} – {}", about.title, language.title),
        };
        let title = if number == 1 {
            heading
        } else {
            format!("{heading} – {position}")
        };
        let description = match (id, &about.description) {
            (ListId::Home, _) if number == 1 && !language.description.is_empty() => {
                language.description.clone()
            }
            (_, Some(html)) if number == 1 => super::shorten(&html.words().replace('\n', " ")),
            _ => self.titles(list.pages[number - 1].iter().copied(), lang),
        };
        let view = ListView {
            list: about,
            cards: list.pages[number - 1]
                .iter()
                .map(|id| self.card(*id, lang))
                .collect(),
            elsewhere: if number == 1 {
                self.elsewhere(&list.elsewhere, lang)
            } else {
                Vec::new()
            },
            number,
            total,
            position,
            newer: (number > 1).then(|| path(number - 1)),
            older: (number < total).then(|| path(number + 1)),
        };
        self.page(route, lang, title, description, view)
    }

    /// The titles of posts in a language, else the site's: what search engines are told of a list that has no description.
    pub(super) fn titles(&self, posts: impl Iterator<Item = PostId>, lang: Lang) -> String {
        let own = posts
            .map(|id| self.context.site.post(id))
            .filter(|post| post.lang == lang);
        let titles: Vec<String> = own
            .take(10)
            .map(|post| self.line(post, &post.title))
            .collect();
        if titles.is_empty() {
            self.context.config.languages[lang].title.clone()
        } else {
            super::shorten(&titles.join(" · "))
        }
    }

    fn about(&self, id: ListId, lang: Lang, posts: usize) -> About {
        let strings = self.strings(lang);
        let count = strings.count("posts", posts);
        let nothing = About {
            kind: "home",
            taxonomy: None,
            title: self.context.config.languages[lang].title.clone(),
            description: None,
            photo: None,
            site: None,
            count,
            overview: None,
        };
        match id {
            ListId::Home => nothing,
            ListId::Year(year) => About {
                kind: "year",
                title: year.map_or_else(
                    || strings.get("undated").to_owned(),
                    |year| year.to_string(),
                ),
                overview: Some(self.years_link(lang)),
                ..nothing
            },
            ListId::Term(id) => {
                let taxonomy = &self.context.site.taxonomies[id.taxonomy];
                let term = &taxonomy.terms[id.term];
                let name = term.names[lang].clone().unwrap_or_default();
                let declared = term.declared.as_ref();
                About {
                    kind: "term",
                    taxonomy: Some(taxonomy.key.clone()),
                    title: self.context.config.languages[lang].style.line(&name.name),
                    description: name.description.map(|text| self.prose(&text, lang)),
                    photo: declared
                        .and_then(|term| term.photo.as_ref())
                        .map(|(photo, _)| self.path(&plan::photo_path(photo))),
                    site: declared.and_then(|term| term.url.clone()),
                    overview: Some(self.terms_link(id.taxonomy, lang)),
                    ..nothing
                }
            }
        }
    }

    /// The stories that are not told in `lang`, by the language they are told in.
    fn elsewhere(&self, missing: &[PostId], lang: Lang) -> Vec<Elsewhere> {
        let site = self.context.site;
        let strings = self.strings(lang);
        let of = |other: Lang| {
            let ids: Vec<PostId> = missing
                .iter()
                .copied()
                .filter(|id| site.post(*id).lang == other)
                .collect();
            let in_language = strings.in_language(self.code(other), &self.strings(other).name);
            let count = strings.count("stories_only", ids.len());
            (!ids.is_empty()).then(|| Elsewhere {
                id: plan::elsewhere_id(self.context.config, other),
                heading: count.replace("{in_language}", in_language),
                lang: self.code(other).to_owned(),
                dir: self.strings(other).direction.clone(),
                cards: ids
                    .iter()
                    .take(ELSEWHERE)
                    .map(|id| self.card(*id, lang))
                    .collect(),
                others: ids
                    .iter()
                    .skip(ELSEWHERE)
                    .map(|id| self.post_link(*id, lang))
                    .collect(),
            })
        };
        self.context
            .config
            .languages
            .langs()
            .filter(|other| *other != lang)
            .filter_map(of)
            .collect()
    }

    pub(super) fn card(&self, id: PostId, page_lang: Lang) -> Card {
        let (post, strings) = (self.context.site.post(id), self.strings(page_lang));
        let excerpt = &self.context.bodies[id].excerpt;
        let own = self.strings(post.lang);
        let foreign = post.lang != page_lang;
        let in_language = strings.in_language(self.code(post.lang), &own.name);
        let read_more = match foreign {
            true => strings.fill("read_more_in", &[("in_language", in_language)]),
            false => strings.get("read_more").to_owned(),
        };
        Card {
            id: plan::card_id(self.context.config, self.context.site, id),
            title: self.line(post, &post.title),
            url: self.permalink(id),
            lang: self.code(post.lang).to_owned(),
            dir: own.direction.clone(),
            foreign,
            in_language: foreign.then(|| in_language.to_owned()),
            date: self.date(post.date, page_lang),
            reading_time: self.reading_time(id, page_lang),
            excerpt: excerpt.html.text.clone(),
            read_more: (!excerpt.whole).then_some(read_more),
            truncated: post.truncated.then(|| strings.get("truncated").to_owned()),
            terms: self.card_terms(id, page_lang),
            translations: self.other_versions(id, page_lang),
        }
    }

    /// Its tags, else its categories.
    fn card_terms(&self, id: PostId, lang: Lang) -> Vec<LinkView> {
        let post = self.context.site.post(id);
        let of = |key: &str| {
            let is_its = |term: &&TermId| self.context.site.taxonomies[term.taxonomy].key == key;
            post.terms
                .iter()
                .filter(is_its)
                .take(TERMS_ON_A_CARD)
                .map(|term| self.term_link(*term, lang))
                .collect::<Vec<_>>()
        };
        let tags = of("tags");
        if tags.is_empty() {
            of("categories")
        } else {
            tags
        }
    }

    /// "Also in English", "Lire en français": the other posts of its story, in words of the page.
    fn other_versions(&self, id: PostId, page_lang: Lang) -> Vec<LinkView> {
        let site = self.context.site;
        let words = self.strings(page_lang);
        let view = |other: PostId| {
            let lang = site.post(other).lang;
            let in_language = words.in_language(self.code(lang), &self.strings(lang).name);
            LinkView {
                title: words.fill("also", &[("in_language", in_language)]),
                url: self.permalink(other),
                lang: Some(self.code(lang).to_owned()),
            }
        };
        site.story_of(id)
            .versions()
            .filter(|other| *other != id)
            .map(view)
            .collect()
    }

    /// All terms of a taxonomy.
    pub fn terms(&'a self, route: &Route, at: usize, lang: Lang) -> impl Serialize + 'a {
        let taxonomy = &self.context.site.taxonomies[at];
        let entry = |(id, of, list): (ListId, Lang, &plan::List)| match id {
            ListId::Term(term) if of == lang && term.taxonomy == at => {
                let name = taxonomy.terms[term.term].names[lang].as_ref()?;
                Some(self.entry(
                    self.context.config.languages[lang].style.line(&name.name),
                    id,
                    lang,
                    list,
                ))
            }
            _ => None,
        };
        let mut entries: Vec<EntryView> =
            self.context.plan.lists.iter().filter_map(entry).collect();
        entries.sort_by_cached_key(|entry| {
            (crate::text::words::fold(&entry.title), entry.title.clone())
        });
        self.overview(
            route,
            lang,
            Some(taxonomy.key.clone()),
            taxonomy.names[lang].name.clone(),
            entries,
        )
    }

    /// All years.
    pub fn years(&'a self, route: &Route, lang: Lang) -> impl Serialize + 'a {
        let strings = self.strings(lang);
        let years = self.context.plan.lists.years(lang).into_iter();
        let entry = |year: Option<i32>| {
            let list = self.context.plan.lists.get(ListId::Year(year), lang)?;
            let title = year.map_or_else(
                || strings.get("undated").to_owned(),
                |year| year.to_string(),
            );
            Some(self.entry(title, ListId::Year(year), lang, list))
        };
        self.overview(
            route,
            lang,
            None,
            strings.get("archive").to_owned(),
            years.filter_map(entry).collect(),
        )
    }

    fn overview(
        &'a self,
        route: &Route,
        lang: Lang,
        taxonomy: Option<String>,
        title: String,
        entries: Vec<EntryView>,
    ) -> impl Serialize + 'a {
        let head = format!("{title} – {}", self.context.config.languages[lang].title);
        let titles: Vec<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
        let description = super::shorten(&titles.join(" · "));
        self.page(
            route,
            lang,
            head,
            description,
            OverviewView {
                taxonomy,
                title,
                entries,
            },
        )
    }

    fn entry(&self, title: String, id: ListId, lang: Lang, list: &plan::List) -> EntryView {
        let posts = list.posts().count() + list.elsewhere.len();
        let count = self.strings(lang).count("posts", posts);
        EntryView {
            title,
            url: self.path(&self.list_path(id, lang, 1)),
            count,
            posts,
        }
    }

    pub(super) fn list_path(&self, id: ListId, lang: Lang, page: usize) -> String {
        let context = self.context;
        plan::list_path(
            context.config,
            context.site,
            context.strings,
            id,
            lang,
            page,
        )
    }

    /// A term's page in the reader's language, else in the language it has a name in; without a page, its name alone.
    pub(super) fn term_link(&self, id: TermId, lang: Lang) -> LinkView {
        let term = &self.context.site.taxonomies[id.taxonomy].terms[id.term];
        let langs = std::iter::once(lang).chain(self.context.config.languages.langs());
        let Some((of, name)) = langs
            .into_iter()
            .find_map(|lang| Some((lang, term.names[lang].as_ref()?)))
        else {
            return LinkView::default();
        };
        let url = self.term_path(id, of).map(|path| self.path(&path));
        let title = self.context.config.languages[of].style.line(&name.name);
        LinkView {
            title,
            url: url.unwrap_or_default(),
            lang: (of != lang).then(|| self.code(of).to_owned()),
        }
    }

    /// The site path of a term's page in a language.
    pub(super) fn term_path(&self, id: TermId, lang: Lang) -> Option<String> {
        self.context
            .plan
            .lists
            .get(ListId::Term(id), lang)
            .map(|_| self.list_path(ListId::Term(id), lang, 1))
    }

    pub(super) fn terms_link(&self, taxonomy: usize, lang: Lang) -> LinkView {
        LinkView {
            title: self.context.site.taxonomies[taxonomy].names[lang]
                .name
                .clone(),
            url: self.path(&plan::terms_path(
                self.context.config,
                self.context.site,
                taxonomy,
                lang,
            )),
            lang: None,
        }
    }

    pub(super) fn years_link(&self, lang: Lang) -> LinkView {
        LinkView {
            title: self.strings(lang).get("archive").to_owned(),
            url: self.path(&plan::word_path(
                self.context.config,
                self.context.strings,
                Kind::Years,
                lang,
            )),
            lang: None,
        }
    }

    /// A post by its title; with its language, where that is not the page's.
    pub(super) fn post_link(&self, id: PostId, page_lang: Lang) -> LinkView {
        let post = self.context.site.post(id);
        LinkView {
            title: self.line(post, &post.title),
            url: self.permalink(id),
            lang: (post.lang != page_lang).then(|| self.code(post.lang).to_owned()),
        }
    }
}
