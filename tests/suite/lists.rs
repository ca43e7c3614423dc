//! Lists: terms in two languages, years, series, related posts, and one policy for untranslated stories.

use diptych::config::feeds::FEEDS;

use crate::support::{Built, SITE, TestSite, post};

const LONG: &str = "Un mot, puis un autre, et encore un autre mot pour finir la phrase. ";

/// Two stories in both languages, one in French alone; the terms are paired where `terms.toml` says so.
fn site(settings: &str, terms: &str) -> TestSite {
    let tagged = |title: &str, date: &str, key: &str, tags: &str| {
        post(
            &format!("title = \"{title}\"\ndate = {date}\nstory = \"{key}\"\ntags = {tags}"),
            LONG,
        )
    };
    let site = TestSite::new(&[
        (
            "content/posts/pluie.fr.md",
            &tagged(
                "La pluie",
                "2014-05-01",
                "rain",
                "[\"relation client\", \"eau\"]",
            ),
        ),
        (
            "content/posts/rain.en.md",
            &tagged("Rain", "2014-06-01", "rain", "[\"customer relations\"]"),
        ),
        (
            "content/posts/neige.fr.md",
            &tagged("La neige", "2013-01-01", "snow", "[\"relation client\"]"),
        ),
        (
            "content/posts/snow.en.md",
            &post(
                "title = \"Snow\"\ndate = 2013-01-02\nstory = \"snow\"",
                LONG,
            ),
        ),
        (
            "content/posts/seul.fr.md",
            &tagged("Seul", "2013-06-01", "alone", "[\"relation client\"]"),
        ),
    ]);
    site.write("site.toml", format!("{settings}\n{SITE}"));
    if !terms.is_empty() {
        site.write("content/terms.toml", terms);
    }
    site
}

const PAIRED: &str = "[[tags]]\nfr = \"relation client\"\nen = { name = \"customer relations\", slug = \"customers\", description = \"On *both* sides.\" }\n";

/// The titles of a list's cards, in order; those that stand apart come after `|`.
fn cards(built: &Built, path: &str) -> String {
    let page = built.page(path);
    let titles = |part: &str, tag: &str| -> Vec<String> {
        part.split(tag)
            .skip(1)
            .map(|part| part.split(['>', '<']).nth(2).unwrap().to_owned())
            .collect()
    };
    let (own, apart) = page.split_once("class=\"elsewhere\"").unwrap_or((page, ""));
    let mut all = titles(own, "<h2 class=\"p-name\">").join(", ");
    let apart = titles(apart, "<h3 class=\"p-name\">");
    if !apart.is_empty() {
        all.push_str(&format!(" | {}", apart.join(", ")));
    }
    all
}

#[test]
fn a_term_is_one_in_both_languages() {
    let built = site("", PAIRED).build();
    assert_eq!(
        cards(&built, "/fr/mots-cles/relation-client/"),
        "La pluie, Seul, La neige"
    );
    // "Snow" says nothing of tags, and has those of its French version.
    assert_eq!(cards(&built, "/en/tags/customers/"), "Rain, Snow | Seul");
    built.holds(
        "/fr/mots-cles/relation-client/",
        "<a href=\"/en/tags/customers/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" rel=\"alternate\"><span>English</span> <small class=\"to\">",
    );
    built.holds(
        "/en/tags/customers/",
        "hreflang=\"fr\" href=\"https://example.org/fr/mots-cles/relation-client/\"",
    );
    built.holds("/en/tags/customers/", "On <em>both</em> sides.");
    built.holds(
        "/en/tags/customers/",
        "<meta name=\"description\" content=\"On both sides.\">",
    );
    built.lacks("/en/tags/customers/", "x-default");
    built.holds(
        "/en/snow/",
        "<a href=\"/en/tags/customers/\" rel=\"tag\">customer relations</a>",
    );
    built.holds(
        "/fr/mots-cles/",
        "<a href=\"/fr/mots-cles/relation-client/\">relation client</a> <span class=\"meta\">3 textes</span>",
    );
    // A term that one language has no word for has no page there: its switch leads home, and says so.
    built.holds(
        "/fr/mots-cles/eau/",
        "<a href=\"/en/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\"><span>English</span> <small class=\"to\">No English version · The notebook",
    );
    assert!(!built.files.contains_key("en/tags/eau/index.html"));
}

