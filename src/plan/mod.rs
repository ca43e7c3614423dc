//! Every URL, before anything is rendered: routes, their alternates and switches, lists, files, link targets, collisions.
//!
//! | page | URL |
//! |---|---|
//! | landing, not found | `/`, `/404.html`, `/fr/404.html` |
//! | home | `/fr/`, `/fr/page/2/` |
//! | post, page | `/fr/<slug>/` |
//! | terms of a taxonomy, a term | `/fr/mots-cles/`, `/fr/mots-cles/<slug>/`, `…/page/2/` |
//! | years, a year, posts without a date | `/fr/archives/`, `/fr/archives/2014/`, `/fr/archives/sans-date/` |
//! | search, its index | `/fr/recherche/`, `/pagefind/fr/…` |
//! | feeds | `/fr/atom.xml`, `/fr/rss.xml`, the same below a term, and with everything: `/atom.xml`, `/rss.xml` |
//! | two posts of a story, side by side | `/fr-en/<slug of the first>/` |
//! | redirect | an alias |
//! | sitemap, robots | `/sitemap.xml`, of a large site in parts: `/sitemap-1.xml`; `/robots.txt` |
//! | old addresses with a query (`/?p=12`) | `/old-addresses.json`, which `/` asks |
//! | files beside posts | `/media/…` |
//! | rules of web servers, which are not pages | `/.nginx.conf`, `/.htaccess`, `/_redirects`, `/_headers` |

mod entries;
mod links;
mod lists;
mod sitemaps;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::{Config, Host};
use crate::diag::{Code, Diagnostic};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::Asset;
use crate::model::{Likeness, Menu, PostId, Role, Site};
use crate::source::{Sources, Span};
use crate::text::url;

pub use links::LinkTargets;
pub use lists::{List, ListId, Lists, feed as feed_posts, path as list_path};

/// Everything that will be written, by URL.
#[derive(Debug)]
pub struct Plan {
    /// Pages, sorted by path.
    pub routes: Vec<Route>,
    /// Files that are copied: site path and index of the asset; sorted by path.
    pub files: Vec<(String, usize)>,
    /// Aliases such as `/?p=12`: the query, and the path it leads to.
    pub queries: BTreeMap<String, String>,
    /// Where the links of posts lead.
    pub link_targets: LinkTargets,
    /// What each list shows.
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

/// The list that a feed is of; `None`: everything, in all languages.
pub type FeedOf = Option<(ListId, Lang)>;

/// A feed's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Feed {
    Atom,
    Rss,
}

impl Feed {
    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Feed::Atom => "atom.xml",
            Feed::Rss => "rss.xml",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Feed::Atom => "application/atom+xml",
            Feed::Rss => "application/rss+xml",
        }
    }
}

/// A planned URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// From the site's root, e.g. `/fr/ma-page/` or `/404.html`.
    pub path: String,
    /// What stands there.
    pub page: Page,
    /// For `hreflang`: itself and its real translations, the same on both sides. Empty where search engines have nothing to do.
    pub alternates: Vec<Alternate>,
    /// One for each other language, in the site's order.
    pub switch: Vec<Switch>,
}

/// What a route shows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Page {
    Root,
    /// In all languages, for hosts that know one such page; or in one.
    NotFound(Option<Lang>),
    /// A page of a list; the first is 1.
    List(ListId, Lang, usize),
    /// All terms of a taxonomy, by its place in the site's.
    Terms(usize, Lang),
    /// All years.
    Years(Lang),
    /// Where readers search.
    Search(Lang),
    /// What a list shows, for feed readers.
    Feed(FeedOf, Feed),
    Post(PostId),
    /// Two posts of a story, side by side, in the order of the site's languages.
    Parallel(PostId, PostId),
    /// An alias; the path it leads to.
    Redirect(String),
    /// Old addresses that are queries of `/`, as no file can stand there.
    OldAddresses,
    /// A part of the sitemap, the first being 1; `None`: the whole, or the list of its parts.
    Sitemap(Option<usize>),
    Robots,
    Rules(RuleFile),
}

/// A file that tells web servers what plain files cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RuleFile {
    Nginx,
    Htaccess,
    Redirects,
    Headers,
}

