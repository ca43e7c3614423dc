//! The pipeline as code: it reads as the table of contents. Everything between `load` and `write` is pure.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::config::{self, Config};
use crate::content::exports::{self, Exports};
use crate::content::{self, Role};
use crate::diag::{self, Code, Diagnostic};
use crate::generator;
use crate::import::{
    self, ReadDoubt, Reading,
    freeze::{self, Frozen},
};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::{self, Inputs};
use crate::manifest::{Entry, Manifest};
use crate::model::{self, Filter, PostId, Site};
use crate::plan::{self, Page, Plan, Route};
use crate::render::{self, Context, body::Bodies, template::Templates};
use crate::scaffold;
use crate::source::{SourceId, Sources};
use crate::write::{self, Stage};
use crate::{check, content::Body};

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// Instead of `site.toml`'s.
    pub base_url: Option<String>,
    /// Publish drafts and posts of the future too.
    pub drafts: bool,
    /// The only clock: the day of the build, in UTC.
    pub now: NaiveDate,
}

/// A site, decided and ready to be rendered.
pub struct Prepared {
    /// All text.
    pub inputs: Inputs,
    /// The settings.
    pub config: Config,
    /// What is published.
    pub site: Site,
    /// Where.
    pub plan: Plan,
    bodies: Bodies,
    strings: ByLang<Strings>,
    templates: Templates,
}

/// What a build made, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Stories in two languages or more.
    pub paired: usize,
    /// Stories in one language, by its code.
    pub alone: Vec<(String, usize)>,
    /// Drafts and posts of the future, left out.
    pub left_out: usize,
    /// Files written.
    pub files: usize,
}

/// The findings of a run, with the texts they point into.
pub struct Report<T> {
    /// The texts.
    pub sources: Sources,
    /// The findings, in order of files and lines.
    pub found: Vec<Diagnostic>,
    /// What was made; nothing, where a finding is an error.
    pub result: Option<T>,
}

impl<T> Report<T> {
    fn new(sources: Sources, mut found: Vec<Diagnostic>, result: Option<T>) -> Self {
        diag::sort(&mut found, &sources);
        let result = result.filter(|_| !diag::any_error(&found));
        Self { sources, found, result }
    }
}

/// Builds a site into `output`.
pub fn build(options: &Options, output: &Path, adopt: bool) -> Result<Report<Summary>, write::Error> {
    let stage = Stage::open(&options.root, output, adopt)?;
    let mut found = Vec::new();
    let prepared = match prepare(options, &mut found) {
        Ok(prepared) => prepared,
        Err(sources) => return Ok(Report::new(*sources, found, None)),
    };
    // With an error already found pages are still rendered, so that the templates' errors are told in the same run.
    let broken = diag::any_error(&found);
    prepared.pages(&mut found, &|route, bytes| if broken { Ok(()) } else { stage.put(&route.file(), &bytes) })?;
    let manifest = prepared.manifest();
    if let Some(old) = stage.old_manifest() {
        found.extend(check::lost_urls(old, &manifest, &prepared.content_sources()));
    }
    if !diag::any_error(&found) {
        for (path, asset) in &prepared.plan.files {
            stage.put_asset(path.trim_start_matches('/'), &prepared.inputs.assets[*asset])?;
        }
        stage.publish(&manifest)?;
    }
    let summary = prepared.summary(manifest.files.len());
    Ok(Report::new(prepared.inputs.sources, found, Some(summary)))
}

/// Reads archives and posts, and says what was understood.
pub fn import(root: &Path, paths: &[PathBuf]) -> Report<Reading> {
    let mut found = Vec::new();
    let mut sources = Sources::default();
    // In a site its languages hold, elsewhere French and English.
    let config = match load::has_settings(root).then(|| load::settings(root, &mut sources, &mut found)).flatten() {
        Some(source) => config::parse(&sources, source, None, &mut found),
        None => Config::outside_a_site(),
    };
    if config.languages.is_empty() {
        return Report::new(sources, found, None);
    }
    let mut inputs = load::paths(paths, config.max_file_size, sources, &mut found);
    let read = read_given(&mut inputs, &config, &mut found);
    let mut documents = content::parse(&inputs, &config, &mut found);
    documents.list.splice(0..0, read.documents);
    documents.export = read.report;
    let filter = Filter { drafts: true, today: None };
    let site = model::assemble(documents.list, &inputs.sources, &config, filter, &mut found);
    let reading = Reading::new(&site, &documents.archive, &documents.export, &inputs.sources, &config);
    Report::new(inputs.sources, found, Some(reading))
}

