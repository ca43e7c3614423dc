//! Prints what is understood of archive files, as the JSON of `diptych import --dry-run --format json` (without pairs).
//! `--features` prints the candidate lines instead, to fit the weights.

use diptych::archive::{self, File};
use serde_json::{Value, json};
use std::path::Path;

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let features = paths.first().is_some_and(|first| first == "--features");
    if features {
        paths.remove(0);
    }
    let texts: Vec<(String, String)> = paths
        .iter()
        .filter_map(|path| {
            let name = Path::new(path).file_name()?.to_string_lossy().into_owned();
            Some((name, String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned()))
        })
        .collect();
    let files: Vec<File> = texts.iter().map(|(name, text)| File { name, text }).collect();
    let languages = ["fr", "en"];
    let value = if features { candidates(&files, &languages) } else { reading(&files, &languages) };
    println!("{value}");
}

fn candidates(files: &[File], languages: &[&str]) -> Value {
    let rows = archive::features(files, languages);
    rows.into_iter()
        .map(|row| {
            let values: Vec<f64> = row.features.iter().map(|(_, value)| *value).collect();
            let names: Vec<&str> = row.features.iter().map(|(name, _)| *name).collect();
            json!({"file": files[row.file].name, "line": row.line, "layout": row.layout, "names": names, "values": values})
        })
        .collect()
}

fn reading(files: &[File], languages: &[&str]) -> Value {
    let reading = archive::read(files, languages, &[]);
    let posts: Vec<Value> = reading.posts.iter().enumerate().map(|(n, post)| piece(files, languages, n, post)).collect();
    let dropped: Vec<Value> = reading
        .dropped
        .iter()
        .map(|d| {
            let mut value = json!({"file": files[d.file].name, "line": d.line, "reason": d.reason.name()});
            if let (Some(text), Some(object)) = (&d.text, value.as_object_mut()) {
                object.insert("text".to_string(), json!(text));
            }
            value
        })
        .collect();
    let doubts: Vec<Value> = reading
        .doubts
        .iter()
        .map(|d| {
            let at = &d.correction;
            json!({"file": files[d.file].name, "line": d.line, "about": d.about.name(), "why": d.why, "weight": d.weight,
                   "correction": {"file": at.file, "line": at.line, "text": at.text, "do": at.action.name()}})
        })
        .collect();
    json!({"posts": posts, "dropped": dropped, "doubts": doubts})
}

fn piece(files: &[File], languages: &[&str], n: usize, post: &archive::Piece) -> Value {
    let spans: Vec<Value> = post
        .copies
        .iter()
        .map(|span| json!({"file": files[span.file].name, "first_line": span.first, "last_line": span.last}))
        .collect();
    let blocks: Vec<Value> = post
        .blocks
        .iter()
        .map(|b| json!({"first_line": b.first, "last_line": b.last, "kind": b.kind.name(), "text": b.text}))
        .collect();
    let opening = post.blocks.first().map(|b| b.text.split_whitespace().take(8).collect::<Vec<_>>().join(" "));
    let title = post.title.clone().or(opening).unwrap_or_default();
    json!({"id": format!("p{n}"), "title": title, "lang": languages.get(post.language), "slug": slug::slugify(&title),
           "truncated": post.truncated, "spans": spans, "blocks": blocks, "translation_of": null,
           "signature": post.signature, "date": post.date, "elsewhere": post.elsewhere, "lost": post.lost,
           "evidence": {"kind": "alone", "score": null, "reasons": []}})
}
