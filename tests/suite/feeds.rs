//! Feeds, sitemap and structured data, from whole sites. What readers and validators make of them: `tests/site/run`.

use serde_json::Value;

use super::support::{Built, SITE, TestSite, post, unhashed};

/// The texts of all elements of a name.
fn texts<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|part| part.split(&close).next())
        .collect()
}

/// The ids of a feed's entries.
fn ids<'a>(built: &'a Built, feed: &str) -> Vec<&'a str> {
    let xml = built
        .files
        .get(feed)
        .unwrap_or_else(|| panic!("no {feed} among {:?}", built.files.keys()));
    texts(xml, "id").into_iter().skip(1).collect()
}

fn structured(built: &Built, path: &str) -> Value {
    let page = built.page(path);
    let json = page
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn without_a_date_nothing_is_told() {
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Un mot."))]);
    let built = site.build();
    let feeds: Vec<&String> = built
        .files
        .keys()
        .filter(|file| file.ends_with("atom.xml") || file.ends_with("rss.xml"))
        .collect();
    assert_eq!(feeds, Vec::<&String>::new());
    built.lacks("/fr/", "application/atom+xml");
    built.holds("/fr/s-abonner/", "n’ont pas de date");
    site.write(
        "content/posts/b.fr.md",
        post("title = \"B\"\ndate = 2014-05-01", "Deux mots."),
    );
    let built = site.build();
    assert!(built.files["fr/atom.xml"].contains("<updated>2014-05-01T00:00:00Z</updated>"));
    assert!(built.files.values().all(|text| !text.contains("1970")));
}

#[test]
fn ids_outlive_titles_slugs_and_addresses() {
    let id = "tag:example.org,2014:posts/pain.fr";
    for (settings, name, front, expected) in [
        ("", "pain.fr", "title = \"Le pain\"\ndate = 2014-05-01", id),
        ("", "pain.fr", "title = \"Le vin\"\ndate = 2014-05-01", id),
        (
            "",
            "pain.fr",
            "title = \"Le pain\"\nslug = \"autre\"\ndate = 2014-05-01",
            id,
        ),
        ("", "pain.fr", "title = \"Le pain\"\ndate = \"2014-05\"", id),
        (
            "",
            "pain",
            "title = \"Le pain\"\ndate = 2014-05-01\nlang = \"fr\"",
            id,
        ),
        (
            "[feeds]\nhost = \"example.org\"\n",
            "pain.fr",
            "title = \"Le pain\"\ndate = 2014-05-01",
            id,
        ),
        (
            "",
            "pain.fr",
            "title = \"x\"\ndate = 2014-05-01\norigin = \"https://old.example/?p=12\"",
            "https://old.example/?p=12",
        ),
        (
            "",
            "pain.fr",
            "title = \"x\"\ndate = 2014-05-01\norigin = \"vieux.txt: Titre | Du pain\"",
            "tag:example.org,2014:vieux.txt%3A%20Titre%20%7C%20Du%20pain.fr",
        ),
    ] {
        let site = TestSite::new(&[(
            &format!("content/posts/{name}.md"),
            &post(front, "Du pain frais."),
        )]);
        let base = if settings.is_empty() {
            "https://example.org/"
        } else {
            "https://new.example/blog/"
        };
        site.write(
            "site.toml",
            format!("{}{settings}", SITE.replace("https://example.org/", base)),
        );
        let built = site.build();
        assert_eq!(
            ids(&built, "fr/atom.xml"),
            [expected],
            "{front}\n{:?}",
            built.found
        );
        assert_eq!(ids(&built, "atom.xml"), [expected]);
        assert!(
            built.files["fr/rss.xml"]
                .contains(&format!("<guid isPermaLink=\"false\">{expected}</guid>"))
        );
    }
}

#[test]
fn two_posts_of_one_origin_have_two_ids() {
    let front = |title: &str| {
        format!("title = \"{title}\"\ndate = 2014-05-01\norigin = \"https://old.example/?p=12\"")
    };
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(&front("Un"), "Du pain frais."),
        ),
        (
            "content/posts/a.en.md",
            &post(&front("One"), "Some fresh bread."),
        ),
    ]);
    let built = site.build();
    let known = ids(&built, "atom.xml");
    assert!(
        known.len() == 2 && known[0] != known[1],
        "{known:?}\n{:?}",
        built.found
    );
}

