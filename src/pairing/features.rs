//! What two posts have in common, as a handful of numbers that mean the same on a site of seven posts and on one of thousands.

use super::profile::{PLACES, Profile, Term, TermKind};
use super::site::Site;

/// How many features a pair has.
pub(super) const FEATURES: usize = 14;

/// What two posts have in common, in this order: words, exact things (numbers, names, links), how many of these there are,
/// title, opening, order, length, same day, days apart, shape, slug, length of the shorter, things that are together, how
/// much of the words is only the frame of a series.
pub(super) type Features = [f64; FEATURES];

/// Some of their places: that both are of one day, how many days apart they are, and the words of the shorter one.
pub(super) const SAME_DAY: usize = 7;
pub(super) const APART: usize = 8;
pub(super) const SHORTER: usize = 11;

pub(super) fn measure(site: &Site, a: usize, b: usize) -> Features {
    let (one, two) = (site.profiles[a], site.profiles[b]);
    let shared = shared(site, a, b);
    let product = |exact: bool| {
        shared
            .iter()
            .filter(|s| s.one.kind.exact() == exact)
            .map(|s| s.product)
            .sum::<f64>()
    };
    let exacts = |p: &Profile| p.terms.iter().filter(|term| term.kind.exact()).count() as f64;
    let (forward, backward) = chains(&shared);
    let apart = one.day.zip(two.day).map(|(a, b)| a.abs_diff(b) as f64);
    let (shorter, longer) = (
        one.words.min(two.words).max(1) as f64,
        one.words.max(two.words).max(1) as f64,
    );
    [
        ((product(false) + 0.01) / 0.06).ln(),
        product(true).max(0.0).sqrt(),
        (exacts(one).min(exacts(two)) / 5.0).min(1.0),
        overlap(&site.weighed[a].title, &site.weighed[b].title).sqrt(),
        overlap(&site.weighed[a].opening, &site.weighed[b].opening).sqrt(),
        ((forward - backward) / (forward + backward).max(1.0).sqrt()).clamp(-1.0, 5.0),
        if one.truncated || two.truncated {
            0.0
        } else {
            (longer / shorter).ln().min(2.0)
        },
        f64::from(u8::from(apart == Some(0.0))) / site.busy(a).max(site.busy(b)),
        apart.map_or(0.0, |days| (days.ln_1p() / LONG_APART).min(1.0)),
        shape(one, two),
        f64::from(u8::from(one.slug.is_some() && one.slug == two.slug)),
        (shorter / 100.0).ln().clamp(-2.0, 2.5),
        together(&shared, longer),
        framed(&shared),
    ]
}

/// ln of days from where on it does not matter how many days posts are apart.
pub(super) const LONG_APART: f64 = 8.0;

/// A thing that both posts speak of.
pub(super) struct Shared<'a> {
    pub one: &'a Term,
    pub two: &'a Term,
    /// Its part of the cosine.
    pub product: f64,
    /// Whether it is in a frame that one of the posts shares with others.
    pub framed: bool,
}

/// What both posts speak of, by key.
pub(super) fn shared<'a>(site: &'a Site, a: usize, b: usize) -> Vec<Shared<'a>> {
    let (one, two) = (site.profiles[a], site.profiles[b]);
    let (mut i, mut j) = (0, 0);
    let mut shared = Vec::new();
    while let (Some(first), Some(second)) = (one.terms.get(i), two.terms.get(j)) {
        match first.key.cmp(&second.key) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                let (one_weighed, two_weighed) = (&site.weighed[a], &site.weighed[b]);
                shared.push(Shared {
                    one: first,
                    two: second,
                    product: one_weighed.parts[i] * two_weighed.parts[j],
                    framed: one_weighed.framed[i] || two_weighed.framed[j],
                });
                i += 1;
                j += 1;
            }
        }
    }
    shared
}

