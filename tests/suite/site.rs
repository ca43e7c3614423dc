//! What a site's pages hold: URLs, switches, alternates, excerpts, words of the interface.

use crate::support::{SITE, TestSite, post, with_search_pages};

fn two_stories() -> TestSite {
    TestSite::new(&[
        (
            "content/posts/pluie.fr.md",
            &post(
                "title = \"La pluie\"\ndate = 2014-05-01\nstory = \"rain\"",
                &long("Il pleut."),
            ),
        ),
        (
            "content/posts/rain.en.md",
            &post(
                "title = \"Rain\"\ndate = \"2014-05\"\nstory = \"rain\"\naccept = [\"language\"]",
                &long("It rains."),
            ),
        ),
        (
            "content/posts/seul.fr.md",
            &post("title = \"Seul\"\ndate = 2013", &long("Il est seul.")),
        ),
        (
            "content/pages/a-propos.fr.md",
            &post("title = \"À propos\"", "Qui écrit."),
        ),
    ])
}

fn long(sentence: &str) -> String {
    format!(
        "{}\n\n{}",
        sentence.repeat(3),
        "Un mot, puis un autre, et encore un. ".repeat(30)
    )
}

#[test]
fn urls() {
    let built = two_stories().build();
    assert_eq!(built.found, Vec::<String>::new());
    let html: Vec<&str> = built
        .files
        .keys()
        .map(String::as_str)
        .filter(|file| file.ends_with(".html"))
        .collect();
    assert_eq!(
        html,
        with_search_pages(&[
            "404.html",
            "en/404.html",
            "en/archive/2013/index.html",
            "en/archive/2014/index.html",
            "en/archive/index.html",
            "en/index.html",
            "en/rain/index.html",
            "en/search/index.html",
            "en/subscribe/index.html",
            "fr/404.html",
            "fr/a-propos/index.html",
            "fr/archives/2013/index.html",
            "fr/archives/2014/index.html",
            "fr/archives/index.html",
            "fr/index.html",
            "fr/pluie/index.html",
            "fr/recherche/index.html",
            "fr/s-abonner/index.html",
            "fr/seul/index.html",
            "index.html"
        ])
    );
}

#[test]
fn the_switch_leads_to_the_same_story_or_says_that_there_is_none() {
    let built = two_stories().build();
    built.holds("/fr/pluie/", "<a href=\"/en/rain/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" rel=\"alternate\"><span>English</span> <small class=\"to\">");
    built.holds("/en/rain/", "<a href=\"/fr/pluie/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\" rel=\"alternate\"><span>Français</span> <small class=\"to\">La pluie</small></a>");
    let missing = |to: &str| {
        format!(
            "<a href=\"{to}\" lang=\"en\" hreflang=\"en\" dir=\"ltr\"><span>English</span> <small class=\"to\">No English version · The notebook</small></a>"
        )
    };
    // Where the English home names it.
    built.holds("/fr/seul/", &missing("/en/#only-fr"));
    built.holds("/en/", "id=\"only-fr\"");
    built.holds("/fr/a-propos/", &missing("/en/"));
    built.holds(
        "/fr/",
        "<a href=\"/en/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" rel=\"alternate\"><span>English</span> <small class=\"to\">",
    );
    for page in ["/", "/404.html"] {
        let page = if page == "/" {
            built.page("/")
        } else {
            &built.files["404.html"]
        };
        assert!(
            page.contains("href=\"/fr/\" lang=\"fr\" hreflang=\"fr\"")
                && page.contains("href=\"/en/\" lang=\"en\" hreflang=\"en\"")
        );
    }
}

