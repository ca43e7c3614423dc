//! Whether a text is one piece of writing twice: whole in one language and then in another, or in turns.
//!
//! 1. The language of each block is guessed; what says nothing (a picture, code) goes with the block before it.
//! 2. Where the text changes language once it is cut there, and a line that only announces the other language
//!    ("English version below") is nobody's. Where it goes to and fro at every block, its blocks are dealt out.
//! 3. Both parts must be substantial and translate each other: alike in length, with the same numbers, names and kindred
//!    words at the same places. A long quotation at the end of a text does none of this.

use super::Detector;
use crate::languages::{self, Announcements};
use crate::text::words;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A text's two versions: the blocks of each, by their indexes, and the blocks that only announce a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The version that comes first, and the other.
    pub parts: [Part; 2],
    /// Blocks that are of neither.
    pub labels: Vec<usize>,
    /// Whether the blocks alternate.
    pub in_turns: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of its language.
    pub language: usize,
    pub blocks: Vec<usize>,
}

/// Lines that announce the version in another language, folded, without punctuation.
static ANNOUNCEMENTS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let all = languages::all().announcements.iter();
    all.flat_map(Announcements::phrases)
        .map(|phrase| bare(&words::fold(&phrase)))
        .collect()
});

/// The words of a folded text, without punctuation.
fn bare(folded: &str) -> String {
    words::words(folded).collect::<Vec<_>>().join(" ")
}

/// Whether a block only announces a language, or is a rule or a flag.
pub fn is_label(text: &str) -> bool {
    let folded = words::fold(text);
    let words = bare(&folded);
    if !words.is_empty() {
        return ANNOUNCEMENTS.contains(&words);
    }
    let flag = |c: char| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c);
    let signs = || folded.chars().filter(|c| !c.is_whitespace());
    signs().count() >= 3 && signs().all(|c| "-–—_*=~#.•·+".contains(c))
        || signs().count() > 0 && signs().all(flag)
}

/// A version of fewer words is no text of its own…
const SUBSTANTIAL: usize = 20;
/// …and between the two versions so much of the words of the longer there must be.
const SHORTER: f64 = 0.6;
/// The share of a part's words that must be in blocks of its language.
const PURE: f64 = 0.9;
/// What must speak for the parts being translations, where no line announces the other language.
const SURE: f64 = 1.0;

/// The two versions of a text of these blocks, if it has two.
pub fn versions(blocks: &[&str], detector: &Detector) -> Option<Versions> {
    let facts: Vec<BlockFacts> = blocks.iter().map(|text| classify(text, detector)).collect();
    let versions = halves(&facts).or_else(|| in_turns(&facts))?;
    let announced = versions
        .labels
        .iter()
        .any(|at| blocks[*at].contains(char::is_alphanumeric));
    let [a, b] = [0, 1].map(|n| {
        versions.parts[n]
            .blocks
            .iter()
            .map(|at| blocks[*at])
            .collect::<Vec<_>>()
            .join("\n")
    });
    let sure = if announced {
        are_alike_in_length(&keys(&a), &keys(&b))
    } else {
        likeness(&a, &b) >= SURE
    };
    sure.then_some(versions)
}

/// What is known of a block.
struct BlockFacts {
    language: Option<usize>,
    words: usize,
    label: bool,
    /// Whether it may be a heading: a few words without the end of a sentence.
    heads: bool,
}

fn classify(text: &str, detector: &Detector) -> BlockFacts {
    let weights = detector.weigh_sentence(text);
    let guess = detector
        .guess(&weights)
        .filter(|guess| guess.confidence >= 0.65 && weights[guess.language] >= 1.0);
    let label = is_label(text);
    // A label is as often in the one language as in the other.
    let language = guess.map(|guess| guess.language).filter(|_| !label);
    let words = words::words(text).count();
    let heads = (1..=12).contains(&words)
        && !text
            .trim_end()
            .ends_with(['.', '!', '?', '…', ':', ';', ',']);
    BlockFacts {
        language,
        words,
        label,
        heads,
    }
}

