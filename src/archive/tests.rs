//! Whole archives of our own words, and what must hold of any text.

use super::*;
use proptest::prelude::*;

/// Every line that is not blank is in exactly one span, or dropped, or both; spans do not overlap.
fn tiles(files: &[File], reading: &Reading) {
    for (file, source) in files.iter().enumerate() {
        let mut owner = vec![0; source.text.split('\n').count() + 1];
        for span in reading.posts.iter().flat_map(|post| &post.copies).filter(|span| span.file == file) {
            assert!(span.first >= 1 && span.first <= span.last && span.last < owner.len(), "{span:?}");
            owner[span.first..=span.last].iter_mut().for_each(|count| *count += 1);
        }
        let dropped = |n: usize| reading.dropped.iter().any(|d| d.file == file && d.line == n && d.text.is_none());
        for (n, line) in source.text.trim_start_matches('\u{feff}').split('\n').enumerate() {
            let blank = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')).is_empty();
            assert!(owner[n + 1] <= 1, "line {} is in several posts", n + 1);
            assert!(blank || owner[n + 1] == 1 || dropped(n + 1), "line {} is lost: {line:?}", n + 1);
        }
    }
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => prop::sample::select(vec![
            "Publicités", "Share this:", "  • Twitter", "Lire la suite", "Publié le 3 mai 2014 par Anne Roux", "3 mai 2014",
            "-----", "four_1", "Un four (Photo credit: Wikipedia)", "Le pain", "Sommaire", "• sel", "  1. eau",
            "pain2Côté four tout va très bien", "Le four est chaud Lire la suite", "https://example.org/", "\u{a0}", "\t",
        ]).prop_map(str::to_string),
        3 => "[A-Zé][a-zé ,’«»?!.:]{0,60}",
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_tiled(files in prop::collection::vec(prop::collection::vec(any_line(), 0..40), 1..4), crlf: bool) {
        let texts: Vec<String> = files.iter().map(|lines| lines.join(if crlf { "\r\n" } else { "\n" })).collect();
        let files: Vec<File> = texts.iter().map(|text| File { name: "a.txt", text }).collect();
        let reading = read(&files, &["fr", "en"], &[]);
        tiles(&files, &reading);
        let words = texts.first().map(|text| text.chars().take(12).collect()).unwrap_or_default();
        for action in [Do::Start, Do::Join, Do::Drop, Do::Keep] {
            let at = At { file: None, line: None, text: String::clone(&words), action };
            tiles(&files, &read(&files, &["fr", "en"], &[at]));
        }
    }
}

#[test]
fn odd_files() {
    for text in ["", "\n\n\n", "\u{feff}", "Publicités\n\nShare this:\n", "x", "\r\n\r\nx\r\n", "3 mai 2014", "-----"] {
        let files = [File { name: "a.txt", text }];
        tiles(&files, &read(&files, &["fr", "en"], &[]));
    }
    let long = "pain ".repeat(100_000);
    let files = [File { name: "a.txt", text: &long }];
    tiles(&files, &read(&files, &["fr", "en"], &[]));
    tiles(&files, &read(&files, &[], &[]));
}
