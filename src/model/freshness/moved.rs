//! Files that were renamed since they were recorded: an original is found again by its paragraphs, a translation by its original.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Files, is_followed, located, paragraphs, path};
use crate::content::translations::Record;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{PostId, Site};
use crate::source::Sources;
use crate::text::toml::quote;

/// What tells the new names of recorded files.
pub(super) struct Finder<'a> {
    site: &'a Site,
    sources: &'a Sources,
    files: &'a Files<'a>,
    /// The paths of all content files.
    known: BTreeSet<&'a str>,
    /// Files that a record calls translations, and those that one calls originals.
    recorded: [BTreeSet<&'a str>; 2],
    /// Read when it is asked for: as a rule, nothing was renamed.
    texts: OnceCell<Texts>,
}

/// The posts of each paragraph, and how many each post has, by their digests.
#[derive(Default)]
struct Texts {
    posts: BTreeMap<String, BTreeSet<PostId>>,
    counts: BTreeMap<PostId, usize>,
}

impl<'a> Finder<'a> {
    pub fn new(
        site: &'a Site,
        sources: &'a Sources,
        files: &'a Files<'a>,
        records: &'a [Record],
        known: &[&'a str],
    ) -> Self {
        let names = |of: fn(&Record) -> &str| records.iter().map(of).collect();
        Self {
            site,
            sources,
            files,
            known: known.iter().copied().collect(),
            recorded: [names(|record| &record.file.0), names(|record| &record.of.0)],
            texts: OnceCell::new(),
        }
    }

    pub fn is_there(&self, file: &str) -> bool {
        self.known.contains(file)
    }

    /// Content files that no record names.
    pub fn unrecorded(&self) -> impl Iterator<Item = &'a str> {
        let is_recorded = |file: &&str| self.recorded.iter().any(|names| names.contains(file));
        self.known
            .iter()
            .copied()
            .filter(move |file| !is_recorded(file))
    }

    /// A record of files that are gone, with the names that they have now.
    pub fn renamed(&self, record: &Record) -> Option<Record> {
        let [translations, originals] = &self.recorded;
        let original = match self.is_there(&record.of.0) {
            true => self.files.get(&record.of.0),
            false => self
                .holder(record)
                .filter(|id| !originals.contains(self.path(*id))),
        }?;
        let file = match self.is_there(&record.file.0) {
            true => record.file.0.as_str(),
            false => {
                let others = self.site.story_of(original).others(original);
                let files = others.filter(|id| is_followed(self.site.post(*id)));
                let mut files = files.map(|id| self.path(id)).filter(|file| {
                    !translations.contains(file) && may_be_one(&record.file.0, file)
                });
                files.next().filter(|_| files.next().is_none())?
            }
        };
        let mut record = record.clone();
        record.file.0 = file.to_owned();
        record.of.0 = self.path(original).to_owned();
        Some(record)
    }

    /// The post that has the text of which a translation was made, or most of it.
    pub fn holder(&self, record: &Record) -> Option<PostId> {
        let texts = self.texts.get_or_init(|| self.read());
        let digests: BTreeSet<&str> = record
            .paragraphs
            .iter()
            .map(|was| was.digest.as_str())
            .collect();
        let mut shared: BTreeMap<PostId, usize> = BTreeMap::new();
        for id in digests
            .iter()
            .filter_map(|digest| texts.posts.get(*digest))
            .flatten()
        {
            *shared.entry(*id).or_default() += 1;
        }
        let is_most = |(id, shared): &(PostId, usize)| {
            shared * 2
                >= digests
                    .len()
                    .max(texts.counts.get(id).copied().unwrap_or_default())
        };
        let mut holders = shared.into_iter().filter(is_most);
        let (holder, _) = holders.next()?;
        holders.next().is_none().then_some(holder)
    }

    fn read(&self) -> Texts {
        let mut texts = Texts::default();
        for id in self.files.by_path.values() {
            let paragraphs = paragraphs(self.site.post(*id), true, self.sources);
            let digests: BTreeSet<String> =
                paragraphs.into_iter().map(|(is, _)| is.digest).collect();
            texts.counts.insert(*id, digests.len());
            for digest in digests {
                texts.posts.entry(digest).or_default().insert(*id);
            }
        }
        texts
    }

    pub fn path(&self, id: PostId) -> &'a str {
        path(self.site.post(id), self.sources)
    }
}

/// Whether a file may be another one's new name: where both names tell a language, it is the same.
fn may_be_one(old: &str, new: &str) -> bool {
    language_part(old)
        .zip(language_part(new))
        .is_none_or(|(old, new)| old == new)
}

fn language_part(file: &str) -> Option<&str> {
    let name = file.rsplit('/').next()?.strip_suffix(".md")?;
    name.rsplit_once('.').map(|(_, part)| part)
}

/// Tells what the files of a record are called now.
pub(super) fn report(old: &Record, new: &Record) -> Diagnostic {
    let renames = [(&old.file.0, &new.file.0), (&old.of.0, &new.of.0)];
    let renames = renames.into_iter().filter(|(old, new)| old != new);
    let renames: Vec<String> = renames
        .map(|(old, new)| format!("`{old}` is now `{new}`"))
        .collect();
    let help = format!(
        "run `diptych sync`, which writes the new names here, or write them:\n[{}]\nof = {}",
        quote(&new.file.0),
        quote(&new.of.0)
    );
    let finding = Diagnostic::warning(Code::Freshness, renames.join(", and "));
    located(finding, old.file.1).help(help)
}

/// Tells of a file that is gone; `is_near_sought` says whether one of a like name is looked for, which takes time.
pub(super) fn report_gone(file: &str, finder: &Finder, is_near_sought: bool) -> Diagnostic {
    let near = is_near_sought.then(|| did_you_mean(file, finder.unrecorded()));
    let help = near.flatten().unwrap_or_else(|| "remove this entry".into());
    Diagnostic::warning(Code::Freshness, format!("there is no `{file}`")).help(help)
}

/// Tells that an original has another text now, and where the one is that was translated.
pub(super) fn report_exchanged(record: &Record, holder: &str) -> Diagnostic {
    let (file, of) = (&record.file.0, &record.of.0);
    let message = format!(
        "`{of}` has another text now; the one that `{file}` was made from is in `{holder}`"
    );
    let help = format!(
        "if their translations were renamed with them, run `diptych sync {file}`; else give the two their names back"
    );
    located(Diagnostic::warning(Code::Freshness, message), record.of.1).help(help)
}
