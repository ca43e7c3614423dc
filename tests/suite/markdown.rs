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
