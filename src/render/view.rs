//! All that a template may see. What is not here cannot be on a page.

use std::borrow::Cow;

use serde::Serialize;

use super::Context;
use super::parallel::{self, Rows};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::markdown;
use crate::model::Role;
use crate::model::{Body, Comment, Likeness, Post, PostId};
use crate::plan::{self, Route};
use crate::text::html::Renamer;
use crate::text::url;
use crate::text::words::one_line;

/// Posts of each language on the landing page.
const ON_LANDING: usize = 3;
/// Stories told only in another language, on a home.
const ELSEWHERE: usize = 5;
/// Search engines show about so many characters of a description.
const DESCRIPTION: usize = 160;

/// Makes views.
pub struct Views<'a> {
    context: &'a Context<'a>,
    sites: ByLang<SiteView<'a>>,
    rows: Rows,
}

/// A whole page: what every template sees.
#[derive(Serialize)]
pub struct PageView<'v, T> {
    /// The site, in the page's language.
    site: &'v SiteView<'v>,
    /// The page's head and switch.
    page: Head,
    /// The interface words of the page's language, by key.
    strings: &'v std::collections::BTreeMap<String, String>,
    #[serde(flatten)]
    rest: T,
}

/// The site as one language has it.
#[derive(Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    /// The language's home.
    home: String,
    /// The landing page.
    root: String,
    /// The path below which the site stands, with `/` at both ends.
    base_path: &'a str,
    /// Pages such as "About".
    menu: Vec<LinkView>,
    /// The author's `[extra]` of `site.toml`.
    extra: &'a serde_json::Value,
}

#[derive(Clone, Serialize)]
struct LinkView {
    title: String,
    url: String,
}

/// What stands in `<head>`, and the language switch.
#[derive(Serialize)]
struct Head {
    lang: String,
    dir: String,
    locale: String,
    /// `root`, `home`, `post`, `page`, `parallel`, `not-found` or `redirect`.
    kind: &'static str,
    /// For `<title>`.
    title: String,
    description: String,
    canonical: Option<String>,
    alternates: Vec<AlternateView>,
    switch: Vec<SwitchView>,
    /// Open Graph's locales of the translations.
    other_locales: Vec<String>,
}

#[derive(Serialize)]
struct AlternateView {
    hreflang: String,
    href: String,
}

#[derive(Serialize)]
struct SwitchView {
    lang: String,
    dir: String,
    /// The language's own name.
    name: String,
    url: String,
    /// Whether the same thing stands there.
    same: bool,
    /// Where not, or where it is told anew: what the switch says, in that language.
    note: Option<String>,
}

/// A post in a list.
#[derive(Clone, Serialize)]
struct Card {
    title: String,
    url: String,
    lang: String,
    dir: String,
    /// Whether it is in another language than the page.
    foreign: bool,
    /// Then, that language in the page's words: "in French".
    in_language: Option<String>,
    date: Option<DateView>,
    excerpt: String,
    /// "Read more", where there is more to read.
    read_more: Option<String>,
    /// That the archive holds only its beginning.
    truncated: Option<String>,
}

#[derive(Clone, Serialize)]
struct DateView {
    /// For `datetime`.
    iso: String,
    /// In the page's words.
    text: String,
}

#[derive(Serialize)]
struct RootView {
    /// Each language's half of the landing page.
    halves: Vec<Half>,
    /// Where a script finds where addresses such as `/?p=12` lead now; nothing where there are none.
    old_addresses: Option<String>,
}

#[derive(Serialize)]
struct Half {
    lang: String,
    dir: String,
    name: String,
    title: String,
    description: String,
    home: String,
    enter: String,
    not_found: String,
    not_found_help: String,
    cards: Vec<Card>,
}

#[derive(Serialize)]
struct HomeView {
    cards: Vec<Card>,
    /// Stories told only in another language; on the first page.
    elsewhere: Vec<Elsewhere>,
    number: usize,
    total: usize,
    /// "Page 2 of 3".
    position: String,
    newer: Option<String>,
    older: Option<String>,
}

#[derive(Serialize)]
struct Elsewhere {
    heading: String,
    lang: String,
    dir: String,
    cards: Vec<Card>,
    /// Where the others are, if there are more.
    all: String,
    more: Option<String>,
}

