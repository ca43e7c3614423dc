//! Which generator a folder is made for, and what its settings say about languages, folders and URLs.
//!
//! Sources: gohugo.io/configuration (keys in any case; files of their own below `config/_default/`),
//! getzola.org/documentation/getting-started/configuration, jekyllrb.com/docs/configuration.

use crate::diag::{Code, Diagnostic, Severity};
use crate::fields::{Entry, Item, Table, Value, parse_toml, parse_yaml};
use crate::source::{SourceId, Sources, Span};

/// A generator whose sites are understood; a plain folder is nobody's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generator {
    Hugo,
    Zola,
    Jekyll,
    #[default]
    Plain,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OldSite {
    /// Its folder: nothing, or a path that ends in `/`.
    pub root: String,
    pub kind: Generator,
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
    pub without_accents: bool,
    /// Whether URLs end in `.html`.
    pub ugly: bool,
    /// Jekyll's `defaults`: folder, and keys for the files below it.
    pub defaults: Vec<(String, Table)>,
    /// How Zola makes paths: `on`, `safe` or `off`.
    pub slugify: String,
}

impl OldSite {
    /// A file's front matter, with what the settings say for its folder where it says nothing itself.
    pub fn with_defaults(&self, mut own: Table, path: &str) -> Table {
        let below = &path[self.root.len()..];
        let defaults = self.defaults.iter().rev();
        for (_, values) in defaults.filter(|(folder, _)| below.starts_with(folder.as_str())) {
            // How a page looks is the old theme's matter.
            let is_missing =
                |entry: &&Entry| own.get(&entry.key).is_none() && entry.key != "layout";
            let missing: Vec<Entry> = values.0.iter().filter(is_missing).cloned().collect();
            own.0.extend(missing);
        }
        own
    }
}

struct SettingsFile {
    root: String,
    /// Without ending; `_default/` before it, where Hugo's settings are in several files.
    name: String,
    table: Table,
    span: Span,
}

