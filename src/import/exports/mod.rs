//! Exports → documents. Every item becomes a document or is listed with the reason why not; nothing is keyed on slugs.
//!
//! 1. files are read, and put together by site, since WordPress splits exports
//! 2. [`decide`]: what an item is, and whether its text is imported
//! 3. [`Converter`], in parallel: texts → Markdown, with the language that is told
//! 4. [`Gatherer`]: addresses, slugs and groups are made sure to be each one's own

mod decide;
mod gather;
mod tell;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::Config;
use crate::content::{Comment, Document};
use crate::diag::Diagnostic;
use crate::import::html::{self, Change, Changed, Context};
use crate::import::item::{self, Export, Format, Item};
use crate::import::urls::Urls;
use crate::import::wordpress::languages::{Languages, TermPair, Told, normal};
use crate::import::wordpress::shortcodes::{self, Library};
use crate::import::{feeds, wordpress, xml};
use crate::lang::{self, Guess, Lang, tagged};
use crate::load::Inputs;
use crate::markdown::{self, Outline};
use crate::source::{SourceId, Span};

use decide::Decision;
use gather::Gatherer;

/// What was read of all exports.
#[derive(Debug, Default)]
pub struct Exports {
    /// Posts and pages, in the order of the files.
    pub documents: Vec<Document>,
    /// All the rest.
    pub report: ExportReport,
}

/// What became of an export's items beside the documents.
#[derive(Clone, Debug, Default)]
pub struct ExportReport {
    /// The files.
    pub files: Vec<SourceId>,
    /// How many items they hold.
    pub items: usize,
    /// Items that are no document.
    pub left_out: Vec<LeftOut>,
    /// What is not as it was in a document.
    pub changes: Vec<ItemChange>,
    /// Attached files.
    pub media: Vec<Media>,
    /// Comments that are not imported, by reason.
    pub comments_left_out: BTreeMap<&'static str, usize>,
    /// Categories and tags that translate each other.
    pub term_pairs: Vec<TermPair>,
}

/// An item that is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it begins.
    pub place: Span,
    /// Its number.
    pub id: String,
    /// What it is: `attachment`, `nav_menu_item`…
    pub what: String,
    /// Its title, as text.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// What is not as it was in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Where the item begins.
    pub place: Span,
    /// What became of it, and of what.
    pub change: Change,
}

/// An attached file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// The item's number.
    pub id: String,
    /// Where it was.
    pub url: String,
    /// Where documents have it, from the site's root; the whole address, where it is another site's.
    pub url_path: String,
    /// Its title.
    pub title: String,
    /// Its words for those who cannot see it.
    pub alt: String,
    /// Its caption.
    pub caption: String,
}

/// Reads all exports; their texts become sources of their own.
pub fn read(inputs: &mut Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Exports {
    let files = inputs.exports.clone();
    let alone = inputs.posts.is_empty() && inputs.archives.is_empty() && files.len() == 1;
    let read: Vec<_> = files
        .par_iter()
        .map(|id| (*id, read_file(&inputs.sources.get(*id).text)))
        .collect();
    let mut sites: Vec<(String, Vec<(SourceId, Export)>)> = Vec::new();
    let mut exports = Exports::default();
    for (file, read) in read {
        match read {
            Err(root) => diagnostics.push(tell::no_export(file, root.as_deref(), alone)),
            Ok(mut export) => {
                tell::flaws(file, &mut export, &inputs.sources, diagnostics);
                exports.report.files.push(file);
                exports.report.items += export.items.len();
                let key = site_key(&export);
                match sites.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, files)) => files.push((file, export)),
                    None => sites.push((key, vec![(file, export)])),
                }
            }
        }
    }
    let several = sites.len() > 1;
    for (key, files) in sites {
        let group_suffix = if several {
            format!("@{key}")
        } else {
            String::new()
        };
        read_site(
            files,
            &group_suffix,
            inputs,
            config,
            &mut exports,
            diagnostics,
        );
    }
    exports
}

/// Reads a file; `None` where it is neither WXR nor a feed, with the name of its first element, if it has one.
fn read_file(text: &str) -> Result<Export, Option<String>> {
    match xml::root(text).as_deref() {
        Some("rss" | "rdf:RDF" | "channel") if wordpress::is_wxr(text) => Ok(wordpress::read(text)),
        Some("rss" | "rdf:RDF" | "channel" | "atom:feed") => Ok(feeds::read(text)),
        other => Err(other.map(str::to_owned)),
    }
}

/// The scheme and host of an address.
fn host_of(address: &str) -> &str {
    let after = address.find("://").map_or(0, |at| at + 3);
    let end = address[after..]
        .find('/')
        .map_or(address.len(), |at| after + at);
    &address[..end]
}

