//! A site in a temporary folder, from files given as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use diptych::diag;
use diptych::pipeline;
use diptych::project::Options;

/// The settings that most tests start from.
pub const SITE: &str = "base_url = \"https://example.org/\"\n\
    [languages.fr]\ntitle = \"Le carnet\"\n[languages.en]\ntitle = \"The notebook\"\n";

/// A site on disk.
pub struct TestSite {
    folder: tempfile::TempDir,
    /// What the build is asked for.
    pub options: Options,
}

/// What a build gave.
pub struct Built {
    /// Every finding as plain lines.
    pub found: Vec<String>,
    /// Whether something was published.
    pub published: bool,
    /// The output's files, by path.
    pub files: BTreeMap<String, String>,
}

impl TestSite {
    /// A site with `site.toml` and these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let options = Options {
            root: folder.path().to_owned(),
            base_url: None,
            drafts: false,
            now,
        };
        let site = Self { folder, options };
        site.write("site.toml", SITE);
        fs::create_dir(site.root().join("content")).unwrap();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    pub fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    /// What `check` finds.
    pub fn check(&self) -> Vec<String> {
        let report = pipeline::check(&self.options, &self.output(), Default::default());
        let diagnostics = report.diagnostics.iter();
        diagnostics
            .map(|finding| diag::plain(finding, &report.sources))
            .collect()
    }

    /// Builds; panics if the disk or the output folder is at fault.
    pub fn build(&self) -> Built {
        let report = pipeline::build(&self.options, &self.output(), false).unwrap();
        Built {
            found: report
                .diagnostics
                .iter()
                .map(|finding| diag::plain(finding, &report.sources))
                .collect(),
            published: report.result.is_some(),
            files: files(&self.output())
                .into_iter()
                .map(|(name, text)| (unhashed(&name), unhashed(&text)))
                .collect(),
        }
    }
}

impl Built {
    /// The first line of every finding.
    pub fn heads(&self) -> Vec<&str> {
        self.found
            .iter()
            .filter_map(|text| text.lines().next())
            .collect()
    }

    #[track_caller]
    pub fn page(&self, path: &str) -> &str {
        let file = format!("{}index.html", path.trim_start_matches('/'));
        self.files.get(&file).unwrap_or_else(|| {
            panic!(
                "no {file} among {:?}",
                self.files.keys().collect::<Vec<_>>()
            )
        })
    }

    #[track_caller]
    pub fn holds(&self, path: &str, part: &str) {
        let page = self.page(path);
        assert!(
            page.contains(part) || without_anchors(page).contains(part),
            "{path} does not hold {part}\n{page}"
        );
    }

    #[track_caller]
    pub fn lacks(&self, path: &str, part: &str) {
        let page = self.page(path);
        assert!(!page.contains(part), "{path} holds {part}\n{page}");
    }
}

/// The pages that a build is expected to have: without the feature `search` none of those of search.
pub fn with_search_pages<'a>(pages: &[&'a str]) -> Vec<&'a str> {
    let is_search =
        |page: &str| page.ends_with("/search/index.html") || page.contains("/recherche/");
    let made = |page: &&&str| cfg!(feature = "search") || !is_search(page);
    pages.iter().filter(made).copied().collect()
}

/// Without the hash in the names of the theme's files: `/style.0123abcd.css` is `/style.css`.
pub fn unhashed(text: &str) -> String {
    let mut parts = text.split('.').peekable();
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        let is_hash = part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_file = |next: &&str| {
            ["css", "js", "woff2"]
                .iter()
                .any(|ending| next.starts_with(ending))
        };
        if !(is_hash && parts.peek().is_some_and(is_file)) {
            plain.push('.');
            plain.push_str(part);
        }
    }
    plain
}

/// A page without the anchors of its blocks and what its switch offers.
pub fn without_anchors(page: &str) -> String {
    let without = |page: &str, from: &str| {
        let mut parts = page.split(from);
        let mut plain = parts.next().unwrap_or_default().to_owned();
        parts.for_each(|part| plain.push_str(part.split_once('"').map_or(part, |(_, rest)| rest)));
        plain
    };
    [" id=\"p:", " data-offer=\"", " data-decline=\""]
        .iter()
        .fold(page.to_owned(), |page, from| without(&page, from))
}

/// Every file below a folder, as text.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    entries
        .map(|entry| {
            (
                name(entry.path()),
                String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned(),
            )
        })
        .collect()
}

/// A Markdown post.
pub fn post(front: &str, text: &str) -> String {
    format!("+++\n{front}\n+++\n\n{text}\n")
}
