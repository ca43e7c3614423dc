//! What is planned: routes, what each shows, and where its alternates and its language switch lead.

use super::lists::{FeedOf, ListId};
use crate::config::feeds::Feed;
use crate::config::hosts::RuleFile;
use crate::config::kinds::Kind;
use crate::lang::Lang;
use crate::model::PostId;

/// A planned URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// From the site's root, e.g. `/fr/ma-page/` or `/404.html`.
    pub path: String,
    pub page: Page,
    /// For `hreflang`: itself and its real translations, the same on both sides. Empty where search engines have nothing to do.
    pub alternates: Vec<Alternate>,
    /// One for each other language, in the site's order.
    pub switch: Vec<Switch>,
}

/// What a route shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    Root,
    /// In all languages, for hosts that know one such page; or in one.
    NotFound(Option<Lang>),
    /// A page of a list; the first is 1.
    List(ListId, Lang, usize),
    /// All terms of a taxonomy, by its place in the site's.
    Terms(usize, Lang),
    Years(Lang),
    /// A page that each language has once.
    OfLanguage(Kind, Lang),
    /// What a list shows, for feed readers.
    Feed(FeedOf, Feed),
    Post(PostId),
    /// Two posts of a story, side by side, in the order of the site's languages.
    Parallel(PostId, PostId),
    /// An alias; the path it leads to.
    Redirect(String),
    /// Old addresses that are queries of `/`, as there can be no file.
    OldAddresses,
    /// A part of the sitemap, the first being 1; `None`: the whole, or the list of its parts.
    Sitemap(Option<usize>),
    Robots,
    /// What a telephone needs to keep the site among its programs.
    Manifest,
    Rules(RuleFile),
}

/// A version of a page in another language, for search engines (Google, "Tell Google about localized versions of your page").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The language; `None` is `x-default`.
    pub lang: Option<Lang>,
    pub path: String,
}

/// Where the language switch of a page leads, for one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    pub lang: Lang,
    pub path: String,
    /// The place on that page.
    pub anchor: Option<String>,
    /// Whether that page has the same content; else it is a list in that language, and the switch says so.
    pub same: bool,
    /// Whether that page is an adaptation rather than a translation.
    pub adapted: bool,
}

impl Alternate {
    pub fn new(lang: Lang, path: String) -> Self {
        Self {
            lang: Some(lang),
            path,
        }
    }
}

impl Switch {
    /// To the same page in a language.
    pub fn to(lang: Lang, path: String) -> Self {
        Self {
            lang,
            path,
            anchor: None,
            same: true,
            adapted: false,
        }
    }

    /// To another page, as there is no such one in that language.
    pub fn instead(self) -> Self {
        Self {
            same: false,
            ..self
        }
    }
}

impl Page {
    /// Its row in the table of kinds; pages such as "About" are posts here.
    pub fn kind(&self) -> Kind {
        match self {
            Page::Root => Kind::Root,
            Page::NotFound(_) => Kind::NotFound,
            Page::List(ListId::Home, ..) => Kind::Home,
            Page::List(ListId::Term(_), ..) => Kind::Term,
            Page::List(ListId::Year(_), ..) => Kind::Year,
            Page::Terms(..) => Kind::Terms,
            Page::Years(_) => Kind::Years,
            Page::OfLanguage(kind, _) => *kind,
            Page::Feed(..) => Kind::Feed,
            Page::Post(_) => Kind::Post,
            Page::Parallel(..) => Kind::Parallel,
            Page::Redirect(_) => Kind::Redirect,
            Page::OldAddresses => Kind::OldAddresses,
            Page::Sitemap(_) => Kind::Sitemap,
            Page::Robots => Kind::Robots,
            Page::Manifest => Kind::Manifest,
            Page::Rules(_) => Kind::Rules,
        }
    }
}

impl Route {
    /// Whether search engines should know it.
    pub fn is_indexed(&self) -> bool {
        self.page.kind().row().indexed
    }

    /// The file of the route, relative to the output folder.
    pub fn file(&self) -> String {
        let path = self.path.trim_start_matches('/');
        if self.path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    }
}
