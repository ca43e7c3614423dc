//! The author's commands: `new post`, `translate`, `status`, `check`; stories that are published together.

use std::fs;
use std::path::Path;
use std::process::Command;

use diptych::diag;
use diptych::import;
use diptych::pipeline::{self, State};
use diptych::project::Options;
use diptych::scaffold::{Host, NewSite};

use crate::support::{SITE, TestSite, post};

const ORIGINAL: &str =
    "Le pain lève lentement.\n\n![Un four](four.svg)\n\n## La cuisson\n\nIl cuit en 45 minutes.";

fn bakery() -> TestSite {
    TestSite::new(&[
        (
            "content/posts/pain.fr.md",
            &post(
                "title = \"Le pain\"\ndate = 2019-03-02\ntags = [\"four\", \"levain\"]\nimage = \"four.svg\"",
                ORIGINAL,
            ),
        ),
        (
            "content/posts/four.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
        (
            "content/terms.toml",
            "[[tags]]\nfr = \"four\"\nen = \"oven\"\n",
        ),
    ])
}

fn read(site: &TestSite, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap()
}

fn errors<T>(report: &diptych::project::Report<T>) -> Vec<String> {
    report
        .diagnostics
        .iter()
        .map(|found| diag::plain(found, &report.sources))
        .collect()
}

#[test]
fn a_new_post_is_a_draft_of_the_day() {
    let site = TestSite::new(&[]);
    let new = |title: &str, lang: Option<&str>, with: &[String]| {
        pipeline::new_post(&site.options, title, lang, with).unwrap()
    };
    let made = new("L’été, à Lyon", None, &["en".to_owned()]);
    assert_eq!(
        made.result.unwrap(),
        [
            "content/posts/l-ete-a-lyon.fr.md",
            "content/posts/l-ete-a-lyon.en.md"
        ]
    );
    assert_eq!(
        read(&site, "content/posts/l-ete-a-lyon.fr.md"),
        "+++\ntitle = \"L’été, à Lyon\"\ndate = 2026-11-21\ndraft = true   # remove this line when it is ready\n+++\n\n"
    );
    assert_eq!(
        site.build()
            .files
            .keys()
            .filter(|file| file.contains("lyon"))
            .count(),
        0
    );
    for (title, lang, told) in [
        ("L’été, à Lyon", None, "is there already"),
        ("?!", None, "no file name can be made"),
        (
            "Sommer",
            Some("de"),
            "`de` is no language of the site\n  help: the languages are fr, en",
        ),
    ] {
        let report = new(title, lang, &[]);
        assert!(
            report.result.is_none() && errors(&report)[0].contains(told),
            "{:?}",
            errors(&report)
        );
    }
}

#[test]
fn a_translation_takes_over_what_both_share() {
    let site = bakery();
    let begun = pipeline::translate(&site.options, "pain.fr.md", None).unwrap();
    let begun = begun.result.unwrap();
    assert_eq!(
        (begun[0].file.as_str(), &begun[0].nameless[..]),
        ("content/posts/pain.en.md", &["levain".to_owned()][..])
    );
    let text = read(&site, "content/posts/pain.en.md");
    for part in [
        "title = \"Le pain\"\n",
        "date = 2019-03-02\n",
        "tags = [\"oven\"]\n",
        "image = \"four.svg\"\n",
        "draft = true",
        "<!--\nLe pain lève lentement.\n-->",
        "\n\n![Un four](four.svg)\n\n",
        "<!--\n## La cuisson\n-->",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let record = read(&site, "content/translations.toml");
    assert!(
        record.contains("[\"content/posts/pain.en.md\"]\nof = \"content/posts/pain.fr.md\""),
        "{record}"
    );
    // It goes out with the line that keeps it back removed, and only then.
    assert!(!site.build().files.contains_key("en/pain/index.html"));
    site.write(
        "content/posts/pain.en.md",
        text.replace("draft = true   # remove this line when it is ready\n", ""),
    );
    let built = site.build();
    built.holds("/en/pain/", "hreflang=\"fr\"");
    built.lacks("/en/pain/", "Le pain lève");
    for (file, to, told) in [
        ("pain.fr.md", None, "in every language"),
        (
            "pain.fr.md",
            Some("en"),
            "there in `en` already: `content/posts/pain.en.md`",
        ),
        ("pain.fr.md", Some("de"), "no language of the site"),
        ("brioche.fr.md", None, "the file of no post"),
    ] {
        let report = pipeline::translate(&site.options, file, to).unwrap();
        assert!(
            report.result.is_none() && errors(&report)[0].contains(told),
            "{file} {to:?} {:?}",
            errors(&report)
        );
    }
}

/// A file of records that cannot be read loses none of them.
#[test]
fn records_that_cannot_be_read_stay_as_they_are() {
    for wrong in ["<<<<<<< HEAD\n=======\n>>>>>>> theirs\n", "oops = [\n"] {
        let site = bakery();
        let records =
            format!("{wrong}[\"content/posts/autre.en.md\"]\nof = \"content/posts/autre.fr.md\"\n");
        site.write("content/translations.toml", &records);
        let report = pipeline::translate(&site.options, "pain.fr.md", None).unwrap();
        assert!(report.result.is_none() && !errors(&report).is_empty());
        assert_eq!(read(&site, "content/translations.toml"), records);
        assert!(!site.root().join("content/posts/pain.en.md").exists());
    }
}

/// Two files that took each other's names, one with a slug: the alias belongs where the text is.
#[test]
fn the_alias_of_an_exchanged_file_is_for_its_text() {
    let text = |title: &str, slug: &str, words: &str| {
        post(
            &format!("title = \"{title}\"\ndate = 2019-03-02{slug}"),
            words,
        )
    };
    let apples = text("Apples", "", "Apples are red, or green, and grow on trees.");
    let bees = text(
        "Bees",
        "\nslug = \"bees\"",
        "Bees fly from flower to flower all day long.",
    );
    let site = TestSite::new(&[
        ("content/posts/a.en.md", &apples),
        ("content/posts/b.en.md", &bees),
    ]);
    site.build();
    pipeline::sync(&site.options, &[]).unwrap();
    site.write("content/posts/a.en.md", &bees);
    site.write("content/posts/b.en.md", &apples);
    let found = site.build().found;
    let lost: Vec<&String> = found
        .iter()
        .filter(|text| text.contains("`/en/a/` is lost"))
        .collect();
    assert!(
        lost.len() == 1
            && lost[0].contains("is now `content/posts/b.en.md`, whose page is at `/en/b/`"),
        "{found:#?}"
    );
}

#[test]
fn status_tells_what_there_is_and_what_is_behind() {
    let site = bakery();
    site.write(
        "content/posts/bread.en.md",
        post(
            "title = \"Bread\"\ntranslationKey = \"pain\"\ndate = 2019-04-01",
            "Bread rises slowly.",
        ),
    );
    let french = read(&site, "content/posts/pain.fr.md");
    site.write(
        "content/posts/pain.fr.md",
        french.replace("title", "translationKey = \"pain\"\ntitle"),
    );
    site.write(
        "content/posts/demain.fr.md",
        post("title = \"Demain\"\ndate = 2030-01-01", "Un."),
    );
    site.write(
        "content/posts/attend.fr.md",
        post("title = \"Attend\"\npublishDate = 2030-01-01", "Un."),
    );
    site.write(
        "content/posts/fini.fr.md",
        post("title = \"Fini\"\nexpiryDate = 2021-01-01", "Un."),
    );
    site.write(
        "content/posts/brouillon.fr.md",
        post("title = \"Brouillon\"\ndraft = true", "Un."),
    );
    for (file, text) in [
        ("soir.fr.md", "Le soir tombe."),
        ("soir.en.md", "<!--\nLe soir tombe.\n-->"),
    ] {
        site.write(
            &format!("content/posts/{file}"),
            post("title = \"Soir\"", text),
        );
    }
    pipeline::sync(&site.options, &["content/posts/bread.en.md".to_owned()]).unwrap();
    for arguments in [
        &["init", "-q"][..],
        &["add", "-A"],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@a.org",
            "commit",
            "-qm",
            "a",
        ],
    ] {
        assert!(
            Command::new("git")
                .arg("-C")
                .arg(site.root())
                .args(arguments)
                .status()
                .unwrap()
                .success()
        );
    }
    let french = read(&site, "content/posts/pain.fr.md");
    site.write(
        "content/posts/pain.fr.md",
        french.replace("45 minutes", "50 minutes") + "\n\nOn le mange froid.",
    );
    let status = pipeline::status(&site.options).result.unwrap();
    let state = |title: &str, code: &str| {
        let story = status
            .stories
            .iter()
            .find(|story| story.title == title)
            .unwrap();
        story.versions[code].state
    };
    assert_eq!(
        [state("Le pain", "fr"), state("Le pain", "en")],
        [State::Current, State::Behind]
    );
    assert_eq!(
        [state("Demain", "fr"), state("Demain", "en")],
        [State::Future, State::Missing]
    );
    assert_eq!(state("Brouillon", "fr"), State::Draft);
    assert_eq!(
        [state("Soir", "fr"), state("Soir", "en")],
        [State::Current, State::Untranslated]
    );
    assert_eq!(
        [state("Attend", "fr"), state("Fini", "fr")],
        [State::Future, State::Expired]
    );
    let bread = status
        .stories
        .iter()
        .find(|story| story.title == "Le pain")
        .unwrap();
    let behind = bread.versions["en"].behind.as_ref().unwrap();
    let changes: Vec<_> = behind
        .paragraphs
        .iter()
        .map(|change| {
            (
                change.what,
                change.diff.as_deref().unwrap_or(&change.opening),
            )
        })
        .collect();
    assert_eq!(
        changes,
        [
            ("changed", "Il cuit en [-45-] {+50+} minutes."),
            ("added", "On le mange froid.")
        ]
    );
}

#[test]
fn stories_are_published_together() {
    let french = |front: &str| {
        post(
            &format!("title = \"Pluie\"\ndate = 2019-03-02\n{front}"),
            "Il pleut sur la ville.",
        )
    };
    let english = |front: &str| {
        post(
            &format!("title = \"Rain\"\ndate = 2019-03-02\n{front}"),
            "It rains on the town.",
        )
    };
    let together = "publish = \"together\"\n";
    for (settings, front, translation, expected) in [
        ("", "", None, true),
        (together, "", None, false),
        (together, "", Some("draft = true"), false),
        (together, "", Some("date = 2030-01-01"), false),
        (together, "", Some(""), true),
        (together, "publish = \"apart\"", None, true),
        ("", "publish = \"together\"", None, false),
        ("", "publish = \"together\"", Some(""), true),
    ] {
        let site = TestSite::new(&[
            ("site.toml", &[settings, SITE].concat()),
            ("content/posts/rain.fr.md", &french(front)),
        ]);
        if let Some(front) = translation {
            let text = english(front);
            let text = if front.starts_with("date") {
                text.replacen("date = 2019-03-02\n", "", 1)
            } else {
                text
            };
            site.write("content/posts/rain.en.md", text);
        }
        let built = site.build();
        let is_there = built.files.contains_key("fr/rain/index.html");
        assert_eq!(
            is_there, expected,
            "{settings} {front} {translation:?} {:?}",
            built.found
        );
        let waits = built
            .heads()
            .iter()
            .filter(|head| head.contains("note[waiting]"))
            .count();
        assert_eq!(waits, usize::from(!expected), "{:?}", built.found);
        let status = pipeline::status(&site.options).result.unwrap();
        let state = status.stories[0].versions["fr"].state;
        assert_eq!(
            state == State::Waiting,
            !expected,
            "{settings} {front} {translation:?}"
        );
    }
}

#[test]
fn a_build_of_nothing_makes_nothing() {
    let site = TestSite::new(&[]);
    let options = Options {
        root: site.root().join("nowhere"),
        ..site.options.clone()
    };
    let report = pipeline::build(&options, &site.root().join("nowhere/public"), false).unwrap();
    assert!(report.result.is_none() && !options.root.exists());
}

#[test]
fn templates_for_a_later_version_want_a_later_diptych() {
    for (version, expected) in [
        (1, None),
        (
            60_000,
            Some("this Diptych knows templates up to version 1, not 60000"),
        ),
    ] {
        let settings = format!("{SITE}[theme]\nversion = {version}\n");
        let site = TestSite::new(&[
            ("site.toml", &settings),
            ("content/posts/a.fr.md", &post("title = \"A\"", "Un.")),
        ]);
        let built = site.build();
        let told = built
            .found
            .iter()
            .find(|found| found.contains("[template]"));
        assert_eq!(told.is_some(), expected.is_some(), "{version}");
        assert!(
            expected.is_none_or(|expected| told.unwrap().contains(expected)),
            "{told:?}"
        );
    }
}

#[test]
fn check_finds_what_a_build_does_not() {
    let fr = |front: &str, text: &str| {
        post(
            &format!("title = \"Le pain\"\ndate = 2019-03-02\n{front}"),
            text,
        )
    };
    let en = |text: &str| post("title = \"Bread\"\ndate = 2019-03-02", text);
    let french = "Le pain du village est cuit depuis 1931 dans le même four, et personne ne voudrait que cela change un jour.";
    let english = "The bread of the village has been baked since 1931 in the same oven, and nobody would want this to change one day.";
    for (files, expected) in [
        (
            vec![("pain.fr.md", fr("", french)), ("pain.en.md", en(english))],
            vec![],
        ),
        (
            vec![
                ("pain.fr.md", fr("", french)),
                ("pain.en.md", en(&english.replace("1931", "1913"))),
            ],
            vec![
                "warning[disagreement]: two versions of a story disagree: only `content/posts/pain.fr.md` has `1931`; only `content/posts/pain.en.md` has `1913`",
            ],
        ),
        (
            vec![
                ("pain.fr.md", fr("", french)),
                (
                    "pain.en.md",
                    en(&format!("{english} [More](https://a.example/b).")),
                ),
            ],
            vec!["only `content/posts/pain.en.md` has `a.example/b`"],
        ),
        (
            vec![
                (
                    "pain.fr.md",
                    fr(
                        "",
                        "Le four ouvre à 15 h le 3 mai.\n\nUn [lien](https://a.example/fr/b).",
                    ),
                ),
                (
                    "pain.en.md",
                    en("The oven opens at 3 pm on May 4.\n\nA [link](https://b.example/en/c)."),
                ),
            ],
            vec![
                "only `content/posts/pain.fr.md` has `3 mai`; only `content/posts/pain.en.md` has `May 4`",
            ],
        ),
        (
            vec![
                ("pain.fr.md", fr("", &french.replace("1931", "3 milliards"))),
                ("pain.en.md", en(&english.replace("1931", "3 million"))),
            ],
            vec!["has `3 milliards`; only `content/posts/pain.en.md` has `3 million`"],
        ),
        (
            vec![
                ("pain.fr.md", fr("accept = [\"disagreement\"]", french)),
                ("pain.en.md", en(&english.replace("1931", "1913"))),
            ],
            vec![
                "disagree",
                "this accepts nothing: no finding of the kind `disagreement` is left here",
            ],
        ),
        (
            vec![("pain.fr.md", fr("", french)), ("pain.en.md", en(french))],
            vec!["said to be in `en`, but its text reads as `fr`"],
        ),
        (
            vec![
                ("pain.fr.md", fr("", french)),
                ("copie.fr.md", fr("slug = \"b\"", french)),
            ],
            vec!["has the very words of `content/posts/copie.fr.md`"],
        ),
        (
            vec![("pain.fr.md", fr("", &format!("{french}\n\n# Un\n")))],
            vec!["this heading is of the first level"],
        ),
        (
            vec![(
                "pain.fr.md",
                fr("", &format!("{french}\n\n## Un\n\n#### Deux\n")),
            )],
            vec!["this heading is of level 4, and the one above it of level 2"],
        ),
        (
            vec![(
                "pain.fr.md",
                fr("", &format!("{french} [first and last name]")),
            )],
            vec!["this is still as it was made: `[first and last name]`"],
        ),
        (
            vec![("pain.fr.md", post("title = \"Le pain\"", french))],
            vec!["note[date]: this post has no date"],
        ),
    ] {
        let site = TestSite::new(&[]);
        site.write(
            "site.toml",
            SITE.replace("example.org", "pain.test")
                .replace("\"\n", "\"\ndescription = \"Du pain\"\n")
                .replacen("description = \"Du pain\"\n", "", 1),
        );
        for (name, text) in &files {
            site.write(&format!("content/posts/{name}"), text);
        }
        let report = pipeline::check(&site.options, &site.output(), Default::default());
        let found = errors(&report);
        assert_eq!(found.len(), expected.len(), "{files:?} {found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{expected}\n{found}");
        }
        assert!(!site.output().exists(), "a check publishes nothing");
    }
}

