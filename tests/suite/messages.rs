//! What is said of wrong input: small sites, and all that a build says of each, as snapshots.
//!
//! A file of `messages/` holds sites: `=== what is wrong`, then each file below `--- its/path`.

use std::fmt::Write;

use diptych::diag::{self, Severity};
use diptych::import;
use diptych::pipeline;

use crate::support::TestSite;

/// What is said of every site of a file.
fn said(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/messages");
    let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
    let mut said = String::new();
    for case in text.split("=== ").skip(1) {
        let mut parts = case.split("\n--- ");
        let title = parts.next().unwrap().trim();
        let files: Vec<(&str, &str)> = parts
            .map(|part| part.split_once('\n').unwrap_or((part, "")))
            .collect();
        let built = TestSite::new(&files).build();
        let outcome = if built.published {
            "published"
        } else {
            "nothing published"
        };
        writeln!(said, "=== {title}: {outcome}").unwrap();
        for finding in &built.found {
            writeln!(said, "{finding}").unwrap();
        }
    }
    said
}

#[test]
fn front_matter() {
    insta::assert_snapshot!("front_matter", said("front_matter"));
}

#[test]
fn texts() {
    insta::assert_snapshot!("texts", said("texts"));
}

#[test]
fn theme() {
    insta::assert_snapshot!("theme", said("theme"));
}

#[test]
fn settings() {
    insta::assert_snapshot!("settings", said("settings"));
}

#[test]
fn archives() {
    insta::assert_snapshot!("archives", said("archives"));
}

#[test]
fn addresses() {
    insta::assert_snapshot!("addresses", said("addresses"));
}

/// The built site of the files whose post is not to be read yet.
#[test]
fn what_other_generators_keep_back_is_kept_back() {
    let front = |key: &str| format!("---\ntitle: A\ndate: 2025-01-01\n{key}\n---\nTexte.");
    for (key, is_published) in [
        ("published: false", false),
        ("published: true", true),
        ("draft: false\npublished: false", false),
        ("publishDate: 2031-01-01", false),
        ("publishDate: 2025-01-02", true),
        ("expiryDate: 2026-01-01", false),
        ("expiryDate: 2031-01-01", true),
    ] {
        let built = TestSite::new(&[("content/posts/a.fr.md", &front(key))]).build();
        assert_eq!(built.found, Vec::<String>::new(), "{key}");
        assert_eq!(
            built.files.contains_key("fr/a/index.html"),
            is_published,
            "{key}"
        );
    }
    let json = "{\n  \"title\": \"A\",\n  \"draft\": true\n}\n\nTexte.";
    let built = TestSite::new(&[("content/posts/a.fr.md", json)]).build();
    assert!(built.published && !built.files.contains_key("fr/a/index.html"));
}

/// Macs and their archives write accents apart (NFD), keyboards do not.
#[test]
fn names_of_files_compare_in_one_unicode_form() {
    let apart = |name: &str| name.replace('é', "e\u{301}");
    let site = TestSite::new(&[
        (
            &apart("content/posts/été.fr.md"),
            "# Été\n\n![le lac](photo-é.png)",
        ),
        (&apart("content/posts/photo-é.png"), "x"),
        (&apart("content/posts/été.en.md"), "# Summer\n\nText."),
        (
            "content/posts/b.fr.md",
            "# B\n\n[a](été.fr.md) [b](%C3%A9t%C3%A9.fr.md) [c](e\u{301}te\u{301}.fr.md)",
        ),
    ]);
    let built = site.build();
    assert!(built.published, "{:?}", built.found);
    built.holds(
        "/fr/b/",
        "<a href=\"/fr/ete/\">a</a> <a href=\"/fr/ete/\">b</a> <a href=\"/fr/ete/\">c</a>",
    );
    built.holds("/fr/ete/", "src=\"/media/posts/photo-%C3%A9.png\"");
    built.holds("/fr/ete/", "href=\"/en/ete/\"");
    assert!(built.files.contains_key("media/posts/photo-é.png"));
}

/// What the theme says stands where a site's own file says nothing.
#[test]
fn a_word_of_one_s_own_leaves_the_theme_s_others() {
    let site = TestSite::new(&[
        (
            "site.toml",
            "base_url = \"https://a.org/\"\n[languages.fr]\ntitle = \"A\"\n[languages.nl]\ntitle = \"B\"\n",
        ),
        ("templates/strings/fr.toml", "[text]\nskip = \"Au texte\""),
        (
            "templates/strings/nl.toml",
            "name = \"Nederlands\"\n[text]\nskip = \"Naar de tekst\"",
        ),
        (
            "content/posts/a.fr.md",
            "+++\ntitle = \"A\"\ndate = 2025-05-01\n+++\nTexte.",
        ),
    ]);
    let built = site.build();
    built.holds("/fr/a/", "Au texte");
    built.holds("/fr/a/", "1er mai 2025");
    built.holds("/", "Nederlands");
    built.lacks("/", "English");
}

