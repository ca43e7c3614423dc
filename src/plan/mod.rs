//! Every URL, before anything is rendered: routes, their alternates and switches, lists, files, link targets, collisions.
//!
//! | page | URL |
//! |---|---|
//! | landing, not found | `/`, `/404.html`, `/fr/404.html` |
//! | home | `/fr/`, `/fr/page/2/` |
//! | post, page | `/fr/<slug>/` |
//! | terms of a taxonomy, a term | `/fr/mots-cles/`, `/fr/mots-cles/<slug>/`, `…/page/2/` |
//! | years, a year, posts without a date | `/fr/archives/`, `/fr/archives/2014/`, `/fr/archives/sans-date/` |
//! | search, its index | `/fr/recherche/`, `/search-index/…` |
//! | feeds | `/fr/atom.xml`, `/fr/rss.xml`, the same below a term, and with everything: `/atom.xml`, `/rss.xml` |
//! | two posts of a story, side by side | `/fr-en/<slug of the first>/` |
//! | redirect | an alias |
//! | sitemap, robots | `/sitemap.xml`, of a large site in parts: `/sitemap-1.xml`; `/robots.txt` |
//! | old addresses with a query (`/?p=12`) | `/old-addresses.json`, which `/` asks |
//! | files beside posts | `/media/…` |
//! | rules of web servers, which are not pages | `/.nginx.conf`, `/.htaccess`, `/_redirects`, `/_headers` |

mod aliases;
mod broken;
mod entries;
mod files;
pub mod links;
mod lists;
mod near;
mod pages;
mod paths;
mod planner;
mod references;
mod route;
mod sitemaps;
mod switches;
mod targets;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::Config;
use crate::config::feeds::Feed;
use crate::diag::Diagnostic;
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::Asset;
use crate::model::{Menu, PostId, Role, Site};
use crate::source::Sources;

pub use lists::{FeedOf, List, ListId, Lists, feed_posts};
pub use pages::MANIFEST;
pub use paths::{
    INDEX, card_id, elsewhere_id, home_path, list_path, not_found_path, parallel_path, permalink,
    photo_path, terms_path, word_path,
};
pub use route::{Alternate, Page, Route, Switch};
pub use targets::LinkTargets;

use planner::{Owner, Planner};

/// Everything that will be written, by URL.
#[derive(Debug)]
pub struct Plan {
    /// Pages, sorted by path.
    pub routes: Vec<Route>,
    /// Files that are copied: site path and index of the asset; sorted by path.
    pub files: Vec<(String, usize)>,
    /// Aliases such as `/?p=12`: the query, and the path it leads to.
    pub queries: BTreeMap<String, String>,
    pub lists: Lists,
    /// The feeds: what of, in which format, where.
    pub feeds: Vec<(FeedOf, Feed, String)>,
    /// Pages (not posts) in each language that the head of every page leads to.
    pub menus: ByLang<Vec<PostId>>,
    /// Those that its foot leads to.
    pub footers: ByLang<Vec<PostId>>,
    /// By which ids feeds know the posts, in their order.
    pub entry_ids: Vec<String>,
    /// The parts of the sitemap: which of the pages that search engines should know, in the order of the routes.
    pub sitemaps: Vec<Range<usize>>,
}

impl Plan {
    /// The pages that search engines should know.
    pub fn indexed(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|route| route.is_indexed())
    }
}

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    /// The words of URLs.
    pub strings: &'a ByLang<Strings>,
    pub assets: &'a [Asset],
    /// For the paths of files; no text is looked at.
    pub sources: &'a Sources,
    /// Every Markdown file, those left out included.
    pub known: &'a [&'a str],
    /// Files that no published text shows.
    pub private: &'a [String],
}

pub fn plan(basis: Basis, diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let (site, config) = (basis.site, basis.config);
    let lists = lists::lists(site, config);
    let mut planner = Planner::new(basis, &lists, diagnostics);
    planner.add_pages();
    let sitemaps = planner.add_sitemaps();
    planner.add_assets();
    planner.add_rules();
    planner.add_aliases();
    planner.check_files();
    planner.check_photos();
    planner.check_theme();
    let (mut routes, files, queries) = (planner.routes, planner.taken, planner.queries);
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    let files = files.into_values().filter_map(|owner| match owner {
        Owner::File(asset, file) => Some((file, asset)),
        Owner::Page(_) => None,
    });
    let menus = |wanted| ByLang::from_fn(config.languages.len(), |lang| menu(site, lang, wanted));
    let feed = |route: &Route| match route.page {
        Page::Feed(of, feed) => Some((of, feed, route.path.clone())),
        _ => None,
    };
    Plan {
        files: files.collect(),
        feeds: routes.iter().filter_map(feed).collect(),
        routes,
        queries,
        lists,
        entry_ids: entries::ids(&basis),
        sitemaps,
        menus: menus(Menu::Main),
        footers: menus(Menu::Footer),
    }
}

fn menu(site: &Site, lang: Lang, wanted: Menu) -> Vec<PostId> {
    let is_its = |id: &PostId| {
        let post = site.post(*id);
        post.lang == lang
            && post.role == Role::Page
            && post.front.menu.unwrap_or(Menu::Main) == wanted
    };
    let mut menu: Vec<PostId> = site.ids().filter(is_its).collect();
    menu.sort_by(|a, b| site.post(*a).title.cmp(&site.post(*b).title));
    menu
}
