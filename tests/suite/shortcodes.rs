//! Shortcodes, figures, videos, notes, contents and links by file, through the whole pipeline.

use crate::support::{SITE, TestSite, post};

/// Not every test shows all the files of its site.
const ACCEPTING: &str = "[accept]\nunused-file = true\n";

#[track_caller]
fn check(text: &str, holds: &[&str]) {
    let site = TestSite::new(&[
        ("site.toml", &[SITE, ACCEPTING].concat()),
        ("content/posts/a.fr.md", &post("title = \"A\"", text)),
        ("content/posts/guichet.svg", "<svg/>"),
        ("content/posts/film.mp4", ""),
        ("content/posts/film.fr.vtt", "WEBVTT"),
        ("content/posts/film.ja.vtt", "WEBVTT"),
        ("content/posts/film.de.vtt", "WEBVTT"),
        ("content/posts/film.cy.vtt", "WEBVTT"),
        ("content/posts/film.txt", "Un film."),
    ]);
    let built = site.build();
    assert_eq!(built.heads(), Vec::<&str>::new(), "{text}");
    for part in holds {
        built.holds("/fr/a/", part);
    }
}

#[test]
fn the_theme_s_shortcodes() {
    check(
        "{{ figure(src=\"guichet.svg\", alt=\"Un guichet\", caption=\"Le guichet, à midi & après\", link=\"https://example.org/\") }}",
        &[
            "<figure>\n<a href=\"https://example.org/\"><img src=\"/media/posts/guichet.svg\" alt=\"Un guichet\" /></a>\n\
             <figcaption>Le guichet, à midi &amp; après</figcaption>\n</figure>",
        ],
    );
    check(
        "{% figure(src=\"guichet.svg\") %}\nLe *guichet*\n{% end %}",
        &["<figcaption>\n<p>Le <em>guichet</em></p>\n</figcaption>"],
    );
    check(
        "{% quote(by=\"A. <B>\", source=\"Le livre\", url=\"https://example.org/\") %}\nOn attend[^1].\n{% end %}\n\n[^1]: Oui.",
        &[
            "<figure class=\"quote\">\n<blockquote cite=\"https://example.org/\">\n\n<p>On attend<sup",
            "<figcaption>A. &lt;B&gt;, <cite><a href=\"https://example.org/\">Le livre</a></cite></figcaption>",
        ],
    );
    check(
        "{{ video(src=\"film.mp4\", title=\"Un film\") }}",
        &[
            "<video controls preload=\"none\" src=\"/media/posts/film.mp4\" aria-label=\"Un film\"></video>",
        ],
    );
    // Sorted by code, in every build alike.
    check(
        "{{ video(src=\"film.mp4\", captions={ fr = \"film.fr.vtt\", ja = \"film.ja.vtt\", de = \"film.de.vtt\", cy = \"film.cy.vtt\" }, transcript=\"film.txt\") }}",
        &[
            "<track kind=\"captions\" srclang=\"cy\" label=\"cy\" src=\"/media/posts/film.cy.vtt\">\
             <track kind=\"captions\" srclang=\"de\" label=\"de\" src=\"/media/posts/film.de.vtt\">\
             <track kind=\"captions\" srclang=\"fr\" label=\"français\" src=\"/media/posts/film.fr.vtt\" default>\
             <track kind=\"captions\" srclang=\"ja\" label=\"ja\" src=\"/media/posts/film.ja.vtt\"></video>\n\
             <figcaption><a href=\"/media/posts/film.txt\">Transcription</a></figcaption>",
        ],
    );
}

#[test]
fn a_video_loads_nothing_before_a_click() {
    let facade = "<a href=\"https://www.youtube.com/watch?v=abc\" data-player=\"https://www.youtube-nocookie.com/embed/abc?autoplay=1\" data-title=\"YouTube\">";
    for text in [
        "https://youtu.be/abc",
        "{{ video(url=\"https://youtu.be/abc\") }}",
        "{{ youtube(id=\"abc\") }}",
    ] {
        check(
            text,
            &[
                facade,
                "Lire la vidéo\u{a0}: un clic charge le lecteur de YouTube</small>",
                "<script src=\"/site.js\">",
            ],
        );
    }
    check(
        "{{ vimeo(id=\"12\", title=\"Le film\") }}",
        &[
            "data-player=\"https://player.vimeo.com/video/12?autoplay=1&amp;dnt=1\" data-title=\"Le film\"",
        ],
    );
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "https://youtu.be/abc"),
        ),
        ("content/posts/b.fr.md", &post("title = \"B\"", "Rien.")),
    ]);
    let built = site.build();
    built.lacks("/fr/a/", "<iframe");
    built.lacks("/fr/a/", "src=\"https:");
    built.lacks("/fr/", "data-player");
    assert!(built.files["site.js"].contains("data-player"));
}

