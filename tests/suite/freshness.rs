//! Freshness: `diptych sync` records, the build compares, readers are told.

use diptych::model::freshness::Accepted;
use diptych::pipeline;

use crate::support::{SITE, TestSite, post};

const FILE: &str = "content/translations.toml";
const FRENCH: [&str; 3] = [
    "Un premier paragraphe, sur la pluie.",
    "Le deuxième parle du vent.",
    "Le troisième se tait.",
];

fn french(paragraphs: &[&str]) -> String {
    post(
        "title = \"La pluie\"\nstory = \"rain\"\ndate = 2014-05-01",
        &paragraphs.join("\n\n"),
    )
}

fn site() -> TestSite {
    TestSite::new(&[
        ("content/posts/pluie.fr.md", &french(&FRENCH)),
        (
            "content/posts/rain.en.md",
            &post(
                "title = \"Rain\"\nstory = \"rain\"\ndate = 2014-06-01",
                "A first one.\n\nA second.",
            ),
        ),
    ])
}

fn sync(site: &TestSite, files: &[&str]) -> Accepted {
    let files: Vec<String> = files.iter().map(|file| file.to_string()).collect();
    pipeline::sync(&site.options, &files)
        .unwrap()
        .result
        .expect("no error")
        .accepted
}

fn written(site: &TestSite) -> String {
    std::fs::read_to_string(site.root().join(FILE)).unwrap()
}

/// Records, rewrites the French text, and builds: what is told.
#[track_caller]
fn check(paragraphs: &[&str], expected: &[&str]) {
    let site = site();
    sync(&site, &[]);
    site.write("content/posts/pluie.fr.md", french(paragraphs));
    assert_eq!(site.build().found, expected, "{paragraphs:?}");
}

const HELP: &str = "  help: bring it up to date, then run `diptych sync content/posts/rain.en.md`";

#[test]
fn the_paragraphs_that_changed_are_named_with_their_lines() {
    let [one, two, three] = FRENCH;
    check(&[one, two, three], &[]);
    check(
        &[
            "Un premier paragraphe sur la pluie !",
            "le DEUXIÈME  parle du vent",
            three,
        ],
        &[],
    );
    check(
        &[one, "Le deuxième parle de la neige.", three],
        &[&format!(
            "content/posts/pluie.fr.md:1:1: warning[freshness]: `content/posts/rain.en.md` is behind this text: 1 paragraph changed\n  \
             content/posts/pluie.fr.md:9:1: changed\n{HELP}"
        )],
    );
    check(
        &[one, "Un paragraphe de plus.", two, three, "Et la fin."],
        &[&format!(
            "content/posts/pluie.fr.md:1:1: warning[freshness]: `content/posts/rain.en.md` is behind this text: 2 paragraphs added\n  \
             content/posts/pluie.fr.md:9:1: added\n  content/posts/pluie.fr.md:15:1: added\n{HELP}"
        )],
    );
    check(
        &[one, three],
        &[&format!(
            "content/posts/pluie.fr.md:1:1: warning[freshness]: `content/posts/rain.en.md` is behind this text: 1 paragraph removed; \
             no more: « Le deuxième parle du vent.… »\n{HELP}"
        )],
    );
}

/// A changed title and changed HTML make a translation old; a record of before they counted says nothing about either.
#[test]
fn titles_and_html_count() {
    let text = |title: &str, html: &str| {
        let front = format!("title = \"{title}\"\nstory = \"rain\"\ndate = 2014-05-01");
        post(
            &front,
            &format!("Un premier paragraphe.\n\n<aside class=\"x\">{html}</aside>"),
        )
    };
    let behind = |what: &str| {
        format!(
            "content/posts/pluie.fr.md:1:1: warning[freshness]: `content/posts/rain.en.md` is behind this text: {what}"
        )
    };
    for (title, html, expected) in [
        ("La pluie !", "<b>Une note.</b>", None),
        ("Le vent", "Une note.", Some(behind("the title changed"))),
        (
            "La pluie",
            "Une autre note.",
            Some(behind("1 paragraph changed")),
        ),
        (
            "Le vent",
            "Tout autre chose.",
            Some(behind("the title changed; 1 paragraph changed")),
        ),
    ] {
        let site = site();
        site.write("content/posts/pluie.fr.md", text("La pluie", "Une note."));
        sync(&site, &[]);
        site.write("content/posts/pluie.fr.md", text(title, html));
        assert_eq!(
            site.build().heads(),
            expected.iter().map(String::as_str).collect::<Vec<_>>(),
            "{title} {html}"
        );
        let old: Vec<String> = written(&site)
            .lines()
            .filter(|line| !line.contains("title") && !line.contains("note"))
            .map(str::to_owned)
            .collect();
        site.write(FILE, old.join("\n"));
        assert_eq!(site.build().found, Vec::<String>::new(), "{title} {html}");
    }
}

