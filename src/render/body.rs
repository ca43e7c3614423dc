//! A post's text as HTML, once, for its page and for every list it stands in.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use rayon::prelude::*;

use super::pictures::Cover;
use super::shortcodes::Shortcodes;
use super::template::Templates;
use super::unpaired;
use crate::archive::{ArchiveBlock, ArchiveBlockKind, ArchiveBody, BodyPart, LostImage};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::lang::passages::PassageFinder;
use crate::lang::strings::Strings;
use crate::lang::{ByLang, Lang};
use crate::markdown::{
    self, Call, Foreign, Mistake, NoteWords, Passes, Rendered, Twice, Typography,
};
use crate::model::Format;
use crate::model::{Post, PostId, Site};
use crate::plan::LinkTargets;
use crate::source::{Sources, Span};
use crate::text::titles;
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

    /// All of them, to be changed.
    pub fn all_mut(&mut self) -> &mut [Rendered] {
        &mut self.texts
    }

    /// The pictures that stand for posts.
    pub fn covers(&self) -> impl Iterator<Item = &Cover> {
        self.covers.iter().flatten()
    }

    /// The same, to be measured.
    pub fn covers_mut(&mut self) -> impl Iterator<Item = &mut Cover> {
        self.covers.iter_mut().flatten()
    }

    /// The picture that stands for a post.
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

/// What bodies are made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// What is published.
    pub site: &'a Site,
    /// Where its links lead.
    pub targets: &'a LinkTargets,
    /// The texts.
    pub sources: &'a Sources,
    /// The settings.
    pub config: &'a Config,
    /// The interface words.
    pub strings: &'a ByLang<Strings>,
    /// For shortcodes.
    pub templates: &'a Templates,
}

