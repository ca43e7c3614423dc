//! All that a template may see. What is not here cannot be on a page.
//!
//! [`list`]: homes, terms, years · [`post`]: posts and pages · [`parallel`]: two posts side by side · [`feed`] ·
//! [`search`]: where readers search · [`structured`]: JSON-LD · here: what all pages have, `/`, 404, redirects

pub(super) mod feed;
mod list;
mod parallel;
mod post;
mod search;
mod structured;

use std::sync::OnceLock;

use serde::Serialize;

use super::Context;
use super::parallel::Rows;
use crate::config::Language;
use crate::config::kinds::Kind;
use crate::config::theme::{Entry, Font};
use crate::doc::{self, Html, Ids, Passes, Renamer, Typography};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::model::{Post, PostId, Role};
use crate::plan::{self, FeedOf, ListId, Page, Route};
use crate::text::typography::Style;
use crate::text::url;
use list::Card;

/// Posts of each language on the landing page.
const ON_LANDING: usize = 3;
/// Search engines show about so many characters of a description.
const DESCRIPTION: usize = 160;

/// Makes views.
pub struct Views<'a> {
    context: &'a Context<'a>,
    sites: ByLang<SiteView<'a>>,
    /// The posts of each language, in order.
    order: ByLang<Vec<PostId>>,
    /// Which blocks of two posts stand side by side.
    rows: Rows,
    /// The posts' excerpts and texts for feeds, made when first asked for: a post is in many feeds.
    feed_texts: Vec<OnceLock<(String, String)>>,
}

/// A whole page: what every template sees.
#[derive(Serialize)]
pub struct PageView<'v, T> {
    /// The site, in the page's language.
    site: &'v SiteView<'v>,
    /// The page's head and switch.
    page: Head,
    /// The interface words of the page's language, by key.
    strings: &'v std::collections::BTreeMap<String, String>,
    #[serde(flatten)]
    rest: T,
}

/// The site as one language has it.
#[derive(Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    /// The language's home.
    home: String,
    /// The landing page; with a query where rules would lead on from it to the reader's language.
    root: String,
    /// The path below which the site stands, with `/` at both ends.
    base_path: String,
    /// Pages such as "About", or what the settings name instead.
    menu: Vec<LinkView>,
    /// Pages such as "Legal notice".
    legal: Vec<LinkView>,
    /// The site elsewhere on the web.
    links: Vec<LinkView>,
    /// A line for the foot of pages; HTML.
    footer: Option<Html>,
    /// A picture before the title.
    logo: Option<String>,
    /// Whether texts are set in the theme's own font.
    own_font: bool,
    /// Lists of lists: years, terms.
    lists: Vec<LinkView>,
    /// Where the site is searched, if it is.
    search: Option<LinkView>,
    /// The author's `[extra]` of `site.toml`.
    extra: &'a serde_json::Value,
}

#[derive(Clone, Default, Serialize)]
struct LinkView {
    title: String,
    /// Empty where there is no page to go to.
    url: String,
    /// The language of what stands there, where it is not the page's.
    lang: Option<String>,
}

/// What stands in `<head>`, and the language switch.
#[derive(Serialize)]
struct Head {
    /// Its path.
    url: String,
    lang: String,
    dir: String,
    locale: String,
    /// The name of its kind: `root`, `home`, `post`…
    kind: &'static str,
    /// For `<title>`.
    title: String,
    description: String,
    canonical: Option<String>,
    alternates: Vec<AlternateView>,
    switch: Vec<SwitchView>,
    /// Open Graph's locales of the translations.
    other_locales: Vec<String>,
    /// The feeds of this page and of the site.
    feeds: Vec<FeedLink>,
    /// When a post was published and changed, for Open Graph.
    published: Option<String>,
    modified: Option<String>,
    /// The picture that stands for a post where others link to it.
    image: Option<ImageView>,
    /// JSON-LD that may stand in a `script`.
    structured: Option<String>,
    /// The id of the main part, which the link that skips to it names.
    main: String,
}

