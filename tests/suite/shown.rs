//! Which files beside posts are published: what published texts show, and nothing else.

use crate::support::{Built, SITE, TestSite, post};

/// The files of a build below `/media/`, without that.
fn media(built: &Built) -> Vec<&str> {
    let files = built.files.keys();
    files
        .filter_map(|file| file.strip_prefix("media/"))
        .collect()
}

#[test]
fn what_a_text_shows_is_published_and_nothing_else() {
    let title = "title = \"A\"";
    for (front, text, shown) in [
        (title, "Rien.", &[][..]),
        (
            title,
            "Le mot a.png ne montre rien, `![](a.png)` non plus. <!-- a.png -->",
            &[],
        ),
        (title, "![A](a.png)", &["a.png"]),
        (
            title,
            "[A](a.pdf#page=2) et [b](sub/b%20c.pdf)",
            &["a.pdf", "sub/b c.pdf"],
        ),
        (title, "[A](/media/posts/a.pdf)", &["a.pdf"]),
        (
            title,
            "[A](https://example.org/media/posts/a.pdf)",
            &["a.pdf"],
        ),
        (title, "[A][a]\n\n[a]: a.pdf", &["a.pdf"]),
        (title, "{{ audio(src=\"a.mp3\") }}", &["a.mp3"]),
        (
            title,
            "{{ album(files=[\"a.png\", \"sub/b c.pdf\"]) }}",
            &["a.png", "sub/b c.pdf"],
        ),
        (
            title,
            "<a data-full=\"a.png\" style=\"background: url(a.svg)\">x</a>",
            &["a.png", "a.svg"],
        ),
        (
            title,
            "<style>\np { background: url('a.svg') }\n</style>",
            &["a.svg"],
        ),
        ("title = \"A\"\nimage = \"a.png\"", "x", &["a.png"]),
        (
            "title = \"A\"\n[params]\nsound = { file = \"a.mp3\" }",
            "x",
            &["a.mp3"],
        ),
        (
            "title = \"A\"\nfiles = [\"a.*\", \"sub/*\"]",
            "x",
            &["a.mp3", "a.pdf", "a.png", "a.svg", "sub/b c.pdf"],
        ),
    ] {
        let names = [
            "a.mp3",
            "a.pdf",
            "a.png",
            "a.svg",
            "notes.docx",
            "sub/b c.pdf",
        ];
        let templates = [("audio", "x"), ("album", "x")];
        let site = TestSite::new(&[("content/posts/a.fr.md", &post(front, text))]);
        for (name, html) in templates {
            site.write(&format!("templates/shortcodes/{name}.html"), html);
        }
        for name in names {
            site.write(&format!("content/posts/{name}"), "x");
        }
        let built = site.build();
        assert!(built.published, "{:?}", built.found);
        let expected: Vec<String> = shown.iter().map(|name| format!("posts/{name}")).collect();
        assert_eq!(media(&built), expected, "{front}\n{text}");
        let told = built
            .heads()
            .into_iter()
            .filter(|head| head.contains("[unused-file]"));
        assert_eq!(told.count(), 1, "{:?}", built.found);
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_told_and_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "![A](secret.png) ![B](own.png)"),
        ),
        ("content/posts/b.png", "x"),
        ("static/robots.txt", "x"),
    ]);
    std::fs::create_dir(outside.path().join("whole")).unwrap();
    for file in ["secret.png", "post.fr.md", "whole/key"] {
        std::fs::write(outside.path().join(file), "secret").unwrap();
    }
    let link = |to: &str, at: &str| symlink(outside.path().join(to), site.root().join(at)).unwrap();
    symlink("b.png", site.root().join("content/posts/own.png")).unwrap();
    for (to, at) in [
        ("secret.png", "content/posts/secret.png"),
        ("post.fr.md", "content/posts/post.fr.md"),
        ("whole", "static/whole"),
    ] {
        link(to, at);
        let built = site.build();
        let told = format!(
            "warning[unreadable]: `{at}` leads out of the site: what it leads to is not read"
        );
        assert!(built.heads().contains(&told.as_str()), "{:?}", built.found);
        assert!(built.files.values().all(|text| text != "secret"));
    }
    std::fs::remove_file(site.root().join("content/posts/secret.png")).unwrap();
    site.write(
        "content/posts/a.fr.md",
        post("title = \"A\"", "![B](own.png)"),
    );
    // A whole folder may lie elsewhere.
    std::fs::remove_dir_all(site.root().join("static")).unwrap();
    link("whole", "static");
    let built = site.build();
    assert!(
        built.files.contains_key("key") && built.files.contains_key("media/posts/own.png"),
        "{:?}",
        built.found
    );
}

/// What publishes a file leads to where it is published, and is told where there is none.
#[test]
fn every_address_of_raw_html_is_resolved() {
    for html in [
        "<img src=\"{}\" alt=\"x\">",
        "<img src=\"/favicon.svg\" data-src=\"{}\" alt=\"x\">",
        "<img src=\"/favicon.svg\" srcset=\"{} 2x\" data-srcset=\"{} 2x\" alt=\"x\">",
        "<video poster=\"{}\"></video>",
        "<table background=\"{}\"><tr><td>x</td></tr></table>",
        "<p style=\"background: url('{}')\">x</p>",
        "<style>\np { background: url({}) }\n\np { mask: url(#m) }\n</style>",
        "<svg><image xlink:href=\"{}\"/></svg>",
    ] {
        let build = |name: &str| {
            let text = post("title = \"A\"", &html.replace("{}", name));
            let site = TestSite::new(&[
                ("content/posts/a.fr.md", &text),
                ("content/posts/a.png", "x"),
            ]);
            site.build()
        };
        let built = build("a.png");
        built.lacks("/fr/a/", "\"a.png");
        built.lacks("/fr/a/", "(a.png");
        assert!(
            built.page("/fr/a/").contains("/media/posts/a.png"),
            "{html}"
        );
        let heads = build("b.png");
        let heads = heads.heads();
        assert!(
            heads
                .iter()
                .any(|head| head.contains("[link]") && head.contains("`b.png`")),
            "{html} {heads:#?}"
        );
    }
}

