//! The import as code: `import`, `import --dry-run`, `import --freeze`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::freeze::{self, Frozen};
use super::posts::ImportedPosts;
use super::report::{self, ExportReport, ImportReport};
use super::writer::{self, Content, File};
use super::{exports, folders, select, terms};
use crate::cache::Memo;
use crate::config::Config;
use crate::content::{self, ArchiveReport, Document};
use crate::diag::{self, Diagnostic};
use crate::load::{self, Asset, Inputs};
use crate::model::{self, Filter};
use crate::pipeline::{self, known};
use crate::project::{Options, Project, Report, Settings};
use crate::source::Sources;
use crate::write::{self, Written};

#[derive(Clone, Debug, Default)]
pub struct Import {
    pub root: PathBuf,
    pub paths: Vec<PathBuf>,
    /// Only these posts, by `file:line`.
    pub only: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Reading,
    /// Languages and pairs of so many posts are decided.
    Deciding(usize),
    /// So many files of so many are written.
    Writing(usize, usize),
}

pub type Progress<'a> = &'a dyn Fn(Step);

pub struct Imported {
    /// What was understood of the posts that were written.
    pub report: ImportReport,
    pub written: Vec<String>,
    /// Files that were there already and are not the same; they were left alone.
    pub kept: Vec<String>,
    /// How many posts the site has as Markdown files already.
    pub already_there: usize,
    /// Addresses of files of the old site that were not found beside what was imported.
    pub missing: Vec<String>,
}

/// Reads archives and posts, and reports what was understood; nothing is written.
pub fn dry_run(root: &Path, paths: &[PathBuf]) -> Report<ImportReport> {
    let mut diagnostics = Vec::new();
    let Settings { config, sources } = match Settings::read_or_default(root, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Report::new(*sources, diagnostics, None),
    };
    let mut inputs = load::paths(paths, config.max_file_size, sources, &mut diagnostics);
    let ImportedPosts {
        mut documents,
        export,
    } = read_given(&mut inputs, &config, &mut diagnostics);
    let parsed = content::parse(&inputs, &config, &Memo::default(), &mut diagnostics);
    documents.extend(parsed.list);
    let memo = Memo::default();
    let basis = model::Basis::of_import(&inputs.sources, &config, &memo);
    let site = model::assemble(documents, basis, &mut diagnostics);
    let report = report::report(&site, &parsed.archive, export, &inputs.sources, &config);
    Report::new(inputs.sources, diagnostics, Some(report))
}