#[test]
fn alternates_are_the_page_itself_and_its_real_translations() {
    let built = two_stories().build();
    let alternates = |path: &str| -> Vec<(String, String)> {
        let links = built
            .page(path)
            .lines()
            .filter_map(|line| line.strip_prefix("<link rel=\"alternate\" hreflang=\""));
        links
            .map(|link| {
                let (lang, rest) = link.split_once('"').unwrap();
                (lang.into(), rest.split('"').nth(1).unwrap().into())
            })
            .collect()
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(l, p)| (l.to_string(), format!("https://example.org{p}")))
            .collect()
    };
    let homes = pairs(&[("fr", "/fr/"), ("en", "/en/"), ("x-default", "/")]);
    for path in ["/", "/fr/", "/en/"] {
        assert_eq!(alternates(path), homes, "{path}");
    }
    for path in ["/fr/pluie/", "/en/rain/"] {
        assert_eq!(
            alternates(path),
            pairs(&[("fr", "/fr/pluie/"), ("en", "/en/rain/")]),
            "{path}"
        );
    }
    assert_eq!(alternates("/fr/seul/"), pairs(&[("fr", "/fr/seul/")]));
    let sitemap = &built.files["sitemap.xml"];
    assert!(sitemap.contains("<loc>https://example.org/fr/pluie/</loc>\n<lastmod>2014-05-01</lastmod>\n<xhtml:link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/fr/pluie/\"/>\n<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/en/rain/\"/>\n</url>"), "{sitemap}");
    assert!(!sitemap.contains("404"), "{sitemap}");
    built.holds(
        "/fr/pluie/",
        "<link rel=\"canonical\" href=\"https://example.org/fr/pluie/\">",
    );
}

#[test]
fn every_link_honours_the_path_of_the_base_url() {
    let mut site = two_stories();
    site.options.base_url = Some("https://example.org/blog".into());
    site.write(
        "content/posts/pluie.fr.md",
        post(
            "title = \"La pluie\"\nstory = \"rain\"",
            "Voir [seul](seul.fr.md), [là](/fr/seul/#main) et ![i](i.svg).",
        ),
    );
    site.write(
        "content/posts/i.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let built = site.build();
    assert_eq!(built.found, Vec::<String>::new());
    for (file, text) in built
        .files
        .iter()
        .filter(|(file, _)| file.ends_with(".html"))
    {
        for part in text.split(" href=\"").chain(text.split(" src=\"")).skip(1) {
            let link = part.split('"').next().unwrap();
            let good = link.starts_with("/blog/")
                || link.starts_with("https://example.org/blog/")
                || link.starts_with('#')
                || !link.contains('/');
            assert!(good, "{file}: {link}");
        }
    }
    built.holds("/fr/pluie/", "<a href=\"/blog/fr/seul/\">seul</a>, <a href=\"/blog/fr/seul/#main\">là</a> et <img src=\"/blog/media/posts/i.svg\" alt=\"i\" />");
    assert!(built.files.contains_key("media/posts/i.svg"));
}

#[test]
fn the_path_of_the_base_url_is_encoded_once() {
    let mut site = two_stories();
    for base in [
        "https://example.org/mon%20carnet/%C3%A9t%C3%A9/",
        "https://example.org/mon%20carnet/été",
    ] {
        site.options.base_url = Some(base.into());
        let built = site.build();
        assert!(built.published, "{:?}", built.found);
        for (file, text) in &built.files {
            let is_once =
                !text.contains("%25") && !text.contains("mon carnet") && !text.contains("/été");
            assert!(is_once, "{file}: {text}");
        }
        built.holds(
            "/fr/pluie/",
            "href=\"https://example.org/mon%20carnet/%C3%A9t%C3%A9/fr/pluie/\"",
        );
        built.holds(
            "/fr/pluie/",
            "href=\"/mon%20carnet/%C3%A9t%C3%A9/style.css\"",
        );
        assert!(
            built.files["robots.txt"]
                .contains("https://example.org/mon%20carnet/%C3%A9t%C3%A9/sitemap.xml")
        );
    }
}

#[test]
fn lists_are_newest_first_ten_a_page_undated_last() {
    let site = TestSite::new(&[]);
    for number in 1..=12 {
        site.write(
            &format!("content/posts/p{number:02}.fr.md"),
            post(
                &format!("title = \"T{number:02}\"\ndate = 2014-01-{number:02}"),
                "Court.",
            ),
        );
    }
    site.write(
        "content/posts/sans-date.fr.md",
        post("title = \"Sans date\"", "Court."),
    );
    let built = site.build();
    let titles = |path: &str| -> Vec<String> {
        built
            .page(path)
            .split("<h2 class=\"p-name\">")
            .skip(1)
            .map(|part| part.split(['>', '<']).nth(2).unwrap().to_owned())
            .collect()
    };
    let expected: Vec<String> = (3..=12)
        .rev()
        .map(|number| format!("T{number:02}"))
        .collect();
    assert_eq!(titles("/fr/"), expected);
    assert_eq!(titles("/fr/page/2/"), ["T02", "T01", "Sans date"]);
    built.holds("/fr/", "<a rel=\"next\" href=\"/fr/page/2/\">");
    built.holds("/fr/page/2/", "<a rel=\"prev\" href=\"/fr/\">");
    // English has one page: the switch of the second leads to it.
    built.holds(
        "/fr/page/2/",
        "<a href=\"/en/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\"><span>English</span> <small class=\"to\">The notebook",
    );
    built.lacks("/fr/sans-date/", "<time");
    built.lacks("/fr/sans-date/", "1970");
}

#[test]
fn interface_words_follow_the_page_s_language() {
    let built = two_stories().build();
    built.holds(
        "/fr/",
        "Lire la suite<span class=\"visually-hidden\"> – <span>La pluie</span></span></a>",
    );
    built.holds(
        "/en/",
        "Read more<span class=\"visually-hidden\"> – <span>Rain</span></span></a>",
    );
    // A French post listed on the English home.
    built.holds("/en/", "1 post in French only");
    built.holds(
        "/en/",
        "<a class=\"u-url\" href=\"/fr/seul/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\">Seul</a>",
    );
    built.holds("/en/", "<a href=\"/fr/seul/\" hreflang=\"fr\">Read more (in French)<span class=\"visually-hidden\"> – <span lang=\"fr\">Seul</span></span></a>");
    built.holds(
        "/fr/pluie/",
        "<time class=\"dt-published\" datetime=\"2014-05-01\">1er mai 2014</time>",
    );
    built.holds(
        "/en/rain/",
        "<time class=\"dt-published\" datetime=\"2014-05\">May 2014</time>",
    );
    built.holds(
        "/fr/seul/",
        "<time class=\"dt-published\" datetime=\"2013\">2013</time>",
    );
}

#[test]
fn a_post_that_is_its_own_excerpt_has_no_read_more() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"", "Tout est là."),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"", "Ici.\n\n<!-- more -->\n\nLà."),
        ),
    ]);
    let built = site.build();
    assert_eq!(built.page("/fr/").matches("class=\"more\"").count(), 1);
    built.holds("/fr/", "<p>Ici.</p>");
    built.lacks("/fr/b/", "class=\"more\"");
}

