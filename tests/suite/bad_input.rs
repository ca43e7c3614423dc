//! Bad input: each problem with file, line and column, all problems of a run together, and nothing published.

use crate::support::{SITE, TestSite, post};

/// Builds these files, and expects these first lines of findings, in order; errors publish nothing.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let site = TestSite::new(files);
    let built = site.build();
    assert_eq!(built.heads(), expected);
    let broken = expected.iter().any(|line| line.contains("error["));
    assert_eq!(built.published, !broken);
    assert_eq!(built.files.is_empty(), broken, "an error publishes nothing");
    for finding in &built.found {
        assert!(
            finding.contains("help:"),
            "a finding without help: {finding}"
        );
    }
}

#[test]
fn broken_front_matter() {
    check(
        &[
            (
                "content/posts/a.fr.md",
                "+++\ntitle = \"A\ndate = \"soon\"\n+++\nTexte",
            ),
            ("content/posts/b.fr.md", "---\ntitle: [a\n---\nTexte"),
        ],
        &[
            "content/posts/a.fr.md:2:9: error[front-matter]: this text has no closing quote",
            "content/posts/a.fr.md:3:8: error[front-matter]: `soon` is not a date",
            "content/posts/b.fr.md:2:8: error[front-matter]: this list has no end",
        ],
    );
}

/// Each is told once, with the line as it should be.
#[test]
fn one_mistake_is_one_finding() {
    for (text, expected) in [
        (
            "+++\ntitle = \"La règle \"de platine\"\"\n+++\nUn.",
            "write `title = \"La règle \\\"de platine\\\"\"`",
        ),
        (
            "+++\ntitle = 'L'été'\n+++\nUn.",
            "write `title = \"L'été\"`",
        ),
        (
            "+++\ntitle = \"Un\"\n\nUn.",
            "write a line `+++` under its last key",
        ),
        (
            "---\ntitle: Un\n\nUn.",
            "write a line `---` under its last key",
        ),
    ] {
        let site = TestSite::new(&[("content/posts/a.fr.md", text)]);
        let found = site.build().found;
        assert_eq!(found.len(), 1, "{text} {found:?}");
        assert!(found[0].contains(expected), "{found:?}");
    }
}

#[test]
fn broken_settings() {
    check(
        &[(
            "site.toml",
            "base_url = \"https://a.org\nposts_per_page = \"ten\"\n[languages.fr]\ntitle = \"A\"\n[languages.en]\ntitle = \"B\"\n",
        )],
        &[
            "site.toml:1:12: error[config]: this text has no closing quote",
            "site.toml:2:18: error[config]: `posts_per_page` must be an integer, but this is a string",
        ],
    );
}

#[test]
fn unknown_and_contradicting_languages() {
    check(
        &[
            (
                "content/posts/a.md",
                &post("title = \"A\"\nlang = \"fe\"", "Texte."),
            ),
            (
                "content/posts/b.de.md",
                &post("title = \"B\"\nlang = \"fr\"", "Text."),
            ),
            (
                "content/posts/c.en.md",
                &post("title = \"C\"\nlang = \"fr\"", "Texte."),
            ),
        ],
        &[
            "content/posts/a.md:3:8: error[language]: `fe` is no language of the site",
            "content/posts/b.de.md:1:1: error[language]: the name of this file says `de`, which is no language of the site",
            "content/posts/c.en.md:3:8: error[language]: the front matter says `fr`, the file's name says `en`",
        ],
    );
}

