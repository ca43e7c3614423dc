//! The layout of a line as facts: what `layout` learns from.

use super::layout::{LayoutFacts, Neighbour, UNKNOWN};
use super::repeats::RepeatedLines;
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::{LineMark, MarkedFile};
use crate::archive::report::DropReason;
use crate::languages::LineRole;
use std::cmp::Ordering;

/// No title is longer, in words.
pub const LONGEST_TITLE: usize = 34;

/// Whether a line looks like a heading: short, no item, no URL, no date.
pub fn is_heading_like(line: &Line, mark: &LineMark) -> bool {
    let is_item = line.has_bullet() || line.indent >= 2 && line.marker.is_some();
    (1..=LONGEST_TITLE).contains(&line.words)
        && !line.code
        && line.text.len() <= 320
        && !is_item
        && !line.is_url()
        && mark.date.is_none()
        && mark.more.is_none()
        && !line.text.contains('\t')
        && (line.words <= 12 || !matches!(line.ends(), ',' | ';'))
        && (line.words <= 24 || line.ends() != '.' || line.text.ends_with(".."))
}

/// Whether a byline or a date is beside a line.
pub fn is_dated(facts: &LayoutFacts) -> bool {
    const BYLINES: [u8; 2] = [Neighbour::Byline as u8, Neighbour::Date as u8];
    BYLINES.contains(&facts[2]) || BYLINES.contains(&facts[3])
}

/// Reads the layout facts of a file's kept lines.
pub struct LayoutScanner<'v, 'a> {
    file: &'v MarkedFile<'a>,
    repeated: &'v RepeatedLines<'v>,
    /// The indentation that most paragraphs have at most.
    indent: usize,
    /// The blank lines that most paragraphs have above at most.
    gap: usize,
}

impl<'v, 'a> LayoutScanner<'v, 'a> {
    pub fn new(file: &'v MarkedFile<'a>, repeated: &'v RepeatedLines<'v>) -> Self {
        let is_paragraph = |line: &&Line| line.words > 12 && line.marker.is_none();
        let median = |of: fn(&Line) -> usize| {
            let paragraphs = file.lines.iter().filter(is_paragraph);
            let mut values: Vec<usize> = paragraphs.map(of).collect();
            values.sort_unstable();
            values.get(values.len() / 2).copied()
        };
        Self {
            file,
            repeated,
            indent: median(|line| line.indent).unwrap_or(0),
            gap: median(|line| line.before).unwrap_or(1),
        }
    }

    /// Blank lines as compared with those between paragraphs: one as many as there, two more, none less.
    fn gap(&self, blank: usize) -> u8 {
        (blank + 1).saturating_sub(self.gap).min(3) as u8
    }

    /// Whether a byline is right under a line, and a blank line above.
    pub fn is_bylined(facts: &LayoutFacts) -> bool {
        facts[3] == Neighbour::Byline as u8 && facts[0] != 0
    }

    /// Whether more blank lines than between paragraphs, or what is between posts, are above a line, or a byline below.
    pub fn is_marked(facts: &LayoutFacts) -> bool {
        let ends = [Neighbour::End as u8, Neighbour::Rule as u8];
        (2..=3).contains(&facts[0]) || ends.contains(&facts[2]) || is_dated(facts)
    }

    /// Whether blank lines, the end of a post or a rule are above.
    pub fn is_set_off(facts: &LayoutFacts, place: usize) -> bool {
        const RULE: u8 = Neighbour::Rule as u8;
        const END: u8 = Neighbour::End as u8;
        place > 0 && facts[0] >= 3 || matches!(facts[2], END | RULE)
    }

    pub fn facts(&self, place: usize) -> LayoutFacts {
        let index = self.file.kept[place];
        let lines = &self.file.lines;
        let line = &lines[index];
        let is_first = place == 0;
        let repeats = |above: usize| {
            let above = lines[above].folded.as_str();
            self.repeated.between_others.contains(above)
        };
        let above = index
            .checked_sub(1)
            .map(|above| self.neighbour(above, true));
        [
            // Nothing can be said of what is above a file's first line.
            if is_first {
                UNKNOWN
            } else {
                self.gap(self.blank_above(index))
            },
            self.gap(line.after),
            match above {
                Some(above @ (Neighbour::Byline | Neighbour::Date)) => above as u8,
                Some(above) if !is_first => above as u8,
                _ => UNKNOWN,
            },
            if index + 1 < lines.len() {
                self.neighbour(index + 1, false) as u8
            } else {
                Neighbour::Text as u8
            },
            letter_case(line.text),
            u8::from(has_glued_last_words(line.text)),
            u8::from(index.checked_sub(1).is_some_and(repeats)),
            line.level.min(2) as u8,
            match line.indent.cmp(&self.indent) {
                // A text flush left, as most are.
                Ordering::Equal if self.indent == 0 => UNKNOWN,
                Ordering::Equal => 0,
                Ordering::Less => 1,
                Ordering::Greater => 2,
            },
            u8::from(line.marker.is_some()),
            u8::from(self.file.marks[index].titled),
        ]
    }

