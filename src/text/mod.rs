//! Pure string work that knows no language, no site and no file.

pub mod address;
pub mod colour;
pub mod conflicts;
pub mod dates;
pub mod html;
pub mod images;
pub mod likeness;
pub mod numbers;
pub mod patterns;
pub mod sentences;
pub mod titles;
pub mod toml;
pub mod typography;
pub mod url;
pub mod video;
pub mod wildcard;
pub mod words;
pub mod xml;
