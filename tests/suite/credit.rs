//! Who translated a post: in its byline and in structured data.

use super::support::{Built, TestSite, post};

/// The English version of a French post, with these lines of front matter.
fn built(lines: &str) -> Built {
    let french = post("title = \"La file\"\ndate = 2014-05-01", "Un texte.");
    let english = post(
        &format!("title = \"The queue\"\ndate = 2014-05-02\n{lines}"),
        "A text.",
    );
    let authors =
        "[ada]\nname = \"Ada Lund\"\n\n[bo]\nname = \"Bo Ek\"\nurl = \"https://bo.example/\"\n";
    let other = post(
        "title = \"Seul\"\ndate = 2014-06-01\nauthors = [\"Ada Lund\"]",
        "Un autre texte.",
    );
    TestSite::new(&[
        ("content/posts/file.fr.md", &french),
        ("content/posts/file.en.md", &english),
        ("content/posts/seul.fr.md", &other),
        (
            "content/posts/alone.en.md",
            &other
                .replace("Seul", "Alone")
                .replace("Un autre texte", "Another text"),
        ),
        ("content/authors.toml", authors),
    ])
    .build()
}

#[test]
fn readers_and_search_engines_see_who_translated() {
    for (lines, byline, data) in [
        (
            "translator = \"Jeanne Arnaud\"",
            "Translated by <span>Jeanne Arnaud</span></span> · ",
            "\"inLanguage\":\"en\",\"mainEntityOfPage\":\"https://example.org/en/file/\",\"datePublished\":\"2014-05-02\",\
             \"translator\":[{\"@type\":\"Person\",\"name\":\"Jeanne Arnaud\"}]",
        ),
        (
            "translator = [\"ada lund\", \"bo\"]",
            "Translated by <a href=\"/en/authors/ada-lund/\">Ada Lund</a>, <a href=\"https://bo.example/\">Bo Ek</a></span> · ",
            "\"translator\":[{\"@type\":\"Person\",\"name\":\"Ada Lund\",\"url\":\"https://example.org/en/authors/ada-lund/\"},\
             {\"@type\":\"Person\",\"name\":\"Bo Ek\",\"sameAs\":\"https://bo.example/\"}]",
        ),
        (
            "machine_translated = true",
            ">Translated by a machine</span> · ",
            "\"inLanguage\":\"en-t-fr-t0-und\"",
        ),
        (
            "machine_translated = true\ntranslator = \"Jeanne Arnaud\"",
            ">Translated by a machine, revised by <span>Jeanne Arnaud</span></span> · ",
            "\"inLanguage\":\"en-t-fr-t0-und\"",
        ),
    ] {
        let built = built(lines);
        built.holds("/en/file/", byline);
        built.holds("/en/file/", data);
        built.lacks("/fr/file/", "class=\"translated\"");
        built.lacks("/fr/file/", "\"translator\"");
        let idle = built
            .found
            .iter()
            .any(|line| line.contains("no post is by `Bo Ek`"));
        assert_eq!(idle, !lines.contains("\"bo\""), "{:?}", built.found);
    }
    built("machine_translated = false").lacks("/en/file/", "class=\"translated\"");
}
