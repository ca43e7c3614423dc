//! Any text is an archive of posts, of which every line that is not blank is in a post or left out.
#![no_main]

use diptych::archive::{self, ArchiveFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let reading = archive::read_archive(&[ArchiveFile { name: "a.txt", text }], &["fr", "en"], &[]);
    let last = text.split('\n').count();
    for copy in reading.posts.iter().flat_map(|post| &post.copies) {
        assert!(copy.first >= 1 && copy.first <= copy.last && copy.last <= last);
    }
    let in_post = |line: usize| reading.posts.iter().flat_map(|post| &post.copies).any(|copy| (copy.first..=copy.last).contains(&line));
    for (at, line) in text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let known = in_post(at + 1) || reading.dropped.iter().any(|dropped| dropped.line == at + 1);
        assert!(known, "line {} is lost: {line:?}", at + 1);
    }
});
