//! A post's text as HTML, once, for its page and for every list it stands in.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::archived;
use super::bodies::{Bodies, Facts};
use super::cover::Cover;
use super::shortcodes::Shortcodes;
use super::template::Templates;
use crate::cache::{Digest, Digester, Memo};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Call, Mistake, NoteWords, Passes, Rendered, Typography};
use crate::lang::passages::PassageFinder;
use crate::lang::strings::Strings;
use crate::lang::{ByLang, Lang};
use crate::model::{Body, Format, PostId, Site};
use crate::plan::LinkTargets;
use crate::source::{SourceId, Sources};
use crate::text::typography::Style;

#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub site: &'a Site,
    pub targets: &'a LinkTargets,
    pub sources: &'a Sources,
    pub config: &'a Config,
    pub strings: &'a ByLang<Strings>,
    /// For shortcodes.
    pub templates: &'a Templates,
    /// What is remembered of earlier builds.
    pub memo: &'a Memo,
}

pub fn bodies(basis: Basis, diagnostics: &mut Vec<Diagnostic>) -> Bodies {
    let Basis { site, config, .. } = basis;
    let maker = Maker::new(basis);
    let around = Digester::new("around bodies")
        .value(config)
        .value(basis.strings);
    let around = around.finish();
    let archives = archive_digests(basis);
    let body = |id: PostId| {
        let of = digest(basis, id, around, archives.get(&site.post(id).place.source));
        remembered(&maker, of, id)
    };
    let ids: Vec<PostId> = site.ids().collect();
    let made: Vec<Remembered> = ids.into_par_iter().map(body).collect();
    let mut bodies = Bodies::default();
    for (id, body) in site.ids().zip(made) {
        let own = site.post(id).front.cover();
        let own = own.and_then(|image| Some(basis.targets.get(id, image)?.as_str()));
        let cover = Cover::of(&body.facts.images, own);
        bodies.push(body.facts, body.of, body.kept, cover);
        diagnostics.extend(body.diagnostics);
    }
    bodies
}

/// Makes bodies.
pub struct Maker<'a> {
    basis: Basis<'a>,
    codes: Vec<&'a str>,
    finders: ByLang<PassageFinder>,
    shortcodes: Shortcodes<'a>,
    notes: ByLang<NoteWords>,
}

impl<'a> Maker<'a> {
    pub fn new(basis: Basis<'a>) -> Self {
        let codes = basis.config.codes();
        let finder = |lang: Lang| PassageFinder::new(&codes, lang.0.into());
        Self {
            basis,
            finders: ByLang::from_fn(codes.len(), finder),
            shortcodes: Shortcodes::new(basis.templates, basis.config, basis.strings),
            notes: ByLang::from_fn(codes.len(), |lang| {
                note_words(codes[lang.0 as usize], &basis.strings[lang])
            }),
            codes,
        }
    }

    /// The text of a post.
    pub fn text(&self, id: PostId) -> Rendered {
        self.make(id).rendered
    }

    fn make(&self, id: PostId) -> Made {
        let basis = self.basis;
        let post = basis.site.post(id);
        let foreign = |texts: &[&str]| self.foreign(post.lang, texts);
        let call_place = |call: &Call| post.body.place(&call.range);
        let of_text = self.shortcodes.of_text(post.lang, &call_place);
        let target = |to: &str| basis.targets.get(id, to).cloned();
        let hreflang = |to: &str| basis.config.other_language(to, post.lang);
        let style = |code: &str| style_of(basis.config, code);
        let typography = Some(Typography {
            own: post.style(basis.config),
            of: &style,
        });
        let of_caption = Passes {
            rewrite: Some(&target),
            hreflang: Some(&hreflang),
            foreign: Some(&foreign),
            typography,
            extensions: post.body.extensions(),
            ..Passes::default()
        };
        let caption = |text: &str| doc::line(text, of_caption);
        let has_shortcodes = Cell::new(false);
        let component = |call: &Call, body: Option<&str>| {
            has_shortcodes.set(true);
            of_text.html(call, body, &caption, post.style(basis.config))
        };
        let passes = Passes {
            rewrite: None,
            opening: post.front.excerpt.as_deref(),
            component: Some(&component),
            notes: Some(&self.notes[post.lang]),
            highlight: basis.config.highlight,
            ..of_caption
        };
        let rewriting = Passes {
            rewrite: Some(&target),
            ..passes
        };
        let mut rendered = match &post.body.format {
            Format::Markdown(_) => doc::render(&post.body.text.read(basis.sources), rewriting),
            // Only images lead anywhere; they are resolved as they are made.
            Format::Archive(body) => {
                let source = basis.sources.get(post.place.source);
                doc::render_tree(archived::tree(body, source, target), &source.text, passes)
            }
        };
        let mistakes = std::mem::take(&mut rendered.mistakes).into_iter();
        let mistakes = mistakes.map(|mistake| wrong(mistake, &post.body));
        Made {
            rendered,
            diagnostics: mistakes.chain(of_text.diagnostics()).collect(),
            has_shortcodes: has_shortcodes.get(),
        }
    }

