//! A text in two languages becomes two posts of one story; a text with quotations stays one, its quotations marked.

use diptych::import;
use serde_json::Value;

use crate::support::{Built, TestSite, post};

const FRENCH: [&str; 3] = [
    "Samedi matin, à la boulangerie de la place, neuf personnes attendaient devant moi, et la vendeuse a compté 12 croissants.",
    "La patience est une forme de confiance, et la confiance se construit au comptoir, avec Madame Perrin ou sans elle.",
    "Je propose une expérience : mesurer le silence pendant 20 minutes, puis la conversation pendant 40 autres.",
];
const ENGLISH: [&str; 3] = [
    "On Saturday morning, at the bakery on the square, nine persons were waiting in front of me, and she counted 12 croissants.",
    "Patience is a form of confidence, and confidence is constructed at the counter, with Madame Perrin or without her.",
    "I propose an experiment: measure the silence for 20 minutes, then the conversation for another 40.",
];

fn built(front: &str, body: &str) -> Built {
    TestSite::new(&[("content/posts/a.md", &post(front, body))]).build()
}

/// Both versions, each with its own words, its own title, and a way to the other.
#[track_caller]
fn check_two(built: &Built, french: &str, english: &str) {
    assert!(built.published, "{:?}", built.found);
    built.holds("/fr/a/", &format!("{french}</h1>"));
    built.holds("/en/a/", &format!("{english}</h1>"));
    built.holds("/fr/a/", "href=\"/en/a/\"");
    built.holds("/fr/a/", "12 croissants");
    built.lacks("/fr/a/", "bakery");
    built.holds("/en/a/", "12 croissants");
    built.lacks("/en/a/", "boulangerie");
    built.lacks("/en/a/", " lang=\"fr\">S");
}

#[test]
fn marks_of_qtranslate() {
    let title = "title = \"[:fr]La patience[:en]Patience[:]\"";
    let (f, e) = (FRENCH.join("\n\n"), ENGLISH.join("\n\n"));
    for body in [
        format!("[:fr]{f}[:en]{e}[:]"),
        format!("{{:fr}}{f}{{:}}{{:en}}{e}{{:}}"),
        format!("<!--:fr-->{f}<!--:--><!--:en-->{e}<!--:-->"),
        format!("[:en]{e}[:fr]{f}[:]"),
    ] {
        check_two(&built(title, &body), "La patience", "Patience");
        // Marks are plainer than the front matter.
        check_two(
            &built(&format!("{title}\nlang = \"fr\""), &body),
            "La patience",
            "Patience",
        );
    }
    let german = built(title, &format!("[:fr]{f}[:de]Brot[:]"));
    assert!(
        german.heads()[0].contains("a version in `de`"),
        "{:?}",
        german.found
    );
}

#[test]
fn one_language_and_then_the_other() {
    let title = "title = \"La patience au comptoir / Patience at the counter\"";
    let (f, e) = (FRENCH.join("\n\n"), ENGLISH.join("\n\n"));
    for separator in [
        "",
        "---",
        "English below",
        "**English version follows**",
        "(English)",
        "🇬🇧",
    ] {
        check_two(
            &built(title, &format!("{f}\n\n{separator}\n\n{e}")),
            "La patience au comptoir",
            "Patience at the counter",
        );
    }
    check_two(
        &built(title, &format!("{e}\n\n[Version française]\n\n{f}")),
        "La patience au comptoir",
        "Patience at the counter",
    );
    let turns: Vec<String> = FRENCH
        .iter()
        .zip(ENGLISH)
        .map(|(f, e)| format!("{f}\n\n{e}"))
        .collect();
    check_two(
        &built(title, &turns.join("\n\n")),
        "La patience au comptoir",
        "Patience at the counter",
    );
}

#[test]
fn the_second_title_may_be_a_heading_and_notes_and_links_go_along() {
    let (f, e) = (FRENCH.join("\n\n"), ENGLISH.join("\n\n"));
    let text = format!(
        "{f} [Ici][x].[^n]\n\n# Patience\n\n{e} [Here][x].[^n]\n\n[x]: https://example.com/\n[^n]: Note.\n"
    );
    let built = built("title = \"La patience\"", &text);
    check_two(&built, "La patience", "Patience");
    for path in ["/fr/a/", "/en/a/"] {
        built.holds(path, "href=\"https://example.com/\"");
        built.holds(path, "Note.");
    }
}

