//! When a story in several languages is published.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// Each of its posts when it is ready.
    #[default]
    Apart,
    /// All at once, when there is one in every language of the site.
    Together,
}

/// What the author calls them, in `site.toml` and in front matter.
pub const PUBLISH: &[(&str, Publish)] =
    &[("apart", Publish::Apart), ("together", Publish::Together)];
