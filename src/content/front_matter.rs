//! What an author declares about a post: TOML between `+++` lines, YAML between `---` lines, or an entry of `archive.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::{PUBLISH, Publish, TAXONOMIES, json_of_table};
use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Table, parse_toml, parse_yaml};
use crate::source::{SourceId, Sources, Span};
use crate::text::dates::Date;
use crate::text::url;

/// A text and where it is written.
pub type Spanned = (String, Span);

/// The terms a post declares, by the key of their taxonomy.
pub type Terms = BTreeMap<String, Vec<Spanned>>;

/// The author's word about a post. What is absent is decided by the model. Where Hugo has a name for a key, that name is
/// taken too (gohugo.io/content-management/front-matter), so that posts can move between the two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    pub span: Option<Span>,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// Its language, by code.
    pub lang: Option<Spanned>,
    /// The key it shares with its translations.
    pub story: Option<Spanned>,
    pub slug: Option<Spanned>,
    /// For search engines.
    pub description: Option<String>,
    /// For lists.
    pub excerpt: Option<String>,
    /// The picture that stands for it where others link to it; else the first of its text does.
    pub image: Option<Spanned>,
    /// Its terms, by taxonomy (`tags`); an empty list undoes a default.
    pub terms: Terms,
    /// Earlier URLs of this post, as site paths.
    pub aliases: Vec<Spanned>,
    /// Posts that are no translation of it, by file, slug or opening words.
    pub not_translation_of: Vec<Spanned>,
    /// Whether it is not to be published yet.
    pub draft: Option<bool>,
    /// Whether only the beginning of the text is known.
    pub truncated: Option<bool>,
    /// Whether it has a table of contents; the site decides unless the author does.
    pub toc: Option<bool>,
    /// Whether a text in two languages becomes two posts; it does unless the author says `false`.
    pub split: Option<bool>,
    /// Whether its text is set as its language asks; it is unless the author says `false`.
    pub typography: Option<bool>,
    /// Where a page is led to from; the head of every page unless the author says otherwise.
    pub menu: Option<Menu>,
    /// Where an import took it from: an old address, or an archive's file and the post's opening words.
    pub origin: Option<Spanned>,
    /// Whether it waits for its translations, whatever the site does.
    pub publish: Option<Publish>,
    /// Kinds of warnings that the author accepts in it, by their codes.
    pub accept: Vec<Spanned>,
    /// Files beside it that are published though its text does not name them; `*` stands for any part of a name.
    pub files: Vec<Spanned>,
    /// Every text of it: some name files.
    pub texts: Vec<String>,
    /// The author's own keys, for templates.
    pub extra: Option<serde_json::Value>,
}

/// Where a page such as "About" is led to from (Hugo's key, and its usual names of menus).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// The head of every page.
    Main,
    /// The foot of every page.
    Footer,
    /// Nowhere.
    None,
}

/// What the author calls them.
pub const MENUS: &[(&str, Menu)] = &[
    ("main", Menu::Main),
    ("footer", Menu::Footer),
    ("none", Menu::None),
];

impl FrontMatter {
    /// Reads the known keys; the caller may read more before it calls `finish`.
    pub fn read(fields: &mut Fields, span: Span) -> Self {
        let slug = fields.spanned_slug("slug");
        let updated = fields.either("lastmod", "updated");
        let story = fields.either("translationKey", "story");
        let excerpt = fields.either("summary", "excerpt");
        let extra = fields.either("params", "extra");
        let image = fields.either("images", "image");
        Self {
            span: Some(span),
            title: fields
                .text("title")
                .filter(|title| !title.trim().is_empty()),
            date: fields.date("date"),
            updated: fields.date(updated),
            lang: fields.spanned_text("lang"),
            story: fields.spanned_text(story),
            slug,
            description: fields.text("description"),
            excerpt: fields.text(excerpt),
            image: fields
                .list(image)
                .into_iter()
                .find(|(image, _)| !image.trim().is_empty()),
            terms: terms(fields),
            aliases: aliases(fields),
            not_translation_of: fields.list("not_translation_of"),
            draft: fields.flag("draft"),
            truncated: fields.flag("truncated"),
            toc: fields.flag("toc"),
            split: fields.flag("split"),
            typography: fields.flag("typography"),
            menu: fields.choice("menu", MENUS),
            origin: fields.spanned_text("origin"),
            publish: fields.choice("publish", PUBLISH),
            accept: fields.list("accept"),
            files: fields.list("files"),
            texts: fields.texts(),
            extra: fields.table(extra).map(json_of_table),
        }
    }

