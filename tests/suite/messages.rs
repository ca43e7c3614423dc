//! What is said of wrong input: small sites, and all that a build says of each, as snapshots.
//!
//! A file of `messages/` holds sites: `=== what is wrong`, then each file below `--- its/path`.

use std::fmt::Write;

use crate::support::TestSite;

/// What is said of every site of a file.
fn said(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/messages");
    let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
    let mut said = String::new();
    for case in text.split("=== ").skip(1) {
        let mut parts = case.split("\n--- ");
        let title = parts.next().unwrap().trim();
        let files: Vec<(&str, &str)> = parts
            .map(|part| part.split_once('\n').unwrap_or((part, "")))
            .collect();
        let built = TestSite::new(&files).build();
        let outcome = if built.published {
            "published"
        } else {
            "nothing published"
        };
        writeln!(said, "=== {title}: {outcome}").unwrap();
        for finding in &built.found {
            writeln!(said, "{finding}").unwrap();
        }
    }
    said
}

#[test]
fn front_matter() {
    insta::assert_snapshot!("front_matter", said("front_matter"));
}

#[test]
fn texts() {
    insta::assert_snapshot!("texts", said("texts"));
}

#[test]
fn theme() {
    insta::assert_snapshot!("theme", said("theme"));
}

#[test]
fn settings() {
    insta::assert_snapshot!("settings", said("settings"));
}

#[test]
fn archives() {
    insta::assert_snapshot!("archives", said("archives"));
}

#[test]
fn addresses() {
    insta::assert_snapshot!("addresses", said("addresses"));
}
