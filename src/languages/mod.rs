//! What is known of each language, as data: a *pack* is a file `packs/CODE.toml`, embedded in the program.
//!
//! A pack is made of layers, the later over the earlier: `und.toml`, which every language has; the language's own file (`fr`); the file
//! of its region (`fr-CA`), which holds only what differs there. In tables each key counts by itself; a list is replaced whole. A language
//! without a file is `und` alone: its texts only have their spaces tidied.
//!
//! Code asks a pack for a property and never which language it is of. What *sets* a text asks the text's own pack; what *recognises*
//! something in texts that may quote any language (where a sentence ends, a date, a line of a blog's interface) asks [`all`] of them.
//!
//! To add a language: its file here, and its cases in `tests/suite/typography/`. To add a section: a field of [`Pack`].

mod archives;
mod numbers;
mod typography;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use include_dir::{Dir, File, include_dir};
use serde::Deserialize;
use toml::{Table, Value};

pub use archives::{ArchiveWords, Boilerplate, LineRole};
pub use numbers::Numbers;
pub use typography::{Ordinals, Space, Typography};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/languages/packs");

/// Tag of the pack below all others: BCP 47's "undetermined".
const UNDETERMINED: &str = "und";

/// The files by their codes in lower case, parsed.
static TABLES: LazyLock<BTreeMap<String, Table>> = LazyLock::new(|| {
    let code = |path: &std::path::Path| Some(path.file_stem()?.to_str()?.to_ascii_lowercase());
    // A test reads every file: none is wrong in a program that was tested.
    let read = |file: &File| Some((code(file.path())?, file.contents_utf8()?.parse().ok()?));
    FILES.files().filter_map(read).collect()
});

/// Each file's pack, layers included.
static PACKS: LazyLock<BTreeMap<String, Pack>> = LazyLock::new(|| {
    let pack = |code: &String| {
        let primary = code.split('-').next().unwrap_or(code);
        let mut layers = vec![UNDETERMINED, primary, code];
        layers.dedup();
        let tables = layers.into_iter().filter_map(|layer| TABLES.get(layer));
        Some((code.clone(), read_pack(tables).ok()?))
    };
    TABLES.keys().filter_map(pack).collect()
});

/// The lists of all files, one after the other; what is of no language comes first.
static ALL: LazyLock<Pack> = LazyLock::new(|| {
    let languages = TABLES.iter().filter(|(code, _)| *code != UNDETERMINED);
    let languages = languages.map(|(_, table)| table);
    let mut all = merge(
        TABLES.get(UNDETERMINED).into_iter().chain(languages),
        Lists::Join,
    );
    // No text is set in all languages.
    all.remove("typography");
    all.try_into().unwrap_or_default()
});

static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let words = &all().detection.function_words;
    words.split_whitespace().collect()
});

/// Whether a folded word is a function word of any language.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pack {
    pub typography: Typography,
    pub detection: Detection,
    /// Abbreviations that end no sentence.
    pub abbreviations: Abbreviations,
    /// Lines that only announce a version in another language.
    pub announcements: Vec<Announcements>,
    /// Words that any post may use, separated by spaces: that two posts share one says little.
    pub common_words: String,
    /// Names of the twelve months, each with its abbreviations, separated by spaces and folded.
    pub months: Vec<String>,
    pub numbers: Numbers,
    /// Lines of archives that are not the author's.
    pub boilerplate: Vec<Boilerplate>,
    /// Words by which other lines of archives are known.
    pub archives: ArchiveWords,
}

/// What tells a language from others. All lists are separated by spaces and folded: lower case, without accents.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Detection {
    /// Words that carry a language and no subject. A language without them is told by trigrams alone.
    pub function_words: String,
    /// Frequent words that carry a little of a subject: they tell the language of a sentence that has few function words.
    pub frequent_words: String,
    /// Beginnings (`th-`), ends (`-ing`) and insides of words that this language has and others hardly have.
    pub affixes: String,
    /// Letters that others do without, as they are written.
    pub letters: String,
}

/// Abbreviations, folded, without their last point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Abbreviations {
    pub words: BTreeSet<String>,
    /// Those of two words: `p. ex`.
    pub phrases: BTreeSet<String>,
    /// Those that are abbreviations before a number and words elsewhere.
    pub before_numbers: BTreeSet<String>,
}

/// How a language announces the version of a text in another language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Announcements {
    /// `{noun}` and `{adjective}` stand for each of `languages`.
    pub patterns: Vec<String>,
    /// What languages are called: noun and adjective.
    pub languages: Vec<[String; 2]>,
    /// Those that name no language, or abbreviate it.
    pub others: Vec<String>,
}

impl Announcements {
    /// Every announcement.
    pub fn phrases(&self) -> Vec<String> {
        let mut phrases = self.others.clone();
        for [noun, adjective] in &self.languages {
            let fill = |pattern: &String| {
                pattern
                    .replace("{noun}", noun)
                    .replace("{adjective}", adjective)
            };
            phrases.extend(self.patterns.iter().map(fill));
        }
        phrases
    }
}

