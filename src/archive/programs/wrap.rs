//! Paragraphs that were wrapped at a width are one line again.

use super::raw::{RawLine, count_hashes, is_signs};
use crate::archive::lines::line::{ListMarker, is_url};
use crate::languages;
use std::collections::{HashMap, HashSet};

/// No text is wrapped at more columns, or fewer.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;
/// So many lines must go on at a width before a text is taken for wrapped.
const WRAPPED: usize = 6;
/// How far from the width a line may end where letters are of different widths (share of it).
const RAGGED: f64 = 0.14;

/// The lines with wrapped paragraphs as one: a text is wrapped where few lines are longer than its width, and most that
/// follow another at once begin with a word for which there was no room above.
pub fn unwrap(lines: Vec<RawLine>) -> Vec<RawLine> {
    let Some(layout) = Layout::find(&lines) else {
        return join_fragments(lines);
    };
    let goes_on = lines
        .windows(2)
        .map(|pair| layout.goes_on(&pair[0], &pair[1]));
    let goes_on: Vec<bool> = std::iter::once(false).chain(goes_on).collect();
    let mut whole: Vec<RawLine> = Vec::with_capacity(lines.len());
    for (line, goes_on) in lines.into_iter().zip(goes_on) {
        match whole.last_mut().filter(|_| goes_on) {
            Some(paragraph) => {
                paragraph.last = line.last;
                layout.join(&mut paragraph.text, &line.text);
            }
            None => whole.push(line),
        }
    }
    whole
}

/// So many lines must go on in lower case before a text is taken for broken at its links, and most of those above must be as
/// long, in bytes.
const BROKEN: usize = 5;
const LONG: usize = 30;
/// Or so many must begin with a sign that ends something.
const TORN: usize = 3;
/// What comes so often is the site's, and no part of a paragraph.
const REPEATED: usize = 3;

/// Whether a program has broken a text at its links, by the lines that another goes on.
fn is_broken(lines: &[RawLine], above: &[&str]) -> bool {
    // No line begins with a comma but where a link is above.
    let is_end = |text: &str| text.starts_with([',', ';', ')', '.']) && !text.starts_with("..");
    let torn = lines.iter().filter(|line| !line.code && is_end(&line.text));
    let long = above.iter().filter(|text| text.len() >= LONG);
    torn.count() >= TORN || above.len() >= BROKEN && long.count() * 2 >= above.len()
}

fn find_repeated(lines: &[RawLine]) -> HashSet<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in lines {
        *counts.entry(&line.text).or_default() += 1;
    }
    let found = counts.into_iter().filter(|(_, count)| *count >= REPEATED);
    found.map(|(text, _)| text.to_owned()).collect()
}

/// The lines of a text that a program has broken at each link, in which a paragraph goes on in lower case or with a sign.
fn join_fragments(lines: Vec<RawLine>) -> Vec<RawLine> {
    let repeated = find_repeated(&lines);
    let is_repeated = |text: &str| repeated.contains(text);
    let goes_on = |above: &RawLine, below: &RawLine| {
        let is_inside = |c: char| c.is_lowercase() || ",.;)”".contains(c);
        follows(above, below)
            && !is_apart(&above.text)
            && !is_apart(&below.text)
            && (!is_repeated(&above.text) || !above.text.contains(' '))
            && below.text.starts_with(is_inside)
            && !above.text.ends_with(['.', '!', '?', ':'])
    };
    let pairs = lines.windows(2);
    let broken = pairs.filter(|pair| goes_on(&pair[0], &pair[1]));
    let above: Vec<&str> = broken.map(|pair| pair[0].text.as_str()).collect();
    if !is_broken(&lines, &above) {
        return lines;
    }
    let announces = |text: &str| {
        let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        text.contains(' ')
            && (text.ends_with([',', '(', '’', '\'']) || languages::is_function_word(last))
    };
    let mut whole: Vec<RawLine> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last)
                if goes_on(last, &line)
                    || follows(last, &line)
                        && !is_repeated(&last.text)
                        && announces(&last.text) =>
            {
                last.last = line.last;
                if !line.text.starts_with([',', '.', ')', '”'])
                    && !last.text.ends_with(['(', '’', '\''])
                {
                    last.text.push(' ');
                }
                last.text.push_str(&line.text);
            }
            _ => whole.push(line),
        }
    }
    whole
}

