//! `site.toml`: as written → as needed. Every problem of the file is found in one run.

mod feeds;
mod images;
pub mod kinds;
mod lists;
pub mod theme;
mod typography;

use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Item, Table, Value, parse_toml};
use crate::lang::{ByLang, Lang};
use crate::pairing::Thresholds;
use crate::source::{SourceId, Sources, Span};
use crate::text::typography::Style;
use crate::text::url;

pub use feeds::Feeds;
pub use lists::{Host, Outputs, Policies, TAXONOMIES, TaxonomyNames, Untranslated};
pub use theme::Theme;

/// What a site is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the site will stand.
    pub base: BaseUrl,
    /// The languages, in the author's order.
    pub languages: ByLang<Language>,
    /// Posts on a page of a list.
    pub posts_per_page: usize,
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
    /// Whether code is given classes for colours.
    pub highlight: bool,
    /// How pictures are made in several widths.
    pub images: crate::images::Settings,
    /// What feeds are made with.
    pub feeds: Feeds,
    /// The largest file that is read, in bytes.
    pub max_file_size: u64,
    /// From which probability on two posts are made a story by themselves, and from which they are proposed as one.
    pub pairing: Thresholds,
    /// Whether a page tells its readers that the text it was translated from has changed since.
    pub tell_readers: bool,
    /// The look of the site.
    pub theme: Theme,
    /// The author's own settings, for templates.
    pub extra: serde_json::Value,
}

/// One language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag: `fr`, `en`, `fr-CA`.
    pub code: String,
    /// The site's title in it.
    pub title: String,
    /// The site's description in it.
    pub description: String,
    /// How its text is set.
    pub style: Style,
}

