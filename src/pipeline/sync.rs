//! `diptych sync`: the one thing that writes `content/translations.toml` and `content/urls.txt`.

use super::prepare::prepare;
use crate::cache::Memo;
use crate::content::{translations, urls};
use crate::model::Filter;
use crate::model::freshness::{self, Accepted};
use crate::project::{Options, Project, Report, Settings};
use crate::{diag, write};

/// What was recorded.
pub struct Synced {
    pub accepted: Accepted,
    /// How many addresses are new; nothing where the site cannot be built.
    pub urls: Option<usize>,
}

/// Records the translations of `files` as up to date with their originals, without files those that have no record yet; and the
/// addresses of the site.
pub fn sync(options: &Options, files: &[String]) -> Result<Report<Synced>, write::Error> {
    let mut diagnostics = Vec::new();
    let settings = match Settings::read(&options.root, None, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    let project = Project::load(&options.root, settings, &mut diagnostics);
    let filter = Filter {
        drafts: true,
        today: Some(options.now),
    };
    let (site, _) = project.assemble(filter, None, &Memo::default(), &mut diagnostics);
    let records = project.translation_records(&mut diagnostics);
    let (sources, known) = (&project.inputs.sources, project.markdown_files());
    let accepted = freshness::accept(&site, sources, &records, &known, files, &mut diagnostics);
    let mut urls = None;
    if !diag::any_error(&diagnostics) {
        if !accepted.recorded.is_empty() || !accepted.renamed.is_empty() {
            let text = translations::write(&accepted.records);
            write::replace(&options.root.join(translations::FILE), &text)?;
        }
        urls = record_urls(options)?;
    }
    Ok(Report::new(
        project.inputs.sources,
        diagnostics,
        Some(Synced { accepted, urls }),
    ))
}

/// Adds the addresses of the site, as it would be published, to those that were recorded; how many are new.
fn record_urls(options: &Options) -> Result<Option<usize>, write::Error> {
    let mut diagnostics = Vec::new();
    let published = Options {
        drafts: false,
        ..options.clone()
    };
    let memo = Memo::default();
    let prepared = prepare(&published, &memo, &mut diagnostics);
    let Some(prepared) = prepared.ok().filter(|_| !diag::any_error(&diagnostics)) else {
        return Ok(None);
    };
    let inputs = &prepared.project.inputs;
    let recorded = inputs
        .urls
        .map(|id| urls::read(&inputs.sources.get(id).text));
    let mut all = recorded.unwrap_or_default();
    let before = all.files.len();
    all.files.extend(prepared.urls().files);
    for (file, signature) in prepared.signatures() {
        if let Some(entry) = all.files.get_mut(&file) {
            entry.signature = Some(signature);
        }
    }
    write::replace(&options.root.join(urls::FILE), &urls::write(&all))?;
    Ok(Some(all.files.len() - before))
}
