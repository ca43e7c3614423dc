//! Pairs the Markdown posts of a folder, and nothing else: for measuring and fitting `diptych::pairing` alone.
//!
//! `pair_posts FOLDER…` prints, for each folder, what `diptych import --dry-run --format json` would say of its posts;
//! `pair_posts --measures FOLDER…` prints the features of every candidate pair.

use diptych::pairing::{self, Match, Profile, Shape, Text, Thresholds};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let measures = arguments.first().is_some_and(|first| first == "--measures");
    arguments.retain(|argument| !argument.starts_with("--"));
    if measures {
        println!("folder\ta\tb\t{}", pairing::FEATURE_NAMES.join("\t"));
        arguments.iter().for_each(|folder| print_measures(folder));
    } else {
        arguments.iter().for_each(|folder| print_pairs(folder));
    }
}

fn print_measures(folder: &str) {
    let posts = read(Path::new(folder));
    let profiles: Vec<&Profile> = posts.iter().map(|post| &post.profile).collect();
    for (a, b, features) in pairing::measures(&profiles) {
        let features: Vec<String> = features.iter().map(|f| format!("{f:.4}")).collect();
        println!("{folder}\t{}\t{}\t{}", posts[a].file, posts[b].file, features.join("\t"));
    }
}

fn print_pairs(folder: &str) {
    let started = Instant::now();
    let posts = read(Path::new(folder));
    let read = started.elapsed();
    let profiles: Vec<&Profile> = posts.iter().map(|post| &post.profile).collect();
    let started = Instant::now();
    let outcome = pairing::pair(&profiles, &[], &[], Thresholds::default());
    eprintln!("{} posts read in {read:.2?}, paired in {:.2?}", posts.len(), started.elapsed());
    let found: HashMap<usize, &Match> = outcome.pairs.iter().map(|found| (found.b, found)).collect();
    let list: Vec<serde_json::Value> =
        posts.iter().enumerate().map(|(i, post)| json(post, found.get(&i).map(|m| (*m, &*posts[m.a].file)))).collect();
    let proposed: Vec<serde_json::Value> =
        outcome.proposed.iter().map(|m| json(&posts[m.b], Some((m, &posts[m.a].file)))).collect();
    println!("{}", serde_json::json!({ "posts": list, "dropped": [], "proposed": proposed }));
}

/// One post as `import --dry-run` tells it, its file name serving as its id.
fn json(post: &Post, of: Option<(&Match, &str)>) -> serde_json::Value {
    let reasons = |found: &Match| found.reasons.iter().map(ToString::to_string).collect::<Vec<_>>();
    serde_json::json!({
        "id": post.file,
        "title": post.title,
        "lang": post.language,
        "spans": [{ "file": post.file, "first_line": 1, "last_line": post.lines }],
        "translation_of": of.map(|(_, file)| file),
        "evidence": of.map(|(found, _)| serde_json::json!({ "kind": "scored", "score": found.score, "reasons": reasons(found) })),
    })
}

/// A post that was read.
struct Post {
    file: String,
    title: String,
    language: String,
    lines: usize,
    profile: Profile,
}

/// The posts of a folder, by file name.
fn read(folder: &Path) -> Vec<Post> {
    let entries = std::fs::read_dir(folder).expect("a folder that can be read");
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(|path| parse(name(path), &std::fs::read_to_string(path).expect("a file that can be read"))).collect()
}

/// One post: TOML front matter, then paragraphs.
fn parse(file: String, text: &str) -> Post {
    let (front, body) = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).unwrap_or(("", text));
    let front: toml::Table = toml::from_str(front).expect("front matter in TOML");
    let field = |name: &str| front.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let date = front.get("date").and_then(|value| value.as_datetime()).and_then(|datetime| datetime.date);
    let blocks: Vec<(Shape, &str)> = body.split("\n\n").filter_map(block).collect();
    let links: Vec<&str> = body.split_whitespace().filter(|word| word.contains("://")).collect();
    let profile = pairing::profile(&Text {
        language: usize::from(field("lang") != "fr"),
        title: field("title"),
        slug: None,
        date: date.map(|date| (i32::from(date.year), u32::from(date.month), u32::from(date.day))),
        blocks: &blocks,
        links: &links,
        images: &[],
        truncated: false,
    });
    Post { file, title: field("title").into(), language: field("lang").into(), lines: text.lines().count(), profile }
}

/// A paragraph, or what its first mark says it is.
fn block(text: &str) -> Option<(Shape, &str)> {
    let text = text.trim();
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    match text.chars().next()? {
        '#' if level <= 6 => Some((Shape::Heading(level as u8), text[level..].trim_start())),
        '-' | '*' | '•' => Some((Shape::Item, text)),
        '>' => Some((Shape::Quote, &text[1..])),
        _ => Some((Shape::Paragraph, text)),
    }
}
