//! A post as templates see it, with all that leads on from it.

use serde::Serialize;

use super::body::BodyView;
use super::comments::CommentsView;
use super::{DateView, LinkView, PostLink, View, Views, capitalised, describe};
use crate::lang::Lang;
use crate::model::{Likeness, Post, PostId, Role, Taxonomy, TermId};
use crate::plan::{self, ListId, Route};
use crate::render::contents::{self, Entry};
use crate::text::url;

#[derive(Hash, Serialize)]
struct PostView<'v> {
    post: PostPage<'v>,
}

#[derive(Hash, Serialize)]
struct PostPage<'v> {
    title: &'v str,
    url: &'v str,
    /// What its author says that it is about.
    description: Option<String>,
    html: BodyView<'v>,
    /// Its headings, where they are worth a table.
    contents: Vec<Entry<'v>>,
    /// Ids for what stands around the text, which has none of them.
    ids: PostIds,
    is_page: bool,
    date: Option<DateView>,
    updated: Option<DateView>,
    /// "4 min read".
    reading_time: String,
    authors: Vec<LinkView<'v>>,
    /// Who translated it.
    translators: Vec<LinkView<'v>>,
    /// Whether a machine did; those who translated it have revised that then.
    machine_translated: bool,
    /// Its terms in each taxonomy but the authors.
    taxonomies: Vec<TermsView<'v>>,
    /// The series it is in.
    series: Vec<SeriesView<'v>>,
    /// The posts before and after it in its language.
    previous: Option<LinkView<'v>>,
    next: Option<LinkView<'v>>,
    related: Vec<LinkView<'v>>,
    truncated: Option<&'v str>,
    /// Where readers may write to about it.
    reply: Option<String>,
    /// The text that this one was translated from, where it has changed since.
    newer: Option<Newer<'v>>,
    /// The other posts of its story.
    /// An `<img>` that stands above the text, where the site wants it.
    cover: Option<String>,
    translations: Vec<Translation<'v>>,
    /// Whether one of them stands beside it, block by block.
    keeps_place: bool,
    /// Whether its text has code that can be copied.
    has_code: bool,
    extra: Option<&'v serde_json::Value>,
    /// What readers wrote on the old site; there is no writing here.
    comments: Option<CommentsView<'v>>,
}

#[derive(Hash, Serialize)]
struct PostIds {
    contents: String,
    related: String,
    comments: String,
}

#[derive(Hash, Serialize)]
struct Newer<'v> {
    /// "The French version is more recent:".
    label: String,
    #[serde(flatten)]
    post: PostLink<'v>,
}

#[derive(Hash, Serialize)]
struct TermsView<'v> {
    /// The taxonomy's key, e.g. `tags`.
    key: &'v str,
    name: &'v str,
    terms: Vec<LinkView<'v>>,
}

#[derive(Hash, Serialize)]
struct SeriesView<'v> {
    series: LinkView<'v>,
    /// "2 of 5".
    position: String,
    previous: Option<LinkView<'v>>,
    next: Option<LinkView<'v>>,
}

#[derive(Hash, Serialize)]
struct Translation<'v> {
    #[serde(flatten)]
    post: PostLink<'v>,
    /// "Also available in French:".
    label: String,
    /// The language's own name.
    name: String,
    /// The page where both stand side by side, if they do; then each block tells its counterpart.
    parallel: Option<String>,
    /// "Continue in English from here", for the script that says it of each block.
    from_here: &'v str,
}

impl<'a> Views<'a> {
    pub fn post(&'a self, route: &Route, id: PostId) -> impl View + 'a {
        let post = self.site.post(id);
        // The excerpt is set already, and its code is not told any more.
        let excerpt = || describe(&self.context.bodies[id].excerpt.text);
        let description = self.description(post).unwrap_or_else(excerpt);
        let title = self.full_title(self.title(id), post.lang);
        let view = PostView {
            post: self.post_page(id),
        };
        self.page(route, post.lang, title, description, view)
    }

    /// What the author of a post says that it is about, typeset.
    pub(super) fn description(&self, post: &Post) -> Option<String> {
        let own = post.front.description.as_ref();
        own.map(|own| self.line(post, own))
            .filter(|own| !own.is_empty())
    }

    fn post_page(&self, id: PostId) -> PostPage<'a> {
        let (site, config) = (self.site, self.config);
        let post = site.post(id);
        let (lang, title) = (post.lang, self.title(id));
        let is_page = post.role == Role::Page;
        let dated = Some(post).filter(|_| !is_page);
        let reply = config.theme.reply.as_ref().filter(|_| !is_page);
        let related = post.related.iter();
        let original = self.context.behind.get(&id);
        let mut parallel = site.story_of(id).parallel();
        let has_cover = config.theme.cover && post.front.cover().is_some();
        let cover = || self.context.bodies.above_text(id);
        PostPage {
            description: self.description(post),
            url: self.permalink(id),
            html: self.body(id),
            contents: contents::of(
                &self.context.bodies[id].headings,
                post.front.toc,
                config.toc,
            ),
            ids: PostIds {
                contents: self.id_beside(id, "contents:"),
                related: self.id_beside(id, "related"),
                comments: self.id_beside(id, "comments"),
            },
            is_page,
            date: self.date(dated.and_then(|post| post.date), lang),
            updated: self.date(dated.and_then(|post| post.updated), lang),
            authors: self.authors(post),
            translators: self.translators(post),
            machine_translated: post.front.machine_translated == Some(true),
            reading_time: self.reading_time(id, lang),
            taxonomies: self.taxonomies(post),
            series: self.series(id),
            previous: self.neighbour(id, 1),
            next: self.neighbour(id, -1),
            related: related.map(|other| self.link(*other, lang)).collect(),
            truncated: post.truncated.then(|| self.word(lang, "truncated")),
            reply: reply.map(|address| mail(address, title)),
            title,
            newer: original.map(|original| Newer {
                label: self.phrase(lang, "newer_version", site.post(*original).lang),
                post: self.post_link(*original),
            }),
            keeps_place: parallel.any(|(a, b)| a == id || b == id),
            cover: has_cover.then(cover).flatten(),
            has_code: self.context.bodies[id].has_code,
            translations: self.translations(id),
            extra: post.front.extra.as_ref(),
            comments: self.comments(post, id),
        }
    }

