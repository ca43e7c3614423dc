//! Step 4, candidates → boundaries: where posts begin, decided over whole files, and over all files together.
//!
//! 1. `candidates` gives each line an opinion (log-odds) from words and neighbours; `layout` a weight from its file's own layout.
//! 2. The same line in several files is a title everywhere or nowhere: `pooling`. Where the language changes: `turns`.
//! 3. `chain` takes the best segmentation of each file, with a penalty for posts of a few words, unless the file is of such.
//! 4. `confidence` says how likely each decision is wrong.

pub mod candidates;
mod chain;
mod confidence;
mod facts;
pub mod input;
pub mod language_runs;
mod layout;
mod pooling;
mod repeats;
mod turns;

use super::urn::SubjectWords;
use candidates::Candidate;
use chain::{BRIEF, Chain, Coherence, ORDINARY, PLAINLY};
use input::{BoundaryDecision, SegmenterInput};

/// A log-odds no evidence outweighs.
const CERTAIN: f64 = 40.0;

/// What is believed at least of a heading that opens its file: it shows how the file sets titles off.
const KNOWN: f64 = 2.0;

/// A copy that opens its file opens a post.
const OPENS_A_FILE: f64 = 3.5;

/// What speaks for a post to begin at a candidate (log-odds): in all, and the part that its own file's layout has in it.
#[derive(Clone, Copy)]
struct BoundaryOdds {
    all: f64,
    layout: f64,
}

/// Decides where posts begin: for each file, its candidates.
pub fn decide_boundaries(input: &SegmenterInput) -> Vec<Vec<BoundaryDecision>> {
    let opinion = |candidate: &Candidate| candidate.evidence.opinion;
    let opinions: Vec<Vec<f64>> = input
        .candidates
        .iter()
        .map(|list| list.iter().map(opinion).collect())
        .collect();
    let classes = pooling::group_copies(input);
    let turns: Vec<Vec<f64>> = input
        .files
        .iter()
        .zip(input.candidates)
        .map(|(file, list)| turns::weigh_turns(file, list))
        .collect();
    let parting = add(&pooling::weigh_parting(input, &classes), &turns);
    let mut beliefs = add(&opinions, &turns);
    let mut odds = Vec::new();
    for _ in 0..2 {
        odds = pool_odds(input, &beliefs, &classes, &parting);
        // What the copies say becomes the opinion from which the file's style is learned again.
        let without_layout = |odds: &BoundaryOdds| odds.all - odds.layout;
        beliefs = odds
            .iter()
            .map(|file| file.iter().map(without_layout).collect())
            .collect();
    }
    let mut decisions: Vec<Vec<BoundaryDecision>> = (0..input.files.len())
        .map(|file| segment_file(input, file, &odds[file], &turns[file]))
        .collect();
    confidence::estimate(input, &mut decisions);
    decisions
}

fn add(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect())
        .collect()
}

/// The odds of each candidate; those of a line's copies are pooled.
fn pool_odds(
    input: &SegmenterInput,
    beliefs: &[Vec<f64>],
    classes: &[Vec<(usize, usize)>],
    parting: &[Vec<f64>],
) -> Vec<Vec<BoundaryOdds>> {
    let mut odds: Vec<Vec<BoundaryOdds>> = Vec::new();
    for (file, list) in input.candidates.iter().enumerate() {
        let facts: Vec<_> = list.iter().map(|candidate| candidate.facts).collect();
        let known = list.iter().zip(&beliefs[file]).map(|(candidate, belief)| {
            let opens = candidate.place == 0 && candidate.heading;
            if opens { belief.max(KNOWN) } else { *belief }
        });
        let layouts = layout::learn(&facts, &known.collect::<Vec<_>>());
        let own = list.iter().zip(&parting[file]).zip(layouts);
        odds.push(
            own.map(|((candidate, parting), layout)| BoundaryOdds {
                all: candidate.evidence.opinion + parting + layout,
                layout,
            })
            .collect(),
        );
    }
    for class in classes {
        let members = || class.iter().map(|&(file, i)| &input.candidates[file][i]);
        let opinions = members().map(|member| member.evidence.opinion);
        let mean = opinions.sum::<f64>() / class.len() as f64;
        let layout = class
            .iter()
            .map(|&(file, i)| odds[file][i].layout.clamp(-4.0, 6.0))
            .sum::<f64>();
        let parting = class
            .iter()
            .map(|&(file, i)| parting[file][i])
            .fold(f64::MIN, f64::max);
        let opens_a_file = members().any(|member| member.place == 0);
        let opened = if opens_a_file { OPENS_A_FILE } else { 0.0 };
        for &(file, i) in class {
            odds[file][i].all = mean + layout + parting + opened;
        }
    }
    odds
}

