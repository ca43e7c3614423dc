//! What words tell of a language: those that only one of some languages has, their beginnings and ends, its letters.
//!
//! Every word of every text is looked up here, so a look-up copies nothing.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::tokens::each_word;
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
/// Most words have fewer letters.
const LONG: usize = 24;
/// What the strongest affix of a word weighs.
const AFFIX: f32 = 0.4;

/// The words, affixes and letters of some languages, each with the number of its language; what two of them have says nothing.
pub struct Lexicon {
    words: FxHashMap<&'static str, Word>,
    letters: FxHashMap<char, usize>,
    beginnings: Affixes,
    /// Found anywhere.
    insides: Affixes,
    /// Written from behind.
    ends: Affixes,
    /// The languages that have affixes.
    affixed: Vec<usize>,
    languages: usize,
}

#[derive(Clone, Copy)]
struct Word {
    is_function_word: bool,
    language: usize,
}

impl Lexicon {
    /// Of these packs, each with the number of its language, of so many languages.
    pub fn new(packs: &[(usize, &'static Detection)], languages: usize) -> Self {
        let (mut beginnings, mut insides, mut ends) = <(Affixes, Affixes, Affixes)>::default();
        let has_affixes = |(_, pack): &&(usize, &Detection)| !pack.affixes.is_empty();
        let affixed: Vec<usize> = packs
            .iter()
            .filter(has_affixes)
            .map(|(at, _)| *at)
            .collect();
        for (affix, language) in only_in_one(packs, |pack| pack.affixes.split_whitespace()) {
            let text = affix.trim_matches('-');
            let language = affixed
                .iter()
                .position(|at| *at == language)
                .unwrap_or_default();
            match (affix.ends_with('-'), affix.starts_with('-')) {
                (true, _) => beginnings.add(text.bytes(), language),
                (_, true) => ends.add(text.bytes().rev(), language),
                _ => insides.add(text.bytes(), language),
            }
        }
        insides.find_anywhere();
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
            beginnings,
            insides,
            ends,
            affixed,
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
        // No plain letter is of one language alone.
        if !text.is_ascii() {
            let letters = text.chars().filter(|c| !c.is_ascii());
            let languages = letters.filter_map(|c| self.letters.get(&c));
            languages.for_each(|language| weights[*language] += LETTER);
        }
    }

    /// What a sentence speaks for, and how many words it has. A name, which has a capital in any language, says nothing; nor do
    /// addresses, file names and other code.
    pub fn weigh_sentence(&self, text: &str) -> (Weights, usize) {
        let mut sums = Weights::from_elem(0.0, self.languages);
        let mut letters = sums.clone();
        let (weights, letters) = (&mut *sums, &mut *letters);
        let mut folded = String::with_capacity(LONG);
        let mut count = 0;
        each_word(text, |word, is_folded| {
            let is_name = count > 0 && word.starts_with(char::is_uppercase);
            count += 1;
            let known = match is_folded {
                true => word,
                false => {
                    self.weigh_letters(word, letters);
                    words::fold_into(word, &mut folded);
                    &folded
                }
            };
            match self.words.get(known) {
                Some(word) if word.is_function_word => weights[word.language] += 1.0,
                _ if is_name => {}
                Some(word) => weights[word.language] += FREQUENT,
                None => self.weigh_affixes(known.as_bytes(), weights),
            }
        });
        for (sum, weight) in weights.iter_mut().zip(letters) {
            *sum += weight.min(LETTERS_AT_MOST);
        }
        (sums, count)
    }

    /// Adds what the affixes of a word speak for.
    fn weigh_affixes(&self, word: &[u8], weights: &mut [f32]) {
        let mut speaking = 0;
        self.beginnings.find(word.iter(), |length, languages| {
            if word.len() > length {
                speaking |= languages;
            }
        });
        let mut node = &self.insides.nodes[0];
        for byte in word {
            node = &self.insides.nodes[usize::from(node.next[usize::from(*byte)])];
            speaking |= node.languages;
        }
        self.ends.find(word.iter().rev(), |length, languages| {
            if word.len() > length + 1 {
                speaking |= languages;
            }
        });
        for (at, language) in self.affixed.iter().enumerate() {
            if speaking & (1 << at) != 0 {
                weights[*language] += AFFIX;
            }
        }
    }
}

/// The affixes of one kind as a trie: a word is walked through once, however many there are.
struct Affixes {
    /// The first begins every affix.
    nodes: Vec<AffixNode>,
}

#[derive(Clone)]
struct AffixNode {
    /// For each byte, the number of the node behind it, or zero.
    next: [u16; 256],
    /// The languages of the affixes that end here, each as the bit of its number among those that have affixes.
    languages: u64,
}

const LEAF: AffixNode = AffixNode {
    next: [0; 256],
    languages: 0,
};

impl Default for Affixes {
    fn default() -> Self {
        Self { nodes: vec![LEAF] }
    }
}

impl Affixes {
    fn add(&mut self, affix: impl Iterator<Item = u8>, language: usize) {
        let mut at = 0;
        for byte in affix {
            let count = self.nodes.len();
            let next = &mut self.nodes[at].next[usize::from(byte)];
            if *next == 0 {
                *next = count as u16;
                self.nodes.push(LEAF);
            }
            at = usize::from(self.nodes[at].next[usize::from(byte)]);
        }
        self.nodes[at].languages = 1 << language;
    }

    /// Makes of each node that has no way on the longest end of its affix that has one (Aho and Corasick, 1975), so that a walk finds
    /// what begins anywhere.
    fn find_anywhere(&mut self) {
        let mut ends = vec![0; self.nodes.len()];
        let mut queue = vec![0];
        let mut done = 0;
        while let Some(&at) = queue.get(done) {
            done += 1;
            for byte in 0..256 {
                let next = usize::from(self.nodes[at].next[byte]);
                let end = if at == 0 {
                    0
                } else {
                    self.nodes[ends[at]].next[byte]
                };
                if next == 0 {
                    self.nodes[at].next[byte] = end;
                    continue;
                }
                ends[next] = usize::from(end);
                self.nodes[next].languages |= self.nodes[ends[next]].languages;
                queue.push(next);
            }
        }
    }

    /// Tells the length and the languages of each affix that these bytes begin with.
    fn find<'b>(&self, bytes: impl Iterator<Item = &'b u8>, mut tell: impl FnMut(usize, u64)) {
        let mut at = 0;
        for (before, byte) in bytes.enumerate() {
            at = usize::from(self.nodes[at].next[usize::from(*byte)]);
            if at == 0 {
                return;
            }
            if self.nodes[at].languages != 0 {
                tell(before + 1, self.nodes[at].languages);
            }
        }
    }
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