#[test]
fn an_archive_s_videos_and_pictures_are_like_the_author_s() {
    let site = TestSite::new(&[(
        "content/archive/blog.txt",
        "Le guichet ouvre\n\nIl est huit heures et la file est déjà longue devant le guichet.\n\nhttps://youtu.be/abc\n\n\
             On attend encore, puis la porte s’ouvre et chacun avance d’un pas vers le comptoir.\n",
    )]);
    let built = site.build();
    let page = built
        .files
        .iter()
        .find(|(path, _)| path.starts_with("fr/le-guichet"))
        .unwrap()
        .1;
    assert!(
        page.contains("data-player=\"https://www.youtube-nocookie.com/embed/abc"),
        "{page}"
    );
}

#[test]
fn captions_are_markdown() {
    check(
        "![G](guichet.svg \"*L'heure* du `x` & [lui](https://example.org/)\")",
        &[
            "<figcaption><em>L’heure</em> du <code>x</code> &amp; <a href=\"https://example.org/\">lui</a></figcaption>",
        ],
    );
    check(
        "{{ figure(src=\"guichet.svg\", alt=\"G\", caption=\"1. Un **seul**\") }}",
        &["<figcaption>1. Un **seul**</figcaption>"],
    );
}

#[test]
fn links_in_captions_are_resolved_and_checked() {
    let text = "![G](guichet.svg \"[Lui](b.fr.md)\")\n\n{{ figure(src=\"guichet.svg\", alt=\"G\", caption=\"[Elle](b.fr.md) et [rien](c.fr.md)\") }}";
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", text)),
        ("content/posts/b.fr.md", &post("title = \"B\"", "B.")),
        ("content/posts/guichet.svg", "<svg/>"),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        ["content/posts/a.fr.md:7:48: error[link]: this link leads nowhere: `c.fr.md`"]
    );
    site.write(
        "content/posts/a.fr.md",
        post("title = \"A\"", &text.replace("[rien](c.fr.md)", "rien")),
    );
    let built = site.build();
    built.holds(
        "/fr/a/",
        "<figcaption><a href=\"/fr/b/\">Lui</a></figcaption>",
    );
    built.holds("/fr/a/", "<a href=\"/fr/b/\">Elle</a> et rien");
}

#[test]
fn words_may_be_given_by_language() {
    let call = "{{ figure(src=\"guichet.svg\", alt.fr=\"Un guichet : fermé\", alt.en=\"A counter\", caption.en=\"The *counter*\", caption.fr=\"Le\") }}";
    let site = |call: &str| {
        let text = post("title = \"A\"", call);
        TestSite::new(&[
            ("content/posts/a.fr.md", &text),
            ("content/posts/a.en.md", &text),
            ("content/posts/guichet.svg", "<svg/>"),
        ])
    };
    let built = site(call).build();
    assert_eq!(built.heads(), Vec::<&str>::new());
    built.holds("/fr/a/", "alt=\"Un guichet\u{a0}: fermé\"");
    built.holds("/fr/a/", "<figcaption>Le");
    built.holds("/en/a/", "alt=\"A counter\"");
    built.holds("/en/a/", "The <em>counter</em>");
    let lacking = site("{{ figure(src=\"guichet.svg\", alt={ en = \"A counter\" }) }}").build();
    let expected = "error[shortcode]: `alt` of the shortcode `figure` has no words in `fr`\n  help: add `alt.fr = \"…\"`";
    assert!(
        lacking.found.iter().any(|found| found.contains(expected)),
        "{:?}",
        lacking.found
    );
}

#[test]
fn a_picture_with_a_title_is_a_figure() {
    check(
        "![Un guichet](guichet.svg \"Le guichet\")",
        &[
            "<figure>\n<img src=\"/media/posts/guichet.svg\" alt=\"Un guichet\" />\n<figcaption>Le guichet</figcaption>\n</figure>",
        ],
    );
}

