//! What must always hold, whatever the input.

use std::collections::{BTreeMap, BTreeSet};

use diptych::cache::Memo;
use diptych::config::Config;
use diptych::content;
use diptych::lang::{ByLang, Lang, strings::Strings};
use diptych::load::Inputs;
use diptych::model;
use diptych::plan::{self, Page};
use diptych::render::template::Templates;
use diptych::{doc, render};
use proptest::prelude::*;

/// Lines that look like what archives and posts are made of.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-ZÉ][a-zé’\u{a0} ]{3,60}[.?! ]{0,2}",
        3 => Just(String::new()),
        2 => "(Le|The|Un|A) [a-z ]{10,200}\\.( [A-Z][a-z, ]{10,90}\\.)?",
        1 => prop::sample::select(vec!["Publicités", "Lire la suite", "Share this:", "  • Twitter", "  • un point", "  1. one", "    suite", "+++", "---", "title = \"A\"", "lang = \"fr\"", "slug = \"a\"", "story = \"x\"", "date = 2014-05-01", "# T", "[a](b.md)", "![i](i.png)", "<!-- more -->", "[^1]", "[^1]: n", "Image via CrunchBase", "IMG_201Le texte", "«", "https://a.org/x"]).prop_map(str::to_owned),
        1 => "\\PC{0,80}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..40).prop_map(|lines| lines.join("\n"))
}

fn inputs(posts: &[String], archives: &[String]) -> Inputs {
    let mut inputs = Inputs::default();
    for (at, text) in posts.iter().enumerate() {
        let lang = ["fr", "en"][at % 2];
        inputs.posts.push(inputs.sources.add(
            format!("content/posts/p{}.{lang}.md", at / 2),
            text.as_str(),
        ));
    }
    for (at, text) in archives.iter().enumerate() {
        inputs.archives.push(
            inputs
                .sources
                .add(format!("content/archive/{at}.txt"), text.as_str()),
        );
    }
    inputs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_pipeline_holds_on_any_text(posts in prop::collection::vec(text(), 0..5), archives in prop::collection::vec(text(), 0..3)) {
        let inputs = inputs(&posts, &archives);
        let config = Config::outside_a_site();
        let mut found = Vec::new();
        let documents = content::parse(&inputs, &config, &Memo::default(), &mut found);
        let report = documents.archive;
        let strings = ByLang::from_fn(2, |_| Strings::default());
        let vocabulary = model::Vocabulary { declared: &Default::default(), strings: &strings };
        let memo = Memo::default();
        let basis = model::Basis { vocabulary: Some(vocabulary), ..model::Basis::of_import(&inputs.sources, &config, &memo) };
        let site = model::assemble(documents.list, basis, &mut found);

        // Every post is in exactly one story, and a story has one post a language.
        let mut seen = BTreeSet::new();
        for (at, story) in site.stories.iter().enumerate() {
            for id in story.versions() {
                prop_assert!(seen.insert(id));
                prop_assert_eq!(site.post(id).story.0, at);
                prop_assert_eq!(story.posts[site.post(id).lang], Some(id));
            }
        }
        prop_assert_eq!(seen.len(), site.posts.len());

        // Every non-blank line of an archive is in exactly one span, or dropped.
        let mut spans: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for post in &site.posts {
            for copy in post.archive.iter().flat_map(|facts| &facts.copies) {
                for line in copy.first..=copy.last {
                    *spans.entry((copy.file, line)).or_default() += 1;
                }
            }
        }
        prop_assert!(spans.values().all(|times| *times == 1), "spans overlap");
        let dropped: BTreeSet<(usize, usize)> = report.dropped.iter().filter(|d| d.text.is_none()).map(|d| (d.file, d.line)).collect();
        // A post that a Markdown file holds too is left out on purpose.
        if !found.iter().any(|finding| finding.code == diptych::diag::Code::Copy) {
            for (file, text) in archives.iter().enumerate() {
                for (at, line) in text.lines().enumerate() {
                    let place = (file, at + 1);
                    prop_assert!(line.trim().is_empty() || spans.contains_key(&place) || dropped.contains(&place), "line lost: {place:?} {line:?}");
                }
            }
        }

        // hreflang is the same on both sides, and every route's file is its own.
        let basis = plan::Basis { site: &site, config: &config, strings: &strings, assets: &[], sources: &inputs.sources, known: &[], private: &[] };
        let plan = plan::plan(basis, &mut found);
        let links = plan::links::resolve(&plan, basis);
        let by_path: BTreeMap<&str, &plan::Route> = plan.routes.iter().map(|route| (route.path.as_str(), route)).collect();
        for route in &plan.routes {
            for alternate in &route.alternates {
                prop_assert_eq!(&by_path[alternate.path.as_str()].alternates, &route.alternates);
            }
            prop_assert!(route.alternates.is_empty() || route.alternates.iter().any(|alternate| alternate.path == route.path));
            if let Page::Post(id) = route.page {
                let others = config.languages.langs().filter(|lang| *lang != site.post(id).lang).collect::<Vec<Lang>>();
                prop_assert_eq!(route.switch.iter().map(|switch| switch.lang).collect::<Vec<_>>(), others);
            }
        }

        // Bodies: an excerpt is well-formed and no longer than its limit, but for the author's own.
        let templates = Templates::compile(&[], &inputs.sources, Default::default(), &mut found);
        let basis = render::body::Basis { memo: &memo,
            site: &site,
            targets: &links.targets,
            sources: &inputs.sources,
            config: &config,
            strings: &strings,
            templates: &templates,
        };
        let bodies = render::body::bodies(basis, &mut found);
        for id in site.ids() {
            prop_assert!(balanced(&bodies[id].excerpt.html.text), "{}", bodies[id].excerpt.html.text);
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let site = crate::support::TestSite::new(&[]);
        for file in ["content/posts/a.md", "content/archive/a.txt", "content/archive/archive.toml", "content/pages/b.fr.md", "templates/strings/fr.toml"] {
            site.write(file, &bytes);
        }
        site.build();
    }

    #[test]
    fn markdown_never_panics(text in "\\PC{0,200}") {
        doc::render(&text, Default::default());
        doc::outline(&text, Default::default());
    }
}

/// Whether every tag that is opened is closed, innermost first.
fn balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let Some(tag) = tag.split('>').next() else {
            return false;
        };
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') && !tag.starts_with('!') {
            open.push(tag.split_whitespace().next().unwrap_or(""));
        }
    }
    open.is_empty()
}