/// What is not of our own form, as documents: folders of other generators, exports and feeds.
fn read_given(given: &mut Inputs, config: &Config, found: &mut Vec<Diagnostic>) -> Exports {
    let mut documents = generator::read(given, config, found);
    let exports = exports::read(given, config, found);
    documents.extend(exports.documents);
    Exports { documents: content::versions_of(documents, &given.sources, config, found), ..exports }
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
    let mut found = Vec::new();
    let mut sources = Sources::default();
    let root = &import.root;
    let config = match load::has_settings(root).then(|| load::settings(root, &mut sources, &mut found)).flatten() {
        Some(source) => config::parse(&sources, source, None, &mut found),
        None => Config::outside_a_site(),
    };
    if config.languages.is_empty() {
        return Ok(Report::new(sources, found, None));
    }
    progress(Step::Reading);
    let mut given = load::for_import(root, &import.paths, config.max_file_size, sources, &mut found);
    let read = read_given(&mut given.given, &config, &mut found);
    let archives: BTreeSet<SourceId> = given.own.iter().chain(&given.given.archives).copied().collect();
    let own_assets = given.site.assets.len();
    let inputs = given.together();
    let mut documents = content::parse(&inputs, &config, &mut found);
    for document in documents.list.iter_mut().filter(|document| archives.contains(&document.place.source)) {
        document.imported = true;
    }
    documents.list.extend(read.documents.into_iter().map(|document| import::taken(document, &import.paths, &inputs.sources)));
    progress(Step::Deciding(documents.list.len()));
    let filter = Filter { drafts: true, today: None };
    let site = model::assemble(documents.list, &inputs.sources, &config, filter, &mut found);
    let chosen = import::choose(&site, &inputs.sources, &import.only, &mut found);
    let basis =
        import::files::Basis { site: &site, config: &config, sources: &inputs.sources, assets: &inputs.assets, own_assets };
    let import::files::Plan { files, paths, missing } = import::files::plan(basis, &chosen);
    let reading =
        Reading::new(&site, &documents.archive, &read.report, &inputs.sources, &config).of_import(&site, &paths, &inputs.sources);
    let held = site.held.iter().filter(|held| held.imported).count();
    let mut result = Imported { reading, written: Vec::new(), kept: Vec::new(), held, missing: missing.into_iter().collect() };
    if !diag::any_error(&found) {
        for (at, file) in files.iter().enumerate() {
            progress(Step::Writing(at + 1, files.len()));
            let bytes = match &file.content {
                import::files::Content::Text(text) => Cow::Borrowed(text.as_bytes()),
                import::files::Content::Asset(asset) => write::bytes(&inputs.assets[*asset])?,
            };
            match write::new_file(root, &file.path, &bytes)? {
                write::Written::New => result.written.push(file.path.clone()),
                write::Written::Differs => result.kept.push(file.path.clone()),
                write::Written::Same => {}
            }
        }
        append_corrections(root, &inputs, &partners(&site, &paths, &inputs.sources))?;
    }
    Ok(Report::new(inputs.sources, found, Some(result)))
}

/// Appends the present reading of the site's archives to their `archive.toml`, as the author's word.
pub fn freeze(root: &Path) -> Result<Report<Frozen>, write::Error> {
    let mut found = Vec::new();
    let mut sources = Sources::default();
    let settings = load::settings(root, &mut sources, &mut found);
    let Some(config) = settings.map(|source| config::parse(&sources, source, None, &mut found)) else {
        return Ok(Report::new(sources, found, None));
    };
    if config.languages.is_empty() {
        return Ok(Report::new(sources, found, None));
    }
    let inputs = load::site(root, config.max_file_size, sources, &mut found);
    let documents = content::parse(&inputs, &config, &mut found);
    let site = model::assemble(documents.list, &inputs.sources, &config, Filter { drafts: true, today: None }, &mut found);
    let frozen = freeze::freeze(&site, &inputs.sources, &config);
    if !diag::any_error(&found) {
        append_corrections(root, &inputs, &frozen.entries)?;
    }
    Ok(Report::new(inputs.sources, found, Some(frozen)))
}