#[test]
fn a_record_is_written_on_demand_and_reads_well() {
    let site = site();
    assert_eq!(site.build().found, Vec::<String>::new());
    assert!(
        !site.root().join(FILE).exists(),
        "a build writes nothing into the content"
    );
    assert_eq!(sync(&site, &[]).recorded, ["content/posts/rain.en.md"]);
    let first = written(&site);
    let lines: Vec<&str> = first.lines().skip(3).collect();
    assert_eq!(
        lines[..2],
        [
            "[\"content/posts/rain.en.md\"]",
            "of = \"content/posts/pluie.fr.md\""
        ]
    );
    assert!(
        lines[2].starts_with("title = \"")
            && lines[2].ends_with(" La pluie\"")
            && lines[3] == "paragraphs = [",
        "{first}"
    );
    assert!(
        lines[4].starts_with("  \"")
            && lines[4].ends_with(" Un premier paragraphe, sur la pluie.\","),
        "{first}"
    );
    // Again: nothing is new.
    assert_eq!(sync(&site, &[]).recorded, Vec::<String>::new());
    assert_eq!(written(&site), first);
    // Behind, it is only recorded anew when it is named.
    site.write("content/posts/pluie.fr.md", french(&FRENCH[..2]));
    assert_eq!(sync(&site, &[]).behind, ["content/posts/rain.en.md"]);
    assert_eq!(written(&site), first);
    assert_eq!(
        sync(&site, &["rain.en.md"]).recorded,
        ["content/posts/rain.en.md"]
    );
    assert_eq!(site.build().found, Vec::<String>::new());
}

#[test]
fn which_is_the_original_is_said_where_dates_do_not_tell() {
    let site = site();
    site.write(
        "content/posts/rain.en.md",
        post(
            "title = \"Rain\"\nstory = \"rain\"\ndate = 2014-05-01",
            "A first one.",
        ),
    );
    let accepted = sync(&site, &[]);
    assert_eq!(
        accepted.undecided,
        [["content/posts/pluie.fr.md", "content/posts/rain.en.md"]]
    );
    assert!(!site.root().join(FILE).exists());
    assert_eq!(
        sync(&site, &["./content/posts/pluie.fr.md"]).recorded,
        ["content/posts/pluie.fr.md"]
    );
    assert!(written(&site).contains("of = \"content/posts/rain.en.md\""));
    // The other way round: the author's last word wins.
    sync(&site, &["content/posts/rain.en.md"]);
    assert!(
        !written(&site).contains("of = \"content/posts/rain.en.md\""),
        "{}",
        written(&site)
    );
}

