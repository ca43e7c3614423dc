//! Lines that come again between other texts: what the site prints beside every post.

use super::dates::date_ends;
use super::mark::LineMark;
use super::phrases::is_person;
use super::shapes::line_shape;
use super::tokens::tokenize_line;
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::urn::{Urn, near_stems};
use crate::text::words::fold;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A line: the index of its file, and its own.
pub type LineId = (usize, usize);

/// A line that comes at so many places between other texts may be the site's.
const AGAIN: usize = 3;
const OFTEN: usize = 5;
/// What it weighs where too little text is around to tell whether the subject changes.
pub const UNPROVED: f64 = 1.2;
/// How much the subject must change where it comes, on average (see [`Urn::gain`]): headings within posts have about 0.02,
/// titles 0.29.
const BETWEEN_POSTS: f64 = 0.1;

/// So many words with a full stop are prose.
pub const PROSE: usize = 12;

/// So many lines below a line are searched for the text that it heads.
const HEADER: usize = 6;

/// Prose: what tells one text from another.
pub fn is_prose(line: &Line) -> bool {
    line.words >= 20 || line.words >= PROSE && line.stops()
}

/// Lines that come again, by their words and by their shape, and the prose around each.
pub struct Recurrence<'t> {
    texts: &'t [FileLines<'t>],
    /// For each line, its keys: its words, and its shape where that says more.
    keys: Vec<Vec<[Option<u64>; 2]>>,
    /// For each key: how much its places speak for boilerplate (log-odds).
    worth: HashMap<u64, f64>,
    /// The prose above and below each line, hashed; the end of a file is its own.
    above: Vec<Vec<u64>>,
    below: Vec<Vec<u64>>,
    /// Which lines are prose that does not come again.
    texts_at: Vec<Vec<bool>>,
    /// Lines with prose right below at some place: titles, perhaps.
    headings: HashSet<u64>,
    /// Lines that are above different texts: no titles.
    heading_others: HashSet<u64>,
}

impl<'t> Recurrence<'t> {
    pub fn new(texts: &'t [FileLines], marks: &[Vec<LineMark>], vocabulary: &Vocabulary) -> Self {
        let known = known_lines(texts);
        let keys: Vec<Vec<[Option<u64>; 2]>> = texts
            .iter()
            .map(|text| {
                let key = |i: usize| {
                    let line = &text.lines[i];
                    if line.code {
                        return [None, None];
                    }
                    let shape = shape_of_link(line, &known)
                        .or_else(|| line_shape(line.text))
                        .map(|shape| hash(&shape));
                    // Whoever writes, the names are at the same place.
                    let name = || is_name_below_title(&text.lines, i).then(|| hash(&"<person>"));
                    [Some(hash(&bare(line))), shape.or_else(name)]
                };
                (0..text.lines.len()).map(key).collect()
            })
            .collect();
        let mut found = Self {
            texts,
            keys,
            worth: HashMap::new(),
            above: Vec::new(),
            below: Vec::new(),
            texts_at: Vec::new(),
            headings: HashSet::new(),
            heading_others: HashSet::new(),
        };
        // What comes again itself tells no texts apart: a second look knows it.
        for _ in 0..2 {
            found.look(marks, vocabulary);
        }
        found
    }

    /// Looks at all files, knowing what the last look found.
    fn look(&mut self, marks: &[Vec<LineMark>], vocabulary: &Vocabulary) {
        let mut places: HashMap<u64, Vec<LineId>> = HashMap::new();
        for (file, keys) in self.keys.iter().enumerate() {
            for (i, keys) in keys.iter().enumerate() {
                for key in keys.iter().flatten() {
                    places.entry(*key).or_default().push((file, i));
                }
            }
        }
        places.retain(|_, places| places.len() >= AGAIN);
        // Before anything is known: what a file has more than once is no copy of a post.
        let often = match self.worth.is_empty() {
            true => find_often(&places),
            false => HashSet::new(),
        };
        let is_text = |file: usize, i: usize| {
            let is_often = || self.keys[file][i][0].is_some_and(|key| often.contains(&key));
            is_prose(&self.texts[file].lines[i])
                && marks[file][i].is_kept()
                && self.worth_of((file, i)) <= 0.0
                && !is_often()
        };
        let all = self.texts.iter().enumerate();
        self.texts_at = all
            .map(|(file, text)| (0..text.lines.len()).map(|i| is_text(file, i)).collect())
            .collect();
        self.above = self.find_nearest(false);
        self.below = self.find_nearest(true);
        let mut headings = HashSet::new();
        for (keys, is_text) in self.keys.iter().zip(&self.texts_at) {
            let heads = (1..keys.len()).filter(|&i| is_text[i] && !is_text[i - 1]);
            headings.extend(heads.filter_map(|i| keys[i - 1][0]));
        }
        self.headings = headings;
        let mut urn = Urn::new(vocabulary);
        let weighed = places
            .iter()
            .filter_map(|(key, places)| Some((*key, self.weigh(places, &mut urn)?)));
        self.worth = weighed.collect();
        self.heading_others = self.find_heading_others(&places);
    }

