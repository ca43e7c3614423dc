//! Which generator a folder is made for, and what its settings say about languages, folders and URLs.
//!
//! Sources: gohugo.io/configuration (keys in any case; files of their own below `config/_default/`),
//! getzola.org/documentation/getting-started/configuration, jekyllrb.com/docs/configuration.

use crate::diag::{Code, Diagnostic, Severity};
use crate::fields::{Item, Table, Value, parse_toml, parse_yaml};
use crate::source::{SourceId, Sources};

/// A generator whose importer are known; a plain folder is nobody's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Generator {
    Hugo,
    Zola,
    Jekyll,
    #[default]
    Plain,
}

/// A site of another generator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OldSite {
    /// Its folder: nothing, or a path that ends in `/`.
    pub root: String,
    /// What it is made for.
    pub kind: Generator,
    /// The languages it declares.
    pub languages: Vec<String>,
    /// The language of files whose names tell none.
    pub default_language: Option<String>,
    /// Whether the URLs of that language, too, begin with its code.
    pub default_in_subfolder: bool,
    /// Folders of content below the root, each with its language where it has one; the deepest first.
    pub content: Vec<(String, Option<String>)>,
    /// Folders whose files are copied as they are.
    pub statics: Vec<String>,
    /// Patterns of URLs: language, where it is one's own; section; pattern.
    pub permalinks: Vec<(Option<String>, String, String)>,
    /// Whether URLs are without accents.
    pub without_accents: bool,
    /// Whether URLs end in `.html`.
    pub ugly: bool,
    /// Jekyll's `defaults`: folder, and keys for the files below it.
    pub defaults: Vec<(String, Table)>,
    /// How Zola makes paths: `on`, `safe` or `off`.
    pub slugify: String,
}

impl OldSite {
    /// A folder that says nothing of itself.
    pub fn plain(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            ..Self::default()
        }
    }

    /// A file's front matter, with what the settings say for its folder where it says nothing itself.
    pub fn with_defaults(&self, mut own: Table, path: &str) -> Table {
        let below = &path[self.root.len()..];
        for (_, values) in self
            .defaults
            .iter()
            .rev()
            .filter(|(folder, _)| below.starts_with(folder.as_str()))
        {
            // How a page looks is the old theme's matter.
            let missing = values
                .0
                .iter()
                .filter(|entry| own.get(&entry.key).is_none() && entry.key != "layout");
            let missing: Vec<_> = missing.cloned().collect();
            own.0.extend(missing);
        }
        own
    }
}

