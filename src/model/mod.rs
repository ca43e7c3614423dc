//! Documents → [`Site`]: every decision the author left out, each with its evidence; the author's word always wins.
//!
//! 1. drafts and posts of the future are left out
//! 2. [`copies`]: what the author has taken over wins over where it came from ([`origin`])
//! 3. [`language`]: front matter, then file name, then the words
//! 4. titles: the author's, the text's, else the first words
//! 5. [`stories`]: same key, same file stem, else a scored pair
//! 6. [`slugs`]: the author's, else made, each once per language
//! 7. [`terms`]: what posts are sorted by, and [`related`]: which are about the same things
//! 8. [`parallel`]: which posts of a story can be read side by side
//!
//! And, of the finished site, [`freshness`]: which translations are behind their originals.

mod copies;
pub mod freshness;
mod language;
pub mod origin;
mod parallel;
mod related;
mod slugs;
mod stories;
mod terms;

use chrono::NaiveDate;

use crate::config::Config;
use crate::content::{Document, FrontMatter};
use crate::diag::{Code, Diagnostic};
use crate::lang::{ByLang, Lang};
use crate::markdown::Link;
use crate::source::{Sources, Span};
use crate::text::dates::Date;
use crate::text::{titles, toml};

pub use crate::content::{Body, Comment, Menu, Role};
pub use copies::Held;
pub use parallel::Likeness;
pub use related::relate;
pub use slugs::is_reserved;
pub use stories::{Evidence, shape, tell_pairs};
pub use terms::{Taxonomy, Term, TermId, assign as assign_terms};

/// Index of a post in [`Site::posts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub usize);

/// Index of a story in [`Site::stories`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub usize);

/// Everything that is published, decided.
#[derive(Debug, Default)]
pub struct Site {
    /// Posts and pages, newest first, undated ones last in the order of the files.
    pub posts: Vec<Post>,
    /// Every post is in exactly one.
    pub stories: Vec<Story>,
    /// Pairs that look likely but were not made: for the author to decide.
    pub proposed: Vec<Proposal>,
    /// How many drafts and posts of the future were left out.
    pub left_out: usize,
    /// Posts of archives and exports that Markdown files stand for.
    pub held: Vec<Held>,
    /// How posts are sorted, in the order of the settings.
    pub taxonomies: Vec<Taxonomy>,
}

/// A story's version in one language.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its story.
    pub story: StoryId,
    /// Where messages about it point.
    pub place: Span,
    /// A post or a page.
    pub role: Role,
    /// Its language.
    pub lang: Lang,
    /// Its title, for display.
    pub title: String,
    /// The last part of its URL.
    pub slug: String,
    /// When it was published, as precisely as known.
    pub date: Option<Date>,
    /// When it was changed.
    pub updated: Option<Date>,
    /// What else the author declared.
    pub front: FrontMatter,
    /// Its links and images.
    pub links: Vec<Link>,
    /// What a link can lead to inside of it, behind `#`; not known of what no Markdown file holds.
    pub anchors: Vec<String>,
    /// Whether its shortcodes may hold other anchors.
    pub shortcodes: bool,
    /// Its text.
    pub body: Body,
    /// Whether only the beginning of its text is known.
    pub truncated: bool,
    /// What readers wrote below it.
    pub comments: Vec<Comment>,
    /// Whether it is read for an import, and not the site's own.
    pub imported: bool,
    /// Its terms, by taxonomy, in the author's order.
    pub terms: Vec<TermId>,
    /// The words that tell it from other posts of its language, and how much each does.
    pub keywords: Vec<(u64, f32)>,
    /// Posts of its language about the same things, the nearest first.
    pub related: Vec<PostId>,
}

/// One piece of writing, in one or more languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its post in each language.
    pub posts: ByLang<Option<PostId>>,
    /// Why its posts are together: two posts and the evidence, for each link that was made.
    pub links: Vec<(PostId, PostId, Evidence)>,
    /// Each two of its posts, in the order of the site's languages, and how they stand to each other.
    pub likeness: Vec<(PostId, PostId, Likeness)>,
}

impl Story {
    /// Its posts, in the order of the site's languages.
    pub fn versions(&self) -> impl Iterator<Item = PostId> {
        self.posts.iter().filter_map(|(_, post)| *post)
    }

    /// How two of its posts stand to each other.
    pub fn likeness(&self, a: PostId, b: PostId) -> Likeness {
        let found = self
            .likeness
            .iter()
            .find(|(one, two, _)| [(a, b), (b, a)].contains(&(*one, *two)));
        found.map_or(Likeness::Unknown, |(_, _, likeness)| *likeness)
    }

