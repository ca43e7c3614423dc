//! The present reading as the author's word: entries of `archive.toml`, so that no later dump or version moves a published URL.

use std::collections::{BTreeMap, BTreeSet};

use super::writer;
use crate::config::Config;
use crate::content::ArchiveFacts;
use crate::model::{Post, PostId, Site};
use crate::source::Sources;
use crate::text::toml::{self, post_entry, quote};
use crate::text::words::fold;

/// So few words open an entry at least, where the title has as many.
const FEWEST: usize = 5;

#[derive(Debug, Default)]
pub struct Frozen {
    /// The entries to append; empty where everything is the author's word already.
    pub entries: String,
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
        let entry = post_entry(None, &starts, &settings(site, id, config));
        frozen.entries.push_str(&(entry + "\n\n"));
    }
    frozen
}

/// The entry of what is found in the archives as they are, by fingerprints; none where there is nothing new.
pub fn known_entry(fingerprints: &BTreeSet<String>) -> Option<String> {
    let quoted: Vec<String> = fingerprints.iter().map(|known| quote(known)).collect();
    let entry = format!(
        "# What a build said when this was frozen: it is told no more.\n[[frozen]]\nknown = [{}]\n",
        quoted.join(", ")
    );
    (!quoted.is_empty()).then_some(entry)
}

/// Keys for the translations that stay in the site's archives when the other post leaves: its text may change beyond recognition.
/// What was only guessed stays a guess.
pub fn keys_of_partners(
    site: &Site,
    paths: &BTreeMap<PostId, String>,
    sources: &Sources,
) -> String {
    let openings = all_openings(site);
    let stays = |id: &PostId| {
        let post = site.post(*id);
        let path = &sources.get(post.place.source).path;
        post.archive.is_some()
            && path.starts_with("content/archive/")
            && !paths.contains_key(id)
            && post.front.story.is_none()
    };
    let mut entries: Vec<String> = Vec::new();
    for (id, path) in paths {
        let Some(key) = writer::key(site, *id, path) else {
            continue;
        };
        let story = format!("story = {}", quote(&key));
        for other in site.story_of(*id).stated(*id).into_iter().filter(stays) {
            let starts = unique(site.post(other), &openings);
            entries.extend(starts.map(|starts| post_entry(None, &starts, &story) + "\n"));
        }
    }
    entries.join("\n")
}

fn is_frozen(site: &Site, id: PostId) -> bool {
    let front = &site.post(id).front;
    let is_alone = site.story_of(id).versions().nth(1).is_none();
    front.slug.is_some()
        && front.lang.is_some()
        && front.title.is_some()
        && (is_alone || front.story.is_some())
}

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
    let is_unique = |words: &String| {
        let words = fold(words);
        let has = |both: &&[String; 2]| both.iter().any(|opening| opening.starts_with(&words));
        !words.is_empty() && all.iter().filter(has).count() == 1
    };
    let facts = post.archive.as_ref()?;
    openings(facts).iter().find_map(|opening| {
        let words: Vec<&str> = opening.split_whitespace().take(10).collect();
        let mut counts = FEWEST.min(words.len())..=words.len();
        counts.find_map(|count| Some(words[..count].join(" ")).filter(is_unique))
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
    let file = sources.get(post.place.source).name();
    toml::line_entry(Some(file), Some(kept.first), title, "start") + "\n\n"
}

fn settings(site: &Site, id: PostId, config: &Config) -> String {
    let post = site.post(id);
    let several = site.story_of(id).versions().nth(1).is_some();
    let date = post.date.map(|date| date.to_string());
    let settings = [
        ("title", Some(post.title.as_str())),
        ("lang", Some(&config.languages[post.lang].code)),
        ("slug", Some(&post.slug)),
        ("date", date.as_deref()),
        ("story", several.then(|| site.key(id))),
    ];
    let lines = settings.into_iter();
    let lines = lines.filter_map(|(key, value)| Some(format!("{key} = {}", quote(value?))));
    lines.collect::<Vec<_>>().join("\n")
}
