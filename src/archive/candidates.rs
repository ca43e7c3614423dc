//! Lines that may open a post, and what speaks for and against each, leaving the layout aside.

use super::Reason;
use super::cohesion::{NEAR, Urn, WINDOW};
use super::furniture::Role;
use super::labels::Named;
use super::lines::{Line, Text, Vocabulary};
use super::marks::{Mark, cut_between};
use super::recurring::{self, Again};
use super::style::{Beside, Facts, UNKNOWN};
use crate::lang::Detector;
use std::cmp::Ordering;
use std::collections::HashMap;

/// A line that may open a post.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Index of the line in its file.
    pub line: usize,
    /// Place of the line among the kept lines of its file.
    pub place: usize,
    /// Whether it can be a title; otherwise it could only open an untitled post.
    pub heading: bool,
    /// The layout.
    pub facts: Facts,
    /// What is not layout: values of [`WEIGHTS`]'s features.
    pub features: [f64; WEIGHTS.len()],
}

/// Each feature and its weight (log-odds per unit), the intercept first.
///
/// Set by hand in round numbers, after a look at logistic regressions on the development archives and on others made
/// from the same posts in random styles; then three of them were searched on both. Where the layout says nothing, a
/// regression fitted without a site found fewer of that site's titles (F1) than these do, or as many; with layout it was
/// about even. No site is truly held out of these numbers.
pub(crate) const WEIGHTS: [(&str, f64); 32] = [
    ("intercept", -4.0),
    ("one word", -2.00),
    ("two or three words", -2.4),
    ("seven to twelve words", 1.00),
    ("over twelve words", 0.80),
    ("over nineteen words", -1.00),
    ("ends ?", -0.50),
    ("ends !", -0.30),
    ("ends :", -2.5),
    ("ends .", -2.50),
    ("begins in lower case", -2.0),
    ("numbered", -2.5),
    ("a quotation", -1.0),
    ("after an item", 0.00),
    ("after a heading", -1.00),
    ("after :", -3.0),
    ("after ? or !", 0.6),
    ("before a heading", -1.20),
    ("before an item", -2.00),
    ("before :", -1.00),
    ("length of what follows", 0.20),
    ("its words come after", 1.5),
    ("subject changes", 5.0),
    ("language changes", 1.7),
    ("not a heading", -4.00),
    ("ends , or ;", -3.0),
    ("named in the table of contents", 5.0),
    ("told by the text below", 0.70),
    ("a turn of an interview", -8.0),
    ("labels name the titles", 7.0),
    ("comes again under headings", -3.0),
    ("after […]", 4.0),
];

/// The kept lines of a file: indexes of those that are the author's text.
pub(crate) fn kept(marks: &[Mark]) -> Vec<usize> {
    (0..marks.len())
        .filter(|&i| marks[i].drop.is_none())
        .collect()
}

/// No title is longer, in words.
const LONGEST_TITLE: usize = 34;

/// Whether a line looks like a heading: short, no item, no address, no date.
pub(crate) fn heading_like(line: &Line, mark: &Mark) -> bool {
    let item = line.marker.is_some_and(|marker| marker.bullet)
        || line.indent >= 2 && line.marker.is_some();
    (1..=LONGEST_TITLE).contains(&line.words)
        && line.text.len() <= 320
        && !item
        && !line.is_url()
        && mark.date.is_none()
        && mark.more.is_none()
        && !line.text.contains('\t')
        && (line.words <= 12 || !matches!(line.ends(), ',' | ';'))
        && (line.words <= 24 || line.ends() != '.' || line.text.ends_with(".."))
}

/// A line that reads as a heading to its neighbours: short and without a full stop.
pub(crate) fn short(line: &Line) -> bool {
    line.words <= 13
        && line.marker.is_none_or(|marker| !marker.bullet)
        && !matches!(line.ends(), '.' | ',' | ';' | ':' | '…')
        && !line.is_url()
}

/// All candidates of a file.
pub(crate) fn candidates(
    text: &Text,
    marks: &[Mark],
    vocabulary: &Vocabulary,
    detector: &Detector,
    again: &Again,
) -> Vec<Candidate> {
    let kept = kept(marks);
    let speakers = speakers(text, &kept);
    let labelled = text
        .lines
        .iter()
        .any(|line| line.named == Some(Named::Title));
    let view = View {
        text,
        marks,
        kept: &kept,
        detector,
        stems: Stems::new(text, &kept),
        again,
        speakers,
        labelled,
        listed: marks.iter().any(|mark| mark.listed),
        indent: usual_indent(text),
    };
    let mut urn = Urn::new(vocabulary);
    (0..kept.len())
        .filter_map(|place| view.candidate(place, &mut urn))
        .collect()
}

