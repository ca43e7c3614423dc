//! All that a template may see. What is not here cannot be on a page.
//!
//! [`landing`]: `/` and 404 · [`list`]: homes, terms, years · [`post`]: posts and pages · [`parallel`]: two posts side by side ·
//! [`feed`] · [`search`]: where readers search · [`structured`]: JSON-LD · [`site`] and [`head`]: what all pages have · here:
//! redirects, and what several views share

mod body;
mod card;
mod comments;
pub(super) mod feed;
mod head;
mod landing;
mod links;
mod list;
mod parallel;
mod post;
mod search;
mod shared;
mod site;
mod structured;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::OnceLock;

use serde::Serialize;

use super::Context;
use super::parallel::Rows;
use crate::config::Config;
use crate::doc::{self, Html, Passes, Renamer, Typography};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::model::{Post, PostId, Role, Site};
use crate::text::dates::Date;
use crate::text::sentences;
use crate::text::typography::Style;
use card::Card;
use links::{LinkView, PostLink};
use shared::Shared;
use site::SiteView;

pub(super) use links::Links;

/// Search engines show about so many characters of a description.
const DESCRIPTION: usize = 160;

/// What a template is filled with: a page whose view hashes alike is alike.
pub trait View: Serialize + Hash {}

impl<T: Serialize + Hash> View for T {}

pub struct Views<'a> {
    context: &'a Context<'a>,
    config: &'a Config,
    site: &'a Site,
    links: &'a Links,
    sites: ByLang<Shared<SiteView<'a>>>,
    /// The interface words by key.
    words: ByLang<Shared<&'a BTreeMap<String, String>>>,
    /// Posts in lists of each language, made when first asked for: a post is in many lists.
    cards: ByLang<Vec<OnceLock<Box<Shared<Card<'a>>>>>>,
    /// The posts of each language, in order.
    order: ByLang<Vec<PostId>>,
    /// Which blocks of two posts stand side by side.
    rows: Rows,
    /// The posts' excerpts and texts for feeds, made when first asked for: a post is in many feeds.
    feed_texts: Vec<OnceLock<[String; 2]>>,
}

#[derive(Clone, Hash, Serialize)]
struct DateView {
    /// For `datetime`.
    iso: String,
    /// In the page's words.
    text: String,
}

#[derive(Hash, Serialize)]
struct RedirectView<'v> {
    lang: &'v str,
    target: String,
    canonical: String,
    moved: &'v str,
}

impl<'a> Views<'a> {
    /// Prepares what many pages share.
    pub fn new(context: &'a Context<'a>, links: &'a Links) -> Self {
        let (config, site) = (context.config, context.site);
        let langs = config.languages.len();
        let is_its = |id: &PostId, lang: Lang| {
            let post = site.post(*id);
            post.lang == lang && post.role == Role::Post
        };
        Self {
            context,
            config,
            site,
            links,
            sites: ByLang::from_fn(langs, |lang| Shared::new(site::site(context, lang))),
            words: ByLang::from_fn(langs, |lang| Shared::new(&context.strings[lang].text)),
            cards: ByLang::from_fn(langs, |_| site.ids().map(|_| OnceLock::new()).collect()),
            order: ByLang::from_fn(langs, |lang| {
                site.ids().filter(|id| is_its(id, lang)).collect()
            }),
            rows: Rows::new(context),
            feed_texts: site.ids().map(|_| OnceLock::new()).collect(),
        }
    }

    /// A line of a post, as its language sets it.
    fn line(&self, post: &Post, text: &str) -> String {
        post.style(self.config).line(text)
    }

    /// Of a page, for `<title>`.
    fn full_title(&self, title: &str, lang: Lang) -> String {
        format!("{title} – {}", self.site_title(lang))
    }

    fn site_title(&self, lang: Lang) -> &'a str {
        &self.config.languages[lang].title
    }

    /// An id like this one that no text of a post has, for what stands beside it.
    fn id_beside(&self, post: PostId, id: &str) -> String {
        let taken = &self.context.bodies[post].ids;
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let mut ids = std::iter::once(id.to_owned()).chain(numbered);
        let free = ids.find(|id| !taken.contains(id));
        free.unwrap_or_default()
    }

    /// Markdown of the settings, as a language sets it, for a page with other ids.
    fn prose(&self, text: &str, lang: Lang) -> Html {
        let html = prose(text, self.config.languages[lang].style);
        Renamer::new(&html, "about:", "").renamed(&html)
    }

    fn path(&self, path: &str) -> String {
        self.config.base.encoded_path_of(path)
    }

    fn absolute(&self, path: &str) -> String {
        self.config.base.encoded_absolute(path)
    }

    fn code(&self, lang: Lang) -> &'a str {
        &self.config.languages[lang].code
    }

    fn strings(&self, lang: Lang) -> &'a Strings {
        &self.context.strings[lang]
    }

    fn word(&self, lang: Lang, key: &'static str) -> &'a str {
        self.strings(lang).get(key)
    }

    /// "in French", in the words of a page.
    fn in_language(&self, page_lang: Lang, lang: Lang) -> &'a str {
        let own_name = &self.strings(lang).name;
        self.strings(page_lang)
            .in_language(self.code(lang), own_name)
    }

    /// A phrase of a page that names another language.
    fn phrase(&self, page_lang: Lang, key: &str, lang: Lang) -> String {
        let in_language = self.in_language(page_lang, lang);
        let strings = self.strings(page_lang);
        let version = strings.version(self.code(lang), &self.strings(lang).name);
        strings.fill(key, &[("in_language", in_language), ("version", version)])
    }

    fn date(&self, date: Option<Date>, lang: Lang) -> Option<DateView> {
        date.map(|date| DateView {
            iso: date.exact(),
            text: self.strings(lang).date(date),
        })
    }

    /// The page at an old URL.
    pub fn redirect(&self, target: &str) -> impl View + use<'a> {
        let code = target.split('/').nth(1).unwrap_or_default();
        let lang = self.config.lang(code).unwrap_or(Lang(0));
        RedirectView {
            lang: self.code(lang),
            target: self.path(target),
            canonical: self.absolute(target),
            moved: self.word(lang, "moved"),
        }
    }
}

/// Markdown, as a language sets it.
fn prose(text: &str, own: Style) -> Html {
    let typography = Some(Typography { own, of: &|_| own });
    let passes = Passes {
        typography,
        ..Passes::default()
    };
    doc::render(text, passes).html
}

/// A language's name as it stands alone; only its first letter changes.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The first sentences of a text, for a search engine; where they are too short to say much, its beginning.
fn describe(text: &str) -> String {
    let text = text.trim();
    let limit = text
        .char_indices()
        .nth(DESCRIPTION)
        .map_or(text.len(), |(limit, _)| limit);
    let last = sentences::ends(text).into_iter().rfind(|end| *end <= limit);
    match last.filter(|end| *end > limit / 3) {
        Some(end) => text[..end].to_owned(),
        None => shorten(text),
    }
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