/// Where a site stands: `https://example.org` and the path below it, which begins and ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme and host.
    pub origin: String,
    /// `/`, or `/blog/`; not percent-encoded, as all paths of the site.
    pub path: String,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` URL.
    pub fn parse(address: &str) -> Option<Self> {
        let after_scheme = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))?;
        let host_end = after_scheme.find('/').unwrap_or(after_scheme.len());
        let host = &after_scheme[..host_end];
        if host.is_empty()
            || address
                .contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>'))
        {
            return None;
        }
        let origin = &address[..address.len() - after_scheme.len() + host_end];
        let path = url::decode(&after_scheme[host_end..]);
        // What may stand in no address may not come in by its code either.
        if path
            .contains(|c: char| c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\'))
        {
            return None;
        }
        let path = path.trim_matches('/');
        let path = if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        };
        Some(Self {
            origin: origin.to_owned(),
            path,
        })
    }

    /// The path, as it stands in an address.
    pub fn encoded_path(&self) -> String {
        url::encode_path(&self.path)
    }

    /// The path on the host of a site path such as `/fr/`.
    pub fn path_of(&self, site_path: &str) -> String {
        format!("{}{}", self.path, site_path.trim_start_matches('/'))
    }

    /// The whole URL of a site path.
    pub fn absolute(&self, site_path: &str) -> String {
        format!("{}{}", self.origin, self.path_of(site_path))
    }
}

/// The largest file that is read unless the site says otherwise: 64 MiB.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

impl Config {
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
            untranslated: Policies::all(Untranslated::Link),
            outputs: Outputs::default(),
            feeds: Feeds::default(),
            posts_per_page: 10,
            author: None,
            toc: true,
            highlight: false,
            images: crate::images::Settings::default(),
            max_file_size: MAX_FILE_SIZE,
            pairing: Thresholds::default(),
            tell_readers: true,
            extra: serde_json::Value::Object(Default::default()),
        }
    }

    /// The codes of the languages, in order.
    pub fn codes(&self) -> Vec<&str> {
        self.languages
            .iter()
            .map(|(_, language)| language.code.as_str())
            .collect()
    }

    /// The language of a code, whatever its case.
    pub fn lang(&self, code: &str) -> Option<Lang> {
        self.languages
            .iter()
            .find(|(_, language)| language.code.eq_ignore_ascii_case(code))
            .map(|(lang, _)| lang)
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

/// What is said of a key that should be the code of a language of the site, and what helps.
fn no_language(key: &str, languages: &ByLang<Language>) -> (String, String) {
    let known: Vec<&str> = languages
        .iter()
        .map(|(_, language)| language.code.as_str())
        .collect();
    (
        format!("`{key}` is no language of this site"),
        format!("its languages are {}", known.join(", ")),
    )
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
    let title = fields.text("title").unwrap_or_default();
    let description = fields.text("description").unwrap_or_default();
    let author = fields.text("author");
    let toc = fields.flag("toc").unwrap_or(defaults.toc);
    let highlight = highlight(&mut fields);
    let posts_per_page = fields
        .integer("posts_per_page", 1..=10_000)
        .map_or(defaults.posts_per_page, |n| n as usize);
    let max_file_size = fields
        .integer("max_file_mib", 1..=65_536)
        .map_or(MAX_FILE_SIZE, |mib| (mib as u64) << 20);
    let extra = fields.table("extra").map_or(defaults.extra, json_of_table);
    let base = base(&mut fields, source, base_url).unwrap_or(defaults.base);
    let (pairing, languages) = (fields.table("pairing"), fields.table("languages"));
    let (taxonomies, outputs) = (fields.table("taxonomies"), fields.table("outputs"));
    let typography = fields.table("typography");
    let feeds = fields.table("feeds");
    let untranslated = Policies::read(&mut fields);
    let (translations, images, theme) = (
        fields.table("translations"),
        fields.table("images"),
        fields.table("theme"),
    );
    fields.finish();
    let outputs = outputs.map_or(defaults.outputs, |table| Outputs::read(table, diagnostics));
    let feeds = feeds.map_or(defaults.feeds, |table| Feeds::read(table, diagnostics));
    let pairing = pairing.map_or(defaults.pairing, |table| {
        thresholds(table, defaults.pairing, diagnostics)
    });
    let tell_readers = translations.map_or(defaults.tell_readers, |table| {
        tell_readers(table, defaults.tell_readers, diagnostics)
    });
    let images = images.map_or(defaults.images, |table| images::read(table, diagnostics));
    let mut languages = match languages {
        Some(table) => read_languages(table, &title, &description, diagnostics),
        None => missing_languages(source, &title, &description, diagnostics),
    };
    typography::read(typography, &mut languages, diagnostics);
    let taxonomies = lists::taxonomies(taxonomies, &languages, diagnostics);
    let theme = Theme::read(theme, &languages, diagnostics);
    Config {
        base,
        languages,
        posts_per_page,
        author,
        untranslated,
        taxonomies,
        outputs,
        toc,
        feeds,
        highlight,
        images,
        max_file_size,
        pairing,
        tell_readers,
        theme,
        extra,
    }
}

fn highlight(fields: &mut Fields) -> bool {
    let wanted = fields.flag("highlight").unwrap_or(false);
    if wanted && !cfg!(feature = "highlight") {
        fields.warn_at(
            "highlight",
            "this Diptych was built without colours for code",
            "build it with `--features highlight`, or remove this line",
        );
    }
    wanted
}

fn base(fields: &mut Fields, source: SourceId, given: Option<&str>) -> Option<BaseUrl> {
    let given = given.and_then(BaseUrl::parse);
    let Some((url, span)) = fields.spanned_text("base_url") else {
        // A line that is broken is told as such already.
        if given.is_none() && !fields.has_errors() {
            let start = Span::new(source, 0..0);
            let help = "write `base_url = \"https://example.org/\"`, the address of the site";
            fields.problem(start, "`base_url` is missing", help);
        }
        return given;
    };
    let written = BaseUrl::parse(&url);
    if written.is_none() {
        let help = "write it whole: `base_url = \"https://example.org/\"`";
        fields.problem(span, format!("`{url}` is not the address of a site"), help);
    }
    given.or(written)
}