#[test]
fn a_figure_within_a_line_stands_between_two_paragraphs() {
    let text = "On *voit {{ figure(src=\"guichet.svg\", alt=\"G\") }} que* la file\n\n## Un {{ figure(src=\"guichet.svg\", alt=\"G\") }}\n\n\
                - Deux {{ figure(src=\"guichet.svg\", alt=\"G\") }}";
    check(
        text,
        &[
            "<p>On <em>voit</em></p>\n\n<figure>",
            "</figure>\n<p><em>que</em> la file</p>\n<div class=\"heading\"><h2 id=\"un\">Un</h2><a",
            "</a></div>\n\n<figure>",
            "</figure>\n\n<ul>\n<li>Deux\n<figure>",
        ],
    );
}

#[test]
fn an_author_s_own_shortcodes() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"A\"",
                "Un {{ mot(de=\"x<y\") }}.\n\n{% note() %}\n**Oui** {{ compte() }}{{ compte() }}.\n{% end %}",
            ),
        ),
        (
            "templates/shortcodes/mot.html",
            "{% component mot(de: string) %}<i>{{ de }}</i>{% endcomponent mot %}",
        ),
        (
            "templates/shortcodes/note.html",
            "<aside lang=\"{{ lang }}\">{{ body }}</aside>",
        ),
        ("templates/shortcodes/compte.html", "{{ nth }}\n"),
    ]);
    let built = site.build();
    assert_eq!(built.heads(), Vec::<&str>::new());
    built.holds("/fr/a/", "<p>Un <i>x&lt;y</i>.</p>");
    built.holds(
        "/fr/a/",
        "<aside lang=\"fr\">\n<p><strong>Oui</strong> 12.</p>\n</aside>",
    );
    built.holds("/fr/", "<p>Un <i>x&lt;y</i>.</p>");
}

#[test]
fn content_is_never_a_template() {
    check(
        "{{ site.title }} {% for x in y %}\n\n{{ figure(src=\"guichet.svg\", caption=\"{{ site.title }}\") }}\n\n```\n{{ figure() }}\n```\n\n{{/* figure() */}}",
        &[
            "<p>{{ site.title }} {% for x in y %}</p>",
            "<figcaption>{{ site.title }}</figcaption>",
            "<code>{{ figure() }}\n</code>",
            "<p>{{ figure() }}</p>",
        ],
    );
}

#[test]
fn mistakes_are_told_with_their_place() {
    let text = "Un.\n\n{{ figrue(src=\"guichet.svg\") }}\n\n{{ figure(scr=\"x\") }}\n\n{{ figure() }}\n\n{{ figure(src=\"nulle-part.svg\") }}\n\n\
                {{ youtube(\"x\") }}\n\n{{ video(url=\"https://example.org\") }}\n\n{{ figure(src=1) }}\n\n{% end %}\n\n\
                {% video(src=\"guichet.svg\") %}Perdu{% end %}\n\n{% quote() %}\nDeux.";
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", text))]);
    let built = site.build();
    assert!(!built.published);
    let expected = [
        "content/posts/a.fr.md:7:1: error[shortcode]: there is no shortcode `figrue`\n  help: did you mean `figure`?",
        "content/posts/a.fr.md:9:1: error[shortcode]: the shortcode `figure` takes no argument `scr`\n  help: did you mean `src`?",
        "content/posts/a.fr.md:11:1: error[shortcode]: the shortcode `figure` needs the argument `src`\n  help: write `figure(src = …)`; it takes ",
        "content/posts/a.fr.md:13:16: error[link]: this image leads nowhere: `nulle-part.svg`",
        "content/posts/a.fr.md:15:12: error[shortcode]: an argument of a shortcode has a name and a value",
        "content/posts/a.fr.md:17:1: error[shortcode]: the shortcode `video` cannot be rendered: `https://example.org` is no video of YouTube",
        "content/posts/a.fr.md:19:1: error[shortcode]: the shortcode `figure` cannot be rendered: ",
        "content/posts/a.fr.md:21:1: error[shortcode]: `{% end %}` ends no shortcode",
        "content/posts/a.fr.md:23:1: error[shortcode]: the shortcode `video` has no place for a text between two tags",
        "content/posts/a.fr.md:25:1: error[shortcode]: the shortcode `quote` has no end",
    ];
    let found: Vec<&String> = built
        .found
        .iter()
        .filter(|found| !found.contains("guichet.svg`") && !found.contains("warning[alt]"))
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn a_mistake_in_one_half_of_a_file_has_its_line() {
    let fr = "Le guichet ouvre à huit heures et la file est déjà longue devant la porte.";
    let en = "The counter opens at eight and the queue in front of the door is already long.";
    let site = TestSite::new(&[(
        "content/posts/a.md",
        &post(
            "title = \"A\"",
            &format!("[:fr]{fr}[:en]{en}\n\n{{{{ nothing() }}}}[:]"),
        ),
    )]);
    assert!(
        site.build()
            .heads()
            .contains(&"content/posts/a.md:7:1: error[shortcode]: there is no shortcode `nothing`"),
        "{:#?}",
        site.build().heads()
    );
}

#[test]
fn notes_are_named_in_the_language_of_the_text() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "Un[^1] et deux[^1].\n\n[^1]: La note."),
        ),
        (
            "content/posts/a.en.md",
            &post("title = \"A\"", "One[^1].\n\n[^1]: The note."),
        ),
    ]);
    let built = site.build();
    for part in [
        "<a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a>",
        "<a href=\"#fn:1\" id=\"fnref:1-2\" role=\"doc-noteref\"",
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\">",
        "role=\"doc-backlink\" aria-label=\"Retour au texte, note 1\">↩</a> <a href=\"#fnref:1-2\" class=\"footnote-back\" \
         role=\"doc-backlink\" aria-label=\"Retour au texte, note 1, renvoi 2\">↩<sup>2</sup></a></li>",
    ] {
        built.holds("/fr/a/", part);
    }
    built.holds(
        "/en/a/",
        "aria-label=\"Back to the text, note 1\">↩</a></li>",
    );
}

