//! Which of a site's languages a text is in.
//!
//! Function words decide where we have a list of them (they work on a single line, where trigrams do not); any other
//! language is known by whatlang's trigrams.

use serde::{Deserialize, Serialize};

use crate::languages::{self, Detection};
use crate::text::words;

use super::lexicon::{Lexicon, Weights};
use super::tokens::tokens;

/// Which of the given languages a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// Index into the languages given.
    pub language: usize,
    /// From one half (a coin toss) to one.
    pub confidence: f64,
}

/// What trigrams weigh at most, in a sentence of so many words.
pub const TRIGRAMS: f32 = 1.0;
const MANY: usize = 6;

/// Tells languages apart among those given; made once, used on every line.
pub struct Detector {
    lexicon: Lexicon,
    /// Languages without a list of function words, which only trigrams know.
    only_trigrams: Vec<usize>,
    trigrams_of: Vec<(whatlang::Lang, usize)>,
    /// Whether there is one that trigrams do not know: a text in it would be taken for another.
    any_unknown: bool,
    /// Trigrams, among the given languages alone.
    trigrams: whatlang::Detector,
    count: usize,
    /// The codes that it was made of.
    codes: String,
}

impl Detector {
    /// A detector among BCP 47 codes (`fr`, `fr-CA`, `en`…). Of two codes of one language, the first counts.
    pub fn new(languages: &[&str]) -> Self {
        let primaries: Vec<String> = languages
            .iter()
            .map(|code| languages::primary(code))
            .collect();
        let allowed = primaries
            .iter()
            .filter_map(|code| trigrams_of(code))
            .collect();
        let firsts: Vec<usize> = (0..primaries.len())
            .filter(|&at| !primaries[..at].contains(&primaries[at]))
            .collect();
        let any_unknown = primaries.iter().any(|code| trigrams_of(code).is_none());
        let pack = |at: usize| &languages::pack(&primaries[at]).detection;
        let packs: Vec<(usize, &Detection)> = firsts.iter().map(|&at| (at, pack(at))).collect();
        let trigrams_of: Vec<_> = firsts
            .iter()
            .filter_map(|&at| Some((trigrams_of(&primaries[at])?, at)))
            .collect();
        Self {
            lexicon: Lexicon::new(&packs, languages.len()),
            only_trigrams: firsts
                .iter()
                .copied()
                .filter(|at| pack(*at).function_words.is_empty())
                .collect(),
            trigrams: whatlang::Detector::with_allowlist(allowed),
            trigrams_of,
            any_unknown,
            count: languages.len(),
            codes: languages.join(" "),
        }
    }

    /// The languages it tells apart, for digests of what it says.
    pub fn codes(&self) -> &str {
        &self.codes
    }

    /// How much of a text speaks for each language, about one a function word; weights of several texts can be added.
    pub fn weigh(&self, text: &str) -> Weights {
        self.weigh_folded(&words::fold(text), text)
    }

    /// The same, for a text folded already.
    pub fn weigh_folded(&self, folded: &str, text: &str) -> Weights {
        let mut weights = Weights::from_elem(0.0, self.count);
        let mut unknown = 0;
        for word in words::words(folded) {
            match self.lexicon.function_word(word) {
                Some(language) => weights[language] += 1.0,
                None => unknown += 1,
            }
        }
        self.weigh_unknown(text, unknown, &mut weights);
        self.lexicon.weigh_letters(text, &mut weights);
        weights
    }

    /// Whether a folded word is a function word of any of the languages.
    pub fn is_function_word(&self, folded: &str) -> bool {
        self.lexicon.function_word(folded).is_some()
    }

    /// Adds what trigrams say of a text with so many words that are no function words.
    fn weigh_unknown(&self, text: &str, unknown: usize, weights: &mut [f32]) {
        if !self.only_trigrams.is_empty()
            && unknown >= 3
            && let Some((language, confidence)) = self.guess_by_trigrams(text)
            && self.only_trigrams.contains(&language)
        {
            weights[language] += 0.4 * unknown as f32 * confidence;
        }
    }