/// One change of language, where it leaves both sides purest.
fn halves(facts: &[BlockFacts]) -> Option<Versions> {
    let mut languages = facts.iter().filter_map(|block| block.language);
    let first = languages.next()?;
    let second = languages.rfind(|language| *language != first)?;
    // A label has no language.
    let words = |range: &[BlockFacts], is: &dyn Fn(usize) -> bool| -> usize {
        let blocks = range.iter().filter(|block| block.language.is_some_and(is));
        blocks.map(|block| block.words).sum()
    };
    let words_in = |range: &[BlockFacts], language: usize| words(range, &|l| l == language);
    let at = (1..facts.len())
        .max_by_key(|at| words_in(&facts[..*at], first) + words_in(&facts[*at..], second))?;
    // Blocks that say nothing stay with the text above them, up to a label.
    let begins = |block: &BlockFacts| block.label || block.language == Some(second);
    let at = (at..facts.len()).find(|at| begins(&facts[*at]))?;
    let at = (0..at)
        .rev()
        .take_while(|above| facts[*above].label || facts[*above].language.is_none())
        .filter(|above| facts[*above].label)
        .last()
        .unwrap_or(at);
    // A name or a number as a heading belongs to what it stands over.
    let heads = |block: &BlockFacts| block.language.is_none() && !block.label && block.heads;
    let over = (1..at)
        .rev()
        .take_while(|above| !facts[at].label && heads(&facts[*above]))
        .last();
    let at = over.unwrap_or(at);
    let pure = |range: &[BlockFacts], language: usize| {
        words_in(range, language) as f64 >= PURE * words(range, &|_| true) as f64
    };
    // A rule between paragraphs of one version is the author's; only what stands at the top or at the change is a label.
    let top = facts.iter().take_while(|block| block.label).count();
    let bottom = (at..facts.len()).take_while(|at| facts[*at].label).count();
    let part = |language, range: Range<usize>| Part {
        language,
        blocks: range.collect(),
    };
    let labels: Vec<usize> = (0..top).chain(at..at + bottom).collect();
    let good = pure(&facts[..at], first) && pure(&facts[at..], second);
    good.then(|| Versions {
        parts: [part(first, top..at), part(second, at + bottom..facts.len())],
        labels,
        in_turns: false,
    })
}

/// A change of language at every block, or every few.
fn in_turns(facts: &[BlockFacts]) -> Option<Versions> {
    let mut languages: Vec<usize> = facts.iter().filter_map(|block| block.language).collect();
    let known = languages.len();
    languages.dedup();
    let (first, second) = (*languages.first()?, *languages.get(1)?);
    let are_two = languages.iter().all(|l| [first, second].contains(l));
    if languages.len() < 4 || !languages.len().is_multiple_of(2) || !are_two {
        return None;
    }
    let mut versions = Versions {
        parts: [first, second].map(|language| Part {
            language,
            blocks: Vec::new(),
        }),
        labels: Vec::new(),
        in_turns: true,
    };
    // Where nearly every block is a turn, a block that says nothing is one too.
    let strict = (languages.len() - 1) as f64 >= STRICT * (known - 1) as f64;
    let mut now = second;
    for (at, block) in facts.iter().enumerate() {
        let turn = if strict && block.words > 0 {
            first + second - now
        } else {
            now
        };
        match block.label {
            true => versions.labels.push(at),
            // A picture is in both versions.
            false if block.words == 0 => versions
                .parts
                .iter_mut()
                .for_each(|part| part.blocks.push(at)),
            false => {
                now = block.language.unwrap_or(turn);
                versions.parts[usize::from(now == second)].blocks.push(at);
            }
        }
    }
    Some(versions)
}

/// The share of changes of language among blocks from which on every block is a turn.
const STRICT: f64 = 0.8;

