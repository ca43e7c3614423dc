//! What every command does first: settings, inputs, site, each as a value.

mod strings;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::cache::Memo;
use crate::config::{self, Config};
use crate::content::translations::{self, Record};
use crate::content::{self, ArchiveReport};
use crate::diag::{self, Diagnostic};
use crate::lang::{ByLang, strings::Strings};
use crate::load::{self, Inputs};
use crate::model::{self, Filter, Site, Vocabulary};
use crate::source::Sources;

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    pub root: PathBuf,
    /// Instead of `site.toml`'s.
    pub base_url: Option<String>,
    /// Publish drafts and posts of the future too.
    pub drafts: bool,
    /// The only clock: the day of the build, in UTC.
    pub now: NaiveDate,
}

/// The diagnostics of a run, with the texts they point into.
pub struct Report<T> {
    pub sources: Sources,
    /// The diagnostics, in order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What was made; nothing, where a diagnostic is an error.
    pub result: Option<T>,
}

impl<T> Report<T> {
    /// Sorts the diagnostics; with an error among them there is no result.
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

/// The settings that were read, and their text.
pub struct Settings {
    pub config: Config,
    /// All texts that were read so far.
    pub sources: Sources,
}

impl Settings {
    /// Reads `site.toml`; where nothing can be done with it, there are only the texts.
    pub fn read(
        root: &Path,
        base_url: Option<&str>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self, Box<Sources>> {
        let mut sources = Sources::default();
        let Some(source) = load::settings(root, &mut sources, diagnostics) else {
            return Err(Box::new(sources));
        };
        let config = config::parse(&sources, source, base_url, diagnostics);
        match config.languages.is_empty() {
            true => Err(Box::new(sources)),
            false => Ok(Self { config, sources }),
        }
    }

    /// Reads `site.toml`; outside of a site, the languages are French and English.
    pub fn read_or_default(
        root: &Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self, Box<Sources>> {
        match load::has_settings(root) {
            true => Self::read(root, None, diagnostics),
            false => Ok(Self {
                config: Config::outside_a_site(),
                sources: Sources::default(),
            }),
        }
    }
}

/// A site's settings, and all that was read of its folder.
pub struct Project {
    pub config: Config,
    pub inputs: Inputs,
}

impl Project {
    pub fn load(root: &Path, settings: Settings, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let Settings { config, sources } = settings;
        let inputs = load::site(root, config.max_file_size, sources, diagnostics);
        Self { config, inputs }
    }

    /// The interface words of each language.
    pub fn strings(&self, diagnostics: &mut Vec<Diagnostic>) -> ByLang<Strings> {
        strings::read(&self.config, &self.inputs, diagnostics)
    }

    /// The paths of all Markdown files, those left out included.
    pub fn markdown_files(&self) -> Vec<&str> {
        let files = self.inputs.posts.iter().chain(&self.inputs.pages);
        files
            .map(|id| self.inputs.sources.get(*id).path.as_str())
            .collect()
    }

    /// What each translation was made from.
    pub fn translation_records(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Record> {
        self.inputs.translations.map_or_else(Vec::new, |source| {
            translations::read(&self.inputs.sources, source, diagnostics)
        })
    }

    /// Parses and decides everything that `filter` leaves in. Posts are classified where there are `strings` to do it with.
    pub fn assemble(
        &self,
        filter: Filter,
        strings: Option<&ByLang<Strings>>,
        memo: &Memo,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Site, ArchiveReport) {
        let (config, inputs) = (&self.config, &self.inputs);
        let documents = content::parse(inputs, config, memo, diagnostics);
        let declared = match strings {
            Some(_) => content::terms::read(inputs, config, diagnostics),
            None => Default::default(),
        };
        let basis = model::Basis {
            sources: &inputs.sources,
            config,
            filter,
            vocabulary: strings.map(|strings| Vocabulary {
                declared: &declared,
                strings,
            }),
            memo,
        };
        let site = model::assemble(documents.list, basis, diagnostics);
        (site, documents.archive)
    }
}
