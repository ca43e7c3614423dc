//! Which copies are one post: the same runs of words in the same order, though lines are missing or the post is cut.
//!
//! Copies gather round the fullest, and each must be like all of its group: what is like a post that holds two others makes
//! no copies of these. A line that comes under different titles and below different text is the site's and proves nothing.

use super::corpus::{Corpus, PostCopy};
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::LineMark;
use crate::text::words::{fold, words};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a run.
const RUN: usize = 3;
/// So many runs prove that two texts are one; fewer do under the same title, or where nothing else is in either.
const ENOUGH: usize = 12;
/// Share of the shorter text's runs that the longer must have, in order: under the same title, and under another.
const SHARE_WITH_TITLE: f64 = 0.5;
const SHARE: f64 = 0.8;
/// Share of them that every other copy of the post must have…
const SHARE_OF_MEMBERS: f64 = 0.5;
/// …and that must be shared of the rest of two texts that only begin alike, or only end alike: a common footer proves nothing.
const SHARE_APART: f64 = 0.5;
/// Without a title, so few lines prove nothing but at the head of a post.
const PIECE: usize = 2;
/// So many posts are compared with a copy, those that share most with it.
const COMPARED: usize = 8;
/// A run in more posts is one of the language's and not looked up.
const COMMON: usize = 64;
/// A line under so many different titles, and below as many different lines, is the site's.
const AGAIN: usize = 3;

/// A copy of a post.
#[derive(Clone, Copy)]
pub struct GroupMember {
    /// Its number among all copies.
    pub copy: usize,
    /// The share of its runs of words that the fullest copy has, from 0 to 1.
    pub share: f64,
}

/// The copies of one post: the fullest first, then in file and line order.
pub type CopyGroup = Vec<GroupMember>;

/// Groups copies into posts.
pub fn group_copies(corpus: &Corpus, copies: &[PostCopy]) -> Vec<CopyGroup> {
    let of_site = lines_of_site(corpus, copies);
    let texts: Vec<CopyText> = copies
        .iter()
        .map(|copy| CopyText::new(corpus, copy, &of_site))
        .collect();
    let mut by_fullness: Vec<usize> = (0..copies.len()).collect();
    by_fullness.sort_by_key(|&n| (copies[n].truncated, Reverse(copies[n].words), n));
    let mut grouping = Grouping {
        texts: &texts,
        groups: Vec::new(),
        holders: HashMap::new(),
    };
    for n in by_fullness {
        grouping.add(n);
    }
    let mut groups = grouping.groups;
    for group in &mut groups {
        group[1..].sort_unstable_by_key(|member| member.copy);
    }
    groups.sort_unstable_by_key(|group| group[0].copy);
    groups
}

/// The groups so far.
struct Grouping<'t> {
    texts: &'t [CopyText<'t>],
    groups: Vec<CopyGroup>,
    /// The groups whose fullest copy has a run.
    holders: HashMap<u64, Vec<usize>>,
}

impl Grouping<'_> {
    /// Adds a copy to the group that is most like it, or opens one.
    fn add(&mut self, n: usize) {
        let text = &self.texts[n];
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for holders in text.runs.iter().filter_map(|run| self.holders.get(run)) {
            if holders.len() <= COMMON {
                holders
                    .iter()
                    .for_each(|&group| *shared.entry(group).or_default() += 1);
            }
        }
        let mut nearest: Vec<(usize, usize)> = shared.into_iter().collect();
        nearest.sort_unstable_by_key(|&(group, count)| (Reverse(count), group));
        let found = nearest
            .into_iter()
            .take(COMPARED)
            .filter(|&(group, _)| self.is_copy(n, group))
            .map(|(group, _)| (group, text.share_in(self.fullest(group))))
            .reduce(|best, other| if other.1 > best.1 { other } else { best });
        if let Some((group, share)) = found {
            self.groups[group].push(GroupMember { copy: n, share });
            return;
        }
        let group = self.groups.len();
        self.groups.push(vec![GroupMember {
            copy: n,
            share: 1.0,
        }]);
        for &run in &text.runs {
            let holders = self.holders.entry(run).or_default();
            if holders.last() != Some(&group) {
                holders.push(group);
            }
        }
    }

    fn fullest(&self, group: usize) -> &CopyText<'_> {
        &self.texts[self.groups[group][0].copy]
    }

    fn is_copy(&self, n: usize, group: usize) -> bool {
        let text = &self.texts[n];
        let is_like = |member: &GroupMember| {
            let (short, long) = text.by_length(&self.texts[member.copy]);
            short.share_in(long) >= SHARE_OF_MEMBERS
        };
        text.is_same(self.fullest(group)) && self.groups[group][1..].iter().all(is_like)
    }
}

