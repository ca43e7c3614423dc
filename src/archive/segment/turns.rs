//! Where a file turns from one language to another and stays: a post in the other language begins there.
//!
//! A stretch of a language that returns without a title to the one it left is a quotation. Where a title is between two
//! stretches that are left, a post begins at it, however short both are.

use super::candidates::Candidate;
use super::language_runs::{LanguageRun, find_language_runs};
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::MarkedFile;
use crate::languages::{LineRole, archive_words};

/// What a title between two languages weighs (log-odds), where the paragraphs on both sides are long enough.
const TURN: f64 = 9.0;
/// What is left of it where the title itself shows no language.
const MUTE: f64 = 0.8;
/// What is left of it where the title is in the language above.
const ABROAD: f64 = 0.5;
/// What is left of it where a stretch lacks a title on its other side: it may be a long quotation.
const HALF: f64 = 0.5;
/// Words of paragraphs that are sure to have a language.
const ENOUGH: usize = 40;
/// Words of paragraphs that show nothing yet.
const NOTHING: usize = 15;
/// A stretch of so many words is no quotation, unless it lacks a title on both sides.
const LONG_QUOTATION: usize = 150;
/// A title between two languages has no more words.
const LONGEST: usize = 20;

/// For each candidate of a file: what a change of language weighs, zero for most.
pub fn weigh_turns(file: &MarkedFile, candidates: &[Candidate]) -> Vec<f64> {
    let finder = TurnFinder { file, candidates };
    let runs = finder.without_quotations(find_language_runs(&file.lines, &file.kept));
    let parted: Vec<bool> = runs
        .windows(2)
        .map(|pair| finder.are_parted(&pair[0], &pair[1]))
        .collect();
    let is_open = |side: usize| parted.get(side) == Some(&false);
    let sides = |n: usize| match is_open(n) || n > 0 && is_open(n - 1) {
        true => HALF,
        false => 1.0,
    };
    let enough = |run: &LanguageRun| {
        (run.words.saturating_sub(NOTHING) as f64 / (ENOUGH - NOTHING) as f64).min(1.0)
    };
    let mut weights = vec![0.0; candidates.len()];
    for (n, pair) in runs.windows(2).enumerate() {
        if let Some((candidate, worth)) = finder.title_between(&pair[0], &pair[1]) {
            let sure = enough(&pair[0]) * enough(&pair[1]) * sides(n).min(sides(n + 1));
            weights[candidate] = TURN * worth * sure;
        }
    }
    weights
}

struct TurnFinder<'f, 'a> {
    file: &'f MarkedFile<'a>,
    candidates: &'f [Candidate],
}

impl TurnFinder<'_, '_> {
    /// The runs without those that return, somewhere, to the language they left without a title.
    fn without_quotations(&self, runs: Vec<LanguageRun>) -> Vec<LanguageRun> {
        let mut left: Vec<LanguageRun> = Vec::new();
        for run in runs {
            if let [.., host, inner] = left.as_mut_slice() {
                let sides =
                    u8::from(self.are_parted(host, inner)) + u8::from(self.are_parted(inner, &run));
                if host.language == run.language
                    && (sides == 0 || sides == 1 && inner.words < LONG_QUOTATION)
                {
                    host.last = run.last;
                    host.words += run.words;
                    left.pop();
                    continue;
                }
            }
            left.push(run);
        }
        left
    }

    /// Whether a title, or boilerplate that ends a post, is between two runs.
    fn are_parted(&self, above: &LanguageRun, below: &LanguageRun) -> bool {
        let (file, title) = (self.file, self.title_between(above, below));
        title.is_some()
            || (file.kept[above.last] + 1..file.kept[below.first]).any(|i| {
                let mark = &file.marks[i];
                let ends = Some(LineRole::End) == mark.role || Some(LineRole::More) == mark.role;
                ends || mark.is_byline() || mark.more.is_some()
            })
    }

    /// The line between two runs that is most like a title (an index of the candidates), and its share of [`TURN`].
    fn title_between(&self, above: &LanguageRun, below: &LanguageRun) -> Option<(usize, f64)> {
        let file = self.file;
        // A heading right above the other language, under a paragraph of its own: it has a foreign title, perhaps.
        let is_foreign = |place: usize| {
            place + 1 == below.first && place > above.first && !file.line_at(place - 1).is_short()
        };
        let worth = |place: usize| match place {
            _ if place == below.first => 1.0,
            _ if place > above.last => MUTE,
            _ if is_foreign(place) => ABROAD,
            _ => 0.0,
        };
        let opinion =
            |&(i, worth): &(usize, f64)| self.candidates[i].evidence.opinion + TURN * worth;
        self.candidates
            .iter()
            .enumerate()
            .skip(
                self.candidates
                    .partition_point(|c| c.place < above.last.max(1)),
            )
            .take_while(|(_, candidate)| candidate.place <= below.first)
            .filter(|(_, candidate)| {
                candidate.heading
                    && candidate.place + 1 < file.kept.len()
                    && is_title_like(&file.lines[candidate.line])
            })
            .map(|(i, candidate)| (i, worth(candidate.place)))
            .filter(|(_, worth)| *worth > 0.0)
            .max_by(|a, b| opinion(a).total_cmp(&opinion(b)))
    }
}

/// Short, of one language, and neither a sentence, nor a quotation, nor the announcement of what follows.
fn is_title_like(line: &Line) -> bool {
    let all: f32 = line.tongue.iter().sum();
    let best = line.tongue.iter().copied().fold(0.0, f32::max);
    let is_mixed = all - best >= 2.0 && best < 3.0 * (all - best);
    let name = line.folded.trim_matches(|c: char| !c.is_alphanumeric());
    line.words <= LONGEST
        && !is_mixed
        && !line.is_quoted()
        && line.marker.is_none()
        && !matches!(line.ends(), '.' | ',' | ';' | ':')
        && !archive_words().version_headings.contains(name)
}
