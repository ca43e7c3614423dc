//! A build after any edit makes what a build from nothing makes: files, manifest and findings, but for what is said of the last build.
//!
//! `INCREMENTAL_STEPS` says how many edits are made, in an order that its number decides; the kinds take turns.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::time::Duration;

use diptych::diag::{self, Code};
use diptych::manifest::{self, Entry, Manifest};
use diptych::pipeline;

use crate::support::{TestSite, post};

type Edit = (&'static str, fn(&mut Author));

/// What may happen between two builds.
const EDITS: [Edit; 20] = [
    ("nothing", |_| {}),
    ("a body", |author| {
        author.edit_post(|text, n| format!("{text}\nUn ajout, le n° {n}.\n"))
    }),
    ("a title", |author| {
        author.edit_post(|text, n| text.replacen("title = \"", &format!("title = \"{n} "), 1))
    }),
    ("a date", |author| {
        author.edit_post(|text, n| {
            text.replacen("date = 2020", &format!("date = 20{:02}", n % 26), 1)
        })
    }),
    ("a tag", |author| {
        author
            .edit_post(|text, n| text.replacen("tags = [", &format!("tags = [\"t{}\", ", n % 5), 1))
    }),
    ("the same size and time", Author::edit_unseen),
    ("a new post", Author::add),
    ("a removed post", Author::remove),
    ("a renamed post", Author::rename),
    ("a draft or none", Author::draft),
    ("a picture", |author| {
        author.write("content/posts/image.svg", |n| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} 9\"/>",
                n + 1
            )
        })
    }),
    ("a template", |author| {
        author.write("templates/redirect.html", |n| {
            format!("<p>{n} {{{{ target }}}}</p>")
        })
    }),
    ("a shortcode", |author| {
        author.write("templates/shortcodes/box.html", |n| {
            format!("<b>{n} {{{{ text }}}}</b>")
        })
    }),
    ("words of the interface", |author| {
        author.write("templates/strings/fr.toml", |n| {
            STRINGS.replace("Lire la suite", &format!("Lire la suite {}", n % 7))
        })
    }),
    ("a setting", |author| {
        author.write("site.toml", |n| {
            SETTINGS.replace(
                "posts_per_page = 3",
                &format!("posts_per_page = {}", 2 + n % 5),
            )
        })
    }),
    ("a language", |author| {
        author.write("site.toml", |n| match n % 2 {
            0 => SETTINGS.to_owned(),
            _ => format!("{SETTINGS}[languages.de]\ntitle = \"Das Heft\"\n"),
        })
    }),
    ("terms", |author| {
        author.write("content/terms.toml", |n| {
            format!("[[tags]]\nfr = \"t{}\"\nen = \"e{}\"\n", n % 5, n % 5)
        })
    }),
    ("an archive", |author| {
        author.write("content/archive/a.txt", |n| format!("Le vieux phare\n\nIl fut bâti en {n} par des marins de Brest, et il tient encore debout.\n\nLire la suite\n\nUn autre billet\n\nLa mer monte chaque jour un peu, dit le gardien du phare de pierre.\n"))
    }),
    ("the output, by hand", Author::spoil_output),
    ("the clock", |author| {
        author.site.options.now = author.site.options.now.succ_opt().unwrap()
    }),
];

const STRINGS: &str = include_str!("../../templates/strings/fr.toml");
const SETTINGS: &str = "base_url = \"https://example.org/\"\nposts_per_page = 3\n[languages.fr]\ntitle = \"Le carnet\"\n[languages.en]\ntitle = \"The notebook\"\n[outputs]\nsearch = false\n";

/// Makes edits, one after the other.
struct Author {
    site: TestSite,
    /// How many were made.
    edits: usize,
    random: u64,
}

