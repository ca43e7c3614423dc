//! Where the links of each post lead, where that is not what is written.

use std::collections::BTreeMap;

use crate::model::PostId;

/// The new destinations, by post and destination as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTargets(pub(super) BTreeMap<(PostId, String), String>);

impl LinkTargets {
    /// Where a link of a post leads, if it is changed.
    pub fn get(&self, post: PostId, destination: &str) -> Option<&String> {
        self.0.get(&(post, destination.to_owned()))
    }

    /// Those of a post: as written, and where each leads.
    pub fn of(&self, post: PostId) -> impl Iterator<Item = (&str, &str)> {
        let of_post = self.0.range((post, String::new())..);
        of_post
            .take_while(move |((id, _), _)| *id == post)
            .map(|((_, written), target)| (written.as_str(), target.as_str()))
    }
}