/// The text of a copy as it is compared.
struct CopyText<'c> {
    title: Option<&'c str>,
    /// The words of its lines, title and the site's lines apart.
    lines: Vec<String>,
    /// Its runs of words in order, hashed.
    runs: Vec<u64>,
    /// The same with their places, sorted.
    places: Vec<(u64, usize)>,
}

impl<'c> CopyText<'c> {
    fn new(corpus: &'c Corpus, copy: &'c PostCopy, of_site: &HashSet<&str>) -> Self {
        let is_titled = copy.titled && copy.kept.len() > 1;
        let text = |(line, mark): (&Line, &LineMark)| match mark.more {
            Some(more) => fold(&line.text[..more]),
            None => line.folded.clone(),
        };
        let lines: Vec<String> = copy
            .lines(corpus)
            .skip(usize::from(is_titled))
            .filter(|(line, _)| !of_site.contains(line.folded.as_str()))
            .map(text)
            .collect();
        let runs = word_runs(&lines);
        Self {
            title: is_titled.then(|| copy.opening(corpus)),
            places: sort_runs(&runs),
            runs,
            lines,
        }
    }

    fn by_length<'t>(&'t self, other: &'t Self) -> (&'t Self, &'t Self) {
        if self.runs.len() <= other.runs.len() {
            (self, other)
        } else {
            (other, self)
        }
    }

    /// The share of its runs that another text has in the same order.
    fn share_in(&self, other: &Self) -> f64 {
        share_in_order(&self.runs, &other.places)
    }

    /// Whether two texts are one post's.
    fn is_same(&self, other: &Self) -> bool {
        let (short, long) = self.by_length(other);
        let has_title = short.title.is_some() && short.title == long.title;
        if short.runs.len() < ENOUGH && !has_title {
            return short.title == long.title && short.lines == long.lines;
        }
        let share = if has_title { SHARE_WITH_TITLE } else { SHARE };
        !short.runs.is_empty()
            && short.share_in(long) >= share
            && (has_title || !short.is_piece() || short.begins(long))
            && (has_title
                || short.title.is_none()
                || long.title.is_none()
                || short.begins_near(long))
            && short.share_apart(long) >= SHARE_APART
    }

    /// Whether it is a line or two without a title: a footer, say, that was taken for a post.
    fn is_piece(&self) -> bool {
        self.title.is_none() && self.lines.len() <= PIECE
    }

    fn begins(&self, long: &Self) -> bool {
        long.runs
            .starts_with(&self.runs[..ENOUGH.min(self.runs.len())])
    }

    /// Whether its beginning comes in the first part of another text: a post of its own may be in the midst of one that was not
    /// parted from it.
    fn begins_near(&self, long: &Self) -> bool {
        let first = &long.runs[..long.runs.len().min(long.runs.len() / 4 + ENOUGH)];
        let own = &self.runs[..ENOUGH.min(self.runs.len())];
        own.iter().any(|run| first.contains(run))
    }

    /// The share of the runs beside what both begin or end with: all of none, and where they do both or begin under one title.
    fn share_apart(&self, long: &Self) -> f64 {
        let alike = |pair: &(&String, &String)| pair.0 == pair.1;
        let (own, other) = (&self.lines, &long.lines);
        let head = own.iter().zip(other).take_while(alike).count();
        let (own, other) = (&own[head..], &other[head..]);
        let tail = own.iter().rev().zip(other.iter().rev());
        let tail = tail.take_while(alike).count();
        if head > 0 && (tail > 0 || self.title.is_some() && self.title == long.title) {
            return 1.0;
        }
        share_in_order(&word_runs(&own[..own.len() - tail]), &long.places)
    }
}

