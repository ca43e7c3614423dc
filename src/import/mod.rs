//! Posts of elsewhere → posts of a site.
//!
//! ```text
//!  folders      of Hugo, Zola, Jekyll, plain Markdown  ┐
//!  exports      WordPress, feeds; html → Markdown      ├→ ImportedPosts ┐
//!  content      archives                               ┘                ├→ Site → writer → Markdown files
//!  the site's own posts                                                 ┘       → report
//! ```
//!
//! [`run`] is this picture as code.

mod arguments;
pub mod exports;
mod feeds;
pub mod folders;
mod freeze;
pub mod html;
mod item;
mod new_site;
mod numbers;
pub mod posts;
pub mod report;
mod run;
mod select;
mod terms;
pub mod urls;
mod wordpress;
mod writer;
mod xml;

pub use new_site::{MadeSite, new_site};
pub use run::{Import, Imported, Step, dry_run, freeze_archives, import};
