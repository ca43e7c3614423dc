//! The keys of other generators' front matter → Diptych's; what has no place of its own goes into `params`, never away.
//!
//! Sources: gohugo.io/content-management/front-matter (keys in any case), getzola.org/documentation/content/page,
//! jekyllrb.com/docs/front-matter; `redirect_from` is of jekyll-redirect-from, `page_id` of jekyll-polyglot.

use super::sites::Generator;
use crate::content::front_matter;
use crate::fields::{Entry, Item, Table, Value};
use crate::source::Span;
use crate::text::{dates, url};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    Text,
    Date,
    Flag,
    /// A list of texts.
    Texts,
    /// A list of texts, which Jekyll parts at spaces.
    Words,
    /// Names, written as texts or as tables with a `name`.
    Names,
    /// Keeps the post off the site, at once or from a day on, which is not known here: it is a draft, and the key is reported.
    Hidden,
    /// `published: false` is a draft; a date is a date.
    Published,
    Aliases,
    Url,
    /// One of the menus that Diptych has.
    Menu,
    /// A role, where its value names one.
    Role,
    /// A table whose keys stand for themselves: Zola's `[taxonomies]`.
    Inside,
    Params,
}

/// Keys in small letters, their own ones and what they become; of two that become one, the first here wins.
const KEYS: &[(&str, &str, Becomes)] = &{
    use Becomes::*;
    [
        ("title", "title", Text),
        ("date publishdate pubdate", "date", Date),
        ("published", "", Published),
        ("lastmod updated modified last_modified_at", "lastmod", Date),
        ("lang language locale", "lang", Text),
        ("translationkey story page_id", "translationKey", Text),
        ("slug", "slug", Text),
        ("description", "description", Text),
        ("summary excerpt", "summary", Text),
        ("images image", "images", Texts),
        ("tags", "tags", Words),
        ("tag", "tags", Texts),
        ("categories", "categories", Words),
        ("category", "categories", Texts),
        ("series", "series", Texts),
        ("authors author", "authors", Names),
        ("translator translators", "translator", Names),
        ("machine_translated", "machine_translated", Flag),
        ("aliases alias redirect_from", "aliases", Aliases),
        ("url path permalink", "", Url),
        // Before `draft`, as what is hidden is not published whatever that says.
        ("headless render build _build", "draft", Hidden),
        ("expirydate unpublishdate", "draft", Hidden),
        ("draft", "draft", Flag),
        ("origin", "origin", Text),
        ("not_translation_of", "not_translation_of", Texts),
        ("truncated", "truncated", Flag),
        ("toc", "toc", Flag),
        ("split", "split", Flag),
        ("typography", "typography", Flag),
        ("math mathjax katex use_math usemathjax", "math", Flag),
        ("menu menus", "menu", Menu),
        ("type layout", "", Role),
        ("taxonomies", "", Inside),
        ("params extra", "", Params),
    ]
};

#[derive(Clone, Debug, Default)]
pub struct TranslatedKeys {
    /// All values are of the kinds that `FrontMatter::read` wants.
    pub table: Table,
    /// The author's `url`, `path` or `permalink`.
    pub url: Option<String>,
    /// Whether `type` or `layout` calls it a page, or a post.
    pub is_page: Option<bool>,
    /// Keys that went into `params` because nothing else knows them, and where they stand.
    pub unknown: Vec<(String, Span)>,
    /// Keys whose values are of no use, such as a date that is none; they, too, are under `params`.
    pub misread: Vec<(String, Span)>,
}

pub fn read(table: &Table, kind: Generator) -> TranslatedKeys {
    let mut translator = KeyTranslator {
        kind,
        read: TranslatedKeys::default(),
        params: Table::default(),
    };
    // In the order of `KEYS`, so that the better of two keys wins, however they are written.
    for (names, own, becomes) in KEYS {
        for name in names.split(' ') {
            for entry in &table.0 {
                if entry.key.to_lowercase() == name {
                    translator.take(entry, own, *becomes);
                }
            }
        }
    }
    for entry in &table.0 {
        if known(&entry.key).is_none() {
            translator.keep(entry);
        }
    }
    translator.finish()
}

/// The own key that a key becomes, and how.
fn known(key: &str) -> Option<(&'static str, Becomes)> {
    let key = key.to_lowercase();
    let mut rows = KEYS.iter();
    let (_, own, becomes) = rows.find(|(names, ..)| names.split(' ').any(|name| name == key))?;
    Some((own, *becomes))
}

/// Whether a key keeps its post off the site (gohugo.io/content-management/build-options, getzola.org/documentation/content/page).
fn is_hidden(entry: &Entry) -> bool {
    let value = &entry.item.value;
    match entry.key.to_lowercase().as_str() {
        "headless" => flag(value) == Some(true),
        "render" => flag(value) == Some(false),
        "build" | "_build" => {
            let render = value.as_table().and_then(|table| table.get("render"));
            let is_never = |value| flag(value) == Some(false) || value.as_text() == Some("never");
            render.is_some_and(|item| is_never(&item.value))
        }
        _ => date(value).is_some(),
    }
}

