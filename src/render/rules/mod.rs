//! Rules for web servers: what plain files cannot say. Each file is a pure function of the plan.
//!
//! [`nginx`], [`apache`], [`hosts`] (Netlify, Cloudflare Pages) write the same [`Facts`] down in their own words:
//!
//! - at `/`, and nowhere else, the first language that the browser asks for and the site has; a reader who comes from the site,
//!   or by a link with a query, wants the page itself and is left there
//! - a 404 in the language of the path, in all languages elsewhere
//! - aliases as permanent redirects
//! - headers: what may be kept for how long, and what pages may load

mod apache;
mod hosts;
mod nginx;

use super::Context;
use crate::config::hosts::RuleFile;
use crate::config::{BaseUrl, Config};
use crate::lang::Lang;
use crate::plan::{self, Page, Plan};

pub fn rules(context: &Context, file: RuleFile) -> String {
    let facts = Facts::of(context.config, context.plan);
    match file {
        RuleFile::Nginx => nginx::conf(&facts),
        RuleFile::Htaccess => apache::htaccess(&facts),
        RuleFile::Redirects => hosts::redirects(&facts, &context.config.outputs.rules),
        RuleFile::Headers => hosts::headers(&facts),
    }
}

/// What all servers are told. Paths are whole paths on the host; those that lead somewhere are percent-encoded.
struct Facts<'a> {
    base: &'a BaseUrl,
    /// Language ranges in lower case, those with more subtags first, and the home of each.
    ranges: Vec<(String, String)>,
    /// Each language's folder, and its 404.
    not_found: Vec<(String, String)>,
    /// The theme's files that are named after their bytes.
    named: Vec<String>,
    /// The folder of the index that is searched, in which each file is named after its bytes.
    index: String,
    /// The old path as it is, below the site's, and where it leads.
    redirects: Vec<(&'a str, String)>,
    /// The query of an address such as `/?p=12`, and where it leads.
    queries: Vec<(&'a str, String)>,
}

impl<'a> Facts<'a> {
    fn of(config: &'a Config, plan: &'a Plan) -> Self {
        let to = |path: &str| config.base.encoded_path_of(path);
        let home = |lang: Lang| to(&plan::home_path(config, lang));
        let redirect = |route: &'a plan::Route| match &route.page {
            Page::Redirect(target) => Some((route.path.as_str(), to(target))),
            _ => None,
        };
        Self {
            base: &config.base,
            ranges: ranges(config)
                .into_iter()
                .map(|(range, lang)| (range, home(lang)))
                .collect(),
            not_found: config
                .languages
                .langs()
                .map(|lang| (home(lang), to(&plan::not_found_path(config, lang))))
                .collect(),
            named: plan
                .files
                .iter()
                .filter(|(path, _)| is_named_by_bytes(path))
                .map(|(path, _)| to(path))
                .collect(),
            index: to(&format!("{}shards/", plan::INDEX)),
            redirects: plan
                .routes
                .iter()
                .filter_map(redirect)
                .filter(|(path, _)| is_plain(path))
                .collect(),
            queries: plan
                .queries
                .iter()
                .filter(|(query, _)| is_plain(query))
                .map(|(query, target)| (query.as_str(), to(target)))
                .collect(),
        }
    }

    /// A site path on the host.
    fn path(&self, path: &str) -> String {
        self.base.encoded_path_of(path)
    }

    /// Regular expressions (PCRE) over `Accept-Language`, in rising order of weight: the last that matches has captured the first
    /// of the ranges that are wanted most. Weights count to one digit (RFC 9110, 12.5.4: `fr-CA, en;q=0.8`).
    fn wishes(&self) -> Vec<String> {
        let ranges: Vec<&str> = self
            .ranges
            .iter()
            .map(|(range, _)| range.as_str())
            .collect();
        let tag = format!(r"(?:^|,)\s*({})(?:-[a-z0-9]+)*\s*", ranges.join("|"));
        let lesser = (1..=9).map(|tenths| format!(r"{tag};\s*q=0?\.{tenths}"));
        lesser.chain([format!(r"{tag}(?:,|$|;\s*q=1)")]).collect()
    }
}

/// What a browser may ask for, and the language that answers: each code, and the main language of a code such as `fr-CA` where no
/// language of the site has that for its own (RFC 4647, 3.4, the other way round).
fn ranges(config: &Config) -> Vec<(String, Lang)> {
    let codes = config
        .languages
        .iter()
        .map(|(lang, language)| (language.code.to_lowercase(), lang));
    let mut ranges: Vec<(String, Lang)> = codes.collect();
    for (code, lang) in ranges.clone() {
        let main = code.split('-').next().unwrap_or_default();
        if !ranges.iter().any(|(range, _)| range == main) {
            ranges.push((main.to_owned(), lang));
        }
    }
    ranges.sort_by_key(|(range, _)| std::cmp::Reverse(range.matches('-').count()));
    ranges
}

/// The names of files that are named after their bytes (PCRE).
const NAMED: &str = r"\.[0-9a-f]{8}\.(?:css|js|woff2)$";

/// `/style.0123abcd.css`, as `pipeline::assets` names it.
fn is_named_by_bytes(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let ending = parts
        .next()
        .is_some_and(|ending| matches!(ending, "css" | "js" | "woff2"));
    ending
        && parts
            .next()
            .is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether a path or query can be written into any of these files; else its redirecting page does alone.
fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | '$' | '{' | '}'))
}

/// What pages may load: what the site holds, pictures and sounds from anywhere, and the players of videos that a reader started.
/// Tables align their columns by `style`.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: https:; media-src 'self' https:; \
    frame-src https://www.youtube-nocookie.com https://player.vimeo.com https://www.dailymotion.com; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// What every answer carries.
const HEADERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", POLICY),
];

/// May be kept, but is asked for again whenever it is used: pages, and files that keep their name when they change.
const FRESH: &str = "no-cache";
/// Pictures are hardly ever replaced: a day.
const DAY: &str = "public, max-age=86400";
/// The name of such a file is made from its bytes: a year, the most there is (RFC 9111, 5.2.2.1; RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A text that stands for itself in a regular expression.
fn literally(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        if r".+*?()[]^|#-".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::ByLang;

    fn site(codes: &[&str], base: &str) -> Config {
        let language = |lang: Lang| crate::config::Language {
            code: codes[lang.0 as usize].into(),
            title: String::new(),
            description: String::new(),
            style: crate::text::typography::Style::OFF,
        };
        let languages = ByLang::from_fn(codes.len(), language);
        Config {
            languages,
            base: BaseUrl::parse(base).unwrap(),
            ..Config::outside_a_site()
        }
    }

    #[test]
    fn what_browsers_may_ask_for() {
        let check = |codes: &[&str], expected: &[(&str, u8)]| {
            let found = ranges(&site(codes, "https://a.org/"));
            let found: Vec<(&str, u8)> = found
                .iter()
                .map(|(range, lang)| (range.as_str(), lang.0))
                .collect();
            assert_eq!(found, expected, "{codes:?}");
        };
        check(&["fr", "en"], &[("fr", 0), ("en", 1)]);
        check(&["fr", "fr-CA"], &[("fr-ca", 1), ("fr", 0)]);
        check(
            &["en", "fr-CA", "fr-BE"],
            &[("fr-ca", 1), ("fr-be", 2), ("en", 0), ("fr", 1)],
        );
    }
}
