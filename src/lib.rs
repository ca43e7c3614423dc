//! Diptych: a static site generator for bilingual blogs, French and English first.
//!
//! # The map
//!
//! Input comes in through [`load`], output goes out through [`write`](mod@write) and [`serve`]; between these there is no file,
//! network, environment, clock or randomness, but for [`cache`], which is passed in: with it or without, a build makes the same. There is a type per stage, and a stage never re-opens the one before.
//!
//! ```text
//!  disk
//!   │  load::settings, config::parse    → Config      site.toml
//!   │  load::site                       → Inputs      content, templates, files: all reading ends here
//!   │  content::parse     ∥ per file    → Documents   Markdown files and archives alike (import: other sources first)
//!   │  model::assemble                  → Site        posts and stories: languages, pairs, slugs, order
//!   │  pipeline::assets                 → assets      the theme's sheet, scripts, font: minified, named after their bytes
//!   │  plan::plan                       → Plan        routes, alternates, switches
//!   │  plan::links::resolve             → Links       where links lead, and those that lead nowhere
//!   │  render::body::bodies ∥ per post  → Bodies      a tree (`doc`) and the passes over it; HTML, excerpt, contents
//!   │  pipeline::pictures ∥ per image   → files       sizes, variants; remembered under .cache/images
//!   │  render::pages      ∥ per route   → bytes       into a sink, as they are made
//!   │  render::search::index            → files       what readers search (feature `search`); what each post gives is remembered
//!   │  check                            → Diagnostics rules over facts that passes return
//!   ▼
//!  write::Stage (only if no error) · serve (in memory) · import (the same pipeline up to Site, then Markdown files)
//! ```
//!
//! [`project`] is its first half, which every command walks; [`pipeline`] is the picture as code, its stages in `pipeline/prepare.rs`.
//!
//! # The words
//!
//! - **story**: one piece of writing, in one or more languages. **post**: a story's version in one language. **translation**:
//!   another post of the same story. No language is privileged; a post without translation is a story of one.
//! - **archive**: a plain-text dump of many posts. **boilerplate**: lines of an archive that are not the author's. **copy**: one
//!   occurrence of a post in an archive. **truncated**: a copy that stops at "Lire la suite".
//! - **tree**: a text's nodes, in its order; **pass**: a walk over them. Markdown, HTML, shortcodes and a post of an archive are
//!   nodes of one tree, which is written as HTML once.
//! - **document**: a file's post as read. **front matter**, **excerpt**, **slug**, **permalink**, **alternate** (hreflang):
//!   as everywhere. **route**: a planned URL. **page**: the file of a route. **body**: a post's HTML. **view**: what a template sees.
//! - **freshness** (of a translation): what has changed in its **original**, the post it was made from. **parallel**: of two posts
//!   that can be read side by side; **row**: their blocks that are shown side by side.
//! - **origin**: where an imported post comes from; a second import finds its file by it.
//! - **diagnostic**, **span**, **evidence** (of a link between two posts), **doubt**, **digest**; **manifest**: the list of files that a
//!   build wrote; **sink**: what takes pages as they are made.
//!
//! # The modules, and whom each may import
//!
//! `cli` and `pipeline` see every module. A test (`tests/suite/architecture.rs`) reads this table.
//!
//! | module | what it is for | may import |
//! |---|---|---|
//! | `source` | sources, spans, line and column | |
//! | `languages` | what is known of each language, as data: typography, words, abbreviations, months, boilerplate | |
//! | `text` | pure string work: words, sentences, dates, titles, URLs, colours, typography | languages |
//! | `diag` | diagnostics as values | source |
//! | `cache` | what a build remembers for the next: results by the digest of what they are made of | |
//! | `images` | pictures as bytes: their size, and narrower ones | |
//! | `fields` | TOML and YAML with spans, typed reading | diag source text |
//! | `lang` | a site's languages, detection, interface words | diag fields languages source text |
//! | `config` | `site.toml` | diag doc fields images lang languages pairing source text |
//! | `doc` | a text as a tree: Markdown, HTML, shortcodes, typography; the tree as HTML; knows no site | text |
//! | `archive` | an archive file → posts, every line accounted for | lang languages text |
//! | `pairing` | which posts translate each other | languages text |
//! | `load` | the disk, inwards | diag images source text |
//! | `model` | every decision the author left out | cache config content diag lang doc pairing source text |
//! | `content` | files → documents | archive cache config diag fields lang load manifest doc source text |
//! | `plan` | every URL; sees no text | config diag lang load doc model source text |
//! | `render` | templates, views, bodies, feeds, sitemap, JSON-LD, rules of web servers, the search index; re-parses no content | archive cache config diag images lang doc model pairing plan source text |
//! | `manifest` | what a build wrote | |
//! | `check` | what a reader would trip over: rules over facts, one file each | config content diag languages manifest doc model pairing plan source text |
//! | `import` | archives, exports, feeds, folders of other generators → posts → Markdown files; what was understood, as JSON and as a report; the reading frozen | archive cache config content diag fields lang load doc model pipeline project scaffold source text write |
//! | `project` | what every command does first: settings, inputs, site | cache config content diag lang load model source |
//! | `scaffold` | what a new site begins with | text |
//! | `write` | the disk, outwards | load manifest |
//! | `serve` | the preview | cache diag load doc pipeline plan project render source text |
//! | `pipeline` | the pipeline as code | |
//! | `cli` | one file a command; the only place that prints | |

pub mod archive;
pub mod cache;
pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod diag;
pub mod doc;
pub mod fields;
pub mod images;
pub mod import;
pub mod lang;
pub mod languages;
pub mod load;
pub mod manifest;
pub mod model;
pub mod pairing;
pub mod pipeline;
pub mod plan;
pub mod project;
pub mod render;
pub mod scaffold;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod write;
