//! Ids: each is given once in a text.

use crate::diag::{Code, Diagnostic};
use crate::doc::Twice;
use crate::model::Post;

/// Reports the ids that an author wrote twice.
pub fn ids<'a>(
    texts: impl Iterator<Item = (&'a Post, &'a [Twice])>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (post, twice) in texts {
        for twice in twice {
            let message = format!(
                "the id `{}` stands twice in this text: links lead to the first",
                twice.id
            );
            let diagnostic = Diagnostic::warning(Code::Id, message)
                .at(post.body.place(&twice.again))
                .help("give one of them another id");
            let first = post.body.place(&twice.first);
            diagnostics.push(diagnostic.label(first, "here it stands first"));
        }
    }
}
