//! What an author declares about a post: TOML between `+++` lines, YAML between `---` lines, or an entry of `archive.toml`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::config::{PUBLISH, Publish, TAXONOMIES, json_of_table};
use crate::doc::Extensions;
use crate::fields::{Fields, Item, Syntax, Value};
use crate::source::Span;
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
    /// How it is written.
    pub syntax: Syntax,
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
    /// Who translated it: names, which may be those of authors of the site.
    pub translators: Vec<Spanned>,
    /// Whether a machine translated it; with translators, they have revised what it made.
    pub machine_translated: Option<bool>,
    /// Earlier URLs of this post, as site paths.
    pub aliases: Vec<Spanned>,
    /// Posts that are no translation of it, by file, slug or opening words.
    pub not_translation_of: Vec<Spanned>,
    /// Whether it is not to be published yet.
    pub draft: Option<bool>,
    /// From which day on it is published, where that is not its date.
    pub from: Option<Date>,
    /// The day from which on it is published no more.
    pub until: Option<Date>,
    /// Whether only the beginning of the text is known.
    pub truncated: Option<bool>,
    /// Whether it has a table of contents; the site decides unless the author does.
    pub toc: Option<bool>,
    /// Whether a text in two languages becomes two posts; it does unless the author says `false`.
    pub split: Option<bool>,
    /// Whether its text is set as its language asks; it is unless the author says `false`.
    pub typography: Option<bool>,
    /// Whether its text has formulas; the site decides unless the author does.
    pub math: Option<bool>,
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

/// Why a text is not to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptBack {
    Draft,
    /// Until this date.
    Future(Date),
    /// Since this date.
    Over(Date),
}

impl FrontMatter {
    /// Why it is not to be published on a day, in UTC; without a day, dates keep nothing back.
    pub fn kept_back(&self, today: Option<NaiveDate>) -> Option<KeptBack> {
        if self.draft == Some(true) {
            return Some(KeptBack::Draft);
        }
        let today = today?;
        let to_come = [self.date, self.from].into_iter().flatten();
        let to_come = to_come
            .max_by_key(Date::utc)
            .filter(|date| date.utc().date() > today);
        let over = self.until.filter(|date| date.utc().date() <= today);
        to_come.map(KeptBack::Future).or(over.map(KeptBack::Over))
    }

    /// Reads the known keys; the caller may read more before it calls `finish`.
    pub fn read(fields: &mut Fields, span: Span) -> Self {
        let slug = fields.spanned_slug("slug");
        let updated = fields.either("lastmod", "updated");
        let story = fields.either("translationKey", "story");
        let excerpt = fields.either("summary", "excerpt");
        let extra = fields.either("params", "extra");
        let image = fields.either("images", "image");
        if let Some(item) = fields.item(extra) {
            report_misplaced(fields, extra, item);
        }
        let (date, changed) = (fields.date("date"), fields.date(updated));
        if let Some((date, _)) = date
            .zip(changed)
            .filter(|(date, changed)| changed.precedes(*date))
        {
            let message = format!("this is before `date`, which is {date}");
            fields.warn_at(
                updated,
                message,
                "correct one of the two, or remove this line",
            );
        }
        Self {
            span: Some(span),
            syntax: fields.syntax(),
            title: fields
                .text("title")
                .filter(|title| !title.trim().is_empty()),
            date,
            updated: changed,
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
            translators: fields.list("translator"),
            machine_translated: fields.flag("machine_translated"),
            aliases: aliases(fields),
            not_translation_of: fields.list("not_translation_of"),
            draft: draft(fields),
            from: fields.date("publishDate"),
            until: fields.date("expiryDate"),
            truncated: fields.flag("truncated"),
            toc: fields.flag("toc"),
            split: fields.flag("split"),
            typography: fields.flag("typography"),
            math: fields.flag("math"),
            menu: fields.choice("menu", MENUS),
            origin: fields.spanned_text("origin"),
            publish: fields.choice("publish", PUBLISH),
            accept: fields.list("accept"),
            files: fields.list("files"),
            texts: fields.texts(),
            extra: fields.table(extra).map(json_of_table),
        }
    }

    /// What its text may hold, where its site lets texts hold this.
    pub fn extensions(&self, site: Extensions) -> Extensions {
        Extensions {
            math: self.math.unwrap_or(site.math),
            ..site
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

    /// A key of which both say something, and not the same.
    pub fn contradicts<'a>(&'a self, other: &FrontMatter) -> Option<&'a str> {
        macro_rules! differs {
            ($($key:ident),*; $($spanned:ident),*) => {
                $(if self.$key.is_some() && other.$key.is_some() && self.$key != other.$key {
                    return Some(stringify!($key));
                })*
                // The place where something is written is no part of what it says.
                $(if let (Some((one, _)), Some((two, _))) = (&self.$spanned, &other.$spanned)
                    && one != two
                {
                    return Some(stringify!($spanned));
                })*
            };
        }
        differs!(
            title, date, updated, description, excerpt, machine_translated, draft, from, until, truncated, toc, split, typography, math, menu, extra;
            lang, story, slug, image, origin
        );
        let both = self
            .terms
            .keys()
            .filter(|key| other.terms.contains_key(*key));
        let mut both = both.map(String::as_str);
        both.find(|key| self.terms(key) != other.terms(key))
    }