#[test]
fn terms_that_lack_a_name_are_told_with_their_likely_pair() {
    let built = site("", "").build();
    let expected = [
        "content/posts/pluie.fr.md:1:1: note[terms]: these tags have no name in `en`, although their stories have a post in it: `eau`\n  \
         help: pair them in content/terms.toml:\n[[tags]]\nfr = \"eau\"\nen = \"…\"",
        "content/posts/rain.en.md:1:1: note[terms]: these tags have no name in `fr`, although their stories have a post in it: `customer relations`\n  \
         help: pair them in content/terms.toml:\n[[tags]]\nfr = \"relation client\"\nen = \"customer relations\"",
    ];
    assert_eq!(built.found, expected);
}

/// A second entry of one term is an error: what lacks is added to the first.
#[test]
fn terms_that_have_an_entry_are_named_there() {
    let terms = "[[tags]]\nfr = \"eau\"\n\n[[tags]]\nfr = \"relation client\"\n";
    let built = site("", terms).build();
    let expected = [
        "content/posts/pluie.fr.md:1:1: note[terms]: these tags have no name in `en`, although their stories have a post in it: `eau`\n  \
         content/terms.toml:1:1: add `en = \"…\"` to this entry\n  \
         help: add their names to these entries of content/terms.toml",
        "content/posts/rain.en.md:1:1: note[terms]: these tags have no name in `fr`, although their stories have a post in it: `customer relations`\n  \
         content/terms.toml:4:1: add `en = \"customer relations\"` to this entry\n  \
         help: add their names to these entries of content/terms.toml",
    ];
    assert_eq!(built.found, expected);
    let joined = "[[tags]]\nfr = \"eau\"\nen = \"water\"\n\n[[tags]]\nfr = \"relation client\"\nen = \"customer relations\"\n";
    assert_eq!(site("", joined).build().found, Vec::<String>::new());
}

#[test]
fn mistakes_in_terms_are_told_with_their_place() {
    let check = |terms: &str, expected: &[&str]| {
        let built = site("", terms).build();
        let heads: Vec<&str> = built
            .heads()
            .into_iter()
            .filter(|head| !head.contains("note[terms]"))
            .collect();
        assert_eq!(heads, expected, "{terms}");
    };
    check(
        "[[tag]]\nfr = \"x\"\n",
        &["content/terms.toml:1:3: error[terms]: there is no taxonomy `tag`"],
    );
    check(
        "[[tags]]\nde = \"x\"\n",
        &["content/terms.toml:2:1: error[terms]: `de` is no language of this site"],
    );
    check(
        "tags = \"x\"\n",
        &["content/terms.toml:1:8: error[terms]: `tags` must be a list of tables"],
    );
    check(
        "[[tags]]\nfr = { name = \"a\", slgu = \"b\" }\n",
        &["content/terms.toml:2:20: warning[unknown-key]: unknown key `slgu`"],
    );
    check(
        "[[tags]]\nfr = \"relations client\"\n",
        &[
            "content/posts/pluie.fr.md:5:9: warning[terms]: `relation client` is no term that terms.toml declares",
        ],
    );
    check(
        "[[tags]]\nfr = { name = \"a\", slug = \"x\" }\n[[tags]]\nfr = { name = \"relation client\", slug = \"x\" }\n",
        &["content/terms.toml:4:41: error[terms]: the slug `x` is another term's already"],
    );
    check(
        "[[tags]]\nfr = \"Eau\"\n[[tags]]\nfr = \"eau\"\nen = \"water\"\n",
        &["content/terms.toml:4:6: error[terms]: `eau` means another term already"],
    );
    check(
        "[[tags]]\nfr = \"eau\"\n[[tags]]\nfr = { name = \"pluie\", also = [\"onde\", \"Eau\"] }\n",
        &["content/terms.toml:4:40: error[terms]: `Eau` means another term already"],
    );
    check(
        "[[tags]]\nfr = \"eau\"\n[[tags]]\nen = \"eau\"\n[[series]]\nfr = \"eau\"\n",
        &[],
    );
    check(
        "[[tags]]\nfr = { slug = \"a\" }\n",
        &["content/terms.toml:2:1: error[terms]: this term has no name in `fr`"],
    );
    check(
        "[[tags]]\nfr = \" \"\n",
        &["content/terms.toml:2:6: error[terms]: a name cannot be empty"],
    );
    let twice = site("", "[[tags]]\nfr = \"Eau\"\n[[tags]]\nfr = \"eau\"\n").build();
    let told = twice
        .found
        .iter()
        .find(|found| found.contains("another term"))
        .unwrap();
    assert!(
        told.contains("\n  content/terms.toml:2:6: the other\n  help: make one entry of the two"),
        "{told}"
    );
}