/// Keys for the translations that stay in the site's archives when the other post leaves: its text may change beyond recognition.
fn partners(site: &Site, paths: &BTreeMap<PostId, String>, sources: &Sources) -> String {
    let stays = |id: &PostId| {
        let post = site.post(*id);
        let own = sources.get(post.place.source).path.starts_with("content/archive/");
        matches!(post.body, Body::Archive(_)) && own && !paths.contains_key(id) && post.front.story.is_none()
    };
    let of = |(id, path): (&PostId, &String)| {
        let key = import::files::key(site, *id, path)?;
        let staying: Vec<String> =
            site.story_of(*id).versions().filter(stays).filter_map(|other| freeze::key(site, other, &key)).collect();
        (!staying.is_empty()).then(|| staying.join("\n"))
    };
    paths.iter().filter_map(of).collect::<Vec<_>>().join("\n")
}

/// Makes a site in an empty folder: settings, the archives copied, the rest imported, and a first build.
pub fn new_site(dir: &Path, from: &[PathBuf], now: NaiveDate, progress: Progress) -> Result<Report<NewSite>, write::Error> {
    write::empty_folder(dir)?;
    let title = scaffold::title_of(&dir.file_name().unwrap_or_default().to_string_lossy());
    write::replace(&dir.join("site.toml"), &scaffold::site_toml(&title, "https://example.org/"))?;
    for folder in ["content/posts", "content/archive"] {
        write::empty_folder(&dir.join(folder))?;
    }
    let (archives, others) = load::archives_of(from);
    for (name, path) in archives {
        let asset = load::Asset { path: String::new(), blob: load::Blob::Disk(path) };
        write::new_file(dir, &format!("content/archive/{name}"), &write::bytes(&asset)?)?;
    }
    let imported = match others.is_empty() {
        true => None,
        false => {
            let import = Import { root: dir.to_owned(), paths: others, only: Vec::new() };
            let report = import_into(&import, progress)?;
            let Some(imported) = report.result else { return Ok(Report::new(report.sources, report.found, None)) };
            Some(imported)
        }
    };
    let options = Options { root: dir.to_owned(), base_url: None, drafts: false, now };
    let Report { sources, found, result } = build(&options, &dir.join("public"), false)?;
    let doubts = self::import(dir, &[dir.join("content/archive")]).result.map(|reading| reading.doubts).unwrap_or_default();
    Ok(Report { sources, found, result: result.map(|summary| NewSite { imported, doubts, summary }) })
}

/// Adds entries to the site's `archive.toml`.
fn append_corrections(root: &Path, inputs: &Inputs, entries: &str) -> Result<(), write::Error> {
    const FILE: &str = "content/archive/archive.toml";
    if entries.is_empty() {
        return Ok(());
    }
    let own = inputs.corrections.iter().map(|id| inputs.sources.get(*id)).find(|source| source.path == FILE);
    let before = own.map(|source| format!("{}\n\n", source.text.trim_end())).unwrap_or_default();
    write::replace(&root.join(FILE), &format!("{before}{}\n", entries.trim_end()))
}

/// Walks the pipeline up to where pages can be rendered; without settings there is nothing but the texts.
pub fn prepare(options: &Options, found: &mut Vec<Diagnostic>) -> Result<Prepared, Box<Sources>> {
    let mut sources = Sources::default();
    let Some(settings) = load::settings(&options.root, &mut sources, found) else { return Err(Box::new(sources)) };
    let config = config::parse(&sources, settings, options.base_url.as_deref(), found);
    if config.languages.is_empty() {
        return Err(Box::new(sources));
    }
    let inputs = load::site(&options.root, config.max_file_size, sources, found);
    let strings = strings(&config, &inputs, found);
    let templates = Templates::compile(&inputs.templates, &inputs.sources, found);
    let documents = content::parse(&inputs, &config, found);
    tell_doubts(&documents.archive, found);
    let filter = Filter { drafts: options.drafts, today: Some(options.now) };
    let site = model::assemble(documents.list, &inputs.sources, &config, filter, found);
    let known: Vec<&str> = inputs.posts.iter().chain(&inputs.pages).map(|id| inputs.sources.get(*id).path.as_str()).collect();
    let plan = plan::plan(
        plan::Basis { site: &site, config: &config, assets: &inputs.assets, sources: &inputs.sources, known: &known },
        found,
    );
    let bodies = render::body::bodies(&site, &plan.link_targets, &inputs.sources, &config);
    Ok(Prepared { inputs, config, site, plan, bodies, strings, templates })
}

