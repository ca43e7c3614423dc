//! Lines that come again and again at the same place of a post: the site's, though their words are unknown.
//!
//! Whatever comes again must part posts: the subject changes where it is ([`Survey`]).

use super::mark::{LineMark, kept_lines};
use super::phrases::is_person;
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::report::DropReason;
use crate::archive::urn::{NEAR, Urn};
use crate::languages::LineRole;
use crate::text::video::player;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Marks the lines that are the site's by where they come.
pub fn mark_recurring(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    mark_beside_bylines(texts, marks, vocabulary);
    mark_permalinks(texts, marks, vocabulary);
    for (file, i) in site_lines(&mut Survey::new(texts, marks, vocabulary), marks) {
        marks[file][i].drop_as(DropReason::Boilerplate, LineRole::End);
    }
}

/// A line: the index of its file, and its own.
type LineId = (usize, usize);

/// A line that comes at so many places may be the site's.
const AGAIN: usize = 3;
/// One that comes at so many is, if the subject changes there at all.
const OFTEN: usize = 5;

/// How much the subject must change at a line, on average, for it to be between posts (see [`Urn::gain`]): headings
/// within posts have about 0.02, titles 0.29.
const BETWEEN_POSTS: f64 = 0.12;

/// The lines that have a key, by it; only of keys that come at [`AGAIN`] places.
fn group_lines<'t, K: Eq + Hash>(
    texts: &'t [FileLines],
    key: impl Fn(LineId, &'t Line) -> Option<K>,
) -> HashMap<K, Vec<LineId>> {
    let mut groups: HashMap<K, Vec<LineId>> = HashMap::new();
    for (file, text) in texts.iter().enumerate() {
        for (i, line) in text.lines.iter().enumerate() {
            if let Some(key) = key((file, i), line) {
                groups.entry(key).or_default().push((file, i));
            }
        }
    }
    groups.retain(|_, places| places.len() >= AGAIN);
    groups
}

fn count_distinct<T: Eq + Hash>(items: impl Iterator<Item = T>) -> usize {
    items.collect::<HashSet<T>>().len()
}

/// The kept lines of all files, and how the subject changes among them.
struct Survey<'s, 't> {
    texts: &'s [FileLines<'t>],
    kept: Vec<Vec<usize>>,
    urn: Urn<'s>,
}

impl<'s, 't> Survey<'s, 't> {
    fn new(
        texts: &'s [FileLines<'t>],
        marks: &[Vec<LineMark>],
        vocabulary: &'s Vocabulary,
    ) -> Self {
        Self {
            texts,
            kept: marks.iter().map(|marks| kept_lines(marks)).collect(),
            urn: Urn::new(vocabulary),
        }
    }

    /// How much the subject changes from one kept line to another below it; none where there is too little text.
    fn gain_between(&mut self, file: usize, above: usize, below: usize) -> Option<f64> {
        let (lines, kept) = (&self.texts[file].lines, &self.kept[file]);
        let near = |places: &mut dyn Iterator<Item = &usize>| {
            let mut stems: Vec<u32> = Vec::new();
            while stems.len() <= NEAR
                && let Some(&i) = places.next()
            {
                stems.extend(&lines[i].stems);
            }
            stems
        };
        let before = near(&mut kept[..=above].iter().rev());
        let after = near(&mut kept[below..].iter());
        (before.len().min(after.len()) > NEAR / 4).then(|| self.urn.gain(&before, &after))
    }

    /// Whether the subject changes at titles, on average; the line beside each is left out.
    fn titles_part_posts(&mut self, titles: impl Iterator<Item = (LineId, usize)>) -> bool {
        let gain = |((file, title), beside): (LineId, usize)| {
            let place = self.kept[file].binary_search(&title).ok()?;
            let above = self.kept[file][..place]
                .iter()
                .rposition(|&at| at != beside)?;
            self.gain_between(file, above, place)
        };
        part_posts(&titles.filter_map(gain).collect::<Vec<_>>(), BETWEEN_POSTS)
    }
}

/// Whether the subject changes at lines by so much, on average.
fn part_posts(gains: &[f64], least: f64) -> bool {
    gains.len() >= 2 && gains.iter().sum::<f64>() / gains.len() as f64 >= least
}

/// A line with `#` for the number at its head: "12 claps" and "3 claps" are one counter of an interface. Numbers after words
/// count sections.
fn without_number(folded: &str) -> Cow<'_, str> {
    let number = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == number.len() {
        Cow::Borrowed(folded)
    } else {
        Cow::Owned(format!("#{rest}"))
    }
}