#[test]
fn mistakes_in_authors_are_told_with_their_place() {
    for (authors, expected) in [
        (
            "[camille]\nname = \"\"\n",
            "content/authors.toml:2:8: error[terms]: a name cannot be empty",
        ),
        (
            "[camille]\nname = \"C\"\nfr.name = \"\\t\"\n",
            "content/authors.toml:3:11: error[terms]: a name cannot be empty",
        ),
        (
            "[a]\nname = \"C. R.\"\n[b]\nname = \"c. r.\"\n",
            "content/authors.toml:4:8: error[terms]: `c. r.` means another term already",
        ),
    ] {
        let site = site("", "[[authors]]\nfr = \"Denis\"\n");
        site.write("content/authors.toml", authors);
        let built = site.build();
        let heads: Vec<&str> = built
            .heads()
            .into_iter()
            .filter(|head| !head.contains("note[") && !head.contains("no post is by"))
            .collect();
        assert_eq!(heads, [expected], "{authors}");
    }
}

#[test]
fn two_taxonomies_of_one_slug_are_told_where_they_are_declared() {
    let site = site("", "");
    for (taxonomies, expected, label) in [
        (
            "[taxonomies.places]\nfr = \"Mots-clés\"\nen = \"Places\"\n",
            "site.toml:7:1: error[config]: `tags` and `places` have one slug in `fr`: `mots-cles`",
            "",
        ),
        (
            "[taxonomies.a]\nfr = \"Lieux\"\n[taxonomies.b]\nfr = \"lieux\"\n",
            "site.toml:9:1: error[config]: `a` and `b` have one slug in `fr`: `lieux`",
            "\n  site.toml:7:1: the other",
        ),
    ] {
        site.write("site.toml", format!("{SITE}{taxonomies}"));
        let built = site.build();
        let told: Vec<&String> = built
            .found
            .iter()
            .filter(|found| found.contains("error"))
            .collect();
        assert!(
            told.len() == 1 && told[0].starts_with(&format!("{expected}{label}")),
            "{told:?}"
        );
    }
}

#[test]
fn one_policy_for_untranslated_stories() {
    for (settings, home, term, year) in [
        ("", "Rain, Snow | Seul", "Rain, Snow | Seul", true),
        (
            "untranslated = \"link\"",
            "Rain, Snow | Seul",
            "Rain, Snow | Seul",
            true,
        ),
        (
            "untranslated = \"show\"",
            "Rain, Seul, Snow",
            "Rain, Seul, Snow",
            true,
        ),
        ("untranslated = \"hide\"", "Rain, Snow", "Rain, Snow", false),
        (
            "untranslated = { default = \"hide\", terms = \"show\" }",
            "Rain, Snow",
            "Rain, Seul, Snow",
            false,
        ),
    ] {
        let built = site(settings, PAIRED).build();
        assert_eq!(cards(&built, "/en/"), home, "{settings}");
        assert_eq!(cards(&built, "/en/tags/customers/"), term, "{settings}");
        assert_eq!(
            cards(&built, "/fr/"),
            "La pluie, Seul, La neige",
            "{settings}"
        );
        assert_eq!(
            built.page("/en/archive/2013/").contains("Seul"),
            year,
            "{settings}"
        );
    }
    // The flagged card carries its language, and the switch of its post leads to it.
    let built = site("untranslated = \"show\"", PAIRED).build();
    built.holds(
        "/en/",
        "<a class=\"u-url\" href=\"/fr/seul/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\">Seul</a>",
    );
    built.holds("/en/", "id=\"fr-seul\"");
    built.holds(
        "/fr/seul/",
        "<a href=\"/en/#fr-seul\" lang=\"en\" hreflang=\"en\"",
    );
    let built = site("untranslated = \"hide\"", PAIRED).build();
    built.lacks("/en/", "Seul");
    built.holds("/fr/seul/", "<a href=\"/en/\" lang=\"en\" hreflang=\"en\"");
    let built = site("untranslated = \"shwo\"", PAIRED).build();
    assert!(
        built
            .heads()
            .contains(&"site.toml:1:16: error[config]: `untranslated` cannot be `shwo`"),
        "{:?}",
        built.found
    );
}