/// What is said of an import of these files into a site.
fn said_of_import(files: &[(&str, &str)], paths: &[&str], only: &[&str]) -> Vec<String> {
    let site = TestSite::new(files);
    let import = import::Import {
        root: site.root().to_owned(),
        paths: paths.iter().map(|path| site.root().join(path)).collect(),
        only: only.iter().map(|id| (*id).to_owned()).collect(),
    };
    let report = import::import(&import, &|_| ()).unwrap();
    let root = format!("{}/", site.root().display());
    let said = report.diagnostics.iter();
    let said = said.filter(|diagnostic| diagnostic.severity == Severity::Error);
    said.map(|error| diag::plain(error, &report.sources).replace(&root, ""))
        .collect()
}

#[test]
fn imports() {
    const ARCHIVE: &str =
        "Un titre\n\nUne phrase assez longue pour être un paragraphe, et une autre.\n";
    const EXPORT: &str = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>\n<item><title>A</title><description>Un chat";
    let mut said = String::new();
    for (title, files, paths, only) in [
        (
            "a document of Word",
            vec![("old/a.docx", "PK")],
            vec!["old/a.docx"],
            vec![],
        ),
        (
            "a PDF",
            vec![("old/a.pdf", "%PDF")],
            vec!["old/a.pdf"],
            vec![],
        ),
        (
            "a folder of documents",
            vec![("old/a.odt", "PK")],
            vec!["old"],
            vec![],
        ),
        (
            "a file of another name",
            vec![("old/blog.txt", ARCHIVE)],
            vec!["old/blgo.txt"],
            vec![],
        ),
        ("nothing there", vec![], vec!["nowhere/at/all.xml"], vec![]),
        (
            "an export that ends too early",
            vec![("old/a.xml", EXPORT)],
            vec!["old/a.xml"],
            vec![],
        ),
        (
            "XML of something else",
            vec![("old/a.xml", "<note><to>x</to></note>")],
            vec!["old/a.xml"],
            vec![],
        ),
        (
            "an id that no post has",
            vec![("old/o.txt", ARCHIVE)],
            vec!["old/o.txt"],
            vec!["o.txt"],
        ),
        (
            "an id of another file",
            vec![("old/a.txt", ARCHIVE)],
            vec!["old/a.txt"],
            vec!["archive.txt:12"],
        ),
        (
            "an id without an archive",
            vec![],
            vec!["content/archive"],
            vec!["o.txt"],
        ),
        (
            "a picture that is called a text",
            vec![("old/a.txt", "GIF89a…")],
            vec!["old/a.txt"],
            vec![],
        ),
    ] {
        writeln!(said, "=== {title}").unwrap();
        for error in said_of_import(&files, &paths, &only) {
            writeln!(said, "{error}").unwrap();
        }
    }
    insta::assert_snapshot!("imports", said);
}

#[test]
fn what_sync_is_told_of_is_a_translation() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            "+++\ntitle = \"A\"\ndate = 2025-01-01\n+++\nTexte.",
        ),
        (
            "content/posts/a.en.md",
            "+++\ntitle = \"A\"\ndate = 2025-02-01\n+++\nText.",
        ),
        (
            "content/posts/b.fr.md",
            "+++\ntitle = \"B\"\ndate = 2025-01-01\n+++\nAutre.",
        ),
    ]);
    let said = |file: &str| {
        let report = pipeline::sync(&site.options, &[file.to_owned()]).unwrap();
        let said = report.diagnostics.iter();
        let said = said.map(|diagnostic| diag::plain(diagnostic, &report.sources));
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        said("content/posts/a.fr.md"),
        [
            "error[freshness]: `content/posts/a.fr.md` is the original: its date is before that of `content/posts/a.en.md`\n  \
          help: name the translation, `diptych sync content/posts/a.en.md`; if it is the other way round, correct the dates"
        ]
    );
    assert_eq!(
        said("content/posts/b.fr.md"),
        [
            "error[freshness]: `content/posts/b.fr.md` has no translation\n  \
          help: write one: `diptych translate content/posts/b.fr.md`"
        ]
    );
    assert!(!site.root().join("content/translations.toml").exists());
    assert_eq!(said("content/posts/a.en.md"), Vec::<String>::new());
    assert!(site.root().join("content/translations.toml").exists());
}