#[test]
fn feeds_follow_the_policy_for_stories_of_other_languages() {
    let french = post(
        "title = \"Un pain\"\ndate = 2014-05-01\ntags = [\"pain\"]",
        "Du pain *frais*, du [vin](/fr/un/).",
    );
    let english = post("title = \"A wine\"\ndate = 2014-06-01", "Some wine.");
    for (policy, titles, content, summary) in [
        ("hide", &["A wine"][..], false, false),
        ("show", &["A wine", "Un pain"], true, false),
        ("link", &["A wine", "Un pain"], false, true),
    ] {
        let site = TestSite::new(&[
            ("content/posts/un.fr.md", &french),
            ("content/posts/wine.en.md", &english),
        ]);
        site.write(
            "site.toml",
            format!("untranslated.feeds = \"{policy}\"\n{SITE}"),
        );
        let built = site.build();
        let feed = &built.files["en/atom.xml"];
        assert_eq!(texts(feed, "title")[1..], *titles, "{policy}");
        let whole = "&lt;p&gt;Du pain &lt;em&gt;frais&lt;/em&gt;, du &lt;a href=&quot;https://example.org/fr/un/&quot;&gt;";
        assert_eq!(feed.contains(whole), content, "{policy}\n{feed}");
        let line = "<summary xml:lang=\"en\">This post is in French only.</summary>";
        assert_eq!(feed.contains(line), summary, "{policy}\n{feed}");
        assert_eq!(feed.contains("<entry xml:lang=\"fr\">"), policy != "hide");
        assert_eq!(
            built.files["en/rss.xml"].contains("<description xml:lang=\"en\">This post"),
            summary
        );
        assert!(
            built.files["atom.xml"].contains(whole),
            "everything is whole"
        );
    }
}

