//! The index for searching the site: its files, and the page without a script. A browser searches in `tests/browser`.

use std::collections::BTreeMap;

use crate::support::{Built, SITE, TestSite, post};

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
        .filter(|file| file.starts_with("search-index/"))
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
        ("search-index/index.json", 1),
        ("search-index/fr/", 2),
        ("search-index/en/", 1),
        (".shard", 1),
        (".words", 2),
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

/// What is shown of the post `ete` in French, and the words of the whole index.
fn shown(built: &Built) -> (String, String) {
    let shards = built
        .files
        .iter()
        .filter(|(file, _)| file.ends_with(".shard"));
    let words = shards.map(|(_, text)| text.split('\0').next().unwrap_or_default());
    (
        built.files["search-index/fr/1.json"].clone(),
        words.collect(),
    )
}

#[test]
fn readers_words_are_searched_too() {
    let site = site();
    let comment = |text: &str, more: &str| {
        format!("[[comment]]\nauthor = \"Odile\"\ntext = \"{text}\"\n{more}\n")
    };
    let comments = comment("Un **orage** d'abord.", "") + &comment("liens", "pingback = true");
    site.write("content/posts/ete.fr.comments.toml", comments);
    let (fragment, words) = shown(&site.build());
    assert!(
        fragment.contains("\\nOdile · Un orage d’abord."),
        "{fragment}"
    );
    for (word, is_there) in [("0orag ", true), ("0odil ", true), ("0lien ", false)] {
        assert_eq!(words.contains(word), is_there, "{word} in {words}");
    }
}

#[test]
fn results_are_set_as_pages_are() {
    let site = site();
    let text = "## Le *titre*\n\nUn zygotier[^1] : l'eau.\n\n[^1]: La note.\n";
    let front = "title = \"L'été : un début\"\ndate = 2014-05-03\ntags = [\"Météo marine\"]";
    site.write("content/posts/ete.fr.md", post(front, text));
    let built = site.build();
    let fragments = built
        .files
        .iter()
        .filter(|(file, _)| file.starts_with("search-index/fr/"));
    let fragments: String = fragments.map(|(_, text)| text.as_str()).collect();
    for wanted in [
        "{\"url\":\"/fr/ete/\",\"title\":\"L’été\u{a0}: un début\"",
        "\"date\":[\"2014-05-03\",\"3 mai 2014\"]",
        "\"text\":\"Le titre\\nUn zygotier\u{a0}: l’eau.\\nLa note.\"",
    ] {
        assert!(fragments.contains(wanted), "{wanted} in {fragments}");
    }
    let (_, words) = shown(&built);
    for word in ["0meteo ", "0marin ", "02014 ", "0zygoti ", "0debut "] {
        assert!(words.contains(word), "{word} in {words}");
    }
}

#[test]
fn an_edit_leaves_what_a_build_from_nothing_makes() {
    let edited = site();
    edited.build();
    let change = |site: &TestSite| {
        let text = post("title = \"Neuf\"\ndate = 2020-01-01", "Une baleine, 2014.");
        site.write("content/posts/neuf.fr.md", text);
    };
    change(&edited);
    let new = site();
    change(&new);
    assert_eq!(edited.build().files, new.build().files);
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
    site.write("static/search-index/fr/mine.js", "");
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "error[collision]: `/search-index/fr/mine.js` is where the search index of the site is, `/search-index/`"
        ]
    );
}
