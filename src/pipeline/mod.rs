//! The pipeline as code: it reads as the table of contents. Everything between `load` and `write` is pure.

mod assets;
mod pictures;
mod sync;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::config::{self, Config};
use crate::content::{self, Role};
use crate::diag::{self, Code, Diagnostic};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::load::{self, Inputs};
use crate::manifest::{Entry, Manifest};
use crate::model::freshness::{self, Freshness};
use crate::model::{self, Filter, PostId, Site, Vocabulary};
use crate::plan::{self, Page, Plan, Route};
use crate::render::{self, Context, body::Bodies, template::Templates};
use crate::source::{SourceId, Sources};
use crate::write::{self, Cache, Stage};
use crate::{check, content::Body};

pub use sync::sync;

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
    /// What has changed in originals since their translations.
    pub freshness: Vec<Freshness>,
    /// Translations that readers are told are behind, and the post each was made from.
    behind: BTreeMap<PostId, PostId>,
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
    pub diagnostics: Vec<Diagnostic>,
    /// What was made; nothing, where a finding is an error.
    pub result: Option<T>,
}

impl<T> Report<T> {
    /// Sorted; without a result where a diagnostic is an error.
    pub fn new(sources: Sources, mut diagnostics: Vec<Diagnostic>, result: Option<T>) -> Self {
        diag::sort(&mut diagnostics, &sources);
        let result = result.filter(|_| !diag::any_error(&diagnostics));
        Self {
            sources,
            diagnostics,
            result,
        }
    }
}

