//! Why two posts are thought to translate each other, in words that a writer understands.

use super::features::{Features, Shared, shared};
use super::profile::TermKind;
use super::site::Site;
use std::fmt;

/// One thing that speaks for a pair, or against it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The posts have the same slug.
    Slug,
    /// The dates are this many days apart.
    Dates(u64),
    /// Numbers in common: how many, and some of them.
    Numbers(usize, Vec<String>),
    /// Names in common: how many, and some of them.
    Names(usize, Vec<String>),
    /// Links in common.
    Links(usize),
    /// Images in common.
    Images(usize),
    /// Lines of code in common.
    Code(usize),
    /// Headings of the same levels in the same order: how many.
    Headings(usize),
    /// The titles have words in common.
    Title,
    /// The first words are alike.
    Opening,
    /// What both speak of comes in the same order.
    Order,
    /// Words alike in both languages, the rarest first, as each post writes them.
    Words(Vec<(String, String)>),
    /// No other candidate comes near.
    Ahead,
    /// Another candidate is about as good: this speaks against it.
    Rival,
    /// One post is so many times as long as the other: this speaks against it.
    Longer(f64),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Reason::Slug => write!(f, "the same slug"),
            Reason::Dates(0) => write!(f, "the same date"),
            Reason::Dates(1) => write!(f, "dates one day apart"),
            Reason::Dates(days) => write!(f, "dates {days} days apart"),
            Reason::Numbers(1, numbers) => write!(f, "a number in common: {}", numbers.join(", ")),
            Reason::Numbers(count, numbers) => {
                write!(f, "{count} numbers in common ({})", listed(*count, numbers))
            }
            Reason::Names(_, names) => write!(f, "names in common: {}", names.join(", ")),
            Reason::Links(count) => counted(f, *count, "link"),
            Reason::Images(count) => counted(f, *count, "image"),
            Reason::Code(count) => counted(f, *count, "line of code"),
            Reason::Headings(count) => write!(f, "the same {count} headings in the same order"),
            Reason::Title => write!(f, "similar titles"),
            Reason::Opening => write!(f, "similar opening"),
            Reason::Order => write!(f, "the same things in the same order"),
            Reason::Words(words) => {
                let alike = |(one, two): &(String, String)| match one == two {
                    true => one.clone(),
                    false => format!("{one}/{two}"),
                };
                let words: Vec<String> = words.iter().map(alike).collect();
                write!(f, "similar words: {}", words.join(", "))
            }
            Reason::Ahead => write!(f, "far ahead of the next candidate"),
            Reason::Rival => write!(f, "another candidate is about as good"),
            Reason::Longer(times) => write!(f, "one is {times:.1} times as long as the other"),
        }
    }
}

fn listed(count: usize, examples: &[String]) -> String {
    let more = if count > examples.len() { ", …" } else { "" };
    format!("{}{more}", examples.join(", "))
}

fn counted(f: &mut fmt::Formatter, count: usize, what: &str) -> fmt::Result {
    match (count, what) {
        (1, _) => write!(f, "a {what} in common"),
        (_, "line of code") => write!(f, "{count} lines of code in common"),
        _ => write!(f, "{count} {what}s in common"),
    }
}

/// Examples given of one kind.
const EXAMPLES: usize = 4;

/// The reasons for and against a pair, the strongest first.
pub(super) fn reasons(
    site: &Site,
    a: usize,
    b: usize,
    features: &Features,
    lead: Option<f64>,
) -> Vec<Reason> {
    let (one, two) = (site.profiles[a], site.profiles[b]);
    let [words, _, _, title, opening, order, length, ..] = *features;
    let mut shared = shared(site, a, b);
    shared.sort_by(|x, y| {
        y.product
            .total_cmp(&x.product)
            .then(x.one.key.cmp(&y.one.key))
    });
    let mut reasons = Vec::new();
    let mut add = |said: bool, reason: Reason| {
        if said {
            reasons.push(reason);
        }
    };
    add(one.slug.is_some() && one.slug == two.slug, Reason::Slug);
    add(lead.is_some_and(|lead| lead > 3.0), Reason::Ahead);
    exact(&shared)
        .into_iter()
        .for_each(|reason| add(true, reason));
    add(order > 1.5, Reason::Order);
    add(title > 0.4, Reason::Title);
    add(opening > 0.35, Reason::Opening);
    add(
        one.headings.len() > 1 && one.headings == two.headings,
        Reason::Headings(one.headings.len()),
    );
    let alike: Vec<(String, String)> = shared
        .iter()
        .filter(|s| s.one.kind == TermKind::Root)
        .take(EXAMPLES)
        .map(|s| (s.one.surface.to_lowercase(), s.two.surface.to_lowercase()))
        .collect();
    add(words > 0.3 && !alike.is_empty(), Reason::Words(alike));
    if let Some((day, other)) = one.day.zip(two.day) {
        add(
            day.abs_diff(other) <= 31,
            Reason::Dates(day.abs_diff(other)),
        );
    }
    add(lead.is_some_and(|lead| lead < 1.0), Reason::Rival);
    add(
        length > 1.0,
        Reason::Longer(one.words.max(two.words) as f64 / one.words.min(two.words).max(1) as f64),
    );
    reasons
}

/// What needs no translation and is in both, kind by kind.
fn exact(shared: &[Shared]) -> Vec<Reason> {
    let of = |kind: TermKind| shared.iter().filter(move |s| s.one.kind == kind);
    let some = |kind: TermKind| {
        of(kind)
            .take(EXAMPLES)
            .map(|s| s.one.surface.to_string())
            .collect::<Vec<_>>()
    };
    let reason = |kind: TermKind| match (of(kind).count(), kind) {
        (0, _) | (_, TermKind::Root | TermKind::Skeleton) => None,
        (count, TermKind::Number) => Some(Reason::Numbers(count, some(kind))),
        (count, TermKind::Name) => Some(Reason::Names(count, some(kind))),
        (count, TermKind::Link) => Some(Reason::Links(count)),
        (count, TermKind::Image) => Some(Reason::Images(count)),
        (count, TermKind::Code) => Some(Reason::Code(count)),
    };
    [
        TermKind::Number,
        TermKind::Name,
        TermKind::Link,
        TermKind::Image,
        TermKind::Code,
    ]
    .into_iter()
    .filter_map(reason)
    .collect()
}