/// No more lines are between a title and its text.
const HEADER: usize = 4;

/// Lines that come again and again under titles, right beside a byline or another such line ("Follow", "12 views"), and the
/// names of those who write, where the subject changes at the line above.
fn mark_beside_bylines(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    const LONGEST: usize = 6;
    let line = |(file, i): LineId| &texts[file].lines[i];
    let is_short = |(file, i): LineId, line: &Line| {
        i > 0
            && (1..=LONGEST).contains(&line.words)
            && !line.stops()
            && line.marker.is_none()
            && marks[file][i].is_kept()
    };
    let groups = group_lines(texts, |place, line: &Line| {
        is_short(place, line).then(|| without_number(&line.folded))
    });
    // Whoever writes, the names are at the same place: they are weighed together.
    let mut groups: Vec<(Vec<LineId>, bool)> = groups
        .into_values()
        .map(|places| {
            let names = places.iter().all(|&place| is_person(line(place).text));
            (places, names)
        })
        .collect();
    groups.sort_unstable();
    let names = groups.iter().filter(|(_, names)| *names);
    let titles = names
        .flat_map(|(places, _)| places)
        .map(|&(file, i)| ((file, i - 1), i));
    let names_part = Survey::new(texts, marks, vocabulary).titles_part_posts(titles);
    // The lines of a post's copies come again too, but the same text comes below.
    let below = |&(file, i): &LineId| Some(texts[file].lines.get(i + HEADER)?.folded.as_str());
    let no_title: HashSet<LineId> = groups
        .iter()
        .filter(|(places, _)| count_distinct(places.iter().filter_map(below)) >= AGAIN)
        .flat_map(|(places, _)| places)
        .copied()
        .collect();
    loop {
        let header = Header {
            texts,
            marks,
            no_title: &no_title,
        };
        let of_group = |(places, names): &(Vec<LineId>, bool)| {
            header.lines_of_header(places, *names && names_part)
        };
        let bylines: Vec<LineId> = groups.iter().flat_map(of_group).collect();
        if bylines.is_empty() {
            return;
        }
        for (file, i) in bylines {
            let text = line((file, i)).text;
            let mark = &mut marks[file][i];
            mark.drop_as(DropReason::Byline, LineRole::Byline);
            mark.author = is_person(text).then(|| text.to_owned());
        }
    }
}

/// What is known of the lines between titles and texts.
struct Header<'h, 't> {
    texts: &'h [FileLines<'t>],
    marks: &'h [Vec<LineMark>],
    no_title: &'h HashSet<LineId>,
}

impl Header<'_, '_> {
    /// The kept ones of a line's places, if it comes under different titles and beside bylines; `signs`: a name, needs no byline.
    fn lines_of_header(&self, places: &[LineId], signs: bool) -> Vec<LineId> {
        let open = places
            .iter()
            .copied()
            .filter(|&(file, i)| self.marks[file][i].is_kept());
        let titled: Vec<(LineId, Option<&str>)> =
            open.map(|place| (place, self.title_above(place))).collect();
        let fits = |place: LineId| signs || self.is_beside_byline(place);
        let fit = titled
            .iter()
            .filter(|(place, title)| title.is_some() && fits(*place))
            .count();
        let titles = count_distinct(titled.iter().filter_map(|(_, title)| *title));
        if titles < AGAIN || fit * 5 < titled.len() * 4 {
            return Vec::new();
        }
        let places = titled.into_iter().map(|(place, _)| place);
        places.filter(|&place| fits(place)).collect()
    }

    /// The title above a line. A title that comes again is under a text.
    fn title_above(&self, (file, i): LineId) -> Option<&str> {
        let is_text =
            |&at: &usize| self.marks[file][at].is_kept() && !self.no_title.contains(&(file, at));
        let above = (0..i).rev().take(2 * HEADER).find(is_text)?;
        let line = &self.texts[file].lines[above];
        line.may_be_title().then_some(line.folded.as_str())
    }

    fn is_beside_byline(&self, (file, i): LineId) -> bool {
        let is_byline = |mark: &LineMark| !mark.is_kept() && mark.is_byline();
        is_byline(&self.marks[file][i - 1]) || self.marks[file].get(i + 1).is_some_and(is_byline)
    }
}

