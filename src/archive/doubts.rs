//! Last step, decisions → doubts: what the author should look at, the most doubtful first, each with the correction that would change it.

use super::input::{ArchiveFile, Correction, CorrectionAction};
use super::lines::line::Line;
use super::marks::phrases::recognize_line;
use super::posts::corpus::{Corpus, PostCopy};
use super::posts::grouping::CopyGroup;
use super::report::{Doubt, DoubtSubject, DropReason};
use super::segment::input::BoundaryDecision;
use super::segment::language_runs::find_language_runs;
use std::collections::{HashMap, HashSet};

/// No doubt about a boundary below this weight is kept; what else is known of the site may make it worth reporting.
const LEAST: f64 = 0.01;
/// Doubts so many lines apart are one: the author looks at both at a glance.
const GLANCE: usize = 2;
/// Words of paragraphs that make a stretch of a post worth a look.
const STRETCH: usize = 40;

/// All doubts, the most doubtful first.
pub fn rank_doubts(
    files: &[ArchiveFile],
    corpus: &Corpus,
    copies: &[PostCopy],
    groups: &[CopyGroup],
) -> Vec<Doubt> {
    let finder = DoubtFinder { files, corpus };
    let mut doubts = finder.boundaries();
    doubts.extend(finder.boilerplate());
    for group in groups {
        let kept = &copies[group[0].copy];
        doubts.extend(finder.language_changes(kept));
        if !kept.titled {
            doubts.push(finder.doubt(
                kept.file,
                &corpus.files[kept.file].lines[kept.kept[0]],
                DoubtSubject::Title,
                CorrectionAction::Start,
                0.15,
                "this post has no title: it is named by its first words",
            ));
        }
    }
    doubts.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then((a.file, a.line).cmp(&(b.file, b.line)))
    });
    keep_worst_nearby(doubts)
}

/// The worst of those that are close to each other.
fn keep_worst_nearby(mut doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut reported: HashSet<(usize, usize)> = HashSet::new();
    doubts.retain(|doubt| {
        let is_new = reported.insert((doubt.file, doubt.line));
        if is_new {
            let near = doubt.line.saturating_sub(GLANCE)..=doubt.line + GLANCE;
            reported.extend(near.map(|line| (doubt.file, line)));
        }
        is_new
    });
    doubts
}

struct DoubtFinder<'d, 'a> {
    files: &'d [ArchiveFile<'d>],
    corpus: &'d Corpus<'a>,
}