#[derive(Serialize)]
struct ImageView {
    /// Its whole address.
    url: String,
    /// Empty where nothing is known.
    alt: String,
    width: Option<u32>,
    height: Option<u32>,
}

#[derive(Serialize)]
struct FeedLink {
    title: String,
    url: String,
    /// Its media type.
    kind: &'static str,
}

#[derive(Serialize)]
struct AlternateView {
    hreflang: String,
    href: String,
}

#[derive(Serialize)]
struct SwitchView {
    lang: String,
    dir: String,
    /// The language's own name.
    name: String,
    /// Whether this very page is in it; then it leads nowhere.
    current: bool,
    url: String,
    /// What stands there: a post's title, a term's name, else the site's title in that language.
    title: Option<String>,
    /// Whether the same thing stands there.
    same: bool,
    /// Where not, or where it is told anew: what the switch says, in that language.
    note: Option<String>,
    /// Where so: "Continue in English", and a word to decline it; for the script that offers it to whom it concerns.
    offer: Option<String>,
    decline: Option<String>,
}

#[derive(Clone, Serialize)]
struct DateView {
    /// For `datetime`.
    iso: String,
    /// In the page's words.
    text: String,
}

#[derive(Serialize)]
struct RootView {
    /// Each language's half of the landing page.
    halves: Vec<Half>,
    /// Where a script finds where addresses such as `/?p=12` lead now; nothing where there are none.
    old_addresses: Option<String>,
}

#[derive(Serialize)]
struct Half {
    lang: String,
    dir: String,
    name: String,
    title: String,
    description: String,
    home: String,
    enter: String,
    not_found: String,
    not_found_help: String,
    cards: Vec<Card>,
}

#[derive(Serialize)]
struct RedirectView {
    lang: String,
    target: String,
    canonical: String,
    moved: String,
}

impl<'a> Views<'a> {
    /// Prepares what many pages share.
    pub fn new(context: &'a Context<'a>) -> Self {
        let sites = ByLang::from_fn(context.config.languages.len(), |lang| site(context, lang));
        let is_its = |id: &PostId, lang: Lang| {
            let post = context.site.post(*id);
            post.lang == lang && post.role == Role::Post
        };
        let order = ByLang::from_fn(sites.len(), |lang| {
            context.site.ids().filter(|id| is_its(id, lang)).collect()
        });
        let rows = Rows::new(context.site, context.bodies);
        let feed_texts = context.site.ids().map(|_| OnceLock::new()).collect();
        Self {
            context,
            sites,
            order,
            rows,
            feed_texts,
        }
    }

    /// A line of a post, as its language sets it.
    fn line(&self, post: &Post, text: &str) -> String {
        post.style(self.context.config).line(text)
    }

    /// Ids for what stands on a page beside a text.
    fn ids_beside(&self, id: PostId) -> Ids {
        Ids::new(self.context.bodies[id].ids.iter().cloned())
    }

    /// Markdown of the settings, as a language sets it, for a page with other ids.
    fn prose(&self, text: &str, lang: Lang) -> Html {
        let html = prose(text, self.context.config.languages[lang].style);
        let renamer = Renamer::new(&html, "about:", "");
        html.changed(0..html.text.len(), |_, tag| renamer.change(tag))
    }

    fn path(&self, path: &str) -> String {
        url::encode_path(&self.context.config.base.path_of(path))
    }

    fn absolute(&self, path: &str) -> String {
        url::encode_path_of(&self.context.config.base.absolute(path))
    }

