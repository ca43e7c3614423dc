//! Imports: the pipeline up to the site, then its posts as Markdown files.

pub mod exports;
pub mod feeds;
pub mod folders;
pub mod freeze;
mod front_matter;
pub mod html;
pub mod item;
pub mod markdown;
mod passages;
pub mod reading;
mod report;
pub mod terms;
pub mod urls;
pub mod wordpress;
pub mod writer;
pub mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::config::{self, Config};
use crate::content::{self, Body};
use crate::diag::{self, Code, Diagnostic};
use crate::load::{self, Asset, Inputs};
use crate::model::{self, PostId, Site};
use crate::pipeline::{Options, Report, Summary, build};
use crate::scaffold;
use crate::source::{SourceId, Sources};
use crate::write::{self, Written};
use exports::Exports;
use freeze::Frozen;
use reading::{ReadDoubt, Reading};
use writer::{Content, File};

/// Reads archives and posts, and says what was understood.
pub fn import(root: &Path, paths: &[PathBuf]) -> Report<Reading> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let Some(config) = settings_or_none(root, &mut sources, &mut diagnostics) else {
        return Report::new(sources, diagnostics, None);
    };
    let mut inputs = load::paths(paths, config.max_file_size, sources, &mut diagnostics);
    let read = read_given(&mut inputs, &config, &mut diagnostics);
    let mut documents = content::parse(&inputs, &config, &mut diagnostics);
    documents.list.splice(0..0, read.documents);
    let basis = model::Basis::of_import(&inputs.sources, &config);
    let site = model::assemble(documents.list, basis, &mut diagnostics);
    let reading = Reading::new(
        &site,
        &documents.archive,
        &read.report,
        &inputs.sources,
        &config,
    );
    Report::new(inputs.sources, diagnostics, Some(reading))
}

/// What is not of our own form, as documents: folders of other generators, exports and feeds.
fn read_given(given: &mut Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Exports {
    let mut documents = folders::read(given, config, diagnostics);
    let exports = exports::read(given, config, diagnostics);
    documents.extend(exports.documents);
    content::comments::attach(given, &mut documents, diagnostics);
    given.comments.clear();
    Exports {
        documents: content::versions_of(documents, &given.sources, config, diagnostics),
        ..exports
    }
}

/// What is imported into a site.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The site's folder.
    pub root: PathBuf,
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Only these posts, by `file:line`.
    pub only: Vec<String>,
}

/// How far a long run is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Files are read.
    Reading,
    /// Languages and pairs of so many posts are decided.
    Deciding(usize),
    /// So many files of so many are written.
    Writing(usize, usize),
}

/// Is told how far a run is.
pub type Progress<'a> = &'a dyn Fn(Step);

/// What an import did.
pub struct Imported {
    /// What was understood of the posts that were written.
    pub reading: Reading,
    /// The files that were written.
    pub written: Vec<String>,
    /// Files that were there already and are not the same; they were left alone.
    pub kept: Vec<String>,
    /// How many posts Markdown files of the site stand for already.
    pub held: usize,
    /// Addresses of files of the old site that were not found beside what was imported.
    pub missing: Vec<String>,
}

/// What a new site began with.
pub struct NewSite {
    /// What was imported from exports and posts.
    pub imported: Option<Imported>,
    /// What may be wrong in the reading of archives, worst first.
    pub doubts: Vec<ReadDoubt>,
    /// What was built.
    pub summary: Summary,
}

