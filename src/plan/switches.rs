//! Where the alternates of a page and its language switch lead.

use super::lists::{List, ListId};
use super::paths::{card_id, elsewhere_id, home_path, list_path, permalink};
use super::planner::Planner;
use super::route::{Alternate, Switch};
use crate::lang::Lang;
use crate::model::{Likeness, PostId};

impl Planner<'_> {
    /// The first pages of a list translate each other.
    pub fn list_alternates(&self, id: ListId) -> Vec<Alternate> {
        if id == ListId::Home {
            return self.home_alternates();
        }
        let langs = self.basis.config.languages.langs();
        langs
            .filter(|lang| self.lists.get(id, *lang).is_some())
            .map(|lang| Alternate::new(lang, self.list_path(id, lang, 1)))
            .collect()
    }

    /// The homes translate each other, and `/` is where the language is chosen: the only pages with an `x-default`.
    pub fn home_alternates(&self) -> Vec<Alternate> {
        let config = self.basis.config;
        let homes = config.languages.langs();
        let homes = homes.map(|lang| Alternate::new(lang, home_path(config, lang)));
        let root = Alternate {
            lang: None,
            path: "/".into(),
        };
        homes.chain([root]).collect()
    }

    /// The versions of its story.
    pub fn post_alternates(&self, id: PostId) -> Vec<Alternate> {
        let (config, site) = (self.basis.config, self.basis.site);
        let version = |id| Alternate::new(site.post(id).lang, permalink(config, site, id));
        site.story_of(id).versions().map(version).collect()
    }

    /// To a language's home.
    pub fn switch_home(&self, lang: Lang) -> Switch {
        Switch::to(lang, home_path(self.basis.config, lang))
    }

    /// To the same page of a list, else to its first, else to the home.
    pub fn switch_list(&self, id: ListId, lang: Lang, page: usize) -> Switch {
        match self.lists.get(id, lang) {
            Some(list) if page <= list.pages.len() => {
                Switch::to(lang, self.list_path(id, lang, page))
            }
            Some(_) => Switch::to(lang, self.list_path(id, lang, 1)).instead(),
            None => self.switch_home(lang).instead(),
        }
    }

    /// To the version in a language, else to where the home of that language names the post, else to that home.
    pub fn switch_post(&self, id: PostId, lang: Lang) -> Switch {
        let (config, site) = (self.basis.config, self.basis.site);
        let story = site.story_of(id);
        if let Some(version) = story.posts[lang] {
            return Switch {
                adapted: story.likeness(id, version) == Likeness::Adapted,
                ..Switch::to(lang, permalink(config, site, version))
            };
        }
        let on = |list: &List| {
            let page = list.pages.iter().position(|page| page.contains(&id))?;
            Some((1 + page, card_id(config, site, id)))
        };
        let apart = |list: &List| {
            let is_apart = list.elsewhere.contains(&id);
            is_apart.then(|| (1, elsewhere_id(config, site.post(id).lang)))
        };
        let home = self.lists.get(ListId::Home, lang);
        match home.and_then(|list| on(list).or_else(|| apart(list))) {
            Some((page, anchor)) => Switch {
                anchor: Some(anchor),
                ..Switch::to(lang, self.list_path(ListId::Home, lang, page)).instead()
            },
            None => self.switch_home(lang).instead(),
        }
    }

    pub fn list_path(&self, id: ListId, lang: Lang, page: usize) -> String {
        let basis = &self.basis;
        list_path(basis.config, basis.site, basis.strings, id, lang, page)
    }
}