#[test]
fn contents() {
    let text = "## Un [lien](https://a.org)\n\nA.\n\n### Deux `mots`\n\nB.\n\n## *Trois*[^1]\n\nC.\n\n[^1]: N.";
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", text)),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ntoc = false", text),
        ),
        (
            "content/posts/c.fr.md",
            &post("title = \"C\"\ntoc = true", "## Seul\n\nA."),
        ),
        (
            "content/posts/d.fr.md",
            &post("title = \"D\"", "## Un\n\n## Deux"),
        ),
    ]);
    let built = site.build();
    built.holds(
        "/fr/a/",
        "<nav class=\"contents\" aria-labelledby=\"contents:\"><details>\n<summary id=\"contents:\">Sommaire</summary>\n<ol>\n\
         <li><a href=\"#un-lien\">Un lien</a><ol>\n<li><a href=\"#deux-mots\">Deux <code>mots</code></a></li>\n</ol></li>\n\
         <li><a href=\"#trois\"><em>Trois</em></a></li>\n</ol>\n",
    );
    built.lacks("/fr/b/", "class=\"contents\"");
    built.holds("/fr/c/", "<a href=\"#seul\">Seul</a>");
    built.lacks("/fr/d/", "class=\"contents\"");
    site.write(
        "site.toml",
        format!("toc = false\n{}", crate::support::SITE),
    );
    site.build().lacks("/fr/a/", "class=\"contents\"");
}

#[test]
fn links_by_file_lead_to_the_reader_s_language() {
    let french = "## La file\n\nUn.\n\n## Ici seulement\n\nDeux.";
    let english = "## The queue\n\nOne.";
    let site = TestSite::new(&[
        (
            "content/posts/deux.fr.md",
            &post("title = \"Deux\"", french),
        ),
        (
            "content/posts/deux.en.md",
            &post("title = \"Two\"\nslug = \"two\"", english),
        ),
        (
            "content/posts/seul.en.md",
            &post("title = \"Alone\"", "Only here."),
        ),
    ]);
    for (link, expected) in [
        // By file: the reader's language.
        ("[x](deux.en.md)", "<a href=\"/fr/deux/\">x</a>"),
        ("[x](deux.fr.md)", "<a href=\"/fr/deux/\">x</a>"),
        ("[x](deux.md)", "<a href=\"/fr/deux/\">x</a>"),
        ("[x](/posts/deux.en.md)", "<a href=\"/fr/deux/\">x</a>"),
        (
            "[x](deux.en.md#la-file)",
            "<a href=\"/fr/deux/#la-file\">x</a>",
        ),
        (
            "<a href=\"deux.en.md\">x</a>",
            "<a href=\"/fr/deux/\">x</a>",
        ),
        // What stands only in the other language.
        (
            "[x](deux.en.md#the-queue)",
            "<a href=\"/en/two/#the-queue\" hreflang=\"en\">x</a>",
        ),
        (
            "[x](seul.en.md \"y\")",
            "<a href=\"/en/seul/\" hreflang=\"en\" title=\"y\">x</a>",
        ),
        (
            "[x](seul.md)",
            "<a href=\"/en/seul/\" hreflang=\"en\">x</a>",
        ),
        // One's own translation, and a URL, are what is meant.
        ("[x](a.en.md)", "<a href=\"/en/a/\" hreflang=\"en\">x</a>"),
        (
            "[x](/en/two/)",
            "<a href=\"/en/two/\" hreflang=\"en\">x</a>",
        ),
        ("[x](/fr/deux/#main)", "<a href=\"/fr/deux/#main\">x</a>"),
        ("[x](#ici)\n\n## Ici", "<a href=\"#ici\">x</a>"),
        ("[x](#ici) <a id=\"ici\"></a>", "<a href=\"#ici\">x</a>"),
        (
            "{% quote(source=\"x\", url=\"deux.en.md\") %}\ny\n{% end %}",
            "<a href=\"/fr/deux/\">x</a>",
        ),
    ] {
        site.write("content/posts/a.fr.md", post("title = \"A\"", link));
        site.write("content/posts/a.en.md", post("title = \"A\"", "One."));
        let built = site.build();
        assert_eq!(
            built
                .heads()
                .iter()
                .filter(|head| head.contains("error"))
                .count(),
            0,
            "{link} {:?}",
            built.found
        );
        built.holds("/fr/a/", expected);
    }
}

