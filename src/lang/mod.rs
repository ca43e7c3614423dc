//! Languages: a site's languages as indexes, their interface words, and which of them a text, or a passage of one, is in.

pub mod bilingual;
mod detect;
mod lexicon;
pub mod passages;
pub mod sequence;
pub mod site;
pub mod string_file;
pub mod strings;
pub mod tagged;
mod tokens;

pub use detect::{Detector, Guess, detect};
pub use site::{ByLang, Lang};
