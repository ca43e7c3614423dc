//! Files of exports → what they hold, by site. A format is an arm of [`reader`] and a function that reads it.

use rayon::prelude::*;

use super::diagnostics;
use crate::diag::Diagnostic;
use crate::import::item::Export;
use crate::import::{feeds, wordpress, xml};
use crate::load::Inputs;
use crate::source::SourceId;

/// What reads a file, by the name of its root element and its text.
fn reader(root: &str, text: &str) -> Option<fn(SourceId, &str) -> Export> {
    match root {
        "rss" | "rdf:RDF" | "channel" if wordpress::is_wxr(text) => Some(wordpress::read),
        "rss" | "rdf:RDF" | "channel" | "atom:feed" => Some(feeds::read),
        _ => None,
    }
}

/// Reads all files, and puts those of one site together; each site with a key of its own.
pub fn read_sites(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Export)> {
    let is_alone =
        inputs.posts.is_empty() && inputs.archives.is_empty() && inputs.exports.len() == 1;
    let read: Vec<_> = inputs
        .exports
        .par_iter()
        .map(|file| (*file, read_file(*file, &inputs.sources.get(*file).text)))
        .collect();
    let mut sites: Vec<(String, Export)> = Vec::new();
    for (file, read) in read {
        let mut export = match read {
            Ok(export) => export,
            Err(root) => {
                diagnostics.push(diagnostics::not_an_export(file, root.as_deref(), is_alone));
                continue;
            }
        };
        diagnostics.append(&mut export.flaws);
        let key = site_key(&export);
        match sites.iter_mut().find(|(known, _)| *known == key) {
            Some((_, site)) => site.merge(export),
            None => sites.push((key, export)),
        }
    }
    sites
}

/// Reads a file; where it is of no known format, the name of its root element, if it has one.
fn read_file(file: SourceId, text: &str) -> Result<Export, Option<String>> {
    let root = xml::root(text).ok_or(None)?;
    let read = reader(&root, text).ok_or(Some(root))?;
    Ok(read(file, text))
}

fn site_key(export: &Export) -> String {
    let address = export.address().trim_end_matches('/');
    address
        .split_once("://")
        .map_or(address, |(_, rest)| rest)
        .trim_start_matches("www.")
        .to_lowercase()
}
