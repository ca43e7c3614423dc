//! Links to posts, terms and lists, as templates see them.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Views;
use crate::config::kinds::Kind;
use crate::lang::Lang;
use crate::model::{PostId, Site, TermId};
use crate::plan::{self, ListId};
use crate::render::Context;

/// A link to a post, a term or a list.
#[derive(Clone, Default, Hash, Serialize)]
pub(super) struct LinkView<'v> {
    pub title: Cow<'v, str>,
    /// Empty where there is no page to go to.
    pub url: Cow<'v, str>,
    /// The language of what stands there, where it is not the page's.
    pub lang: Option<&'v str>,
}

/// A link to a post that may be in another language than the page.
#[derive(Clone, Hash, Serialize)]
pub(super) struct PostLink<'v> {
    title: &'v str,
    url: &'v str,
    lang: &'v str,
    dir: &'v str,
}

impl<'v> LinkView<'v> {
    pub(super) fn new(title: impl Into<Cow<'v, str>>, url: impl Into<Cow<'v, str>>) -> Self {
        Self {
            title: title.into(),
            url: url.into(),
            lang: None,
        }
    }
}

/// What links to posts and terms say, and where they lead: made once, shown on many pages.
pub struct Links {
    /// The posts' titles, as their languages set them.
    titles: Vec<String>,
    /// Their addresses, as paths of the host.
    permalinks: Vec<String>,
    /// The names of terms, as the languages that they are in set them, and the paths of their pages, where they have one.
    terms: FxHashMap<(TermId, Lang), (String, String)>,
}

impl Links {
    pub fn new(context: &Context) -> Self {
        let (config, site) = (context.config, context.site);
        let permalink = |id| {
            config
                .base
                .encoded_path_of(&plan::permalink(config, site, id))
        };
        Self {
            titles: site
                .posts
                .par_iter()
                .map(|post| post.style(config).line(&post.title))
                .collect(),
            permalinks: site.ids().map(permalink).collect(),
            terms: term_ids(site).flat_map(|id| of_term(context, id)).collect(),
        }
    }
}

fn term_ids(site: &Site) -> impl Iterator<Item = TermId> {
    let taxonomies = site.taxonomies.iter().enumerate();
    taxonomies
        .flat_map(|(taxonomy, of)| (0..of.terms.len()).map(move |term| TermId { taxonomy, term }))
}

/// A term's name and page in each language that it has a name in.
fn of_term(
    context: &Context,
    id: TermId,
) -> impl Iterator<Item = ((TermId, Lang), (String, String))> {
    let names = context.site.term(id).names.iter();
    names.filter_map(move |(lang, name)| {
        let config = context.config;
        let title = config.languages[lang].style.line(&name.as_ref()?.name);
        let path = term_path(context, id, lang).map(|path| config.base.encoded_path_of(&path));
        Some(((id, lang), (title, path.unwrap_or_default())))
    })
}

/// The site path of a term's page in a language.
fn term_path(context: &Context, term: TermId, lang: Lang) -> Option<String> {
    let (plan, id) = (context.plan, ListId::Term(term));
    let path = || plan::list_path(context.config, context.site, context.strings, id, lang, 1);
    plan.lists.get(id, lang).map(|_| path())
}

impl<'a> Views<'a> {
    pub(super) fn title(&self, id: PostId) -> &'a str {
        &self.links.titles[id.0]
    }

    pub(super) fn permalink(&self, id: PostId) -> &'a str {
        &self.links.permalinks[id.0]
    }

    pub(super) fn post_link(&self, id: PostId) -> PostLink<'a> {
        let lang = self.site.post(id).lang;
        PostLink {
            title: self.title(id),
            url: self.permalink(id),
            lang: self.code(lang),
            dir: &self.strings(lang).direction,
        }
    }

    /// A post by its title; with its language, where that is not the page's.
    pub(super) fn link(&self, id: PostId, page_lang: Lang) -> LinkView<'a> {
        let lang = self.site.post(id).lang;
        LinkView {
            lang: (lang != page_lang).then(|| self.code(lang)),
            ..LinkView::new(self.title(id), self.permalink(id))
        }
    }

    /// A term's name in a language, as that sets it.
    pub(super) fn term_title(&self, id: TermId, lang: Lang) -> Option<&'a str> {
        let (title, _) = self.links.terms.get(&(id, lang))?;
        Some(title)
    }

    /// A term's page in the reader's language, else in the language it has a name in; without a page, its name alone.
    pub(super) fn term_link(&self, id: TermId, lang: Lang) -> LinkView<'a> {
        let names = &self.site.term(id).names;
        let mut langs = std::iter::once(lang).chain(names.langs());
        let link = |lang| Some((lang, self.links.terms.get(&(id, lang))?));
        let Some((of, (title, url))) = langs.find_map(link) else {
            return LinkView::default();
        };
        LinkView {
            lang: (of != lang).then(|| self.code(of)),
            ..LinkView::new(title, url)
        }
    }

    /// The site path of a term's page in a language.
    pub(super) fn term_path(&self, id: TermId, lang: Lang) -> Option<String> {
        term_path(self.context, id, lang)
    }

    pub(super) fn list_path(&self, id: ListId, lang: Lang, page: usize) -> String {
        plan::list_path(self.config, self.site, self.context.strings, id, lang, page)
    }

    pub(super) fn terms_link(&self, taxonomy: usize, lang: Lang) -> LinkView<'a> {
        let path = plan::terms_path(self.config, self.site, taxonomy, lang);
        let title = &self.site.taxonomies[taxonomy].names[lang].name;
        LinkView::new(title.as_str(), self.path(&path))
    }

    pub(super) fn years_link(&self, lang: Lang) -> LinkView<'a> {
        let path = plan::word_path(self.config, self.context.strings, Kind::Years, lang);
        LinkView::new(self.word(lang, "archive"), self.path(&path))
    }
}
