//! Plan → bytes. Each page is a pure function of its view and the templates, so pages are made in parallel.
//!
//! [`body`]: a post's text as HTML · [`bodies`]: those of all posts · [`shortcodes`]: what its text calls for · [`parallel`]: two posts side by side ·
//! [`theme`]: its style sheet · [`view`]: all that a template may see · [`template`]: Tera and its errors · [`feed`], [`sitemap`], [`rules`]: what is no
//! template · [`structured`]: JSON-LD · [`portable`]: texts for readers elsewhere · `search`: the index that readers search ·

mod archived;
pub mod bodies;
pub mod body;
mod contents;
mod cover;
mod feed;
pub mod parallel;
pub mod pictures;
mod portable;
mod rules;
#[cfg(feature = "search")]
pub mod search;
mod shortcodes;
mod sitemap;
mod structured;
pub mod template;
pub mod theme;
pub mod view;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::cache::{Digest, Digester, Memo};
use crate::config::Config;
use crate::config::kinds::Kind;
use crate::config::theme::PAGES;
use crate::diag::Diagnostic;
use crate::doc::Rendered;
use crate::lang::{ByLang, strings::Strings};
use crate::model::{PostId, Site};
use crate::plan::{LinkTargets, Page, Plan, Route};
use crate::source::Sources;
use crate::text::colour::Colour;
use bodies::Bodies;
use body::Maker;
use template::Templates;

/// All that pages are made from.
pub struct Context<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub plan: &'a Plan,
    pub bodies: &'a Bodies,
    /// Translations that readers are told are behind, and their originals.
    pub behind: &'a BTreeMap<PostId, PostId>,
    pub strings: &'a ByLang<Strings>,
    pub templates: &'a Templates,
    /// The path of each language's card, which stands for pages without a picture.
    pub cards: &'a ByLang<Option<String>>,
    /// What is remembered of earlier builds.
    pub memo: &'a Memo,
    pub targets: &'a LinkTargets,
    pub sources: &'a Sources,
}

impl<'a> Context<'a> {
    /// The whole text of a post.
    fn text(&self, id: PostId) -> Cow<'a, Rendered> {
        let basis = body::Basis {
            site: self.site,
            targets: self.targets,
            sources: self.sources,
            config: self.config,
            strings: self.strings,
            templates: self.templates,
            memo: self.memo,
        };
        self.bodies
            .text(id, self.memo, || Maker::new(basis).text(id))
    }
}

/// What takes pages as they are made.
pub trait Sink: Sync {
    type Error: Send;

    /// Whether the page of a route, filled with what has this digest, is there already; then it is not made.
    fn keeps(&self, route: &Route, of: Digest) -> bool;

    /// Takes a page; of one that a template makes, with the digest of what it was filled with.
    fn put(&self, route: &Route, of: Option<Digest>, bytes: Vec<u8>) -> Result<(), Self::Error>;
}

/// A page that was made, and the digest of what it was filled with.
type MadePage = (Option<Digest>, String);

/// Makes a page, unless the sink keeps it.
fn page<'v>(
    context: &Context,
    views: &'v view::Views<'v>,
    route: &Route,
    sink: &impl Sink,
) -> Result<Option<MadePage>, Box<Diagnostic>> {
    let made = |text| Ok(Some((None, text)));
    match &route.page {
        Page::Root => fill(context, route, &views.root(route), sink),
        Page::NotFound(lang) => fill(context, route, &views.not_found(route, *lang), sink),
        Page::List(id, lang, number) => {
            let view = views.list(route, *id, *lang, *number);
            fill(context, route, &view, sink)
        }
        Page::Terms(at, lang) => fill(context, route, &views.terms(route, *at, *lang), sink),
        Page::Years(lang) => fill(context, route, &views.years(route, *lang), sink),
        Page::OfLanguage(kind, lang) => match kind {
            Kind::Search => fill(context, route, &views.search(route, *lang), sink),
            _ => fill(context, route, &views.of_language(route, *lang), sink),
        },
        Page::Post(id) => fill(context, route, &views.post(route, *id), sink),
        Page::Parallel(a, b) => fill(context, route, &views.parallel(route, *a, *b), sink),
        Page::Redirect(target) => fill(context, route, &views.redirect(target), sink),
        Page::Feed(of, feed) => {
            let view = views.feed(route, *of, *feed);
            let of = Digester::new("feed").hash(feed).hash(&view).finish();
            unless_kept(route, of, sink, || Ok(feed::feed(&view, *feed)))
        }
        Page::Robots => made(robots(context)),
        Page::Manifest => made(manifest(context)),
        Page::OldAddresses => made(old_addresses(context)),
        Page::Rules(file) => made(rules::rules(context, *file)),
        Page::Sitemap(part) => made(sitemap::sitemap(context, *part)),
    }
}

