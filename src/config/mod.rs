//! `site.toml`: as written → as needed. Every problem of the file is found in one run.

mod accept;
mod base;
pub mod feeds;
pub mod hosts;
mod images;
pub mod kinds;
mod languages;
mod lists;
mod misplaced;
mod publish;
pub mod theme;
mod typography;

use crate::diag::{Code, Diagnostic};
use crate::doc::Extensions;
use crate::fields::{Fields, Item, Table, Value, parse_toml};
use crate::lang::{ByLang, Lang};
use crate::pairing::Thresholds;
use crate::source::{SourceId, Sources};
use crate::text::typography::Style;

pub use accept::Accept;
pub use base::BaseUrl;
pub use feeds::Feeds;
pub use lists::{Outputs, Policies, PostsPerPage, TAXONOMIES, TaxonomyNames, Untranslated};
pub use publish::{PUBLISH, Publish};
pub use theme::Theme;

use base::base;

#[derive(Clone, Debug)]
pub struct Config {
    /// Where the site will stand.
    pub base: BaseUrl,
    /// The languages, in the author's order.
    pub languages: ByLang<Language>,
    /// Posts on a page of a list.
    pub posts_per_page: PostsPerPage,
    /// When a story in several languages is published.
    pub publish: Publish,
    /// What is found and need not be told.
    pub accept: Accept,
    /// The author of posts that name none.
    pub author: Option<String>,
    /// What lists do with stories that are not in their language.
    pub untranslated: Policies,
    /// The ways in which posts are sorted.
    pub taxonomies: Vec<TaxonomyNames>,
    /// The kinds of page and feed that are made.
    pub outputs: Outputs,
    /// Whether posts with three headings or more have a table of contents.
    pub toc: bool,
    /// What texts may hold beyond plain Markdown.
    pub markdown: Extensions,
    /// Whether code is coloured.
    pub highlight: bool,
    /// How pictures are made in several widths.
    pub images: crate::images::Settings,
    pub feeds: Feeds,
    /// The largest file that is read, in bytes.
    pub max_file_size: u64,
    /// From which probability on two posts are made a story by themselves, and from which they are proposed as one.
    pub pairing: Thresholds,
    /// Whether a page tells its readers that the text it was translated from has changed since.
    pub tell_readers: bool,
    pub theme: Theme,
    /// The author's own settings, for templates.
    pub extra: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag: `fr`, `en`, `fr-CA`.
    pub code: String,
    /// The site's title in it.
    pub title: String,
    pub description: String,
    /// How its text is set.
    pub style: Style,
}

/// The largest file that is read unless the site says otherwise: 64 MiB.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

impl Config {
    /// The languages whose title is no other's before.
    pub fn titled(&self) -> impl Iterator<Item = &Language> {
        let all = || self.languages.iter().map(|(_, language)| language);
        let numbered = all().enumerate();
        numbered.filter_map(move |(at, one)| {
            let is_new = all().take(at).all(|other| other.title != one.title);
            is_new.then_some(one)
        })
    }

    /// The site's titles in all languages, each once.
    pub fn titles(&self) -> String {
        let titles: Vec<&str> = self
            .titled()
            .map(|language| language.title.as_str())
            .collect();
        titles.join(" · ")
    }

    /// French and English, for archives read outside a site.
    pub fn outside_a_site() -> Self {
        let codes = ["fr", "en"];
        let languages = ByLang::from_fn(2, |lang| Language {
            code: codes[lang.0 as usize].into(),
            title: String::new(),
            description: String::new(),
            style: typography::style(codes[lang.0 as usize]),
        });
        Self {
            base: BaseUrl {
                origin: "http://localhost".into(),
                path: "/".into(),
            },
            taxonomies: lists::taxonomies(None, &languages, &mut Vec::new()),
            theme: Theme::new(languages.len()),
            languages,
            untranslated: Policies::DEFAULT,
            outputs: Outputs::default(),
            feeds: Feeds::default(),
            posts_per_page: PostsPerPage::DEFAULT,
            publish: Publish::default(),
            accept: Accept::default(),
            author: None,
            toc: true,
            markdown: Extensions::default(),
            highlight: cfg!(feature = "highlight"),
            images: crate::images::Settings::default(),
            max_file_size: MAX_FILE_SIZE,
            pairing: Thresholds::default(),
            tell_readers: true,
            extra: serde_json::Value::Object(Default::default()),
        }
    }

