//! Languages: a site's languages as indexes, their interface words, and which of them a text is in.

pub mod site;
pub mod strings;

pub use site::{ByLang, Lang};
