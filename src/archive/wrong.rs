//! How likely what was decided about a line is wrong.
//!
//! The segmentation is too sure of itself: what misled it misled its probability too. So its errors have a model of their own,
//! which looks at the decision from outside: does the file set other titles off like this line, how long are the posts on both
//! sides, do the copies agree, was a line nearby almost taken?

use super::boundaries::{Field, Start};
use std::collections::HashMap;

/// What is seen of a decision, and what it weighs (log-odds that the decision is wrong): for a line that was left alone, and for
/// one at which a post begins.
///
/// Fitted by logistic regression with a ridge on archives made from three blogs in a hundred styles, on others with a style per
/// file, and on the development archives; then rounded. With a blog and a quarter of the styles held out together, a doubt for
/// every twelve decisions held 54 of 68 wrong boundaries of the mixed archives (the probability alone: 44) and 200 of 419 in the
/// hundred styles (180), where at most 270 can be told, as a few styles are misread throughout.
const WEIGHTS: [(&str, f64, f64); COUNT] = [
    ("constant", 2.4, -1.0),
    ("log-odds of a post, by the segmentation", 0.75, -0.4),
    ("log-odds of a post, before posts are weighed", 0.1, -0.25),
    ("set off like the file's titles", 0.8, -0.8),
    ("length of the post above", 0.65, -0.9),
    ("length of the post below", 0.55, -0.2),
    ("told by the text below", -0.5, 0.0),
    ("length of the next line", -0.6, 0.4),
    ("its copies were all taken alike", -0.75, -0.75),
    ("log-odds of a post nearby", 0.15, 0.0),
    ("ahead of the other lines left alone", 0.2, 0.0),
    ("language changes", 0.0, 1.4),
    ("seven to twelve words", 0.0, -0.6),
    ("ends .", -1.2, 0.0),
    ("ends ?", -1.0, 0.65),
];
const COUNT: usize = 15;

/// Lines so near, in kept lines, that one may have been taken for the other.
const NEARBY: usize = 3;

/// Posts of so few words are not looked for, however short the archive's posts are.
const SHORT: usize = 60;

/// Says of each start how likely it is wrong.
pub(crate) fn judge(field: &Field, files: &mut [Vec<Start>]) {
    let spans: Vec<Vec<Span>> = files
        .iter()
        .enumerate()
        .map(|(file, starts)| spans(field, file, starts))
        .collect();
    let usual = usual_length(files, &spans);
    let copies = copies(field, files);
    for (file, starts) in files.iter_mut().enumerate() {
        let view = View {
            field,
            file,
            starts,
            spans: &spans[file],
            usual,
            copies: &copies,
            shapes: shapes(field, file, starts),
        };
        let wrong: Vec<f64> = (0..starts.len()).map(|i| view.wrong(i)).collect();
        starts
            .iter_mut()
            .zip(wrong)
            .for_each(|(start, wrong)| start.wrong = wrong);
    }
}

/// Words from the post's start above to a candidate, and from it to the next post; the most likely other line of the post.
struct Span {
    above: usize,
    below: usize,
    rival: f64,
}

fn spans(field: &Field, file: usize, starts: &[Start]) -> Vec<Span> {
    let mut before = vec![0];
    for &line in &field.kept[file] {
        before.push(before[before.len() - 1] + field.texts[file].lines[line].words);
    }
    let end = before[before.len() - 1];
    let at: Vec<usize> = field.candidates[file]
        .iter()
        .map(|candidate| before[candidate.place])
        .collect();
    let mut spans: Vec<Span> = Vec::with_capacity(starts.len());
    let mut first = 0;
    for next in 0..=starts.len() {
        if next < starts.len() && !starts[next].chosen {
            continue;
        }
        // The post runs from `first` to `next`: its lines left alone, from the likeliest.
        let stop = at.get(next).copied().unwrap_or(end);
        let alone = || {
            starts[first..next]
                .iter()
                .filter(|start| !start.chosen)
                .map(|start| start.odds)
        };
        let top = alone().fold(f64::MIN, f64::max);
        let second = alone().filter(|odds| *odds < top).fold(f64::MIN, f64::max);
        for i in first..next {
            let above = match spans.last() {
                Some(_) if starts[i].chosen => {
                    at[i] - at[(0..i).rev().find(|&j| starts[j].chosen).unwrap_or(i)]
                }
                _ => at[i] - at[first],
            };
            let rival = if starts[i].odds < top { top } else { second };
            spans.push(Span {
                above,
                below: stop - at[i],
                rival,
            });
        }
        first = next;
    }
    spans
}

/// The length of most posts of the archive, in words.
fn usual_length(files: &[Vec<Start>], spans: &[Vec<Span>]) -> f64 {
    let mut lengths: Vec<usize> = files
        .iter()
        .zip(spans)
        .flat_map(|(starts, spans)| {
            starts
                .iter()
                .zip(spans)
                .filter(|(start, _)| start.chosen)
                .map(|(_, span)| span.below)
        })
        .collect();
    lengths.sort_unstable();
    lengths
        .get(lengths.len() / 2)
        .copied()
        .unwrap_or(0)
        .max(SHORT) as f64
}

