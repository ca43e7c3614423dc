//! What WordPress and its plugins call things: the lists of `names.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
pub struct KnownNames {
    pub default_categories: Vec<String>,
    pub own_taxonomies: Vec<String>,
    pub description: Vec<String>,
    pub wpml: Wpml,
    no_text: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
pub struct Wpml {
    pub code: Vec<String>,
    pub group: Vec<String>,
    pub copy_of: Vec<String>,
}

pub static NAMES: LazyLock<KnownNames> =
    LazyLock::new(|| toml::from_str(include_str!("names.toml")).unwrap_or_default());

impl KnownNames {
    /// Why items of a kind hold nothing to read on a page of their own.
    pub fn no_text(&self, kind: &str) -> Option<&str> {
        let holds = |(_, kinds): &(_, &Vec<String>)| kinds.iter().any(|known| known == kind);
        self.no_text.iter().find(holds).map(|(why, _)| why.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_well_formed() {
        toml::from_str::<KnownNames>(include_str!("names.toml")).expect("names.toml");
    }
}
