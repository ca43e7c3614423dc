//! Stretches of boilerplate between posts: what the site prints, though its words are unknown.
//!
//! Each file is read as a chain of [`Part`]s. Known boilerplate, lines that come again between other texts where the subject
//! changes, and dates speak for boilerplate; prose speaks against it; short lines go with what is around them. Which of them is
//! the title above a text, its words, the text and what is beside other titles tell.

use super::mark::LineMark;
use super::neighbours::{Neighbour, Neighbours};
use super::parts::{Part, PartOdds, find_parts};
use super::phrases::is_person;
use super::recurrence::{LineId, PROSE, Recurrence, UNPROVED, is_prose};
use super::shapes::{DATE, line_shape};
use crate::archive::lines::line::{FileLines, LabelKind, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::report::DropReason;
use crate::archive::urn::{Urn, near_stems};
use crate::languages::LineRole;
use rayon::prelude::*;
use std::collections::HashMap;

/// How often titles are looked for again, by what is beside those that were found.
const ROUNDS: usize = 3;

/// What it weighs that a label names a line as a title.
const LABELLED: f64 = 3.0;

/// What it weighs against a line between a title and its text that it is a sentence.
const SENTENCE: f64 = 1.0;

/// What it weighs that a line is a path to a page.
const PATH: f64 = 3.0;

/// What it weighs more that so many words come again.
const LONG: f64 = 2.0;

/// The prose above and below a title is looked for in so many lines.
const NEAR: usize = 200;

/// Marks the lines of all files that are in stretches of boilerplate, and the titles beside them.
pub fn mark_zones(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    let recurrence = Recurrence::new(texts, marks, vocabulary);
    let zones: Vec<Zones> = texts
        .iter()
        .zip(&*marks)
        .enumerate()
        .map(|(file, (text, marks))| Zones {
            lines: &text.lines,
            marks,
            recurrence: &recurrence,
            file,
        })
        .collect();
    let gains: Vec<Vec<f64>> = zones
        .par_iter()
        .map(|zones| zones.title_gains(vocabulary))
        .collect();
    let best = best_gains(&zones, &gains);
    let own = zones.par_iter().zip(&gains);
    let own: Vec<Vec<PartOdds>> = own
        .map(|(zones, gains)| {
            let gains = gains.iter().enumerate();
            gains
                .map(|(i, gain)| zones.weigh_line(i, *gain, &best))
                .collect()
        })
        .collect();
    let neighbours = zones.iter().zip(&own);
    let neighbours: Vec<Vec<Neighbour>> = neighbours
        .map(|(zones, odds)| {
            let odds = odds.iter().enumerate();
            odds.map(|(i, odds)| zones.neighbour(i, odds)).collect()
        })
        .collect();
    let mut parts: Vec<Vec<Part>> = own.par_iter().map(|odds| find_parts(odds)).collect();
    for _ in 0..ROUNDS {
        let beside = Neighbours::new(&neighbours, &parts);
        let files = own.par_iter().zip(&neighbours);
        let again = files.map(|(odds, lines)| {
            let all = odds.iter().enumerate().map(|(i, odds)| PartOdds {
                title: odds.title + beside.weigh_title(lines, i),
                header: odds.header + beside.weigh_header(&lines[i]),
                ..*odds
            });
            find_parts(&all.collect::<Vec<_>>())
        });
        parts = again.collect();
    }
    for (odds, parts) in own.iter().zip(&mut parts) {
        trim(odds, parts);
    }
    for ((marks, parts), text) in marks.iter_mut().zip(&parts).zip(texts) {
        for ((mark, part), line) in marks.iter_mut().zip(parts).zip(&text.lines) {
            mark_part(mark, *part, line);
        }
    }
}

/// Marks a line as what it is part of.
fn mark_part(mark: &mut LineMark, part: Part, line: &Line) {
    mark.titled = part == Part::Title;
    let (reason, role) = match part {
        Part::Boilerplate => (DropReason::Boilerplate, LineRole::End),
        Part::Header => (DropReason::Byline, LineRole::Byline),
        Part::Text | Part::Title => return,
    };
    if mark.is_kept() {
        mark.stated = mark.stated.or(mark.date.flatten());
        mark.drop_as(reason, role);
        let is_author = role == LineRole::Byline && is_person(line.text);
        mark.author = is_author.then(|| line.text.to_owned());
    }
}

/// Stretches begin and end with a line that is boilerplate by itself.
fn trim(odds: &[PartOdds], parts: &mut [Part]) {
    let is_open = |parts: &[Part], i: usize, beside: Option<usize>| {
        matches!(parts[i], Part::Boilerplate | Part::Header)
            && odds[i].boilerplate <= 0.0
            && beside.is_none_or(|beside| parts[beside] == Part::Text)
    };
    for i in 0..parts.len() {
        if is_open(parts, i, i.checked_sub(1)) {
            parts[i] = Part::Text;
        }
    }
    for i in (0..parts.len()).rev() {
        let next = Some(i + 1).filter(|&next| next < parts.len());
        if is_open(parts, i, next) {
            parts[i] = Part::Text;
        }
    }
}

/// For the words of each line, the best gain of all places where they come.
fn best_gains(zones: &[Zones], gains: &[Vec<f64>]) -> HashMap<u64, f64> {
    let mut best: HashMap<u64, f64> = HashMap::new();
    for (zones, gains) in zones.iter().zip(gains) {
        for (i, gain) in gains.iter().enumerate() {
            if let Some(words) = zones.recurrence.words_of(zones.id(i)) {
                let best = best.entry(words).or_insert(*gain);
                *best = best.max(*gain);
            }
        }
    }
    best
}

fn is(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// A file whose lines are weighed.
struct Zones<'z, 't> {
    lines: &'z [Line<'t>],
    marks: &'z [LineMark],
    recurrence: &'z Recurrence<'t>,
    file: usize,
}

impl Zones<'_, '_> {
    fn id(&self, i: usize) -> LineId {
        (self.file, i)
    }

    fn weigh_line(&self, i: usize, gain: f64, best: &HashMap<u64, f64>) -> PartOdds {
        let boilerplate = self.weigh(i);
        let line = &self.lines[i];
        let is_sentence =
            line.stops() && line.words > 6 && self.recurrence.worth_of(self.id(i)) <= 0.0;
        PartOdds {
            boilerplate,
            title: self.weigh_title(i, gain, best).unwrap_or(f64::NEG_INFINITY),
            header: boilerplate - SENTENCE * is(is_sentence)
                + if self.is_dated(i) { 0.2 } else { -0.1 },
        }
    }

    fn neighbour(&self, i: usize, odds: &PartOdds) -> Neighbour {
        Neighbour {
            words: self.recurrence.words_of(self.id(i)),
            shape: self.recurrence.shape_of(self.id(i)),
            title: Some(odds.title).filter(|odds| odds.is_finite()),
        }
    }

    fn may_be_title(&self, i: usize) -> bool {
        let (line, mark) = (&self.lines[i], &self.marks[i]);
        mark.is_kept()
            && mark.date.is_none()
            && mark.more.is_none()
            && line.words > 0
            && line.may_be_title()
            && !line.has_bullet()
    }

    /// For each line, how much better its words are predicted by the prose below than by that above; zero for what is no title.
    fn title_gains(&self, vocabulary: &Vocabulary) -> Vec<f64> {
        let mut urn = Urn::new(vocabulary);
        let is_text = |line: &&Line| is_prose(line);
        let gain = |i: usize| {
            if !self.may_be_title(i) {
                return 0.0;
            }
            let (before, after) = self.lines.split_at(i);
            let above = near_stems(before.iter().rev().take(NEAR).filter(is_text));
            let below = near_stems(after[1..].iter().take(NEAR).filter(is_text));
            let gain = urn.title_gain(&self.lines[i].stems, &above, &below);
            gain.clamp(-2.0, 3.0)
        };
        (0..self.lines.len()).map(gain).collect()
    }

    /// What speaks for a line to be a title that boilerplate is beside, and not the author's text (log-odds). A title that lists
    /// of links have as well is one where the text below is most like it.
    fn weigh_title(&self, i: usize, gain: f64, best: &HashMap<u64, f64>) -> Option<f64> {
        if !self.may_be_title(i) {
            return None;
        }
        let (line, id) = (&self.lines[i], self.id(i));
        let length = match line.words {
            1 => -1.5,
            2..=3 => -0.5,
            4..=12 => 0.0,
            _ if is_prose(line) => -5.0,
            _ => -0.5,
        };
        let words = self.recurrence.words_of(id);
        let best = words.and_then(|words| best.get(&words)).copied();
        let less = best.unwrap_or(gain) - gain;
        let is_own = less < 0.1 && gain > 0.5;
        // What heads other texts as well is the site's; else it is a title, which is why lists have it.
        let again = match self.recurrence.heads_others(id) && !is_own {
            true => -3.0,
            false => self.recurrence.worth_of_words(id),
        };
        let evidence = [
            (0.8, gain),
            (-1.0, less.clamp(0.0, 3.0)),
            (1.0, again),
            (-1.0, self.recurrence.worth_of_shape(id)),
            (-PATH, is(self.recurrence.is_path(line))),
            (LABELLED, is(line.named == Some(LabelKind::Title))),
            (1.5, is(line.level > 0)),
            (-1.5, is(matches!(line.ends(), ':' | '.' | ',' | ';'))),
            (-1.5, is(line.text.starts_with(char::is_lowercase))),
            (-1.0, is(is_person(line.text))),
            (-0.5, 1.0),
        ];
        let evidence = evidence.iter().map(|(weight, value)| weight * value);
        Some(length + evidence.sum::<f64>())
    }

    /// What speaks for a line to be boilerplate (log-odds).
    fn weigh(&self, i: usize) -> f64 {
        let (line, mark) = (&self.lines[i], &self.marks[i]);
        match (mark.drop, mark.role) {
            (Some(DropReason::Boilerplate | DropReason::Comment), Some(LineRole::Ad)) => 0.0,
            (Some(DropReason::Boilerplate | DropReason::Comment | DropReason::Outside), _) => 5.0,
            (Some(DropReason::Byline), _) => 3.0,
            // A text is above it.
            (Some(DropReason::More), _) => -1.0,
            (Some(_), _) => 0.0,
            (None, _) if line.named == Some(LabelKind::Title) => -LABELLED,
            (None, _) if line.code || mark.listed => -3.0,
            (None, _) => self.weigh_kept(i),
        }
    }

    fn weigh_kept(&self, i: usize) -> f64 {
        let (line, mark) = (&self.lines[i], &self.marks[i]);
        let length = match line.words {
            0..=6 => -0.3,
            7..=12 => -0.8,
            13..=24 => -1.5,
            25..=40 => -2.5,
            _ => -5.0,
        };
        let sentence = match line.stops() {
            true if line.words >= PROSE => -2.0,
            true if line.words > 8 => -1.0,
            _ => 0.0,
        };
        let known = match mark.role {
            Some(LineRole::Head) => 2.0,
            Some(LineRole::Group | LineRole::Comment) => 1.5,
            _ if mark.date.is_some() => 1.3,
            _ => 0.0,
        };
        let id = self.id(i);
        let own = match self.recurrence.worth_of(id) {
            // So many words do not come again by chance.
            worth if worth > UNPROVED && line.words >= PROSE => {
                f64::max(length + sentence, -1.0) + worth + LONG
            }
            worth if worth > 0.0 => f64::max(length + sentence, -1.0) + worth,
            _ => length + sentence,
        };
        let is_link =
            self.recurrence.is_heading(id) && !self.lines.get(i + 1).is_some_and(is_prose);
        let below = self.marks.get(i + 1).and_then(|mark| mark.role);
        let is_cut = line.breaks_off() || below == Some(LineRole::More);
        own + known + PATH * is(self.recurrence.is_path(line)) + 0.8 * is(is_link)
            - 3.0 * is(is_cut)
    }

    /// Whether a line is a byline, or has a date as bylines have.
    fn is_dated(&self, i: usize) -> bool {
        let shape = line_shape(self.lines[i].text);
        let is_byline = self.marks[i].is_byline() && self.marks[i].author.is_none();
        is_byline || self.marks[i].date.is_some() || shape.is_some_and(|shape| shape.contains(DATE))
    }
}
