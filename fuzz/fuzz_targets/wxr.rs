//! Any text is an export: each of its items becomes a document or is listed as left out.
#![no_main]

use diptych::config::Config;
use diptych::import::exports;
use diptych::load::Inputs;
use diptych::model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut inputs = Inputs::default();
    let export = inputs.sources.add("export.xml", text);
    inputs.exports.push(export);
    let (config, mut found) = (Config::outside_a_site(), Vec::new());
    let read = exports::read(&mut inputs, &config, &mut found);
    let known: std::collections::BTreeSet<usize> = read.documents.iter().map(|document| document.place.start).collect();
    assert!(known.len() + read.export.left_out.len() >= read.export.items, "an item is lost");
    model::assemble(read.documents, model::Basis::of_import(&inputs.sources, &config), &mut found);
    for finding in &found {
        diptych::diag::plain(finding, &inputs.sources);
    }
});