#[derive(Serialize)]
struct PostView<'v> {
    post: PostPage<'v>,
}

#[derive(Serialize)]
struct PostPage<'v> {
    title: &'v str,
    url: String,
    html: Cow<'v, str>,
    is_page: bool,
    date: Option<DateView>,
    updated: Option<DateView>,
    authors: Vec<String>,
    tags: &'v [String],
    categories: &'v [String],
    truncated: Option<String>,
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
struct Newer {
    /// "The version in French is more recent:".
    label: String,
    lang: String,
    dir: String,
    title: String,
    url: String,
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
    /// The language's own name.
    name: String,
    /// The page where both stand side by side, if they do; then each block tells its counterpart.
    parallel: Option<String>,
}

#[derive(Serialize)]
struct ParallelView {
    /// The two posts.
    sides: Vec<Side>,
    /// Their blocks, and at last their notes.
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct Side {
    lang: String,
    dir: String,
    title: String,
    url: String,
    /// In that language.
    date: Option<DateView>,
    /// "Read in English alone", in that language.
    alone: String,
}

#[derive(Serialize)]
struct RowView {
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    /// 1 or 2.
    side: usize,
    lang: String,
    dir: String,
    html: String,
}

#[derive(Serialize)]
struct RedirectView {
    lang: String,
    target: String,
    canonical: String,
    moved: String,
}

impl<'a> Views<'a> {
    /// Prepares what many pages share.
    pub fn new(context: &'a Context<'a>) -> Self {
        let sites = ByLang::from_fn(context.config.languages.len(), |lang| site(context, lang));
        Self { context, sites, rows: Rows::new(context.site, context.bodies) }
    }

    fn path(&self, path: &str) -> String {
        url::encode_path(&self.context.config.base.path_of(path))
    }

    fn absolute(&self, path: &str) -> String {
        url::encode_path_of(&self.context.config.base.absolute(path))
    }

    fn code(&self, lang: Lang) -> &'a str {
        &self.context.config.languages[lang].code
    }

