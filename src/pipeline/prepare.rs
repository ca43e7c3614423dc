//! The pipeline up to where pages can be rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Record;
use super::shown::{self, Shown};
use super::timings::Timings;
use super::{assets, known, photographs, pictures, social};
use chrono::NaiveDate;

use crate::archive::Doubt;
use crate::cache::Memo;
use crate::check;
use crate::config::{Accept, Config};
use crate::content::ArchiveReport;
use crate::content::front_matter::KeptBack;
use crate::diag::{Code, Diagnostic, Severity};
use crate::lang::{ByLang, strings::Strings};
use crate::load::{self, Asset};
use crate::model::freshness::{self, Freshness};
use crate::model::{self, Filter, PostId, Site};
use crate::plan::{self, LinkTargets, Page, Plan};
use crate::project::{Options, Project, Settings};
use crate::render::{self, Context, Sink, bodies::Bodies, template::Templates};
use crate::source::Sources;

/// A site, decided and ready to be rendered.
pub struct Prepared<'m> {
    pub project: Project,
    pub site: Site,
    pub plan: Plan,
    /// Files that are published as they are, by site path.
    pub files: Vec<(String, Asset)>,
    /// Files that no published text shows.
    pub private: Vec<String>,
    /// What is found and need not be told.
    pub accept: Accept,
    pub archive: Archive,
    /// What has changed in originals since their translations.
    pub freshness: Vec<Freshness>,
    /// Translations that readers are told are behind, and the post each was made from.
    behind: BTreeMap<PostId, PostId>,
    pub bodies: Bodies,
    targets: LinkTargets,
    strings: ByLang<Strings>,
    templates: Templates,
    /// The path of each language's card, which stands for pages without a picture.
    cards: ByLang<Option<String>>,
    memo: &'m Memo,
    /// What the stages cost so far.
    pub timings: Timings,
}

/// Walks the pipeline up to where pages can be rendered; without settings there is nothing but the texts.
pub fn prepare<'m>(
    options: &Options,
    memo: &'m Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Prepared<'m>, Box<Sources>> {
    let mut timings = Timings::start();
    let project = project(options, diagnostics)?;
    timings.end("load", memo);
    let strings = project.strings(diagnostics);
    let ((site, archive), (assets, templates, of_theme)) = rayon::join(
        || assemble(&project, options, &strings, memo, diagnostics),
        || theme(&project),
    );
    diagnostics.extend(of_theme);
    timings.end("assemble", memo);
    let (config, sources) = (&project.config, &project.inputs.sources);
    let Shown { assets, private } = shown::shown(assets, &site, config, sources);
    diagnostics.extend(shown::report(&private, &site, sources));
    let known = project.markdown_files();
    let freshness = freshness_of(&project, &site, &known, diagnostics);
    let basis = plan::Basis {
        site: &site,
        config,
        strings: &strings,
        assets: &assets,
        sources,
        known: &known,
        private: &private,
    };
    let plan = plan::plan(basis, diagnostics);
    let links = plan::links::resolve(&plan, basis);
    check::links(&links.broken, &site, diagnostics);
    check::anchors(&links.broken, &site, diagnostics);
    timings.end("plan", memo);
    let basis = render::body::Basis {
        site: &site,
        targets: &links.targets,
        sources,
        config,
        strings: &strings,
        templates: &templates,
        memo,
    };
    let mut bodies = checked_bodies(basis, diagnostics);
    timings.end("bodies", memo);
    let copied = copied(&plan, &assets);
    let mut copied =
        photographs::without_metadata(&options.root, config, copied, memo, diagnostics);
    let (cards, of_cards) = social::cards(config, memo);
    copied.extend(of_cards);
    let files = with_variants(options, config, copied, &mut bodies, diagnostics);
    timings.end("pictures", memo);
    let accept = accepted(config, &site, sources, diagnostics);
    let behind = freshness::behind(freshness.iter().filter(|_| config.tell_readers));
    Ok(Prepared {
        project,
        site,
        plan,
        files,
        private,
        accept,
        archive,
        freshness,
        behind,
        bodies,
        targets: links.targets,
        strings,
        templates,
        cards,
        memo,
        timings,
    })
}