/// How much speaks for two texts translating each other: nothing where one is too short, about two for a plain translation.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (keys_a, keys_b) = (keys(a), keys(b));
    if !are_alike_in_length(&keys_a, &keys_b) {
        return 0.0;
    }
    let short = keys_a.words.min(keys_b.words);
    let mut together = 0.0_f64;
    let mut expected = 0.0_f64;
    for (key, places) in &keys_a.places {
        let Some(others) = keys_b.places.get(key) else {
            continue;
        };
        // One place each, or the same number of places: pairs in their order.
        for (x, y) in places.iter().zip(others) {
            let apart = (*x as f64 / keys_a.words as f64 - *y as f64 / keys_b.words as f64).abs();
            together += f64::from(u8::from(apart < NEAR));
            expected += 1.0;
        }
    }
    let share = together / expected.max(1.0);
    let often = together / (short as f64).sqrt();
    share * often
}

fn are_alike_in_length(a: &TextKeys, b: &TextKeys) -> bool {
    let (long, short) = (a.words.max(b.words) as f64, a.words.min(b.words));
    short >= SUBSTANTIAL && short as f64 >= SHORTER * long
}

/// Two places of a text are the same within so much of its length.
const NEAR: f64 = 0.12;

struct TextKeys {
    words: usize,
    /// Where each number, name or long word is.
    places: HashMap<String, Vec<usize>>,
}

/// What a text and its translation have in common: numbers, and the beginnings of names and long words.
fn keys(text: &str) -> TextKeys {
    let mut keys = TextKeys {
        words: 0,
        places: HashMap::new(),
    };
    for (at, word) in words::words(text).enumerate() {
        keys.words += 1;
        let folded = words::fold(word);
        let number = word.chars().any(|c| c.is_ascii_digit());
        if number || folded.chars().count() >= 5 {
            let key: String = folded.chars().take(if number { 20 } else { 5 }).collect();
            keys.places.entry(key).or_default().push(at);
        }
    }
    keys
}