fn word_runs(lines: &[String]) -> Vec<u64> {
    let words: Vec<&str> = lines.iter().flat_map(|line| words(line)).collect();
    let hash = |run: &[&str]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    match words.len() {
        0 => Vec::new(),
        1..RUN => vec![hash(&words)],
        _ => words.windows(RUN).map(hash).collect(),
    }
}

fn sort_runs(runs: &[u64]) -> Vec<(u64, usize)> {
    let mut places: Vec<(u64, usize)> = runs.iter().copied().zip(0..).collect();
    places.sort_unstable();
    places
}

/// The share of runs that come in the same order among others: the longest common subsequence, by the longest increasing
/// one of the places (Hunt and Szymanski 1977). All of none.
fn share_in_order(runs: &[u64], others: &[(u64, usize)]) -> f64 {
    /// A run that comes more often is looked for at its first places only.
    const PLACES: usize = 16;
    if runs.is_empty() {
        return 1.0;
    }
    // The least last place of each length of an increasing subsequence.
    let mut ends: Vec<usize> = Vec::new();
    for &run in runs {
        let first = others.partition_point(|&(other, _)| other < run);
        let same = others[first..].iter().take(PLACES);
        let same = same.take_while(|&&(other, _)| other == run).count();
        for &(_, place) in others[first..first + same].iter().rev() {
            let at = ends.partition_point(|&end| end < place);
            match ends.get_mut(at) {
                Some(end) => *end = place,
                None => ends.push(place),
            }
        }
    }
    ends.len() as f64 / runs.len() as f64
}

/// Lines that come under different titles and below different lines: footers, licences, closing formulas.
fn lines_of_site<'c>(corpus: &'c Corpus, copies: &'c [PostCopy]) -> HashSet<&'c str> {
    let mut around: HashMap<&str, [HashSet<&str>; 2]> = HashMap::new();
    for copy in copies {
        let opening = copy.opening(corpus);
        let lines = || copy.lines(corpus).map(|(line, _)| line.folded.as_str());
        for (above, line) in lines().zip(lines().skip(1)) {
            let [openings, above_it] = around.entry(line).or_default();
            openings.insert(opening);
            above_it.insert(above);
        }
    }
    around.retain(|_, sides| sides.iter().all(|side| side.len() >= AGAIN));
    around.into_keys().collect()
}

/// Lines of other copies that the kept one, the first, lacks: file and line.
pub fn find_elsewhere(corpus: &Corpus, group: &[&PostCopy]) -> Vec<(usize, usize)> {
    let mut have: HashSet<&str> = HashSet::new();
    let mut elsewhere = Vec::new();
    for (rank, copy) in group.iter().enumerate() {
        for (line, mark) in copy.lines(corpus) {
            // A cut line is the head of a line that the kept copy has whole.
            let counts = rank == 0 || mark.more.is_none();
            if counts && have.insert(&line.folded) && rank > 0 {
                elsewhere.push((copy.file, line.number));
            }
        }
    }
    elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_order() {
        for (short, long, expected) in [
            ("a b c d", "a b c d e f", 1.0),
            ("a b c x y z", "a b c d e f", 0.25),
            ("d e f a b c", "a b c d e f", 0.25),
            ("a b", "a b", 1.0),
            ("", "a b", 1.0),
        ] {
            let runs = |text: &str| word_runs(&[text.to_owned()]);
            assert_eq!(
                share_in_order(&runs(short), &sort_runs(&runs(long))),
                expected,
                "{short}"
            );
        }
    }
}
