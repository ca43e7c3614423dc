//! How a post's text is set; and what typography left alone in it, told with its place.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::markdown::Unpaired;
use crate::model::Post;
use crate::source::{SourceId, Sources, Span};
use crate::text::typography::Style;

/// The places that a finding names.
const NAMED: usize = 5;
/// Letters and marks that are looked for on each side of a mark.
const AROUND: usize = 24;

/// A post's style: its language's, unless the author wants none.
pub fn style(post: &Post, config: &Config) -> Style {
    if post.front.typography == Some(false) {
        Style::OFF
    } else {
        config.languages[post.lang].style
    }
}

/// One finding for all the marks of a post that lack their other half.
pub fn tell(post: &Post, unpaired: &[Unpaired], sources: &Sources) -> Option<Diagnostic> {
    let first = unpaired.first()?;
    let text = Text::of(post, sources);
    let place = |unpaired: &Unpaired| text.find(unpaired).unwrap_or(post.place);
    let message = match unpaired.len() {
        1 => format!("{}; it is left as it is", lacks(first)),
        n => format!("{n} quotation marks lack their other half; they are left as they are"),
    };
    let help = match post.archive {
        None => {
            "write the missing mark; `typography = false` in the front matter leaves the whole text as it is"
        }
        Some(_) => {
            "write the missing mark in the archive, or take the post over with `diptych import`"
        }
    };
    let finding = Diagnostic::warning(Code::Typography, message)
        .at(place(first))
        .help(help);
    // The first has the finding's own place.
    Some(
        unpaired
            .iter()
            .take(NAMED)
            .skip(1)
            .fold(finding, |finding, other| {
                finding.label(place(other), lacks(other))
            }),
    )
}

fn lacks(unpaired: &Unpaired) -> String {
    let mark = unpaired.mark;
    match mark {
        '«' | '“' => format!("this `{mark}` is closed nowhere"),
        '»' | '”' => format!("this `{mark}` is opened nowhere"),
        _ => format!("this `{mark}` has no other half"),
    }
}

/// A post's text as it was written, reduced to letters and quotation marks, each with its place.
struct Text {
    source: SourceId,
    places: Vec<(usize, char)>,
}

impl Text {
    fn of(post: &Post, sources: &Sources) -> Self {
        let source = post.body.text.source;
        let spans = post.body.text.spans();
        let places = spans
            .flat_map(|span| {
                let letters = sources.text(span).char_indices();
                letters.map(move |(at, c)| (span.start + at, c))
            })
            .filter(|(_, c)| tells(*c))
            .collect();
        Self { source, places }
    }

    /// Where a mark stands, by the words around it: what is between them, Markdown or spaces, is not looked at.
    fn find(&self, unpaired: &Unpaired) -> Option<Span> {
        let before: Vec<char> = unpaired
            .before
            .chars()
            .rev()
            .filter(|c| tells(*c))
            .take(AROUND)
            .collect();
        let after: Vec<char> = unpaired
            .after
            .chars()
            .filter(|c| tells(*c))
            .take(AROUND)
            .collect();
        let words: Vec<char> = before.iter().rev().chain(&after).copied().collect();
        let at = self
            .places
            .windows(words.len())
            .position(|window| window.iter().map(|(_, c)| *c).eq(words.iter().copied()))?;
        let (start, mark) = self.places[at + before.len()];
        Some(Span::new(self.source, start..start + mark.len_utf8()))
    }
}

fn tells(c: char) -> bool {
    c.is_alphanumeric() || "\"«»“”".contains(c)
}
