//! One Markdown file of a folder, before its text is looked at: a post or a page, and the addresses that it had.

use std::collections::BTreeSet;
use std::ops::Range;

use super::keys;
use super::places::Place;
use super::sites::{Generator, OldSite};
use crate::config::Config;
use crate::content::{FrontMatter, Role};
use crate::lang::Lang;
use crate::source::{SourceId, Span};
use crate::text::dates::{self, Date};
use crate::text::url;

/// Sections that hold posts, dated or not.
const POSTS: &str = "post posts blog blogs article articles note notes journal news billet billets carnet actualites writing essays";

pub struct File<'s> {
    pub source: SourceId,
    pub site: &'s OldSite,
    pub place: Place,
    pub keys: keys::TranslatedKeys,
    /// Where its front matter stands, and its text.
    pub span: Span,
    pub body: Range<usize>,
    /// The language that its name, its folder or the settings tell.
    pub lang: Option<Lang>,
    /// The language that its own front matter names.
    pub declared_lang: Option<Lang>,
    pub role: Role,
    /// Where it stood, as a site path.
    pub url: Option<String>,
}

impl File<'_> {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.keys.table.text(key)
    }

    pub fn date(&self) -> Option<Date> {
        self.text("date").and_then(dates::parse).or(self.place.date)
    }

    pub fn language(&self) -> Option<Lang> {
        self.lang.or(self.declared_lang)
    }
}

/// A post or a page, by the rules in the docs of the folder; `has_sections` is whether dated posts of its site are in sections.
pub fn role(file: &File, has_sections: bool) -> Role {
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
        None => file.date().is_some() || POSTS.split(' ').any(|known| known == section),
    };
    if is_post { Role::Post } else { Role::Page }
}

/// The author's aliases as site paths, and the URL of the old site.
pub fn aliases(file: &File, front: &FrontMatter, config: &Config) -> Vec<(String, Span)> {
    let is_hugo = file.site.kind == Generator::Hugo;
    let url = file.url.as_deref().unwrap_or_default();
    let prefix = file.place.lang.as_ref().map(|lang| format!("/{lang}"));
    let prefix = prefix.filter(|prefix| is_hugo && url.starts_with(&format!("{prefix}/")));
    let mut aliases: Vec<String> = Vec::new();
    for alias in file.keys.table.texts("aliases") {
        if is_hugo && !alias.starts_with('/') {
            let path = url::join(url::folder_of(url.trim_end_matches('/')), alias);
            aliases.extend(path.map(|path| format!("/{path}")));
            continue;
        }
        // Old versions of Hugo put an alias at the root, new ones below the language.
        aliases.extend(prefix.as_ref().map(|prefix| format!("{prefix}{alias}")));
        aliases.push(format!("/{}", alias.trim_start_matches('/')));
    }
    aliases.extend(
        file.url
            .clone()
            .filter(|url| !url.contains(['?', '#', '\\'])),
    );
    let codes = config.codes().into_iter();
    let mut not_kept: BTreeSet<String> = codes.map(|code| format!("/{code}/")).collect();
    not_kept.insert("/".to_owned());
    if let (Some((slug, _)), Some(lang)) = (&front.slug, file.lang) {
        not_kept.insert(format!("/{}/{slug}/", config.languages[lang].code));
    }
    aliases.retain(|alias| not_kept.insert(alias.clone()));
    aliases
        .into_iter()
        .map(|alias| (alias, file.span))
        .collect()
}
