//! The fields of an item → values of front matter.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::content::Role;
use crate::import::html;
use crate::import::item::{Export, Item, given};
use crate::import::urls::{Urls, page_path};
use crate::import::wordpress::NAMES;
use crate::import::wordpress::shortcodes::Library;
use crate::lang::{Lang, tagged};
use crate::text::dates::Date;
use crate::text::{titles, url};

/// The one name of an item, stable from one export to the next.
pub fn origin(item: &Item, export: &Export, namesakes: usize, tag: Option<&str>) -> String {
    let base = export.base_url.trim_end_matches('/');
    let schemes = ["tag:", "urn:"];
    let is_address =
        item.id.contains("://") || schemes.iter().any(|scheme| item.id.starts_with(scheme));
    let mut origin = match item.id.as_str() {
        // Lines change from one export to the next.
        "" if item.link.is_empty() => {
            let date = item.date.map(|date| date.local().to_string());
            let title = html::plain(&item.title);
            format!("{base}#{} {title}", date.unwrap_or_default())
        }
        "" => item.link.clone(),
        id if !export.is_feed => format!("{base}/?p={id}"),
        id if is_address => id.to_owned(),
        // An id that is no address is one of its feed alone.
        id => format!("{base}#{id}"),
    };
    if namesakes > 0 {
        origin += &format!("#{}", namesakes + 1);
    }
    origin.extend(tag.map(|tag| format!("#{tag}")));
    origin
}

pub fn terms(
    item: &Item,
    export: &Export,
    tag: Option<&str>,
) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    let names = |taxonomy: &str| {
        let terms = item.terms.iter().filter(|term| {
            term.taxonomy == taxonomy
                && !term.slug.is_empty()
                && !NAMES.default_categories.contains(&term.slug)
        });
        let mut names: Vec<String> = terms
            .map(|term| plain_in_language(&term.name, tag))
            .collect();
        names.dedup();
        names
    };
    let author = |login: &String| plain_name(export.authors.get(login).unwrap_or(login));
    let authors = item.authors.iter().map(author).filter_map(given);
    let all = [
        ("tags", names("post_tag")),
        ("categories", names("category")),
        ("authors", authors.collect()),
    ];
    all.into_iter().filter(|(_, names)| !names.is_empty())
}

/// WordPress sets the time of change at every look into the editor; another day is a change.
pub fn updated(item: &Item) -> Option<Date> {
    let day = |date: Date| (date.year, date.month, date.day);
    item.updated
        .filter(|updated| item.date.is_some_and(|date| day(*updated) > day(date)))
}

/// The paths at which readers found it; `tag` is its language, where it was below that.
pub fn old_paths(item: &Item, urls: &Urls, tag: Option<&str>) -> Vec<String> {
    let Some(link) = page_path(&urls.local(&item.link)) else {
        return Vec::new();
    };
    let prefix = tag.map(|tag| format!("/{tag}")).unwrap_or_default();
    let folder = url::folder_of(link.trim_end_matches('/'));
    let old = item.meta.iter().filter(|(key, _)| key == "_wp_old_slug");
    let old = old.map(|(_, slug)| url::decode(slug.trim()));
    let old = old.filter(|slug| !slug.is_empty() && !slug.contains('/'));
    let mut paths = vec![format!("{prefix}{link}")];
    paths.extend(old.map(|slug| format!("{prefix}{folder}/{slug}/")));
    paths.retain(|path| !path.contains(['\\', '#']) && !path.split('/').any(|part| part == ".."));
    paths
}

/// WordPress's short address of an item: `/?p=12`.
pub fn numbered_path(item: &Item, export: &Export, role: Role) -> Option<String> {
    let key = if role == Role::Page { "page_id" } else { "p" };
    (!export.is_feed && is_number(&item.id)).then(|| format!("/?{key}={}", item.id))
}

/// What templates may want and front matter has no key for.
pub fn extra(item: &Item, library: &Library, urls: &Urls) -> Option<Value> {
    let mut extra = Map::new();
    let image = item.meta("_thumbnail_id").and_then(|id| library.get(id));
    if let Some(image) = image.filter(|item| item.kind == "attachment") {
        extra.insert("image".into(), json!(urls.local(&image.attachment_url)));
    }
    if item.sticky {
        extra.insert("sticky".into(), json!(true));
    }
    if let Some(format) = item.term("post_format") {
        let format = format.slug.trim_start_matches("post-format-");
        extra.insert("format".into(), json!(format));
    }
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for term in &item.terms {
        if !NAMES.own_taxonomies.contains(&term.taxonomy) && !term.name.is_empty() {
            others.entry(&term.taxonomy).or_default().push(&term.name);
        }
    }
    let others = others.into_iter();
    extra.extend(others.map(|(taxonomy, names)| (taxonomy.to_owned(), json!(names))));
    (!extra.is_empty()).then_some(Value::Object(extra))
}

/// What plugins for search engines keep; `%%title%%` and the like are patterns, not texts.
pub fn description(item: &Item, tag: Option<&str>) -> Option<String> {
    let text = NAMES.description.iter().find_map(|key| item.meta(key))?;
    let is_pattern = text.contains("%%") || text.contains("%title%");
    (!is_pattern).then(|| plain_in_language(text, tag))
}

/// The last part of its URL on the old site; qTranslate-Slug keeps one for each language.
pub fn slug(item: &Item, tag: Option<&str>) -> String {
    let own = tag.and_then(|tag| item.meta(&format!("_qts_slug_{tag}")));
    let slug = url::decode(own.unwrap_or(&item.slug));
    let is_odd = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
    match slug.contains(is_odd) || slug.len() > 200 {
        true => titles::slug(&slug),
        false => slug,
    }
}

/// What tells an item's text from the others of its file.
pub fn source_name(item: &Item, namesakes: usize) -> String {
    match (is_number(&item.id), namesakes) {
        (true, 0) => item.id.clone(),
        (true, n) => format!("{}.{}", item.id, n + 1),
        (false, _) => format!("byte-{}", item.span.start),
    }
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

/// The name of an author; of one who signs with a mail address, which is nobody's business, what is before the `@`.
pub fn plain_name(html: &str) -> String {
    let name = html::plain(html);
    name.split('@').next().unwrap_or_default().to_owned()
}

/// A text in a language, where it has qTranslate's marks; without them it is every language's.
pub fn in_language(text: &str, tag: Option<&str>) -> String {
    let Some(mut versions) = tagged::split(text) else {
        return text.to_owned();
    };
    let is_it = |(code, _): &(String, _)| Some(code.as_str()) == tag;
    let at = versions.iter().position(is_it).unwrap_or(0);
    versions.swap_remove(at).1
}

fn plain_in_language(text: &str, tag: Option<&str>) -> String {
    html::plain(&in_language(text, tag))
}

/// The language of the site that codes mean: the code itself, or its main language's.
pub fn site_language(config: &Config, codes: &[String]) -> Option<Lang> {
    let main = |code: &str| code.split('-').next().unwrap_or_default().to_lowercase();
    let same_main = |code: &String| {
        let mut languages = config.languages.iter();
        let same = languages.find(|(_, known)| main(&known.code) == main(code));
        same.map(|(lang, _)| lang)
    };
    let exact = codes.iter().find_map(|code| config.lang(code));
    exact
        .or_else(|| codes.iter().find_map(|code| config.lang(&main(code))))
        .or_else(|| codes.iter().find_map(same_main))
}
