//! Every URL, before anything is rendered: routes, their alternates and switches, lists, files, link targets, collisions.
//!
//! | page | URL |
//! |---|---|
//! | landing, not found | `/`, `/404.html` |
//! | home | `/fr/`, `/fr/page/2/` |
//! | post, page | `/fr/<slug>/` |
//! | two posts of a story, side by side | `/fr-en/<slug of the first>/` |
//! | redirect | an alias |
//! | sitemap | `/sitemap.xml` |
//! | old addresses with a query (`/?p=12`) | `/old-addresses.json`, which `/` asks |
//! | files beside posts | `/media/…` |

mod links;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::lang::{ByLang, Lang};
use crate::load::Asset;
use crate::model::{Likeness, PostId, Role, Site};
use crate::source::{Sources, Span};
use crate::text::url;

pub use links::LinkTargets;

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
    /// What each language's home lists.
    pub homes: ByLang<Home>,
}

/// The list of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Posts in this language, in pages.
    pub pages: Vec<Vec<PostId>>,
    /// One post of each story that has none in this language, newest first.
    pub elsewhere: Vec<PostId>,
    /// Pages (not posts) in this language, for the menu.
    pub menu: Vec<PostId>,
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
    NotFound,
    /// A page of a language's list; the first is 1.
    Home(Lang, usize),
    Post(PostId),
    /// Two posts of a story, side by side, in the order of the site's languages.
    Parallel(PostId, PostId),
    /// An alias; the path it leads to.
    Redirect(String),
    /// Old addresses that are queries of `/`, as no file can stand there.
    OldAddresses,
    Sitemap,
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
    /// Whether the same thing stands there; else it is that language's home, and the switch says so.
    pub same: bool,
    /// Whether it is there told anew, rather than translated.
    pub adapted: bool,
}

impl Route {
    /// The file of the route, relative to the output folder.
    pub fn file(&self) -> String {
        let path = self.path.trim_start_matches('/');
        if self.path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }
}

/// The path of a language's home, or of a further page of it.
pub fn home_path(config: &Config, lang: Lang, page: usize) -> String {
    let code = &config.languages[lang].code;
    if page <= 1 { format!("/{code}/") } else { format!("/{code}/page/{page}/") }
}

/// The path of a post or page.
pub fn permalink(config: &Config, site: &Site, id: PostId) -> String {
    let post = site.post(id);
    format!("/{}/{}/", config.languages[post.lang].code, post.slug)
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
    /// Files that are copied.
    pub assets: &'a [Asset],
    /// For the paths of files; no text is looked at.
    pub sources: &'a Sources,
    /// Every Markdown file, those left out included.
    pub known: &'a [&'a str],
}

/// Plans a site.
pub fn plan(basis: Basis, found: &mut Vec<Diagnostic>) -> Plan {
    let Basis { site, config, assets, .. } = basis;
    let homes = ByLang::from_fn(config.languages.len(), |lang| home(site, config, lang));
    let mut planner =
        Planner { site, config, homes: &homes, taken: BTreeMap::new(), routes: Vec::new(), queries: BTreeMap::new(), found };
    planner.pages();
    planner.files(assets);
    planner.aliases();
    planner.folders();
    let (mut routes, files, queries) = (planner.routes, planner.taken, planner.queries);
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    let files = files.into_values().filter_map(|owner| match owner {
        Owner::File(asset, file) => Some((file, asset)),
        Owner::Page(_) => None,
    });
    let mut plan = Plan { files: files.collect(), link_targets: LinkTargets::default(), routes, queries, homes };
    plan.link_targets = links::resolve(&plan, basis, found);
    plan
}

fn home(site: &Site, config: &Config, lang: Lang) -> Home {
    let own = |role: Role| site.ids().filter(move |id| site.post(*id).lang == lang && site.post(*id).role == role);
    let posts: Vec<PostId> = own(Role::Post).collect();
    let mut pages: Vec<Vec<PostId>> = posts.chunks(config.posts_per_page).map(<[PostId]>::to_vec).collect();
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    let elsewhere = site.ids().filter(|id| {
        let story = site.story_of(*id);
        site.post(*id).role == Role::Post && story.posts[lang].is_none() && story.versions().next() == Some(*id)
    });
    let mut menu: Vec<PostId> = own(Role::Page).collect();
    menu.sort_by(|a, b| site.post(*a).title.cmp(&site.post(*b).title));
    Home { pages, elsewhere: elsewhere.collect(), menu }
}

struct Planner<'a> {
    site: &'a Site,
    config: &'a Config,
    homes: &'a ByLang<Home>,
    /// Who stands at each path.
    taken: BTreeMap<String, Owner>,
    routes: Vec<Route>,
    queries: BTreeMap<String, String>,
    found: &'a mut Vec<Diagnostic>,
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
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    match parts.split_last() {
        None => "/".to_owned(),
        Some((&"index.html", [])) => "/".to_owned(),
        Some((&"index.html", folders)) => format!("/{}/", folders.join("/")),
        Some((last, _)) if last.contains('.') && !path.ends_with('/') => format!("/{}", parts.join("/")),
        Some(_) => format!("/{}/", parts.join("/")),
    }
}