    fn code(&self, lang: Lang) -> &'a str {
        &self.context.config.languages[lang].code
    }

    fn strings(&self, lang: Lang) -> &'a Strings {
        &self.context.strings[lang]
    }

    fn permalink(&self, id: PostId) -> String {
        self.path(&plan::permalink(self.context.config, self.context.site, id))
    }

    fn page<T>(
        &'a self,
        route: &Route,
        lang: Lang,
        title: String,
        description: String,
        rest: T,
    ) -> PageView<'a, T> {
        let kind = self.kind(route).row();
        let strings = self.strings(lang);
        let others = route
            .alternates
            .iter()
            .filter_map(|alternate| alternate.lang)
            .filter(|other| *other != lang);
        let structured = self.structured(route, lang, &title, &description);
        let page = Head {
            url: self.path(&route.path),
            lang: self.code(lang).to_owned(),
            dir: strings.direction.clone(),
            locale: strings.locale.clone(),
            kind: kind.name,
            title,
            description,
            canonical: kind.indexed.then(|| self.absolute(&route.path)),
            alternates: self.alternates(route),
            switch: self.switches(route, lang),
            other_locales: others
                .map(|other| self.strings(other).locale.clone())
                .collect(),
            feeds: self.feeds(route, lang),
            published: structured
                .as_ref()
                .and_then(|work| work.date_published.clone()),
            modified: structured
                .as_ref()
                .and_then(|work| work.date_modified.clone()),
            image: match route.page {
                Page::Post(id) => self.image(id),
                _ => None,
            },
            structured: structured.map(|work| work.json()),
            main: match route.page {
                Page::Post(id) => self.ids_beside(id).free("main"),
                _ => "main".to_owned(),
            },
        };
        PageView {
            site: &self.sites[lang],
            page,
            strings: &strings.text,
            rest,
        }
    }

    /// A page's kind; pages such as "About" are of their own.
    fn kind(&self, route: &Route) -> Kind {
        match route.page {
            Page::Post(id) if self.context.site.post(id).role == Role::Page => Kind::Page,
            _ => route.page.kind(),
        }
    }

    fn image(&self, id: PostId) -> Option<ImageView> {
        let cover = self.context.bodies.cover(id)?;
        let url = match cover.address.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None if cover.address.starts_with('/') => {
                format!("{}{}", self.context.config.base.origin, cover.address)
            }
            None => cover.address.clone(),
        };
        let (width, height) = cover.size.map(|size| (size.width, size.height)).unzip();
        Some(ImageView {
            url,
            alt: self.line(self.context.site.post(id), &cover.alt),
            width,
            height,
        })
    }

    /// The feeds of a list on its page, and everywhere those of the language and of everything.
    fn feeds(&self, route: &Route, lang: Lang) -> Vec<FeedLink> {
        let home = (ListId::Home, lang);
        let own = match route.page {
            Page::List(id @ ListId::Term(_), lang, _) => Some((id, lang)),
            _ => None,
        };
        let title = |of: FeedOf| match of {
            // Its own title is in every language.
            None => format!(
                "{} – {}",
                self.context.config.languages[lang].title,
                self.strings(lang).get("feed_everything")
            ),
            of => self.feed_title(of),
        };
        let wanted = own.map(Some).into_iter().chain([Some(home), None]);
        let made = |of: FeedOf| {
            self.context
                .plan
                .feeds
                .iter()
                .filter(move |(known, ..)| *known == of)
                .map(move |(_, feed, path)| FeedLink {
                    title: title(of),
                    url: self.path(path),
                    kind: feed.media_type(),
                })
        };
        wanted.flat_map(made).collect()
    }

    fn alternates(&self, route: &Route) -> Vec<AlternateView> {
        let view = |alternate: &plan::Alternate| AlternateView {
            hreflang: alternate
                .lang
                .map_or("x-default", |lang| self.code(lang))
                .to_owned(),
            href: self.absolute(&alternate.path),
        };
        route.alternates.iter().map(view).collect()
    }

    /// Every language in the site's order; the page's own among them, where the page is in one.
    fn switches(&self, route: &Route, lang: Lang) -> Vec<SwitchView> {
        let own = plan::Switch::to(lang, route.path.clone());
        let view = |of: Lang| match route.switch.iter().find(|switch| switch.lang == of) {
            Some(switch) => Some(self.switch(route, switch)),
            None => (of == lang).then(|| SwitchView {
                current: true,
                ..self.switch(route, &own)
            }),
        };
        self.context
            .config
            .languages
            .langs()
            .filter_map(view)
            .collect()
    }

    /// What a switch leads to.
    fn behind(&self, route: &Route, switch: &plan::Switch) -> Option<String> {
        let (site, language) = (
            self.context.site,
            &self.context.config.languages[switch.lang],
        );
        match route.page {
            _ if !switch.same => None,
            Page::Post(id) | Page::Parallel(id, _) => {
                let post = site.post(site.story_of(id).posts[switch.lang]?);
                Some(self.line(post, &post.title))
            }
            Page::List(ListId::Term(id), ..) => {
                let name =
                    site.taxonomies[id.taxonomy].terms[id.term].names[switch.lang].as_ref()?;
                Some(language.style.line(&name.name))
            }
            Page::Terms(at, _) => Some(site.taxonomies[at].names[switch.lang].name.clone()),
            _ => Some(language.title.clone()),
        }
    }

    fn switch(&self, route: &Route, switch: &plan::Switch) -> SwitchView {
        let strings = self.strings(switch.lang);
        SwitchView {
            lang: self.code(switch.lang).to_owned(),
            dir: strings.direction.clone(),
            name: capitalised(&strings.name),
            current: false,
            url: self.path(&switch.path)
                + &switch
                    .anchor
                    .as_ref()
                    .map_or_else(String::new, |anchor| format!("#{anchor}")),
            title: self.behind(route, switch),
            same: switch.same,
            note: match switch {
                plan::Switch { same: false, .. } => Some(strings.get("switch_missing").to_owned()),
                plan::Switch { adapted: true, .. } => {
                    Some(strings.get("switch_adapted").to_owned())
                }
                _ => None,
            },
            offer: switch.same.then(|| strings.get("offer").to_owned()),
            decline: switch.same.then(|| strings.get("decline").to_owned()),
        }
    }

    /// `/`: every language's half; its own language is the first, as a page must have one.
    pub fn root(&'a self, route: &Route) -> impl Serialize + 'a {
        let languages = &self.context.config.languages;
        let titles: Vec<&str> = languages
            .iter()
            .map(|(_, language)| language.title.as_str())
            .collect();
        let described = |(lang, language): (Lang, &Language)| match language.description.as_str() {
            "" => self.titles(self.order[lang].iter().copied(), lang),
            description => description.to_owned(),
        };
        let descriptions: Vec<String> = languages.iter().map(described).collect();
        let view = RootView {
            halves: languages.langs().map(|lang| self.half(lang)).collect(),
            old_addresses: self.old_addresses(),
        };
        self.page(
            route,
            Lang(0),
            titles.join(" · "),
            descriptions.join(" "),
            view,
        )
    }

    /// The one `404.html` that plain hosts know, in every language; or a language's own.
    pub fn not_found(&'a self, route: &Route, lang: Option<Lang>) -> impl Serialize + 'a {
        let langs = lang.map_or_else(
            || self.context.config.languages.langs().collect(),
            |lang| vec![lang],
        );
        let titles: Vec<&str> = langs
            .iter()
            .map(|lang| self.strings(*lang).get("not_found"))
            .collect();
        let help = |lang: &Lang| {
            self.strings(*lang)
                .get("not_found_help")
                .trim_end_matches([':', ' ', '\u{a0}'])
        };
        let helps: Vec<&str> = langs.iter().map(help).collect();
        let halves = langs.iter().map(|lang| self.half(*lang)).collect();
        let view = RootView {
            halves,
            old_addresses: None,
        };
        self.page(
            route,
            lang.unwrap_or(Lang(0)),
            titles.join(" · "),
            helps.join(" "),
            view,
        )
    }

    fn old_addresses(&self) -> Option<String> {
        (!self.context.plan.queries.is_empty()).then(|| self.path("/old-addresses.json"))
    }

    fn half(&self, lang: Lang) -> Half {
        let (strings, language) = (self.strings(lang), &self.context.config.languages[lang]);
        let newest = &self.order[lang];
        Half {
            lang: language.code.clone(),
            dir: strings.direction.clone(),
            name: strings.name.clone(),
            title: language.title.clone(),
            description: language.description.clone(),
            home: self.sites[lang].home.clone(),
            enter: strings.get("enter").to_owned(),
            not_found: strings.get("not_found").to_owned(),
            not_found_help: strings.get("not_found_help").to_owned(),
            cards: newest
                .iter()
                .take(ON_LANDING)
                .map(|id| self.card(*id, lang))
                .collect(),
        }
    }

    fn date(&self, date: Option<crate::text::dates::Date>, lang: Lang) -> Option<DateView> {
        date.map(|date| DateView {
            iso: date.exact(),
            text: self.strings(lang).date(date),
        })
    }

    /// The page at an old URL.
    pub fn redirect(&self, target: &str) -> impl Serialize + use<> {
        let code = target.split('/').nth(1).unwrap_or_default();
        let lang = self.context.config.lang(code).unwrap_or(Lang(0));
        RedirectView {
            lang: self.code(lang).to_owned(),
            target: self.path(target),
            canonical: self.absolute(target),
            moved: self.strings(lang).get("moved").to_owned(),
        }
    }
}

fn site<'a>(context: &'a Context<'a>, lang: Lang) -> SiteView<'a> {
    let (config, language) = (context.config, &context.config.languages[lang]);
    let path = |path: &str| url::encode_path(&config.base.path_of(path));
    let page = |id: &PostId| LinkView {
        title: context
            .site
            .post(*id)
            .style(config)
            .line(&context.site.post(*id).title),
        url: path(&plan::permalink(config, context.site, *id)),
        lang: None,
    };
    let theme = &config.theme;
    let entry = |entry: &Entry| LinkView {
        title: language.style.line(&entry.title),
        url: if entry.url.starts_with('/') {
            config.base.encoded_path() + entry.url.trim_start_matches('/')
        } else {
            entry.url.clone()
        },
        lang: None,
    };
    let menu = match &theme.navigation[lang] {
        Some(entries) => entries.iter().map(entry).collect(),
        None => context.plan.menus[lang].iter().map(page).collect(),
    };
    let footer = theme.footer[lang]
        .as_ref()
        .map(|text| prose(text, language.style));
    let overview = |route: &Route| {
        let title = match route.page {
            Page::Terms(at, of) if of == lang => {
                context.site.taxonomies[at].names[lang].name.clone()
            }
            Page::Years(of) if of == lang => context.strings[lang].get("archive").to_owned(),
            _ => return None,
        };
        Some(LinkView {
            title,
            url: path(&route.path),
            lang: None,
        })
    };
    let search = |route: &Route| match route.page {
        Page::OfLanguage(Kind::Search, of) if of == lang => {
            let title = context.strings[lang].get("search").to_owned();
            Some(LinkView {
                title,
                url: path(&route.path),
                lang: None,
            })
        }
        _ => None,
    };
    SiteView {
        title: &language.title,
        description: &language.description,
        home: path(&plan::home_path(config, lang)),
        root: path("/")
            + if config.outputs.negotiates() {
                "?choose=1"
            } else {
                ""
            },
        base_path: config.base.encoded_path(),
        menu,
        legal: context.plan.footers[lang].iter().map(page).collect(),
        links: theme.links.iter().map(entry).collect(),
        footer,
        logo: theme
            .logo
            .as_ref()
            .map(|(logo, _)| path(&format!("/{logo}"))),
        own_font: theme.font == Font::Literata,
        lists: context.plan.routes.iter().filter_map(overview).collect(),
        search: context.plan.routes.iter().find_map(search),
        extra: &config.extra,
    }
}

/// Markdown, as a language sets it.
fn prose(text: &str, own: Style) -> Html {
    let typography = Some(Typography { own, of: &|_| own });
    doc::render(
        text,
        Passes {
            typography,
            ..Passes::default()
        },
    )
    .html
}

/// A language's name as it stands alone; only its first letter changes.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The beginning of a line for a search engine, cut at a word.
fn shorten(text: &str) -> String {
    let text = text.trim();
    let Some((limit, _)) = text.char_indices().nth(DESCRIPTION) else {
        return text.to_owned();
    };
    let cut = text[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', ' ']))
}