    /// The names of its terms in a taxonomy, where it declares any.
    pub fn terms(&self, taxonomy: &str) -> Option<Vec<String>> {
        self.terms
            .get(taxonomy)
            .map(|terms| terms.iter().map(|(name, _)| name.clone()).collect())
    }

    /// The picture that stands for the post; what `extra` calls so may mean something else.
    pub fn cover(&self) -> Option<&str> {
        let extra = || self.extra.as_ref()?.get("image")?.as_str();
        self.image
            .as_ref()
            .map(|(image, _)| image.as_str())
            .or_else(extra)
    }

    /// Takes over what `other` declares.
    pub fn set(&mut self, other: FrontMatter) {
        // Every key by its name, so that the compiler asks for a new one.
        macro_rules! take {
            ($($key:ident),*; $($list:ident),*) => {
                let Self { $($key,)* $($list,)* } = other;
                $(if $key.is_some() { self.$key = $key; })*
                $(self.$list.extend($list);)*
            };
        }
        take!(
            span, title, date, updated, lang, story, slug, description, excerpt, image, draft, truncated, toc, split, typography, menu, origin, publish, extra;
            terms, aliases, not_translation_of, accept, files, texts
        );
    }
}

/// Terms by taxonomy: those that every site has by their own keys, all others below `[taxonomies]`, as Zola has them.
fn terms(fields: &mut Fields) -> Terms {
    let mut terms = Terms::new();
    for key in TAXONOMIES {
        if fields.item(key).is_some() {
            terms.insert(key.to_owned(), fields.list(key));
        }
    }
    for entry in fields.table("taxonomies").map_or(&[][..], |table| &table.0) {
        if terms.contains_key(&entry.key) {
            let message = format!("`{}` is declared twice", entry.key);
            fields.problem(
                entry.key_span,
                message,
                format!("keep `{}` at the top alone", entry.key),
            );
        } else {
            terms.insert(entry.key.clone(), fields.texts_of(&entry.key, &entry.item));
        }
    }
    terms
}

fn aliases(fields: &mut Fields) -> Vec<Spanned> {
    let mut aliases = Vec::new();
    for (alias, span) in fields.list("aliases") {
        match alias_path(&alias) {
            Some(path) => aliases.push((path, span)),
            None => fields.problem(
                span,
                format!("`{alias}` cannot be an alias"),
                "write the path of a page: `/2014/05/title/`",
            ),
        }
    }
    aliases
}

/// The path at which a page may send readers on; none where no page can stand.
fn alias_path(alias: &str) -> Option<String> {
    let path = format!("/{}", alias.trim_start_matches('/'));
    let decoded = url::decode(&path);
    let none = path == "/.diptych.json"
        || decoded.split('/').any(|part| part == "..")
        || (path.contains(['?', '#', '\\']) && !is_numbered(&path))
        || alias.contains("://")
        || decoded.contains(char::is_control);
    (!none).then_some(path)
}

/// The path of a page's old address, with or without a scheme, as an alias; none of a site's home.
pub fn path_of_old(address: &str) -> Option<String> {
    let address = address
        .split_once("://")
        .map_or(address, |(_, address)| address);
    let (_, path) = address.split('#').next()?.split_once('/')?;
    alias_path(path).filter(|path| path != "/")
}

