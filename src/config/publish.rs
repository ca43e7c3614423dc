//! When a story in several languages is published.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// Each of its posts when it is ready.
    #[default]
    Apart,
    /// All at once, when there is one in every language of the site.
    Together,
}

impl Publish {
    /// Whether a story of this site is published together: its posts say so, else the site does. Posts of archives were published
    /// long ago.
    pub fn holds_back(self, said: &[Publish], all_archived: bool) -> bool {
        match said.is_empty() {
            true => self == Publish::Together && !all_archived,
            false => said.contains(&Publish::Together),
        }
    }
}

/// What the author calls them, in `site.toml` and in front matter.
pub const PUBLISH: &[(&str, Publish)] =
    &[("apart", Publish::Apart), ("together", Publish::Together)];