/// The indentation that most paragraphs of a file have at most.
fn usual_indent(text: &Text) -> usize {
    let paragraphs = text
        .lines
        .iter()
        .filter(|line| line.words > 12 && line.marker.is_none());
    let mut indents: Vec<usize> = paragraphs.map(|line| line.indent).collect();
    indents.sort_unstable();
    indents.get(indents.len() / 2).copied().unwrap_or(0)
}

/// Lines among which both speakers of an interview are looked for, on each side.
const TURNS: usize = 8;

/// Which kept lines are turns of an interview: a name and a colon, which come again nearby, and so do another's.
/// Titles of a series share their first word too, but not with another series in turn.
fn speakers(text: &Text, kept: &[usize]) -> Vec<bool> {
    let names: Vec<Option<&str>> = kept
        .iter()
        .map(|&line| speaker(&text.lines[line].folded))
        .collect();
    let turn = |place: usize| {
        let Some(own) = names[place] else {
            return false;
        };
        let near = place.saturating_sub(TURNS)..(place + TURNS + 1).min(names.len());
        let mut others: HashMap<&str, usize> = HashMap::new();
        names[near]
            .iter()
            .flatten()
            .for_each(|name| *others.entry(name).or_default() += 1);
        others.remove(own).is_some_and(|own| own >= 2) && others.values().any(|&count| count >= 2)
    };
    (0..names.len()).map(turn).collect()
}

/// The one or two words before a colon at the head of a line.
fn speaker(folded: &str) -> Option<&str> {
    let (name, said) = folded.split_once(':')?;
    let name = name.trim_end();
    let spaces = name.chars().filter(|c| c.is_whitespace()).count();
    (!name.is_empty() && name.len() <= 32 && spaces <= 1 && said.starts_with(char::is_whitespace))
        .then_some(name)
}

/// The subject words of a file's kept lines in one run, and where each line's begin.
struct Stems {
    all: Vec<u32>,
    starts: Vec<usize>,
}

impl Stems {
    fn new(text: &Text, kept: &[usize]) -> Self {
        let mut stems = Self {
            all: Vec::new(),
            starts: Vec::new(),
        };
        for &line in kept {
            stems.starts.push(stems.all.len());
            stems.all.extend(&text.lines[line].stems);
        }
        stems
    }

    fn before(&self, place: usize, window: usize) -> &[u32] {
        let end = self.starts[place];
        &self.all[end.saturating_sub(window)..end]
    }

    fn after(&self, place: usize, window: usize) -> &[u32] {
        let start = self.starts[place];
        &self.all[start..(start + window).min(self.all.len())]
    }

    /// The text under a line.
    fn below(&self, place: usize, own: usize) -> &[u32] {
        let start = self.starts[place] + own;
        &self.all[start..(start + WINDOW).min(self.all.len())]
    }
}

struct View<'v, 'a> {
    text: &'v Text<'a>,
    marks: &'v [Mark],
    kept: &'v [usize],
    detector: &'v Detector,
    stems: Stems,
    again: &'v Again<'v>,
    /// Which kept lines are turns of an interview.
    speakers: Vec<bool>,
    /// Whether labels name the titles of the file.
    labelled: bool,
    /// Whether a table of contents names posts of the file.
    listed: bool,
    /// The usual indentation of its paragraphs.
    indent: usize,
}

