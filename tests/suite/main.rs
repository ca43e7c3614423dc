//! One integration binary: whole sites, built from in-memory fixtures into temporary folders.

mod architecture;
mod author;
mod bad_input;
mod command;
mod credit;
mod exports;
mod feeds;
mod freshness;
mod generators;
mod images;
mod import;
mod incremental;
mod links_out;
mod lists;
mod markdown;
mod math;
mod messages;
mod newcomer;
mod output;
mod parallel;
mod properties;
mod publish;
mod readme;
mod reference;
mod rules;
mod sample;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "serve")]
mod serve;
mod shortcodes;
mod shown;
mod site;
mod source_graph;
mod stories;
mod support;
mod theme;
mod typography;
mod versions;