struct KeyTranslator {
    kind: Generator,
    read: TranslatedKeys,
    params: Table,
}

impl KeyTranslator {
    fn take(&mut self, entry: &Entry, own: &str, becomes: Becomes) {
        let value = &entry.item.value;
        let taken = match becomes {
            Becomes::Published => match flag(value) {
                Some(published) => Some(self.set("draft", entry, Value::Flag(!published))),
                None => date(value).map(|date| self.set("date", entry, date)),
            },
            Becomes::Hidden => {
                if is_hidden(entry) {
                    self.set(own, entry, Value::Flag(true));
                }
                Some(false)
            }
            Becomes::Aliases => each(value, scalar).map(|aliases| self.aliases(entry, &aliases)),
            Becomes::Url => scalar(value).map(|url| self.url(&url)),
            Becomes::Menu => Some(match menu(value) {
                Some(menu) => self.set(own, entry, Value::Text(menu.to_owned())),
                None => false,
            }),
            Becomes::Role => Some(self.role(value)),
            Becomes::Inside => value.as_table().map(|table| self.inside(table)),
            Becomes::Params => value.as_table().map(|table| {
                self.params.0.extend(table.0.iter().cloned());
                true
            }),
            _ => self
                .value(entry, becomes)
                .map(|value| self.set(own, entry, value)),
        };
        match taken {
            Some(true) => {}
            None => {
                self.read.misread.push((entry.key.clone(), entry.item.span));
                self.params.0.push(entry.clone());
            }
            Some(false) => self.keep(entry),
        }
    }

    /// Of a key that has a place of its own.
    fn value(&self, entry: &Entry, becomes: Becomes) -> Option<Value> {
        let value = &entry.item.value;
        let texts = match becomes {
            Becomes::Text => return scalar(value).map(Value::Text),
            Becomes::Date => return date(value),
            Becomes::Flag => return flag(value).map(Value::Flag),
            Becomes::Words => self.words(value),
            Becomes::Names => each(value, name),
            _ => each(value, scalar),
        };
        texts.map(|texts| text_list(texts, entry))
    }

    /// Whether the key was still free; an equal value is no loss.
    fn set(&mut self, key: &str, entry: &Entry, value: Value) -> bool {
        if let Some(item) = self.read.table.get(key) {
            return item.value.each() == value.each();
        }
        self.read.table.0.push(renamed(entry, key, value));
        true
    }

    fn url(&mut self, url: &str) -> bool {
        let is_free = self.read.url.is_none();
        self.read.url.get_or_insert_with(|| path_of(url));
        is_free
    }

    fn words(&self, value: &Value) -> Option<Vec<String>> {
        match value {
            Value::Text(text) if self.kind == Generator::Jekyll => {
                Some(text.split_whitespace().map(str::to_owned).collect())
            }
            value => each(value, scalar),
        }
    }

    fn role(&mut self, value: &Value) -> bool {
        let role = value.as_text().map(str::to_lowercase);
        let is_page = match role.as_deref() {
            Some("page" | "pages") => true,
            Some("post" | "posts") => false,
            _ => return false,
        };
        self.read.is_page.get_or_insert(is_page);
        true
    }

    fn inside(&mut self, table: &Table) -> bool {
        for entry in &table.0 {
            match known(&entry.key) {
                Some((own, becomes @ (Becomes::Words | Becomes::Texts | Becomes::Names))) => {
                    self.take(entry, own, becomes)
                }
                _ => self.keep(entry),
            }
        }
        true
    }

    /// Aliases as site paths; what names no page of the site is kept under `params`.
    fn aliases(&mut self, entry: &Entry, aliases: &[String]) -> bool {
        let names_page = |path: &String| {
            !path.is_empty()
                && !path.contains(['?', '#', '\\'])
                && !url::decode(path).split('/').any(|part| part == "..")
        };
        let paths = aliases.iter().map(|alias| path_of(alias));
        let (paths, rest): (Vec<String>, Vec<String>) = paths.partition(names_page);
        if !rest.is_empty() {
            let rest = renamed(entry, &entry.key, text_list(rest, entry));
            self.params.0.push(rest);
        }
        let Value::List(paths) = text_list(paths, entry) else {
            return true;
        };
        let mut entries = self.read.table.0.iter_mut();
        let known = entries.find(|other| other.key == "aliases");
        match known.map(|other| &mut other.item.value) {
            Some(Value::List(items)) => items.extend(paths),
            _ => drop(self.set("aliases", entry, Value::List(paths))),
        }
        true
    }

    fn keep(&mut self, entry: &Entry) {
        self.read.unknown.push((entry.key.clone(), entry.key_span));
        self.params.0.push(entry.clone());
    }

    fn finish(mut self) -> TranslatedKeys {
        if let Some(first) = self.params.0.first() {
            let params = renamed(first, "params", Value::Table(self.params.clone()));
            self.read.table.0.push(params);
        }
        self.read
    }
}