/// Builds a site into `output`.
pub fn build(
    options: &Options,
    output: &Path,
    adopt: bool,
) -> Result<Report<Summary>, write::Error> {
    let stage = Stage::open(&options.root, output, adopt)?;
    let mut diagnostics = Vec::new();
    let prepared = match prepare(options, &mut diagnostics) {
        Ok(prepared) => prepared,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    // With an error already found pages are still rendered, so that the templates' errors are told in the same run.
    let broken = diag::any_error(&diagnostics);
    prepared.pages(&mut diagnostics, &|route, bytes| {
        if broken {
            Ok(())
        } else {
            stage.put(&route.file(), &bytes)
        }
    })?;
    let mut manifest = prepared.manifest();
    if !diag::any_error(&diagnostics) {
        for (file, bytes) in search_index(&options.root, &prepared.search_records())? {
            stage.put(&file, &bytes)?;
            manifest.files.insert(file, Entry::default());
        }
    }
    if let Some(old) = stage.old_manifest() {
        diagnostics.extend(check::lost_urls(
            old,
            &manifest,
            &prepared.content_sources(),
        ));
    }
    if !diag::any_error(&diagnostics) {
        for (path, asset) in &prepared.plan.files {
            stage.put_asset(
                path.trim_start_matches('/'),
                &prepared.inputs.assets[*asset],
            )?;
        }
        stage.publish(&manifest)?;
        Cache::of(&options.root, "images").prune();
    }
    let summary = prepared.summary(manifest.files.len());
    Ok(Report::new(
        prepared.inputs.sources,
        diagnostics,
        Some(summary),
    ))
}

/// What is searched, and the files of its index by path; nothing where the site is not searched.
#[cfg(feature = "search")]
pub use render::search::{Files, Record};

/// The index of these records; it is remembered under `.cache/search/` until a text changes.
#[cfg(feature = "search")]
pub fn search_index(root: &Path, records: &[Record]) -> Result<Files, write::Error> {
    if records.is_empty() {
        return Ok(Files::new());
    }
    let key = render::search::key(records);
    if let Some(files) = load::remembered(root, "search", &key) {
        return Ok(files);
    }
    let fault = |why: String| {
        write::Error::Refused(format!(
            "the index for searching the site could not be made: {why}"
        ))
    };
    let files = render::search::index(records).map_err(fault)?;
    // A cache that cannot be written costs time, not the site.
    let _ = write::remember(root, "search", &key, &files);
    Ok(files)
}

/// Without the feature `search` there is nothing to search in.
#[cfg(not(feature = "search"))]
pub type Record = std::convert::Infallible;

/// Without the feature `search` there is no index.
#[cfg(not(feature = "search"))]
pub fn search_index(_: &Path, _: &[Record]) -> Result<Vec<(String, Vec<u8>)>, write::Error> {
    Ok(Vec::new())
}

/// Walks the pipeline up to where pages can be rendered; without settings there is nothing but the texts.
pub fn prepare(
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Prepared, Box<Sources>> {
    let mut sources = Sources::default();
    let Some(settings) = load::settings(&options.root, &mut sources, diagnostics) else {
        return Err(Box::new(sources));
    };
    let config = config::parse(&sources, settings, options.base_url.as_deref(), diagnostics);
    if config.languages.is_empty() {
        return Err(Box::new(sources));
    }
    let mut inputs = load::site(&options.root, config.max_file_size, sources, diagnostics);
    let strings = strings(&config, &inputs, diagnostics);
    let names = assets::prepare(&mut inputs, &config, diagnostics);
    let files = names
        .into_iter()
        .map(|(name, file)| (name, config.base.path_of(&file)))
        .collect();
    let templates = Templates::compile(&inputs.templates, &inputs.sources, files, diagnostics);
    let documents = content::parse(&inputs, &config, diagnostics);
    tell_doubts(&documents.archive, diagnostics);
    let declared = content::terms::read(&inputs, &config, diagnostics);
    let site = model::assemble(
        documents.list,
        model::Basis {
            sources: &inputs.sources,
            config: &config,
            filter: Filter {
                drafts: options.drafts,
                today: Some(options.now),
            },
            vocabulary: Some(Vocabulary {
                declared: &declared,
                strings: &strings,
            }),
        },
        diagnostics,
    );
    model::report_pairs(&site, &inputs.sources, diagnostics);
    let known: Vec<&str> = inputs
        .posts
        .iter()
        .chain(&inputs.pages)
        .map(|id| inputs.sources.get(*id).path.as_str())
        .collect();
    let records = inputs.translations.map_or_else(Vec::new, |source| {
        content::translations::read(&inputs.sources, source, diagnostics)
    });
    let freshness = freshness::compare(&site, &inputs.sources, &records, &known, diagnostics);
    check::alt_texts(&site, diagnostics);
    freshness::tell(&freshness, &site, &inputs.sources, diagnostics);
    let mut plan = plan::plan(
        plan::Basis {
            site: &site,
            config: &config,
            strings: &strings,
            assets: &inputs.assets,
            sources: &inputs.sources,
            known: &known,
        },
        diagnostics,
    );
    let basis = render::body::Basis {
        site: &site,
        targets: &plan.link_targets,
        sources: &inputs.sources,
        config: &config,
        strings: &strings,
        templates: &templates,
    };
    let mut bodies = render::body::bodies(basis, diagnostics);
    pictures::add(
        &options.root,
        &config,
        &mut inputs,
        &mut plan,
        &mut bodies,
        diagnostics,
    );
    let behind = if config.tell_readers {
        freshness::behind(&freshness)
    } else {
        BTreeMap::new()
    };
    Ok(Prepared {
        inputs,
        config,
        site,
        plan,
        freshness,
        behind,
        bodies,
        strings,
        templates,
    })
}

impl Prepared {
    /// Renders every page into `sink`.
    pub fn pages<E: Send>(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        sink: &(impl Fn(&Route, Vec<u8>) -> Result<(), E> + Sync),
    ) -> Result<(), E> {
        render::pages(&self.context(), sink, diagnostics)
    }

    /// What readers may search; nothing where the site is not searched.
    pub fn search_records(&self) -> Vec<Record> {
        #[cfg(feature = "search")]
        if self.config.outputs.makes("search") {
            return render::search::records(&self.context());
        }
        Vec::new()
    }

    fn context(&self) -> Context<'_> {
        let (config, site, plan) = (&self.config, &self.site, &self.plan);
        Context {
            config,
            site,
            plan,
            behind: &self.behind,
            bodies: &self.bodies,
            strings: &self.strings,
            templates: &self.templates,
        }
    }

    fn manifest(&self) -> Manifest {
        let mut manifest = Manifest::new();
        for route in &self.plan.routes {
            manifest.files.insert(route.file(), self.entry(&route.page));
        }
        for (path, asset) in &self.plan.files {
            let asset = &self.inputs.assets[*asset];
            let is_authors = matches!(asset.blob, load::Blob::Disk(_)) && !pictures::is_made(asset);
            let source = is_authors.then(|| asset.path.clone());
            manifest.files.insert(
                path.trim_start_matches('/').to_owned(),
                Entry {
                    source,
                    title: None,
                },
            );
        }
        manifest
    }

    fn entry(&self, page: &Page) -> Entry {
        let Page::Post(id) = page else {
            return Entry::default();
        };
        let post = self.site.post(*id);
        let source = self.inputs.sources.get(post.place.source).path.clone();
        // An archive's post is known by its own first line, whatever the author calls it now.
        let title = match &post.body {
            Body::Archive(piece) => piece
                .blocks
                .first()
                .map(|block| block.text.chars().take(80).collect()),
            Body::Markdown(..) => None,
        };
        Entry {
            source: Some(source),
            title,
        }
    }

    fn content_sources(&self) -> BTreeMap<&str, SourceId> {
        let inputs = &self.inputs;
        let ids = inputs
            .posts
            .iter()
            .chain(&inputs.pages)
            .chain(&inputs.archives);
        ids.map(|id| (inputs.sources.get(*id).path.as_str(), *id))
            .collect()
    }

    fn summary(&self, files: usize) -> Summary {
        let stories = self.site.stories.iter().filter(|story| {
            story
                .versions()
                .next()
                .is_some_and(|id| self.site.post(id).role == Role::Post)
        });
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
            alone: alone
                .iter()
                .map(|(lang, count)| (code(lang), *count))
                .collect(),
            left_out: self.site.left_out,
            files,
        }
    }
}

