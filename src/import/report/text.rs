//! The reading as a report that one likes to read: the doubts first, then the stories, then what was left out.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::rows::{ImportReport, ReadPost};
use crate::import::numbers::agreeing;
use crate::text::{titles, toml};

/// Of many items of a kind, so many are named.
const NAMED: usize = 12;

impl Display for ImportReport {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        self.counts(f)?;
        self.doubts(f)?;
        self.stories(f)?;
        self.offered(f)?;
        self.left_out(f)?;
        self.items(f)
    }
}

/// A list under its heading; nothing where it is empty.
fn list(f: &mut Formatter, heading: &str, lines: impl Iterator<Item = String>) -> fmt::Result {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        writeln!(f, "\n{heading}")?;
    }
    lines.try_for_each(|line| writeln!(f, "  {line}"))
}

impl ImportReport {
    fn counts(&self, f: &mut Formatter) -> fmt::Result {
        let copies: usize = self.posts.iter().map(|post| post.spans.len()).sum();
        let count = |is: fn(&ReadPost) -> bool| self.posts.iter().filter(|post| is(post)).count();
        let mut by_lang: BTreeMap<&str, usize> = BTreeMap::new();
        for post in &self.posts {
            *by_lang.entry(&post.lang).or_default() += 1;
        }
        let by_lang = by_lang
            .iter()
            .map(|(lang, count)| format!("{count} {lang}"));
        let translations = count(|post| post.translation_of.is_some());
        let by_lang = match self.posts.is_empty() {
            true => String::new(),
            false => format!(" ({})", joined(by_lang)),
        };
        writeln!(
            f,
            "{}{by_lang} from {}; {}; {} truncated",
            agreeing("# post|posts", self.posts.len()),
            agreeing("# copy|copies", copies),
            agreeing("# translation|translations", translations),
            count(|post| post.truncated)
        )
    }

    fn doubts(&self, f: &mut Formatter) -> fmt::Result {
        // Where there is no archive, nothing was guessed.
        let has_copies = self.posts.iter().any(|post| !post.spans.is_empty());
        if self.doubts.is_empty() {
            return match has_copies {
                true => writeln!(f, "\nNothing is doubtful."),
                false => Ok(()),
            };
        }
        writeln!(
            f,
            "\nDoubtful, worst first; below each, the lines that would change it:"
        )?;
        for doubt in &self.doubts {
            writeln!(f, "\n  {}  {}: {}", doubt.at, doubt.about, doubt.why)?;
            indented(f, &doubt.correction)?;
        }
        match self.more_doubts.len() {
            0 => Ok(()),
            count => writeln!(
                f,
                "\n  … and {count} more, less doubtful; `--all` lists them"
            ),
        }
    }

    fn stories(&self, f: &mut Formatter) -> fmt::Result {
        writeln!(f, "\nStories:")?;
        let firsts = self.posts.iter();
        for post in firsts.filter(|post| post.translation_of.is_none()) {
            writeln!(f, "\n  {}", line(post))?;
            let is_translation =
                |other: &&ReadPost| other.translation_of.as_ref() == Some(&post.id);
            for other in self.posts.iter().filter(is_translation) {
                writeln!(f, "  = {}", line(other))?;
                let evidence = &other.evidence;
                write!(f, "      {}", evidence.kind)?;
                if let Some(score) = evidence.score {
                    write!(f, " {score:.2}")?;
                }
                let reasons = evidence.reasons.join("; ");
                let colon = if reasons.is_empty() { "" } else { ": " };
                writeln!(f, "{colon}{reasons}")?;
            }
        }
        Ok(())
    }

    /// What the author may want to take over or to mend.
    fn offered(&self, f: &mut Formatter) -> fmt::Result {
        let signed = self.posts.iter();
        let signed = signed.filter_map(|post| Some((post, post.signature.as_deref()?)));
        for (at, (post, name)) in signed.enumerate() {
            if at == 0 {
                writeln!(f, "\nSigned; to name the author, write in archive.toml:")?;
            }
            let authors = format!("authors = [{}]", toml::quote(name));
            indented(f, &toml::post_entry(None, &post.title, &authors))?;
        }
        let lost = self
            .lost
            .iter()
            .map(|lost| format!("{}  {}", lost.at, lost.what));
        list(f, "Lost; no trace of it stands on the site:", lost)?;
        let spans = self.posts.iter().flat_map(|post| {
            post.spans
                .get(1..)
                .unwrap_or_default()
                .iter()
                .map(move |span| (post, span))
        });
        let copies = spans.filter_map(|(post, span)| {
            let share = span.share? * 100.0;
            Some(format!(
                "{}:{}-{}  in {}, which has {share:.0} % of it",
                span.file, span.first_line, span.last_line, post.id
            ))
        });
        list(f, "Copies of a post that is kept elsewhere:", copies)?;
        let lines = self.only_in_copies.iter();
        let lines = lines.map(|line| format!("{}  {}", line.at, line.text));
        list(f, "Only in a copy that is not the one kept:", lines)
    }

    fn left_out(&self, f: &mut Formatter) -> fmt::Result {
        let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for dropped in &self.dropped {
            let part = dropped.text.as_deref().map(str::trim);
            let part = part.map(|part| format!(" “{part}”")).unwrap_or_default();
            let places = by_reason.entry(dropped.reason).or_default();
            places.push(format!("{}{part}", dropped.at));
        }
        let by_reason = by_reason.into_iter();
        let lines = by_reason.map(|(reason, places)| format!("{reason}: {}", places.join(", ")));
        list(f, "Left out:", lines)
    }

    /// What an export holds beside the posts.
    fn items(&self, f: &mut Formatter) -> fmt::Result {
        let mut kinds: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for item in &self.export.left_out {
            let title = match item.title.as_str() {
                "" => String::new(),
                title => format!(" « {title} »"),
            };
            let places = kinds.entry((&item.reason, &item.what)).or_default();
            places.push(format!("{}{title}", item.at));
        }
        let lines = kinds.into_iter().map(|((reason, what), places)| {
            let count = places.len();
            let more = match count.saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let named = joined(places.into_iter().take(NAMED));
            format!("{what} ({count}), {reason}: {named}{more}")
        });
        list(f, "Items of the export that are no posts:", lines)?;
        let changed = self.export.changed.iter();
        let changed =
            changed.map(|change| format!("{}  {}: {}", change.at, change.became, change.what));
        list(f, "Not as it was:", changed)?;
        let comments = &self.export.comments_left_out;
        if comments.is_empty() {
            return Ok(());
        }
        let reasons = comments
            .iter()
            .map(|(reason, count)| format!("{count} {reason}"));
        writeln!(f, "\nComments left out: {}", joined(reasons))
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn indented(f: &mut Formatter, text: &str) -> fmt::Result {
    let mut lines = text.lines();
    lines.try_for_each(|line| writeln!(f, "      {line}"))
}

fn line(post: &ReadPost) -> String {
    let mut line = format!("[{}] {}", post.lang, titles::tidy(&post.title));
    for (at, span) in post.spans.iter().enumerate() {
        let word = if at == 0 { " –" } else { ", also" };
        line += &format!(
            "{word} {}:{}-{}",
            span.file, span.first_line, span.last_line
        );
    }
    if post.truncated {
        line.push_str(" (truncated)");
    }
    if let Some(file) = &post.file {
        line += &format!("\n      → {file}");
    }
    line
}
