//! WordPress eXtended RSS, versions 1.0 to 1.2. It has no specification: what writes it is `wp-admin/includes/export.php`
//! of WordPress, what reads it there is the plugin `wordpress-importer`.

mod code;
pub mod languages;
pub mod php;
pub mod shortcodes;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::item::{Export, Item, ItemComment, Term, given};
use super::xml::{self, Element};
use crate::source::SourceId;
use crate::text::dates::{self, Date};

/// What WordPress and its plugins call things: the lists of `names.toml`.
#[derive(Default, Deserialize)]
pub struct KnownNames {
    pub default_categories: Vec<String>,
    pub own_taxonomies: Vec<String>,
    pub description: Vec<String>,
    pub wpml: Wpml,
    /// Shortcodes of highlighters, and those that are named after a language.
    pub code: Vec<String>,
    pub code_languages: Vec<String>,
    no_text: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
pub struct Wpml {
    pub code: Vec<String>,
    pub group: Vec<String>,
    pub copy_of: Vec<String>,
}

pub static NAMES: LazyLock<KnownNames> =
    LazyLock::new(|| toml::from_str(include_str!("names.toml")).unwrap_or_default());

impl KnownNames {
    /// Why items of a kind hold nothing to read on a page of their own.
    pub fn no_text(&self, kind: &str) -> Option<&str> {
        let holds = |(_, kinds): &(_, &Vec<String>)| kinds.iter().any(|known| known == kind);
        self.no_text.iter().find(holds).map(|(why, _)| why.as_str())
    }
}

/// Whether a file has WordPress's namespace or version near its beginning.
pub fn is_wxr(text: &str) -> bool {
    let beginning = &text[..xml::floor(text, 16 << 10)];
    beginning.contains("wordpress.org/export/") || beginning.contains("<wp:")
}

pub fn read(file: SourceId, text: &str) -> Export {
    let mut export = Export::default();
    export.flaws = xml::records(file, text, |record, whole| export.add(record, whole, text));
    export
}

/// The names of an element for a term: of its slug, name and description.
const TERM: [&str; 3] = ["wp:term_slug", "wp:term_name", "wp:term_description"];
const CATEGORY: [&str; 3] = [
    "wp:category_nicename",
    "wp:cat_name",
    "wp:category_description",
];
const TAG: [&str; 3] = ["wp:tag_slug", "wp:tag_name", "wp:tag_description"];

impl Export {
    fn add(&mut self, record: Element, whole: bool, source: &str) {
        match record.name.as_str() {
            "item" => self.items.push(item(&record, whole, source)),
            "wp:author" => {
                let login = record.text_of("wp:author_login");
                let name = given(record.text_of("wp:author_display_name"));
                let name = name.unwrap_or_else(|| login.clone());
                self.authors.insert(login, name);
            }
            "wp:term" => {
                let taxonomy = record.text_of("wp:term_taxonomy");
                self.terms.push(term(&record, &taxonomy, TERM));
            }
            "wp:category" => self.terms.push(term(&record, "category", CATEGORY)),
            "wp:tag" => self.terms.push(term(&record, "post_tag", TAG)),
            "wp:base_blog_url" => self.base_url = record.trimmed(),
            "wp:base_site_url" => self.site_url = record.trimmed(),
            // Other exporters leave `base_blog_url` out.
            "link" if self.base_url.is_empty() => self.base_url = record.trimmed(),
            "language" => self.language = given(record.trimmed()),
            _ => {}
        }
    }
}

fn term(record: &Element, taxonomy: &str, names: [&str; 3]) -> Term {
    let [slug, name, description] = names.map(|name| record.text_of(name));
    Term {
        id: record.text_of("wp:term_id"),
        taxonomy: taxonomy.to_owned(),
        slug,
        name,
        description,
    }
}

/// A date that is written in local time and, with `_gmt`, in UTC.
fn date(record: &Element, name: &str) -> Option<Date> {
    let (local, utc) = (record.text_of(name), record.text_of(&format!("{name}_gmt")));
    dates::parse_twice(&local, &utc)
}

fn item(record: &Element, whole: bool, source: &str) -> Item {
    let text = |name: &str| record.text_of(name);
    let or = |name: &str, other: &str| given(text(name)).unwrap_or_else(|| other.to_owned());
    let published = date(record, "wp:post_date");
    let meta = record.all("wp:postmeta");
    Item {
        span: record.span,
        whole,
        id: text("wp:post_id"),
        kind: or("wp:post_type", "post"),
        status: or("wp:status", "publish"),
        title: record.value_of("title", source).trim().to_owned(),
        link: or("link", &text("guid")),
        slug: text("wp:post_name"),
        date: published.or_else(|| dates::parse_rfc2822(&text("pubDate"))),
        updated: date(record, "wp:post_modified"),
        content: record.value_of("content:encoded", source),
        lines: true,
        excerpt: record.value_of("excerpt:encoded", source),
        protected: !text("wp:post_password").is_empty(),
        sticky: text("wp:is_sticky") == "1",
        parent: text("wp:post_parent"),
        authors: given(text("dc:creator")).into_iter().collect(),
        terms: record.all("category").map(item_term).collect(),
        meta: meta
            .map(|meta| (meta.text_of("wp:meta_key"), meta.text_of("wp:meta_value")))
            .collect(),
        attachment_url: text("wp:attachment_url"),
        comments: record.all("wp:comment").map(comment).collect(),
        ..Item::default()
    }
}

/// `<category domain="post_tag" nicename="a-b"><![CDATA[A b]]></category>`; WXR 1.0 has tags as `domain="tag"`, and a second
/// element of each term without a `nicename`, which is not read.
fn item_term(element: &Element) -> Term {
    let taxonomy = match element.attribute("domain").unwrap_or("category") {
        "tag" => "post_tag",
        other => other,
    };
    Term {
        taxonomy: taxonomy.to_owned(),
        slug: element.attribute("nicename").unwrap_or_default().to_owned(),
        name: element.trimmed(),
        ..Term::default()
    }
}

fn comment(record: &Element) -> ItemComment {
    let text = |name: &str| record.text_of(name);
    ItemComment {
        id: text("wp:comment_id"),
        parent: text("wp:comment_parent"),
        author: text("wp:comment_author"),
        url: text("wp:comment_author_url"),
        date: date(record, "wp:comment_date"),
        approved: text("wp:comment_approved"),
        kind: text("wp:comment_type"),
        content: text("wp:comment_content"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_well_formed() {
        toml::from_str::<KnownNames>(include_str!("names.toml")).expect("names.toml");
    }
}