fn thresholds(table: &Table, default: Thresholds, diagnostics: &mut Vec<Diagnostic>) -> Thresholds {
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let make = fields.share("pair_from").unwrap_or(default.make);
    let propose = fields.share("propose_from").unwrap_or(default.propose);
    fields.finish();
    Thresholds { make, propose }
}

fn tell_readers(table: &Table, default: bool, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let tell = fields.flag("tell_readers").unwrap_or(default);
    fields.finish();
    tell
}

fn missing_languages(
    source: SourceId,
    title: &str,
    description: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Language> {
    let help = "write `[languages.fr]` and `[languages.en]`, each with a `title`";
    diagnostics.push(
        Diagnostic::warning(
            Code::Config,
            "no `[languages]`: French and English are taken",
        )
        .in_file(source)
        .help(help),
    );
    let title_in = |code: &str| {
        if title.is_empty() {
            code.to_owned()
        } else {
            title.to_owned()
        }
    };
    let style = typography::style;
    let language = |code: &str| Language {
        code: code.into(),
        title: title_in(code),
        description: description.into(),
        style: style(code),
    };
    ByLang::from_fn(2, |lang| language(["fr", "en"][lang.0 as usize]))
}

fn read_languages(
    table: &Table,
    title: &str,
    description: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByLang<Language> {
    let mut languages = Vec::new();
    for entry in &table.0 {
        if !crate::lang::site::is_language_code(&entry.key) {
            let found_here = Diagnostic::error(
                Code::Config,
                format!("`{}` is not a language code", entry.key),
            )
            .at(entry.key_span);
            diagnostics.push(found_here.help("write a code such as `fr`, `en` or `fr-CA`"));
            continue;
        }
        let Value::Table(settings) = &entry.item.value else {
            let message = format!("`languages.{}` must be a table", entry.key);
            diagnostics.push(
                Diagnostic::error(Code::Config, message)
                    .at(entry.item.span)
                    .help(format!("write `[languages.{}]`", entry.key)),
            );
            continue;
        };
        let mut fields = Fields::new(settings, Code::Config, diagnostics);
        let own = fields
            .text("title")
            .or(Some(title.to_owned()))
            .filter(|title| !title.trim().is_empty());
        let description = fields
            .text("description")
            .unwrap_or_else(|| description.to_owned());
        let style = typography::of_language(&mut fields, &entry.key);
        fields.finish();
        if own.is_none() {
            let finding = Diagnostic::warning(
                Code::Config,
                format!("the site has no title in `{}`", entry.key),
            )
            .at(entry.key_span);
            diagnostics.push(finding.help("write `title = \"…\"` below it"));
        }
        let title = own.unwrap_or_else(|| entry.key.clone());
        languages.push(Language {
            code: entry.key.clone(),
            title,
            description,
            style,
        });
    }
    ByLang::from_fn(languages.len(), |lang| languages[lang.0 as usize].clone())
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

    #[test]
    fn base_urls() {
        for (url, expected) in [
            ("https://example.org", Some(("https://example.org", "/"))),
            ("https://example.org/", Some(("https://example.org", "/"))),
            (
                "http://localhost:8080/blog/fr/",
                Some(("http://localhost:8080", "/blog/fr/")),
            ),
            ("example.org", None),
            (
                "https://example.org/mon%20carnet/%C3%A9t%C3%A9",
                Some(("https://example.org", "/mon carnet/été/")),
            ),
            (
                "https://example.org/été/",
                Some(("https://example.org", "/été/")),
            ),
            ("https://example.org/a%22b/", None),
            ("https://example.org/a%0Ab/", None),
            ("https://", None),
            ("https://a b/", None),
        ] {
            let base = BaseUrl::parse(url);
            assert_eq!(
                base.as_ref().map(|b| (b.origin.as_str(), b.path.as_str())),
                expected,
                "{url}"
            );
        }
        let base = BaseUrl::parse("https://example.org/blog").unwrap();
        assert_eq!(base.absolute("/fr/"), "https://example.org/blog/fr/");
        assert_eq!(base.path_of("/"), "/blog/");
    }

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
