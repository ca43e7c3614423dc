//! The sample site: its archive is read as its authors meant it, and its posts are as many as promised.

use std::path::{Path, PathBuf};

use diptych::import;
use serde_json::Value;

const ARCHIVE: &str = "content/archive/le-comptoir-2009-2013";

fn reading() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = import::dry_run(root, &[root.join(format!("{ARCHIVE}.txt"))]);
    serde_json::to_value(report.result.expect("no error")).unwrap()
}

fn expected() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{ARCHIVE}.expected.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn sorted(list: &Value, key: impl Fn(&Value) -> String) -> Vec<String> {
    let mut lines: Vec<String> = list.as_array().unwrap().iter().map(key).collect();
    lines.sort();
    lines
}

#[test]
fn the_archive_is_read_as_its_authors_meant_it() {
    let (read, meant) = (reading(), expected());
    for key in ["title", "lang", "truncated", "spans"] {
        let of = |reading: &Value| {
            sorted(&reading["posts"], |post| {
                let mut value = post[key].clone();
                // The share of a copy that the kept one has is a figure, not an answer.
                for span in value.as_array_mut().into_iter().flatten() {
                    span.as_object_mut().map(|span| span.remove("share"));
                }
                format!("{} {value}", post["spans"][0]["first_line"])
            })
        };
        assert_eq!(of(&read), of(&meant), "{key}");
    }
    let title_of = |id: &Value| {
        read["posts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|post| post["id"] == *id)
            .map_or(Value::Null, |post| post["title"].clone())
    };
    assert_eq!(
        sorted(&read["posts"], |post| format!(
            "{} = {}",
            post["title"],
            title_of(&post["translation_of"])
        )),
        sorted(&meant["posts"], |post| format!(
            "{} = {}",
            post["title"], post["translation_of"]
        )),
        "pairs"
    );
    let dropped = |reading: &Value| {
        sorted(&reading["dropped"], |d| {
            format!("{:4} {}", d["line"], d.get("text").unwrap_or(&Value::Null))
        })
    };
    assert_eq!(dropped(&read), dropped(&meant), "dropped");
}

#[test]
fn the_archive_s_blocks_are_of_the_right_kind() {
    let lines = |reading: &Value| -> Vec<String> {
        let blocks = reading["posts"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|post| post["blocks"].as_array().unwrap());
        let mut lines: Vec<String> = blocks
            .map(|b| format!("{:4}-{:4} {}", b["first_line"], b["last_line"], b["kind"]))
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&reading()), lines(&expected()));
}

#[test]
fn the_report_reads_well() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = import::dry_run(root, &[root.join(format!("{ARCHIVE}.txt"))]);
    insta::assert_snapshot!("report", report.result.expect("no error").to_string());
}

#[cfg(feature = "search")]
#[test]
fn a_post_s_page_is_what_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = tempfile::tempdir().unwrap();
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let options = diptych::project::Options {
        root: root.to_owned(),
        base_url: None,
        drafts: false,
        now,
    };
    let built = diptych::pipeline::build(&options, &output.path().join("public"), false).unwrap();
    assert!(built.result.is_some());
    let page = std::fs::read_to_string(
        output
            .path()
            .join("public/en/what-the-till-hears-before-anyone-else/index.html"),
    )
    .unwrap();
    insta::assert_snapshot!("page", crate::support::unhashed(&page));
}

#[test]
fn the_blog_has_what_it_promises() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let paths: Vec<PathBuf> = vec![root.join("posts")];
    let report = import::dry_run(Path::new(env!("CARGO_MANIFEST_DIR")), &paths);
    let reading = report.result.expect("no error");
    let paired = reading
        .posts
        .iter()
        .filter(|post| post.translation_of.is_some())
        .count();
    let alone = |lang: &str| {
        reading
            .posts
            .iter()
            .filter(|post| post.lang == lang && post.evidence.kind == "alone")
            .count()
    };
    assert_eq!((paired, alone("fr"), alone("en")), (8, 4, 3));
    for post in std::fs::read_dir(root.join("posts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if post.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&post).unwrap();
            let body = text
                .splitn(
                    3,
                    if text.starts_with("+++") {
                        "+++"
                    } else {
                        "---"
                    },
                )
                .nth(2)
                .unwrap();
            assert!(body.split_whitespace().count() >= 400, "{}", post.display());
        }
    }
}