#[test]
fn the_author_s_word_wins() {
    let (f, e) = (FRENCH.join("\n\n"), ENGLISH.join("\n\n"));
    let body = format!("{f}\n\n{e}");
    for front in ["split = false", "lang = \"fr\""] {
        let built = built(
            &format!("title = \"La patience\"\n{front}\nexcerpt = \"X\""),
            &body,
        );
        built.holds("/fr/a/", "lang=\"en\">Patience is a form");
        assert!(!built.files.contains_key("en/a/index.html"));
    }
    let built = built(
        "title = \"La patience / Patience\"\nslug = \"attendre\"\ntags = [\"x\"]",
        &body,
    );
    built.page("/fr/attendre/");
    built.page("/en/a/");
}

#[test]
fn a_broken_link_points_to_its_place_in_the_file() {
    let body = format!(
        "{}\n\n{}\n\n{}\n\n{} [x](nowhere.md)",
        FRENCH[0], FRENCH[1], ENGLISH[0], ENGLISH[1]
    );
    let built = built("title = \"La patience / Patience\"", &body);
    assert!(
        built
            .heads()
            .iter()
            .any(|head| head.starts_with("content/posts/a.md:11:")),
        "{:?}",
        built.found
    );
}

/// The same mistake in both versions is two mistakes, each told at its own place.
#[test]
fn what_is_wrong_in_both_versions_is_told_twice() {
    let [f, e] = [FRENCH, ENGLISH];
    let wrong = "{{ nothing() }}";
    for (text, lines) in [
        (
            format!(
                "{}\n\n{wrong}\n\n{}\n\n{}\n\n{wrong}\n\n{}",
                f[0], f[1], e[0], e[1]
            ),
            [7, 13],
        ),
        (
            format!("[:fr]{}\n\n{wrong}\n[:en]{}\n\n{wrong}[:]", f[0], e[0]),
            [7, 10],
        ),
    ] {
        let expected = lines.map(|line| {
            format!(
                "content/posts/a.md:{line}:1: error[shortcode]: there is no shortcode `nothing`"
            )
        });
        let title = "title = \"La patience au comptoir / Patience at the counter\"";
        assert_eq!(built(title, &text).heads(), expected);
    }
}

#[test]
fn a_text_with_quotations_stays_one() {
    let quotation = "The night train to the coast leaves at ten, and whoever has slept in it knows that one hardly sleeps: the wheels, \
                     the neighbours, the cold of the morning. We drank tea with strangers, and somebody always sang.";
    let body = format!(
        "{}\n\n> {quotation}\n\n{} Elle a dit “we will never be in such a hurry again” en riant.\n\n```\nfor the sake of it all\n```",
        FRENCH[0], FRENCH[1]
    );
    let built = built("title = \"La patience\"", &body);
    built.holds("/fr/a/", "<blockquote id=\"p:2\" lang=\"en\">");
    built.holds(
        "/fr/a/",
        "<span lang=\"en\">we will never be in such a hurry again</span>",
    );
    built.holds("/fr/a/", "<code>for the sake");
}

fn read(archive: &str, corrections: &str) -> Value {
    let site = TestSite::new(&[
        ("content/archive/a.txt", archive),
        ("content/archive/archive.toml", corrections),
    ]);
    let report = import::dry_run(site.root(), &[site.root().join("content/archive")]);
    serde_json::to_value(report.result.expect("no error")).unwrap()
}

type ReadPost = (String, String, Vec<(u64, u64)>);

/// Language, title and lines of each post of a reading, in the order of lines.
fn posts(reading: &Value) -> Vec<ReadPost> {
    let span = |span: &Value| {
        (
            span["first_line"].as_u64().unwrap(),
            span["last_line"].as_u64().unwrap(),
        )
    };
    let post = |post: &Value| {
        let text = |key: &str| post[key].as_str().unwrap().to_owned();
        (
            text("lang"),
            text("title"),
            post["spans"]
                .as_array()
                .unwrap()
                .iter()
                .map(span)
                .collect::<Vec<_>>(),
        )
    };
    let mut posts: Vec<_> = reading["posts"]
        .as_array()
        .unwrap()
        .iter()
        .map(post)
        .collect();
    posts.sort_by_key(|(.., lines)| lines[0]);
    posts
}

