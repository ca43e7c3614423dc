//! How a post's text is set; and what typography left alone in it, told with its place.

use std::ops::Range;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::Unpaired;
use crate::model::Post;
use crate::source::Span;
use crate::text::typography::Style;

/// The places that a finding names.
const NAMED: usize = 5;

/// A post's style: its language's, unless the author wants none.
pub fn style(post: &Post, config: &Config) -> Style {
    if post.front.typography == Some(false) {
        Style::OFF
    } else {
        config.languages[post.lang].style
    }
}

/// One finding for all the marks of a post that lack their other half.
pub fn tell(
    post: &Post,
    unpaired: &[Unpaired],
    place: impl Fn(&Range<usize>) -> Span,
) -> Option<Diagnostic> {
    let first = unpaired.first()?;
    let place = |unpaired: &Unpaired| place(&unpaired.place);
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
