//! Why two posts are thought to translate each other, in words that a writer understands.

use super::features::{Features, Shared, shared};
use super::profile::TermKind;
use super::site::Site;

/// Examples given of one kind.
const EXAMPLES: usize = 4;

/// One candidate is far ahead of the others of its post: this speaks for it.
pub(super) const AHEAD: &str = "far ahead of the next candidate";
/// And this against it.
pub(super) const RIVAL: &str = "another candidate is about as good";

/// The reasons for and against a pair, the strongest first.
pub(super) fn reasons(
    site: &Site,
    a: usize,
    b: usize,
    features: &Features,
    lead: Option<f64>,
) -> Vec<String> {
    let (one, two) = (site.profiles[a], site.profiles[b]);
    let [words, _, _, title, opening, order, length, ..] = *features;
    let mut shared = shared(site, a, b);
    shared.sort_by(|x, y| {
        y.product
            .total_cmp(&x.product)
            .then(x.one.key.cmp(&y.one.key))
    });
    let days = one.day.zip(two.day).map(|(a, b)| a.abs_diff(b));
    let dates = match days {
        Some(0) => "the same date".to_owned(),
        Some(1) => "dates one day apart".to_owned(),
        days => format!("dates {} days apart", days.unwrap_or_default()),
    };
    let headings = one.headings.len();
    let (longer, shorter) = (one.words.max(two.words), one.words.min(two.words).max(1));
    let words = Some(alike(&shared)).filter(|alike| words > 0.3 && !alike.is_empty());
    let is = |said: bool, reason: &str| said.then(|| reason.to_owned());
    let mut reasons = vec![
        is(one.slug.is_some() && one.slug == two.slug, "the same slug"),
        is(lead.is_some_and(|lead| lead > 3.0), AHEAD),
    ];
    reasons.extend(EXACT.map(|kind| exact(kind, &shared)));
    reasons.extend([
        is(order > 1.5, "the same things in the same order"),
        is(title > 0.4, "similar titles"),
        is(opening > 0.35, "similar opening"),
        is(
            headings > 1 && one.headings == two.headings,
            &format!("the same {headings} headings in the same order"),
        ),
        words.map(|words| format!("similar words: {}", words.join(", "))),
        is(days.is_some_and(|days| days <= 31), &dates),
        is(lead.is_some_and(|lead| lead < 1.0), RIVAL),
        is(
            length > 1.0,
            &format!(
                "one is {:.1} times as long as the other",
                longer as f64 / shorter as f64
            ),
        ),
    ]);
    reasons.into_iter().flatten().collect()
}

/// Words alike in both languages, the rarest first, as each post writes them.
fn alike(shared: &[Shared]) -> Vec<String> {
    let roots = shared.iter().filter(|s| s.one.kind == TermKind::Root);
    let both = |s: &Shared| match [&s.one, &s.two].map(|term| term.surface.to_lowercase()) {
        [one, two] if one == two => one,
        [one, two] => format!("{one}/{two}"),
    };
    roots.take(EXAMPLES).map(both).collect()
}

const EXACT: [TermKind; 5] = [
    TermKind::Number,
    TermKind::Name,
    TermKind::Link,
    TermKind::Image,
    TermKind::Code,
];

/// What needs no translation and is in both, of one kind.
fn exact(kind: TermKind, shared: &[Shared]) -> Option<String> {
    let of_kind = shared.iter().filter(|s| s.one.kind == kind);
    let all: Vec<&str> = of_kind.map(|s| &*s.one.surface).collect();
    let some = all[..all.len().min(EXAMPLES)].join(", ");
    let more = if all.len() > EXAMPLES { ", …" } else { "" };
    let counted = |one: &str, many: &str| match all.len() {
        1 => format!("a {one} in common"),
        count => format!("{count} {many} in common"),
    };
    let reason = match (kind, all.len()) {
        (_, 0) | (TermKind::Root | TermKind::Skeleton, _) => return None,
        (TermKind::Number, 1) => format!("a number in common: {some}"),
        (TermKind::Number, count) => format!("{count} numbers in common ({some}{more})"),
        (TermKind::Name, _) => format!("names in common: {some}"),
        (TermKind::Link, _) => counted("link", "links"),
        (TermKind::Image, _) => counted("image", "images"),
        (TermKind::Code, _) => counted("line of code", "lines of code"),
    };
    Some(reason)
}