impl View<'_, '_> {
    fn line(&self, place: usize) -> &Line<'_> {
        &self.text.lines[self.kept[place]]
    }

    /// The kept line above, dates alone left out: they belong to what they stand beside.
    fn previous(&self, place: usize) -> Option<&Line<'_>> {
        (0..place)
            .rev()
            .find(|&p| self.marks[self.kept[p]].date.is_none())
            .map(|p| self.line(p))
    }

    fn next(&self, place: usize) -> Option<&Line<'_>> {
        (place + 1..self.kept.len())
            .find(|&p| self.marks[self.kept[p]].date.is_none())
            .map(|p| self.line(p))
    }

    fn candidate(&self, place: usize, urn: &mut Urn) -> Option<Candidate> {
        let index = self.kept[place];
        let (line, mark) = (self.line(place), &self.marks[index]);
        let facts = self.facts(place);
        // What a byline stands under is a title, though it be a sentence or two.
        let bylined = facts[3] == Beside::Byline as u8
            && line.words <= LONGEST_TITLE
            && line.marker.is_none()
            && !quoted(line.text);
        let labelled = line.named == Some(Named::Title);
        let heading = labelled
            || heading_like(line, mark)
            || bylined && facts[0] != 0 && mark.date.is_none() && mark.more.is_none();
        let set_off = place > 0 && facts[0] >= 3 || matches!(facts[2], 2 | 5);
        let after_more = place > 0 && self.cut_above(place);
        if (mark.date.is_some() && place > 0) || !(heading || set_off || after_more || place == 0) {
            return None;
        }
        Some(Candidate {
            line: index,
            place,
            heading,
            facts,
            features: self.features(place, heading, urn),
        })
    }

    /// Whether the post above is cut by a read-more link right above this line.
    pub fn cut_above(&self, place: usize) -> bool {
        cut_between(self.marks, self.kept[place - 1], self.kept[place])
    }

    fn facts(&self, place: usize) -> Facts {
        let index = self.kept[place];
        let line = &self.text.lines[index];
        let lines = &self.text.lines;
        let first = place == 0;
        let repeated = index > 0 && self.again.lines.contains(lines[index - 1].folded.as_str());
        [
            // Nothing can be said of what stands above a file's first line.
            if first {
                UNKNOWN
            } else {
                line.before.min(3) as u8
            },
            line.after.min(3) as u8,
            match index.checked_sub(1).map(|above| self.beside(above, true)) {
                Some(beside)
                    if !first || beside == Beside::Byline as u8 || beside == Beside::Date as u8 =>
                {
                    beside
                }
                _ => UNKNOWN,
            },
            if index + 1 < lines.len() {
                self.beside(index + 1, false)
            } else {
                0
            },
            letters(line.text),
            u8::from(glued_last_words(line.text)),
            u8::from(repeated),
            line.hashes.min(2) as u8,
            match line.indent.cmp(&self.indent) {
                // A text flush left, as most are.
                Ordering::Equal if self.indent == 0 => UNKNOWN,
                Ordering::Equal => 0,
                Ordering::Less => 1,
                Ordering::Greater => 2,
            },
            u8::from(line.marker.is_some()),
        ]
    }

    fn beside(&self, index: usize, above: bool) -> u8 {
        let mark = &self.marks[index];
        let dated = mark.date.is_some() && matches!(mark.drop, None | Some(Reason::Byline));
        let beside = match (mark.drop, mark.role) {
            (Some(Reason::Rule), _) => Beside::Rule,
            // A date or a byline under a title says nothing of the line below it.
            _ if dated && above && self.titled_byline(index) => Beside::Text,
            (Some(_), Some(Role::Byline)) if above && self.titled_byline(index) => Beside::Text,
            _ if dated => Beside::Date,
            (Some(_), Some(Role::Byline)) => Beside::Byline,
            (Some(_), Some(Role::End | Role::Head | Role::More)) => Beside::End,
            (Some(_), _) => {
                // An advertisement above or below other furniture is no more than its neighbour says.
                let further = if above {
                    index.checked_sub(1)
                } else {
                    Some(index + 1).filter(|&i| i < self.marks.len())
                };
                match further
                    .filter(|_| mark.role == Some(Role::Ad))
                    .map(|i| (self.marks[i].drop, self.marks[i].role))
                {
                    Some((Some(_), Some(Role::End | Role::More))) if above => Beside::End,
                    Some((Some(_), Some(Role::Byline))) => Beside::Byline,
                    _ => Beside::Ad,
                }
            }
            _ => Beside::Text,
        };
        beside as u8
    }

    /// Whether a byline stands right under a line that could be its title.
    fn titled_byline(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|above| {
            let line = &self.text.lines[above];
            self.marks[above].drop.is_none()
                && heading_like(line, &self.marks[above])
                && short(line)
                && line.after <= 1
        })
    }

    fn features(&self, place: usize, heading: bool, urn: &mut Urn) -> [f64; WEIGHTS.len()] {
        let line = self.line(place);
        let (previous, next) = (self.previous(place), self.next(place));
        let is = |yes: bool| f64::from(u8::from(yes));
        let before = |test: &dyn Fn(&Line) -> bool| is(previous.is_some_and(test));
        let after = |test: &dyn Fn(&Line) -> bool| is(next.is_some_and(test));
        let item = |l: &Line| l.marker.is_some_and(|m| m.bullet || l.indent > 0);
        let ends = line.ends();
        let words = if heading { line.words } else { 6 };
        [
            1.0,
            is(words <= 1),
            is((2..=3).contains(&words)),
            is((7..=12).contains(&words)),
            is(words > 12),
            is(words > 19),
            is(heading && ends == '?'),
            is(heading && ends == '!'),
            is(heading && ends == ':'),
            is(heading && ends == '.' && !line.text.ends_with("..")),
            is(line.text.starts_with(char::is_lowercase)),
            is(line.marker.is_some()),
            is(quoted(line.text)),
            before(&item),
            before(&short),
            before(&|l| l.ends() == ':'),
            before(&|l| matches!(l.ends(), '?' | '!')),
            after(&short),
            after(&item),
            after(&|l| l.ends() == ':'),
            next.map_or(0.0, |l| (1.0 + l.words as f64).ln() - 3.0),
            self.title_words(place),
            urn.gain(
                self.stems.before(place, NEAR),
                self.stems.after(place, NEAR),
            )
            .clamp(-0.4, 1.2),
            self.language_changes(place),
            is(!heading),
            is(heading && matches!(ends, ',' | ';')),
            match self.marks[self.kept[place]].listed {
                true => 1.0,
                // A post may be left out of the table.
                false if self.listed => -0.5,
                false => 0.0,
            },
            if heading {
                urn.told(
                    &line.stems,
                    self.stems.before(place, WINDOW),
                    self.stems.below(place, line.stems.len()),
                )
            } else {
                0.0
            },
            is(self.speakers[place]),
            match line.named {
                Some(Named::Title) => 1.0,
                _ if self.labelled => -1.0,
                _ => 0.0,
            },
            is(place > 0
                && self
                    .again
                    .under_headings
                    .contains(&recurring::shape(&line.folded))),
            is(heading && place > 0 && self.line(place - 1).breaks_off()),
        ]
    }

    /// Share of the line's subject words that come after it, less the share that came before.
    fn title_words(&self, place: usize) -> f64 {
        let stems = &self.line(place).stems;
        if stems.is_empty() {
            return 0.0;
        }
        let after = self.stems.below(place, stems.len());
        let before = self.stems.before(place, WINDOW);
        let share = |side: &[u32]| {
            stems.iter().filter(|stem| side.contains(stem)).count() as f64 / stems.len() as f64
        };
        share(after) - share(before)
    }

    /// From 0 to 1: how surely the text above is in another language than the text below.
    fn language_changes(&self, place: usize) -> f64 {
        let count = self.stems.starts.len();
        let (mut above, mut below) = (vec![], vec![]);
        let near = |places: &mut dyn Iterator<Item = usize>, weights: &mut Vec<f32>| {
            for p in places {
                let tongue = &self.line(p).tongue;
                weights.resize(tongue.len(), 0.0);
                weights
                    .iter_mut()
                    .zip(tongue)
                    .for_each(|(sum, weight)| *sum += weight);
                if weights.iter().sum::<f32>() > 40.0 {
                    break;
                }
            }
        };
        near(&mut (0..place).rev().take(8), &mut above);
        near(&mut (place..count).take(8), &mut below);
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

/// A line wholly between quotation marks.
pub(crate) fn quoted(text: &str) -> bool {
    let opens = text.starts_with(['«', '“', '"']);
    let closed = text.trim_end_matches(['.', ',', ' ', '\u{a0}', '\u{202f}']);
    opens && closed.ends_with(['»', '”', '"']) && closed.chars().count() > 2
}

/// 0: sentence case; 1: most longer words capitalised; 2: all capitals.
fn letters(text: &str) -> u8 {
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    if upper >= 4 && lower * 8 < upper {
        return 2;
    }
    let words = text
        .split_whitespace()
        .skip(1)
        .filter(|word| word.chars().count() > 3);
    let (mut capital, mut all) = (0, 0);
    for word in words {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    u8::from(all >= 2 && capital * 4 >= all * 3)
}

/// Whether a no-break space stands before the last word (not before a mere sign), and nowhere else between words.
fn glued_last_words(text: &str) -> bool {
    let spaces: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .collect();
    let Some((&(at, last), rest)) = spaces.split_last() else {
        return false;
    };
    let word = &text[at + last.len_utf8()..];
    last == '\u{a0}' && word.starts_with(char::is_alphanumeric) && !rest.is_empty()
}
