//! A post as templates see it, with all that leads on from it.

use serde::Serialize;

use super::{DateView, LinkView, Views, capitalised, shorten};
use crate::doc::{self, Html, Ids};
use crate::lang::Lang;
use crate::model::{Comment, Likeness, Post, PostId, Role, Taxonomy, TermId};
use crate::plan::{self, ListId, Route};
use crate::render::contents::{self, Entry};
use crate::render::parallel;
use crate::text::url;

#[derive(Serialize)]
struct PostView<'v> {
    post: PostPage<'v>,
}

#[derive(Serialize)]
struct PostPage<'v> {
    title: String,
    url: String,
    html: Html,
    /// Its headings, where they are worth a table.
    contents: Vec<Entry<'v>>,
    /// Ids for what stands around the text, which has none of them.
    ids: PostIds,
    is_page: bool,
    date: Option<DateView>,
    updated: Option<DateView>,
    /// "4 min read".
    reading_time: String,
    authors: Vec<LinkView>,
    /// Its terms in each taxonomy but the authors.
    taxonomies: Vec<TermsView>,
    /// The series it is in.
    series: Vec<SeriesView>,
    /// The posts before and after it in its language.
    previous: Option<LinkView>,
    next: Option<LinkView>,
    /// Posts about the same things.
    related: Vec<LinkView>,
    truncated: Option<String>,
    /// Where readers may write to about it.
    reply: Option<String>,
    /// The text that this one was translated from, where it has changed since.
    newer: Option<Newer>,
    /// The other posts of its story.
    translations: Vec<Translation>,
    /// Whether one of them stands beside it, block by block.
    keeps_place: bool,
    extra: Option<&'v serde_json::Value>,
    /// What readers wrote on the old site; there is no writing here.
    comments: Option<CommentsView>,
}

#[derive(Serialize)]
struct PostIds {
    contents: String,
    related: String,
    comments: String,
}

#[derive(Serialize)]
struct Newer {
    /// "The version in French is more recent:".
    label: String,
    lang: String,
    dir: String,
    title: String,
    url: String,
}

#[derive(Serialize)]
struct TermsView {
    /// The taxonomy's key, e.g. `tags`.
    key: String,
    name: String,
    terms: Vec<LinkView>,
}

#[derive(Serialize)]
struct SeriesView {
    series: LinkView,
    /// "2 of 5".
    position: String,
    previous: Option<LinkView>,
    next: Option<LinkView>,
}

#[derive(Serialize)]
struct CommentsView {
    /// "3 comments".
    heading: String,
    /// Each answer after what it answers.
    list: Vec<CommentView>,
    /// Sites that linked here.
    mentions: Vec<CommentView>,
}

#[derive(Serialize)]
struct CommentView {
    /// `comment-12`.
    anchor: String,
    author: String,
    url: Option<String>,
    date: Option<DateView>,
    html: Html,
    /// How many comments it answers, one after the other; 0 for an answer to the post.
    depth: usize,
}

#[derive(Serialize)]
struct Translation {
    lang: String,
    dir: String,
    /// "This text is also in French:".
    label: String,
    title: String,
    url: String,
    /// The language's own name.
    name: String,
    /// The page where both stand side by side, if they do; then each block tells its counterpart.
    parallel: Option<String>,
}

