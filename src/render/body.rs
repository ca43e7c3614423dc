//! A post's text as HTML, once, for its page and for every list it stands in.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::archived;
use super::cover::Cover;
use super::shortcodes::Shortcodes;
use super::template::Templates;
use crate::cache::{Digest, Digester, Memo};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Call, Foreign, Mistake, NoteWords, Passes, Rendered, Typography};
use crate::lang::passages::PassageFinder;
use crate::lang::strings::Strings;
use crate::lang::{ByLang, Lang};
use crate::model::{Body, Format, PostId, Site};
use crate::plan::LinkTargets;
use crate::source::{SourceId, Sources};
use crate::text::typography::Style;

/// The texts of all posts, by their ids.
pub struct Bodies {
    texts: Vec<Rendered>,
    /// The picture that stands for each where others link to it.
    covers: Vec<Option<Cover>>,
}

impl Bodies {
    /// All of them, in no order that means anything.
    pub fn all(&self) -> &[Rendered] {
        &self.texts
    }

    pub fn all_mut(&mut self) -> &mut [Rendered] {
        &mut self.texts
    }

    /// The pictures that stand for posts.
    pub fn covers(&self) -> impl Iterator<Item = &Cover> {
        self.covers.iter().flatten()
    }

    pub fn covers_mut(&mut self) -> impl Iterator<Item = &mut Cover> {
        self.covers.iter_mut().flatten()
    }

    pub fn cover(&self, id: PostId) -> Option<&Cover> {
        self.covers[id.0].as_ref()
    }
}

impl std::ops::Index<PostId> for Bodies {
    type Output = Rendered;

    fn index(&self, id: PostId) -> &Rendered {
        &self.texts[id.0]
    }
}

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
    let codes = config.codes();
    let readers = ByLang::from_fn(codes.len(), |lang| {
        PassageFinder::new(&codes, lang.0 as usize)
    });
    let foreign = |lang: Lang, texts: &[&str]| -> Vec<Vec<(Range<usize>, String)>> {
        let passages = readers[lang].passages(texts).into_iter();
        passages
            .map(|of_leaf| {
                of_leaf
                    .into_iter()
                    .map(|p| (p.range, codes[p.language].to_owned()))
                    .collect()
            })
            .collect()
    };
    let shortcodes = Shortcodes::new(basis.templates, config, basis.strings);
    let notes = ByLang::from_fn(codes.len(), |lang| note_words(&basis.strings[lang]));
    let around = Digester::new("around bodies")
        .value(config)
        .value(basis.strings);
    let around = around.finish();
    let archives = archive_digests(basis);
    let body = |id: PostId| {
        let post = site.post(id);
        let of = digest(basis, id, around, archives.get(&post.place.source));
        remembered(basis, of, || {
            let notes = &notes[post.lang];
            let foreign = |texts: &[&str]| foreign(post.lang, texts);
            body(basis, id, &shortcodes, notes, &foreign)
        })
    };
    let ids: Vec<PostId> = site.ids().collect();
    let (bodies, findings): (Vec<Rendered>, Vec<Vec<Diagnostic>>) =
        ids.into_par_iter().map(body).unzip();
    diagnostics.extend(findings.into_iter().flatten());
    let cover = |(id, text): (PostId, &Rendered)| {
        let own = site.post(id).front.cover();
        Cover::of(
            &text.html,
            own.and_then(|image| basis.targets.get(id, image))
                .map(String::as_str),
        )
    };
    let covers = site.ids().zip(&bodies).map(cover).collect();
    Bodies {
        texts: bodies,
        covers,
    }
}

/// The digest of all that a body is made of, but for the templates of its shortcodes.
fn digest(basis: Basis, id: PostId, around: Digest, archive: Option<&Digest>) -> Digest {
    let post = basis.site.post(id);
    let digester = Digester::new("body")
        .digest(around)
        .value(&post.lang)
        .value(&post.front.typography)
        .value(&post.front.excerpt);
    let digester = digester.texts(basis.targets.of(id));
    let digester = match &post.body.format {
        Format::Markdown => digester.text(&post.body.text.read(basis.sources)),
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

/// A body, remembered or made. One in which templates made something is remembered for these templates; one with something to report is
/// made again.
fn remembered(
    basis: Basis,
    of: Digest,
    make: impl FnOnce() -> Made,
) -> (Rendered, Vec<Diagnostic>) {
    let of_templates = Digester::new("body of templates")
        .digest(of)
        .digest(basis.templates.digest)
        .finish();
    let known = basis.memo.find(of);
    if let Some(rendered) = known.or_else(|| basis.memo.find(of_templates)) {
        return (rendered, Vec::new());
    }
    let made = make();
    if made.diagnostics.is_empty() {
        let of = if made.has_shortcodes {
            of_templates
        } else {
            of
        };
        basis.memo.put(of, &made.rendered);
    }
    (made.rendered, made.diagnostics)
}

/// A body that was made.
struct Made {
    rendered: Rendered,
    diagnostics: Vec<Diagnostic>,
    has_shortcodes: bool,
}

fn note_words(strings: &Strings) -> NoteWords {
    let word = |key: &str| strings.get(key).to_owned();
    NoteWords {
        notes: word("notes"),
        note: word("note"),
        back: word("note_back"),
        back_again: word("note_back_again"),
        tasks: [word("to_do"), word("done")],
    }
}

fn body(
    basis: Basis,
    id: PostId,
    shortcodes: &Shortcodes,
    notes: &NoteWords,
    foreign: Foreign,
) -> Made {
    let post = basis.site.post(id);
    let call_place = |call: &Call| post.body.place(&call.range);
    let of_text = shortcodes.of_text(post.lang, &call_place);
    let target = |to: &str| basis.targets.get(id, to).cloned();
    let hreflang = |to: &str| basis.config.other_language(to, post.lang);
    let style = |code: &str| style_of(basis.config, code);
    let typography = Some(Typography {
        own: post.style(basis.config),
        of: &style,
    });
    let of_caption = Passes {
        foreign: Some(foreign),
        typography,
        ..Passes::default()
    };
    let caption = |text: &str| doc::line(text, of_caption);
    let has_shortcodes = Cell::new(false);
    let component = |call: &Call, body: Option<&str>| {
        has_shortcodes.set(true);
        of_text.html(call, body, &caption, post.style(basis.config))
    };
    let passes = Passes {
        opening: post.front.excerpt.as_deref(),
        component: Some(&component),
        hreflang: Some(&hreflang),
        notes: Some(notes),
        highlight: basis.config.highlight,
        ..of_caption
    };
    let rewriting = Passes {
        rewrite: Some(&target),
        ..passes
    };
    let mut rendered = match &post.body.format {
        Format::Markdown => doc::render(&post.body.text.read(basis.sources), rewriting),
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