/// The sites that the settings files tell of, outermost first: a theme's example site is no site of its own.
pub fn recognise(
    settings: &[SourceId],
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<OldSite> {
    let files = settings.iter().map(|id| read(*id, sources, diagnostics));
    let mut files: Vec<SettingsFile> = files.collect();
    files.sort_by_cached_key(|file| (file.root.len(), file.root.clone(), file.name.clone()));
    let mut sites: Vec<OldSite> = Vec::new();
    for files in files.chunk_by(|a, b| a.root == b.root) {
        let root = &files[0].root;
        if !sites.iter().any(|site| root.starts_with(&site.root)) {
            sites.extend(site(files).map(|site| OldSite {
                root: root.clone(),
                ..site
            }));
        }
    }
    sites
}

fn read(id: SourceId, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> SettingsFile {
    let source = sources.get(id);
    let before = diagnostics.len();
    let parse = match source.path.ends_with(".toml") {
        true => parse_toml,
        false => parse_yaml,
    };
    let whole = 0..source.text.len();
    let table = parse(id, &source.text, whole, Code::Config, diagnostics);
    // The posts can be read without.
    for diagnostic in &mut diagnostics[before..] {
        diagnostic.severity = Severity::Warning;
    }
    let (folder, file) = source
        .path
        .split_at(source.path.len() - source.name().len());
    let name = file
        .rsplit_once('.')
        .map_or(file, |(name, _)| name)
        .to_lowercase();
    let above = folder.strip_suffix("config/_default/");
    let (root, name) = match above.filter(|above| above.is_empty() || above.ends_with('/')) {
        Some(above) => (above, format!("_default/{name}")),
        None => (folder, name),
    };
    SettingsFile {
        root: root.to_owned(),
        name,
        table,
        span: Span::new(id, 0..0),
    }
}

/// Keys that tell a `config.toml` of Hugo from others.
const HUGO_KEYS: &str = "baseurl languagecode locale defaultcontentlanguage contentdir languages permalinks theme module";

fn site(files: &[SettingsFile]) -> Option<OldSite> {
    let is_jekyll = |file: &&SettingsFile| file.name == "_config";
    let is_zola = |file: &&SettingsFile| {
        file.name == "zola" || file.name == "config" && file.table.get("base_url").is_some()
    };
    let is_hugo = |file: &SettingsFile| {
        let mut keys = file.table.0.iter().map(|entry| entry.key.to_lowercase());
        file.name == "hugo"
            || file.name.starts_with("_default/")
            || keys.any(|key| HUGO_KEYS.split(' ').any(|known| known == key))
    };
    if let Some(file) = files.iter().find(is_jekyll) {
        return Some(jekyll(&file.table));
    }
    if let Some(file) = files.iter().find(is_zola) {
        return Some(zola(&file.table));
    }
    files
        .iter()
        .any(is_hugo)
        .then(|| hugo(&hugo_settings(files)))
}

/// All settings of a Hugo site, keys in small letters. A file below `config/_default/` may hold one table of them, and is named
/// for it.
fn hugo_settings(files: &[SettingsFile]) -> Table {
    let (mut parts, mut whole) = (Vec::new(), Vec::new());
    for file in files {
        let table = in_small_letters(&file.table);
        match file.name.strip_prefix("_default/") {
            Some(part) if !matches!(part, "hugo" | "config") => parts.push(Entry {
                key: part.to_owned(),
                key_span: file.span,
                item: Item {
                    value: Value::Table(table),
                    span: file.span,
                },
            }),
            _ => whole.extend(table.0),
        }
    }
    parts.extend(whole);
    Table(parts)
}

fn in_small_letters(table: &Table) -> Table {
    let mut table = table.clone();
    for entry in &mut table.0 {
        entry.key = entry.key.to_lowercase();
        if let Value::Table(inner) = &entry.item.value {
            entry.item.value = Value::Table(in_small_letters(inner));
        }
    }
    table
}

fn hugo(settings: &Table) -> OldSite {
    let languages = settings
        .table("languages")
        .map_or(&[][..], |table| &table.0);
    let codes: Vec<String> = languages.iter().map(|entry| entry.key.clone()).collect();
    // Where nothing names it, Hugo's default is English; a site of one language tells it by `locale` or `languageCode`.
    let mut named = ["defaultcontentlanguage", "locale", "languagecode"].iter();
    let default_language = named
        .find_map(|key| settings.text(key))
        .map(str::to_lowercase)
        .or_else(|| (codes.len() > 1).then(|| "en".to_owned()));
    let mut content = vec![(
        folder(settings.text("contentdir").unwrap_or("content")),
        None,
    )];
    let mut permalinks = patterns(None, settings);
    for entry in languages {
        let Some(own) = entry.item.value.as_table() else {
            continue;
        };
        let own_folder = own.text("contentdir").map(folder);
        content.extend(own_folder.map(|folder| (folder, Some(entry.key.clone()))));
        permalinks.extend(patterns(Some(&entry.key), own));
    }
    content.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
    let mut statics = settings.texts("staticdir");
    if statics.is_empty() {
        statics.push("static");
    }
    OldSite {
        kind: Generator::Hugo,
        languages: codes,
        default_language,
        default_in_subfolder: settings.is_set("defaultcontentlanguageinsubdir"),
        content,
        statics: statics.into_iter().map(folder).collect(),
        permalinks,
        without_accents: settings.is_set("removepathaccents"),
        ugly: settings.is_set("uglyurls"),
        ..OldSite::default()
    }
}

/// `permalinks`: sections and patterns, directly or below `page`.
fn patterns(lang: Option<&str>, settings: &Table) -> Vec<(Option<String>, String, String)> {
    let Some(table) = settings.table("permalinks") else {
        return Vec::new();
    };
    let entries = table.table("page").unwrap_or(table).0.iter();
    let patterns = entries.filter_map(|entry| {
        let pattern = entry.item.value.as_text()?;
        Some((
            lang.map(str::to_owned),
            entry.key.clone(),
            pattern.to_owned(),
        ))
    });
    patterns.collect()
}

fn zola(settings: &Table) -> OldSite {
    let default = settings.text("default_language").unwrap_or("en");
    let others = settings.table("languages").into_iter();
    let others = others.flat_map(|table| &table.0).map(|entry| &entry.key);
    let mut languages = vec![default.to_owned()];
    languages.extend(others.filter(|code| *code != default).cloned());
    let slugify = settings
        .table("slugify")
        .and_then(|table| table.text("paths"));
    OldSite {
        kind: Generator::Zola,
        languages,
        default_language: Some(default.to_owned()),
        content: vec![("content/".into(), None)],
        statics: vec!["static/".into()],
        slugify: slugify.unwrap_or("on").to_owned(),
        ..OldSite::default()
    }
}

fn jekyll(settings: &Table) -> OldSite {
    let mut named = ["default_lang", "lang", "locale"].iter();
    let permalink = settings.text("permalink").into_iter();
    let languages = settings.texts("languages").into_iter();
    OldSite {
        kind: Generator::Jekyll,
        languages: languages.map(str::to_owned).collect(),
        default_language: named.find_map(|key| settings.text(key)).map(str::to_owned),
        content: vec![(String::new(), None)],
        permalinks: permalink
            .map(|pattern| (None, String::new(), pattern.to_owned()))
            .collect(),
        defaults: defaults(settings),
        ..OldSite::default()
    }
}

/// `defaults`, the widest scope first, as a narrower one wins. A scope's `type` is not looked at but for posts' folder.
fn defaults(settings: &Table) -> Vec<(String, Table)> {
    let one = |value: &Value| -> Option<(String, Table)> {
        let table = value.as_table()?;
        let scope = |key: &str| {
            table
                .table("scope")
                .and_then(|scope| scope.text(key))
                .unwrap_or_default()
        };
        let path = match (scope("path"), scope("type")) {
            ("", "posts") => "_posts",
            (path, "" | "posts") => path,
            _ => return None,
        };
        Some((folder(path), table.table("values")?.clone()))
    };
    let Some(Value::List(scopes)) = settings.get("defaults").map(|item| &item.value) else {
        return Vec::new();
    };
    let scopes = scopes.iter().map(|item| &item.value);
    let mut defaults: Vec<(String, Table)> = scopes.filter_map(one).collect();
    defaults.sort_by_key(|(folder, _)| folder.len());
    defaults
}

/// `./content/fr` → `content/fr/`.
fn folder(path: &str) -> String {
    match path.trim_start_matches("./").trim_matches('/') {
        "" => String::new(),
        path => format!("{path}/"),
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
            assert_eq!(table.text("lang"), Some(expected));
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