impl RuleFile {
    /// Its path: where its host looks for it. Servers with these rules show no file that begins with a dot.
    pub fn path(self) -> &'static str {
        match self {
            RuleFile::Nginx => "/.nginx.conf",
            RuleFile::Htaccess => "/.htaccess",
            RuleFile::Redirects => "/_redirects",
            RuleFile::Headers => "/_headers",
        }
    }

    /// The files of a host; Cloudflare Pages took over Netlify's names and syntax.
    fn of(host: Host) -> &'static [RuleFile] {
        match host {
            Host::Nginx => &[RuleFile::Nginx],
            Host::Apache => &[RuleFile::Htaccess],
            Host::Netlify | Host::Cloudflare => &[RuleFile::Redirects, RuleFile::Headers],
        }
    }
}

/// A version of a page in another language, for search engines (Google, "Tell Google about localized versions of your page").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The language; `None` is `x-default`.
    pub lang: Option<Lang>,
    /// Its path.
    pub path: String,
}

/// Where the language switch of a page leads, for one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The language.
    pub lang: Lang,
    /// The path.
    pub path: String,
    /// The place on that page.
    pub anchor: Option<String>,
    /// Whether the same thing stands there; else it is a list in that language, and the switch says so.
    pub same: bool,
    /// Whether it is there told anew, rather than translated.
    pub adapted: bool,
}

impl Plan {
    /// The pages that search engines should know.
    pub fn indexed(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|route| route.is_indexed())
    }
}

impl Route {
    /// Whether search engines should know it.
    pub fn is_indexed(&self) -> bool {
        matches!(
            self.page,
            Page::Root | Page::List(..) | Page::Terms(..) | Page::Years(_) | Page::Post(_)
        )
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

/// The path of a language's home.
pub fn home_path(config: &Config, lang: Lang) -> String {
    format!("/{}/", config.languages[lang].code)
}

/// The path of a language's own "not found".
pub fn not_found_path(config: &Config, lang: Lang) -> String {
    format!("{}404.html", home_path(config, lang))
}

/// The path of a taxonomy's list of terms.
pub fn terms_path(config: &Config, site: &Site, taxonomy: usize, lang: Lang) -> String {
    format!(
        "{}{}/",
        home_path(config, lang),
        site.taxonomies[taxonomy].names[lang].slug
    )
}

/// The path of the list of years.
pub fn years_path(config: &Config, strings: &ByLang<Strings>, lang: Lang) -> String {
    format!(
        "{}{}/",
        home_path(config, lang),
        strings[lang].path("archive")
    )
}

/// Where a language is searched.
pub fn search_path(config: &Config, strings: &ByLang<Strings>, lang: Lang) -> String {
    format!(
        "{}{}/",
        home_path(config, lang),
        strings[lang].path("search")
    )
}

/// Below it stand the indexes that are searched.
const INDEXES: &str = "/pagefind/";

/// The folder of a language's index; what is in it is known when it is made.
pub fn index_path(config: &Config, lang: Lang) -> String {
    format!("{INDEXES}{}/", config.languages[lang].code)
}

/// The path of a post or page.
pub fn permalink(config: &Config, site: &Site, id: PostId) -> String {
    let post = site.post(id);
    format!("/{}/{}/", config.languages[post.lang].code, post.slug)
}

/// The site path of an author's photograph, as `authors.toml` names it: a file below `content/`, or a site path.
pub fn photo_path(photo: &str) -> String {
    if photo.starts_with('/') {
        photo.to_owned()
    } else {
        format!("/media/{photo}")
    }
}

/// The anchor of a post's card on a list in another language.
pub fn card_id(config: &Config, site: &Site, id: PostId) -> String {
    let post = site.post(id);
    format!("{}-{}", config.languages[post.lang].code, post.slug)
}

/// The anchor of the stories of a list that are told only in another language.
pub fn elsewhere_id(config: &Config, lang: Lang) -> String {
    format!("only-{}", config.languages[lang].code)
}

/// The path of the page where two posts stand side by side, the one whose language comes first in the site's order first.
pub fn parallel_path(config: &Config, site: &Site, a: PostId, b: PostId) -> String {
    let code = |id: PostId| config.languages[site.post(id).lang].code.as_str();
    format!("/{}-{}/{}/", code(a), code(b), site.post(a).slug)
}

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// What is published.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// The words of URLs.
    pub strings: &'a ByLang<Strings>,
    /// Files that are copied.
    pub assets: &'a [Asset],
    /// For the paths of files; no text is looked at.
    pub sources: &'a Sources,
    /// Every Markdown file, those left out included.
    pub known: &'a [&'a str],
}

