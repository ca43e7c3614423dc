//! Feeds as plain data, which `render::feed` writes down as Atom and as RSS.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use chrono::NaiveDateTime;

use super::Views;
use crate::config::Untranslated;
use crate::config::feeds::Feed;
use crate::lang::Lang;
use crate::model::{Post, PostId, TermId};
use crate::plan::{self, FeedOf, ListId, Route};
use crate::render::Context;
use crate::render::portable::portable;

/// A feed. Every address is whole.
#[derive(Hash)]
pub struct FeedView<'v> {
    /// Nothing where the feed is of every language.
    pub lang: Option<String>,
    pub title: String,
    pub subtitle: String,
    /// The page that it tells of; also its id: a feed that moves is another one to every reader.
    pub home: String,
    /// Its own address.
    pub url: String,
    /// Who signs what nobody signed.
    pub publisher: String,
    /// The same feed in other languages: their codes and addresses.
    pub others: Vec<(String, String)>,
    /// The path of the style sheet for those who open it in a browser.
    pub style: Option<String>,
    /// What it is for, for them: in its language, or in all.
    pub about: Vec<About>,
    pub entries: Vec<Entry<'v>>,
}

/// A line for who opens a feed in a browser, and the page that says more.
#[derive(Hash)]
pub struct About {
    pub lang: String,
    pub text: String,
    /// Its title and its address.
    pub page: Option<(String, String)>,
}

#[derive(Hash)]
pub struct Entry<'v> {
    /// The same for ever, whatever becomes of title and address.
    pub id: String,
    pub lang: String,
    pub title: String,
    pub url: String,
    /// Its translations: their codes and addresses.
    pub translations: Vec<(String, String)>,
    /// In UTC.
    pub published: NaiveDateTime,
    pub updated: NaiveDateTime,
    /// Names and pages.
    pub authors: Vec<(String, Option<String>)>,
    pub categories: Vec<Category>,
    pub content: Content<'v>,
}

/// A term of an entry.
#[derive(Hash)]
pub struct Category {
    pub name: String,
    /// Where it is not the entry's.
    pub lang: Option<String>,
    /// The page of its taxonomy.
    pub scheme: Option<String>,
}

/// What an entry says.
#[derive(Hash)]
pub enum Content<'v> {
    Whole(Whole<'v>),
    /// One line in the feed's language: the text is in another.
    Elsewhere(String),
}

/// A post's text, made for readers elsewhere when it is first asked for: a post is in many feeds.
pub struct Whole<'v> {
    context: &'v Context<'v>,
    id: PostId,
    page: String,
    texts: &'v OnceLock<[String; 2]>,
}

impl Whole<'_> {
    /// The excerpt and the whole text, as HTML.
    pub fn texts(&self) -> &[String; 2] {
        let excerpt = &self.context.bodies[self.id].excerpt.html;
        let made = || {
            let text = self.context.text(self.id);
            [excerpt, &text.html].map(|html| portable(&html.text, &self.page))
        };
        self.texts.get_or_init(made)
    }
}

impl Hash for Whole<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let body = &self.context.bodies[self.id];
        body.excerpt.html.hash(state);
        body.html.hash(state);
        self.page.hash(state);
    }
}

impl FeedView<'_> {
    /// When something in it last changed. There is no clock here: of a feed without entries it is the earliest of times.
    pub fn updated(&self) -> NaiveDateTime {
        self.entries
            .iter()
            .map(|entry| entry.updated)
            .max()
            .unwrap_or_default()
    }
}