#[test]
fn templates_that_cannot_be_read_or_filled() {
    check(
        &[
            ("templates/post.html", "<p>\n{% if %}\n"),
            ("templates/home.html", "{% for card in cards %}x"),
            ("content/posts/a.fr.md", &post("title = \"A\"", "Texte.")),
        ],
        &[
            "templates/home.html:1:24: error[template]: Unexpected end of input",
            "templates/post.html:2:7: error[template]: Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`",
        ],
    );
    check(
        &[
            ("templates/post.html", "<h1>\n  {{ post.titel }}</h1>"),
            ("content/posts/a.fr.md", &post("title = \"A\"", "Texte.")),
            ("content/posts/b.fr.md", &post("title = \"B\"", "Texte.")),
        ],
        &[
            "templates/post.html:2:11: error[template]: Field `titel` is not defined. Available fields: authors, comments, contents, cover, date, description, extra, has_code, html, ids, is_page, keeps_place, machine_translated, newer, next, previous, reading_time, related, reply, series, taxonomies, title, translations, translators, truncated, updated, url",
        ],
    );
}

#[test]
fn templates_that_ask_for_others() {
    for (text, expected) in [
        (
            "{% extends \"nope.html\" %}",
            "templates/post.html:1:13: error[template]",
        ),
        (
            "{% extends \"post.html\" %}",
            "templates/post.html:1:13: error[template]",
        ),
        (
            "<p>\n  {% include \"nope.html\" %}",
            "templates/post.html:2:",
        ),
        ("<p>{{ 1 | nope }}", "templates/post.html:1:"),
    ] {
        let built = TestSite::new(&[("templates/post.html", text)]).build();
        assert!(
            built.heads()[0].starts_with(expected),
            "{text}\n{:?}",
            built.found
        );
        assert!(
            !built.heads()[0].contains("error: error"),
            "{:?}",
            built.found
        );
    }
}

#[test]
fn two_posts_at_one_url() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\nslug = \"x\"", "Texte."),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\nslug = \"x\"", "Texte."),
        ),
        (
            "content/posts/c.fr.md",
            &post("title = \"C\"\nslug = \"page\"", "Texte."),
        ),
        (
            "content/posts/d.fr.md",
            &post("title = \"D\"\naliases = [\"/fr/x/\"]", "Texte."),
        ),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/b.fr.md:3:8: error[collision]: two posts want the URL of `x`",
            "content/posts/c.fr.md:3:8: error[slug]: `page` is a reserved slug",
            "content/posts/d.fr.md:3:12: error[alias]: the alias `/fr/x/` is the URL of something else",
        ]
    );
    assert!(
        built.found[0].contains("\n  content/posts/a.fr.md:3:8: the other"),
        "{}",
        built.found[0]
    );
}

#[test]
fn one_thing_at_one_file() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"A\"\naliases = [\"/fr/index.html\", \"/style.css/x\"]",
                "Texte.",
            ),
        ),
        ("static/fr", "a file where a folder is wanted"),
        ("static/en/index.html", "a page where there is one"),
    ]);
    let built = site.build();
    let codes: Vec<&str> = built
        .heads()
        .iter()
        .map(|line| line.split(['[', ']']).nth(1).unwrap())
        .collect();
    assert!(
        codes.contains(&"alias") && codes.iter().filter(|code| **code == "collision").count() >= 3,
        "{:?}",
        built.found
    );
    assert!(!built.published);
}

#[test]
fn two_posts_of_one_story_in_one_language() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\nstory = \"x\"", "Texte."),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\nstory = \"x\"", "Texte."),
        ),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/b.fr.md:3:9: error[story]: two posts of one story are in the same language"
        ]
    );
    assert!(built.found[0].contains("content/posts/a.fr.md:3:9: the other"));
}

