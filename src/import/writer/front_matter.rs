//! A post's front matter as TOML, in Hugo's names where Hugo has one (gohugo.io/content-management/front-matter).

use toml::Value;

use crate::config::TAXONOMIES;
use crate::model::{Comment, Post};
use crate::text::dates::Date;

/// The front matter of a post, fences included; `image` is the picture that stands for it, seen from its file.
pub fn of(
    post: &Post,
    lang: &str,
    key: Option<String>,
    aliases: Vec<String>,
    image: Option<String>,
) -> String {
    let front = &post.front;
    let of_archive = post.archive.as_ref().map(|facts| &facts.origin);
    let origin = front.origin.as_ref().map(|(origin, _)| origin);
    let is_other = |(key, _): &(&String, _)| !TAXONOMIES.contains(&key.as_str());
    let others = front.terms.iter().filter(is_other).map(|(key, terms)| {
        let names = terms.iter().map(|(name, _)| name.as_str());
        (key.clone(), names.collect())
    });
    let others = serde_json::Value::Object(others.collect());
    let mut lines = Lines::default();
    lines.put("title", Some(post.title.as_str()));
    lines.put("date", post.date.map(date));
    lines.put("lastmod", post.updated.map(date));
    lines.put("lang", Some(lang));
    lines.put("translationKey", key);
    lines.put("slug", Some(post.slug.as_str()));
    lines.put("description", front.description.as_deref());
    lines.put("summary", front.excerpt.as_deref());
    lines.put("image", image);
    for taxonomy in ["tags", "categories", "series"] {
        lines.put(taxonomy, front.terms(taxonomy));
    }
    lines.put("authors", Some(authors(post)));
    lines.put("aliases", Some(aliases));
    lines.put("draft", front.draft);
    lines.put("truncated", post.truncated.then_some(true));
    lines.put("typography", front.typography);
    lines.put("origin", of_archive.or(origin).cloned());
    lines.put("taxonomies", value(&others));
    lines.put("params", front.extra.as_ref().and_then(value));
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

pub fn comments(comments: &[Comment]) -> String {
    let mut text = String::new();
    for comment in comments {
        let mut lines = Lines::default();
        lines.put("id", Some(comment.id.as_str()));
        lines.put("reply_to", comment.reply_to.as_deref());
        lines.put("author", Some(comment.author.as_str()));
        lines.put("url", comment.url.as_deref());
        lines.put("date", comment.date.map(date));
        lines.put("pingback", comment.pingback.then_some(true));
        lines.put("text", Some(comment.text.as_str()));
        text.push_str(&format!("[[comment]]\n{}\n", lines.0));
    }
    text
}

/// Keys and their values, each on a line; what is absent or holds nothing is left out.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, key: &str, value: Option<impl Into<Value>>) {
        let value = value.map(Into::into).filter(|value| match value {
            Value::Array(items) => !items.is_empty(),
            Value::Table(entries) => !entries.is_empty(),
            _ => true,
        });
        if let Some(value) = value {
            self.0.push_str(&format!("{key} = {value}\n"));
        }
    }
}

/// TOML has days and times; a month or a year alone is a text.
fn date(date: Date) -> Value {
    let text = date.to_string();
    text.parse().map_or_else(|_| text.into(), Value::Datetime)
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
