//! Step 3, marks → candidates: lines that may open a post, with their layout and what their words and neighbours say.

use super::facts::{LONGEST_TITLE, LayoutScanner, is_heading_like};
use super::layout::LayoutFacts;
use super::repeats::{RepeatedLines, line_shape};
use crate::archive::lines::line::{LabelKind, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::marks::mark::MarkedFile;
use crate::archive::urn::{NEAR, SubjectWords, Urn, WINDOW};
use crate::lang::Detector;
use std::collections::{HashMap, HashSet};

/// A line that may open a post.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the line in its file.
    pub line: usize,
    /// Place of the line among the kept lines of its file.
    pub place: usize,
    /// Whether it can be a title; otherwise it could only open an untitled post.
    pub heading: bool,
    pub facts: LayoutFacts,
    /// What words and neighbours say of it.
    pub evidence: Evidence,
}

/// What is not layout and speaks for a post to begin at a line, or against it.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// All of it (log-odds).
    pub opinion: f64,
    /// Length of what follows, as a logarithm.
    pub next_length: f64,
    /// How surely the language changes, from 0 to 1.
    pub language_change: f64,
    /// How much better its words are predicted by the text below than by the text above.
    pub title_gain: f64,
}

/// The candidates of all files.
pub fn find_candidates(
    files: &[MarkedFile],
    vocabulary: &Vocabulary,
    detector: &Detector,
) -> Vec<Vec<Candidate>> {
    let repeated = RepeatedLines::new(files);
    let series = series_names(files);
    files
        .iter()
        .map(|file| {
            let mut finder = CandidateFinder {
                file,
                detector,
                layout: LayoutScanner::new(file, &repeated),
                stems: SubjectWords::new(file),
                urn: Urn::new(vocabulary),
                repeated: &repeated,
                series: &series,
                turns: speaker_turns(file),
                labelled: file.lines.iter().any(is_labelled_title),
                listed: file.marks.iter().any(|mark| mark.listed),
            };
            (0..file.kept.len())
                .filter_map(|place| finder.candidate(place))
                .collect()
        })
        .collect()
}

fn is_labelled_title(line: &Line) -> bool {
    line.named == Some(LabelKind::Title)
}

/// Lines among which both speakers of an interview are looked for, on each side.
const TURNS: usize = 8;

/// Which kept lines are turns of an interview: a name and a colon, which come again nearby, and so do another's.
/// Titles of a series share their first word too, but not with another series in turn.
fn speaker_turns(file: &MarkedFile) -> Vec<bool> {
    let names: Vec<Option<&str>> = file
        .kept_lines()
        .map(|line| speaker(&line.folded))
        .collect();
    let is_turn = |place: usize| {
        let Some(own) = names[place] else {
            return false;
        };
        let near = place.saturating_sub(TURNS)..(place + TURNS + 1).min(names.len());
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in names[near].iter().flatten() {
            *counts.entry(name).or_default() += 1;
        }
        counts.remove(own).is_some_and(|own| own >= 2) && counts.values().any(|&count| count >= 2)
    };
    (0..names.len()).map(is_turn).collect()
}

/// The one or two words before a colon at the head of a line.
fn speaker(folded: &str) -> Option<&str> {
    let (name, said) = folded.split_once(':')?;
    let name = name.trim_end();
    let spaces = name.chars().filter(|c| c.is_whitespace()).count();
    (!name.is_empty() && name.len() <= 32 && spaces <= 1 && said.starts_with(char::is_whitespace))
        .then_some(name)
}

/// No name of a series has more words; and so many words are at least between two of its titles.
const SERIES: usize = 6;
const APART: usize = 60;

/// What headings begin with, up to a colon, that come far from each other and go on otherwise.
fn series_names(files: &[MarkedFile]) -> HashSet<String> {
    let mut rests: HashMap<&str, HashSet<&str>> = HashMap::new();
    for file in files {
        let words = file.words_before();
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (place, line) in file.kept_lines().enumerate() {
            let Some(name) = series_name(line) else {
                continue;
            };
            let is_near = last
                .insert(name, words[place])
                .is_some_and(|before| words[place] - before < APART);
            let rests = rests.entry(name).or_default();
            if is_near {
                // Labels of one list.
                rests.clear();
            } else {
                rests.insert(&line.folded);
            }
        }
    }
    let found = rests.into_iter().filter(|(_, rests)| rests.len() > 1);
    found.map(|(name, _)| name.to_owned()).collect()
}