/// The sites that the settings files tell of, outermost first: a theme's example site is no site of its own.
pub fn recognise(
    settings: &[SourceId],
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<OldSite> {
    let mut files: Vec<(String, String, Table)> = settings
        .iter()
        .map(|id| read(*id, sources, diagnostics))
        .collect();
    files.sort_by(|a, b| (a.0.len(), &a.0, &a.1).cmp(&(b.0.len(), &b.0, &b.1)));
    let mut sites: Vec<OldSite> = Vec::new();
    for (root, _, _) in &files {
        if sites.iter().any(|site| root.starts_with(&site.root)) {
            continue;
        }
        let own: Vec<(&str, &Table)> = files
            .iter()
            .filter(|(other, _, _)| other == root)
            .map(|(_, name, table)| (name.as_str(), table))
            .collect();
        sites.extend(site(root, &own));
    }
    sites
}

/// The root of a settings file's site, its name without ending, and what it says.
fn read(
    id: SourceId,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, String, Table) {
    let source = sources.get(id);
    let before = diagnostics.len();
    let parse = if source.path.ends_with(".toml") {
        parse_toml
    } else {
        parse_yaml
    };
    let table = parse(
        id,
        &source.text,
        0..source.text.len(),
        Code::Config,
        diagnostics,
    );
    // The posts can be read without.
    diagnostics[before..]
        .iter_mut()
        .for_each(|diagnostic| diagnostic.severity = Severity::Warning);
    let name = source
        .name()
        .rsplit_once('.')
        .map_or(source.name(), |(name, _)| name)
        .to_lowercase();
    let folder = &source.path[..source.path.len() - source.name().len()];
    let is_split = folder == "config/_default/" || folder.ends_with("/config/_default/");
    let root = if is_split {
        &folder[..folder.len() - "config/_default/".len()]
    } else {
        folder
    };
    let name = if is_split {
        format!("_default/{name}")
    } else {
        name
    };
    (root.to_owned(), name, table)
}

fn site(root: &str, files: &[(&str, &Table)]) -> Option<OldSite> {
    let has = |table: &Table, keys: &[&str]| keys.iter().any(|key| table.get(key).is_some());
    let any_case =
        |table: &Table, keys: &[&str]| keys.iter().any(|key| lookup(table, key).is_some());
    let hugo_keys = [
        "baseurl",
        "languagecode",
        "locale",
        "defaultcontentlanguage",
        "contentdir",
        "languages",
        "permalinks",
        "theme",
        "module",
    ];
    if let Some((_, table)) = files.iter().find(|(name, _)| *name == "_config") {
        return Some(jekyll(root, table));
    }
    if let Some((_, table)) = files
        .iter()
        .find(|(name, table)| *name == "zola" || (*name == "config" && has(table, &["base_url"])))
    {
        return Some(zola(root, table));
    }
    let is_hugo = |(name, table): &(&str, &Table)| {
        *name == "hugo" || name.starts_with("_default/") || any_case(table, &hugo_keys)
    };
    files.iter().any(is_hugo).then(|| hugo(root, files))
}

fn hugo(root: &str, files: &[(&str, &Table)]) -> OldSite {
    // A file below `config/_default/` may hold one table of the settings, and is named for it.
    let setting = |key: &str| -> Option<&Value> {
        files
            .iter()
            .find_map(|(name, table)| match name.strip_prefix("_default/") {
                Some(part) if !matches!(part, "hugo" | "config") => None,
                _ => lookup(table, key),
            })
    };
    let table = |key: &str| -> Option<&Table> {
        let own = files
            .iter()
            .find(|(name, _)| name.strip_prefix("_default/") == Some(key))
            .map(|(_, table)| *table);
        own.or_else(|| setting(key).and_then(as_table))
    };
    let languages = table("languages");
    let codes: Vec<String> = languages
        .map(|table| {
            table
                .0
                .iter()
                .map(|entry| entry.key.to_lowercase())
                .collect()
        })
        .unwrap_or_default();
    // Where nothing names it, Hugo's default is English; a site of one language tells it by `locale` or `languageCode`.
    let named = ["defaultcontentlanguage", "locale", "languagecode"]
        .iter()
        .find_map(|key| setting(key).and_then(text));
    let default_language = named
        .map(|code| code.to_lowercase())
        .or_else(|| (codes.len() > 1).then(|| "en".to_owned()));
    let content_dir = setting("contentdir")
        .and_then(text)
        .unwrap_or_else(|| "content".to_owned());
    let mut content = vec![(folder(&content_dir), None)];
    let mut permalinks = table("permalinks")
        .map(|table| patterns(None, table))
        .unwrap_or_default();
    for entry in languages.iter().flat_map(|table| &table.0) {
        let Some(language) = as_table(&entry.item.value) else {
            continue;
        };
        let code = entry.key.to_lowercase();
        if let Some(own) = lookup(language, "contentdir").and_then(text) {
            content.push((folder(&own), Some(code.clone())));
        }
        permalinks.extend(
            lookup(language, "permalinks")
                .and_then(as_table)
                .map(|table| patterns(Some(&code), table))
                .unwrap_or_default(),
        );
    }
    content.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
    let statics = setting("staticdir")
        .map(texts)
        .filter(|folders| !folders.is_empty())
        .unwrap_or_else(|| vec!["static".to_owned()]);
    OldSite {
        root: root.to_owned(),
        kind: Generator::Hugo,
        languages: codes,
        default_language,
        default_in_subfolder: matches!(
            setting("defaultcontentlanguageinsubdir"),
            Some(Value::Flag(true))
        ),
        content,
        statics: statics.iter().map(|name| folder(name)).collect(),
        permalinks,
        without_accents: matches!(setting("removepathaccents"), Some(Value::Flag(true))),
        ugly: matches!(setting("uglyurls"), Some(Value::Flag(true))),
        slugify: String::new(),
        defaults: Vec::new(),
    }
}

/// `[permalinks]`: sections and patterns, directly or below `page`.
fn patterns(lang: Option<&str>, table: &Table) -> Vec<(Option<String>, String, String)> {
    let pages = lookup(table, "page").and_then(as_table).unwrap_or(table);
    let pattern = |item: &Item| text(&item.value);
    pages
        .0
        .iter()
        .filter_map(|entry| {
            Some((
                lang.map(str::to_owned),
                entry.key.to_lowercase(),
                pattern(&entry.item)?,
            ))
        })
        .collect()
}

fn zola(root: &str, table: &Table) -> OldSite {
    let default = table
        .get("default_language")
        .and_then(|item| text(&item.value))
        .unwrap_or_else(|| "en".to_owned());
    let others = table
        .get("languages")
        .and_then(|item| as_table(&item.value));
    let others = others
        .into_iter()
        .flat_map(|table| table.0.iter().map(|entry| entry.key.clone()));
    let slugify = table
        .get("slugify")
        .and_then(|item| as_table(&item.value))
        .and_then(|table| table.get("paths"));
    OldSite {
        root: root.to_owned(),
        kind: Generator::Zola,
        languages: [default.clone()]
            .into_iter()
            .chain(others.filter(|code| *code != default))
            .collect(),
        default_language: Some(default),
        content: vec![("content/".into(), None)],
        statics: vec!["static/".into()],
        slugify: slugify
            .and_then(|item| text(&item.value))
            .unwrap_or_else(|| "on".to_owned()),
        ..OldSite::default()
    }
}

fn jekyll(root: &str, table: &Table) -> OldSite {
    let named = ["default_lang", "lang", "locale"]
        .iter()
        .find_map(|key| table.get(key).and_then(|item| text(&item.value)));
    let permalink = table.get("permalink").and_then(|item| text(&item.value));
    OldSite {
        root: root.to_owned(),
        kind: Generator::Jekyll,
        languages: table
            .get("languages")
            .map(|item| texts(&item.value))
            .unwrap_or_default(),
        default_language: named,
        content: vec![(String::new(), None)],
        permalinks: permalink
            .map(|pattern| (None, String::new(), pattern))
            .into_iter()
            .collect(),
        defaults: table
            .get("defaults")
            .map(|item| defaults(&item.value))
            .unwrap_or_default(),
        ..OldSite::default()
    }
}

/// `defaults`, the widest scope first, as a narrower one wins. A scope's `type` is not looked at but for posts' folder.
fn defaults(value: &Value) -> Vec<(String, Table)> {
    let Value::List(items) = value else {
        return Vec::new();
    };
    let one = |item: &Item| -> Option<(String, Table)> {
        let table = as_table(&item.value)?;
        let scope = table.get("scope").and_then(|item| as_table(&item.value));
        let get = |key: &str| {
            scope
                .and_then(|scope| scope.get(key))
                .and_then(|item| text(&item.value))
                .unwrap_or_default()
        };
        let path = match (get("path"), get("type").as_str()) {
            (path, "posts") if path.is_empty() => "_posts".to_owned(),
            (_, kind) if !matches!(kind, "" | "posts") => return None,
            (path, _) => path,
        };
        Some((
            folder(&path),
            as_table(&table.get("values")?.value)?.clone(),
        ))
    };
    let mut defaults: Vec<(String, Table)> = items.iter().filter_map(one).collect();
    defaults.sort_by_key(|(folder, _)| folder.len());
    defaults
}

/// Keys of Hugo are the same in any case.
fn lookup<'t>(table: &'t Table, key: &str) -> Option<&'t Value> {
    table
        .0
        .iter()
        .find(|entry| entry.key.eq_ignore_ascii_case(key))
        .map(|entry| &entry.item.value)
}

