//! Where posts begin: decided over whole files, and over all files together.
//!
//! 1. Each candidate line gets an opinion (log-odds) from words and neighbours, and a weight from its file's own layout.
//! 2. The same line found in several files is a title everywhere or nowhere: opinions are pooled.
//! 3. Where two files go the same way and then part, a post ends in both; where the language turns, too.
//! 4. The best segmentation of each file is taken, with a distaste for posts of a few words, unless the file is of such.

use super::candidates::{Candidate, WEIGHTS};
use super::cohesion::Coherence;
use super::lines::{Text, Vocabulary};
use super::marks::{Mark, cut_between};
use super::{style, turns};
use std::collections::HashMap;

/// A candidate with all that was decided about it.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// Index of the line in its file.
    pub line: usize,
    /// Whether it is a title.
    pub heading: bool,
    /// Whether a post begins here.
    pub chosen: bool,
    /// Probability that a post begins here.
    pub probability: f64,
    /// All that speaks for a post to begin here (log-odds), before posts are weighed.
    pub odds: f64,
    /// Certain by an author's word or a read-more link: not to be doubted.
    pub fixed: bool,
    /// How likely what was decided is wrong (see [`super::wrong`]).
    pub wrong: f64,
}

/// What the author says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// A post starts here.
    Start,
    /// No post starts here.
    Join,
}

/// A log-odds no evidence outweighs.
const CERTAIN: f64 = 40.0;

/// All files' lines, marks and candidates.
pub(crate) struct Field<'f, 'a> {
    pub texts: &'f [Text<'a>],
    pub marks: &'f [Vec<Mark>],
    pub kept: &'f [Vec<usize>],
    pub candidates: &'f [Vec<Candidate>],
    pub vocabulary: &'f Vocabulary,
    /// The author's word on a line, by file and line index.
    pub said: &'f HashMap<(usize, usize), Word>,
}

/// Decides where posts begin: for each file, its candidates.
pub(crate) fn decide(field: &Field) -> Vec<Vec<Start>> {
    let opinions: Vec<Vec<f64>> = field
        .candidates
        .iter()
        .map(|list| list.iter().map(opinion).collect())
        .collect();
    let classes = classes(field);
    let turns = turns::turns(field, &opinions);
    let parting = sum(&parting(field, &classes), &turns);
    let mut pooled = sum(&opinions, &turns);
    let mut odds = Vec::new();
    for _ in 0..2 {
        odds = pooled_odds(field, &opinions, &pooled, &classes, &parting);
        // What the copies say becomes the opinion from which the file's style is learned again.
        pooled = odds
            .iter()
            .map(|file: &Vec<(f64, f64)>| file.iter().map(|(all, layout)| all - layout).collect())
            .collect();
    }
    let mut starts: Vec<Vec<Start>> = (0..field.texts.len())
        .map(|file| segment(field, file, &odds[file], &turns[file]))
        .collect();
    super::wrong::judge(field, &mut starts);
    starts
}

fn sum(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect())
        .collect()
}

fn opinion(candidate: &Candidate) -> f64 {
    candidate
        .features
        .iter()
        .zip(WEIGHTS)
        .map(|(value, (_, weight))| value * weight)
        .sum()
}

/// For each candidate: its log-odds in all, and the part that its own file's layout has in them.
fn pooled_odds(
    field: &Field,
    opinions: &[Vec<f64>],
    beliefs: &[Vec<f64>],
    classes: &Classes,
    parting: &[Vec<f64>],
) -> Vec<Vec<(f64, f64)>> {
    let layouts: Vec<Vec<f64>> = field
        .candidates
        .iter()
        .zip(beliefs)
        .map(|(list, belief)| {
            style::learn(
                &list.iter().map(|c| c.facts).collect::<Vec<_>>(),
                &known(list, belief),
            )
        })
        .collect();
    let mut odds: Vec<Vec<(f64, f64)>> = Vec::new();
    for file in 0..field.candidates.len() {
        let own = |i: usize| opinions[file][i] + parting[file][i];
        odds.push(
            (0..layouts[file].len())
                .map(|i| (own(i) + layouts[file][i], layouts[file][i]))
                .collect(),
        );
    }
    for class in &classes.members {
        let mean = class.iter().map(|&(f, i)| opinions[f][i]).sum::<f64>() / class.len() as f64;
        let layout: f64 = class
            .iter()
            .map(|&(f, i)| layouts[f][i].clamp(-4.0, 6.0))
            .sum();
        let parted = class
            .iter()
            .map(|&(f, i)| parting[f][i])
            .fold(f64::MIN, f64::max);
        let opened = if class
            .iter()
            .any(|&(f, i)| field.candidates[f][i].place == 0)
        {
            OPENS_A_FILE
        } else {
            0.0
        };
        for &(f, i) in class {
            odds[f][i].0 = mean + layout + parted + opened;
        }
    }
    odds
}

