//! The pipeline as code: it reads as the table of contents. Everything between `load` and `write` is pure.

mod assets;
mod checking;
pub mod known;
mod links_out;
mod new_post;
mod outcome;
mod photographs;
mod pictures;
mod prepare;
mod publishing;
mod shown;
mod social;
mod status;
mod sync;
mod timings;
mod unchanged;

use std::path::Path;

use crate::cache::{self, Digest, Memo};
use crate::diag;
use crate::load;
use crate::manifest::Entry;
use crate::plan::Route;
use crate::project::{Options, Report, Settings};
#[cfg(feature = "search")]
use crate::render;
use crate::render::Sink;
use crate::write::{self, Cache, Stage};

pub use checking::{Checking, check};
pub use new_post::{Begun, new_post, translate};
pub use outcome::Summary;
pub use prepare::{Prepared, base_path, prepare};
pub use publishing::Publishing;
pub use status::{State, Status, StoryStatus, Version, status};
pub use sync::{Synced, sync};

/// Builds a site into `output`, as most are published.
pub fn build(
    options: &Options,
    output: &Path,
    adopt: bool,
) -> Result<Report<Summary>, write::Error> {
    let how = Publishing {
        adopt,
        ..Publishing::default()
    };
    publish(options, output, how)
}

/// Builds a site into `output`.
pub fn publish(
    options: &Options,
    output: &Path,
    how: Publishing,
) -> Result<Report<Summary>, write::Error> {
    let mut diagnostics = Vec::new();
    if !load::has_settings(&options.root)
        && let Err(sources) = Settings::read(&options.root, None, &mut diagnostics)
    {
        // No folder is made for what is no site.
        return Ok(Report::new(*sources, diagnostics, None));
    }
    let stage = how.open(&options.root, output)?;
    let memo = Memo::open(&options.root, cache::this_program());
    diagnostics.extend(how.no_content(options));
    let of = unchanged::digest(options, output, how).filter(|_| diagnostics.is_empty());
    if let Some(report) = of.and_then(|of| unchanged::report(&memo, of, output)) {
        return Ok(report);
    }
    let mut prepared = match prepare(options, &memo, &mut diagnostics) {
        Ok(prepared) => prepared,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    // With errors so far, pages are still rendered, so that the templates' errors are reported in the same run.
    let pages = Pages {
        stage: &stage,
        memo: &memo,
        is_broken: diag::any_error(&diagnostics),
    };
    prepared.pages(&mut diagnostics, &pages)?;
    prepared.timings.end("pages", &memo);
    let mut manifest = prepared.manifest();
    if !diag::any_error(&diagnostics) {
        for (file, bytes) in search_index(&prepared.search_records()) {
            stage.put(&file, &bytes)?;
            manifest.files.insert(file, Entry::default());
        }
    }
    prepared.timings.end("search", &memo);
    let mut summary = prepared.summary(manifest.files.len());
    prepared.settle(&mut diagnostics);
    let mut said = diagnostics.clone();
    // A post that an error stopped is not lost.
    if !diag::any_error(&diagnostics) {
        diagnostics.extend(how.losses(&stage, &manifest, &prepared));
        said.extend(publishing::losses(None, None, &manifest, &prepared));
    }
    how.judge(&mut diagnostics);
    if !diag::any_error(&diagnostics) {
        for (path, asset) in &prepared.files {
            stage.put_asset(path.trim_start_matches('/'), asset)?;
        }
        stage.publish(&manifest)?;
        // What was moved while it was read may be back, as it was.
        let is_as_before = |of: &Digest| unchanged::digest(options, output, how) == Some(*of);
        if let Some(of) = of.filter(is_as_before) {
            let said = (said, &prepared.project.inputs.sources);
            unchanged::remember(&memo, of, output, &manifest, said, summary.clone());
        }
        memo.save();
        Cache::of(&options.root, "images").prune();
    }
    prepared.timings.end("publish", &memo);
    summary.timings = Some(prepared.timings);
    Ok(Report::new(
        prepared.project.inputs.sources,
        diagnostics,
        Some(summary),
    ))
}

/// Puts pages into a stage.
struct Pages<'a> {
    stage: &'a Stage,
    /// Of a page that was made before, the digest of its bytes.
    memo: &'a Memo,
    /// Whether nothing will be published.
    is_broken: bool,
}

impl Sink for Pages<'_> {
    type Error = write::Error;

    fn keeps(&self, route: &Route, of: Digest) -> bool {
        let bytes = self.memo.find(of).filter(|_| !self.is_broken);
        bytes.is_some_and(|bytes| self.stage.keep_bytes(&route.file(), bytes))
    }

    fn put(&self, route: &Route, of: Option<Digest>, bytes: Vec<u8>) -> Result<(), write::Error> {
        if self.is_broken {
            return Ok(());
        }
        if let Some(of) = of {
            self.memo.put(of, &write::digest(&bytes));
        }
        self.stage.put(&route.file(), &bytes)
    }
}

/// What is searched, and the index made of it: files by path, none where the site is not searched.
#[cfg(feature = "search")]
pub use render::search::{Record, index as search_index};

/// Without the feature `search` there is nothing to search in.
#[cfg(not(feature = "search"))]
pub type Record = std::convert::Infallible;

/// Without the feature `search` there is no index.
#[cfg(not(feature = "search"))]
pub fn search_index(_: &[Record]) -> Vec<(String, Vec<u8>)> {
    Vec::new()
}