/// How much of what both posts say is only the frame of a series, which any two of the series share.
fn framed(shared: &[Shared]) -> f64 {
    let all: f64 = shared.iter().map(|s| s.product).sum();
    let framed: f64 = shared.iter().filter(|s| s.framed).map(|s| s.product).sum();
    if all > 0.0 { framed / all } else { 0.0 }
}

/// The longest chains of shared things that are in the same order in both posts, and in opposite orders. Posts on one subject
/// share as many things in any order, so the second number is what chance makes of the first.
fn chains(shared: &[Shared]) -> (f64, f64) {
    let mut points = points(shared, |_| true);
    // Equal places never follow each other in a chain: the second coordinate falls where the first stands still.
    points.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let forward = longest_rise(points.iter().map(|point| i64::from(point.1)));
    points.sort_unstable();
    let backward = longest_rise(points.iter().map(|point| -i64::from(point.1)));
    (forward as f64, backward as f64)
}

/// Words apart within which two things are together.
const TOGETHER: u32 = 25;

/// Whether things that are near each other in one post are near each other in the other too, more often than by chance.
fn together(shared: &[Shared], longer: f64) -> f64 {
    let mut points = points(shared, |kind| kind == TermKind::Root);
    points.sort_unstable();
    let (mut near, mut all) = (0.0, 0.0);
    for (i, one) in points.iter().enumerate() {
        for two in points[i + 1..]
            .iter()
            .take_while(|two| two.0 - one.0 < TOGETHER)
            .filter(|two| two.0 > one.0 && two.1 != one.1)
        {
            all += 1.0;
            if two.1.abs_diff(one.1) < TOGETHER {
                near += 1.0;
            }
        }
    }
    let chance = all * (2.0 * f64::from(TOGETHER) / longer.max(2.0 * f64::from(TOGETHER)));
    ((near + 1.0) / (chance + 1.0)).ln()
}

/// Where the things that both posts say only a few times are in the one and in the other.
fn points(shared: &[Shared], of: impl Fn(TermKind) -> bool) -> Vec<(u32, u32)> {
    let places = |term: &Term| term.places.into_iter().filter(|place| *place != u32::MAX);
    let few = shared
        .iter()
        .filter(|s| !s.framed && of(s.one.kind) && s.one.count.max(s.two.count) as usize <= PLACES);
    few.flat_map(|s| places(s.one).flat_map(move |x| places(s.two).map(move |y| (x, y))))
        .collect()
}

/// Length of the longest strictly rising subsequence.
fn longest_rise(values: impl Iterator<Item = i64>) -> usize {
    // Patience sorting: the smallest last value of a rise of each length.
    let mut ends: Vec<i64> = Vec::new();
    for value in values {
        match ends.partition_point(|end| *end < value) {
            at if at == ends.len() => ends.push(value),
            at => ends[at] = value,
        }
    }
    ends.len()
}

/// Cosine of two short texts, both by key.
fn overlap(first: &[(u64, f64)], second: &[(u64, f64)]) -> f64 {
    let part = |(key, one): &(u64, f64)| {
        second
            .binary_search_by_key(key, |(key, _)| *key)
            .map_or(0.0, |at| one * second[at].1)
    };
    first.iter().map(part).sum::<f64>().max(0.0)
}

/// From -1 to 1: whether headings, lists, quotes and code come in the same numbers; 0 where there are none.
fn shape(one: &Profile, two: &Profile) -> f64 {
    let counts = |p: &Profile| {
        [
            p.headings.len() as f64,
            f64::from(p.shapes[0]),
            f64::from(p.shapes[1]),
            f64::from(p.shapes[2]),
        ]
    };
    let (first, second) = (counts(one), counts(two));
    let larger: f64 = first.iter().zip(&second).map(|(a, b)| a.max(*b)).sum();
    let apart: f64 = first.iter().zip(&second).map(|(a, b)| (a - b).abs()).sum();
    if larger == 0.0 {
        0.0
    } else {
        (1.0 - 2.0 * apart / larger) * (larger / 4.0).min(1.0)
    }
}