/// Writes posts of archives and exports as Markdown files of the site; what exists is never changed.
pub fn import(import: &Import, progress: Progress) -> Result<Report<Imported>, write::Error> {
    let mut diagnostics = Vec::new();
    let root = &import.root;
    let Settings { config, sources } = match Settings::read_or_default(root, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    progress(Step::Reading);
    let read = read_with_site(import, &config, sources, &mut diagnostics);
    let inputs = &read.inputs;
    progress(Step::Deciding(read.documents.len()));
    let memo = Memo::default();
    let basis = model::Basis::of_import(&inputs.sources, &config, &memo);
    let site = model::assemble(read.documents, basis, &mut diagnostics);
    let selected = select::select_posts(&site, &inputs.sources, &import.only, &mut diagnostics);
    let basis = writer::Basis {
        site: &site,
        config: &config,
        sources: &inputs.sources,
        assets: &inputs.assets,
        own_assets: read.own_assets,
    };
    let mut plan = writer::plan(basis, &selected, &mut diagnostics);
    let terms = terms::file(&read.export.term_pairs, &config);
    plan.files.extend(terms);
    let report = report::report(&site, &read.archive, read.export, &inputs.sources, &config);
    let superseded = site.superseded.iter();
    let mut imported = Imported {
        report: report.of_import(&site, &plan.paths, &inputs.sources),
        written: Vec::new(),
        kept: Vec::new(),
        already_there: superseded.filter(|post| post.imported).count(),
        missing: plan.missing.into_iter().collect(),
    };
    if !diag::any_error(&diagnostics) {
        let assets = &inputs.assets;
        write_files(&plan.files, root, assets, &mut imported, progress)?;
        let keys = freeze::keys_of_partners(&site, &plan.paths, &inputs.sources);
        append_corrections(root, inputs, &keys)?;
    }
    Ok(Report::new(
        read.inputs.sources,
        diagnostics,
        Some(imported),
    ))
}

/// What is given and what the site has, together.
struct ReadTogether {
    inputs: Inputs,
    /// How many assets, the first, are the site's.
    own_assets: usize,
    documents: Vec<Document>,
    archive: ArchiveReport,
    export: ExportReport,
}

fn read_with_site(
    import: &Import,
    config: &Config,
    sources: Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> ReadTogether {
    let limit = config.max_file_size;
    let mut given = load::for_import(&import.root, &import.paths, limit, sources, diagnostics);
    let posts = read_given(&mut given.given, config, diagnostics);
    let archives = given.archives();
    let own_assets = given.site.assets.len();
    let inputs = given.together();
    let parsed = content::parse(&inputs, config, &Memo::default(), diagnostics);
    let mut documents = parsed.list;
    for document in &mut documents {
        // The site's own archives may be given, too.
        document.imported |= archives.contains(&document.place.source);
    }
    let given = posts.documents.into_iter();
    documents.extend(given.map(|document| with_origin(document, &import.paths, &inputs.sources)));
    ReadTogether {
        inputs,
        own_assets,
        documents,
        archive: parsed.archive,
        export: posts.export,
    }
}

/// Appends the present reading of the site's archives to their `archive.toml`, as the author's word.
pub fn freeze_archives(root: &Path) -> Result<Report<Frozen>, write::Error> {
    let mut diagnostics = Vec::new();
    let settings = match Settings::read_or_default(root, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    let project = Project::load(root, settings, &mut diagnostics);
    let (site, _) = project.assemble(Filter::NOTHING, None, &Memo::default(), &mut diagnostics);
    let Project { config, inputs } = project;
    let frozen = freeze::freeze(&site, &inputs.sources, &config);
    if !diag::any_error(&diagnostics) {
        append_corrections(root, &inputs, &frozen.entries)?;
        let known = known_findings(root);
        if let Some(entry) = freeze::known_entry(&known) {
            // The entries above stand in the file now.
            let settings = Settings::read_or_default(root, &mut Vec::new());
            let project = settings.map(|settings| Project::load(root, settings, &mut Vec::new()));
            if let Ok(project) = project {
                append_corrections(root, &project.inputs, &entry)?;
            }
        }
    }
    Ok(Report::new(inputs.sources, diagnostics, Some(frozen)))
}

/// The fingerprints of what a build says of the archives, and which it does not know.
fn known_findings(root: &Path) -> BTreeSet<String> {
    let options = Options {
        root: root.to_owned(),
        base_url: None,
        drafts: true,
        now: NaiveDate::MAX,
    };
    let (memo, mut diagnostics) = (Memo::default(), Vec::new());
    let Ok(prepared) = pipeline::prepare(&options, &memo, &mut diagnostics) else {
        return BTreeSet::new();
    };
    let sources = &prepared.project.inputs.sources;
    let findings = diagnostics
        .iter()
        .filter_map(|found| known::of_finding(found, sources));
    let all: BTreeSet<String> = findings
        .chain(prepared.archive.doubts.iter().cloned())
        .collect();
    all.difference(&prepared.archive.known).cloned().collect()
}

/// What is not of our own form, as documents: folders of other generators, exports and feeds.
fn read_given(
    given: &mut Inputs,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> ImportedPosts {
    let mut documents = folders::read(given, config, diagnostics);
    let exports = exports::read(given, config, diagnostics);
    documents.extend(exports.documents);
    content::comments::attach(given, &mut documents, diagnostics);
    given.comments.clear();
    ImportedPosts {
        documents: content::versions_of(documents, &given.sources, config, diagnostics),
        ..exports
    }
}

/// A document as one that is imported: a file has its path, from the folder that was given, as its origin.
fn with_origin(mut document: Document, given: &[PathBuf], sources: &Sources) -> Document {
    if document.front.origin.is_none() {
        let path = Path::new(&sources.get(document.place.source).path);
        let given = given.iter().find(|given| path.starts_with(given));
        let above = given.and_then(|given| given.parent());
        let name = above.and_then(|above| path.strip_prefix(above).ok());
        let name = name.unwrap_or(path).to_string_lossy().replace('\\', "/");
        // Two old sites may have files of one name; hardly ever with one title.
        let title = document.front.title.as_ref().or(document.title.as_ref());
        let title = title.map(|title| format!(": {title}"));
        document.front.origin = Some((name + &title.unwrap_or_default(), document.place));
    }
    document.imported = true;
    document
}

fn write_files(
    files: &[File],
    root: &Path,
    assets: &[Asset],
    imported: &mut Imported,
    progress: Progress,
) -> Result<(), write::Error> {
    for (at, file) in files.iter().enumerate() {
        progress(Step::Writing(at + 1, files.len()));
        let bytes = match &file.content {
            Content::Text(text) => Cow::Borrowed(text.as_bytes()),
            Content::Asset(asset) => write::bytes(&assets[*asset])?,
        };
        match write::new_file(root, &file.path, &bytes)? {
            Written::New => imported.written.push(file.path.clone()),
            Written::Differs => imported.kept.push(file.path.clone()),
            Written::Same => {}
        }
    }
    Ok(())
}

fn append_corrections(root: &Path, inputs: &Inputs, entries: &str) -> Result<(), write::Error> {
    const FILE: &str = "content/archive/archive.toml";
    if entries.is_empty() {
        return Ok(());
    }
    let mut files = inputs.corrections.iter().map(|id| inputs.sources.get(*id));
    let own = files.find(|source| source.path == FILE);
    let before = own.map(|source| format!("{}\n\n", source.text.trim_end()));
    let before = before.unwrap_or_default();
    let text = format!("{before}{}\n", entries.trim_end());
    write::replace(&root.join(FILE), &text)
}