    /// For each line the nearest prose above it, or below, hashed; the end of a file is its own.
    fn find_nearest(&self, below: bool) -> Vec<Vec<u64>> {
        let all = self.texts.iter().zip(&self.texts_at).enumerate();
        all.map(|(file, (text, is_text))| {
            let mut last = edge(file, below);
            let mut nearest = vec![last; is_text.len()];
            for n in 0..is_text.len() {
                let i = if below { is_text.len() - 1 - n } else { n };
                nearest[i] = last;
                if is_text[i] {
                    // A copy may be cut: its head tells.
                    let head: String = text.lines[i].folded.chars().take(48).collect();
                    last = hash(&head);
                }
            }
            nearest
        })
        .collect()
    }

    /// What the places of a key speak for boilerplate (log-odds); none where they are of one post.
    fn weigh(&self, places: &[LineId], urn: &mut Urn) -> Option<f64> {
        let (texts_above, most_above) = count_texts(&self.above, places);
        let (texts_below, most_below) = count_texts(&self.below, places);
        let texts = texts_above.min(texts_below);
        // Copies of one post have the same text around.
        if texts < AGAIN || most_above.max(most_below) * 2 > places.len() {
            return None;
        }
        let often = if texts >= OFTEN { 3.5 } else { 2.5 };
        let at_edges = |side: &[Vec<u64>], below: bool| {
            places
                .iter()
                .all(|&(file, i)| side[file][i] == edge(file, below))
        };
        Some(match self.mean_gain(places, urn) {
            Some(gain) if gain < BETWEEN_POSTS => 0.0,
            Some(_) => often,
            // Whatever file it is, it comes at its end or at its head.
            None if at_edges(&self.above, false) || at_edges(&self.below, true) => often,
            None if texts >= OFTEN => UNPROVED,
            None => UNPROVED / 2.0,
        })
    }

    /// How much the subject changes on average between the texts above and below some places.
    fn mean_gain(&self, places: &[LineId], urn: &mut Urn) -> Option<f64> {
        const SAMPLE: usize = 20;
        let mut seen = HashSet::new();
        let others = places
            .iter()
            .filter(|&&(file, i)| seen.insert((self.above[file][i], self.below[file][i])));
        let is_text =
            |line: &&Line| is_prose(line) && !self.worth.contains_key(&hash(&line.folded));
        let around = others.take(SAMPLE).map(|&(file, i)| {
            let (before, after) = self.texts[file].lines.split_at(i);
            let before = near_stems(before.iter().rev().filter(is_text));
            (before, near_stems(after[1..].iter().filter(is_text)))
        });
        urn.mean_gain(around)
    }

    /// How much the places of a key speak for boilerplate (log-odds); zero for what does not come again.
    fn worth(&self, key: Option<u64>) -> f64 {
        key.and_then(|key| self.worth.get(&key))
            .copied()
            .unwrap_or(0.0)
    }

    /// The same of a line, by its words or its shape.
    pub fn worth_of(&self, id: LineId) -> f64 {
        f64::max(self.worth_of_words(id), self.worth_of_shape(id))
    }

    pub fn worth_of_words(&self, (file, i): LineId) -> f64 {
        self.worth(self.keys[file][i][0])
    }

    pub fn worth_of_shape(&self, (file, i): LineId) -> f64 {
        self.worth(self.keys[file][i][1])
    }

    /// Whether a line is a path, or a page's name with the site's: one of its parts is a line of the site's.
    pub fn is_path(&self, line: &Line) -> bool {
        const SIGNS: [char; 13] = [
            '"', '–', '—', '|', '»', '›', '>', '·', '•', '/', '«', '-', '~',
        ];
        if line.words > 25 {
            return false;
        }
        let mut parts = line.folded.split(SIGNS).map(str::trim);
        let is_known = |part: &str| !part.is_empty() && self.worth(Some(hash(&part))) > 0.0;
        let (first, last) = (parts.next(), parts.next_back());
        last.is_some_and(is_known) || last.is_some() && first.is_some_and(is_known)
    }

    /// A line's words, hashed.
    pub fn words_of(&self, (file, i): LineId) -> Option<u64> {
        self.keys[file][i][0]
    }

    /// A line's shape, or else its words, hashed.
    pub fn shape_of(&self, (file, i): LineId) -> Option<u64> {
        let [words, shape] = self.keys[file][i];
        shape.or(words)
    }