/// Renders all posts.
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
    let body = |id: PostId| {
        let lang = site.post(id).lang;
        body(basis, id, &shortcodes, &notes[lang], &|texts| {
            foreign(lang, texts)
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
) -> (Rendered, Vec<Diagnostic>) {
    let post = basis.site.post(id);
    let place = |range: &Range<usize>| place(post, range);
    let call_place = |call: &Call| place(&call.range);
    let of_text = shortcodes.of_text(post.lang, &call_place);
    let target = |to: &str| basis.targets.get(id, to).cloned();
    let hreflang = |to: &str| basis.config.other_language(to, post.lang);
    let style = |code: &str| {
        let main = code.split(['-', '_']).next().unwrap_or(code);
        let lang = basis.config.lang(code).or_else(|| basis.config.lang(main));
        lang.map_or(Style::OFF, |lang| basis.config.languages[lang].style)
    };
    let typography = Some(Typography {
        own: unpaired::style(post, basis.config),
        of: &style,
    });
    let caption = |text: &str| {
        markdown::line(
            text,
            Passes {
                foreign: Some(foreign),
                typography,
                ..Passes::default()
            },
        )
    };
    let component = |call: &Call, body: Option<&str>| {
        of_text.html(call, body, &caption, unpaired::style(post, basis.config))
    };
    let passes = Passes {
        opening: post.front.excerpt.as_deref(),
        foreign: Some(foreign),
        typography,
        component: Some(&component),
        hreflang: Some(&hreflang),
        notes: Some(notes),
        highlight: basis.config.highlight,
        ..Passes::default()
    };
    let mut rendered = match &post.body.format {
        Format::Markdown => {
            let text = post.body.text.read(basis.sources);
            markdown::render(
                &text,
                Passes {
                    rewrite: Some(&target),
                    ..passes
                },
            )
        }
        // Only images lead anywhere; they are resolved as they are made.
        Format::Archive(body) => markdown::render_events(events(body, target).into_iter(), passes),
    };
    let told = |mistake: Mistake| {
        Diagnostic::error(Code::Shortcode, mistake.message)
            .at(place(&mistake.range))
            .help(mistake.help)
    };
    let mut diagnostics: Vec<Diagnostic> = std::mem::take(&mut rendered.mistakes)
        .into_iter()
        .map(told)
        .collect();
    diagnostics.extend(of_text.diagnostics());
    diagnostics.extend(
        std::mem::take(&mut rendered.twice)
            .into_iter()
            .map(|twice| told_twice(&twice, place)),
    );
    diagnostics.extend(unpaired::tell(post, &rendered.unpaired, basis.sources));
    (rendered, diagnostics)
}

fn told_twice(twice: &Twice, place: impl Fn(&Range<usize>) -> Span) -> Diagnostic {
    let message = format!(
        "the id `{}` stands twice in this text: links lead to the first",
        twice.id
    );
    let finding = Diagnostic::warning(Code::Id, message)
        .at(place(&twice.again))
        .help("give one of them another id");
    finding.label(place(&twice.first), "here it stands first".to_owned())
}

/// Where a part of a post's text stands in its file.
fn place(post: &Post, range: &Range<usize>) -> Span {
    match &post.body.format {
        Format::Markdown => post.body.text.place(range),
        Format::Archive(_) => post.place,
    }
}

/// An archive's blocks, as the parser would give them; their text is no Markdown.
fn events(body: &ArchiveBody, image: impl Fn(&str) -> Option<String>) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    let mut list: Option<Option<u64>> = None;
    for shown in body.body_parts(|name| image(name).is_some()) {
        let own_list = match &shown {
            BodyPart::Block(block, _) => {
                (block.kind == ArchiveBlockKind::Item).then(|| block.number.map(u64::from))
            }
            BodyPart::Image(_) => None,
        };
        // An unnumbered item after numbered ones begins another list, and the other way round.
        if list.is_some() && list.map(|l| l.is_some()) != own_list.map(|l| l.is_some()) {
            events.push(Event::End(TagEnd::List(list.flatten().is_some())));
            list = None;
        }
        if let (None, Some(start)) = (list, own_list) {
            events.push(Event::Start(Tag::List(start)));
            list = Some(start);
        }
        match shown {
            BodyPart::Block(block, words) => push_block(&mut events, block, &words),
            BodyPart::Image(shown) => {
                push_image(&mut events, shown, image(shown.name).unwrap_or_default())
            }
        }
    }
    if let Some(start) = list {
        events.push(Event::End(TagEnd::List(start.is_some())));
    }
    events
}

/// An image in a paragraph of its own; its caption is its title and, as nothing else describes it, its alternative text.
fn push_image(events: &mut Vec<Event<'static>>, image: LostImage, url: String) {
    let caption = titles::tidy(image.caption.unwrap_or_default());
    let tag = Tag::Image {
        link_type: LinkType::Inline,
        dest_url: url.into(),
        title: caption.clone().into(),
        id: "".into(),
    };
    let end = tag.to_end();
    events.extend([
        Event::Start(Tag::Paragraph),
        Event::Start(tag),
        Event::Text(caption.into()),
        Event::End(end),
    ]);
    events.push(Event::End(TagEnd::Paragraph));
}

fn push_block(events: &mut Vec<Event<'static>>, block: &ArchiveBlock, words: &str) {
    let is_heading = matches!(block.kind, ArchiveBlockKind::H2 | ArchiveBlockKind::H3);
    let (number, words) = if is_heading {
        numbered(words)
    } else {
        (None, words)
    };
    // A heading's own number is a list's: it is shown by the style sheet, and stays out of anchors and contents.
    let attrs = number
        .map(|number| ("data-number".into(), Some(number.to_owned().into())))
        .into_iter()
        .collect();
    let heading = |level| Tag::Heading {
        level,
        id: None,
        classes: Vec::new(),
        attrs,
    };
    let tags = match block.kind {
        ArchiveBlockKind::Title | ArchiveBlockKind::H2 => vec![heading(HeadingLevel::H2)],
        ArchiveBlockKind::H3 => vec![heading(HeadingLevel::H3)],
        ArchiveBlockKind::Item => vec![Tag::Item],
        ArchiveBlockKind::Quote => vec![Tag::BlockQuote(None), Tag::Paragraph],
        ArchiveBlockKind::Url | ArchiveBlockKind::Para => vec![Tag::Paragraph],
    };
    events.extend(tags.iter().cloned().map(Event::Start));
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            events.push(Event::HardBreak);
        }
        events.push(Event::Text(CowStr::from(titles::tidy(line))));
    }
    events.extend(tags.iter().rev().map(|tag| Event::End(tag.to_end())));
}