impl<'d> DoubtFinder<'d, '_> {
    fn doubt(
        &self,
        file: usize,
        line: &Line,
        about: DoubtSubject,
        action: CorrectionAction,
        weight: f64,
        why: &str,
    ) -> Doubt {
        Doubt {
            file,
            line: line.number,
            about,
            why: why.to_owned(),
            correction: Correction {
                file: Some(self.files[file].name.to_owned()),
                line: Some(line.number),
                text: line.text.to_owned(),
                action,
            },
            weight,
        }
    }

    fn boundaries(&self) -> Vec<Doubt> {
        let worst_copies = self.worst_of_copies();
        let mut doubts = Vec::new();
        for (file, starts) in self.corpus.boundaries.iter().enumerate() {
            for start in starts
                .iter()
                .filter(|start| !start.fixed && start.wrong >= LEAST)
            {
                let line = &self.corpus.files[file].lines[start.line];
                let worst = worst_copies.get(line.folded.as_str());
                if worst.is_some_and(|worst| *worst != file) {
                    continue;
                }
                let sure = (1.0 - start.wrong) * 100.0;
                let (what, action) = if start.chosen {
                    (
                        "a post seems to start here, but it may be a heading",
                        CorrectionAction::Join,
                    )
                } else {
                    (
                        "a heading, it seems, but a post may start here",
                        CorrectionAction::Start,
                    )
                };
                let why = format!("{what} (sure at {sure:.0} %)");
                let subject = DoubtSubject::Boundary;
                let mut doubt = self.doubt(file, line, subject, action, start.wrong, &why);
                if worst.is_some() {
                    // Without a file and a line number it is said of every copy.
                    (doubt.correction.file, doubt.correction.line) = (None, None);
                }
                doubts.push(doubt);
            }
        }
        doubts
    }

    /// Lines about which one correction says all: the same post's, once in each of several files, taken alike in all of them.
    /// By their words, the file where the decision is most doubtful.
    fn worst_of_copies(&self) -> HashMap<&'d str, usize> {
        let everywhere = self.corpus.count_lines();
        let mut copies: HashMap<&str, Vec<(usize, &BoundaryDecision)>> = HashMap::new();
        for (index, file) in self.corpus.files.iter().enumerate() {
            for start in self.corpus.boundaries[index]
                .iter()
                .filter(|start| !start.fixed)
            {
                let line = &file.lines[start.line];
                copies.entry(&line.folded).or_default().push((index, start));
            }
        }
        let below = |(file, start): &(usize, &BoundaryDecision)| {
            let file = &self.corpus.files[*file];
            let next = (start.line + 1..file.lines.len()).find(|&i| file.marks[i].is_kept());
            next.map(|i| file.lines[i].folded.as_str())
        };
        copies.retain(|words, places| {
            places.len() > 1
                && everywhere.get(words) == Some(&places.len())
                && places.windows(2).all(|pair| {
                    pair[0].0 != pair[1].0
                        && pair[0].1.chosen == pair[1].1.chosen
                        && below(&pair[0]) == below(&pair[1])
                })
        });
        let worst = |(words, places): (&'d str, Vec<(usize, &BoundaryDecision)>)| {
            let worst = places
                .iter()
                .max_by(|a, b| a.1.wrong.total_cmp(&b.1.wrong))?;
            Some((words, worst.0))
        };
        copies.into_iter().filter_map(worst).collect()
    }

    /// Where a post goes over to another language for a while: another post, or a long quotation.
    fn language_changes(&self, copy: &PostCopy) -> Vec<Doubt> {
        let lines = &self.corpus.files[copy.file].lines;
        let runs = find_language_runs(lines, &copy.kept);
        let mut doubts = Vec::new();
        for (n, pair) in runs.windows(2).enumerate() {
            if pair.iter().any(|run| run.words < STRETCH) {
                continue;
            }
            // The heading above the first line of the other language is where a post would start.
            let mut above = pair[0].last + 1..pair[1].first;
            let heading = above.find(|&place| lines[copy.kept[place]].is_short());
            let index = copy.kept[heading.unwrap_or(pair[1].first)];
            let mut starts = self.corpus.boundaries[copy.file].iter();
            if starts.any(|start| start.line == index && start.fixed) {
                continue;
            }
            let returns = runs[n + 2..]
                .iter()
                .any(|run| run.language == pair[0].language);
            doubts.push(self.doubt(
                copy.file,
                &lines[index],
                DoubtSubject::Boundary,
                CorrectionAction::Start,
                if returns { 0.05 } else { 0.3 },
                "the language changes here within a post: another post may start, or it is a long quotation",
            ));
        }
        doubts
    }

    /// Lines dropped for what they look like, not for words that are known: a site's recurring line (once), a file's name.
    fn boilerplate(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let mut reported: HashSet<&str> = HashSet::new();
        for (index, file) in self.corpus.files.iter().enumerate() {
            for (line, mark) in file.lines.iter().zip(&file.marks) {
                let is_unknown = || recognize_line(line.text).is_none() && line.marker.is_none();
                let (why, weight) = match mark.drop {
                    Some(DropReason::Boilerplate) if is_unknown() => (
                        "this line comes again and again between posts: it is taken for the site's",
                        0.05,
                    ),
                    Some(DropReason::Image) => ("this looks like the name of a lost image", 0.04),
                    _ => continue,
                };
                if reported.insert(&line.folded) {
                    let (subject, action) = (DoubtSubject::Boilerplate, CorrectionAction::Keep);
                    doubts.push(self.doubt(index, line, subject, action, weight, why));
                }
            }
        }
        doubts
    }
}
