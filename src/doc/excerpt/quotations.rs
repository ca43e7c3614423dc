//! Quotation marks, in text that no typography has set yet: no excerpt ends inside.

use crate::text::sentences;

/// The byte ends of sentences, those of one quotation taken together; where a mark lacks its other half, it says nothing.
pub fn whole_sentences(text: &str) -> Vec<usize> {
    let ends = sentences::ends(text);
    if ends.len() == 1 || !Open::default().after(text).is_empty() {
        return ends;
    }
    let (mut open, mut from) = (Open::default(), 0);
    let is_outside = |end: &usize| {
        open = std::mem::take(&mut open).after(&text[from..*end]);
        from = *end;
        open.is_empty()
    };
    ends.into_iter().filter(is_outside).collect()
}

/// What closes the quotations that are open at the end of a text.
pub fn closing(text: &str) -> String {
    let open = Open::default().after(text);
    open.0
        .iter()
        .rev()
        .map(|mark| {
            if *mark == '»' {
                " »".to_owned()
            } else {
                mark.to_string()
            }
        })
        .collect()
}

/// The marks that close what is open.
#[derive(Default)]
struct Open(Vec<char>);

impl Open {
    fn after(mut self, text: &str) -> Self {
        for c in text
            .chars()
            .filter(|c| matches!(c, '"' | '«' | '»' | '“' | '”' | '„'))
        {
            match c {
                '«' => self.0.push('»'),
                '“' if self.0.last() == Some(&'“') => _ = self.0.pop(),
                '“' => self.0.push('”'),
                '„' => self.0.push('“'),
                '"' if self.0.last() != Some(&'"') => self.0.push('"'),
                mark if self.0.last() == Some(&mark) => _ = self.0.pop(),
                _ => {}
            }
        }
        self
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
