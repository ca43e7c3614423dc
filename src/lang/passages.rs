//! Which passages of a text are in another language than the text: sentences, and quotations inside sentences.
//!
//! 1. `units`: each block falls into sentences, and a quotation of several words inside one is a unit of its own.
//! 2. Each unit is weighed by its words. Trigrams, which cost the most, are asked only where they could make a passage of it.
//! 3. The whole text is cut where leaving a language is worth it (Viterbi, as in hidden Markov models), so that a short or
//!    neutral unit (a name, a number) goes with its neighbours.
//! 4. `passages`: units of one other language on end, in a block, are one passage.

use super::detect::{Detector, TRIGRAMS};
use super::lexicon::Weights;
use super::quotations::{closing, is_long, quotations};
use super::sequence::likeliest;
use crate::languages;
use crate::text::{sentences, words};
use std::ops::Range;

/// A stretch of a block in another language than the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the block, without the spaces around.
    pub range: Range<usize>,
    /// Index of its language among the codes given.
    pub language: usize,
}

/// Finds passages in texts of one language.
pub struct PassageFinder {
    detector: Detector,
    /// The detector's languages, by their place among the codes given; the text's own comes first.
    languages: Vec<usize>,
}

/// What it takes to leave the text's language between two blocks, at the end of a sentence, at a quotation mark or a colon…
const BETWEEN_BLOCKS: f32 = 1.7;
const BETWEEN_SENTENCES: f32 = 2.1;
const AT_A_QUOTATION: f32 = 1.8;
const AT_A_COLON: f32 = 2.6;
/// …and what part of it to come back, which most passages soon do.
const RETURN: f32 = 0.3;
/// What speaks for the text's own language in every unit: a unit that says nothing is in it.
const OWN: f32 = 0.1;
/// A passage of fewer words is a name or a term.
const SHORTEST: usize = 3;

impl PassageFinder {
    /// A finder for texts in the language `main` among BCP 47 codes. Another region's code of the same language is no other
    /// language.
    pub fn new(codes: &[&str], main: usize) -> Self {
        let primary = |at: usize| languages::primary(codes[at]);
        let mut languages = vec![main];
        for at in 0..codes.len() {
            if !languages.iter().any(|known| primary(*known) == primary(at)) {
                languages.push(at);
            }
        }
        let detector = Detector::new(&languages.iter().map(|at| codes[*at]).collect::<Vec<_>>());
        Self {
            detector,
            languages,
        }
    }

    /// The passages of each block of a text. What is no writing (code, an address) is blanked by the caller.
    pub fn passages(&self, blocks: &[&str]) -> Vec<Vec<Passage>> {
        if self.languages.len() < 2 {
            return vec![Vec::new(); blocks.len()];
        }
        let mut units: Vec<Unit> = Vec::new();
        for (block, text) in blocks.iter().enumerate() {
            self.add_units(block, text, &mut units);
        }
        let mut passages: Vec<Vec<Passage>> = vec![Vec::new(); blocks.len()];
        if stays(&units) {
            return passages;
        }
        let spoken = self.spoken(&mut units, blocks);
        for (unit, language) in units.iter().zip(spoken) {
            let of_block = &mut passages[unit.block];
            let language = self.languages[language];
            match of_block.last_mut().filter(|last| last.language == language) {
                Some(last) => last.range.end = unit.range.end,
                None => of_block.push(Passage {
                    range: unit.range.clone(),
                    language,
                }),
            }
        }
        for (found, text) in passages.iter_mut().zip(blocks) {
            found.retain(|passage| passage.language != self.languages[0]);
            found.retain_mut(|passage| {
                passage.range = tidied(text, &passage.range);
                let text = &text[passage.range.clone()];
                words::count(text) >= SHORTEST && !self.detector.is_elsewhere(text)
            });
        }
        passages
    }

    fn add_units(&self, block: usize, text: &str, units: &mut Vec<Unit>) {
        let unit = |cuts: &[(usize, f32)]| {
            let range = cuts[0].0..cuts[1].0;
            let (mut weights, lacks_trigrams) =
                self.detector.weigh_sentence_quickly(&text[range.clone()]);
            if lacks_trigrams {
                weights[1..]
                    .iter_mut()
                    .for_each(|weight| *weight += TRIGRAMS);
            }
            Unit {
                block,
                range,
                before: cuts[0].1,
                weights,
                lacks_trigrams,
            }
        };
        units.extend(cuts(text).windows(2).map(unit));
    }