/// Writes posts of archives and exports as Markdown files of the site; what exists is never changed.
pub fn import_into(import: &Import, progress: Progress) -> Result<Report<Imported>, write::Error> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let root = &import.root;
    let Some(config) = settings_or_none(root, &mut sources, &mut diagnostics) else {
        return Ok(Report::new(sources, diagnostics, None));
    };
    progress(Step::Reading);
    let mut given = load::for_import(
        root,
        &import.paths,
        config.max_file_size,
        sources,
        &mut diagnostics,
    );
    let read = read_given(&mut given.given, &config, &mut diagnostics);
    let archives: BTreeSet<SourceId> = given
        .own
        .iter()
        .chain(&given.given.archives)
        .copied()
        .collect();
    let own_assets = given.site.assets.len();
    let inputs = given.together();
    let mut documents = content::parse(&inputs, &config, &mut diagnostics);
    for document in documents
        .list
        .iter_mut()
        .filter(|document| archives.contains(&document.place.source))
    {
        document.imported = true;
    }
    documents.list.extend(
        read.documents
            .into_iter()
            .map(|document| reading::taken(document, &import.paths, &inputs.sources)),
    );
    progress(Step::Deciding(documents.list.len()));
    let basis = model::Basis::of_import(&inputs.sources, &config);
    let site = model::assemble(documents.list, basis, &mut diagnostics);
    let chosen = reading::choose(&site, &inputs.sources, &import.only, &mut diagnostics);
    let basis = writer::Basis {
        site: &site,
        config: &config,
        sources: &inputs.sources,
        assets: &inputs.assets,
        own_assets,
    };
    let writer::Plan {
        mut files,
        paths,
        missing,
        lost,
    } = writer::plan(basis, &chosen);
    let terms = terms::file(&read.report.term_pairs, &config);
    files.extend(terms.map(|text| File {
        path: terms::FILE.into(),
        content: Content::Text(text),
    }));
    for (id, alias) in lost {
        let message = format!(
            "the old address `{alias}` is not kept: something else stands there, or its name is too long"
        );
        let finding = Diagnostic::warning(Code::Alias, message).at(site.post(id).place);
        diagnostics.push(finding.help("write another into `aliases` if readers still come by it"));
    }
    let reading = Reading::new(
        &site,
        &documents.archive,
        &read.report,
        &inputs.sources,
        &config,
    )
    .of_import(&site, &paths, &inputs.sources);
    let held = site.superseded.iter().filter(|held| held.imported).count();
    let mut result = Imported {
        reading,
        written: Vec::new(),
        kept: Vec::new(),
        held,
        missing: missing.into_iter().collect(),
    };
    if !diag::any_error(&diagnostics) {
        put(&files, root, &inputs.assets, &mut result, progress)?;
        append_corrections(root, &inputs, &partners(&site, &paths, &inputs.sources))?;
    }
    Ok(Report::new(inputs.sources, diagnostics, Some(result)))
}

/// Writes the files that are not there yet.
fn put(
    files: &[File],
    root: &Path,
    assets: &[Asset],
    result: &mut Imported,
    progress: Progress,
) -> Result<(), write::Error> {
    for (at, file) in files.iter().enumerate() {
        progress(Step::Writing(at + 1, files.len()));
        let bytes = match &file.content {
            Content::Text(text) => Cow::Borrowed(text.as_bytes()),
            Content::Asset(asset) => write::bytes(&assets[*asset])?,
        };
        match write::new_file(root, &file.path, &bytes)? {
            Written::New => result.written.push(file.path.clone()),
            Written::Differs => result.kept.push(file.path.clone()),
            Written::Same => {}
        }
    }
    Ok(())
}

/// Appends the present reading of the site's archives to their `archive.toml`, as the author's word.
pub fn freeze(root: &Path) -> Result<Report<Frozen>, write::Error> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::default();
    let Some(config) = settings_or_none(root, &mut sources, &mut diagnostics) else {
        return Ok(Report::new(sources, diagnostics, None));
    };
    let inputs = load::site(root, config.max_file_size, sources, &mut diagnostics);
    let documents = content::parse(&inputs, &config, &mut diagnostics);
    let basis = model::Basis::of_import(&inputs.sources, &config);
    let site = model::assemble(documents.list, basis, &mut diagnostics);
    let frozen = freeze::freeze(&site, &inputs.sources, &config);
    if !diag::any_error(&diagnostics) {
        append_corrections(root, &inputs, &frozen.entries)?;
    }
    Ok(Report::new(inputs.sources, diagnostics, Some(frozen)))
}