/// The primary subtag of a BCP 47 code, in lower case: `fr` of `fr-CA`.
pub fn primary(code: &str) -> String {
    let subtag = code.split(['-', '_']).next().unwrap_or_default();
    subtag.to_ascii_lowercase()
}

/// The three-letter code (ISO 639-3) of a language by its two-letter one, in lower case; empty where nothing here needs it.
pub fn iso_639_3(primary: &str) -> Option<&'static str> {
    Some(iso_639().find(|(two, _)| *two == primary)?.1)
}

/// The two-letter code of a language by its three-letter one.
pub fn iso_639_1(three: &str) -> Option<&'static str> {
    Some(iso_639().find(|(_, of)| *of == three)?.0)
}

fn iso_639() -> impl Iterator<Item = (&'static str, &'static str)> {
    let codes = include_str!("iso_639.txt").split_whitespace();
    codes.map(|code| code.split_once(':').unwrap_or((code, "")))
}

/// The pack of a language by its BCP 47 code: its region's, or its main language's, or the one that all languages have.
pub fn pack(code: &str) -> &'static Pack {
    static NONE: LazyLock<Pack> = LazyLock::new(Pack::default);
    let primary = primary(code);
    let region = code.rsplit(['-', '_']).next().unwrap_or_default();
    PACKS
        .get(&format!("{primary}-{}", region.to_ascii_lowercase()))
        .or_else(|| PACKS.get(&primary))
        .or_else(|| PACKS.get(UNDETERMINED))
        .unwrap_or(&NONE)
}

/// All languages at once: their lists, joined.
pub fn all() -> &'static Pack {
    &ALL
}

/// Words by which lines of archives are known, in any language.
pub fn archive_words() -> &'static ArchiveWords {
    &all().archives
}

/// The number of a month, from 1, by its folded name in any language.
pub fn month(name: &str) -> Option<u32> {
    static MONTHS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
        let numbered = all().months.iter().zip(0..);
        let names = numbered.flat_map(|(names, at)| names.split(' ').map(move |name| (name, at)));
        // The first that has a name counts.
        let mut months = HashMap::new();
        for (name, at) in names {
            months.entry(name).or_insert(at % 12 + 1);
        }
        months
    });
    MONTHS.get(name).copied()
}

/// What becomes of a list that several layers have.
#[derive(Clone, Copy, PartialEq)]
enum Lists {
    Replace,
    Join,
}

/// Reads a pack from its layers, the later over the earlier.
fn read_pack<'t>(layers: impl Iterator<Item = &'t Table>) -> Result<Pack, toml::de::Error> {
    merge(layers, Lists::Replace).try_into()
}

fn merge<'t>(layers: impl Iterator<Item = &'t Table>, lists: Lists) -> Table {
    let mut merged = Table::new();
    for layer in layers {
        merge_into(&mut merged, layer.clone(), lists);
    }
    merged
}

fn merge_into(base: &mut Table, over: Table, lists: Lists) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(over)) => merge_into(base, over, lists),
            (Some(Value::Array(base)), Value::Array(over)) if lists == Lists::Join => {
                base.extend(over)
            }
            // Words separated by spaces.
            (Some(Value::String(base)), Value::String(over)) if lists == Lists::Join => {
                base.extend([" ", &over])
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_pack() {
        for file in FILES.files() {
            let table: Table = file.contents_utf8().unwrap().parse().unwrap();
            let pack = read_pack([&table].into_iter())
                .unwrap_or_else(|error| panic!("{}: {error}", file.path().display()));
            assert!([0, 12].contains(&pack.months.len()));
        }
        assert_eq!(PACKS.len(), FILES.files().count());
    }

    #[test]
    fn the_lists_of_all_are_joined() {
        for (name, number) in [
            ("aug", Some(8)),
            ("aout", Some(8)),
            ("dec", Some(12)),
            ("ete", None),
        ] {
            assert_eq!(month(name), number, "{name}");
        }
        assert_eq!(all().announcements.len(), 2);
    }

    #[test]
    fn regions_fall_back_on_their_language() {
        let is_same = |a: &str, b: &str| std::ptr::eq(pack(a), pack(b));
        for (a, b, expected) in [
            ("fr", "fr-CH", true),
            ("fr-CA", "FR_ca", true),
            ("fr", "fr-CA", false),
            ("en", "en-GB", true),
            ("frr", "fr", false),
            ("frr", "qq", true),
            ("", "und", true),
        ] {
            assert_eq!(is_same(a, b), expected, "{a} {b}");
        }
        assert_eq!(
            pack("fr-CA").detection.function_words,
            pack("fr").detection.function_words
        );
    }

    #[test]
    fn announcements_are_filled_in() {
        let of = |code: &str| -> Vec<String> {
            let all = pack(code).announcements.iter();
            all.flat_map(Announcements::phrases).collect()
        };
        assert!(of("fr").contains(&"version anglaise ci-dessous".to_owned()));
        assert!(of("en").contains(&"scroll down for French".to_owned()));
        assert!(of("und").is_empty());
    }
}
