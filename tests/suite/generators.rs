//! Folders of other generators: what becomes of each file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use diptych::cache::Memo;
use diptych::config::Config;
use diptych::content::{Document, Role};
use diptych::diag::{self, Severity};
use diptych::import::{self, folders};
use diptych::source::Sources;
use diptych::{load, model};

/// Files of a folder, by path and text.
type Tree<'a> = &'a [(&'a str, &'a str)];

const HUGO_BY_SUFFIX: Tree = &[
    (
        "hugo.toml",
        "baseURL = 'https://old.example/'\ndefaultContentLanguage = 'fr'\n[permalinks]\nposts = '/:year/:slug/'\n\
         [languages.fr]\nweight = 1\n[languages.en]\nweight = 2\n[languages.de]\nweight = 3\n",
    ),
    ("archetypes/default.md", "---\ntitle: x\n---\n"),
    ("content/_index.fr.md", "---\ntitle: Accueil\n---\n"),
    (
        "content/posts/_index.md",
        "---\ntitle: Carnet\n---\nCe que contient ce carnet.\n",
    ),
    (
        "content/posts/pain.fr.md",
        "---\ntitle: Le pain\ndate: 2014-05-01\nslug: Le Pain\nweight: 3\naliases: [/vieux/, court]\n---\n\
         {{< figure src=\"four.jpg\" alt=\"Le four\" >}}\n\nVoir [le marché]({{< ref \"marche.md\" >}}) et {{< boite >}}.\n",
    ),
    (
        "content/posts/pain.en.md",
        "+++\ntitle = \"Bread\"\ndate = 2014-05-01\nurl = \"/bread/\"\nweight = 4\n+++\nSee [market](/en/2015/market/).\n",
    ),
    ("content/posts/pain.de.md", "---\ntitle: Brot\n---\nBrot.\n"),
    ("content/posts/four.jpg", "jpg"),
    (
        "content/posts/marche.md",
        "---\ntitle: Le marché\ndate: 2015-06-01\ntranslationKey: market\n---\nTexte.\n",
    ),
    (
        "content/posts/market.en.md",
        "{\n  \"title\": \"Market\",\n  \"date\": \"2015-06-02\",\n  \"translationkey\": \"market\"\n}\nText.\n",
    ),
    (
        "content/posts/trip/index.fr.md",
        "---\ntitle: Voyage\ndate: 2016-01-01\ndraft: true\n---\n![](a.jpg)\n",
    ),
    ("content/posts/trip/a.jpg", "jpg"),
    (
        "content/about.fr.md",
        "---\ntitle: À propos\ndate: 2013-01-01\n---\nMoi.\n",
    ),
    ("content/raw.html", "<p>x</p>"),
    ("static/robots.txt", "User-agent: *\n"),
    ("static/images/b.jpg", "jpg"),
    ("themes/t/README.md", "# t\n"),
];

const HUGO_BY_FOLDER: Tree = &[
    (
        "config/_default/config.toml",
        "defaultContentLanguage = 'en'\ndefaultContentLanguageInSubdir = true\n",
    ),
    (
        "config/_default/languages.toml",
        "[en]\ncontentDir = 'content/en'\n[fr]\ncontentDir = 'content/fr'\n",
    ),
    (
        "content/en/blog/bread.md",
        "---\ntitle: Bread\ndate: 2014-05-01\n---\nText.\n",
    ),
    (
        "content/fr/blog/bread.md",
        "---\ntitle: Le pain\n---\nTexte.\n",
    ),
    (
        "content/fr/about/index.md",
        "---\ntitle: À propos\n---\nMoi.\n",
    ),
];

const ZOLA: Tree = &[
    (
        "config.toml",
        "base_url = \"https://old.example\"\ndefault_language = \"en\"\n[languages.fr]\n",
    ),
    ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n"),
    (
        "content/blog/2014-05-01-bread.md",
        "+++\ntitle = \"Bread\"\nupdated = 2015-01-01\n[taxonomies]\ntags = [\"oven\"]\n[extra]\ncolour = \"red\"\n+++\n\
         {{ youtube(id=\"abc\") }} and [about](@/about.md).\n",
    ),
    (
        "content/blog/2014-05-01-bread.fr.md",
        "+++\ntitle = \"Le pain\"\nin_search_index = false\n+++\nTexte.\n",
    ),
    (
        "content/about.md",
        "+++\ntitle = \"About\"\npath = \"who\"\n+++\nMe.\n",
    ),
    ("static/logo.svg", "<svg/>"),
];