/// Beliefs, where a heading that opens the file is known to be a title: it shows how the file sets titles off.
fn known(list: &[Candidate], beliefs: &[f64]) -> Vec<f64> {
    let opens = |candidate: &Candidate| candidate.place == 0 && candidate.heading;
    list.iter()
        .zip(beliefs)
        .map(|(candidate, belief)| {
            if opens(candidate) {
                belief.max(KNOWN)
            } else {
                *belief
            }
        })
        .collect()
}

const KNOWN: f64 = 2.0;

/// A copy that opens its file opens a post.
const OPENS_A_FILE: f64 = 3.5;
/// Two copies with different text above.
const PARTS_ABOVE: f64 = 4.0;
/// The text above goes on otherwise in another file.
const PARTS_BELOW: f64 = 2.5;
/// Copies with the same text above: archives often list the same posts in the same order, so this says little.
const TOGETHER: f64 = -0.7;

/// Candidates that are one line of one post, found at several places.
struct Classes {
    members: Vec<Vec<(usize, usize)>>,
}

/// The folded text of a kept line, if there is one at that place.
fn at<'f>(field: &'f Field, file: usize, place: Option<usize>) -> Option<&'f str> {
    let line = *field.kept[file].get(place?)?;
    Some(field.texts[file].lines[line].folded.as_str())
}

/// How far a copy may be looked for when lines are missing.
const REACH: usize = 4;

/// Whether two places go on alike: one of the next lines is the same, or begins the same (a cut copy).
fn go_on_alike(field: &Field, a: (usize, usize), b: (usize, usize)) -> bool {
    let ahead = |(file, place): (usize, usize)| {
        (1..=REACH).filter_map(move |step| at(field, file, Some(place + step)))
    };
    let head = |line: &str| {
        line.char_indices()
            .nth(48)
            .map_or(line.len(), |(end, _)| end)
    };
    ahead(a).any(|x| x.len() > 30 && ahead(b).any(|y| x[..head(x)] == y[..head(y)]))
}

fn classes(field: &Field) -> Classes {
    let mut by_text: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (file, list) in field.candidates.iter().enumerate() {
        for (i, candidate) in list.iter().enumerate() {
            by_text
                .entry(&field.texts[file].lines[candidate.line].folded)
                .or_default()
                .push((file, i));
        }
    }
    let place = |(file, i): (usize, usize)| (file, field.candidates[file][i].place);
    let mut members: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut texts: Vec<_> = by_text
        .into_values()
        .filter(|found| found.len() > 1)
        .collect();
    texts.sort_unstable();
    for found in texts {
        let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
        for member in found {
            // A heading that hundreds of posts share ("Conclusion") is not worth comparing with all of them.
            match groups
                .iter_mut()
                .take(64)
                .find(|group| go_on_alike(field, place(group[0]), place(member)))
            {
                Some(group) => group.push(member),
                None => groups.push(vec![member]),
            }
        }
        members.extend(groups.into_iter().filter(|group| group.len() > 1));
    }
    Classes { members }
}

/// How surely files part at each candidate.
fn parting(field: &Field, classes: &Classes) -> Vec<Vec<f64>> {
    let mut weights: Vec<Vec<f64>> = field
        .candidates
        .iter()
        .map(|list| vec![0.0; list.len()])
        .collect();
    parting_below(field, &mut weights);
    for class in &classes.members {
        for (n, &a) in class.iter().enumerate() {
            for &b in class.iter().skip(n + 1).take(6) {
                let weight = match above_alike(field, a, b) {
                    Some(true) => TOGETHER,
                    Some(false) => PARTS_ABOVE,
                    None => 0.0,
                };
                for (file, i) in [a, b] {
                    let now = &mut weights[file][i];
                    *now = if weight > 0.0 {
                        now.max(weight)
                    } else if *now == 0.0 {
                        weight
                    } else {
                        *now
                    };
                }
            }
        }
    }
    weights
}

