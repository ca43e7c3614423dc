//! Documents → [`Site`]: every decision the author left out, each with its evidence; the author's word always wins.
//!
//! 1. drafts and posts of the future are left out
//! 2. [`copies`]: what the author has taken over wins over where it came from
//! 3. [`language`]: front matter, then file name, then the words
//! 4. titles: the author's, the text's, else the first words
//! 5. [`stories`]: same key, same file stem, else a scored pair; [`waiting`]: which are published together, and not yet
//! 6. [`slugs`]: the author's, else made, each once per language
//! 7. [`terms`]: how posts are classified, [`term_gaps`]: terms without a name in a language, and [`related`]: which are about the same things
//! 8. [`parallel`]: which posts of a story can be read side by side
//!
//! And, of the finished site, [`freshness`]: which translations are behind their originals.

mod copies;
pub mod freshness;
mod ids;
mod language;
mod parallel;
mod related;
mod scored;
mod settled;
mod site;
mod slugs;
mod stories;
mod taxonomy;
mod term_gaps;
mod terms;
mod waiting;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::cache::Memo;
use crate::config::Config;
use crate::content::Document;
use crate::diag::Diagnostic;
use crate::lang::Lang;
use crate::source::Sources;

pub use crate::content::{Body, Comment, Format, Menu, Role};
pub use copies::Superseded;
pub use ids::{PostId, StoryId, TermId};
pub use scored::report_pairs;
pub use settled::shape;
pub use site::{Evidence, LeftOut, Likeness, Post, Proposal, Site, Story};
pub use taxonomy::{Taxonomy, Term};
pub use terms::Vocabulary;

use settled::Settled;
use slugs::ReservedSlugs;
use stories::Groups;
use terms::Classified;

/// What is left out, and of which day the site is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub drafts: bool,
    /// The day of the build, in UTC; posts dated later are of the future.
    pub today: Option<NaiveDate>,
}

impl Filter {
    /// Nothing is left out.
    pub const NOTHING: Self = Self {
        drafts: true,
        today: None,
    };
}

/// What documents are assembled with.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub sources: &'a Sources,
    pub config: &'a Config,
    pub filter: Filter,
    /// By what posts are classified; an import classifies none.
    pub vocabulary: Option<Vocabulary<'a>>,
    /// What is remembered of earlier builds.
    pub memo: &'a Memo,
}

impl<'a> Basis<'a> {
    /// What an import needs: everything, drafts among it, and no terms.
    pub fn of_import(sources: &'a Sources, config: &'a Config, memo: &'a Memo) -> Self {
        Self {
            sources,
            config,
            filter: Filter::NOTHING,
            vocabulary: None,
            memo,
        }
    }
}

pub fn assemble(documents: Vec<Document>, basis: Basis, diagnostics: &mut Vec<Diagnostic>) -> Site {
    let Basis {
        sources,
        config,
        filter,
        vocabulary,
        ..
    } = basis;
    let (published, left_out): (Vec<Document>, Vec<Document>) = documents
        .into_iter()
        .partition(|d| filter.drafts || d.front.kept_back(filter.today).is_none());
    let mut left_out: Vec<LeftOut> = left_out
        .into_iter()
        .map(|document| without_text(document, Vec::new()))
        .collect();
    let (kept, superseded) = copies::resolve(published, diagnostics);
    let mut decided: Vec<(Document, Lang, String)> = Vec::new();
    for document in kept {
        let lang = language::decide(&document, config, diagnostics);
        let title = settled::title(&document, diagnostics);
        decided.push((document, lang, title));
    }
    let settled = decided.into_par_iter();
    let settled = settled.map(|(document, lang, title)| Settled::new(document, lang, title));
    let mut settled: Vec<Settled> = settled.collect();
    // Stable: undated posts keep the order of their files and lines.
    settled.sort_by_key(|s| std::cmp::Reverse(s.document.front.date));
    let Groups { stories, proposed } = groups(&mut settled, basis, &mut left_out, diagnostics);
    let reserved = ReservedSlugs::of(vocabulary.map(|vocabulary| vocabulary.strings));
    let slugs = slugs::decide(&settled, &reserved, sources, diagnostics);
    let Classified { taxonomies, terms } = match vocabulary {
        Some(vocabulary) => terms::classify(&settled, &stories, vocabulary, config, diagnostics),
        None => Classified::nothing(settled.len()),
    };
    let related = match vocabulary {
        Some(_) => related::find(&settled, &taxonomies, &terms, basis.memo),
        None => vec![Vec::new(); settled.len()],
    };
    let story_of = stories::story_of(&stories, settled.len());
    let parts = settled.into_iter().zip(story_of).zip(slugs);
    let parts = parts.zip(terms).zip(related);
    Site {
        posts: parts
            .map(|((((settled, story), slug), terms), related)| {
                post(settled, story, slug, terms, related)
            })
            .collect(),
        stories,
        proposed,
        left_out,
        superseded,
        taxonomies,
    }
}

/// The stories of what is published now; what waits for its translations is taken out of `settled`.
fn groups(
    settled: &mut Vec<Settled>,
    basis: Basis,
    left_out: &mut Vec<LeftOut>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Groups {
    let mut found = Vec::new();
    let groups = stories::group(settled, basis, &mut found);
    let waiting = match basis.filter.drafts {
        true => Vec::new(),
        false => waiting::waiting(settled, &groups.stories, basis.config),
    };
    if waiting.is_empty() {
        diagnostics.extend(found);
        return groups;
    }
    for (at, lacking) in waiting.into_iter().rev() {
        let post = settled.remove(at);
        diagnostics.push(waiting::report(&post, &lacking, basis.config));
        left_out.push(without_text(post.document, lacking));
    }
    stories::group(settled, basis, diagnostics)
}

fn without_text(document: Document, waits_for: Vec<Lang>) -> LeftOut {
    let slug = slugs::likely(&document);
    let links = document
        .outline
        .links
        .into_iter()
        .map(|link| link.destination);
    let names = document.outline.file_names.into_iter();
    LeftOut {
        place: document.place,
        waits_for,
        slug,
        shows: links.chain(names).chain(document.front.texts).collect(),
    }
}

fn post(
    settled: Settled,
    story: StoryId,
    slug: String,
    terms: Vec<TermId>,
    related: Vec<PostId>,
) -> Post {
    let Settled {
        document,
        lang,
        title,
        ..
    } = settled;
    let truncated = document.truncated();
    let mut links = document.outline.links;
    links.shrink_to_fit();
    Post {
        story,
        truncated,
        place: document.place,
        role: document.role,
        lang,
        reads_as: document
            .reads_as
            .map(|guess| (Lang(guess.language as u8), guess.confidence)),
        title,
        slug,
        date: document.front.date,
        updated: document.front.updated,
        other_language: document.other_language,
        front: document.front,
        links,
        file_names: document.outline.file_names,
        anchors: document.outline.anchors,
        shortcodes: document.outline.shortcodes,
        body: document.body,
        archive: document.archive,
        comments: document.comments,
        imported: document.imported,
        is_version: document.split_from.is_some(),
        terms,
        related,
    }
}