    /// The language of each unit. What is in another language is weighed in full, until nothing else is.
    fn spoken(&self, units: &mut [Unit], blocks: &[&str]) -> Vec<usize> {
        loop {
            let spoken = spoken(units, self.languages.len());
            let is_unsure =
                |(unit, language): &(&mut Unit, &usize)| unit.lacks_trigrams && **language != 0;
            let mut is_sure = true;
            for (unit, _) in units.iter_mut().zip(&spoken).filter(is_unsure) {
                let text = &blocks[unit.block][unit.range.clone()];
                unit.weights = self.detector.weigh_sentence(text);
                unit.lacks_trigrams = false;
                is_sure = false;
            }
            if is_sure {
                return spoken;
            }
        }
    }
}

/// A sentence, or a part of one.
struct Unit {
    block: usize,
    range: Range<usize>,
    /// What it takes to change the language before it.
    before: f32,
    weights: Weights,
    /// Whether trigrams were not asked: other languages than the text's are given all that these could give them.
    lacks_trigrams: bool,
}

/// Whether no units in a row weigh enough for another language to be worth leaving the text's own.
fn stays(units: &[Unit]) -> bool {
    let mut gain = 0.0_f32;
    units.iter().all(|unit| {
        let others = unit.weights[1..].iter().copied().fold(0.0, f32::max);
        gain = (gain + others - unit.weights[0] - OWN).max(0.0);
        gain <= BETWEEN_BLOCKS
    })
}

/// Where a block's units begin and end, and what it takes to leave the language there.
fn cuts(text: &str) -> Vec<(usize, f32)> {
    let sentences = sentences::ends(text).into_iter();
    let lines = text.match_indices('\n').map(|(at, _)| at + 1);
    let colons = text.match_indices(':').map(|(at, _)| at + 1);
    let colons = colons.filter(|at| text[*at..].starts_with(' '));
    let quoted = quotations(text).into_iter();
    let quoted = quoted.filter(|range| is_long(text, range));
    let quoted = quoted.flat_map(|range| [range.start, range.end]);
    let mut cuts: Vec<(usize, f32)> = sentences
        .chain(lines)
        .map(|at| (at, BETWEEN_SENTENCES))
        .chain(quoted.map(|at| (at, AT_A_QUOTATION)))
        .chain(colons.map(|at| (at, AT_A_COLON)))
        .collect();
    cuts.retain(|(at, _)| *at > 0);
    cuts.push((0, BETWEEN_BLOCKS));
    cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    cuts.dedup_by_key(|(at, _)| *at);
    cuts
}

/// The language of each unit.
fn spoken(units: &[Unit], count: usize) -> Vec<usize> {
    let mut sums = vec![f32::NEG_INFINITY; count];
    sums[0] = 0.0;
    let change = |unit: usize, _, to: usize| match to {
        0 => RETURN * units[unit].before,
        _ => units[unit].before,
    };
    let own = |language: usize| if language == 0 { OWN } else { 0.0 };
    let add = |sum: f32, unit: usize, to: usize| sum + units[unit].weights[to] + own(to);
    likeliest(sums, units.len(), change, add)
}

