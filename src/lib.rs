//! Diptych: a static site generator for bilingual blogs.

pub mod archive;
pub mod lang;
pub mod pairing;
pub mod source;
pub mod text;