impl Author {
    fn new() -> Self {
        let mut author = Self {
            site: TestSite::new(&[
                ("site.toml", SETTINGS),
                ("templates/shortcodes/box.html", "<b>{{ text }}</b>"),
                (
                    "content/posts/image.svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                ),
                (
                    "content/posts/home.fr.md",
                    &post(
                        "title = \"Le début\"\ndate = 2019-01-01",
                        "Tout commence ici.",
                    ),
                ),
                (
                    "content/posts/home.en.md",
                    &post(
                        "title = \"The beginning\"\ndate = 2019-01-01",
                        "All begins here.",
                    ),
                ),
            ]),
            edits: 0,
            random: 7,
        };
        (0..8).for_each(|_| author.add());
        author
    }

    /// A number below another.
    fn below(&mut self, most: usize) -> usize {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.random >> 33) as usize % most
    }

    fn write(&mut self, path: &str, text: impl Fn(usize) -> String) {
        self.site.write(path, text(self.edits));
    }

    /// The posts' files, by path.
    fn posts(&self) -> Vec<String> {
        let posts = self.site.root().join("content/posts");
        let names = fs::read_dir(posts).into_iter().flatten();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut paths: Vec<String> = names
            .filter(|name| name.starts_with('p') && name.ends_with(".md"))
            .map(|name| format!("content/posts/{name}"))
            .collect();
        paths.sort();
        paths
    }

    fn post(&mut self) -> String {
        let posts = self.posts();
        let at = self.below(posts.len());
        posts[at].clone()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.site.root().join(path)).unwrap()
    }

    fn edit_post(&mut self, edit: impl Fn(&str, usize) -> String) {
        let path = self.post();
        let text = edit(&self.read(&path), self.edits);
        self.site.write(&path, text);
    }

    /// What neither size nor time of modification tells.
    fn edit_unseen(&mut self) {
        let path = self.post();
        let text = self.read(&path);
        let on_disk = self.site.root().join(&path);
        let time = fs::metadata(&on_disk).unwrap().modified().unwrap();
        let other = if text.contains("pain") {
            text.replace("pain", "thym")
        } else {
            text.replace("thym", "pain")
        };
        fs::write(&on_disk, other).unwrap();
        File::options()
            .append(true)
            .open(&on_disk)
            .unwrap()
            .set_modified(time)
            .unwrap();
    }

    fn add(&mut self) {
        let n = self.edits * 31 + self.posts().len();
        let text = format!(
            "Le pain n° {n} lève depuis midi, et \"personne\" ne dort.\n\n## Une [suite](home.fr.md)\n\n{{{{ box(text=\"a\") }}}} ![une image](image.svg)\n"
        );
        let lang = ["fr", "en"][n % 2];
        let front = format!(
            "title = \"Titre {n}\"\ndate = 2020-01-{:02}\ntags = [\"t{}\"]",
            1 + n % 28,
            n % 5
        );
        self.site.write(
            &format!("content/posts/p{n}.{lang}.md"),
            post(&front, &text),
        );
    }

    fn remove(&mut self) {
        if self.posts().len() > 6 {
            let path = self.post();
            self.site.remove(&path);
        }
    }

    fn rename(&mut self) {
        let path = self.post();
        let renamed = path.replace("posts/p", &format!("posts/p{}x", self.edits));
        let root = self.site.root();
        fs::rename(root.join(&path), root.join(renamed)).unwrap();
    }

    fn draft(&mut self) {
        self.edit_post(|text, _| match text.contains("draft = true") {
            true => text.replace("\ndraft = true", ""),
            false => text.replacen("\ndate", "\ndraft = true\ndate", 1),
        });
    }

    /// Removes or changes a page.
    fn spoil_output(&mut self) {
        let made: Vec<String> = built(&self.site)
            .0
            .into_keys()
            .filter(|file| file != manifest::FILE)
            .collect();
        let file = self.site.output().join(&made[self.edits % made.len()]);
        match self.edits % 2 {
            0 => fs::remove_file(file).unwrap(),
            _ => fs::write(file, "spoilt").unwrap(),
        }
    }
}