#[test]
fn lists_of_terms_have_pages_too() {
    let site = TestSite::new(&[]);
    site.write(
        "site.toml",
        format!("posts_per_page = 2\nuntranslated = \"show\"\n{SITE}[pairing]\npair_from = 1\npropose_from = 1\n"),
    );
    for number in 1..=5 {
        let front =
            format!("title = \"T{number}\"\ndate = 2014-01-0{number}\ncategories = [\"x\"]");
        site.write(
            &format!(
                "content/posts/p{number}.{}.md",
                if number == 3 { "en" } else { "fr" }
            ),
            post(&front, LONG),
        );
    }
    let built = site.build();
    assert_eq!(cards(&built, "/fr/categories/x/"), "T5, T4");
    assert_eq!(cards(&built, "/fr/categories/x/page/2/"), "T3, T2");
    assert_eq!(cards(&built, "/fr/categories/x/page/3/"), "T1");
    // Every story is somewhere, once.
    let all: Vec<String> = ["", "page/2/", "page/3/"]
        .iter()
        .map(|page| cards(&built, &format!("/en/{page}")))
        .collect();
    assert_eq!(all.join(", "), "T5, T4, T3, T2, T1");
    built.holds(
        "/fr/categories/x/page/2/",
        "<a href=\"/en/categories/x/page/2/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" rel=\"alternate\">",
    );
}

#[test]
fn the_archive_by_year_has_a_page_for_undated_posts() {
    let site = site("", PAIRED);
    site.write(
        "content/posts/sans-date.fr.md",
        post("title = \"Sans date\"", LONG),
    );
    let built = site.build();
    built.holds(
        "/fr/archives/",
        "<a href=\"#year:2014\">2014</a> <span class=\"meta\">1 texte</span>",
    );
    built.holds(
        "/fr/archives/",
        "<a href=\"/fr/archives/sans-date/\">Sans date</a>",
    );
    built.holds(
        "/fr/archives/sans-date/",
        "<a href=\"/fr/sans-date/\">Sans date</a>",
    );
    built.lacks("/fr/archives/sans-date/", "<time");
    // One language's year is the other's.
    built.holds(
        "/fr/archives/2013/",
        "<a href=\"/en/archive/2013/\" lang=\"en\"",
    );
}

#[test]
fn the_archive_goes_by_date_whatever_the_language() {
    let site = TestSite::new(&[]);
    for (day, lang, text) in [(1, "fr", "Un."), (2, "en", "Two."), (3, "fr", "Trois.")] {
        let front = format!("title = \"Du {day}\"\ndate = 2014-01-0{day}");
        site.write(
            &format!("content/posts/p{day}.{lang}.md"),
            post(&front, text),
        );
    }
    let built = site.build();
    let page = built.page("/fr/archives/");
    let titles = page.match_indices("Du ").map(|(at, _)| &page[at..at + 4]);
    assert_eq!(titles.collect::<Vec<_>>(), ["Du 3", "Du 2", "Du 1"]);
}

