//! What a site's Markdown knows beyond CommonMark, in its pages, feeds, lists and search.

use super::support::{TestSite, post};

#[test]
fn alerts_are_titled_in_the_language_of_the_page() {
    let alert = |text: &str| format!("Un début.\n\n> [!WARNING]\n> {text}\n\nUne suite.");
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"A\"\ndate = 2014-05-01",
                &alert("Cette phrase est en français, et elle le reste."),
            ),
        ),
        (
            "content/posts/a.en.md",
            &post(
                "title = \"A\"\ndate = 2014-05-01",
                &alert("Cette phrase est en français, et elle le reste."),
            ),
        ),
    ]);
    let built = site.build();
    for (page, title) in [
        (
            "/fr/a/",
            "<p class=\"alert-title\"><strong>Attention</strong></p>\n<p>Cette",
        ),
        (
            "/en/a/",
            "<p class=\"alert-title\"><strong>Warning</strong></p>\n<p lang=\"fr\">Cette",
        ),
    ] {
        built.holds(page, " class=\"alert alert-warning\"");
        built.holds(page, title);
        built.lacks(page, "[!WARNING]");
    }
    let feed = &built.files["fr/atom.xml"];
    assert!(feed.contains("Attention&lt;/strong&gt;"), "{feed}");
    built.lacks("/fr/", "Attention");
}

/// A site whose settings have these lines too.
fn site(settings: &str, text: &str) -> super::support::Built {
    let settings = format!(
        "base_url = \"https://example.org/\"\n{settings}\n[languages.fr]\ntitle = \"Un\"\n[languages.en]\ntitle = \"One\"\n"
    );
    TestSite::new(&[
        ("site.toml", &settings),
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\ndate = 2014-05-01", text),
        ),
    ])
    .build()
}

#[test]
fn definition_lists_are_read_where_the_site_asks() {
    let text = "Un début assez court.\n\nÉcoute\n: Ce que l'on fait \"quand\" on se tait !\n\nWork in progress\n\n: What is never done, and so it is with all of these things.\n\n  [Suite](#suite)\n\n## Suite\n\nFin.";
    let built = site("markdown = { definition_lists = true }", text);
    for html in [
        "<dt>Écoute</dt>\n<dd>\n<p>Ce que l’on fait «\u{a0}quand\u{a0}» on se tait\u{202f}!</p>",
        "<dt lang=\"en\">Work in progress</dt>\n<dd><p lang=\"en\">What is never done",
        "</dd>\n</dl>",
    ] {
        built.holds("/fr/a/", html);
    }
    built.lacks("/fr/", "Écoute");
    let feed = &built.files["fr/atom.xml"];
    assert!(feed.contains("&lt;dt&gt;Écoute"), "{feed}");
    let built = site("", text);
    built.lacks("/fr/a/", "<dl");
}
