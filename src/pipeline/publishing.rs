//! How a site is published, and what would be lost by it.

use std::cell::OnceCell;
use std::path::Path;

use super::prepare::Prepared;
use crate::check;
use crate::content::urls;
use crate::diag::{self, Diagnostic};
use crate::load;
use crate::manifest::Manifest;
use crate::project::Options;
use crate::text::likeness;
use crate::write::{self, Stage};

/// How a site is published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Publishing {
    /// Among files that diptych did not write.
    pub adopt: bool,
    /// Though many posts of the last site are gone.
    pub allow_removals: bool,
    /// Without waiting for the disk.
    pub no_sync: bool,
    /// Not with a warning either.
    pub strict: bool,
}

impl Publishing {
    pub(super) fn open(self, root: &Path, output: &Path) -> Result<Stage, write::Error> {
        let stage = Stage::open(root, output, self.adopt)?;
        Ok(match self.no_sync {
            true => stage.without_sync(),
            false => stage,
        })
    }

    /// An error where a site was made of texts that are not there.
    pub(super) fn no_content(self, options: &Options) -> Option<Diagnostic> {
        let has_lost = load::has_settings(&options.root) && !load::has_content(&options.root);
        (has_lost && !self.allow_removals).then(check::no_content)
    }

    /// Makes errors of warnings, where the author will have none.
    pub(super) fn judge(self, diagnostics: &mut [Diagnostic]) {
        if self.strict {
            diagnostics.iter_mut().for_each(diag::be_strict);
        }
    }

    /// What the last site had and the next one has not.
    pub(super) fn losses(
        self,
        stage: &Stage,
        manifest: &Manifest,
        prepared: &Prepared,
    ) -> Vec<Diagnostic> {
        let old = stage.old_manifest();
        let last = old.filter(|_| !self.allow_removals);
        let mut losses = losses(old, last, manifest, prepared);
        let held = prepared.held_back();
        let removals = last.and_then(|old| check::removals(old, manifest, &held.posts));
        losses.extend(removals);
        losses
    }
}

/// The URLs that the last site had, or that `content/urls.txt` remembers, and a new one has not; and whether that file is behind.
/// `last` is a site much of which must not be held back.
pub(super) fn losses(
    old: Option<&Manifest>,
    last: Option<&Manifest>,
    new: &Manifest,
    prepared: &Prepared,
) -> Vec<Diagnostic> {
    let inputs = &prepared.project.inputs;
    let recorded = inputs
        .urls
        .map(|id| (id, urls::read(&inputs.sources.get(id).text)));
    let mut known = old.cloned().unwrap_or_default();
    if let Some((_, recorded)) = &recorded {
        known.files.extend(recorded.files.clone());
    }
    let held = check::held_back(&mut known, new, &prepared.held_back(), last);
    let sources = prepared.content_sources();
    let is_yaml = |path: &str| {
        let text = sources.get(path).map(|id| &inputs.sources.get(*id).text);
        text.is_some_and(|text| text.starts_with("---"))
    };
    let signatures = OnceCell::new();
    let alike = |signature: &str| {
        let pages: &Vec<(String, String)> = signatures.get_or_init(|| prepared.signatures());
        let shared = |(file, own): &(String, String)| {
            Some((likeness::shared(signature, own)?, file.clone()))
        };
        pages.iter().filter_map(shared).max().map(|(_, file)| file)
    };
    let present = check::Present {
        new,
        sources: &sources,
        is_yaml: &is_yaml,
        alike: &alike,
    };
    let mut found = check::lost_urls(&known, &present);
    found.extend(held);
    found.extend(
        recorded.and_then(|(id, recorded)| check::unrecorded(&recorded, &prepared.urls(), id)),
    );
    prepared.settle(&mut found);
    found
}
