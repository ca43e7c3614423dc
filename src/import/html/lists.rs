//! What becomes of which element: the lists of `elements.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
pub struct Elements {
    pub blocks: HashSet<String>,
    pub in_text: HashSet<String>,
    pub in_html: HashSet<String>,
    /// In the order in which they are written.
    pub attributes: Vec<String>,
    pub not_in_picture: HashSet<String>,
    pub players: Vec<String>,
}

pub static ELEMENTS: LazyLock<Elements> =
    LazyLock::new(|| toml::from_str(include_str!("elements.toml")).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_well_formed() {
        toml::from_str::<Elements>(include_str!("elements.toml")).expect("elements.toml");
    }
}
