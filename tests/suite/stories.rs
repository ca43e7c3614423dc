//! Which posts become one story, and how an author decides otherwise.

use crate::support::{Built, TestSite, post, with_search_pages};

pub const FRENCH: &str = "Samedi matin, à la boulangerie de la place, neuf personnes attendaient devant moi. La vendeuse a compté 12 croissants, \
    rendu la monnaie sur 50 euros, et demandé des nouvelles du chat de Madame Perrin.\n\nUne question simple : pourquoi personne ne s’impatiente ? \
    Parce que chacun sera reconnu à son tour. La patience est une forme de confiance, et la confiance se construit au comptoir.\n\n\
    - la conversation dure 2 minutes\n- la transaction dure 20 secondes\n\nJe propose une expérience : mesurer le silence plutôt que la vitesse.";
pub const ENGLISH: &str = "On Saturday morning, at the bakery on the square, nine persons were waiting in front of me. The assistant counted 12 croissants, \
    gave change from 50 euros, and asked for news of Madame Perrin's cat.\n\nA simple question: why is nobody impatient? \
    Because each will be recognised in turn. Patience is a form of confidence, and confidence is constructed at the counter.\n\n\
    - the conversation lasts 2 minutes\n- the transaction lasts 20 seconds\n\nI propose an experiment: measure the silence rather than the speed.";

/// Whether `a` in French leads to `b` in English.
pub fn linked(site: &TestSite) -> bool {
    site.build().page("/fr/a/").contains("href=\"/en/b/\"")
}

#[test]
fn texts_that_translate_each_other_become_one_story() {
    let fr = |front: &str| {
        post(
            &format!("title = \"La patience au comptoir\"\n{front}"),
            FRENCH,
        )
    };
    let en = |front: &str| {
        post(
            &format!("title = \"Patience at the counter\"\n{front}"),
            ENGLISH,
        )
    };
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &fr("")),
        ("content/posts/b.en.md", &en("")),
    ]);
    assert!(linked(&site), "by their words");
    let told = |built: &Built| {
        built
            .found
            .iter()
            .find(|found| found.contains("note[guess]"))
            .cloned()
    };
    let told_of = told(&site.build()).unwrap();
    let mut lines = told_of.lines();
    let head = lines.next().unwrap();
    let start = "content/posts/a.fr.md:1:1: note[guess]: taken for translations by their texts alone: `a.fr.md` with `b.en.md` (";
    assert!(head.starts_with(start), "{head}");
    let help: Vec<&str> = lines.map(str::trim).collect();
    assert!(
        help.contains(&"translationKey = \"a\"")
            && help.contains(&"not_translation_of = \"b.en.md\""),
        "{help:?}"
    );
    site.write(
        "content/posts/a.fr.md",
        fr("not_translation_of = \"b.en.md\""),
    );
    assert!(!linked(&site), "the author rules it out");
    assert_eq!(told(&site.build()), None);
    site.write("content/posts/a.fr.md", fr("story = \"x\""));
    site.write(
        "content/posts/b.en.md",
        post("title = \"Other\"\nstory = \"x\"", "Nothing in common."),
    );
    assert!(linked(&site), "the author's key");
    assert_eq!(told(&site.build()), None);
}

#[test]
fn files_of_one_name_are_one_story() {
    let site = TestSite::new(&[
        (
            "content/posts/x.fr.md",
            &post("title = \"A\"\nslug = \"a\"", "Rien."),
        ),
        (
            "content/posts/x.en.md",
            &post("title = \"B\"\nslug = \"b\"", "Nothing."),
        ),
    ]);
    assert!(linked(&site));
    let folder = TestSite::new(&[
        (
            "content/posts/x/index.fr.md",
            &post("title = \"A\"\nslug = \"a\"", "Rien."),
        ),
        (
            "content/posts/x/index.en.md",
            &post("title = \"B\"\nslug = \"b\"", "Nothing."),
        ),
    ]);
    assert!(linked(&folder));
}

#[test]
fn the_language_is_declared_or_named_or_told_from_the_words() {
    let site = TestSite::new(&[
        (
            "content/posts/one.md",
            &post("title = \"One\"\nlang = \"en\"", FRENCH),
        ),
        ("content/posts/two.md", &post("title = \"Deux\"", FRENCH)),
        (
            "content/posts/three.md",
            &post("title = \"Three\"", ENGLISH),
        ),
    ]);
    let built = site.build();
    for path in ["/en/one/", "/fr/two/", "/en/three/"] {
        built.page(path);
    }
}

#[test]
fn a_markdown_post_wins_over_the_archive_s_copy() {
    let archive = format!("La patience au comptoir\n\n{FRENCH}\n");
    let site = TestSite::new(&[
        ("content/archive/old.txt", &archive),
        (
            "content/posts/a.fr.md",
            &post("title = \"La patience\"", FRENCH),
        ),
    ]);
    let built = site.build();
    let posts: Vec<&str> = built
        .files
        .keys()
        .map(String::as_str)
        .filter(|f| f.starts_with("fr/") && f.ends_with(".html"))
        .collect();
    assert_eq!(
        posts,
        with_search_pages(&[
            "fr/404.html",
            "fr/a/index.html",
            "fr/archives/index.html",
            "fr/archives/sans-date/index.html",
            "fr/index.html",
            "fr/recherche/index.html",
            "fr/s-abonner/index.html"
        ])
    );
    assert!(built.found[0].contains("note[copy]"), "{:?}", built.found);
    site.remove("content/posts/a.fr.md");
    site.build().page("/fr/la-patience-au-comptoir/");
}

#[test]
fn posts_with_different_keys_are_different_stories() {
    let text = |lang: &str| format!("Une {lang} 1998 Marie Duval Lyon 42. {FRENCH}");
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"Un\"\ndate = 2024-01-01\nstory = \"aaa\"\nlang = \"fr\"",
                &text("x"),
            ),
        ),
        (
            "content/posts/b.en.md",
            &post(
                "title = \"Un\"\ndate = 2024-01-01\nstory = \"bbb\"\nlang = \"en\"",
                &text("x"),
            ),
        ),
    ]);
    site.build().lacks("/fr/a/", "class=\"translation\"");
}
