//! A post's front matter as TOML, in Hugo's names where Hugo has one (gohugo.io/content-management/front-matter).

use crate::config::TAXONOMIES;
use crate::content::FrontMatter;
use crate::content::front_matter::{MENUS, Terms};
use crate::model::{Comment, Post};
use crate::text::toml::{Lines, date, quote, value};

/// What names other files, seen from the post's new file.
pub struct Names {
    pub translations: Translations,
    pub aliases: Vec<String>,
    /// The picture that stands for it.
    pub image: Option<String>,
    pub not_translation_of: Vec<String>,
}

/// What a post says of its translations.
pub enum Translations {
    None,
    /// The key that it shares with them.
    Key(String),
    /// One was guessed by their texts.
    Guess {
        /// The file of the other post.
        other: String,
        /// The key that would make it a fact.
        key: String,
        score: f64,
    },
}

/// The front matter of a post, fences included.
pub fn of(post: &Post, lang: &str, names: Names) -> String {
    // Each key by its name, so that the compiler asks for a new one here; what has no name comes from the model or from `names`.
    let FrontMatter {
        span: _,
        syntax: _,
        title: _,
        date: _,
        updated: _,
        lang: _,
        story: _,
        slug: _,
        description,
        excerpt,
        image: _,
        terms,
        translators,
        machine_translated,
        aliases: _,
        not_translation_of: _,
        draft,
        from,
        until,
        truncated: _,
        toc,
        split,
        typography,
        math,
        menu,
        origin,
        publish: _,
        accept: _,
        files: _,
        texts: _,
        extra,
    } = &post.front;
    let of_archive = post.archive.as_ref().map(|facts| &facts.origin);
    let origin = origin.as_ref().map(|(origin, _)| origin);
    let menu = MENUS.iter().find(|(_, known)| *menu == Some(*known));
    let mut lines = Lines::default();
    lines.put("title", Some(post.title.as_str()));
    lines.put("date", post.date.map(date));
    lines.put("lastmod", post.updated.map(date));
    lines.put("lang", Some(lang));
    put_translations(&mut lines, names.translations);
    lines.put("slug", Some(post.slug.as_str()));
    lines.put("description", description.as_deref());
    lines.put("summary", excerpt.as_deref());
    lines.put("image", names.image);
    for taxonomy in ["tags", "categories", "series"] {
        lines.put(taxonomy, post.front.terms(taxonomy));
    }
    lines.put("authors", Some(authors(post)));
    let translators = translators.iter().map(|(name, _)| name.clone());
    lines.put("translator", Some(translators.collect::<Vec<_>>()));
    lines.put("machine_translated", *machine_translated);
    lines.put("aliases", Some(names.aliases));
    lines.put("draft", *draft);
    lines.put("publishDate", from.map(date));
    lines.put("expiryDate", until.map(date));
    lines.put("truncated", post.truncated.then_some(true));
    lines.put("toc", *toc);
    lines.put("split", *split);
    lines.put("typography", *typography);
    lines.put("math", *math);
    lines.put("menu", menu.map(|(name, _)| *name));
    lines.put("not_translation_of", Some(names.not_translation_of));
    lines.put("origin", of_archive.or(origin).cloned());
    lines.put("taxonomies", value(&own_taxonomies(terms)));
    lines.put("params", extra.as_ref().and_then(value));
    format!("+++\n{lines}+++\n")
}

/// The terms of taxonomies that not every site has.
fn own_taxonomies(terms: &Terms) -> serde_json::Value {
    let own = terms
        .iter()
        .filter(|(key, _)| !TAXONOMIES.contains(&key.as_str()));
    let own = own.map(|(key, terms)| {
        let names = terms.iter().map(|(name, _)| name.as_str());
        (key.clone(), names.collect())
    });
    serde_json::Value::Object(own.collect())
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
        text.push_str(&format!("[[comment]]\n{lines}\n"));
    }
    text
}

/// A guess is a comment: a build makes it again, or drops it, by the texts as they are then.
fn put_translations(lines: &mut Lines, translations: Translations) {
    match translations {
        Translations::None => {}
        Translations::Key(key) => lines.put("translationKey", Some(key)),
        Translations::Guess { other, key, score } => {
            lines.comment(&format!(
                "perhaps a translation of {other} ({score:.2}); if so, say in both:\ntranslationKey = {}",
                quote(&key)
            ));
        }
    }
}