/// Plans a site.
pub fn plan(basis: Basis, diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let Basis {
        site,
        config,
        strings,
        assets,
        ..
    } = basis;
    let lists = lists::lists(site, config);
    let mut planner = Planner {
        site,
        config,
        strings,
        lists: &lists,
        taken: BTreeMap::new(),
        routes: Vec::new(),
        queries: BTreeMap::new(),
        diagnostics,
    };
    planner.pages();
    let sitemaps = planner.sitemaps();
    planner.files(assets);
    planner.rules();
    planner.aliases();
    planner.folders();
    planner.photos();
    planner.theme();
    let (mut routes, files, queries) = (planner.routes, planner.taken, planner.queries);
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    let files = files.into_values().filter_map(|owner| match owner {
        Owner::File(asset, file) => Some((file, asset)),
        Owner::Page(_) => None,
    });
    let menus = ByLang::from_fn(config.languages.len(), |lang| menu(site, lang, Menu::Main));
    let footers = ByLang::from_fn(config.languages.len(), |lang| {
        menu(site, lang, Menu::Footer)
    });
    let feed = |route: &Route| match route.page {
        Page::Feed(of, feed) => Some((of, feed, route.path.clone())),
        _ => None,
    };
    let feeds = routes.iter().filter_map(feed).collect();
    let link_targets = LinkTargets::default();
    let mut plan = Plan {
        files: files.collect(),
        link_targets,
        routes,
        queries,
        lists,
        feeds,
        entry_ids: entries::ids(&basis),
        sitemaps,
        menus,
        footers,
    };
    plan.link_targets = links::resolve(&plan, basis, diagnostics);
    plan
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

struct Planner<'a> {
    site: &'a Site,
    config: &'a Config,
    strings: &'a ByLang<Strings>,
    lists: &'a Lists,
    /// Who stands at each path.
    taken: BTreeMap<String, Owner>,
    routes: Vec<Route>,
    queries: BTreeMap<String, String>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

enum Owner {
    Page(Option<Span>),
    /// An asset, and the path of its file.
    File(usize, String),
}

impl Owner {
    fn place(&self) -> Option<Span> {
        match self {
            Owner::Page(place) => *place,
            Owner::File(..) => None,
        }
    }
}

/// One form for every path of a page: decoded, without empty and `.` parts, a folder's with `/` at its end and no `index.html`.
fn normal(path: &str) -> String {
    let path = url::decode(path);
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    match parts.split_last() {
        None => "/".to_owned(),
        Some((&"index.html", [])) => "/".to_owned(),
        Some((&"index.html", folders)) => format!("/{}/", folders.join("/")),
        Some((last, _)) if last.contains('.') && !path.ends_with('/') => {
            format!("/{}", parts.join("/"))
        }
        Some(_) => format!("/{}/", parts.join("/")),
    }
}

impl Planner<'_> {
    fn add(&mut self, path: String, page: Page, alternates: Vec<Alternate>, switch: Vec<Switch>) {
        let place = match &page {
            Page::Post(id) => Some(self.site.post(*id).place),
            Page::List(ListId::Term(id), ..) => {
                let taxonomy = &self.site.taxonomies[id.taxonomy];
                taxonomy.terms[id.term]
                    .declared
                    .as_ref()
                    .map(|term| term.span)
            }
            _ => None,
        };
        if let Some(other) = self.taken.insert(path.clone(), Owner::Page(place)) {
            // Two posts at one URL are told where slugs are decided.
            if matches!(page, Page::Post(_)) {
                return;
            }
            let message = format!("two pages want the URL `{path}`");
            let mut finding =
                Diagnostic::error(Code::Collision, message).help("change one of the two slugs");
            finding.span = place.or(other.place());
            if let (Some(_), Some(place)) = (place, other.place()) {
                finding = finding.label(place, "the other");
            }
            self.diagnostics.push(finding);
            return;
        }
        self.routes.push(Route {
            path,
            page,
            alternates,
            switch,
        });
    }

    fn pages(&mut self) {
        let outputs = &self.config.outputs;
        let everywhere: Vec<Switch> = self
            .config
            .languages
            .langs()
            .map(|lang| self.switch_to_home(lang))
            .collect();
        self.add(
            "/".into(),
            Page::Root,
            self.home_alternates(),
            everywhere.clone(),
        );
        self.add(
            "/404.html".into(),
            Page::NotFound(None),
            Vec::new(),
            everywhere,
        );
        for lang in self.config.languages.langs() {
            let switch = self
                .others(lang)
                .map(|other| self.switch_to_home(other))
                .collect();
            self.add(
                not_found_path(self.config, lang),
                Page::NotFound(Some(lang)),
                Vec::new(),
                switch,
            );
        }
        if outputs.makes("robots") {
            self.add("/robots.txt".into(), Page::Robots, Vec::new(), Vec::new());
        }
        for id in self.site.ids() {
            let path = permalink(self.config, self.site, id);
            let switch = self
                .others(self.site.post(id).lang)
                .map(|other| self.switch_post(id, other))
                .collect();
            self.add(path, Page::Post(id), self.post_alternates(id), switch);
        }
        self.feeds("/", None);
        for (id, lang, list) in self.lists.iter() {
            for page in 1..=list.pages.len() {
                let path = self.list_path(id, lang, page);
                let alternates = match page {
                    1 => self.list_alternates(id),
                    _ => vec![Alternate {
                        lang: Some(lang),
                        path: path.clone(),
                    }],
                };
                let switch = self
                    .others(lang)
                    .map(|other| self.switch_list(id, other, page))
                    .collect();
                self.add(path, Page::List(id, lang, page), alternates, switch);
            }
            if id == ListId::Home || (outputs.makes("term_feeds") && matches!(id, ListId::Term(_)))
            {
                self.feeds(&self.list_path(id, lang, 1), Some((id, lang)));
            }
        }
        self.overviews();
        if outputs.makes("parallel") {
            self.parallel();
        }
        if self.searched() {
            self.search();
        }
    }

    /// They translate no page and are for no search engine: their texts stand elsewhere too.
    fn parallel(&mut self) {
        for (a, b) in self.site.stories.iter().flat_map(|story| story.parallel()) {
            let path = parallel_path(self.config, self.site, a, b);
            let switch = |lang| Switch {
                adapted: false,
                ..self.switch_post(a, lang)
            };
            let switch = self.config.languages.langs().map(switch).collect();
            self.add(path, Page::Parallel(a, b), Vec::new(), switch);
        }
    }

    /// A list whose posts have no date has nothing to tell, and no day when it did.
    fn feeds(&mut self, folder: &str, of: FeedOf) {
        if self.feed_posts(of).is_empty() {
            return;
        }
        let outputs = &self.config.outputs;
        for (feed, made) in [
            (Feed::Atom, outputs.makes("atom")),
            (Feed::Rss, outputs.makes("rss")),
        ] {
            if made {
                self.add(
                    format!("{folder}{}", feed.file()),
                    Page::Feed(of, feed),
                    Vec::new(),
                    Vec::new(),
                );
            }
        }
    }

    /// Lists of lists: the terms of each taxonomy, the years.
    fn overviews(&mut self) {
        for taxonomy in 0..self.site.taxonomies.len() {
            let is_its = |id: ListId| matches!(id, ListId::Term(id) if id.taxonomy == taxonomy);
            let path = |lang| terms_path(self.config, self.site, taxonomy, lang);
            self.overview(is_its, path, |lang| Page::Terms(taxonomy, lang));
        }
        let path = |lang| years_path(self.config, self.strings, lang);
        self.overview(|id| matches!(id, ListId::Year(_)), path, Page::Years);
    }

    /// One overview, in each language that has such lists.
    fn overview(
        &mut self,
        is_its: impl Fn(ListId) -> bool,
        path: impl Fn(Lang) -> String,
        page: impl Fn(Lang) -> Page,
    ) {
        let has = |lang: &Lang| {
            self.lists
                .iter()
                .any(|(id, of, _)| of == *lang && is_its(id))
        };
        let there: Vec<Lang> = self.config.languages.langs().filter(has).collect();
        let alternates: Vec<Alternate> = there
            .iter()
            .map(|lang| Alternate {
                lang: Some(*lang),
                path: path(*lang),
            })
            .collect();
        for lang in &there {
            let switch = |other: Lang| match there.contains(&other) {
                true => Switch {
                    lang: other,
                    path: path(other),
                    anchor: None,
                    same: true,
                    adapted: false,
                },
                false => Switch {
                    same: false,
                    ..self.switch_to_home(other)
                },
            };
            let switch = self.others(*lang).map(switch).collect();
            self.add(path(*lang), page(*lang), alternates.clone(), switch);
        }
    }

    /// Whether the site can be searched, as the settings and what diptych was compiled with say.
    fn searched(&self) -> bool {
        self.config.outputs.makes("search") && cfg!(feature = "search")
    }

    fn search(&mut self) {
        let path = |lang| search_path(self.config, self.strings, lang);
        let paths = ByLang::from_fn(self.config.languages.len(), path);
        for (lang, path) in paths.iter() {
            let to = |other: Lang| Switch {
                lang: other,
                path: paths[other].clone(),
                anchor: None,
                same: true,
                adapted: false,
            };
            let switch = self.others(lang).map(to).collect();
            self.add(path.clone(), Page::Search(lang), Vec::new(), switch);
        }
    }

    /// The sitemap, once all pages are known.
    fn sitemaps(&mut self) -> Vec<Range<usize>> {
        if !self.config.outputs.makes("sitemap") {
            return Vec::new();
        }
        self.routes.sort_by(|a, b| a.path.cmp(&b.path));
        let parts = sitemaps::parts(
            self.routes.iter().filter(|route| route.is_indexed()),
            self.config,
        );
        self.add(
            "/sitemap.xml".into(),
            Page::Sitemap(None),
            Vec::new(),
            Vec::new(),
        );
        for part in 1..=parts.len() {
            if parts.len() > 1 {
                self.add(
                    format!("/sitemap-{part}.xml"),
                    Page::Sitemap(Some(part)),
                    Vec::new(),
                    Vec::new(),
                );
            }
        }
        parts
    }

    fn feed_posts(&self, of: FeedOf) -> Vec<PostId> {
        lists::feed(self.site, self.config, of)
    }

    fn list_path(&self, id: ListId, lang: Lang, page: usize) -> String {
        lists::path(self.config, self.site, self.strings, id, lang, page)
    }

    fn others(&self, lang: Lang) -> impl Iterator<Item = Lang> + use<> {
        self.config
            .languages
            .langs()
            .filter(move |other| *other != lang)
    }

    /// The first pages of a list translate each other.
    fn list_alternates(&self, id: ListId) -> Vec<Alternate> {
        if id == ListId::Home {
            return self.home_alternates();
        }
        let there = self
            .config
            .languages
            .langs()
            .filter(|lang| self.lists.get(id, *lang).is_some());
        there
            .map(|lang| Alternate {
                lang: Some(lang),
                path: self.list_path(id, lang, 1),
            })
            .collect()
    }

    /// The homes translate each other, and `/` is where the language is chosen: the only pages with an `x-default`.
    fn home_alternates(&self) -> Vec<Alternate> {
        let home = |lang| Alternate {
            lang: Some(lang),
            path: home_path(self.config, lang),
        };
        self.config
            .languages
            .langs()
            .map(home)
            .chain([Alternate {
                lang: None,
                path: "/".into(),
            }])
            .collect()
    }

    fn post_alternates(&self, id: PostId) -> Vec<Alternate> {
        let version = |id: PostId| Alternate {
            lang: Some(self.site.post(id).lang),
            path: permalink(self.config, self.site, id),
        };
        self.site.story_of(id).versions().map(version).collect()
    }

    fn switch_to_home(&self, lang: Lang) -> Switch {
        Switch {
            lang,
            path: home_path(self.config, lang),
            anchor: None,
            same: true,
            adapted: false,
        }
    }

    fn switch_list(&self, id: ListId, lang: Lang, page: usize) -> Switch {
        match self.lists.get(id, lang) {
            Some(list) if page <= list.pages.len() => Switch {
                lang,
                path: self.list_path(id, lang, page),
                anchor: None,
                same: true,
                adapted: false,
            },
            Some(_) => Switch {
                lang,
                path: self.list_path(id, lang, 1),
                anchor: None,
                same: false,
                adapted: false,
            },
            None => Switch {
                same: false,
                ..self.switch_to_home(lang)
            },
        }
    }

    fn switch_post(&self, id: PostId, lang: Lang) -> Switch {
        if let Some(version) = self.site.story_of(id).posts[lang] {
            let adapted = self.site.story_of(id).likeness(id, version) == Likeness::Adapted;
            return Switch {
                lang,
                path: permalink(self.config, self.site, version),
                anchor: None,
                same: true,
                adapted,
            };
        }
        // Where the list in the reader's language names it.
        let home = self.lists.get(ListId::Home, lang);
        let on = |list: &List| {
            Some((
                1 + list.pages.iter().position(|page| page.contains(&id))?,
                card_id(self.config, self.site, id),
            ))
        };
        let apart = |list: &List| {
            list.elsewhere
                .contains(&id)
                .then(|| (1, elsewhere_id(self.config, self.site.post(id).lang)))
        };
        match home.and_then(|list| on(list).or_else(|| apart(list))) {
            Some((page, anchor)) => Switch {
                lang,
                path: self.list_path(ListId::Home, lang, page),
                anchor: Some(anchor),
                same: false,
                adapted: false,
            },
            None => Switch {
                same: false,
                ..self.switch_to_home(lang)
            },
        }
    }

    fn files(&mut self, assets: &[Asset]) {
        for (at, asset) in assets.iter().enumerate() {
            let file = match asset.path.strip_prefix("static/") {
                Some(path) => format!("/{path}"),
                None => format!("/media/{}", asset.path.trim_start_matches("content/")),
            };
            // A file without an ending (`CNAME`) is no folder.
            let path = if file.ends_with("/index.html") {
                normal(&file)
            } else {
                file.clone()
            };
            match self.taken.get(&path) {
                None => {
                    self.taken.insert(path, Owner::File(at, file));
                }
                Some(owner) => {
                    let message =
                        format!("`{}` would stand at `{path}`, which is taken", asset.path);
                    let mut finding = Diagnostic::error(Code::Collision, message)
                        .help("rename or remove the file");
                    finding.span = owner.place();
                    self.diagnostics.push(finding);
                }
            }
        }
    }

    /// The rules of web servers; a file that the author put in their place wins.
    fn rules(&mut self) {
        let mut files: Vec<RuleFile> = self
            .config
            .outputs
            .rules
            .iter()
            .flat_map(|host| RuleFile::of(*host))
            .copied()
            .collect();
        files.sort_by_key(|file| file.path());
        files.dedup();
        for file in files {
            if self.taken.contains_key(file.path()) {
                let message = format!(
                    "`static{}` is the site's own: no rules are written there",
                    file.path()
                );
                let help =
                    "remove it, or remove its host from `rules` below `[outputs]` in site.toml";
                self.diagnostics
                    .push(Diagnostic::warning(Code::Collision, message).help(help));
            } else {
                self.add(
                    file.path().into(),
                    Page::Rules(file),
                    Vec::new(),
                    Vec::new(),
                );
            }
        }
    }

    /// A file must not stand where a folder is wanted: `/a` beside `/a/b/`.
    fn folders(&mut self) {
        for (path, owner) in &self.taken {
            if self.searched()
                && (path.starts_with(INDEXES) || *path == INDEXES.trim_end_matches('/'))
            {
                let message = format!(
                    "`{path}` stands where the index for searching the site does, `{INDEXES}`"
                );
                let mut finding = Diagnostic::error(Code::Collision, message);
                finding.span = owner.place();
                self.diagnostics.push(
                    finding.help(
                        "rename it, or write `search = false` below `[outputs]` in site.toml",
                    ),
                );
            }
            let mut folder = path.trim_end_matches('/');
            while let Some(at) = folder.rfind('/').filter(|at| *at > 0) {
                folder = &folder[..at];
                let Some(other) = self.taken.get(folder) else {
                    continue;
                };
                let message =
                    format!("`{folder}` is a file, and `{path}` would be in a folder of that name");
                let mut finding =
                    Diagnostic::error(Code::Collision, message).help("rename one of them");
                finding.span = owner.place().or(other.place());
                self.diagnostics.push(finding);
            }
        }
    }

    fn photos(&mut self) {
        let terms = self
            .site
            .taxonomies
            .iter()
            .flat_map(|taxonomy| &taxonomy.terms)
            .filter_map(|term| term.declared.as_ref());
        for (photo, span) in terms.filter_map(|term| term.photo.as_ref()) {
            if !self.taken.contains_key(&photo_path(photo)) {
                let message = format!("there is no file `{photo}`");
                let help =
                    "put it into `content/authors/` and write `photo = \"authors/name.jpg\"`";
                self.diagnostics
                    .push(Diagnostic::error(Code::Link, message).at(*span).help(help));
            }
        }
    }

    /// What the settings of the theme name must be there.
    fn theme(&mut self) {
        let theme = &self.config.theme;
        if let Some((logo, span)) = &theme.logo
            && !self.taken.contains_key(&format!("/{logo}"))
        {
            let message = format!("there is no file `{logo}` in `static/`");
            let help = "put it there, and write its name: `logo = \"logo.svg\"`";
            self.diagnostics
                .push(Diagnostic::error(Code::Link, message).at(*span).help(help));
        }
        let entries = theme.links.iter().chain(
            theme
                .navigation
                .iter()
                .filter_map(|(_, entries)| entries.as_ref())
                .flatten(),
        );
        for entry in
            entries.filter(|entry| entry.url.starts_with('/') && !entry.url.starts_with("//"))
        {
            let path = entry.url.split(['#', '?']).next().unwrap_or_default();
            if !self.taken.contains_key(&normal(path)) {
                let message = format!("nothing stands at `{path}`");
                let help = "write a path of the site, such as `/fr/archives/`, or a whole URL";
                self.diagnostics.push(
                    Diagnostic::error(Code::Link, message)
                        .at(entry.span)
                        .help(help),
                );
            }
        }
    }

    fn aliases(&mut self) {
        for id in self.site.ids() {
            let target = permalink(self.config, self.site, id);
            for (alias, span) in &self.site.post(id).front.aliases {
                match alias.strip_prefix("/?") {
                    Some(query) => self.query(query, &target, *span),
                    None => self.alias(normal(alias), &target, *span),
                }
            }
        }
        // What an archive says of its posts' addresses is no word of the author's: it gives way.
        for (id, path) in self
            .site
            .ids()
            .filter_map(|id| Some((id, self.site.post(id).body.old_path()?)))
        {
            let (target, place) = (
                permalink(self.config, self.site, id),
                self.site.post(id).place,
            );
            match path.strip_prefix("/?") {
                Some(query) if !self.queries.contains_key(query) => {
                    self.query(query, &target, place)
                }
                None if !self.taken.contains_key(&normal(&path)) => {
                    self.alias(normal(&path), &target, place)
                }
                _ => {}
            }
        }
        if !self.queries.is_empty() {
            self.add(
                "/old-addresses.json".into(),
                Page::OldAddresses,
                Vec::new(),
                Vec::new(),
            );
        }
    }

    fn query(&mut self, query: &str, target: &str, span: Span) {
        if let Some(other) = self
            .queries
            .insert(query.to_owned(), target.to_owned())
            .filter(|other| other != target)
        {
            let message = format!("the alias `/?{query}` also leads to `{other}`");
            self.diagnostics.push(
                Diagnostic::error(Code::Alias, message)
                    .at(span)
                    .help("remove this alias"),
            );
        }
    }

    fn alias(&mut self, path: String, target: &str, span: Span) {
        if path == target {
            return;
        }
        let Some(owner) = self.taken.get(&path) else {
            self.taken.insert(path.clone(), Owner::Page(Some(span)));
            let page = Page::Redirect(target.to_owned());
            self.routes.push(Route {
                path,
                page,
                alternates: Vec::new(),
                switch: Vec::new(),
            });
            return;
        };
        let message = format!("the alias `{path}` is the URL of something else");
        let mut finding = Diagnostic::error(Code::Alias, message)
            .at(span)
            .help("remove this alias");
        if let Some(place) = owner.place() {
            finding = finding.label(place, "which is here");
        }
        self.diagnostics.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_form() {
        for (path, expected) in [
            ("/fr/index.html", "/fr/"),
            ("/index.html", "/"),
            ("/", "/"),
            ("//fr/./a", "/fr/a/"),
            ("/2014/05/titre", "/2014/05/titre/"),
            ("/%C3%A9t%C3%A9/", "/été/"),
            ("/old.html", "/old.html"),
            ("/v1.2/", "/v1.2/"),
        ] {
            assert_eq!(normal(path), expected, "{path}");
        }
    }
}