#[test]
fn feeds_reach_back_as_far_as_they_are_told() {
    let files: Vec<(String, String)> = (1..=5)
        .flat_map(|day| ["fr", "en"].map(|lang| (day, lang)))
        .map(|(day, lang)| {
            (
                format!("content/posts/p{day}.{lang}.md"),
                post(
                    &format!("title = \"{lang} {day}\"\ndate = 2014-05-0{day}"),
                    "x",
                ),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = TestSite::new(&files);
    site.write("site.toml", format!("{SITE}[feeds]\nposts = 2\n"));
    let built = site.build();
    assert_eq!(
        texts(&built.files["fr/atom.xml"], "title")[1..],
        ["fr 5", "fr 4"]
    );
    let mut everything = texts(&built.files["atom.xml"], "title")[1..].to_vec();
    everything.sort_unstable();
    assert_eq!(everything, ["en 4", "en 5", "fr 4", "fr 5"]);
    assert_eq!(
        texts(&built.files["fr/atom.xml"], "updated")[0],
        "2014-05-05T00:00:00Z"
    );
}

#[test]
fn readers_see_the_author_s_day_and_machines_are_told_the_instant() {
    let site = TestSite::new(&[
        (
            "content/posts/soir.fr.md",
            &post(
                "title = \"Soir\"\ndate = 2014-05-03T23:30:00-05:00",
                "Du pain.",
            ),
        ),
        (
            "content/posts/matin.fr.md",
            &post(
                "title = \"Matin\"\ndate = 2014-05-03T10:00:00+02:00",
                "Du pain.",
            ),
        ),
        (
            "content/posts/midi.fr.md",
            &post("title = \"Midi\"\ndate = 2014-05-03T09:00:00", "Du pain."),
        ),
        (
            "content/posts/demain.fr.md",
            &post(
                "title = \"Demain\"\ndate = 2026-11-21T23:30:00-05:00",
                "Du pain.",
            ),
        ),
        (
            "content/posts/hier.fr.md",
            &post(
                "title = \"Hier\"\ndate = 2026-11-22T00:30:00+02:00",
                "Du pain.",
            ),
        ),
    ]);
    let built = site.build();
    let feed = &built.files["fr/atom.xml"];
    assert_eq!(texts(feed, "title")[1..], ["Hier", "Soir", "Midi", "Matin"]);
    assert_eq!(
        texts(feed, "published")[1..],
        [
            "2014-05-04T04:30:00Z",
            "2014-05-03T09:00:00Z",
            "2014-05-03T08:00:00Z"
        ]
    );
    assert_eq!(
        texts(&built.files["fr/rss.xml"], "pubDate")[1],
        "Sun, 04 May 2014 04:30:00 +0000"
    );
    let exact = "2014-05-03T23:30:00-05:00";
    built.holds(
        "/fr/soir/",
        &format!("datetime=\"{exact}\">3 mai 2014</time>"),
    );
    built.holds(
        "/fr/soir/",
        &format!("<meta property=\"article:published_time\" content=\"{exact}\">"),
    );
    assert_eq!(structured(&built, "/fr/soir/")["datePublished"], exact);
    assert_eq!(
        structured(&built, "/fr/midi/")["datePublished"],
        "2014-05-03T09:00:00Z"
    );
    assert!(built.files["sitemap.xml"].contains(&format!("<lastmod>{exact}</lastmod>")));
}

#[test]
fn what_has_no_date_is_told_to_nobody() {
    let front = "title = \"Un pain\"\ntags = [\"pain\"]\nlastmod = 2015-01-01";
    let site = TestSite::new(&[
        ("content/posts/un.fr.md", &post(front, "Du pain.")),
        (
            "content/posts/year.fr.md",
            &post("title = \"Une année\"\ndate = 2014", "Du vin."),
        ),
        (
            "content/posts/day.fr.md",
            &post(
                "title = \"Un jour\"\ndate = 2014-05-01T08:30\nlastmod = 2015-02-01",
                "Du sel.",
            ),
        ),
    ]);
    let built = site.build();
    assert_eq!(
        texts(&built.files["fr/atom.xml"], "title")[1..],
        ["Un jour", "Une année"]
    );
    assert_eq!(
        texts(&built.files["fr/atom.xml"], "published"),
        ["2014-05-01T08:30:00Z", "2014-01-01T00:00:00Z"]
    );
    assert!(
        !built.files.contains_key("fr/mots-cles/pain/atom.xml"),
        "a feed that has nothing to tell"
    );
    for (path, published, modified) in [
        ("/fr/un/", Value::Null, Value::Null),
        ("/fr/year/", "2014".into(), Value::Null),
        (
            "/fr/day/",
            "2014-05-01T08:30:00Z".into(),
            "2015-02-01".into(),
        ),
    ] {
        let data = structured(&built, path);
        assert_eq!(
            (&data["datePublished"], &data["dateModified"]),
            (&published, &modified),
            "{path}"
        );
        assert_eq!(
            built.page(path).contains("article:published_time"),
            !published.is_null(),
            "{path}"
        );
    }
    // Sitemaps know days alone.
    assert_eq!(
        texts(&built.files["sitemap.xml"], "lastmod"),
        ["2015-02-01"]
    );
}

#[test]
fn the_version_that_came_first_is_the_original() {
    for (french, english, original) in [
        ("date = 2014-05-01", "date = 2014-05-02", Some("fr")),
        ("date = 2014-05-01", "date = 2013-05-02", Some("en")),
        ("date = 2014-05-01", "date = 2014-05-01", None),
        ("date = \"2014\"", "date = 2014-05-01", None),
        ("date = 2014-05-01", "", None),
    ] {
        let site = TestSite::new(&[
            (
                "content/posts/un.fr.md",
                &post(&format!("title = \"Un\"\n{french}"), "Du pain frais."),
            ),
            (
                "content/posts/un.en.md",
                &post(&format!("title = \"One\"\n{english}"), "Some fresh bread."),
            ),
        ]);
        let built = site.build();
        for (lang, other) in [("fr", "en"), ("en", "fr")] {
            let data = structured(&built, &format!("/{lang}/un/"));
            let key = if original == Some(other) {
                "translationOfWork"
            } else {
                "workTranslation"
            };
            let found = if key == "workTranslation" {
                &data[key][0]
            } else {
                &data[key]
            };
            assert_eq!(
                found["url"],
                format!("https://example.org/{other}/un/"),
                "{french} {english} {data}"
            );
            assert_eq!(data["inLanguage"], lang);
        }
    }
}

#[test]
fn feeds_hold_no_sign_that_xml_forbids_and_no_script() {
    let front = "title = \"Un \\u0007 & <deux>\"\ndate = 2014-05-01";
    let text = "a\u{1}b\u{FFFE}c ]]> <script>alert(1)</script>\n\n<p onclick=\"x()\">d</p>";
    let site = TestSite::new(&[("content/posts/un.fr.md", &post(front, text))]);
    let built = site.build();
    for feed in ["fr/atom.xml", "fr/rss.xml", "atom.xml"] {
        let xml = &built.files[feed];
        let forbidden = |c: char| {
            (c < ' ' && !matches!(c, '\n' | '\t' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
        };
        assert!(!xml.contains(forbidden), "{feed}\n{xml}");
        assert!(
            !xml.contains("&lt;script") && !xml.contains("onclick"),
            "{feed}\n{xml}"
        );
        assert!(xml.contains("&amp; &lt;deux&gt;</title>"), "{feed}\n{xml}");
    }
}

#[test]
fn feeds_and_a_page_say_how_to_subscribe() {
    let page = (
        "content/pages/subscribe.en.md",
        post("title = \"By mail\"", "Write to me."),
    );
    let dated = (
        "content/posts/a.fr.md",
        post("title = \"A\"\ndate = 2014-05-01", "Un."),
    );
    let site = |settings: &str| {
        let settings = [SITE, settings].concat();
        TestSite::new(&[
            ("site.toml", &settings),
            (page.0, &page.1),
            (dated.0, &dated.1),
        ])
    };
    let built = site("").build();
    assert_eq!(built.heads(), Vec::<&str>::new());
    built.holds("/fr/s-abonner/", "<dd><a href=\"/fr/atom.xml\" type=\"application/atom+xml\">https://example.org/fr/atom.xml</a></dd>");
    built.holds("/fr/a/", "<li><a href=\"/fr/s-abonner/\">");
    // An author's own page is that of its language.
    built.holds("/en/subscribe/", "Write to me.");
    built.holds("/fr/s-abonner/", "hreflang=\"en\"");
    for feed in ["fr/atom.xml", "fr/rss.xml"] {
        let xml = unhashed(&built.files[feed]);
        assert!(
            xml.contains("<?xml-stylesheet type=\"text/css\" href=\"/feed.css\"?>"),
            "{xml}"
        );
        assert!(
            xml.contains("<p xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"fr\">"),
            "{xml}"
        );
        assert!(
            xml.contains("<a href=\"https://example.org/fr/s-abonner/\">"),
            "{xml}"
        );
    }
    // The feed of all languages says it in each.
    assert_eq!(built.files["atom.xml"].matches("<p xmlns=").count(), 2);
    for settings in [
        "[outputs]\nsubscribe = false\n",
        "[outputs]\natom = false\nrss = false\n",
    ] {
        let built = site(settings).build();
        assert!(
            !built.files.contains_key("fr/s-abonner/index.html"),
            "{settings}"
        );
    }
    let built = site("[outputs]\nsubscribe = false\n").build();
    built.holds(
        "/fr/a/",
        "<li><a href=\"/fr/atom.xml\" type=\"application/atom+xml\">",
    );
}