#[test]
fn series_are_read_from_the_first_to_the_last() {
    let site = TestSite::new(&[]);
    for (number, lang) in [(1, "fr"), (2, "fr"), (3, "en"), (4, "fr")] {
        let front =
            format!("title = \"Partie {number}\"\ndate = 2014-01-0{number}\nseries = \"La série\"");
        site.write(
            &format!("content/posts/p{number}.{lang}.md"),
            post(&front, LONG),
        );
    }
    let built = site.build();
    assert_eq!(
        cards(&built, "/fr/series/la-serie/"),
        "Partie 1, Partie 2, Partie 4"
    );
    built.holds(
        "/fr/p2/",
        "<a href=\"/fr/series/la-serie/\">La série</a>, 2 sur 3",
    );
    built.holds(
        "/fr/p2/",
        "Partie précédente\u{a0}: <a href=\"/fr/p1/\" rel=\"prev\">Partie 1</a>",
    );
    built.holds(
        "/fr/p2/",
        "Partie suivante\u{a0}: <a href=\"/fr/p4/\" rel=\"next\">Partie 4</a>",
    );
}

#[test]
fn related_posts_are_about_the_same_things_in_the_same_language() {
    let about = |words: &str| format!("{words} ").repeat(12) + LONG;
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"Abeilles\"",
                &about("ruche abeilles miel apiculteur"),
            ),
        ),
        (
            "content/posts/b.fr.md",
            &post("title = \"Ruche\"", &about("ruche essaim miel reine")),
        ),
        (
            "content/posts/c.fr.md",
            &post("title = \"Train\"", &about("locomotive gare voyageur quai")),
        ),
        (
            "content/posts/d.en.md",
            &post(
                "title = \"Honey\"\nnot_translation_of = [\"a.fr.md\", \"b.fr.md\"]",
                &about("ruche miel honey bees"),
            ),
        ),
    ]);
    let built = site.build();
    built.holds(
        "/fr/a/",
        "<h2 id=\"related\">Sur le même sujet</h2>\n<ul><li><a href=\"/fr/b/\">Ruche</a></li></ul>",
    );
    built.lacks("/fr/c/", "id=\"related\"");
}

