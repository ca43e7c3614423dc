//! The words of the site as shards. A shard is text, then bytes:
//!
//! ```text
//! mangerons 0mang        forms: a word as it is sought, and its stems, each behind its language's number (base 36), where it is not
//!                        its own stem
//!
//! 0mang 27               stems: how many of the bytes are its own
//! \0
//! bytes                  for each story: the steps from the last story's number (7 bits a byte, the lowest first), what it counts
//! ```
//!
//! What a stem counts in a text is its part of BM25 (Robertson and Zaragoza 2009) but for how rare it is, in hundredths. Lengths are
//! rounded, so that an edit seldom changes what it does not touch.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::cuts::{self, Cut, Cutter};
use super::post::Record;
use crate::text::words;

/// As most searches have them.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Bytes of a shard.
const LEAST: usize = 18_000;
const MOST: usize = 40_000;

/// What is known under a folded word.
#[derive(Default)]
pub struct Term {
    /// Whether a text has it, and not as a stem alone.
    pub is_word: bool,
    /// Its stems, where they are others than it.
    stems: Vec<String>,
    /// As a stem: the digit of its language, and its postings.
    postings: Vec<(char, Vec<u8>)>,
}

/// The words of one language, folded, with their stems; and the postings of each stem.
#[derive(Default)]
struct Vocabulary {
    forms: Vec<(String, String)>,
    stems: BTreeMap<String, Vec<u8>>,
}

/// Every word and stem of the site.
pub fn terms(languages: &[Vec<&Record>]) -> BTreeMap<String, Term> {
    let vocabularies: Vec<Vocabulary> = languages.par_iter().map(|own| vocabulary(own)).collect();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for (at, vocabulary) in vocabularies.into_iter().enumerate() {
        let digit = char::from_digit(at as u32, 36).unwrap_or('0');
        for (form, stem) in vocabulary.forms {
            let stem = (form != stem).then(|| format!("{digit}{stem}"));
            let term = terms.entry(form).or_default();
            term.is_word = true;
            term.stems.extend(stem);
        }
        for (stem, bytes) in vocabulary.stems {
            terms.entry(stem).or_default().postings.push((digit, bytes));
        }
    }
    terms
}

fn vocabulary(records: &[&Record]) -> Vocabulary {
    let norms = norms(records);
    let mut stems: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    let mut forms: Vec<(String, String)> = Vec::new();
    let stemmer = records
        .first()
        .and_then(|record| stemmer(&record.language.1));
    for (word, places) in words_of(records) {
        let form = folded(word);
        let stem = stemmer.as_ref().map(|stemmer| folded(&stemmer.stem(word)));
        let stem = stem
            .filter(|stem| !stem.is_empty())
            .unwrap_or_else(|| form.clone());
        if form.is_empty() {
            continue;
        }
        match stems.get_mut(&stem) {
            Some(all) => all.extend(places),
            None => _ = stems.insert(stem.clone(), places),
        }
        forms.push((form, stem));
    }
    forms.sort_unstable();
    forms.dedup();
    let stems = stems.into_iter();
    Vocabulary {
        forms,
        stems: stems
            .map(|(stem, places)| (stem, postings(places, &norms)))
            .collect(),
    }
}

/// The words of some posts, and where each is: the place of the post and how often.
fn words_of<'r>(records: &[&'r Record]) -> Vec<(&'r str, Vec<(u32, u32)>)> {
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut words: Vec<(&str, Vec<(u32, u32)>)> = Vec::new();
    for record in records {
        for (word, count) in record.entry.words.iter() {
            let number = *numbers.entry(word).or_insert_with(|| {
                words.push((word, Vec::new()));
                words.len() - 1
            });
            words[number].1.push((record.story, u32::from(count)));
        }
    }
    words
}

/// How much the length of each story's post weighs against the count of a word.
fn norms(records: &[&Record]) -> FxHashMap<u32, f32> {
    let length = |record: &Record| record.entry.words.length.max(1) as f32;
    let average = records.iter().map(|record| length(record)).sum::<f32>() / records.len() as f32;
    let average = rounded(average, 4.0);
    let norm = |record: &&Record| {
        let length = rounded(length(record), 8.0) / average;
        (record.story, K1 * (1.0 - B + B * length))
    };
    records.iter().map(norm).collect()
}

/// A length, to one of so many steps between it and its double.
fn rounded(length: f32, steps: f32) -> f32 {
    ((length.log2() * steps).round() / steps).exp2()
}

fn postings(mut places: Vec<(u32, u32)>, norms: &FxHashMap<u32, f32>) -> Vec<u8> {
    places.sort_unstable();
    let mut bytes = Vec::with_capacity(places.len() * 3);
    let mut last = 0;
    for same in places.chunk_by(|a, b| a.0 == b.0) {
        let story = same[0].0;
        let count = same.iter().map(|(_, count)| *count).sum::<u32>() as f32;
        let mut step = story - last;
        while step > 127 {
            bytes.push(step as u8 | 128);
            step >>= 7;
        }
        let counts = count * (K1 + 1.0) / (count + norms[&story]);
        bytes.extend([step as u8, ((counts * 100.0).round() as u8).max(1)]);
        last = story;
    }
    bytes
}

/// A word as it is sought: folded, and letters and digits alone.
fn folded(word: &str) -> String {
    let mut folded = words::fold(word);
    folded.retain(char::is_alphanumeric);
    folded
}

pub fn shards(terms: &BTreeMap<String, Term>) -> Vec<Cut> {
    let mut cutter = Cutter::new(LEAST, MOST);
    let mut parts: Vec<Vec<(&String, &Term)>> = Vec::new();
    for (word, term) in terms {
        let stems: usize = term.stems.iter().map(|stem| stem.len() + 1).sum();
        let own = term
            .postings
            .iter()
            .map(|(_, bytes)| word.len() + 5 + bytes.len());
        let size = own.sum::<usize>() + if stems > 0 { word.len() + 1 + stems } else { 0 };
        // A reader who finds a word in one shard should not need another for its stem.
        let first = parts.last().and_then(|part| part.first());
        let is_here = |first: &String, stem: &String| (first.as_str()..word).contains(&&stem[1..]);
        let belongs =
            first.is_some_and(|(first, _)| term.stems.iter().any(|stem| is_here(first, stem)));
        if cutter.begins(word, size, belongs) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push((word, term));
        }
    }
    parts.par_iter().map(|part| shard(part)).collect()
}

fn shard(part: &[(&String, &Term)]) -> Cut {
    let (mut forms, mut stems, mut postings) = (String::new(), String::new(), Vec::new());
    for (word, term) in part {
        if !term.stems.is_empty() {
            forms.push_str(&format!("{word} {}\n", term.stems.join(" ")));
        }
        for (digit, bytes) in &term.postings {
            stems.push_str(&format!("{digit}{word} {}\n", bytes.len()));
            postings.extend(bytes);
        }
    }
    let bytes = [format!("{forms}\n{stems}\0").as_bytes(), &postings].concat();
    Cut {
        first: part
            .first()
            .map(|(word, _)| (*word).clone())
            .unwrap_or_default(),
        name: cuts::name(&bytes, "shard"),
        bytes,
    }
}

/// What finds the stems of a language's words, by its code; nothing where none is known.
fn stemmer(code: &str) -> Option<Stemmer> {
    let main = code.split('-').next().unwrap_or_default().to_lowercase();
    let algorithm = match main.as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}