#[test]
fn strict_finds_the_same_and_publishes_nothing() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"A\"\ndate = 2019-03-02", "![](i.svg)"),
    )]);
    site.write(
        "content/posts/i.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let how = pipeline::Publishing {
        strict: true,
        ..Default::default()
    };
    let loose = pipeline::publish(
        &site.options,
        &site.root().join("loose"),
        Default::default(),
    )
    .unwrap();
    let strict = pipeline::publish(&site.options, &site.output(), how).unwrap();
    assert!(loose.result.is_some() && strict.result.is_none());
    let messages = |report: &diptych::project::Report<_>| -> Vec<String> {
        report
            .diagnostics
            .iter()
            .map(|found| found.message.clone())
            .collect()
    };
    assert_eq!(messages(&loose), messages(&strict));
    assert!(diag::any_error(&strict.diagnostics) && !site.output().exists());
}

#[test]
fn lost_addresses_are_told_until_they_are_settled() {
    let text = |title: &str| {
        post(
            &format!("title = \"{title}\"\ndate = 2019-03-02"),
            "Il pleut sur la ville, et personne ne sort.",
        )
    };
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &text("A")),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ndate = 2019-03-03", "Deux."),
        ),
    ]);
    let synced = pipeline::sync(&site.options, &[]).unwrap().result.unwrap();
    assert!(synced.urls > Some(2) && site.build().found.is_empty());
    let lost = |site: &TestSite| -> Vec<String> {
        // As in a fresh clone.
        let _ = fs::remove_dir_all(site.output());
        site.build()
            .found
            .into_iter()
            .filter(|found| found.contains("lost-url"))
            .collect()
    };
    fs::rename(
        site.root().join("content/posts/a.fr.md"),
        site.root().join("content/posts/pluie.fr.md"),
    )
    .unwrap();
    for _ in 0..2 {
        let found = lost(&site);
        assert!(
            found.iter().any(|found| found.contains("`/fr/a/` is lost: `content/posts/a.fr.md` is now `content/posts/pluie.fr.md`, whose page is at `/fr/pluie/`")
                && found.contains("aliases = [\"/fr/a/\"]")),
            "{found:#?}"
        );
        let again = site.build().found;
        assert_eq!(
            again, found,
            "a build of which nothing has changed says the same"
        );
        pipeline::sync(&site.options, &[]).unwrap();
    }
    site.write(
        "content/posts/pluie.fr.md",
        text("A").replace("title", "aliases = [\"/fr/a/\"]\ntitle"),
    );
    assert_eq!(lost(&site), Vec::<String>::new());
    site.write("content/posts/neu.fr.md", text("Neuf"));
    let told = lost(&site);
    assert!(
        told.len() == 1 && told[0].contains("note[lost-url]: `/fr/neu/` is not recorded yet"),
        "{told:#?}"
    );
    pipeline::sync(&site.options, &[]).unwrap();
    site.remove("content/posts/b.fr.md");
    assert!(lost(&site).iter().any(|found| {
        found.contains("`/fr/b/` is lost: `content/posts/b.fr.md` does not exist any more")
    }));
    let urls = read(&site, "content/urls.txt");
    let kept: String = urls
        .lines()
        .filter(|line| !line.starts_with("/fr/b/"))
        .map(|line| format!("{line}\n"))
        .collect();
    site.write("content/urls.txt", kept);
    assert_eq!(lost(&site), Vec::<String>::new());
}

