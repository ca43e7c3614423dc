//! Words by which lines are known, in all languages: months, labels, what is above and below comments. They are data (`words.toml`).

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Word lists, folded; `words.toml` says what each is for.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordLists {
    months: Vec<String>,
    pub before_dates: HashSet<String>,
    pub time_words: HashSet<String>,
    pub by: HashSet<String>,
    pub author_labels: HashSet<String>,
    pub name_particles: HashSet<String>,
    pub site_accounts: HashSet<String>,
    pub signed_within: Vec<String>,
    pub signed_at_head: Vec<String>,
    pub title_labels: HashSet<String>,
    pub body_labels: HashSet<String>,
    pub address_labels: HashSet<String>,
    pub comment_counts: Vec<String>,
    pub comment_buttons: HashSet<String>,
    pub below_comments: Vec<String>,
    pub contents_headings: HashSet<String>,
    pub version_headings: HashSet<String>,
    pub camera_prefixes: HashSet<String>,
    pub screenshots: Vec<String>,
    pub announce_text: HashSet<String>,
    pub saying: HashSet<String>,
    pub reader: HashSet<String>,
}

impl WordLists {
    /// The number of a month, from 1.
    pub fn month(&self, word: &str) -> Option<u32> {
        let names = |names: &String| names.split(' ').any(|name| name == word);
        (1..)
            .zip(&self.months)
            .find(|(_, month)| names(month))
            .map(|(number, _)| number)
    }
}

/// The lists of all languages.
pub(crate) fn words() -> &'static WordLists {
    static WORDS: LazyLock<WordLists> = LazyLock::new(|| {
        // A test reads it: empty lists are better than a panic in someone's build.
        toml::from_str(include_str!("words.toml")).unwrap_or_default()
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        toml::from_str::<WordLists>(include_str!("words.toml")).expect("words.toml");
        assert_eq!(words().month("aug"), Some(8));
    }
}
