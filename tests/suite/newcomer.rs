//! The newcomer's path through the command, from what an old blog left to a published folder: each step is what the README or a message
//! said to type, and what an author would write into a file is written here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Newcomer {
    _folder: tempfile::TempDir,
    site: PathBuf,
}

impl Newcomer {
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_diptych"))
            .current_dir(&self.site)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What a command says that ends well.
    fn type_in(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}\n{said}");
        said + &String::from_utf8_lossy(&output.stdout)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn add(&self, path: &str, text: &str) {
        let before = fs::read_to_string(self.site.join(path)).unwrap_or_default();
        fs::write(self.site.join(path), before + text).unwrap();
    }

    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old}\n{text}");
        fs::write(self.site.join(path), text.replacen(old, new, 1)).unwrap();
    }

    fn read(&self, path: impl AsRef<Path>) -> String {
        fs::read_to_string(self.site.join(path)).unwrap()
    }

    /// The most doubtful of the decisions about the archives: the line of each, and what would change it.
    fn guesses(&self) -> Vec<(String, String)> {
        let report = self.json(&["import", "--dry-run", "--format", "json", "content/archive"]);
        let doubts = report["doubts"].as_array().unwrap();
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        doubts
            .iter()
            .map(|doubt| {
                (
                    format!("{}: {}", text(&doubt["line"]), text(&doubt["why"])),
                    text(&doubt["correction"]),
                )
            })
            .collect()
    }
}

#[test]
fn from_an_old_blog_to_a_published_site() {
    let folder = tempfile::tempdir().unwrap();
    let archives =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("content/archive/le-comptoir-2009-2013.txt");
    let start = Newcomer {
        site: folder.path().to_owned(),
        _folder: folder,
    };
    let said = start.type_in(&[
        "new",
        "site",
        "mon carnet",
        "--from",
        archives.to_str().unwrap(),
        "--title",
        "Mon carnet",
        "--languages",
        "fr,en",
        "--host",
        "server",
    ]);
    assert!(said.contains("diptych serve"), "{said}");
    let author = Newcomer {
        site: start.site.join("mon carnet"),
        ..start
    };

    // Each guess that the report offers to correct: the lines are valid as they are, and the guess is not told again.
    for _ in 0..10 {
        let Some((guess, correction)) = author.guesses().into_iter().next() else {
            break;
        };
        author.add(
            "content/archive/archive.toml",
            &format!("\n{}\n", correction.replace('…', "Sans titre")),
        );
        assert!(
            author.guesses().iter().all(|(other, _)| *other != guess),
            "{guess}\n{correction}"
        );
    }

    author.type_in(&["new", "post", "La règle de fer", "--lang", "fr"]);
    let [french, english] = [
        "content/posts/la-regle-de-fer.fr.md",
        "content/posts/la-regle-de-fer.en.md",
    ];
    author.add(
        french,
        "\nLa règle de fer tient en 12 mots, ou presque, et fut écrite le 3 mai 1931 sur un coin de comptoir.\n\nUn second paragraphe.\n",
    );
    author.type_in(&["translate", french]);
    assert!(
        author
            .read(english)
            .contains("<!--\nUn second paragraphe.\n-->")
    );
    author.edit(
        english,
        "title = \"La règle de fer\"",
        "title = \"The iron rule\"",
    );
    author.edit(
        english,
        "# slug = \"…\"   the",
        "slug = \"the-iron-rule\" # the",
    );
    author.add(
        english,
        "\nThe iron rule is 12 words long, or almost, and was written on 3 May 1913 at the end of a counter.\n\nA second paragraph.\n",
    );

    // It is seen in the preview, and on no page of a build.
    #[cfg(feature = "serve")]
    {
        let server = crate::serve::Server::start_in(&author.site, &[]);
        server.until("/en/the-iron-rule/", "A second paragraph");
    }
    author.type_in(&["build"]);
    assert!(!author.site.join("public/en/the-iron-rule").exists());
    let status = author.json(&["status", "--format", "json"]);
    assert!(status.to_string().contains("\"draft\""), "{status}");

    // Broken: the message says where, and the last site stays as it is.
    let draft = "draft = true   # remove this line when it is ready\n";
    for file in [french, english] {
        author.edit(file, draft, "");
    }
    author.add(french, "\nVoir [ailleurs](nulle-part.fr.md).\n");
    let lines = author.read(french).lines().count();
    let broken = author.run(&["build"]);
    let said = String::from_utf8_lossy(&broken.stderr);
    assert_eq!(broken.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("{french}:{lines}:")), "{said}");
    assert!(!author.site.join("public/fr/la-regle-de-fer").exists());
    author.edit(french, "\nVoir [ailleurs](nulle-part.fr.md).\n", "");

    // What `check` finds is mended, and both languages come out.
    let said = author.type_in(&["check"]);
    assert!(said.contains("1913"), "{said}");
    author.edit(english, "1913", "1931");
    let said = author.type_in(&["check"]);
    assert!(!said.contains("1931"), "{said}");
    author.type_in(&["sync"]);
    author.edit(
        "site.toml",
        "https://example.org/",
        "https://carnet.example/blog/",
    );
    author.type_in(&["build"]);
    let page = author.read("public/en/the-iron-rule/index.html");
    assert!(
        page.contains("hreflang=\"fr\" href=\"https://carnet.example/blog/fr/la-regle-de-fer/\""),
        "{page}"
    );
    // What is changed afterwards is behind.
    author.edit(
        french,
        "Un second paragraphe.",
        "Un second paragraphe, plus long qu’avant.",
    );
    let status = author.json(&["status", "--format", "json"]);
    assert!(status.to_string().contains("\"behind\""), "{status}");
}
