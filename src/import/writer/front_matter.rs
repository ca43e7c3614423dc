//! A post's front matter as TOML, in Hugo's names where Hugo has one (gohugo.io/content-management/front-matter).

use toml::Value;

use crate::config::TAXONOMIES;
use crate::model::{Comment, Post};
use crate::text::dates::Date;

/// What a post's file says that its post does not.
#[derive(Default)]
pub struct FileMetadata<'a> {
    pub lang: &'a str,
    pub key: Option<&'a str>,
    pub aliases: &'a [String],
    pub origin: Option<String>,
    /// The picture that stands for it, seen from the file.
    pub image: Option<&'a str>,
}

/// The front matter of a post, fences included.
pub fn of(post: &Post, metadata: FileMetadata) -> String {
    let front = &post.front;
    let mut lines = Lines::default();
    lines.text("title", Some(&post.title));
    lines.date("date", post.date);
    lines.date("lastmod", post.updated);
    lines.text("lang", Some(metadata.lang));
    lines.text("translationKey", metadata.key);
    lines.text("slug", Some(&post.slug));
    lines.text("description", front.description.as_deref());
    lines.text("summary", front.excerpt.as_deref());
    lines.text("image", metadata.image);
    for taxonomy in ["tags", "categories", "series"] {
        lines.list(taxonomy, &front.terms(taxonomy).unwrap_or_default());
    }
    lines.list("authors", &authors(post));
    lines.list("aliases", metadata.aliases);
    lines.flag("draft", front.draft);
    lines.flag("truncated", post.truncated.then_some(true));
    lines.flag("typography", front.typography);
    lines.text("origin", metadata.origin.as_deref());
    let others = front
        .terms
        .iter()
        .filter(|(key, _)| !TAXONOMIES.contains(&key.as_str()));
    let others = others.map(|(key, terms)| {
        (
            key.clone(),
            terms.iter().map(|(name, _)| name.as_str()).collect(),
        )
    });
    lines.table(
        "taxonomies",
        Some(&serde_json::Value::Object(others.collect())),
    );
    lines.table("params", front.extra.as_ref());
    format!("+++\n{}+++\n", lines.0)
}

/// The authors that are declared, else the one whose signature the archive bears.
fn authors(post: &Post) -> Vec<String> {
    let facts = post.archive.as_ref();
    let signature = facts.and_then(|facts| facts.signature.clone());
    post.front
        .terms("authors")
        .unwrap_or_else(|| signature.into_iter().collect())
}

/// A post's comments as a file.
pub fn comments(comments: &[Comment]) -> String {
    let mut text = String::new();
    for comment in comments {
        let mut lines = Lines::default();
        lines.text("id", Some(&comment.id));
        lines.text("reply_to", comment.reply_to.as_deref());
        lines.text("author", Some(&comment.author));
        lines.text("url", comment.url.as_deref());
        lines.date("date", comment.date);
        lines.flag("pingback", comment.pingback.then_some(true));
        lines.text("text", Some(&comment.text));
        text.push_str(&format!("[[comment]]\n{}\n", lines.0));
    }
    text
}

/// Keys and their values, each on a line; what is absent is left out.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(key, Value::from(text));
        }
    }

    /// TOML has days and times; a month or a year alone is a text.
    fn date(&mut self, key: &str, date: Option<Date>) {
        match date {
            Some(date) if date.day.is_some() => self.put(key, date),
            Some(date) => self.put(key, Value::from(date.to_string())),
            None => {}
        }
    }

    fn list(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.put(key, Value::from(texts.to_vec()));
        }
    }

    fn flag(&mut self, key: &str, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.put(key, flag);
        }
    }

    fn table(&mut self, key: &str, table: Option<&serde_json::Value>) {
        let Some(table) = table.and_then(value) else {
            return;
        };
        if table.as_table().is_some_and(|table| !table.is_empty()) {
            self.put(key, table);
        }
    }
}

/// TOML knows no null.
fn value(json: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or(number.as_f64().map(Value::from))?,
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::Array(items.iter().filter_map(value).collect()),
        Json::Object(entries) => Value::Table(
            entries
                .iter()
                .filter_map(|(k, v)| Some((k.clone(), value(v)?)))
                .collect(),
        ),
    })
}