/// What files of one site share.
fn site_key(export: &Export) -> String {
    let address = export.base_url.trim_end_matches('/');
    let address = if export.format == Format::Wxr {
        address
    } else {
        host_of(address)
    };
    address
        .split_once("://")
        .map_or(address, |(_, rest)| rest)
        .trim_start_matches("www.")
        .to_lowercase()
}

/// What a text needs to be converted.
struct Converter<'a> {
    config: &'a Config,
    urls: &'a Urls,
    library: &'a Library<'a>,
    languages: &'a Languages<'a>,
}

/// An item's text in one language, converted.
struct Version {
    /// The language that its marks told, where it had marks.
    tag: Option<String>,
    title: String,
    excerpt: String,
    markdown: String,
    outline: Outline,
    lang: Told,
    guess: Option<Guess>,
}

/// An item, converted.
struct Converted {
    file: SourceId,
    item: Item,
    decision: Decision,
    versions: Vec<Version>,
    changes: Vec<Change>,
    comments: Vec<Comment>,
    comments_left_out: BTreeMap<&'static str, usize>,
}

fn read_site(
    mut files: Vec<(SourceId, Export)>,
    group_suffix: &str,
    inputs: &mut Inputs,
    config: &Config,
    exports: &mut Exports,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let items: Vec<(SourceId, Item)> = files
        .iter_mut()
        .flat_map(|(file, export)| {
            std::mem::take(&mut export.items)
                .into_iter()
                .map(|item| (*file, item))
        })
        .collect();
    let all: Vec<&Export> = files.iter().map(|(_, export)| export).collect();
    let Some(first) = all.first() else { return };
    // A feed's address may be one language's home (`/en/`), and its items stand on the whole host.
    let whole_host = first.format != Format::Wxr;
    let mut urls = Urls::new(
        if whole_host {
            host_of(&first.base_url)
        } else {
            &first.base_url
        },
        &first.site_url,
    );
    let decisions = decide::all(&items);
    let (mut texts, mut files_of_site) = (Vec::new(), Vec::new());
    let languages = Languages::new(&all);
    tell::missing_translations(&languages, &items, diagnostics);
    for ((file, item), decision) in items.into_iter().zip(decisions) {
        if item.kind == "attachment" {
            let url_path = urls.add_file(&item.id, &item.attachment_url);
            exports.report.media.push(media(&item, url_path));
        }
        match decision {
            Decision::LeftOut(reason) => {
                exports.report.left_out.push(left_out(file, &item, reason));
                files_of_site.push(item);
            }
            decision => texts.push((file, item, decision)),
        }
    }
    let library = Library::new(&files_of_site);
    let converter = Converter {
        config,
        urls: &urls,
        library: &library,
        languages: &languages,
    };
    let converted: Vec<Converted> = texts
        .into_par_iter()
        .map(|(file, item, decision)| converter.convert(file, item, decision))
        .collect();
    let mut gatherer = Gatherer::new(config, &urls, &all, group_suffix, exports);
    gatherer.gather(converted, &mut inputs.sources, diagnostics);
    exports
        .report
        .term_pairs
        .extend(wordpress::languages::term_pairs(&all));
}

fn media(item: &Item, url_path: String) -> Media {
    Media {
        id: item.id.clone(),
        url: item.attachment_url.clone(),
        url_path,
        title: html::plain(&item.title),
        alt: item
            .meta("_wp_attachment_image_alt")
            .map(html::plain)
            .unwrap_or_default(),
        caption: html::plain(&item.excerpt),
    }
}

/// Where a finding about an item points: the beginning of its first tag, not its many lines.
fn place(file: SourceId, item: &Item) -> Span {
    Span::new(
        file,
        item.range.start..(item.range.start + "<item".len()).min(item.range.end),
    )
}

fn left_out(file: SourceId, item: &Item, reason: String) -> LeftOut {
    LeftOut {
        place: place(file, item),
        id: item.id.clone(),
        what: item.kind.clone(),
        title: html::plain(&item.title),
        reason,
    }
}

