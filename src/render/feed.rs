//! Feeds of lists: Atom (RFC 4287) and RSS 2.0, with full texts.

use super::Context;
use crate::lang::Lang;
use crate::plan::{Feed, ListId};

/// A feed's text.
pub fn feed(_context: &Context, _of: Option<(ListId, Lang)>, _feed: Feed) -> String {
    String::new()
}
