//! URLs that the last build had and this one loses.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::manifest::{Entry, Manifest};
use crate::source::SourceId;
use crate::text::toml;

/// Warns of each page of `old` that `new` has not, with the cause and the line that keeps the URL alive.
/// `sources` are the content files of this run, by path; `is_yaml`, whether the front matter of one is YAML.
pub fn lost_urls(
    old: &Manifest,
    new: &Manifest,
    sources: &BTreeMap<&str, SourceId>,
    is_yaml: &dyn Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let lost = old.files.iter().filter(|(file, entry)| {
        (file.ends_with(".html") || entry.source.is_some()) && !new.files.contains_key(*file)
    });
    lost.map(|(file, entry)| {
        let url = url_of(file);
        let (cause, help) = cause(&url, entry, new, sources, is_yaml);
        let finding =
            Diagnostic::warning(Code::LostUrl, format!("`{url}` is lost: {cause}")).help(help);
        match entry.source.as_deref().and_then(|path| sources.get(path)) {
            Some(source) => finding.in_file(*source),
            None => finding,
        }
    })
    .collect()
}

/// Tells once of the addresses that the file of them, `source`, does not have yet.
pub fn unrecorded(recorded: &Manifest, new: &Manifest, source: SourceId) -> Option<Diagnostic> {
    let mut missing = new
        .files
        .keys()
        .filter(|file| !recorded.files.contains_key(*file));
    let first = url_of(missing.next()?);
    let message = match missing.count() {
        0 => format!("`{first}` is not recorded yet"),
        others => format!("`{first}` and {others} other addresses are not recorded yet"),
    };
    let help = "run `diptych sync`: a build then warns wherever one of them is lost";
    Some(
        Diagnostic::note(Code::LostUrl, message)
            .in_file(source)
            .help(help),
    )
}

fn url_of(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

fn is_page(url: &str) -> bool {
    url.ends_with('/') || url.ends_with(".html")
}

fn cause(
    url: &str,
    entry: &Entry,
    new: &Manifest,
    sources: &BTreeMap<&str, SourceId>,
    is_yaml: &dyn Fn(&str) -> bool,
) -> (String, String) {
    let line = format!("aliases = [{url:?}]");
    let line_of = |path: &str| match is_yaml(path) {
        true => format!("aliases: [{url:?}]"),
        false => line.clone(),
    };
    let Some(path) = &entry.source else {
        let cause = "a list has fewer pages, or a language or an alias was removed";
        return (
            cause.into(),
            format!("to keep it, write in the front matter of a post: {line}"),
        );
    };
    if !is_page(url) {
        return (
            format!("`{path}` is gone"),
            "put the file back, or change what links to it".into(),
        );
    }
    let moved = new
        .files
        .iter()
        .find(|(_, other)| other.source == entry.source && other.title == entry.title);
    if let Some((file, _)) = moved {
        let help = match &entry.title {
            Some(title) => format!(
                "to keep it, write in archive.toml:\n{}",
                toml::post_entry(None, title, &line)
            ),
            None => format!("to keep it, write in its front matter: {}", line_of(path)),
        };
        return (
            format!("the post of `{path}` is now at `{}`", url_of(file)),
            help,
        );
    }
    let is_there = sources.contains_key(path.as_str());
    if let Some((name, url)) = renamed(entry, new).filter(|_| !is_there) {
        return (
            format!("`{path}` is now `{name}`, whose page is at `{url}`"),
            format!(
                "to keep it, write in the front matter of `{name}`: {}",
                line_of(name)
            ),
        );
    }
    let cause = match (is_there, &entry.title) {
        (true, Some(title)) => {
            format!(
                "in `{path}`, « {title} » is a draft, of the future, waits for a translation, or is no post any more"
            )
        }
        (true, None) => {
            format!("`{path}` is a draft, of the future, waits for a translation, or was not read")
        }
        (false, _) => format!("`{path}` does not exist any more"),
    };
    (
        cause,
        format!("to send its readers on, write in the front matter of another post: {line}"),
    )
}

/// The file that has the same text now, and the address of its page.
fn renamed<'a>(entry: &Entry, new: &'a Manifest) -> Option<(&'a str, String)> {
    let is_same = |other: &Entry| other.text.is_some() && other.text == entry.text;
    let (file, other) = new.files.iter().find(|(_, other)| is_same(other))?;
    Some((other.source.as_deref()?, url_of(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, Option<&str>, Option<&str>)]) -> Manifest {
        let entry = |source: &Option<&str>, title: &Option<&str>| Entry {
            source: source.map(Into::into),
            title: title.map(Into::into),
            text: None,
        };
        Manifest {
            files: files
                .iter()
                .map(|(file, source, title)| (file.to_string(), entry(source, title)))
                .collect(),
            ..Manifest::new()
        }
    }

    fn check(
        old: &[(&str, Option<&str>, Option<&str>)],
        new: &[(&str, Option<&str>, Option<&str>)],
        expected: &[&str],
    ) {
        let known = BTreeMap::from([("a.md", SourceId(0)), ("old.txt", SourceId(1))]);
        let is_yaml = |path: &str| path == "yaml.md";
        let lost = lost_urls(&manifest(old), &manifest(new), &known, &is_yaml);
        let reported: Vec<String> = lost
            .iter()
            .map(|d| format!("{} / {}", d.message, d.help.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(reported, expected);
    }

    #[test]
    fn each_lost_url_has_its_cause_and_its_alias() {
        check(
            &[("fr/a/index.html", Some("a.md"), None)],
            &[("fr/a/index.html", Some("a.md"), None)],
            &[],
        );
        check(
            &[("fr/a/index.html", Some("a.md"), None)],
            &[("fr/b/index.html", Some("a.md"), None)],
            &[
                "`/fr/a/` is lost: the post of `a.md` is now at `/fr/b/` / to keep it, write in its front matter: aliases = [\"/fr/a/\"]",
            ],
        );
        check(
            &[("fr/a/index.html", Some("yaml.md"), None)],
            &[("fr/b/index.html", Some("yaml.md"), None)],
            &[
                "`/fr/a/` is lost: the post of `yaml.md` is now at `/fr/b/` / to keep it, write in its front matter: aliases: [\"/fr/a/\"]",
            ],
        );
        check(
            &[("fr/a/index.html", Some("old.txt"), Some("Un"))],
            &[("fr/b/index.html", Some("old.txt"), Some("Un"))],
            &[
                "`/fr/a/` is lost: the post of `old.txt` is now at `/fr/b/` / to keep it, write in archive.toml:\n[[post]]\nstarts = \"Un\"\naliases = [\"/fr/a/\"]",
            ],
        );
        check(
            &[
                ("fr/a/index.html", Some("gone.md"), None),
                ("fr/page/2/index.html", None, None),
                ("style.css", None, None),
                ("media/i.png", Some("content/i.png"), None),
            ],
            &[],
            &[
                "`/fr/a/` is lost: `gone.md` does not exist any more / to send its readers on, write in the front matter of another post: aliases = [\"/fr/a/\"]",
                "`/fr/page/2/` is lost: a list has fewer pages, or a language or an alias was removed / to keep it, write in the front matter of a post: aliases = [\"/fr/page/2/\"]",
                "`/media/i.png` is lost: `content/i.png` is gone / put the file back, or change what links to it",
            ],
        );
    }
}
