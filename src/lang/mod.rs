//! Languages: a site's languages as indexes, their interface words, and which of them a text is in.

pub mod site;
pub mod strings;

pub use site::{ByLang, Lang};
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    pub language: usize,
    pub confidence: f64,
}
#[allow(missing_docs)]
pub fn detect(_text: &str, _languages: &[&str]) -> Option<Guess> {
    None
}
