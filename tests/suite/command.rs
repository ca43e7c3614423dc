//! The command itself: its exit codes, what it says where, and the commands of the README.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{TestSite, post};

fn diptych(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_diptych"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn exit_codes() {
    let good = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Texte."))]);
    let bad = TestSite::new(&[("content/posts/a.fr.md", "+++\n")]);
    let archive = good.root().join("a.txt");
    std::fs::write(
        &archive,
        "Un titre\n\nUne phrase assez longue pour être un paragraphe, et une autre.\n",
    )
    .unwrap();
    for (site, arguments, code) in [
        (&good, vec!["build"], 0),
        (&bad, vec!["build"], 1),
        (&good, vec!["build", "--root", "nowhere"], 1),
        (&good, vec!["build", "--now", "soon"], 2),
        (&good, vec!["build", "--base-url", "nowhere"], 2),
        (&good, vec!["build", "--output", "content"], 1),
        (&good, vec!["build", "--output", "."], 1),
        (&good, vec!["serve", "--root", "nowhere"], 1),
        (&good, vec!["bake"], 2),
        (&good, vec![], 2),
        (&good, vec!["import"], 2),
        (&good, vec!["import", "a.txt"], 0),
        (&good, vec!["import", "--only", "a.txt:99", "a.txt"], 1),
        (&good, vec!["import", "--freeze"], 0),
        (&good, vec!["import", "--freeze", "a.txt"], 2),
        (&good, vec!["new", "site", "made", "--from", "a.txt"], 0),
        (&good, vec!["new", "site", "made"], 1),
        (
            &good,
            vec!["new", "site", "other", "--from", "missing.txt"],
            1,
        ),
        (&good, vec!["new"], 2),
        (&good, vec!["import", "--dry-run", "a.txt"], 0),
        (
            &good,
            vec!["import", "--dry-run", "--format", "xml", "a.txt"],
            2,
        ),
        (&good, vec!["import", "--dry-run", "missing.txt"], 1),
        (&good, vec!["--version"], 0),
    ] {
        if arguments.first() == Some(&"serve") && !cfg!(feature = "serve") {
            continue;
        }
        let output = diptych(site.root(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}\n{}",
            err(&output)
        );
    }
}

#[test]
fn findings_show_the_place_and_go_to_stderr() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        "+++\ntitle = \"A\"\ndraft = \"no\"\n+++\nTexte",
    )]);
    let output = diptych(site.root(), &["build"]);
    assert!(output.stdout.is_empty());
    let told = err(&output);
    for part in [
        "error[front-matter]: `draft` must be true or false, but this is a string",
        "content/posts/a.fr.md:3:9",
        "draft = \"no\"",
        "^^^^",
        "help: write `draft = true`",
        "1 error",
        "the last site is as it was",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

/// What is asked for as JSON is JSON, whatever happens.
#[test]
fn json_is_json_where_all_fails_too() {
    let good = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Texte."))]);
    let bad = TestSite::new(&[("site.toml", "[[")]);
    std::fs::write(good.root().join("a.bin"), "x").unwrap();
    for command in [
        "build",
        "build --output content",
        "build --root nowhere",
        "check",
        "check --root nowhere",
        "status",
        "status --root nowhere",
        "import --dry-run missing.txt",
        "import --dry-run a.bin",
        "import missing.txt",
        "import --only a:1",
        "import --freeze",
        "import --freeze --root nowhere",
    ] {
        for site in [&good, &bad] {
            let mut arguments: Vec<&str> = command.split(' ').collect();
            arguments.extend(["--format", "json"]);
            let output = diptych(site.root(), &arguments);
            let json: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
            let json = json.unwrap_or_else(|error| panic!("{command}: {error}\n{}", err(&output)));
            if !output.status.success() {
                let found = json["findings"].as_array().unwrap();
                assert!(
                    found.iter().any(|found| found["severity"] == "error"),
                    "{command} {json}"
                );
            }
        }
    }
}

#[test]
fn commands_to_type_are_quoted() {
    let folder = tempfile::tempdir().unwrap();
    for (name, expected) in [
        ("blog", "cd blog\n"),
        ("my blog", "cd \"my blog\"\n"),
        ("l'été à $1", "cd 'l'\\''été à $1'\n"),
    ] {
        let output = diptych(folder.path(), &["new", "site", name, "--yes"]);
        assert!(err(&output).contains(expected), "{}", err(&output));
    }
}

#[test]
fn import_prints_the_reading_on_stdout() {
    let site = TestSite::new(&[(
        "old/a.txt",
        "Un titre\n\nUne phrase assez longue pour être un paragraphe, et une autre. Lire la suite\n",
    )]);
    let output = diptych(
        site.root(),
        &["import", "--dry-run", "--format", "json", "old"],
    );
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let post = &json["posts"][0];
    assert_eq!(
        (
            post["title"].as_str(),
            post["lang"].as_str(),
            post["truncated"].as_bool()
        ),
        (Some("Un titre"), Some("fr"), Some(true))
    );
    assert_eq!(
        post["spans"][0],
        serde_json::json!({"file": "a.txt", "first_line": 1, "last_line": 3})
    );
    assert_eq!(json["dropped"][0]["text"], "Lire la suite");
    let output = diptych(site.root(), &["import", "--dry-run", "old/a.txt"]);
    let human = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        human.starts_with("1 post (1 fr) from 1 copy;")
            && human.contains("[fr] Un titre – a.txt:1-3 (truncated)"),
        "{human}"
    );
}

