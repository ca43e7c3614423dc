//! What stands in `<head>`, and the language switch.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::site::SiteView;
use super::{Shared, View, Views, capitalised};
use crate::config::kinds::Kind;
use crate::images::CARD;
use crate::lang::Lang;
use crate::model::{PostId, Role};
use crate::plan::{self, FeedOf, ListId, Page, Route};
use crate::render::structured::Json;

/// A whole page: what every template sees.
#[derive(Hash, Serialize)]
pub struct PageView<'v, T> {
    site: &'v Shared<SiteView<'v>>,
    page: Head<'v>,
    /// The interface words of the page's language, by key.
    strings: &'v Shared<&'v BTreeMap<String, String>>,
    #[serde(flatten)]
    rest: T,
}

#[derive(Hash, Serialize)]
struct OfLanguage<'v> {
    title: &'v str,
}

#[derive(Hash, Serialize)]
struct Head<'v> {
    /// Its path.
    url: String,
    lang: &'v str,
    dir: &'v str,
    locale: &'v str,
    /// The name of its kind: `root`, `home`, `post`…
    kind: &'static str,
    /// For `<title>`.
    title: String,
    description: String,
    canonical: Option<String>,
    alternates: Vec<AlternateView<'v>>,
    switch: Vec<SwitchView<'v>>,
    /// Open Graph's locales of the translations.
    other_locales: Vec<&'v str>,
    /// The feeds of this page and of the site.
    feeds: Vec<FeedLink<'v>>,
    /// When a post was published and changed, for Open Graph.
    published: Option<String>,
    modified: Option<String>,
    /// The picture that stands for a post where others link to it.
    image: Option<ImageView>,
    /// JSON-LD that may stand in a `script`.
    structured: Option<Json>,
    /// The id of the main part, which the link that skips to it names.
    main: String,
}

#[derive(Hash, Serialize)]
pub(super) struct ImageView {
    /// Its whole address.
    pub url: String,
    /// Empty where nothing is known.
    alt: String,
    width: Option<u32>,
    height: Option<u32>,
}

#[derive(Hash, Serialize)]
struct FeedLink<'v> {
    title: String,
    /// What it holds, where that is not simply the posts of the language.
    of: Option<Cow<'v, str>>,
    url: String,
    /// The same, whole.
    address: String,
    /// Its media type.
    kind: &'static str,
    /// The name of its format.
    name: &'static str,
    /// Whether it is of the list that the page shows.
    own: bool,
}

#[derive(Hash, Serialize)]
struct AlternateView<'v> {
    hreflang: &'v str,
    href: String,
}

#[derive(Hash, Serialize)]
struct SwitchView<'v> {
    lang: &'v str,
    dir: &'v str,
    /// The language's own name.
    name: String,
    /// Whether this very page is in it; then it leads nowhere.
    current: bool,
    url: String,
    /// What stands there: a post's title, a list's, else the site's title in that language.
    title: Cow<'v, str>,
    /// Whether the same thing stands there.
    same: bool,
    /// Where not, or where it is told anew: what the switch says, in that language.
    note: Option<&'v str>,
    /// Where so: "Continue in English", and a word to decline it; for the script that offers it to whom it concerns.
    offer: Option<&'v str>,
    decline: Option<&'v str>,
}