    /// The same for a sentence, where every word counts: frequent words and the looks of the others speak too.
    pub fn weigh_sentence(&self, text: &str) -> Weights {
        let (mut weights, words) = self.lexicon.weigh_sentence(text);
        self.weigh_trigrams(text, words, &mut weights);
        weights
    }

    /// The weights of a sentence, and whether they lack what trigrams, which cost the most, would add to one of them.
    pub fn weigh_sentence_quickly(&self, text: &str) -> (Weights, bool) {
        let (mut weights, words) = self.lexicon.weigh_sentence(text);
        if !self.only_trigrams.is_empty() {
            self.weigh_trigrams(text, words, &mut weights);
            return (weights, false);
        }
        (weights, words >= MANY)
    }

    fn weigh_trigrams(&self, text: &str, words: usize, weights: &mut [f32]) {
        if words < MANY && self.only_trigrams.is_empty() {
            return;
        }
        let text: Vec<&str> = tokens(text).collect();
        let text = text.join(" ");
        if !self.only_trigrams.is_empty() {
            let folded = words::fold(&text);
            let is_unknown = |word: &&str| self.lexicon.function_word(word).is_none();
            let unknown = words::words(&folded).filter(is_unknown).count();
            self.weigh_unknown(&text, unknown, weights);
        }
        if words >= MANY
            && let Some((language, confidence)) = self.guess_by_trigrams(&text)
        {
            weights[language] += TRIGRAMS * confidence;
        }
    }

    fn guess_by_trigrams(&self, text: &str) -> Option<(usize, f32)> {
        let info = self.trigrams.detect(text)?;
        let is_it = |(lang, _): &&(whatlang::Lang, usize)| *lang == info.lang();
        let (_, language) = self.trigrams_of.iter().find(is_it)?;
        Some((*language, info.confidence() as f32))
    }

    /// Whether a text is surely in none of these languages, which then only resembles one of them.
    pub fn is_elsewhere(&self, text: &str) -> bool {
        self.elsewhere(text).is_some()
    }

    /// The language that a text is surely in, where it is none of these. Nothing is said where one of these is unknown to
    /// trigrams: a text in it would be taken for another.
    pub fn elsewhere(&self, text: &str) -> Option<whatlang::Lang> {
        let is_known = |lang| self.trigrams_of.iter().any(|(known, _)| *known == lang);
        let info = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
        Some(info.lang()).filter(|lang| !self.any_unknown && !is_known(*lang))
    }

    /// The language that weights speak for; none where they say nothing.
    pub fn guess(&self, weights: &[f32]) -> Option<Guess> {
        let total: f32 = weights.iter().sum();
        let (language, best) =
            weights.iter().enumerate().fold(
                (0, 0.0),
                |top, (i, w)| if *w > top.1 { (i, *w) } else { top },
            );
        (best > 0.0).then(|| Guess {
            language,
            confidence: f64::from((best + 0.5) / (total + 1.0)),
        })
    }
}

/// The language of a text among the given BCP 47 codes; none where nothing shows it.
pub fn detect(text: &str, languages: &[&str]) -> Option<Guess> {
    let detector = Detector::new(languages);
    detector.guess(&detector.weigh(text))
}

fn trigrams_of(primary: &str) -> Option<whatlang::Lang> {
    // Without a two-letter code it may be one of three letters.
    whatlang::Lang::from_code(languages::iso_639_3(primary).unwrap_or(primary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_on_a_line() {
        for (text, languages, expected) in [
            ("Le pain de seigle est prêt", &["fr", "en"][..], Some(0)),
            ("The rye bread is ready", &["fr", "en"], Some(1)),
            ("Prêt à lever ?", &["en", "fr-CA"], Some(1)),
            (
                "Das Brot ist fertig und wir essen es mit der ganzen Familie",
                &["fr", "en", "de"],
                Some(2),
            ),
            ("4 × 4", &["fr", "en"], None),
            (
                "The French say « c’est la vie » and we do not",
                &["fr", "en"],
                Some(1),
            ),
        ] {
            assert_eq!(
                detect(text, languages).map(|guess| guess.language),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn no_language_no_guess() {
        assert_eq!(detect("Le pain", &[]), None);
    }
}
