//! `diptych sync`: the one thing that writes `content/translations.toml`.

use crate::cache::Memo;
use crate::content::translations;
use crate::model::Filter;
use crate::model::freshness::{self, Accepted};
use crate::project::{Options, Project, Report, Settings};
use crate::{diag, write};

/// Records the translations of `files` as up to date with their originals; without files, those that have no record yet.
pub fn sync(options: &Options, files: &[String]) -> Result<Report<Accepted>, write::Error> {
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
    let sources = project.inputs.sources;
    let accepted = freshness::accept(&site, &sources, &records, files, &mut diagnostics);
    if !diag::any_error(&diagnostics) && !accepted.recorded.is_empty() {
        write::replace(
            &options.root.join(translations::FILE),
            &translations::write(&accepted.records),
        )?;
    }
    Ok(Report::new(sources, diagnostics, Some(accepted)))
}