/// The words of a heading before a colon, two at least; steps are counted, series named.
fn series_name<'l>(line: &'l Line) -> Option<&'l str> {
    let (name, rest) = line.folded.split_once(':')?;
    let name = name.trim_end();
    let is_title = line.is_short()
        && line.marker.is_none()
        && !rest.trim().is_empty()
        && !name.contains(|c: char| c.is_ascii_digit());
    (is_title && (2..=SERIES).contains(&name.split_whitespace().count())).then_some(name)
}

struct CandidateFinder<'v, 'a> {
    file: &'v MarkedFile<'a>,
    detector: &'v Detector,
    layout: LayoutScanner<'v, 'a>,
    stems: SubjectWords,
    urn: Urn<'v>,
    repeated: &'v RepeatedLines<'v>,
    /// What several titles of a series begin with.
    series: &'v HashSet<String>,
    /// Which kept lines are turns of an interview.
    turns: Vec<bool>,
    /// Whether labels name the titles of the file.
    labelled: bool,
    /// Whether a table of contents names posts of the file.
    listed: bool,
}

impl CandidateFinder<'_, '_> {
    fn candidate(&mut self, place: usize) -> Option<Candidate> {
        let (line, mark) = (self.file.line_at(place), self.file.mark_at(place));
        let starts = mark.starts == Some(true);
        if line.code && place > 0 && !starts {
            return None;
        }
        let facts = self.layout.facts(place);
        // What has a byline under it is a title, though it be a sentence or two.
        let is_bylined = LayoutScanner::is_bylined(&facts)
            && line.words <= LONGEST_TITLE
            && line.marker.is_none()
            && !line.is_quoted()
            && mark.date.is_none()
            && mark.more.is_none();
        let heading =
            mark.titled || is_labelled_title(line) || is_heading_like(line, mark) || is_bylined;
        let is_set_off = LayoutScanner::is_set_off(&facts, place) || self.file.is_cut_above(place);
        let may_start = mark.date.is_none() && (heading || is_set_off) || place == 0;
        if !(may_start || starts) {
            return None;
        }
        Some(Candidate {
            line: self.file.kept[place],
            place,
            heading,
            evidence: self.evidence(place, heading, LayoutScanner::is_marked(&facts)),
            facts,
        })
    }