/// Where a text could not be read, others seem to lack their translation, their comments or what they link to: that waits.
fn retain_certain(diagnostics: &mut Vec<Diagnostic>) {
    let is_unread = |found: &Diagnostic| matches!(found.code, Code::Unreadable | Code::Conflict);
    let is_error = |found: &Diagnostic| found.severity == Severity::Error;
    if diagnostics
        .iter()
        .any(|found| is_error(found) && is_unread(found))
    {
        diagnostics.retain(|found| is_error(found) && found.code != Code::Link);
    }
}

impl Prepared<'_> {
    /// Takes out what the author knows: kinds of findings that are accepted, and those of a frozen archive.
    pub fn settle(&self, diagnostics: &mut Vec<Diagnostic>) {
        let sources = &self.project.inputs.sources;
        retain_certain(diagnostics);
        self.accept.apply(diagnostics, sources);
        known::retain_new(diagnostics, &self.archive.known, sources);
    }

    /// Renders every page into `sink`.
    pub fn pages<S: Sink>(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        sink: &S,
    ) -> Result<(), S::Error> {
        render::pages(&self.context(), sink, diagnostics)
    }

    /// What readers may search; nothing where the site is not searched.
    pub fn search_records(&self) -> Vec<Record> {
        #[cfg(feature = "search")]
        if self.project.config.outputs.makes("search") {
            return render::search::records(&self.context());
        }
        Vec::new()
    }

    /// A short digest of a post's text.
    pub fn text_digest(&self, id: PostId) -> String {
        let text = self.bodies.all()[id.0].blocks;
        format!("{:08x}", text.0 & 0xffff_ffff)
    }

    /// Pages of posts that are not published yet, by path, and why.
    pub fn unpublished(&self, today: NaiveDate) -> impl Iterator<Item = (String, String)> {
        self.plan.routes.iter().filter_map(move |route| {
            let Page::Post(id) = route.page else {
                return None;
            };
            let post = self.site.post(id);
            let why = match post.front.kept_back(Some(today))? {
                KeptBack::Draft => {
                    "draft: published when its line `draft = true` is removed".to_owned()
                }
                KeptBack::Future(date) => format!("of the future: published from {date} on"),
                KeptBack::Over(date) => format!("over: published until {date}"),
            };
            Some((route.path.clone(), why))
        })
    }

    fn context(&self) -> Context<'_> {
        Context {
            config: &self.project.config,
            site: &self.site,
            plan: &self.plan,
            behind: &self.behind,
            bodies: &self.bodies,
            strings: &self.strings,
            templates: &self.templates,
            cards: &self.cards,
            memo: self.memo,
            targets: &self.targets,
            sources: &self.project.inputs.sources,
        }
    }
}

/// What is said of the reading of archives, by fingerprints.
#[derive(Debug, Default)]
pub struct Archive {
    /// What is doubtful in it.
    pub doubts: BTreeSet<String>,
    /// What was so when it was frozen.
    pub known: BTreeSet<String>,
}

/// The site, and what is doubtful of it.
fn assemble(
    project: &Project,
    options: &Options,
    strings: &ByLang<Strings>,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Site, Archive) {
    let filter = Filter {
        drafts: options.drafts,
        today: Some(options.now),
    };
    let (site, archive) = project.assemble(filter, Some(strings), memo, diagnostics);
    report_doubts(&archive, diagnostics);
    let doubts = archive.doubts.iter().map(known::of_doubt).collect();
    model::report_pairs(&site, &project.inputs.sources, diagnostics);
    check::alt_texts(&site, diagnostics);
    check::authors(&site, diagnostics);
    check::reads_as(&site, &project.config, diagnostics);
    let archive = Archive {
        doubts,
        known: archive.known,
    };
    (site, archive)
}

