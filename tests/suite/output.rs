//! The output: deterministic, all at once, only ours deleted, no URL lost in silence.

use std::fs;

use crate::support::{TestSite, files, post};

fn site() -> TestSite {
    TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "Texte avec [b](b.fr.md)."),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ndate = 2014-05-01", "Texte."),
        ),
        (
            "content/posts/b.en.md",
            &post("title = \"B\"\ndate = 2014-05-01", "Text."),
        ),
    ])
}

#[test]
fn same_input_same_bytes() {
    let first = site().build();
    assert_eq!(first.files, site().build().files);
    let single = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    assert_eq!(
        first.files,
        single.install(|| site().build()).files,
        "one thread, many threads"
    );
    let twice = site();
    twice.build();
    assert_eq!(first.files, twice.build().files, "over the last site");
}

#[test]
fn a_build_that_fails_leaves_the_last_site() {
    let site = site();
    let before = site.build().files;
    site.write("content/posts/b.fr.md", "+++\ntitle = 1 2\n+++\n");
    let failed = site.build();
    assert!(!failed.published);
    assert_eq!(failed.files, before);
    let beside: Vec<_> = fs::read_dir(site.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("diptych"))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

#[test]
fn what_is_no_more_is_deleted_and_what_is_not_ours_stays() {
    let site = site();
    site.build();
    fs::write(site.output().join("CNAME"), "example.org").unwrap();
    site.remove("content/posts/b.en.md");
    let built = site.build();
    assert!(!built.files.contains_key("en/b/index.html"));
    assert!(
        !site.output().join("en/b").exists(),
        "no empty folder is left"
    );
    assert_eq!(built.files["CNAME"], "example.org");
    assert!(
        built.files[".diptych.json"].contains("fr/b/index.html")
            && !built.files[".diptych.json"].contains("CNAME")
    );
}

#[test]
fn lost_urls_are_told_with_their_cause_and_alias() {
    let site = site();
    site.build();
    site.write(
        "content/posts/b.fr.md",
        post("title = \"B\"\ndate = 2014-05-01\nslug = \"bis\"", "Texte."),
    );
    site.remove("content/posts/b.en.md");
    let built = site.build();
    assert_eq!(
        built.found,
        [
            "content/posts/b.fr.md:1:1: warning[lost-url]: `/fr/b/` is lost: the post of `content/posts/b.fr.md` is now at `/fr/bis/`\n  help: to keep it, write in its front matter: aliases = [\"/fr/b/\"]",
            "warning[lost-url]: `/en/b/` is lost: `content/posts/b.en.md` does not exist any more\n  help: to send its readers on, write in the front matter of another post: aliases = [\"/en/b/\"]",
        ]
    );
    site.write(
        "content/posts/b.fr.md",
        post(
            "title = \"B\"\ndate = 2014-05-01\nslug = \"ter\"\naliases = [\"/fr/bis/\"]",
            "Texte.",
        ),
    );
    assert_eq!(site.build().found, Vec::<String>::new());
    assert!(files(&site.output()).contains_key("fr/bis/index.html"));
}