#[test]
fn a_third_language_takes_a_string_file_and_an_entry() {
    let site = two_stories();
    site.write(
        "site.toml",
        format!("{SITE}[languages.sv]\ntitle = \"Häftet\"\n"),
    );
    site.write(
        "content/posts/regen.sv.md",
        post(
            "title = \"Regen\"\ndate = 2014-05-01\nstory = \"rain\"\naccept = [\"language\"]",
            &long("Es regnet."),
        ),
    );
    let strings = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates/strings/en.toml"
    ))
    .unwrap();
    let strings = strings
        .replace("name = \"English\"", "name = \"svenska\"")
        .replace("\"Read more\"", "\"Läs mer\"");
    site.write(
        "templates/strings/sv.toml",
        strings
            .replace("\"{day} {month} {year}\"", "\"den {day} {month} {year}\"")
            .replace("\"May\"", "\"maj\""),
    );
    let built = site.build();
    assert_eq!(built.found, Vec::<String>::new());
    built.holds("/sv/", "Läs mer");
    built.holds("/sv/regen/", "den 1 maj 2014");
    built.holds(
        "/fr/pluie/",
        "hreflang=\"sv\" href=\"https://example.org/sv/regen/\"",
    );
    built.holds("/fr/seul/", "href=\"/sv/#only-fr\"");
    assert!(built.page("/").contains("lang=\"sv\""));
    // Without its words the language still works, in English words, and the author is told.
    site.remove("templates/strings/sv.toml");
    let built = site.build();
    assert_eq!(
        built.heads(),
        ["warning[strings]: there are no interface words for `sv`; falling back to English"]
    );
    built.holds("/sv/", "Read more");
}

