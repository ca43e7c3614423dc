//! How a file sets its titles off: learned from the file itself.
//!
//! Each candidate line has a few layout facts (blank lines above and below, what stands above and below, capitals…).
//! The file's own rates of these facts, for titles and for other short lines, are found by expectation-maximisation:
//! from a first opinion of which lines are titles come the rates, from the rates a better opinion.

/// Number of layout facts.
pub const FACTS: usize = 11;

/// The layout facts of a candidate, each a small category (see [`RATES`]).
pub type LayoutFacts = [u8; FACTS];

/// The facts that tell what is above, and beside it what is below.
const SET_OFF: [usize; 3] = [0, 2, 3];

/// A fact of which nothing can be said.
pub const UNKNOWN: u8 = u8::MAX;

/// What stands beside a title, as a category of the facts "above" and "below".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbour {
    Text,
    /// An advertisement, a caption, a lost image.
    Ad,
    /// Furniture that ends a post.
    End,
    Byline,
    /// A date alone.
    Date,
    /// A rule of signs.
    Rule,
}

/// For each fact, the usual rate of each category: for titles, and for other short lines.
/// Set by hand from what blog engines and scrapers print; a file's own rates soon outweigh them ([`TRUST`]).
const RATES: [&[(f64, f64)]; FACTS] = [
    // Blank lines above: none, one, two, more.
    &[(0.12, 0.25), (0.45, 0.70), (0.35, 0.04), (0.08, 0.01)],
    // Blank lines below.
    &[(0.20, 0.30), (0.50, 0.68), (0.28, 0.016), (0.02, 0.004)],
    // Above: text, ad, end, byline, date, rule.
    &[
        (0.575, 0.9598),
        (0.14, 0.032),
        (0.18, 0.004),
        (0.04, 0.0015),
        (0.045, 0.0012),
        (0.02, 0.0015),
    ],
    // Below: the same.
    &[
        (0.645, 0.9698),
        (0.03, 0.02),
        (0.004, 0.004),
        (0.26, 0.001),
        (0.045, 0.0012),
        (0.016, 0.004),
    ],
    // Letters: sentence case, most words capitalised, all capitals.
    &[(0.72, 0.84), (0.22, 0.13), (0.06, 0.03)],
    // WordPress glues the last two words of a title by a no-break space: no, yes.
    &[(0.68, 0.94), (0.32, 0.06)],
    // A line that comes again and again at other places stands just above: no, yes.
    &[(0.93, 0.985), (0.07, 0.015)],
    // Signs of a Markdown heading: none, one, more.
    &[(0.86, 0.91), (0.08, 0.01), (0.06, 0.08)],
    // Indented as the file's paragraphs are: as they, less, more.
    &[(0.94, 0.96), (0.04, 0.01), (0.02, 0.03)],
    // Numbered: no, yes. What that usually says is a weight of the words' ("numbered"); only the file's habit is learned.
    &[(0.97, 0.97), (0.03, 0.03)],
    // Between what the site prints above a post and the text: no, yes.
    &[(0.75, 0.99), (0.25, 0.01)],
];

/// How many titles, and other short lines, the usual rates are worth.
const TRUST: f64 = 2.5;
const ROUNDS: usize = 6;

/// The usual weight of a candidate's layout, before the file is known.
pub fn usual(facts: &LayoutFacts) -> f64 {
    facts
        .iter()
        .zip(RATES)
        .map(|(&fact, rates)| log_ratio(rates, fact))
        .sum()
}

fn log_ratio(rates: &[(f64, f64)], fact: u8) -> f64 {
    rates
        .get(usize::from(fact))
        .map_or(0.0, |(title, other)| (title / other).ln())
}

/// What each candidate's layout weighs (log-odds) in its file, given an opinion (log-odds) without layout.
pub fn learn(facts: &[LayoutFacts], opinion: &[f64]) -> Vec<f64> {
    let mut weights: Vec<f64> = facts.iter().map(usual).collect();
    let tells: [f64; FACTS] = std::array::from_fn(|fact| {
        let mut known = facts
            .iter()
            .map(|facts| facts[fact])
            .filter(|&category| category != UNKNOWN);
        let first = known.next();
        if known.any(|category| Some(category) != first) {
            1.0
        } else {
            ALIKE
        }
    });
    let kept = (KEPT + FEW / facts.len() as f64).min(1.0);
    for _ in 0..ROUNDS {
        let belief: Vec<f64> = opinion
            .iter()
            .zip(&weights)
            .map(|(o, w)| 1.0 / (1.0 + (-(o + w)).exp()))
            .collect();
        let rates: Vec<Vec<(f64, f64)>> = (0..FACTS)
            .map(|fact| rates_of(fact, facts, &belief))
            .collect();
        let share = share(&belief);
        for (weight, facts) in weights.iter_mut().zip(facts) {
            *weight = share
                + (0..FACTS)
                    .map(|fact| learned(fact, facts[fact], &rates[fact], kept, tells[fact]))
                    .sum::<f64>();
        }
    }
    weights
}

