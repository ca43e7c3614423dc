//! Feeds as plain data, which `render::feed` writes down as Atom and as RSS.

use chrono::NaiveDateTime;

use super::Views;
use crate::config::Untranslated;
use crate::lang::Lang;
use crate::model::{Post, PostId, TermId};
use crate::plan::{self, Feed, FeedOf, ListId, Route};
use crate::render::portable::portable;

/// A feed. Every address is whole.
pub struct FeedView {
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
    pub entries: Vec<Entry>,
}

/// A post in a feed.
pub struct Entry {
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
    pub content: Content,
}

/// A term of an entry.
pub struct Category {
    pub name: String,
    /// Where it is not the entry's.
    pub lang: Option<String>,
    /// The page of its taxonomy.
    pub scheme: Option<String>,
}

/// What an entry says.
pub enum Content {
    /// The excerpt and the whole text, as HTML.
    Whole(String, String),
    /// One line in the feed's language: the text is in another.
    Elsewhere(String),
}

impl FeedView {
    /// When something in it last changed. There is no clock here: of a feed without entries it is the earliest of times.
    pub fn updated(&self) -> NaiveDateTime {
        self.entries
            .iter()
            .map(|entry| entry.updated)
            .max()
            .unwrap_or_default()
    }
}

impl Views<'_> {
    /// A feed, as a format has it.
    pub fn feed(&self, route: &Route, of: FeedOf, feed: Feed) -> FeedView {
        let (config, site) = (self.context.config, self.context.site);
        let lang = of.map(|(_, lang)| lang);
        let (id, first) = of.unwrap_or((ListId::Home, Lang(0)));
        let is_other = |known: FeedOf, format: Feed| {
            let other = known.filter(|(of, other)| *of == id && *other != first);
            other.filter(|_| lang.is_some() && format == feed)
        };
        let others = self
            .context
            .plan
            .feeds
            .iter()
            .filter_map(|(known, format, path)| {
                let (_, other) = is_other(*known, *format)?;
                Some((self.code(other).to_owned(), self.absolute(path)))
            });
        FeedView {
            lang: lang.map(|lang| self.code(lang).to_owned()),
            title: self.feed_title(of),
            subtitle: of.map_or_else(String::new, |(_, lang)| {
                config.languages[lang].description.clone()
            }),
            home: self.absolute(
                &of.map_or_else(|| "/".to_owned(), |(id, lang)| self.list_path(id, lang, 1)),
            ),
            url: self.absolute(&route.path),
            publisher: lang.map_or_else(
                || self.feed_title(None),
                |lang| config.languages[lang].title.clone(),
            ),
            others: others.collect(),
            entries: plan::feed_posts(site, config, of)
                .into_iter()
                .filter_map(|id| self.feed_entry(id, lang))
                .collect(),
        }
    }

    /// What a feed is called: the site, or a term and the site.
    pub(super) fn feed_title(&self, of: FeedOf) -> String {
        let languages = &self.context.config.languages;
        match of {
            None => languages
                .iter()
                .map(|(_, language)| language.title.as_str())
                .collect::<Vec<_>>()
                .join(" · "),
            Some((ListId::Term(id), lang)) => format!(
                "{} – {}",
                self.term_link(id, lang).title,
                languages[lang].title
            ),
            Some((_, lang)) => languages[lang].title.clone(),
        }
    }

    fn feed_entry(&self, id: PostId, feed_lang: Option<Lang>) -> Option<Entry> {
        let (context, post) = (self.context, self.context.site.post(id));
        let published = post.date?.utc();
        let updated = post
            .updated
            .map_or(published, |date| date.utc().max(published));
        let permalink =
            |id: PostId| self.absolute(&plan::permalink(context.config, context.site, id));
        let version = |other: PostId| {
            (
                self.code(context.site.post(other).lang).to_owned(),
                permalink(other),
            )
        };
        let others = context
            .site
            .story_of(id)
            .versions()
            .filter(|other| *other != id);
        let reader = feed_lang.filter(|lang| {
            *lang != post.lang && context.config.untranslated.feeds != Untranslated::Show
        });
        let content = match reader {
            Some(lang) => {
                let in_language = self
                    .strings(lang)
                    .in_language(self.code(post.lang), &self.strings(post.lang).name);
                Content::Elsewhere(
                    self.strings(lang)
                        .fill("feed_only", &[("in_language", in_language)]),
                )
            }
            None => {
                let (page, body) = (permalink(id), &context.bodies[id]);
                let texts = || {
                    (
                        portable(&body.excerpt.html.text, &page),
                        portable(&body.html.text, &page),
                    )
                };
                let (excerpt, whole) = self.feed_texts[id.0].get_or_init(texts).clone();
                Content::Whole(excerpt, whole)
            }
        };
        Some(Entry {
            id: context.plan.entry_ids[id.0].clone(),
            lang: self.code(post.lang).to_owned(),
            title: self.line(post, &post.title),
            url: permalink(id),
            translations: others.map(version).collect(),
            published,
            updated,
            authors: self
                .people(post)
                .into_iter()
                .map(|person| (person.name, person.url))
                .collect(),
            categories: self.categories(post),
            content,
        })
    }

    fn categories(&self, post: &Post) -> Vec<Category> {
        let category = |term: &TermId| {
            let taxonomy = &self.context.site.taxonomies[term.taxonomy];
            let link = self.term_link(*term, post.lang);
            let page = || {
                plan::terms_path(
                    self.context.config,
                    self.context.site,
                    term.taxonomy,
                    post.lang,
                )
            };
            let has_page = link.lang.is_none() && self.context.config.outputs.lists(&taxonomy.key);
            let scheme = has_page.then(|| self.absolute(&page()));
            (taxonomy.key != "authors").then_some(Category {
                name: link.title,
                lang: link.lang,
                scheme,
            })
        };
        post.terms.iter().filter_map(category).collect()
    }
}