#[test]
fn links_that_lead_nowhere() {
    let text = "Voir [un](autre.fr.md), [deux](/fr/rien/),\n![trois](image.png), [quatre](brouillon.fr.md) et [cinq](https://example.org/fr/rien/), [six](/app/).";
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", text)),
        (
            "content/posts/autres.fr.md",
            &post("title = \"B\"", "Texte."),
        ),
        (
            "content/posts/brouillon.fr.md",
            &post("title = \"C\"\ndraft = true", "Texte."),
        ),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/a.fr.md:5:6: error[link]: this link leads nowhere: `autre.fr.md`",
            "content/posts/a.fr.md:5:25: error[link]: this link leads nowhere: `/fr/rien/`",
            "content/posts/a.fr.md:6:1: error[link]: this image leads nowhere: `image.png`",
            "content/posts/a.fr.md:6:22: warning[link]: this link leads to what is not published: `brouillon.fr.md`",
            "content/posts/a.fr.md:6:89: warning[link]: this link leads nowhere: `/app/`",
        ]
    );
    assert!(
        built.found[0].contains("did you mean `autres.fr.md`?"),
        "{}",
        built.found[0]
    );
    assert!(built.found[3].contains("draft"), "{}", built.found[3]);
}

#[test]
fn slugs_that_would_leave_the_site() {
    check(
        &[
            (
                "content/posts/a.fr.md",
                &post("title = \"A\"\nslug = \"../../etc\"", "Texte."),
            ),
            (
                "content/posts/b.fr.md",
                &post("title = \"B\"\nslug = \"a/b\"", "Texte."),
            ),
        ],
        &[
            "content/posts/a.fr.md:3:8: error[front-matter]: `../../etc` cannot be the last part of a URL",
            "content/posts/b.fr.md:3:8: error[front-matter]: `a/b` cannot be the last part of a URL",
        ],
    );
}

#[test]
fn files_over_the_limit() {
    let site = TestSite::new(&[("site.toml", &format!("max_file_mib = 1\n{SITE}"))]);
    for file in [
        "content/posts/a.fr.md",
        "content/archive/a.txt",
        "static/big.bin",
    ] {
        site.write(file, vec![b'a'; (1 << 20) + 1]);
    }
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "error[too-large]: `content/archive/a.txt` has 2 MiB, more than the limit of 1 MiB",
            "error[too-large]: `content/posts/a.fr.md` has 2 MiB, more than the limit of 1 MiB",
            "error[too-large]: `static/big.bin` has 2 MiB, more than the limit of 1 MiB",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read() {
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Texte."))]);
    // A link that turns in a circle cannot be read by anyone, not even by root.
    std::os::unix::fs::symlink(
        site.root().join("content/posts"),
        site.root().join("content/posts/again"),
    )
    .unwrap();
    let built = site.build();
    assert!(
        built
            .heads()
            .iter()
            .any(|line| line.starts_with("error[unreadable]: cannot read `")
                && line.contains("content/posts/again")),
        "{:?}",
        built.found
    );
    assert!(!built.published);
}

#[test]
fn all_problems_of_a_run_together() {
    let site = TestSite::new(&[
        (
            "site.toml",
            &SITE.replace("[languages.fr]", "posts_per_page = 0\n[languages.fr]"),
        ),
        ("templates/post.html", "{{ post.titel }}"),
        (
            "content/posts/a.fr.md",
            &post("titel = \"A\"\ndraft = 3", "Voir [b](b.md)."),
        ),
        (
            "content/archive/archive.toml",
            "[[at]]\ntext = \"x\"\ndo = \"split\"\n",
        ),
    ]);
    let built = site.build();
    let codes: Vec<&str> = built
        .heads()
        .iter()
        .map(|line| line.split(['[', ']']).nth(1).unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "corrections",
            "unknown-key",
            "front-matter",
            "link",
            "config",
            "template"
        ]
    );
    assert!(!built.published);
}

