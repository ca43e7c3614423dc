//! Taxonomies and their terms, in the languages of the site.

use super::ids::PostId;
use crate::content::terms::{DeclaredTerm, TermName};
use crate::lang::ByLang;

/// A way in which posts are sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    /// Its key: `tags`.
    pub key: String,
    /// Its name and its part of URLs, in each language.
    pub names: ByLang<TermName>,
    /// Its terms, the declared ones first.
    pub terms: Vec<Term>,
}

/// What some posts have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// In each language that it has a name in.
    pub names: ByLang<Option<TermName>>,
    /// Where and what the author declares of it.
    pub declared: Option<DeclaredTerm>,
    /// The posts that have it, newest first.
    pub posts: Vec<PostId>,
}

impl Taxonomy {
    /// Whether its posts are read from the first to the last.
    pub fn oldest_first(&self) -> bool {
        self.key == "series"
    }
}
