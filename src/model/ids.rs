//! How posts, stories and terms are named: by their places in the site's lists.

/// Index of a post in [`Site::posts`](super::Site::posts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub usize);

/// Index of a story in [`Site::stories`](super::Site::stories).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub usize);

/// Index of a term: its taxonomy in [`Site::taxonomies`](super::Site::taxonomies), and itself in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    pub taxonomy: usize,
    pub term: usize,
}
