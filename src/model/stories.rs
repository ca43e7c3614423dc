//! Which posts are one story: the author's key, the same file stem, else a scored pair; two posts of one language never.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Basis;
use super::ids::{PostId, StoryId};
use super::parallel;
use super::scored;
use super::settled::Settled;
use super::site::{Evidence, Proposal, Story};
use crate::config::Config;
use crate::content::Role;
use crate::diag::{Code, Diagnostic};
use crate::lang::ByLang;
use crate::source::{Sources, Span};
use crate::text::words::fold;

/// Stories and proposals; ids are the places of the documents.
pub(super) struct Groups {
    pub stories: Vec<Story>,
    pub proposed: Vec<Proposal>,
}

pub(super) fn group(
    settled: &[Settled],
    basis: Basis,
    diagnostics: &mut Vec<Diagnostic>,
) -> Groups {
    let Basis {
        sources, config, ..
    } = basis;
    let alone = (0..settled.len()).map(|at| vec![at]).collect();
    let mut stories = Builder {
        settled,
        story_of: (0..settled.len()).collect(),
        members: alone,
        links: Vec::new(),
        diagnostics,
    };
    stories.by_body();
    stories.by_key();
    stories.by_stem();
    let forbidden = stories.forbidden(sources);
    let known = stories.known_pairs();
    let open = stories.open(config);
    let outcome = scored::scored(settled, &open, &known, &forbidden, basis);
    for pair in outcome.pairs {
        let evidence = Evidence::Scored {
            score: pair.score,
            reasons: pair.reasons,
        };
        if stories.can_join(pair.a, pair.b) {
            stories.join(pair.a, pair.b, evidence);
        }
    }
    let proposed = outcome.proposed.into_iter().map(|pair| Proposal {
        a: PostId(pair.a),
        b: PostId(pair.b),
        evidence: Evidence::Scored {
            score: pair.score,
            reasons: pair.reasons,
        },
    });
    Groups {
        proposed: proposed.collect(),
        stories: stories.build(basis),
    }
}

