//! URLs that the last build had and this one loses.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::manifest::{Entry, Manifest};
use crate::source::SourceId;
use crate::text::toml;

/// What there is now.
pub struct Present<'a> {
    /// What this run publishes.
    pub new: &'a Manifest,
    /// Its content files, by path.
    pub sources: &'a BTreeMap<&'a str, SourceId>,
    /// Whether the front matter of one is YAML.
    pub is_yaml: &'a dyn Fn(&str) -> bool,
    /// The page whose text was made from one of this signature.
    pub alike: &'a dyn Fn(&str) -> Option<String>,
}

/// Warns of each page of `old` that is no more, with the cause and the line that keeps the URL alive, and of those that have changed
/// their places.
pub fn lost_urls(old: &Manifest, present: &Present) -> Vec<Diagnostic> {
    let is_lost = |file: &str, entry: &Entry| {
        (file.ends_with(".html") || entry.source.is_some()) && !present.new.files.contains_key(file)
    };
    // A page of two languages goes with those of its posts.
    let goes_with = |file: &str| {
        let (first, rest) = file.split_once('/').unwrap_or((file, ""));
        let mut cuts = first
            .match_indices('-')
            .flat_map(|(at, _)| [&first[..at], &first[at + 1..]]);
        cuts.any(|code| {
            let file = format!("{code}/{rest}");
            let post = old.files.get(&file).filter(|post| post.source.is_some());
            post.is_some_and(|post| is_lost(&file, post))
        })
    };
    let lost = old.files.iter().filter(|(file, entry)| {
        is_lost(file, entry) && (entry.source.is_some() || !goes_with(file))
    });
    let lost = lost.map(|(file, entry)| {
        let url = url_of(file);
        let (cause, help) = present.cause(&url, entry);
        let finding =
            Diagnostic::warning(Code::LostUrl, format!("`{url}` is lost: {cause}")).help(help);
        present.located(finding, entry)
    });
    lost.chain(exchanged(old, present)).collect()
}

/// Warns of each page of `old` whose text is now that of another page of `old`.
fn exchanged(old: &Manifest, present: &Present) -> Vec<Diagnostic> {
    let is_other = |file: &str, entry: &Entry| {
        let now = present.new.files.get(file);
        now.is_some_and(|now| now.text.is_some() && entry.text.is_some() && now.text != entry.text)
    };
    let changed = old
        .files
        .iter()
        .filter(|(file, entry)| is_other(file, entry));
    let mut changed: BTreeMap<&str, &Entry> = changed
        .map(|(file, entry)| (file.as_str(), entry))
        .collect();
    let places = changed
        .keys()
        .filter_map(|file| Some((present.new.files.get(*file)?.text.as_deref()?, *file)));
    let places: BTreeMap<&str, &str> = places.collect();
    changed.retain(|_, entry| {
        entry
            .text
            .as_deref()
            .is_some_and(|text| places.contains_key(text))
    });
    let tell = |(file, entry): (&str, &Entry)| {
        let place = places.get(entry.text.as_deref()?)?;
        let message = format!(
            "`{}` has another text now: the one that was there is at `{}`",
            url_of(file),
            url_of(place)
        );
        let help = "if two files took each other's names by mistake, give them back; else `diptych sync` records it";
        let finding = Diagnostic::warning(Code::LostUrl, message).help(help);
        Some(present.located(finding, entry))
    };
    changed.into_iter().filter_map(tell).collect()
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
        1 => format!("`{first}` and another address are not recorded yet"),
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

impl Present<'_> {
    fn located(&self, finding: Diagnostic, entry: &Entry) -> Diagnostic {
        let source = entry.source.as_deref();
        match source.and_then(|path| self.sources.get(path)) {
            Some(source) => finding.in_file(*source),
            None => finding,
        }
    }

    /// Why a URL is lost, and what helps.
    fn cause(&self, url: &str, entry: &Entry) -> (String, String) {
        let line = format!("aliases = [{url:?}]");
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
        if let Some(told) = self.moved(url, path, entry) {
            return told;
        }
        let is_there = self.sources.contains_key(path.as_str());
        let cause = match (is_there, &entry.title) {
            (true, Some(title)) => {
                format!(
                    "in `{path}`, « {title} » is a draft, of the future, waits for a translation, or is no post any more"
                )
            }
            (true, None) => {
                format!(
                    "`{path}` is a draft, of the future, waits for a translation, or was not read"
                )
            }
            (false, _) => format!("`{path}` does not exist any more"),
        };
        (
            cause,
            format!("to send its readers on, write in the front matter of another post: {line}"),
        )
    }

    /// Where the post of a lost page is now, and the line that keeps its URL alive.
    fn moved(&self, url: &str, path: &str, entry: &Entry) -> Option<(String, String)> {
        let line = format!("aliases = [{url:?}]");
        let line_of = |path: &str| match (self.is_yaml)(path) {
            true => format!("aliases: [{url:?}]"),
            false => line.clone(),
        };
        let is_same = |other: &Entry| other.text.is_some() && other.text == entry.text;
        let mut same = self.new.files.iter().filter(|(_, other)| is_same(other));
        let is_own = |other: &Entry| other.source == entry.source;
        let is_elsewhere =
            same.clone().count() > 0 && !same.clone().any(|(_, other)| is_own(other));
        let of_it = |other: &Entry| is_own(other) && other.title == entry.title;
        let moved = self.new.files.iter().find(|(_, other)| of_it(other));
        // Another file may have taken the name.
        if let Some((file, _)) = moved.filter(|_| !is_elsewhere) {
            let help = match &entry.title {
                Some(title) => format!(
                    "to keep it, write in archive.toml:\n{}",
                    toml::post_entry(None, title, &line)
                ),
                None => format!("to keep it, write in its front matter: {}", line_of(path)),
            };
            let cause = format!("the post of `{path}` is now at `{}`", url_of(file));
            return Some((cause, help));
        }
        if self.sources.contains_key(path) && !is_elsewhere {
            return None;
        }
        let same = same.next().map(|(file, _)| (file.clone(), ""));
        let (file, changed) = same.or_else(|| {
            let alike = (self.alike)(entry.signature.as_deref()?)?;
            Some((alike, ", changed"))
        })?;
        let name = self.new.files.get(&file)?.source.as_deref()?;
        Some((
            format!(
                "`{path}` is now `{name}`{changed}, whose page is at `{}`",
                url_of(&file)
            ),
            format!(
                "to keep it, write in the front matter of `{name}`: {}",
                line_of(name)
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, Option<&str>, Option<&str>)]) -> Manifest {
        let entry = |source: &Option<&str>, title: &Option<&str>| Entry {
            source: source.map(Into::into),
            title: title.map(Into::into),
            ..Entry::default()
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
        let present = Present {
            new: &manifest(new),
            sources: &known,
            is_yaml: &is_yaml,
            alike: &|_| None,
        };
        let lost = lost_urls(&manifest(old), &present);
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
                ("fr-en/a/index.html", None, None),
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
