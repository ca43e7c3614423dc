//! Quotation marks: each has its other half, so that typography can set both.

use crate::diag::{Code, Diagnostic};
use crate::doc::Unpaired;
use crate::model::Post;

/// The places that a finding names.
const NAMED: usize = 5;

/// Reports the marks that lack their other half, once a post.
pub fn quotes<'a>(
    texts: impl Iterator<Item = (&'a Post, &'a [Unpaired])>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.extend(texts.filter_map(|(post, unpaired)| report(post, unpaired)));
}

fn report(post: &Post, unpaired: &[Unpaired]) -> Option<Diagnostic> {
    let first = unpaired.first()?;
    let place = |unpaired: &Unpaired| post.body.place(&unpaired.place);
    let message = match unpaired.len() {
        1 => format!("{}; it is left as it is", lacks(first)),
        n => format!("{n} quotation marks lack their other half; they are left as they are"),
    };
    let help = match post.archive {
        None => format!(
            "write the missing mark; `{}` in the front matter leaves the whole text as it is",
            post.front.syntax.line("typography", "false")
        ),
        Some(_) => {
            "write the missing mark in the archive, or take the post over: `diptych import --only` with the place above"
                .to_owned()
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
