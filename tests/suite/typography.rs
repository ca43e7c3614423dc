//! Typography: the cases of each language, which are data (`typography/*.toml`), and whole sites.

use std::fs;
use std::path::{Path, PathBuf};

use diptych::fields::{Table, Value, parse_toml};
use diptych::source::SourceId;
use diptych::text::typography::{Options, Style};

use crate::support::{SITE, TestSite, post};

/// The cases of a language: where the rule stands, the text and what becomes of it.
fn cases(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let table = parse_toml(
        SourceId(0),
        text,
        0..text.len(),
        diptych::diag::Code::Config,
        &mut found,
    );
    assert!(found.is_empty(), "{found:?}");
    let list = |table: &Table, key: &str| match &table.get(key).unwrap().value {
        Value::List(items) => items.clone(),
        other => panic!("{other:?}"),
    };
    let word = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let mut cases = Vec::new();
    for entry in list(&table, "entry") {
        let Value::Table(entry) = &entry.value else {
            panic!()
        };
        let source = word(&entry.get("source").unwrap().value);
        for case in list(entry, "cases") {
            let Value::List(pair) = &case.value else {
                panic!()
            };
            cases.push((source.clone(), word(&pair[0].value), word(&pair[1].value)));
        }
    }
    cases
}

#[test]
fn every_case_of_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/typography");
    let is_file = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let entries = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let languages = entries.filter(is_file).map(|path| {
        let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (
            [
                Style::of(&code, &Options::default()),
                Style::of(&code, &Options::default()).of_archive(),
            ],
            fs::read_to_string(path).unwrap(),
            code,
        )
    });
    let (mut count, mut wrong) = (0, Vec::new());
    for (styles, text, code) in languages {
        let shown = |text: &str| text.replace('\u{a0}', "~").replace('\u{202f}', "^");
        for (source, input, expected) in cases(&text) {
            let style = styles[usize::from(source.starts_with("archives"))];
            let once = style.line(&input.replace('~', "\u{a0}"));
            if shown(&once) != expected || style.line(&once) != once {
                wrong.push(format!(
                    "{code}, {source}: {input} → {}, not {expected}",
                    shown(&once)
                ));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 150, "{count} cases");
}

fn page(site: &TestSite, path: &str) -> String {
    crate::support::without_anchors(&site.build().files[path])
        .replace('\u{a0}', "~")
        .replace('\u{202f}', "^")
}

#[test]
fn text_is_set_and_code_addresses_attributes_and_ids_are_not() {
    let text = "+++\ntitle = \"L'un : \\\"deux\\\" !\"\nslug = \"un\"\n+++\n\
        \"*Un* mot\" ! Voir `a ! \"b\"` et <kbd class=\"x !\">c !</kbd>, https://a.org/?b=1 !\n\n\
        ## L'idée : \"ici\" ?\n\n![L'eau !](a.png \"L'été !\") [lien](https://b.org \"Un titre !\")\n\n\
        Le 1er mai\n! Le chef a dit \"What do you *think* about this ? We really don't know what to say\".\n\n\
        ```\na ! \"b\"\n```\n";
    let site = TestSite::new(&[("content/posts/a.fr.md", text), ("content/posts/a.png", "")]);
    let html = page(&site, "fr/un/index.html");
    for part in [
        "<h1 class=\"p-name\">L’un~: «~deux~»^!</h1>",
        "«~<em>Un</em> mot~»^!",
        "<code>a ! \"b\"</code>",
        "<kbd class=\"x !\">c !</kbd>",
        "href=\"https://a.org/?b=1\"",
        "https://a.org/?b=1</a>^!",
        "<h2 id=\"l-idee-ici\">L’idée~: «~ici~»^?</h2>",
        "alt=\"L’eau^!\" title=\"L’été^!\"",
        "title=\"Un titre^!\"",
        "Le 1<sup>er</sup> mai^!",
        "<em>think</em> about this? We really don’t know",
        "<pre><code>a ! \"b\"\n</code></pre>",
    ] {
        assert!(html.contains(part), "{part} in:\n{html}");
    }
}

#[test]
fn what_is_unpaired_is_told_with_its_place() {
    let text = "+++\ntitle = \"A\"\n+++\nUn *mot* seul.\n\nIl dit « tout *va* bien.\n\nUn » ou deux.\n\nEt « trois.\n";
    let site = TestSite::new(&[("content/posts/a.fr.md", text)]);
    let found = site.build().found;
    let told: Vec<&String> = found
        .iter()
        .filter(|line| line.contains("[typography]"))
        .collect();
    assert_eq!(told.len(), 1, "{found:?}");
    assert!(
        told[0].starts_with(
            "content/posts/a.fr.md:10:4: warning[typography]: this `«` is closed nowhere"
        ),
        "{told:?}"
    );
}

#[test]
fn sites_languages_and_posts_may_say_no() {
    let settings = "base_url = \"https://example.org/\"\n[typography]\nguillemets = \"narrow\"\n\
        [languages.fr]\ntitle = \"L'un\"\n[languages.en]\ntitle = \"It's\"\ntypography = false\n";
    let files = [
        (
            "content/posts/a.fr.md",
            "+++\ntitle = \"A\"\nslug = \"a\"\n+++\nC'est \"non\" !\n",
        ),
        (
            "content/posts/b.fr.md",
            "+++\ntitle = \"B\"\nslug = \"b\"\ntypography = false\n+++\nC'est \"non\" !\n",
        ),
        (
            "content/posts/c.en.md",
            "+++\ntitle = \"C\"\nslug = \"c\"\n+++\nIt's \"no\" !\n",
        ),
    ];
    let site = TestSite::new(&files);
    site.write("site.toml", settings);
    assert!(page(&site, "fr/a/index.html").contains("<p>C’est «^non^»^!</p>"));
    assert!(page(&site, "fr/b/index.html").contains("<p>C'est \"non\" !</p>"));
    assert!(page(&site, "en/c/index.html").contains("<p>It's \"no\" !</p>"));
    assert!(page(&site, "fr/a/index.html").contains("L’un"));
}

#[test]
fn words_stay_apart_around_what_is_no_text() {
    let text = "+++\ntitle = \"A\"\nslug = \"a\"\n+++\nUn mot [^1] suite <i class=\"x\"></i> fin <video src=\"a.mp4\"></video> là.\n\n[^1]: Note.\n";
    let site = TestSite::new(&[("content/posts/a.fr.md", text), ("content/posts/a.mp4", "")]);
    let html = page(&site, "fr/a/index.html");
    for part in [
        "Un mot <sup",
        "</sup> suite <i class=\"x\"></i> fin <video",
        "</video> là.",
    ] {
        assert!(html.contains(part), "{part} in:\n{html}");
    }
}

#[test]
fn the_author_s_own_html_is_set_as_the_text_around_it() {
    let text = "<div class=\"l'un\" title='a !'>\n<p>L'un <b>\"deux</b> mots\" !</p>\n<!-- l'un ! -->\nC'est &laquo;tout&raquo;&nbsp;!\n\
        <pre>l'un !</pre> <p>Ni <code>l'un !</code>, ni <textarea>l'un !</textarea> : rien</p>\n\
        <svg><title>l'un !</title></svg><math><mi>l'un</mi></math>\n<p lang=\"en\">It's \"here\" ! <q lang=fr>L'un !</q> No ?</p>\n</div>\n\n\
        Il dit <span lang=\"en\">\"What's this\" ?</span> puis \"non\" !\n\n## It's \"all\" ! {#all lang=en-GB}\n\n\
        <blockquote lang=\"en\">\n\n\"Well\" : it's *so* !\n\n</blockquote>\n\n<p lang=frr>\"So\" !</p>\n";
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &crate::support::post("title = \"A\"\nslug = \"a\"", text),
    )]);
    let html = page(&site, "fr/a/index.html");
    for part in [
        "<div class=\"l'un\" title='a !'>\n<p>L’un <b>«~deux</b> mots~»^!</p>\n\nC’est «~tout~»^!\n",
        "<pre>l'un !</pre> <p>Ni <code>l'un !</code>, ni <textarea>l'un !</textarea>~: rien</p>",
        "<svg><title>l'un !</title></svg><math><mi>l'un</mi></math>",
        "<p lang=\"en\">It’s “here”! <q lang=fr>L’un^!</q> No?</p>",
        "<p>Il dit <span lang=\"en\">“What’s this”?</span> puis «~non~»^!</p>",
        "<h2 id=\"all\" lang=\"en-GB\">It’s “all”!</h2>",
        "<p>“Well”: it’s <em>so</em>!</p>",
        "<p lang=frr>\"So\" !</p>",
    ] {
        assert!(html.contains(part), "{part} in:\n{html}");
    }
}

