//! What pairing costs as a site grows: made-up posts, so that it can be told anywhere, of words as frequent as in real ones.

use crate::random::Random;
use diptych::pairing::{self, Profile, Shape, Text, Thresholds};
use std::time::Instant;

/// Words of a post, and words of a language.
const WORDS: usize = 400;
const VOCABULARY: usize = 20_000;

/// Prints a row per size; no figure is below a bar, as machines differ.
pub fn print() {
    println!(
        "{:>7}{:>10}{:>10}{:>16}{:>8}",
        "posts", "read", "paired", "µs per n log n", "F1"
    );
    for posts in [500, 1_000, 2_000, 5_000, 10_000, 20_000] {
        let start = Instant::now();
        let profiles: Vec<Profile> = (0..posts / 2)
            .flat_map(|story| [0, 1].map(|language| post(story, language)))
            .collect();
        let read = start.elapsed();
        let start = Instant::now();
        let outcome = pairing::pair(
            &profiles.iter().collect::<Vec<_>>(),
            &[],
            &[],
            Thresholds::default(),
        );
        let paired = start.elapsed();
        let right = outcome
            .pairs
            .iter()
            .filter(|found| found.a / 2 == found.b / 2)
            .count();
        let f1 = 2.0 * right as f64 / (outcome.pairs.len() + posts / 2) as f64;
        let unit = paired.as_secs_f64() * 1e6 / (posts as f64 * (posts as f64).ln());
        println!(
            "{posts:>7}{:>9.2}s{:>9.2}s{unit:>16.2}{f1:>8.3}",
            read.as_secs_f64(),
            paired.as_secs_f64()
        );
    }
}

/// One post: a third of its words come from the story, and are cognates in the other language; the rest are its language's.
fn post(story: usize, language: usize) -> Profile {
    let (mut shared, mut own) = (
        Random(story as u64),
        Random((story * 2 + language) as u64 ^ 0xabcd),
    );
    let mut text = String::new();
    for at in 0..WORDS {
        let word = if at % 3 == 0 {
            word(frequent(&mut shared), 0)
        } else {
            word(frequent(&mut own), 1 + language)
        };
        text.push_str(&word);
        text.push_str(["s ", " ", ". "][usize::from(at % 11 == 0) + at % 2]);
        if at % 80 == 79 {
            text.push_str(&format!("{} \n\n", 1900 + shared.below(150)));
        }
    }
    let blocks: Vec<(Shape, &str)> = text
        .split("\n\n")
        .map(|block| (Shape::Paragraph, block))
        .collect();
    let title = text.split('.').next().unwrap_or_default();
    pairing::profile(&Text {
        language,
        title,
        slug: None,
        date: None,
        blocks: &blocks,
        links: &[],
        images: &[],
        truncated: false,
    })
}

/// A word's rank: as in real texts, half as often at double the rank (Zipf's law).
fn frequent(random: &mut Random) -> usize {
    let share = random.below(1 << 20) as f64 / f64::from(1 << 20);
    (VOCABULARY as f64).powf(share) as usize
}

/// A word that can be spoken, its own for each number and vocabulary.
fn word(rank: usize, vocabulary: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "bro", "clu",
        "dra", "fle", "gri", "pro", "sta",
    ];
    let mut left = rank * 3 + vocabulary;
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[left % 20]);
        left /= 20;
    }
    word
}