impl<'a> Views<'a> {
    pub(super) fn page<T>(
        &'a self,
        route: &Route,
        lang: Lang,
        title: String,
        description: String,
        rest: T,
    ) -> PageView<'a, T> {
        let kind = self.kind(route).row();
        let strings = self.strings(lang);
        let others = route.alternates.iter().filter_map(|other| other.lang);
        let others = others.filter(|other| *other != lang);
        let structured = self.structured(route, lang, &title, &description);
        let work = structured.as_ref();
        let page = Head {
            url: self.path(&route.path),
            lang: self.code(lang),
            dir: &strings.direction,
            locale: &strings.locale,
            kind: kind.name,
            title,
            description,
            canonical: kind.indexed.then(|| self.absolute(&route.path)),
            alternates: self.alternates(route),
            switch: self.switches(route, lang),
            other_locales: others
                .map(|other| self.strings(other).locale.as_str())
                .collect(),
            feeds: self.feeds(route, lang),
            published: work.and_then(|work| work.date_published.clone()),
            modified: work.and_then(|work| work.date_modified.clone()),
            image: match route.page {
                Page::Post(id) => self.image(id),
                _ => None,
            }
            .or_else(|| self.card_of_site(lang)),
            structured: structured.map(Json),
            main: match route.page {
                Page::Post(id) => self.id_beside(id, "main"),
                _ => "main".to_owned(),
            },
        };
        PageView {
            site: &self.sites[lang],
            page,
            strings: &self.words[lang],
            rest,
        }
    }

    /// A page that each language has once and that shows no more than its template: its title is the word of its kind's name.
    pub fn of_language(&'a self, route: &Route, lang: Lang) -> impl View + 'a {
        let title = self.strings(lang).get(self.kind(route).row().name);
        let description = self.titles(self.order[lang].iter().copied(), lang);
        let view = OfLanguage { title };
        self.page(route, lang, self.full_title(title, lang), description, view)
    }

    /// A page's kind; pages such as "About" are of their own.
    fn kind(&self, route: &Route) -> Kind {
        match route.page {
            Page::Post(id) if self.site.post(id).role == Role::Page => Kind::Page,
            _ => route.page.kind(),
        }
    }

    /// The card of the site in a language.
    fn card_of_site(&self, lang: Lang) -> Option<ImageView> {
        let path = self.context.cards[lang].as_ref()?;
        Some(ImageView {
            url: self.absolute(path),
            alt: self.site_title(lang).to_owned(),
            width: Some(CARD.width),
            height: Some(CARD.height),
        })
    }

    pub(super) fn image(&self, id: PostId) -> Option<ImageView> {
        let cover = self.context.bodies.cover(id)?;
        let url = match cover.address.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None if cover.address.starts_with('/') => {
                format!("{}{}", self.config.base.origin, cover.address)
            }
            None => cover.address.clone(),
        };
        let (width, height) = cover.size.map(|size| (size.width, size.height)).unzip();
        Some(ImageView {
            url,
            alt: self.line(self.site.post(id), &cover.alt),
            width,
            height,
        })
    }

    /// The feeds of a list on its page, and everywhere those of the language and of everything.
    fn feeds(&self, route: &Route, lang: Lang) -> Vec<FeedLink<'a>> {
        let own = match route.page {
            Page::List(id @ ListId::Term(_), lang, _) => Some((id, lang)),
            _ => None,
        };
        let title = |of: FeedOf| match of {
            // Its own title is in every language.
            None => format!(
                "{}, {}",
                self.site_title(lang),
                self.strings(lang).get("feed_everything")
            ),
            of => self.feed_title(of),
        };
        let home = Some((ListId::Home, lang));
        let wanted = own.map(Some).into_iter().chain([home, None]);
        let feeds = &self.context.plan.feeds;
        let made = |of: FeedOf| {
            let its = feeds.iter().filter(move |(known, ..)| *known == of);
            its.map(move |(_, feed, path)| FeedLink {
                title: title(of),
                of: match of {
                    None => Some(self.word(lang, "feed_everything").into()),
                    Some((ListId::Home, _)) => None,
                    Some((id, lang)) => Some(self.list_title(id, lang)),
                },
                url: self.path(path),
                address: self.absolute(path),
                kind: feed.row().media_type,
                name: feed.row().name,
                own: own.is_some() && of == own,
            })
        };
        wanted.flat_map(made).collect()
    }

    fn alternates(&self, route: &Route) -> Vec<AlternateView<'a>> {
        let view = |alternate: &plan::Alternate| AlternateView {
            hreflang: alternate.lang.map_or("x-default", |lang| self.code(lang)),
            href: self.absolute(&alternate.path),
        };
        route.alternates.iter().map(view).collect()
    }

    /// Every language in the site's order; the page's own among them, where the page is in one.
    fn switches(&self, route: &Route, lang: Lang) -> Vec<SwitchView<'a>> {
        let own = plan::Switch::to(lang, route.path.clone());
        let view = |of: Lang| match route.switch.iter().find(|switch| switch.lang == of) {
            Some(switch) => Some(self.switch(route, switch)),
            None => (of == lang).then(|| SwitchView {
                current: true,
                ..self.switch(route, &own)
            }),
        };
        self.config.languages.langs().filter_map(view).collect()
    }

    /// The title of what a switch leads to.
    fn behind(&self, route: &Route, switch: &plan::Switch) -> Cow<'a, str> {
        let (site, lang) = (self.site, switch.lang);
        let title = match route.page {
            Page::Post(id) | Page::Parallel(id, _) => {
                site.story_of(id).posts[lang].map(|id| self.title(id).into())
            }
            Page::List(id, _, number) => match self.context.plan.lists.get(id, lang) {
                Some(list) if switch.same && number > 1 => {
                    let position = self.position(number, list.pages.len(), lang);
                    Some(format!("{}, {position}", self.list_title(id, lang)).into())
                }
                list => list.map(|_| self.list_title(id, lang)),
            },
            Page::Terms(at, _) => Some(site.taxonomies[at].names[lang].name.as_str().into()),
            Page::Years(_) => Some(self.word(lang, "archive").into()),
            Page::OfLanguage(kind, _) => Some(self.word(lang, kind.row().name).into()),
            _ => None,
        };
        title.unwrap_or_else(|| self.site_title(lang).into())
    }

    /// Whether a language has neither the page nor another one of its list.
    fn is_missing(&self, route: &Route, switch: &plan::Switch) -> bool {
        let has_list = |id| self.context.plan.lists.get(id, switch.lang).is_some();
        !switch.same && !matches!(route.page, Page::List(id, ..) if has_list(id))
    }

    fn switch(&self, route: &Route, switch: &plan::Switch) -> SwitchView<'a> {
        let strings = self.strings(switch.lang);
        let anchor = switch.anchor.as_ref();
        let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
        SwitchView {
            lang: self.code(switch.lang),
            dir: &strings.direction,
            name: capitalised(&strings.name),
            current: false,
            url: self.path(&switch.path) + &anchor,
            title: self.behind(route, switch),
            same: switch.same,
            note: match switch {
                _ if self.is_missing(route, switch) => Some(strings.get("switch_missing")),
                plan::Switch { adapted: true, .. } => Some(strings.get("switch_adapted")),
                _ => None,
            },
            offer: switch.same.then(|| strings.get("offer")),
            decline: switch.same.then(|| strings.get("decline")),
        }
    }
}