impl<'a> Views<'a> {
    /// A post or page.
    pub fn post(&'a self, route: &Route, id: PostId) -> impl Serialize + 'a {
        let (site, config) = (self.context.site, self.context.config);
        let post = site.post(id);
        let body = &self.context.bodies[id];
        let title = self.line(post, &post.title);
        let own = post
            .front
            .description
            .as_ref()
            .map(|description| self.line(post, description));
        // The excerpt is set already, and its code is not told any more.
        let description = own.unwrap_or_else(|| shorten(&body.excerpt.text));
        let is_page = post.role == Role::Page;
        let mut ids = self.ids_beside(id);
        let [contents, related, comments] =
            ["contents:", "related", "comments"].map(|wanted| ids.free(wanted));
        let page = PostPage {
            title: title.clone(),
            url: self.permalink(id),
            html: self.body(id),
            contents: contents::of(&body.headings, post.front.toc, config.toc),
            is_page,
            date: self.date(post.date.filter(|_| !is_page), post.lang),
            updated: self.date(post.updated.filter(|_| !is_page), post.lang),
            authors: self.authors(post),
            reading_time: self.reading_time(id, post.lang),
            taxonomies: self.taxonomies(post),
            series: self.series(id),
            previous: self.neighbour(id, 1),
            next: self.neighbour(id, -1),
            related: post
                .related
                .iter()
                .map(|other| self.post_link(*other, post.lang))
                .collect(),
            truncated: post
                .truncated
                .then(|| self.strings(post.lang).get("truncated").to_owned()),
            reply: config
                .theme
                .reply
                .as_ref()
                .filter(|_| !is_page)
                .map(|address| mail(address, &title)),
            newer: self
                .context
                .behind
                .get(&id)
                .map(|original| self.newer(post.lang, *original)),
            keeps_place: site
                .story_of(id)
                .parallel()
                .any(|(a, b)| a == id || b == id),
            translations: self.translations(id),
            extra: post.front.extra.as_ref(),
            comments: self.comments(post, &mut ids),
            ids: PostIds {
                contents,
                related,
                comments,
            },
        };
        let title = format!("{title} – {}", config.languages[post.lang].title);
        self.page(
            route,
            post.lang,
            title,
            description,
            PostView { post: page },
        )
    }

    fn newer(&self, page_lang: Lang, original: PostId) -> Newer {
        let post = self.context.site.post(original);
        let (words, own) = (self.strings(page_lang), self.strings(post.lang));
        let in_language = words.in_language(self.code(post.lang), &own.name);
        Newer {
            label: words.fill("newer_version", &[("in_language", in_language)]),
            lang: self.code(post.lang).to_owned(),
            dir: own.direction.clone(),
            title: self.line(post, &post.title),
            url: self.permalink(original),
        }
    }

    /// A post's text; where it stands beside another one, each block tells its counterpart.
    fn body(&self, id: PostId) -> Html {
        let bodies = self.context.bodies;
        let blocks = bodies[id].parts.len();
        let others = self
            .context
            .site
            .story_of(id)
            .parallel()
            .filter_map(|(a, b)| match id {
                _ if a == id => Some(b),
                _ if b == id => Some(a),
                _ => None,
            });
        let beside: Vec<_> = others
            .map(|other| (other, self.rows.counterparts(id, other, blocks)))
            .collect();
        let attribute = |at: usize, (other, counterparts): &(PostId, Vec<Option<usize>>)| {
            parallel::attribute(
                self.code(self.context.site.post(*other).lang),
                counterparts[at],
                &bodies[*other],
            )
        };
        bodies[id].anchored(|at| beside.iter().map(|beside| attribute(at, beside)).collect())
    }

    fn authors(&self, post: &Post) -> Vec<LinkView> {
        let terms = post
            .terms
            .iter()
            .filter(|term| self.taxonomy(**term).key == "authors");
        terms.map(|term| self.term_link(*term, post.lang)).collect()
    }

    pub(super) fn taxonomy(&self, term: TermId) -> &'a Taxonomy {
        &self.context.site.taxonomies[term.taxonomy]
    }

    fn taxonomies(&self, post: &Post) -> Vec<TermsView> {
        let of = |(at, taxonomy): (usize, &Taxonomy)| {
            let terms = post.terms.iter().filter(|term| term.taxonomy == at);
            let terms: Vec<LinkView> = terms.map(|term| self.term_link(*term, post.lang)).collect();
            let shown = !terms.is_empty() && !matches!(taxonomy.key.as_str(), "authors" | "series");
            shown.then(|| TermsView {
                key: taxonomy.key.clone(),
                name: taxonomy.names[post.lang].name.clone(),
                terms,
            })
        };
        self.context
            .site
            .taxonomies
            .iter()
            .enumerate()
            .filter_map(of)
            .collect()
    }

    /// Its place in each of its series, among the posts of its language.
    fn series(&self, id: PostId) -> Vec<SeriesView> {
        let post = self.context.site.post(id);
        let of = |term: &TermId| {
            let list = self
                .context
                .plan
                .lists
                .get(ListId::Term(*term), post.lang)?;
            let posts: Vec<PostId> = list.posts().collect();
            let at = posts.iter().position(|other| *other == id)?;
            let (number, total) = ((at + 1).to_string(), posts.len().to_string());
            let link = |at: usize| posts.get(at).map(|other| self.post_link(*other, post.lang));
            Some(SeriesView {
                series: self.term_link(*term, post.lang),
                position: self
                    .strings(post.lang)
                    .fill("part_of", &[("number", &number), ("total", &total)]),
                previous: at.checked_sub(1).and_then(link),
                next: link(at + 1),
            })
        };
        post.terms
            .iter()
            .filter(|term| self.taxonomy(**term).oldest_first())
            .filter_map(of)
            .collect()
    }

