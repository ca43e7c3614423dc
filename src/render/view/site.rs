//! The site as one language has it.

use serde::Serialize;

use super::{LinkView, prose};
use crate::config::kinds::Kind;
use crate::config::theme::{Entry, Font, HomePosts, PAGES};
use crate::doc::Html;
use crate::lang::Lang;
use crate::model::PostId;
use crate::plan::{self, Page};
use crate::render::Context;
use crate::text::colour::Colour;

/// The site's title in a language.
#[derive(Hash, Serialize)]
struct Title<'a> {
    lang: &'a str,
    title: &'a str,
}

#[derive(Hash, Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    /// The language's home.
    pub(super) home: String,
    /// Its titles in all languages, each once.
    titles: Vec<Title<'a>>,
    /// The landing page; with a query where rules would lead on from it to the reader's language.
    root: String,
    /// The path below which the site stands, with `/` at both ends.
    base_path: String,
    /// Pages such as "About", or what the settings name instead.
    menu: Vec<LinkView<'a>>,
    /// Pages such as "Legal notice".
    legal: Vec<LinkView<'a>>,
    /// The site elsewhere on the web.
    links: Vec<LinkView<'a>>,
    /// A line for the foot of pages; HTML.
    footer: Option<Html>,
    /// A picture before the title.
    logo: Option<String>,
    /// The colours of the page, light and dark.
    paper: [String; 2],
    /// Icons where they are there: for old browsers, for telephones, and the manifest that names the largest.
    icon: Option<String>,
    touch_icon: Option<String>,
    manifest: Option<String>,
    /// Whether texts are set in the theme's own font.
    own_font: bool,
    /// Whether homes list titles alone.
    home_titles: bool,
    /// Lists of lists: years, terms.
    lists: Vec<LinkView<'a>>,
    /// Where the site is searched, if it is.
    pub(super) search: Option<LinkView<'a>>,
    /// Where it says how to subscribe to it.
    pub(super) subscribe: Option<LinkView<'a>>,
    /// The author's `[extra]` of `site.toml`.
    extra: &'a serde_json::Value,
}

pub(super) fn site<'a>(context: &'a Context<'a>, lang: Lang) -> SiteView<'a> {
    let (config, language, theme) = (
        context.config,
        &context.config.languages[lang],
        &context.config.theme,
    );
    let path = |path: &str| config.base.encoded_path_of(path);
    let page = |id: &PostId| {
        let post = context.site.post(*id);
        let title = post.style(config).line(&post.title);
        LinkView::new(title, path(&plan::permalink(config, context.site, *id)))
    };
    let entry = |entry: &Entry| {
        let url = match entry.url.strip_prefix('/') {
            Some(rest) => config.base.encoded_path() + rest.trim_start_matches('/'),
            None => entry.url.clone(),
        };
        LinkView::new(language.style.line(&entry.title), url)
    };
    let Overviews {
        lists,
        first,
        search,
        subscribe,
    } = overviews(context, lang);
    let choose = match config.outputs.negotiates() {
        true => "?choose=1",
        false => "",
    };
    let footer = theme.footer[lang].as_ref();
    let logo = theme.logo.as_ref();
    SiteView {
        title: &language.title,
        description: &language.description,
        home: path(&plan::home_path(config, lang)),
        titles: config
            .titled()
            .map(|language| Title {
                lang: &language.code,
                title: &language.title,
            })
            .collect(),
        root: path("/") + choose,
        base_path: config.base.encoded_path(),
        menu: match &theme.navigation[lang] {
            Some(entries) => entries.iter().map(entry).collect(),
            None => first
                .into_iter()
                .chain(context.plan.menus[lang].iter().map(page))
                .collect(),
        },
        legal: context.plan.footers[lang].iter().map(page).collect(),
        links: theme.links.iter().map(entry).collect(),
        footer: footer.map(|text| prose(text, language.style)),
        logo: logo.map(|(logo, _)| path(&format!("/{logo}"))),
        paper: PAGES.map(Colour::hex),
        icon: context.templates.asset("favicon.ico"),
        touch_icon: context.templates.asset("apple-touch-icon.png"),
        manifest: match config.outputs.makes("manifest") {
            true => Some(path(plan::MANIFEST)),
            false => context.templates.asset("manifest.webmanifest"),
        },
        own_font: theme.font == Font::Literata,
        home_titles: theme.home == HomePosts::Titles,
        lists,
        search,
        subscribe,
        extra: &config.extra,
    }
}

/// Where the overviews and the other pages of a language are.
#[derive(Default)]
struct Overviews<'a> {
    lists: Vec<LinkView<'a>>,
    /// Those that the head of every page leads to: years and tags.
    first: Vec<LinkView<'a>>,
    /// Where it is searched, and where it says how to subscribe.
    search: Option<LinkView<'a>>,
    subscribe: Option<LinkView<'a>>,
}

fn overviews<'a>(context: &'a Context, lang: Lang) -> Overviews<'a> {
    let words = &context.strings[lang];
    let mut overviews = Overviews::default();
    for route in &context.plan.routes {
        let (title, of, is_first) = match route.page {
            Page::Terms(at, of) => {
                let taxonomy = &context.site.taxonomies[at];
                (
                    taxonomy.names[lang].name.as_str(),
                    of,
                    taxonomy.key == "tags",
                )
            }
            Page::Years(of) => (words.get("archive"), of, true),
            Page::OfLanguage(kind, of) => (words.get(kind.row().name), of, false),
            _ => continue,
        };
        if of != lang {
            continue;
        }
        let path = context.config.base.encoded_path_of(&route.path);
        let link = || LinkView::new(title, path.clone());
        match route.page {
            Page::OfLanguage(Kind::Search, _) => overviews.search = Some(link()),
            Page::OfLanguage(Kind::Subscribe, _) => overviews.subscribe = Some(link()),
            _ => overviews.lists.push(link()),
        }
        overviews.first.extend(is_first.then(link));
    }
    overviews
}
