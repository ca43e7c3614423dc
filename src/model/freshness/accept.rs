//! The records made anew: what the author accepts as up to date.

use std::collections::BTreeMap;

use super::moved::Finder;
use super::{Files, difference, is_followed, paragraphs, path, recorded};
use crate::content::translations::Record;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{PostId, Site};
use crate::source::Sources;
use crate::text::dates::{self, Date};

/// What the author accepts as up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// All records, as they are to be written.
    pub records: Vec<Record>,
    /// Files of the translations that were recorded.
    pub recorded: Vec<String>,
    /// Files of records that were renamed, and what they are called now.
    pub renamed: Vec<(String, String)>,
    /// Files of translations that are behind their originals, and were not named.
    pub behind: Vec<String>,
    /// Files of each story of which nothing tells which is the original.
    pub undecided: Vec<Vec<String>>,
}

/// Records translations as up to date: those of `named` files, or, where none is named, those that have no record yet.
pub fn accept(
    site: &Site,
    sources: &Sources,
    records: &[Record],
    known: &[&str],
    named: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Accepted {
    let files = Files::new(site, sources);
    let (records, renamed) = under_new_names(site, sources, &files, records, known);
    let named = named.iter();
    let named: Vec<PostId> = named
        .filter_map(|name| files.named(name, diagnostics))
        .collect();
    let records = records.into_iter();
    let mut acceptance = Acceptance {
        site,
        sources,
        by_file: records
            .map(|record| (record.file.0.clone(), record))
            .collect(),
        accepted: Accepted {
            renamed,
            ..Accepted::default()
        },
    };
    for story in &site.stories {
        let posts = story.versions().filter(|id| is_followed(site.post(*id)));
        let posts: Vec<PostId> = posts.collect();
        let chosen = posts.iter().copied().filter(|id| named.contains(id));
        let chosen: Vec<PostId> = chosen.collect();
        if let [one] = chosen[..] {
            acceptance.report_unfit(one, &posts, diagnostics);
        }
        if posts.len() >= 2 && (named.is_empty() || !chosen.is_empty()) {
            acceptance.story(&posts, &chosen, &files);
        }
    }
    Accepted {
        records: acceptance.by_file.into_values().collect(),
        ..acceptance.accepted
    }
}

/// The records under the names that their files have now, and the files that were renamed.
fn under_new_names(
    site: &Site,
    sources: &Sources,
    files: &Files,
    records: &[Record],
    known: &[&str],
) -> (Vec<Record>, Vec<(String, String)>) {
    let finder = Finder::new(site, sources, files, records, known);
    let mut renames = Vec::new();
    let mut now = |record: &Record| {
        let is_there = finder.is_there(&record.file.0) && finder.is_there(&record.of.0);
        let renamed = if is_there {
            None
        } else {
            finder.renamed(record)
        };
        let Some(renamed) = renamed else {
            return record.clone();
        };
        for (old, new) in [
            (&record.file.0, &renamed.file.0),
            (&record.of.0, &renamed.of.0),
        ] {
            if old != new {
                renames.push((old.clone(), new.clone()));
            }
        }
        renamed
    };
    let records = records.iter().map(&mut now).collect();
    renames.sort();
    renames.dedup();
    (records, renames)
}

/// The post of a Markdown file, by its path in the site or the end of it.
pub fn find(
    site: &Site,
    sources: &Sources,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PostId> {
    Files::new(site, sources).named(name, diagnostics)
}

/// What a translation in `file` is made from: an original as it is now.
pub fn record(site: &Site, sources: &Sources, file: &str, original: PostId) -> Record {
    let post = site.post(original);
    let text = paragraphs(post, true, sources).into_iter();
    Record {
        file: (file.to_owned(), None),
        of: (path(post, sources).to_owned(), None),
        title: Some(recorded(&post.title)),
        paragraphs: text.map(|(recorded, _)| recorded).collect(),
    }
}

struct Acceptance<'a> {
    site: &'a Site,
    sources: &'a Sources,
    by_file: BTreeMap<String, Record>,
    accepted: Accepted,
}

impl Acceptance<'_> {
    fn file(&self, id: PostId) -> String {
        path(self.site.post(id), self.sources).to_owned()
    }

    /// Reports a post that is named as a translation, of a story of these posts, and is none: it has no other, or is the older one.
    fn report_unfit(&self, one: PostId, posts: &[PostId], diagnostics: &mut Vec<Diagnostic>) {
        let file = self.file(one);
        if posts.len() < 2 {
            let message = format!("`{file}` has no translation");
            let help = format!("write one: `diptych translate {file}`");
            diagnostics.push(Diagnostic::error(Code::Freshness, message).help(help));
            return;
        }
        let date = |id| self.site.post(id).date;
        if self.by_file.contains_key(&file) || dates::earliest(posts, date) != Some(one) {
            return;
        }
        let others = posts.iter().filter(|id| **id != one);
        let others: Vec<String> = others.map(|id| self.file(*id)).collect();
        let message = format!(
            "`{file}` is the original: its date is before that of {}",
            quoted(&others)
        );
        let help = format!(
            "name the translation, `diptych sync {}`; if it is the other way round, correct the dates",
            others.join(" ")
        );
        diagnostics.push(Diagnostic::error(Code::Freshness, message).help(help));
    }

    /// The posts of a story that are followed, and those of them that the author chose.
    fn story(&mut self, posts: &[PostId], chosen: &[PostId], files: &Files) {
        let recorded_original = |id| {
            let record = self.by_file.get(&self.file(id))?;
            files.get(&record.of.0)
        };
        let date = |id| self.site.post(id).date;
        let Some(original) = original(posts, chosen, recorded_original, date) else {
            let files = posts.iter().map(|id| self.file(*id)).collect();
            self.accepted.undecided.push(files);
            return;
        };
        let post = self.site.post(original);
        let original_file = self.file(original);
        for translation in posts.iter().copied().filter(|id| *id != original) {
            let file = self.file(translation);
            match self.by_file.get(&file) {
                _ if chosen.contains(&translation) => {}
                _ if !chosen.is_empty() => continue,
                Some(record) => {
                    let change = difference(translation, (original, post), record, self.sources);
                    if !change.is_fresh() {
                        self.accepted.behind.push(file);
                    }
                    continue;
                }
                None => {}
            }
            let record = record(self.site, self.sources, &file, original);
            self.by_file.insert(file.clone(), record);
            self.accepted.recorded.push(file);
        }
        // What is the original of others is no translation of them.
        self.by_file.remove(&original_file);
    }
}