/// Fills the template of the page's kind.
fn fill(
    context: &Context,
    route: &Route,
    view: &impl view::View,
    sink: &impl Sink,
) -> Result<Option<MadePage>, Box<Diagnostic>> {
    let template = route.page.kind().row().template.unwrap_or_default();
    let of = context.templates.digest_of(template, view);
    unless_kept(route, of, sink, || {
        context.templates.render(template, view, &route.path)
    })
}

/// Makes the page of a route from what has this digest, unless the sink keeps it.
fn unless_kept(
    route: &Route,
    of: Digest,
    sink: &impl Sink,
    make: impl FnOnce() -> Result<String, Box<Diagnostic>>,
) -> Result<Option<MadePage>, Box<Diagnostic>> {
    if sink.keeps(route, of) {
        return Ok(None);
    }
    Ok(Some((Some(of), make()?)))
}

/// Everything may be read, and the sitemap tells where it is (RFC 9309; sitemaps.org).
fn robots(context: &Context) -> String {
    let sitemap = context
        .config
        .outputs
        .makes("sitemap")
        .then(|| context.config.base.encoded_absolute("/sitemap.xml"));
    let sitemap = sitemap.map_or_else(String::new, |url| format!("\nSitemap: {url}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// The web application manifest (W3C, "Web Application Manifest"), for telephones that put the site among their programs.
fn manifest(context: &Context) -> String {
    let icon = |src| serde_json::json!({ "src": src, "sizes": "512x512", "type": "image/png" });
    let [light, _] = PAGES.map(Colour::hex);
    let manifest = serde_json::json!({
        "name": context.config.titles(),
        "start_url": context.config.base.encoded_path_of("/"),
        "display": "browser",
        "background_color": light,
        "theme_color": light,
        "icons": context.templates.asset("icon-512.png").map(icon).into_iter().collect::<Vec<_>>(),
    });
    format!("{manifest:#}\n")
}

/// The queries of old addresses and where they lead now, for the script of `/`.
fn old_addresses(context: &Context) -> String {
    let path = |target: &String| context.config.base.encoded_path_of(target);
    let map: BTreeMap<&str, String> = context
        .plan
        .queries
        .iter()
        .map(|(query, target)| (query.as_str(), path(target)))
        .collect();
    serde_json::to_string(&map).unwrap_or_default()
}

/// Renders every page and hands each to `sink` as it is made; diagnostics come back in the order of the routes.
pub fn pages<S: Sink>(
    context: &Context,
    sink: &S,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), S::Error> {
    if !context.templates.whole {
        return Ok(());
    }
    let links = view::Links::new(context);
    let views = view::Views::new(context, &links);
    let results: Vec<Result<Option<Box<Diagnostic>>, S::Error>> = context
        .plan
        .routes
        .par_iter()
        .map(|route| match page(context, &views, route, sink) {
            Ok(None) => Ok(None),
            Ok(Some((of, text))) => sink.put(route, of, text.into_bytes()).map(|()| None),
            Err(diagnostic) => Ok(Some(diagnostic)),
        })
        .collect();
    for result in results {
        if let Some(diagnostic) = result? {
            // One broken line of a template breaks every page it is on: it is reported once, for the first of them.
            let is_known = diagnostics
                .iter()
                .any(|other| other.span == diagnostic.span && other.message == diagnostic.message);
            if !is_known {
                diagnostics.push(*diagnostic);
            }
        }
    }
    Ok(())
}
