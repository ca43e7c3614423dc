//! The published site, decided: posts, stories, taxonomies.

use serde::{Deserialize, Serialize};

use super::copies::Superseded;
use super::ids::{PostId, StoryId, TermId};
use super::taxonomy::{Taxonomy, Term};
use crate::config::Config;
use crate::content::origin::is_archive;
use crate::content::terms::word_key;
use crate::content::{ArchiveFacts, Body, Comment, FrontMatter, Role};
use crate::doc::Link;
use crate::lang::{ByLang, Lang, OtherLanguage};
use crate::source::Span;
use crate::text::dates::Date;
use crate::text::typography::Style;

#[derive(Debug, Default)]
pub struct Site {
    /// Posts and pages, newest first, undated ones last in the order of the files.
    pub posts: Vec<Post>,
    /// Every post is in exactly one.
    pub stories: Vec<Story>,
    /// Pairs that look likely but were not made: for the author to decide.
    pub proposed: Vec<Proposal>,
    /// Drafts, posts of the future and those that wait, which were left out.
    pub left_out: Vec<LeftOut>,
    /// Posts of archives and exports that Markdown files of the site replace.
    pub superseded: Vec<Superseded>,
    /// How posts are classified, in the order of the settings.
    pub taxonomies: Vec<Taxonomy>,
}

/// A draft, a post of the future or one that waits for its translations, which is not published.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub place: Span,
    /// The languages that its story lacks, where it waits for them.
    pub waits_for: Vec<Lang>,
    /// The slug that it is likely to have.
    pub slug: Option<String>,
    /// What it shows or names, as written.
    pub shows: Vec<String>,
}

/// A story's version in one language.
#[derive(Clone, Debug)]
pub struct Post {
    pub story: StoryId,
    /// Where messages about it point.
    pub place: Span,
    pub role: Role,
    pub lang: Lang,
    /// The language that its words tell, where the author tells one, and how surely, from one half to one.
    pub reads_as: Option<(Lang, f64)>,
    /// Its title, for display.
    pub title: String,
    pub slug: String,
    /// When it was published, as precisely as known.
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// The language that its words are in, where the site has it not and the author says nothing.
    pub other_language: Option<OtherLanguage>,
    /// What else the author declared.
    pub front: FrontMatter,
    pub links: Vec<Link>,
    /// Words of its HTML and its shortcodes that may name other files.
    pub file_names: Vec<String>,
    /// What a link can lead to inside of it, behind `#`; not known of what no Markdown file holds.
    pub anchors: Vec<String>,
    /// Whether its shortcodes may hold other anchors.
    pub shortcodes: bool,
    pub body: Body,
    /// What its archive says of it; nothing where none holds it.
    pub archive: Option<ArchiveFacts>,
    /// Whether only the beginning of its text is known.
    pub truncated: bool,
    pub comments: Vec<Comment>,
    /// Whether it is read for an import, and not the site's own.
    pub imported: bool,
    /// Whether its text was taken out of one in several languages.
    pub is_version: bool,
    /// Its terms, by taxonomy, in the author's order.
    pub terms: Vec<TermId>,
    /// Posts of its language about the same things, the nearest first.
    pub related: Vec<PostId>,
}

impl Post {
    /// What it shows or names, as written: links, and what may be a file's name in its HTML, shortcodes and front matter.
    pub fn shows(&self) -> impl Iterator<Item = &str> {
        let links = self.links.iter().map(|link| &link.destination);
        let names = self.file_names.iter().chain(&self.front.texts);
        links.chain(names).map(String::as_str)
    }

    /// How its text is set: as its language is, unless the author wants it left as it is.
    pub fn style(&self, config: &Config) -> Style {
        match self.front.typography {
            Some(false) => Style::OFF,
            _ if self.is_of_archive() => config.languages[self.lang].style.of_archive(),
            _ => config.languages[self.lang].style,
        }
    }

