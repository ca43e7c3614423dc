//! What is open while a text is read or written, from the outermost on; what is closed is found without looking through all of it.

use std::borrow::Cow;
use std::collections::HashMap;

use smallvec::SmallVec;

/// A name in small letters, and what is known of what it opened.
type Named<T> = (Cow<'static, str>, T);

#[derive(Default)]
pub struct Open<T> {
    elements: Vec<Named<T>>,
    /// How many of a name are open.
    counts: HashMap<Cow<'static, str>, usize>,
}

impl<T> Open<T> {
    pub fn push(&mut self, name: Cow<'static, str>, element: T) {
        *self.counts.entry(name.clone()).or_default() += 1;
        self.elements.push((name, element));
    }

    /// Closes the innermost of a name; behind it comes what was left open inside, such as a paragraph, and ends here too.
    pub fn close(&mut self, name: &str) -> SmallVec<[Named<T>; 4]> {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return SmallVec::new();
        }
        let at = self.elements.iter().rposition(|(known, _)| known == name);
        self.truncate(at.unwrap_or(self.elements.len()))
    }

    /// Closes all from one on.
    pub fn truncate(&mut self, at: usize) -> SmallVec<[Named<T>; 4]> {
        let closed: SmallVec<[Named<T>; 4]> = self.elements.drain(at..).collect();
        for (name, _) in &closed {
            self.counts
                .entry(name.clone())
                .and_modify(|count| *count -= 1);
        }
        closed
    }

    pub fn all(&self) -> &[Named<T>] {
        &self.elements
    }

    pub fn all_mut(&mut self) -> &mut [Named<T>] {
        &mut self.elements
    }
}