impl Converter<'_> {
    fn convert(&self, file: SourceId, mut item: Item, decision: Decision) -> Converted {
        let told = self.languages.told(&item, &self.urls.local(&item.link));
        let mut changes = Vec::new();
        let page = self.urls.local(&item.link);
        let content = std::mem::take(&mut item.content);
        let versions = self.versions(&item, &content);
        let versions = versions.into_iter().map(|(tag, title, content, excerpt)| {
            let expanded = shortcodes::expand(&content, &item, self.library);
            changes.extend(expanded.changes);
            let context = Context {
                urls: self.urls,
                page: &page,
                lines: expanded.lines,
                html: true,
            };
            let converted = html::convert(&expanded.html, context);
            changes.extend(converted.changes);
            let lang = match &tag {
                Some(tag) => Told {
                    codes: vec![normal(tag)],
                    group: Some(format!("qtranslate_{}", item.id)),
                    address: None,
                },
                None => told.clone(),
            };
            let outline = markdown::outline(&converted.markdown);
            let guess = if lang.codes.is_empty() {
                self.guess(&title, &outline)
            } else {
                None
            };
            Version {
                tag,
                title: html::plain(&title),
                excerpt: html::plain(&excerpt),
                markdown: converted.markdown,
                outline,
                lang,
                guess,
            }
        });
        let versions = versions.collect();
        if item.summary {
            changes.push(Change {
                kind: Changed::Summary,
                what: item.link.clone(),
            });
        }
        changes.sort();
        changes.dedup();
        let (comments, comments_left_out) = self.comments(std::mem::take(&mut item.comments));
        Converted {
            file,
            item,
            decision,
            versions,
            changes,
            comments,
            comments_left_out,
        }
    }

    /// Title, text and excerpt in each language that qTranslate's marks tell; without marks, one version.
    fn versions(
        &self,
        item: &Item,
        content: &str,
    ) -> Vec<(Option<String>, String, String, String)> {
        let parts = [item.title.as_str(), content, item.excerpt.as_str()].map(tagged::split);
        let mut codes: Vec<String> = Vec::new();
        // The text tells which languages there are; a title may be translated where the text is not.
        let telling = if parts[1].is_some() {
            &parts[1..2]
        } else {
            &parts[..]
        };
        for (code, _) in telling.iter().flatten().flatten() {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        if codes.is_empty() {
            return vec![(
                None,
                item.title.clone(),
                content.to_owned(),
                item.excerpt.clone(),
            )];
        }
        let [titles, contents, excerpts] = &parts;
        let versions = codes.iter().map(|code| {
            (
                Some(code.clone()),
                version_of(titles, code, &item.title),
                version_of(contents, code, content),
                version_of(excerpts, code, &item.excerpt),
            )
        });
        versions.collect()
    }

    fn guess(&self, title: &str, outline: &Outline) -> Option<Guess> {
        let mut words = title.to_owned();
        for (_, text) in &outline.blocks {
            words.push('\n');
            words.push_str(text);
            // A page of text is enough to know a language by.
            if words.len() > 8_000 {
                break;
            }
        }
        lang::detect(&words, &self.config.codes())
    }

    /// Those that readers saw, in the order of time; the others are counted.
    fn comments(
        &self,
        comments: Vec<item::Comment>,
    ) -> (Vec<Comment>, BTreeMap<&'static str, usize>) {
        let (mut kept, mut left_out) = (Vec::new(), BTreeMap::new());
        for comment in comments {
            let pingback = matches!(comment.kind.as_str(), "pingback" | "trackback");
            let reason = match comment.approved.as_str() {
                "spam" => Some("spam"),
                "trash" | "post-trashed" => Some("in the trash"),
                "1" | "approve" if pingback || matches!(comment.kind.as_str(), "" | "comment") => {
                    None
                }
                "1" | "approve" => Some("a plugin's, no reader's"),
                _ => Some("never approved"),
            };
            match reason {
                Some(reason) => *left_out.entry(reason).or_default() += 1,
                None => match self.comment(comment, pingback) {
                    empty if empty.text.trim().is_empty() && !pingback => {
                        *left_out.entry("without words").or_default() += 1
                    }
                    comment => kept.push(comment),
                },
            }
        }
        kept.sort_by_key(|comment: &Comment| comment.date.map(|date| date.utc()));
        (kept, left_out)
    }

    fn comment(&self, comment: item::Comment, pingback: bool) -> Comment {
        let context = Context {
            urls: self.urls,
            page: "/",
            lines: true,
            html: false,
        };
        Comment {
            id: comment.id,
            reply_to: Some(comment.parent).filter(|parent| !parent.is_empty()),
            author: gather::without_address(html::plain(&comment.author)),
            url: Some(comment.url)
                .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            date: comment.date,
            pingback,
            text: html::convert(&comment.content, context).markdown,
        }
    }
}

/// A text's version in a language; a text without marks is every language's.
fn version_of(versions: &Option<Vec<(String, String)>>, code: &str, whole: &str) -> String {
    match versions {
        None => whole.to_owned(),
        Some(versions) => versions
            .iter()
            .find(|(known, _)| known == code)
            .or(versions.first())
            .map(|(_, text)| text.clone())
            .unwrap_or_default(),
    }
}

/// The language of the site that codes mean: the code itself, or its main language's.
fn site_language(config: &Config, codes: &[String]) -> Option<Lang> {
    let main = |code: &str| code.split('-').next().unwrap_or_default().to_lowercase();
    let same_main = |code: &String| {
        config
            .languages
            .iter()
            .find(|(_, known)| main(&known.code) == main(code))
            .map(|(lang, _)| lang)
    };
    codes
        .iter()
        .find_map(|code| config.lang(code))
        .or_else(|| codes.iter().find_map(|code| config.lang(&main(code))))
        .or_else(|| codes.iter().find_map(same_main))
}