    pub fn codes(&self) -> Vec<&str> {
        self.languages
            .iter()
            .map(|(_, language)| language.code.as_str())
            .collect()
    }

    /// The language of a code, whatever its case; `fr` is that of a site in `fr-CA` alone.
    pub fn lang(&self, code: &str) -> Option<Lang> {
        let find = |is_it: &dyn Fn(&str) -> bool| {
            let mut langs = self
                .languages
                .iter()
                .filter(|(_, language)| is_it(&language.code));
            langs
                .next()
                .filter(|_| langs.next().is_none())
                .map(|(lang, _)| lang)
        };
        let is_variety = |own: &str| {
            own.split('-')
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(code))
        };
        find(&|own| own.eq_ignore_ascii_case(code)).or_else(|| find(&is_variety))
    }

    /// The language of what stands at an address of this site, where it is another than `lang`.
    pub fn other_language(&self, address: &str, lang: Lang) -> Option<String> {
        let path = address.strip_prefix(&self.base.origin).unwrap_or(address);
        let path = path
            .strip_prefix(&self.base.encoded_path())
            .or_else(|| path.strip_prefix(&self.base.path))?;
        let (code, _) = path.split_once('/')?;
        self.languages
            .iter()
            .find(|(other, language)| *other != lang && language.code == code)
            .map(|_| code.to_owned())
    }

    /// "fr, en": for messages.
    pub fn list_of_codes(&self) -> String {
        self.codes().join(", ")
    }
}