fn quoted(files: &[String]) -> String {
    let files: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
    files.join(" and ")
}

/// The original of a story: none of those named as translations; what a record names; else the one that is older than all others.
fn original(
    posts: &[PostId],
    named: &[PostId],
    recorded: impl Fn(PostId) -> Option<PostId>,
    date: impl Fn(PostId) -> Option<Date>,
) -> Option<PostId> {
    let others: Vec<PostId> = posts
        .iter()
        .copied()
        .filter(|id| !named.contains(id))
        .collect();
    let told = posts
        .iter()
        .filter_map(|id| recorded(*id))
        .find(|id| others.contains(id));
    match others[..] {
        [only] => Some(only),
        _ => told.or_else(|| dates::earliest(&others, date)),
    }
}

impl Files<'_> {
    /// The post of a file, by its path in the site or the end of it.
    fn named(&self, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<PostId> {
        let name = name.trim_start_matches("./").trim_end_matches('/');
        let ends = format!("/{name}");
        let ending = self
            .by_path
            .iter()
            .filter(|(path, _)| path.ends_with(&ends));
        let ending: Vec<_> = ending.collect();
        match (self.get(name), &ending[..]) {
            (Some(id), _) => return Some(id),
            (None, [(_, id)]) => return Some(**id),
            (None, several) => {
                let several: Vec<&str> = several.iter().map(|(path, _)| **path).collect();
                let (message, help) = self.not_one(name, &several);
                diagnostics.push(Diagnostic::error(Code::Freshness, message).help(help));
            }
        }
        None
    }

    /// Why a name is not that of one post, and what helps; `several` are paths that end with it.
    fn not_one(&self, name: &str, several: &[&str]) -> (String, String) {
        let below = format!("{name}/");
        if let [first, ..] = several {
            let message = format!("`{name}` is the file of {} posts", several.len());
            (
                message,
                format!("name its path in the site, such as `{first}`"),
            )
        } else if name.contains(['*', '?']) {
            let message = format!(
                "there is no file `{name}`: the shell fills in a pattern that stands without quotes"
            );
            (message, "name the files, or remove the quotes".to_owned())
        } else if self.by_path.keys().any(|path| path.starts_with(&below)) {
            let message = format!("`{name}` is a folder");
            (message, "name the files in it".to_owned())
        } else if let Some(path) = self
            .shared
            .iter()
            .find(|path| **path == name || path.ends_with(&format!("/{name}")))
        {
            let message = format!("the posts of `{path}` have no files of their own");
            let help = match path.ends_with(".txt") {
                true => format!(
                    "take one over as a Markdown file, by the line that it begins at: `diptych import --only {path}:LINE`"
                ),
                false => "write each language into a file of its own".to_owned(),
            };
            (message, help)
        } else {
            let help = did_you_mean(name, self.by_path.keys().copied());
            let help = help.unwrap_or_else(|| {
                "name Markdown files of posts or pages, by their paths in the site".into()
            });
            (format!("`{name}` is the file of no post"), help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_original_is_what_is_said_or_the_older_one() {
        let ids = [PostId(0), PostId(1), PostId(2)];
        let check = |dates: [&str; 3],
                     named: &[usize],
                     recorded: Option<usize>,
                     expected: Option<usize>| {
            let named: Vec<PostId> = named.iter().map(|at| PostId(*at)).collect();
            let found = original(
                &ids,
                &named,
                |_| recorded.map(PostId),
                |id| dates::parse(dates[id.0]),
            );
            assert_eq!(
                found,
                expected.map(PostId),
                "{dates:?} {named:?} {recorded:?}"
            );
        };
        check(["2014", "2015", "2016"], &[], None, Some(0));
        check(["2014", "2014-05", "2016"], &[], None, None);
        check(["2014-05-02", "2014-05-01", "2016"], &[], None, Some(1));
        check(["2014", "", "2016"], &[], None, None);
        check(["2014", "2014", "2014"], &[], Some(2), Some(2));
        check(["2014", "2014", "2014"], &[0, 1], None, Some(2));
        check(["2014", "2014", "2014"], &[2], Some(2), None);
        check(["2014", "2015", "2016"], &[0], Some(0), Some(1));
    }
}
