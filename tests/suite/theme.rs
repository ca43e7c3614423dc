//! `[theme]` of `site.toml`, a site's own parts of the theme, and the names of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use icu_locale_core::Locale;
use icu_plurals::PluralRules;

use crate::support::{SITE, TestSite, files, post, unhashed};

fn site(theme: &str) -> TestSite {
    let site = TestSite::new(&[
        (
            "content/posts/pluie.fr.md",
            &post(
                "title = \"La pluie & moi\"\ndate = 2024-05-01",
                "Il pleut sur la ville et sur les toits.",
            ),
        ),
        (
            "content/posts/pluie.en.md",
            &post(
                "title = \"The rain\"\ndate = 2024-05-02",
                "It rains on the town and on the roofs.",
            ),
        ),
        (
            "content/posts/seul.fr.md",
            &post(
                "title = \"Seul\"\ndate = 2023-05-01",
                "Un texte que personne n’a traduit.",
            ),
        ),
        (
            "content/pages/a-propos.fr.md",
            &post("title = \"À propos\"", "Qui nous sommes."),
        ),
        (
            "content/pages/mentions.fr.md",
            &post(
                "title = \"Mentions légales\"\nmenu = \"footer\"",
                "Qui publie.",
            ),
        ),
        (
            "content/pages/cachee.fr.md",
            &post("title = \"Cachée\"\nmenu = \"none\"", "Une page à part."),
        ),
    ]);
    site.write("site.toml", format!("{SITE}[theme]\n{theme}"));
    site
}

