//! The index for searching the site: its files, and the page without a script. A browser searches in `tests/browser`.

use std::collections::BTreeMap;

use crate::support::{SITE, TestSite, post};

fn site() -> TestSite {
    TestSite::new(&[
        (
            "content/posts/ete.fr.md",
            &post("title = \"L’été\"", "L’expérience d’un cœur."),
        ),
        (
            "content/posts/ete.en.md",
            &post("title = \"Summer\"", "The experience of a heart."),
        ),
        (
            "content/posts/seul.fr.md",
            &post("title = \"Seul\"", "Rien que du français."),
        ),
    ])
}

fn index(files: &BTreeMap<String, String>) -> Vec<&str> {
    files
        .keys()
        .map(String::as_str)
        .filter(|file| file.starts_with("pagefind/"))
        .collect()
}

#[test]
fn the_same_texts_give_the_same_index() {
    let (first, second) = (site(), site());
    let built = first.build();
    assert!(built.published, "{:?}", built.found);
    assert_eq!(built.files, second.build().files, "made twice");
    assert_eq!(built.files, first.build().files, "remembered");
    let files = index(&built.files);
    for (kind, count) in [
        ("pagefind/fr/fragment/", 2),
        ("pagefind/en/fragment/", 1),
        ("/pagefind.js", 2),
        ("-ui.js", 0),
    ] {
        assert_eq!(
            files.iter().filter(|file| file.contains(kind)).count(),
            count,
            "{kind} in {files:?}"
        );
    }
    assert!(
        files
            .iter()
            .all(|file| built.files[".diptych.json"].contains(*file)),
        "the manifest lists the index"
    );
}

#[test]
fn an_index_follows_its_texts() {
    let site = site();
    let before = site.build();
    site.write(
        "content/posts/seul.fr.md",
        post("title = \"Seul\"", "Tout autre chose."),
    );
    let after = site.build();
    assert_ne!(index(&before.files), index(&after.files));
    site.write("site.toml", format!("{SITE}[outputs]\nsearch = false\n"));
    let without = site.build();
    assert!(index(&without.files).is_empty());
    assert!(!without.files.contains_key("fr/recherche/index.html"));
    without.lacks("/fr/", "rel=\"search\"");
}

#[test]
fn readers_words_are_searched_too() {
    let site = site();
    let comment = |text: &str, more: &str| {
        format!("[[comment]]\nauthor = \"Odile\"\ntext = \"{text}\"\n{more}\n")
    };
    let comments = comment("Un **orage** d’abord.", "") + &comment("liens", "pingback = true");
    site.write("content/posts/ete.fr.comments.toml", comments);
    let memo = diptych::cache::Memo::default();
    let prepared = diptych::pipeline::prepare(&site.options, &memo, &mut Vec::new())
        .unwrap_or_else(|_| panic!("no settings"));
    let records: Vec<String> = prepared
        .search_records()
        .iter()
        .map(|record| format!("{record:?}"))
        .collect();
    let found = |words: &str| {
        records
            .iter()
            .filter(|record| record.contains(words))
            .count()
    };
    assert_eq!(
        [
            found("Odile  Un orage d'abord."),
            found("orage"),
            found("liens")
        ],
        [1, 1, 0],
        "{records:?}"
    );
}

#[test]
fn the_page_says_what_to_do_without_a_script() {
    let built = site().build();
    built.holds("/fr/", "<a href=\"/fr/recherche/\" rel=\"search\"><svg");
    built.holds(
        "/fr/recherche/",
        "<noscript><p class=\"note\">La recherche a besoin de JavaScript.",
    );
    built.holds(
        "/fr/recherche/",
        "<nav class=\"browse\" aria-label=\"Parcourir\">",
    );
    built.holds("/fr/recherche/", "<a href=\"/fr/archives/\">Archives</a>");
    built.holds("/fr/recherche/", "<a href=\"/en/search/\" lang=\"en\"");
    built.holds("/en/search/", "noindex");
    assert!(!built.files["sitemap.xml"].contains("recherche"));
}

#[test]
fn nothing_else_may_stand_where_the_index_does() {
    let site = site();
    site.write("static/pagefind/fr/mine.js", "");
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "error[collision]: `/pagefind/fr/mine.js` is where the search index of the site is, `/pagefind/`"
        ]
    );
}