impl Planner<'_> {
    fn add(&mut self, path: String, page: Page, alternates: Vec<Alternate>, switch: Vec<Switch>) {
        let place = match &page {
            Page::Post(id) => Some(self.site.post(*id).place),
            _ => None,
        };
        self.taken.insert(path.clone(), Owner::Page(place));
        self.routes.push(Route { path, page, alternates, switch });
    }

    fn pages(&mut self) {
        let homes = self.home_alternates();
        let everywhere: Vec<Switch> = self.config.languages.langs().map(|lang| self.switch_to_home(lang)).collect();
        self.add("/".into(), Page::Root, homes.clone(), everywhere.clone());
        self.add("/404.html".into(), Page::NotFound, Vec::new(), everywhere);
        self.add("/sitemap.xml".into(), Page::Sitemap, Vec::new(), Vec::new());
        for lang in self.config.languages.langs() {
            for page in 1..=self.homes[lang].pages.len() {
                let path = home_path(self.config, lang, page);
                let alternates = if page == 1 { homes.clone() } else { vec![Alternate { lang: Some(lang), path: path.clone() }] };
                let switch = self.others(lang).map(|other| self.switch_list(other, page)).collect();
                self.add(path, Page::Home(lang, page), alternates, switch);
            }
        }
        for id in self.site.ids() {
            let path = permalink(self.config, self.site, id);
            let switch = self.others(self.site.post(id).lang).map(|other| self.switch_post(id, other)).collect();
            self.add(path, Page::Post(id), self.post_alternates(id), switch);
        }
        self.parallel();
    }

    /// They translate no page and are for no search engine: their texts stand elsewhere too.
    fn parallel(&mut self) {
        for (a, b) in self.site.stories.iter().flat_map(|story| story.parallel()) {
            let path = parallel_path(self.config, self.site, a, b);
            let switch = |lang| Switch { adapted: false, ..self.switch_post(a, lang) };
            let switch = self.config.languages.langs().map(switch).collect();
            self.add(path, Page::Parallel(a, b), Vec::new(), switch);
        }
    }

    fn others(&self, lang: Lang) -> impl Iterator<Item = Lang> + use<> {
        self.config.languages.langs().filter(move |other| *other != lang)
    }

    /// The homes translate each other, and `/` is where the language is chosen.
    fn home_alternates(&self) -> Vec<Alternate> {
        let home = |lang| Alternate { lang: Some(lang), path: home_path(self.config, lang, 1) };
        self.config.languages.langs().map(home).chain([Alternate { lang: None, path: "/".into() }]).collect()
    }

    fn post_alternates(&self, id: PostId) -> Vec<Alternate> {
        let version = |id: PostId| Alternate { lang: Some(self.site.post(id).lang), path: permalink(self.config, self.site, id) };
        self.site.story_of(id).versions().map(version).collect()
    }

    fn switch_to_home(&self, lang: Lang) -> Switch {
        Switch { lang, path: home_path(self.config, lang, 1), same: true, adapted: false }
    }

    fn switch_list(&self, lang: Lang, page: usize) -> Switch {
        let same = page <= self.homes[lang].pages.len();
        Switch { lang, path: home_path(self.config, lang, if same { page } else { 1 }), same, adapted: false }
    }

    fn switch_post(&self, id: PostId, lang: Lang) -> Switch {
        match self.site.story_of(id).posts[lang] {
            Some(version) => {
                let adapted = self.site.story_of(id).likeness(id, version) == Likeness::Adapted;
                Switch { lang, path: permalink(self.config, self.site, version), same: true, adapted }
            }
            None => Switch { same: false, ..self.switch_to_home(lang) },
        }
    }

    fn files(&mut self, assets: &[Asset]) {
        for (at, asset) in assets.iter().enumerate() {
            let file = match asset.path.strip_prefix("static/") {
                Some(path) => format!("/{path}"),
                None => format!("/media/{}", asset.path.trim_start_matches("content/")),
            };
            // A file without an ending (`CNAME`) is no folder.
            let path = if file.ends_with("/index.html") { normal(&file) } else { file.clone() };
            match self.taken.get(&path) {
                None => {
                    self.taken.insert(path, Owner::File(at, file));
                }
                Some(owner) => {
                    let message = format!("`{}` would stand at `{path}`, which is taken", asset.path);
                    let mut finding = Diagnostic::error(Code::Collision, message).help("rename or remove the file");
                    finding.span = owner.place();
                    self.found.push(finding);
                }
            }
        }
    }

    /// A file must not stand where a folder is wanted: `/a` beside `/a/b/`.
    fn folders(&mut self) {
        for (path, owner) in &self.taken {
            let mut folder = path.trim_end_matches('/');
            while let Some(at) = folder.rfind('/').filter(|at| *at > 0) {
                folder = &folder[..at];
                let Some(other) = self.taken.get(folder) else { continue };
                let message = format!("`{folder}` is a file, and `{path}` would be in a folder of that name");
                let mut finding = Diagnostic::error(Code::Collision, message).help("rename one of them");
                finding.span = owner.place().or(other.place());
                self.found.push(finding);
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
        if !self.queries.is_empty() {
            self.add("/old-addresses.json".into(), Page::OldAddresses, Vec::new(), Vec::new());
        }
    }

    fn query(&mut self, query: &str, target: &str, span: Span) {
        if let Some(other) = self.queries.insert(query.to_owned(), target.to_owned()).filter(|other| other != target) {
            let message = format!("the alias `/?{query}` also leads to `{other}`");
            self.found.push(Diagnostic::error(Code::Alias, message).at(span).help("remove this alias"));
        }
    }

    fn alias(&mut self, path: String, target: &str, span: Span) {
        if path == target {
            return;
        }
        let Some(owner) = self.taken.get(&path) else {
            self.taken.insert(path.clone(), Owner::Page(Some(span)));
            let page = Page::Redirect(target.to_owned());
            self.routes.push(Route { path, page, alternates: Vec::new(), switch: Vec::new() });
            return;
        };
        let message = format!("the alias `{path}` is the URL of something else");
        let mut finding = Diagnostic::error(Code::Alias, message).at(span).help("remove this alias");
        if let Some(place) = owner.place() {
            finding = finding.label(place, "which is here");
        }
        self.found.push(finding);
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