const JEKYLL: Tree = &[
    (
        "_config.yml",
        "title: Carnet\nlang: fr\ndefaults:\n- scope: {path: _posts}\n  values: {author: Camille Roche}\n",
    ),
    (
        "_posts/2014-05-01-le-pain.md",
        "---\nlayout: post\ntitle: Le pain\ncategories: four ville\n---\n![]({{ site.baseurl }}/assets/a.png)\n",
    ),
    (
        "_drafts/idee.md",
        "---\ntitle: Une idée\n---\nUne idée qui n’est pas encore écrite, mais qui le sera bientôt.\n",
    ),
    (
        "apropos.md",
        "---\ntitle: À propos\npermalink: /qui/\n---\nQui écrit ici, et pourquoi il le fait depuis dix ans.\n",
    ),
    ("README.md", "# Le dépôt\n"),
    ("assets/a.png", "png"),
    ("_includes/x.html", "x"),
];

const PLAIN: Tree = &[
    (
        "notes/fr/a.md",
        "---\ntitle: Un\nlayout: none\n---\nTexte.\n",
    ),
    ("notes/en/a.md", "---\ntitle: One\n---\nText.\n"),
    ("notes/en/a.png", "png"),
    ("notes/en/pages/about.md", "# About\nMe.\n"),
];

struct Imported {
    folder: tempfile::TempDir,
    sources: Sources,
    documents: Vec<Document>,
    found: Vec<diag::Diagnostic>,
    assets: Vec<load::Asset>,
}

fn import(tree: Tree, given: &str) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in tree {
        let path = folder.path().join("s").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut found = Vec::new();
    let config = Config::outside_a_site();
    let mut inputs = load::paths(
        &[folder.path().join("s").join(given)],
        config.max_file_size,
        Sources::default(),
        &mut found,
    );
    let documents = folders::read(&mut inputs, &config, &mut found);
    Imported {
        folder,
        sources: inputs.sources,
        documents,
        found,
        assets: inputs.assets,
    }
}

impl Imported {
    fn shown(&self, text: &str) -> String {
        text.replace(&format!("{}/s/", self.folder.path().to_string_lossy()), "")
    }

    /// Documents, files and findings, a line each.
    fn lines(&self) -> String {
        let mut lines: Vec<String> = self
            .documents
            .iter()
            .map(|document| self.document(document))
            .collect();
        lines.extend(
            self.assets
                .iter()
                .map(|asset| format!("file {}", self.shown(&asset.path))),
        );
        let mut found: Vec<String> = self
            .found
            .iter()
            .map(|finding| self.finding(finding))
            .collect();
        found.sort();
        self.shown(&(lines.join("\n") + "\n" + &found.join("\n")))
    }

    fn finding(&self, finding: &diag::Diagnostic) -> String {
        self.shown(
            diag::plain(finding, &self.sources)
                .lines()
                .next()
                .unwrap_or_default(),
        )
    }

    fn document(&self, document: &Document) -> String {
        let config = Config::outside_a_site();
        let role = if document.role == Role::Page {
            "page"
        } else {
            "post"
        };
        let front = &document.front;
        let lang = front.lang.as_ref().map(|(code, _)| code.clone());
        let lang = lang
            .or_else(|| Some(config.languages[document.name_lang?].code.clone()))
            .unwrap_or_else(|| "?".to_owned());
        let aliases: Vec<&str> = front
            .aliases
            .iter()
            .map(|(alias, _)| alias.as_str())
            .collect();
        let body = &document.body.text;
        let mut line = format!(
            "{role} {lang} {} [{}] {} {aliases:?}",
            self.sources.get(body.source).path,
            document.stem.as_deref().unwrap_or("-"),
            front.title.as_deref().unwrap_or("-"),
        );
        for (key, value) in [
            ("date", front.date.map(|date| date.to_string())),
            ("lastmod", front.updated.map(|date| date.to_string())),
            ("slug", front.slug.as_ref().map(|(slug, _)| slug.clone())),
            ("key", front.story.as_ref().map(|(key, _)| key.clone())),
            ("draft", front.draft.map(|draft| draft.to_string())),
            (
                "authors",
                front.terms("authors").map(|terms| terms.join(",")),
            ),
            ("tags", front.terms("tags").map(|terms| terms.join(","))),
            (
                "categories",
                front.terms("categories").map(|terms| terms.join(",")),
            ),
            (
                "params",
                front.extra.as_ref().map(|extra| extra.to_string()),
            ),
            (
                "text",
                Some(body.read(&self.sources).trim().replace('\n', "⏎")),
            ),
        ] {
            if let Some(value) = value {
                line += &format!("\n    {key}: {value}");
            }
        }
        line
    }
}