/// What a build says of lost addresses after a text was renamed and changed.
#[test]
fn a_text_that_was_renamed_and_changed_is_known_again() {
    let text = "Il pleut sur la ville, et personne ne sort. Le boulanger de la rue des Lilas ferme à midi, et la file n'avance plus.";
    for (now, expected) in [
        (
            text.replace("midi", "treize heures"),
            "`/fr/a/` is lost: `content/posts/a.fr.md` is now `content/posts/lac.fr.md`, changed, whose page is at `/fr/lac/`",
        ),
        (
            "Un lac, tout autre chose, et la ville est loin.".to_owned(),
            "`/fr/a/` is lost: `content/posts/a.fr.md` does not exist any more",
        ),
    ] {
        let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", text))]);
        pipeline::sync(&site.options, &[]).unwrap();
        site.remove("content/posts/a.fr.md");
        site.write("content/posts/lac.fr.md", post("title = \"A\"", &now));
        // The second time it is as if it had been noted and left.
        for _ in 0..2 {
            let found = site.build().found;
            assert!(
                found.iter().any(|found| found.contains(expected)),
                "{found:#?}"
            );
            pipeline::sync(&site.options, &[]).unwrap();
        }
    }
}

/// What is there and not published yet stops no other text.
#[test]
fn a_link_to_a_text_that_is_held_back_is_a_warning() {
    for front in [
        "draft = true",
        "date = 2031-01-01",
        "publish = \"together\"",
    ] {
        for (link, target) in [
            ("b.fr.md", "b.fr.md"),
            ("b.md#x", "b.fr.md"),
            ("/fr/b/", "b.fr.md"),
            ("c.md", "b.fr.md"),
        ] {
            let site = TestSite::new(&[
                (
                    "content/posts/a.fr.md",
                    &post(
                        "title = \"A\"",
                        &format!("[Le texte]({link}) et <a href=\"{link}\">lui</a>."),
                    ),
                ),
                (
                    &format!("content/posts/{target}"),
                    &post(&format!("title = \"B\"\n{front}"), "Texte."),
                ),
            ]);
            let built = site.build();
            let expected = format!(
                "content/posts/a.fr.md:5:1: warning[link]: this link leads to what is not published: `{link}`"
            );
            assert_eq!(built.published, link != "c.md", "{:?}", built.found);
            assert_eq!(
                built.heads().contains(&expected.as_str()),
                link != "c.md",
                "{:?}",
                built.found
            );
            if link != "c.md" {
                built.holds("/fr/a/", "<a href=\"#\">Le texte</a>");
                built.holds("/fr/a/", "<a href=\"#\">lui</a>");
            }
        }
    }
}

