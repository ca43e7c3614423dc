//! Exports and feeds → posts. Every item becomes posts or is listed with the reason why not; nothing is keyed on slugs.
//!
//! 1. [`formats`]: files are read, and put together by site
//! 2. [`selection`]: what an item is, and whether its text is imported
//! 3. [`convert`], in parallel: texts → Markdown, fields → front matter ([`fields`])
//! 4. [`address_languages`]: the language of what nothing else tells
//! 5. each name and address stays one post's own

mod address_languages;
mod convert;
mod diagnostics;
mod fields;
mod formats;
mod selection;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::import::html;
use crate::import::item::{Export, Item};
use crate::import::posts::{ImportedPosts, TakenNames};
use crate::import::report::{ExportReport, Location, ReadChange, ReadLeftOut};
use crate::import::urls::Urls;
use crate::import::wordpress::languages::{self, Languages};
use crate::import::wordpress::shortcodes::Library;
use crate::lang::Detector;
use crate::load::Inputs;
use crate::source::Sources;

use convert::{ConvertedItem, Converter, NewPost};

pub fn read(
    inputs: &mut Inputs,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> ImportedPosts {
    let sites = formats::read_sites(inputs, diagnostics);
    let several = sites.len() > 1;
    let mut imported = ImportedPosts::default();
    for (key, export) in sites {
        let suffix = match several {
            true => format!("@{key}"),
            false => String::new(),
        };
        let sources = &mut inputs.sources;
        read_site(export, &suffix, sources, config, &mut imported, diagnostics);
    }
    imported
}

fn read_site(
    mut export: Export,
    group_suffix: &str,
    sources: &mut Sources,
    config: &Config,
    imported: &mut ImportedPosts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let items = std::mem::take(&mut export.items);
    let report = &mut imported.export;
    report.term_pairs.extend(languages::term_pairs(&export));
    let decisions = selection::decide(&items);
    let decided = items.iter().zip(&decisions);
    let kept = decided.filter(|(_, decision)| decision.is_ok());
    let languages = Languages::new(&export, kept.map(|(item, _)| item));
    let untranslated = languages.without_translation(&items);
    diagnostics.extend(diagnostics::untranslated(&untranslated));
    let (mut kept, mut others) = (Vec::new(), Vec::new());
    let mut urls = Urls::new(export.address(), &export.site_url);
    for (item, decision) in items.into_iter().zip(decisions) {
        if item.kind == "attachment" {
            urls.add_file(&item.attachment_url);
        }
        match decision {
            Ok(why) => kept.push((item, why)),
            Err(reason) => {
                report.left_out.push(left_out(&item, reason, sources));
                others.push(item);
            }
        }
    }
    let converter = Converter {
        config,
        export: &export,
        group_suffix,
        urls: &urls,
        library: &Library::new(&others),
        languages: &languages,
        detector: &Detector::new(&config.codes()),
    };
    let converted: Vec<ConvertedItem> = kept
        .into_par_iter()
        .map(|(item, kept)| converter.convert(item, kept))
        .collect();
    let codes = config.list_of_codes();
    diagnostics.extend(diagnostics::of_items(&converted, &codes));
    let mut posts: Vec<NewPost> = Vec::new();
    for item in converted {
        add_to_report(&item, report, sources);
        posts.extend(item.posts);
    }
    address_languages::guess(&mut posts, &export, config);
    keep_names_apart(&mut posts, config, diagnostics);
    let documents = posts.into_iter().map(|post| post.into_document(sources));
    imported.documents.extend(documents);
}

fn left_out(item: &Item, reason: &str, sources: &Sources) -> ReadLeftOut {
    ReadLeftOut {
        at: Location::of(item.place(), sources),
        id: item.id.clone(),
        what: item.kind.clone(),
        title: html::plain(&item.title),
        reason: reason.to_owned(),
    }
}

fn add_to_report(converted: &ConvertedItem, report: &mut ExportReport, sources: &Sources) {
    let item = &converted.item;
    let changes = converted.changes.iter().map(|(kind, what)| ReadChange {
        at: Location::of(item.place(), sources),
        what: what.clone(),
        became: kind.words(),
    });
    report.changed.extend(changes);
    for (reason, number) in &converted.comments_left_out {
        *report.comments_left_out.entry(reason).or_default() += number;
    }
    if let (true, Some(code)) = (converted.posts.is_empty(), converted.other_languages.last()) {
        let reason = format!("in `{code}`, which is no language of the site");
        report.left_out.push(left_out(item, &reason, sources));
    }
}

/// Of two posts that claim one name, the published one has it, then the first.
fn keep_names_apart(posts: &mut [NewPost], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut order: Vec<&mut NewPost> = posts.iter_mut().collect();
    order.sort_by_key(|post| post.document.front.draft == Some(true));
    let mut taken = TakenNames::default();
    for post in order {
        taken.keep_apart(&mut post.document, config, diagnostics);
    }
}
