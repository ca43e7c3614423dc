//! One Markdown file of a folder, before its text is looked at: a post or a page, and the addresses that it had.

use std::collections::BTreeSet;
use std::ops::Range;

use super::keys;
use super::places::Place;
use super::sites::{Generator, OldSite};
use super::urls;
use crate::config::Config;
use crate::content::{FrontMatter, Role};
use crate::fields::Value;
use crate::lang::Lang;
use crate::source::{SourceId, Span};
use crate::text::dates::{self, Date};
use crate::text::url;

/// Sections that hold posts, dated or not.
const POSTS: &[&str] = &[
    "post",
    "posts",
    "blog",
    "blogs",
    "article",
    "articles",
    "note",
    "notes",
    "journal",
    "news",
    "billet",
    "billets",
    "carnet",
    "actualites",
    "writing",
    "essays",
];

/// One Markdown file, before its text is looked at.
pub(super) struct File<'s> {
    pub source: SourceId,
    pub site: &'s OldSite,
    pub place: Place,
    pub keys: keys::TranslatedKeys,
    /// Where its front matter stands, and its text.
    pub span: Span,
    pub body: Range<usize>,
    pub lang: Option<Lang>,
    /// The language that its own front matter names.
    pub declared_lang: Option<Lang>,
    pub role: Role,
    /// Where it stood, as a site path.
    pub url: Option<String>,
}

impl File<'_> {
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.keys.table.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        let Some(Value::List(items)) = self.keys.table.get(key).map(|item| &item.value) else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                if let Value::Text(text) = &item.value {
                    Some(text.clone())
                } else {
                    None
                }
            })
            .collect()
    }

    pub fn date(&self) -> Option<Date> {
        self.text("date").and_then(dates::parse).or(self.place.date)
    }
}

/// A post or a page, by the rules in the docs of the folder; `has_sections` is whether dated posts of its site are in sections.
pub(super) fn role(file: &File, has_sections: bool) -> Role {
    let section = match file.site.kind {
        // Where a plain folder's content begins is not known.
        Generator::Plain => file.place.folders.last().map_or("", String::as_str),
        _ => file.place.section(),
    };
    let section = section.to_lowercase();
    let is_post = match file.keys.is_page {
        _ if file.place.is_list => false,
        _ if file.place.is_post => true,
        Some(is_page) => !is_page,
        None if matches!(section.as_str(), "page" | "pages") => false,
        None if file.site.kind == Generator::Plain => true,
        None if file.site.kind == Generator::Jekyll => false,
        None if section.is_empty() => file.date().is_some() && !has_sections,
        None => file.date().is_some() || POSTS.contains(&section.as_str()),
    };
    if is_post { Role::Post } else { Role::Page }
}

/// The path of the file on the old site.
pub(super) fn old_url(file: &File, config: &Config) -> Option<String> {
    let code = file
        .lang
        .or(file.declared_lang)
        .map(|lang| config.languages[lang].code.to_lowercase());
    let declared = file
        .place
        .lang
        .clone()
        .or_else(|| file.site.default_language.clone());
    let is_default = declared == file.site.default_language;
    let has_prefix =
        file.site.languages.len() > 1 && (!is_default || file.site.default_in_subfolder);
    let categories = file.texts("categories");
    let facts = urls::Facts {
        title: file.text("title").unwrap_or_default(),
        slug: file.text("slug"),
        url: file.keys.url.as_deref(),
        date: file.date(),
        categories: &categories,
        prefix: declared.as_deref().filter(|_| has_prefix),
        lang: code.as_deref(),
        is_post: file.role == Role::Post,
    };
    urls::of(file.site, &file.place, &facts)
}

/// The author's aliases as site paths, and the URL of the old site.
pub(super) fn aliases(file: &File, front: &FrontMatter, config: &Config) -> Vec<(String, Span)> {
    let mut aliases: Vec<(String, Span)> = Vec::new();
    let written = file.texts("aliases");
    let above = file
        .url
        .as_deref()
        .map(|url| url.trim_end_matches('/'))
        .and_then(|url| url.rsplit_once('/'))
        .map_or("", |(above, _)| above);
    let prefix = file.place.lang.as_deref().filter(|lang| {
        file.url
            .as_deref()
            .is_some_and(|url| url.starts_with(&format!("/{lang}/")))
    });
    for alias in written {
        if file.site.kind == Generator::Hugo && !alias.starts_with('/') {
            aliases.extend(url::join(above, &alias).map(|path| (format!("/{path}"), file.span)));
            continue;
        }
        // Old versions of Hugo put an alias at the root, new ones below the language.
        if let Some(lang) = prefix.filter(|_| file.site.kind == Generator::Hugo) {
            aliases.push((format!("/{lang}{alias}"), file.span));
        }
        aliases.push((format!("/{}", alias.trim_start_matches('/')), file.span));
    }
    aliases.extend(
        file.url
            .clone()
            .filter(|url| !url.contains(['?', '#', '\\']))
            .map(|url| (url, file.span)),
    );
    let home = config
        .languages
        .iter()
        .map(|(_, language)| format!("/{}/", language.code))
        .chain(["/".to_owned()]);
    let home: Vec<String> = home.collect();
    let mut seen = BTreeSet::new();
    let own = front
        .slug
        .as_ref()
        .zip(file.lang)
        .map(|((slug, _), lang)| format!("/{}/{slug}/", config.languages[lang].code));
    aliases.retain(|(alias, _)| {
        !home.contains(alias) && Some(alias) != own.as_ref() && seen.insert(alias.clone())
    });
    aliases
}
