//! What a reader would trip over: rules over facts about the pages, one file each.

mod alt;
mod anchors;
mod authors;
mod dates;
mod descriptions;
mod disagreements;
mod duplicates;
mod ids;
mod links;
mod lost_urls;
mod outlines;
mod placeholders;
mod quotes;
mod reads_as;
mod removals;
mod sizes;
mod templates;
mod unread;

pub use alt::alt_texts;
pub use anchors::anchors;
pub use authors::authors;
pub use dates::dates;
pub use descriptions::descriptions;
pub use disagreements::disagreements;
pub use duplicates::duplicates;
pub use ids::ids;
pub use links::links;
pub use lost_urls::{lost_urls, unrecorded};
pub use outlines::outlines;
pub use placeholders::placeholders;
pub use quotes::quotes;
pub use reads_as::reads_as;
pub use removals::{no_content, removals};
pub use sizes::sizes;
pub use templates::{TemplateFiles, templates};
pub use unread::unread;