#[test]
fn a_site_s_own_template_and_file_win() {
    let site = two_stories();
    site.write(
        "templates/post.html",
        "{% extends \"base.html\" %}{% block main %}MINE {{ post.title }} {{ site.extra.colour }}{% endblock main %}",
    );
    site.write("static/style.css", "body { color: red }");
    site.write(
        "site.toml",
        SITE.replace(
            "[languages.fr]",
            "[extra]\ncolour = \"red\"\n[languages.fr]",
        ),
    );
    let built = site.build();
    built.holds("/fr/pluie/", "MINE La pluie red");
    assert!(
        built.files["style.css"].starts_with("body{color:red}"),
        "{}",
        built.files["style.css"]
    );
    assert!(
        built.files["favicon.svg"].contains("<svg"),
        "the theme's other files stay"
    );
}

#[test]
fn microformats() {
    let site = two_stories();
    site.write(
        "content/posts/pluie.fr.md",
        post("title = \"La pluie\"\ndate = 2014-05-01\nstory = \"rain\"\nauthors = [\"Camille\"]\ntags = [\"eau\"]", "Il pleut."),
    );
    let built = site.build();
    for part in [
        "<article class=\"h-entry\">",
        "<h1 class=\"p-name\">La pluie</h1>",
        "class=\"p-author h-card\"><a href=\"/fr/auteurs/camille/\" rel=\"author\">Camille</a>",
        "<div class=\"e-content\">\n<p id=\"p:1\">Il pleut.</p>",
        "class=\"dt-published\"",
        "class=\"p-category\"><a href=\"/fr/mots-cles/eau/\" rel=\"tag\">eau</a>",
    ] {
        built.holds("/fr/pluie/", part);
    }
}

#[test]
fn headings_lead_to_themselves_on_their_page_alone() {
    let built = TestSite::new(&[(
        "content/posts/pluie.fr.md",
        &post(
            "title = \"La pluie\"\ndate = 2014-05-01",
            "Il pleut.\n\n## Le *seau* & « l’eau »\n\nIl déborde.",
        ),
    )])
    .build();
    built.holds(
        "/fr/pluie/",
        "</h2><a class=\"anchor\" href=\"#le-seau-l-eau\" aria-label=\"Lien vers la section «\u{a0}Le seau &amp; «\u{a0}l’eau\u{a0}»\u{a0}»\"></a></div>",
    );
    for (path, text) in &built.files {
        let is_its_page = path == "fr/pluie/index.html";
        let is_of_theme = path.ends_with(".css") || path.ends_with(".js");
        assert!(
            is_its_page || is_of_theme || !text.contains("Lien vers") && !text.contains("anchor"),
            "{path}"
        );
    }
}

#[test]
fn drafts_and_posts_of_the_future_are_left_out() {
    let mut site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\ndraft = true", "Texte."),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ndate = 2026-11-22", "Texte."),
        ),
        (
            "content/posts/c.fr.md",
            &post("title = \"C\"\ndate = 2026-11-21", "Texte."),
        ),
    ]);
    let built = site.build();
    assert!(
        !built.files.contains_key("fr/a/index.html")
            && !built.files.contains_key("fr/b/index.html")
    );
    built.page("/fr/c/");
    site.options.drafts = true;
    let built = site.build();
    built.page("/fr/a/");
    built.page("/fr/b/");
}

#[test]
fn an_alias_leads_to_the_post() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post(
            "title = \"A\"\naliases = [\"/2014/05/vieux/\", \"old.html\"]",
            "Texte.",
        ),
    )]);
    let built = site.build();
    built.holds(
        "/2014/05/vieux/",
        "<meta http-equiv=\"refresh\" content=\"0; url=/fr/a/\">",
    );
    assert!(built.files["old.html"].contains("https://example.org/fr/a/"));
    assert!(!built.files["sitemap.xml"].contains("vieux"));
}

