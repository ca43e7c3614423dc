//! What a reader would trip over: rules over facts about the pages, one file each.

mod alt;
mod anchors;
mod ids;
mod links;
mod lost_urls;
mod quotes;
mod removals;
mod templates;
mod unread;

pub use alt::alt_texts;
pub use anchors::anchors;
pub use ids::ids;
pub use links::links;
pub use lost_urls::lost_urls;
pub use quotes::quotes;
pub use removals::{no_content, removals};
pub use templates::{TemplateFiles, templates};
pub use unread::unread;
