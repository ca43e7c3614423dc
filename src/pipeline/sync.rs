//! `diptych sync`: the one thing that writes `content/translations.toml`.

use super::{Options, Report};
use crate::content::{self, translations};
use crate::model::freshness::{self, Accepted};
use crate::model::{self, Filter};
use crate::source::Sources;
use crate::{config, diag, load, write};

/// Records the translations of `files` as up to date with their originals; without files, those that have no record yet.
pub fn sync(options: &Options, files: &[String]) -> Result<Report<Accepted>, write::Error> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let Some(settings) = load::settings(&options.root, &mut sources, &mut diagnostics) else {
        return Ok(Report::new(sources, diagnostics, None));
    };
    let config = config::parse(&sources, settings, None, &mut diagnostics);
    let inputs = load::site(
        &options.root,
        config.max_file_size,
        sources,
        &mut diagnostics,
    );
    let documents = content::parse(&inputs, &config, &mut diagnostics);
    let basis = model::Basis {
        filter: Filter {
            drafts: true,
            today: Some(options.now),
        },
        ..model::Basis::of_import(&inputs.sources, &config)
    };
    let site = model::assemble(documents.list, basis, &mut diagnostics);
    let records = inputs.translations.map_or_else(Vec::new, |source| {
        translations::read(&inputs.sources, source, &mut diagnostics)
    });
    let accepted = freshness::accept(&site, &inputs.sources, &records, files, &mut diagnostics);
    if !diag::any_error(&diagnostics) && !accepted.recorded.is_empty() {
        write::replace(
            &options.root.join(translations::FILE),
            &translations::write(&accepted.records),
        )?;
    }
    Ok(Report::new(inputs.sources, diagnostics, Some(accepted)))
}