/// The files that may be published as they are, and the templates; what is wrong with them.
fn theme(project: &Project) -> (Vec<Asset>, Templates, Vec<Diagnostic>) {
    let (inputs, mut diagnostics) = (&project.inputs, Vec::new());
    let (assets, names) = assets::publish(&inputs.assets, &project.config, &mut diagnostics);
    let files = check::TemplateFiles {
        templates: &inputs.templates,
        others: &inputs.no_templates,
        is_of_theme: &load::is_of_theme,
    };
    check::templates(files, &inputs.sources, &mut diagnostics);
    let templates = inputs.templates.iter();
    let own = templates.filter(|(_, id)| !inputs.sources.get(*id).is_embedded());
    check::template_changes(
        own,
        project.config.theme.version,
        &inputs.sources,
        &mut diagnostics,
    );
    let templates = Templates::compile(&inputs.templates, &inputs.sources, names, &mut diagnostics);
    (assets, templates, diagnostics)
}

/// What the settings and the texts say need not be told.
fn accepted(
    config: &Config,
    site: &Site,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Accept {
    let mut accept = config.accept.clone();
    for post in &site.posts {
        let file = &sources.get(post.place.source).path;
        accept = accept.and(file, &post.front.accept, diagnostics);
    }
    accept
}

/// Those that are published, by site path.
fn copied(plan: &Plan, assets: &[Asset]) -> Vec<(String, Asset)> {
    let files = plan.files.iter();
    files
        .map(|(path, asset)| (path.clone(), assets[*asset].clone()))
        .collect()
}

fn checked_bodies(basis: render::body::Basis, diagnostics: &mut Vec<Diagnostic>) -> Bodies {
    let bodies = render::body::bodies(basis, diagnostics);
    let texts = || basis.site.posts.iter().zip(bodies.all());
    let twice = texts().map(|(post, facts)| (post, facts.twice.as_slice()));
    check::ids(twice, diagnostics);
    let unpaired = texts().map(|(post, facts)| (post, facts.unpaired.as_slice()));
    check::quotes(unpaired, diagnostics);
    let unread = texts().map(|(post, facts)| (post, facts.unread.as_slice()));
    check::unread(unread, diagnostics);
    let undrawn = texts().map(|(post, facts)| (post, facts.undrawn.as_slice()));
    check::undrawn(undrawn, diagnostics);
    bodies
}

/// Compares each translation with what it was made from.
fn freshness_of(
    project: &Project,
    site: &Site,
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Freshness> {
    let sources = &project.inputs.sources;
    let records = project.translation_records(diagnostics);
    let freshness = freshness::compare(site, sources, &records, known, diagnostics);
    freshness::report(&freshness, site, sources, diagnostics);
    freshness
}

/// The path that a site has on its host, as far as its settings tell.
pub fn base_path(root: &Path) -> String {
    let settings = Settings::read(root, None, &mut Vec::new());
    settings.map_or_else(|_| "/".to_owned(), |settings| settings.config.base.path)
}

/// Settings and inputs.
fn project(options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Result<Project, Box<Sources>> {
    let base_url = options.base_url.as_deref();
    let settings = Settings::read(&options.root, base_url, diagnostics)?;
    Ok(Project::load(&options.root, settings, diagnostics))
}

/// Makes the variants of the pictures that posts show, and names them there: the files that are published as they are, with these.
fn with_variants(
    options: &Options,
    config: &Config,
    files: Vec<(String, Asset)>,
    bodies: &mut Bodies,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Asset)> {
    let (pictures, variants) = pictures::make(&options.root, config, &files, bodies, diagnostics);
    bodies.dress(pictures);
    let mut files = [files, variants].concat();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// A build reports in one line a file what `import --dry-run` reports in full.
fn report_doubts(archive: &ArchiveReport, diagnostics: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let is_new = |doubt: &&Doubt| !archive.known.contains(&known::of_doubt(doubt));
    for doubt in archive.doubts.iter().filter(is_new) {
        *counts.entry(doubt.file).or_default() += 1;
    }
    for (file, count) in counts {
        let Some(source) = archive.files.get(file) else {
            continue;
        };
        let decisions = match count {
            1 => "1 decision is doubtful".to_owned(),
            _ => format!("{count} decisions are doubtful"),
        };
        let message = format!("in this archive {decisions}");
        let help = "`diptych import --dry-run --all content/archive` shows each, with the lines of archive.toml that would change it; `diptych import --freeze` takes all as they are";
        let diagnostic = Diagnostic::warning(Code::Archive, message);
        diagnostics.push(diagnostic.in_file(*source).help(help));
    }
}