    fn strings(&self, lang: Lang) -> &'a Strings {
        &self.context.strings[lang]
    }

    fn permalink(&self, id: PostId) -> String {
        self.path(&plan::permalink(self.context.config, self.context.site, id))
    }

    fn page<T>(
        &'a self,
        route: &Route,
        lang: Lang,
        kind: &'static str,
        title: String,
        description: String,
        rest: T,
    ) -> PageView<'a, T> {
        let strings = self.strings(lang);
        let others = route.alternates.iter().filter_map(|alternate| alternate.lang).filter(|other| *other != lang);
        let page = Head {
            lang: self.code(lang).to_owned(),
            dir: strings.direction.clone(),
            locale: strings.locale.clone(),
            kind,
            title,
            description,
            canonical: (!matches!(kind, "not-found" | "parallel")).then(|| self.absolute(&route.path)),
            alternates: self.alternates(route),
            switch: route.switch.iter().map(|switch| self.switch(switch)).collect(),
            other_locales: others.map(|other| self.strings(other).locale.clone()).collect(),
        };
        PageView { site: &self.sites[lang], page, strings: &strings.text, rest }
    }

    fn alternates(&self, route: &Route) -> Vec<AlternateView> {
        let view = |alternate: &plan::Alternate| AlternateView {
            hreflang: alternate.lang.map_or("x-default", |lang| self.code(lang)).to_owned(),
            href: self.absolute(&alternate.path),
        };
        route.alternates.iter().map(view).collect()
    }

    fn switch(&self, switch: &plan::Switch) -> SwitchView {
        let strings = self.strings(switch.lang);
        SwitchView {
            lang: self.code(switch.lang).to_owned(),
            dir: strings.direction.clone(),
            name: capitalised(&strings.name),
            url: self.path(&switch.path),
            same: switch.same,
            note: match switch {
                plan::Switch { same: false, .. } => Some(strings.get("switch_missing").to_owned()),
                plan::Switch { adapted: true, .. } => Some(strings.get("switch_adapted").to_owned()),
                _ => None,
            },
        }
    }

    /// `/`: every language's half; its own language is the first, as a page must have one.
    pub fn root(&'a self, route: &Route) -> impl Serialize + 'a {
        let languages = &self.context.config.languages;
        let titles: Vec<&str> = languages.iter().map(|(_, language)| language.title.as_str()).collect();
        let descriptions: Vec<&str> = languages.iter().map(|(_, language)| language.description.as_str()).collect();
        let view =
            RootView { halves: languages.langs().map(|lang| self.half(lang)).collect(), old_addresses: self.old_addresses() };
        self.page(route, Lang(0), "root", titles.join(" · "), descriptions.join(" "), view)
    }

    /// The one `404.html` that plain hosts know, in every language.
    pub fn not_found(&'a self, route: &Route) -> impl Serialize + 'a {
        let languages = &self.context.config.languages;
        let titles: Vec<&str> = languages.langs().map(|lang| self.strings(lang).get("not_found")).collect();
        let view =
            RootView { halves: languages.langs().map(|lang| self.half(lang)).collect(), old_addresses: self.old_addresses() };
        self.page(route, Lang(0), "not-found", titles.join(" · "), String::new(), view)
    }

    fn old_addresses(&self) -> Option<String> {
        (!self.context.plan.queries.is_empty()).then(|| self.path("/old-addresses.json"))
    }

    fn half(&self, lang: Lang) -> Half {
        let (strings, language) = (self.strings(lang), &self.context.config.languages[lang]);
        let newest = self.context.plan.homes[lang].pages.first().map_or(&[][..], Vec::as_slice);
        Half {
            lang: language.code.clone(),
            dir: strings.direction.clone(),
            name: strings.name.clone(),
            title: language.title.clone(),
            description: language.description.clone(),
            home: self.sites[lang].home.clone(),
            enter: strings.get("enter").to_owned(),
            not_found: strings.get("not_found").to_owned(),
            not_found_help: strings.get("not_found_help").to_owned(),
            cards: newest.iter().take(ON_LANDING).map(|id| self.card(*id, lang)).collect(),
        }
    }

    /// A page of a language's list.
    pub fn home(&'a self, route: &Route, lang: Lang, number: usize) -> impl Serialize + 'a {
        let (strings, language) = (self.strings(lang), &self.context.config.languages[lang]);
        let home = &self.context.plan.homes[lang];
        let total = home.pages.len();
        let path = |page: usize| self.path(&plan::home_path(self.context.config, lang, page));
        let position = strings.fill("page_of", &[("number", &number.to_string()), ("total", &total.to_string())]);
        let title = if number == 1 { language.title.clone() } else { format!("{} – {position}", language.title) };
        let view = HomeView {
            cards: home.pages[number - 1].iter().map(|id| self.card(*id, lang)).collect(),
            elsewhere: if number == 1 { self.elsewhere(lang) } else { Vec::new() },
            number,
            total,
            position,
            newer: (number > 1).then(|| path(number - 1)),
            older: (number < total).then(|| path(number + 1)),
        };
        self.page(route, lang, "home", title, language.description.clone(), view)
    }

    /// The stories without a post in `lang`, by the language they are told in.
    fn elsewhere(&self, lang: Lang) -> Vec<Elsewhere> {
        let site = self.context.site;
        let missing = &self.context.plan.homes[lang].elsewhere;
        let strings = self.strings(lang);
        let of = |other: Lang| {
            let ids: Vec<PostId> = missing.iter().copied().filter(|id| site.post(*id).lang == other).collect();
            let in_language = strings.in_language(self.code(other), &self.strings(other).name);
            let count = strings.count("stories_only", ids.len());
            (!ids.is_empty()).then(|| Elsewhere {
                heading: count.replace("{in_language}", in_language),
                lang: self.code(other).to_owned(),
                dir: self.strings(other).direction.clone(),
                cards: ids.iter().take(ELSEWHERE).map(|id| self.card(*id, lang)).collect(),
                all: self.sites[other].home.clone(),
                more: (ids.len() > ELSEWHERE).then(|| strings.fill("all_posts_in", &[("in_language", in_language)])),
            })
        };
        self.context.config.languages.langs().filter(|other| *other != lang).filter_map(of).collect()
    }

    fn card(&self, id: PostId, page_lang: Lang) -> Card {
        let (post, strings) = (self.context.site.post(id), self.strings(page_lang));
        let excerpt = &self.context.bodies[id].excerpt;
        let own = self.strings(post.lang);
        let foreign = post.lang != page_lang;
        let in_language = strings.in_language(self.code(post.lang), &own.name);
        let read_more = match foreign {
            true => strings.fill("read_more_in", &[("in_language", in_language)]),
            false => strings.get("read_more").to_owned(),
        };
        Card {
            title: post.title.clone(),
            url: self.permalink(id),
            lang: self.code(post.lang).to_owned(),
            dir: own.direction.clone(),
            foreign,
            in_language: foreign.then(|| in_language.to_owned()),
            date: self.date(post.date, page_lang),
            excerpt: excerpt.html.clone(),
            read_more: (!excerpt.whole).then_some(read_more),
            truncated: post.truncated.then(|| strings.get("truncated").to_owned()),
        }
    }

    fn date(&self, date: Option<crate::text::dates::Date>, lang: Lang) -> Option<DateView> {
        date.map(|date| DateView { iso: date.to_string(), text: self.strings(lang).date(date) })
    }

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
            html: self.body(id),
            is_page,
            date: self.date(post.date.filter(|_| !is_page), post.lang),
            updated: self.date(post.updated.filter(|_| !is_page), post.lang),
            authors: self.authors(post),
            tags: post.front.tags.as_deref().unwrap_or_default(),
            categories: post.front.categories.as_deref().unwrap_or_default(),
            truncated: post.truncated.then(|| self.strings(post.lang).get("truncated").to_owned()),
            newer: self.context.behind.get(&id).map(|original| self.newer(post.lang, *original)),
            keeps_place: site.story_of(id).parallel().any(|(a, b)| a == id || b == id),
            translations: self.translations(id),
            extra: post.front.extra.as_ref(),
            comments: self.comments(post),
        };
        let title = format!("{} – {}", post.title, config.languages[post.lang].title);
        self.page(route, post.lang, if is_page { "page" } else { "post" }, title, description, PostView { post: page })
    }

    fn newer(&self, page_lang: Lang, original: PostId) -> Newer {
        let post = self.context.site.post(original);
        let (words, own) = (self.strings(page_lang), self.strings(post.lang));
        let in_language = words.in_language(self.code(post.lang), &own.name);
        Newer {
            label: words.fill("newer_version", &[("in_language", in_language)]),
            lang: self.code(post.lang).to_owned(),
            dir: own.direction.clone(),
            title: post.title.clone(),
            url: self.permalink(original),
        }
    }

    fn authors(&self, post: &Post) -> Vec<String> {
        // No byline is invented for what an archive left unsigned.
        let has_default = matches!(post.body, Body::Markdown(..)) && post.role == Role::Post;
        let default = self.context.config.author.clone().filter(|_| has_default);
        post.front.authors.clone().unwrap_or_else(|| default.into_iter().collect())
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
            let story = site.story_of(id);
            let also = if story.likeness(id, other) == Likeness::Adapted { "also_adapted_in" } else { "also_in" };
            let parallel = story.parallel().find(|pair| [(id, other), (other, id)].contains(pair));
            Translation {
                lang: self.code(post.lang).to_owned(),
                dir: strings.direction.clone(),
                label: words.fill(also, &[("in_language", in_language)]),
                title: post.title.clone(),
                url: self.permalink(other),
                name: capitalised(&strings.name),
                parallel: parallel.map(|(a, b)| self.path(&plan::parallel_path(self.context.config, site, a, b))),
            }
        };
        site.story_of(id).versions().filter(|other| *other != id).map(view).collect()
    }

    /// A post's text; where it stands beside another one, each block tells its counterpart.
    fn body(&self, id: PostId) -> Cow<'a, str> {
        let bodies = self.context.bodies;
        let blocks = bodies[id].parts.len();
        let others = self.context.site.story_of(id).parallel().filter_map(|(a, b)| match id {
            _ if a == id => Some(b),
            _ if b == id => Some(a),
            _ => None,
        });
        let beside: Vec<_> = others.map(|other| (other, self.rows.counterparts(id, other, blocks))).collect();
        let attribute = |at: usize, (other, counterparts): &(PostId, Vec<Option<usize>>)| {
            parallel::attribute(self.code(self.context.site.post(*other).lang), counterparts[at], &bodies[*other])
        };
        Cow::Owned(bodies[id].anchored(|at| beside.iter().map(|beside| attribute(at, beside)).collect()))
    }

    /// Two posts side by side. Its own words are in the language of the first.
    pub fn parallel(&'a self, route: &Route, a: PostId, b: PostId) -> impl Serialize + 'a {
        let site = self.context.site;
        let html = [a, b].map(|id| self.context.bodies[id].anchored(|_| String::new()));
        let homes = [a, b].map(|id| self.permalink(id));
        let prefixes = [a, b].map(|id| format!("{}:", self.code(site.post(id).lang)));
        let column = |id: PostId, at: usize| Column {
            body: &self.context.bodies[id],
            lang: self.code(site.post(id).lang),
            dir: &self.strings(site.post(id).lang).direction,
            side: at + 1,
            renamer: Renamer::new(&html[at], &prefixes[at], &homes[at]),
        };
        let (one, two) = (column(a, 0), column(b, 1));
        let rows = self.rows.of(a, b).iter().map(|row| [one.cell(row.a.clone()), two.cell(row.b.clone())]);
        let rows = rows.chain([[one.notes(), two.notes()]]).map(|cells| cells.into_iter().flatten().collect::<Vec<Cell>>());
        let view = ParallelView {
            rows: rows.filter(|cells| !cells.is_empty()).map(|cells| RowView { cells }).collect(),
            sides: vec![self.side(a), self.side(b)],
        };
        let lang = site.post(a).lang;
        let title = format!("{} · {} – {}", site.post(a).title, site.post(b).title, self.context.config.languages[lang].title);
        self.page(route, lang, "parallel", title, String::new(), view)
    }

    fn side(&self, id: PostId) -> Side {
        let post = self.context.site.post(id);
        let strings = self.strings(post.lang);
        let in_language = strings.in_language(self.code(post.lang), &strings.name);
        Side {
            lang: self.code(post.lang).to_owned(),
            dir: strings.direction.clone(),
            title: post.title.clone(),
            url: self.permalink(id),
            date: self.date(post.date.filter(|_| post.role == Role::Post), post.lang),
            alone: strings.fill("read_alone", &[("in_language", in_language)]),
        }
    }

    /// The page at an old URL.
    pub fn redirect(&self, target: &str) -> impl Serialize + use<> {
        let code = target.split('/').nth(1).unwrap_or_default();
        let lang = self.context.config.lang(code).unwrap_or(Lang(0));
        RedirectView {
            lang: self.code(lang).to_owned(),
            target: self.path(target),
            canonical: self.absolute(target),
            moved: self.strings(lang).get("moved").to_owned(),
        }
    }
}

