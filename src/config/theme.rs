//! `[theme]`: what a site may change of the default theme without a template.

use super::Language;
use super::languages::no_language;
use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Item, Table, Value};
use crate::lang::{ByLang, Lang};
use crate::source::{Span, composed};
use crate::text::address;
use crate::text::colour::{Colour, READABLE};
use crate::text::url;

/// What texts stand on in `static/style.css`, on light and on dark pages.
pub const PAGES: [Colour; 2] = [Colour([0xfc, 0xfb, 0xf8]), Colour([0x16, 0x17, 0x1a])];

/// How much a colour that we make for dark pages stands out from them.
const ON_DARK: f64 = 8.0;

/// The colours of languages that have none of their own, in the site's order.
const ACCENTS: [Colour; 5] = [
    Colour([0x1c, 0x4a, 0x8a]),
    Colour([0x98, 0x30, 0x24]),
    Colour([0x1a, 0x5f, 0x44]),
    Colour([0x6a, 0x3f, 0x8f]),
    Colour([0x6b, 0x4a, 0x0b]),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What the site's own templates are written for: the version of what they see.
    pub version: Option<(u32, Span)>,
    /// The quiet colour of each language: on light and on dark pages.
    pub accents: ByLang<[Colour; 2]>,
    pub font: Font,
    /// How homes show their posts.
    pub home: HomePosts,
    /// Which pictures stand beside posts in lists.
    pub thumbnails: Thumbnails,
    /// Whether the `image` of a post's front matter stands above its text.
    pub cover: bool,
    /// A file of `static/` that stands before the title.
    pub logo: Option<(String, Span)>,
    /// Where readers may write to, below each post.
    pub reply: Option<String>,
    /// Elsewhere on the web, at the foot of each page.
    pub links: Vec<Entry>,
    /// What leads on at the head of each page; without it, the site's pages do.
    pub navigation: ByLang<Option<Vec<Entry>>>,
    /// A line of Markdown at the foot of each page.
    pub footer: ByLang<Option<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// The theme's own, which comes with the site.
    Literata,
    /// The reader's system's, with serifs.
    Serif,
    /// The reader's system's, without.
    Sans,
}

/// What the author calls each font.
const FONTS: &[(&str, Font)] = &[
    ("literata", Font::Literata),
    ("serif", Font::Serif),
    ("sans", Font::Sans),
];

/// Which pictures stand beside posts in lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thumbnails {
    /// The `image` of its front matter, else the first picture of its text.
    First,
    /// The `image` alone.
    Chosen,
    None,
}

const THUMBNAILS: &[(&str, Thumbnails)] = &[
    ("first", Thumbnails::First),
    ("chosen", Thumbnails::Chosen),
    ("none", Thumbnails::None),
];

/// How homes show posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomePosts {
    /// As cards: with their beginnings.
    Cards,
    Titles,
}

const HOMES: &[(&str, HomePosts)] = &[("cards", HomePosts::Cards), ("titles", HomePosts::Titles)];

/// A link that the author writes in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// An absolute URL, or a path on the site.
    pub url: String,
    pub span: Span,
}

impl Theme {
    pub fn new(languages: usize) -> Self {
        let accent = |lang: Lang| {
            let light = ACCENTS[lang.0 as usize % ACCENTS.len()];
            [light, light.lightened_for(PAGES[1], ON_DARK)]
        };
        Self {
            accents: ByLang::from_fn(languages, accent),
            version: None,
            font: Font::Literata,
            home: HomePosts::Cards,
            thumbnails: Thumbnails::First,
            cover: false,
            logo: None,
            reply: None,
            links: Vec::new(),
            navigation: ByLang::from_fn(languages, |_| None),
            footer: ByLang::from_fn(languages, |_| None),
        }
    }

    pub(super) fn read(
        table: Option<&Table>,
        languages: &ByLang<Language>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut theme = Self::new(languages.len());
        let Some(table) = table else { return theme };
        let mut fields = Fields::new(table, Code::Config, diagnostics);
        let span = fields.peek("version").map(|item| item.span);
        let version = fields.integer("version", 1..=i64::from(u16::MAX), 1);
        theme.version = version.map(|version| version as u32).zip(span);
        theme.font = fields.choice("font", FONTS).unwrap_or(theme.font);
        theme.home = fields.choice("home", HOMES).unwrap_or(theme.home);
        let thumbnails = fields.choice("thumbnails", THUMBNAILS);
        theme.thumbnails = thumbnails.unwrap_or(theme.thumbnails);
        theme.cover = fields.flag("cover").unwrap_or(theme.cover);
        theme.logo = fields
            .spanned_text("logo")
            .map(|(logo, span)| (composed(logo.trim_start_matches('/').to_owned()), span));
        theme.reply = reply(&mut fields);
        theme.links = fields
            .item("links")
            .map_or_else(Vec::new, |item| entries(&mut fields, "links", item));
        by_language(&mut fields, "accent", languages, |fields, lang, item| {
            if let Some(accent) = accent(fields, item) {
                theme.accents[lang] = accent;
            }
        });
        by_language(
            &mut fields,
            "navigation",
            languages,
            |fields, lang, item| {
                theme.navigation[lang] = Some(entries(fields, "navigation", item));
            },
        );
        by_language(
            &mut fields,
            "footer",
            languages,
            |fields, lang, item| match &item.value {
                Value::Text(text) => theme.footer[lang] = Some(text.clone()),
                _ => fields.problem(
                    item.span,
                    "the footer must be a string",
                    "write `footer.fr = \"…\"`, in Markdown",
                ),
            },
        );
        fields.finish();
        theme
    }
}