    /// The post that stands so many places further in its language, the newest standing first.
    fn neighbour(&self, id: PostId, step: isize) -> Option<LinkView> {
        let lang = self.context.site.post(id).lang;
        let order = &self.order[lang];
        let at = order.binary_search(&id).ok()?;
        order
            .get(at.checked_add_signed(step)?)
            .map(|other| self.post_link(*other, lang))
    }

    /// "4 min read": at 220 words a minute, which is about what adults read of prose (Brysbaert 2019: 238 in English).
    pub(super) fn reading_time(&self, id: PostId, lang: Lang) -> String {
        self.strings(lang).count(
            "minutes",
            self.context.bodies[id].words.div_ceil(220).max(1),
        )
    }

    fn comments(&self, post: &Post, ids: &mut Ids) -> Option<CommentsView> {
        let mut view = |(comment, depth): (&Comment, usize)| CommentView {
            anchor: ids.free(&format!("comment-{}", comment.id)),
            author: comment.author.clone(),
            url: comment.url.clone(),
            date: self.date(comment.date, post.lang),
            html: doc::comment(&comment.text, post.style(self.context.config)),
            depth,
        };
        let (mentions, comments): (Vec<&Comment>, Vec<&Comment>) =
            post.comments.iter().partition(|comment| comment.pingback);
        (!post.comments.is_empty()).then(|| CommentsView {
            heading: self.strings(post.lang).count("comments", comments.len()),
            list: threads(&comments).into_iter().map(&mut view).collect(),
            mentions: mentions
                .into_iter()
                .map(|mention| view((mention, 0)))
                .collect(),
        })
    }

    fn translations(&self, id: PostId) -> Vec<Translation> {
        let site = self.context.site;
        let words = self.strings(site.post(id).lang);
        let view = |other: PostId| {
            let post = site.post(other);
            let strings = self.strings(post.lang);
            let in_language = words.in_language(self.code(post.lang), &strings.name);
            let story = site.story_of(id);
            let also = if story.likeness(id, other) == Likeness::Adapted {
                "also_adapted_in"
            } else {
                "also_in"
            };
            let parallel = story
                .parallel()
                .find(|pair| [(id, other), (other, id)].contains(pair));
            Translation {
                lang: self.code(post.lang).to_owned(),
                dir: strings.direction.clone(),
                label: words.fill(also, &[("in_language", in_language)]),
                title: self.line(post, &post.title),
                url: self.permalink(other),
                name: capitalised(&strings.name),
                parallel: parallel
                    .map(|(a, b)| self.path(&plan::parallel_path(self.context.config, site, a, b))),
            }
        };
        site.story_of(id)
            .versions()
            .filter(|other| *other != id)
            .map(view)
            .collect()
    }
}

/// A mail to `address` about something (RFC 6068).
fn mail(address: &str, about: &str) -> String {
    format!(
        "mailto:{address}?subject={}",
        url::encode_path(about).replace('/', "%2F")
    )
}

/// Each answer after what it answers, with its depth; what answers a comment that is not there answers the post.
fn threads<'c>(comments: &[&'c Comment]) -> Vec<(&'c Comment, usize)> {
    let known = |id: &String| comments.iter().any(|comment| comment.id == *id);
    let answers = |comment: &Comment, to: Option<&String>| {
        comment.reply_to.as_ref().filter(|id| known(id)) == to
    };
    let mut ordered: Vec<(&Comment, usize)> = Vec::new();
    let mut open: Vec<(&Comment, usize)> = comments
        .iter()
        .rev()
        .filter(|c| answers(c, None))
        .map(|c| (*c, 0))
        .collect();
    while let Some((comment, depth)) = open.pop() {
        ordered.push((comment, depth));
        let next = comments
            .iter()
            .rev()
            .filter(|c| answers(c, Some(&comment.id)) && c.id != comment.id);
        open.extend(
            next.filter(|c| !ordered.iter().any(|(done, _)| std::ptr::eq(*done, **c)))
                .map(|c| (*c, depth + 1)),
        );
    }
    // Two that answer each other are reached from nowhere.
    let lost = comments
        .iter()
        .filter(|c| !ordered.iter().any(|(done, _)| std::ptr::eq(*done, **c)));
    let lost: Vec<_> = lost.map(|c| (*c, 0)).collect();
    ordered.extend(lost);
    ordered
}
