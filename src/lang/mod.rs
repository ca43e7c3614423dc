//! Languages: a site's languages as indexes, their interface words, and which of them a text, or a passage of one, is in.

pub mod bilingual;
mod detect;
mod lexicon;
mod own_words;
pub mod passages;
pub mod quotations;
pub mod sequence;
pub mod site;
pub mod string_file;
pub mod strings;
pub mod tagged;
mod tokens;

pub use detect::{Detector, Guess, detect};
pub use own_words::{OtherLanguage, OwnWords, Voice};
pub use site::{ByLang, Lang};
