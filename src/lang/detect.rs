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
    affixes: Vec<(Affix, usize)>,
    letters: HashMap<char, usize>,
    /// Languages without a list of function words, which only trigrams know.
    other: Vec<(whatlang::Lang, usize)>,
    trigrams_of: Vec<(whatlang::Lang, usize)>,
    /// Trigrams, among the given languages alone.
    trigrams: whatlang::Detector,
    count: usize,
}

enum Affix {
    Begins(&'static str),
    Ends(&'static str),
    Holds(&'static str),
}

impl Affix {
    fn read(pattern: &'static str) -> Self {
        match (pattern.strip_suffix('-'), pattern.strip_prefix('-')) {
            (Some(begins), _) => Affix::Begins(begins),
            (_, Some(ends)) => Affix::Ends(ends),
            _ => Affix::Holds(pattern),
        }
    }

    fn is_of(&self, word: &str) -> bool {
        match self {
            Affix::Begins(part) => word.len() > part.len() && word.starts_with(part),
            Affix::Ends(part) => word.len() > part.len() + 1 && word.ends_with(part),
            Affix::Holds(part) => word.contains(part),
        }
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
        let affixes = only_in_one(&packs, |pack| pack.affixes.split_whitespace());
        Self {
            words: only_in_one(&packs, |pack| pack.function_words.split_whitespace()),
            frequent: only_in_one(&packs, |pack| pack.frequent_words.split_whitespace()),
            affixes: affixes
                .into_iter()
                .map(|(pattern, language)| (Affix::read(pattern), language))
                .collect(),
            letters: only_in_one(&packs, |pack| pack.letters.chars()),
            other: trigrams_of
                .iter()
                .copied()
                .filter(|(_, at)| pack(*at).function_words.is_empty())
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
        let info = if self.other.is_empty() || unknown < 3 {
            None
        } else {
            self.trigrams.detect(text)
        };
        let other = info.and_then(|info| {
            self.other
                .iter()
                .find(|(lang, _)| *lang == info.lang())
                .map(|(_, index)| (info, *index))
        });
        if let Some((info, language)) = other {
            weights[language] += 0.4 * unknown as f32 * info.confidence() as f32;
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
                None => self
                    .affixes_of(&folded)
                    .into_iter()
                    .enumerate()
                    .for_each(|(l, has)| {
                        weights[l] += if has { AFFIX } else { 0.0 };
                    }),
            }
        }
        let info = if words::words(&text).count() < MANY {
            None
        } else {
            self.trigrams.detect(&text)
        };
        let of = |info: &whatlang::Info| {
            self.trigrams_of
                .iter()
                .find(|(lang, _)| *lang == info.lang())
                .map(|(_, index)| *index)
        };
        if let Some((language, info)) = info.and_then(|info| Some((of(&info)?, info))) {
            weights[language] += TRIGRAMS * info.confidence() as f32;
        }
        weights
    }

    /// Which languages' affixes a folded word has.
    fn affixes_of(&self, word: &str) -> Vec<bool> {
        let mut has = vec![false; self.count];
        for (_, language) in self.affixes.iter().filter(|(affix, _)| affix.is_of(word)) {
            has[*language] = true;
        }
        has
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

/// whatlang's names of languages (ISO 639-3) by their BCP 47 primary subtags.
const TRIGRAMS_OF: &str = "de:deu es:spa it:ita pt:por nl:nld ca:cat da:dan sv:swe nb:nob no:nob fi:fin pl:pol cs:ces sk:slk sl:slv \
    hr:hrv hu:hun ro:ron bg:bul ru:rus uk:ukr el:ell tr:tur ar:ara he:heb fa:pes hi:hin ja:jpn ko:kor zh:cmn \
    vi:vie id:ind eo:epo la:lat lt:lit lv:lav et:est fr:fra en:eng";

fn trigrams_of(primary: &str) -> Option<whatlang::Lang> {
    let code = TRIGRAMS_OF
        .split(' ')
        .filter_map(|pair| pair.split_once(':'))
        .find(|(two, _)| *two == primary)
        .map_or(primary, |(_, three)| three);
    whatlang::Lang::from_code(code)
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
