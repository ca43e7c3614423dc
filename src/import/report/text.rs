//! The reading as a report that one likes to read: the doubts first, then the stories, then what was left out.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::rows::{ImportReport, ReadPost};
use crate::text::{titles, toml};

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts(f)?;
        self.doubts(f)?;
        self.stories(f)?;
        self.offered(f)?;
        self.left_out(f)?;
        self.items(f)
    }
}

impl ImportReport {
    fn counts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let copies: usize = self.posts.iter().map(|post| post.spans.len()).sum();
        let translated = self
            .posts
            .iter()
            .filter(|post| post.translation_of.is_some())
            .count();
        let truncated = self.posts.iter().filter(|post| post.truncated).count();
        let mut by_lang: BTreeMap<&str, usize> = BTreeMap::new();
        for post in &self.posts {
            *by_lang.entry(&post.lang).or_default() += 1;
        }
        let by_lang: Vec<String> = by_lang
            .iter()
            .map(|(lang, count)| format!("{count} {lang}"))
            .collect();
        writeln!(
            f,
            "{} posts ({}) from {copies} copies; {translated} translations; {truncated} truncated",
            self.posts.len(),
            by_lang.join(", ")
        )
    }

    fn doubts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.doubts.is_empty() {
            return writeln!(f, "\nNothing is doubtful.");
        }
        writeln!(
            f,
            "\nDoubtful, worst first; below each, the lines that would change it:"
        )?;
        for doubt in &self.doubts {
            writeln!(f, "\n  {}  {}: {}", doubt.at, doubt.about, doubt.why)?;
            for line in doubt.correction.lines() {
                writeln!(f, "      {line}")?;
            }
        }
        Ok(())
    }

    fn stories(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nStories:")?;
        for post in self
            .posts
            .iter()
            .filter(|post| post.translation_of.is_none())
        {
            writeln!(f, "\n  {}", line(post))?;
            for other in self
                .posts
                .iter()
                .filter(|other| other.translation_of.as_ref() == Some(&post.id))
            {
                let score = other
                    .evidence
                    .score
                    .map(|score| format!(" {score:.2}"))
                    .unwrap_or_default();
                writeln!(f, "  = {}", line(other))?;
                let reasons = other.evidence.reasons.join("; ");
                let colon = if reasons.is_empty() { "" } else { ": " };
                writeln!(f, "      {}{score}{colon}{reasons}", other.evidence.kind)?;
            }
        }
        Ok(())
    }

    /// What the author may want to take over or to mend.
    fn offered(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed: Vec<(&str, &ReadPost)> = self
            .posts
            .iter()
            .filter_map(|post| Some((post.signature.as_deref()?, post)))
            .collect();
        if !signed.is_empty() {
            writeln!(f, "\nSigned; to name the author, write in archive.toml:")?;
        }
        for (name, post) in signed {
            let entry = toml::post_entry(
                None,
                &post.title,
                &format!("authors = [{}]", toml::quote(name)),
            );
            entry
                .lines()
                .try_for_each(|line| writeln!(f, "      {line}"))?;
        }
        if !self.lost.is_empty() {
            writeln!(f, "\nLost; no trace of it stands on the site:")?;
        }
        for lost in &self.lost {
            writeln!(f, "  {}  {}", lost.at, lost.what)?;
        }
        if !self.only_in_copies.is_empty() {
            writeln!(f, "\nOnly in a copy that is not the one kept:")?;
        }
        for line in &self.only_in_copies {
            writeln!(f, "  {}  {}", line.at, line.text)?;
        }
        Ok(())
    }

    fn left_out(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for dropped in &self.dropped {
            let part = dropped
                .text
                .as_ref()
                .map(|text| format!(" “{}”", text.trim()))
                .unwrap_or_default();
            by_reason
                .entry(dropped.reason)
                .or_default()
                .push(format!("{}{part}", dropped.at));
        }
        if !by_reason.is_empty() {
            writeln!(f, "\nLeft out:")?;
        }
        for (reason, places) in by_reason {
            writeln!(f, "  {reason}: {}", places.join(", "))?;
        }
        Ok(())
    }

    /// What an export holds beside the posts: of many items of a kind, the first are named.
    fn items(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED: usize = 12;
        let mut kinds: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for item in &self.export.left_out {
            let title = if item.title.is_empty() {
                String::new()
            } else {
                format!(" « {} »", item.title)
            };
            kinds
                .entry((&item.reason, &item.what))
                .or_default()
                .push(format!("{}{title}", item.at));
        }
        if !kinds.is_empty() {
            writeln!(f, "\nItems of the export that are no posts:")?;
        }
        for ((reason, what), places) in kinds {
            let more = places.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!(", and {more} more")
            } else {
                String::new()
            };
            writeln!(
                f,
                "  {what} ({}), {reason}: {}{more}",
                places.len(),
                places[..places.len().min(NAMED)].join(", ")
            )?;
        }
        if !self.export.changed.is_empty() {
            writeln!(f, "\nNot as it was:")?;
        }
        for change in &self.export.changed {
            writeln!(f, "  {}  {}: {}", change.at, change.became, change.what)?;
        }
        if !self.export.comments_left_out.is_empty() {
            let reasons: Vec<String> = self
                .export
                .comments_left_out
                .iter()
                .map(|(reason, count)| format!("{count} {reason}"))
                .collect();
            writeln!(f, "\nComments left out: {}", reasons.join(", "))?;
        }
        Ok(())
    }
}

fn line(post: &ReadPost) -> String {
    let mut line = format!("[{}] {}", post.lang, titles::tidy(&post.title));
    for (at, span) in post.spans.iter().enumerate() {
        let word = if at == 0 { " –" } else { ", also" };
        let _ = write!(
            line,
            "{word} {}:{}-{}",
            span.file, span.first_line, span.last_line
        );
    }
    if post.truncated {
        line.push_str(" (truncated)");
    }
    if let Some(file) = &post.file {
        let _ = write!(line, "\n      → {file}");
    }
    line
}