#[test]
fn a_list_of_what_was_written_that_is_broken() {
    let site = TestSite::new(&[("content/posts/a.fr.md", "# A\n\nTexte.")]);
    site.build();
    site.write("public/.diptych.json", "{ \"version\": 1, \"files\": {");
    let refused = pipeline::build(&site.options, &site.output(), false);
    let said = refused.err().unwrap().to_string();
    assert!(
        said.starts_with("the list of what was written, `") && said.contains("cannot be read: EOF"),
        "{said}"
    );
}

#[test]
fn authors_who_wrote_nothing() {
    let files = [
        (
            "content/authors.toml",
            "[camille]\nname = \"Camile Roche\"\n\n[jo]\nname = \"Jo Petit\"\n",
        ),
        (
            "content/posts/a.fr.md",
            "+++\ntitle = \"A\"\nauthors = [\"Camille Roche\"]\n+++\nTexte.",
        ),
    ];
    let built = TestSite::new(&files).build();
    let of_authors = built
        .found
        .iter()
        .filter(|found| found.contains("no post is by"));
    assert_eq!(
        of_authors.collect::<Vec<_>>(),
        [
            "content/authors.toml:1:2: warning[terms]: no post is by `Camile Roche`\n  help: did you mean `Camille Roche`?",
            "content/authors.toml:4:2: warning[terms]: no post is by `Jo Petit`\n  \
             help: name this author in a post, `authors = [\"Jo Petit\"]`, or remove the entry",
        ]
    );
    // What is left out may be theirs.
    let draft = (
        "content/posts/b.fr.md",
        "+++\ntitle = \"B\"\ndraft = true\n+++\nTexte.",
    );
    let built = TestSite::new(&[files[0], files[1], draft]).build();
    assert!(
        !built
            .found
            .iter()
            .any(|found| found.contains("no post is by")),
        "{:?}",
        built.found
    );
}

#[test]
fn a_picture_of_an_impossible_size_has_none() {
    let site = TestSite::new(&[("content/posts/a.fr.md", "# A\n\n![le lac](lac.png)")]);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend([
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 9, 8, 2, 0, 0, 0, 0, 0, 0, 0,
    ]);
    site.write("content/posts/lac.png", png);
    let built = site.build();
    assert!(
        built.found[0].contains("`content/posts/lac.png` is broken"),
        "{:?}",
        built.found
    );
    built.lacks("/fr/a/", "width=\"4294967295\"");
    built.holds("/fr/a/", "src=\"/media/posts/lac.png\"");
}

/// A title and a date below blank lines begin a post of their own, or are told as doubtful.
#[test]
fn a_title_with_a_date_is_not_glued_to_the_post_above() {
    let archive = "Une ville au matin\n\nLe jour se lève sur la place. Les volets s’ouvrent un à un, et le boulanger pose ses paniers devant la porte bleue.\n\n\n\nLa pluie du soir\n12 mai 2014\n\nIl pleut sur les toits depuis midi. Les gouttières chantent, et le chat regarde passer les parapluies de la rue haute.\n";
    let built = TestSite::new(&[("content/archive/a.txt", archive)]).build();
    let is_apart = built.files.contains_key("fr/la-pluie-du-soir/index.html");
    assert!(is_apart || built.found.iter().any(|found| found.contains("doubtful")));
}

/// Also where no site was built yet: in a fresh clone an empty site would take the place of the one that readers see.
#[test]
fn without_content_nothing_is_published() {
    let site = TestSite::new(&[]);
    std::fs::remove_dir(site.root().join("content")).unwrap();
    let built = site.build();
    assert_eq!(
        built.heads(),
        ["error[removals]: there is no `content/` in the site's folder"]
    );
    assert!(!built.published && built.files.is_empty());
}

/// What cannot be read stops a new site before its folder is made, so that the same command can be given again.
#[test]
fn a_new_site_of_nothing_leaves_nothing() {
    let site = TestSite::new(&[("old/a.docx", "PK"), ("empty/notes.pdf", "%PDF")]);
    for from in ["old/a.docx", "empty"] {
        let made = std::process::Command::new(env!("CARGO_BIN_EXE_diptych"))
            .current_dir(site.root())
            .args(["new", "site", "made", "--from", from])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        assert!(
            !made.status.success() && said.contains("plain text") || said.contains("PDF"),
            "{said}"
        );
        assert!(!site.root().join("made").exists(), "{from}");
    }
}