/// Whether two copies have the same text above; none where it cannot be told (a file's head, a missing line).
fn above_alike(field: &Field, a: (usize, usize), b: (usize, usize)) -> Option<bool> {
    let above = |(file, i): (usize, usize)| {
        let place = field.candidates[file][i].place;
        (1..=REACH).filter_map(move |step| at(field, file, place.checked_sub(step)))
    };
    let (x, y) = (above(a).next()?, above(b).next()?);
    if x == y {
        return Some(true);
    }
    // A cut copy ends otherwise than its full copy; a lost line shows by the others being the same.
    if above(a).any(|x| above(b).any(|y| x == y)) {
        None
    } else {
        Some(false)
    }
}

/// A line that is found elsewhere, but goes on otherwise there: the candidate under it opens another post.
fn parting_below(field: &Field, weights: &mut [Vec<f64>]) {
    let mut places: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (file, kept) in field.kept.iter().enumerate() {
        for (place, &line) in kept.iter().enumerate() {
            let line = &field.texts[file].lines[line];
            if line.words >= 8 {
                places.entry(&line.folded).or_default().push((file, place));
            }
        }
    }
    for (file, list) in field.candidates.iter().enumerate() {
        for (i, candidate) in list
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.place > 0)
        {
            let above = candidate.place - 1;
            let Some(found) = at(field, file, Some(above)).and_then(|line| places.get(line)) else {
                continue;
            };
            let own = at(field, file, Some(candidate.place)).unwrap_or_default();
            for &(other, place) in found
                .iter()
                .filter(|&&found| found != (file, above))
                .take(8)
            {
                let mut ahead = (1..=REACH).filter_map(|step| at(field, other, Some(place + step)));
                let Some(next) = ahead.next() else {
                    weights[file][i] = weights[file][i].max(PARTS_BELOW);
                    continue;
                };
                let missing = next == own
                    || ahead.any(|line| line == own)
                    || (1..=REACH)
                        .any(|step| at(field, file, Some(candidate.place + step)) == Some(next));
                if !missing {
                    weights[file][i] = weights[file][i].max(PARTS_BELOW);
                }
            }
        }
    }
}

/// Log-odds that a post of so many words is one, by [`length`].
type Lengths = [f64; 6];

/// In most archives, a post of a few words is none.
const ORDINARY: Lengths = [-8.0, -4.5, -3.0, -1.5, -0.6, 0.0];
/// In an archive of notes a long post is the exception: where most are long, this explains the file worse.
const BRIEF: Lengths = [-8.0, -2.0, -0.5, 0.0, 0.0, -1.5];

fn length(words: usize) -> usize {
    match words {
        0..=14 => 0,
        15..=39 => 1,
        40..=79 => 2,
        80..=119 => 3,
        120..LONG => 4,
        _ => 5,
    }
}

/// Posts of this many words and more are all alike to [`length`].
const LONG: usize = 180;

/// The best segmentation of one file (Viterbi), and each boundary's probability (forward and backward sums).
fn segment(field: &Field, file: usize, odds: &[(f64, f64)], turns: &[f64]) -> Vec<Start> {
    let list = &field.candidates[file];
    let marks = &field.marks[file];
    let kept = &field.kept[file];
    let words = words_before(field, file);
    let mut weights: Vec<f64> = odds
        .iter()
        .map(|(all, _)| all.clamp(-CERTAIN / 2.0, CERTAIN / 2.0))
        .collect();
    let mut fixed = vec![false; list.len()];
    // The last place is the end of the file.
    let mut cut = vec![false; list.len() + 1];
    let cut_above = |place: Option<usize>, line: usize| {
        place.is_some_and(|place| cut_between(marks, kept[place], line))
    };
    cut[list.len()] = cut_above(kept.len().checked_sub(1), marks.len());
    let breaks_off = |place: Option<usize>| {
        place.is_some_and(|place| field.texts[file].lines[kept[place]].breaks_off())
    };
    for (i, candidate) in list.iter().enumerate() {
        cut[i] = cut_above(candidate.place.checked_sub(1), candidate.line);
        let said = field.said.get(&(file, candidate.line));
        if candidate.place == 0 || cut[i] || said == Some(&Word::Start) {
            weights[i] = CERTAIN;
            fixed[i] = true;
        } else if said == Some(&Word::Join) {
            weights[i] = -CERTAIN;
            fixed[i] = true;
        }
        // A quotation may break off too: no certainty, but the post above may be short.
        cut[i] |= breaks_off(candidate.place.checked_sub(1));
    }
    cut[list.len()] |= breaks_off(kept.len().checked_sub(1));
    let starts: Vec<usize> = list
        .iter()
        .map(|candidate| words[candidate.place])
        .collect();
    let end = words.last().copied().unwrap_or(0);
    let coherence = coherence(field, file);
    let distaste = |i: usize| match list[i].place {
        0 => PLAINLY,
        _ if turns[i] >= TURNED => TURNED_AWAY.min(distaste(odds[i].1)),
        _ => distaste(odds[i].1),
    };
    let distastes: Vec<f64> = (0..list.len()).map(distaste).collect();
    let ends = Ends {
        cut: &cut,
        distastes: &distastes,
    };
    let ordinary = Chain::new(&weights, &starts, end, ends, &coherence, &ORDINARY);
    let brief = Chain::new(&weights, &starts, end, ends, &coherence, &BRIEF);
    let chain = if brief.total() > ordinary.total() {
        brief
    } else {
        ordinary
    };
    let chosen = chain.best();
    let probability = chain.probabilities();
    list.iter()
        .enumerate()
        .map(|(i, candidate)| Start {
            line: candidate.line,
            heading: candidate.heading
                || field.said.get(&(file, candidate.line)) == Some(&Word::Start),
            chosen: chosen[i],
            probability: probability[i],
            odds: odds[i].0,
            fixed: fixed[i],
            wrong: 0.0,
        })
        .collect()
}