#[test]
fn a_site_of_hugo_with_languages_in_names() {
    insta::assert_snapshot!("hugo_by_suffix", import(HUGO_BY_SUFFIX, "").lines());
}

#[test]
fn a_site_of_hugo_with_folders_of_languages() {
    insta::assert_snapshot!("hugo_by_folder", import(HUGO_BY_FOLDER, "").lines());
}

#[test]
fn a_site_of_zola() {
    insta::assert_snapshot!("zola", import(ZOLA, "").lines());
}

#[test]
fn a_site_of_jekyll() {
    insta::assert_snapshot!("jekyll", import(JEKYLL, "").lines());
}

#[test]
fn a_plain_folder() {
    insta::assert_snapshot!("plain", import(PLAIN, "notes").lines());
}

/// The settings above are found; what stands outside is not asked for.
#[test]
fn a_content_folder_is_read_as_its_site_is() {
    let whole = import(HUGO_BY_SUFFIX, "");
    let content = import(HUGO_BY_SUFFIX, "content/posts");
    let of = |imported: &Imported| -> BTreeSet<String> {
        imported
            .documents
            .iter()
            .map(|document| imported.shown(&imported.document(document)))
            .collect()
    };
    let (whole, content) = (of(&whole), of(&content));
    assert!(
        content.len() > 4 && content.is_subset(&whole),
        "{content:#?}\n{whole:#?}"
    );
}

/// Each Markdown file is a document, or told as left out, or copied as it is.
#[test]
fn nothing_is_lost() {
    for tree in [HUGO_BY_SUFFIX, HUGO_BY_FOLDER, ZOLA, JEKYLL, PLAIN] {
        let imported = import(tree, "");
        let texts = imported.lines();
        for (path, _) in tree.iter().filter(|(path, _)| path.ends_with(".md")) {
            let folder = path.split_inclusive('/').next().unwrap_or(path);
            let told = texts.contains(path) || texts.contains(&format!("`{folder}`: "));
            assert!(told, "{path} is lost:\n{texts}");
        }
        assert!(
            imported
                .found
                .iter()
                .all(|finding| finding.severity < Severity::Error),
            "{texts}"
        );
    }
}

#[test]
fn pairs_are_stories() {
    for (tree, posts, pairs) in [
        (HUGO_BY_SUFFIX, 7, 2),
        (HUGO_BY_FOLDER, 3, 1),
        (ZOLA, 3, 1),
        (PLAIN, 3, 1),
    ] {
        let imported = import(tree, "");
        let mut found = Vec::new();
        let config = Config::outside_a_site();
        let site = model::assemble(
            imported.documents.clone(),
            model::Basis::of_import(&imported.sources, &config, &Memo::default()),
            &mut found,
        );
        let paired = site
            .stories
            .iter()
            .filter(|story| story.versions().count() == 2)
            .count();
        assert_eq!((site.posts.len(), paired), (posts, pairs), "{found:#?}");
        assert!(!diag::any_error(&found), "{found:#?}");
    }
}

#[test]
fn twins_and_broken_links_do_not_stop_an_import() {
    let tree: Tree = &[
        (
            "hugo.toml",
            "defaultContentLanguage = 'fr'\n[languages.fr]\n[languages.en]\n",
        ),
        (
            "content/posts/a.md",
            "---\ntitle: A\ndate: 2014-01-01\nslug: same\n---\nTexte.\n",
        ),
        (
            "content/posts/a.fr.md",
            "---\ntitle: B\ndate: 2014-01-01\nslug: same\n---\nTexte.\n",
        ),
    ];
    let imported = import(tree, "");
    assert_eq!(imported.documents.len(), 2);
    assert!(
        imported
            .lines()
            .contains("another post of its language has the same name"),
        "{}",
        imported.lines()
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("gone", imported.folder.path().join("s/content/gone.md"))
            .unwrap();
        std::os::unix::fs::symlink(".", imported.folder.path().join("s/content/loop")).unwrap();
        let given: PathBuf = imported.folder.path().join("s");
        let report = import::dry_run(Path::new("/nowhere"), &[given]);
        let read = report.result.expect("links are no errors");
        assert_eq!(read.posts.len(), 2);
        assert!(read.posts.iter().all(|post| post.lang == "fr"));
    }
}
