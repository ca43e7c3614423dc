//! Links that lead nowhere, and why.

use crate::model::PostId;
use crate::source::Span;

#[derive(Debug)]
pub struct BrokenLink {
    /// The post that it is in.
    pub post: PostId,
    pub place: Span,
    /// Where it should lead, as written.
    pub destination: String,
    pub why: Why,
}

/// Why a link leads nowhere.
#[derive(Debug)]
pub enum Why {
    /// There is no such page or file.
    NoTarget {
        image: bool,
        /// Whether this site alone could have it; else it may be served beside the site.
        is_ours: bool,
        /// What may help.
        help: String,
    },
    /// The file is there, and its post is not published.
    HeldBack,
    /// It names nothing.
    Nothing { image: bool },
    /// It would run a script.
    Script,
    /// There is no such image to stand for the post; what may help.
    NoCover(String),
    /// The post that it leads to has no such anchor.
    NoAnchor(PostId),
}
