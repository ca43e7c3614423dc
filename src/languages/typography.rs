//! How a language sets its text: the properties that the rules of `text::typography` ask for.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How a language sets its text. One without quotation marks has no rules: only its spaces are tidied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typography {
    /// Pairs of double or inner quotation marks by depth, the outer ones first.
    pub quotes: Vec<[char; 2]>,
    /// Whether quotations inside quotations alternate between `quotes`, each language for itself; else the last pair serves at every
    /// depth from there on, whatever language is quoted around it.
    pub alternating_quotes: bool,
    /// The opening marks of pairs which become the language's own; other pairs stay as they are.
    pub replaced_quotes: String,
    /// The space inside the outer quotation marks.
    pub space_inside_quotes: Space,
    /// Whether a straight mark without another half is turned as its place tells.
    pub turns_unmatched_quotes: bool,
    /// Whether straight single quotation marks become ‘ ’; apostrophes always do.
    pub single_quotes: bool,
    /// What may follow an apostrophe that begins a word; `#` stands for a digit.
    pub elided_words: Vec<String>,
    /// The longest run of points that is an ellipsis.
    pub longest_ellipsis: usize,
    /// What `--` between two words becomes, with its spaces.
    pub dash_between_words: String,
    /// The space after a dash that opens a line, as in a dialogue.
    pub space_after_opening_dash: Space,
    /// The space before marks; before those that are not named there is none.
    pub space_before: BTreeMap<char, Space>,
    /// Signs with a no-break space between them and the number before.
    pub spaced_signs: String,
    /// Signs without one.
    pub tight_signs: String,
    /// The space between groups of three digits, where there is one.
    pub thousands: Space,
    /// Abbreviations of "number", folded, between which and the number there is a no-break space: `n°`.
    pub number_signs: Vec<String>,
    /// The ends of ordinals, which are raised.
    pub ordinals: Ordinals,
    /// Units that stay with the number before them.
    pub units: Vec<String>,
    /// Words that stay with the number after them.
    pub before_numbers: Vec<String>,
    /// Titles that stay with the name after them.
    pub before_names: Vec<String>,
    /// Pairs of words with a narrow no-break space between them, as parts of an abbreviation.
    pub joined_words: Vec<[String; 2]>,
    /// Parts of words in which `oe` and `ae` are one letter.
    pub ligatures: Vec<String>,
    /// Words with hyphens that a text may have torn apart.
    pub compounds: Vec<String>,
    /// What a hyphen always ties to the word after it, which is none of grammar.
    pub hyphenated_beginnings: Vec<String>,
    /// Words that a hyphen ties to any of others: both lists separated by spaces.
    pub hyphenated_pairs: Vec<[String; 2]>,
}

/// A space, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    /// No space at all.
    #[default]
    None,
    /// U+00A0.
    NoBreak,
    /// U+202F.
    Narrow,
}

impl Space {
    /// The space as a character.
    pub fn char(self) -> Option<char> {
        match self {
            Space::None => None,
            Space::NoBreak => Some('\u{a0}'),
            Space::Narrow => Some('\u{202f}'),
        }
    }
}

/// The ends of ordinals, by the number before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ordinals {
    /// Of 1.
    pub first: Vec<String>,
    /// Of 2.
    pub second: Vec<String>,
    /// Of any number.
    pub others: Vec<String>,
}