    /// Whether a line comes right above prose at some place.
    pub fn is_heading(&self, (file, i): LineId) -> bool {
        self.keys[file][i][0].is_some_and(|key| self.headings.contains(&key))
    }

    /// Whether a line, or another of its shape, is above different texts at other places: no title.
    pub fn heads_others(&self, (file, i): LineId) -> bool {
        self.keys[file][i]
            .iter()
            .flatten()
            .any(|key| self.heading_others.contains(key))
    }

    /// The keys whose places are above different texts.
    fn find_heading_others(&self, places: &HashMap<u64, Vec<LineId>>) -> HashSet<u64> {
        let is_near = |&&(file, i): &&LineId| {
            self.texts_at[file][i + 1..]
                .iter()
                .take(HEADER)
                .any(|is_text| *is_text)
        };
        let heads_others = |key: &u64, places: &[LineId]| {
            let near: Vec<LineId> = places.iter().filter(is_near).copied().collect();
            // A copy may have lost the lines under its title.
            self.worth.get(key).is_some_and(|worth| *worth > 0.0)
                && count_texts(&self.below, &near).1 * 2 < near.len()
        };
        let found = places
            .iter()
            .filter(|(key, places)| heads_others(key, places));
        found.map(|(key, _)| *key).collect()
    }
}

/// The keys that come more often than once in most of their files.
fn find_often(places: &HashMap<u64, Vec<LineId>>) -> HashSet<u64> {
    let is_often = |places: &[LineId]| {
        let files: HashSet<usize> = places.iter().map(|&(file, _)| file).collect();
        places.len() * 2 >= files.len() * 3
    };
    let found = places.iter().filter(|(_, places)| is_often(places));
    found.map(|(key, _)| *key).collect()
}

/// The words of a line, folded, without its bullet or number.
fn bare(line: &Line) -> String {
    match line.marker {
        Some(_) => fold(line.unmarked()),
        None => line.folded.clone(),
    }
}

/// Lines of some words that may be titles, and shorter ones that come again and again.
fn known_lines(texts: &[FileLines]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let lines = texts.iter().flat_map(|text| &text.lines);
    for line in lines.filter(|line| line.words >= 1 && line.may_be_title()) {
        *counts.entry(bare(line)).or_default() += if line.words >= 2 { AGAIN } else { 1 };
    }
    counts.retain(|_, count| *count >= AGAIN);
    counts.into_keys().collect()
}

/// "Next post: <another line>", "<another line> 3 May 2014": the shape of a link to a post.
fn shape_of_link(line: &Line, known: &HashSet<String>) -> Option<String> {
    const BEFORE: usize = 4;
    if !(3..=30).contains(&line.words) {
        return None;
    }
    let folded = bare(line);
    let is_word = |c: char| c.is_alphanumeric();
    let starts = std::iter::once(0).chain(
        folded
            .char_indices()
            .filter_map(|(at, c)| (c.is_whitespace()).then_some(at + c.len_utf8())),
    );
    let tail = date_at_the_end(&folded);
    for start in starts.take(BEFORE + 2) {
        let (head, rest) = folded.split_at(start);
        let rest = rest.trim_start_matches(|c: char| !is_word(c) && !"«“\"([".contains(c));
        if start > 0 && known.contains(rest) {
            return Some(format!("{head}<line>"));
        }
        let cut = tail
            .and_then(|tail| folded.get(start..tail))
            .map(|rest| rest.trim_matches(|c: char| !is_word(c)));
        if cut.is_some_and(|rest| known.contains(rest)) {
            return Some(format!("{head}<line> <date>"));
        }
    }
    None
}

/// Where the date at the end of a line begins, in bytes.
fn date_at_the_end(folded: &str) -> Option<usize> {
    let tokens = tokenize_line(folded)?;
    (1..tokens.len())
        .find(|&at| {
            date_ends(&tokens, at).is_some_and(|(mut ends, _)| ends.any(|end| end == tokens.len()))
        })
        .map(|at| tokens[at].start)
}

/// Whether a line is a person's name, close under a title and apart from the text.
fn is_name_below_title(lines: &[Line], i: usize) -> bool {
    let is_title =
        |above: &Line| above.may_be_title() && above.words >= 2 && !is_person(above.text);
    lines[i].before == 0
        && i > 0
        && is_title(&lines[i - 1])
        && line_shape(lines[i - 1].text).is_none()
        && is_person(lines[i].text)
}

/// How many texts are beside some places, and beside how many of them the same is.
fn count_texts(side: &[Vec<u64>], places: &[LineId]) -> (usize, usize) {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for &(file, i) in places {
        *counts.entry(side[file][i]).or_default() += 1;
    }
    (counts.len(), counts.values().copied().max().unwrap_or(0))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What stands for the prose above a file's first line, or below its last.
fn edge(file: usize, below: bool) -> u64 {
    hash(&(file, below))
}
