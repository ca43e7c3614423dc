//! A post's text on its page: its blocks can be linked to, and its headings show it.

use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use super::Views;
use crate::doc::{self, Anchor};
use crate::lang::strings::Strings;
use crate::model::PostId;
use crate::render::{Context, parallel};

/// The key of what the link beside a heading is called.
const LINK_TO_SECTION: &str = "link_to_section";

/// A text, each of its blocks with its anchor; it is written down where its page is made.
pub(super) struct BodyView<'v> {
    context: &'v Context<'v>,
    id: PostId,
    /// The words of its language.
    strings: &'v Strings,
    beside: Vec<Beside<'v>>,
}

/// Another version, block by block.
struct Beside<'v> {
    /// The code of its language.
    code: &'v str,
    anchors: &'v [Option<Anchor>],
    /// The block that stands beside each block.
    counterparts: Vec<Option<usize>>,
}

impl Hash for BodyView<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.context.bodies[self.id].html.hash(state);
        self.strings.get(LINK_TO_SECTION).hash(state);
        for beside in &self.beside {
            beside.code.hash(state);
            beside.anchors.hash(state);
            beside.counterparts.hash(state);
        }
    }
}

impl Serialize for BodyView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let attribute = |at: usize, beside: &Beside| {
            parallel::attribute(beside.code, beside.counterparts[at], beside.anchors)
        };
        let attributes = |at| {
            self.beside
                .iter()
                .map(|other| attribute(at, other))
                .collect()
        };
        let text = self.context.text(self.id);
        let html = text.anchored(attributes);
        if text.headings.is_empty() {
            return html.serialize(serializer);
        }
        let name = |words: &str| self.strings.fill(LINK_TO_SECTION, &[("title", words)]);
        doc::permalinks(&html, &text.headings, name).serialize(serializer)
    }
}

impl<'a> Views<'a> {
    /// A post's text; where it stands beside another one, each block tells its counterpart.
    pub(super) fn body(&self, id: PostId) -> BodyView<'a> {
        let bodies = self.context.bodies;
        let blocks = bodies[id].anchors.len();
        let pairs = self.site.story_of(id).parallel();
        let others = pairs.filter_map(|(a, b)| match id {
            _ if a == id => Some(b),
            _ if b == id => Some(a),
            _ => None,
        });
        let beside = others.map(|other| Beside {
            code: self.code(self.site.post(other).lang),
            anchors: &bodies[other].anchors,
            counterparts: self.rows.counterparts(id, other, blocks),
        });
        BodyView {
            context: self.context,
            id,
            strings: self.strings(self.site.post(id).lang),
            beside: beside.collect(),
        }
    }
}