/// For each line's words: at how many places they may open a post, and at how many they do.
fn copies<'f>(field: &Field<'f, '_>, files: &[Vec<Start>]) -> HashMap<&'f str, (usize, usize)> {
    let mut copies: HashMap<&str, (usize, usize)> = HashMap::new();
    for (file, starts) in files.iter().enumerate() {
        for start in starts {
            let seen = copies
                .entry(&field.texts[file].lines[start.line].folded)
                .or_default();
            *seen = (seen.0 + 1, seen.1 + usize::from(start.chosen));
        }
    }
    copies
}

/// The facts above and below a line: blank lines and what stands there.
type Shape = [u8; 4];

fn shape(field: &Field, file: usize, i: usize) -> Shape {
    let facts = field.candidates[file][i].facts;
    [facts[0], facts[1], facts[2], facts[3]]
}

/// For each shape: how many headings of a file are titles, and how many are not.
fn shapes(field: &Field, file: usize, starts: &[Start]) -> HashMap<Shape, [f64; 2]> {
    let mut shapes: HashMap<Shape, [f64; 2]> = HashMap::new();
    for (i, start) in starts.iter().enumerate().filter(|(_, start)| start.heading) {
        shapes.entry(shape(field, file, i)).or_default()[usize::from(!start.chosen)] += 1.0;
    }
    shapes
}

struct View<'v, 'f, 'a> {
    field: &'v Field<'f, 'a>,
    file: usize,
    starts: &'v [Start],
    spans: &'v [Span],
    usual: f64,
    copies: &'v HashMap<&'f str, (usize, usize)>,
    shapes: HashMap<Shape, [f64; 2]>,
}

impl View<'_, '_, '_> {
    fn wrong(&self, i: usize) -> f64 {
        let chosen = self.starts[i].chosen;
        let weigh = |(value, (_, alone, taken)): (f64, &(&str, f64, f64))| {
            value * if chosen { *taken } else { *alone }
        };
        let odds: f64 = self.features(i).into_iter().zip(&WEIGHTS).map(weigh).sum();
        1.0 / (1.0 + (-odds).exp())
    }

    fn features(&self, i: usize) -> [f64; COUNT] {
        let (start, span) = (&self.starts[i], &self.spans[i]);
        let candidate = &self.field.candidates[self.file][i];
        let line = &self.field.texts[self.file].lines[start.line];
        let length = |words: usize| ((words as f64 + 10.0) / self.usual).ln().clamp(-3.0, 2.0);
        let (places, taken) = self
            .copies
            .get(line.folded.as_str())
            .copied()
            .unwrap_or_default();
        let ends = |sign: char| f64::from(u8::from(start.heading && line.ends() == sign));
        [
            1.0,
            log_odds(start.probability, 9.0),
            start.odds.clamp(-12.0, 12.0),
            self.like_titles(i),
            length(span.above),
            length(span.below),
            candidate.features[TOLD],
            candidate.features[NEXT],
            f64::from(u8::from(places > 1 && (taken == 0 || taken == places))),
            self.nearby(i),
            (start.odds - span.rival).clamp(-6.0, 6.0),
            candidate.features[LANGUAGE],
            f64::from(u8::from((7..=12).contains(&line.words))),
            ends('.'),
            ends('?'),
        ]
    }

    /// How much more often a line of this shape is a title in this file than not (log-odds), this line left out.
    fn like_titles(&self, i: usize) -> f64 {
        let own = self
            .shapes
            .get(&shape(self.field, self.file, i))
            .copied()
            .unwrap_or_default();
        let rate = |side: usize| {
            let all: f64 = self.shapes.values().map(|counts| counts[side]).sum();
            let itself = f64::from(u8::from(
                self.starts[i].heading && self.starts[i].chosen == (side == 0),
            ));
            (own[side] - itself + 0.5) / (all + 1.5)
        };
        (rate(0) / rate(1)).ln().clamp(-4.0, 4.0)
    }

    /// The log-odds of the likeliest other post that begins a few lines away.
    fn nearby(&self, i: usize) -> f64 {
        let place = |j: usize| self.field.candidates[self.file][j].place;
        let near = |j: &usize| place(*j).abs_diff(place(i)) <= NEARBY;
        let others = (0..i)
            .rev()
            .take_while(near)
            .chain((i + 1..self.starts.len()).take_while(near));
        log_odds(
            others
                .map(|j| self.starts[j].probability)
                .fold(0.0, f64::max),
            5.0,
        )
    }
}

/// Where [`super::candidates::WEIGHTS`] has what is looked at here too.
const NEXT: usize = 20;
const LANGUAGE: usize = 23;
const TOLD: usize = 27;

fn log_odds(probability: f64, most: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln().clamp(-most, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::candidates;

    #[test]
    fn features_are_those_meant() {
        for (place, name) in [
            (NEXT, "length of what follows"),
            (LANGUAGE, "language changes"),
            (TOLD, "told by the text below"),
        ] {
            assert_eq!(candidates::WEIGHTS[place].0, name);
        }
    }
}
