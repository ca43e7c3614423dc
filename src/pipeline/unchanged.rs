//! A build of which nothing changed is not made again: neither what it was read from, nor what it wrote.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cache::{Digest, Digester, Memo, this_program};
use crate::diag::Diagnostic;
use crate::load::{FileState, SiteState};
use crate::manifest::{self, Manifest};
use crate::project::{Options, Report};
use crate::source::{SourceId, Sources};

use super::{Publishing, Summary};

/// What a build wrote and said.
#[derive(Serialize, Deserialize)]
struct Record {
    /// The files of the output, with their states.
    files: Vec<(String, FileState)>,
    diagnostics: Vec<Diagnostic>,
    /// The files that these point into, by path.
    sources: Vec<(String, String)>,
    summary: Summary,
}

/// The digest of a build; nothing, where a change of its files might not be seen.
pub(super) fn digest(options: &Options, output: &Path, how: Publishing) -> Option<Digest> {
    let state = SiteState::of(&options.root).filter(|state| state.is_settled)?;
    let of = Digester::new("build").digest(this_program()).value(options);
    let of = of.value(&output).value(&how).hash(&state.files);
    Some(of.finish())
}

/// What the build reported, if it wrote what is in the output now.
pub(super) fn report(memo: &Memo, of: Digest, output: &Path) -> Option<Report<Summary>> {
    let record: Record = memo.find(of)?;
    let is_there =
        |(file, state): &(String, FileState)| FileState::of(&output.join(file)) == Some(*state);
    if !record.files.iter().all(is_there) {
        return None;
    }
    let mut sources = Sources::default();
    for (path, text) in record.sources {
        sources.add(path, text);
    }
    Some(Report::new(
        sources,
        record.diagnostics,
        Some(record.summary),
    ))
}

/// Remembers what a build wrote, and what it would say if it were made again.
pub(super) fn remember(
    memo: &Memo,
    of: Digest,
    output: &Path,
    manifest: &Manifest,
    (mut diagnostics, sources): (Vec<Diagnostic>, &Sources),
    summary: Summary,
) {
    let files = manifest.files.keys().map(String::as_str);
    let state = |file: &str| Some((file.to_owned(), FileState::of(&output.join(file))?));
    let Some(files) = files.chain([manifest::FILE]).map(state).collect() else {
        return;
    };
    let mut named: Vec<SourceId> = Vec::new();
    for span in diagnostics.iter_mut().flat_map(Diagnostic::spans) {
        let known = named.iter().position(|source| *source == span.source);
        let at = known.unwrap_or_else(|| {
            named.push(span.source);
            named.len() - 1
        });
        span.source = SourceId(at as u32);
    }
    let source = |id: SourceId| {
        let source = sources.get(id);
        (source.path.clone(), source.text.clone())
    };
    memo.put(
        of,
        &Record {
            files,
            diagnostics,
            sources: named.into_iter().map(source).collect(),
            summary,
        },
    );
}
