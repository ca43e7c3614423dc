//! `content/urls.txt`: every address that was published, so that none is lost unseen, in CI and in fresh clones too. `diptych sync`
//! adds the new ones; its author removes the lines of those that may go.
//!
//! A line an address, sorted, its parts between tabs: the path; of a post, a digest of its text, its file, where an archive holds
//! it, its first words, and what tells that another text was made from it.

use std::fmt::Write;

use crate::manifest::{Entry, Manifest};

pub const FILE: &str = "content/urls.txt";

const HEAD: &str = "\
# Every address that was published: a build warns when one is lost. `diptych sync` adds the new ones; remove the line of one that may go.
";

/// The addresses, as a build lists its files.
pub fn read(text: &str) -> Manifest {
    let mut urls = Manifest::new();
    for line in text.lines().filter(|line| line.starts_with('/')) {
        let mut parts = line
            .split('\t')
            .map(|part| Some(part.to_owned()).filter(|part| !part.is_empty()));
        let Some(url) = parts.next().flatten() else {
            continue;
        };
        let mut part = || parts.next().flatten();
        let entry = Entry {
            text: part(),
            source: part(),
            title: part(),
            signature: part(),
        };
        urls.files.insert(file_of(&url), entry);
    }
    urls
}

/// The file's text.
pub fn write(urls: &Manifest) -> String {
    let mut lines: Vec<String> = urls
        .files
        .iter()
        .map(|(file, entry)| line(file, entry))
        .collect();
    lines.sort();
    let mut text = HEAD.to_owned();
    lines.iter().for_each(|line| {
        let _ = writeln!(text, "{line}");
    });
    text
}

fn line(file: &str, entry: &Entry) -> String {
    let url = format!("/{}", file.strip_suffix("index.html").unwrap_or(file));
    let parts = [&entry.text, &entry.source, &entry.title, &entry.signature];
    let parts = parts.map(|part| {
        part.as_deref()
            .unwrap_or_default()
            .replace(['\t', '\n'], " ")
    });
    format!("{url}\t{}", parts.join("\t"))
        .trim_end_matches('\t')
        .to_owned()
}

fn file_of(url: &str) -> String {
    let path = url.trim_start_matches('/');
    match url.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = format!(
            "{HEAD}/404.html\n/fr/\n/fr/a/\t0badcafe\tcontent/posts/a b.fr.md\t\t...01f\n/fr/c/\t\tcontent/archive/a.txt\tUn titre\n"
        );
        let urls = read(&text);
        assert_eq!(
            urls.files["fr/a/index.html"].source.as_deref(),
            Some("content/posts/a b.fr.md")
        );
        assert_eq!(
            urls.files["fr/c/index.html"].title.as_deref(),
            Some("Un titre")
        );
        assert_eq!(write(&urls), text);
    }
}