#[test]
fn a_site_s_words_are_on_its_pages() {
    let built = site(
        "reply = \"camille@example.org\"\nlinks = [{ title = \"Ailleurs\", url = \"https://a.example/@c\" }]\n\
         footer.fr = \"Textes *libres* !\"\nlogo = \"logo.svg\"\nnavigation.en = [{ title = \"All\", url = \"/en/archive/\" }]\n",
    );
    assert_eq!(
        built.build().heads(),
        ["site.toml:10:8: error[link]: there is no file `logo.svg` in `static/`"]
    );
    built.write(
        "static/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let built = built.build();
    assert!(built.published, "{:?}", built.found);
    for (path, part) in [
        (
            "/fr/pluie/",
            "href=\"mailto:camille@example.org?subject=La%20pluie%20%26%20moi\"",
        ),
        (
            "/fr/pluie/",
            "<a href=\"https://a.example/@c\" rel=\"me\">Ailleurs</a>",
        ),
        ("/fr/", "<p>Textes <em>libres</em>\u{202f}!</p>"),
        ("/fr/", "<img src=\"/logo.svg\" alt=\"\">"),
        ("/en/", "<a href=\"/en/archive/\">All</a>"),
        ("/fr/", "<li><a href=\"/fr/a-propos/\">À propos</a></li>"),
        (
            "/fr/a-propos/",
            "<li><a href=\"/fr/a-propos/\" aria-current=\"page\">À propos</a></li>",
        ),
        ("/fr/", "· <a href=\"/fr/mentions/\">Mentions légales</a>"),
    ] {
        built.holds(path, part);
    }
    for (path, part) in [
        ("/fr/a-propos/", "mailto:"),
        ("/en/", "Textes"),
        ("/fr/", "<li><a href=\"/fr/mentions/\""),
        ("/fr/", "cachee"),
        ("/en/pluie/", "À propos"),
    ] {
        built.lacks(path, part);
    }
    assert!(built.page("/fr/cachee/").contains("Une page à part"));
}

/// What the author says that a post is about stands in lists and below its title; the excerpt only where he chose it.
#[test]
fn descriptions_are_shown() {
    let site = site("");
    let described = |text: &str| post("title = \"T\"\ndescription = \"L'essentiel !\"", text);
    site.write(
        "content/posts/t.fr.md",
        described("Un texte. Et encore un.\n\nFin."),
    );
    site.write(
        "content/posts/u.fr.md",
        described("Un choix.\n\n<!-- more -->\n\nFin."),
    );
    let built = site.build();
    built.holds(
        "/fr/t/",
        "<p class=\"standfirst p-summary\">L’essentiel\u{202f}!</p>",
    );
    let home = built.page("/fr/");
    assert_eq!(home.matches("<p>L’essentiel\u{202f}!</p>").count(), 1);
    built.holds("/fr/", "<p>Un choix.</p>");
    site.write("site.toml", format!("{SITE}[theme]\nhome = \"titles\"\n"));
    let built = site.build();
    built.lacks("/fr/", "<article");
    built.holds("/fr/", "<a href=\"/fr/t/\">T</a></li>");
}

#[test]
fn the_switch_says_what_stands_behind_it() {
    let built = site("").build();
    for (path, part) in [
        (
            "/fr/pluie/",
            "<span lang=\"fr\" aria-current=\"true\"><span>Français</span></span>",
        ),
        ("/fr/pluie/", "The rain</small></a>"),
        ("/en/pluie/", "La pluie &amp; moi</small></a>"),
        ("/fr/", "<small class=\"to\">The notebook</small>"),
        (
            "/fr/seul/",
            "<small class=\"to\">No English version · The notebook</small>",
        ),
    ] {
        built.holds(path, part);
    }
    assert!(
        !built.page("/").contains("aria-current=\"true\""),
        "the landing page is in no language alone"
    );
}

#[test]
fn colours_and_fonts() {
    let built =
        site("accent.en = \"#0a0\"\naccent.fr = [\"#123456\", \"#fedcba\"]\nfont = \"sans\"\n")
            .build();
    assert_eq!(
        built.heads(),
        [
            "site.toml:7:13: warning[config]: `#00aa00` is hard to read on light pages: its contrast is 3.0"
        ]
    );
    let css = &built.files["style.css"];
    for part in [
        "--voice-1:light-dark(#123456,#fedcba);",
        "--voice-2:light-dark(#00aa00,",
        "--text:system-ui,",
        "[lang|=\"fr\"]",
    ] {
        assert!(css.contains(part), "{part} in {css}");
    }
    assert!(
        !built.files.keys().any(|file| file.ends_with("woff2")),
        "a font that is not used is not published"
    );
    built.lacks("/fr/", "preload");
}

#[test]
fn mistakes_are_told_with_their_places() {
    for (theme, expected) in [
        (
            "accent.fr = \"blue\"",
            "site.toml:7:13: error[config]: this is no colour",
        ),
        (
            "accent.de = \"#123456\"",
            "site.toml:7:8: error[config]: `de` is no language of this site",
        ),
        (
            "font = \"comic\"",
            "site.toml:7:8: error[config]: `font` cannot be `comic`",
        ),
        (
            "reply = \"camille\"",
            "site.toml:7:9: error[config]: `camille` is no e-mail address",
        ),
        (
            "footer.fr = 3",
            "site.toml:7:13: error[config]: the footer must be a string",
        ),
        (
            "links = [\"a\"]",
            "site.toml:7:10: error[config]: a link must have a title and a URL",
        ),
        (
            "navigation.fr = [{ title = \"A\" }]",
            "site.toml:7:18: error[config]: a link must have a title and a URL",
        ),
        (
            "navigation.fr = [{ title = \"A\", url = \"/fr/nulle-part/\" }]",
            "site.toml:7:18: error[link]: there is no page `/fr/nulle-part/`",
        ),
        (
            "acent.fr = \"#123456\"",
            "site.toml:7:1: warning[unknown-key]: unknown key `acent`",
        ),
    ] {
        assert_eq!(site(theme).build().heads(), [expected], "{theme}");
    }
}

#[test]
fn a_part_of_a_template_can_be_changed() {
    let site = site("");
    site.write(
        "templates/base.html",
        "{% extends \"theme/base.html\" %}{% block footer %}<footer class=\"site\">MINE {{ site.title }}</footer>{% endblock footer %}",
    );
    let built = site.build();
    assert!(built.published, "{:?}", built.found);
    built.holds(
        "/fr/pluie/",
        "<footer class=\"site\">MINE Le carnet</footer>",
    );
    built.holds("/fr/pluie/", "Il pleut sur la ville");
}

#[test]
fn files_of_the_theme_are_named_after_what_is_in_them() {
    let site = site("");
    site.write("static/mine.css", "a { b: c }");
    site.build();
    let before = files(&site.output());
    let name = |files: &std::collections::BTreeMap<String, String>, of: &str| {
        let mut names = files
            .keys()
            .filter(|name| unhashed(name) == of && *name != of);
        let name = names.next().cloned();
        assert!(
            name.is_some() && names.next().is_none() && !files.contains_key(of),
            "{of} in {:?}",
            files.keys()
        );
        name.unwrap()
    };
    let (css, js) = (name(&before, "style.css"), name(&before, "site.js"));
    assert!(
        before["fr/index.html"].contains(&format!("<link rel=\"stylesheet\" href=\"/{css}\">")),
        "{}",
        before["fr/index.html"]
    );
    assert!(before["fr/index.html"].contains(&format!("<script src=\"/{js}\">")));
    assert!(before[&css].contains(&format!("url({})", name(&before, "literata.woff2"))));
    assert!(
        !before[&css].contains("/*") && !before[&js].contains("//"),
        "they are minified"
    );
    assert!(
        before.contains_key("mine.css"),
        "a file of the site keeps its name"
    );
    site.write("static/site.js", "alert('mine')\nalert('too')");
    site.build();
    let mut after = files(&site.output());
    assert!(
        after.remove(&js).is_some(),
        "pages that are open ask for it"
    );
    assert_eq!(name(&after, "style.css"), css);
    assert_ne!(name(&after, "site.js"), js);
    assert_eq!(
        after[&name(&after, "site.js")],
        "alert('mine')\nalert('too')",
        "an author's script is left as it is"
    );
}

#[test]
fn an_unknown_file_is_told_where_a_template_names_it() {
    let site = site("");
    site.write("templates/404.html", "{{ \"styel.css\" | asset }}");
    assert_eq!(
        site.build().heads(),
        ["templates/404.html:1:18: error[template]: there is no file `styel.css` in `static/`"]
    );
}

#[test]
fn pages_are_not_padded_with_blank_lines() {
    let built = site("").build();
    for (file, text) in built
        .files
        .iter()
        .filter(|(file, _)| file.ends_with(".html"))
    {
        assert!(
            !text.lines().any(|line| line.trim().is_empty()),
            "{file}\n{text}"
        );
    }
}

#[test]
fn the_inside_of_a_post_and_of_a_card_can_be_changed() {
    let site = site("");
    site.write(
        "templates/post.html",
        "{% extends \"theme/post.html\" %}{% block post_meta %}<p>Écrit à Lyon</p>{% endblock post_meta %}",
    );
    site.write(
        "templates/components/card_end.html",
        "{% component card_end(card) -%}<p>Fin de {{ card.title }}</p>{%- endcomponent card_end %}",
    );
    let built = site.build();
    assert!(built.published, "{:?}", built.found);
    built.holds("/fr/pluie/", "<p>Écrit à Lyon</p>");
    built.lacks("/fr/pluie/", "reading-time");
    built.holds("/fr/pluie/", "Il pleut sur la ville");
    built.holds("/fr/", "<p>Fin de Seul</p>\n</article>");
}

/// What a language may have in common with English, by code and key: words that are the same in both.
const SAME: &[&str] = &[
    "fr paths.page",
    "fr text.alert_important",
    "fr text.code",
    "fr text.menu",
    "fr text.note",
    "fr text.notes",
    "de text.code",
    "es taxonomies.series",
    "it text.formula",
    "nl text.alert_tip",
    "nl text.code",
];

/// The values of a string file by their keys.
fn words(code: &str) -> BTreeMap<String, String> {
    fn add(words: &mut BTreeMap<String, String>, at: &str, value: &toml::Value) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    add(words, &format!("{at}.{key}"), value);
                }
            }
            value => drop(words.insert(at[1..].to_owned(), value.to_string())),
        }
    }
    let name = format!("templates/strings/{code}.toml");
    let files = diptych::load::theme_files();
    let (_, text) = files.iter().find(|(path, _)| *path == name).unwrap();
    let mut words = BTreeMap::new();
    add(
        &mut words,
        "",
        &std::str::from_utf8(text)
            .unwrap()
            .parse::<toml::Table>()
            .unwrap()
            .into(),
    );
    words
}

