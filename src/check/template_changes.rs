//! What templates see has a version: a template that was written for an older one is told, by line, what has changed since.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Sources, Span};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    /// Of today.
    version: u32,
    changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The first version with it.
    version: u32,
    /// What templates called it.
    name: String,
    /// What to do.
    now: String,
}

static HISTORY: LazyLock<History> = LazyLock::new(|| {
    // A test reads it.
    toml::from_str(include_str!("template_changes.toml")).unwrap_or_default()
});

/// The version of what templates see.
pub fn version() -> u32 {
    HISTORY.version
}

/// Reports what the author's own templates name that has changed since the version which the settings say they are written for.
pub fn template_changes<'t>(
    templates: impl Iterator<Item = &'t (String, SourceId)>,
    said: Option<(u32, Span)>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let today = HISTORY.version;
    match said {
        Some((version, span)) if version > today => {
            let message =
                format!("this Diptych knows templates up to version {today}, not {version}");
            let help =
                "use a newer Diptych, or write the version that your templates are written for";
            let error = Diagnostic::error(Code::Template, message).at(span);
            diagnostics.push(error.help(help));
        }
        _ => {
            let version = said.map_or(1, |(version, _)| version);
            report(&HISTORY, templates, version, sources, diagnostics);
        }
    }
}

fn report<'t>(
    history: &History,
    templates: impl Iterator<Item = &'t (String, SourceId)>,
    written_for: u32,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let changes = history.changes.iter();
    let newer = changes.filter(|change| change.version > written_for);
    for (_, id) in templates {
        let text = &sources.get(*id).text;
        for change in newer.clone() {
            let places = text.match_indices(&change.name).map(|(at, _)| at);
            let mut places = places.filter(|at| is_named(text, *at, &change.name));
            let Some(at) = places.next() else { continue };
            let message = format!("`{}` has changed in what templates see", change.name);
            let help = format!(
                "{}; then say what your templates are written for: `version = {}` below `[theme]` in `site.toml`",
                change.now, history.version
            );
            let span = Span::new(*id, at..at + change.name.len());
            let error = Diagnostic::error(Code::Template, message).at(span);
            diagnostics.push(error.help(help));
        }
    }
}

/// Whether a whole name stands in a tag of a template.
fn is_named(text: &str, at: usize, name: &str) -> bool {
    let of_name = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = (&text[..at], &text[at + name.len()..]);
    let begins = |open: &str| before.rfind(open).map_or(0, |at| at + 1);
    let opened = begins("{{").max(begins("{%"));
    let closed = begins("}}").max(begins("%}"));
    begins("{#") <= begins("#}")
        && opened > closed
        && !before.ends_with(|c| of_name(c) || c == '.')
        && !after.starts_with(of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_can_be_read() {
        let history: History = toml::from_str(include_str!("template_changes.toml")).unwrap();
        assert!(history.version >= 1);
        let is_past = |change: &Change| change.version <= history.version;
        assert!(history.changes.iter().all(is_past));
    }

    #[test]
    fn what_has_changed_is_told_by_line() {
        let history = "version = 3\nchanges = [\n\
            { version = 2, name = \"post.minutes\", now = \"write `post.reading_time`\" },\n\
            { version = 3, name = \"card.more\", now = \"remove it\" },\n]";
        let history: History = toml::from_str(history).unwrap();
        for (text, written_for, expected) in [
            ("<p>{{ post.minutes }}</p>", 1, &["post.minutes 6"][..]),
            ("{% if post.minutes > 1 %}", 1, &["post.minutes 6"]),
            ("{{ post.minutes }}", 2, &[]),
            (
                "{{ card.more }}{{ post.minutes }}",
                1,
                &["post.minutes 18", "card.more 3"],
            ),
            ("{{ card.more }}", 3, &[]),
            ("post.minutes {# {{ post.minutes }} #}", 1, &[]),
            (
                "{{ post.minutes_all }} {{ the.post.minutes }} {{ x_post.minutes }}",
                1,
                &[],
            ),
        ] {
            let mut sources = Sources::default();
            let id = sources.add("templates/post.html".to_owned(), text.to_owned());
            let mut diagnostics = Vec::new();
            let templates = [("post.html".to_owned(), id)];
            report(
                &history,
                templates.iter(),
                written_for,
                &sources,
                &mut diagnostics,
            );
            let told = diagnostics.iter().map(|found| {
                let name = found.message.split('`').nth(1).unwrap();
                format!("{name} {}", found.span.unwrap().start)
            });
            assert_eq!(told.collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