    /// Takes over what `other` declares.
    pub fn set(&mut self, other: FrontMatter) {
        // Every key by its name, so that the compiler asks for a new one.
        macro_rules! take {
            ($($key:ident),*; $($list:ident),*) => {
                let Self { syntax: _, $($key,)* $($list,)* } = other;
                $(if $key.is_some() { self.$key = $key; })*
                $(self.$list.extend($list);)*
            };
        }
        take!(
            span, title, date, updated, lang, story, slug, description, excerpt, image, machine_translated, draft, from, until, truncated, toc, split, typography, math, menu, origin, publish, extra;
            terms, translators, aliases, not_translation_of, accept, files, texts
        );
    }
}

/// A key by which other generators or their themes keep a text back, and whether a value of it does.
type KeepsBack = (&'static str, fn(&str) -> bool);

const KEPT_BACK: &[KeepsBack] = &[
    ("status", |status| !status.starts_with("publi")),
    ("visibility", |visibility| visibility != "public"),
    ("private", |private| private != "false"),
    ("hidden", |hidden| hidden != "false"),
    ("unlisted", |unlisted| unlisted != "false"),
    ("headless", |headless| headless != "false"),
    ("password", |password| !password.is_empty()),
    ("permalink", |permalink| permalink == "false"),
    ("build", |_| true),
    ("_build", |_| true),
];

/// Whether a post is a draft, by our own word, Hugo's, or by Jekyll's `published`; what else keeps a text back elsewhere is an error.
fn draft(fields: &mut Fields) -> Option<bool> {
    for (key, keeps_back) in KEPT_BACK {
        let Some(item) = fields.peek(key) else {
            continue;
        };
        let value = match &item.value {
            Value::Text(text) => text.clone(),
            Value::Flag(flag) => flag.to_string(),
            _ => "…".to_owned(),
        };
        if keeps_back(&value) {
            fields.item(key);
            let message = format!("`{key}` keeps no text back here, as it does elsewhere");
            let draft = fields.line("draft", "true");
            let help =
                format!("write `{draft}` instead, or remove this key if everybody may read this");
            fields.problem(item.span, message, help);
        }
    }
    let hidden = fields.flag("published").map(|published| !published);
    match (fields.flag("draft"), hidden) {
        (draft, None) => draft,
        (draft, Some(hidden)) => Some(hidden || draft.unwrap_or(false)),
    }
}

/// Reports keys of the post below the table of the author's own keys, where they mean nothing: most of all those that keep it back.
fn report_misplaced(fields: &mut Fields, table: &str, item: &Item) {
    const KEPT: [&str; 4] = ["draft", "published", "publishDate", "expiryDate"];
    // TOML gives a line to the table above it; elsewhere an indent is meant.
    const LIKELY: [&str; 4] = ["title", "date", "slug", "lang"];
    let help = match fields.syntax() {
        Syntax::Toml => format!("move it above `[{table}]`"),
        _ => format!("move it above `{table}`, at the beginning of its line"),
    };
    // What is kept back all the same, as by an import, needs no word.
    let is_draft = fields.item("draft").is_some();
    for entry in item.value.as_table().map_or(&[][..], |table| &table.0) {
        let key = entry.key.as_str();
        if KEPT.contains(&key) && !is_draft {
            let message = format!("`{key}` keeps nothing back below `{table}`");
            fields.problem(entry.key_span, message, help.clone());
        } else if LIKELY.contains(&key)
            && fields.syntax() == Syntax::Toml
            && fields.peek(key).is_none()
        {
            let message = format!("`{key}` says nothing of the post below `[{table}]`");
            fields.warn(entry.key_span, message, help.clone());
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fences::split;
    use crate::diag::{self, Code};
    use crate::source::Sources;

    fn check(text: &str, body: &str, expected: &[&str]) -> FrontMatter {
        let mut sources = Sources::default();
        let source = sources.add("a.md", text);
        let mut diagnostics = Vec::new();
        let found = split(&sources, source, &mut diagnostics);
        let range = found.body.clone();
        let mut fields = Fields::new(&found.table, Code::FrontMatter, &mut diagnostics);
        let front = FrontMatter::read(&mut fields, found.span);
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
                "a.md:2:9: error[front-matter]: this text has no closing quote",
                "a.md:3:8: error[front-matter]: this is not TOML: invalid date, expected month between 01 and 12",
            ],
        );
    }
}
