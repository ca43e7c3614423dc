//! The cost of each stage on a made-up site: `cargo bench`. Figures to compare two versions on one machine, not to quote.

use diptych::cache::Memo;
use diptych::config::Config;
use diptych::lang::{ByLang, strings::Strings};
use diptych::load::Inputs;
use diptych::model::{self, Filter};
use diptych::{content, doc, plan};

fn main() {
    divan::main();
}

const STORIES: usize = 500;

/// Sentences made of a few words, different for each story, the same in number for both languages.
fn text(story: usize, words: &[&str]) -> String {
    let word = |n: usize| words[(n * 7 + story * 13 + n / 11) % words.len()];
    let sentence = |n: usize| {
        format!(
            "{} {} {} {}.",
            word(n),
            word(n + 1),
            story * 31 + n,
            word(n + 2)
        )
    };
    (0..12)
        .map(|p| {
            (0..8)
                .map(|s| sentence(p * 8 + s))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect::<Vec<_>>()
        .join("\n\n")
}

const FRENCH: &[&str] = &[
    "le marché",
    "une question",
    "la distance",
    "un service",
    "la conversation",
    "notre patience",
    "le silence",
    "dans la file",
];
const ENGLISH: &[&str] = &[
    "the market",
    "a question",
    "the distance",
    "a service",
    "the conversation",
    "our patience",
    "the silence",
    "in the queue",
];

fn markdown_site() -> Inputs {
    let mut inputs = Inputs::default();
    for story in 0..STORIES {
        for (lang, words) in [("fr", FRENCH), ("en", ENGLISH)] {
            let post = format!(
                "+++\ntitle = \"{} {story}\"\n+++\n\n## {}\n\n{}\n",
                words[story % 8],
                words[1],
                text(story, words)
            );
            inputs.posts.push(
                inputs
                    .sources
                    .add(format!("content/posts/{lang}-{story}.{lang}.md"), post),
            );
        }
    }
    inputs
}

fn archive_site() -> Inputs {
    let mut inputs = Inputs::default();
    for file in 0..STORIES / 10 {
        let posts = (0..10).map(|n| {
            format!(
                "{} {}\n\n\n{}",
                FRENCH[n % 8],
                file * 10 + n,
                text(file * 10 + n, FRENCH)
            )
        });
        inputs.archives.push(inputs.sources.add(
            format!("content/archive/{file}.txt"),
            posts.collect::<Vec<_>>().join("\n\n"),
        ));
    }
    inputs
}

#[divan::bench]
fn read_markdown(bencher: divan::Bencher) {
    let (inputs, config) = (markdown_site(), Config::outside_a_site());
    bencher.bench(|| content::parse(&inputs, &config, &Memo::default(), &mut Vec::new()));
}

#[divan::bench]
fn read_archives(bencher: divan::Bencher) {
    let (inputs, config) = (archive_site(), Config::outside_a_site());
    bencher.bench(|| content::parse(&inputs, &config, &Memo::default(), &mut Vec::new()));
}

#[divan::bench]
fn assemble_and_pair(bencher: divan::Bencher) {
    let (inputs, config) = (markdown_site(), Config::outside_a_site());
    let documents = || content::parse(&inputs, &config, &Memo::default(), &mut Vec::new());
    bencher.with_inputs(documents).bench_values(|documents| {
        model::assemble(
            documents.list,
            model::Basis {
                filter: Filter::default(),
                ..model::Basis::of_import(&inputs.sources, &config, &Memo::default())
            },
            &mut Vec::new(),
        )
    });
}

#[divan::bench]
fn plan(bencher: divan::Bencher) {
    let (inputs, config) = (markdown_site(), Config::outside_a_site());
    let documents = content::parse(&inputs, &config, &Memo::default(), &mut Vec::new());
    let site = model::assemble(
        documents.list,
        model::Basis {
            filter: Filter::default(),
            ..model::Basis::of_import(&inputs.sources, &config, &Memo::default())
        },
        &mut Vec::new(),
    );
    let strings = ByLang::from_fn(config.languages.len(), |_| Strings::default());
    let basis = plan::Basis {
        private: &[],
        site: &site,
        config: &config,
        strings: &strings,
        assets: &[],
        sources: &inputs.sources,
        known: &[],
    };
    bencher.bench(|| plan::plan(basis, &mut Vec::new()));
}

#[divan::bench]
fn render_markdown(bencher: divan::Bencher) {
    let text = format!(
        "## A heading\n\n{}\n\n- one\n- [two](https://example.org/)\n",
        text(1, ENGLISH)
    );
    bencher.bench(|| doc::render(&text, Default::default()));
}