/// The files of an output that its manifest names, the manifest among them.
fn built(site: &TestSite) -> (BTreeMap<String, Vec<u8>>, bool) {
    let output = site.output();
    let Ok(text) = fs::read_to_string(output.join(manifest::FILE)) else {
        return Default::default();
    };
    let files = Manifest::parse(&text).unwrap().files.into_keys();
    let read = |file: String| fs::read(output.join(&file)).map(|bytes| (file, bytes));
    let files: Result<BTreeMap<_, _>, _> =
        files.chain([manifest::FILE.to_owned()]).map(read).collect();
    let is_whole = files.is_ok();
    (files.unwrap_or_default(), is_whole)
}

/// What the manifest of an output says of its files; the assets of the build before that are kept are not of this one.
fn listed(site: &TestSite) -> BTreeMap<String, Entry> {
    let text = fs::read_to_string(site.output().join(manifest::FILE)).unwrap();
    Manifest::parse(&text).unwrap().files
}

/// Builds; the findings that are not about the last build.
fn build(site: &TestSite) -> Vec<String> {
    let report = pipeline::build(&site.options, &site.output(), false).unwrap();
    let found = report
        .diagnostics
        .iter()
        .filter(|finding| finding.code != Code::LostUrl);
    found
        .map(|finding| diag::plain(finding, &report.sources))
        .collect()
}

/// A copy of a site with nothing that was built or remembered.
fn clean_copy(site: &TestSite) -> TestSite {
    let mut copy = TestSite::new(&[]);
    copy.options.now = site.options.now;
    for entry in walkdir::WalkDir::new(site.root())
        .into_iter()
        .map(Result::unwrap)
    {
        let path = entry.path().strip_prefix(site.root()).unwrap();
        let top = path
            .components()
            .next()
            .map(|part| part.as_os_str().to_string_lossy().into_owned());
        let is_source = top.is_some_and(|top| !top.starts_with('.') && !top.starts_with("public"));
        if is_source && entry.file_type().is_file() {
            copy.write(path.to_str().unwrap(), fs::read(entry.path()).unwrap());
        }
    }
    copy
}

#[test]
fn a_build_after_an_edit_makes_what_a_build_from_nothing_makes() {
    let steps = std::env::var("INCREMENTAL_STEPS")
        .ok()
        .and_then(|steps| steps.parse().ok());
    let mut author = Author::new();
    build(&author.site);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for step in 0..steps.unwrap_or(EDITS.len()) {
        let at = match step < EDITS.len() {
            true => step,
            false => author.below(EDITS.len()),
        };
        let (kind, edit) = EDITS[at];
        author.edits += 1;
        edit(&mut author);
        *counts.entry(kind).or_default() += 1;
        // Half of the time the files have settled, so that a build of which nothing changed is not made.
        if step % 2 == 0 {
            std::thread::sleep(Duration::from_millis(25));
        }
        let found = build(&author.site);
        let clean = clean_copy(&author.site);
        assert_eq!(found, build(&clean), "findings after step {step}: {kind}");
        let ((files, is_whole), (expected, _)) = (built(&author.site), built(&clean));
        assert!(
            is_whole,
            "a file is missing after step {step}: {kind}\n{found:?}"
        );
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&files), names(&expected), "after step {step}: {kind}");
        for (file, bytes) in files.iter().filter(|(file, _)| *file != manifest::FILE) {
            assert!(expected[file] == *bytes, "{file} after step {step}: {kind}");
        }
        assert_eq!(
            listed(&author.site),
            listed(&clean),
            "after step {step}: {kind}"
        );
    }
    println!("edits: {counts:?}");
}

#[test]
fn where_nothing_changed_nothing_is_written() {
    let author = Author::new();
    let page = author.site.output().join("fr/index.html");
    let written = || fs::metadata(&page).unwrap().modified().unwrap();
    std::thread::sleep(Duration::from_millis(25));
    let found = build(&author.site);
    let before = written();
    assert_eq!(build(&author.site), found);
    assert_eq!(written(), before);
    author
        .site
        .write("site.toml", SETTINGS.replace("Le carnet", "Un carnet"));
    build(&author.site);
    assert_ne!(written(), before);
}
