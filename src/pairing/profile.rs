//! What is remembered of one post, so that two posts can be compared without their texts.
//!
//! 1. Words are folded and cut to their first letters and to their consonants: French and English share a large Latin
//!    vocabulary, whose beginnings agree where endings do not ("procédures", "procedural"), and whose consonants agree where
//!    vowels do not.
//! 2. What needs no translation is kept whole: names, numbers, addresses, images, code.
//! 3. The place of each of them is kept too: a translation says the same things in the same order.

use super::pieces::{TextPiece, pieces};
use super::{Shape, Text};
use crate::text::words::{fold, fold_into};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Facts of one post, computed once when its file is read; cheap to compare, and free of the text itself.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Index of its language among the site's languages.
    pub(super) language: usize,
    /// What it speaks of, sorted by key.
    pub(super) terms: Vec<Term>,
    /// Keys of the title's words, sorted, each once.
    pub(super) title: Vec<u64>,
    /// Keys of the first words, sorted, each once.
    pub(super) opening: Vec<u64>,
    /// Key of the slug, where the author gave one.
    pub(super) slug: Option<u64>,
    /// Days since an arbitrary day, where the date is known.
    pub(super) day: Option<i64>,
    /// Words in the body.
    pub(super) words: usize,
    /// Per word, what it and the words before it say, as a hash.
    pub(super) runs: Vec<u32>,
    /// Headings' levels in order.
    pub(super) headings: Vec<u8>,
    /// Items, quotes, code blocks.
    pub(super) shapes: [u32; 3],
    /// Whether only its beginning is known.
    pub(super) truncated: bool,
}

impl Profile {
    /// The place of what has a key among the terms.
    pub(super) fn find(&self, key: &u64) -> Option<usize> {
        self.terms.binary_search_by_key(key, |term| term.key).ok()
    }
}

/// One thing a post speaks of.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub key: u64,
    pub kind: TermKind,
    pub count: u32,
    /// Its first places, counted in words from the start; unused ones are `u32::MAX`.
    pub places: [u32; PLACES],
    /// How it was first written, for the reasons given to the author.
    pub surface: Box<str>,
}

/// A word said more often than this says nothing about order.
pub(super) const PLACES: usize = 3;

/// The kinds of things a post speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TermKind {
    /// The first letters of a word.
    Root,
    /// The first consonants of a longer word.
    Skeleton,
    /// A word written with a capital inside a sentence, or an acronym.
    Name,
    Number,
    Link,
    Image,
    Code,
}

impl TermKind {
    /// Whether it is alike in both languages, without being translated.
    pub fn exact(self) -> bool {
        !matches!(self, TermKind::Root | TermKind::Skeleton)
    }
}

/// First letters of a word that are compared.
const ROOT: usize = 4;
/// First consonants of a word that are compared.
const SKELETON: usize = 5;
/// Letters of a word that are looked at; what is longer is no word.
const LONGEST: usize = 40;
/// Shorter words are mostly grammar.
const SHORTEST: usize = 4;
/// Words that count as the opening.
const OPENING: usize = 60;

/// Words in a row that two posts in one language do not share by chance.
pub(super) const RUN: usize = 5;

pub fn profile(text: &Text) -> Profile {
    let mut builder = ProfileBuilder::default();
    for (shape, block) in text.blocks {
        builder.block(*shape, block);
    }
    for link in text.links {
        builder.exact(TermKind::Link, &link_key(link), link);
    }
    for image in text.images {
        builder.exact(
            TermKind::Image,
            &fold(image.rsplit('/').next().unwrap_or(image)),
            image,
        );
    }
    let date = text.date;
    let day = date.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let slug = text.slug.filter(|slug| !slug.is_empty());
    let mut terms: Vec<Term> = builder.terms.into_values().collect();
    terms.sort_by_key(|term| term.key);
    Profile {
        language: text.language,
        terms,
        title: keys(text.title),
        opening: sorted(builder.read.opening),
        slug: slug.map(|slug| hash(TermKind::Code, &fold(slug))),
        day: day.map(|day| day.num_days_from_ce().into()),
        truncated: text.truncated,
        ..builder.read
    }
}

/// What has been read so far.
#[derive(Default)]
struct ProfileBuilder {
    terms: Keyed<Term>,
    /// The last words.
    run: [u64; RUN],
    /// What the blocks make of the profile.
    read: Profile,
}