/// A passage without the spaces around it and without a quotation mark whose other half is outside; the whole block where
/// there are no other words.
fn tidied(text: &str, range: &Range<usize>) -> Range<usize> {
    let says = |part: &str| part.contains(char::is_alphanumeric);
    if !says(&text[..range.start]) && !says(&text[range.end..]) {
        return trimmed(text, 0..text.len());
    }
    let mut range = trimmed(text, range.clone());
    let has_any =
        |range: &Range<usize>, marks: &str| text[range.clone()].contains(|c| marks.contains(c));
    let first = text[range.clone()].chars().next().unwrap_or_default();
    let inside = range.start + first.len_utf8()..range.end;
    if closing(first).is_some_and(|closing| !has_any(&inside, closing)) {
        range = trimmed(text, inside);
    }
    let last = text[range.clone()].chars().next_back();
    if let Some(mark) = last.filter(|mark| "»”\"".contains(*mark)) {
        let inside = range.start..range.end - mark.len_utf8();
        let openings = if mark == '»' { "«" } else { "“„\"" };
        if !has_any(&inside, openings) {
            range = trimmed(text, inside);
        }
    }
    range
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    start..(start + inside.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passages of a French (or English) text, block by block.
    fn found(main: usize, blocks: &[&str]) -> Vec<(usize, String)> {
        let passages = PassageFinder::new(&["fr", "en"], main).passages(blocks);
        let texts = passages
            .iter()
            .zip(blocks)
            .flat_map(|(found, text)| found.iter().map(|p| (p.language, &text[p.range.clone()])));
        texts
            .map(|(language, text)| (language, text.to_owned()))
            .collect()
    }

    #[track_caller]
    fn check(main: usize, blocks: &[&str], expected: &[&str]) {
        let other = 1 - main;
        let expected: Vec<(usize, String)> = expected
            .iter()
            .map(|text| (other, (*text).to_owned()))
            .collect();
        assert_eq!(found(main, blocks), expected, "{blocks:?}");
    }

    #[test]
    fn sentences_and_quotations_in_another_language_are_found() {
        check(
            0,
            &[
                "Le boulanger ferme à midi. The sign on the door says nothing about it. Personne ne s’en plaint.",
            ],
            &["The sign on the door says nothing about it."],
        );
        check(
            0,
            &["Il répète toujours « we will be back in ten minutes, I promise » quand il sort."],
            &["we will be back in ten minutes, I promise"],
        );
        check(
            0,
            &[
                "Sur la vitre, un mot : “Nobody waits here for longer than they should.” Puis plus rien.",
            ],
            &["Nobody waits here for longer than they should."],
        );
        check(
            1,
            &[
                "The baker closes at noon.",
                "« Nous revenons dans dix minutes, ne partez pas. »",
                "Nobody believes it.",
            ],
            &["« Nous revenons dans dix minutes, ne partez pas. »"],
        );
        check(
            1,
            &["She said: on ne peut pas attendre toute la journée devant une porte."],
            &["on ne peut pas attendre toute la journée devant une porte."],
        );
    }

    #[test]
    fn names_titles_code_and_single_words_are_no_passages() {
        for text in [
            "Elle travaille pour The New York Times depuis dix ans.",
            "Nous avons lu The Art of Waiting, de John Smith, et Les Misérables.",
            "Le feedback du manager arrive par e-mail le lundi, c’est du fine tuning.",
            "La commande git commit --all -m message suffit, voir https://example.org/how-to-do-it-well/.",
            "Sources : Martin, J., Smith, P. et Wu, T. (2007), Oxford University Press, London.",
            "« Big Mac » et « French fries » se disent ainsi partout.",
            "",
        ] {
            check(0, &[text], &[]);
        }
        check(
            1,
            &["The café serves croissants, crème brûlée and a coq au vin all day."],
            &[],
        );
    }

    #[test]
    fn what_says_nothing_goes_with_its_neighbours() {
        check(
            0,
            &[
                "Voici le mot.",
                "We are closed today and tomorrow. 2014! We will be back soon.",
                "Voilà pour le mot.",
            ],
            &["We are closed today and tomorrow. 2014! We will be back soon."],
        );
        check(
            0,
            &["La caisse est vide. OK. 12. Elle sera pleine demain."],
            &[],
        );
    }

    #[test]
    fn any_of_the_languages_but_none_that_the_site_has_not() {
        let blocks = [
            "Le train part.",
            "Das Brot ist fertig und wir essen es heute mit der ganzen Familie am Tisch.",
            "Il est tard.",
        ];
        let german = PassageFinder::new(&["fr", "en", "de"], 0).passages(&blocks);
        assert_eq!(
            german[1],
            [Passage {
                range: 0..blocks[1].len(),
                language: 2
            }]
        );
        check(0, &blocks, &[]);
        assert_eq!(
            PassageFinder::new(&["fr", "fr-CA"], 1).passages(&["Le train part à midi."]),
            [[]]
        );
        assert_eq!(
            PassageFinder::new(&["fr"], 0).passages(&["The train leaves at noon."]),
            [[]]
        );
    }
}
