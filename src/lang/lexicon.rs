//! What words tell of a language: those that only one of some languages has, their beginnings and ends, its letters.
//!
//! Every word of every text is looked up here, so a look-up copies nothing.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use unicode_normalization::char::is_combining_mark;

use crate::languages::Detection;
use crate::text::words;

/// How much of a text speaks for each language, about one a function word.
pub type Weights = SmallVec<[f32; 4]>;

/// What a letter that only one of these languages has weighs.
const LETTER: f32 = 0.4;
/// What all such letters of a sentence weigh at most: a *crème brûlée* is eaten in every language.
const LETTERS_AT_MOST: f32 = 1.2;
/// What a frequent word weighs.
const FREQUENT: f32 = 0.8;
/// What the strongest affix of a word weighs.
const AFFIX: f32 = 0.4;

/// The words, affixes and letters of some languages, each with the number of its language; what two of them have says nothing.
pub struct Lexicon {
    words: FxHashMap<&'static str, Word>,
    letters: FxHashMap<char, usize>,
    /// By their first byte, ends by their last one.
    affixes: Vec<Vec<Affix>>,
    languages: usize,
}

#[derive(Clone, Copy)]
struct Word {
    is_function_word: bool,
    language: usize,
}

struct Affix {
    kind: AffixKind,
    text: &'static str,
    language: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum AffixKind {
    Beginning,
    Inside,
    End,
}

impl Lexicon {
    /// Of these packs, each with the number of its language, of so many languages.
    pub fn new(packs: &[(usize, &'static Detection)], languages: usize) -> Self {
        let mut affixes: Vec<Vec<Affix>> = (0..256).map(|_| Vec::new()).collect();
        for (affix, language) in only_in_one(packs, |pack| pack.affixes.split_whitespace()) {
            let text = affix.trim_matches('-');
            let (kind, byte) = match (affix.ends_with('-'), affix.starts_with('-')) {
                (true, _) => (AffixKind::Beginning, text.bytes().next()),
                (_, true) => (AffixKind::End, text.bytes().last()),
                _ => (AffixKind::Inside, text.bytes().next()),
            };
            affixes[usize::from(byte.unwrap_or_default())].push(Affix {
                kind,
                text,
                language,
            });
        }
        let mut words = FxHashMap::default();
        // A function word is one, whatever else it is.
        for is_function_word in [false, true] {
            let list = |pack: &'static Detection| match is_function_word {
                true => pack.function_words.split_whitespace(),
                false => pack.frequent_words.split_whitespace(),
            };
            let word = |(word, language)| {
                let of_language = Word {
                    is_function_word,
                    language,
                };
                (word, of_language)
            };
            words.extend(only_in_one(packs, list).into_iter().map(word));
        }
        Self {
            words,
            letters: only_in_one(packs, |pack| pack.letters.chars()),
            affixes,
            languages,
        }
    }

    /// The language of a folded function word.
    pub fn function_word(&self, folded: &str) -> Option<usize> {
        let word = self.words.get(folded)?;
        word.is_function_word.then_some(word.language)
    }

    /// Adds what its letters speak for.
    pub fn weigh_letters(&self, text: &str, weights: &mut [f32]) {
        if !text.is_ascii() {
            let languages = text.chars().filter_map(|c| self.letters.get(&c));
            languages.for_each(|language| weights[*language] += LETTER);
        }
    }

    /// What a sentence speaks for, and how many words it has. A name, which has a capital in any language, says nothing; nor do
    /// addresses, file names and other code.
    pub fn weigh_sentence(&self, text: &str) -> (Weights, usize) {
        let mut weights = Weights::from_elem(0.0, self.languages);
        let mut letters = weights.clone();
        let mut folded = String::new();
        let mut count = 0;
        for word in tokens(text).flat_map(marked_words) {
            words::fold_into(word, &mut folded);
            self.weigh_letters(word, &mut letters);
            let is_name = count > 0 && word.starts_with(char::is_uppercase);
            count += 1;
            match self.words.get(folded.as_str()) {
                Some(word) if word.is_function_word => weights[word.language] += 1.0,
                _ if is_name => {}
                Some(word) => weights[word.language] += FREQUENT,
                None => self.weigh_affixes(&folded, &mut weights),
            }
        }
        for (sum, weight) in weights.iter_mut().zip(letters) {
            *sum += weight.min(LETTERS_AT_MOST);
        }
        (weights, count)
    }

    fn weigh_affixes(&self, word: &str, weights: &mut [f32]) {
        let mut speaks: SmallVec<[bool; 4]> = SmallVec::from_elem(false, weights.len());
        let bytes = word.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let (is_first, is_last) = (at == 0, at + 1 == bytes.len());
            for affix in &self.affixes[usize::from(*byte)] {
                let part = affix.text;
                speaks[affix.language] |= match affix.kind {
                    AffixKind::Beginning => {
                        is_first && word.len() > part.len() && word.starts_with(part)
                    }
                    AffixKind::Inside => bytes[at..].starts_with(part.as_bytes()),
                    AffixKind::End => {
                        is_last && word.len() > part.len() + 1 && word.ends_with(part)
                    }
                };
            }
        }
        for (weight, speaks) in weights.iter_mut().zip(speaks) {
            *weight += if speaks { AFFIX } else { 0.0 };
        }
    }
}

/// What stands between spaces, without code.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|token| !is_code(token))
}

/// The words of a token; marks that are set on a letter, and what is not seen, are parts of them.
fn marked_words(token: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => {
            c.is_alphanumeric()
                || is_combining_mark(c)
                || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')
        }
    };
    let words = token.split(move |c| !is_part(c));
    words.filter(|word| word.contains(char::is_alphanumeric))
}

/// Whether a run of signs without a space is no word: an address, a path, a file's name, a setting.
fn is_code(token: &str) -> bool {
    let is_sign = |byte: u8| {
        matches!(
            byte,
            b'/' | b'_' | b'=' | b'@' | b'\\' | b'{' | b'}' | b'<' | b'>' | b'$' | b'#' | b'.'
        )
    };
    // At the end it is punctuation.
    if !token.bytes().rev().skip(1).any(is_sign) {
        return false;
    }
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
) -> FxHashMap<T, usize> {
    let mut languages: FxHashMap<T, Option<usize>> = FxHashMap::default();
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