    fn authors(&self, post: &Post) -> Vec<LinkView<'a>> {
        self.terms_of(post, &["authors"])
            .map(|term| self.term_link(term, post.lang))
            .collect()
    }

    /// Who translated it; an author of the site with the author's page.
    fn translators(&self, post: &'a Post) -> Vec<LinkView<'a>> {
        let names = post.front.translators.iter().map(|(name, _)| name);
        let link = |name: &'a String| match self.site.author(name) {
            Some(author) => {
                let mut link = self.term_link(author, post.lang);
                // One who has written nothing has no page here, but perhaps a site.
                if let ("", Some(declared)) = (&*link.url, &self.site.term(author).declared) {
                    link.url = declared.url.as_deref().unwrap_or_default().into();
                }
                link
            }
            None => LinkView::new(name.as_str(), ""),
        };
        names.map(link).collect()
    }

    /// Its terms in some taxonomies.
    pub(super) fn terms_of(&self, post: &Post, keys: &[&str]) -> impl Iterator<Item = TermId> {
        let terms = post.terms.iter().copied();
        terms.filter(|term| keys.contains(&self.taxonomy(*term).key.as_str()))
    }

    pub(super) fn taxonomy(&self, term: TermId) -> &'a Taxonomy {
        &self.site.taxonomies[term.taxonomy]
    }

    fn taxonomies(&self, post: &Post) -> Vec<TermsView<'a>> {
        let of = |(at, taxonomy): (usize, &'a Taxonomy)| {
            let terms = post.terms.iter().filter(|term| term.taxonomy == at);
            let terms: Vec<LinkView<'a>> =
                terms.map(|term| self.term_link(*term, post.lang)).collect();
            let shown = !terms.is_empty() && !matches!(taxonomy.key.as_str(), "authors" | "series");
            shown.then(|| TermsView {
                key: &taxonomy.key,
                name: &taxonomy.names[post.lang].name,
                terms,
            })
        };
        let taxonomies = self.site.taxonomies.iter().enumerate();
        taxonomies.filter_map(of).collect()
    }

    /// Its place in each of its series, among the posts of its language.
    fn series(&self, id: PostId) -> Vec<SeriesView<'a>> {
        let post = self.site.post(id);
        let lang = post.lang;
        let of = |term: &TermId| {
            let list = self.context.plan.lists.get(ListId::Term(*term), lang)?;
            let posts: Vec<PostId> = list.posts().collect();
            let at = posts.iter().position(|other| *other == id)?;
            let (number, total) = ((at + 1).to_string(), posts.len().to_string());
            let numbers = [("number", number.as_str()), ("total", total.as_str())];
            let link = |at: usize| posts.get(at).map(|other| self.link(*other, lang));
            Some(SeriesView {
                series: self.term_link(*term, lang),
                position: self.strings(lang).fill("part_of", &numbers),
                previous: at.checked_sub(1).and_then(link),
                next: link(at + 1),
            })
        };
        let series = post.terms.iter();
        let series = series.filter(|term| self.taxonomy(**term).oldest_first());
        series.filter_map(of).collect()
    }

    /// The post that stands so many places further in its language, the newest standing first.
    fn neighbour(&self, id: PostId, step: isize) -> Option<LinkView<'a>> {
        let lang = self.site.post(id).lang;
        let order = &self.order[lang];
        let at = order.binary_search(&id).ok()?;
        let other = order.get(at.checked_add_signed(step)?);
        other.map(|other| self.link(*other, lang))
    }

    /// "4 min read": at 220 words a minute, which is about what adults read of prose (Brysbaert 2019: 238 in English).
    pub(super) fn reading_time(&self, id: PostId, lang: Lang) -> String {
        let minutes = self.context.bodies[id].words.div_ceil(220).max(1);
        self.strings(lang).count("minutes", minutes)
    }

    fn translations(&self, id: PostId) -> Vec<Translation<'a>> {
        let (site, story) = (self.site, self.site.story_of(id));
        let view = |other: PostId| {
            let lang = site.post(other).lang;
            let also = match story.likeness(id, other) {
                Likeness::Adapted => "also_adapted_in",
                _ => "also_in",
            };
            let mut pairs = story.parallel();
            let pair = pairs.find(|pair| [(id, other), (other, id)].contains(pair));
            Translation {
                post: self.post_link(other),
                label: self.phrase(site.post(id).lang, also, lang),
                name: capitalised(&self.strings(lang).name),
                from_here: self.strings(lang).get("from_here"),
                parallel: pair
                    .map(|(a, b)| self.path(&plan::parallel_path(self.config, site, a, b))),
            }
        };
        story.others(id).map(view).collect()
    }
}

/// A mail to `address` about something (RFC 6068).
fn mail(address: &str, about: &str) -> String {
    format!(
        "mailto:{address}?subject={}",
        url::encode_path(about).replace('/', "%2F")
    )
}