#[test]
fn authors_have_pages_with_their_bio_and_photo() {
    let site = site("author = \"Camille Roche\"", PAIRED);
    site.write(
        "content/authors.toml",
        "[camille]\nname = \"Camille Roche\"\nphoto = \"authors/c.svg\"\nfr.bio = \"Écrit.\"\nen.bio = \"Writes.\"\n",
    );
    let built = site.build();
    assert_eq!(
        built.heads()[0],
        "content/authors.toml:3:9: error[link]: there is no file `authors/c.svg`"
    );
    site.write(
        "content/authors/c.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let built = site.build();
    built.holds("/fr/auteurs/camille-roche/", "Écrit.");
    built.holds("/en/authors/camille-roche/", "Writes.");
    built.holds("/en/authors/camille-roche/", "src=\"/media/authors/c.svg\"");
    built.holds(
        "/fr/pluie/",
        "<a href=\"/fr/auteurs/camille-roche/\" rel=\"author\">Camille Roche</a>",
    );
    assert_eq!(
        cards(&built, "/en/authors/camille-roche/"),
        "Rain, Snow | Seul"
    );
}

#[test]
fn a_site_s_own_taxonomies_and_names() {
    let site = site("", PAIRED);
    site.write("site.toml", format!("{SITE}[taxonomies.tags]\nfr = \"Sujets\"\nen = {{ name = \"Topics\", slug = \"about\" }}\n[taxonomies.places]\nfr = \"Lieux\"\nen = \"Places\"\n"));
    site.write(
        "content/posts/seul.fr.md",
        post("title = \"Seul\"\ndate = 2013-06-01\n[taxonomies]\nplaces = [\"Lyon\"]\nplcaes = [\"Nice\"]", LONG),
    );
    let built = site.build();
    assert_eq!(cards(&built, "/fr/lieux/lyon/"), "Seul");
    built.page("/en/about/customers/");
    built.page("/fr/sujets/relation-client/");
    let heads = built.heads();
    assert!(
        heads.contains(
            &"content/posts/seul.fr.md:6:11: warning[terms]: there is no taxonomy `plcaes`"
        ),
        "{heads:?}"
    );
}

#[test]
fn each_kind_of_page_can_be_turned_off() {
    let all = site("", PAIRED).build();
    let feeds = FEEDS.each_ref();
    let feeds = feeds.map(|row| (row.output, format!("fr/{}", row.file)));
    let pages = [
        ("term_feeds", "fr/mots-cles/relation-client/atom.xml"),
        ("terms", "fr/mots-cles/relation-client/index.html"),
        ("years", "fr/archives/2014/index.html"),
        ("sitemap", "sitemap.xml"),
        ("robots", "robots.txt"),
    ];
    let pages = pages.map(|(output, file)| (output, file.to_owned()));
    for (output, file) in feeds.into_iter().chain(pages) {
        assert!(
            all.files.contains_key(&file),
            "{file} {:?}",
            all.files.keys()
        );
        let site = site("", PAIRED);
        site.write("site.toml", format!("{SITE}[outputs]\n{output} = false\n"));
        let built = site.build();
        assert!(
            built.published && !built.files.contains_key(&file),
            "{output}: {:?}",
            built.found
        );
    }
    let site = site("", PAIRED);
    site.write("site.toml", format!("{SITE}[outputs]\natmo = false\n"));
    assert!(
        site.build()
            .heads()
            .iter()
            .any(|head| head.contains("unknown key `atmo`"))
    );
}

#[test]
fn names_that_share_a_slug_are_different_terms() {
    let site = TestSite::new(&[]);
    for (file, tag) in [("a", "C++"), ("b", "C#"), ("c", "c++")] {
        let front = format!("title = \"{file}\"\ndate = 2014-01-01\ntags = [\"{tag}\"]");
        site.write(&format!("content/posts/{file}.fr.md"), post(&front, LONG));
    }
    let built = site.build();
    assert_eq!(cards(&built, "/fr/mots-cles/c/"), "a, c");
    assert_eq!(cards(&built, "/fr/mots-cles/c-2/"), "b");
    built.holds(
        "/fr/b/",
        "<a href=\"/fr/mots-cles/c-2/\" rel=\"tag\">C#</a>",
    );
}

/// For every link with a count, the pages behind it list as many, and say so.
#[test]
fn a_list_counts_what_it_shows() {
    for policy in ["link", "show", "hide"] {
        let site = site(
            &format!("posts_per_page = 1\nuntranslated = \"{policy}\""),
            PAIRED,
        );
        let built = site.build();
        let mut seen = 0;
        for (path, page) in built
            .files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
        {
            for entry in page
                .split("<ul class=\"terms\">")
                .skip(1)
                .flat_map(|list| list.split("</ul>").next().unwrap().split("<li>").skip(1))
            {
                let (url, count) = (
                    between(entry, "href=\"", "\""),
                    between(entry, "meta\">", "<"),
                );
                let first = count.split_whitespace().next().unwrap();
                // The archive has the titles of each year, and leads to its page.
                let section = url.strip_prefix('#').map(|id| {
                    let start = page.split_once(&format!("id=\"{id}\"")).unwrap().1;
                    start.split("</ul>").next().unwrap()
                });
                if let Some(section) = section {
                    assert_eq!(first, section.matches("<li").count().to_string(), "{path}");
                }
                let url = section.map_or(url, |section| between(section, "href=\"", "\""));
                let pages = (1..).map_while(|number| {
                    let folder = match number {
                        1 => url.to_owned(),
                        _ => format!("{url}page/{number}/"),
                    };
                    built.files.get(&format!("{}index.html", &folder[1..]))
                });
                let shown: usize = pages
                    .map(|page| {
                        let main = between(page, "<main", "</main>");
                        main.matches("<article").count()
                            + main
                                .split("class=\"titles")
                                .skip(1)
                                .map(|list| between(list, ">", "</ul>").matches("<li").count())
                                .sum::<usize>()
                    })
                    .sum();
                assert_eq!(first, shown.to_string(), "{policy}: {path} says of {url}");
                built.holds(url, &format!("<p class=\"meta\">{count}"));
                seen += 1;
            }
        }
        assert!(seen > 4, "{policy}");
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, after) = text.split_once(start).unwrap();
    after.split(end).next().unwrap()
}