fn as_table(value: &Value) -> Option<&Table> {
    match value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().filter_map(|item| text(&item.value)).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// `./content/fr` → `content/fr/`.
fn folder(path: &str) -> String {
    let path = path.trim_start_matches("./").trim_matches('/');
    if path.is_empty() {
        String::new()
    } else {
        format!("{path}/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)]) -> Vec<OldSite> {
        let mut sources = Sources::default();
        let ids: Vec<SourceId> = files
            .iter()
            .map(|(path, text)| sources.add(*path, *text))
            .collect();
        recognise(&ids, &sources, &mut Vec::new())
    }

    #[test]
    fn generators_are_told_by_their_settings() {
        for (path, text, expected) in [
            ("a/hugo.toml", "", Some(Generator::Hugo)),
            ("a/config.toml", "baseURL = \"/\"", Some(Generator::Hugo)),
            ("config.yaml", "baseURL: /\n", Some(Generator::Hugo)),
            (
                "a/config/_default/params.toml",
                "x = 1",
                Some(Generator::Hugo),
            ),
            ("a/hugo.json", "{\"title\": \"A\"}", Some(Generator::Hugo)),
            (
                "config.toml",
                "base_url = \"https://a.example\"",
                Some(Generator::Zola),
            ),
            ("_config.yml", "title: A", Some(Generator::Jekyll)),
            ("config.toml", "colour = 1", None),
        ] {
            assert_eq!(
                check(&[(path, text)]).first().map(|site| site.kind),
                expected,
                "{path}"
            );
        }
    }

    #[test]
    fn defaults_of_jekyll() {
        let text = "defaults:\n  - {scope: {path: ''}, values: {lang: fr, layout: x}}\n  - {scope: {path: en}, values: {lang: en}}\n";
        let site = &check(&[("_config.yml", text)])[0];
        for (path, expected) in [("_posts/a.md", "fr"), ("en/_posts/a.md", "en")] {
            let table = site.with_defaults(Table::default(), path);
            assert_eq!(
                table
                    .get("lang")
                    .and_then(|item| super::text(&item.value))
                    .as_deref(),
                Some(expected)
            );
            assert_eq!(table.0.len(), 1);
        }
    }

    #[test]
    fn settings_of_hugo() {
        let text = "defaultContentLanguage = \"fr\"\ndefaultContentLanguageInSubdir = true\n\
            [permalinks.page]\nposts = \"/:year/:slug/\"\n\
            [languages.fr]\ncontentDir = \"content/french\"\n[languages.en]\ncontentDir = \"./content/english/\"\n";
        let sites = check(&[
            ("b/hugo.toml", text),
            ("b/themes/x/exampleSite/hugo.toml", ""),
        ]);
        let [site] = &sites[..] else {
            panic!("{sites:?}")
        };
        assert_eq!(
            (site.root.as_str(), &site.languages[..]),
            ("b/", &["fr".to_owned(), "en".to_owned()][..])
        );
        assert!(site.default_in_subfolder);
        let content: Vec<_> = site
            .content
            .iter()
            .map(|(folder, lang)| (folder.as_str(), lang.as_deref()))
            .collect();
        assert_eq!(
            content,
            [
                ("content/english/", Some("en")),
                ("content/french/", Some("fr")),
                ("content/", None)
            ]
        );
        assert_eq!(
            site.permalinks,
            [(None, "posts".to_owned(), "/:year/:slug/".to_owned())]
        );
        let split = check(&[
            ("config/_default/hugo.toml", "defaultContentLanguage = 'en'"),
            ("config/_default/languages.toml", "[fr]\n[en]\n"),
        ]);
        assert_eq!(split[0].languages, ["fr", "en"]);
    }
}