    /// The nearest of some places whose line is no date alone: those belong to what they are beside.
    fn nearest(&self, mut places: impl Iterator<Item = usize>) -> Option<&Line<'_>> {
        let place = places.find(|&place| self.file.mark_at(place).date.is_none())?;
        Some(self.file.line_at(place))
    }

    /// Weights (log-odds per unit) times values.
    ///
    /// The weights were set by hand in round numbers, after a look at logistic regressions on the development archives and on
    /// others made from the same posts in random styles; then three of them were searched on both. Where the layout says
    /// nothing, a regression fitted without a site found fewer of that site's titles (F1) than these do, or as many; with
    /// layout it was about even. No site is truly held out of these numbers.
    fn evidence(&mut self, place: usize, heading: bool, is_marked: bool) -> Evidence {
        let file = self.file;
        let (line, mark) = (file.line_at(place), file.mark_at(place));
        let mut title_gain = 0.0;
        if heading {
            let above = self.stems.before(place, WINDOW);
            let below = self.stems.below(place, line.stems.len());
            title_gain = self.urn.title_gain(&line.stems, above, below);
        }
        let (before, after) = (
            self.stems.before(place, NEAR),
            self.stems.after(place, NEAR),
        );
        let subject_change = self.urn.gain(before, after);
        let language_change = self.language_change(place);
        let previous = self.nearest((0..place).rev());
        let next = self.nearest(place + 1..file.kept.len());
        let next_length = next.map_or(0.0, |line| (1.0 + line.words as f64).ln() - 3.0);
        let under_headings = &self.repeated.under_headings;
        let in_shape = place > 0 && under_headings.contains(&line_shape(&line.folded));
        let breaks_off = |above: usize| file.line_at(above).breaks_off();
        let ends = |signs: &[char]| is(heading && signs.contains(&line.ends()));
        let rest = [
            (0.2, next_length),
            (1.5, self.title_words(place)),
            (5.0, subject_change.clamp(-0.4, 1.2)),
            (1.7, language_change),
            (-4.0, is(!heading)),
            (-3.0, ends(&[',', ';'])),
            // A post may be left out of the table of contents.
            (5.0, one_of(mark.listed, self.listed, 0.5)),
            (0.7, title_gain),
            (-8.0, is(self.turns[place])),
            (3.0, is(heading && self.layout.is_headed(place))),
            (
                4.5,
                is(heading
                    && !self.turns[place]
                    && series_name(line).is_some_and(|name| self.series.contains(name))),
            ),
            (7.0, one_of(is_labelled_title(line), self.labelled, 1.0)),
            (-3.0, is(in_shape)),
            (
                4.0,
                is(heading && place.checked_sub(1).is_some_and(breaks_off)),
            ),
        ];
        let own = evidence_of_line(line, heading, is_marked).into_iter();
        let evidence = own.chain(evidence_beside(previous, next)).chain(rest);
        Evidence {
            opinion: evidence.map(|(weight, value)| value * weight).sum(),
            next_length,
            language_change,
            title_gain,
        }
    }

    /// Share of the line's subject words that come after it, less the share that came before.
    fn title_words(&self, place: usize) -> f64 {
        let stems = &self.file.line_at(place).stems;
        if stems.is_empty() {
            return 0.0;
        }
        let share = |side: &[u32]| {
            stems.iter().filter(|stem| side.contains(stem)).count() as f64 / stems.len() as f64
        };
        share(self.stems.below(place, stems.len())) - share(self.stems.before(place, WINDOW))
    }

    /// From 0 to 1: how surely the text above is in another language than the text below.
    fn language_change(&self, place: usize) -> f64 {
        let near = |places: &mut dyn Iterator<Item = usize>| {
            let mut weights: Vec<f32> = Vec::new();
            for place in places.take(8) {
                let tongue = &self.file.line_at(place).tongue;
                weights.resize(tongue.len(), 0.0);
                weights
                    .iter_mut()
                    .zip(tongue)
                    .for_each(|(sum, weight)| *sum += weight);
                if weights.iter().sum::<f32>() > 40.0 {
                    break;
                }
            }
            weights
        };
        let above = near(&mut (0..place).rev());
        let below = near(&mut (place..self.file.kept.len()));
        match (self.detector.guess(&above), self.detector.guess(&below)) {
            (Some(a), Some(b)) if a.language != b.language => {
                let enough = |w: &[f32]| f64::from(w.iter().sum::<f32>() / 12.0).min(1.0);
                let sure = ((a.confidence - 0.5) * (b.confidence - 0.5) * 4.0).max(0.0);
                sure * enough(&above) * enough(&below)
            }
            _ => 0.0,
        }
    }
}

fn is(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// What a line's own words say. A title that is plainly set off may be short.
fn evidence_of_line(line: &Line, heading: bool, is_marked: bool) -> [(f64, f64); 13] {
    let words = if heading { line.words } else { 6 };
    let ends = |sign: char| is(heading && line.ends() == sign);
    [
        (-4.0, 1.0),
        (if is_marked { -0.7 } else { -2.0 }, is(words <= 1)),
        (
            if is_marked { -0.8 } else { -2.4 },
            is((2..=3).contains(&words)),
        ),
        (1.0, is((7..=12).contains(&words))),
        (0.8, is(words > 12)),
        (-1.0, is(words > 19)),
        (-0.5, ends('?')),
        (-0.3, ends('!')),
        (-2.5, ends(':')),
        (-2.5, ends('.') * is(!line.text.ends_with(".."))),
        (-2.0, is(line.text.starts_with(char::is_lowercase))),
        (-2.5, is(line.marker.is_some())),
        (-1.0, is(line.is_quoted())),
    ]
}

/// What the lines above and below say.
fn evidence_beside(previous: Option<&Line>, next: Option<&Line>) -> [(f64, f64); 6] {
    let ends = |line: &Line, signs: &[char]| signs.contains(&line.ends());
    let is_item = |line: &Line| line.marker.is_some_and(|m| m.bullet || line.indent > 0);
    [
        (-1.0, is(previous.is_some_and(Line::is_short))),
        (-3.0, is(previous.is_some_and(|line| ends(line, &[':'])))),
        (
            0.6,
            is(previous.is_some_and(|line| ends(line, &['?', '!']))),
        ),
        (-1.2, is(next.is_some_and(Line::is_short))),
        (-2.0, is(next.is_some_and(is_item))),
        (-1.0, is(next.is_some_and(|line| ends(line, &[':'])))),
    ]
}

/// 1 for a line that has what some lines of its file have; for another line of such a file, so much less than 0.
fn one_of(has: bool, others_have: bool, missing: f64) -> f64 {
    match has {
        true => 1.0,
        false if others_have => -missing,
        false => 0.0,
    }
}