#[test]
fn what_the_file_says_of_files_that_are_not_there_is_told() {
    let site = site();
    site.write(
        FILE,
        "[\"content/posts/rian.en.md\"]\nof = \"content/posts/pluie.fr.md\"\nparagraphs = []\n",
    );
    assert_eq!(
        site.build().found[1..],
        [
            "content/translations.toml:1:2: warning[freshness]: `content/posts/rian.en.md` is now `content/posts/rain.en.md`\n  \
             help: run `diptych sync`, which writes the new names here, or write them:\n[\"content/posts/rain.en.md\"]\n\
             of = \"content/posts/pluie.fr.md\""
        ]
    );
    let report = pipeline::sync(&site.options, &["rian.en.md".into()]).unwrap();
    assert!(
        report.result.is_none()
            && report.diagnostics[0].message == "`rian.en.md` is the file of no post",
        "{:?}",
        report.diagnostics
    );
    site.write(
        "content/posts/seul.fr.md",
        post("title = \"Seul\"", "Il est seul."),
    );
    site.write(
        FILE,
        "[\"content/posts/rain.en.md\"]\nof = \"content/posts/seul.fr.md\"\nparagraphs = []\n",
    );
    assert_eq!(
        site.build().heads(),
        [
            "content/translations.toml:1:2: warning[freshness]: `content/posts/rain.en.md` is no translation of `content/posts/seul.fr.md`"
        ]
    );
}

#[test]
fn readers_are_told_unless_the_author_does_not_want_it() {
    let site = site();
    sync(&site, &[]);
    let note = "<p class=\"note\" data-note=\"newer\">The French version is more recent: \
        <a href=\"/fr/pluie/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\">La pluie</a></p>";
    site.build().lacks("/en/rain/", "data-note");
    site.write("content/posts/pluie.fr.md", french(&FRENCH[..2]));
    let built = site.build();
    built.holds("/en/rain/", note);
    built.lacks("/fr/pluie/", "data-note");
    site.write(
        "site.toml",
        format!("{SITE}[translations]\ntell_readers = false\n"),
    );
    let built = site.build();
    built.lacks("/en/rain/", "data-note");
    assert_eq!(built.found.len(), 1, "the author is told all the same");
}

#[test]
fn drafts_and_archives_are_no_cause_for_noise() {
    let site = site();
    sync(&site, &[]);
    site.write(
        "content/posts/pluie.fr.md",
        post(
            "title = \"La pluie\"\nstory = \"rain\"\ndraft = true",
            "Autre chose.",
        ),
    );
    site.remove("content/urls.txt");
    assert_eq!(site.build().found, Vec::<String>::new());
}

#[test]
fn a_name_that_is_not_that_of_one_post_is_told_as_what_it_is() {
    let site = site();
    site.write(
        "content/posts/old/rain.en.md",
        post(
            "title = \"Old rain\"\nslug = \"old\"\nstory = \"old\"",
            "It rained.",
        ),
    );
    site.write(
        "content/archive/a.txt",
        "Un titre\n\nUne phrase assez longue pour être un paragraphe, et une autre.\n",
    );
    for (name, expected) in [
        ("rain.en.md", "`rain.en.md` is the file of 2 posts"),
        ("content/posts/", "`content/posts` is a folder"),
        (
            "content/posts/*.md",
            "there is no file `content/posts/*.md`: the shell fills in",
        ),
        (
            "content/archive/a.txt",
            "the posts of `content/archive/a.txt` have no files of their own",
        ),
        ("nowhere.md", "`nowhere.md` is the file of no post"),
    ] {
        let found = pipeline::sync(&site.options, &[name.to_owned()])
            .unwrap()
            .diagnostics;
        let translated = pipeline::translate(&site.options, name, None)
            .unwrap()
            .diagnostics;
        for found in [found, translated] {
            assert!(
                found
                    .iter()
                    .any(|found| found.message.starts_with(expected)),
                "{name} {:?}",
                found.iter().map(|found| &found.message).collect::<Vec<_>>()
            );
        }
    }
}

/// A story of two files, `name` and the language, with a text of its own in French.
fn story(site: &TestSite, name: &str, paragraphs: &[&str]) {
    let front = |date: &str| format!("title = \"{name}\"\ndate = {date}");
    let french = post(&front("2014-05-01"), &paragraphs.join("\n\n"));
    site.write(&format!("content/posts/{name}.fr.md"), french);
    let english = post(&front("2014-06-01"), "A translation.");
    site.write(&format!("content/posts/{name}.en.md"), english);
}

fn rename(site: &TestSite, from: &str, to: &str) {
    let at = |name: &str| site.root().join(format!("content/posts/{name}"));
    std::fs::rename(at(from), at(to)).unwrap();
}