/// "2. Title" → its number and its words.
fn numbered(words: &str) -> (Option<&str>, &str) {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let marker = words[digits..].starts_with(['.', ')'])
        && words[digits + 1..].starts_with(char::is_whitespace);
    match digits {
        1..=3 if marker => (Some(&words[..=digits]), words[digits + 1..].trim_start()),
        _ => (None, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::LostContent;

    fn block(
        kind: ArchiveBlockKind,
        first: usize,
        text: &str,
        number: Option<u32>,
    ) -> ArchiveBlock {
        ArchiveBlock {
            kind,
            first,
            last: first,
            text: text.into(),
            number,
        }
    }

    fn check(
        blocks: Vec<ArchiveBlock>,
        truncated: bool,
        lost: Vec<(usize, LostContent)>,
        expected: &str,
    ) {
        let body = ArchiveBody {
            blocks,
            truncated,
            lost,
        };
        let image = |name: &str| (name == "jardin").then(|| "/media/jardin.jpg".to_owned());
        let rendered = markdown::render_events(events(&body, image).into_iter(), Passes::default());
        assert_eq!(rendered.html.replace('\n', ""), expected);
    }

    #[test]
    fn blocks_become_html_and_their_text_is_no_markdown() {
        check(
            vec![
                block(ArchiveBlockKind::Title, 1, "T", None),
                block(ArchiveBlockKind::H2, 2, "1. Un  titre", None),
                block(ArchiveBlockKind::Para, 3, "a *b* <c>\nd", None),
                block(ArchiveBlockKind::Item, 4, "x", None),
                block(ArchiveBlockKind::Item, 5, "y", Some(3)),
                block(ArchiveBlockKind::Item, 6, "z", Some(4)),
                block(ArchiveBlockKind::Quote, 7, "« q »", None),
                block(ArchiveBlockKind::Url, 8, "https://a.org", None),
            ],
            false,
            Vec::new(),
            "<h2 id=\"un-titre\" data-number=\"1.\">Un titre</h2><p>a *b* &lt;c&gt;<br />d</p><ul><li>x</li></ul><ol start=\"3\"><li>y</li><li>z</li></ol>\
             <blockquote><p>« q »</p></blockquote><p><a href=\"https://a.org\">https://a.org</a></p>",
        );
    }

    #[test]
    fn a_truncated_post_breaks_off_and_a_lost_picture_leaves_no_hole() {
        check(
            vec![block(
                ArchiveBlockKind::Para,
                1,
                "pour leur incroyable",
                None,
            )],
            true,
            Vec::new(),
            "<p>pour leur incroyable…</p>",
        );
        check(
            vec![block(ArchiveBlockKind::Para, 1, "Il dort.", None)],
            true,
            Vec::new(),
            "<p>Il dort. …</p>",
        );
        check(
            vec![block(ArchiveBlockKind::Para, 1, "Il dort…", None)],
            true,
            Vec::new(),
            "<p>Il dort…</p>",
        );
        let lost = vec![(1, LostContent::Announced)];
        check(
            vec![
                block(ArchiveBlockKind::Para, 1, "Voici :", None),
                block(ArchiveBlockKind::Para, 2, "Fin.", None),
            ],
            false,
            lost,
            "<p>Voici.</p><p>Fin.</p>",
        );
    }

    #[test]
    fn an_image_found_again_stands_in_its_place() {
        let lost = |name: &str| {
            vec![
                (1, LostContent::Announced),
                (2, LostContent::Image(name.into())),
                (3, LostContent::Caption("Le jardin".into())),
            ]
        };
        let blocks = || {
            vec![
                block(ArchiveBlockKind::Para, 1, "Voici :", None),
                block(ArchiveBlockKind::Item, 4, "Fin.", None),
            ]
        };
        let found = "<p>Voici :</p><p><img src=\"/media/jardin.jpg\" alt=\"Le jardin\" title=\"Le jardin\" /></p><ul><li>Fin.</li></ul>";
        check(blocks(), false, lost("jardin"), found);
        check(
            blocks(),
            false,
            lost("autre"),
            "<p>Voici.</p><ul><li>Fin.</li></ul>",
        );
    }
}
