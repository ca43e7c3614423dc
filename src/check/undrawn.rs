//! Formulas that readers see as they are written.

use crate::diag::{Code, Diagnostic};
use crate::doc::Undrawn;
use crate::model::Post;

/// Reports the formulas that are not drawn.
pub fn undrawn<'a>(
    texts: impl Iterator<Item = (&'a Post, &'a [Undrawn])>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (post, undrawn) in texts {
        diagnostics.extend(undrawn.iter().map(|formula| {
            Diagnostic::warning(Code::Math, formula.message.clone())
                .at(post.body.place(&formula.place))
                .help(formula.help.clone())
        }));
    }
}