    /// Whether a byline or a date is right above a place, and the end of a post above that.
    pub fn is_headed(&self, place: usize) -> bool {
        let is_byline = |&i: &usize| self.is_byline(i);
        let index = self.file.kept[place];
        let bylines = (0..index).rev().take_while(is_byline).count();
        let above = index
            .checked_sub(bylines + 1)
            .map(|above| &self.file.marks[above]);
        let ends = |mark: &LineMark| {
            matches!(mark.role, Some(LineRole::End | LineRole::More)) && !mark.is_kept()
        };
        bylines > 0 && above.is_some_and(ends)
    }

    fn is_byline(&self, index: usize) -> bool {
        let mark = &self.file.marks[index];
        mark.date.is_some() || !mark.is_kept() && mark.is_byline()
    }

    /// Blank lines above a line, or above the bylines and dates right above it.
    fn blank_above(&self, index: usize) -> usize {
        let above = (0..index).rev().take_while(|&i| self.is_byline(i));
        let above = above.map(|i| self.file.lines[i].before);
        above.fold(self.file.lines[index].before, usize::max)
    }

    /// What the line above or below a candidate is.
    fn neighbour(&self, index: usize, above: bool) -> Neighbour {
        let mark = &self.file.marks[index];
        if mark.drop == Some(DropReason::Rule) {
            return Neighbour::Rule;
        }
        let is_dated = mark.date.is_some() && matches!(mark.drop, None | Some(DropReason::Byline));
        let is_byline = !mark.is_kept() && mark.is_byline();
        // A date or a byline under a title says nothing of the line below it.
        if mark.is_kept() && !is_dated
            || above && (is_dated || is_byline) && self.is_under_title(index)
        {
            return Neighbour::Text;
        }
        match mark.role {
            _ if is_dated => Neighbour::Date,
            Some(LineRole::Byline) => Neighbour::Byline,
            Some(LineRole::End | LineRole::Head | LineRole::More) => Neighbour::End,
            Some(LineRole::Ad) => self.beyond_ad(index, above),
            _ => Neighbour::Ad,
        }
    }

    /// An advertisement above or below other boilerplate is no more than its neighbour says.
    fn beyond_ad(&self, index: usize, above: bool) -> Neighbour {
        let further = if above {
            index.checked_sub(1)
        } else {
            Some(index + 1)
        };
        match further.and_then(|further| self.file.marks.get(further)) {
            Some(mark) if mark.is_kept() => Neighbour::Ad,
            Some(mark) if mark.is_byline() => Neighbour::Byline,
            Some(mark) if above && matches!(mark.role, Some(LineRole::End | LineRole::More)) => {
                Neighbour::End
            }
            _ => Neighbour::Ad,
        }
    }

    /// Whether a line is right under one that could be its title.
    fn is_under_title(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|above| {
            let (line, mark) = (&self.file.lines[above], &self.file.marks[above]);
            mark.is_kept() && is_heading_like(line, mark) && line.is_short() && line.after <= 1
        })
    }
}

/// 0: sentence case; 1: most longer words capitalised; 2: all capitals.
fn letter_case(text: &str) -> u8 {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    if upper >= 4 && lower * 8 < upper {
        return 2;
    }
    let words = text.split_whitespace().skip(1);
    let long: Vec<&str> = words.filter(|word| word.chars().count() > 3).collect();
    let capital = long
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    u8::from(long.len() >= 2 && capital * 4 >= long.len() * 3)
}

/// Whether a no-break space is before the last of three words or more (not before a mere sign).
fn has_glued_last_words(text: &str) -> bool {
    let mut spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    match (spaces.next_back(), spaces.next()) {
        (Some((at, '\u{a0}')), Some(_)) => {
            text[at + '\u{a0}'.len_utf8()..].starts_with(char::is_alphanumeric)
        }
        _ => false,
    }
}