impl ProfileBuilder {
    fn block(&mut self, shape: Shape, text: &str) {
        match shape {
            Shape::Heading(level) => self.read.headings.push(level),
            Shape::Item => self.read.shapes[0] += 1,
            Shape::Quote => self.read.shapes[1] += 1,
            Shape::Code => self.read.shapes[2] += 1,
            Shape::Paragraph => {}
        }
        things(shape, text, |thing| match thing {
            Thing::Word(folded) => self.word(folded),
            Thing::Key(kind, key, surface) => {
                self.add(key, kind, surface);
                if !kind.exact() && self.read.words <= OPENING {
                    self.read.opening.push(key);
                }
            }
        });
    }

    fn word(&mut self, folded: &str) {
        self.read.words += 1;
        self.run.rotate_left(1);
        self.run[RUN - 1] = hash(TermKind::Name, folded);
        let run = self.run.iter().fold(0, |run, word| fnv(run, *word));
        self.read.runs.push(run as u32);
    }

    fn exact(&mut self, kind: TermKind, folded: &str, surface: &str) {
        self.add(hash(kind, folded), kind, surface);
    }

    fn add(&mut self, key: u64, kind: TermKind, surface: &str) {
        let term = self.terms.entry(key).or_insert_with(|| Term {
            key,
            kind,
            count: 0,
            places: [u32::MAX; PLACES],
            surface: surface.into(),
        });
        if let Some(place) = term.places.get_mut(term.count as usize) {
            *place = self.read.words as u32;
        }
        term.count = term.count.saturating_add(1);
    }
}

/// What a block has.
enum Thing<'a> {
    /// A word, folded; its keys come after it.
    Word(&'a str),
    /// What may be alike in both languages, and how it is written.
    Key(TermKind, u64, &'a str),
}

/// Tells what a block has, in its order.
fn things(shape: Shape, text: &str, mut tell: impl FnMut(Thing)) {
    if shape == Shape::Code {
        for line in text.lines().filter(|line| line.trim().len() > 3) {
            let key = hash(TermKind::Code, &fold(line));
            tell(Thing::Key(TermKind::Code, key, line.trim()));
        }
        return;
    }
    let mut folding = String::new();
    for piece in pieces(text) {
        match piece {
            TextPiece::Word { text, named, plain } => {
                let folded = if plain {
                    text
                } else {
                    fold_into(text, &mut folding);
                    &folding
                };
                tell(Thing::Word(folded));
                if named && !matches!(shape, Shape::Heading(_)) {
                    let key = hash(TermKind::Name, folded);
                    tell(Thing::Key(TermKind::Name, key, text));
                }
                word_keys(folded).for_each(|(kind, key)| tell(Thing::Key(kind, key, text)));
            }
            TextPiece::Number(number) => {
                let key = hash(TermKind::Number, &number);
                tell(Thing::Key(TermKind::Number, key, &number));
            }
        }
    }
}

/// Tells what one block has that may be alike in both languages, in its order.
pub(super) fn block_keys(shape: Shape, text: &str, mut tell: impl FnMut(TermKind, u64)) {
    things(shape, text, |thing| {
        if let Thing::Key(kind, key, _) = thing {
            tell(kind, key);
        }
    });
}

/// The keys of a short text's words.
fn keys(text: &str) -> Vec<u64> {
    let mut keys = Vec::new();
    for piece in pieces(text) {
        match piece {
            TextPiece::Word { text, .. } => keys.extend(word_keys(&fold(text)).map(|(_, key)| key)),
            TextPiece::Number(number) => keys.push(hash(TermKind::Number, &number)),
        }
    }
    sorted(keys)
}

fn sorted(mut keys: Vec<u64>) -> Vec<u64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Two views of a folded word that are much the same in languages which share their roots: its first letters, and its first
/// consonants after the first letter, as vowels and endings change most ("gouvernement", "government"). Short words have none, words
/// of few consonants only the first.
pub(super) fn word_keys(folded: &str) -> impl Iterator<Item = (TermKind, u64)> {
    let keys = match folded.is_ascii() {
        true if folded.len() < SHORTEST => None,
        true => Some(sound_keys(folded.bytes().map(char::from))),
        false if folded.chars().count() < SHORTEST => None,
        false => Some(sound_keys(folded.chars())),
    };
    keys.into_iter().flatten().flatten()
}

fn sound_keys(letters: impl Iterator<Item = char>) -> [Option<(TermKind, u64)>; 2] {
    let (mut root, mut skeleton) = (LetterHash::default(), LetterHash::default());
    for sound in sounds(letters) {
        if root.letters < ROOT {
            root.add(sound);
        }
        if skeleton.letters == 0 || !matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u') {
            skeleton.add(sound);
        }
        if skeleton.letters == SKELETON {
            break;
        }
    }
    let is_long = skeleton.letters + 1 >= SKELETON;
    let skeleton = is_long.then(|| (TermKind::Skeleton, skeleton.finish(TermKind::Skeleton)));
    let root = (TermKind::Root, root.finish(TermKind::Root));
    [Some(root), skeleton]
}

