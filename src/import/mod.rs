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
pub mod feeds;
pub mod folders;
pub mod freeze;
pub mod html;
pub mod item;
mod new_site;
pub mod posts;
pub mod report;
mod run;
mod select;
pub mod terms;
pub mod urls;
pub mod wordpress;
pub mod writer;
pub mod xml;

pub use new_site::{NewSite, new_site};
pub use run::{Import, Imported, Progress, Step, dry_run, freeze_archives, import};