#[test]
fn every_language_has_all_words_and_none_of_english() {
    let english = words("en");
    let (mut wrong, mut same) = (Vec::new(), Vec::new());
    for code in ["fr", "de", "es", "it", "pt", "nl", "ar"] {
        let own = words(code);
        let rules =
            PluralRules::try_new_cardinal(Locale::try_from_str(code).unwrap().into()).unwrap();
        let forms: Vec<String> = rules
            .categories()
            .map(|form| format!("{form:?}").to_lowercase())
            .collect();
        let wanted = english
            .keys()
            .flat_map(|key| match key.strip_suffix(".other") {
                Some(counted) => forms
                    .iter()
                    .map(|form| format!("{counted}.{form}"))
                    .collect(),
                None if key.starts_with("count.") => Vec::new(),
                None => vec![key.clone()],
            });
        let wanted: BTreeSet<String> = wanted.chain(["date.first_day".to_owned()]).collect();
        let mut has: BTreeSet<String> = own.keys().cloned().collect();
        has.insert("date.first_day".to_owned());
        wrong.extend(
            wanted
                .symmetric_difference(&has)
                .map(|key| format!("{code} {key}")),
        );
        let is_same = |(key, word): &(&String, &String)| english.get(*key) == Some(word);
        let words = own
            .iter()
            .filter(is_same)
            .map(|(key, _)| format!("{code} {key}"));
        // A pattern of names and signs alone has no words.
        same.extend(words.filter(|key| {
            !key.ends_with("date.day")
                && !key.ends_with("date.month")
                && !key.ends_with("direction")
        }));
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(same, SAME);
}

#[test]
fn languages_of_the_theme_need_no_file() {
    for code in ["de", "es", "it", "pt-BR", "nl", "ar"] {
        let site = TestSite::new(&[
            (
                "site.toml",
                &format!("base_url = \"https://a.org/\"\n[languages.{code}]\ntitle = \"A\"\n"),
            ),
            (
                &format!("content/posts/a.{code}.md"),
                &post("title = \"A\"\ndate = 2025-03-01\ntags = [\"b\"]", "1"),
            ),
        ]);
        let built = site.build();
        assert_eq!(built.heads(), Vec::<&str>::new(), "{code}");
    }
}

#[test]
fn icons_and_the_manifest_are_the_theme_s_unless_the_site_has_its_own() {
    let text = post("title = \"A\"", "Un.");
    let files = |own: &[&'static str]| {
        let own: Vec<(&str, &str)> = own.iter().map(|file| (*file, "<svg/>")).collect();
        let site = TestSite::new(&[&[("content/posts/a.fr.md", text.as_str())][..], &own].concat());
        site.build()
    };
    let ours = ["favicon.ico", "apple-touch-icon.png", "icon-512.png"];
    let built = files(&[]);
    assert!(ours.iter().all(|file| built.files.contains_key(*file)));
    for part in [
        "<link rel=\"icon\" href=\"/favicon.ico\" sizes=\"32x32\">",
        "<link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\">",
        "<link rel=\"manifest\" href=\"/manifest.webmanifest\">",
        "<meta name=\"theme-color\" content=\"#fcfbf8\" media=\"(prefers-color-scheme: light)\">",
    ] {
        built.holds("/fr/a/", part);
    }
    let manifest: serde_json::Value =
        serde_json::from_str(&built.files["manifest.webmanifest"]).unwrap();
    assert_eq!(manifest["name"], "Le carnet · The notebook");
    assert_eq!(manifest["icons"][0]["src"], "/icon-512.png");
    // The theme's pictures are no other icon's.
    let built = files(&["static/favicon.svg", "static/favicon.ico"]);
    assert_eq!(built.files["favicon.ico"], "<svg/>");
    assert!(!built.files.contains_key("apple-touch-icon.png"));
    built.lacks("/fr/a/", "apple-touch-icon");
    let built = files(&["static/manifest.webmanifest"]);
    assert_eq!(built.files["manifest.webmanifest"], "<svg/>");
}

#[test]
fn a_phrase_at_the_top_of_a_string_file_is_told_where_it_belongs() {
    let site = TestSite::new(&[
        ("templates/strings/fr.toml", "read_more = \"Suite\"\n"),
        ("content/posts/a.fr.md", &post("title = \"A\"", "Un.")),
    ]);
    let found = site.build().found;
    let expected = "templates/strings/fr.toml:1:1: error[strings]: `read_more` belongs below `[text]`\n  help: write a line `[text]` above it";
    assert_eq!(found, [expected]);
}

/// Another look, made with blocks, words and a style sheet alone (`docs/government`).
#[test]
fn the_other_look_is_made_with_blocks_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/government");
    let site = TestSite::new(&[]);
    let files = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(|entry| entry.unwrap());
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let path = file.path().strip_prefix(&folder).unwrap().to_str().unwrap();
        let text = std::fs::read(file.path()).unwrap();
        if path.starts_with("templates/") && path.ends_with(".html") {
            assert!(
                String::from_utf8_lossy(&text).contains("{% extends \"theme/"),
                "{path}"
            );
        }
        site.write(path, text);
    }
    assert_eq!(site.check(), Vec::<String>::new());
    let built = site.build();
    built.holds(
        "/fr/reserver-une-place/",
        "Date de modification\u{a0}: <time datetime=\"2026-09-14\">",
    );
    built.holds(
        "/en/dredging/",
        "Date modified: <time datetime=\"2026-10-05\">",
    );
    built.holds("/en/dredging/", "<a href=\"/fr/dragage/\" lang=\"fr\"");
}