    /// Each two of its posts that can be read side by side, in the order of the site's languages.
    pub fn parallel(&self) -> impl Iterator<Item = (PostId, PostId)> {
        let parallel = |(a, b, likeness): &(PostId, PostId, Likeness)| {
            (*likeness == Likeness::Parallel).then_some((*a, *b))
        };
        self.likeness.iter().filter_map(parallel)
    }
}

/// A likely pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// One post.
    pub a: PostId,
    /// The other.
    pub b: PostId,
    /// The probability that they translate each other, and why.
    pub evidence: Evidence,
}

impl Site {
    /// The post of an id.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.0]
    }

    /// The story of a post.
    pub fn story_of(&self, id: PostId) -> &Story {
        &self.stories[self.post(id).story.0]
    }

    /// The key that the author gave to one of the posts of a post's story.
    pub fn declared_key(&self, id: PostId) -> Option<&str> {
        self.story_of(id)
            .versions()
            .find_map(|id| self.post(id).front.story.as_ref())
            .map(|(key, _)| key.as_str())
    }

    /// Ids of all posts, in order.
    pub fn ids(&self) -> impl Iterator<Item = PostId> + use<> {
        (0..self.posts.len()).map(PostId)
    }
}

/// What is left out, and of which day the site is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Publish drafts and posts of the future too.
    pub drafts: bool,
    /// The day of the build, in UTC; posts dated later are of the future.
    pub today: Option<NaiveDate>,
}

/// A document whose language and title are settled.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    document: Document,
    lang: Lang,
    title: String,
}

/// Decides everything.
pub fn assemble(
    documents: Vec<Document>,
    sources: &Sources,
    config: &Config,
    filter: Filter,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let all = documents.len();
    let published: Vec<Document> = documents
        .into_iter()
        .filter(|d| filter.drafts || !left_out(d, filter))
        .collect();
    let left_out = all - published.len();
    let mut settled: Vec<Settled> = Vec::new();
    let (kept, held) = copies::resolve(published, sources, diagnostics);
    for document in kept {
        let lang = language::decide(&document, config, diagnostics);
        let title = title(&document, diagnostics);
        settled.push(Settled {
            document,
            lang,
            title,
        });
    }
    // Stable: undated posts keep the order of their files and lines.
    settled.sort_by_key(|s| std::cmp::Reverse(s.document.front.date));
    let mut groups = stories::group(&settled, sources, config, diagnostics);
    parallel::tell(&mut groups.stories, &settled);
    let slugs = slugs::decide(&settled, sources, diagnostics);
    let keywords = related::keywords(&settled);
    let parts = settled.into_iter().zip(slugs).zip(keywords);
    let mut posts: Vec<Post> = parts
        .map(|((settled, slug), keywords)| post(settled, slug, keywords))
        .collect();
    for (at, story) in groups.stories.iter().enumerate() {
        for id in story.versions() {
            posts[id.0].story = StoryId(at);
        }
    }
    Site {
        posts,
        stories: groups.stories,
        proposed: groups.proposed,
        left_out,
        held,
        taxonomies: Vec::new(),
    }
}

fn left_out(document: &Document, filter: Filter) -> bool {
    let future = document
        .front
        .date
        .zip(filter.today)
        .is_some_and(|(date, today)| date.utc().date() > today);
    document.front.draft.unwrap_or(false) || future
}

fn title(document: &Document, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(title) = document.front.title.as_ref().or(document.title.as_ref()) {
        return titles::tidy(title);
    }
    let first = document
        .outline
        .blocks
        .first()
        .map_or("", |(_, text)| text.as_str());
    let title = titles::from_first_words(&titles::tidy(first));
    let message = format!("this post has no title; it is called by its first words, « {title} »");
    let help = match document.body {
        Body::Markdown(..) => "write `title = \"…\"` in its front matter".to_owned(),
        Body::Archive(_) => {
            format!(
                "write in archive.toml:\n{}",
                toml::post_entry(None, first, "title = \"…\"")
            )
        }
    };
    if !document.broken {
        diagnostics.push(
            Diagnostic::warning(Code::Guess, message)
                .at(document.place)
                .help(help),
        );
    }
    title
}

fn post(settled: Settled, slug: String, keywords: Vec<(u64, f32)>) -> Post {
    let Settled {
        document,
        lang,
        title,
    } = settled;
    let truncated = document.truncated();
    let mut links = document.outline.links;
    links.shrink_to_fit();
    Post {
        story: StoryId(usize::MAX),
        truncated,
        place: document.place,
        role: document.role,
        lang,
        title,
        slug,
        date: document.front.date,
        updated: document.front.updated,
        front: document.front,
        links,
        anchors: document.outline.anchors,
        shortcodes: document.outline.shortcodes,
        body: document.body,
        comments: document.comments,
        imported: document.imported,
        terms: Vec::new(),
        keywords,
        related: Vec::new(),
    }
}