impl<'a> Views<'a> {
    pub fn feed(&'a self, route: &Route, of: FeedOf, feed: Feed) -> FeedView<'a> {
        let lang = of.map(|(_, lang)| lang);
        let other = |(known, format, path): &(FeedOf, Feed, String)| {
            let ((id, lang), (other_id, other)) = (of?, (*known)?);
            let is_other = other_id == id && other != lang && *format == feed;
            is_other.then(|| (self.code(other).to_owned(), self.absolute(path)))
        };
        let home = of.map(|(id, lang)| self.list_path(id, lang, 1));
        let posts = plan::feed_posts(self.site, self.config, of).into_iter();
        let langs = self.config.languages.langs();
        let wanted = langs.filter(|known| lang.is_none_or(|lang| lang == *known));
        FeedView {
            lang: lang.map(|lang| self.code(lang).to_owned()),
            title: self.feed_title(of),
            subtitle: lang.map_or_else(String::new, |lang| {
                self.config.languages[lang].description.clone()
            }),
            home: self.absolute(home.as_deref().unwrap_or("/")),
            url: self.absolute(&route.path),
            publisher: self.feed_title(lang.map(|lang| (ListId::Home, lang))),
            others: self.context.plan.feeds.iter().filter_map(other).collect(),
            style: self.context.templates.asset("feed.css"),
            about: wanted.map(|lang| self.about_feeds(lang)).collect(),
            entries: posts.filter_map(|id| self.feed_entry(id, lang)).collect(),
        }
    }

    fn about_feeds(&self, lang: Lang) -> About {
        let word = |key: &str| self.strings(lang).get(key).to_owned();
        let page = self.sites[lang].subscribe.as_ref();
        let whole = |path: &str| self.config.base.origin.clone() + path;
        About {
            lang: self.code(lang).to_owned(),
            text: word("feed_about"),
            page: page.map(|page| (word("feed_how"), whole(&page.url))),
        }
    }

    /// What a feed is called: the site, or a term and the site.
    pub(super) fn feed_title(&self, of: FeedOf) -> String {
        match of {
            None => self.config.titles(),
            Some((ListId::Term(id), lang)) => {
                self.full_title(&self.term_link(id, lang).title, lang)
            }
            Some((_, lang)) => self.site_title(lang).to_owned(),
        }
    }

    fn feed_entry(&'a self, id: PostId, feed_lang: Option<Lang>) -> Option<Entry<'a>> {
        let (config, site) = (self.config, self.site);
        let post = site.post(id);
        let published = post.date?.utc();
        let updated = post.updated.map(|date| date.utc().max(published));
        let url = |id: PostId| self.absolute(&plan::permalink(config, site, id));
        let code = |id: PostId| self.code(site.post(id).lang).to_owned();
        let others = site.story_of(id).others(id);
        let authors = self.people(post).into_iter();
        let elsewhere = feed_lang
            .filter(|lang| *lang != post.lang && config.untranslated.feeds != Untranslated::Show);
        Some(Entry {
            id: self.context.plan.entry_ids[id.0].clone(),
            lang: code(id),
            title: self.title(id).to_owned(),
            url: url(id),
            translations: others.map(|other| (code(other), url(other))).collect(),
            published,
            updated: updated.unwrap_or(published),
            authors: authors.map(|person| (person.name, person.url)).collect(),
            categories: self.categories(post),
            content: match elsewhere {
                Some(lang) => Content::Elsewhere(self.phrase(lang, "feed_only", post.lang)),
                None => Content::Whole(Whole {
                    context: self.context,
                    id,
                    page: url(id),
                    texts: &self.feed_texts[id.0],
                }),
            },
        })
    }

    fn categories(&self, post: &Post) -> Vec<Category> {
        let category = |term: &TermId| {
            let key = &self.taxonomy(*term).key;
            let link = self.term_link(*term, post.lang);
            let page = || plan::terms_path(self.config, self.site, term.taxonomy, post.lang);
            let has_page = link.lang.is_none() && self.config.outputs.lists(key);
            (key != "authors").then(|| Category {
                name: link.title.into_owned(),
                lang: link.lang.map(str::to_owned),
                scheme: has_page.then(|| self.absolute(&page())),
            })
        };
        post.terms.iter().filter_map(category).collect()
    }
}
