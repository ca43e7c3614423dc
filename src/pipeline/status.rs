//! `diptych status`: which story is there in which language, and what is to be done; publishes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cache::Memo;
use crate::config::{Config, Publish};
use crate::content::front_matter::KeptBack;
use crate::content::{Role, fences};
use crate::diag::{Code, Diagnostic, Severity};
use crate::doc;
use crate::lang::Lang;
use crate::load;
use crate::model::freshness::{self, Freshness, Paragraph};
use crate::model::{Evidence, Filter, Post, PostId, Site, Story};
use crate::project::{Options, Project, Report, Settings};
use crate::source::Sources;
use crate::text::toml::quote;
use crate::text::words::words;

/// A guess of a translation below this is doubtful.
const SURE: f64 = 0.9;

/// What there is, and what is to be done.
#[derive(Debug, Serialize)]
pub struct Status {
    pub languages: Vec<InLanguage>,
    pub stories: Vec<StoryStatus>,
    /// Pairs that are likely and were not made.
    pub proposed: Vec<ProposedPair>,
    /// Terms that lack a name, each with lines to paste.
    pub terms: Vec<Advice>,
}

/// What there is in a language.
#[derive(Debug, Serialize)]
pub struct InLanguage {
    pub code: String,
    pub posts: usize,
    pub words: usize,
}

#[derive(Debug, Serialize)]
pub struct StoryStatus {
    pub title: String,
    /// By the code of their language.
    pub versions: BTreeMap<String, Version>,
    /// The probability that its posts are translations of each other, where that is a doubtful guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<f64>,
}

/// A story in a language.
#[derive(Debug, Serialize)]
pub struct Version {
    pub state: State,
    /// Whether it lacks a date, which a page needs not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<Behind>,
    /// The languages that it waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Missing,
    Draft,
    Future,
    /// Its `expiryDate` is over.
    Expired,
    /// It is ready, and published together with others that are not.
    Waiting,
    /// Its original has changed since.
    Behind,
    /// It has no words, though another version of its story does: it is as `diptych translate` made it.
    Untranslated,
    /// It is published, and nothing is known to be behind.
    Current,
}

/// What has changed in an original since its translation.
#[derive(Debug, Serialize)]
pub struct Behind {
    pub original: String,
    pub title: bool,
    pub paragraphs: Vec<Change>,
}

/// A paragraph of an original that is not what it was.
#[derive(Debug, Serialize)]
pub struct Change {
    /// `changed`, `added` or `removed`.
    pub what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    pub opening: String,
    /// The words that went and came, where git has the old text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ProposedPair {
    pub files: [String; 2],
    pub probability: f64,
    pub reasons: Vec<String>,
    /// Lines for the front matter of both.
    pub paste: String,
}

#[derive(Debug, Serialize)]
pub struct Advice {
    pub message: String,
    pub paste: String,
}

/// Reads the site, drafts and posts of the future among it, and tells what there is.
pub fn status(options: &Options) -> Report<Status> {
    let mut diagnostics = Vec::new();
    let settings = match Settings::read(&options.root, None, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Report::new(*sources, diagnostics, None),
    };
    let project = Project::load(&options.root, settings, &mut diagnostics);
    let strings = project.strings(&mut diagnostics);
    let memo = Memo::default();
    let (site, _) = project.assemble(Filter::NOTHING, Some(&strings), &memo, &mut diagnostics);
    let records = project.translation_records(&mut diagnostics);
    let (config, sources) = (&project.config, &project.inputs.sources);
    let known = project.markdown_files();
    let freshness = freshness::compare(&site, sources, &records, &known, &mut diagnostics);
    let counts = site.posts.iter().map(|post| word_count(post, sources));
    let reader = Reader {
        site: &site,
        config,
        sources,
        root: &options.root,
        freshness: &freshness,
        today: options.now,
        words: counts.collect(),
    };
    let (languages, stories) = (config.languages.langs(), site.stories.iter());
    let status = Status {
        languages: languages.map(|lang| reader.language(lang)).collect(),
        stories: stories.map(|story| reader.story(story)).collect(),
        proposed: reader.proposed(),
        terms: advice(&diagnostics),
    };
    // What a build would tell is the build's to tell, but for what is wrong with the records.
    diagnostics.retain(|diagnostic| {
        diagnostic.severity == Severity::Error || diagnostic.code == Code::Freshness
    });
    Report::new(project.inputs.sources, diagnostics, Some(status))
}