/// URLs of one site, each right above or right under a heading where the subject changes: the posts' own.
fn mark_permalinks(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    // The site of a URL, and whether its heading is below it.
    let key = |(file, i): LineId, line: &Line| {
        if !line.is_url() || player(line.text).is_some() {
            return None;
        }
        let lines = &texts[file].lines;
        let is_heading = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .is_some_and(|line| !line.is_url() && line.words <= 30 && !line.stops())
        };
        // A heading close on one side, and none on the other.
        let above = line.after == 0 && is_heading(Some(i + 1)) && (i == 0 || line.before > 0);
        let under = line.before == 0
            && is_heading(i.checked_sub(1))
            && (i + 1 == lines.len() || line.after > 0);
        let site: Vec<&str> = line.text.split('/').take(3).collect();
        (above != under).then(|| (site.join("/").to_lowercase(), above))
    };
    let mut survey = Survey::new(texts, marks, vocabulary);
    for ((_, above), places) in group_lines(texts, key) {
        let title = |i: usize| if above { i + 1 } else { i - 1 };
        let line = |file: usize, i: usize| &texts[file].lines[i];
        let urls = count_distinct(places.iter().map(|&(file, i)| line(file, i).text));
        let titles = count_distinct(places.iter().map(|&(file, i)| &line(file, title(i)).folded));
        let beside = places.iter().map(|&(file, i)| ((file, title(i)), i));
        if urls.min(titles) < AGAIN || !survey.titles_part_posts(beside) {
            continue;
        }
        for (file, i) in places {
            let mark = &mut marks[file][i];
            if mark.is_kept() {
                mark.drop_as(DropReason::Byline, LineRole::Byline);
                mark.address = Some(line(file, i).text.to_owned());
            }
        }
    }
}

/// Short lines that come again and again, alone or several on end, each time under other text and above another heading,
/// where the subject changes: the site's, though their words are unknown.
fn site_lines(survey: &mut Survey, marks: &[Vec<LineMark>]) -> Vec<LineId> {
    let (texts, kept) = (survey.texts, survey.kept.clone());
    let key = |(file, i): LineId, line: &Line| {
        let mark = &marks[file][i];
        (mark.is_kept()
            && kept[file].first() != Some(&i)
            && (1..=12).contains(&line.words)
            && line.ends() != '.'
            && line.marker.is_none()
            && mark.date.is_none())
        .then(|| without_number(&line.folded).into_owned())
    };
    let groups = group_lines(texts, key);
    let mut found = Vec::new();
    for places in groups.values() {
        let around = |&(file, i): &LineId| {
            let place = kept[file].binary_search(&i).ok()?;
            // The lines around that come again themselves are of the same block.
            let is_other = |&p: &usize| {
                let line = &texts[file].lines[kept[file][p]];
                !groups.contains_key(without_number(&line.folded).as_ref())
            };
            let above = (0..place).rev().find(is_other);
            Some((file, above, (place + 1..kept[file].len()).find(is_other)))
        };
        let around: Vec<Around> = places.iter().filter_map(around).collect();
        if survey.is_between_posts(&around, places.len()) {
            found.extend(places);
        }
    }
    found
}

/// The file of a line, and the kept lines above and below it.
type Around = (usize, Option<usize>, Option<usize>);

impl Survey<'_, '_> {
    /// Whether a line that comes at so many places comes under other text and above another heading each time.
    fn is_between_posts(&mut self, around: &[Around], places: usize) -> bool {
        let line = |file: usize, at: usize| &self.texts[file].lines[self.kept[file][at]];
        let above = around
            .iter()
            .filter_map(|&(file, above, _)| Some(line(file, above?)));
        let below = around
            .iter()
            .filter_map(|&(file, _, below)| Some(line(file, below?)));
        let headings = below.clone().filter(|line| {
            line.words <= 30 && line.marker.is_none() && !line.text.ends_with(['.', ','])
        });
        let others_above = count_distinct(above.map(|line| &line.folded));
        let others_below = count_distinct(below.clone().map(|line| &line.folded));
        let at_an_end = usize::from(below.clone().count() < places);
        if others_above < AGAIN
            || others_below + at_an_end < AGAIN
            || headings.count() * 5 < below.count() * 4
        {
            return false;
        }
        let sample = around.iter().take(20);
        let gains: Vec<f64> = sample
            .filter_map(|&(file, above, below)| self.gain_between(file, above?, below?))
            .collect();
        let is_often = others_above.min(others_below) >= OFTEN;
        let share = if is_often { 3.0 } else { 1.0 };
        part_posts(&gains, BETWEEN_POSTS / share)
    }
}
