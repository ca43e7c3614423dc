//! A post's text on its page.

use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use super::Views;
use crate::doc::Rendered;
use crate::model::PostId;
use crate::render::parallel;

/// A text, each of its blocks with its anchor; it is written down where its page is made.
pub(super) struct BodyView<'v> {
    body: &'v Rendered,
    beside: Vec<Beside<'v>>,
}

/// Another version, block by block.
struct Beside<'v> {
    /// The code of its language.
    code: &'v str,
    other: &'v Rendered,
    /// The block that stands beside each block.
    counterparts: Vec<Option<usize>>,
}

impl Hash for BodyView<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.hash(state);
        for beside in &self.beside {
            beside.code.hash(state);
            beside.other.anchors().for_each(|anchor| anchor.hash(state));
            beside.counterparts.hash(state);
        }
    }
}

impl Serialize for BodyView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let attribute = |at: usize, beside: &Beside| {
            parallel::attribute(beside.code, beside.counterparts[at], beside.other)
        };
        let attributes = |at| {
            self.beside
                .iter()
                .map(|other| attribute(at, other))
                .collect()
        };
        self.body.anchored(attributes).serialize(serializer)
    }
}

impl<'a> Views<'a> {
    /// A post's text; where it stands beside another one, each block tells its counterpart.
    pub(super) fn body(&self, id: PostId) -> BodyView<'a> {
        let bodies = self.context.bodies;
        let blocks = bodies[id].parts.len();
        let pairs = self.site.story_of(id).parallel();
        let others = pairs.filter_map(|(a, b)| match id {
            _ if a == id => Some(b),
            _ if b == id => Some(a),
            _ => None,
        });
        let beside = others.map(|other| Beside {
            code: self.code(self.site.post(other).lang),
            other: &bodies[other],
            counterparts: self.rows.counterparts(id, other, blocks),
        });
        BodyView {
            body: &bodies[id],
            beside: beside.collect(),
        }
    }
}
