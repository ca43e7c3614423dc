//! A post as templates see it, with all that leads on from it.

use serde::Serialize;

use super::{DateView, LinkView, Views, shorten};
use crate::lang::Lang;
use crate::markdown;
use crate::model::{Comment, Post, PostId, Role, Taxonomy, TermId};
use crate::plan::{ListId, Route};

#[derive(Serialize)]
struct PostView<'v> {
    post: PostPage<'v>,
}

#[derive(Serialize)]
struct PostPage<'v> {
    title: &'v str,
    url: String,
    html: &'v str,
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
    /// The other posts of its story.
    translations: Vec<Translation>,
    extra: Option<&'v serde_json::Value>,
    /// What readers wrote on the old site; there is no writing here.
    comments: Option<CommentsView>,
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
    id: String,
    author: String,
    url: Option<String>,
    date: Option<DateView>,
    html: String,
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
}

impl<'a> Views<'a> {
    /// A post or page.
    pub fn post(&'a self, route: &Route, id: PostId) -> impl Serialize + 'a {
        let (site, config) = (self.context.site, self.context.config);
        let post = site.post(id);
        let body = &self.context.bodies[id];
        let description = post.front.description.clone().unwrap_or_else(|| shorten(&body.excerpt.text));
        let is_page = post.role == Role::Page;
        let page = PostPage {
            title: &post.title,
            url: self.permalink(id),
            html: &body.html,
            is_page,
            date: self.date(post.date.filter(|_| !is_page), post.lang),
            updated: self.date(post.updated.filter(|_| !is_page), post.lang),
            authors: self.authors(post),
            reading_time: self.reading_time(id, post.lang),
            taxonomies: self.taxonomies(post),
            series: self.series(id),
            previous: self.neighbour(id, 1),
            next: self.neighbour(id, -1),
            related: post.related.iter().map(|other| self.post_link(*other, post.lang)).collect(),
            truncated: post.truncated.then(|| self.strings(post.lang).get("truncated").to_owned()),
            translations: self.translations(id),
            extra: post.front.extra.as_ref(),
            comments: self.comments(post),
        };
        let title = format!("{} – {}", post.title, config.languages[post.lang].title);
        self.page(route, post.lang, if is_page { "page" } else { "post" }, title, description, PostView { post: page })
    }

    fn authors(&self, post: &Post) -> Vec<LinkView> {
        let terms = post.terms.iter().filter(|term| self.taxonomy(**term).key == "authors");
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
            shown.then(|| TermsView { key: taxonomy.key.clone(), name: taxonomy.names[post.lang].name.clone(), terms })
        };
        self.context.site.taxonomies.iter().enumerate().filter_map(of).collect()
    }

    /// Its place in each of its series, among the posts of its language.
    fn series(&self, id: PostId) -> Vec<SeriesView> {
        let post = self.context.site.post(id);
        let of = |term: &TermId| {
            let list = self.context.plan.lists.get(ListId::Term(*term), post.lang)?;
            let posts: Vec<PostId> = list.posts().collect();
            let at = posts.iter().position(|other| *other == id)?;
            let (number, total) = ((at + 1).to_string(), posts.len().to_string());
            let link = |at: usize| posts.get(at).map(|other| self.post_link(*other, post.lang));
            Some(SeriesView {
                series: self.term_link(*term, post.lang),
                position: self.strings(post.lang).fill("part_of", &[("number", &number), ("total", &total)]),
                previous: at.checked_sub(1).and_then(link),
                next: link(at + 1),
            })
        };
        post.terms.iter().filter(|term| self.taxonomy(**term).oldest_first()).filter_map(of).collect()
    }

    /// The post that stands so many places further in its language, the newest standing first.
    fn neighbour(&self, id: PostId, step: isize) -> Option<LinkView> {
        let lang = self.context.site.post(id).lang;
        let order = &self.order[lang];
        let at = order.binary_search(&id).ok()?;
        order.get(at.checked_add_signed(step)?).map(|other| self.post_link(*other, lang))
    }

    /// "4 min read": at 220 words a minute, which is about what adults read of prose (Brysbaert 2019: 238 in English).
    pub(super) fn reading_time(&self, id: PostId, lang: Lang) -> String {
        self.strings(lang).count("minutes", self.context.bodies[id].words.div_ceil(220).max(1))
    }

    fn comments(&self, post: &Post) -> Option<CommentsView> {
        let view = |(comment, depth): (&Comment, usize)| CommentView {
            id: comment.id.clone(),
            author: comment.author.clone(),
            url: comment.url.clone(),
            date: self.date(comment.date, post.lang),
            html: markdown::comment(&comment.text),
            depth,
        };
        let (mentions, comments): (Vec<&Comment>, Vec<&Comment>) = post.comments.iter().partition(|comment| comment.pingback);
        (!post.comments.is_empty()).then(|| CommentsView {
            heading: self.strings(post.lang).count("comments", comments.len()),
            list: threads(&comments).into_iter().map(view).collect(),
            mentions: mentions.into_iter().map(|mention| view((mention, 0))).collect(),
        })
    }

    fn translations(&self, id: PostId) -> Vec<Translation> {
        let site = self.context.site;
        let words = self.strings(site.post(id).lang);
        let view = |other: PostId| {
            let post = site.post(other);
            let strings = self.strings(post.lang);
            let in_language = words.in_language(self.code(post.lang), &strings.name);
            Translation {
                lang: self.code(post.lang).to_owned(),
                dir: strings.direction.clone(),
                label: words.fill("also_in", &[("in_language", in_language)]),
                title: post.title.clone(),
                url: self.permalink(other),
            }
        };
        site.story_of(id).versions().filter(|other| *other != id).map(view).collect()
    }
}

/// Each answer after what it answers, with its depth; what answers a comment that is not there answers the post.
fn threads<'c>(comments: &[&'c Comment]) -> Vec<(&'c Comment, usize)> {
    let known = |id: &String| comments.iter().any(|comment| comment.id == *id);
    let answers = |comment: &Comment, to: Option<&String>| comment.reply_to.as_ref().filter(|id| known(id)) == to;
    let mut ordered: Vec<(&Comment, usize)> = Vec::new();
    let mut open: Vec<(&Comment, usize)> = comments.iter().rev().filter(|c| answers(c, None)).map(|c| (*c, 0)).collect();
    while let Some((comment, depth)) = open.pop() {
        ordered.push((comment, depth));
        let next = comments.iter().rev().filter(|c| answers(c, Some(&comment.id)) && c.id != comment.id);
        open.extend(next.filter(|c| !ordered.iter().any(|(done, _)| std::ptr::eq(*done, **c))).map(|c| (*c, depth + 1)));
    }
    // Two that answer each other are reached from nowhere.
    let lost = comments.iter().filter(|c| !ordered.iter().any(|(done, _)| std::ptr::eq(*done, **c)));
    let lost: Vec<_> = lost.map(|c| (*c, 0)).collect();
    ordered.extend(lost);
    ordered
}