/// A fact that usually speaks so strongly for a title does so in every file: where the words mislead at first, its rates
/// would be learned the wrong way round.
const STRONG: f64 = 1.8;
/// What is left of it at least; of few lines a file's own rates say little, and so much more is left.
const KEPT: f64 = 0.5;
const FEW: f64 = 8.0;

/// What is left of a fact that all lines of a file have alike: it hardly tells titles from others.
const ALIKE: f64 = 0.4;

/// What a fact weighs by the file's own rates, of which so much counts.
fn learned(fact: usize, category: u8, rates: &[(f64, f64)], kept: f64, tells: f64) -> f64 {
    let usual = log_ratio(RATES[fact], category);
    let own = tells * log_ratio(rates, category);
    if SET_OFF.contains(&fact) && usual >= STRONG {
        own.max(kept * usual)
    } else {
        own
    }
}

/// The usual share of titles among lines that could be one, and how many such lines this is worth.
const SHARE: f64 = 0.2;
const SHARE_TRUST: f64 = 12.0;
/// The most that a file's own share may take from the log-odds, or add.
const FEWER: f64 = -0.4;
const MORE: f64 = 3.0;

/// What the file's own share of titles adds to the log-odds of each: some have a heading in every post, some ten.
fn share(belief: &[f64]) -> f64 {
    let own =
        (belief.iter().sum::<f64>() + SHARE * SHARE_TRUST) / (belief.len() as f64 + SHARE_TRUST);
    let odds = |share: f64| (share / (1.0 - share)).ln();
    (odds(own) - odds(SHARE)).clamp(FEWER, MORE)
}

fn rates_of(fact: usize, facts: &[LayoutFacts], belief: &[f64]) -> Vec<(f64, f64)> {
    let titles: f64 = belief.iter().sum::<f64>() + TRUST;
    let others: f64 = belief.iter().map(|b| 1.0 - b).sum::<f64>() + TRUST;
    let mut rates: Vec<(f64, f64)> = RATES[fact]
        .iter()
        .map(|(title, other)| (title * TRUST, other * TRUST))
        .collect();
    for (facts, belief) in facts.iter().zip(belief) {
        if let Some(rate) = rates.get_mut(usize::from(facts[fact])) {
            rate.0 += belief;
            rate.1 += 1.0 - belief;
        }
    }
    rates
        .into_iter()
        .map(|(title, other)| (title / titles, other / others))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_sum_to_one() {
        for rates in RATES {
            let (title, other) = rates
                .iter()
                .fold((0.0, 0.0), |sum, rate| (sum.0 + rate.0, sum.1 + rate.1));
            assert!(
                (title - 1.0).abs() < 1e-9 && (other - 1.0).abs() < 1e-9,
                "{rates:?}"
            );
        }
    }

    #[test]
    fn a_file_that_doubles_the_blank_under_titles_teaches_it() {
        let title: LayoutFacts = [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let other: LayoutFacts = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let facts: Vec<LayoutFacts> = (0..20)
            .map(|i| if i % 5 == 0 { title } else { other })
            .collect();
        // The opinion leans towards the titles, though it would call none of them one.
        let opinion: Vec<f64> = (0..20)
            .map(|i| if i % 5 == 0 { -0.2 } else { -2.5 })
            .collect();
        let weights = learn(&facts, &opinion);
        assert!(weights[0] > 1.0 && weights[1] < -1.5, "{weights:?}");
    }

    #[test]
    fn a_file_that_numbers_its_titles_teaches_it() {
        let weight = |numbered: u8| {
            let title: LayoutFacts = [2, 1, 0, 0, 0, 0, 0, 0, 0, numbered, 0];
            let other: LayoutFacts = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            let facts: Vec<LayoutFacts> = (0..30)
                .map(|i| if i % 5 == 0 { title } else { other })
                .collect();
            let opinion: Vec<f64> = (0..30)
                .map(|i| if i % 5 == 0 { -0.5 } else { -2.5 })
                .collect();
            learn(&facts, &opinion)[0]
        };
        assert!(weight(1) > weight(0) + 1.0, "{} {}", weight(1), weight(0));
    }

    #[test]
    fn a_date_above_never_speaks_against_a_title() {
        let dated: LayoutFacts = [1, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0];
        let other: LayoutFacts = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let facts: Vec<LayoutFacts> = (0..20)
            .map(|i| if i % 2 == 0 { dated } else { other })
            .collect();
        // The words speak against all of them.
        let weights = learn(&facts, &[-5.0; 20]);
        assert!(weights[0] > weights[1] + 1.0, "{weights:?}");
    }

    #[test]
    fn a_file_of_many_titles_expects_more() {
        assert!(share(&[0.9; 40]) > 1.0 && share(&[0.01; 40]) < 0.0);
    }
}