/// A title in two languages, `Titre / Title`: each half with its language, where both are certain and they differ.
pub fn title<'t>(title: &'t str, detector: &Detector) -> Option<[(usize, &'t str); 2]> {
    let language_of = |half: &str| {
        let weights = detector.weigh_sentence(half);
        detector
            .guess(&weights)
            .filter(|guess| guess.confidence >= 0.6)
            .map(|guess| guess.language)
    };
    [" / ", " // ", " | ", " – ", " — ", " - ", " • "]
        .iter()
        .find_map(|sign| {
            let (first, second) = title.split_once(sign)?;
            let (a, b) = (language_of(first)?, language_of(second)?);
            (a != b && !second.contains(sign)).then_some([(a, first.trim()), (b, second.trim())])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub const FRENCH: [&str; 3] = [
        "Samedi matin, à la boulangerie de la place, neuf personnes attendaient devant moi, et la vendeuse a compté 12 croissants.",
        "La patience est une forme de confiance, et la confiance se construit au comptoir, avec Madame Perrin ou sans elle.",
        "Je propose une expérience : mesurer le silence pendant 20 minutes, puis la conversation pendant 40 autres.",
    ];
    pub const ENGLISH: [&str; 3] = [
        "On Saturday morning, at the bakery on the square, nine persons were waiting in front of me, and she counted 12 croissants.",
        "Patience is a form of confidence, and confidence is constructed at the counter, with Madame Perrin or without her.",
        "I propose an experiment: measure the silence for 20 minutes, then the conversation for another 40.",
    ];

    fn read(blocks: &[&str]) -> Option<Versions> {
        versions(blocks, &Detector::new(&["fr", "en"]))
    }

    #[track_caller]
    fn check(blocks: &[&str], first: &[usize], second: &[usize], labels: &[usize]) {
        let versions = read(blocks).unwrap_or_else(|| panic!("one version: {blocks:?}"));
        let [a, b] = &versions.parts;
        assert_eq!(
            (
                a.blocks.as_slice(),
                b.blocks.as_slice(),
                versions.labels.as_slice()
            ),
            (first, second, labels),
            "{blocks:?}"
        );
    }

    #[test]
    fn one_language_and_then_the_other() {
        let [f, e] = [FRENCH, ENGLISH];
        check(
            &[f[0], f[1], f[2], e[0], e[1], e[2]],
            &[0, 1, 2],
            &[3, 4, 5],
            &[],
        );
        check(
            &[e[0], e[1], e[2], f[0], f[1], f[2]],
            &[0, 1, 2],
            &[3, 4, 5],
            &[],
        );
        check(
            &["(English below)", f[0], f[1], "---", "[EN]", e[0], e[1]],
            &[1, 2],
            &[5, 6],
            &[0, 3, 4],
        );
        check(
            &[
                f[0],
                "",
                f[1],
                "La fin",
                "The beginning of the end",
                e[0],
                e[1],
            ],
            &[0, 1, 2, 3],
            &[4, 5, 6],
            &[],
        );
    }

    #[test]
    fn labels() {
        for text in [
            "---",
            "* * *",
            "English below",
            "[FR]",
            "(English)",
            "English version follows:",
            "Version française plus bas ↓",
            "🇬🇧",
            "—— English ——",
        ] {
            assert!(is_label(text), "{text}");
            check(
                &[FRENCH[0], FRENCH[1], text, ENGLISH[0], ENGLISH[1]],
                &[0, 1],
                &[3, 4],
                &[2],
            );
        }
        for text in ["", "English breakfast", "Il parle anglais.", "-", "12"] {
            assert!(!is_label(text), "{text}");
        }
    }

    #[test]
    fn in_turns() {
        let [f, e] = [FRENCH, ENGLISH];
        check(
            &[f[0], e[0], f[1], e[1], f[2], e[2]],
            &[0, 2, 4],
            &[1, 3, 5],
            &[],
        );
        check(
            &[f[0], e[0], "", "2014", "2014", f[1], e[1]],
            &[0, 2, 3, 5],
            &[1, 2, 4, 6],
            &[],
        );
    }

    #[test]
    fn a_text_with_quotations_is_one() {
        let [f, e] = [FRENCH, ENGLISH];
        let unrelated = "The night train to the coast leaves at ten, and whoever has slept in it knows that one hardly sleeps: the wheels, \
                         the neighbours, the cold of the morning. We drank tea with strangers, and somebody always sang.";
        for blocks in [
            &[f[0], f[1], f[2]][..],
            &[f[0], f[1], unrelated],
            &[f[0], unrelated, f[1], f[2]],
            &[f[0], unrelated, f[1], unrelated],
            &[f[0], f[1], f[2], e[0]],
            &[f[0], "English below", unrelated],
            &["Bonjour à tous", "Hello to all of you"],
            &[],
        ] {
            assert_eq!(read(blocks), None, "{blocks:?}");
        }
    }

    #[test]
    fn a_poem_in_two_languages() {
        let french = "Le vent du nord compte les portes,\ntrois, quatre, cinq, et puis s’endort.\nLa patience est chose morte\nsi personne ne sort, dit Victor.";
        let english = "The northern wind is counting doors,\nthree, four, and five, and falls asleep.\nPatience is dead, and no one mourns\nif nobody goes out, says Victor.";
        assert!(likeness(french, english) > 0.0);
        check(&[french, "English", english], &[0], &[2], &[1]);
    }

    #[test]
    fn titles_in_two_languages() {
        let detector = Detector::new(&["fr", "en"]);
        for (text, expected) in [
            (
                "La patience au comptoir / Patience at the counter",
                Some(["La patience au comptoir", "Patience at the counter"]),
            ),
            (
                "What we owe the night – Ce que nous devons à la nuit",
                Some(["What we owe the night", "Ce que nous devons à la nuit"]),
            ),
            ("Le jour / La nuit", None),
            ("Paris – Lyon", None),
            ("La patience", None),
        ] {
            assert_eq!(
                title(text, &detector).map(|[(_, a), (_, b)]| [a, b]),
                expected,
                "{text}"
            );
        }
    }
}
