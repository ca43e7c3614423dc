//! Entries of `accept` that accept nothing any more.

use crate::config::Accept;
use crate::diag::{Code, Diagnostic};
use crate::model::Site;
use crate::source::Sources;
use crate::text::wildcard;

/// What is found only beside the last site, on the network or by a program with more features.
const ELSEWHERE: &[Code] = &[Code::LostUrl, Code::Removals, Code::LinkOut, Code::Image];

/// Warns of each that nothing of what is found needs; those of drafts are left alone.
pub fn accepted(
    accept: &Accept,
    site: &Site,
    sources: &Sources,
    found: &[Diagnostic],
) -> Vec<Diagnostic> {
    let is_left_out = |file: &str| {
        let mut files = site
            .left_out
            .iter()
            .map(|out| &sources.get(out.place.source).path);
        files.any(|path| file != "*" && wildcard::matches(file, path))
    };
    let idle = accept.idle(found, sources);
    let idle = idle.filter(|(code, file, _)| !ELSEWHERE.contains(code) && !is_left_out(file));
    idle.map(|(code, _, place)| {
        let message = format!("this accepts nothing: no finding of the kind `{code}` is left here");
        let finding = Diagnostic::warning(Code::Accept, message).at(place);
        finding.help("remove it, so that a new one is told")
    })
    .collect()
}
