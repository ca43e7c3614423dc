//! What a build made: the manifest of its files, and its summary.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::pictures;
use super::prepare::Prepared;
use super::timings::Timings;
use crate::check::Held;
use crate::config::Publish;
use crate::content::Role;
use crate::lang::{ByLang, Lang};
use crate::load;
use crate::manifest::{Entry, Manifest};
use crate::plan::{Page, Route};
use crate::source::SourceId;
use crate::text::likeness;

/// What a build made, in numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Stories in two languages or more.
    pub paired: usize,
    /// Stories in one language, by its code.
    pub alone: Vec<(String, usize)>,
    /// Drafts and posts of the future, left out.
    pub left_out: usize,
    pub files: usize,
    /// What its stages cost; nothing where nothing had to be done.
    #[serde(skip)]
    pub timings: Option<Timings>,
}

impl Prepared<'_> {
    /// What the build writes.
    pub fn manifest(&self) -> Manifest {
        let mut manifest = Manifest::new();
        for route in &self.plan.routes {
            manifest.files.insert(route.file(), self.entry(&route.page));
        }
        for (path, asset) in &self.files {
            let is_authors = matches!(asset.blob, load::Blob::Disk(_)) && !pictures::is_made(asset);
            let source = is_authors.then(|| asset.path.clone());
            let entry = Entry {
                source,
                ..Entry::default()
            };
            manifest
                .files
                .insert(path.trim_start_matches('/').to_owned(), entry);
        }
        manifest
    }

    fn entry(&self, page: &Page) -> Entry {
        let Page::Post(id) = page else {
            return Entry::default();
        };
        let post = self.site.post(*id);
        let source = self
            .project
            .inputs
            .sources
            .get(post.place.source)
            .path
            .clone();
        // An archive's post is known by its own first line, whatever the author calls it now.
        let title = post.archive.as_ref();
        let title = title.map(|facts| facts.first_block.chars().take(80).collect());
        Entry {
            source: Some(source),
            title,
            text: Some(self.text_digest(*id)),
            signature: None,
        }
    }

    /// The addresses that readers may have kept: those of posts and lists, of these the first page, and aliases.
    pub fn urls(&self) -> Manifest {
        let mut urls = Manifest::new();
        let is_kept = |page: &Page| match page {
            Page::Post(_) | Page::Redirect(_) | Page::Terms(..) | Page::Years(_) => true,
            Page::List(.., number) => *number == 1,
            _ => false,
        };
        for route in self.plan.routes.iter().filter(|route| is_kept(&route.page)) {
            urls.files.insert(route.file(), self.entry(&route.page));
        }
        urls
    }

    /// The pages of posts that have files of their own, each with what tells that another text was made from it.
    pub fn signatures(&self) -> Vec<(String, String)> {
        let routes = self.plan.routes.par_iter();
        let signature = |route: &Route| {
            let post = match route.page {
                Page::Post(id) => self.site.post(id),
                _ => return None,
            };
            let text = post.body.text.read(&self.project.inputs.sources);
            let text = post.is_own_file().then(|| likeness::signature(&text))?;
            Some((route.file(), text))
        };
        routes.filter_map(signature).collect()
    }

    /// What waits for translations.
    pub fn held_back(&self) -> Held<'_> {
        let (config, sources) = (&self.project.config, &self.project.inputs.sources);
        let waiting = self.site.left_out.iter();
        let waiting = waiting.filter(|post| !post.waits_for.is_empty());
        let lacking = waiting.clone().flat_map(|post| &post.waits_for);
        Held {
            posts: waiting
                .map(|post| sources.get(post.place.source).path.as_str())
                .collect(),
            codes: lacking
                .map(|lang| config.languages[*lang].code.as_str())
                .collect(),
            private: self.private.iter().map(String::as_str).collect(),
            by_site: config.publish == Publish::Together,
        }
    }

    /// The content files, by path.
    pub fn content_sources(&self) -> BTreeMap<&str, SourceId> {
        let inputs = &self.project.inputs;
        let ids = inputs
            .posts
            .iter()
            .chain(&inputs.pages)
            .chain(&inputs.archives);
        ids.map(|id| (inputs.sources.get(*id).path.as_str(), *id))
            .collect()
    }

    /// What the build made, so many files among it.
    pub fn summary(&self, files: usize) -> Summary {
        let stories = self.site.stories.iter().filter(|story| {
            story
                .versions()
                .next()
                .is_some_and(|id| self.site.post(id).role == Role::Post)
        });
        let mut alone: ByLang<usize> = ByLang::from_fn(self.project.config.languages.len(), |_| 0);
        let mut paired = 0;
        for story in stories {
            let versions: Vec<Lang> = story.versions().map(|id| self.site.post(id).lang).collect();
            match versions[..] {
                [lang] => alone[lang] += 1,
                _ => paired += 1,
            }
        }
        let code = |lang: Lang| self.project.config.languages[lang].code.clone();
        Summary {
            paired,
            alone: alone
                .iter()
                .map(|(lang, count)| (code(lang), *count))
                .collect(),
            left_out: self.site.left_out.len(),
            files,
            timings: None,
        }
    }
}
