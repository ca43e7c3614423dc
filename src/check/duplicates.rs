//! Posts that are there twice: a file that was copied, and published as another post.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::model::{PostId, Site};
use crate::source::Sources;
use crate::text::words::{fold, words};

/// Texts of fewer words may be alike by chance.
const WORDS: usize = 10;

/// Warns of each post that has the very words of another of its language.
pub fn duplicates(site: &Site, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(u8, String), PostId> = BTreeMap::new();
    for id in site.ids().filter(|id| site.post(*id).is_own_file()) {
        let post = site.post(id);
        let folded = fold(&post.body.text.read(sources));
        let text: Vec<&str> = words(&folded).collect();
        if text.len() < WORDS {
            continue;
        }
        let key = (post.lang.0, text.join(" "));
        match first.get(&key) {
            None => {
                first.insert(key, id);
            }
            Some(other) => {
                let other = site.post(*other);
                let path = &sources.get(other.place.source).path;
                let message = format!("this post has the very words of `{path}`");
                let finding = Diagnostic::warning(Code::Copy, message).at(post.place);
                let finding = finding.label(other.place, "here they stand first");
                diagnostics.push(finding.help("remove one of the two files"));
            }
        }
    }
}