#[test]
fn texts_that_wait_are_told_once_and_not_as_lost() {
    let together = format!("publish = \"together\"\n{SITE}");
    let third = format!("{together}[languages.de]\ntitle = \"Heft\"\n");
    for (settings, count, expected) in [
        (
            &together,
            3,
            "warning[waiting]: 3 published texts are held back now, as they wait for their versions in `en`: `content/posts/0.fr.md`, ",
        ),
        (
            &together,
            9,
            "error[waiting]: 9 published texts are held back now",
        ),
        (
            &third,
            1,
            "warning[waiting]: 2 published texts are held back now, as they wait for their versions in `de`",
        ),
    ] {
        let site = TestSite::new(&[("content/posts/lac.png", "")]);
        for at in 0..count {
            let text = post(
                &format!("title = \"T{at}\"\ntags = [\"x\"]"),
                "Un texte. ![Lac](lac.png)",
            );
            site.write(&format!("content/posts/{at}.fr.md"), text);
        }
        if count == 1 {
            site.write("content/posts/0.en.md", post("title = \"T0\"", "A text."));
        }
        pipeline::sync(&site.options, &[]).unwrap();
        site.build();
        site.write("site.toml", settings);
        let built = site.build();
        let heads = built.heads();
        assert!(
            heads.iter().any(|head| head.starts_with(expected)),
            "{heads:#?}"
        );
        assert!(
            heads
                .iter()
                .all(|head| !head.contains("is lost") && !head.contains("removals")),
            "{heads:#?}"
        );
        assert_eq!(built.published, count < 9);
        assert!(
            built
                .found
                .iter()
                .any(|found| found.contains("write `publish = \"apart\"` in site.toml"))
        );
    }
}

