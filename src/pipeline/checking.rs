//! `diptych check`: all that a build finds and more; publishes nothing.

use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

use super::links_out::links_out;
use super::prepare::{Prepared, prepare};
use super::publishing::losses;
use crate::cache::{self, Digest, Memo};
use crate::check;
use crate::diag::{self, Diagnostic};
use crate::load;
use crate::plan::Route;
use crate::project::{Options, Report};
use crate::render::Sink;
use crate::scaffold;
use crate::text::images::is_image;
use crate::write;

/// How a site is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checking {
    /// Warnings are errors.
    pub strict: bool,
    /// Whether links to other sites are asked for, and the pause between two requests to one host.
    pub links: Option<Duration>,
}

/// Finds what is wrong with a site, and what its readers would trip over.
pub fn check(options: &Options, output: &Path, how: Checking) -> Report<()> {
    let mut diagnostics = Vec::new();
    let memo = Memo::open(&options.root, cache::this_program());
    let prepared = match prepare(options, &memo, &mut diagnostics) {
        Ok(prepared) => prepared,
        Err(sources) => return Report::new(*sources, diagnostics, None),
    };
    let Ok(()) = prepared.pages(&mut diagnostics, &Nowhere);
    if !load::has_content(&options.root) {
        diagnostics.push(check::no_content());
    }
    beyond_a_build(&prepared, &mut diagnostics);
    if let Some(pause) = how.links {
        let (site, config) = (&prepared.site, &prepared.project.config);
        diagnostics.extend(links_out(&options.root, options.now, pause, site, config));
    }
    if !diag::any_error(&diagnostics) {
        let old = write::read_manifest(output);
        diagnostics.extend(losses(old.as_ref(), None, &prepared.manifest(), &prepared));
    }
    if !diag::any_error(&diagnostics) {
        let sources = &prepared.project.inputs.sources;
        let idle = check::accepted(&prepared.accept, &prepared.site, sources, &diagnostics);
        diagnostics.extend(idle);
    }
    prepared.settle(&mut diagnostics);
    if how.strict {
        diagnostics.iter_mut().for_each(diag::be_strict);
    }
    Report::new(prepared.project.inputs.sources, diagnostics, Some(()))
}

/// The rules that a build has no time for.
fn beyond_a_build(prepared: &Prepared, diagnostics: &mut Vec<Diagnostic>) {
    let Prepared { project, site, .. } = prepared;
    let (config, sources) = (&project.config, &project.inputs.sources);
    check::disagreements(site, config, sources, diagnostics);
    check::duplicates(site, sources, diagnostics);
    check::outlines(site, sources, diagnostics);
    let legal = scaffold::LEGAL.map(|(_, text)| text);
    let made = (&legal[..], scaffold::TRANSLATE_TITLE);
    let repaired = site.posts.iter().zip(prepared.bodies.all());
    let repaired = repaired.map(|(post, facts)| (post, facts.repaired.as_slice()));
    check::repairs(repaired, config, sources, diagnostics);
    check::placeholders(site, config, sources, made, diagnostics);
    diagnostics.extend(check::dates(site, sources));
    diagnostics.extend(check::descriptions(config));
    let pictures = prepared
        .files
        .iter()
        .filter(|(_, asset)| is_image(&asset.path) && !asset.path.starts_with(".cache/"));
    let pictures =
        pictures.filter_map(|(_, asset)| Some((asset.path.as_str(), load::size(asset)?)));
    check::sizes(pictures, diagnostics);
}

/// Takes pages and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    type Error = Infallible;

    fn keeps(&self, _: &Route, _: Digest) -> bool {
        false
    }

    fn put(&self, _: &Route, _: Option<Digest>, _: Vec<u8>) -> Result<(), Infallible> {
        Ok(())
    }
}