#[test]
fn the_addresses_that_an_archive_states_lead_to_its_posts() {
    let archive = "Title: Un premier texte\nURL: https://old.example/2014/05/premier/\n\nLe jour se lève sur la place du marché, sans bruit.\n\n\
                   Title: Un second texte\nURL: https://old.example/?p=12\n\nLa nuit tombe sur la place du marché, où l’on chante.\n\n\
                   Title: Un autre texte\nURL: https://old.example/fr/\n\nLa pluie tombe sur la place du marché, où l’on court.\n";
    let site = TestSite::new(&[("content/archive/a.txt", archive)]);
    let built = site.build();
    assert!(
        built.heads().iter().all(|head| !head.contains("alias")),
        "{:?}",
        built.heads()
    );
    built.holds("/2014/05/premier/", "url=/fr/un-premier-texte/");
    assert!(
        built.files["old-addresses.json"].contains("\"p=12\":\"/fr/un-second-texte/\""),
        "{}",
        built.files["old-addresses.json"]
    );
    // Where something stands, it gives way without a word.
    built.page("/fr/un-autre-texte/");
}

#[test]
fn markdown_post_without_title_takes_its_heading_or_its_first_words() {
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", "# Un vrai titre\n\nTexte."),
        (
            "content/posts/b.fr.md",
            "Le magasin ouvre à neuf heures. Personne ne vient avant dix heures, et encore.",
        ),
    ]);
    let built = site.build();
    built.holds("/fr/a/", "<h1 class=\"p-name\">Un vrai titre</h1>");
    built.lacks("/fr/a/", "<h1 id=");
    built.holds(
        "/fr/b/",
        "<h1 class=\"p-name\">Le magasin ouvre à neuf heures</h1>",
    );
    assert_eq!(
        built.heads(),
        [
            "content/posts/b.fr.md:1:1: warning[guess]: this post has no title; its first words are used: « Le magasin ouvre à neuf heures »"
        ]
    );
}

#[test]
fn links_in_raw_html_and_mail_addresses() {
    let text = "<a href=\"b.fr.md\">b</a> <img src=\"i.svg\" alt=\"i\"> <a@example.org>\n\n<figure><img src='i.svg' alt=''></figure>";
    let mut site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", text)),
        ("content/posts/b.fr.md", &post("title = \"B\"", "Texte.")),
        ("content/posts/i.svg", "<svg/>"),
    ]);
    site.options.base_url = Some("https://example.org/blog/".into());
    let built = site.build();
    assert_eq!(built.found, Vec::<String>::new());
    built.holds(
        "/fr/a/",
        "<a href=\"/blog/fr/b/\">b</a> <img src=\"/blog/media/posts/i.svg\" alt=\"i\">",
    );
    built.holds(
        "/fr/a/",
        "<img src='/blog/media/posts/i.svg' alt='' loading",
    );
    built.holds("/fr/a/", "mailto:a@example.org");
}

#[test]
fn hidden_files_of_static_are_published_and_endings_have_no_case() {
    let site = TestSite::new(&[
        ("static/.htaccess", "x"),
        ("static/.well-known/a.txt", "x"),
        ("content/posts/UN.FR.MD", &post("title = \"Un\"", "Texte.")),
    ]);
    let built = site.build();
    assert!(built.files.contains_key(".htaccess") && built.files.contains_key(".well-known/a.txt"));
    built.page("/fr/un/");
}

#[test]
fn a_post_undoes_what_its_file_sets() {
    let archive = "Un premier texte\n\n\nLe jour se lève sur la place du marché, et les volets s’ouvrent un à un, sans bruit.\n";
    let toml = "[[file]]\nfile = \"a.txt\"\ndraft = true\ntags = [\"x\"]\n\n[[post]]\nstarts = \"Un premier\"\ndraft = false\ntags = []\n";
    let site = TestSite::new(&[
        ("content/archive/a.txt", archive),
        ("content/archive/archive.toml", toml),
    ]);
    let built = site.build();
    built.lacks("/fr/un-premier-texte/", "p-category");
}

