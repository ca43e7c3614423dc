//! Which of a site's languages a text is in.
//!
//! Function words decide where we have a list of them (they work on a single line, where trigrams do not); any other
//! language is known by whatlang's trigrams.

use crate::languages::{self, Detection};
use crate::text::words;
use std::collections::HashMap;
use std::hash::Hash;

/// Which of the given languages a text is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// Index into the languages given.
    pub language: usize,
    /// From one half (a coin toss) to one.
    pub confidence: f64,
}

/// What a letter that only one of these languages has weighs.
const LETTER: f32 = 0.4;
/// What all such letters of a sentence weigh at most: a *crème brûlée* is eaten in every language.
const LETTERS_AT_MOST: f32 = 1.2;
/// What a frequent word weighs.
const FREQUENT: f32 = 0.8;
/// What the strongest affix of a word weighs.
const AFFIX: f32 = 0.4;

/// What trigrams weigh at most, in a sentence of so many words.
const TRIGRAMS: f32 = 1.0;
const MANY: usize = 6;

/// Tells languages apart among those given; made once, used on every line.
pub struct Detector {
    words: HashMap<&'static str, usize>,
    frequent: HashMap<&'static str, usize>,
    affixes: Vec<(&'static str, usize)>,
    letters: HashMap<char, usize>,
    /// Languages without a list of function words, which only trigrams know.
    only_trigrams: Vec<usize>,
    trigrams_of: Vec<(whatlang::Lang, usize)>,
    /// Trigrams, among the given languages alone.
    trigrams: whatlang::Detector,
    count: usize,
}

/// Whether a folded word has a beginning (`th-`), an end (`-ing`) or an inside.
fn has_affix(word: &str, affix: &str) -> bool {
    match (affix.strip_suffix('-'), affix.strip_prefix('-')) {
        (Some(begins), _) => word.len() > begins.len() && word.starts_with(begins),
        (_, Some(ends)) => word.len() > ends.len() + 1 && word.ends_with(ends),
        _ => word.contains(affix),
    }
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
        let pack = |at: usize| &languages::pack(&primaries[at]).detection;
        let packs: Vec<(usize, &Detection)> = firsts.iter().map(|&at| (at, pack(at))).collect();
        let trigrams_of: Vec<_> = firsts
            .iter()
            .filter_map(|&at| Some((trigrams_of(&primaries[at])?, at)))
            .collect();
        Self {
            words: only_in_one(&packs, |pack| pack.function_words.split_whitespace()),
            frequent: only_in_one(&packs, |pack| pack.frequent_words.split_whitespace()),
            affixes: only_in_one(&packs, |pack| pack.affixes.split_whitespace())
                .into_iter()
                .collect(),
            letters: only_in_one(&packs, |pack| pack.letters.chars()),
            only_trigrams: firsts
                .iter()
                .copied()
                .filter(|at| pack(*at).function_words.is_empty())
                .collect(),
            trigrams: whatlang::Detector::with_allowlist(allowed),
            trigrams_of,
            count: languages.len(),
        }
    }

    /// How much of a text speaks for each language, about one a function word; weights of several texts can be added.
    pub fn weigh(&self, text: &str) -> Vec<f32> {
        self.weigh_folded(&words::fold(text), text)
    }

    /// The same, for a text folded already.
    pub fn weigh_folded(&self, folded: &str, text: &str) -> Vec<f32> {
        let mut weights = self.weigh_words(folded, text);
        self.weigh_letters(text, f32::INFINITY, &mut weights);
        weights
    }

    fn weigh_letters(&self, text: &str, most: f32, weights: &mut [f32]) {
        let mut letters = vec![0.0; self.count];
        text.chars()
            .filter_map(|c| self.letters.get(&c))
            .for_each(|language| letters[*language] += LETTER);
        weights
            .iter_mut()
            .zip(letters)
            .for_each(|(sum, weight)| *sum += weight.min(most));
    }

    fn weigh_words(&self, folded: &str, text: &str) -> Vec<f32> {
        let mut weights = vec![0.0; self.count];
        let mut unknown = 0;
        for word in words::words(folded) {
            match self.words.get(word) {
                Some(&language) => weights[language] += 1.0,
                None => unknown += 1,
            }
        }
        if !self.only_trigrams.is_empty()
            && unknown >= 3
            && let Some((language, confidence)) = self.guess_by_trigrams(text)
            && self.only_trigrams.contains(&language)
        {
            weights[language] += 0.4 * unknown as f32 * confidence;
        }
        weights
    }

    /// The same for a sentence, where every word counts: frequent words and the looks of the others speak too. A name, which
    /// has a capital in any language, says nothing; nor do addresses, file names and other code.
    pub fn weigh_sentence(&self, text: &str) -> Vec<f32> {
        let text: Vec<&str> = text
            .split_whitespace()
            .filter(|token| !is_code(token))
            .collect();
        let text = text.join(" ");
        let mut weights = self.weigh_words(&words::fold(&text), &text);
        self.weigh_letters(&text, LETTERS_AT_MOST, &mut weights);
        for (at, word) in words::words(&text).enumerate() {
            let name = at > 0 && word.starts_with(char::is_uppercase);
            let folded = words::fold(word);
            if self.words.contains_key(folded.as_str()) || name {
                continue;
            }
            match self.frequent.get(folded.as_str()) {
                Some(language) => weights[*language] += FREQUENT,
                None => {
                    for (at, weight) in weights.iter_mut().enumerate() {
                        let has =
                            |(affix, of): &(&str, usize)| *of == at && has_affix(&folded, affix);
                        *weight += if self.affixes.iter().any(has) {
                            AFFIX
                        } else {
                            0.0
                        };
                    }
                }
            }
        }
        if words::words(&text).count() >= MANY
            && let Some((language, confidence)) = self.guess_by_trigrams(&text)
        {
            weights[language] += TRIGRAMS * confidence;
        }
        weights
    }

    fn guess_by_trigrams(&self, text: &str) -> Option<(usize, f32)> {
        let info = self.trigrams.detect(text)?;
        let is_it = |(lang, _): &&(whatlang::Lang, usize)| *lang == info.lang();
        let (_, language) = self.trigrams_of.iter().find(is_it)?;
        Some((*language, info.confidence() as f32))
    }

    /// Whether a text is surely in none of these languages, which then only resembles one of them.
    pub fn is_elsewhere(&self, text: &str) -> bool {
        let known = |lang: whatlang::Lang| self.trigrams_of.iter().any(|(known, _)| *known == lang);
        whatlang::detect(text).is_some_and(|info| info.is_reliable() && !known(info.lang()))
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

/// Whether a run of signs without a space is no word: an address, a path, a file's name, a setting.
fn is_code(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let dotted = || inner.split('.').count() > 1 && inner.split('.').all(|part| part.len() > 1);
    inner.contains(['/', '_', '=', '@', '\\', '{', '}', '<', '>'])
        || token.starts_with(['$', '#', '@', '/'])
        || dotted()
}

/// The items of lists of these languages, each with its language; what is in two lists says nothing.
fn only_in_one<T: Eq + Hash, I: Iterator<Item = T>>(
    packs: &[(usize, &'static Detection)],
    items: impl Fn(&'static Detection) -> I,
) -> HashMap<T, usize> {
    let mut languages: HashMap<T, Option<usize>> = HashMap::new();
    for (at, pack) in packs {
        for item in items(pack) {
            languages
                .entry(item)
                .and_modify(|of| *of = of.filter(|of| of == at))
                .or_insert(Some(*at));
        }
    }
    languages
        .into_iter()
        .filter_map(|(item, of)| Some((item, of?)))
        .collect()
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