#[test]
fn published_files_show_others() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "[Essai](essai/index.html)"),
        ),
        (
            "content/posts/essai/index.html",
            "<link href=\"style.css\"><script src='./x.js'></script>",
        ),
        (
            "content/posts/essai/style.css",
            "p { background: url(../fond.png) }",
        ),
        ("content/posts/essai/x.js", "fetch('data.json')"),
        ("content/posts/essai/data.json", "{}"),
        ("content/posts/fond.png", "x"),
        ("content/posts/of-css.png", "x"),
        ("content/posts/of-template.png", "x"),
        ("content/posts/rien.png", "x"),
        (
            "static/own.css",
            "p { background: url(/media/posts/of-css.png) }",
        ),
        (
            "templates/base.html",
            "{% extends \"theme/base.html\" %}{% block footer %}<img src=\"/media/posts/of-template.png\">{% endblock footer %}",
        ),
    ]);
    let built = site.build();
    assert_eq!(
        media(&built),
        [
            "posts/essai/data.json",
            "posts/essai/index.html",
            "posts/essai/style.css",
            "posts/essai/x.js",
            "posts/fond.png",
            "posts/of-css.png",
            "posts/of-template.png",
        ],
        "{:?}",
        built.found
    );
}

#[test]
fn files_of_drafts_and_of_the_future_wait_for_them() {
    let mut site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", "Un.")),
        (
            "content/posts/secret/index.fr.md",
            &post("title = \"S\"\ndraft = true", "![x](photo.png)"),
        ),
        ("content/posts/secret/photo.png", "x"),
        ("content/posts/secret/todo.txt", "x"),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ndate = 2030-01-01", "![x](b.png)"),
        ),
        ("content/posts/b.png", "x"),
    ]);
    let built = site.build();
    assert_eq!((media(&built), built.heads()), (vec![], vec![]));
    site.options.drafts = true;
    let built = site.build();
    assert_eq!(media(&built), ["posts/b.png", "posts/secret/photo.png"]);
    let told = "warning[unused-file]: no published text shows `content/posts/secret/todo.txt`: it is not published";
    assert!(built.heads().contains(&told), "{:?}", built.found);
}

#[test]
fn what_editors_leave_behind_is_nobody_s() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"A\"\nfiles = [\"*\"]", "Un."),
    )]);
    for name in [
        "a.fr.md.bak",
        "a.fr.md.orig",
        "a.fr.md.rej",
        "a.fr.md~",
        ".a.fr.md.swp",
        "4913",
        "Thumbs.db",
        "desktop.ini",
        "~$lettre.docx",
        ".~lock.a.odt#",
        "#a.fr.md#",
        ".DS_Store",
    ] {
        site.write(&format!("content/posts/{name}"), "x");
        site.write(&format!("static/{name}"), "x");
    }
    site.write("content/posts/plan.pdf", "x");
    let built = site.build();
    assert_eq!(
        (media(&built), built.heads()),
        (vec!["posts/plan.pdf"], vec![])
    );
    assert!(
        !built.files.contains_key("Thumbs.db"),
        "{:?}",
        built.files.keys()
    );
}

#[test]
fn a_wrong_name_is_told_with_the_private_file_that_it_is_like() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "![Un lac](lca.jpg)"),
        ),
        ("content/posts/lac.jpg", "x"),
    ]);
    let found = site.build().found;
    assert!(
        found
            .iter()
            .any(|text| text.contains("did you mean `lac.jpg`?")),
        "{found:?}"
    );
}

#[test]
fn warnings_may_be_accepted() {
    let image = |front: &str| post(&format!("title = \"A\"\n{front}"), "![](i.svg)");
    for (accept, front, expected) in [
        ("", "", 1),
        ("[accept]\nalt = true\n", "", 0),
        (
            "[accept]\nalt = [\"content/posts/b*\", \"content/posts/a*\"]\n",
            "",
            0,
        ),
        ("[accept]\nalt = [\"content/posts/b*\"]\n", "", 1),
        ("[accept]\nlink = true\n", "", 1),
        ("", "accept = [\"alt\"]", 0),
        ("", "accept = [\"link\"]", 1),
    ] {
        let site = TestSite::new(&[
            ("site.toml", &[SITE, accept].concat()),
            ("content/posts/a.fr.md", &image(front)),
            (
                "content/posts/i.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            ),
        ]);
        assert_eq!(site.build().found.len(), expected, "{accept} {front}");
    }
    let site = TestSite::new(&[
        (
            "site.toml",
            &[SITE, "[accept]\nalr = true\nalt = 1\n"].concat(),
        ),
        ("content/posts/a.fr.md", &image("accept = [\"guesses\"]")),
    ]);
    let found = site.build().found.join("\n");
    for part in [
        "no kind of warning `alr`\n  help: did you mean `alt`?",
        "`alt` must be `true`, or a list",
        "no kind of warning `guesses`",
    ] {
        assert!(found.contains(part), "{part}\n{found}");
    }
}