#[test]
fn the_epoch_of_a_reproducible_build_is_the_day() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"A\"\ndate = 2014-05-02", "Texte."),
    )]);
    let build = |epoch: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_diptych"))
            .arg("build")
            .current_dir(site.root())
            .env("SOURCE_DATE_EPOCH", epoch)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", err(&output));
        site.output().join("fr/a/index.html").exists()
    };
    assert!(!build("1398902400"), "1 May 2014");
    assert!(build("1398988800"), "2 May 2014");
    for epoch in ["abc", "2014-05-02", "99999999999999999999"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command
            .arg("build")
            .current_dir(site.root())
            .env("SOURCE_DATE_EPOCH", epoch);
        let output = command.output().unwrap();
        let told = err(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(
            told.contains(&format!(
                "SOURCE_DATE_EPOCH is `{epoch}`; set it to seconds since 1970"
            )),
            "{told}"
        );
        assert!(
            command
                .args(["--now", "2014-05-02"])
                .output()
                .unwrap()
                .status
                .success(),
            "nobody asks for it"
        );
    }
}

/// The indented or fenced commands of the README.
fn commands(readme: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            command if inside && !command.is_empty() && !command.starts_with('#') => {
                commands.push(command.to_owned())
            }
            _ => {}
        }
    }
    commands
}

#[test]
fn the_readme_s_commands_and_settings_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(
        commands.contains(&"cargo run --release -- build".to_owned())
            && commands.contains(&"cargo test".to_owned()),
        "{commands:?}"
    );
    // `cargo run --release -- …` and `diptych …` are run here, with the test's binary, on a copy of what they read.
    let site = TestSite::new(&[]);
    for folder in ["content", "templates", "static"] {
        for (file, text) in crate::support::files(&root.join(folder)) {
            site.write(&format!("{folder}/{file}"), text);
        }
    }
    site.write(
        "site.toml",
        std::fs::read_to_string(root.join("site.toml")).unwrap(),
    );
    site.write(
        "old-blog.txt",
        "Le seau\n\nUn seau sous la gouttière, plein depuis mardi, et personne pour le vider.\n",
    );
    site.write(
        "old-site/content/posts/seau.fr.md",
        "---\ntitle: L’anse du seau\ndate: 2012-01-02\n---\n\nElle a cassé net.\n",
    );
    site.write("export.xml", include_str!("export.xml"));
    for command in &commands {
        let Some(arguments) = command
            .strip_prefix("cargo run --release -- ")
            .or_else(|| command.strip_prefix("diptych "))
        else {
            continue;
        };
        if arguments.starts_with("serve") {
            continue;
        }
        let arguments = arguments.split(" #").next().unwrap_or(arguments);
        // Every other part stands between quotes.
        let parts = arguments.split('"').enumerate();
        let arguments: Vec<&str> = parts
            .flat_map(|(at, part)| match at % 2 {
                0 => part.split_whitespace().collect(),
                _ => vec![part],
            })
            .collect();
        let output = diptych(site.root(), &arguments);
        assert!(output.status.success(), "{command}\n{}", err(&output));
    }
    let settings: Vec<&str> = readme
        .split("```toml")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    for block in settings.iter().filter(|block| block.contains("base_url")) {
        site.write("site.toml", block);
        let output = diptych(site.root(), &["build", "--output", "other"]);
        assert!(
            output.status.success() && !err(&output).contains("unknown key"),
            "{block}\n{}",
            err(&output)
        );
    }
}

