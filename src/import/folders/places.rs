//! What a file's path tells: whether it is content, its language, section, name and date.
//!
//! Sources: gohugo.io/content-management/organization and …/multilingual, getzola.org/documentation/content/page,
//! jekyllrb.com/docs/structure and …/posts.

use super::sites::{Generator, OldSite};
use crate::lang::site::is_language_code;
use crate::load;
use crate::source::base_name;
use crate::text::dates::{self, Date};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRole {
    Content(Place),
    /// Copied as it is, to this path of the new site.
    Static(String),
    /// Content, but no Markdown.
    OtherMarkup,
    /// A theme's, a template, a README.
    NoContent,
    /// The old theme's style, say, which would replace the new one's.
    OfTheme,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The language that the path tells, by code.
    pub lang: Option<String>,
    /// The folders of content above it, a bundle's own not among them.
    pub folders: Vec<String>,
    /// Its name without language, date and ending; a bundle's is its folder's.
    pub name: String,
    pub file_name: String,
    pub date: Option<Date>,
    /// Whether it is a folder's `index.md`.
    pub is_index: bool,
    /// Whether it introduces a list: `_index.md`.
    pub is_list: bool,
    pub is_draft: bool,
    /// Whether it stands in `_posts`.
    pub is_post: bool,
}

impl Place {
    /// What its translations share.
    pub fn key(&self) -> String {
        let kind = if self.is_list { "list:" } else { "" };
        let date = self.date.filter(|_| !self.is_list);
        let date = date.map(|date| format!("{date}-")).unwrap_or_default();
        format!("{kind}{}{date}{}", self.folder(), self.name)
    }

    /// The folders of content above it, each with its `/`.
    pub fn folder(&self) -> String {
        let folders = self.folders.iter();
        folders.map(|folder| format!("{folder}/")).collect()
    }

    pub fn section(&self) -> &str {
        self.folders.first().map_or("", String::as_str)
    }

    /// The parts of a URL that is made from its path; `name` is its last, but for the list of all content.
    pub fn parts<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        let is_root = self.is_list && self.file_name == "_index";
        let name = (!is_root).then_some(name);
        self.folders.iter().map(String::as_str).chain(name)
    }
}

/// Other markup that generators read; it is not Markdown, and must not pass for a file beside the post.
const OTHER_MARKUP: &str = "html htm adoc asciidoc ad org rst pandoc pdc textile rmd mmark mdx";

/// What a folder at a Jekyll site's root is for, where it is no content.
const JEKYLL_OWN: &str = "_layouts _includes _sass _data _site _plugins vendor node_modules";

/// What a file is. `languages` are folders that hold one language each, as `(path/, code)`: of plain folders, and of Hugo's
/// where no settings tell them.
pub fn of(site: &OldSite, path: &str, languages: &[(String, String)]) -> FileRole {
    let below = &path[site.root.len()..];
    match site.kind {
        Generator::Plain => FileRole::Content(place(site, path, below, None, languages)),
        Generator::Jekyll => jekyll(site, path, below, languages),
        Generator::Hugo | Generator::Zola => {
            let mut folders = site.content.iter();
            let content = folders.find_map(|(folder, lang)| {
                let below = below.strip_prefix(folder.as_str())?;
                Some((below, lang.as_deref()))
            });
            if let Some((below, lang)) = content {
                return match has_ending(below, OTHER_MARKUP) {
                    true => FileRole::OtherMarkup,
                    false => FileRole::Content(place(site, path, below, lang, languages)),
                };
            }
            let mut statics = site.statics.iter();
            match statics.find_map(|folder| below.strip_prefix(folder.as_str())) {
                Some(below) => copied(below),
                None => FileRole::NoContent,
            }
        }
    }
}

fn has_ending(path: &str, endings: &str) -> bool {
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.split(' ').any(|known| known == ending))
}

fn jekyll(site: &OldSite, path: &str, below: &str, languages: &[(String, String)]) -> FileRole {
    let (folders, _) = below.rsplit_once('/').unwrap_or_default();
    let mut folders = folders.split('/');
    let top = folders.clone().next().unwrap_or_default();
    if JEKYLL_OWN.split(' ').any(|own| own == top) {
        return FileRole::NoContent;
    }
    let of_posts = |folder: &str| matches!(folder, "_posts" | "_drafts");
    let special = folders.find(|folder| of_posts(folder));
    if has_ending(below, "md markdown") {
        let mut place = place(site, path, below, None, languages);
        // The folders above and below `_posts` are categories.
        place.folders.retain(|folder| !of_posts(folder));
        place.is_post = special.is_some();
        place.is_draft = special == Some("_drafts");
        return FileRole::Content(place);
    }
    if has_ending(below, OTHER_MARKUP) {
        return FileRole::OtherMarkup;
    }
    let own_endings = "yml yaml toml json lock gemspec";
    let is_own = below == "Gemfile" || !below.contains('/') && has_ending(below, own_endings);
    if is_own || below.starts_with('_') || special.is_some() {
        return FileRole::NoContent;
    }
    copied(below)
}

fn copied(path: &str) -> FileRole {
    match load::of_theme(path) {
        Some(_) => FileRole::OfTheme,
        None => FileRole::Static(format!("static/{path}")),
    }
}