/// The best segmentation of one file.
fn segment_file(
    input: &SegmenterInput,
    index: usize,
    odds: &[BoundaryOdds],
    turns: &[f64],
) -> Vec<BoundaryDecision> {
    let (file, list) = (&input.files[index], &input.candidates[index]);
    let mut decisions = undecided(input, index, odds);
    let weights: Vec<f64> = decisions
        .iter()
        .map(|decision| match (decision.fixed, decision.chosen) {
            (false, _) => decision.odds.clamp(-CERTAIN / 2.0, CERTAIN / 2.0),
            (true, true) => CERTAIN,
            (true, false) => -CERTAIN,
        })
        .collect();
    let places: Vec<usize> = list.iter().map(|candidate| candidate.place).collect();
    let with_end = || places.iter().copied().chain([file.kept.len()]);
    // A quotation may break off too: no certainty, but the post above may be short.
    let breaks_off = |above: usize| file.line_at(above).breaks_off();
    let cut: Vec<bool> = with_end()
        .map(|place| file.is_cut_above(place) || place.checked_sub(1).is_some_and(breaks_off))
        .collect();
    let weighed = list.iter().zip(odds).zip(turns);
    let penalties: Vec<f64> = weighed
        .map(|((candidate, odds), &turn)| match candidate.place {
            0 => PLAINLY,
            _ if turn >= TURNED => TURNED_AWAY.min(short_post_penalty(odds.layout)),
            _ if facts::is_dated(&candidate.facts) => DATED.min(short_post_penalty(odds.layout)),
            _ => short_post_penalty(odds.layout),
        })
        .collect();
    let stems = SubjectWords::new(file);
    let at: Vec<usize> = places.iter().map(|&place| stems.starts[place]).collect();
    let coherence = Coherence::new(input.vocabulary, &stems.all, &at);
    let words = file.words_before();
    let starts: Vec<usize> = with_end().map(|place| words[place]).collect();
    let [ordinary, brief] = [&ORDINARY, &BRIEF]
        .map(|lengths| Chain::new(&weights, &starts, &cut, &penalties, &coherence, lengths));
    let is_brief = brief.total() > ordinary.total();
    let chain = if is_brief { brief } else { ordinary };
    let found = chain.best().into_iter().zip(chain.probabilities());
    for (decision, (chosen, probability)) in decisions.iter_mut().zip(found) {
        (decision.chosen, decision.probability) = (chosen, probability);
    }
    decisions
}

/// The candidates of a file; of those that are fixed, whether a post begins there.
fn undecided(input: &SegmenterInput, index: usize, odds: &[BoundaryOdds]) -> Vec<BoundaryDecision> {
    let file = &input.files[index];
    let decision = |(candidate, odds): (&Candidate, &BoundaryOdds)| {
        let forced = file.marks[candidate.line].starts;
        let is_certain = candidate.place == 0 || file.is_cut_above(candidate.place);
        BoundaryDecision {
            line: candidate.line,
            heading: candidate.heading || forced == Some(true),
            chosen: is_certain || forced == Some(true),
            probability: 0.0,
            odds: odds.all,
            fixed: is_certain || forced.is_some(),
            wrong: 0.0,
        }
    };
    let candidates = input.candidates[index].iter().zip(odds);
    candidates.map(decision).collect()
}

/// A layout of this weight sets a title off so plainly that its post may be short.
const SET_OFF: f64 = 5.0;
/// A change of language of this weight sets off a title as well, and leaves so much of the penalty.
const TURNED: f64 = 4.0;
const TURNED_AWAY: f64 = 0.35;

/// So does a byline or a date beside it.
const DATED: f64 = 0.5;

/// The share that is left of the penalty for short posts at a title of this layout.
fn short_post_penalty(layout: f64) -> f64 {
    (1.0 - layout / SET_OFF).clamp(PLAINLY, 1.0)
}
