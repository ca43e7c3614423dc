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
    function_words: FxHashMap<&'static str, usize>,
    frequent_words: FxHashMap<&'static str, usize>,
    letters: FxHashMap<char, usize>,
    /// Beginnings by their first byte, ends by their last one, insides by their first one.
    beginnings: Affixes,
    ends: Affixes,
    insides: Affixes,
    languages: usize,
}

type Affixes = FxHashMap<u8, Vec<(&'static str, usize)>>;

impl Lexicon {
    /// Of these packs, each with the number of its language, of so many languages.
    pub fn new(packs: &[(usize, &'static Detection)], languages: usize) -> Self {
        let (mut beginnings, mut ends, mut insides) = Default::default();
        let affixes = only_in_one(packs, |pack| pack.affixes.split_whitespace());
        for (affix, language) in affixes {
            let (of_kind, part): (&mut Affixes, &str) =
                match (affix.strip_suffix('-'), affix.strip_prefix('-')) {
                    (Some(begins), _) => (&mut beginnings, begins),
                    (_, Some(end)) => (&mut ends, end),
                    _ => (&mut insides, affix),
                };
            let is_end = affix.starts_with('-');
            let key = if is_end {
                part.bytes().last()
            } else {
                part.bytes().next()
            };
            let of_key = of_kind.entry(key.unwrap_or_default()).or_default();
            of_key.push((part, language));
        }
        Self {
            function_words: only_in_one(packs, |pack| pack.function_words.split_whitespace()),
            frequent_words: only_in_one(packs, |pack| pack.frequent_words.split_whitespace()),
            letters: only_in_one(packs, |pack| pack.letters.chars()),
            beginnings,
            ends,
            insides,
            languages,
        }
    }

    /// The language of a folded function word.
    pub fn function_word(&self, folded: &str) -> Option<usize> {
        self.function_words.get(folded).copied()
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
            if let Some(language) = self.function_words.get(folded.as_str()) {
                weights[*language] += 1.0;
            } else if is_name {
            } else if let Some(language) = self.frequent_words.get(folded.as_str()) {
                weights[*language] += FREQUENT;
            } else {
                self.weigh_affixes(&folded, &mut weights);
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
        for (part, language) in at(&self.beginnings, bytes.first()) {
            speaks[*language] |= word.len() > part.len() && word.starts_with(part);
        }
        for (part, language) in at(&self.ends, bytes.last()) {
            speaks[*language] |= word.len() > part.len() + 1 && word.ends_with(part);
        }
        for (start, byte) in bytes.iter().enumerate() {
            for (part, language) in at(&self.insides, Some(byte)) {
                speaks[*language] |= bytes[start..].starts_with(part.as_bytes());
            }
        }
        for (weight, speaks) in weights.iter_mut().zip(speaks) {
            *weight += if speaks { AFFIX } else { 0.0 };
        }
    }
}

fn at<'a>(affixes: &'a Affixes, byte: Option<&u8>) -> &'a [(&'static str, usize)] {
    byte.and_then(|byte| affixes.get(byte))
        .map_or(&[], Vec::as_slice)
}

/// What stands between spaces, without code.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|token| !is_code(token))
}

/// The words of a token; marks that are set on a letter, and what is not seen, are parts of them.
fn marked_words(token: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| {
        c.is_alphanumeric()
            || !c.is_ascii()
                && (is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'))
    };
    let words = token.split(move |c| !is_part(c));
    words.filter(|word| word.contains(char::is_alphanumeric))
}

/// Whether a run of signs without a space is no word: an address, a path, a file's name, a setting.
fn is_code(token: &str) -> bool {
    const SIGNS: &[u8] = b"/_=@\\{}<>$#.";
    if !token.bytes().any(|byte| SIGNS.contains(&byte)) {
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