/// The words of each language: its string file, or its main language's (`fr` for `fr-CA`), or English ones.
fn strings(config: &Config, inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) -> ByLang<Strings> {
    let file = |code: &str| {
        inputs
            .strings
            .iter()
            .find(|(name, _)| name == code)
            .map(|(_, source)| *source)
    };
    let english = file("en")
        .map(|source| Strings::read("en", &inputs.sources, source, None, &mut Vec::new()));
    ByLang::from_fn(config.languages.len(), |lang| {
        let code = config.languages[lang].code.as_str();
        let main = code.split('-').next().unwrap_or(code);
        let Some(source) = file(code).or_else(|| file(main)).or_else(|| file("en")) else {
            return Strings::default();
        };
        if file(code).or_else(|| file(main)).is_none() {
            let message =
                format!("there are no interface words for `{code}`; English ones are taken");
            let help = format!("write templates/strings/{code}.toml, after the theme's en.toml");
            diagnostics.push(Diagnostic::warning(Code::Strings, message).help(help));
            return Strings::read("en", &inputs.sources, source, None, &mut Vec::new())
                .standing_in_for(code);
        }
        Strings::read(code, &inputs.sources, source, english.as_ref(), diagnostics)
            .set(config.languages[lang].style)
    })
}

/// A build tells in one line a file what `import --dry-run` tells in full.
fn tell_doubts(archive: &content::ArchiveReport, diagnostics: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for doubt in &archive.doubts {
        *counts.entry(doubt.file).or_default() += 1;
    }
    for (file, count) in counts {
        let Some(source) = archive.files.get(file) else {
            continue;
        };
        let decisions = if count == 1 {
            "1 decision is doubtful".to_owned()
        } else {
            format!("{count} decisions are doubtful")
        };
        let help = "`diptych import --dry-run content/archive` shows each, with the lines of archive.toml that would change it";
        diagnostics.push(
            Diagnostic::warning(Code::Archive, format!("in this archive {decisions}"))
                .in_file(*source)
                .help(help),
        );
    }
}