#[test]
fn the_theme_s_files_are_listed_printed_and_copied() {
    let site = TestSite::new(&[]);
    let list = diptych(site.root(), &["theme"]);
    for name in [
        "templates/post.html",
        "templates/strings/fr.toml",
        "static/style.css",
    ] {
        assert!(
            String::from_utf8_lossy(&list.stdout)
                .lines()
                .any(|line| line == name),
            "{name}"
        );
    }
    let printed = diptych(site.root(), &["theme", "strings/fr.toml"]);
    let copied = diptych(site.root(), &["theme", "strings/fr.toml", "--copy"]);
    assert!(copied.status.success(), "{}", err(&copied));
    let path = site.root().join("templates/strings/fr.toml");
    assert_eq!(std::fs::read(&path).unwrap(), printed.stdout);
    std::fs::write(&path, "mine").unwrap();
    let again = diptych(site.root(), &["theme", "strings/fr.toml", "--copy"]);
    assert!(!again.status.success() && std::fs::read_to_string(&path).unwrap() == "mine");
    let wrong = diptych(site.root(), &["theme", "posst.html"]);
    assert!(
        err(&wrong).contains("did you mean `post.html`?"),
        "{}",
        err(&wrong)
    );
}

#[test]
fn clean_removes_what_builds_remember_and_the_site_where_it_is_asked_to() {
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Un."))]);
    assert!(diptych(site.root(), &["build"]).status.success());
    let own = site.output().join("own.txt");
    std::fs::write(&own, "mine").unwrap();
    assert!(diptych(site.root(), &["clean"]).status.success());
    assert!(!site.root().join(".cache").exists() && site.output().join("fr/index.html").exists());
    assert!(diptych(site.root(), &["clean", "--site"]).status.success());
    assert!(!site.output().join("fr").exists() && own.exists());
}

#[test]
fn completions_and_manual_pages() {
    let site = TestSite::new(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let text = diptych(site.root(), &["completions", shell]).stdout;
        assert!(
            String::from_utf8_lossy(&text).contains("translate"),
            "{shell}"
        );
    }
    assert!(diptych(site.root(), &["man", "man"]).status.success());
    for page in ["diptych", "diptych-build", "diptych-new-post"] {
        let text = std::fs::read_to_string(site.root().join(format!("man/{page}.1"))).unwrap();
        assert!(text.contains(".SH DESCRIPTION"), "{page}");
    }
}

#[test]
fn warnings_are_shown_by_kind_and_errors_last() {
    let site = TestSite::new(&[(
        "content/posts/i.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )]);
    let images = "![](i.svg)\n\n".repeat(5);
    site.write("content/posts/a.fr.md", post("title = \"A\"", &images));
    site.write(
        "content/posts/b.fr.md",
        post("title = \"B\"", "[x](rien.fr.md)"),
    );
    let told = err(&diptych(site.root(), &["build"]));
    let count = |part: &str| told.matches(part).count();
    assert_eq!(
        (count("warning[alt]"), count("… and 2 more of `alt`")),
        (3, 1),
        "{told}"
    );
    assert!(
        told.find("error[link]") > told.rfind("warning[alt]"),
        "{told}"
    );
    assert!(told.contains("5 warnings, 1 error"), "{told}");
    let all = err(&diptych(site.root(), &["build", "--verbose"]));
    assert_eq!(all.matches("warning[alt]").count(), 5, "{all}");
    let quiet = err(&diptych(site.root(), &["--quiet", "build"]));
    assert!(
        !quiet.contains("warning[alt]") && quiet.contains("error[link]"),
        "{quiet}"
    );
    let json = diptych(site.root(), &["build", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let found = json["findings"].as_array().unwrap();
    assert_eq!(found.len(), 6);
    assert!(
        found.iter().any(|found| found["code"] == "link"
            && found["severity"] == "error"
            && found["at"]["line"] == 5),
        "{json}"
    );
}