/// Keys for the translations that stay in the site's archives when the other post leaves: its text may change beyond recognition.
fn partners(site: &Site, paths: &BTreeMap<PostId, String>, sources: &Sources) -> String {
    let stays = |id: &PostId| {
        let post = site.post(*id);
        let own = sources
            .get(post.place.source)
            .path
            .starts_with("content/archive/");
        matches!(post.body, Body::Archive(_))
            && own
            && !paths.contains_key(id)
            && post.front.story.is_none()
    };
    let of = |(id, path): (&PostId, &String)| {
        let key = writer::key(site, *id, path)?;
        let staying: Vec<String> = site
            .story_of(*id)
            .versions()
            .filter(stays)
            .filter_map(|other| freeze::key(site, other, &key))
            .collect();
        (!staying.is_empty()).then(|| staying.join("\n"))
    };
    paths.iter().filter_map(of).collect::<Vec<_>>().join("\n")
}

/// Makes a site in an empty folder: settings, the archives copied, the rest imported, and a first build.
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
    write::empty_folder(dir)?;
    let title = scaffold::title_of(&dir.file_name().unwrap_or_default().to_string_lossy());
    write::replace(
        &dir.join("site.toml"),
        &scaffold::site_toml(&title, "https://example.org/"),
    )?;
    for folder in ["content/posts", "content/archive"] {
        write::empty_folder(&dir.join(folder))?;
    }
    for (name, path) in archives {
        let asset = load::Asset {
            path: String::new(),
            blob: load::Blob::Disk(path),
        };
        write::new_file(
            dir,
            &format!("content/archive/{name}"),
            &write::bytes(&asset)?,
        )?;
    }
    let imported = match others.is_empty() {
        true => None,
        false => {
            let import = Import {
                root: dir.to_owned(),
                paths: others,
                only: Vec::new(),
            };
            let report = import_into(&import, progress)?;
            let Some(imported) = report.result else {
                return Ok(Report::new(report.sources, report.diagnostics, None));
            };
            Some(imported)
        }
    };
    // An old site has its own.
    let stem = |path: &str| {
        path.rsplit('/')
            .next()
            .and_then(|name| name.split('.').next())
            .unwrap_or_default()
            .to_owned()
    };
    let is_there = |path: &str| {
        imported
            .iter()
            .flat_map(|imported| &imported.written)
            .any(|other| stem(other) == stem(path))
    };
    for (path, text) in scaffold::LEGAL {
        if !is_there(path) {
            write::new_file(dir, path, text.as_bytes())?;
        }
    }
    let options = Options {
        root: dir.to_owned(),
        base_url: None,
        drafts: false,
        now,
    };
    let Report {
        sources,
        diagnostics,
        result,
    } = build(&options, &dir.join("public"), false)?;
    let doubts = import(dir, &[dir.join("content/archive")])
        .result
        .map(|reading| reading.doubts)
        .unwrap_or_default();
    Ok(Report {
        sources,
        diagnostics,
        result: result.map(|summary| NewSite {
            imported,
            doubts,
            summary,
        }),
    })
}

/// Adds entries to the site's `archive.toml`.
fn append_corrections(root: &Path, inputs: &Inputs, entries: &str) -> Result<(), write::Error> {
    const FILE: &str = "content/archive/archive.toml";
    if entries.is_empty() {
        return Ok(());
    }
    let own = inputs
        .corrections
        .iter()
        .map(|id| inputs.sources.get(*id))
        .find(|source| source.path == FILE);
    let before = own
        .map(|source| format!("{}\n\n", source.text.trim_end()))
        .unwrap_or_default();
    write::replace(
        &root.join(FILE),
        &format!("{before}{}\n", entries.trim_end()),
    )
}

/// The settings of a site; outside of one its languages are French and English.
fn settings_or_none(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Config> {
    if !load::has_settings(root) {
        return Some(Config::outside_a_site());
    }
    let settings = load::settings(root, sources, diagnostics)?;
    let config = config::parse(sources, settings, None, diagnostics);
    (!config.languages.is_empty()).then_some(config)
}
