//! Pure string work that knows no language, no site and no file.

pub mod dates;
pub mod words;