    /// Whether its text is an archive's, or was one's.
    pub fn is_of_archive(&self) -> bool {
        let origin = self.front.origin.as_ref();
        self.archive.is_some() || origin.is_some_and(|(origin, _)| is_archive(origin))
    }

    /// Whether it is a Markdown file of the site, and not of an import.
    pub fn is_own_file(&self) -> bool {
        self.archive.is_none() && !self.imported
    }
}

/// One piece of writing, in one or more languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
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

    /// Its posts in other languages than that of one of them.
    pub fn others(&self, id: PostId) -> impl Iterator<Item = PostId> {
        self.versions().filter(move |other| *other != id)
    }

    /// The posts that are one story with one of them by more than a guess, itself among them, in the order of the site's languages.
    pub fn stated(&self, id: PostId) -> Vec<PostId> {
        let is_said = |evidence: &Evidence| !matches!(evidence, Evidence::Scored { .. });
        let mut stated = vec![id];
        // Each pass goes one link further.
        for _ in &self.links {
            for (a, b, _) in self.links.iter().filter(|(.., how)| is_said(how)) {
                if stated.contains(a) || stated.contains(b) {
                    stated.extend([*a, *b]);
                }
            }
        }
        self.versions().filter(|id| stated.contains(id)).collect()
    }

    /// The post that one of them was guessed to translate by their texts, and the probability.
    pub fn guessed(&self, id: PostId) -> Option<(PostId, f64)> {
        self.links
            .iter()
            .find_map(|(a, b, evidence)| match evidence {
                Evidence::Scored { score, .. } if *a == id => Some((*b, *score)),
                Evidence::Scored { score, .. } if *b == id => Some((*a, *score)),
                _ => None,
            })
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
    pub a: PostId,
    pub b: PostId,
    /// The probability that they translate each other, and why.
    pub evidence: Evidence,
}

impl Site {
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.0]
    }

    pub fn term(&self, id: TermId) -> &Term {
        &self.taxonomies[id.taxonomy].terms[id.term]
    }

    /// The author of the site who has a name, or a slug.
    pub fn author(&self, name: &str) -> Option<TermId> {
        let is_authors = |taxonomy: &Taxonomy| taxonomy.key == "authors";
        let taxonomy = self.taxonomies.iter().position(is_authors)?;
        let key = word_key(name);
        let has_name = |term: &Term| {
            let names = term.names.iter().filter_map(|(_, name)| name.as_ref());
            let also = term.declared.iter().flat_map(|term| &term.also);
            let mut words = names.flat_map(|name| [&name.name, &name.slug]).chain(also);
            words.any(|word| word_key(word) == key)
        };
        let term = self.taxonomies[taxonomy].terms.iter().position(has_name)?;
        Some(TermId { taxonomy, term })
    }

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

    /// The key that the posts of a post's story share, or would if one were given.
    pub fn key(&self, id: PostId) -> &str {
        let first = self.story_of(id).versions().next().unwrap_or(id);
        self.declared_key(id).unwrap_or(&self.post(first).slug)
    }

    /// Ids of all posts, in order.
    pub fn ids(&self) -> impl Iterator<Item = PostId> + use<> {
        (0..self.posts.len()).map(PostId)
    }
}

/// Why two posts are one story.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// The same `story` key in their front matter.
    SameKey,
    /// The same file name but for the language.
    SameStem,
    /// They stood in one text; how, in words.
    SameBody(String),
    /// The author's `archive.toml` says so.
    Author,
    /// Their texts say so.
    Scored {
        /// The probability that they translate each other.
        score: f64,
        reasons: Vec<String>,
    },
}

/// How two posts of a story stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likeness {
    /// Half of their texts or more stand in blocks that translate each other: they can be read side by side.
    Parallel,
    /// Less: one of them is told anew.
    Adapted,
    /// It cannot be told: there is no text, only its beginning is known, or nothing but lengths speaks for it.
    Unknown,
}
