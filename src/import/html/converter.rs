//! What a conversion carries along, and what blocks and running text both ask of it.

use std::collections::HashSet;

use markup5ever_rcdom::{Handle, NodeData};

use super::dom::{attribute, descendants, filled, is};
use super::inline::Run;
use super::{Changed, Changes, Context};

/// Schemes of addresses that run nothing.
const SAFE_SCHEMES: &str = "http https mailto tel sms ftp ftps geo xmpp irc magnet webcal";

/// What calls a note (WordPress's own attribute), and what holds its text (ours).
pub const NOTE_CALL: &str = "data-fn";
pub const NOTE_TEXT: &str = "data-fn-text";

pub struct Converter<'a> {
    pub context: Context<'a>,
    pub changes: &'a mut Changes,
    /// Names that links of this text lead to.
    pub targets: HashSet<String>,
    /// The notes whose text is here, by their ids, in the order in which they are called; what nothing calls comes last.
    pub notes: Vec<String>,
    pub depth: usize,
}

impl Converter<'_> {
    pub fn change(&mut self, kind: Changed, what: impl Into<String>) {
        self.changes.insert((kind, what.into()));
    }

    /// One look at every element: where links lead to in this text, and what no reader sees but must be reported.
    pub fn find_targets(&mut self, body: &Handle) {
        let mut written = Vec::new();
        for node in std::iter::once(body.clone()).chain(descendants(body)) {
            let NodeData::Element { attrs, .. } = &node.data else {
                continue;
            };
            for attribute in attrs.borrow().iter() {
                let key = &*attribute.name.local;
                if key == "href"
                    && let Some(target) = attribute.value.strip_prefix('#')
                {
                    self.targets.insert(target.to_owned());
                }
                if key == NOTE_CALL && !self.notes.iter().any(|id| **id == *attribute.value) {
                    self.notes.push(attribute.value.to_string());
                }
                if key == NOTE_TEXT {
                    written.push(attribute.value.to_string());
                }
                if key.len() > 2 && key.starts_with("on") {
                    self.change(Changed::Script, key);
                }
            }
        }
        self.notes.retain(|id| written.contains(id));
        let others = written.into_iter();
        let others: Vec<String> = others.filter(|id| !self.notes.contains(id)).collect();
        self.notes.extend(others);
    }

    /// The number of a note, by the attribute that names it.
    pub fn note(&self, node: &Handle, named: &str) -> Option<usize> {
        let id = filled(node, named)?;
        let at = self.notes.iter().position(|note| *note == id)?;
        Some(at + 1)
    }

    /// A language tag of an element, where it is well-formed.
    pub fn lang(&self, node: &Handle) -> Option<String> {
        let lang = attribute(node, "lang").or_else(|| attribute(node, "xml:lang"))?;
        let well_formed = (2..=20).contains(&lang.len())
            && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        well_formed.then_some(lang)
    }

    pub fn anchor(&mut self, node: &Handle, run: &mut Run) {
        let of_link = || attribute(node, "name").filter(|_| is(node, "a"));
        let id = attribute(node, "id").or_else(of_link);
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
        let is_asked = |id: &String| {
            self.context.html && self.targets.contains(id) && id.bytes().all(is_plain)
        };
        if let Some(id) = id.filter(is_asked) {
            run.raw(format!("<a id=\"{id}\"></a>"));
        }
    }

    /// Whether an address can be followed without running anything; browsers skip spaces and controls in a scheme.
    pub fn is_safe(&mut self, address: &str) -> bool {
        let bare = address.replace(|c: char| c.is_whitespace() || c.is_control(), "");
        let bare = bare.to_lowercase();
        let scheme = bare.split_once(':').map_or("", |(scheme, _)| scheme);
        let safe = scheme.is_empty()
            || scheme.contains(['/', '?', '#'])
            || SAFE_SCHEMES.split(' ').any(|known| known == scheme)
            || bare.starts_with("data:image/");
        // `12:30` or `note:x` is no scheme that runs anything; these two do.
        if !safe {
            let what: String = address.chars().take(60).collect();
            self.change(Changed::Script, what);
        }
        safe
    }
}