/// A table with a value for each language.
fn by_language(
    fields: &mut Fields,
    key: &'static str,
    languages: &ByLang<Language>,
    mut read: impl FnMut(&mut Fields, Lang, &Item),
) {
    let Some(table) = fields.table(key) else {
        return;
    };
    for entry in &table.0 {
        match languages
            .iter()
            .find(|(_, language)| language.code.eq_ignore_ascii_case(&entry.key))
        {
            Some((lang, _)) => read(fields, lang, &entry.item),
            None => {
                let (message, help) = no_language(&entry.key, languages);
                fields.problem(entry.key_span, message, help);
            }
        }
    }
}

/// `"#1f3a5f"`, or two: for light and for dark pages.
fn accent(fields: &mut Fields, item: &Item) -> Option<[Colour; 2]> {
    const HELP: &str = "write a colour such as `\"#1f3a5f\"`, or two: `[\"#1f3a5f\", \"#9fc1ea\"]`, for light and for dark pages";
    let colour = |item: &Item| match &item.value {
        Value::Text(text) => Colour::parse(text),
        _ => None,
    };
    let accent = match &item.value {
        Value::List(items) => match &items[..] {
            [light, dark] => colour(light)
                .zip(colour(dark))
                .map(|(light, dark)| [light, dark]),
            _ => None,
        },
        _ => colour(item).map(|light| [light, light.lightened_for(PAGES[1], ON_DARK)]),
    };
    let Some(accent) = accent else {
        fields.problem(item.span, "this is no colour", HELP);
        return None;
    };
    for ((colour, page), name) in accent.into_iter().zip(PAGES).zip(["light", "dark"]) {
        let contrast = colour.contrast(page);
        if contrast < READABLE {
            let message = format!(
                "`{}` is hard to read on {name} pages: its contrast is {contrast:.1}",
                colour.hex()
            );
            fields.warn(
                item.span,
                message,
                format!("take one of {READABLE} or more (WCAG 2.2, 1.4.3)"),
            );
        }
    }
    Some(accent)
}

fn reply(fields: &mut Fields) -> Option<String> {
    let (address, span) = fields.spanned_text("reply")?;
    let is_address = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !address.contains(|c: char| c.is_whitespace() || "<>\"?&#,".contains(c))
    });
    if !is_address {
        fields.problem(
            span,
            format!("`{address}` is no e-mail address"),
            "write `reply = \"name@example.org\"`",
        );
    }
    is_address.then_some(address)
}

/// `[{ title = "…", url = "…" }]`.
fn entries(fields: &mut Fields, key: &str, item: &Item) -> Vec<Entry> {
    let help = format!("write `{key} = [{{ title = \"…\", url = \"…\" }}]`");
    let Value::List(items) = &item.value else {
        fields.problem(item.span, format!("`{key}` must be a list of links"), help);
        return Vec::new();
    };
    let mut entries = Vec::new();
    for item in items {
        let Value::Table(table) = &item.value else {
            fields.problem(
                item.span,
                "a link must have a title and a URL",
                help.clone(),
            );
            continue;
        };
        let (title, url) = fields.inside(table, |fields| {
            (fields.text("title"), fields.spanned_text("url"))
        });
        match (title, url) {
            (Some(title), Some((url, span))) => {
                check_address(fields, &url, span);
                entries.push(Entry {
                    title,
                    url,
                    span: item.span,
                });
            }
            _ => fields.problem(
                item.span,
                "a link must have a title and a URL",
                help.clone(),
            ),
        }
    }
    entries
}

/// An address must lead somewhere from every page: by its scheme, or as a path from the root of the site.
fn check_address(fields: &mut Fields, url: &str, span: Span) {
    let (message, help) = if url.trim().is_empty() {
        let help = "write a path of the site, such as `/fr/archives/`, or a complete URL";
        ("this address is empty".to_owned(), help.to_owned())
    } else if address::runs_script(url) {
        let help = "write an address that begins with `https://`, `mailto:` or `/`";
        ("this address runs a script".to_owned(), help.to_owned())
    } else if url.starts_with('/') || url.starts_with('#') || url::is_external(url) {
        return;
    } else {
        let host = url.split('/').next().unwrap_or_default();
        let help = match address::with_scheme(url) {
            Some(whole) => format!("write `{whole}`"),
            None if host.contains('.') => format!("write `https://{url}`"),
            None if host.starts_with("http") => {
                "write a complete URL: `https://example.org/`".to_owned()
            }
            None => format!("write `/{url}` for a page of the site"),
        };
        (format!("`{url}` leads nowhere from other pages"), help)
    };
    fields.problem(span, message, help);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_colours_are_read_on_both_pages() {
        for accent in Theme::new(ACCENTS.len())
            .accents
            .iter()
            .map(|(_, accent)| *accent)
        {
            for (colour, page) in accent.into_iter().zip(PAGES) {
                assert!(
                    colour.contrast(page) >= 7.0,
                    "{} {}",
                    colour.hex(),
                    page.hex()
                );
            }
        }
    }

    #[test]
    fn the_pages_are_those_of_the_style_sheet() {
        let css = include_str!("../../static/style.css");
        let [light, dark] = PAGES.map(Colour::hex);
        assert!(css.contains(&format!("--paper: light-dark({light}, {dark})")));
    }
}
