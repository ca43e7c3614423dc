//! What two posts have in common, as a handful of numbers that mean the same on a site of seven posts and on one of thousands.

use super::profile::{PLACES, Profile, Term};
use super::site::Site;

/// How many features a pair has.
pub(super) const FEATURES: usize = 13;

/// What two posts have in common.
pub(super) type Features = [f64; FEATURES];

/// Names of the features, in order, for those who fit the weights.
pub const FEATURE_NAMES: [&str; FEATURES] =
    ["words", "exact", "exacts", "title", "opening", "order", "length", "day", "near", "far", "shape", "slug", "size"];

/// Measures one pair of posts.
pub(super) fn measure(site: &Site, a: usize, b: usize) -> Features {
    let (one, two) = (site.profiles[a], site.profiles[b]);
    let shared = shared(site, a, b);
    let product = |exact: bool| shared.iter().filter(|s| s.one.kind.exact() == exact).map(|s| s.product).sum::<f64>();
    let exacts = |p: &Profile| p.terms.iter().filter(|term| term.kind.exact()).count() as f64;
    let (forward, backward) = chains(&shared);
    let apart = one.day.zip(two.day).map(|(a, b)| a.abs_diff(b) as f64);
    let (shorter, longer) = (one.words.min(two.words).max(1) as f64, one.words.max(two.words).max(1) as f64);
    [
        ((product(false) + 0.01) / 0.06).ln(),
        product(true).max(0.0).sqrt(),
        (exacts(one).min(exacts(two)) / 5.0).min(1.0),
        overlap(site, a, b, &one.title, &two.title).sqrt(),
        overlap(site, a, b, &one.opening, &two.opening).sqrt(),
        ((forward - backward) / (forward + backward).max(1.0).sqrt()).clamp(-1.0, 5.0),
        (longer / shorter).ln().min(2.0),
        f64::from(u8::from(apart == Some(0.0))) / site.busy(a).max(site.busy(b)),
        apart.map_or(0.0, |days| (-days / 10.0).exp()),
        apart.map_or(0.0, |days| (days.ln_1p() / 8.0).min(1.0)),
        shape(one, two),
        f64::from(u8::from(one.slug.is_some() && one.slug == two.slug)),
        (shorter / 100.0).ln().clamp(-2.0, 2.5),
    ]
}

/// A thing that both posts speak of.
pub(super) struct Shared<'a> {
    pub one: &'a Term,
    pub two: &'a Term,
    /// Its part of the cosine.
    pub product: f64,
    /// The smaller of its weights in the two languages.
    pub rarity: f64,
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
                let rarity = site.idf(a, first.key).min(site.idf(b, second.key));
                shared.push(Shared { one: first, two: second, product: site.weights[a][i] * site.weights[b][j], rarity });
                i += 1;
                j += 1;
            }
        }
    }
    shared
}

/// The longest chains of shared things that stand in the same order in both posts, and in opposite orders. Posts on one subject
/// share as many things in any order, so the second number is what chance makes of the first.
fn chains(shared: &[Shared]) -> (f64, f64) {
    let mut points: Vec<(u32, u32)> = Vec::new();
    for s in shared.iter().filter(|s| s.one.count as usize <= PLACES && s.two.count as usize <= PLACES) {
        let places = |term: &Term| term.places.into_iter().filter(|place| *place != u32::MAX);
        points.extend(places(s.one).flat_map(|x| places(s.two).map(move |y| (x, y))));
    }
    // Equal places never follow each other in a chain: the second coordinate falls where the first stands still.
    points.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let forward = longest_rise(points.iter().map(|point| i64::from(point.1)));
    points.sort_unstable();
    let backward = longest_rise(points.iter().map(|point| -i64::from(point.1)));
    (forward as f64, backward as f64)
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

/// Weighed share of common keys, from 0 to 1.
fn overlap(site: &Site, a: usize, b: usize, first: &[u64], second: &[u64]) -> f64 {
    let sum = |post: usize, keys: &[u64]| keys.iter().map(|key| site.idf(post, *key).powi(2)).sum::<f64>();
    let both = first.iter().filter(|key| second.binary_search(key).is_ok());
    let product: f64 = both.map(|key| site.idf(a, *key) * site.idf(b, *key)).sum();
    let lengths = (sum(a, first) * sum(b, second)).sqrt();
    if lengths > 0.0 { product / lengths } else { 0.0 }
}

/// From -1 to 1: whether headings, lists, quotes and code come in the same numbers; 0 where there are none.
fn shape(one: &Profile, two: &Profile) -> f64 {
    let counts = |p: &Profile| [p.headings.len() as f64, f64::from(p.shapes[0]), f64::from(p.shapes[1]), f64::from(p.shapes[2])];
    let (first, second) = (counts(one), counts(two));
    let larger: f64 = first.iter().zip(&second).map(|(a, b)| a.max(*b)).sum();
    let apart: f64 = first.iter().zip(&second).map(|(a, b)| (a - b).abs()).sum();
    if larger == 0.0 { 0.0 } else { (1.0 - 2.0 * apart / larger) * (larger / 4.0).min(1.0) }
}