/// Words of the kept lines before each place, and in all.
fn words_before(field: &Field, file: usize) -> Vec<usize> {
    let mut sums = vec![0];
    for &line in &field.kept[file] {
        sums.push(sums[sums.len() - 1] + field.texts[file].lines[line].words);
    }
    sums
}

/// How well each possible post of a file hangs together.
fn coherence(field: &Field, file: usize) -> Coherence {
    let mut stems: Vec<u32> = Vec::new();
    let mut at = Vec::new();
    for &line in &field.kept[file] {
        at.push(stems.len());
        stems.extend(&field.texts[file].lines[line].stems);
    }
    let starts: Vec<usize> = field.candidates[file]
        .iter()
        .map(|candidate| at[candidate.place])
        .collect();
    Coherence::new(field.vocabulary, &stems, &starts)
}

/// What one nat of coherence weighs: words come in bursts, so a repeated word proves far less than an urn believes.
const COHERENCE: f64 = 0.05;

/// A layout of this weight sets a title off so plainly that its post may be short.
const SET_OFF: f64 = 5.0;
/// What is left of the distaste for short posts between two such titles.
const PLAINLY: f64 = 0.1;
/// A change of language of this weight sets off a title as well, and leaves so much of the distaste.
const TURNED: f64 = 4.0;
const TURNED_AWAY: f64 = 0.35;

/// The share that is left of the distaste for short posts at a title of this layout.
fn distaste(layout: f64) -> f64 {
    (1.0 - layout / SET_OFF).clamp(PLAINLY, 1.0)
}

/// What is known of the candidates as ends of posts.
#[derive(Clone, Copy)]
struct Ends<'c> {
    /// The post above ends at a read-more link: it may be as short as it likes.
    cut: &'c [bool],
    /// What the layout, or a change of language, leaves of the distaste for short posts.
    distastes: &'c [f64],
}

/// A file as a chain of candidates: choosing one adds its weight, and each post so made its own.
struct Chain<'c> {
    weights: &'c [f64],
    /// Words before each candidate, and before the end.
    starts: Vec<usize>,
    ends: Ends<'c>,
    coherence: &'c Coherence,
    lengths: &'c Lengths,
    /// For each candidate, the first other so far away that only sums matter.
    far: Vec<usize>,
}

impl<'c> Chain<'c> {
    fn new(
        weights: &'c [f64],
        starts: &[usize],
        end: usize,
        ends: Ends<'c>,
        coherence: &'c Coherence,
        lengths: &'c Lengths,
    ) -> Self {
        let mut starts = starts.to_vec();
        starts.push(end);
        let mut far = Vec::with_capacity(weights.len());
        let mut next = 0;
        for a in 0..weights.len() {
            next = coherence.horizon(a).max(next).max(a + 1);
            while next < starts.len() && starts[next] - starts[a] < LONG {
                next += 1;
            }
            far.push(next);
        }
        Self {
            weights,
            starts,
            ends,
            coherence,
            lengths,
            far,
        }
    }

    fn weight(&self, b: usize) -> f64 {
        self.weights.get(b).copied().unwrap_or(0.0)
    }