#[test]
fn an_archive_s_post_in_two_languages() {
    let [f, e] = [FRENCH, ENGLISH];
    let halves = format!(
        "La patience au comptoir / Patience at the counter\n\n{}\n\n{}\n\nEnglish below\n\n{}\n\n{}\n",
        f[0], f[1], e[0], e[1]
    );
    let reading = read(&halves, "");
    let expected = [
        ("fr", "La patience au comptoir", vec![(1, 5)]),
        ("en", "Patience at the counter", vec![(9, 11)]),
    ];
    assert_eq!(
        posts(&reading),
        expected.map(|(lang, title, lines)| (lang.to_owned(), title.to_owned(), lines))
    );
    assert_eq!(reading["dropped"][0]["reason"], "label");
    assert_eq!(reading["dropped"][0]["line"], 7);
    let evidence = &reading["posts"][1]["evidence"];
    assert_eq!(
        (evidence["kind"].as_str(), evidence["reasons"][0].as_str()),
        (
            Some("same-body"),
            Some("both stand in one text, one after the other")
        )
    );

    let turns = format!(
        "La patience\n\n{}\n\n{}\n\n{}\n\n{}\n",
        f[0], e[0], f[1], e[1]
    );
    let whole = read(
        &turns,
        "[[post]]\nstarts = \"La patience\"\nsplit = false\n",
    );
    assert_eq!(posts(&whole).len(), 1);

    let lines: Vec<_> = posts(&read(&turns, ""))
        .into_iter()
        .map(|(lang, _, lines)| (lang, lines))
        .collect();
    assert_eq!(
        lines,
        [
            ("fr".to_owned(), vec![(1, 3), (7, 7)]),
            ("en".to_owned(), vec![(5, 5), (9, 9)])
        ]
    );
}

#[test]
fn an_archive_s_image_comes_back_in_its_version() {
    let [f, e] = [FRENCH, ENGLISH];
    let archive = format!(
        "La patience au comptoir / Patience at the counter\n\n{}\n\nIMG_0042.jpg\n\n{}\n\nEnglish below\n\n{}\n\n{}\n",
        f[0], f[1], e[0], e[1]
    );
    let site = TestSite::new(&[
        ("content/archive/a.txt", &archive),
        ("content/archive/IMG_0042.jpg", "no image"),
    ]);
    let built = site.build();
    let image = "<img src=\"/media/archive/IMG_0042.jpg\"";
    built.holds("/fr/la-patience-au-comptoir/", image);
    built.lacks("/en/patience-at-the-counter/", image);
}

#[test]
fn an_archive_s_post_with_marks() {
    let [f, e] = [FRENCH, ENGLISH];
    let text = format!(
        "[:fr]La patience[:en]Patience[:]\n\n[:fr]{}\n\n{}\n\n[:en]{}\n\n{}[:]\n",
        f[0], f[1], e[0], e[1]
    );
    let expected = [
        ("fr", "La patience", vec![(1, 5)]),
        ("en", "Patience", vec![(7, 9)]),
    ];
    assert_eq!(
        posts(&read(&text, "")),
        expected.map(|(lang, title, lines)| (lang.to_owned(), title.to_owned(), lines))
    );
}

#[test]
fn passages_are_in_the_reading() {
    let text = format!(
        "La patience\n\n{}\n\n{}\n« We are not in a hurry here, and you should not be either. »\n",
        FRENCH[0], FRENCH[1]
    );
    let reading = read(&text, "");
    let passage = &reading["posts"][0]["passages"][0];
    assert_eq!(
        (
            passage["lang"].as_str(),
            passage["first_line"].as_u64(),
            passage["last_line"].as_u64()
        ),
        (Some("en"), Some(6), Some(6))
    );
    assert!(
        read(&format!("La patience\n\n{}\n", FRENCH[0]), "")["posts"][0]
            .get("passages")
            .is_none()
    );
}