fn advice(diagnostics: &[Diagnostic]) -> Vec<Advice> {
    let of_terms = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::Terms);
    let advice = |diagnostic: &Diagnostic| {
        Some(Advice {
            message: diagnostic.message.clone(),
            paste: diagnostic.help.clone()?,
        })
    };
    of_terms.filter_map(advice).collect()
}

fn word_count(post: &Post, sources: &Sources) -> usize {
    let blocks = doc::outline(&post.body.text.read(sources), post.body.extensions()).blocks;
    blocks.iter().map(|(_, text)| words(text).count()).sum()
}

struct Reader<'a> {
    site: &'a Site,
    config: &'a Config,
    sources: &'a Sources,
    root: &'a Path,
    freshness: &'a [Freshness],
    today: NaiveDate,
    /// Of each post.
    words: Vec<usize>,
}

impl Reader<'_> {
    fn code(&self, lang: Lang) -> String {
        self.config.languages[lang].code.clone()
    }

    fn file(&self, id: PostId) -> String {
        self.sources
            .get(self.site.post(id).place.source)
            .path
            .clone()
    }

    fn language(&self, lang: Lang) -> InLanguage {
        let is_its = |id: &PostId| {
            let post = self.site.post(*id);
            post.lang == lang && post.role == Role::Post
        };
        let posts: Vec<PostId> = self.site.ids().filter(is_its).collect();
        InLanguage {
            code: self.code(lang),
            posts: posts.len(),
            words: posts.iter().map(|id| self.words[id.0]).sum(),
        }
    }

    fn is_untranslated(&self, id: PostId) -> bool {
        let mut others = self.site.story_of(id).others(id);
        self.words[id.0] == 0 && others.any(|other| self.words[other.0] > 0)
    }

    fn story(&self, story: &Story) -> StoryStatus {
        let lacking: Vec<Lang> = self
            .config
            .languages
            .langs()
            .filter(|lang| !self.is_ready(story.posts[*lang]))
            .collect();
        let waits = self.is_together(story) && !lacking.is_empty();
        let version =
            |lang: Lang| self.version(story.posts[lang], if waits { &lacking } else { &[] });
        let langs = self.config.languages.langs();
        let scores = story
            .links
            .iter()
            .filter_map(|(.., evidence)| match evidence {
                Evidence::Scored { score, .. } if *score < SURE => Some(*score),
                _ => None,
            });
        let first = story.versions().next();
        StoryStatus {
            title: first
                .map(|id| self.site.post(id).title.clone())
                .unwrap_or_default(),
            versions: langs.map(|lang| (self.code(lang), version(lang))).collect(),
            guess: scores.reduce(f64::min),
        }
    }

    fn version(&self, id: Option<PostId>, waits_for: &[Lang]) -> Version {
        let behind = id.and_then(|id| self.behind(id));
        let state = match (id, id.and_then(|id| self.kept_back(id))) {
            (None, _) => State::Missing,
            (_, Some(KeptBack::Draft)) => State::Draft,
            (_, Some(KeptBack::Future(_))) => State::Future,
            (_, Some(KeptBack::Over(_))) => State::Expired,
            (Some(id), _) if self.is_untranslated(id) => State::Untranslated,
            _ if !waits_for.is_empty() => State::Waiting,
            _ if behind.is_some() => State::Behind,
            _ => State::Current,
        };
        let is_post = |id: &PostId| self.site.post(*id).role == Role::Post;
        Version {
            undated: id
                .filter(is_post)
                .is_some_and(|id| self.site.post(id).date.is_none()),
            file: id.map(|id| self.file(id)),
            date: id.and_then(|id| Some(self.site.post(id).date?.to_string())),
            behind,
            waits_for: match state {
                State::Waiting => waits_for.iter().map(|lang| self.code(*lang)).collect(),
                _ => Vec::new(),
            },
            state,
        }
    }

    fn kept_back(&self, id: PostId) -> Option<KeptBack> {
        self.site.post(id).front.kept_back(Some(self.today))
    }

    fn is_ready(&self, id: Option<PostId>) -> bool {
        id.is_some_and(|id| self.kept_back(id).is_none())
    }

    fn is_together(&self, story: &Story) -> bool {
        let posts = || story.versions().map(|id| self.site.post(id));
        let said: Vec<Publish> = posts().filter_map(|post| post.front.publish).collect();
        let all_archived = posts().all(|post| post.archive.is_some());
        self.config.publish.holds_back(&said, all_archived)
    }

    fn behind(&self, translation: PostId) -> Option<Behind> {
        let stale = self
            .freshness
            .iter()
            .find(|told| told.translation == translation && !told.is_fresh())?;
        let original = self.file(stale.original);
        let kinds = [
            ("changed", &stale.changed),
            ("added", &stale.added),
            ("removed", &stale.removed),
        ];
        let all = kinds
            .into_iter()
            .flat_map(|(what, list)| list.iter().map(move |paragraph| (what, paragraph)));
        let wanted = stale
            .changed
            .iter()
            .filter_map(|paragraph| paragraph.was.as_deref());
        let old = self.old_paragraphs(&original, wanted.collect());
        let mut paragraphs: Vec<Change> = all
            .map(|(what, paragraph)| self.change(what, paragraph, &old))
            .collect();
        paragraphs.sort_by_key(|change| change.line.unwrap_or(usize::MAX));
        Some(Behind {
            original,
            title: stale.title,
            paragraphs,
        })
    }

    /// What paragraphs were, by the digests that are wanted, from the newest version that has each.
    fn old_paragraphs(&self, file: &str, mut wanted: Vec<&str>) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        if wanted.is_empty() {
            return found;
        }
        for text in load::earlier_versions(self.root, file) {
            let mut sources = Sources::default();
            let source = sources.add(file, text);
            let body = fences::split(&sources, source, &mut Vec::new()).body;
            let old = freshness::old_paragraphs(&sources.get(source).text[body]);
            wanted.retain(|digest| match old.get(*digest) {
                Some(text) => found.insert((*digest).to_owned(), text.clone()).is_some(),
                None => true,
            });
            if wanted.is_empty() {
                break;
            }
        }
        found
    }

    fn change(
        &self,
        what: &'static str,
        paragraph: &Paragraph,
        old: &BTreeMap<String, String>,
    ) -> Change {
        let line = paragraph
            .place
            .map(|span| self.sources.get(span.source).position(span.start).0);
        let was = paragraph.was.as_ref().and_then(|digest| old.get(digest));
        let is = paragraph.place.map(|span| {
            let text = &self.sources.get(span.source).text[span.start..];
            let first = doc::paragraphs(text, true).into_iter().next();
            first.map_or("", |(range, _)| &text[range]).trim()
        });
        Change {
            what,
            line,
            opening: paragraph.opening.clone(),
            diff: was
                .zip(is)
                .filter(|_| what == "changed")
                .map(|(was, is)| freshness::word_diff(was, is)),
        }
    }

    fn proposed(&self) -> Vec<ProposedPair> {
        let pair = |proposal: &crate::model::Proposal| {
            let (probability, reasons) = match &proposal.evidence {
                Evidence::Scored { score, reasons } => (*score, reasons.clone()),
                _ => (1.0, Vec::new()),
            };
            ProposedPair {
                files: [self.file(proposal.a), self.file(proposal.b)],
                probability,
                reasons,
                paste: format!(
                    "translationKey = {}",
                    quote(&self.site.post(proposal.a).slug)
                ),
            }
        };
        self.site.proposed.iter().map(pair).collect()
    }
}