    /// The weight of a post from candidate `a` to candidate `b` (or to the end).
    fn post(&self, a: usize, b: usize) -> f64 {
        let length = length(self.starts[b] - self.starts[a]);
        let weight = self.lengths[length];
        let distaste = |n: usize| self.ends.distastes.get(n).copied().unwrap_or(PLAINLY);
        let weight = match self.ends.cut.get(b) {
            _ if length + 1 == self.lengths.len() => weight,
            Some(true) => 0.0,
            _ => distaste(a).max(distaste(b)) * weight,
        };
        weight + COHERENCE * self.coherence.post(a, b)
    }

    /// What is left of a far post's weight when the sum up to its end is taken out.
    fn tail(&self, a: usize) -> f64 {
        let far = self.far[a].min(self.weights.len());
        self.lengths[self.lengths.len() - 1]
            + COHERENCE * (self.coherence.post(a, far) - self.coherence.full(far))
    }

    /// For each candidate and the end: the joint weight of all ways to get there, the last choice being the candidate.
    fn forward(&self) -> Vec<f64> {
        let (mut near, mut far) = (0, f64::NEG_INFINITY);
        let mut table: Vec<f64> = Vec::with_capacity(self.starts.len());
        for b in 0..self.starts.len() {
            while near < b && self.far[near] <= b {
                far = add_logs(far, table[near] + self.tail(near));
                near += 1;
            }
            let before = (near..b).fold(far + COHERENCE * self.coherence.full(b), |sum, a| {
                add_logs(sum, table[a] + self.post(a, b))
            });
            table.push(self.weight(b) + if b == 0 { 0.0 } else { before });
        }
        table
    }

    /// How well the file is explained, over all ways to cut it.
    fn total(&self) -> f64 {
        self.forward()[self.weights.len()]
    }

    /// The segmentation that explains the file best.
    fn best(&self) -> Vec<bool> {
        let count = self.weights.len();
        let (mut near, mut far) = (0, (f64::NEG_INFINITY, 0));
        let mut table: Vec<f64> = Vec::with_capacity(count + 1);
        let mut came = Vec::with_capacity(count + 1);
        for b in 0..=count {
            let better = |best: (f64, usize), a: usize, value: f64| {
                if value >= best.0 { (value, a) } else { best }
            };
            while near < b && self.far[near] <= b {
                far = better(far, near, table[near] + self.tail(near));
                near += 1;
            }
            let start = (far.0 + COHERENCE * self.coherence.full(b), far.1);
            let (before, from) =
                (near..b).fold(start, |best, a| better(best, a, table[a] + self.post(a, b)));
            table.push(self.weight(b) + if b == 0 { 0.0 } else { before });
            came.push(from);
        }
        let mut chosen = vec![false; count];
        let mut b = count;
        while b > 0 {
            b = came[b];
            chosen[b] = true;
        }
        chosen
    }

    fn probabilities(&self) -> Vec<f64> {
        let count = self.weights.len();
        let forward = self.forward();
        let mut backward = vec![0.0; count + 1];
        let (mut near, mut far) = (count + 1, f64::NEG_INFINITY);
        for a in (0..count).rev() {
            while near > self.far[a] {
                near -= 1;
                far = add_logs(
                    far,
                    backward[near] + self.weight(near) + COHERENCE * self.coherence.full(near),
                );
            }
            backward[a] = (a + 1..near).fold(far + self.tail(a), |sum, b| {
                add_logs(sum, backward[b] + self.weight(b) + self.post(a, b))
            });
        }
        let all = forward[count];
        (0..count)
            .map(|i| (forward[i] + backward[i] - all).exp().clamp(0.0, 1.0))
            .collect()
    }
}

fn add_logs(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(weights: &[f64], starts: &[usize], end: usize, cut: &[bool]) -> (Vec<bool>, Vec<f64>) {
        let coherence = Coherence::new(&Vocabulary::default(), &[], &vec![0; weights.len()]);
        let distastes = vec![1.0; weights.len()];
        let chain = Chain::new(
            weights,
            starts,
            end,
            Ends {
                cut,
                distastes: &distastes,
            },
            &coherence,
            &ORDINARY,
        );
        (chain.best(), chain.probabilities())
    }

    #[test]
    fn short_posts_are_disliked() {
        let (best, p) = chain(&[40.0, 1.0, 1.0, 3.0], &[0, 8, 300, 600], 900, &[false; 4]);
        assert_eq!(best, [true, false, true, true]);
        assert!(
            p[0] > 0.99 && p[1] < 0.1 && p[2] > 0.7 && p[3] > 0.9,
            "{p:?}"
        );
    }

    #[test]
    fn a_cut_post_may_be_short() {
        assert_eq!(
            chain(&[40.0, 40.0], &[0, 8], 300, &[false, true]).0,
            [true, true]
        );
    }
}