#[test]
fn files_that_were_renamed_keep_their_record() {
    let of_records = |site: &TestSite| -> Vec<String> {
        let found = site.build().found.into_iter();
        found
            .filter(|found| found.contains("[freshness]"))
            .collect()
    };
    let changed = ["Un autre début, sur la neige.", FRENCH[1], FRENCH[2]];
    let other = [
        "Rien de tout cela.",
        "Des trains, des gares.",
        "Une autre fin.",
    ];
    for (renames, text, told) in [
        (&[][..], &FRENCH[..], None),
        (
            &["fr", "en"],
            &FRENCH,
            Some(
                "`content/posts/b.en.md` is now `content/posts/lac.en.md`, and `content/posts/b.fr.md` is now `content/posts/lac.fr.md`",
            ),
        ),
        (
            &["fr", "en"],
            &changed,
            Some(
                "`content/posts/b.en.md` is now `content/posts/lac.en.md`, and `content/posts/b.fr.md` is now `content/posts/lac.fr.md`",
            ),
        ),
        (
            &["fr", "en"],
            &other,
            Some("there is no `content/posts/b.en.md`"),
        ),
    ] {
        let site = TestSite::new(&[]);
        story(&site, "a", &["Un tout autre texte.", "Sur les trains."]);
        story(&site, "b", &FRENCH);
        sync(&site, &[]);
        story(&site, "b", text);
        for code in renames {
            rename(&site, &format!("b.{code}.md"), &format!("lac.{code}.md"));
        }
        let found = of_records(&site);
        match told {
            None => assert_eq!(found, Vec::<String>::new()),
            Some(told) => assert!(
                found.iter().any(|found| found.contains(told))
                    && found.iter().all(|found| !found.contains("posts/a.")),
                "{found:#?}"
            ),
        }
        let told_by_status = pipeline::status(&site.options).diagnostics.len();
        assert_eq!(told_by_status > 0, told.is_some());
        let accepted = sync(&site, &[]);
        let is_followed = told.is_some_and(|told| told.contains("is now"));
        assert_eq!(accepted.renamed.len(), if is_followed { 2 } else { 0 });
        let behind: &[&str] = if *text == changed {
            &["content/posts/lac.en.md"]
        } else {
            &[]
        };
        assert_eq!(accepted.behind, behind, "{text:?}");
    }
}

#[test]
fn a_translation_that_was_renamed_alone_is_found_by_its_original() {
    let site = site();
    sync(&site, &[]);
    rename(&site, "rain.en.md", "drizzle.en.md");
    let help = "run `diptych sync`, which writes the new names here, or write them:\n[\"content/posts/drizzle.en.md\"]\n\
        of = \"content/posts/pluie.fr.md\"";
    assert!(
        site.build().found[0].contains(help),
        "{:?}",
        site.build().found
    );
}

#[test]
fn texts_that_took_each_other_s_names_are_told() {
    let site = TestSite::new(&[]);
    story(&site, "a", &["Un tout autre texte.", "Sur les trains."]);
    story(&site, "b", &FRENCH);
    sync(&site, &[]);
    for (from, to) in [("a", "c"), ("b", "a"), ("c", "b")] {
        for code in ["fr", "en"] {
            rename(
                &site,
                &format!("{from}.{code}.md"),
                &format!("{to}.{code}.md"),
            );
        }
    }
    let found = site.build().found;
    for told in [
        "`content/posts/b.fr.md` has another text now; the one that `content/posts/b.en.md` was made from is in `content/posts/a.fr.md`",
        "`/fr/a/` has another text now: the one that was there is at `/fr/b/`",
        "`/fr/b/` has another text now: the one that was there is at `/fr/a/`",
    ] {
        assert!(
            found.iter().any(|found| found.contains(told)),
            "{told} {found:#?}"
        );
    }
    assert!(
        found.iter().all(|found| !found.contains("is behind")),
        "{found:#?}"
    );
    sync(&site, &["a.en.md", "b.en.md"]);
    assert_eq!(site.build().found, Vec::<String>::new());
}
