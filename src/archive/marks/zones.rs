//! Stretches of boilerplate between posts: what the site prints, though its words are unknown.
//!
//! Each file is read as a chain of two states, the author's text and boilerplate. Known boilerplate, lines that come again
//! between other texts where the subject changes, and dates speak for boilerplate; prose speaks against it; short lines go with
//! what is around them. The title above a text is the author's, whatever is between.

use super::mark::LineMark;
use super::phrases::is_person;
use super::recurrence::{HEADER, PROSE, Recurrence, UNPROVED, is_prose};
use super::shapes::{DATE, line_shape};
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::report::DropReason;
use crate::languages::LineRole;

/// What it takes (log-odds) to turn from text to boilerplate, and back.
const INTO: f64 = 2.5;
const OUT_OF: f64 = 0.5;

/// What it weighs more that so many words come again.
const LONG: f64 = 2.0;

/// Marks the lines of all files that are in stretches of boilerplate.
pub fn mark_zones(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    let recurrence = Recurrence::new(texts, marks, vocabulary);
    for (file, text) in texts.iter().enumerate() {
        let mut zones = Zones {
            lines: &text.lines,
            marks: &marks[file],
            weights: Vec::new(),
            recurrence: &recurrence,
            file,
        };
        zones.weights = (0..text.lines.len()).map(|i| zones.weigh(i)).collect();
        let roles = zones.roles();
        for ((mark, role), line) in marks[file].iter_mut().zip(roles).zip(&text.lines) {
            let reason = match role {
                Some(LineRole::Byline) => DropReason::Byline,
                _ => DropReason::Boilerplate,
            };
            if let Some(role) = role.filter(|_| mark.is_kept()) {
                mark.stated = mark.stated.or(mark.date.flatten());
                mark.drop_as(reason, role);
                let is_author = role == LineRole::Byline && is_person(line.text);
                mark.author = is_author.then(|| line.text.to_owned());
            }
        }
    }
}

/// A file, and what speaks for each of its lines to be boilerplate.
struct Zones<'z, 't> {
    lines: &'z [Line<'t>],
    marks: &'z [LineMark],
    weights: Vec<f64>,
    recurrence: &'z Recurrence<'t>,
    file: usize,
}

impl Zones<'_, '_> {
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
        let id = (self.file, i);
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
        let is = |yes: bool| f64::from(u8::from(yes));
        own + known + 0.8 * is(is_link) - 3.0 * is(is_cut)
    }

    /// For each line that is boilerplate, what it does in a page.
    fn roles(&self) -> Vec<Option<LineRole>> {
        let mut zone = self.likeliest();
        let mut roles = vec![None; zone.len()];
        for text in (1..zone.len()).filter(|&i| zone[i - 1]).collect::<Vec<_>>() {
            if zone[text] {
                continue;
            }
            if let Some(title) = self.title_above(text, &zone) {
                zone[title] = false;
                roles[title + 1..text].fill(Some(LineRole::Byline));
            } else if let Some(above) = (0..text).rev().find(|&i| !zone[i])
                && text - above <= HEADER
                && self.lines[above].may_be_title()
            {
                roles[above + 1..text].fill(Some(LineRole::Byline));
            }
        }
        for (i, role) in roles.iter_mut().enumerate() {
            if !zone[i] {
                *role = None;
            } else if role.is_none() {
                *role = Some(LineRole::End);
            }
        }
        roles
    }

    /// Which lines are boilerplate, by the likeliest way through both states (Viterbi).
    fn likeliest(&self) -> Vec<bool> {
        let mut from: Vec<[bool; 2]> = Vec::with_capacity(self.weights.len());
        // Of text, and of boilerplate.
        let mut odds = [0.0_f64, -INTO];
        for weight in &self.weights {
            let (text, zone) = ([odds[0], odds[1] - OUT_OF], [odds[0] - INTO, odds[1]]);
            from.push([text[1] > text[0], zone[1] >= zone[0]]);
            odds = [text[0].max(text[1]), zone[0].max(zone[1]) + weight];
        }
        let mut is_zone = odds[1] > odds[0];
        let mut zones = vec![false; from.len()];
        for (i, from) in from.iter().enumerate().rev() {
            zones[i] = is_zone;
            is_zone = from[usize::from(is_zone)];
        }
        self.trim(&mut zones);
        zones
    }

    /// Stretches begin and end with a line that is boilerplate by itself.
    fn trim(&self, zones: &mut [bool]) {
        let is_open = |zones: &[bool], i: usize, beside: Option<usize>| {
            zones[i] && self.weights[i] <= 0.0 && beside.is_none_or(|beside| !zones[beside])
        };
        for i in 0..zones.len() {
            zones[i] &= !is_open(zones, i, i.checked_sub(1));
        }
        for i in (0..zones.len()).rev() {
            let next = Some(i + 1).filter(|&next| next < zones.len());
            zones[i] &= !is_open(zones, i, next);
        }
    }

    /// The title of a text, in the boilerplate above it. Where the text begins with a line that may be one, a byline must be
    /// between them, or the title a link elsewhere.
    fn title_above(&self, text: usize, zone: &[bool]) -> Option<usize> {
        let is_open = !is_prose(&self.lines[text]) && self.lines[text].may_be_title();
        let above = (0..text).rev().take(HEADER).take_while(|&i| zone[i]);
        let mut open = above.filter(|&i| self.marks[i].is_kept());
        let title = open.find(|&i| {
            let line = &self.lines[i];
            line.may_be_title()
                && self.marks[i].date.is_none()
                && line.words > 0
                && !self.recurrence.heads_others((self.file, i))
        })?;
        let is_near = title + 1 == text && self.recurrence.is_elsewhere((self.file, title));
        let between = title + 1..text;
        let bylines = between.clone().filter(|&i| self.is_dated(i)).count();
        let is_bylined = bylines > 0 && between.len() <= bylines + 1;
        (!is_open || is_near || is_bylined).then_some(title)
    }

    /// Whether a line is a byline, or has a date as bylines have.
    fn is_dated(&self, i: usize) -> bool {
        let shape = line_shape(self.lines[i].text);
        let is_byline = self.marks[i].is_byline() && self.marks[i].author.is_none();
        is_byline || self.marks[i].date.is_some() || shape.is_some_and(|shape| shape.contains(DATE))
    }
}