struct Builder<'a> {
    settled: &'a [Settled],
    /// The lowest document of each document's story.
    story_of: Vec<usize>,
    /// The documents of each story, at its lowest one.
    members: Vec<Vec<usize>>,
    links: Vec<(usize, usize, Evidence)>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn by_body(&mut self) {
        let mut first: HashMap<Span, usize> = HashMap::new();
        let settled = self.settled;
        for (at, s) in settled.iter().enumerate() {
            let Some(whole) = &s.document.split_from else {
                continue;
            };
            match first.get(&whole.place) {
                None => {
                    first.insert(whole.place, at);
                }
                Some(other) => self.declared(*other, at, Evidence::SameBody(whole.how.clone())),
            }
        }
    }

    fn by_key(&mut self) {
        let mut first: HashMap<(Role, &str), usize> = HashMap::new();
        let settled = self.settled;
        for (at, s) in settled.iter().enumerate() {
            let Some((key, _)) = &s.document.front.story else {
                continue;
            };
            match first.get(&(s.document.role, key.as_str())) {
                None => {
                    first.insert((s.document.role, key), at);
                }
                Some(other) => {
                    let archive = |at: usize| settled[at].document.archive.is_some();
                    let evidence = if archive(at) || archive(*other) {
                        Evidence::Author
                    } else {
                        Evidence::SameKey
                    };
                    self.declared(*other, at, evidence);
                }
            }
        }
    }

    fn by_stem(&mut self) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        let settled = self.settled;
        for (at, s) in settled.iter().enumerate() {
            let Some(stem) = &s.document.stem else {
                continue;
            };
            match first.get(stem.as_str()) {
                None => {
                    first.insert(stem, at);
                }
                Some(other) if self.different_keys(*other, at) => {}
                Some(other) => self.declared(*other, at, Evidence::SameStem),
            }
        }
    }

    /// Two files of one name that the author gave different keys are two stories.
    fn different_keys(&self, a: usize, b: usize) -> bool {
        let key = |at: usize| {
            self.settled[at]
                .document
                .front
                .story
                .as_ref()
                .map(|(key, _)| key)
        };
        matches!((key(a), key(b)), (Some(a), Some(b)) if a != b)
    }

    /// Joins as the author declares; two posts of one language are an error.
    fn declared(&mut self, a: usize, b: usize, evidence: Evidence) {
        if self.story_of[a] == self.story_of[b] {
            return;
        }
        if let Some((a, b)) = self.clash(a, b) {
            let place = |at: usize| {
                let document = &self.settled[at].document;
                document
                    .front
                    .story
                    .as_ref()
                    .map_or(document.place, |(_, span)| *span)
            };
            let message = "two posts of one story are in the same language";
            let help = "give one of them another `lang`, another `story`, or another file name";
            self.diagnostics.push(
                Diagnostic::error(Code::Story, message)
                    .at(place(b))
                    .label(place(a), "the other")
                    .help(help),
            );
            return;
        }
        self.join(a, b, evidence);
    }

    /// Two posts of one language, one of each story.
    fn clash(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        let lang = |at: usize| self.settled[at].lang;
        let (a, b) = (
            &self.members[self.story_of[a]],
            &self.members[self.story_of[b]],
        );
        a.iter()
            .find_map(|a| b.iter().find(|b| lang(*a) == lang(**b)).map(|b| (*a, *b)))
    }

    fn can_join(&self, a: usize, b: usize) -> bool {
        // The author's word: posts with different keys are different stories.
        let different = self.members[self.story_of[a]].iter().any(|one| {
            self.members[self.story_of[b]]
                .iter()
                .any(|other| self.different_keys(*one, *other))
        });
        self.story_of[a] != self.story_of[b] && !different && self.clash(a, b).is_none()
    }

    fn join(&mut self, a: usize, b: usize, evidence: Evidence) {
        let (low, high) = (
            self.story_of[a].min(self.story_of[b]),
            self.story_of[a].max(self.story_of[b]),
        );
        let moved = std::mem::take(&mut self.members[high]);
        for at in &moved {
            self.story_of[*at] = low;
        }
        self.members[low].extend(moved);
        self.links.push((a, b, evidence));
    }

    /// The posts that may find a translation. Pages are few and named by hand: they are never guessed to be translations.
    fn open(&self, config: &Config) -> Vec<usize> {
        let incomplete =
            |at: &usize| self.members[self.story_of[*at]].len() < config.languages.len();
        (0..self.settled.len())
            .filter(|at| self.settled[*at].document.role == Role::Post)
            .filter(incomplete)
            // What the site has no language for translates nothing.
            .filter(|at| self.settled[*at].document.other_language.is_none())
            .collect()
    }

    fn known_pairs(&self) -> Vec<(usize, usize)> {
        let of_story = |members: &Vec<usize>| -> Vec<(usize, usize)> {
            members
                .iter()
                .flat_map(|a| {
                    members
                        .iter()
                        .filter(move |b| a < *b)
                        .map(move |b| (*a, *b))
                })
                .collect()
        };
        let mut pairs: Vec<_> = self.members.iter().flat_map(of_story).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Pairs that the author rules out.
    fn forbidden(&mut self, sources: &Sources) -> Vec<(usize, usize)> {
        let mut forbidden = Vec::new();
        for (at, s) in self.settled.iter().enumerate() {
            for (name, span) in &s.document.front.not_translation_of {
                let before = forbidden.len();
                forbidden.extend(
                    (0..self.settled.len())
                        .filter(|b| *b != at && self.is_called(*b, name, sources))
                        .map(|b| (at, b)),
                );
                if forbidden.len() == before {
                    let help = "name a post by its file, its slug, or its title's opening words";
                    self.diagnostics.push(
                        Diagnostic::warning(Code::Story, format!("no post is called `{name}`"))
                            .at(*span)
                            .help(help),
                    );
                }
            }
        }
        forbidden
    }

    fn is_called(&self, at: usize, name: &str, sources: &Sources) -> bool {
        let s = &self.settled[at];
        let path = &sources.get(s.document.place.source).path;
        let by_file =
            s.document.archive.is_none() && (path == name || path.ends_with(&format!("/{name}")));
        let by_slug = s
            .document
            .front
            .slug
            .as_ref()
            .is_some_and(|(slug, _)| slug == name)
            || crate::text::titles::slug(&s.title) == name;
        by_file || by_slug || fold(&s.title).starts_with(&fold(name))
    }

    fn build(self, Basis { config, memo, .. }: Basis) -> Vec<Story> {
        let mut at_of: HashMap<usize, usize> = HashMap::new();
        let mut posts: Vec<ByLang<Option<PostId>>> = Vec::new();
        for (at, story) in self.story_of.iter().enumerate() {
            let place = *at_of.entry(*story).or_insert_with(|| {
                posts.push(ByLang::from_fn(config.languages.len(), |_| None));
                posts.len() - 1
            });
            posts[place][self.settled[at].lang] = Some(PostId(at));
        }
        let mut links = vec![Vec::new(); posts.len()];
        for (a, b, evidence) in self.links {
            links[at_of[&self.story_of[a]]].push((PostId(a), PostId(b), evidence));
        }
        let settled = self.settled;
        let stories = posts.into_par_iter().zip(links);
        let stories = stories.map(|(posts, links)| Story {
            likeness: parallel::compare(&posts, settled, memo),
            posts,
            links,
        });
        stories.collect()
    }
}

pub(super) fn story_of(stories: &[Story], posts: usize) -> Vec<StoryId> {
    let mut story_of = vec![StoryId(0); posts];
    for (at, story) in stories.iter().enumerate() {
        for id in story.versions() {
            story_of[id.0] = StoryId(at);
        }
    }
    story_of
}