/// Reads `site.toml`; problems are reported and replaced by defaults, so that all of them are found.
pub fn parse(
    sources: &Sources,
    source: SourceId,
    base_url: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Config {
    let text = &sources.get(source).text;
    let table = parse_toml(source, text, 0..text.len(), Code::Config, diagnostics);
    let defaults = Config::outside_a_site();
    let mut fields = Fields::new(&table, Code::Config, diagnostics);
    let [title, description] =
        ["title", "description"].map(|key| fields.text(key).unwrap_or_default());
    let author = fields.text("author");
    let publish = fields.choice("publish", PUBLISH).unwrap_or_default();
    let toc = fields.flag("toc").unwrap_or(defaults.toc);
    let posts_per_page = PostsPerPage::read(&mut fields);
    let (highlight, max_file_size) = (highlight(&mut fields), max_file_size(&mut fields));
    let extra = fields.table("extra").map_or(defaults.extra, json_of_table);
    let base = base(&mut fields, source, base_url).unwrap_or(defaults.base);
    let [languages, taxonomies, outputs, feeds] =
        ["languages", "taxonomies", "outputs", "feeds"].map(|key| fields.table(key));
    let [markdown, typography, images, theme] =
        ["markdown", "typography", "images", "theme"].map(|key| fields.table(key));
    let [accept, pairing, translations] =
        ["accept", "pairing", "translations"].map(|key| fields.table(key));
    let untranslated = Policies::read(&mut fields);
    fields.finish();
    let accept = accept.map_or(defaults.accept, |table| Accept::read(table, diagnostics));
    let outputs = outputs.map_or(defaults.outputs, |table| Outputs::read(table, diagnostics));
    let feeds = feeds.map_or(defaults.feeds, |table| Feeds::read(table, diagnostics));
    let pairing = thresholds(pairing, defaults.pairing, diagnostics);
    let tell_readers = tell_readers(translations, defaults.tell_readers, diagnostics);
    let markdown = markdown.map_or(defaults.markdown, |table| extensions(table, diagnostics));
    let images = images.map_or(defaults.images, |table| images::read(table, diagnostics));
    let mut languages = languages::read(languages, source, &title, &description, diagnostics);
    typography::read(typography, &mut languages, diagnostics);
    let taxonomies = lists::taxonomies(taxonomies, &languages, diagnostics);
    let theme = Theme::read(theme, &languages, diagnostics);
    misplaced::say_where(sources.get(source), diagnostics);
    Config {
        base,
        languages,
        posts_per_page,
        publish,
        accept,
        author,
        untranslated,
        taxonomies,
        outputs,
        toc,
        feeds,
        markdown,
        highlight,
        images,
        max_file_size,
        pairing,
        tell_readers,
        theme,
        extra,
    }
}

fn max_file_size(fields: &mut Fields) -> u64 {
    let mib = fields.integer("max_file_mib", 1..=65_536, (MAX_FILE_SIZE >> 20) as i64);
    mib.map_or(MAX_FILE_SIZE, |mib| (mib as u64) << 20)
}

/// `[markdown]`.
fn extensions(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Extensions {
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let mut flag = |key| fields.flag(key).unwrap_or(false);
    let extensions = Extensions {
        definition_lists: flag("definition_lists"),
        math: flag("math"),
    };
    fields.finish();
    extensions
}

fn highlight(fields: &mut Fields) -> bool {
    let (wanted, can) = (fields.flag("highlight"), cfg!(feature = "highlight"));
    if wanted == Some(true) && !can {
        fields.warn_at(
            "highlight",
            "this Diptych was built without colours for code",
            "build it with `--features highlight`, or remove this line",
        );
    }
    can && wanted.unwrap_or(true)
}

fn thresholds(
    table: Option<&Table>,
    default: Thresholds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Thresholds {
    let Some(table) = table else {
        return default;
    };
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let make = fields
        .share("pair_from", default.make)
        .unwrap_or(default.make);
    let propose = fields
        .share("propose_from", default.propose)
        .unwrap_or(default.propose);
    let both = table.get("pair_from").and(table.get("propose_from"));
    if make < propose && both.is_some() {
        fields.warn_at(
            "pair_from",
            "`pair_from` is below `propose_from`, so nothing is ever proposed: all of it is paired",
            format!("write `propose_from` below {make}"),
        );
    }
    fields.finish();
    Thresholds { make, propose }
}

fn tell_readers(table: Option<&Table>, default: bool, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Some(table) = table else {
        return default;
    };
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let tell = fields.flag("tell_readers").unwrap_or(default);
    fields.finish();
    tell
}

/// The author's own settings as JSON, which is what templates take.
pub fn json_of_table(table: &Table) -> serde_json::Value {
    table
        .0
        .iter()
        .map(|entry| (entry.key.clone(), json(&entry.item)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn json(item: &Item) -> serde_json::Value {
    match &item.value {
        Value::Text(text) | Value::Date(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::List(items) => items.iter().map(json).collect::<Vec<_>>().into(),
        Value::Table(table) => json_of_table(table),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag;

    fn check(text: &str, expected: &[&str]) -> Config {
        let mut sources = Sources::default();
        let source = sources.add("site.toml", text);
        let mut diagnostics = Vec::new();
        let config = parse(&sources, source, None, &mut diagnostics);
        let lines: Vec<_> = diagnostics
            .iter()
            .map(|d| diag::plain(d, &sources).lines().next().unwrap().to_owned())
            .collect();
        assert_eq!(lines, expected, "{text}");
        config
    }

    #[test]
    fn the_author_s_order_of_languages_is_kept() {
        let config = check(
            "base_url = \"https://a.org\"\n[languages.fr]\ntitle = \"Un\"\n[languages.en]\ntitle = \"One\"",
            &[],
        );
        assert_eq!(config.codes(), ["fr", "en"]);
        assert_eq!(config.languages[Lang(1)].title, "One");
        assert_eq!(config.lang("EN"), Some(Lang(1)));
    }

    #[test]
    fn every_problem_is_found() {
        check(
            "base_url = \"a\"\nposts_per_page = 0\nbase_ulr = 1\n[languages.french]\n[languages.en]\ntitel = \"x\"\n",
            &[
                "site.toml:2:18: error[config]: `posts_per_page` must be from 1 to 10000",
                "site.toml:1:12: error[config]: `a` is not the address of a site",
                "site.toml:3:1: warning[unknown-key]: unknown key `base_ulr`",
                "site.toml:4:12: error[config]: `french` is not a language code",
                "site.toml:6:1: warning[unknown-key]: unknown key `titel`",
                "site.toml:5:12: warning[config]: the site has no title in `en`",
            ],
        );
    }
}