fn place(
    site: &OldSite,
    path: &str,
    below: &str,
    lang: Option<&str>,
    languages: &[(String, String)],
) -> Place {
    let mut by_folder = languages.iter();
    let by_folder = by_folder.find(|(folder, _)| path.starts_with(folder.as_str()));
    let lang = lang.or(by_folder.map(|(_, code)| code.as_str()));
    let start = path.len() - below.len();
    // The folder of a language is no part of the story's name.
    let below = match by_folder {
        Some((folder, code)) if folder.len() > start => {
            let above = &path[start..folder.len() - code.len() - 1];
            format!("{above}{}", &path[folder.len()..])
        }
        _ => below.to_owned(),
    };
    let mut folders: Vec<String> = below.split('/').map(str::to_owned).collect();
    let file = folders.pop().unwrap_or_default();
    let file = file
        .rsplit_once('.')
        .map_or(file.as_str(), |(name, _)| name);
    let suffix = file
        .rsplit_once('.')
        .filter(|(_, code)| is_language(site, code));
    let file = suffix.map_or(file, |(name, _)| name);
    let is_list = file == "_index";
    let is_index = file == "index" && !folders.is_empty();
    let bundle = (is_list || is_index).then(|| folders.pop()).flatten();
    let name = bundle.unwrap_or_else(|| file.to_owned());
    let (date, rest) = dated(&name);
    Place {
        lang: suffix
            .map(|(_, code)| code.to_lowercase())
            .or(lang.map(str::to_owned)),
        name: rest.to_owned(),
        date,
        is_index,
        is_list,
        folders,
        file_name: name,
        ..Place::default()
    }
}

fn is_language(site: &OldSite, code: &str) -> bool {
    let mut known = site.languages.iter();
    is_language_code(code) || known.any(|known| known.eq_ignore_ascii_case(code))
}

/// `2014-05-01-name` or `2014-05-01_name`: the date and the name.
fn dated(name: &str) -> (Option<Date>, &str) {
    match (name.get(..10).and_then(dates::parse), name.get(10..11)) {
        (Some(date), Some("-" | "_")) if name.len() > 11 => (Some(date), &name[11..]),
        _ => (None, name),
    }
}

/// Folders that hold a language each: siblings such as `fr/` and `en/`, where two of the site's languages have one.
pub fn language_folders<'p>(
    paths: impl Iterator<Item = &'p str>,
    codes: &[&str],
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for path in paths {
        for (at, _) in path.match_indices('/') {
            let folder = base_name(&path[..at]);
            let entry = (path[..=at].to_owned(), folder.to_owned());
            let is_code = codes.iter().any(|code| code.eq_ignore_ascii_case(folder));
            if is_code && !found.contains(&entry) {
                found.push(entry);
            }
        }
    }
    let parent = |(folder, code): &(String, String)| folder.len() - code.len() - 1;
    let all = found.clone();
    found.retain(|entry| {
        let above = &entry.0[..parent(entry)];
        let siblings = all
            .iter()
            .filter(|other| other.0[..parent(other)] == *above);
        siblings.count() > 1
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_posts() {
        let hugo = OldSite {
            kind: Generator::Hugo,
            root: "s/".into(),
            content: vec![
                ("content/french/".into(), Some("fr".into())),
                ("content/".into(), None),
            ],
            statics: vec!["static/".into()],
            ..OldSite::default()
        };
        let jekyll = OldSite {
            kind: Generator::Jekyll,
            ..OldSite::default()
        };
        let plain = OldSite::default();
        let folders = [
            ("n/fr/".to_owned(), "fr".to_owned()),
            ("n/en/".to_owned(), "en".to_owned()),
        ];
        for (site, path, expected) in [
            (&hugo, "s/content/posts/a.fr.md", "fr posts/a"),
            (&hugo, "s/content/french/posts/a.md", "fr posts/a"),
            (&hugo, "s/content/posts/v1.2.md", "- posts/v1.2"),
            (&hugo, "s/content/posts/trip/index.en.md", "en posts/trip"),
            (&hugo, "s/content/posts/_index.en.md", "en list:posts"),
            (
                &hugo,
                "s/content/posts/2014-05-01_a.md",
                "- posts/2014-05-01-a",
            ),
            (&hugo, "s/content/posts/a.html", "OtherMarkup"),
            (&hugo, "s/static/i/a.jpg", "static/i/a.jpg"),
            (&hugo, "s/themes/x/README.md", "NoContent"),
            (
                &jekyll,
                "travel/_posts/2014-05-01-a.md",
                "- travel/2014-05-01-a",
            ),
            (&jekyll, "assets/a.css", "static/assets/a.css"),
            (&hugo, "s/static/style.css", "OfTheme"),
            (&jekyll, "_layouts/a.md", "NoContent"),
            (&plain, "n/fr/posts/a.md", "fr n/posts/a"),
            (&plain, "n/a.EN.md", "en n/a"),
        ] {
            let got = match of(site, path, &folders) {
                FileRole::Content(place) => {
                    format!("{} {}", place.lang.as_deref().unwrap_or("-"), place.key())
                }
                FileRole::Static(path) => path,
                role => format!("{role:?}"),
            };
            assert_eq!(got, expected, "{path}");
        }
    }

    #[test]
    fn folders_of_languages_come_in_pairs() {
        let paths = ["a/fr/x.md", "a/en/y.md", "home/en/z.md", "a/fr/en/w.md"];
        let folders = language_folders(paths.into_iter(), &["fr", "en"]);
        assert_eq!(
            folders,
            [
                ("a/fr/".to_owned(), "fr".to_owned()),
                ("a/en/".to_owned(), "en".to_owned())
            ]
        );
    }
}