#[test]
fn warnings_publish() {
    let site = TestSite::new(&[
        ("content/posts/vide.fr.md", "  \n"),
        (
            "content/posts/cle.fr.md",
            &post("title = \"Clé\"\ntag = [\"x\"]", "Texte."),
        ),
        (
            "content/posts/mots-cles.fr.md",
            &post("title = \"Un\"", "Texte."),
        ),
    ]);
    site.write(
        "content/posts/vieux.fr.md",
        b"+++\ntitle = \"Vieux\"\n+++\nUn \xe9t\xe9 \x80.",
    );
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/cle.fr.md:3:1: warning[unknown-key]: unknown key `tag`",
            "content/posts/mots-cles.fr.md:1:1: warning[collision]: the slug `mots-cles` is reserved; this post is at `mots-cles-2`",
            "content/posts/vide.fr.md:1:1: warning[empty]: this file is empty",
            "content/posts/vieux.fr.md:4:4: warning[encoding]: this is not UTF-8; it was read as windows-1252",
        ]
    );
    assert!(built.published);
    built.holds("/fr/vieux/", "<p id=\"p:1\">Un été €.</p>");
    built.page("/fr/mots-cles-2/");
}

#[test]
fn corrections_that_match_nothing() {
    let archive =
        "Une ville au matin\n\nLe jour se lève sur la place. Les volets s’ouvrent un à un.\n";
    let toml = "[[at]]\ntext = \"Pas ici\"\ndo = \"drop\"\n\n[[post]]\nstarts = \"Pas là\"\ntitle = \"X\"\n\n[[post]]\nstarts = \"Une ville\"\ndate = \"2014-05\"\nslug = \"ville\"\n\n[[file]]\nfile = \"autre.txt\"\n";
    let site = TestSite::new(&[
        ("content/archive/a.txt", archive),
        ("content/archive/archive.toml", toml),
    ]);
    let built = site.build();
    let corrections: Vec<&str> = built
        .heads()
        .into_iter()
        .filter(|line| line.contains("[corrections]"))
        .collect();
    assert_eq!(
        corrections,
        [
            "content/archive/archive.toml:1:1: warning[corrections]: no line has these words",
            "content/archive/archive.toml:5:1: warning[corrections]: no post starts with these words",
            "content/archive/archive.toml:14:1: warning[corrections]: no archive is called `autre.txt`",
        ]
    );
    built.holds("/fr/ville/", "mai 2014");
}

#[test]
fn entries_of_kinds_of_lines() {
    let archive = "Une ville au matin\n\nLe jour se lève sur la place. Les volets s’ouvrent un à un.\n\nLu 12 fois\n";
    for (entry, expected) in [
        (
            "file = \"a.txt\"\ndrop = [\"Lu * fois\"]\nbyline = \"Zorbé par *\"",
            &["4:10: warning[corrections]: no line is of this pattern"][..],
        ),
        (
            "file = \"a.txt\"\ntitle = \"underlined\"",
            &["3:9: warning[corrections]: no line stands so"],
        ),
        (
            "file = \"a.txt\"\ntitle = \"underlind\"",
            &["3:9: error[corrections]: `title` cannot be `underlind`"],
        ),
        (
            "file = \"a.txt\"\ndrop = \"* *\"",
            &["3:8: error[corrections]: `* *` is of every line"],
        ),
        (
            "file = \"a.txt\"\ndrops = \"Lu * fois\"",
            &["3:1: warning[unknown-key]: unknown key `drops`"],
        ),
        (
            "file = \"b.txt\"\ndrop = \"Lu * fois\"",
            &["1:1: warning[corrections]: no archive is called `b.txt`"],
        ),
        (
            "file = \"content/archive/a.txt\"\ndrop = \"Lu * fois\"",
            &[],
        ),
    ] {
        let toml = format!("[[file]]\n{entry}\n");
        let site = TestSite::new(&[
            ("content/archive/a.txt", archive),
            ("content/archive/archive.toml", &toml),
        ]);
        let built = site.build();
        let heads = built.heads().into_iter();
        let heads = heads.filter_map(|head| head.strip_prefix("content/archive/archive.toml:"));
        assert_eq!(heads.collect::<Vec<_>>(), expected, "{entry}");
        if expected.is_empty() {
            built.lacks("/fr/une-ville-au-matin/", "Lu 12 fois");
        }
    }
}
