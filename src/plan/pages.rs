//! Which pages there are: `/`, 404s, posts, lists, overviews, feeds, two posts side by side, the sitemap.

use std::ops::Range;

use super::lists::{FeedOf, ListId, feed_posts};
use super::paths::{not_found_path, parallel_path, permalink, terms_path, word_path};
use super::planner::Planner;
use super::route::{Alternate, Page, Switch};
use super::sitemaps;
use crate::config::feeds::FEEDS;
use crate::config::kinds::{self, Kind};
use crate::lang::{ByLang, Lang};
use crate::load::Asset;

/// Where the web application manifest stands.
pub const MANIFEST: &str = "/manifest.webmanifest";

impl Planner<'_> {
    /// Adds all pages but those that follow from others.
    pub fn add_pages(&mut self) {
        self.add_roots();
        if self.makes("robots") {
            self.add_file("/robots.txt", Page::Robots);
        }
        let is_own = |asset: &Asset| asset.path == format!("static{MANIFEST}");
        if self.makes("manifest") && !self.basis.assets.iter().any(is_own) {
            self.add_file(MANIFEST, Page::Manifest);
        }
        self.add_posts();
        self.add_feeds("/", None);
        self.add_lists();
        self.add_overviews();
        if self.makes("parallel") {
            self.add_parallel();
        }
        for kind in kinds::of_each_language() {
            let is_empty = kind == Kind::Subscribe && !self.makes_feeds();
            if !is_empty && kind.row().outputs.iter().all(|output| self.makes(output)) {
                self.add_of_each_language(kind);
            }
        }
    }

    fn makes(&self, output: &str) -> bool {
        self.basis.config.outputs.makes(output)
    }

    fn makes_feeds(&self) -> bool {
        FEEDS.iter().any(|row| self.makes(row.output))
    }

    fn langs(&self) -> impl Iterator<Item = Lang> + use<> {
        self.basis.config.languages.langs()
    }

    fn others(&self, lang: Lang) -> impl Iterator<Item = Lang> + use<> {
        self.langs().filter(move |other| *other != lang)
    }

    /// The landing page, which is in every language, and what is shown where nothing is.
    fn add_roots(&mut self) {
        let homes: Vec<Switch> = self.langs().map(|lang| self.switch_home(lang)).collect();
        let alternates = self.home_alternates();
        self.add("/".into(), Page::Root, alternates, homes.clone());
        let path = "/404.html".to_owned();
        self.add(path, Page::NotFound(None), Vec::new(), homes);
        for lang in self.langs() {
            let others = self.others(lang);
            let switch = others.map(|other| self.switch_home(other)).collect();
            let path = not_found_path(self.basis.config, lang);
            self.add(path, Page::NotFound(Some(lang)), Vec::new(), switch);
        }
    }

    fn add_posts(&mut self) {
        let site = self.basis.site;
        for id in site.ids() {
            let others = self.others(site.post(id).lang);
            let switch = others.map(|other| self.switch_post(id, other)).collect();
            let path = permalink(self.basis.config, site, id);
            self.add(path, Page::Post(id), self.post_alternates(id), switch);
        }
    }

    fn add_lists(&mut self) {
        for (id, lang, list) in self.lists.iter() {
            for page in 1..=list.pages.len() {
                let path = self.list_path(id, lang, page);
                let alternates = match page {
                    1 => self.list_alternates(id),
                    _ => vec![Alternate::new(lang, path.clone())],
                };
                let others = self.others(lang);
                let switch = others.map(|other| self.switch_list(id, other, page));
                let switch = switch.collect();
                self.add(path, Page::List(id, lang, page), alternates, switch);
            }
            let has_feeds = match id {
                ListId::Home => true,
                ListId::Term(_) => self.makes("term_feeds"),
                ListId::Year(_) => false,
            };
            if has_feeds {
                self.add_feeds(&self.list_path(id, lang, 1), Some((id, lang)));
            }
        }
    }

    /// A list whose posts have no date has nothing for feed readers, and no day when it changed.
    fn add_feeds(&mut self, folder: &str, of: FeedOf) {
        if feed_posts(self.basis.site, self.basis.config, of).is_empty() {
            return;
        }
        for row in &FEEDS {
            if self.makes(row.output) {
                self.add_file(format!("{folder}{}", row.file), Page::Feed(of, row.feed));
            }
        }
    }

    /// They translate no page and are for no search engine: their texts are on other pages too.
    fn add_parallel(&mut self) {
        let (config, site) = (self.basis.config, self.basis.site);
        for (a, b) in site.stories.iter().flat_map(|story| story.parallel()) {
            let switch = |lang| Switch {
                adapted: false,
                ..self.switch_post(a, lang)
            };
            let switch = self.langs().map(switch).collect();
            let path = parallel_path(config, site, a, b);
            self.add(path, Page::Parallel(a, b), Vec::new(), switch);
        }
    }

    /// Lists of lists: the terms of each taxonomy, the years.
    fn add_overviews(&mut self) {
        let (config, strings) = (self.basis.config, self.basis.strings);
        for taxonomy in 0..self.basis.site.taxonomies.len() {
            let is_its = |id: ListId| matches!(id, ListId::Term(id) if id.taxonomy == taxonomy);
            let path = |lang| terms_path(config, self.basis.site, taxonomy, lang);
            self.add_overview(
                is_its,
                ByLang::from_fn(config.languages.len(), path),
                |lang| Page::Terms(taxonomy, lang),
            );
        }
        let path = |lang| word_path(config, strings, Kind::Years, lang);
        let paths = ByLang::from_fn(config.languages.len(), path);
        self.add_overview(|id| matches!(id, ListId::Year(_)), paths, Page::Years);
    }

    /// One overview, in each language that has such lists.
    fn add_overview(
        &mut self,
        is_its: impl Fn(ListId) -> bool,
        paths: ByLang<String>,
        page: impl Fn(Lang) -> Page,
    ) {
        let mut lists = self.lists.iter().filter(|(id, ..)| is_its(*id)).peekable();
        if lists.peek().is_none() {
            return;
        }
        let mut has = ByLang::from_fn(paths.len(), |_| false);
        lists.for_each(|(_, lang, _)| has[lang] = true);
        let alternates = paths.iter().filter(|(lang, _)| has[*lang]);
        let alternates: Vec<Alternate> = alternates
            .map(|(lang, path)| Alternate::new(lang, path.clone()))
            .collect();
        for (lang, path) in paths.iter().filter(|(lang, _)| has[*lang]) {
            let switch = |other: Lang| match has[other] {
                true => Switch::to(other, paths[other].clone()),
                false => self.switch_home(other).instead(),
            };
            let switch = self.others(lang).map(switch).collect();
            self.add(path.clone(), page(lang), alternates.clone(), switch);
        }
    }

    /// A page that each language has once, for readers and not for search engines; an author's own page at its address is kept.
    fn add_of_each_language(&mut self, kind: Kind) {
        let path = |lang| word_path(self.basis.config, self.basis.strings, kind, lang);
        let paths = ByLang::from_fn(self.basis.config.languages.len(), path);
        for (lang, path) in paths.iter() {
            if kind.row().reserved.is_empty() && self.taken.contains_key(path) {
                continue;
            }
            let others = self.others(lang);
            let switch = others.map(|other| Switch::to(other, paths[other].clone()));
            let switch = switch.collect();
            self.add(
                path.clone(),
                Page::OfLanguage(kind, lang),
                Vec::new(),
                switch,
            );
        }
    }

    /// The sitemap, once all pages are known: its parts.
    pub fn add_sitemaps(&mut self) -> Vec<Range<usize>> {
        if !self.makes("sitemap") {
            return Vec::new();
        }
        self.routes.sort_by(|a, b| a.path.cmp(&b.path));
        let indexed = self.routes.iter().filter(|route| route.is_indexed());
        let parts = sitemaps::parts(indexed, self.basis.config);
        self.add_file("/sitemap.xml", Page::Sitemap(None));
        for part in (1..=parts.len()).filter(|_| parts.len() > 1) {
            self.add_file(format!("/sitemap-{part}.xml"), Page::Sitemap(Some(part)));
        }
        parts
    }
}