#[test]
fn a_build_that_fails_says_nothing_of_lost_addresses() {
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Un."))]);
    assert!(site.build().published);
    site.write(
        "content/posts/a.fr.md",
        post("title = \"A\"\ndate = 2019-13-45", "Un."),
    );
    let built = site.build();
    assert!(
        !built.published && built.heads().iter().all(|head| !head.contains("lost-url")),
        "{:?}",
        built.found
    );
}

/// What a folder holds, without what builds make.
fn names(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let names = files.map(|entry| {
        entry
            .path()
            .strip_prefix(folder)
            .unwrap()
            .to_string_lossy()
            .into_owned()
    });
    names
        .filter(|name| !name.starts_with("public/") && !name.starts_with(".cache/"))
        .collect()
}

fn wanted(languages: &[&str], host: Option<Host>) -> NewSite {
    NewSite {
        title: "Mon carnet".to_owned(),
        languages: languages.iter().map(|code| code.to_string()).collect(),
        base_url: "https://carnet.test/".to_owned(),
        host,
    }
}

#[test]
fn a_new_site_builds_without_a_word() {
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    for (languages, host, expected) in [
        (
            &["fr", "en"][..],
            None,
            &[
                ".gitignore",
                "content/pages/legal-notice.en.md",
                "content/pages/mentions-legales.fr.md",
                "content/posts/markdown.en.md",
                "content/posts/markdown.fr.md",
                "content/posts/two-languages.en.md",
                "content/posts/two-languages.fr.md",
                "content/terms.toml",
                "site.toml",
            ][..],
        ),
        (
            &["en", "fr-CA"],
            Some(Host::Github),
            &[
                ".github/workflows/publish.yml",
                ".gitignore",
                "content/pages/legal-notice.en.md",
                "content/pages/mentions-legales.fr-CA.md",
                "content/posts/markdown.en.md",
                "content/posts/markdown.fr-CA.md",
                "content/posts/two-languages.en.md",
                "content/posts/two-languages.fr-CA.md",
                "content/terms.toml",
                "site.toml",
            ],
        ),
        (
            &["sv", "en"],
            Some(Host::Server),
            &[
                ".gitignore",
                "content/pages/legal-notice.en.md",
                "content/posts/markdown.en.md",
                "content/posts/two-languages.en.md",
                "publish.sh",
                "site.toml",
                "templates/strings/sv.toml",
            ],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        // In a folder of an author's own.
        fs::write(folder.path().join("README.md"), "mine").unwrap();
        let made =
            import::new_site(folder.path(), &wanted(languages, host), &[], now, &|_| {}).unwrap();
        let told: Vec<String> = made
            .diagnostics
            .iter()
            .map(|found| diag::plain(found, &made.sources))
            .collect();
        assert!(made.result.is_some() && told.is_empty(), "{told:#?}");
        let expected: Vec<&str> = ["README.md"]
            .into_iter()
            .chain(expected.iter().copied())
            .collect();
        let mut found = names(folder.path());
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert!(
            folder
                .path()
                .join("public/en/two-languages/index.html")
                .exists()
        );
        let again =
            import::new_site(folder.path(), &wanted(languages, host), &[], now, &|_| {}).unwrap();
        assert!(again.result.is_none() && names(folder.path()) == expected);
    }
}

#[test]
fn a_site_that_cannot_be_made_leaves_nothing_behind() {
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("lettre.docx");
    fs::write(&dump, "PK").unwrap();
    for from in [vec![dump.clone()], vec![folder.path().join("nowhere")]] {
        let made = import::new_site(
            &folder.path().join("site"),
            &wanted(&["fr", "en"], None),
            &from,
            now,
            &|_| {},
        )
        .unwrap();
        assert!(made.result.is_none() && !made.diagnostics.is_empty());
        assert_eq!(names(folder.path()), ["lettre.docx"]);
    }
    // What is there already is not written over, nor is half of it.
    let taken = folder.path().join("taken");
    fs::create_dir_all(taken.join("content")).unwrap();
    let refused = import::new_site(&taken, &wanted(&["fr", "en"], None), &[], now, &|_| {})
        .map(|_| ())
        .unwrap_err();
    assert!(
        refused.to_string().contains("content` is there already"),
        "{refused}"
    );
    assert_eq!(names(&taken), Vec::<String>::new());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let at = |path: &str| folder.path().join(path);
    for file in [
        ".blog.new/.diptych-making",
        ".old.new/.diptych-making",
        ".mine.new/letter",
        ".busy.new/.diptych-making",
    ] {
        fs::create_dir(at(file).parent().unwrap()).unwrap();
        fs::write(at(file), "").unwrap();
    }
    let busy = fs::File::open(at(".busy.new/.diptych-making")).unwrap();
    busy.lock().unwrap();
    let make = |name: &str| import::new_site(&at(name), &wanted(&["fr"], None), &[], now, &|_| {});
    assert!(make("blog").unwrap().result.is_some());
    let mut left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, [".busy.new", ".mine.new", "blog"]);
    assert!(!names(&at("blog")).contains(&".diptych-making".to_owned()));
    assert!(make("mine").is_err() && make("busy").is_err() && at(".mine.new/letter").exists());
}

#[test]
fn a_frozen_archive_is_silent_but_for_what_is_new() {
    let text = "Le premier titre\n\nUne phrase qui se ferme sans s’ouvrir » est assez longue pour un paragraphe.\n\n\
                Une autre, tout aussi longue, la suit, et parle de la pluie qui tombe depuis hier sur la ville.\n";
    let site = TestSite::new(&[("content/archive/a.txt", text)]);
    let heads = |site: &TestSite| -> Vec<String> {
        site.build()
            .heads()
            .iter()
            .map(|head| head.to_string())
            .collect()
    };
    let before = heads(&site);
    assert!(
        before.iter().any(|head| head.contains("[typography]")),
        "{before:?}"
    );
    import::freeze_archives(site.root()).unwrap();
    assert_eq!(heads(&site), Vec::<String>::new());
    site.write(
        "content/archive/a.txt",
        format!(
            "{text}\nUne troisième se ferme sans s’ouvrir » elle aussi, et c’est nouveau dans cette archive.\n"
        ),
    );
    let after = heads(&site);
    assert!(
        after.len() == 1 && after[0].contains("[typography]"),
        "{after:?}"
    );
}
