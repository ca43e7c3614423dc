//! One integration binary: whole sites, built from in-memory fixtures into temporary folders.

mod architecture;
mod bad_input;
mod command;
mod exports;
mod generators;
mod import;
mod output;
mod properties;
mod readme;
mod rules;
mod sample;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod stories;
mod support;
mod versions;