/// Whether a line is a URL, or a label and its value: no part of a sentence.
fn is_apart(text: &str) -> bool {
    let label = text.split_once(": ").map_or("", |(label, _)| label);
    is_url(text) || !label.is_empty() && !label.contains(' ')
}

/// How a text is wrapped.
struct Layout {
    /// Characters of a full line.
    width: usize,
    /// How many a full line may lack.
    slack: usize,
    /// Whether words are divided at the ends of lines.
    hyphens: bool,
    /// Words that have a hyphen in the middle of lines.
    compounds: HashSet<String>,
}

impl Layout {
    fn find(lines: &[RawLine]) -> Option<Self> {
        let pairs = || lines.windows(2).filter(|pair| follows(&pair[0], &pair[1]));
        let mut lengths: Vec<usize> = pairs()
            .map(|pair| &pair[0])
            .filter(|line| line.text.contains(' '))
            .map(length)
            .collect();
        lengths.sort_unstable();
        let width = *lengths
            .get(lengths.len() * 95 / 100)
            .filter(|width| WIDTHS.contains(width))?;
        // A text whose lines are paragraphs has longer ones.
        let longer = lines
            .iter()
            .filter(|line| line.text.contains(' ') && length(line) > width + width / 3);
        if longer.count() * 20 > lines.len() {
            return None;
        }
        let all = pairs().count();
        let is_wrapped = |slack: usize| {
            let full = pairs().filter(|pair| is_full(&pair[0], &pair[1], width, slack));
            let full = full.count();
            full >= WRAPPED && full * 5 >= all * 3
        };
        let ragged = (width as f64 * RAGGED) as usize;
        let slack = [0, ragged].into_iter().find(|&slack| is_wrapped(slack))?;
        let divided = pairs().filter(|pair| divides(&pair[0].text, &pair[1].text));
        let compounds = lines
            .iter()
            .flat_map(|line| line.text.split_whitespace())
            .filter(|word| word.trim_end_matches(HYPHENS).contains('-'));
        Some(Self {
            width,
            slack,
            hyphens: divided.count() * 30 >= all,
            compounds: compounds.map(bare).collect(),
        })
    }

    fn goes_on(&self, above: &RawLine, below: &RawLine) -> bool {
        let is_inside = below.text.starts_with(char::is_lowercase)
            && !above.text.ends_with(['.', '!', '?', ':', ';', '…'])
            && length(above) * 2 > self.width;
        follows(above, below)
            && (is_full(above, below, self.width, self.slack)
                || is_inside
                || divides(&above.text, &below.text) && self.hyphens)
    }

    /// Adds a line to a paragraph.
    fn join(&self, paragraph: &mut String, line: &str) {
        let divides = divides(paragraph, line);
        let soft = paragraph.ends_with(['\u{ad}', '\u{2010}']);
        if divides && (soft || self.hyphens) {
            let word = |text: &str| {
                text.rsplit(char::is_whitespace)
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            };
            let compound =
                word(paragraph) + line.split(char::is_whitespace).next().unwrap_or_default();
            if soft || !self.compounds.contains(&bare(&compound)) {
                paragraph.pop();
            }
        } else if !divides {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }
}

const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

fn length(line: &RawLine) -> usize {
    line.text.chars().count() + line.indent
}

/// Whether a word is divided between two lines.
fn divides(above: &str, below: &str) -> bool {
    let mut end = above.chars().rev();
    end.next().is_some_and(|c| HYPHENS.contains(&c))
        && end.next().is_some_and(char::is_alphabetic)
        && below.starts_with(char::is_lowercase)
}

/// Whether a line may go on the one above.
fn follows(above: &RawLine, below: &RawLine) -> bool {
    below.before == 0
        && !above.code
        && !below.code
        && !below.text.starts_with('—')
        && ListMarker::parse(&below.text).is_none()
        && count_hashes(&below.text) == 0
        && count_hashes(&above.text) == 0
        && !is_signs(&above.text)
        && !is_signs(&below.text)
}

/// Whether there was no room for the next word above.
fn is_full(above: &RawLine, below: &RawLine, width: usize, slack: usize) -> bool {
    let first = below
        .text
        .split(char::is_whitespace)
        .next()
        .unwrap_or_default();
    length(above) + 1 + first.chars().count() + slack > width
}
