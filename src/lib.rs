//! Diptych: a static site generator for bilingual blogs.

pub mod archive;
pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod diag;
pub mod fields;
pub mod import;
pub mod lang;
pub mod load;
pub mod manifest;
pub mod markdown;
pub mod model;
pub mod pairing;
pub mod pipeline;
pub mod plan;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod write;
