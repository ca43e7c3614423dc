//! How a language writes numbers: the words that `text::numbers` reads.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How a language writes numbers. Words are folded and separated by spaces.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Numbers {
    /// Words by their value, ordinals included: `3 = "trois troisieme"`.
    pub words: BTreeMap<String, String>,
    /// Words that may stand for a value: they can confirm a number, and never miss one.
    pub hints: BTreeMap<String, String>,
    /// What multiplies the number before it, by how many noughts it adds; one or two letters touch the number or stand before a currency.
    pub scales: BTreeMap<String, String>,
    /// Words between two parts of one number: `vingt et un`.
    pub joins: String,
    /// What makes hundredths of the number before it, as `%` does.
    pub percent: Vec<String>,
    /// What follows the hours of a time.
    pub hours: String,
    /// What follows a time before and after noon.
    pub morning: String,
    pub afternoon: String,
}
