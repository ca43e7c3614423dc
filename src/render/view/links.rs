//! Links to posts, terms and lists, as templates see them.

use std::collections::HashMap;

use serde::Serialize;

use super::Views;
use crate::config::Config;
use crate::config::kinds::Kind;
use crate::lang::Lang;
use crate::model::{PostId, Site, TermId};
use crate::plan::{self, ListId};

#[derive(Clone, Default, Serialize)]
pub(super) struct LinkView {
    pub title: String,
    /// Empty where there is no page to go to.
    pub url: String,
    /// The language of what stands there, where it is not the page's.
    pub lang: Option<String>,
}

/// A link to a post that may be in another language than the page.
#[derive(Clone, Serialize)]
pub(super) struct PostLink {
    title: String,
    url: String,
    lang: String,
    dir: String,
}

impl LinkView {
    pub(super) fn new(title: impl Into<String>, url: String) -> Self {
        Self {
            title: title.into(),
            url,
            lang: None,
        }
    }
}

/// The names of all terms.
pub(super) fn term_titles(config: &Config, site: &Site) -> HashMap<(TermId, Lang), String> {
    let ids = site
        .taxonomies
        .iter()
        .enumerate()
        .flat_map(|(taxonomy, of)| (0..of.terms.len()).map(move |term| TermId { taxonomy, term }));
    ids.flat_map(|id| {
        let names = site.term(id).names.iter();
        names.filter_map(move |(lang, name)| {
            let title = config.languages[lang].style.line(&name.as_ref()?.name);
            Some(((id, lang), title))
        })
    })
    .collect()
}

impl Views<'_> {
    pub(super) fn permalink(&self, id: PostId) -> String {
        self.permalinks[id.0].clone()
    }

    pub(super) fn post_link(&self, id: PostId) -> PostLink {
        let lang = self.site.post(id).lang;
        PostLink {
            title: self.title(id),
            url: self.permalink(id),
            lang: self.code(lang).to_owned(),
            dir: self.strings(lang).direction.clone(),
        }
    }

    /// A post by its title; with its language, where that is not the page's.
    pub(super) fn link(&self, id: PostId, page_lang: Lang) -> LinkView {
        let lang = self.site.post(id).lang;
        LinkView {
            lang: (lang != page_lang).then(|| self.code(lang).to_owned()),
            ..LinkView::new(self.title(id), self.permalink(id))
        }
    }

    /// A term's name in a language, as that sets it.
    pub(super) fn term_title(&self, id: TermId, lang: Lang) -> Option<&String> {
        self.term_titles.get(&(id, lang))
    }

    /// A term's page in the reader's language, else in the language it has a name in; without a page, its name alone.
    pub(super) fn term_link(&self, id: TermId, lang: Lang) -> LinkView {
        let names = &self.site.term(id).names;
        let mut langs = std::iter::once(lang).chain(names.langs());
        let title = |lang| Some((lang, self.term_title(id, lang)?));
        let Some((of, title)) = langs.find_map(title) else {
            return LinkView::default();
        };
        let url = self.term_path(id, of).map(|path| self.path(&path));
        LinkView {
            title: title.clone(),
            url: url.unwrap_or_default(),
            lang: (of != lang).then(|| self.code(of).to_owned()),
        }
    }

    /// The site path of a term's page in a language.
    pub(super) fn term_path(&self, id: TermId, lang: Lang) -> Option<String> {
        let id = ListId::Term(id);
        let list = self.context.plan.lists.get(id, lang);
        list.map(|_| self.list_path(id, lang, 1))
    }

    pub(super) fn list_path(&self, id: ListId, lang: Lang, page: usize) -> String {
        plan::list_path(self.config, self.site, self.context.strings, id, lang, page)
    }

    pub(super) fn terms_link(&self, taxonomy: usize, lang: Lang) -> LinkView {
        let path = plan::terms_path(self.config, self.site, taxonomy, lang);
        let title = &self.site.taxonomies[taxonomy].names[lang].name;
        LinkView::new(title, self.path(&path))
    }

    pub(super) fn years_link(&self, lang: Lang) -> LinkView {
        let path = plan::word_path(self.config, self.context.strings, Kind::Years, lang);
        LinkView::new(self.word(lang, "archive"), self.path(&path))
    }
}