impl Prepared {
    /// Renders every page into `sink`.
    pub fn pages<E: Send>(
        &self,
        found: &mut Vec<Diagnostic>,
        sink: &(impl Fn(&Route, Vec<u8>) -> Result<(), E> + Sync),
    ) -> Result<(), E> {
        let (config, site, plan) = (&self.config, &self.site, &self.plan);
        let context = Context { config, site, plan, bodies: &self.bodies, strings: &self.strings, templates: &self.templates };
        render::pages(&context, sink, found)
    }

    fn manifest(&self) -> Manifest {
        let mut manifest = Manifest::new();
        for route in &self.plan.routes {
            manifest.files.insert(route.file(), self.entry(&route.page));
        }
        for (path, asset) in &self.plan.files {
            let asset = &self.inputs.assets[*asset];
            let source = matches!(asset.blob, load::Blob::Disk(_)).then(|| asset.path.clone());
            manifest.files.insert(path.trim_start_matches('/').to_owned(), Entry { source, title: None });
        }
        manifest
    }

    fn entry(&self, page: &Page) -> Entry {
        let Page::Post(id) = page else { return Entry::default() };
        let post = self.site.post(*id);
        let source = self.inputs.sources.get(post.place.source).path.clone();
        // An archive's post is known by its own first line, whatever the author calls it now.
        let title = match &post.body {
            Body::Archive(piece) => piece.blocks.first().map(|block| block.text.chars().take(80).collect()),
            Body::Markdown(..) => None,
        };
        Entry { source: Some(source), title }
    }

    fn content_sources(&self) -> BTreeMap<&str, SourceId> {
        let inputs = &self.inputs;
        let ids = inputs.posts.iter().chain(&inputs.pages).chain(&inputs.archives);
        ids.map(|id| (inputs.sources.get(*id).path.as_str(), *id)).collect()
    }

    fn summary(&self, files: usize) -> Summary {
        let stories = self
            .site
            .stories
            .iter()
            .filter(|story| story.versions().next().is_some_and(|id| self.site.post(id).role == Role::Post));
        let mut alone: ByLang<usize> = ByLang::from_fn(self.config.languages.len(), |_| 0);
        let mut paired = 0;
        for story in stories {
            let versions: Vec<Lang> = story.versions().map(|id| self.site.post(id).lang).collect();
            match versions[..] {
                [lang] => alone[lang] += 1,
                _ => paired += 1,
            }
        }
        let code = |lang: Lang| self.config.languages[lang].code.clone();
        Summary {
            paired,
            alone: alone.iter().map(|(lang, count)| (code(lang), *count)).collect(),
            left_out: self.site.left_out,
            files,
        }
    }
}

/// The words of each language: its string file, or its main language's (`fr` for `fr-CA`), or English ones.
fn strings(config: &Config, inputs: &Inputs, found: &mut Vec<Diagnostic>) -> ByLang<Strings> {
    let file = |code: &str| inputs.strings.iter().find(|(name, _)| name == code).map(|(_, source)| *source);
    let english = file("en").map(|source| Strings::read("en", &inputs.sources, source, None, &mut Vec::new()));
    ByLang::from_fn(config.languages.len(), |lang| {
        let code = config.languages[lang].code.as_str();
        let main = code.split('-').next().unwrap_or(code);
        let Some(source) = file(code).or_else(|| file(main)).or_else(|| file("en")) else { return Strings::default() };
        if file(code).or_else(|| file(main)).is_none() {
            let message = format!("there are no interface words for `{code}`; English ones are taken");
            let help = format!("write templates/strings/{code}.toml, after the theme's en.toml");
            found.push(Diagnostic::warning(Code::Strings, message).help(help));
            return Strings::read("en", &inputs.sources, source, None, &mut Vec::new()).standing_in_for(code);
        }
        Strings::read(code, &inputs.sources, source, english.as_ref(), found)
    })
}

/// A build tells in one line a file what `import --dry-run` tells in full.
fn tell_doubts(archive: &content::ArchiveReport, found: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for doubt in &archive.doubts {
        *counts.entry(doubt.file).or_default() += 1;
    }
    for (file, count) in counts {
        let Some(source) = archive.files.get(file) else { continue };
        let decisions = if count == 1 { "1 decision is doubtful".to_owned() } else { format!("{count} decisions are doubtful") };
        let help = "`diptych import --dry-run content/archive` shows each, with the lines of archive.toml that would change it";
        found.push(Diagnostic::warning(Code::Archive, format!("in this archive {decisions}")).in_file(*source).help(help));
    }
}