#[test]
fn code_in_titles_and_descriptions_is_left_alone() {
    let files = [
        (
            "content/posts/a.fr.md",
            "# L'option `a '--b' !`\n\nL'essai `x 'y' !`, fini !\n",
        ),
        (
            "content/posts/b.fr.md",
            "+++\ntitle = \"L'un\"\nslug = \"b\"\ndescription = \"L'essai `x !` !\"\nexcerpt = \"L'art `y !` !\"\n+++\nMot.\n",
        ),
    ];
    let site = TestSite::new(&files);
    let one = page(&site, "fr/a/index.html");
    for part in [
        "<h1 class=\"p-name\">L’option `a '--b' !`</h1>",
        "<meta name=\"description\" content=\"L’essai x 'y' !, fini^!\">",
        "<meta property=\"og:description\" content=\"L’essai x 'y' !, fini^!\">",
    ] {
        assert!(
            one.replace("&#x27;", "'")
                .replace("&#39;", "'")
                .contains(part),
            "{part} in:\n{one}"
        );
    }
    assert!(
        page(&site, "fr/b/index.html")
            .contains("<meta name=\"description\" content=\"L’essai `x !`^!\">")
    );
    assert!(page(&site, "fr/index.html").contains("<p>L’art <code>y !</code>^!</p>"));
}

