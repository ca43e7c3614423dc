//! The present reading as the author's word: entries of `archive.toml`, so that no later dump or version moves a published URL.

use std::collections::BTreeMap;

use super::writer;
use crate::config::Config;
use crate::content::ArchiveFacts;
use crate::model::{Post, PostId, Site};
use crate::source::Sources;
use crate::text::toml::{post_entry, quote};
use crate::text::words::fold;

/// So few words open an entry at least, where the title has as many.
const FEWEST: usize = 5;

/// What was frozen.
#[derive(Debug, Default)]
pub struct Frozen {
    /// The entries to append; empty where everything is the author's word already.
    pub entries: String,
    /// How many posts they are of.
    pub posts: usize,
    /// Posts that no opening words tell from another, by title.
    pub unclear: Vec<String>,
}

/// Freezes every post of the site's archives; what the author has said already is left out.
pub fn freeze(site: &Site, sources: &Sources, config: &Config) -> Frozen {
    let openings = all_openings(site);
    let mut frozen = Frozen::default();
    let is_open = |id: &PostId| site.post(*id).archive.is_some() && !is_frozen(site, *id);
    for id in site.ids().filter(is_open) {
        let post = site.post(id);
        let Some(starts) = unique(post, &openings) else {
            frozen.unclear.push(post.title.clone());
            continue;
        };
        frozen.posts += 1;
        frozen.entries.push_str(&boundary(post, sources));
        frozen
            .entries
            .push_str(&post_entry(None, &starts, &settings(site, id, config)));
        frozen.entries.push_str("\n\n");
    }
    frozen
}

/// The entry that gives one post a key, so that it stays with a translation that leaves the archive.
fn entry(site: &Site, id: PostId, key: &str) -> Option<String> {
    let starts = unique(site.post(id), &all_openings(site))?;
    Some(post_entry(None, &starts, &format!("story = {}", quote(key))) + "\n")
}

/// Keys for the translations that stay in the site's archives when the other post leaves: its text may change beyond recognition.
pub fn keys_of_partners(
    site: &Site,
    paths: &BTreeMap<PostId, String>,
    sources: &Sources,
) -> String {
    let stays = |id: &PostId| {
        let post = site.post(*id);
        let path = &sources.get(post.place.source).path;
        post.archive.is_some()
            && path.starts_with("content/archive/")
            && !paths.contains_key(id)
            && post.front.story.is_none()
    };
    let entries = |(id, path): (&PostId, &String)| {
        let key = writer::key(site, *id, path)?;
        let staying = site.story_of(*id).versions().filter(stays);
        let entries: Vec<String> = staying
            .filter_map(|other| entry(site, other, &key))
            .collect();
        (!entries.is_empty()).then(|| entries.join("\n"))
    };
    paths
        .iter()
        .filter_map(entries)
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_frozen(site: &Site, id: PostId) -> bool {
    let front = &site.post(id).front;
    let alone = site.story_of(id).versions().count() == 1;
    front.slug.is_some()
        && front.lang.is_some()
        && front.title.is_some()
        && (alone || front.story.is_some())
}

/// The openings of all posts of archives, folded.
fn all_openings(site: &Site) -> Vec<[String; 2]> {
    let posts = site.posts.iter().filter_map(|post| post.archive.as_ref());
    posts.map(|facts| openings(facts).map(fold)).collect()
}

/// What `archive.toml` can call a post by: its title and its first block.
fn openings(facts: &ArchiveFacts) -> [&str; 2] {
    [facts.title.as_deref().unwrap_or_default(), &facts.opening]
}

/// The fewest opening words that no other post has.
fn unique(post: &Post, all: &[[String; 2]]) -> Option<String> {
    let is_unique = |words: &str| {
        let words = fold(words);
        !words.is_empty()
            && all
                .iter()
                .filter(|both| both.iter().any(|opening| opening.starts_with(&words)))
                .count()
                == 1
    };
    let facts = post.archive.as_ref()?;
    openings(facts).iter().find_map(|opening| {
        let words: Vec<&str> = opening.split_whitespace().take(10).collect();
        (FEWEST.min(words.len())..=words.len())
            .map(|count| words[..count].join(" "))
            .find(|words| is_unique(words))
    })
}

/// That a post begins at its title, which a correction's words must find.
fn boundary(post: &Post, sources: &Sources) -> String {
    let facts = post.archive.as_ref();
    let title = facts.and_then(|facts| facts.title.as_ref());
    let kept = facts.and_then(|facts| facts.copies.first());
    let (Some(title), Some(kept)) = (title, kept) else {
        return String::new();
    };
    let file = quote(sources.get(post.place.source).name());
    format!(
        "[[at]]\nfile = {file}\nline = {}\ntext = {}\ndo = \"start\"\n\n",
        kept.first,
        quote(title)
    )
}

fn settings(site: &Site, id: PostId, config: &Config) -> String {
    let post = site.post(id);
    let mut lines = vec![
        format!("title = {}", quote(&post.title)),
        format!("lang = {}", quote(&config.languages[post.lang].code)),
        format!("slug = {}", quote(&post.slug)),
    ];
    if let Some(date) = post.date {
        lines.push(format!("date = {}", quote(&date.to_string())));
    }
    let versions: Vec<PostId> = site.story_of(id).versions().collect();
    if versions.len() > 1 {
        lines.push(format!(
            "story = {}",
            quote(
                site.declared_key(id)
                    .unwrap_or(&site.post(versions[0]).slug)
            )
        ));
    }
    lines.join("\n")
}