/// WordPress's short address of a post or page: `/?p=12`, `/?page_id=12`.
fn is_numbered(path: &str) -> bool {
    let number = path
        .strip_prefix("/?p=")
        .or_else(|| path.strip_prefix("/?page_id="));
    number.is_some_and(|number| {
        !number.is_empty() && number.len() <= 20 && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Front matter and the bytes of the text after it.
pub fn split(
    sources: &Sources,
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Table, Span, Range<usize>) {
    let text = &sources.get(source).text;
    let whole = 0..text.len();
    for (fence, parse) in [
        (
            "+++",
            parse_toml as fn(_, &str, _, _, &mut Vec<Diagnostic>) -> Table,
        ),
        ("---", parse_yaml),
    ] {
        let Some(inside) = after_fence(text, 0, fence) else {
            continue;
        };
        let Some(close) = closing_fence(text, inside, fence) else {
            let message = format!("the front matter that begins with `{fence}` has no end");
            let help = format!("write a line `{fence}` under its last key");
            diagnostics.push(
                Diagnostic::error(Code::FrontMatter, message)
                    .at(Span::new(source, 0..fence.len()))
                    .help(help),
            );
            return (
                Table::default(),
                Span::new(source, 0..0),
                text.len()..text.len(),
            );
        };
        let table = parse(source, text, inside..close, Code::FrontMatter, diagnostics);
        let body = after_fence(text, close, fence).unwrap_or(text.len());
        return (table, Span::new(source, 0..fence.len()), body..text.len());
    }
    (Table::default(), Span::new(source, 0..0), whole)
}

/// The byte after a fence line that stands at `at`.
fn after_fence(text: &str, at: usize, fence: &str) -> Option<usize> {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    (text[at..line_end].trim_end() == fence).then(|| (line_end + 1).min(text.len()))
}

fn closing_fence(text: &str, from: usize, fence: &str) -> Option<usize> {
    let mut at = from;
    while at < text.len() {
        if after_fence(text, at, fence).is_some() {
            return Some(at);
        }
        at += text[at..].find('\n').map_or(text.len() - at, |end| end + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag;

    fn check(text: &str, body: &str, expected: &[&str]) -> FrontMatter {
        let mut sources = Sources::default();
        let source = sources.add("a.md", text);
        let mut diagnostics = Vec::new();
        let (table, span, range) = split(&sources, source, &mut diagnostics);
        let mut fields = Fields::new(&table, Code::FrontMatter, &mut diagnostics);
        let front = FrontMatter::read(&mut fields, span);
        fields.finish();
        let lines: Vec<_> = diagnostics
            .iter()
            .map(|d| diag::plain(d, &sources).lines().next().unwrap().to_owned())
            .collect();
        assert_eq!(
            (&text[range], lines),
            (body, expected.iter().map(|s| s.to_string()).collect()),
            "{text}"
        );
        front
    }

    #[test]
    fn fences() {
        assert_eq!(
            check("+++\ntitle = \"A\"\n+++\nText", "Text", &[])
                .title
                .as_deref(),
            Some("A")
        );
        assert_eq!(
            check("---\ntitle: A\n---\n\nText", "\nText", &[])
                .title
                .as_deref(),
            Some("A")
        );
        check("Text only\n---\n", "Text only\n---\n", &[]);
        check("+++\n+++", "", &[]);
        let image = |front: &str| {
            check(&format!("+++\n{front}\n+++\n"), "", &[])
                .image
                .map(|(image, _)| image)
        };
        for (front, expected) in [
            ("image = \"a.png\"", Some("a.png")),
            ("images = [\"\", \"a.png\", \"b.png\"]", Some("a.png")),
            ("images = []", None),
        ] {
            assert_eq!(image(front).as_deref(), expected, "{front}");
        }
        check(
            "+++\ntitle = 1",
            "",
            &["a.md:1:1: error[front-matter]: the front matter that begins with `+++` has no end"],
        );
    }

    #[test]
    fn slugs_and_aliases_stay_in_the_site() {
        check(
            "+++\nslug = \"../etc\"\naliases = [\"/ok/\", \"/../no\"]\n+++\n",
            "",
            &[
                "a.md:2:8: error[front-matter]: `../etc` cannot be the last part of a URL",
                "a.md:3:20: error[front-matter]: `/../no` cannot be an alias",
            ],
        );
        check(
            "+++\nslug = \"a/b\"\n+++\n",
            "",
            &["a.md:2:8: error[front-matter]: `a/b` cannot be the last part of a URL"],
        );
        assert_eq!(
            check("+++\nslug = \"été\"\naliases = [\"x\"]\n+++\n", "", &[]).aliases[0].0,
            "/x"
        );
    }

    #[test]
    fn paths_of_old_addresses() {
        for (address, expected) in [
            (
                "https://old.example/2014/05/titre/",
                Some("/2014/05/titre/"),
            ),
            ("http://old.example/?p=12#more", Some("/?p=12")),
            ("www.old.example/a.html", Some("/a.html")),
            ("https://old.example/", None),
            ("https://old.example", None),
            ("https://old.example/a?b=c", None),
            ("https://old.example/%2e%2e/a", None),
        ] {
            assert_eq!(path_of_old(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn broken_front_matter_tells_every_line() {
        check(
            "+++\ntitle = \"A\ndate = 2014-99-01\n+++\nText",
            "Text",
            &[
                "a.md:2:11: error[front-matter]: this is not TOML: invalid basic string, expected `\"`",
                "a.md:3:8: error[front-matter]: this is not TOML: invalid date, expected month between 01 and 12",
            ],
        );
    }
}
