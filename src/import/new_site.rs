//! `new site`: settings, stories or what an old site had, and a first build. It is made whole in a hidden folder and moved into its
//! place at the end: one that fails leaves nothing behind.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::report::ReadDoubt;
use super::run::{self, Import, Imported, Progress};
use crate::diag::{self, Code, Diagnostic};
use crate::load::{self, Asset, Blob};
use crate::pipeline::{self, Summary};
use crate::project::{Options, Report};
use crate::scaffold;
use crate::source::{Sources, base_name};
use crate::write::{self, NewFolder};

pub struct MadeSite {
    /// What was taken over, with what is told of it and of which sources.
    pub imported: Option<(Imported, Vec<Diagnostic>, Sources)>,
    /// What may be wrong in the reading of archives, worst first.
    pub doubts: Vec<ReadDoubt>,
    pub summary: Summary,
}

/// Makes a site in a folder, of the dumps of an old one where there are any.
pub fn new_site(
    dir: &Path,
    site: &scaffold::NewSite,
    from: &[PathBuf],
    now: NaiveDate,
    progress: Progress,
) -> Result<Report<MadeSite>, write::Error> {
    let mut diagnostics = Vec::new();
    let (archives, others) = load::archives_of(from, &mut diagnostics);
    if !from.is_empty() && archives.is_empty() && others.is_empty() && diagnostics.is_empty() {
        let message =
            "there is nothing to take over: no archive (`.txt`), export (`.xml`) or post (`.md`)";
        diagnostics
            .push(Diagnostic::error(Code::Unreadable, message).help("check what `--from` names"));
    }
    if load::has_settings(dir) {
        let message = format!(
            "`{}` is there already: this folder holds a site",
            dir.join("site.toml").display()
        );
        let help = "name another folder; to bring more posts into this site, `diptych import`";
        diagnostics.push(Diagnostic::error(Code::Config, message).help(help));
    }
    if diag::any_error(&diagnostics) {
        return Ok(Report::new(Sources::default(), diagnostics, None));
    }
    let new = NewFolder::open(dir)?;
    let report = make(new.path(), site, (archives, others), now, progress)?;
    if report.result.is_some() {
        new.publish()?;
    }
    Ok(report)
}

fn make(
    root: &Path,
    site: &scaffold::NewSite,
    (archives, others): (Vec<(String, PathBuf)>, Vec<PathBuf>),
    now: NaiveDate,
    progress: Progress,
) -> Result<Report<MadeSite>, write::Error> {
    let put = |files: Vec<(String, String)>| {
        let mut files = files.iter();
        files.try_for_each(|(path, text)| write::new_file(root, path, text.as_bytes()).map(|_| ()))
    };
    put(scaffold::files(site))?;
    write::make_executable(&root.join("publish.sh"));
    put(strings(site))?;
    if archives.is_empty() && others.is_empty() {
        put(scaffold::stories(site, now))?;
    }
    copy_archives(root, archives)?;
    let mut imported = None;
    if !others.is_empty() {
        let import = Import {
            root: root.to_owned(),
            paths: others,
            only: Vec::new(),
        };
        let report = run::import(&import, progress)?;
        let Some(result) = report.result else {
            return Ok(Report::new(report.sources, report.diagnostics, None));
        };
        imported = Some((result, report.diagnostics, report.sources));
    }
    put(legal_pages(
        site,
        imported.as_ref().map(|(imported, ..)| imported),
    ))?;
    let options = Options {
        root: root.to_owned(),
        base_url: None,
        drafts: false,
        now,
    };
    let built = pipeline::build(&options, &root.join("public"), false)?;
    let archives = run::dry_run(root, &[root.join("content/archive")]).result;
    let doubts = archives.map(|report| report.doubts).unwrap_or_default();
    Ok(Report {
        sources: built.sources,
        diagnostics: built.diagnostics,
        result: built.result.map(|summary| MadeSite {
            imported,
            doubts,
            summary,
        }),
    })
}

fn copy_archives(root: &Path, archives: Vec<(String, PathBuf)>) -> Result<(), write::Error> {
    for (name, path) in archives {
        let asset = Asset {
            path: String::new(),
            blob: Blob::Disk(path),
        };
        let bytes = write::bytes(&asset)?;
        write::new_file(root, &format!("content/archive/{name}"), &bytes)?;
    }
    Ok(())
}

/// Interface words of languages that the theme has none of: its English ones, to be translated.
fn strings(site: &scaffold::NewSite) -> Vec<(String, String)> {
    let theme = load::theme_files();
    let of = |code: &str| {
        let path = format!("templates/strings/{code}.toml");
        theme
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
    };
    let lacks = |code: &&String| of(code).or_else(|| of(code.split('-').next()?)).is_none();
    let lacking = site.languages.iter().filter(lacks);
    let words = |code: &String| {
        let english = of("en")?;
        Some((
            format!("templates/strings/{code}.toml"),
            format!("# To be translated: these are the English words.\n{english}"),
        ))
    };
    lacking.filter_map(words).collect()
}

/// An old site has its own.
fn legal_pages(site: &scaffold::NewSite, imported: Option<&Imported>) -> Vec<(String, String)> {
    let stem = |path: &str| base_name(path).split('.').next().map(str::to_owned);
    let written = imported.map_or(&[][..], |imported| &imported.written);
    let is_new =
        |(path, _): &(String, String)| !written.iter().any(|other| stem(other) == stem(path));
    scaffold::legal(site).into_iter().filter(is_new).collect()
}