/// One side of a page with two posts.
struct Column<'c> {
    body: &'c markdown::Rendered,
    lang: &'c str,
    dir: &'c str,
    side: usize,
    renamer: Renamer<'c>,
}

impl Column<'_> {
    fn cell(&self, blocks: std::ops::Range<usize>) -> Option<Cell> {
        let html: String = blocks.map(|at| self.body.part(at, "")).collect();
        self.filled(&html)
    }

    fn notes(&self) -> Option<Cell> {
        self.filled(self.body.notes())
    }

    fn filled(&self, html: &str) -> Option<Cell> {
        let (lang, dir) = (self.lang.to_owned(), self.dir.to_owned());
        (!html.is_empty()).then(|| Cell { side: self.side, lang, dir, html: self.renamer.rename(html) })
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

fn site<'a>(context: &'a Context<'a>, lang: Lang) -> SiteView<'a> {
    let (config, language) = (context.config, &context.config.languages[lang]);
    let path = |path: &str| url::encode_path(&config.base.path_of(path));
    let menu = context.plan.homes[lang].menu.iter().map(|id| LinkView {
        title: context.site.post(*id).title.clone(),
        url: path(&plan::permalink(config, context.site, *id)),
    });
    SiteView {
        title: &language.title,
        description: &language.description,
        home: path(&plan::home_path(config, lang, 1)),
        root: path("/"),
        base_path: &config.base.path,
        menu: menu.collect(),
        extra: &config.extra,
    }
}

/// A language's name as it stands alone; only its first letter changes.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The beginning of a text for a search engine, cut at a word.
fn shorten(text: &str) -> String {
    let text = one_line(text);
    let Some((limit, _)) = text.char_indices().nth(DESCRIPTION) else { return text };
    let cut = text[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', ' ']))
}
