//! WordPress eXtended RSS, versions 1.0 to 1.2. It has no specification: what writes it is `wp-admin/includes/export.php`
//! of WordPress, what reads it there is the plugin `wordpress-importer`.

pub mod languages;
pub mod names;
pub mod php;
pub mod shortcodes;

use super::item::{Export, Item, ItemComment, ItemTerm, Term};
use super::xml::{self, Element};
use crate::text::dates;

/// Whether a file has WordPress's namespace or version near its beginning.
pub fn is_wxr(text: &str) -> bool {
    let mut end = text.len().min(16 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].contains("wordpress.org/export/") || text[..end].contains("<wp:")
}

/// Reads a file, all its channels.
pub fn read(text: &str) -> Export {
    let mut export = Export::default();
    export.flaws = xml::records(text, |record, whole| export.add(record, whole, text));
    export
}

impl Export {
    fn add(&mut self, record: Element, whole: bool, source: &str) {
        match record.name.as_str() {
            "item" => self.items.push(item(&record, whole, source)),
            "wp:author" => {
                let name = record.text_of("wp:author_display_name");
                let login = record.text_of("wp:author_login");
                self.authors.insert(
                    login.to_owned(),
                    if name.is_empty() { login } else { name }.to_owned(),
                );
            }
            "wp:term" => self.terms.push(term(
                &record,
                record.text_of("wp:term_taxonomy"),
                [
                    "wp:term_slug",
                    "wp:term_name",
                    "wp:term_parent",
                    "wp:term_description",
                ],
            )),
            "wp:category" => self.terms.push(term(
                &record,
                "category",
                [
                    "wp:category_nicename",
                    "wp:cat_name",
                    "wp:category_parent",
                    "wp:category_description",
                ],
            )),
            "wp:tag" => self.terms.push(term(
                &record,
                "post_tag",
                ["wp:tag_slug", "wp:tag_name", "", "wp:tag_description"],
            )),
            "wp:base_blog_url" => self.base_url = record.text.trim().to_owned(),
            "wp:base_site_url" => self.site_url = record.text.trim().to_owned(),
            // Other exporters leave `base_blog_url` out.
            "link" if self.base_url.is_empty() => self.base_url = record.text.trim().to_owned(),
            "language" => {
                self.language =
                    Some(record.text.trim().to_owned()).filter(|language| !language.is_empty())
            }
            _ => {}
        }
    }
}

fn term(record: &Element, taxonomy: &str, [slug, name, parent, description]: [&str; 4]) -> Term {
    let text = |name: &str| record.text_of(name).to_owned();
    Term {
        id: text("wp:term_id"),
        taxonomy: taxonomy.to_owned(),
        slug: text(slug),
        parent: text(parent),
        name: text(name),
        description: text(description),
    }
}

fn item(record: &Element, whole: bool, source: &str) -> Item {
    let text = |name: &str| record.text_of(name).to_owned();
    let value = |name: &str| {
        record
            .child(name)
            .map(|child| child.value(source).into_owned())
            .unwrap_or_default()
    };
    let or = |value: String, other: &str| {
        if value.is_empty() {
            other.to_owned()
        } else {
            value
        }
    };
    let date = dates::parse_twice(
        record.text_of("wp:post_date"),
        record.text_of("wp:post_date_gmt"),
    )
    .or_else(|| dates::parse_rfc2822(record.text_of("pubDate")));
    Item {
        range: record.range.clone(),
        whole,
        id: text("wp:post_id"),
        kind: or(text("wp:post_type"), "post"),
        status: or(text("wp:status"), "publish"),
        title: value("title").trim().to_owned(),
        link: or(text("link"), record.text_of("guid")),
        slug: text("wp:post_name"),
        date,
        updated: dates::parse_twice(
            record.text_of("wp:post_modified"),
            record.text_of("wp:post_modified_gmt"),
        ),
        content: value("content:encoded"),
        lines: true,
        excerpt: value("excerpt:encoded"),
        protected: !record.text_of("wp:post_password").is_empty(),
        sticky: record.text_of("wp:is_sticky") == "1",
        parent: text("wp:post_parent"),
        authors: Some(text("dc:creator"))
            .filter(|login| !login.is_empty())
            .into_iter()
            .collect(),
        terms: record.all("category").map(item_term).collect(),
        meta: record
            .all("wp:postmeta")
            .map(|meta| {
                (
                    meta.text_of("wp:meta_key").to_owned(),
                    meta.text_of("wp:meta_value").to_owned(),
                )
            })
            .collect(),
        attachment_url: text("wp:attachment_url"),
        comments: record.all("wp:comment").map(comment).collect(),
        ..Item::default()
    }
}

/// `<category domain="post_tag" nicename="a-b"><![CDATA[A b]]></category>`; WXR 1.0 has tags as `domain="tag"`, and a second
/// element of each term without a `nicename`, which is not read.
fn item_term(element: &Element) -> ItemTerm {
    let taxonomy = match element.attribute("domain").unwrap_or("category") {
        "tag" => "post_tag",
        other => other,
    };
    ItemTerm {
        taxonomy: taxonomy.to_owned(),
        slug: element.attribute("nicename").unwrap_or_default().to_owned(),
        name: element.text.trim().to_owned(),
    }
}

fn comment(record: &Element) -> ItemComment {
    let text = |name: &str| record.text_of(name).to_owned();
    ItemComment {
        id: text("wp:comment_id"),
        parent: Some(text("wp:comment_parent"))
            .filter(|id| id != "0")
            .unwrap_or_default(),
        author: text("wp:comment_author"),
        url: text("wp:comment_author_url"),
        date: dates::parse_twice(
            record.text_of("wp:comment_date"),
            record.text_of("wp:comment_date_gmt"),
        ),
        approved: text("wp:comment_approved"),
        kind: text("wp:comment_type"),
        content: text("wp:comment_content"),
    }
}