/// The letters of a word without what differs between spellings of one root: doubled letters, and letters of one sound.
fn sounds(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut letters = letters.take(LONGEST);
    let (mut last, mut next) = ('\0', letters.next());
    std::iter::from_fn(move || {
        while let Some(letter) = next {
            next = letters.next();
            let is_next = |letter| next == Some(letter);
            let (sound, both) = match letter {
                'p' if is_next('h') => ('f', true),
                't' if is_next('h') => ('t', true),
                'q' if is_next('u') => ('c', true),
                'c' if is_next('h') => ('c', true),
                'o' if is_next('u') => ('o', true),
                'm' if is_next('f') => ('n', false),
                'u' => ('o', false),
                'z' => ('s', false),
                'k' => ('c', false),
                'y' => ('i', false),
                _ => (letter, false),
            };
            if both {
                next = letters.next();
            }
            if std::mem::replace(&mut last, sound) != sound {
                return Some(sound);
            }
        }
        None
    })
}

/// A link without what changes from one language's page to the other's: scheme, `www.`, language codes, query, fragment.
fn link_key(link: &str) -> String {
    let folded = fold(link);
    let bare = folded.split_once("://").map_or(&*folded, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or(bare);
    let parts = bare
        .trim_start_matches("www.")
        .split('/')
        .filter(|part| part.len() > 2);
    parts.collect::<Vec<_>>().join("/")
}

/// A map from keys, which are hashes already.
pub(super) type Keyed<T> = HashMap<u64, T, BuildHasherDefault<Same>>;

/// The hash of a hash is itself.
#[derive(Clone, Copy, Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// FNV-1a: short keys, the same on every machine and in every run.
fn hash(kind: TermKind, text: &str) -> u64 {
    let bytes = text.bytes().chain([kind as u8]);
    bytes.fold(FNV_START, |hash, byte| fnv(hash, byte.into()))
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, number: u64) -> u64 {
    (hash ^ number).wrapping_mul(0x100_0000_01b3)
}

/// The same of letters as they come, which spares a string for every word.
struct LetterHash {
    hash: u64,
    letters: usize,
}

impl Default for LetterHash {
    fn default() -> Self {
        Self {
            hash: FNV_START,
            letters: 0,
        }
    }
}

impl LetterHash {
    fn add(&mut self, letter: char) {
        self.hash = fnv(self.hash, letter.into());
        self.letters += 1;
    }

    fn finish(self, kind: TermKind) -> u64 {
        fnv(self.hash, kind as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_share_a_key() {
        for (one, two, alike) in [
            ("procédures", "procedural", true),
            ("gouvernement", "government", true),
            ("confort", "comfort", true),
            ("logique", "logic", true),
            ("adresse", "address", true),
            ("Philosophie", "philosophy", true),
            ("organiser", "organized", true),
            ("chat", "chien", false),
            ("maison", "house", false),
            ("et", "et", false),
        ] {
            let keys: Vec<u64> = word_keys(&fold(one)).map(|(_, key)| key).collect();
            assert_eq!(
                word_keys(&fold(two)).any(|(_, key)| keys.contains(&key)),
                alike,
                "{one} {two}"
            );
        }
    }

    #[test]
    fn links_of_both_languages_are_one() {
        for (link, expected) in [
            (
                "https://www.example.org/fr/post.html?lang=fr#haut",
                "example.org/post.html",
            ),
            ("http://example.org/en/post.html", "example.org/post.html"),
            ("", ""),
            ("mailto:a@b.c", "mailto:a@b.c"),
        ] {
            assert_eq!(link_key(link), expected, "{link}");
        }
    }
}