/// What is broken for certain is mended in texts of archives, listed by `check`, and elsewhere only where the site asks for it.
#[test]
fn what_is_broken_for_certain_is_mended_where_it_comes_from_an_archive() {
    let broken = "Une mise en oeuvre plus efficace;ce banc, vis- à- vis de la mairie, ne se suffit pas à lui- même.";
    let mended = "<p>Une mise en œuvre plus efficace^; ce banc, vis-à-vis de la mairie, ne se suffit pas à lui-même.</p>";
    let archive = format!(
        "Le banc de la place\n\n{broken}\n\nLe bois seul, pas moi »\n\nIl tient depuis trente ans.\n"
    );
    let kept = "<p>Une mise en oeuvre plus efficace;ce";
    let imported = "title = \"B\"\norigin = \"a.txt: Le banc | Une mise\"";
    for (settings, file, text, path, expected) in [
        (
            "",
            "content/archive/a.txt",
            archive.as_str(),
            "fr/le-banc-de-la-place/index.html",
            mended,
        ),
        (
            "[typography]\nrepair = false\n",
            "content/archive/a.txt",
            &archive,
            "fr/le-banc-de-la-place/index.html",
            kept,
        ),
        (
            "",
            "content/posts/b.fr.md",
            &post("title = \"B\"", broken),
            "fr/b/index.html",
            kept,
        ),
        (
            "",
            "content/posts/b.fr.md",
            &post(imported, broken),
            "fr/b/index.html",
            mended,
        ),
        (
            "[typography]\nrepair = true\n",
            "content/posts/b.fr.md",
            &post("title = \"B\"", broken),
            "fr/b/index.html",
            mended,
        ),
    ] {
        let site = TestSite::new(&[("site.toml", &[SITE, settings].concat()), (file, text)]);
        let shown = page(&site, path);
        assert!(shown.contains(expected), "{settings} {file}: {shown}");
        let checked = site.check();
        let notes: Vec<&String> = checked
            .iter()
            .filter(|found| found.contains("is set as `"))
            .collect();
        assert_eq!(notes.is_empty(), expected == kept, "{settings} {file}");
        for part in [
            "`oeuvre` is set as `œuvre`",
            "`vis- à- vis` is set as `vis-à-vis`",
        ] {
            assert!(expected == kept || notes[0].contains(part), "{notes:?}");
        }
    }
}