#[test]
fn what_the_author_s_own_html_shows_is_found_and_checked() {
    let text = "<video\n  controls poster=\"guichet.svg\">\n<source src=\"film.mp4\" type=\"video/mp4\">\n<track src=film.mp4>\n</video>\n\n\
                <picture><source srcset=\"guichet.svg 1x,\n  guichet.svg 2x\"><img src=\"guichet.svg\" alt=\"G\"></picture>\n\n\
                <object data=\"guichet.svg\"></object>";
    let settings = [SITE, ACCEPTING].concat();
    let files = [
        ("site.toml", settings.as_str()),
        ("content/posts/guichet.svg", "<svg/>"),
        ("content/posts/film.mp4", ""),
    ];
    let site = TestSite::new(&files);
    site.write("content/posts/a.fr.md", post("title = \"A\"", text));
    let built = site.build();
    assert_eq!(built.heads(), Vec::<&str>::new());
    for part in [
        "controls poster=\"/media/posts/guichet.svg\">",
        "<source src=\"/media/posts/film.mp4\" type",
        "<track src=\"/media/posts/film.mp4\">",
        "srcset=\"/media/posts/guichet.svg 1x,\n  /media/posts/guichet.svg 2x\"",
        "<object data=\"/media/posts/guichet.svg\">",
    ] {
        built.holds("/fr/a/", part);
    }
    site.write(
        "content/posts/a.fr.md",
        post("title = \"A\"", &text.replace("guichet.svg", "rien.svg")),
    );
    assert_eq!(
        site.build().heads(),
        [(6, 20), (11, 26), (12, 3), (12, 26), (14, 15)].map(|(line, column)| format!(
            "content/posts/a.fr.md:{line}:{column}: error[link]: this link leads nowhere: `rien.svg`"
        ))
    );
}

#[test]
fn what_is_behind_the_sign_must_be_there() {
    let site = TestSite::new(&[
        ("site.toml", &[SITE, ACCEPTING].concat()),
        (
            "content/posts/deux.fr.md",
            &post("title = \"Deux\"", "## La file\n\nUn."),
        ),
    ]);
    let at = "content/posts/a.fr.md:5:4: ";
    for (link, expected) in [
        (
            "Un [x](deux.fr.md#la-fille)",
            "error[link]: this link leads to `#la-fille`, which is nowhere in « Deux »\n  help: did you mean `la-file`?",
        ),
        (
            "Un [x](/fr/deux/#autre)",
            "error[link]: this link leads to `#autre`, which is nowhere in « Deux »\n  help: it has `#la-file`",
        ),
        (
            "Un [x](#rien)",
            "error[link]: this link leads to `#rien`, which is nowhere in this post\n  help: it has no headings; give the place an anchor: `<a id=\"…\"></a>`",
        ),
        (
            "Un [x](#rien)\n\n{{ video(src=\"f.mp4\") }}",
            "warning[link]: this link leads to `#rien`, which is nowhere in this post\n  help: it has no headings; give the place an anchor: `<a id=\"…\"></a>`",
        ),
        (
            "Un [x](dix.fr.md)",
            "error[link]: this link leads nowhere: `dix.fr.md`\n  help: did you mean `deux.fr.md`?",
        ),
    ] {
        site.write("content/posts/f.mp4", "");
        site.write("content/posts/a.fr.md", post("title = \"A\"", link));
        assert_eq!(site.build().found, [format!("{at}{expected}")], "{link}");
    }
}
