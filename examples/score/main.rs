//! Scores the library on texts with known answers, and fails where a figure is below its bar.
//!
//! ```text
//! cargo run --release --example score -- alignment POSTS.jsonl…    paragraphs of two posts, aligned
//! cargo run --release --example score -- agreement POSTS.jsonl…    two posts that can be read side by side, told from others
//! cargo run --release --example score -- pairing POOL.jsonl…       posts of a blog, paired
//! cargo run --release --example score -- cost                      what pairing 2,000 and 20,000 posts takes
//! ```

mod agreement;
mod alignment;
mod cost;
mod gale_church;
mod pairing;
mod random;

use serde_json::Value;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let files: Vec<String> = arguments.collect();
    let below = match &*what {
        "alignment" => alignment::score(&files),
        "agreement" => agreement::score(&files),
        "pairing" => pairing::score(&files),
        "cost" => {
            cost::print();
            Vec::new()
        }
        _ => {
            eprintln!("say `alignment FILE…`, `agreement FILE…`, `pairing FILE…` or `cost`");
            return ExitCode::from(2);
        }
    };
    if !below.is_empty() {
        eprintln!("below the bar: {}", below.join(", "));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The objects of a file, one a line.
fn lines(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}: {error}")))
        .collect()
}

/// A field's text; empty where there is none.
fn field<'a>(post: &'a Value, name: &str) -> &'a str {
    post[name].as_str().unwrap_or_default()
}