    fn foreign(&self, lang: Lang, texts: &[&str]) -> Vec<Vec<(Range<usize>, String)>> {
        let passages = self.finders[lang].passages(texts).into_iter();
        passages
            .map(|of_leaf| {
                of_leaf
                    .into_iter()
                    .map(|p| (p.range, self.codes[p.language].to_owned()))
                    .collect()
            })
            .collect()
    }
}

/// The digest of all that a body is made of, but for the templates of its shortcodes.
fn digest(basis: Basis, id: PostId, around: Digest, archive: Option<&Digest>) -> Digest {
    let post = basis.site.post(id);
    let digester = Digester::new("body")
        .digest(around)
        .value(&post.lang)
        .value(&post.front.typography)
        .value(&post.is_of_archive())
        .value(&post.front.excerpt);
    let digester = digester.texts(basis.targets.of(id));
    let digester = match &post.body.format {
        Format::Markdown(extensions) => digester
            .value(extensions)
            .text(&post.body.text.read(basis.sources)),
        // Its places are of the whole file.
        Format::Archive(body) => digester.value(body).value(&archive),
    };
    digester.finish()
}

/// The digest of each archive.
fn archive_digests(basis: Basis) -> BTreeMap<SourceId, Digest> {
    let posts = basis.site.posts.iter();
    let of_archives = posts.filter(|post| matches!(post.body.format, Format::Archive(_)));
    let sources: BTreeSet<SourceId> = of_archives.map(|post| post.place.source).collect();
    let digest = |source: SourceId| {
        let text = &basis.sources.get(source).text;
        (source, Digester::new("archive").text(text).finish())
    };
    sources.into_iter().map(digest).collect()
}

/// So many texts stay in memory; of a large site the others are read back where their pages are made.
const KEPT: usize = 2_000;

/// What is remembered of a body, or was made for it.
struct Remembered {
    /// Under which the whole text is remembered, if it is.
    of: Digest,
    facts: Facts,
    kept: Option<Rendered>,
    diagnostics: Vec<Diagnostic>,
}

/// A body, remembered or made. One in which templates made something is remembered for these templates; one with something to report is
/// made again.
fn remembered(maker: &Maker, of: Digest, id: PostId) -> Remembered {
    let Basis {
        memo, templates, ..
    } = maker.basis;
    let of_templates = Digester::new("body of templates")
        .digest(of)
        .digest(templates.digest)
        .finish();
    let facts_of = |of: Digest| Digester::new("facts").digest(of).finish();
    for of in [of, of_templates] {
        if let Some(facts) = memo.find(facts_of(of)) {
            memo.keep(of);
            return Remembered {
                of,
                facts,
                kept: None,
                diagnostics: Vec::new(),
            };
        }
    }
    let made = maker.make(id);
    let of = match made.has_shortcodes {
        true => of_templates,
        false => of,
    };
    let facts = Facts::of(&made.rendered);
    let is_remembered = made.diagnostics.is_empty();
    if is_remembered {
        memo.put(of, &made.rendered);
        memo.put(facts_of(of), &facts);
    }
    Remembered {
        of,
        facts,
        kept: Some(made.rendered).filter(|_| !is_remembered || id.0 < KEPT),
        diagnostics: made.diagnostics,
    }
}

/// A body that was made.
struct Made {
    rendered: Rendered,
    diagnostics: Vec<Diagnostic>,
    has_shortcodes: bool,
}

fn note_words(code: &str, strings: &Strings) -> NoteWords {
    let word = |key: &str| strings.get(key).to_owned();
    NoteWords {
        lang: code.to_owned(),
        notes: word("notes"),
        note: word("note"),
        back: word("note_back"),
        back_again: word("note_back_again"),
        tasks: [word("to_do"), word("done")],
        code: word("code"),
        table: word("table"),
        formula: word("formula"),
        alerts: doc::ALERTS.map(|kind| word(&format!("alert_{kind}"))),
    }
}

fn wrong(mistake: Mistake, body: &Body) -> Diagnostic {
    Diagnostic::error(Code::Shortcode, mistake.message)
        .at(body.place(&mistake.range))
        .help(mistake.help)
}

/// How a language sets its text, by its BCP 47 code: the site's own, else as its main language is.
fn style_of(config: &Config, code: &str) -> Style {
    let main = code.split(['-', '_']).next().unwrap_or(code);
    let lang = config.lang(code).or_else(|| config.lang(main));
    lang.map_or(Style::OFF, |lang| config.languages[lang].style)
}