#[test]
fn ids_of_the_theme_give_way_to_the_author_s() {
    let text = "## Related\n\nUn <b id=\"main\">mot</b>, <i id=\"contents:\">deux</i>.\n\n## Trois {#comments}\n\n<p id=\"comment-1\">x</p>\n\n## Quatre\n";
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\ntags = [\"t\"]", text),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ntags = [\"t\"]", "Un autre mot."),
        ),
        (
            "content/posts/a.fr.comments.toml",
            "[[comment]]\nid = \"1\"\nauthor = \"M\"\ntext = \"Oui\"\n[[comment]]\nid = \"1\"\nauthor = \"N\"\ntext = \"Non\"\n",
        ),
    ]);
    let built = site.build();
    let page = built.page("/fr/a/");
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    for wanted in [
        "main-2",
        "contents:-2",
        "related",
        "related-2",
        "comments-2",
        "comment-1-2",
        "comment-1-3",
    ] {
        assert!(ids.contains(&wanted), "{wanted} {ids:?}");
    }
    built.holds("/fr/a/", "<a class=\"skip\" href=\"#main-2\">");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    built.holds("/fr/b/", "<a class=\"skip\" href=\"#main\">");

    site.write(
        "content/posts/b.fr.md",
        post("title = \"B\"", "## Un {#x}\n\nDeux <a id=\"x\"></a>"),
    );
    let told = "content/posts/b.fr.md:7:13: warning[id]: the id `x` stands twice in this text: links lead to the first\n  \
                content/posts/b.fr.md:5:1: here it stands first\n  help: give one of them another id";
    assert!(
        site.build().found.contains(&told.to_owned()),
        "{:#?}",
        site.build().found
    );
}

#[test]
fn words_of_a_language_s_urls_are_reserved_slugs() {
    let settings = format!("{SITE}[languages.de]\ntitle = \"Das Heft\"\n");
    let strings = include_str!("../../templates/strings/en.toml")
        .replace("\nsearch = \"search\"", "\nsearch = \"suche\"")
        .replace("tags = \"Tags\"", "tags = \"Themen\"");
    let site = TestSite::new(&[
        ("site.toml", &settings),
        ("templates/strings/de.toml", &strings),
        ("content/posts/suche.de.md", "---\ntitle: Suche\n---\nText."),
        (
            "content/posts/themen.de.md",
            "---\ntitle: Themen\ntags: [Wetter]\n---\nText.",
        ),
        (
            "content/posts/suche.fr.md",
            "---\ntitle: Une suche\n---\nTexte.",
        ),
        (
            "content/posts/search.fr.md",
            "---\ntitle: Search\n---\nUn mot anglais.",
        ),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/suche.de.md:1:1: warning[collision]: the slug `suche` is reserved; this post is at `suche-2`",
            "content/posts/themen.de.md:1:1: warning[collision]: the slug `themen` is reserved; this post is at `themen-2`",
        ]
    );
    for page in [
        "/de/suche-2/",
        "/de/themen/wetter/",
        "/de/themen-2/",
        "/fr/suche/",
        "/fr/search/",
    ] {
        built.page(page);
    }
    if cfg!(feature = "search") {
        built.page("/de/suche/");
    }
}

/// Language tags (BCP 47) in settings and in names of files; the direction of a language without interface words.
#[test]
fn languages_have_scripts_and_regions() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"Bonjour\"", "Un texte."),
        ),
        (
            "content/posts/a.zh-Hans.md",
            &post("title = \"你好\"", "下雨了。"),
        ),
        (
            "content/posts/a.gsw.md",
            &post("title = \"Grüezi\"", "En Text."),
        ),
        ("content/posts/a.ar.md", &post("title = \"مرحبا\"", "نص.")),
    ]);
    let codes = ["fr-CA", "zh-Hans", "gsw", "ar"];
    let languages = codes.map(|code| format!("[languages.{code}]\ntitle = \"{code}\"\n"));
    site.write(
        "site.toml",
        format!(
            "base_url = \"https://example.org/\"\n{}",
            languages.concat()
        ),
    );
    let built = site.build();
    for (path, html) in [
        ("/fr-CA/a/", "<html lang=\"fr-CA\" dir=\"ltr\">"),
        ("/zh-Hans/a/", "<html lang=\"zh-Hans\" dir=\"ltr\">"),
        ("/gsw/a/", "<html lang=\"gsw\" dir=\"ltr\">"),
        ("/ar/a/", "<html lang=\"ar\" dir=\"rtl\">"),
    ] {
        built.holds(path, html);
        built.holds(path, "hreflang=\"zh-Hans\"");
    }
}
