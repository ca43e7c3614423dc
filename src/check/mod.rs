//! What a reader would trip over: rules over facts about the pages, one file each.

mod alt;
mod anchors;
mod links;
mod lost_urls;

pub use alt::alt_texts;
pub use anchors::anchors;
pub use links::links;
pub use lost_urls::lost_urls;
