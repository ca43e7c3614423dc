//! `new site --from`: settings, the archives copied, the rest imported, and a first build.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::report::ReadDoubt;
use super::run::{self, Import, Imported, Progress};
use crate::diag;
use crate::load::{self, Asset, Blob};
use crate::pipeline::{self, Summary};
use crate::project::{Options, Report};
use crate::scaffold;
use crate::source::{Sources, base_name};
use crate::write;

pub struct NewSite {
    pub imported: Option<Imported>,
    /// What may be wrong in the reading of archives, worst first.
    pub doubts: Vec<ReadDoubt>,
    pub summary: Summary,
}

pub fn new_site(
    dir: &Path,
    from: &[PathBuf],
    now: NaiveDate,
    progress: Progress,
) -> Result<Report<NewSite>, write::Error> {
    let mut diagnostics = Vec::new();
    let (archives, others) = load::archives_of(from, &mut diagnostics);
    if diag::any_error(&diagnostics) {
        return Ok(Report::new(Sources::default(), diagnostics, None));
    }
    make_folders(dir)?;
    copy_archives(dir, archives)?;
    let mut imported = None;
    if !others.is_empty() {
        let import = Import {
            root: dir.to_owned(),
            paths: others,
            only: Vec::new(),
        };
        let report = run::import(&import, progress)?;
        let Some(result) = report.result else {
            return Ok(Report::new(report.sources, report.diagnostics, None));
        };
        imported = Some(result);
    }
    write_legal_pages(dir, imported.as_ref())?;
    let options = Options {
        root: dir.to_owned(),
        base_url: None,
        drafts: false,
        now,
    };
    let built = pipeline::build(&options, &dir.join("public"), false)?;
    let archives = run::dry_run(dir, &[dir.join("content/archive")]).result;
    let doubts = archives.map(|report| report.doubts).unwrap_or_default();
    Ok(Report {
        sources: built.sources,
        diagnostics: built.diagnostics,
        result: built.result.map(|summary| NewSite {
            imported,
            doubts,
            summary,
        }),
    })
}

fn make_folders(dir: &Path) -> Result<(), write::Error> {
    write::empty_folder(dir)?;
    let title = scaffold::title_of(&dir.file_name().unwrap_or_default().to_string_lossy());
    let settings = scaffold::site_toml(&title, "https://example.org/");
    write::replace(&dir.join("site.toml"), &settings)?;
    for folder in ["content/posts", "content/archive"] {
        write::empty_folder(&dir.join(folder))?;
    }
    Ok(())
}

fn copy_archives(dir: &Path, archives: Vec<(String, PathBuf)>) -> Result<(), write::Error> {
    for (name, path) in archives {
        let asset = Asset {
            path: String::new(),
            blob: Blob::Disk(path),
        };
        let bytes = write::bytes(&asset)?;
        write::new_file(dir, &format!("content/archive/{name}"), &bytes)?;
    }
    Ok(())
}

/// An old site has its own.
fn write_legal_pages(dir: &Path, imported: Option<&Imported>) -> Result<(), write::Error> {
    let stem = |path: &str| base_name(path).split('.').next().map(str::to_owned);
    let written = imported.map_or(&[][..], |imported| &imported.written);
    for (path, text) in scaffold::LEGAL {
        if !written.iter().any(|other| stem(other) == stem(path)) {
            write::new_file(dir, path, text.as_bytes())?;
        }
    }
    Ok(())
}