fn renamed(entry: &Entry, key: &str, value: Value) -> Entry {
    Entry {
        key: key.to_owned(),
        key_span: entry.key_span,
        item: Item {
            value,
            span: entry.item.span,
        },
    }
}

fn text_list(texts: Vec<String>, entry: &Entry) -> Value {
    let span = entry.item.span;
    let texts = texts.into_iter().map(Value::Text);
    Value::List(texts.map(|value| Item { value, span }).collect())
}

/// `https://example.org/a/` → `/a/`; a path stays.
fn path_of(alias: &str) -> String {
    let Some((_, rest)) = alias.split_once("://") else {
        return alias.trim().to_owned();
    };
    rest.find('/').map_or("/", |at| &rest[at..]).to_owned()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Date(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::List(_) | Value::Table(_) => None,
    }
}

fn each(value: &Value, read: fn(&Value) -> Option<String>) -> Option<Vec<String>> {
    value.each().into_iter().map(read).collect()
}

/// A name, without the rest of what a table says of an author.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::Table(table) => scalar(&table.get("name")?.value),
        value => scalar(value),
    }
}

fn flag(value: &Value) -> Option<bool> {
    match scalar(value)?.to_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// The name of the only menu that leads to a page (gohugo.io/content-management/menus).
fn menu(value: &Value) -> Option<&'static str> {
    let names = each(value, scalar)?;
    let [name] = &names[..] else { return None };
    let mut known = front_matter::MENUS.iter().map(|(known, _)| *known);
    known.find(|known| known == name)
}

fn date(value: &Value) -> Option<Value> {
    let written = scalar(value)?.trim().to_owned();
    dates::parse(&written).map(|_| Value::Text(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::json_of_table;
    use crate::diag::Code;
    use crate::fields::{parse_toml, parse_yaml};
    use crate::source::SourceId;

    fn check(
        kind: Generator,
        text: &str,
        expected: serde_json::Value,
        unknown: &[&str],
    ) -> TranslatedKeys {
        let parse = if text.contains(" = ") {
            parse_toml
        } else {
            parse_yaml
        };
        let mut diagnostics = Vec::new();
        let read = read(
            &parse(
                SourceId(0),
                text,
                0..text.len(),
                Code::FrontMatter,
                &mut diagnostics,
            ),
            kind,
        );
        let names: Vec<&str> = read.unknown.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            (json_of_table(&read.table), &names[..], diagnostics.len()),
            (expected, unknown, 0),
            "{text}"
        );
        read
    }

    #[test]
    fn keys_of_hugo() {
        let text = "Title = \"A\"\nlastMod = 2015-01-02\npublishDate = 2014-05-01\nTRANSLATIONKEY = \"k\"\nweight = 3\n\
            author = {name = \"Camille\"}\naliases = [\"/x/\", \"https://old.example/y/\", \"/?p=1\"]\nurl = \"/z/\"\ntype = \"page\"\n\
            [params]\ncolour = \"red\"\n";
        let expected = serde_json::json!({
            "title": "A", "date": "2014-05-01", "lastmod": "2015-01-02", "translationKey": "k", "authors": ["Camille"],
            "aliases": ["/x/", "/y/"], "params": {"aliases": ["/?p=1"], "colour": "red", "weight": 3}
        });
        let read = check(Generator::Hugo, text, expected, &["weight"]);
        assert_eq!(
            (read.url.as_deref(), read.is_page),
            (Some("/z/"), Some(true))
        );
    }

    #[test]
    fn keys_of_zola() {
        let text = "title = \"A\"\nupdated = 2015-01-02\ntemplate = \"x.html\"\n\
            [taxonomies]\ntags = [\"a b\"]\nauthors = [\"C\"]\nmoods = [\"m\"]\n[extra]\ncolour = 1\n";
        let expected = serde_json::json!({
            "title": "A", "lastmod": "2015-01-02", "tags": ["a b"], "authors": ["C"],
            "params": {"moods": ["m"], "colour": 1, "template": "x.html"}
        });
        check(Generator::Zola, text, expected, &["moods", "template"]);
    }

    #[test]
    fn keys_of_jekyll() {
        let text = "layout: post\ntitle: 2014\ncategories: a b\npublished: false\nredirect_from: /x/\nhero: {a: 1}\ndate: 2014-05-01 10:00:00 +0200\n";
        let expected = serde_json::json!({
            "title": "2014", "date": "2014-05-01 10:00:00 +0200", "draft": true, "categories": ["a", "b"], "aliases": ["/x/"],
            "params": {"hero": {"a": 1}}
        });
        check(Generator::Jekyll, text, expected, &["hero"]);
    }

    #[test]
    fn values_of_the_wrong_kind_are_kept() {
        let text = "title: [a]\ndate: soon\ntags: {a: 1}\ndraft: maybe\n";
        let expected = serde_json::json!({"params": {"title": ["a"], "date": "soon", "tags": {"a": 1}, "draft": "maybe"}});
        let read = check(Generator::Plain, text, expected, &[]);
        assert_eq!(read.misread.len(), 4);
    }
}
